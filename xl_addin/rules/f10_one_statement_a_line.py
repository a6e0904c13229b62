"""Each statement stands on a line of its own, without tick boxes

Why
    Statements are counted, compared and rated line by line. Several bullets run together on one line, as they
    arrive when a cell is pasted from a slide or a PDF file, are read as one long statement. A tick box turns growth
    into a list to be worked off.

Fix
    Press Alt+Enter before each bullet, so that every statement has a line, and take out the tick boxes.

Good
    Matrix ENG
    | Competency | SE1                                                            |
    | Craft      | • Tests own changes. / • Reviews a colleague's code each week. |

Bad
    Matrix ENG
    | Competency | SE1                                            | SE2                             |
    | Craft      | • Tests own changes. • Reviews code each week. | ☐ Runs the review of a release. |
    -> SE1 of Craft
    -> SE2 of Craft
"""

import re
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

_MARK = re.compile(r"[•‣◦▪●☐☑☒✓✔\[]|\d[.)]\s")
_RUN_TOGETHER = re.compile(r"\S\s+[•‣◦▪●]\s*\S|(?:^|\s)1[.)]\s.*\s2[.)]\s")
_BOX = re.compile(r"[☐☑☒✓✔]|\[[ xX]\]")


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    plural="cells to split into one statement a line",
)
def judge(statement: Statement, _: Dataset) -> Iterator[Hit]:
    """Hit for a line with several bullets, and for a tick box."""
    if not _MARK.search(statement.text):  # one cheap look spares nearly every statement the others
        return
    location, quotation = statement.cell.location, quote(statement.text)
    if _RUN_TOGETHER.search(statement.text):
        yield Hit(statement.place, f"{location} has several statements on one line: {quotation}.")
    elif _BOX.search(statement.text):
        yield Hit(statement.place, f"{location} has a tick box: {quotation}.")
