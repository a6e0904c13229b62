"""Where things stand in a package: the workbook part, its sheets, tables, names and properties."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.model.errors import Refused
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.xml_scan import damage_error, find_relation_id, flag, scan

_OTHER_KINDS = {
    "wordprocessingml": "is a Word document, not a workbook",
    "presentationml": "is a PowerPoint file, not a workbook",
    "opendocument": "is an OpenDocument spreadsheet (.ods)",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, the last word of its type, and the part or address it points to."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """One tab: its name, its state and the part that holds it (kind: worksheet, chartsheet ...)."""

    name: str
    state: str
    kind: str
    part: str


@dataclass(slots=True)
class Outline:
    """What the workbook part says. `names` holds only names that belong to the whole workbook."""

    workbook: str
    relations: Mapping[str, Relation]
    sheets: list[SheetPlace] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    name_count: int = 0
    date1904: bool = False
    strict: bool = False

    def part(self, kind: str) -> str | None:
        """The part the workbook relates to by this kind, e.g. "sharedStrings"."""
        return next((r.target for r in self.relations.values() if r.kind == kind and not r.external), None)


def resolve_target(source: str, target: str) -> str:
    """The part a relationship's target names, seen from the part that holds it."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target)).lstrip("/")


def rels_name(part: str) -> str:
    """The part that holds the relationships of `part`; of the package itself when that is ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """The relationships of a part by id, none when it has none."""
    memo: dict[str, Relation] | None = archive.memo.get(part)
    if memo is not None:
        return memo
    relations_by_id: dict[str, Relation] = {}
    rels = rels_name(part)

    def start(name: str, a: dict[str, str]) -> None:
        if name == "Relationship":
            external = a.get("TargetMode") == "External"
            target = a.get("Target", "")
            kind = a.get("Type", "").rpartition("/")[2]
            place = target if external else resolve_target(part, target)
            relations_by_id[a.get("Id", "")] = Relation(a.get("Id", ""), kind, place, external)

    if rels in archive:
        scan(archive.chunks(rels), archive.file_name, rels, start)
    archive.memo[part] = relations_by_id
    return relations_by_id


def outline(archive: Archive) -> Outline:
    """The workbook's structure; Refused when the package holds no workbook with a sheet."""
    _refuse_other_packages(archive)
    target = next((r.target for r in relations(archive, "").values() if r.kind == "officeDocument"), None)
    workbook = archive.find(target or "xl/workbook.xml")
    if workbook is None:
        raise Refused(archive.file_name, "is damaged (its workbook part is missing)", RESAVE)
    if workbook.lower().endswith(".bin"):
        raise Refused(archive.file_name, "is a binary workbook (.xlsb)", RESAVE)
    result = Outline(workbook, relations(archive, workbook))
    _read_workbook(archive, result)
    if not any(sheet.kind == "worksheet" for sheet in result.sheets):
        raise Refused(archive.file_name, "has no sheets", RESAVE)
    return result


def _refuse_other_packages(archive: Archive) -> None:
    if "mimetype" in archive:
        raise Refused(archive.file_name, _OTHER_KINDS["opendocument"], RESAVE)
    if "xl/workbook.bin" in archive:
        raise Refused(archive.file_name, "is a binary workbook (.xlsb)", RESAVE)
    if "[Content_Types].xml" not in archive:
        raise Refused(archive.file_name, "is a zip file, not a workbook", "unpack it and name the workbook inside")

    def start(name: str, a: dict[str, str]) -> None:
        if name == "Override" and "main+xml" in a.get("ContentType", ""):
            for word, problem in _OTHER_KINDS.items():
                if word in a["ContentType"]:
                    raise Refused(archive.file_name, problem, "ask for the Excel workbook")

    scan(archive.chunks("[Content_Types].xml"), archive.file_name, "[Content_Types].xml", start)


def _read_workbook(archive: Archive, result: Outline) -> None:
    scope: list[str | None] = []
    texts: list[str] = []

    def start(name: str, a: dict[str, str]) -> None:
        if name == "workbook":
            result.strict = a.get("conformance") == "strict"
        elif name == "workbookPr":
            result.date1904 = flag(a.get("date1904"))
        elif name == "sheet":
            result.sheets.append(_sheet(archive, result, a))
        elif name == "definedName":
            result.name_count += 1
            scope[:] = [None if "localSheetId" in a else a.get("name", "")]
            texts.clear()

    def end(name: str) -> None:
        if name == "definedName":
            if scope and scope[0] is not None:
                result.names[scope[0]] = "".join(texts)
            scope.clear()

    def text(piece: str) -> None:
        if scope:
            texts.append(piece)

    scan(archive.chunks(result.workbook), archive.file_name, result.workbook, start, end, text)


def _sheet(archive: Archive, result: Outline, a: dict[str, str]) -> SheetPlace:
    relation = result.relations.get(find_relation_id(a) or "")
    part = archive.find(relation.target) if relation and not relation.external else None
    if relation is None or part is None:
        raise damage_error(archive.file_name, a.get("name", "?"), "is a sheet without content")
    return SheetPlace(a.get("name", ""), a.get("state", "visible"), relation.kind, part)
