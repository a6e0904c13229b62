"""Whoever has left is not active

Why
    Forms, packs and figures go by Active in People. Somebody the log of moves says has left would still get a form and
    still count.

Fix
    Set Active to No, or put the row in Moves right. Who came back has a later row Joined there.

Good
    People
    | Employee ID | Name      | Active |
    | 7           | Ana Silva | No     |
    | 8           | Ben Mora  | Yes    |

    Moves
    | Date       | Employee ID | Kind   |
    | 2020-01-31 | 7           | Left   |
    | 2020-01-31 | 8           | Left   |
    | 2020-06-01 | 8           | Joined |

Bad
    People
    | Employee ID | Name      | Active |
    | 7           | Ana Silva | Yes    |

    Moves
    | Date       | Employee ID | Kind |
    | 2020-01-31 | 7           | Left |
    -> Active in row 1 of People
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.rules.rule import ROLL_OUT, Hit, rule
from xl_addin.rules.subjects import each_person


def _leaving_days(data: Dataset) -> Mapping[str, dt.date]:
    """Who has left by today and not come back: employee ID -> the day."""

    def last_days() -> dict[str, dt.date]:
        days: dict[str, dt.date] = {}
        moves_by_day = [(move.date, move) for move in data.moves if move.date and move.date <= data.today]
        for day, move in sorted(moves_by_day, key=lambda pair: pair[0]):
            if move.kind == "Left":
                days[move.employee] = day
            else:  # whoever moves later is there again
                days.pop(move.employee, None)
        return days

    return memo(data, __name__, last_days)


@rule(
    Severity.WARNING,
    ROLL_OUT,
    subjects=each_person,
    skip_reason="nobody active is in People yet",
    plural="people who have left and count as active",
)
def judge(person: Employee, data: Dataset) -> Iterator[Hit]:
    """Hit for an active person who has left, as Moves says."""
    day = _leaving_days(data).get(person.id)
    if day is not None:
        message = f"{person.name or person.id} is active, but left on {day}, as Moves says."
        yield Hit(Place("tblPeople", person.row, "active"), message)
