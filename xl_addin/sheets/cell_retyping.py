"""What build types anew so that formulas read it, and the numbers and days it cannot make out."""

from collections.abc import Iterator
from dataclasses import replace

from xl_addin.layout.field_values import fit_value
from xl_addin.layout.parse import is_filled_in, numbers_of_ids
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.counts import quantity
from xl_addin.model.facts import Anything, Fact, Number
from xl_addin.model.finding import Misfit, Place
from xl_addin.sheets.name_resolution import CellFixes, source_of
from xl_addin.sheets.new_ids import Doubt, IdCell, WorkbookSource
from xl_addin.sheets.reading import Reading


def cells_to_retype(reading: Reading, snapshot: Snapshot) -> CellFixes:
    """Numbers and days that are text, IDs that are numbers or have a blank around them, as formulas read them.

    What a formula makes stays. Where a number or a day is asked for and none can be made out, the cells are listed.
    Names are made out afterwards, in the workbook as it then stands.
    """
    source = source_of(reading, snapshot)
    ids_in_use = {table: {row.values.get("id") for row in rows} for table, rows in reading.parse_result.rows.items()}
    cells: list[IdCell] = []
    doubts: list[Doubt] = []
    for misfit in reading.data.misfits:
        place, raw = misfit.place, source.raw(misfit.place) if misfit.kind == "text" else None
        column = source.tables[place.table].field_of.get(place.field) if isinstance(raw, str) else None
        if column is None or not isinstance(raw, str) or not is_filled_in(source.tables[place.table]):
            continue
        if not column.fact.unique:
            cells.append(IdCell(place, raw, fit_value(raw, _number_where_anything_goes(column.fact))))
        elif misfit.asks in ids_in_use[place.table]:
            doubts.append(Doubt(place, "has a blank around an ID that another row has", "give each an ID of its own"))
        else:
            ids_in_use[place.table].add(misfit.asks)
            cells.append(IdCell(place, raw, misfit.asks))
    return CellFixes((*cells, *_numbers(source)), (*doubts, *_no_numbers(source)))


def _no_numbers(source: WorkbookSource) -> Iterator[Doubt]:
    """Cells that ask for a number or a day and hold neither, by the first of each column."""
    groups: dict[tuple[str, str, str], list[Misfit]] = {}
    for misfit in source.data.misfits:
        table = source.tables.get(misfit.place.table)
        column = table.field_of.get(misfit.place.field) if table else None
        if misfit.kind == "type" and column is not None and column.role.startswith(("input", "date")):
            groups.setdefault((misfit.place.table, misfit.place.field, misfit.asks), []).append(misfit)
    for (_, _, asks), (first, *rest) in groups.items():
        suffix = f" (and so in {quantity(len(rest), 'row')} more)" if rest else ""
        yield Doubt(first.place, f"cannot be read as {asks}{suffix}", "type it anew, or clear the cell")


def _numbers(source: WorkbookSource) -> Iterator[IdCell]:
    """IDs that are numbers, as text."""
    for name, table in source.tables.items():
        data = source.table_data.get(name)
        columns = numbers_of_ids(data, table, source.snapshot) if data and is_filled_in(table) else {}
        for column, texts in columns.items():
            yield from (IdCell(Place(name, row, column.field), text, text) for row, text in texts.items())


def _number_where_anything_goes(fact: Fact) -> Fact:
    """What text is typed anew as: the cell of a setting takes anything, and only numbers are text there by mistake."""
    return replace(fact, limit=Number()) if isinstance(fact.limit, Anything) else fact
