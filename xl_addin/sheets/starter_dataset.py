"""Ready-made texts to a data set: read through the same parser as a workbook, so the same limits hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from xl_addin.cells.cell import CellValue
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Column
from xl_addin.layout.field_values import Unfit, fit_value
from xl_addin.layout.snapshot import Snapshot
from xl_addin.matrix.build import plan_build
from xl_addin.matrix.starter import Starter
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Day, Number, Record, Whole, facts_of
from xl_addin.model.records import Competency, Expectation, MatrixRow, Rating
from xl_addin.model.statements import add_bullets
from xl_addin.sheets import matrix, static_tables
from xl_addin.sheets.by_names import NAME_TABLES
from xl_addin.sheets.reading import read_dataset

_EVIDENCE = "Evidence"
_RATING = {name: fact.title for name, fact in facts_of(Rating).items()}


def dataset_of(starters: Sequence[Starter]) -> Dataset:
    """The frameworks of several starters as one data set, weights filled with equal shares.

    A competency that several starters share (same id) is taken once, with the tracks of all of them.
    """
    tables = {
        table.name: _data(table.name, list(_rows(table.name, starters)))
        for table in static_tables()
        if table.name not in NAME_TABLES
    }
    for starter in starters:
        for track, cells in starter.matrices.items():
            tables[matrix.table_name(track)] = _matrix(track, cells, starter)
    data = read_dataset(Snapshot(sheets=("Start",), tables=tables)).data
    build_plan = plan_build(data)
    return build_plan.apply(data, {t.track.id: matrix.table_name(t.track.id) for t in build_plan.tracks})


def sections() -> Mapping[str, type[Record]]:
    """Heading of a section of a starter -> the record its rows describe: every tab that people fill.

    Ratings stand in sections by track; their evidence stands in one of its own.
    """
    headings = {
        own.name.removeprefix("tbl"): own.record
        for own in static_tables()
        if own.collection and own.record and own.name not in NAME_TABLES
    }
    return {_EVIDENCE if record is Rating else heading: record for heading, record in headings.items()}


def _rows(table: str, starters: Sequence[Starter]) -> list[Mapping[str, Any]]:
    if table == "tblAssessments":
        return [row for starter in starters for row in _ratings(starter)]
    rows = [row for starter in starters for row in starter.tables.get(table.removeprefix("tbl"), ())]
    return _join_competencies(rows) if table == "tblCompetencies" else rows


def _join_competencies(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    facts = facts_of(Competency)
    key, tracks = facts["id"].title, facts["tracks"].title
    rows_by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        competency = rows_by_id.setdefault(row[key], dict(row))
        if competency.get(tracks) and row.get(tracks) and competency[tracks] != row[tracks]:
            competency[tracks] = f"{competency[tracks]}; {row[tracks]}"
    return list(rows_by_id.values())


def _ratings(starter: Starter) -> list[Mapping[str, Any]]:
    key = [_RATING[name] for name in ("cycle", "employee", "competency", "level")]
    evidence = {tuple(row[k] for k in key): row[_RATING["evidence"]] for row in starter.tables.get(_EVIDENCE, ())}
    return [
        {
            _RATING["cycle"]: r["cycle"],
            _RATING["employee"]: r["employee"],
            _RATING["competency"]: r["competency"],
            _RATING["level"]: r["level"],
            _RATING["self_rating"]: r["self"],
            _RATING["manager_rating"]: r["manager"],
            _RATING["evidence"]: evidence.get((r["cycle"], r["employee"], r["competency"], r["level"]), ""),
        }
        for r in starter.ratings
    ]


def _data(name: str, rows: Sequence[Mapping[str, Any]]) -> TableData:
    table = next(t for t in static_tables() if t.name == name)
    headers = tuple(c.header for c in table.columns)
    cells = tuple(tuple(_cell(row.get(column.header), column) for column in table.columns) for row in rows)
    return TableData(name, name.removeprefix("tbl"), 1, 1, headers, cells)


def _cell(entry: Any, column: Column) -> CellValue:
    """What somebody would type for a word of the text: digits where a number or a day is asked become one."""
    if not entry or not isinstance(column.fact.limit, Whole | Number | Day):
        return entry or None
    number: CellValue | Unfit = fit_value(entry, column.fact)
    return str(entry) if isinstance(number, Unfit) else number


def _matrix(track: str, cells: Sequence[Expectation], starter: Starter) -> TableData:
    levels = list(dict.fromkeys(cell.level for cell in cells))
    text = {(cell.competency, cell.level): add_bullets(cell.text) for cell in cells}
    names = {row["Competency ID"]: row["Competency"] for row in starter.tables.get("Competencies", ())}
    facts = facts_of(MatrixRow)
    headers = (facts["competency"].title, facts["name"].title, *(f"{level} ({level})" for level in levels))
    rows: list[tuple[CellValue, ...]] = [
        (c, names.get(c, c), *(text.get((c, level)) for level in levels))
        for c in dict.fromkeys(cell.competency for cell in cells)
    ]
    return TableData(matrix.table_name(track), matrix.sheet_name(track), 1, 1, headers, tuple(rows))
