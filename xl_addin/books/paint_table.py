"""A described table painted: headers, rows, limits, colours, the marks of open findings, bars beside it."""

from collections.abc import Sequence
from typing import Any

from xl_addin.books.canvas import Canvas
from xl_addin.books.defined_names import mark_name
from xl_addin.books.validations import validation
from xl_addin.cells.area import letters
from xl_addin.layout.describe import Column, Formula, Marks, Slot, Table, Timeline, Tint
from xl_addin.layout.record_rows import RowValues, cell_content
from xl_addin.layout.row_heights import row_height
from xl_addin.layout.sheet_formulas import first_week, week_formulas
from xl_addin.layout.structured_refs import own_row

_ROOM = 500
"""How many rows below a growing table its drop-downs and colours reach, so that rows typed there have them too."""
_HEADER, _UPRIGHT_HEADER = 34, 130
"""Points a header row is high: two lines, or the length of an upright name."""
_CENTRED_ROLES = ("count", "decimal", "change", "gap", "percent", "input_centred", "date")


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
            "autofilter": table.freeze is not None,
            "columns": [_column(canvas, table, column) for column in table.columns],
        },
    )
    upright = any(column.role == "heat" for column in table.columns)
    canvas.ws.set_row(top - 1, _UPRIGHT_HEADER if upright else _HEADER)
    for number in range(count):
        _row(canvas, table, top + 1 + number, rows[number] if number < len(rows) else {})
    if table.freeze is not None:
        canvas.ws.freeze_panes(top, left - 1 + table.freeze)
        canvas.ws.repeat_rows(top - 1)
    last = top + count + (_ROOM if table.spare else 0)
    for offset, column in enumerate(table.columns):
        options = validation(column)
        if options:
            canvas.ws.data_validation(top, left - 1 + offset, last - 1, left - 1 + offset, options)
    if marks and table.name != marks.table:
        _mark(canvas, table, marks, last)
    for tint in (canvas.sheet.tints or {}).get(table.name, ()):
        _tint(canvas, table, tint, last)
    if table.timeline:
        _bars(canvas, table, table.timeline, last, rows)


def _column(canvas: Canvas, table: Table, column: Column) -> dict[str, Any]:
    looks = {"heat": "header_upright", **dict.fromkeys(_CENTRED_ROLES, "header_centred")}
    look = canvas.palette.role(looks.get(column.role, "header"))
    options: dict[str, Any] = {"header": column.header, "header_format": look}
    if column.formula and not column.formula.startswith("{"):
        options["formula"] = "=" + own_row(column.formula, table.name)
    return options


def _row(canvas: Canvas, table: Table, row: int, values: RowValues) -> None:
    left = canvas.plan.tables[table.name][1]
    contents = [_content(table, column, values) for column in table.columns]
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
    formula = tint.formula
    # not str.format: a field may be an ID of any kind, with dots and brackets in it
    for field, cell in _first_cells(canvas, table).items():
        formula = formula.replace(f"{{{field}}}", cell)
    names = [column.field for column in table.columns]
    spans = [(names.index(f), names.index(f)) for f in tint.fields] or [(0, len(names) - 1)]
    for first, end in spans:
        canvas.colour((top + 1, left + first, last, left + end), formula, tint.role)


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
    """A column a week right of the table; the first week is that of the earliest start."""
    top, first = first_week(canvas.plan, table)
    first_cells = _first_cells(canvas, table)
    canvas.ws.set_column(first - 2, first - 2, 1.5)
    canvas.ws.set_column(first - 1, first - 2 + line.weeks, 2.7)
    for position, week in week_formulas(canvas.plan, table, line, rows):
        canvas.write(*position, week, "week")
    monday = f"{letters(first)}${top}"
    begins, ends = first_cells[line.start], first_cells[line.finish]
    week_condition = f"AND(ISNUMBER({monday}),ISNUMBER({begins}),{begins}<{monday}+7,{ends}>={monday})"
    done_conditions = ",".join(f'{first_cells[line.status]}="{word}"' for word in line.final_statuses)
    area = (top + 1, first, last, first + line.weeks - 1)
    canvas.colour(area, f"AND({week_condition},OR({done_conditions}))", "bar_settled", stop=True)
    canvas.colour(area, week_condition, "bar", stop=True)
