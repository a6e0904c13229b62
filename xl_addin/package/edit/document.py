"""The XML parts of one package, parsed when asked for and written back only when changed."""

import posixpath
import re

from xl_addin.model.errors import Refused
from xl_addin.package.edit.row_store import SheetRows, separate_rows
from xl_addin.package.safe.archive import Archive, key
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.outline import Relation, rels_name, resolve_target
from xl_addin.package.safe.xml_scan import damage_error
from xl_addin.package.xml.schema import RELATION, WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import (
    RELS,
    TYPES,
    Element,
    child,
    element_name,
    ensure_child,
    make,
    parse_xml,
    write_xml,
)

_TYPES_PART = "[Content_Types].xml"


class Document:
    """Parts, the relationships between them and their content types."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._trees: dict[str, Element] = {}
        self._changed_parts: set[str] = set()
        self._rows: dict[str, SheetRows] = {}

    @property
    def file_name(self) -> str:
        return self.archive.file_name

    def tree(self, part: str) -> Element:
        """The part's root, for reading only; Refused when it is damaged."""
        name = key(part)
        if name not in self._trees:
            try:
                self._trees[name] = parse_xml(self.archive.read_part(part))
            except (ValueError, KeyError):
                raise damage_error(self.file_name, part) from None
        if name in self._rows:
            self._rows.pop(name).gather()
        return self._trees[name]

    def edit(self, part: str) -> Element:
        """The part's root, to be changed: the part is written anew."""
        self._changed_parts.add(key(part))
        return self.tree(part)

    def frame(self, part: str) -> Element:
        """As `tree`, for a sheet of which only what stands around its rows is looked at."""
        return self._trees[key(part)] if key(part) in self._rows else self.tree(part)

    def edit_frame(self, part: str) -> Element:
        """As `edit`, for a sheet of which only what stands around its rows is changed."""
        self._changed_parts.add(key(part))
        return self.frame(part)

    def rows(self, part: str, sheet: str) -> SheetRows:
        """The rows of a sheet part, apart from the rest where that is possible; who changes one says `edit_frame`.

        Refused when they are out of order.
        """
        name = key(part)
        if name in self._rows:
            return self._rows[name]
        frame_and_rows = separate_rows(self.archive.read_part(part)) if name not in self._trees else None
        if frame_and_rows is not None:
            self._trees[name] = parse_xml(frame_and_rows[0])
        data = ensure_child(self.tree(part), "sheetData", WORKSHEET_ORDER)
        rows = SheetRows(
            data, frame_and_rows[1] if frame_and_rows else None, lambda row_label: self._out_of_order(sheet, row_label)
        )
        if frame_and_rows is not None:
            self._rows[name] = rows
        return rows

    def _out_of_order(self, sheet: str, row_label: str) -> Refused:
        return Refused(self.file_name, f"is damaged ({sheet}, {row_label} is out of order)", RESAVE)

    def mentions(self, part: str, text: str) -> bool:
        """Whether the part may hold this ASCII text, case aside: cheaper than parsing it."""
        data = self._part_bytes(key(part)) if key(part) in self._changed_parts else self.archive.read_part(part)
        return text.lower().encode() in data.lower()

    def create(self, part: str, root: Element, content_type: str) -> None:
        """A new XML part."""
        self.archive.add(part, b"")
        self._trees[key(part)] = root
        self._changed_parts.add(key(part))
        self.declare(part, content_type)

    def drop(self, part: str) -> None:
        """Removes a part with its relationships and its content type; nothing may point to it any more."""
        for name in (part, rels_name(part)):
            if name in self.archive:
                self._forget(name)

    def _forget(self, part: str) -> None:
        self._trees.pop(key(part), None)
        self._rows.pop(key(part), None)
        self._changed_parts.discard(key(part))
        self.archive.remove(part)
        for override in list(self.tree(_TYPES_PART)):
            if key(override.get("PartName") or "") == key(part):
                self.edit(_TYPES_PART).remove(override)

    def free_name(self, part: str) -> str:
        """A free name like this one: "xl/tables/table1.xml" may become "xl/tables/table7.xml"."""
        stem, dot = posixpath.splitext(part)
        stem = re.sub(r"\d+$", "", stem)
        number = 1
        while f"{stem}{number}{dot}" in self.archive:
            number += 1
        return f"{stem}{number}{dot}"

    def to_bytes(self) -> bytes:
        """The whole package; only changed parts are written anew."""
        for name in sorted(self._changed_parts):
            self.archive.replace(name, self._part_bytes(name))
        self._changed_parts.clear()
        return self.archive.to_bytes()

    def _part_bytes(self, name: str) -> bytes:
        data = write_xml(self._trees[name])
        return self._rows[name].with_rows(data) if name in self._rows else data

    # --- relationships

    def relations(self, part: str) -> list[Relation]:
        """The part's relationships in their order; "" asks for the package's own."""
        if rels_name(part) not in self.archive:
            return []
        relations = []
        for r in self.tree(rels_name(part)):
            if element_name(r) == "Relationship":
                external = r.get("TargetMode") == "External"
                target = r.get("Target") or ""
                place = target if external else resolve_target(part, target)
                kind = (r.get("Type") or "").rpartition("/")[2]
                relations.append(Relation(r.get("Id") or "", kind, place, external))
        return relations

    def related_parts(self, part: str, kind: str) -> list[str]:
        """The parts this one points to by a kind such as "table"."""
        return [r.target for r in self.relations(part) if r.kind == kind and not r.external]

    def relate(self, part: str, kind: str, target: str, *, base: str = RELATION) -> str:
        """A new relationship from `part` to `target`; gives its id."""
        rels = rels_name(part)
        if rels not in self.archive:
            self.archive.add(rels, b"")
            self._trees[key(rels)] = make(f"{{{RELS}}}Relationships", {None: RELS})
        root = self.edit(rels)
        used_ids = {r.get("Id") for r in root}
        number = len(root) + 1
        while f"rId{number}" in used_ids:
            number += 1
        way = posixpath.relpath(target, posixpath.dirname(part) or ".")
        child(root, f"{{{RELS}}}Relationship", Id=f"rId{number}", Type=f"{base}/{kind}", Target=way)
        return f"rId{number}"

    def unrelate(self, part: str, relation: str) -> None:
        """Removes one relationship by its id; the list of them goes with the last one."""
        rels = rels_name(part)
        root = self.edit(rels)
        for r in list(root):
            if r.get("Id") == relation:
                root.remove(r)
        if not len(root):
            self._forget(rels)

    # --- content types

    def content_type(self, part: str) -> str | None:
        """What the package says the part is, by its own entry or by its ending."""
        default = None
        ending = part.rpartition(".")[2].lower()  # "_rels/.rels" ends with "rels" too
        for entry in self.tree(_TYPES_PART):
            if element_name(entry) == "Override" and key(entry.get("PartName") or "") == key(part):
                return entry.get("ContentType")
            if element_name(entry) == "Default" and (entry.get("Extension") or "").lower() == ending:
                default = entry.get("ContentType")
        return default

    def declare(self, part: str, content_type: str) -> None:
        """Says what a part is, unless its ending says so already."""
        if self.content_type(part) != content_type:
            child(self.edit(_TYPES_PART), f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)

    def reachable(self) -> set[str]:
        """Keys of all parts some relationship leads to, from the package on."""
        keys: set[str] = set()
        waiting = [""]
        while waiting:
            for relation in self.relations(waiting.pop()):
                name = key(relation.target)
                if not relation.external and name not in keys and name in self.archive:
                    keys.add(name)
                    waiting.append(relation.target)
        return keys
