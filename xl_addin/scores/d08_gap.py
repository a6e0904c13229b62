"""Gap: how far a rating lies from what is expected

What it says
    A gap of 1 means the person is rated one point below what the level asks for in this competency; 0 means
    as expected; a negative gap means above it. The manager's rating counts. The self rating is shown beside
    it and never averaged in: people rate themselves about a third of a standard deviation higher than their
    managers do, and the two go together only loosely.
    A blank or N/A rating has no gap: blank never passes, and it is never read as 0.

Formula
    gap = expected - rated
    expected = the competency's own expected rating, or the setting rating.expected where it names none

Examples
    | Expected | Rated | Gap |
    | 3        | 4     | -1  |
    | 3        | 3     | 0   |
    | 4        | 2     | 2   |
    | 3        |       |     |
    | 3        | N/A   |     |

Source
    Heidemeier and Moser 2009, self-other agreement in job performance ratings (r = .22, d = .32).
"""

from xl_addin.model.dataset import Dataset
from xl_addin.model.records import RatingValue
from xl_addin.model.text import exactly
from xl_addin.scores.formula import in_use, is_rating_formula, rating_formula

_PLACE = f"MATCH({exactly('[@Competency ID]')},tblCompetencies[Competency ID],0)"
_EXPECTED_CELL = f"INDEX(tblCompetencies[Expected rating],{_PLACE})"
EXCEL = {
    "expected": f"IFERROR({rating_formula(_EXPECTED_CELL)},{in_use('rating.expected')})",
    "gap": f'IF({is_rating_formula("Manager rating")},[@Expected]-[@Manager rating],"")',
}


def gap(expected_rating: int, rating: RatingValue) -> int | None:
    """Points below expectation; None for a blank or N/A rating."""
    return expected_rating - rating if isinstance(rating, int) else None


def expected_of(data: Dataset, competency: str) -> int:
    """The rating expected of everyone in a competency, 1-5."""
    record = data.competency.get(competency)
    if record is not None and record.expected is not None:
        return record.expected
    return int(data.number("rating.expected"))


def example(expected_rating: int, rating: RatingValue) -> int | None:
    """One row of the page's examples."""
    return gap(expected_rating, rating)
