"""DOOR: worksheet functions. Each hands its cells to a score; none has a formula of its own.

In xlwings Lite they are called TB.GAP and so on. On Windows they come through xlwings' own server for worksheet
functions, which writes them into VBA, where a name has no dot: TB_GAP. Called from Python they are plain functions.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from macros_py.excel import xlwings
from xl_addin.evaluate.readiness import judge
from xl_addin.layout.field_values import Unfit, fit_value, is_blank
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Number, Whole
from xl_addin.model.records import RatingValue
from xl_addin.scores import d08_gap, d09_score
from xl_addin.scores.d10_readiness import SETTINGS as READINESS
from xl_addin.scores.readiness_policy import Policy
from xl_addin.scores.requirements import Requirement
from xl_addin.sheets.matrix import level_of

WorksheetFunction = TypeVar("WorksheetFunction", bound=Callable[..., Any])
CellRows = Sequence[Sequence[Any]]
"""A block of cells, row by row."""
NumberOrBlank = float | str
"""A number, or "" where there is none to show."""

_RATING = Fact("rating", "", Whole(1, 5, na=True))
_EXPECTED_RATING = Fact("expected rating", "", Whole(1, 5))
_WEIGHT = Fact("weight", "", Number(0, 100))
_SHARE = Fact("least coverage", "", Number(0, 1))
_LEAST_COVERAGE = {setting.id: setting.default for setting in d09_score.SETTINGS}["D09.coverage"]
_NEXT_LEVEL = "the next level"


def _worksheet(**meanings: str) -> Callable[[WorksheetFunction], WorksheetFunction]:
    """Make a function one of the worksheet's; `meanings` are the help texts of its arguments."""
    xw = xlwings()

    def declare(function: WorksheetFunction) -> WorksheetFunction:
        function.__annotations__ = {}  # xlwings would take them for converters
        xlwings_function = xw.func(name=function.__name__.removeprefix("tb_").upper(), namespace="TB")(function)
        for name, meaning in meanings.items():
            xlwings_function = xw.arg(name, doc=meaning, **({"ndim": 2} if name in _BLOCKS else {}))(xlwings_function)
        return function

    return declare


_BLOCKS = ("matrix", "weights", "ratings", "expected_ratings", "critical")


@_worksheet(expected="The rating expected, 1 to 5.", rating="The rating given: 1 to 5, N/A or blank.")
def tb_gap(expected: Any, rating: Any) -> NumberOrBlank:
    """How far a rating lies below what is expected; below 0 it is above. Blank and N/A have no gap."""
    points = d08_gap.gap(_fit_cell(expected, _EXPECTED_RATING), _read_rating(rating))
    return "" if points is None else points


@_worksheet(weights="The weights of the competencies.", ratings="Their ratings, in the same order.")
def tb_coverage(weights: CellRows, ratings: CellRows) -> NumberOrBlank:
    """The share of the applicable weight that is rated, 0 to 1."""
    share = d09_score.coverage(_weight_rating_pairs(weights, ratings))
    return "" if share is None else share


@_worksheet(
    weights="The weights of the competencies.",
    ratings="Their ratings, in the same order.",
    least="The least coverage that gives a score, 0 to 1; without it, that of a new workbook.",
)
def tb_score(weights: CellRows, ratings: CellRows, least: Any = None) -> NumberOrBlank:
    """The weighted score, 0 to 1: all 1 is 0, all 5 is 1, a blank earns nothing. None below the least coverage."""
    share = d09_score.weighted_score(
        _weight_rating_pairs(weights, ratings), _fit_cell(_LEAST_COVERAGE if is_blank(least) else least, _SHARE)
    )
    return "" if share is None else share


@_worksheet(
    matrix="A track's table with its headers, such as tblMatrix_ENG[#All].",
    competency="The competency's id or name.",
    level="The level's id or the header of its column.",
)
def tb_expectation(matrix: CellRows, competency: Any, level: Any) -> str:
    """What a level asks for in a competency: the text of that cell of the matrix."""
    headers = [str(header or "") for header in matrix[0]]
    level_key = _fold_text(level)
    columns = [n for n, header in enumerate(headers) if level_key in (_fold_text(header), _fold_text(level_of(header)))]
    rows = [row for row in matrix[1:] if _fold_text(competency) in (_fold_text(row[0]), _fold_text(row[1]))]
    if not columns or not rows or not level_key:
        raise ValueError("the matrix has no such competency or level")
    return str(rows[0][columns[0]] or "")


@_worksheet(
    weights="The weights of the next level's competencies.",
    expected_ratings="The ratings it expects.",
    ratings="The manager's ratings, all in the same order.",
    critical="Yes for each competency that is critical; may be left out.",
)
def tb_readiness(weights: CellRows, expected_ratings: CellRows, ratings: CellRows, critical: CellRows = ()) -> str:
    """What the ratings allow to be said about the next level, in words; evidence is taken to be there."""
    pairs = _weight_rating_pairs(weights, ratings)
    expected_points = [_fit_cell(cell, _EXPECTED_RATING) for cell in _flat(expected_ratings)]
    vital = [_fold_text(cell) == "yes" for cell in _flat(critical)] or [False] * len(pairs)
    lines = zip(pairs, expected_points, vital, strict=True)
    requirements = [
        Requirement(str(n), f"competency {n}", weight, points, rating, is_vital, evidence=True)
        for n, ((weight, rating), points, is_vital) in enumerate(lines, 1)
    ]
    policy = Policy.from_data(Dataset(settings={setting.id: setting.default for setting in READINESS}))
    return judge(Dataset(), _NEXT_LEVEL, requirements, policy).words


def _weight_rating_pairs(weights: CellRows, ratings: CellRows) -> list[tuple[float, RatingValue]]:
    pairs = zip(_flat(weights), _flat(ratings), strict=True)
    return [(_fit_cell(weight, _WEIGHT), _read_rating(rating)) for weight, rating in pairs]


def _flat(cells: CellRows) -> Iterator[Any]:
    return (cell for row in cells for cell in row)


def _read_rating(cell: Any) -> RatingValue:
    return None if is_blank(cell) else _fit_cell(cell, _RATING)


def _fit_cell(cell: Any, fact: Fact) -> Any:
    """The cell as its field takes it.

    Raises:
        ValueError: it does not fit; Excel shows an error in the cell.
    """
    content = Unfit("blank", "a value") if is_blank(cell) else fit_value(cell, fact)
    if isinstance(content, Unfit):
        raise ValueError(f"{fact.title}: is not {content.asks}")
    return content


def _fold_text(text: Any) -> str:
    return " ".join(str(text or "").casefold().split())
