"""What matters against what works: a plot of the six benefits, and the same as a table beside it."""

from collections.abc import Sequence

from xl_addin.layout.describe import Cell, Formula
from xl_addin.layout.plots import Plot, PlotSeries
from xl_addin.model.answers import BENEFITS
from xl_addin.model.dataset import Dataset
from xl_addin.scores.d07_importance_performance import BY_MEANS, MIDDLE, Point
from xl_addin.scores.formula import in_use, rating_formula
from xl_addin.sheets.benefits import benefit_comparison

SHORT_NAMES = {
    "H1": "Known to every employee",
    "H2": "Easy to open",
    "H3": "Used for personal plans",
    "H4": "Grow with the company",
    "H5": "Fair and easy to measure",
    "H6": "Help employees and managers",
    "H7": "Match our values",
    "B1": "Professional growth",
    "B2": "Culture",
    "B3": "Better hiring",
    "B4": "Clear way ahead",
    "B5": "Fairer reviews",
    "B6": "Keeping good people",
}
"""Key of a statement -> its name where there is little room."""
QUADRANT_WORDS = {
    "Concentrate here": "! Fix first",
    "Keep up": "✓ Keep it up",
    "Low priority": "Could wait",
    "Possible overkill": "Enough as it is",
    "Watch": "Watch",
}
"""What of a benefit is to be done, as the score has it -> in plain words."""

_LOW, _HIGH = 0.8, 5.75
_OUTSIDE = -9
"""A place outside the picture, for what has no rating."""
_GAP, _STEP = 0.7, 0.45
"""Points of equal importance this near each other have names that would lie on one another: later ones are lower."""
_CORNERS = (
    ("Fix first", 0.85, 5.5),
    ("Keep it up", 3.2, 5.5),
    ("Could wait", 0.85, 1.0),
    ("Enough as it is", 3.2, 1.0),
)


def plot() -> Plot:
    """The plot; its numbers stand in hidden columns beside the table."""
    points = (
        PlotSeries("point", f"{{name{number}}}", (f"across{number}",), (f"up{number}",))
        for number in range(len(BENEFITS))
    )
    words = (
        PlotSeries("strong_word" if number == 0 else "word", word, (f"word_across{number}",), (f"word_up{number}",))
        for number, (word, _, _) in enumerate(_CORNERS)
    )
    lines = (
        PlotSeries("line", "", (f"{way}_across0", f"{way}_across1"), (f"{way}_up0", f"{way}_up1"))
        for way in ("upright", "level")
    )
    return Plot(
        (*points, *words, *lines),
        across="works today  →",
        up="matters to us  →",
        alt="Each benefit by how well it works today, across, and how much it matters, up.",
        low=_LOW,
        high=_HIGH,
        column_offset=4,
        width=540,
        height=330,
    )


def benefit_cells(data: Dataset, number: int) -> Sequence[Cell | None]:
    """A benefit: how much it matters, how well it works, what follows; and where it stands in the plot."""
    point = benefit_comparison(data).points[number]
    position = f'MATCH("{point.key}",tblBenefits[Key],0)'
    matters, works = f"{{matters{number}}}", f"{{works{number}}}"
    words = QUADRANT_WORDS.get(point.quadrant, "")
    quadrant = f"INDEX(tblBenefits[What to do],{position})"
    pairs = ",".join(f'"{name}"' for name in QUADRANT_WORDS)
    plain_words = ",".join(f'"{name}"' for name in QUADRANT_WORDS.values())
    so_formula = f'IFERROR(INDEX({{{plain_words}}},MATCH({quadrant},{{{pairs}}},0)),"")'
    tints = (('LEFT({own},1)="!"', "warning"),)
    matters_formula = f'IFERROR({rating_formula(f"INDEX(tblBenefits[Importance],{position})")},"")'
    return (
        Cell(SHORT_NAMES[point.key], "label", name=f"name{number}"),
        Cell(Formula(matters_formula, _figure(point.importance)), "count", name=f"matters{number}"),
        Cell(
            Formula(f'IFERROR(INDEX(tblBenefits[Performance],{position}),"")', _figure(point.performance)),
            "decimal",
            name=f"works{number}",
        ),
        Cell(Formula(so_formula, words), "done", tints=tints),
        Cell(
            Formula(f"IF(COUNT({matters},{works})=2,{works},{_OUTSIDE})", _width(point)),
            "stamp",
            name=f"across{number}",
        ),
        Cell(Formula(_up_formula(number), _height(data, number)), "stamp", name=f"up{number}"),
    )


def _figure(figure: float | None) -> float | str:
    return "" if figure is None else figure


def _is_placed(point: Point) -> bool:
    return point.importance is not None and point.performance is not None


def _width(point: Point) -> float:
    return point.performance if point.performance is not None and _is_placed(point) else _OUTSIDE


def _up_formula(number: int) -> str:
    matters, works = f"{{matters{number}}}", f"{{works{number}}}"
    lower = ""
    if number:
        range_of = {kind: f"{{{kind}0}}:{{{kind}{number - 1}}}" for kind in ("matters", "works")}
        lower = (
            f'-{_STEP}*COUNTIFS({range_of["matters"]},{matters},{range_of["works"]},"<"&({works}+{_GAP}),'
            f'{range_of["works"]},">"&({works}-{_GAP}))'
        )
    return f"IF(COUNT({matters},{works})=2,{matters}{lower},{_OUTSIDE})"


def _height(data: Dataset, number: int) -> float:
    """The twin of `_up_formula`."""
    points = benefit_comparison(data).points
    point = points[number]
    if point.importance is None or point.performance is None:
        return _OUTSIDE
    near = sum(
        earlier.importance == point.importance
        and earlier.performance is not None
        and abs(earlier.performance - point.performance) < _GAP
        for earlier in points[:number]
    )
    return point.importance - _STEP * near


def corner_cells(number: int) -> Sequence[Cell]:
    """Hidden cells: where the word of a quadrant stands; none beyond the fourth."""
    if number >= len(_CORNERS):
        return ()
    _, across, up = _CORNERS[number]
    return Cell(across, "stamp", name=f"word_across{number}"), Cell(up, "stamp", name=f"word_up{number}")


def cross_cells(data: Dataset, number: int) -> Sequence[Cell]:
    """Hidden cells: the ends of the lines that part high from low; two upright, two level."""
    if number >= len(_CORNERS):
        return ()
    comparison = benefit_comparison(data)
    end = _HIGH if number % 2 else _LOW
    if number < 2:
        place = Formula(_cross_formula("Performance"), _or_middle(comparison.cross_performance))
        return Cell(place, "stamp", name=f"upright_across{number}"), Cell(end, "stamp", name=f"upright_up{number}")
    place = Formula(_cross_formula("Importance"), _or_middle(comparison.cross_importance))
    level = number - 2
    return Cell(end, "stamp", name=f"level_across{level}"), Cell(place, "stamp", name=f"level_up{level}")


def _cross_formula(header: str) -> str:
    mean = f'IFERROR(AVERAGEIFS(tblBenefits[{header}],tblBenefits[Gap],">-9"),{MIDDLE:g})'
    return f'IF(TRIM({in_use("D07.cross")})="{BY_MEANS}",{mean},{MIDDLE:g})'


def _or_middle(cross: float | None) -> float:
    return MIDDLE if cross is None else cross
