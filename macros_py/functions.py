"""DOOR: worksheet functions. Each hands its cells to a score; none has a formula of its own.

In xlwings Lite they are called TB.GAP and so on. On Windows they come through xlwings' own server for worksheet
functions, which writes them into VBA, where a name has no dot: TB_GAP. Called from Python they are plain functions.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from macros_py.excel import xlwings
from xl_addin.layout.values import Unfit, fit, is_blank
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Number, Whole
from xl_addin.model.records import Rated
from xl_addin.scores import d08_gap, d09_score
from xl_addin.scores.asked import Asked
from xl_addin.scores.d10_readiness import SETTINGS as READINESS
from xl_addin.scores.policy import Policy
from xl_addin.scores.readiness import judge
from xl_addin.sheets.matrix import level_of

Own = TypeVar("Own", bound=Callable[..., Any])
Cells = Sequence[Sequence[Any]]
"""A block of cells, row by row."""
Figure = float | str
"""A number, or "" where there is none to show."""

_RATING = Fact("rating", "", Whole(1, 5, na=True))
_EXPECTED = Fact("expected rating", "", Whole(1, 5))
_WEIGHT = Fact("weight", "", Number(0, 100))
_SHARE = Fact("least coverage", "", Number(0, 1))
_LEAST = {setting.id: setting.default for setting in d09_score.SETTINGS}["D09.coverage"]
_NEXT_LEVEL = "the next level"


def _worksheet(**meanings: str) -> Callable[[Own], Own]:
    """Make a function one of the worksheet's; `meanings` are the help texts of its arguments."""
    xw = xlwings()

    def declare(own: Own) -> Own:
        own.__annotations__ = {}  # xlwings would take them for converters
        made = xw.func(name=own.__name__.removeprefix("tb_").upper(), namespace="TB")(own)
        for name, meaning in meanings.items():
            made = xw.arg(name, doc=meaning, **({"ndim": 2} if name in _BLOCKS else {}))(made)
        return own

    return declare


_BLOCKS = ("matrix", "weights", "ratings", "expected_ratings", "critical")


@_worksheet(expected="The rating expected, 1 to 5.", rating="The rating given: 1 to 5, N/A or blank.")
def tb_gap(expected: Any, rating: Any) -> Figure:
    """How far a rating lies below what is expected; below 0 it is above. Blank and N/A have no gap."""
    points = d08_gap.gap(_one(expected, _EXPECTED), _rated(rating))
    return "" if points is None else points


@_worksheet(weights="The weights of the competencies.", ratings="Their ratings, in the same order.")
def tb_coverage(weights: Cells, ratings: Cells) -> Figure:
    """The share of the applicable weight that is rated, 0 to 1."""
    share = d09_score.coverage(_weighed(weights, ratings))
    return "" if share is None else share


@_worksheet(
    weights="The weights of the competencies.",
    ratings="Their ratings, in the same order.",
    least="The least coverage that gives a score, 0 to 1; without it, that of a new workbook.",
)
def tb_score(weights: Cells, ratings: Cells, least: Any = None) -> Figure:
    """The weighted score, 0 to 1: all 1 is 0, all 5 is 1, a blank earns nothing. None below the least coverage."""
    found = d09_score.score(_weighed(weights, ratings), _one(_LEAST if is_blank(least) else least, _SHARE))
    return "" if found is None else found


@_worksheet(
    matrix="A track's table with its headers, such as tblMatrix_ENG[#All].",
    competency="The competency's id or name.",
    level="The level's id or the header of its column.",
)
def tb_expectation(matrix: Cells, competency: Any, level: Any) -> str:
    """What a level asks for in a competency: the text of that cell of the matrix."""
    headers = [str(header or "") for header in matrix[0]]
    wanted = _folded(level)
    columns = [n for n, header in enumerate(headers) if wanted in (_folded(header), _folded(level_of(header)))]
    rows = [row for row in matrix[1:] if _folded(competency) in (_folded(row[0]), _folded(row[1]))]
    if not columns or not rows or not wanted:
        raise ValueError("the matrix has no such competency or level")
    return str(rows[0][columns[0]] or "")


@_worksheet(
    weights="The weights of the next level's competencies.",
    expected_ratings="The ratings it expects.",
    ratings="The manager's ratings, all in the same order.",
    critical="Yes for each competency that is critical; may be left out.",
)
def tb_readiness(weights: Cells, expected_ratings: Cells, ratings: Cells, critical: Cells = ()) -> str:
    """What the ratings allow to be said about the next level, in words; evidence is taken to be there."""
    pairs = _weighed(weights, ratings)
    expected = [_one(cell, _EXPECTED) for cell in _flat(expected_ratings)]
    vital = [_folded(cell) == "yes" for cell in _flat(critical)] or [False] * len(pairs)
    lines = zip(pairs, expected, vital, strict=True)
    asked = [
        Asked(str(n), f"competency {n}", weight, points, rating, is_vital, evidence=True)
        for n, ((weight, rating), points, is_vital) in enumerate(lines, 1)
    ]
    policy = Policy.of(Dataset(settings={setting.id: setting.default for setting in READINESS}))
    return judge(Dataset(), _NEXT_LEVEL, asked, policy).words


def _weighed(weights: Cells, ratings: Cells) -> list[tuple[float, Rated]]:
    pairs = zip(_flat(weights), _flat(ratings), strict=True)
    return [(_one(weight, _WEIGHT), _rated(rating)) for weight, rating in pairs]


def _flat(cells: Cells) -> Iterator[Any]:
    return (cell for row in cells for cell in row)


def _rated(cell: Any) -> Rated:
    return None if is_blank(cell) else _one(cell, _RATING)


def _one(cell: Any, fact: Fact) -> Any:
    """The cell as its field takes it.

    Raises:
        ValueError: it does not fit; Excel shows an error in the cell.
    """
    found = Unfit("blank", "a value") if is_blank(cell) else fit(cell, fact)
    if isinstance(found, Unfit):
        raise ValueError(f"{fact.title}: is not {found.asks}")
    return found


def _folded(text: Any) -> str:
    return " ".join(str(text or "").casefold().split())
