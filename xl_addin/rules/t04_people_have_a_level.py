"""Everybody in the company stands on a level that says something

Why
    A framework is only open to people who can find themselves in it. Somebody whose level belongs to another track,
    or has no text, cannot know what is expected and cannot be rated.

Fix
    Choose a level of the person's own track on the People tab, or write the texts of that level.

Good
    Matrix ENG
    | Competency | SE1                |
    | Craft      | Tests own changes. |

    People
    | Employee ID | Name      | Level ID | Active |
    | 7           | Ana Silva | SE1      | Yes    |
    | 8           | Ben Mora  | XX9      | No     |

Bad
    Tracks
    | Track ID | Track       |
    | ENG      | Engineering |
    | DES      | Design      |

    Levels
    | Level ID | Track ID | Level title       |
    | SE1      | ENG      | Software Engineer |
    | DE1      | DES      | Designer          |

    People
    | Employee ID | Name      | Track ID | Level ID |
    | 7           | Ana Silva | ENG      | DE1      |
    | 8           | Ben Mora  | ENG      | SE1      |
    -> Level ID in row 1 of People
    -> Level ID in row 2 of People
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.rules.rule import TRANSPARENT, Hit, rule
from xl_addin.rules.subjects import each_person
from xl_addin.rules.table_rows import track_name


def _people_on_levels(data: Dataset) -> Iterator[Employee]:
    """Every active person whose level exists; the others are a matter of references."""
    return (person for person in each_person(data) if person.level in data.level and person.track in data.track)


def _with_words(data: Dataset) -> set[str]:
    """The levels that say something in their track's matrix."""
    return {cell.level for matrix in data.matrices for cell in matrix.cells if cell.text.strip()}


@rule(
    Severity.ERROR,
    TRANSPARENT,
    subjects=_people_on_levels,
    skip_reason="nobody is on a known track and level yet",
    plural="people without a level that says something",
)
def judge(person: Employee, data: Dataset) -> Iterator[Hit]:
    """Hit for a person whose level is not of their track, or has no words."""
    level = data.level[person.level]
    place = Place("tblPeople", person.row, "level")
    if level.track != person.track:
        owner = track_name(data, level.track)
        track = track_name(data, person.track)
        yield Hit(place, f"{person.name} is on the track {track}, but {level.title} is a level of {owner}.")
    elif level.id not in memo(data, "T04 levels", lambda: _with_words(data)):
        yield Hit(place, f"{person.name} is at {level.title}, a level without any text yet.")
