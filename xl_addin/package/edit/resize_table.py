"""Giving a table more or fewer data rows, with everything that belongs to them."""

from xl_addin.cells.area import Area, address
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.formula import shift
from xl_addin.model.errors import IN_THE_WAY, Stop
from xl_addin.package.edit.links import unlink_area
from xl_addin.package.edit.rule_ranges import stretch_down
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.edit.sheet_grid import Grid
from xl_addin.package.xml.xml_tree import element_name, first_child, namespace

_ROW_LOOK = ("ht", "customHeight")
_NO_LOOK = (None, "0")
NewCell = tuple[int, str | None, FormulaCell | None]
"""Column, style and formula."""
_MOVE_AWAY = "move it further down or away, then run the command again"


def resize_table(session: Session, name: str, rows: int, *, absorb: bool = False) -> None:
    """The table of this name gets `rows` data rows; see `Editor.resize_table`."""
    if rows < 1:
        raise ValueError("a table keeps at least one data row")
    table = session.table(name)
    old = table.data
    if rows == old.bottom - old.top + 1:
        return
    location = f"{table.sheet.name}!{address(table.area.bottom, table.area.left)}"
    if table.totals_rows:
        todo = "switch it off under Table Design, Total Row, then run the command again"
        raise Stop(location, f"table {table.name} has a totals row", todo)
    if old.bottom < old.top:
        raise Stop(location, f"table {table.name} has no data row", "insert a row into it, then run again")
    new = Area(old.top, old.left, old.top + rows - 1, old.right)
    if not new.on_grid:
        raise Stop(location, f"table {table.name} would not fit on the sheet", "split it")
    if new.bottom > old.bottom:
        _grow(session, table, old, new, absorb=absorb)
    else:
        _shrink(session, table, old, new)
    _move_edges(table, new)
    stretch_down(session.document.edit_frame(table.sheet.part), old, old.bottom, new.bottom)


def _grow(session: Session, table: TablePart, old: Area, new: Area, *, absorb: bool) -> None:
    grid = session.grid(table.sheet.name)
    room = Area(old.bottom + 1, old.left, new.bottom, old.right)
    _check_room(session, table, grid, room, absorb=absorb)
    model = grid.row(old.bottom)
    look = {a: model.get(a) or "" for a in _ROW_LOOK if model.get(a)} if model is not None else {}
    styles = [(col, grid.style(old.bottom, col)) for col in range(old.left, old.right + 1)]
    formulas = _continuing_formulas(table, grid, old, calculated_only=absorb)
    column_formulas = {col: (formula, base) for col, formula, base in formulas}
    for row in range(room.top, room.bottom + 1):
        cells = [(col, style, _formula_in_row(column_formulas.get(col), row)) for col, style in styles]
        grid.fill(row, look, _keep_contents(cells, row, grid) if absorb else cells)


def _keep_contents(cells: list[NewCell], row: int, grid: Grid) -> list[NewCell]:
    """What new cells bring along where cells stand already: those keep what they hold, and any look of their own."""
    filled_columns = {col for _, col in grid.filled_cells(Area(row, cells[0][0], row, cells[-1][0]))}
    return [
        (col, style if grid.style(row, col) in _NO_LOOK else None, None if col in filled_columns else formula)
        for col, style, formula in cells
    ]


def _formula_in_row(formula_and_base: tuple[str, int | None] | None, row: int) -> FormulaCell | None:
    """A continued formula as it reads in a row."""
    if formula_and_base is None:
        return None
    formula, base = formula_and_base
    return FormulaCell(formula if base is None else shift(formula, row - base))


def _check_room(session: Session, table: TablePart, grid: Grid, room: Area, *, absorb: bool) -> None:
    """Stop, with nothing changed, when something stands where the new rows go; `absorb` cells the table may grow."""
    neighbour = session.overlapping_table(table, room)
    if neighbour is not None:
        location = f"{table.sheet.name}!{address(neighbour.area.top, neighbour.area.left)}"
        raise Stop(location, f"table {neighbour.name} stands below the table {table.name}", _MOVE_AWAY)
    occupied_cell = None if absorb else next(grid.filled_cells(room), None)
    if occupied_cell is not None:
        cell = grid.cell(*occupied_cell)
        content_kind = "a formula" if cell is not None and first_child(cell, "f") is not None else "content"
        if cell is not None and cell.get("t") in ("s", "inlineStr", "str") and content_kind != "a formula":
            content_kind = "text"
        raise Stop(
            f"{table.sheet.name}!{address(*occupied_cell)}",
            f"holds {content_kind} below the table {table.name}",
            IN_THE_WAY,
        )
    merge = session.merged_range(table, room)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged below the table {table.name}", "unmerge it")
    for row, col in () if absorb else ((room.top, room.left), (room.bottom, room.right)):
        grid.groups.check(row, col)


def _continuing_formulas(
    table: TablePart, grid: Grid, old: Area, *, calculated_only: bool = False
) -> list[tuple[int, str, int | None]]:
    """Column, formula and the row it was written for (None: it reads the same in every row).

    With `calculated_only` a formula of the last row goes on only where the table says that the column is calculated.
    """
    formulas: list[tuple[int, str, int | None]] = []
    for index, column in enumerate(table.columns):
        column_formula = first_child(column, "calculatedColumnFormula")
        col = old.left + index
        last = grid.formula(old.bottom, col)
        if last is not None and (column_formula is not None or not calculated_only):
            formulas.append((col, last, old.bottom))
        elif column_formula is not None and column_formula.text:
            formulas.append((col, column_formula.text, None))
    return formulas


def _shrink(session: Session, table: TablePart, old: Area, new: Area) -> None:
    grid = session.grid(table.sheet.name)
    dropped_area = Area(new.bottom + 1, old.left, old.bottom, old.right)
    merge = session.merged_range(table, dropped_area)
    if merge is not None:
        raise Stop(f"{table.sheet.name}!{merge}", f"is merged inside the table {table.name}", "unmerge it")
    inside = {(r, c) for r, c in grid.filled_cells(dropped_area)}
    for row, col in inside:
        grid.groups.check(row, col)
    grid.remove(dropped_area, leaving_cells=inside)
    unlink_area(session.document, table.sheet.part, dropped_area)


def _move_edges(table: TablePart, new: Area) -> None:
    area = table.area
    table.set_area(Area(area.top, area.left, new.bottom, area.right))
    table.root.attrib.pop("insertRow", None)
    # A remembered sort names the rows it sorted; outside the table it would make Excel repair the file.
    for state in table.root.iter(f"{{{namespace(table.root)}}}sortState"):
        for element in (state, *state):
            if element_name(element) in ("sortState", "sortCondition") and element.get("ref"):
                ref = Area.parse(element.get("ref") or "")
                element.set("ref", str(Area(ref.top, ref.left, new.bottom, ref.right)))
