"""Giving a table more or fewer data rows, with everything that belongs to them."""

from xl_addin.cells.area import Area, address
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.formula import shift
from xl_addin.model.errors import IN_THE_WAY, Stop
from xl_addin.package.grid import Grid
from xl_addin.package.links import unlink_area
from xl_addin.package.ranges import stretch_down
from xl_addin.package.session import Session, Table
from xl_addin.package.xmltree import first, local, namespace

_ROW_LOOK = ("ht", "customHeight")
_NO_LOOK = (None, "0")
NewCell = tuple[int, str | None, FormulaCell | None]
"""Column, style and formula."""
_AWAY = "move it further down or away, then run the command again"


def resize(session: Session, name: str, rows: int, *, over: bool = False) -> None:
    """The table of this name gets `rows` data rows; see `Editor.resize_table`."""
    if rows < 1:
        raise ValueError("a table keeps at least one data row")
    table = session.table(name)
    old = table.data
    if rows == old.bottom - old.top + 1:
        return
    where = f"{table.sheet.name}!{address(table.area.bottom, table.area.left)}"
    if table.totals_rows:
        todo = "switch it off under Table Design, Total Row, then run the command again"
        raise Stop(where, f"table {table.name} has a totals row", todo)
    if old.bottom < old.top:
        raise Stop(where, f"table {table.name} has no data row", "insert a row into it, then run again")
    new = Area(old.top, old.left, old.top + rows - 1, old.right)
    if not new.on_grid:
        raise Stop(where, f"table {table.name} would not fit on the sheet", "split it")
    if new.bottom > old.bottom:
        _grow(session, table, old, new, over=over)
    else:
        _shrink(session, table, old, new)
    _move_edges(table, new)
    stretch_down(session.document.edit_frame(table.sheet.part), old, old.bottom, new.bottom)


def _grow(session: Session, table: Table, old: Area, new: Area, *, over: bool) -> None:
    grid = session.grid(table.sheet.name)
    room = Area(old.bottom + 1, old.left, new.bottom, old.right)
    _check_room(session, table, grid, room, over=over)
    model = grid.row(old.bottom)
    look = {a: model.get(a) or "" for a in _ROW_LOOK if model.get(a)} if model is not None else {}
    styles = [(col, grid.style(old.bottom, col)) for col in range(old.left, old.right + 1)]
    formulas = _continued(table, grid, old, calculated_only=over)
    written = {col: (formula, base) for col, formula, base in formulas}
    for row in range(room.top, room.bottom + 1):
        cells = [(col, style, _here(written.get(col), row)) for col, style in styles]
        grid.fill(row, look, _beside(cells, row, grid) if over else cells)


def _beside(cells: list[NewCell], row: int, grid: Grid) -> list[NewCell]:
    """What new cells bring along where cells stand already: those keep what they hold, and any look of their own."""
    filled = {col for _, col in grid.filled(Area(row, cells[0][0], row, cells[-1][0]))}
    return [
        (col, style if grid.style(row, col) in _NO_LOOK else None, None if col in filled else formula)
        for col, style, formula in cells
    ]


def _here(continued: tuple[str, int | None] | None, row: int) -> FormulaCell | None:
    """A continued formula as it reads in a row."""
    if continued is None:
        return None
    formula, base = continued
    return FormulaCell(formula if base is None else shift(formula, row - base))


def _check_room(session: Session, table: Table, grid: Grid, room: Area, *, over: bool) -> None:
    """Stop, with nothing changed, when something stands where the new rows go; `over` cells the table may grow."""
    other = session.beside(table, room)
    if other is not None:
        at = f"{table.sheet.name}!{address(other.area.top, other.area.left)}"
        raise Stop(at, f"table {other.name} stands below the table {table.name}", _AWAY)
    blocked = None if over else next(grid.filled(room), None)
    if blocked is not None:
        cell = grid.cell(*blocked)
        what = "a formula" if cell is not None and first(cell, "f") is not None else "content"
        if cell is not None and cell.get("t") in ("s", "inlineStr", "str") and what != "a formula":
            what = "text"
        raise Stop(f"{table.sheet.name}!{address(*blocked)}", f"holds {what} below the table {table.name}", IN_THE_WAY)
    merge = session.merged(table, room)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged below the table {table.name}", "unmerge it")
    for row, col in () if over else ((room.top, room.left), (room.bottom, room.right)):
        grid.groups.check(row, col)


def _continued(
    table: Table, grid: Grid, old: Area, *, calculated_only: bool = False
) -> list[tuple[int, str, int | None]]:
    """Column, formula and the row it was written for (None: it reads the same in every row).

    With `calculated_only` a formula of the last row goes on only where the table says that the column is calculated.
    """
    found: list[tuple[int, str, int | None]] = []
    for at, column in enumerate(table.columns):
        calculated = first(column, "calculatedColumnFormula")
        col = old.left + at
        last = grid.formula(old.bottom, col)
        if last is not None and (calculated is not None or not calculated_only):
            found.append((col, last, old.bottom))
        elif calculated is not None and calculated.text:
            found.append((col, calculated.text, None))
    return found


def _shrink(session: Session, table: Table, old: Area, new: Area) -> None:
    grid = session.grid(table.sheet.name)
    gone = Area(new.bottom + 1, old.left, old.bottom, old.right)
    merge = session.merged(table, gone)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged inside the table {table.name}", "unmerge it")
    inside = {(r, c) for r, c in grid.filled(gone)}
    for row, col in inside:
        grid.groups.check(row, col)
    grid.remove(gone, also=inside)
    unlink_area(session.document, table.sheet.part, gone)


def _move_edges(table: Table, new: Area) -> None:
    area = table.area
    table.set_area(Area(area.top, area.left, new.bottom, area.right))
    table.root.attrib.pop("insertRow", None)
    # A remembered sort names the rows it sorted; outside the table it would make Excel repair the file.
    for state in table.root.iter(f"{{{namespace(table.root)}}}sortState"):
        for element in (state, *state):
            if local(element) in ("sortState", "sortCondition") and element.get("ref"):
                ref = Area.parse(element.get("ref") or "")
                element.set("ref", str(Area(ref.top, ref.left, new.bottom, ref.right)))
