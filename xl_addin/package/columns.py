"""Adding columns to a table and renaming them."""

from collections.abc import Sequence

from xl_addin.cells.area import Area, address
from xl_addin.model.errors import Stop
from xl_addin.package.cells import put
from xl_addin.package.grid import Grid
from xl_addin.package.ranges import stretch_right, widths_like
from xl_addin.package.references import rename_references
from xl_addin.package.schema import TABLE
from xl_addin.package.session import Session, Table
from xl_addin.package.text import canonical, escape
from xl_addin.package.xmltree import child, namespace, place

MAX_HEADER = 255


def add_columns(session: Session, name: str, headers: Sequence[str], like: int) -> None:
    """New columns at the table's right edge; see `Editor.add_table_columns`."""
    table = session.table(name)
    if not headers:
        return
    area = table.area
    if not 0 <= like < len(table.columns):
        raise ValueError(f"table {table.name} has no column number {like}")
    check_headers(table, headers)
    grid = session.grid(table.sheet.name)
    room = Area(area.top, area.right + 1, area.bottom, area.right + len(headers))
    check_room(session, table, grid, room)
    write_cells(grid, room, headers, area.left + like)
    add_table_columns_at(table, headers, like, len(table.columns))
    root = session.document.edit(table.sheet.part)
    stretch_right(root, area, area.left + like, len(headers))
    widths_like(root, area.left + like, range(room.left, room.right + 1))
    table.set_area(Area(area.top, area.left, area.bottom, room.right))


def add_table_columns_at(table: Table, headers: Sequence[str], like: int, at: int) -> None:
    """The table part gets columns in front of number `at`, with what it says of the looks of column `like`."""
    holder = place(table.root, "tableColumns", TABLE)
    number = max(int(column.get("id") or 0) for column in table.columns)
    model = table.columns[like]
    for offset, header in enumerate(headers):
        column = child(
            holder, f"{{{namespace(holder)}}}tableColumn", id=str(number + 1 + offset), name=escape_name(header)
        )
        holder.insert(at + offset, column)
        for attribute in ("dataDxfId", "headerRowDxfId", "dataCellStyle", "headerRowCellStyle"):
            value = model.get(attribute)
            if value is not None:
                column.set(attribute, value)
    holder.set("count", str(len(table.columns)))


def check_headers(table: Table, headers: Sequence[str]) -> None:
    """Stop at a header that is none or is there already."""
    taken = {header.casefold() for header in table.headers}
    for header in headers:
        check_name(f"table {table.name}", header, taken)
        taken.add(header.casefold())


def rename(session: Session, name: str, index: int, header: str) -> None:
    """Another header for a column; formulas that name the column follow."""
    table = session.table(name)
    old = table.headers[index]
    if old == header:
        return
    others = {h.casefold() for at, h in enumerate(table.headers) if at != index}
    check_name(f"table {table.name}", header, others)
    table.columns[index].set("name", escape_name(header))
    area = table.area
    if table.header_rows:
        grid = session.grid(table.sheet.name)
        put(grid.make_cell(area.top, area.left + index, None), header)
    rename_references(session, table.name, old, header)


def escape_name(header: str) -> str:
    """A header as the table part stores it: line ends and tabs are escaped, they would not survive there."""
    return escape(canonical(header)).replace("\n", "_x000a_").replace("\t", "_x0009_")


def check_name(where: str, header: str, taken: set[str]) -> None:
    """Stop at a header that no column can have or that another one has."""
    if not header or canonical(header) != header or len(header) > MAX_HEADER:
        raise Stop(where, f"cannot have a column headed {header[:40]!r}", "use a text of 1 to 255 characters")
    if header.casefold() in taken:
        raise Stop(where, f"has a column {header!r} already", "rename one of them")


def check_room(session: Session, table: Table, grid: Grid, room: Area) -> None:
    """Stop, with nothing changed, when something stands where the table grows to."""
    again = "move it away, then run the command again"
    at = f"{table.sheet.name}!{address(room.top, room.left)}"
    if not room.on_grid:
        raise Stop(at, f"table {table.name} would not fit on the sheet", "remove columns")
    other = session.beside(table, room)
    if other is not None:
        raise Stop(at, f"table {other.name} stands right of the table {table.name}", again)
    blocked = next(grid.filled(room), None)
    if blocked is not None:
        at = f"{table.sheet.name}!{address(*blocked)}"
        raise Stop(at, f"holds something right of the table {table.name}", again)
    merge = session.merged(table, room)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged right of the table {table.name}", "unmerge it")


def write_cells(grid: Grid, room: Area, headers: Sequence[str], like: int) -> None:
    """Headers, and empty cells that look like those of sheet column `like`."""
    for row in range(room.top, room.bottom + 1):
        style = grid.style(row, like)
        for col in range(room.left, room.right + 1):
            if style is not None or row == room.top:
                cell = grid.make_cell(row, col, style)
                if row == room.top:
                    put(cell, headers[col - room.left])
