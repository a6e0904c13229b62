"""The framework says which version it is, since when, whose it is and what changed

Why
    When two copies differ, nobody can tell which one counts, and a person is rated against a text they never saw.
    Each published version needs a number, a first day, somebody who answers for it, and a sentence on what changed.

Fix
    Fill in framework.version, framework.effective, framework.owner and framework.change on the Settings tab.

Good
    Settings
    | Setting             | Value                                    |
    | framework.version   | 1.2.0                                    |
    | framework.effective | 2027-01-11                               |
    | framework.owner     | Head of People                           |
    | framework.change    | Ownership says more clearly who decides. |

Bad
    Settings
    | Setting             | Value |
    | framework.version   | 1.2.0 |
    | framework.effective | soon  |
    -> Value in row 2 of Settings
    -> Settings

    Settings
    | Setting             | Value |
    | framework.version   | 1.2.0 |
    | framework.effective |       |
    | framework.owner     |       |
    | framework.change    |       |
    -> Value in row 2 of Settings
    -> Value in row 3 of Settings
    -> Value in row 4 of Settings
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.cycle_dates import day_from_text
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.text_analysis import quote

_STAMP_QUESTIONS = {
    "framework.version": "which version this is",
    "framework.effective": "the day it starts to count",
    "framework.owner": "who answers for it",
    "framework.change": "what changed",
}


def _stamps(_: Dataset) -> tuple[str, ...]:
    """The settings that tell one version of a framework from another."""
    return tuple(_STAMP_QUESTIONS)


@rule(
    Severity.ERROR,
    TRANSPARENT,
    subjects=_stamps,
    skip_reason="there are no framework settings",
    plural="facts about this version to fill in",
    is_writing_task=True,
)
def judge(name: str, data: Dataset) -> Iterator[Hit]:
    """Hit for a part of the version stamp that is blank, and for a first day that is no day."""
    value = str(data.setting(name) or "").strip()
    place = data.setting_place(name)
    if not value:
        yield Hit(place, f'The setting "{name}" is blank, so nobody can tell {_STAMP_QUESTIONS[name]}.')
    elif name == "framework.effective" and day_from_text(value) is None:
        yield Hit(place, f'The setting "{name}" takes a day, such as 2027-01-11, not {quote(value)}.')
