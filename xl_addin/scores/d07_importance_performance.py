"""Importance and performance: where better career tracks would matter most

What it says
    What you want from career tracks (step 6) is held against how the tracks of today do (step 4). Important but
    poorly done comes first. Each benefit is linked to the statements that show it; the setting D07.links holds the
    links and can be changed. Where a benefit is linked to two statements their mean counts; if one of them has no
    rating there is no figure.
    The cross-hairs part high from low: the middle of the scale, 3, or the means of what is compared. A figure exactly
    on a line is neither high nor low. All this is asked only of an organisation that has career tracks (step 3: Yes).

Formula
    gap = importance - performance
    priority = (importance - 1) / 4 * (5 - performance) / 4, from 0 to 1
    important, poorly done: Concentrate here; important, well done: Keep up; neither: Low priority; well done but
    less important: Possible overkill; on a line: Watch

Examples
    | Importance | Performance | Gap | Priority | Quadrant          |
    | 5          | 1           | 4   | 1        | Concentrate here  |
    | 4          | 2           | 2   | 0.5625   | Concentrate here  |
    | 5          | 4           | 1   | 0.25     | Keep up           |
    | 2          | 1           | 1   | 0.25     | Low priority      |
    | 1          | 5           | -4  | 0        | Possible overkill |
    | 3          | 2           | 1   | 0.375    | Watch             |
    | 4          | 3           | 1   | 0.375    | Watch             |
    | 4          |             |     |          |                   |

Source
    Martilla and James 1977, Importance-performance analysis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xl_addin.model.facts import OneOf
from xl_addin.model.setting import Setting
from xl_addin.model.text import trim_formula
from xl_addin.scores.d01_item import BENEFIT_FIGURES, HEALTH_FIGURES
from xl_addin.scores.d03_single import value_formula
from xl_addin.scores.formula import RATINGS, in_use

MIDDLE = 3.0
BY_MEANS = "means"
LINKS = "B1:H3; B2:H7; B3:H5; B4:H1,H2; B5:H5; B6:H6"

SETTINGS = (
    Setting(
        id="D07.links",
        group="Scores",
        default=LINKS,
        meaning="Which statements of Track health show each benefit: the benefit's key, a colon, the statements' keys "
        "separated by commas; benefits separated by semicolons.",
    ),
    Setting(
        id="D07.cross",
        group="Scores",
        default="middle",
        takes=OneOf(("middle", BY_MEANS)),
        meaning='What parts high from low: "middle" for the middle of the scale, 3; "means" for the means of all '
        "benefits compared.",
    ),
)


@dataclass(frozen=True, slots=True)
class Point:
    """One benefit between what is wanted and what is there."""

    key: str
    linked: tuple[str, ...]
    importance: float | None
    performance: float | None
    gap: float | None = None
    priority: float | None = None
    quadrant: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All benefits, and the cross-hairs used."""

    points: tuple[Point, ...]
    cross: str
    cross_importance: float | None
    cross_performance: float | None


def links_of(setting: object) -> dict[str, tuple[str, ...]]:
    """Benefit key -> statement keys; a part that cannot be read links nothing, and the first of two counts."""
    links: dict[str, tuple[str, ...]] = {}
    for part in "".join(str(setting).upper().split()).split(";"):
        key, colon, keys = part.partition(":")
        if colon:
            links.setdefault(key, tuple(keys.split(",")))
    return links


def performance(keys: Iterable[str], figures: Mapping[str, float | None]) -> float | None:
    """The mean of the linked statements; None unless every one has a figure."""
    values = [figures.get(key) for key in keys]
    numbers = [figure for figure in values if figure is not None]
    return sum(numbers) / len(numbers) if numbers and len(numbers) == len(values) else None


def priority(importance: float, performance_level: float) -> float:
    """How much there is to gain, 0-1."""
    return (importance - 1) / 4 * (5 - performance_level) / 4


def quadrant(importance: float, performance_level: float, cross: tuple[float, float] = (MIDDLE, MIDDLE)) -> str:
    """Where a benefit lies; rounding keeps a mean on its own line."""
    importance_offset, performance_offset = round(importance - cross[0], 9), round(performance_level - cross[1], 9)
    if not importance_offset or not performance_offset:
        return "Watch"
    if importance_offset > 0:
        return "Keep up" if performance_offset > 0 else "Concentrate here"
    return "Possible overkill" if performance_offset > 0 else "Low priority"


def compare_benefits(
    importance: Mapping[str, float | None], performance_levels: Mapping[str, float | None], links: object, cross: object
) -> Comparison:
    """Every benefit against the statements linked to it, in the order of the benefits."""
    statement_keys = links_of(links)
    pairs = {
        key: (figure, performance(statement_keys.get(key, ()), performance_levels))
        for key, figure in importance.items()
    }
    whole = [
        (importance_figure, performance_figure)
        for importance_figure, performance_figure in pairs.values()
        if importance_figure is not None and performance_figure is not None
    ]
    by_means = str(cross).strip().casefold() == BY_MEANS
    lines: tuple[float, float] | None = (MIDDLE, MIDDLE)
    if by_means:
        lines = (sum(w for w, _ in whole) / len(whole), sum(d for _, d in whole) / len(whole)) if whole else None
    points = tuple(
        _point(key, statement_keys.get(key, ()), *pair, lines or (MIDDLE, MIDDLE)) for key, pair in pairs.items()
    )
    cross_name = "means of the benefits compared" if by_means else "middle of the scale"
    return Comparison(points, cross_name, lines[0] if lines else None, lines[1] if lines else None)


def _point(
    key: str,
    keys: tuple[str, ...],
    importance: float | None,
    performance_figure: float | None,
    cross: tuple[float, float],
) -> Point:
    if importance is None or performance_figure is None:
        return Point(key, keys, importance, performance_figure)
    return Point(
        key,
        keys,
        importance,
        performance_figure,
        importance - performance_figure,
        priority(importance, performance_figure),
        quadrant(importance, performance_figure, cross),
    )


_VALUES = f"={RATINGS})*{RATINGS}"
_ANSWER = trim_formula('INDEX(tblReadiness[Answer],MATCH("Q3",tblReadiness[Key],0))')
_HAS_TRACKS = f'IFERROR({_ANSWER},"")="Yes"'


def formulas(table: str, importance: str, health: str, performance_header: str, *, single: bool) -> dict[str, str]:
    """The formulas of a table with the columns Key, Linked, Performance, Gap, and the importance under its header.

    `performance_header` heads the performance in the table `health`; `single` where both are one person's ratings as
    typed.
    """
    text = f'";"&UPPER(SUBSTITUTE({in_use("D07.links")}," ",""))&";"'
    start = f'FIND(";"&[@Key]&":",{text})+LEN([@Key])+2'
    is_linked = f'ISNUMBER(FIND(","&{health}[Key]&",",","&[@Linked]&","))'
    importance_cell = value_formula(importance) if single else f"[@{importance}]"
    if single:
        known_count, total = (
            _single(health, performance_header, is_linked, as_count=True),
            _single(health, performance_header, is_linked, as_count=False),
        )
        all_wanted = f"SUMPRODUCT(ISNUMBER({table}[Gap])*({table}[{importance}]{_VALUES})"
    else:
        known_count = f"SUMPRODUCT({is_linked}*ISNUMBER({health}[{performance_header}]))"
        total = f"SUMPRODUCT(--{is_linked},{health}[{performance_header}])"
        all_wanted = f"SUMPRODUCT(--ISNUMBER({table}[Gap]),{table}[{importance}])"
    asked_for = 'LEN([@Linked])-LEN(SUBSTITUTE([@Linked],",",""))+1'
    all_done = f"SUMPRODUCT(--ISNUMBER({table}[Gap]),{table}[Performance])"
    by_means = f'TRIM({in_use("D07.cross")})="{BY_MEANS}"'
    lines = [f"IF({by_means},{figure}/COUNT({table}[Gap]),3)" for figure in (all_wanted, all_done)]
    right, upward = f"ROUND([@Performance]-{lines[1]},9)", f"ROUND({importance_cell}-{lines[0]},9)"
    return {
        "linked": f'IFERROR(MID({text},{start},FIND(";",{text},{start})-({start})),"")',
        "performance": (
            f'IF({_HAS_TRACKS},IF(AND([@Linked]<>"",{known_count}={asked_for}),{total}/{known_count},""),"")'
        ),
        "gap": f'IF(AND(ISNUMBER([@Performance]),ISNUMBER({importance_cell})),{importance_cell}-[@Performance],"")',
        "priority": f'IF(ISNUMBER([@Gap]),({importance_cell}-1)/4*(5-[@Performance])/4,"")',
        "quadrant": (
            f'IF(ISNUMBER([@Gap]),IF({upward}*{right}=0,"Watch",IF({upward}>0,IF({right}>0,"Keep up",'
            '"Concentrate here"),'
            f'IF({right}>0,"Possible overkill","Low priority"))),"")'
        ),
    }


def _single(health: str, header: str, is_linked: str, *, as_count: bool) -> str:
    return f"SUMPRODUCT({is_linked}*({health}[{header}]={RATINGS}){'' if as_count else f'*{RATINGS}'})"


SURVEY_FORMULAS = formulas(BENEFIT_FIGURES, "Mean", HEALTH_FIGURES, "Mean", single=False)
EXCEL = {
    **formulas("tblBenefits", "Importance", "tblTrackHealth", "Rating", single=True),
    **{f"several_{name}": text for name, text in SURVEY_FORMULAS.items()},
}


def example(importance: float, performance_level: float | None) -> tuple[float | None, float | None, str | None]:
    """One row of the page's examples, with the cross-hairs in the middle of the scale."""
    if performance_level is None:
        return None, None, None
    return (
        importance - performance_level,
        priority(importance, performance_level),
        quadrant(importance, performance_level),
    )
