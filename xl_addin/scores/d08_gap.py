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
from xl_addin.model.records import Rated
from xl_addin.model.text import exactly
from xl_addin.scores.formula import in_use, rated, rating

_PLACE = f"MATCH({exactly('[@Competency ID]')},tblCompetencies[Competency ID],0)"
_OWN = f"INDEX(tblCompetencies[Expected rating],{_PLACE})"
EXCEL = {
    "expected": f"IFERROR({rating(_OWN)},{in_use('rating.expected')})",
    "gap": f'IF({rated("Manager rating")},[@Expected]-[@Manager rating],"")',
}


def gap(expected: int, rated: Rated) -> int | None:
    """Points below expectation; None for a blank or N/A rating."""
    return expected - rated if isinstance(rated, int) else None


def expected_of(data: Dataset, competency: str) -> int:
    """The rating expected of everyone in a competency, 1-5."""
    own = data.competency.get(competency)
    if own is not None and own.expected is not None:
        return own.expected
    return int(data.number("rating.expected"))


def example(expected: int, rated: Rated) -> int | None:
    """One row of the page's examples."""
    return gap(expected, rated)
