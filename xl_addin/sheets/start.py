"""Start: what the workbook is for, how far it is through the twelve steps, and what to do now."""

from xl_addin import __version__
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Link, Sheet
from xl_addin.layout.roles import Role
from xl_addin.model.dataset import Dataset
from xl_addin.sheets.step_progress import (
    CLOSING_WORDS,
    SEED_STEPS,
    STATUS_COMPLETE,
    STATUS_NOT_NEEDED,
    SeedStep,
    StepProgress,
    status_word,
)

ORDER = 10

LEGEND: tuple[tuple[str, Role, str], ...] = (
    ("Yours to fill", "input", "Type or choose here."),
    ("Worked out", "computed", "A formula or a result: leave it be."),
    ("Look here", "warning", "Something to check; the Findings tab says what."),
    ("Not needed", "not_needed", "Does not apply, or is settled."),
)
BUTTONS = (
    ("Build", "Makes or refreshes the Matrix tabs from Competencies, Levels and Tracks; every word written stays."),
    ("Validate", "Checks the framework against its rules and lists what to fix, with links."),
    ("Score", "Works out gaps, coverage and scores from ratings, and what respondents say."),
    ("Roadmap", "Plans the roll-out from today's stage on; what you typed stays."),
)


def sheet(data: Dataset) -> Sheet:
    all_progress = [step.twin(data) for step in SEED_STEPS]
    return Sheet(
        name="Start",
        title="Career tracks",
        purpose="From the spreadsheet you have to career tracks people can see, trust and use.",
        group="steps",
        blocks=(
            Line((Cell("Do this now", "banner_label"), Cell(_next_todo(all_progress), "next", span=3)), height=30),
            Line((Cell("", "body"), Cell(_share(all_progress), "hint", span=3))),
            Gap(),
            Line(tuple(Cell(text, "heading") for text in ("Step", "What to do", "So far", "Status"))),
            *(
                _line(number, step, progress)
                for number, (step, progress) in enumerate(zip(SEED_STEPS, all_progress, strict=True))
            ),
            Gap(),
            Line((Cell("What the colours mean", "heading", span=2),)),
            *(Line((Cell(name, role), Cell(text, "body"))) for name, role, text in LEGEND),
            Gap(),
            Line((Cell("What the buttons do", "heading", span=2),)),
            *(Line((Cell(name, "lead"), Cell(text, "body"))) for name, text in BUTTONS),
            Gap(),
            Line((Cell(f"Made with Trackbook {__version__}", "stamp", span=2),)),
        ),
        widths=(30, 84, 22, 16),
        for_reading=True,
    )


def _line(number: int, step: SeedStep, progress: StepProgress) -> Line:
    count_name, status_name = f"done{number}", f"status{number}"
    tints = (
        (f'LEFT({{{status_name}}},1)="{STATUS_NOT_NEEDED[0]}"', "not_needed"),
        (f'LEFT({{{status_name}}},1)="{STATUS_COMPLETE[0]}"', "done"),
    )
    return Line(
        (
            Cell(Link(f"{step.number}  {step.title}", step.tab), "link", tints=tints[:1]),
            Cell(step.todo, "body", name=f"todo{number}", tints=tints[:1]),
            Cell(Formula(step.so_far, progress.so_far), "hint", name=count_name, tints=tints[:1]),
            Cell(Formula(step.status, status_word(progress)), "done", name=status_name, tints=tints),
        )
    )


def _is_settled(number: int) -> str:
    mark = f"LEFT({{status{number}}},1)"
    return f'OR({mark}="{STATUS_COMPLETE[0]}",{mark}="{STATUS_NOT_NEEDED[0]}")'


def _next_todo(all_progress: list[StepProgress]) -> Formula:
    text = f'"{CLOSING_WORDS}"'
    for number in range(len(SEED_STEPS) - 1, -1, -1):
        text = f"IF({_is_settled(number)},{text},{{todo{number}}})"
    first = next(
        (
            s.todo
            for s, progress in zip(SEED_STEPS, all_progress, strict=True)
            if status_word(progress) not in (STATUS_COMPLETE, STATUS_NOT_NEEDED)
        ),
        CLOSING_WORDS,
    )
    return Formula(text, first)


def _share(all_progress: list[StepProgress]) -> Formula:
    count = "+".join(f"{_is_settled(number)}" for number in range(len(SEED_STEPS)))
    settled_count = sum(status_word(progress) in (STATUS_COMPLETE, STATUS_NOT_NEEDED) for progress in all_progress)
    return Formula(
        f'({count})&" of {len(SEED_STEPS)} steps settled"', f"{settled_count} of {len(SEED_STEPS)} steps settled"
    )
