"""Copying whole tabs from one package, painted from nothing, into a workbook people work in."""

import posixpath
from collections.abc import Sequence

from xl_addin.model.errors import Stop
from xl_addin.package.edit.document import Document
from xl_addin.package.edit.session import Session
from xl_addin.package.edit.style_merge import StyleMerge
from xl_addin.package.edit.workbook_part import WorkbookPart
from xl_addin.package.safe.archive import Archive, key
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.outline import Relation, SheetPlace, rels_name
from xl_addin.package.safe.xml_scan import STRICT
from xl_addin.package.xml.xml_tree import (
    RELS,
    Element,
    child,
    children,
    element_name,
    first_child,
    make,
    namespace,
    parse_xml,
    write_xml,
)

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_DXFS = ("headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId",
               "totalsRowBorderDxfId")  # fmt: skip


class SheetCopier:
    """One source package on its way into the workbook of a session."""

    def __init__(self, session: Session, source: bytes) -> None:
        self.session = session
        self.target: Document = session.document
        self.source = WorkbookPart(Archive(source, "painted sheets"))
        self.parts = self.source.document
        self._copies: dict[str, str] = {}
        self._strings: list[Element] = []
        for part in self.parts.related_parts(self.source.part, "sharedStrings"):
            self._strings = children(self.parts.tree(part), "si")
        self._styles = self._style_merge()

    def _style_merge(self) -> StyleMerge:
        base = self.session.workbook
        target_styles = self.target.related_parts(base.part, "styles")
        source = self.parts.related_parts(self.source.part, "styles")
        if not target_styles or not source:
            raise Stop(self.target.file_name, "has no style sheet", RESAVE)
        return StyleMerge(self.target, target_styles[0], self.parts.tree(source[0]))

    def check(self, sheets: Sequence[str]) -> None:
        """Stop, with nothing changed, when a tab or table of that name is there already."""
        file_name = self.target.file_name
        book = self.session.workbook
        if book.strict or namespace(self.parts.tree(self.source.part)) == STRICT:
            raise Stop(file_name, "is saved as Strict Open XML", RESAVE)
        tabs = {sheet.name.casefold() for sheet in book.sheets}
        tables = {table.name.casefold() for table in self.session.tables()}
        for name in sheets:
            sheet = self.source.sheet(name)
            if sheet.name.casefold() in tabs:
                raise Stop(file_name, f"has a sheet {name!r} already", "rename or remove it, then run again")
            for part in self.parts.related_parts(sheet.part, "table"):
                table = self.parts.tree(part).get("displayName") or ""
                if table.casefold() in tables:
                    raise Stop(file_name, f"has a table {table} already", "rename it, then run again")

    def sheet(self, sheet: SheetPlace, position: int) -> None:
        """Copies one tab to a position."""
        root = parse_xml(write_xml(self.parts.tree(sheet.part)))
        self._restyle(root)
        self._inline_texts(root)
        for view in root.iter(f"{{{namespace(root)}}}sheetView"):
            view.attrib.pop("tabSelected", None)  # two selected tabs would be edited together
        part = self.target.free_name("xl/worksheets/sheet1.xml")
        self._copies[key(sheet.part)] = part
        self.target.create(part, root, _SHEET_TYPE)
        self._copy_relations(sheet.part, part)
        self.session.workbook.insert_sheet(position, sheet.name, part, sheet.state)

    def _restyle(self, root: Element) -> None:
        space = namespace(root)
        for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
            for element in root.iter(f"{{{space}}}{tag}"):
                number = element.get(attribute)
                if number is not None:
                    element.set(attribute, self._styles.xf(number))
                if tag == "c" and element.get("cm") is not None:
                    raise ValueError(f"{element.get('r')}: dynamic arrays cannot be copied")
        for rule in root.iter(f"{{{space}}}cfRule"):
            if rule.get("dxfId") is not None:
                rule.set("dxfId", self._styles.dxf(rule.get("dxfId") or "0"))

    def _inline_texts(self, root: Element) -> None:
        space = namespace(root)
        for cell in root.iter(f"{{{space}}}c"):
            if cell.get("t") != "s":
                continue
            value = first_child(cell, "v")
            text = parse_xml(write_xml(self._strings[int(value.text or 0)])) if value is not None else make("x")
            holder = make(f"{{{space}}}is")
            holder.text = text.text
            for text_run in list(text):
                holder.append(text_run)
            cell.set("t", "inlineStr")
            if value is not None:
                cell.remove(value)
            cell.append(holder)

    # --- what a tab leads to: tables, drawings, charts, comments, pictures

    def _copy_relations(self, source: str, target: str) -> None:
        relations = self.parts.relations(source)
        if not relations:
            return
        root = make(f"{{{RELS}}}Relationships", {None: RELS})
        types = {r.get("Id"): r.get("Type") or "" for r in self.parts.tree(rels_name(source))}
        for relation in relations:
            entry = child(root, f"{{{RELS}}}Relationship", Id=relation.id, Type=types[relation.id])
            if relation.external:
                entry.set("Target", relation.target)
                entry.set("TargetMode", "External")
            else:
                copy = self._copy_part(relation)
                entry.set("Target", posixpath.relpath(copy, posixpath.dirname(target)))
        self.target.archive.add(rels_name(target), write_xml(root))

    def _copy_part(self, relation: Relation) -> str:
        """The name of the copy of a part, made when first needed."""
        name = key(relation.target)
        if name in self._copies:
            return self._copies[name]
        part = self.target.free_name(relation.target)
        self._copies[name] = part
        kind = self.parts.content_type(relation.target) or "application/octet-stream"
        if relation.kind == "table":
            self.target.create(part, self._table(relation.target), kind)
        else:
            self.target.archive.add(part, self.parts.archive.read_part(relation.target))
            self.target.declare(part, kind)
        self._copy_relations(relation.target, part)
        return part

    def _table(self, part: str) -> Element:
        root = parse_xml(write_xml(self.parts.tree(part)))
        numbers = [int(table.root.get("id") or 0) for table in self.session.tables()]
        numbers += [
            int(self.target.tree(copy).get("id") or 0) for copy in self._copies.values() if self._is_table(copy)
        ]
        root.set("id", str(max(numbers, default=0) + 1))
        for element in root.iter():
            for attribute in _TABLE_DXFS:
                if element.get(attribute) is not None:
                    element.set(attribute, self._styles.dxf(element.get(attribute) or "0"))
            if element_name(element) == "tableStyleInfo" and element.get("name"):
                self._styles.table_style(element.get("name") or "")
        return root

    def _is_table(self, part: str) -> bool:
        return part in self.target.archive and (self.target.content_type(part) or "").endswith(".table+xml")

    def names(self, sheets: Sequence[str]) -> None:
        """Names of the copied tabs go along; names of the whole workbook only where the target lacks them."""
        book = self.session.workbook
        have = {name.casefold() for name, scope, _ in book.names() if scope is None}
        holder = first_child(self.parts.tree(self.source.part), "definedNames")
        tab_keys = {sheet.casefold() for sheet in sheets}
        for entry in holder if holder is not None else ():
            name, scope = entry.get("name") or "", entry.get("localSheetId")
            if scope is None:
                if name.casefold() not in have:
                    book.set_name(name, entry.text or "", template=entry)
                continue
            tab = self.source.sheets[int(scope)].name
            if tab.casefold() in tab_keys:
                book.set_name(name, entry.text or "", scope=book.index(tab), template=entry)


def copy_sheets(session: Session, source: bytes, sheets: Sequence[str], after_sheet: str | None) -> None:
    """Copies tabs of `source` behind the tab `after_sheet` (None: last, "": first); see `Editor.copy_sheets`."""
    work = SheetCopier(session, source)
    work.check(sheets)
    book = session.workbook
    position = len(book.sheets) if after_sheet is None else book.index(after_sheet) + 1 if after_sheet else 0
    for offset, name in enumerate(sheets):
        work.sheet(work.source.sheet(name), position + offset)
    work.names(sheets)
    book.drop_calc_chain()


def remove_sheet(session: Session, name: str) -> None:
    """Takes a tab out with every part only it leads to; see `Editor.remove_sheet`."""
    book, document = session.workbook, session.document
    if len(book.sheets) == 1:
        raise Stop(document.file_name, f"has no sheet but {name!r}", "add another sheet first")
    parts_before = document.reachable()
    sheet = book.remove_sheet(book.sheet(name).name)
    session.forget(sheet.part)
    orphans = parts_before - document.reachable()
    for part in [part for part in document.archive.names() if key(part) in orphans]:
        document.drop(part)
    book.drop_calc_chain()
