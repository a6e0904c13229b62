"""Start: what to do now, how far the twelve steps are, and which tabs appear when there is something in them."""

from collections.abc import Mapping, Sequence

from xl_addin import __version__
from xl_addin.layout.describe import Cell, CellContent, Formula, Gap, Line, Sheet
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.roles import Role
from xl_addin.layout.row_heights import row_height
from xl_addin.layout.structured_refs import literal
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import company
from xl_addin.sheets.cell_places import link_formula
from xl_addin.sheets.seed_steps import seed_steps
from xl_addin.sheets.start_figures import SETTLED, figure_formulas, start_figures
from xl_addin.sheets.start_state import start_sentence, state_number, way_there
from xl_addin.sheets.start_tabs import LATER_TABS
from xl_addin.sheets.step_progress import SEED_STEPS, SeedStep, StepProgress

ORDER = 10
NAME = "Start"

STATUS_COMPLETE, STATUS_NEXT, STATUS_UNDER_WAY, STATUS_LATER = "✓ Done", "▸ Next", "◐ Under way", "○ Later"
STATUS_NOT_NEEDED = "– Not needed"
_FULL, _EMPTY = "■ ", "□ "
_WIDTHS = (5, 40, 18, 10, 16, 3, 19, 41, 0, 0, 0, 0, 0, 0)
_BAR_WIDTH = 8
_APART = (None, None)
"""The hidden column of the table about the company, and one left free: its headers end there."""
_ROW = 19
_COMPANY_ROW = len(LATER_TABS) + 2
"""The step beside which the table about the company begins: below the tabs and the line that says how to see them."""
COMPANY_TABLE = company.TABLE
_UNHIDE = "No add-in? Right-click a tab, Unhide. All of them are there."


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="Career tracks",
        purpose="Tracks people can see, trust and use.",
        group="steps",
        blocks=(
            _to_do(data),
            Gap(height=8),
            Line(
                (
                    Cell(_bar(data), "lead"),
                    *(None,) * 5,
                    Cell("More tabs appear when there is something in them", "lead"),
                ),
                20,
            ),
            _heads(),
            *_step_lines(data, 1, _COMPANY_ROW - 1),
            company.TABLE,
            *_step_lines(data, _COMPANY_ROW, len(SEED_STEPS)),
            *_last_lines(data),
        ),
        widths=_WIDTHS,
        tints={company.TABLE.name: company.COMPANY_TINTS},
        for_reading=True,
    )


def _step_lines(data: Dataset, first: int, last: int) -> Sequence[Line]:
    """The lines of some steps, with what stands right of them and, hidden, what formulas go by."""
    right, heights = _right_half(data), _company_heights(data)
    return [
        Line(
            (*_step_cells(data, number), None, *right[number - 1], *_APART, *_hidden_cells(data, number)),
            heights.get(number, _ROW),
        )
        for number in range(first, last + 1)
    ]


def _company_heights(data: Dataset) -> Mapping[int, float]:
    """The steps beside an entry about the company -> how tall their rows are."""
    entries = company.rows(data)[company.TABLE.name]
    fields = [column.field for column in company.TABLE.columns]
    return {
        number: row_height(company.TABLE.columns, [entry[field] for field in fields], _ROW)
        for number, entry in enumerate(entries, _COMPANY_ROW + 1)
    }


def _last_lines(data: Dataset) -> Sequence[Line]:
    """Below the steps: the rest of what stands on the right, and what made the workbook."""
    rest = _right_half(data)[len(SEED_STEPS) :]
    words = (Cell(f"Made with Trackbook {__version__}", "stamp"), *(None,) * (len(rest) - 1))
    return [Line((left, *(None,) * 5, *right), _ROW) for left, right in zip(words, rest, strict=True)]


def _to_do(data: Dataset) -> Line:
    """The bar that says what to do now, with the link to the very cell."""
    blanks = (Cell(None, "next"),) * (_BAR_WIDTH - 2)
    hidden = (Cell(state_number(data), "stamp", name="state"),)
    return Line((Cell(start_sentence(data), "now"), *blanks, Cell(way_there(data), "next_link"), *hidden), 40)


def _bar(data: Dataset) -> Formula:
    """Twelve squares, as many of them filled as there are steps settled."""
    total, count = len(SEED_STEPS), start_figures(data).settled_count
    words = f"   {count} of {total} steps done"
    text = f'REPT("{_FULL}",{SETTLED})&REPT("{_EMPTY}",{total}-({SETTLED}))&"   "&({SETTLED})&" of {total} steps done"'
    return Formula(text, _FULL * count + _EMPTY * (total - count) + words)


def _heads() -> Line:
    left: tuple[tuple[str, Role], ...] = (
        ("", "header"),
        ("Step", "header"),
        ("Where", "header"),
        ("So far", "header_centred"),
        ("How it stands", "header"),
    )
    right: tuple[tuple[str, Role], ...] = (("Tab", "header"), ("Appears after", "header"))
    return Line((*(Cell(*head) for head in left), None, *(Cell(*head) for head in right)), 24)


def _step_cells(data: Dataset, number: int) -> Sequence[Cell]:
    """A step: its number, a link to it, its tab, how much is there, how it stands."""
    step, progress = seed_steps(data.by_names)[number - 1], start_figures(data).steps[number - 1]
    status = f"{{status{number}}}"
    idle = ((f'LEFT({status},1)="{STATUS_NOT_NEEDED[0]}"', "not_needed"),)
    is_going = f'OR(LEFT({status},1)="{STATUS_NEXT[0]}",LEFT({status},1)="{STATUS_UNDER_WAY[0]}")'
    tints = (*idle, (f'LEFT({status},1)="{STATUS_COMPLETE[0]}"', "done"), (is_going, "next_word"))
    return (
        Cell(number, "count", tints=idle),
        Cell(Formula(link_formula(step.place, literal(step.title)), step.title), "link_boxed", tints=idle),
        Cell(step.tab, "computed", tints=idle),
        Cell(_so_far(step, number, progress), "count", tints=idle),
        Cell(_status(data, number), "computed", name=f"status{number}", tints=tints),
    )


def _so_far(step: SeedStep, number: int, progress: StepProgress) -> CellContent:
    """How many of how many; nothing for a single answer, or where there is nothing to count yet."""
    if not step.is_counted:
        return None
    count, target = f"{{count{number}}}", f"{{target{number}}}"
    shown = f"{min(progress.count, progress.target)} of {progress.target}" if progress.target else ""
    return Formula(f'IF({target}=0,"",MIN({count},{target})&" of "&{target})', shown)


def _status(data: Dataset, number: int) -> Formula:
    steps = start_figures(data).steps
    progress = steps[number - 1]
    settled = [f"{{settled{earlier}}}" for earlier in range(1, number)]
    is_first = f"{'+'.join(settled)}={number - 1}" if settled else "1=1"
    step = seed_steps(data.by_names)[number - 1]
    way = f'IF({is_first},"{STATUS_NEXT}",IF({{count{number}}}>0,"{STATUS_UNDER_WAY}","{STATUS_LATER}"))'
    text = f'IF({{settled{number}}}=1,"{STATUS_COMPLETE}",{way})'
    if step.idle:
        text = f'IF({step.idle},"{STATUS_NOT_NEEDED}",{text})'
    return Formula(text, status_word(progress, is_first=all(earlier.is_settled for earlier in steps[: number - 1])))


def status_word(progress: StepProgress, *, is_first: bool) -> str:
    """How a step stands; `is_first` of the first that is not settled."""
    if not progress.is_needed:
        return STATUS_NOT_NEEDED
    if progress.is_complete:
        return STATUS_COMPLETE
    if is_first:
        return STATUS_NEXT
    return STATUS_UNDER_WAY if progress.count > 0 else STATUS_LATER


def _right_half(data: Dataset) -> Sequence[Sequence[Cell | None]]:
    """What stands right of the twelve steps: the tabs, how to see them all, the company, what the colours mean."""
    tabs = [later.cells(data) for later in LATER_TABS]
    # its headers, and a blank row: what follows a table at once would be taken into it
    room = ((None, None),) * (len(company.COMPANY_SETTINGS) + 2)
    rest: tuple[Sequence[Cell | None], ...] = (
        (Cell(_UNHIDE, "hint_line"), Cell(None, "hint_line")),
        *room,
        (Cell("Fill this next", "next_example"), Cell("the one colour that asks something of you", "computed")),
        (Cell("Yours, filled", "input"), Cell("change it any time", "computed")),
    )
    return *tabs, *rest


def _hidden_cells(data: Dataset, number: int) -> Sequence[Cell]:
    """What formulas of the tab go by: how much of the step is there, and one of the figures."""
    step, progress = seed_steps(data.by_names)[number - 1], start_figures(data).steps[number - 1]
    count, target = (f"{{{name}{number}}}" for name in ("count", "target"))
    is_settled = f"AND({target}>0,{count}>={target})"
    is_settled = f"OR({step.idle},{is_settled})" if step.idle else is_settled
    cells = [
        Cell(Formula(step.count, progress.count), "stamp", name=f"count{number}"),
        Cell(Formula(step.target, progress.target), "stamp", name=f"target{number}"),
        Cell(Formula(f"IF({is_settled},1,0)", int(progress.is_settled)), "stamp", name=f"settled{number}"),
    ]
    figures = list(figure_formulas(data).items())
    if number <= len(figures):
        name, formula = figures[number - 1]
        cells.append(Cell(formula, "stamp", name=name))
    return cells


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return company.rows(data)
