"""No placeholder is left behind

Why
    "TBD" in a published framework tells people that nobody has thought about their level. Public frameworks carry such
    leftovers for years: 28 rows marked as not in use in one, whole levels marked TODO in another.

Fix
    Write the real text in its place. If it is not known yet, clear the cell, so that it counts as still to be written.

Good
    Matrix ENG
    | Competency | SE1                                                            |
    | Ownership  | Keeps a to-do list of the week's work and shares it on Monday. |

Bad
    Matrix ENG
    | Competency | SE1                             | SE2 |
    | Ownership  | Breaks own work into day steps. | TBD |
    | Craft      | Tests own changes. / ?          | Coming soon |
    -> SE2 of Ownership
    -> SE1 of Craft
    -> SE2 of Craft
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import COMPETENCY, LEVEL, TRACK
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import Statement, each_competency, each_level, each_statement, each_track
from xl_addin.rules.text_analysis import quote, tokens

SETTINGS = (
    word_list(
        "F09.words",
        "todo, tbd, tbc, tba, fixme, xxx, lorem ipsum, coming soon, not in use, to be defined, to be "
        "confirmed, to be written, insert text, your text here",
        "Words that stand in for a text still to be written. Source: placeholders seen in public frameworks.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Description:
    place: Place
    location: str
    text: str


def _all_texts(data: Dataset) -> Iterator[Statement | _Description]:
    """Every statement of the matrices, and the names and descriptions around them."""
    yield from each_statement(data)
    for track in each_track(data):
        yield _Description(
            Place("tblTracks", track.row, "name"),
            f"the name of the track {label_of(data, TRACK, track.id)}",
            track.name,
        )
        yield _Description(Place("tblTracks", track.row, "purpose"), f"the purpose of {track.name}", track.purpose)
    for level in each_level(data):
        yield _Description(
            Place("tblLevels", level.row, "title"),
            f"the title of the level {label_of(data, LEVEL, level.id)}",
            level.title,
        )
        yield _Description(Place("tblLevels", level.row, "summary"), f"the summary of {level.title}", level.summary)
    for competency in each_competency(data):
        yield _Description(
            Place("tblCompetencies", competency.row, "name"),
            f"the name of the competency {label_of(data, COMPETENCY, competency.id)}",
            competency.name,
        )
        yield _Description(
            Place("tblCompetencies", competency.row, "definition"),
            f"the definition of {competency.name}",
            competency.definition,
        )


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=_all_texts,
    skip_reason="nothing is written yet",
    settings=SETTINGS,
    plural="placeholders to replace",
    is_writing_task=True,
)
def judge(subject: Statement | _Description, data: Dataset) -> Iterator[Hit]:
    """Hit for words that only hold a place, and for a text of marks without any word."""
    placeholders = lexicon(data, "F09.words").find(subject.text)
    if not placeholders and subject.text and not tokens(subject.text):
        placeholders = (subject.text,)
    if placeholders:
        location = subject.location if isinstance(subject, _Description) else subject.cell.location
        yield Hit(
            subject.place,
            f"{location[0].upper()}{location[1:]} still holds {quote(placeholders[0])} in place of a text.",
        )
