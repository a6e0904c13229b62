"""The whole story on a sample company."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from xl_addin.commands.command import Command, Job, Options, Outcome, command
from xl_addin.commands.new import STARTERS, load_starter
from xl_addin.commands.perform import perform
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.edits import SetCells
from xl_addin.matrix.starter import parse_starter
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.results import ScoreRow
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.starter_dataset import dataset_of, sections

_FRAMEWORKS = ("engineering", "customer_success")
_SHOWN_PERSON = "E013"
"""Whom the sample's Person tab shows."""
_FILES = {
    "larkspur.xlsx": "the company's workbook, with its backup and its journal beside it",
    "empty.xlsx": "the template as you would start with it",
    "statements.csv": "the whole matrix as a list",
    "roadmap.ics": "the roll-out, to import into a calendar",
}
"""What the sample is made of, and what each file is."""
_TO_TRY = (
    "trackbook validate {company}",
    "trackbook score {company} --what-if weight:Ownership=30",
    "trackbook collect {company} --from {folder}/forms   (after typing ratings into a form there)",
)
_COMPANY = STARTERS.parent / "sample" / "company.txt"


class DemoOptions(Options):
    """Where the sample goes."""

    folder: Path = Field(
        Path("out"),
        description="The folder to put the sample in; made when absent.",
        json_schema_extra={"positional": True},
    )
    ids: bool = Field(False, description="Workbooks that ask for IDs of your own, as earlier versions did.")


@command(
    "More", "TipWizardHelp", DemoOptions, needs_workbook=False, example="trackbook demo out", label="Sample company"
)
def demo(job: Job, options: DemoOptions) -> Outcome:
    """Make a sample company and run the commands on it, from an empty template to scores and everybody's forms.

    Thirty people on four tracks, two of them branching off others, over two review cycles. Nothing outside the folder
    is touched; a folder that is not empty is left alone and a new one made beside it.
    """
    folder = _fresh(options.folder)
    _make(folder)
    company = folder / "larkspur.xlsx"
    data = replace(sample(), today=job.today)
    _run_command(job, "new", {"file": folder / "empty.xlsx", "ids": options.ids})
    job.say("The sample company: people, levels and competencies typed in ...")
    inputs = replace(data, matrices=(), weights=())
    if not options.ids:
        inputs = ask_for_names(inputs)
    job.storage.create(company, describe(inputs), rows(inputs))
    build_outcome = _run_command(job, "build", {}, company)
    job.say("... and the texts of the matrix.")
    _type_texts(job, company, data)
    roadmap_outcome = _run_command(job, "roadmap", {"ics": folder / "roadmap.ics"}, company)
    score_outcome = _run_command(job, "score", {}, company)
    # after what fills the tabs it looks at: a later check of the sample finds the same
    validate_outcome = _run_command(job, "validate", {}, company)
    _run_command(job, "delta", {}, company)
    _run_command(job, "expand", {"long": folder / "statements.csv"}, company)
    pages = _run_command(job, "explain", {})
    export_outcomes = [
        _run_command(job, "export", {"to": folder / name, "per": form_kind}, company)
        for name, form_kind in (("forms", "employee"), ("packs", "manager"))
    ]
    _run_command(job, "collect", {}, company)
    summary = dict(_summary(data, (build_outcome, validate_outcome, score_outcome, roadmap_outcome, pages)))
    forms, packs = (len(outcome.data["files"]) for outcome in export_outcomes)
    descriptions = {
        **_FILES,
        "forms": f"{quantity(forms, 'workbook')}, one for each employee",
        "packs": f"{packs}, one for each manager",
    }
    files = sorted(str(path.relative_to(folder)) for path in folder.iterdir())
    to_try = [command.format(company=replace(job, path=company).argument, folder=folder) for command in _TO_TRY]
    return Outcome(
        f"The sample company is in {folder}.",
        data={"folder": str(folder), "files": files, "summary": summary, "try": to_try},
        lines=[
            *summary.items(),
            *((str(folder / name), words) for name, words in descriptions.items()),
            *(("Then try", command) for command in to_try),
        ],
        next=f"Open {company}: it starts on Start, which says what to do next.",
    )


def _fresh(folder: Path) -> Path:
    """The folder, or the first of folder-2, folder-3 ... that is absent or empty."""
    number, candidate = 1, folder
    while candidate.exists() and (not candidate.is_dir() or any(candidate.iterdir())):
        number += 1
        candidate = folder.with_name(f"{folder.name}-{number}")
    return candidate


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(folder.name, "cannot be made here", "name a folder you may write to") from error


def sample() -> Dataset:
    """The sample company as a data set: two frameworks and everything typed into its workbook."""
    company = parse_starter(_COMPANY.read_text(encoding="utf-8"), _COMPANY.name, sections())
    data = dataset_of([*(load_starter(name) for name in _FRAMEWORKS), company])
    return replace(data, chosen_employee=_SHOWN_PERSON)


def _run_command(job: Job, name: str, words: dict[str, object], path: Path | None = None) -> Outcome:
    # asked for here, not at the top: the list of commands holds this one too
    from xl_addin.commands import all_commands

    sample_command: Command = all_commands()[name]
    outcome = perform(
        sample_command,
        sample_command.options.model_validate(words),
        storage=job.storage,
        today=job.today,
        path=path,
        say=job.say,
    )
    job.say(f"{name}: {outcome.sentence}")
    return outcome


def _type_texts(job: Job, path: Path, data: Dataset) -> None:
    """Write the sample's texts into the empty Matrix tabs, the way a person would: cell by cell, by name."""
    with job.storage.open(path) as book:
        reading = read_dataset(book.read_snapshot())
        edits = []
        for table_matrix in reading.data.matrices:
            source = data.matrix[table_matrix.track].text
            cells = {
                (cell.row, cell.level): source[cell.competency, cell.level].text
                for cell in table_matrix.cells
                if (cell.competency, cell.level) in source
            }
            edits.append(SetCells(table_matrix.table, cells))
        book.write(edits, reading.tables, describe(reading.data))


def _summary(data: Dataset, outcomes: tuple[Outcome, ...]) -> Iterator[tuple[str, str]]:
    build_outcome, validate_outcome, score_outcome, roadmap_outcome, pages = outcomes
    findings = validate_outcome.data["findings"]
    people, tracks = quantity(len(data.people), "person", "people"), quantity(len(data.tracks), "track")
    yield "Company", f"{data.settings['organisation']}: {people}, {tracks}"
    yield (
        "Matrix",
        f"{quantity(len(build_outcome.data['tabs_added']), 'tab')}, {quantity(data.cell_counts()[0], 'cell')} of text",
    )
    yield (
        "Rules",
        f"{len(validate_outcome.data['rules_run'])} ran; {quantity(len(pages.data['pages']), 'page')} to "
        "read with explain",
    )
    yield (
        "Findings",
        ", ".join(
            quantity(sum(f["severity"] == severity for f in findings), word)
            for severity, word in (("error", "error"), ("warning", "warning"), ("info", "hint"))
        ),
    )
    overall = validate_outcome.data["overall"]
    weakest = min(
        validate_outcome.data["criteria"],
        key=lambda criterion: 101 if criterion["score"] is None else criterion["score"],
    )
    yield (
        "Framework",
        "no score" if overall is None else f"{int(overall)} of 100 in {weakest['name']}, the weakest of five criteria",
    )
    health = score_outcome.data["track_health"]
    lowest = " ".join(item["text"] for item in health["items"] if item["key"] in health["top"])
    yield "Survey", f"{quantity(health['respondents'], 'respondent')} agree least with: {lowest}"
    actions = roadmap_outcome.data["actions"]
    yield "Roadmap", f"{quantity(len(actions), 'action')}, {sum(bool(a['flags']) for a in actions)} to look at"
    for cycle in sorted({person["cycle"] for person in score_outcome.data["people"]}):
        yield cycle, _cycle([row for row in person_scores(data) if row.cycle == cycle])


def _cycle(score_rows: list[ScoreRow]) -> str:
    figures, people = (
        [row.score for row in score_rows if row.score is not None],
        quantity(len(score_rows), "person", "people"),
    )
    if not figures:
        return f"{people}, nobody rated yet"
    mean = sum(figures) / len(figures)
    return f"{people}, {len(figures)} with a score (mean {mean:.0%}), {len(score_rows) - len(figures)} without"
