"""Each person has an address of their own

Why
    Forms and packs are confidential. Where two people have one address, each could read what is the other's; what is no
    address never arrives.

Fix
    Type the person's own e-mail address, or clear the cell and hand the form over another way.

Good
    People
    | Employee ID | Name      | Email           | Active |
    | 7           | Ana Silva | ana@example.org | Yes    |
    | 8           | Ben Mora  |                 | Yes    |
    | 9           | Cem Kaya  | ana@example.org | No     |

Bad
    People
    | Employee ID | Name      | Email           |
    | 7           | Ana Silva | hr@example.org  |
    | 8           | Ben Mora  | HR@example.org  |
    | 9           | Cem Kaya  | cem at example  |
    -> Email in row 1 of People
    -> Email in row 2 of People
    -> Email in row 3 of People
"""

import re
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Employee
from xl_addin.model.staff import addresses_shared, email_address
from xl_addin.rules.rule import ROLL_OUT, Hit, rule
from xl_addin.rules.subjects import each_person
from xl_addin.rules.text_analysis import quote

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+")
"""One address and nothing else; whether it exists, only sending tells."""


@rule(
    Severity.ERROR,
    ROLL_OUT,
    subjects=each_person,
    skip_reason="nobody active is in People yet",
    plural="e-mail addresses to put right",
)
def judge(person: Employee, data: Dataset) -> Iterator[Hit]:
    """Hit for an address that others have too, and a warning for what is none."""
    place, name = Place("tblPeople", person.row, "email"), person.name or person.id
    if not person.email:
        return
    members = addresses_shared(data).get(email_address(person), ())
    if members:
        colleague = next(member for member in members if member is not person)
        rest_count = len(members) - 2
        rest = f" and {rest_count} more" if rest_count else ""
        yield Hit(place, f"{name} has the same address as {colleague.name or colleague.id}{rest}.")
    elif not _ADDRESS.fullmatch(person.email):
        message = f"{name} has the address {quote(person.email)}, which is not one e-mail address."
        yield Hit(place, message, severity=Severity.WARNING)
