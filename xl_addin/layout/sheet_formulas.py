"""The formulas of a tab that stand outside its tables, each with the result it shows."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xl_addin.cells.area import Spot, letters
from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.serial import day_of_serial, serial
from xl_addin.layout.describe import Chart, Formula, Sheet, Slot, Table
from xl_addin.layout.placement import Placement
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.table_parts import Timeline
from xl_addin.model.days import between_days
from xl_addin.model.facts import Whole

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_WORDS = ",".join(f'"{month}"' for month in _MONTHS)
RowsByTable = Mapping[str, Sequence[RowValues]]


def loose_formulas(placement: Placement, rows: RowsByTable) -> dict[Spot, Formula]:
    """(row, column), from 1 -> formula: those of single cells, of charts' empty lines, of the weeks beside a table.

    `rows` are those of the tab's tables, by name; the results of the last two kinds follow from them. A formula whose
    result is filled in later for each person is left out.
    """
    cells = {
        (row, column): Formula(placement.text(cell.content.text), cell.content.value)
        for row, column, cell in placement.cells
        if isinstance(cell.content, Formula) and not isinstance(cell.content.value, Slot)
    }
    for row, column, chart in placement.charts:
        cells[row + 1, column] = empty_line(placement.sheet, chart, rows.get(chart.table, ()))
    for table in placement.sheet.tables:
        if table.timeline:
            cells |= dict(week_formulas(placement, table, table.timeline, rows.get(table.name, ())))
    return cells


def chart_table(sheet: Sheet, chart: Chart) -> Table:
    """The table a chart is drawn from.

    Raises:
        TypeError: the chart's table is not on its tab.
    """
    table = next((t for t in sheet.tables if t.name == chart.table), None)
    if table is None:
        raise TypeError(f"the chart {chart.question!r} needs {chart.table} on its own tab")
    return table


def empty_line(sheet: Sheet, chart: Chart, rows: Sequence[RowValues]) -> Formula:
    """The line above a chart that says so while there is nothing to draw."""
    first = chart.series[0]
    has_numbers = any(isinstance(_result(row.get(first)), int | float) for row in rows)
    column = chart_table(sheet, chart).field_of[first]
    values = f"{chart.table}[{column.header}]"
    limit = column.fact.limit
    count_formula = f"COUNT({values})"
    if column.is_input and isinstance(limit, Whole):  # what else is typed there counts nowhere
        numbers = ",".join(str(number) for number in range(limit.low, limit.high + 1))
        count_formula = f"SUMPRODUCT(--({values}={{{numbers}}}))"
    return Formula(f'IF({count_formula}=0,"{chart.empty}","")', "" if has_numbers else chart.empty)


def first_week(placement: Placement, table: Table) -> Spot:
    """Where the first week beside a table stands: one column is left free."""
    top, first_column, _ = placement.tables[table.name]
    return top, first_column + len(table.columns) + 1


def week_formulas(
    placement: Placement, table: Table, line: Timeline, rows: Sequence[RowValues]
) -> Iterator[tuple[Spot, Formula]]:
    """A Monday above each column of bars, a letter of its month above that; the first is that of the earliest start."""
    top, first = first_week(placement, table)
    start = f"{table.name}[{table.field_of[line.start].header}]"
    starts = [day for row in rows if isinstance(day := row.get(line.start), dt.date)]
    monday = serial(min(starts)) - min(starts).weekday() if starts else None
    for week in range(line.weeks):
        previous_cell = f"{letters(first + week - 1)}{top}"
        first_day = f"_xlfn.MINIFS({start},{start},{between_days(start)})"
        earliest = f'IF({first_day}=0,"",{first_day}-WEEKDAY({first_day},3))'
        text = f'IF({previous_cell}="","",{previous_cell}+7)' if week else earliest
        yield (top, first + week), Formula(text, "" if monday is None else monday + 7 * week)
        cell = f"{letters(first + week)}{top}"
        # a letter a week: no word fits in a narrow column, and the formula beside it keeps one from running on
        name = f"INDEX({{{_MONTH_WORDS}}},MONTH({cell}))"
        letter = f"MID({name},MIN(INT((DAY({cell})-1)/7),{week})+1,1)"
        yield (top - 1, first + week), Formula(f'IF({cell}="","",{letter})', _month_letter(monday, week))


def _month_letter(monday: int | None, week: int) -> str:
    """The letter of its month above a week counted from the first Monday."""
    if monday is None:
        return ""
    day = day_of_serial(monday + 7 * week)
    place = min((day.day - 1) // 7, week)
    return _MONTHS[day.month - 1][place : place + 1]


def _result(value: Any) -> Any:
    return value.value if isinstance(value, Formula | FormulaCell) else value
