"""Whether the names that a workbook's tabs give stand once, as Excel wants it, and whether those they use are there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from xl_addin.layout.describe import Chart, Sheet, Table
from xl_addin.model.errors import DesignError

_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]|^'|'$")
_TAB_LONGEST, _HEADER_LONGEST = 31, 255


def check_names(sheets: Sequence[Sheet]) -> None:
    """Hold the names of tabs, tables, columns and fields against one another.

    Raises:
        DesignError: two tabs, two tables, or two columns of a table are called the same, however it is typed; Excel
            takes no such name; or a chart or a timeline shows a field that is not there.
    """
    tabs, tables = set[str](), dict[str, str]()
    for sheet in sheets:
        if sheet.name.casefold() in tabs:
            raise DesignError(f"{sheet.name}: two tabs are called so")
        tabs.add(sheet.name.casefold())
        for table in sheet.tables:
            if (first := tables.setdefault(table.name.casefold(), sheet.name)) != sheet.name:
                raise DesignError(f"{sheet.name}: a table is called {table.name}, as one of the tab {first} is")
        for fault in _faults(sheet):
            raise DesignError(f"{sheet.name}: {fault}")


def _faults(sheet: Sheet) -> Iterator[str]:
    if not sheet.name.strip() or len(sheet.name) > _TAB_LONGEST or _NOT_IN_TABS.search(sheet.name):
        yield "Excel takes no tab of this name: at most 31 characters, none of []:*?/\\"
    if len({table.name.casefold() for table in sheet.tables}) < len(sheet.tables):
        yield "two of its tables have one name"
    for table in sheet.tables:
        yield from _table_faults(table)
    tables = {table.name: table for table in sheet.tables}
    for chart in (block for block in sheet.blocks if isinstance(block, Chart)):
        if chart.table not in tables:
            yield f'the chart "{chart.question}" shows {chart.table}, and the tab has no such table'
            continue
        yield from _unknown_fields(
            f'the chart "{chart.question}"', tables[chart.table], (chart.category, *chart.series)
        )


def _table_faults(table: Table) -> Iterator[str]:
    headers = [column.fact.title for column in table.columns]
    for header in headers:
        if not 0 < len(header) <= _HEADER_LONGEST or header.isspace():
            yield f'{table.name} has the column "{header[:20]}": a header has 1 to 255 characters'
    if double := _double([header.casefold() for header in headers]):
        header = next(header for header in headers if header.casefold() == double)
        yield f'{table.name} has two columns with the header "{header}"'
    if double := _double([column.field for column in table.columns]):
        yield f"{table.name} has two columns for the field {double}"
    if table.timeline is not None:
        fields = (table.timeline.start, table.timeline.finish, table.timeline.status)
        yield from _unknown_fields("its timeline", table, fields)


def _unknown_fields(place: str, table: Table, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        if field not in table.field_of:
            yield f"{place} shows the field {field}, and {table.name} has no such column"


def _double(names: Sequence[str]) -> str:
    """The first name that comes twice; "" where none does."""
    if len(set(names)) == len(names):  # as good as always, and looked at whenever a command runs
        return ""
    return next(name for number, name in enumerate(names) if name in names[:number])
