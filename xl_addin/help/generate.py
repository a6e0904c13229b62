"""The help pages that follow from the code: rules, scores, workbook, commands. A test fails when one is stale."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from xl_addin.commands import all_commands
from xl_addin.commands.command import Command, positional
from xl_addin.frames import frame_names, frame_shape
from xl_addin.frames.frame import FrameColumn
from xl_addin.layout.describe import Column, Sheet, Table
from xl_addin.layout.field_values import describe_limit
from xl_addin.matrix.build import plan_build
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Level, Track
from xl_addin.rules import all_rules
from xl_addin.rules.rule import CRITERIA, ROLL_OUT, Rule
from xl_addin.scores import all_scores
from xl_addin.scores.score_page import Score
from xl_addin.sheets import describe
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.settings import all_settings

_GENERATED_NOTE = "<!-- Made by python -m xl_addin.help; edit the code, not this page. -->"


def pages() -> Mapping[str, str]:
    """File name -> text of every generated page."""
    return {
        "rules.md": _page("Rules", _rules()),
        "scores.md": _page("Scores", _scores()),
        "workbook.md": _page("The workbook", _workbook()),
        "commands.md": _page("Commands", _commands()),
        "analysts.md": _with_frames((Path(__file__).parent / "analysts.md").read_text(encoding="utf-8")),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join((f"# {title}", "", _GENERATED_NOTE, "", *lines)).rstrip() + "\n"


def _rules() -> Iterator[str]:
    yield "What a career framework is checked for. `trackbook explain CODE` shows one page; Settings tunes them."
    for criterion in (*CRITERIA, ROLL_OUT):
        criterion_rules = [rule for rule in all_rules() if rule.criterion == criterion]
        if criterion_rules:
            yield from ("", f"## {criterion}", "", "| Code | Severity | Rule |", "| --- | --- | --- |")
            yield from (
                f"| [{r.code}](#{r.code.lower()}) | {r.severity.value} | {r.page.title} |" for r in criterion_rules
            )
    for rule in all_rules():
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", f'### <a id="{rule.code.lower()}"></a>{rule.code} {rule.page.title}', "")
    yield from (f"**Why.** {rule.page.reason}", "", f"**Fix.** {rule.page.fix}", "")
    yield from ("Good:", "", "```", rule.page.good, "```", "", "Bad:", "", "```", rule.page.bad, "```")
    if rule.settings:
        yield ""
        yield from (f"- Setting `{s.id}` = `{s.default}`: {s.meaning}" for s in rule.settings)


def _scores() -> Iterator[str]:
    yield "Every number, what it says and how it comes about. A number supports a conversation; it decides nothing."
    for score in all_scores():
        yield from _score(score)


def _score(score: Score) -> Iterator[str]:
    yield from ("", f"## {score.code} {score.title}", "", score.says, "", "```", score.formula, "```", "")
    yield from ("Worked examples:", "", "```", score.examples, "```", "", f"Source: {score.source}")
    if score.settings:
        yield ""
        yield from (f"- Setting `{s.id}` = `{s.default}`: {s.meaning}" for s in score.settings)


def _workbook() -> Iterator[str]:
    yield "Tabs and tables as the template has them. A table is found by its name and headers, wherever it stands."
    yield ""
    yield (
        "For programs: people type names on Framework and People; commands write the keys, and the tables "
        "`tblTracks`, `tblLevels`, `tblCompetencies` and `tblWeights`, from them. All other tables speak of things by "
        "key. Read those, write names, then run build. A workbook made with `new --ids` has no Framework: people type "
        "IDs there."
    )
    for sheet in describe(_example()).sheets:
        yield from _sheet(sheet)


def _example() -> Dataset:
    """A framework of one track and one level, so that the page shows what a Matrix tab looks like."""
    track, level = Track(id="ENG", name="Engineering"), Level(id="SE1", track="ENG", title="Engineer", rank=1)
    settings = {setting.id: setting.default for setting in all_settings()}
    data = Dataset(tracks=(track,), levels=(level,), settings=settings)
    return ask_for_names(plan_build(data).apply(data, {"ENG": table_name("ENG")}))


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from ("", f"## {sheet.name}", "", sheet.purpose)
    for table in sheet.tables:
        yield from ("", f"Table `{table.name}`, a row known by {_keys(table)}:", "")
        yield from ("| Column | What it means | Takes |", "| --- | --- | --- |")
        yield from (f"| {c.header} | {c.fact.meaning} | {_takes(c)} |" for c in table.columns)


def _keys(table: Table) -> str:
    return " and ".join(table.field_of[field].header for field in table.key)


def _takes(column: Column) -> str:
    if not column.is_input:
        return "worked out"
    marks = [describe_limit(column.fact)]
    marks += ["needed"] if column.fact.required else []
    marks += ["used once"] if column.fact.unique else []
    return "; ".join(marks)


def _commands() -> Iterator[str]:
    yield "`trackbook COMMAND ...`; every command takes `--json` and `--help`."
    yield "Exit code 0: clean; 1: findings or refused files; 2: cannot go on, nothing changed."
    for command in all_commands().values():
        yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    yield from ("", f"## {command.name}", "", command.help, "", "```sh", command.example, "```")
    if command.options.model_fields:
        yield from ("", "| Option | What it is |", "| --- | --- |")
        for name, field in command.options.model_fields.items():
            flag = (field.alias or name).replace("_", "-")
            yield f"| `{flag if positional(field) else f'--{flag}'}` | {field.description} |"


_FRAMES, _FRAMES_END = "<!-- frames, made by python -m xl_addin.help -->\n", "<!-- /frames -->"


def _with_frames(page: str) -> str:
    """A page written by hand, with the tables of the frames between their marks."""
    before, _, rest = page.partition(_FRAMES)
    return before + _FRAMES + "\n".join(frame_tables()) + "\n" + _FRAMES_END + rest.partition(_FRAMES_END)[2]


def frame_tables() -> Iterator[str]:
    """Every frame with its columns, as lines of a page."""
    for name in frame_names():
        shape = frame_shape(name)
        yield from (f"### {name}", "", shape.meaning, "", "| Column | dtype | Unit | What it means |")
        yield from ("| --- | --- | --- | --- |", *map(_frame_column, shape.columns), "")


def _frame_column(column: FrameColumn) -> str:
    words = f" One of: {', '.join(column.words)}." if column.words else ""
    return f"| `{column.name}` | {column.dtype} | {column.unit} | {column.meaning}{words} |"
