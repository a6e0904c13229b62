"""From a workbook as read to the data set: the tables everyone has, then each track's matrix."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.field_values import Unfit, as_text, describe_limit, fit_value, visible_day
from xl_addin.layout.parse import ParsedTables, find_columns, parse
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset, Matrix, SettingValue
from xl_addin.model.facts import Fact, Number, Whole
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.ladder import NOWHERE
from xl_addin.model.records import Expectation, Level, MatrixRow, Rating, Track
from xl_addin.model.results import StoredFinding
from xl_addin.model.setting import Setting
from xl_addin.sheets import company, framework, key_tables, matrix, static_tables, team
from xl_addin.sheets.by_names import asks_for_names, named_tables
from xl_addin.sheets.matrix_heads import matrix_heads
from xl_addin.sheets.named_cells import mark_cells
from xl_addin.sheets.named_misfits import misfits_by_names
from xl_addin.sheets.names_beside_keys import named_view
from xl_addin.sheets.pasted_answers import AnswerTable, read_answers
from xl_addin.sheets.person import chosen_person
from xl_addin.sheets.responses import TABLE as RESPONSES
from xl_addin.sheets.responses import find_repeats, responses
from xl_addin.sheets.settings import all_settings

_FIELDS = frozenset(field.name for field in fields(Dataset))


@dataclass(frozen=True)
class Reading:
    """A workbook understood: the data set, the tables as found, and what people noted on earlier findings.

    `parse_result` is what it was understood from.
    """

    data: Dataset
    tables: dict[str, Table]
    earlier_findings: tuple[StoredFinding, ...]
    parse_result: ParsedTables


def read_dataset(snapshot: Snapshot, today: dt.date = dt.date.min, previous: Reading | None = None) -> Reading:
    """Everything the workbook says on the day `today`. What does not fit is a misfit of the data set, never raised.

    `previous` is a reading of the same workbook: what has not changed since is not parsed again.
    """
    previous_result = previous.parse_result if previous else None
    by_names = asks_for_names(snapshot)
    fixed_tables = static_tables()
    snapshot, answers = _with_answers(snapshot)
    parse_result = parse(snapshot, fixed_tables, previous_result)
    by_name = {table.name: table for table in fixed_tables}
    records = {name: parse_result.records(table) for name, table in by_name.items()}
    tracks: tuple[Track, ...] = records["tblTracks"]
    levels: tuple[Level, ...] = records["tblLevels"]
    track_tables = [_matrix_table(snapshot, track.id, levels, by_names=by_names) for track in tracks if track.id]
    matrix_tables = [table for table in track_tables if table is not None]
    matrix_result = parse(snapshot, [*matrix_tables, by_name["tblCompetencies"]], previous_result)
    misfits = [*parse_result.misfits, *answers.misfits] + [
        m for m in matrix_result.misfits if m.place.table != "tblCompetencies"
    ]
    matrices = tuple(
        _matrix(matrix_result, track.id, table)
        for track, table in zip((t for t in tracks if t.id), track_tables, strict=True)
        if table
    )
    full_result = ParsedTables(
        {**matrix_result.rows, **parse_result.rows},
        [],
        {**matrix_result.sources, **parse_result.sources},
        {**matrix_result.rows_below, **parse_result.rows_below},
    )
    if by_names:  # what commands write where nothing is meant names nothing, and is to
        misfits = [misfit for misfit in misfits if misfit.value != NOWHERE]
    misfits += find_repeats(records[RESPONSES.name])
    settings = _settings(records["tblSettings"], misfits, _days_in_settings(snapshot, by_name["tblSettings"]))
    settings |= {entry.id: entry.entry for entry in records[company.TABLE.name] if entry.entry}
    settings["cycle"] = _cycle_spelling(str(settings["cycle"]), records["tblAssessments"])
    collections: dict[str, Any] = {
        **{table.collection: records[table.name] for table in fixed_tables if table.collection},
        "settings": settings,
        "responses": responses(records[RESPONSES.name]),
    }
    data = Dataset(
        **{name: rows for name, rows in collections.items() if name in _FIELDS},
        collections={name: rows for name, rows in collections.items() if name not in _FIELDS},
        matrices=matrices,
        setting_rows={setting.id.casefold(): setting.row for setting in reversed(records["tblSettings"])},
        first_rows={name: data.top + 1 for name, (_, data, _) in full_result.sources.items()},
        tabs={name: data.sheet for name, (_, data, _) in full_result.sources.items()},
        misfits=tuple(misfits),
        pasted_answers=answers.answers,
        chosen_employee=next((row.employee for row in records["tblPerson"]), ""),
        today=today,
        by_names=by_names,
        mark_heads=_mark_heads(
            snapshot, [*(track.id for track in tracks), *(entry.key for entry in records["tblKeys"])]
        ),
    )
    if by_names:
        chosen = chosen_person(snapshot, data)
        data = replace(data, misfits=misfits_by_names(snapshot, data), chosen_employee=chosen)
    framework_tables = [*matrix_tables, team.team_table(data.competencies)]
    if by_names:
        framework_tables = [*map(named_view, (*key_tables().values(), *framework_tables)), *_named_tables(snapshot)]
    return Reading(
        data, {**by_name, **{table.name: table for table in framework_tables}}, records["tblFindings"], full_result
    )


def _mark_heads(snapshot: Snapshot, keys: Sequence[str]) -> tuple[str, ...]:
    """The heads of the columns of marks; a track that is gone leaves its column behind."""
    return tuple(mark_cells(snapshot, keys).heads.values())


def _named_tables(snapshot: Snapshot) -> tuple[Table, ...]:
    """The tables that look otherwise where names are asked, the columns of marks as they stand."""
    marks = find_table(snapshot, framework.MARKS.name)
    known_columns = find_columns(marks, framework.MARKS).values() if marks else ()
    heads = [head for number, head in enumerate(marks.headers) if number not in known_columns] if marks else []
    mark_columns = (*framework.MARKS.columns, *(framework.mark_column(head) for head in heads))
    return *named_tables().values(), replace(framework.MARKS, columns=mark_columns)


def _with_answers(snapshot: Snapshot) -> tuple[Snapshot, AnswerTable]:
    """The workbook with its pasted answers as numbers under our keys, and how they were understood."""
    data = find_table(snapshot, RESPONSES.name)
    if data is None:
        return snapshot, AnswerTable(TableData(RESPONSES.name, "", 1, 1, (), ()))
    answers = read_answers(data, RESPONSES)
    return replace(snapshot, tables={**snapshot.tables, data.name: answers.data}), answers


def _matrix_table(snapshot: Snapshot, track: str, levels: tuple[Level, ...], *, by_names: bool) -> Table | None:
    """A track's matrix as the workbook has it: its level columns in the order they stand, headers as they are."""
    table_name = matrix.table_name(track).casefold()
    data = next((t for name, t in snapshot.tables.items() if name.casefold() == table_name), None)
    if data is None:
        return None
    if by_names:
        heads = matrix_heads(snapshot, data, [level for level in levels if level.track == track]).levels
        level_columns = [matrix.level_column(heads[text], text) for text in data.headers if text in heads]
        return matrix.matrix_table(track, level_columns, by_names=True)
    levels_by_id = {level.id.casefold(): level for level in levels if level.id}
    by_title = {level.title.casefold(): level for level in levels if level.track == track and level.title}
    columns = []
    for text in data.headers:
        level_id = matrix.level_of(text, levels_by_id)
        level = levels_by_id.get((level_id or "").casefold()) or by_title.get(text.strip().casefold())
        if level is not None:
            columns.append(matrix.level_column(level, text))
        elif level_id:
            columns.append(matrix.level_column(Level(id=level_id), text))
    return matrix.matrix_table(track, columns)


def _matrix(parse_result: ParsedTables, track: str, table: Table) -> Matrix:
    rows = parse_result.rows.get(table.name, ())
    levels = tuple(c.field for c in table.columns if c.field not in ("competency", "name", "weight"))
    cells = tuple(
        Expectation(
            row=row.position,
            track=track,
            competency=str(row.values.get("competency", "")),
            level=level,
            text=str(row.values.get(level, "")),
        )
        for row in rows
        for level in levels
    )
    matrix_rows = tuple(
        MatrixRow(row=row.position, competency=row.values.get("competency", ""), name=row.values.get("name", ""))
        for row in rows
    )
    return Matrix(track, table.name, matrix_rows, levels, cells)


def _cycle_spelling(cycle: str, ratings: tuple[Rating, ...]) -> str:
    """The open cycle as the ratings write it: to formulas capitals make no difference."""
    cycles = dict.fromkeys(rating.cycle for rating in ratings)
    return (
        cycle
        if cycle in cycles
        else next((spelling for spelling in cycles if spelling.casefold() == cycle.casefold()), cycle)
    )


def _days_in_settings(snapshot: Snapshot, table: Table) -> Mapping[int, str]:
    """Rows of Settings whose value is a day, and the day as it is shown."""
    data = find_table(snapshot, table.name)
    column = find_columns(data, table).get("value") if data else None
    if data is None or column is None:
        return {}
    date_cells = snapshot.date_cells.get(data.sheet, ())
    return {
        row: visible_day(cells[column], snapshot.date1904)
        for row, cells in enumerate(data.rows)
        if isinstance(cells[column], int | float) and (data.top + 1 + row, data.left + column) in date_cells
    }


def _settings(records: tuple[Setting, ...], misfits: list[Misfit], days: Mapping[int, str]) -> dict[str, SettingValue]:
    """Every declared setting with the workbook's value where the setting takes it, else the default.

    `days` are the rows that show a day: where words are asked Excel has made one of them.
    """
    settings_by_id = {setting.id.casefold(): setting for setting in reversed(records)}  # formulas too take the first
    values: dict[str, SettingValue] = {}
    for declaration in all_settings():
        row = settings_by_id.get(declaration.id.casefold())
        values[declaration.id] = declaration.default
        if row is None or row.value is None:
            continue
        value = _accept_value(declaration, row.value)
        if isinstance(value, Unfit):
            place = Place("tblSettings", row.row, "value")
            misfits.append(Misfit(value.kind, place, declaration.id, row.value, value.asks))
            continue
        values[declaration.id] = value
        if row.row in days and declaration.asks_for_words:
            misfits.append(Misfit("day", Place("tblSettings", row.row, "value"), declaration.id, days[row.row], "text"))
    return values


def _accept_value(setting: Setting, entry: SettingValue | dt.date) -> SettingValue | Unfit:
    """The value as the setting takes it: words where the default is words, a day as it is typed."""
    fact = Fact(setting.id, "", setting.limit)
    if isinstance(entry, bool) and isinstance(setting.limit, Number | Whole):
        return Unfit("type", describe_limit(fact))
    plain = entry.isoformat() if isinstance(entry, dt.date) else entry
    fitting = fit_value(plain, fact)
    if isinstance(fitting, Unfit):
        return fitting
    if not isinstance(setting.default, int | float):
        return as_text(plain)
    if isinstance(plain, str):
        # a number that is text is none to formulas, so it counts nowhere; build types it anew
        return Unfit("text", f"{fitting:g}")
    return plain
