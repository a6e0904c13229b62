"""Whoever is being rated has a row for all that the level asks for

Why
    Coverage counts what the level asks for, so a competency without a row in Assessments is not rated, and easily
    overlooked: nothing on the tab shows that it is missing. A rating of something that the level does not ask for
    counts nowhere. Only people with ratings in the open cycle are looked at, at the level their ratings count against.

Fix
    Add a row for each of them to the Assessments tab, or collect the rest of the form; rate N/A what does not apply.

Good
    Settings
    | Setting | Value   |
    | cycle   | 2027-H1 |

    Levels
    | Level ID | Track ID | Level title       |
    | SE1      | ENG      | Software Engineer |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
    | CRA           | Craft      |

    People
    | Employee ID | Name      | Track ID | Level ID |
    | 7           | Ana Silva | ENG      | SE1      |
    | 8           | Ben Mora  | ENG      | SE1      |

    Assessments
    | Cycle   | Employee ID | Competency ID | Level ID | Manager rating |
    | 2027-H1 | 7           | OWN           | SE1      | 3              |
    | 2027-H1 | 7           | CRA           | SE1      |                |

Bad
    Settings
    | Setting | Value   |
    | cycle   | 2027-H1 |

    Levels
    | Level ID | Track ID | Level title       |
    | SE1      | ENG      | Software Engineer |

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
    | CRA           | Craft      |
    | FIN           | Finance    |

    Matrix ENG
    | Competency ID | Competency | SE1                |
    | OWN           | Ownership  | Owns what breaks.  |
    | CRA           | Craft      | Tests own changes. |
    | FIN           | Finance    | N/A                |

    People
    | Employee ID | Name      | Track ID | Level ID |
    | 7           | Ana Silva | ENG      | SE1      |
    | 8           | Ben Mora  | ENG      | SE1      |

    Assessments
    | Cycle   | Employee ID | Competency ID | Level ID | Manager rating |
    | 2027-H1 | 7           | OWN           | SE1      | 3              |
    | 2027-H1 | 8           | OWN           | SE1      | 3              |
    | 2027-H1 | 8           | CRA           | SE1      | 3              |
    | 2027-H1 | 8           | FIN           | SE1      | 3              |
    -> row 1 of People
    -> row 2 of People
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.records import Employee
from xl_addin.rules.rule import ROLL_OUT, Hit, rule
from xl_addin.rules.table_rows import level_name
from xl_addin.scores.requirements import counted_people, level_weights, name_of, rated_level, ratings_at

PersonLevel = tuple[Employee, str]
"""A person, and the level the ratings count against."""


def _people_and_levels(data: Dataset) -> Iterator[PersonLevel]:
    """Every active person rated in the open cycle at a level that the workbook has."""
    cycle = str(data.setting("cycle"))
    for person in counted_people(data):
        level = rated_level(data, cycle, person)
        if level in data.level:
            yield person, level


@rule(
    Severity.INFO,
    ROLL_OUT,
    subjects=_people_and_levels,
    skip_reason="nobody is rated in the open cycle yet",
    plural="people whose rows to rate do not fit their level",
)
def judge(person_level: PersonLevel, data: Dataset) -> Iterator[Hit]:
    """Hit for a person who lacks rows, and for one rated on what the level does not ask for."""
    person, level = person_level
    cycle, asks = str(data.setting("cycle")), level_weights(data, level).weights
    rows = ratings_at(data, cycle, person.id, level)
    place, level_and_cycle = Place("tblPeople", person.row), f"{level_name(data, level)} in {cycle}"
    missing = [name_of(data, competency) for competency in asks if competency not in rows]
    if missing:
        yield Hit(
            place,
            f"{person.name or person.id} has no row for {'; '.join(missing)} at {level_and_cycle}: not rated yet.",
        )
    extras = [name_of(data, c) for c, row in rows.items() if c not in asks and isinstance(row.manager_rating, int)]
    if extras:
        yield Hit(
            place,
            f"{person.name or person.id} is rated on {'; '.join(extras)}, which {level_and_cycle} does not "
            "ask for: it counts "
            "nowhere.",
            "Clear the rating, or let the level ask for the competency: in its Matrix tab, or "
            + ("by a mark on Framework." if data.by_names else "in Track IDs on the Competencies tab."),
        )
