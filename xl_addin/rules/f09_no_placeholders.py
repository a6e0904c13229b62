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
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.over import Statement, each_competency, each_level, each_statement, each_track
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.words import quoted, tokens

SETTINGS = (
    word_list(
        "F09.words",
        "todo, tbd, tbc, tba, fixme, xxx, lorem ipsum, coming soon, not in use, to be defined, to be "
        "confirmed, to be written, insert text, your text here",
        "Words that stand in for a text still to be written. Source: placeholders seen in public frameworks.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Said:
    place: Place
    where: str
    text: str


def _everything_said(data: Dataset) -> Iterator[Statement | _Said]:
    """Every statement of the matrices, and the names and descriptions around them."""
    yield from each_statement(data)
    for track in each_track(data):
        yield _Said(Place("tblTracks", track.row, "name"), f"the name of the track {track.id}", track.name)
        yield _Said(Place("tblTracks", track.row, "purpose"), f"the purpose of {track.name}", track.purpose)
    for level in each_level(data):
        yield _Said(Place("tblLevels", level.row, "title"), f"the title of the level {level.id}", level.title)
        yield _Said(Place("tblLevels", level.row, "summary"), f"the summary of {level.title}", level.summary)
    for one in each_competency(data):
        yield _Said(Place("tblCompetencies", one.row, "name"), f"the name of the competency {one.id}", one.name)
        yield _Said(Place("tblCompetencies", one.row, "definition"), f"the definition of {one.name}", one.definition)


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    over=_everything_said,
    unanswered="nothing is written yet",
    settings=SETTINGS,
)
def judge(said: Statement | _Said, data: Dataset) -> Iterator[Hit]:
    """Hit for words that only hold a place, and for a text of marks without any word."""
    found = lexicon(data, "F09.words").find(said.text)
    if not found and said.text and not tokens(said.text):
        found = (said.text,)
    if found:
        where = said.where if isinstance(said, _Said) else said.of.where
        yield Hit(said.place, f"{where[0].upper()}{where[1:]} still holds {quoted(found[0])} in place of a text.")
