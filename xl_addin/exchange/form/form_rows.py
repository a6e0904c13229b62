"""What a form asks of everybody at one level: the rows to rate, and all else that these people share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from xl_addin.exchange.form import form_keys
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.facts import NA
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import LEVEL
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee, Level, Rating
from xl_addin.model.statements import is_draft, statements
from xl_addin.scores.d08_gap import expected_of
from xl_addin.scores.requirements import level_weights, name_of

BULLET = "• "
UNWRITTEN = "Nothing is written here yet."
"""Stands for the expectation of a competency that a level asks for without a text."""
SCALE_POINTS = range(1, 6)


@dataclass(frozen=True)
class FormRow:
    """One row to rate: a competency against the expectation of one level."""

    competency: str
    name: str
    level: str
    expectation: str
    expected: int

    def key(self, employee: str) -> str:
        return str(form_keys.rating_key(employee, self.competency, self.level))

    @cached_property
    def slots(self) -> dict[str, str]:
        """Field of this row that is a person's own -> the name of its slot."""
        fields = ("self_rating", "manager_rating", "evidence", "gap", "next", "key")
        return {field: slot_name(self.competency, self.level, field) for field in fields}


def slot_name(*parts: str) -> str:
    """A slot's name, of IDs and a field; quoted, as it is painted into XML, where some characters are escaped."""
    return "|".join(quote(part, safe=" ()") for part in parts)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every form of one export: cycle, last day (ISO text or ""), and what may be shown."""

    cycle: str
    due: str = ""
    scores: bool = True
    manager: bool = False


@dataclass(frozen=True)
class FormGroup:
    """People whose forms differ in nothing but what is theirs: same level, as many past cycles, as many plans."""

    level: Level
    rows: tuple[FormRow, ...]
    terms: Terms
    past: int
    plans: int


def rows_to_rate(data: Dataset, person: Employee) -> tuple[FormRow, ...]:
    """The rows a person rates: the level held now and every next one, in the order of the Competencies tab.

    Raises:
        Refused: the person's level is not in the workbook, has no text yet, or still holds drafts.
    """
    level = data.level.get(person.level)
    if level is None:
        raise Refused(person.id, "has no level that is in the workbook", "choose one in the People tab")
    rows = memo(data, f"{__name__}.{level.id}", lambda: _of_edges(data, level))
    if not any(row.level == level.id for row in rows):
        raise Refused(
            person.id,
            f"the level {label_of(data, LEVEL, level.id)} has no expectations yet",
            "write them in its Matrix tab",
        )
    draft = next((row.level for row in rows if is_draft(row.expectation.removeprefix(BULLET))), None)
    if draft is not None:
        problem = f"the level {label_of(data, LEVEL, draft)} still has texts marked DRAFT"
        raise Refused(person.id, problem, "edit them: validate lists them")
    return rows


def _of_edges(data: Dataset, level: Level) -> tuple[FormRow, ...]:
    next_levels = [data.level[target] for target in data.graph.next_levels(level.id)]
    return tuple(row for target in (level, *next_levels) for row in _of_level(data, target))


def _of_level(data: Dataset, level: Level) -> list[FormRow]:
    """A row for all that the level asks for, so that a form comes to the same figures as the workbook.

    A level without any text yet is not rated; in one that has some, what is not written yet is asked all the same.
    """
    texts = {competency: data.expectation(level.id, competency) for competency in level_weights(data, level.id).weights}
    if not any(text.strip() for text in texts.values()):
        return []
    return [
        FormRow(
            competency,
            name_of(data, competency),
            level.id,
            bullet_text(text) or UNWRITTEN,
            expected_of(data, competency),
        )
        for competency, text in texts.items()
    ]


def bullet_text(text: str) -> str:
    """An expectation as people read it: a bullet before each of several statements."""
    sentences = statements(text)
    return "\n".join(f"{BULLET}{sentence}" for sentence in sentences) if len(sentences) > 1 else "".join(sentences)


def scale_lines(data: Dataset) -> tuple[str, str]:
    """The rating scale in two lines that fit a phone: "1 Not yet · 2 Partly · 3 ..."."""
    words = [f"{n} {data.setting(f'rating.{n}')}" for n in SCALE_POINTS]
    return " · ".join(words[:3]), " · ".join([*words[3:], f"{NA} does not apply"])


def person_ratings(data: Dataset, cycle: str, employee: str) -> Mapping[tuple[str, str], Rating]:
    """(competency, level) -> the rating row the workbook holds for a person in a cycle; the first of doubled rows."""
    ratings: dict[tuple[str, str], Rating] = {}
    for rating in data.ratings_by_person.get((cycle, employee), ()):
        ratings.setdefault((rating.competency, rating.level), rating)
    return ratings
