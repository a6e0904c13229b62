"""A described table painted: headers, rows, limits, colours, the marks of open findings, bars beside it."""

from collections.abc import Sequence
from typing import Any

from xl_addin.books.canvas import Canvas
from xl_addin.books.defined_names import mark_name
from xl_addin.books.page_setup import WIDEST, sheet_width
from xl_addin.books.validations import validation
from xl_addin.cells.area import letters
from xl_addin.layout.describe import Column, Formula, Slot, Table, Tint
from xl_addin.layout.marks import Marks
from xl_addin.layout.next_entry import fill_condition, next_condition, next_runs
from xl_addin.layout.record_rows import RowValues, cell_content
from xl_addin.layout.row_heights import header_height, row_height
from xl_addin.layout.sheet_formulas import first_week, week_formulas
from xl_addin.layout.structured_refs import own_row
from xl_addin.layout.table_parts import Timeline

_ROOM = 500
"""How many rows below a growing table its drop-downs and colours reach, so that rows typed there have them too."""
_TITLE_SCALE = 20 / 11
_BAR_GAP, _WEEK_WIDTH, _MONTH_HEIGHT = 0.8, 1.95, 18.0
_CENTRED_ROLES = frozenset(
    (
        "count",
        "decimal",
        "change",
        "gap",
        "heat",
        "percent",
        "input_centred",
        "date",
        "near_date",
        "month",
        "day",
        "rating",
        "tally",
    )
)


def paint_table(canvas: Canvas, table: Table, rows: Sequence[RowValues], marks: Marks | None) -> None:
    """Paint one table where the place plan has it."""
    top, left, count = canvas.plan.tables[table.name]
    canvas.ws.add_table(
        top - 1,
        left - 1,
        top - 1 + count,
        left - 2 + len(table.columns),
        {
            "name": table.name,
            "style": None,
            "autofilter": table.filters,
            "columns": [_column(canvas, table, column) for column in table.columns],
        },
    )
    if not table.column_offset:  # else the lines beside it say how tall the rows are
        canvas.ws.set_row(top - 1, header_height(table.columns), None, {"hidden": True} if table.hides_headers else {})
    for number in range(count):
        _row(canvas, table, top + 1 + number, rows[number] if number < len(rows) else {})
    if table.freeze is not None:
        columns_in_view = _columns_in_view(canvas, table, table.freeze)
        canvas.ws.freeze_panes(top, left - 1 + columns_in_view if columns_in_view else 0)
        canvas.ws.repeat_rows(top - 2 if table.timeline else top - 1, top - 1)
    last = _last_row(canvas, table)
    first_cells = _first_cells(canvas, table)
    for offset, column in enumerate(table.columns):
        options = validation(column, first_cells)
        if options:
            canvas.ws.data_validation(top, left - 1 + offset, last - 1, left - 1 + offset, options)
    if marks and table.name != marks.table:
        _mark(canvas, table, marks, last)
    for tint in (canvas.sheet.tints or {}).get(table.name, ()):
        _tint(canvas, table, tint, last)
    # last: what a finding or a tint says of a cell comes first
    _ask(canvas, table, last)
    if table.timeline:
        _bars(canvas, table, table.timeline, last, rows)


def _last_row(canvas: Canvas, table: Table) -> int:
    """The row down to which the looks and limits of a table's cells go: room to grow, of one that people fill
    up to a table below it.
    """
    top, _, count = canvas.plan.tables[table.name]
    bottom = top + count
    if not table.spare or not any(column.is_entry for column in table.columns):
        return bottom + (_ROOM if table.spare else 0)
    heads = [other for other, _, _ in canvas.plan.tables.values() if other > bottom]
    lines = [row for row, _, _ in canvas.plan.cells if row > bottom] if heads else []
    return min((bottom + _ROOM, *(row - 1 for row in (*heads, *lines))))


def _column(canvas: Canvas, table: Table, column: Column) -> dict[str, Any]:
    kind = "header_small" if column.role == "heat" else "header_centred" if column.role in _CENTRED_ROLES else "header"
    look = canvas.palette.role(kind)
    options: dict[str, Any] = {"header": column.header, "header_format": look}
    if column.formula and not column.formula.startswith("{"):
        options["formula"] = "=" + own_row(column.formula, table.name)
    return options


def _row(canvas: Canvas, table: Table, row: int, values: RowValues) -> None:
    left = canvas.plan.tables[table.name][1]
    contents = [_content(table, column, values) for column in table.columns]
    if not table.column_offset:
        canvas.ws.set_row(row - 1, row_height(table.columns, contents, table.row_height))
    for offset, column in enumerate(table.columns):
        canvas.write(row, left + offset, contents[offset], column.role, text=column.keeps_text)


def _content(table: Table, column: Column, values: RowValues) -> Any:
    if column.formula:
        return Formula(own_row(column.formula, table.name), values.get(column.field))
    value = values.get(column.field)
    return value if isinstance(value, Formula | Slot) else cell_content(value)


def _first_cells(canvas: Canvas, table: Table) -> dict[str, str]:
    """Field -> the address of its first data cell, column fixed: what a condition over rows is written with."""
    top, left, _ = canvas.plan.tables[table.name]
    return {c.field: f"${letters(left + n)}{top + 1}" for n, c in enumerate(table.columns)}


def _tint(canvas: Canvas, table: Table, tint: Tint, last: int) -> None:
    top, left, _ = canvas.plan.tables[table.name]
    formula = fill_condition(tint.formula, _first_cells(canvas, table))
    names = [column.field for column in table.columns]
    spans = [(names.index(f), names.index(f)) for f in tint.fields] or [(0, len(names) - 1)]
    for first, end in spans:
        canvas.colour((top + 1, left + first, last, left + end), formula, tint.role)


def _columns_in_view(canvas: Canvas, table: Table, wanted_columns: int) -> int:
    """How many columns stay in view: none unless the table is wider than a screen and the head fits into them."""
    widths = [column.width for column in table.columns[:wanted_columns]]
    title = canvas.sheet.title
    words = title.value if isinstance(title, Formula) else title
    longest = max(len(str(words)) * _TITLE_SCALE, len(canvas.sheet.purpose))
    return wanted_columns if sheet_width(canvas.sheet) > WIDEST and longest <= sum(widths) else 0


def _ask(canvas: Canvas, table: Table, last: int) -> None:
    """The next entry to fill is coloured, live, and no other."""
    top, left, _ = canvas.plan.tables[table.name]
    columns = [letters(left + number) for number in range(len(table.columns))]
    for first, end in next_runs(table):
        area = (top + 1, left + first, last, left + end)
        canvas.colour(area, next_condition(table, columns, top, first), "next")


def _mark(canvas: Canvas, table: Table, marks: Marks, last: int) -> None:
    """Every cell that an open finding names is coloured, live: nothing to write and nothing to clean up."""
    top, left, _ = canvas.plan.tables[table.name]
    input_columns = [n for n, column in enumerate(table.columns) if column.is_input]
    if not input_columns:
        return
    cell = f'"{canvas.sheet.name.replace(chr(34), chr(34) * 2)}!"&ADDRESS(ROW(),COLUMN(),4)'
    open_condition = f'COUNTIFS({mark_name(marks.place)},{cell},{mark_name(marks.status)},"{marks.open_word}"'
    error_condition = f'{open_condition},{mark_name(marks.severity)},"{marks.error_word}")>0'
    area = (top + 1, left + input_columns[0], last, left + input_columns[-1])
    canvas.colour(area, error_condition, "marked_error", stop=True)
    canvas.colour(area, f"{open_condition})>0", "marked", stop=True)


def _bars(canvas: Canvas, table: Table, line: Timeline, last: int, rows: Sequence[RowValues]) -> None:
    """A column a week right of the table; the first week is that of the earliest start, this one is a strip."""
    top, first = first_week(canvas.plan, table)
    end = first + line.weeks - 1
    canvas.ws.set_column(first - 2, first - 2, _BAR_GAP)
    canvas.ws.set_column(first - 1, end - 1, _WEEK_WIDTH)
    canvas.ws.set_row(top - 2, _MONTH_HEIGHT)
    for position, formula in week_formulas(canvas.plan, table, line, rows):
        canvas.write(*position, formula, "week" if position[0] == top else "week_month")
    cells = _first_cells(canvas, table)
    monday = f"{letters(first)}${top}"
    begins, ends = cells[line.start], cells[line.finish]
    bar = f"ISNUMBER({monday}),ISNUMBER({begins}),{begins}<{monday}+7,{ends}>={monday}"
    is_final = f"OR({','.join(f'{cells[line.status]}={chr(34)}{word}{chr(34)}' for word in line.final_statuses)})"
    is_late = f"AND(ISNUMBER({ends}),{ends}<TODAY())"
    this_week = f"ISNUMBER({monday}),{monday}<=TODAY(),{monday}+7>TODAY()"
    area = (top + 1, first, last, end)
    # LibreOffice takes the first rule that holds and no other: so bar and strip together come first
    for kind, condition in (("bar_settled", is_final), ("bar_late", is_late), ("bar", "TRUE")):
        canvas.colour(area, f"AND({this_week},{bar},{condition})", f"{kind}_this_week", stop=True)
    canvas.colour(area, f"AND({this_week})", "this_week", stop=True)
    for kind, condition in (("bar_settled", is_final), ("bar_late", is_late), ("bar", "TRUE")):
        canvas.colour(area, f"AND({bar},{condition})", kind, stop=True)
    canvas.colour((top, first, top, end), f"AND({this_week})", "this_week_head")
