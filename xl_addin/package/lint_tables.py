"""Checks of tables: names, ranges, columns against the header cells."""

from collections.abc import Iterator

from xl_addin.cells.area import Area, address
from xl_addin.package.lint_cells import style_count
from xl_addin.package.lint_formula import formula_faults
from xl_addin.package.lint_package import legal_name
from xl_addin.package.session import Session, Table
from xl_addin.package.text import unescape
from xl_addin.package.xmltree import Element, children, first, local

_DXFS = ("headerRowDxfId", "dataDxfId", "totalsRowDxfId")


def tables(session: Session) -> Iterator[str]:
    """All tables of the workbook."""
    names = {name.casefold() for name, scope, _ in session.workbook.names() if scope is None}
    numbers: set[str | None] = set()
    placed: list[tuple[str, Area]] = []
    dxfs = style_count(session, "dxfs")
    for table in session.tables():
        try:
            area = table.area
        except ValueError:
            yield f"table {table.name}: has no legal range"
            continue
        faults = [*_identity(table, names, numbers), *_shape(table, area, placed), *_columns(session, table, area)]
        faults += _formulas_and_formats(table, dxfs)
        yield from (f"table {table.name}: {fault}" for fault in faults)
        names.add(table.name.casefold())
        numbers.add(table.root.get("id"))
        placed.append((table.sheet.part, area))
    yield from _listed(session)


def _identity(table: Table, names: set[str], numbers: set[str | None]) -> Iterator[str]:
    if not legal_name(table.name):
        yield "is not a legal name"
    if table.name.casefold() in names:
        yield "its name is taken by another table or a defined name"
    if table.root.get("id") in numbers:
        yield f"its number {table.root.get('id')} is taken by another table"


def _shape(table: Table, area: Area, placed: list[tuple[str, Area]]) -> Iterator[str]:
    if not area.on_grid:
        yield f"its range {area} is off the sheet"
    if table.data.bottom < table.data.top:
        yield "has no data row"
    for part, other in placed:
        if part == table.sheet.part and other.meets(area):
            yield f"overlaps another table at {other}"
    found = first(table.root, "autoFilter")
    wanted = Area(area.top, area.left, area.bottom - table.totals_rows, area.right)
    if found is not None and found.get("ref") != str(wanted):
        yield f"its filter covers {found.get('ref')}, not {wanted}"


def _columns(session: Session, table: Table, area: Area) -> Iterator[str]:
    headers = table.headers
    if len(headers) != area.right - area.left + 1:
        yield f"has {len(headers)} columns in a range of {area.right - area.left + 1}"
    holder = first(table.root, "tableColumns")
    if holder is not None and holder.get("count") not in (None, str(len(headers))):
        yield f"counts {holder.get('count')} columns, but has {len(headers)}"
    if len({header.casefold() for header in headers}) != len(headers):
        yield "has two columns of one name"
    if len({column.get("id") for column in table.columns}) != len(headers):
        yield "has two columns of one number"
    if table.header_rows:
        shown = header_cells(session, table, area)
        for at, header in enumerate(headers):
            cell = address(area.top, area.left + at)
            if shown.get(cell) != header:
                yield f"its column {header!r} is headed {shown.get(cell)!r} in {cell}"


def header_cells(session: Session, table: Table, area: Area) -> dict[str, str]:
    """The texts of the header row by address."""
    document = session.document
    data = first(document.tree(table.sheet.part), "sheetData")
    rows = children(data, "row") if data is not None else []
    row = next((row for row in rows if row.get("r") == str(area.top)), None)
    strings = document.related(session.workbook.part, "sharedStrings")
    found = {}
    for cell in children(row, "c") if row is not None else ():
        holder: Element = cell
        value = first(cell, "v")
        if cell.get("t") == "s" and value is not None and strings:
            holder = children(document.tree(strings[0]), "si")[int(value.text or 0)]
        if cell.get("t") in ("s", "inlineStr", "str"):
            names = ("v",) if cell.get("t") == "str" else ("t",)
            text = "".join(t.text or "" for t in holder.iter() if local(t) in names)
            found[cell.get("r") or ""] = unescape(text)
    return found


def _formulas_and_formats(table: Table, dxfs: int) -> Iterator[str]:
    for element in table.root.iter():
        if local(element) in ("calculatedColumnFormula", "totalsRowFormula"):
            yield from formula_faults(element.text or "")
        for attribute in _DXFS:
            if int(element.get(attribute) or -1) >= dxfs:
                yield f"uses format {element.get(attribute)}, which is not there"


def _listed(session: Session) -> Iterator[str]:
    """A sheet lists each of its tables, and says how many they are."""
    for sheet in session.workbook.sheets:
        if sheet.kind != "worksheet":
            continue
        holder = first(session.document.tree(sheet.part), "tableParts")
        related = session.document.related(sheet.part, "table")
        listed = children(holder, "tablePart") if holder is not None else []
        if len(listed) != len(related):
            yield f"{sheet.name}: lists {len(listed)} tables but leads to {len(related)}"
        if holder is not None and holder.get("count") not in (None, str(len(listed))):
            yield f"{sheet.name}: counts {holder.get('count')} tables, but lists {len(listed)}"
