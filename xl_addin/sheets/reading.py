"""From a workbook as read to the data set: the tables everyone has, then each track's matrix."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.parse import Parsed, columns_in, parse
from xl_addin.layout.values import Unfit, as_text, asks, day_shown, fit
from xl_addin.model.dataset import Dataset, Matrix, SettingValue
from xl_addin.model.facts import Fact, Number, Whole
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.records import Expectation, Level, MatrixRow, Rating, Track
from xl_addin.model.results import StoredFinding
from xl_addin.model.setting import Setting
from xl_addin.sheets import matrix, static_tables, team
from xl_addin.sheets.pasted import Understood, understood
from xl_addin.sheets.responses import TABLE as RESPONSES
from xl_addin.sheets.responses import repeated, responses
from xl_addin.sheets.settings import all_settings

_FIELDS = frozenset(field.name for field in fields(Dataset))


@dataclass(frozen=True)
class Reading:
    """A workbook understood: the data set, the tables as found, and what people noted on earlier findings.

    `parsed` is what it was understood from.
    """

    data: Dataset
    tables: dict[str, Table]
    noted: tuple[StoredFinding, ...]
    parsed: Parsed


def read(snapshot: Snapshot, today: dt.date = dt.date.min, before: Reading | None = None) -> Reading:
    """Everything the workbook says on the day `today`. What does not fit is a misfit of the data set, never raised.

    `before` is a reading of the same workbook: what has not changed since is not parsed again.
    """
    known = before.parsed if before else None
    fixed = static_tables()
    snapshot, pasted = _with_answers(snapshot)
    parsed = parse(snapshot, fixed, known)
    by_name = {table.name: table for table in fixed}
    records = {name: parsed.records(table) for name, table in by_name.items()}
    tracks: tuple[Track, ...] = records["tblTracks"]
    levels: tuple[Level, ...] = records["tblLevels"]
    found = [_matrix_table(snapshot, track.id, levels) for track in tracks if track.id]
    described = [table for table in found if table is not None]
    of_matrices = parse(snapshot, [*described, by_name["tblCompetencies"]], known)
    misfits = [*parsed.misfits, *pasted.misfits] + [
        m for m in of_matrices.misfits if m.place.table != "tblCompetencies"
    ]
    matrices = tuple(
        _matrix(of_matrices, track.id, table)
        for track, table in zip((t for t in tracks if t.id), found, strict=True)
        if table
    )
    both = Parsed(
        {**of_matrices.rows, **parsed.rows},
        [],
        {**of_matrices.sources, **parsed.sources},
        {**of_matrices.rows_below, **parsed.rows_below},
    )
    misfits += repeated(records[RESPONSES.name])
    settings = _settings(records["tblSettings"], misfits, _days_in_settings(snapshot, by_name["tblSettings"]))
    settings["cycle"] = _spelled(str(settings["cycle"]), records["tblAssessments"])
    collections: dict[str, Any] = {
        **{table.collection: records[table.name] for table in fixed if table.collection},
        "settings": settings,
        "responses": responses(records[RESPONSES.name]),
    }
    data = Dataset(
        **{name: rows for name, rows in collections.items() if name in _FIELDS},
        collections={name: rows for name, rows in collections.items() if name not in _FIELDS},
        matrices=matrices,
        setting_rows={setting.id.casefold(): setting.row for setting in reversed(records["tblSettings"])},
        first_rows={name: data.top + 1 for name, (_, data, _) in both.sources.items()},
        misfits=tuple(misfits),
        pasted=pasted.pasted,
        chosen=next((row.employee for row in records["tblPerson"]), ""),
        today=today,
    )
    shaped = [*described, team.table_of(data.competencies)]
    return Reading(data, {**by_name, **{table.name: table for table in shaped}}, records["tblFindings"], both)


def _with_answers(snapshot: Snapshot) -> tuple[Snapshot, Understood]:
    """The workbook with its pasted answers as numbers under our keys, and how they were understood."""
    data = table_in(snapshot, RESPONSES.name)
    if data is None:
        return snapshot, Understood(TableData(RESPONSES.name, "", 1, 1, (), ()))
    pasted = understood(data, RESPONSES)
    return replace(snapshot, tables={**snapshot.tables, data.name: pasted.data}), pasted


def _matrix_table(snapshot: Snapshot, track: str, levels: tuple[Level, ...]) -> Table | None:
    """A track's matrix as the workbook has it: its level columns in the order they stand, headers as they are."""
    wanted = matrix.table_name(track).casefold()
    held = next((t for name, t in snapshot.tables.items() if name.casefold() == wanted), None)
    if held is None:
        return None
    known = {level.id.casefold(): level for level in levels if level.id}
    by_title = {level.title.casefold(): level for level in levels if level.track == track and level.title}
    columns = []
    for text in held.headers:
        gone = matrix.level_of(text, known)
        level = known.get((gone or "").casefold()) or by_title.get(text.strip().casefold())
        if level is not None:
            columns.append(matrix.level_column(level, text))
        elif gone:
            columns.append(matrix.level_column(Level(id=gone), text))
    return matrix.table_of(track, columns)


def _matrix(parsed: Parsed, track: str, table: Table) -> Matrix:
    rows = parsed.rows.get(table.name, ())
    levels = tuple(c.field for c in table.columns if c.field not in ("competency", "name", "weight"))
    cells = tuple(
        Expectation(
            row=row.at,
            track=track,
            competency=str(row.values.get("competency", "")),
            level=level,
            text=str(row.values.get(level, "")),
        )
        for row in rows
        for level in levels
    )
    named = tuple(
        MatrixRow(row=row.at, competency=row.values.get("competency", ""), name=row.values.get("name", ""))
        for row in rows
    )
    return Matrix(track, table.name, named, levels, cells)


def _spelled(cycle: str, ratings: tuple[Rating, ...]) -> str:
    """The open cycle as the ratings write it: to formulas capitals make no difference."""
    cycles = dict.fromkeys(rating.cycle for rating in ratings)
    return cycle if cycle in cycles else next((own for own in cycles if own.casefold() == cycle.casefold()), cycle)


def _days_in_settings(snapshot: Snapshot, table: Table) -> Mapping[int, str]:
    """Rows of Settings whose value is a day, and the day as it is shown."""
    data = table_in(snapshot, table.name)
    column = columns_in(data, table).get("value") if data else None
    if data is None or column is None:
        return {}
    dated = snapshot.dated.get(data.sheet, ())
    return {
        row: day_shown(cells[column], snapshot.date1904)
        for row, cells in enumerate(data.rows)
        if isinstance(cells[column], int | float) and (data.top + 1 + row, data.left + column) in dated
    }


def _settings(stored: tuple[Setting, ...], misfits: list[Misfit], days: Mapping[int, str]) -> dict[str, SettingValue]:
    """Every declared setting with the workbook's value where the setting takes it, else the default.

    `days` are the rows that show a day: where words are asked Excel has made one of them.
    """
    typed = {setting.id.casefold(): setting for setting in reversed(stored)}  # formulas too take the first
    values: dict[str, SettingValue] = {}
    for declared in all_settings():
        row = typed.get(declared.id.casefold())
        values[declared.id] = declared.default
        if row is None or row.value is None:
            continue
        value = _taken(declared, row.value)
        if isinstance(value, Unfit):
            place = Place("tblSettings", row.row, "value")
            misfits.append(Misfit(value.kind, place, declared.id, row.value, value.asks))
            continue
        values[declared.id] = value
        if row.row in days and declared.asks_for_words:
            misfits.append(Misfit("day", Place("tblSettings", row.row, "value"), declared.id, days[row.row], "text"))
    return values


def _taken(declared: Setting, typed: SettingValue | dt.date) -> SettingValue | Unfit:
    """The value as the setting takes it: words where the default is words, a day as it is typed."""
    fact = Fact(declared.id, "", declared.limit)
    if isinstance(typed, bool) and isinstance(declared.limit, Number | Whole):
        return Unfit("type", asks(fact))
    plain = typed.isoformat() if isinstance(typed, dt.date) else typed
    fitting = fit(plain, fact)
    if isinstance(fitting, Unfit):
        return fitting
    if not isinstance(declared.default, int | float):
        return as_text(plain)
    if isinstance(plain, str):
        # a number that is text is none to formulas, so it counts nowhere; build types it anew
        return Unfit("text", f"{fitting:g}")
    return plain
