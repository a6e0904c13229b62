"""Checks of tables: names, ranges, columns against the header cells."""

from collections.abc import Iterator

from tests.support.lint.cells import style_count
from tests.support.lint.formula import formula_faults
from tests.support.lint.parts import legal_name
from xl_addin.cells.area import Area, address
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.xml.cell_text import unescape_text
from xl_addin.package.xml.xml_tree import Element, children, element_name, first_child

_DXFS = ("headerRowDxfId", "dataDxfId", "totalsRowDxfId")


def table_faults(session: Session) -> Iterator[str]:
    """All tables of the workbook."""
    names = {name.casefold() for name, scope, _ in session.workbook.names() if scope is None}
    numbers: set[str | None] = set()
    table_areas: list[tuple[str, Area]] = []
    dxfs = style_count(session, "dxfs")
    for table in session.tables():
        try:
            area = table.area
        except ValueError:
            yield f"table {table.name}: has no legal range"
            continue
        faults = [*_identity(table, names, numbers), *_shape(table, area, table_areas), *_columns(session, table, area)]
        faults += _formulas_and_formats(table, dxfs)
        yield from (f"table {table.name}: {fault}" for fault in faults)
        names.add(table.name.casefold())
        numbers.add(table.root.get("id"))
        table_areas.append((table.sheet.part, area))
    yield from _table_list_faults(session)


def _identity(table: TablePart, names: set[str], numbers: set[str | None]) -> Iterator[str]:
    if not legal_name(table.name):
        yield "is not a legal name"
    if table.name.casefold() in names:
        yield "its name is taken by another table or a defined name"
    if table.root.get("id") in numbers:
        yield f"its number {table.root.get('id')} is taken by another table"


def _shape(table: TablePart, area: Area, table_areas: list[tuple[str, Area]]) -> Iterator[str]:
    if not area.on_grid:
        yield f"its range {area} is off the sheet"
    if table.data.bottom < table.data.top:
        yield "has no data row"
    for part, neighbour in table_areas:
        if part == table.sheet.part and neighbour.meets(area):
            yield f"overlaps another table at {neighbour}"
    auto_filter = first_child(table.root, "autoFilter")
    filter_area = Area(area.top, area.left, area.bottom - table.totals_rows, area.right)
    if auto_filter is not None and auto_filter.get("ref") != str(filter_area):
        yield f"its filter covers {auto_filter.get('ref')}, not {filter_area}"


def _columns(session: Session, table: TablePart, area: Area) -> Iterator[str]:
    headers = table.headers
    if len(headers) != area.right - area.left + 1:
        yield f"has {len(headers)} columns in a range of {area.right - area.left + 1}"
    holder = first_child(table.root, "tableColumns")
    if holder is not None and holder.get("count") not in (None, str(len(headers))):
        yield f"counts {holder.get('count')} columns, but has {len(headers)}"
    if len({header.casefold() for header in headers}) != len(headers):
        yield "has two columns of one name"
    if len({column.get("id") for column in table.columns}) != len(headers):
        yield "has two columns of one number"
    if table.header_rows:
        cell_texts = header_cells(session, table, area)
        for index, header in enumerate(headers):
            cell = address(area.top, area.left + index)
            if cell_texts.get(cell) != header:
                yield f"its column {header!r} is headed {cell_texts.get(cell)!r} in {cell}"


def header_cells(session: Session, table: TablePart, area: Area) -> dict[str, str]:
    """The texts of the header row by address."""
    document = session.document
    data = first_child(document.tree(table.sheet.part), "sheetData")
    rows = children(data, "row") if data is not None else []
    row = next((row for row in rows if row.get("r") == str(area.top)), None)
    strings = document.related_parts(session.workbook.part, "sharedStrings")
    texts = {}
    for cell in children(row, "c") if row is not None else ():
        holder: Element = cell
        value = first_child(cell, "v")
        if cell.get("t") == "s" and value is not None and strings:
            holder = children(document.tree(strings[0]), "si")[int(value.text or 0)]
        if cell.get("t") in ("s", "inlineStr", "str"):
            names = ("v",) if cell.get("t") == "str" else ("t",)
            text = "".join(t.text or "" for t in holder.iter() if element_name(t) in names)
            texts[cell.get("r") or ""] = unescape_text(text)
    return texts


def _formulas_and_formats(table: TablePart, dxfs: int) -> Iterator[str]:
    for element in table.root.iter():
        if element_name(element) in ("calculatedColumnFormula", "totalsRowFormula"):
            yield from formula_faults(element.text or "")
        for attribute in _DXFS:
            if int(element.get(attribute) or -1) >= dxfs:
                yield f"uses format {element.get(attribute)}, which is not there"


def _table_list_faults(session: Session) -> Iterator[str]:
    """A sheet lists each of its tables, and says how many they are."""
    for sheet in session.workbook.sheets:
        if sheet.kind != "worksheet":
            continue
        holder = first_child(session.document.tree(sheet.part), "tableParts")
        table_parts = session.document.related_parts(sheet.part, "table")
        entries = children(holder, "tablePart") if holder is not None else []
        if len(entries) != len(table_parts):
            yield f"{sheet.name}: lists {len(entries)} tables but leads to {len(table_parts)}"
        if holder is not None and holder.get("count") not in (None, str(len(entries))):
            yield f"{sheet.name}: counts {holder.get('count')} tables, but lists {len(entries)}"
