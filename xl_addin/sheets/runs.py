"""Up to date: whether what Score, Validate and Delta left still holds, or something was typed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.content import plain
from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Formula, Sheet, Table, Tint, Workbook
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import Edit, Replace, RowValues
from xl_addin.layout.fingerprint import Listed, Print, Written
from xl_addin.layout.grid import Snapshot
from xl_addin.layout.held import table_in
from xl_addin.layout.stored import stored_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import InputRow, RunRow
from xl_addin.model.settings import COLLECTED
from xl_addin.sheets import (
    assessments,
    benefits,
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
CHANGED = "Changed"
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

_RATED = ("self_rating", "manager_rating")
PRINTS: Mapping[str, tuple[Print, ...]] = {
    "ratings": (Listed(assessments.TABLE, ("employee", "competency", "cycle", "level"), _RATED, filled=("evidence",)),),
    "people": (Listed(people.TABLE, ("id", "manager", "level", "track"), ("since", "active"), ("name", "team")),),
    "responses": (Written(responses.TABLE.name, text=False),),
    "competencies": (Listed(competencies.TABLE, ("id",), ("theme", "critical", "expected"), ("name", "tracks")),),
    "definitions": (Listed(competencies.TABLE, ("id",), (), ("definition", "values", "resources")),),
    "levels": (Listed(levels.TABLE, ("id", "track"), ("rank", "months", "next", "lateral"), ("title",)),),
    "level texts": (Listed(levels.TABLE, ("id",), ("scope",), ("summary", "promotion")),),
    "tracks": (Listed(tracks.TABLE, ("id",), ("kind",), ("name", "family", "purpose")),),
    "weights": (Listed(weights.TABLE, ("competency", "track"), ("weight",)),),
    "settings": (Listed(settings.TABLE, ("id",), ("value",), aside=(COLLECTED,)),),
    "answers": (
        Listed(readiness.TABLE, ("id",), ("answer",)),
        Listed(track_health.TABLE, ("id",), ("rating",)),
        Listed(benefits.TABLE, ("id",), ("rating",)),
        Listed(stage.TABLE, ("id",), ("stage",)),
    ),
    "roadmap": (Listed(roadmap.TABLE, ("id",), ("start", "finish", "status", "stage"), ("owner", "action")),),
}
"""What people type, and how it is seen that it has changed; the matrices come on top, each by itself.

What collect notes among the settings is nobody's typing.
"""
_APPLIES, _TEXTS = "what applies", "texts of the matrix"
_BRIEF = 16
"""Up to so many characters a matrix cell may say N/A, in one of its spellings."""


@dataclass(frozen=True)
class Run:
    """A command whose results stay: the field of what stood there when it ran, what these rest on."""

    name: str
    field: str
    rests_on: tuple[str, ...]

    @property
    def header(self) -> str:
        return INPUTS.field_of[self.field].header

    def formula(self) -> str:
        """Whether its results hold, in words."""
        held, now = f"tblInputs[{self.header}]", "tblInputs[Now]"
        parts = (
            f'IF(SUMPRODUCT((tblInputs[What]="{name}")*({now}<>{held}))>0,", {name}","")' for name in self.rests_on
        )
        changed = f"MID({'&'.join(parts)},3,300)"
        day = f'INDEX(tblRuns[Last run],MATCH("{self.name}",tblRuns[Command],0))'
        since = f'since {self.name} ran on "&{day}&"'
        return (
            f'IF(COUNTA({held})=0,"{self.name} has not run yet.",IF({changed}="","Nothing has changed {since}.",'
            f'"{CHANGED} {since}: "&{changed}&". Run {self.name} again."))'
        )

    def words(self, day: str, inputs: Sequence[RowValues]) -> str:
        """The twin of `formula`."""
        if all(row[self.field] is None for row in inputs):
            return f"{self.name} has not run yet."
        different = {row["input"] for row in inputs if _result(row["now"]) != row[self.field]}
        changed = ", ".join(name for name in self.rests_on if name in different)
        if not changed:
            return f"Nothing has changed since {self.name} ran on {day}."
        return f"{CHANGED} since {self.name} ran on {day}: {changed}. Run {self.name} again."


ALL = (
    Run(
        "Score",
        "at_score",
        ("ratings", "people", "responses", "competencies", "levels", "weights", _APPLIES, "settings"),
    ),
    Run("Validate", "at_validate", (*PRINTS, _TEXTS)),
    Run("Delta", "at_delta", ("competencies", "levels", "tracks", "weights", _TEXTS, "settings")),
)
KEYS = {"tblRuns[Command]": {run.name for run in ALL}}
FORMULAS = {f"Up to date: the formula of {run.name}": run.formula() for run in ALL}
_NAMES = {run.name.casefold(): run.name for run in ALL}
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
        tints={RUNS.name: (Tint(f'LEFT({{state}},{len(CHANGED)})="{CHANGED}"', "warning", ("state",)),)},
        read=True,
        hidden=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """Both tables as they stand, what is there now looked at anew; in a new workbook nothing has run yet."""
    if data.standing is None:
        inputs = _fresh(_looked_at(_typed(data), data))
        days: Mapping[str, str] = {}
    else:
        today = {(row["input"], row["part"]): row["now"] for row in _fresh(data.standing.inputs)}
        inputs = [_as_it_stands(row, today) for row in data.standing.rows.get(INPUTS.name, ())]
        days = {row["run"]: str(row.get("day") or "") for row in data.standing.rows.get(RUNS.name, ())}
    return _tables(inputs, days)


def noted(run: str, snapshot: Snapshot, data: Dataset) -> list[Edit]:
    """The edits that say that a command has run: what the workbook holds now is what it found."""
    own = next(one for one in ALL if one.name == run)
    if not all(table_in(snapshot, made.name) for made in (RUNS, INPUTS)):
        return []
    stored = {(row["input"], row.get("part") or ""): row for row in stored_rows(snapshot, INPUTS)}
    inputs = [
        {**row, **_at_runs(stored.get((row["input"], row["part"]), {})), own.field: _result(row["now"])}
        for row in _fresh(looked_at(snapshot, data))
    ]
    days = {row["run"]: str(row.get("day") or "") for row in stored_rows(snapshot, RUNS)}
    made = _tables(inputs, {**days, run: data.today.isoformat()})
    return [Replace(name, found) for name, found in made.items()]


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
    shown = runs_behind(sheet)
    if not shown:
        return None
    cells = (f'INDEX(tblRuns[In words],MATCH("{run}",tblRuns[Command],0))' for run in shown)
    words = {row["run"]: row["state"].value for row in rows(data)[RUNS.name]} if data.standing else {}
    told = (words.get(run, f"{run} has not run yet.") for run in shown)
    joined = '&" "&'.join(cells)
    line = Formula(f'IFERROR({joined},"")', " ".join(told))
    return Cell(line, "state", tints=((f'ISNUMBER(FIND("{CHANGED} ",{{own}}))', "state_changed"),))


def looked_at(snapshot: Snapshot, data: Dataset) -> tuple[tuple[str, str, str, float | str], ...]:
    """What of the inputs looks how, as a workbook stands: name, part, formula and number."""
    return tuple(_looked_at(snapshot, data))


def _looked_at(snapshot: Snapshot, data: Dataset) -> list[tuple[str, str, str, float | str]]:
    found: list[tuple[str, str, str, float | str]] = []
    for name, prints in PRINTS.items():
        for own in prints:
            title = own.table.name if isinstance(own, Listed) else own.table
            held = table_in(snapshot, title)
            if held is not None:
                part = title.removeprefix("tbl") if len(prints) > 1 else ""
                found.append((name, part, own.formula(held), own.number(held)))
    aside = next(c.header for c in matrix.table_of("", ()).columns if c.field == "weight")
    kinds = ((_APPLIES, Written("", aside, _BRIEF, "inherits")), (_TEXTS, Written("", aside)))
    for name, own in kinds:
        for one in data.matrices:
            held = table_in(snapshot, one.table)
            if held is not None:
                found.append((name, one.track, own.formula(held), own.number(held)))
    return found


def _typed(data: Dataset) -> Snapshot:
    """The tables people fill, as a new workbook holds them."""
    modules = (
        assessments, people, responses, competencies, levels, tracks, weights, settings, readiness, track_health,
        benefits, stage, roadmap,
    )  # fmt: skip
    made: list[tuple[Table, Sequence[RowValues]]] = [(own.TABLE, own.rows(data)[own.TABLE.name]) for own in modules]
    known = {held.track: held for held in data.matrices}
    for track in data.tracks:
        if track.id in known:
            described = matrix.table_of(track.id, [matrix.level_column(own) for own in data.levels_of(track.id)])
            made.append((described, matrix.rows(known[track.id], data)))
    tabs = tuple(Sheet(own.name, "", "", "inputs", (own,)) for own, _ in made)
    return snapshot_of(Workbook(tabs, {}), {own.name: found for own, found in made})


def _fresh(found: Sequence[tuple[str, str, str, float | str]]) -> list[RowValues]:
    return [
        {**plain(InputRow(input=name, part=part)), "now": Formula(formula, number)}
        for name, part, formula, number in found
    ]


def _as_it_stands(row: Mapping[str, object], today: Mapping[tuple[object, object], Formula]) -> RowValues:
    part = row.get("part") or ""
    return {**row, "part": part, "now": today.get((row["input"], part), row.get("now")), **_at_runs(row)}


def _at_runs(stored: Mapping[str, object]) -> dict[str, object]:
    return {run.field: stored.get(run.field) for run in ALL}


def _tables(inputs: Sequence[RowValues], days: Mapping[str, str]) -> dict[str, Sequence[RowValues]]:
    runs = [
        {
            **plain(RunRow(run=run.name, day=(day := days.get(run.name, "")))),
            "state": Formula(run.formula(), run.words(day, inputs)),
        }
        for run in ALL
    ]
    return {RUNS.name: runs, INPUTS.name: list(inputs)}


def _result(value: object) -> object:
    return value.value if isinstance(value, Formula) else value
