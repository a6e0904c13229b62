"""Up to date: whether what Score, Validate and Delta left still holds, or something was typed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Formula, Sheet, Table, Tint, WorkbookDesign
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import Edit, Replace
from xl_addin.layout.fingerprint import CellsPrint, Print, RowsPrint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.stored_rows import stored_rows
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.general_settings import COLLECT_COUNT
from xl_addin.model.results import InputRow, RunRow
from xl_addin.sheets import (
    assessments,
    benefits,
    company,
    competencies,
    levels,
    matrix,
    people,
    readiness,
    responses,
    roadmap,
    settings,
    stage,
    track_health,
    tracks,
    weights,
)

ORDER = 985
CHANGE_WORD = "Changed"
"""How the words begin when something has changed."""

RUNS = table(
    "tblRuns",
    RunRow,
    [label(RunRow, "run", 26, "key"), result(RunRow, "day", 14, "computed"), result(RunRow, "state", 90, "computed")],
    key=["run"],
    spare=0,
)
INPUTS = table(
    "tblInputs",
    InputRow,
    [
        label(InputRow, "input", 26, "key"),
        label(InputRow, "part", 14, "key"),
        result(InputRow, "now", 20, "computed"),
        result(InputRow, "at_score", 20, "computed"),
        result(InputRow, "at_validate", 20, "computed"),
        result(InputRow, "at_delta", 20, "computed"),
    ],
    key=["input", "part"],
    spare=0,
)

_RATING_FIELDS = ("self_rating", "manager_rating")
PRINTS: Mapping[str, tuple[Print, ...]] = {
    "ratings": (
        RowsPrint(
            assessments.TABLE, ("employee", "competency", "cycle", "level"), _RATING_FIELDS, flag_fields=("evidence",)
        ),
    ),
    "people": (RowsPrint(people.TABLE, ("id", "manager", "level", "track"), ("since", "active"), ("name", "team")),),
    "responses": (CellsPrint(responses.TABLE.name, text=False),),
    "competencies": (RowsPrint(competencies.TABLE, ("id",), ("theme", "critical", "expected"), ("name", "tracks")),),
    "definitions": (RowsPrint(competencies.TABLE, ("id",), (), ("definition", "values", "resources")),),
    "levels": (RowsPrint(levels.TABLE, ("id", "track"), ("rank", "months", "next", "lateral"), ("title",)),),
    "level texts": (RowsPrint(levels.TABLE, ("id",), ("scope",), ("summary", "promotion")),),
    "tracks": (RowsPrint(tracks.TABLE, ("id",), ("kind",), ("name", "family", "purpose")),),
    "weights": (RowsPrint(weights.TABLE, ("competency", "track"), ("weight",)),),
    "settings": (RowsPrint(settings.TABLE, ("id",), ("value",), aside=(COLLECT_COUNT,)),),
    "answers": (
        RowsPrint(readiness.TABLE, ("id",), ("answer",)),
        RowsPrint(track_health.TABLE, ("id",), ("rating",)),
        RowsPrint(benefits.TABLE, ("id",), ("rating",)),
        RowsPrint(stage.TABLE, ("id",), ("stage",)),
        RowsPrint(company.TABLE, ("id",), (), ("entry",)),
    ),
    "roadmap": (RowsPrint(roadmap.TABLE, ("id",), ("start", "finish", "status", "stage"), ("owner", "action")),),
}
"""What people type, and how it is seen that it has changed; the matrices come on top, each by itself.

What collect notes among the settings is nobody's typing.
"""
_APPLIES, _TEXTS = "what applies", "texts of the matrix"
_BRIEF = 16
"""Up to so many characters a matrix cell may say N/A, in one of its spellings."""


@dataclass(frozen=True)
class CommandRun:
    """A command whose results stay: the field of what stood there when it ran, what these rest on."""

    name: str
    field: str
    rests_on: tuple[str, ...]

    @property
    def header(self) -> str:
        return INPUTS.field_of[self.field].header

    def formula(self) -> str:
        """Whether its results hold, in words."""
        earlier_cells, current_cells = f"tblInputs[{self.header}]", "tblInputs[Now]"
        parts = (
            f'IF(SUMPRODUCT((tblInputs[What]="{name}")*({current_cells}<>{earlier_cells}))>0,", {name}","")'
            for name in self.rests_on
        )
        changes = f"MID({'&'.join(parts)},3,300)"
        day = f'INDEX(tblRuns[Last run],MATCH("{self.name}",tblRuns[Command],0))'
        since_run = f'since {self.name} ran on "&{day}&"'
        return (
            f'IF(COUNTA({earlier_cells})=0,"{self.name} has not run yet.",IF({changes}="","Nothing has '
            f'changed {since_run}.",'
            f'"{CHANGE_WORD} {since_run}: "&{changes}&". Run {self.name} again."))'
        )

    def words(self, day: str, inputs: Sequence[RowValues]) -> str:
        """The twin of `formula`."""
        if all(row[self.field] is None for row in inputs):
            return f"{self.name} has not run yet."
        different = {row["input"] for row in inputs if _result(row["now"]) != row[self.field]}
        changes = ", ".join(name for name in self.rests_on if name in different)
        if not changes:
            return f"Nothing has changed since {self.name} ran on {day}."
        return f"{CHANGE_WORD} since {self.name} ran on {day}: {changes}. Run {self.name} again."


COMMAND_RUNS = (
    CommandRun(
        "Score",
        "at_score",
        ("ratings", "people", "responses", "competencies", "levels", "weights", _APPLIES, "settings"),
    ),
    CommandRun("Validate", "at_validate", (*PRINTS, _TEXTS)),
    CommandRun("Delta", "at_delta", ("competencies", "levels", "tracks", "weights", _TEXTS, "settings")),
)
KEYS = {"tblRuns[Command]": {run_entry.name for run_entry in COMMAND_RUNS}}
FORMULAS = {f"Up to date: the formula of {run_entry.name}": run_entry.formula() for run_entry in COMMAND_RUNS}
_NAMES = {run_entry.name.casefold(): run_entry.name for run_entry in COMMAND_RUNS}
"""Command -> how its run is called."""


def sheet() -> Sheet:
    return Sheet(
        name="Up to date",
        title="Is everything up to date?",
        purpose="What Score, Validate and Delta found stays until they run again. Here, and at the head of their tabs, "
        "it says what was typed since.",
        group="results",
        blocks=(RUNS, INPUTS),
        widths=(26, 14, 90, 20, 20, 20),
        tints={RUNS.name: (Tint(f'LEFT({{state}},{len(CHANGE_WORD)})="{CHANGE_WORD}"', "warning", ("state",)),)},
        for_reading=True,
        is_hidden=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """Both tables as they stand, what is there now looked at anew; in a new workbook nothing has run yet."""
    if data.stored_tables is None:
        inputs = _input_rows(_take_prints(_input_tables(data), data))
        days: Mapping[str, str] = {}
    else:
        today = {(row["input"], row["part"]): row["now"] for row in _input_rows(data.stored_tables.inputs)}
        inputs = [_as_it_stands(row, today) for row in data.stored_tables.rows.get(INPUTS.name, ())]
        days = {row["run"]: str(row.get("day") or "") for row in data.stored_tables.rows.get(RUNS.name, ())}
    return _tables(inputs, days)


def record_run(command: str, snapshot: Snapshot, data: Dataset) -> list[Edit]:
    """The edits that say that a command has run: what the workbook holds now is what it found."""
    command_run = next(candidate for candidate in COMMAND_RUNS if candidate.name == command)
    if not all(find_table(snapshot, log.name) for log in (RUNS, INPUTS)):
        return []
    rows_by_part = {(row["input"], row.get("part") or ""): row for row in stored_rows(snapshot, INPUTS)}
    inputs = [
        {**row, **_at_runs(rows_by_part.get((row["input"], row["part"]), {})), command_run.field: _result(row["now"])}
        for row in _input_rows(take_prints(snapshot, data))
    ]
    days = {row["run"]: str(row.get("day") or "") for row in stored_rows(snapshot, RUNS)}
    log = _tables(inputs, {**days, command: data.today.isoformat()})
    return [Replace(name, table_rows) for name, table_rows in log.items()]


def runs_behind(sheet: Sheet) -> tuple[str, ...]:
    """The runs whose results a tab shows.

    Raises:
        TypeError: it is said to be filled by a command that leaves no results.
    """
    commands = tuple(dict.fromkeys((*(table.filled_by for table in sheet.tables if table.filled_by), *sheet.shows)))
    if unknown := [command for command in commands if command not in _NAMES]:
        raise TypeError(f"{sheet.name}: filled by {unknown[0]}; use one of {', '.join(_NAMES)}")
    return tuple(_NAMES[command] for command in commands)


def state(data: Dataset, sheet: Sheet) -> Cell | None:
    """The line at the head of a tab that says whether the last run it shows still holds; None for other tabs."""
    commands = runs_behind(sheet)
    if not commands:
        return None
    cells = (f'INDEX(tblRuns[In words],MATCH("{command}",tblRuns[Command],0))' for command in commands)
    words = {row["run"]: row["state"].value for row in rows(data)[RUNS.name]} if data.stored_tables else {}
    sentences = (words.get(command, f"{command} has not run yet.") for command in commands)
    formula = '&" "&'.join(cells)
    line = Formula(f'IFERROR({formula},"")', " ".join(sentences))
    return Cell(line, "state", tints=((f'ISNUMBER(FIND("{CHANGE_WORD} ",{{own}}))', "state_changed"),))


def take_prints(snapshot: Snapshot, data: Dataset) -> tuple[tuple[str, str, str, float | str], ...]:
    """What of the inputs looks how, as a workbook stands: name, part, formula and number."""
    return tuple(_take_prints(snapshot, data))


def _take_prints(snapshot: Snapshot, data: Dataset) -> list[tuple[str, str, str, float | str]]:
    results: list[tuple[str, str, str, float | str]] = []
    for name, prints in PRINTS.items():
        for fingerprint in prints:
            title = fingerprint.table.name if isinstance(fingerprint, RowsPrint) else fingerprint.table
            table_data = find_table(snapshot, title)
            if table_data is not None:
                part = title.removeprefix("tbl") if len(prints) > 1 else ""
                results.append((name, part, fingerprint.formula(table_data), fingerprint.number(table_data)))
    weight_header = next(c.header for c in matrix.matrix_table("", ()).columns if c.field == "weight")
    kinds = ((_APPLIES, CellsPrint("", weight_header, _BRIEF, "inherits")), (_TEXTS, CellsPrint("", weight_header)))
    for name, fingerprint in kinds:
        for track_matrix in data.matrices:
            table_data = find_table(snapshot, track_matrix.table)
            if table_data is not None:
                results.append(
                    (name, track_matrix.track, fingerprint.formula(table_data), fingerprint.number(table_data))
                )
    return results


def _input_tables(data: Dataset) -> Snapshot:
    """The tables people fill, as a new workbook holds them."""
    modules = (
        assessments, people, responses, competencies, levels, tracks, weights, settings, readiness, track_health,
        benefits, stage, company, roadmap,
    )  # fmt: skip
    filled_tables: list[tuple[Table, Sequence[RowValues]]] = [
        (part.TABLE, part.rows(data)[part.TABLE.name]) for part in modules
    ]
    matrices_by_track = {track_matrix.track: track_matrix for track_matrix in data.matrices}
    for track in data.tracks:
        if track.id in matrices_by_track:
            matrix_table = matrix.matrix_table(
                track.id, [matrix.level_column(part) for part in data.levels_of(track.id)]
            )
            filled_tables.append((matrix_table, matrix.rows(matrices_by_track[track.id], data)))
    tabs = tuple(Sheet(part.name, "", "", "inputs", (part,)) for part, _ in filled_tables)
    return snapshot_of(WorkbookDesign(tabs, {}), {part.name: table_rows for part, table_rows in filled_tables})


def _input_rows(prints: Sequence[tuple[str, str, str, float | str]]) -> list[RowValues]:
    return [
        {**plain(InputRow(input=name, part=part)), "now": Formula(formula, number)}
        for name, part, formula, number in prints
    ]


def _as_it_stands(row: Mapping[str, object], today: Mapping[tuple[object, object], Formula]) -> RowValues:
    part = row.get("part") or ""
    return {**row, "part": part, "now": today.get((row["input"], part), row.get("now")), **_at_runs(row)}


def _at_runs(row: Mapping[str, object]) -> dict[str, object]:
    return {command.field: row.get(command.field) for command in COMMAND_RUNS}


def _tables(inputs: Sequence[RowValues], days: Mapping[str, str]) -> dict[str, Sequence[RowValues]]:
    runs = [
        {
            **plain(RunRow(run=command.name, day=(day := days.get(command.name, "")))),
            "state": Formula(command.formula(), command.words(day, inputs)),
        }
        for command in COMMAND_RUNS
    ]
    return {RUNS.name: runs, INPUTS.name: list(inputs)}


def _result(value: object) -> object:
    return value.value if isinstance(value, Formula) else value
