"""The framework and the ratings are kept up to date

Why
    Work changes faster than the texts about it. A framework nobody has looked at for a year describes jobs that are
    gone, and a rating of last year says little about a person today. Teams that keep a skills matrix alive look at
    it every six months. Days are counted up to the start of the open cycle.

Fix
    Read the framework through, then set T05.reviewed on the Settings tab; ask for a new rating where one is old.

Good
    Settings
    | Setting      | Value      |
    | cycle        | 2027-H1    |
    | T05.reviewed | 2026-09-01 |

Bad
    Settings
    | Setting      | Value      |
    | cycle        | 2027-H1    |
    | T05.reviewed | 2025-06-30 |

    People
    | Employee ID | Name      | Level ID |
    | 7           | Ana Silva | SE1      |

    Assessments
    | Cycle   | Employee ID | Competency ID | Level ID | Manager rating |
    | 2026-H1 | 7           | OWN           | SE1      | 3              |
    -> Value in row 2 of Settings
    -> row 1 of People
"""

import datetime as dt
from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import months_between
from xl_addin.model.facts import Day
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Employee
from xl_addin.model.setting import Setting
from xl_addin.rules.cycle_dates import cycle_start, day_from_text
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import each_person

SETTINGS = (
    Setting(
        id="T05.reviewed",
        group="Rules",
        default="",
        takes=Day(),
        meaning="The day somebody last read the whole framework through, such as 2027-01-11; blank: "
        "framework.effective.",
    ),
    Setting(
        id="T05.months",
        group="Rules",
        default=12,
        meaning="A framework last reviewed more months before the open cycle gets a warning.",
    ),
    Setting(
        id="T05.ratings",
        group="Rules",
        default=6,
        meaning="A person last rated more months before the open cycle gets a warning. Source: skills matrices "
        "that are kept alive are renewed every six months.",
    ),
)


def _latest_review(data: Dataset) -> tuple[str, dt.date | None]:
    """The setting that says when the framework was last looked at, and its day: the review, else its first day."""
    name = next((n for n in ("T05.reviewed", "framework.effective") if day_from_text(str(data.setting(n) or ""))), "")
    return name, day_from_text(str(data.setting(name) or "")) if name else None


def _subject_ages(data: Dataset) -> Iterator[tuple[Employee | None, int]]:
    """The framework (no person) and every active person with ratings, each with its age in months."""
    cycle_day = cycle_start(str(data.setting("cycle") or ""))
    if cycle_day is None:
        return
    _, review_day = _latest_review(data)
    if review_day is not None:
        yield None, months_between(review_day, cycle_day)
    latest: dict[str, dt.date] = {}
    for rating in data.ratings:
        start = cycle_start(rating.cycle)
        if start is not None and (rating.manager_rating is not None or rating.self_rating is not None):
            latest[rating.employee] = max(start, latest.get(rating.employee, start))
    for person in each_person(data):
        if person.id in latest:
            yield person, months_between(latest[person.id], cycle_day)


@rule(
    Severity.WARNING,
    TRANSPARENT,
    subjects=_subject_ages,
    skip_reason="no day of review and no rated cycle is known, or the setting cycle is none like 2027-H1",
    settings=SETTINGS,
    plural="things that have not been looked at for long",
)
def judge(subject: tuple[Employee | None, int], data: Dataset) -> Iterator[Hit]:
    """Hit for a framework or a person's latest ratings that are too old."""
    person, age = subject
    if person is None and age > data.number("T05.months"):
        ago = f"{quantity(age, 'month')} before"
        message = f'The framework was last reviewed {ago} the open cycle "{data.setting("cycle")}" begins.'
        yield Hit(data.setting_place(_latest_review(data)[0]), message)
    elif person is not None and age > data.number("T05.ratings"):
        message = f"{person.name} was last rated {quantity(age, 'month')} before the open cycle begins."
        yield Hit(Place("tblPeople", person.row), message)
