"""Every point of the rating scale says what it means

Why
    A 4 means something else to each manager unless its meaning is written down. Scales whose points are described
    in words give ratings that agree better from one rater to the next.

Fix
    Write on the Settings tab, beside rating.1 to rating.5, what each rating means, in words that differ.

Good
    Settings
    | Setting  | Value                    |
    | rating.3 | Meets it week after week |

Bad
    Settings
    | Setting  | Value   |
    | rating.4 | 4       |
    | rating.2 | Not yet |
    -> Value in row 1 of Settings
    -> Value in row 2 of Settings
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.text_analysis import fold_statement, quote


def _points(_: Dataset) -> range:
    """The five points of the scale."""
    return range(1, 6)


@rule(
    Severity.ERROR,
    MEASURABLE,
    subjects=_points,
    skip_reason="there is no rating scale",
    plural="points of the rating scale without words",
    is_writing_task=True,
)
def judge(point: int, data: Dataset) -> Iterator[Hit]:
    """Hit for a point without words, and for one that means the same as a lower one."""
    name, meaning = f"rating.{point}", str(data.setting(f"rating.{point}") or "")
    place = data.setting_place(name)
    lower = [str(data.setting(f"rating.{lower_point}") or "") for lower_point in range(1, point)]
    if not any(c.isalpha() for c in meaning):
        yield Hit(place, f'The setting "{name}" does not say in words what a {point} means.')
    elif fold_statement(meaning) in map(fold_statement, lower):
        yield Hit(place, f'The setting "{name}" means the same as a lower rating: {quote(meaning)}.')
