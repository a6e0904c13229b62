"""A table laid over cells that stand there already: another program kept the cells and lost the table."""

from collections.abc import Sequence

from xl_addin.cells.area import Area, address
from xl_addin.model.errors import Stop
from xl_addin.package.edit.cell_content import set_content
from xl_addin.package.edit.session import Session
from xl_addin.package.edit.table_columns import check_name, escape_name
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import Element, child, ensure_child, make, namespace

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"


def define_table(
    session: Session, name: str, sheet: str, area: Area, headers: Sequence[str], formulas: Sequence[str]
) -> None:
    """The part, its place in the sheet, and the header cells; see `Editor.define_table`."""
    home = session.workbook.sheet(sheet)
    location = f"{home.name}!{address(area.top, area.left)}"
    _check(session, name, home.part, area, location)
    header_keys: set[str] = set()
    for header in headers:
        check_name(f"table {name}", header, header_keys)
        header_keys.add(header.casefold())
    grid = session.grid(home.name)
    for offset, header in enumerate(headers):
        set_content(grid.make_cell(area.top, area.left + offset, None), header)
    document = session.document
    sheet_root = document.edit_frame(home.part)
    root = _part(session, name, area, headers, formulas, namespace(sheet_root))
    part = document.free_name("xl/tables/table1.xml")
    document.create(part, root, _TYPE)
    base = session.workbook.relation_base
    relation = document.relate(home.part, "table", part, base=base)
    holder = ensure_child(sheet_root, "tableParts", WORKSHEET_ORDER)
    child(holder, f"{{{namespace(sheet_root)}}}tablePart").set(f"{{{base}}}id", relation)
    holder.set("count", str(len(holder)))


def _check(session: Session, name: str, part: str, area: Area, location: str) -> None:
    for table in session.tables():
        if table.name.casefold() == name.casefold():
            raise Stop(location, f"the workbook has a table {name} already", "rename it, then run again")
        if table.sheet.part == part and table.area.meets(area):
            raise Stop(location, f"stands in the table {table.name}", "move that table away, then run again")


def _part(
    session: Session, name: str, area: Area, headers: Sequence[str], formulas: Sequence[str], space: str
) -> Element:
    numbers = [int(table.root.get("id") or 0) for table in session.tables()]
    root = make(f"{{{space}}}table", {None: space})
    root.set("id", str(max(numbers, default=0) + 1))
    for attribute in ("name", "displayName"):
        root.set(attribute, name)
    root.set("ref", str(area))
    root.set("totalsRowShown", "0")
    child(root, f"{{{space}}}autoFilter", ref=str(area))
    holder = child(root, f"{{{space}}}tableColumns", count=str(len(headers)))
    for number, (header, formula) in enumerate(zip(headers, formulas, strict=True), 1):
        column = child(holder, f"{{{space}}}tableColumn", id=str(number), name=escape_name(header))
        if formula:
            child(column, f"{{{space}}}calculatedColumnFormula").text = formula
    return root
