"""My team: the first tab of a pack. Who is done, what is below, what is due: in counts that follow the other tabs."""

from collections.abc import Mapping, Sequence

from xl_addin.cells.area import quoted
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.form.tab_parts import display_column, do_now, send_back, whose_line
from xl_addin.exchange.form.team_figures import (
    OWN_VIEW_IN,
    SENTENCE_FORMULA,
    TO_DO_FORMULA,
    DirectReport,
    gap_figures,
    report_figures,
)
from xl_addin.layout.describe import Cell, CellContent, Column, Formula, Gap, Line, Link, Sheet, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import specifier
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

TABLE, BELOW_TABLE = "tblTeam", "tblBelow"
_ONE_PAGE = 12
"""So many reports and their counts fit one page that can be read."""
_STEPS = (
    "1   Read the own view before you rate.",
    "2   Rate what you saw; one example each.",
    "3   Talk, then agree one plan with a day.",
    "4   Save this workbook and send it back.",
)
_ALL_DONE = "✓ All done. Save this workbook and send it back."
_OPEN_TAB = "Open the tab →"
_FIRST_OPEN = f'IFERROR(MATCH("Rate *",{TABLE}[Sentence],0),MATCH("?*",{TABLE}[Sentence],0))'
"""The row of whom to turn to: somebody to rate, else anybody with whom something is left to do."""


def overview(data: Dataset, name: str, manager: Employee, reports: Sequence[DirectReport], terms: Terms) -> Sheet:
    """The tab."""
    columns = (*_columns(), *_gap_columns(reports).values())
    is_small = len(reports) <= _ONE_PAGE
    return Sheet(
        name=name,
        title=name,
        purpose=f"{manager.name or 'Your pack'}  ·  round {terms.cycle}  ·  {send_back(data, terms)}",
        group="results",
        blocks=(
            whose_line(manager.id),
            do_now(_bar(reports), span=6),
            Gap(),
            Table(TABLE, columns, ("name",), spare=0, row_height=30),
            Gap(),
            *_stand(reports),
            Gap(),
            Line((Cell("What is below expectation?", "heading", span=4),)),
            _below_table(),
        ),
        widths=tuple(column.width for column in columns),
        tints={TABLE: _TINTS, BELOW_TABLE: (Tint('LEFT({below},1)="▼"', "low", ("below",)),)},
        for_reading=True,
        is_protected=True,
        pages=1 if is_small else 0,
    )


_TINTS = (
    Tint('LEFT({to_do},1)="!"', "warning", ("to_do",)),
    Tint('LEFT({to_do},1)="▸"', "next_word", ("to_do",)),
    Tint('LEFT({to_do},1)="✓"', "done", ("to_do",)),
    Tint('LEFT({biggest},1)="▼"', "low", ("biggest",)),
)


def _columns() -> tuple[Column, ...]:
    shown = (
        display_column("name", "Name", "Leads to this person's tab.", 23, "link_boxed", kind="label"),
        display_column("level", "Level", "The level held now.", 20),
        display_column("own_view", "Own view", "Whether the person's own ratings came in.", 14, "count"),
        display_column("rated", "Your ratings", "Lines you have rated, of those that apply.", 15, "count"),
        display_column("meets", "Meets", "Lines met, of those you have rated.", 15, "tally"),
        display_column("biggest", "Biggest gap", "Where your rating is furthest below what is expected.", 27),
        display_column("due", "Plan due", "The first day of a plan that is neither done nor dropped.", 14, "day"),
        display_column("to_do", "What to do", "What comes next with this person.", 22, "computed", TO_DO_FORMULA),
    )
    hidden = (
        display_column("open", "Open", "Lines of this level you have not rated.", 0, "count"),
        display_column("plans", "Plans", "Actions agreed.", 0, "count"),
        display_column("sentence", "Sentence", "What comes next, as the bar says it.", 0, "computed", SENTENCE_FORMULA),
        display_column("target", "Target", "The cell where rating begins.", 0),
    )
    return (*shown, *hidden)


def _gap_columns(reports: Sequence[DirectReport]) -> Mapping[str, Column]:
    """A hidden column for each competency anybody in the team is rated on, by its ID."""
    titles: set[str] = set()
    columns = {}
    for competency, name in _competency_names(reports).items():
        title = f"Gap in {name}" if f"gap in {name}".casefold() not in titles else f"Gap in {name} ({competency})"
        titles.add(title.casefold())
        columns[competency] = display_column(_gap_field(competency), title, "Expected minus your rating.", 0, "gap")
    return columns


def _competency_names(reports: Sequence[DirectReport]) -> Mapping[str, str]:
    return {competency: name for report in reports for competency, name, _ in report.competencies}


def _gap_field(competency: str) -> str:
    return f"c_{competency}"


def _bar(reports: Sequence[DirectReport]) -> Sequence[CellContent]:
    """Whom to turn to now, and the way to their tab."""
    sentences = [report.sentence for report in sorted(reports, key=lambda report: not report.tally.blank_count)]
    sentence = next(filter(None, sentences), "")
    text = f'IFERROR(INDEX({TABLE}[Sentence],{_FIRST_OPEN}),"{_ALL_DONE}")'
    link = f'IFERROR(HYPERLINK(INDEX({TABLE}[Target],{_FIRST_OPEN}),"{_OPEN_TAB}"),"")'
    return [Formula(text, sentence or _ALL_DONE), None, Formula(link, _OPEN_TAB if sentence else "")]


def _stand(reports: Sequence[DirectReport]) -> Sequence[Line]:
    """How many are done, beside the steps of the round."""
    due = f"{TABLE}[Plan due]"
    counts = (
        ("Rated", f"COUNTIF({TABLE}[Open],0)", [not report.tally.blank_count for report in reports]),
        ("Own views in", f'COUNTIF({TABLE}[Own view],"{OWN_VIEW_IN}")', [report.has_own_view for report in reports]),
        ("Plans agreed", f'COUNTIF({TABLE}[Plans],">0")', [report.plan_count > 0 for report in reports]),
        ("Plans late", f"SUMPRODUCT(ISNUMBER({due})*({due}<TODAY()))", [report.is_late for report in reports]),
    )
    heads = (Cell("Where do we stand?", "heading", span=4), None, Cell("This round", "heading", span=3))
    return [Line(heads)] + [
        Line(
            (
                Cell(words, "hint_line"),
                Cell(Formula(f'{formula}&" of "&ROWS({due})', f"{sum(states)} of {len(reports)}"), "lead"),
                *[None] * 3,
                Cell(step, "hint_line"),
            ),
            height=22,
        )
        for (words, formula, states), step in zip(counts, _STEPS, strict=True)
    ]


def _below_table() -> Table:
    columns = (
        display_column("name", "Competency", "What is rated.", 23, "key", kind="label"),
        display_column("below", "People below", "Reports rated below what is expected, of those rated.", 20, "tally"),
    )
    return Table(BELOW_TABLE, columns, ("name",), spare=0, row_height=22)


def overview_rows(reports: Sequence[DirectReport]) -> Mapping[str, Sequence[RowValues]]:
    """A row for each report and for each competency, every figure a formula over their tabs."""
    gaps = [gap_figures(report) for report in reports]
    return {
        TABLE: [_row(report, figures) for report, figures in zip(reports, gaps, strict=True)],
        BELOW_TABLE: [
            {"name": name, "below": _below(column.header, [figures.get(competency) for figures in gaps])}
            for (competency, column), name in zip(
                _gap_columns(reports).items(), _competency_names(reports).values(), strict=True
            )
        ],
    }


def _row(report: DirectReport, gaps: Mapping[str, Formula]) -> RowValues:
    return {
        "name": Link(report.name, report.tab),
        "level": report.level,
        "target": f"#{quoted(report.tab)}!{report.first_cell}",
        **report_figures(report),
        **{_gap_field(competency): figure for competency, figure in gaps.items()},
    }


def _below(header: str, gaps: Sequence[Formula | None]) -> Formula:
    """How many are below, of those rated."""
    column = f"{TABLE}[{specifier(header)}]"
    points = [gap.value for gap in gaps if gap is not None and isinstance(gap.value, int)]
    below_count = sum(point > 0 for point in points)
    count = f'COUNTIF({column},">0")'
    text = f'IF(COUNT({column})=0,"–",IF({count}=0,"✓ nobody","▼ "&{count}&" of "&COUNT({column})))'
    return Formula(text, f"▼ {below_count} of {len(points)}" if below_count else "✓ nobody" if points else "–")
