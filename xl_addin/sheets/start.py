"""Start: what the workbook is for, how far it is through the twelve steps, and what to do now."""

from xl_addin import __version__
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Link, Role, Sheet
from xl_addin.model.dataset import Dataset
from xl_addin.sheets.progress import DONE, FINISHED, IDLE, STEPS, Progress, Step, status

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
    found = [step.twin(data) for step in STEPS]
    return Sheet(
        name="Start",
        title="Career tracks",
        purpose="From the spreadsheet you have to career tracks people can see, trust and use.",
        group="steps",
        blocks=(
            Line((Cell("Do this now", "banner_label"), Cell(_now(found), "next", span=3)), height=30),
            Line((Cell("", "body"), Cell(_share(found), "hint", span=3))),
            Gap(),
            Line(tuple(Cell(text, "heading") for text in ("Step", "What to do", "So far", "Status"))),
            *(_line(number, step, how) for number, (step, how) in enumerate(zip(STEPS, found, strict=True))),
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
        read=True,
    )


def _line(number: int, step: Step, how: Progress) -> Line:
    done, words = f"done{number}", f"status{number}"
    tints = (
        (f'LEFT({{{words}}},1)="{IDLE[0]}"', "not_needed"),
        (f'LEFT({{{words}}},1)="{DONE[0]}"', "done"),
    )
    return Line(
        (
            Cell(Link(f"{step.number}  {step.title}", step.tab), "link", tints=tints[:1]),
            Cell(step.todo, "body", name=f"todo{number}", tints=tints[:1]),
            Cell(Formula(step.so_far, how.so_far), "hint", name=done, tints=tints[:1]),
            Cell(Formula(step.status, status(how)), "done", name=words, tints=tints),
        )
    )


def _settled(number: int) -> str:
    mark = f"LEFT({{status{number}}},1)"
    return f'OR({mark}="{DONE[0]}",{mark}="{IDLE[0]}")'


def _now(found: list[Progress]) -> Formula:
    text = f'"{FINISHED}"'
    for number in range(len(STEPS) - 1, -1, -1):
        text = f"IF({_settled(number)},{text},{{todo{number}}})"
    first = next((s.todo for s, how in zip(STEPS, found, strict=True) if status(how) not in (DONE, IDLE)), FINISHED)
    return Formula(text, first)


def _share(found: list[Progress]) -> Formula:
    count = "+".join(f"{_settled(number)}" for number in range(len(STEPS)))
    settled = sum(status(how) in (DONE, IDLE) for how in found)
    return Formula(f'({count})&" of {len(STEPS)} steps settled"', f"{settled} of {len(STEPS)} steps settled")
