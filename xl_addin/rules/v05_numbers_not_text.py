"""A number is a number, and an ID is text

Why
    A rating pasted from a form or an export often arrives as text, and so does a day. It looks the same, but the
    formulas of the workbook pass over it. So no command counts it either: tabs and commands tell of the same company.
    An ID with a blank before or behind it is the same trap. An ID of digits that came as a number from elsewhere is
    read, but some formulas take 7 and the text 7 for two: one finding tells of a whole column.

Fix
    Run build: it types such cells anew. By hand: type the number, the day or the ID again; for a whole column select
    it, then Data, Text to Columns, Finish. What does not apply is N/A.

Good
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 100    |

    Competencies
    | Competency ID | Competency | Expected rating |
    | OWN           | Ownership  | 3               |

Bad
    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | '100   |
    -> Weight in row 1 of Weights

    Competencies
    | Competency ID | Competency | Expected rating |
    | OWN           | Ownership  | '4              |

    Levels
    | Level ID | Track ID |
    | SE1      | ENG      |

    People
    | Employee ID | Level ID |
    | E1          | SE1      |

    Assessments
    | Cycle   | Employee ID | Competency ID | Level ID | Self rating | Manager rating |
    | 2027-H1 | E1          | OWN           | SE1      | NA          | '4             |
    -> Expected rating in row 1 of Competencies
    -> Self rating in row 1 of Assessments
    -> Manager rating in row 1 of Assessments

    Levels
    | Level ID | Track ID |
    | 7        | ENG      |
    | 8        | ENG      |
    -> Level ID in row 1 of Levels
"""

from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, misfit_text, table_rows


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="numbers and IDs to type again",
)
def judge(entry: TableRow, _: Dataset) -> Iterator[Hit]:
    """Hit for each cell of the row whose number, day or ID is not what formulas find."""
    for misfit in entry.misfits:
        if misfit.kind == "text":
            cell_text = misfit_text(misfit)
            yield Hit(
                misfit.place,
                f"{misfit.title} of {entry.name} is the text {cell_text}, where formulas need {misfit.asks}.",
            )
        elif misfit.kind == "number":
            repeats = f", and so {'is' if misfit.value == 2 else 'are'} {quantity(misfit.value - 1, 'more')}"
            message = f"{misfit.title} of {entry.name} is a number{repeats if misfit.value > 1 else ''}"
            yield Hit(misfit.place, f"{message}; formulas need the text {misfit.asks}.")
