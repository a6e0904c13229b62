"""Answer: what the answers on Needs say: where tracks are weakest, what matters and works, and the stage."""

from collections.abc import Sequence

from xl_addin.layout.describe import Cell, Formula, Gap, Line, Sheet
from xl_addin.layout.roles import Role
from xl_addin.model.answers import BENEFITS, HEALTH, STAGES
from xl_addin.model.dataset import Dataset
from xl_addin.scores.formula import MAXIFS
from xl_addin.sheets.answer_plot import SHORT_NAMES, benefit_cells, corner_cells, cross_cells, plot
from xl_addin.sheets.benefits import BENEFIT_QUESTIONS, benefit_comparison
from xl_addin.sheets.open_questions import TRACKS_ANSWER
from xl_addin.sheets.stage import STAGE_ANSWER, STAGE_MEANINGS, chosen_stage
from xl_addin.sheets.track_health import HEALTH_QUESTIONS

ORDER = 25
NAME = "Answer"
_HERE_MARK = "◀ You are here: "
_NOT_YET = "Answer all of Needs; what it says then stands here."
_NO_TRACKS = "Not needed: no tracks yet"
_BLOCK, _BLOCKS_A_POINT = "█", 4
_DOTS = "…"
_WIDTHS = (29, 9, 34, 3, 28, 11, 11, 24, 0, 0, 0, 0, 0)
_WIDE = 8
"""How many columns are seen."""

Texts = tuple[str, str]
"""A formula and what it shows."""


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="What do our answers say?",
        purpose="Nothing to fill in here. It changes as you answer Needs.",
        group="steps",
        blocks=(
            Line((Cell(_verdict(data), "next", span=_WIDE),), 42),
            Line(
                (
                    *_heading("Where are today's tracks weakest?", 2),
                    Cell("1 to 5, weakest first", "section_note"),
                    None,
                    *_heading("What matters, and is it working?", 4),
                ),
                28,
            ),
            plot(),
            *(_weakest_line(data, place) for place in range(1, len(HEALTH) + 1)),
            Gap(height=10),
            *(
                Line((Cell(words, "computed"), Cell(Formula(*texts), "key", span=2)), 34)
                for words, texts in _first(data)
            ),
            Gap(height=10),
            Line((*_heading("Where are we on the way?", 3), None, *_heading("The same picture as a table", 4)), 28),
            _heads(),
            *(
                Line((*_stage_cells(data, stage), None, *benefit_cells(data, number)), 26)
                for number, stage in enumerate(STAGES)
            ),
            Gap(height=10),
            Line(tuple(_heading("What we wrote ourselves", _WIDE)), 28),
            *(
                Line((Cell(words, "computed"), Cell(Formula(*texts), "label", span=_WIDE - 1)))
                for words, texts in _notes(data)
            ),
        ),
        widths=_WIDTHS,
        for_reading=True,
    )


def _heading(words: str, width: int) -> tuple[Cell, ...]:
    return Cell(words, "heading"), *(Cell(None, "heading") for _ in range(width - 1))


def _heads() -> Line:
    right: tuple[tuple[str, Role], ...] = (
        ("Benefit", "header"),
        ("Matters", "header_centred"),
        ("Works", "header_centred"),
        ("So", "header"),
    )
    left = (Cell("Stage", "header"), Cell("What happens in it", "header", span=2))
    return Line((*left, None, *(Cell(*head) for head in right)), 24)


def _verdict(data: Dataset) -> Formula:
    """What to fix first, else what matters most, and the stage."""
    comparison = benefit_comparison(data)
    rated = [point for point in comparison.points if point.priority is not None]
    text = {item.key: item.text for item in BENEFITS}
    top = BENEFIT_QUESTIONS.top_words(data.benefits)
    stage = chosen_stage(data)
    if rated:
        first = f"First of all: {text[max(rated, key=lambda point: point.priority or 0).key]}"
    else:
        first = f"Most important: {top}" if top else _NOT_YET
    priorities = "tblBenefits[Priority]"
    first_row = f"INDEX(tblBenefits[Benefit],MATCH(MAX({priorities}),{priorities},0))"
    formula = (
        f'IF(COUNT({priorities})>0,"First of all: "&{first_row},'
        f'IF({BENEFIT_QUESTIONS.top_formula()}="","{_NOT_YET}","Most important: "&{BENEFIT_QUESTIONS.top_formula()}))'
        f'&IF({STAGE_ANSWER}="","",".   You are in stage: "&{STAGE_ANSWER})'
    )
    return Formula(formula, first + (f".   You are in stage: {stage}" if stage else ""))


def _weakest_line(data: Dataset, place: int) -> Line:
    """One statement, its rating and a bar; which of them stands where follows from their ranks."""
    order = [key for keys in HEALTH_QUESTIONS.question_ranking(data.health) for key in keys]
    key = order[place - 1] if place <= len(order) else ""
    rating = next((r.rating for r in data.health if r.id == key and key), None)
    row = f"{{place{place}}}"
    row_number = next((n for n, r in enumerate(data.health, 1) if r.id == key and key), "")
    keys = ",".join(f'"{item.key}"' for item in HEALTH)
    names = ",".join(f'"{SHORT_NAMES[item.key]}"' for item in HEALTH)
    name_formula = f"INDEX({{{names}}},MATCH(INDEX(tblTrackHealth[Key],{row}),{{{keys}}},0))"
    idle = f'IF({TRACKS_ANSWER}="No","{_NO_TRACKS}","")' if place == 1 else '""'
    no_tracks = data.readiness_answer("Q3") == "No"
    blank = _NO_TRACKS if no_tracks and place == 1 else ""
    rating_formula = f'IF({row}="","",INDEX(tblTrackHealth[Rating],{row}))'
    bar_formula = f'IF({row}="","",REPT("{_BLOCK}",{_BLOCKS_A_POINT}*INDEX(tblTrackHealth[Rating],{row})))'
    low = ((f"AND(ISNUMBER({{rating{place}}}),{{rating{place}}}<=2)", "warning"),)
    cells: list[Cell | None] = [
        Cell(Formula(f'IF({row}="",{idle},{name_formula})', SHORT_NAMES[key] if key else blank), "key", tints=low),
        Cell(Formula(rating_formula, rating or ""), "count", name=f"rating{place}", tints=low),
        Cell(Formula(bar_formula, _BLOCK * (_BLOCKS_A_POINT * rating) if rating else ""), "bar"),
        *(None,) * 5,
        Cell(Formula(_row_formula(place), row_number), "stamp", name=f"place{place}"),
        *corner_cells(place - 1),
        *cross_cells(data, place - 1),
    ]
    return Line(tuple(cells), 22)


def _row_formula(place: int) -> str:
    """The row of the statement in this place: the first of its rank, else the next one of the rank before it."""
    ranks = "tblTrackHealth[Weakest first]"
    first = f"MATCH({place},{ranks},0)"
    if place == 1:
        return f'IFERROR({first},"")'
    previous = f"{{place{place - 1}}}"
    rest = f"INDEX({ranks},{previous}+1):INDEX({ranks},ROWS({ranks}))"
    tie = f'{previous}+MATCH({MAXIFS}({ranks},{ranks},"<{place}"),{rest},0)'
    return f'IFERROR(IF(COUNTIF({ranks},{place})>0,{first},{tie}),"")'


def _first(data: Dataset) -> Sequence[tuple[str, Texts]]:
    """What comes first: the weakest statement, the most important benefit."""
    return (
        ("Weakest", _or_dots(HEALTH_QUESTIONS.top_formula(), HEALTH_QUESTIONS.top_words(data.health))),
        ("Most important", _or_dots(BENEFIT_QUESTIONS.top_formula(), BENEFIT_QUESTIONS.top_words(data.benefits))),
    )


def _notes(data: Dataset) -> Sequence[tuple[str, Texts]]:
    """What was answered in words: what would change, the goal it serves."""
    return tuple(
        (words, _or_dots(f'INDEX({table}[Answer],1)&""', notes[0].answer if notes else ""))
        for words, table, notes in (
            ("What would change", "tblImpact", data.impact),
            ("Goal it serves", "tblGoal", data.goal),
        )
    )


def _or_dots(formula: str, words: str) -> Texts:
    return f'IF({formula}="","{_DOTS}",{formula})', words or _DOTS


def _stage_cells(data: Dataset, stage: str) -> Sequence[Cell]:
    """A stage and what happens in it; today's says so."""
    is_here = f'{STAGE_ANSWER}="{stage}"'
    words, here = STAGE_MEANINGS[stage], stage == chosen_stage(data)
    text = Formula(f'IF({is_here},"{_HERE_MARK}","")&"{words}"', (_HERE_MARK if here else "") + words)
    tints = ((is_here, "here"),)
    return Cell(stage, "key", tints=tints), Cell(text, "computed", span=2, tints=tints)
