"""Where in a returned workbook the rows and fields we know stand now: found by their keys, wherever they were moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xl_addin.cells.area import letters
from xl_addin.cells.contents import SheetCells
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableArea
from xl_addin.exchange.form.form_figures import MANAGER_HEADER, SELF_HEADER
from xl_addin.exchange.form.form_keys import FormKey, parse_key
from xl_addin.exchange.form.rating_table import EVIDENCE_HEADER
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.facts import Record, facts_of
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import Rating

_PLAN = ("action", "due", "status", "notes")


def _by_title(record: type[Record], *fields: str, **more_titles: str) -> dict[str, str]:
    return {fold_header(facts_of(record)[field].title): field for field in fields} | more_titles


_HEADERS: Mapping[str, Mapping[str, str]] = {
    "tblratings": {
        **_by_title(Rating, "self_rating", "manager_rating", "evidence"),
        # as forms call them since ratings stand beside their statement
        fold_header(SELF_HEADER): "self_rating",
        fold_header(MANAGER_HEADER): "manager_rating",
        fold_header(EVIDENCE_HEADER): "evidence",
    },
    "tblplan": _by_title(PlanAction, *_PLAN),
    "tblnewplan": _by_title(PlanAction, *_PLAN, competency="competency"),
    "tblhealthanswers": {"rating": "answer"},
    "tblbenefitanswers": {"rating": "answer"},
}
"""How a table's name begins -> folded header -> the field below it."""

FieldColumns = Mapping[str, tuple[int, ...]]
"""Field -> the columns that carry it; more than one where a column was copied."""


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One row with a key: the tab's number (from 1) and name, the row, and the columns of the fields it can hold."""

    key: FormKey
    tab: int
    sheet: str
    row: int
    columns: FieldColumns

    def cell(self, column: int) -> str:
        """What a cell of the row is called; a tab's name may be a person's, its number never is."""
        return f"{letters(column)}{self.row} on tab {self.tab}"


def locate_rows(workbook: ReturnedWorkbook) -> Iterator[KeyedRow]:
    """Every row that carries a row key, tab by tab, top down.

    The nearest row of column keys above says what its columns hold (where there is none above, the first below).
    A field whose key was lost is found by the header of the table instead.
    """
    for tab, (name, sheet) in enumerate(workbook.sheets.items(), 1):
        heads, rows = _keys_in(sheet)
        tables = [t for t in workbook.tables.values() if t.sheet == name]
        for row, key in rows:
            heads_above = [head for head in heads if head < row]
            by_key = heads[max(heads_above)] if heads_above else heads[min(heads)] if heads else {}
            yield KeyedRow(key, tab, name, row, {**_by_header(tables, row), **by_key})


def _keys_in(sheet: SheetCells) -> tuple[dict[int, dict[str, tuple[int, ...]]], list[tuple[int, FormKey]]]:
    """Rows of column keys with what each column holds, and rows with a row key."""
    heads: dict[int, dict[str, tuple[int, ...]]] = {}
    rows: list[tuple[int, FormKey]] = []
    for (row, column), value in sorted(sheet.cells.items(), key=lambda item: item[0]):
        key = parse_key(value) if type(value) is str and value[1:2] == "|" else None
        if key is None:
            continue
        if key.kind == "column":
            columns = heads.setdefault(row, {})
            columns[key.parts[0]] = (*columns.get(key.parts[0], ()), column)
        else:
            rows.append((row, key))
    return heads, rows


def _by_header(tables: list[TableArea], row: int) -> dict[str, tuple[int, ...]]:
    tables_above = [table for table in tables if table.area.top < row]
    if not tables_above:
        return {}
    nearest = max(tables_above, key=lambda table: table.area.top)
    field_names = next((fields for start, fields in _HEADERS.items() if nearest.name.casefold().startswith(start)), {})
    columns: dict[str, tuple[int, ...]] = {}
    for column, header in enumerate(nearest.headers, nearest.area.left):
        field = field_names.get(fold_header(header))
        if field is not None:
            columns.setdefault(field, (column,))
    return columns
