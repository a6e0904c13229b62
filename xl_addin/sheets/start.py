"""Start: what the workbook is for, how far it is, and what to do now."""

from collections.abc import Callable
from dataclasses import dataclass

from xl_addin import __version__
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Link, Sheet
from xl_addin.model.dataset import Dataset

ORDER = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: where it is done, how far it is (Excel formula and Python twin) and when it is done.

    `count` counts what is there, `wanted` what there should be; the step is done when wanted > 0 and count >= wanted.
    """

    title: str
    todo: str
    tab: str
    count: str
    wanted: str
    twin: Callable[[Dataset], tuple[int, int]]


def _filled(table: str, header: str) -> str:
    return f'SUMPRODUCT(--({table}[{header}]<>""))'


STEPS = (
    Step(
        "Competencies",
        "Name 8 to 12 things people do well here, or start from a ready-made set.",
        "Competencies",
        _filled("tblCompetencies", "Competency ID"),
        "3",
        lambda data: (len([c for c in data.competencies if c.id]), 3),
    ),
    Step(
        "Tracks",
        "Name the ways people can grow: one row for each track.",
        "Tracks",
        _filled("tblTracks", "Track ID"),
        "1",
        lambda data: (len([t for t in data.tracks if t.id]), 1),
    ),
    Step(
        "Levels",
        "Name the levels of each track and what leads where.",
        "Levels",
        _filled("tblLevels", "Level ID"),
        "2",
        lambda data: (len([level for level in data.levels if level.id]), 2),
    ),
    Step(
        "Matrix",
        "Press Build for a Matrix tab a track, then write what each level looks like.",
        "Tracks",
        "SUM(tblTracks[Cells written])",
        "SUM(tblTracks[Cells to write])",
        lambda data: data.written(),
    ),
    Step(
        "People",
        "List who is on which track and level.",
        "People",
        _filled("tblPeople", "Employee ID"),
        "1",
        lambda data: (len([p for p in data.people if p.id]), 1),
    ),
    Step(
        "Assessments",
        "Rate 1 to 5 with evidence, person by person.",
        "Assessments",
        "COUNT(tblAssessments[Manager rating])",
        f'MAX(1,{_filled("tblAssessments", "Employee ID")}-COUNTIF(tblAssessments[Manager rating],"N/A"))',
        lambda data: (
            sum(isinstance(r.manager_rating, int) for r in data.ratings),
            max(1, len([r for r in data.ratings if r.employee]) - sum(r.manager_rating == "N/A" for r in data.ratings)),
        ),
    ),
)


FINISHED = "All set. Press Validate, then Score, and look at Findings and Scores."

LEGEND = (
    ("Yours to fill", "input", "Type or choose here."),
    ("Worked out", "computed", "A formula or a result: leave it be."),
    ("Look here", "warning", "Something to check; the Findings tab says what."),
    ("Not needed", "not_needed", "Does not apply, or is settled."),
)


def sheet(data: Dataset) -> Sheet:
    rows = [_step_line(number, step, data) for number, step in enumerate(STEPS, 1)]
    return Sheet(
        name="Start",
        title="Career tracks",
        purpose="From the spreadsheet you have to career tracks people can see, trust and use.",
        group="steps",
        blocks=(
            Line((Cell("Do this now", "banner_label"), Cell(_now(data), "next", span=4)), height=30),
            Gap(),
            Line(
                (
                    Cell("Step", "heading"),
                    Cell("What to do", "heading"),
                    Cell("Done", "heading_centred"),
                    Cell("Of", "heading_centred"),
                    Cell("Status", "heading"),
                )
            ),
            *rows,
            Gap(),
            Line((Cell("What the colours mean", "heading", span=2),)),
            *(Line((Cell(name, role), Cell(text, "body"))) for name, role, text in LEGEND),  # type: ignore[arg-type]
            Gap(),
            Line((Cell("How the buttons help", "heading", span=2),)),
            *(Line((Cell(name, "lead"), Cell(text, "body"))) for name, text in BUTTONS),
            Gap(),
            Line((Cell(f"Made with Trackbook {__version__}", "stamp", span=2),)),
        ),
        widths=(24, 66, 9, 9, 18),
        read=True,
        landscape=True,
    )


BUTTONS = (
    (
        "Build",
        "Makes or refreshes the Matrix tabs from Competencies, Levels and Tracks. Keeps every word already written.",
    ),
    ("Validate", "Checks the framework against its rules and lists what to fix, with links."),
    ("Score", "Works out gaps, coverage and scores from the ratings."),
)


def _step_line(number: int, step: Step, data: Dataset) -> Line:
    count, wanted = step.twin(data)
    return Line(
        (
            Cell(Link(f"{number}  {step.title}", step.tab), "link"),
            Cell(step.todo, "body", name=f"todo{number}"),
            Cell(Formula(step.count, count), "figure", name=f"count{number}"),
            Cell(Formula(step.wanted, wanted), "figure", name=f"wanted{number}"),
            Cell(
                Formula(
                    f'IF(AND({{wanted{number}}}>0,{{count{number}}}>={{wanted{number}}}),"✓ Done",'
                    f'IF({{count{number}}}>0,"◐ Under way","○ To do"))',
                    _status(count, wanted),
                ),
                "done",
                name=f"status{number}",
            ),
        )
    )


def _status(count: int, wanted: int) -> str:
    if wanted > 0 and count >= wanted:
        return "✓ Done"
    return "◐ Under way" if count > 0 else "○ To do"


def _now(data: Dataset) -> Formula:
    text = f'"{FINISHED}"'
    for number in range(len(STEPS), 0, -1):
        text = f'IF(LEFT({{status{number}}},1)<>"✓",{{todo{number}}},{text})'
    open_steps = [step.todo for step in STEPS if not _status(*step.twin(data)).startswith("✓")]
    return Formula(text, open_steps[0] if open_steps else FINISHED)
