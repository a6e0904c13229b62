"""Up to date: whether what Score, Validate and Delta left still holds, or something was typed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import label, result, table
from xl_addin.layout.describe import Cell, Formula, Sheet, Tint
from xl_addin.layout.edits import Edit, Replace
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.stored_rows import stored_rows
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError
from xl_addin.model.results import InputRow, RunRow
from xl_addin.sheets.input_prints import APPLIES, PRINTS, TEXTS, InputPrint, input_tables, other_prints, take_prints

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


@dataclass(frozen=True)
class CommandRun:
    """A command whose results stay: the field of what stood there when it ran, what these rest on.

    `reads_all` marks one whose results rest on every other table that people fill as well. `label` is what its button
    says, "" for its name.
    """

    name: str
    field: str
    rests_on: tuple[str, ...]
    reads_all: bool = False
    label: str = ""

    @property
    def button_label(self) -> str:
        """What people know it by."""
        return self.label or self.name

    @property
    def header(self) -> str:
        return INPUTS.field_of[self.field].header

    @property
    def inputs(self) -> tuple[str, ...]:
        """All that its results rest on."""
        return (*self.rests_on, *other_prints()) if self.reads_all else self.rests_on

    def formula(self, inputs: Sequence[str]) -> str:
        """Whether its results hold, in words; `inputs` is what they rest on."""
        earlier_cells, current_cells = f"tblInputs[{self.header}]", "tblInputs[Now]"
        parts = (
            f'IF(SUMPRODUCT((tblInputs[What]="{name}")*({current_cells}<>{earlier_cells}))>0,", {name}","")'
            for name in inputs
        )
        changes = f"MID({'&'.join(parts)},3,300)"
        day = f'INDEX(tblRuns[Last run],MATCH("{self.name}",tblRuns[Command],0))'
        since_run = f'since {self.button_label} ran on "&{day}&"'
        return (
            f'IF(COUNTA({earlier_cells})=0,"{self.button_label} has not run yet.",IF({changes}="","Nothing has '
            f'changed {since_run}.",'
            f'"{CHANGE_WORD} {since_run}: "&{changes}&". Run {self.button_label} again."))'
        )

    def words(self, day: str, inputs: Sequence[RowValues]) -> str:
        """The twin of `formula`."""
        if all(row[self.field] is None for row in inputs):
            return f"{self.button_label} has not run yet."
        different = {row["input"] for row in inputs if _result(row["now"]) != row[self.field]}
        changes = ", ".join(name for name in self.inputs if name in different)
        if not changes:
            return f"Nothing has changed since {self.button_label} ran on {day}."
        return f"{CHANGE_WORD} since {self.button_label} ran on {day}: {changes}. Run {self.button_label} again."


COMMAND_RUNS = (
    CommandRun(
        "Score",
        "at_score",
        ("ratings", "people", "responses", "competencies", "levels", "weights", APPLIES, "settings", "framework"),
    ),
    CommandRun("Validate", "at_validate", (*PRINTS, TEXTS), reads_all=True, label="Check"),
    CommandRun(
        "Delta",
        "at_delta",
        ("competencies", "levels", "tracks", "weights", TEXTS, "settings", "framework"),
        label="Steps",
    ),
)
KEYS = {"tblRuns[Command]": {run_entry.name for run_entry in COMMAND_RUNS}}
FORMULAS = {
    f"Up to date: the formula of {run_entry.name}": run_entry.formula(run_entry.rests_on) for run_entry in COMMAND_RUNS
}
_NAMES = {run_entry.name.casefold(): run_entry.name for run_entry in COMMAND_RUNS}
"""Command -> how its run is called."""


def sheet() -> Sheet:
    return Sheet(
        name="Up to date",
        title="Is everything up to date?",
        purpose="What Score, Check and Steps found stays until they run again. Here, and at the head of their tabs, "
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
        inputs = _input_rows(take_prints(input_tables(data), data))
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


def carry_runs(snapshot: Snapshot, data: Dataset, new_snapshot: Snapshot, new_data: Dataset) -> list[Edit]:
    """The edits after which results that held hold on: what people typed has another shape and says the same.

    Args:
        snapshot: the workbook as it was.
        data: what it said.
        new_snapshot: the workbook in its new shape.
        new_data: what it says there.
    """
    if not all(find_table(snapshot, log.name) for log in (RUNS, INPUTS)):
        return []
    current = {(row["input"], row["part"]): _result(row["now"]) for row in _input_rows(take_prints(snapshot, data))}
    stored = {(row["input"], row.get("part") or ""): row for row in stored_rows(snapshot, INPUTS)}
    fields = [run_entry.field for run_entry in COMMAND_RUNS]
    run_fields = {field for field in fields if any(row.get(field) is not None for row in stored.values())}
    inputs = []
    for row in _input_rows(take_prints(new_snapshot, new_data)):
        old_row = stored.get((row["input"], row["part"]))
        holds = {
            field: field in run_fields
            and (old_row is None or old_row.get(field) == current.get((row["input"], row["part"])))
            for field in fields
        }
        earlier = old_row or {}
        inputs.append({**row, **{f: _result(row["now"]) if holds[f] else earlier.get(f) for f in fields}})
    days = {row["run"]: str(row.get("day") or "") for row in stored_rows(snapshot, RUNS)}
    return [Replace(name, table_rows) for name, table_rows in _tables(inputs, days).items()]


def runs_behind(sheet: Sheet) -> tuple[str, ...]:
    """The runs whose results a tab shows.

    Raises:
        DesignError: it is said to be filled by a command that leaves no results.
    """
    commands = tuple(dict.fromkeys((*(table.filled_by for table in sheet.tables if table.filled_by), *sheet.shows)))
    if unknown := [command for command in commands if command not in _NAMES]:
        raise DesignError(f"{sheet.name}: filled by {unknown[0]}; use one of {', '.join(_NAMES)}")
    return tuple(_NAMES[command] for command in commands)


def state(data: Dataset, sheet: Sheet) -> Cell | None:
    """The line at the head of a tab that says whether the last run it shows still holds; None for other tabs."""
    commands = runs_behind(sheet)
    if not commands:
        return None
    cells = (f'INDEX(tblRuns[In words],MATCH("{command}",tblRuns[Command],0))' for command in commands)
    words = {row["run"]: row["state"].value for row in rows(data)[RUNS.name]} if data.stored_tables else {}
    labels = {command_run.name: command_run.button_label for command_run in COMMAND_RUNS}
    sentences = (words.get(command, f"{labels[command]} has not run yet.") for command in commands)
    formula = '&" "&'.join(cells)
    line = Formula(f'IFERROR({formula},"")', " ".join(sentences))
    return Cell(line, "state", tints=((f'ISNUMBER(FIND("{CHANGE_WORD} ",{{own}}))', "state_changed"),))


def _input_rows(prints: Sequence[InputPrint]) -> list[RowValues]:
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
            "state": Formula(command.formula(command.inputs), command.words(day, inputs)),
        }
        for command in COMMAND_RUNS
    ]
    return {RUNS.name: runs, INPUTS.name: list(inputs)}


def _result(value: object) -> object:
    return value.value if isinstance(value, Formula) else value
