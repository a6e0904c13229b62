"""Adding columns to a table and renaming them."""

from collections.abc import Sequence

from xl_addin.cells.area import Area, address
from xl_addin.model.errors import Stop
from xl_addin.package.edit.cell_content import set_content
from xl_addin.package.edit.column_references import rename_references
from xl_addin.package.edit.rule_ranges import stretch_right, widths_like
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.sheet_grid import Grid
from xl_addin.package.xml.cell_text import cell_text, escape_text
from xl_addin.package.xml.schema import TABLE_ORDER
from xl_addin.package.xml.xml_tree import child, ensure_child, namespace

MAX_HEADER = 255


def add_columns(session: Session, name: str, headers: Sequence[str], look_column: int) -> None:
    """New columns at the table's right edge; see `Editor.add_table_columns`."""
    table = session.table(name)
    if not headers:
        return
    area = table.area
    if not 0 <= look_column < len(table.columns):
        raise ValueError(f"table {table.name} has no column number {look_column}")
    check_headers(table, headers)
    grid = session.grid(table.sheet.name)
    room = Area(area.top, area.right + 1, area.bottom, area.right + len(headers))
    check_column_room(session, table, grid, room)
    write_cells(grid, room, headers, area.left + look_column)
    insert_column_elements(table, headers, look_column, len(table.columns))
    root = session.document.edit(table.sheet.part)
    stretch_right(root, area, area.left + look_column, len(headers))
    widths_like(root, area.left + look_column, range(room.left, room.right + 1))
    table.set_area(Area(area.top, area.left, area.bottom, room.right))


def insert_column_elements(table: TablePart, headers: Sequence[str], look_column: int, position: int) -> None:
    """The table part gets columns in front of number `position`, with what it says of the looks of column
    `look_column`.
    """
    holder = ensure_child(table.root, "tableColumns", TABLE_ORDER)
    number = max(int(column.get("id") or 0) for column in table.columns)
    model = table.columns[look_column]
    for offset, header in enumerate(headers):
        column = child(
            holder, f"{{{namespace(holder)}}}tableColumn", id=str(number + 1 + offset), name=escape_name(header)
        )
        holder.insert(position + offset, column)
        for attribute in ("dataDxfId", "headerRowDxfId", "dataCellStyle", "headerRowCellStyle"):
            value = model.get(attribute)
            if value is not None:
                column.set(attribute, value)
    holder.set("count", str(len(table.columns)))


def check_headers(table: TablePart, headers: Sequence[str]) -> None:
    """Stop at a header that is none or is there already."""
    existing_headers = {header.casefold() for header in table.headers}
    for header in headers:
        check_name(f"table {table.name}", header, existing_headers)
        existing_headers.add(header.casefold())


def rename_table_column(session: Session, name: str, index: int, header: str) -> None:
    """Another header for a column; formulas that name the column follow."""
    table = session.table(name)
    old = table.headers[index]
    if old == header:
        return
    other_headers = {h.casefold() for position, h in enumerate(table.headers) if position != index}
    check_name(f"table {table.name}", header, other_headers)
    table.columns[index].set("name", escape_name(header))
    area = table.area
    if table.header_rows:
        grid = session.grid(table.sheet.name)
        set_content(grid.make_cell(area.top, area.left + index, None), header)
    rename_references(session, table.name, old, header)


def escape_name(header: str) -> str:
    """A header as the table part stores it: line ends and tabs are escaped, they would not survive there."""
    return escape_text(cell_text(header)).replace("\n", "_x000a_").replace("\t", "_x0009_")


def check_name(location: str, header: str, existing_headers: set[str]) -> None:
    """Stop at a header that no column can have or that another one has."""
    if not header or cell_text(header) != header or len(header) > MAX_HEADER:
        raise Stop(location, f"cannot have a column headed {header[:40]!r}", "use a text of 1 to 255 characters")
    if header.casefold() in existing_headers:
        raise Stop(location, f"has a column {header!r} already", "rename one of them")


def check_column_room(session: Session, table: TablePart, grid: Grid, room: Area) -> None:
    """Stop, with nothing changed, when something stands where the table grows to."""
    remedy = "move it away, then run the command again"
    location = f"{table.sheet.name}!{address(room.top, room.left)}"
    if not room.on_grid:
        raise Stop(location, f"table {table.name} would not fit on the sheet", "remove columns")
    neighbour = session.overlapping_table(table, room)
    if neighbour is not None:
        raise Stop(location, f"table {neighbour.name} stands right of the table {table.name}", remedy)
    occupied_cell = next(grid.filled_cells(room), None)
    if occupied_cell is not None:
        location = f"{table.sheet.name}!{address(*occupied_cell)}"
        raise Stop(location, f"holds something right of the table {table.name}", remedy)
    merge = session.merged_range(table, room)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged right of the table {table.name}", "unmerge it")


def write_cells(grid: Grid, room: Area, headers: Sequence[str], look_column: int) -> None:
    """Headers, and empty cells that look like those of sheet column `look_column`."""
    for row in range(room.top, room.bottom + 1):
        style = grid.style(row, look_column)
        for col in range(room.left, room.right + 1):
            if style is not None or row == room.top:
                cell = grid.make_cell(row, col, style)
                if row == room.top:
                    set_content(cell, headers[col - room.left])
