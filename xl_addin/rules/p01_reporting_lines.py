"""Everybody's manager is somebody who can rate them

Why
    Ratings come from the manager named in People. Where the line leads in a circle, to the person, or to somebody who
    has left, nobody gets the pack that these people belong in, and they stay unrated.

Fix
    Type the ID of the person who leads them today; at the top, leave it blank.

Good
    People
    | Employee ID | Name      | Manager ID | Active |
    | 7           | Ana Silva |            | Yes    |
    | 8           | Ben Mora  | 7          | Yes    |
    | 9           | Cem Kaya  | 7          | No     |

Bad
    People
    | Employee ID | Name      | Manager ID | Active |
    | 7           | Ana Silva | 8          | Yes    |
    | 8           | Ben Mora  | 7          | Yes    |
    | 9           | Cem Kaya  | 9          | Yes    |
    | 10          | Dee Hall  | 11         | Yes    |
    | 11          | Eli Wood  | 7          | No     |
    -> Manager ID in row 1 of People
    -> Manager ID in row 3 of People
    -> Manager ID in row 4 of People
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.model.staff import loops, manager_status
from xl_addin.rules.rule import ROLL_OUT, Hit, rule
from xl_addin.rules.subjects import each_person

_MOST_NAMES = 4
"""How many people of a circle are named."""


@rule(
    Severity.ERROR,
    ROLL_OUT,
    subjects=each_person,
    skip_reason="nobody active is in People yet",
    plural="people whose manager cannot rate them",
)
def judge(person: Employee, data: Dataset) -> Iterator[Hit]:
    """Hit for a manager who is the person or not active, and once for each circle, at its first row."""
    place = Place("tblPeople", person.row, "manager")
    kind = manager_status(data, person)
    if kind == "self":
        yield Hit(place, f"{_name(person)} is named as their own manager.")
    elif kind in ("left", "unread"):
        manager = data.person[person.manager]
        reason = "is not active" if kind == "left" else "has a status that is neither Yes nor No"
        yield Hit(place, f"{_name(person)} reports to {_name(manager)}, who {reason}.")
    elif circle := memo(data, "P01 circles", lambda: {loop[0].row: loop for loop in loops(data)}).get(person.row):
        names = " to ".join(_name(member) for member in circle[:_MOST_NAMES])
        rest = f", and on through {len(circle) - _MOST_NAMES} more" if len(circle) > _MOST_NAMES else ""
        yield Hit(place, f"A circle: {names}{rest}, and back to {_name(person)}.")


def _name(person: Employee) -> str:
    return person.name or person.id
