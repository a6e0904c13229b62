"""Competencies and company values belong together

Why
    A value that no competency supports is a poster on the wall; a competency that supports none makes people ask
    why it counts. Linking them shows in one look whether the framework rewards what the company says it stands for.

Fix
    Name the value or goal each competency supports in the column Company value of the Competencies tab.

Good
    Settings
    | Setting | Value                    |
    | values  | Customers first; Candour |

    Competencies
    | Competency ID | Competency    | Company value   |
    | COM           | Communication | Candour         |
    | SER           | Service       | customers first |

Bad
    Settings
    | Setting | Value                    |
    | values  | Customers first; Candour |

    Competencies
    | Competency ID | Competency    | Company value |
    | COM           | Communication | Candour       |
    | OWN           | Ownership     |               |
    -> Company value in row 2 of Competencies
    -> Value in row 1 of Settings
"""

import re
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Competency
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import each_competency
from xl_addin.rules.text_analysis import fold_statement


def _values_and_competencies(data: Dataset) -> Iterator[str | Competency]:
    """Every company value and every competency, once values are named."""
    values = [value.strip() for value in re.split(r"[;,]", str(data.setting("values") or "")) if value.strip()]
    if values:
        yield from values
        yield from each_competency(data)


def _supported_values(data: Dataset) -> set[str]:
    return {
        fold_statement(part)
        for competency in data.competencies
        for part in re.split(r"[;,\n]", competency.values)
        if part.strip()
    }


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=_values_and_competencies,
    skip_reason="no company values are named in Settings",
    plural="company values and competencies without a link",
)
def judge(subject: str | Competency, data: Dataset) -> Iterator[Hit]:
    """Hit for a value no competency supports, and for a competency that supports none."""
    if isinstance(subject, str):
        if fold_statement(subject) not in memo(data, "M07 linked", lambda: _supported_values(data)):
            yield Hit(data.setting_place("values"), f'No competency supports the company value "{subject}".')
    elif not subject.values.strip():
        place = Place("tblCompetencies", subject.row, "values")
        yield Hit(place, f"{subject.name or subject.id} names no company value or goal it supports.")
