"""Each competency names something that helps to grow

Why
    Being told what is missing without being told what helps is discouraging. One assignment, course, book or mentor
    for each competency is enough to start a development plan from.

Fix
    Name an assignment, a course or a mentor in the column Development resources of the Competencies tab.

Good
    Competencies
    | Competency ID | Competency | Development resources                                      |
    | OWN           | Ownership  | Run the planning of one release beside a senior colleague. |

Bad
    Competencies
    | Competency ID | Competency | Development resources |
    | OWN           | Ownership  |                       |
    -> Development resources in row 1 of Competencies
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Competency
from xl_addin.rules.rule import GROWTH, Hit, rule
from xl_addin.rules.subjects import each_competency


@rule(
    Severity.WARNING,
    GROWTH,
    subjects=each_competency,
    skip_reason="there are no competencies yet",
    plural="competencies that name nothing to grow with",
)
def judge(competency: Competency, _: Dataset) -> Iterator[Hit]:
    """Hit for a competency without anything to grow with."""
    if not competency.resources.strip():
        place = Place("tblCompetencies", competency.row, "resources")
        yield Hit(place, f"{competency.name or competency.id} names nothing that helps people to grow.")
