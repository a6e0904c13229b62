"""Ratings of one cycle that are in nobody's figures, or may be in the wrong person's: whose, how many, and why."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit
from xl_addin.model.ids import comparable
from xl_addin.model.records import Rating, RatingValue
from xl_addin.model.staff import clashes, staff
from xl_addin.model.text import is_nearly
from xl_addin.scores.requirements import counted_people, level_weights

OmissionReason = Literal[
    "day",
    "incomplete",
    "spaced",
    "nearly",
    "unknown",
    "unread",
    "shared",
    "unplaced",
    "differing",
    "repeated",
    "not_asked",
    "inactive",
]
"""Why rows count nowhere: a day that Excel made of an ID; no cycle, person, competency or level; a blank around the
open cycle; a cycle with the same letters and digits as the open one; an ID that is not in People; a status that is
neither Yes nor No; an ID that several rows of People have, so that the ratings may be of either; a competency or level
that the workbook does not have; an earlier row about the same, with other ratings or the same ones; something the level
does not ask for; a person who is not active."""
OMISSION_REASONS: tuple[OmissionReason, ...] = get_args(OmissionReason)
_HARMLESS: tuple[OmissionReason, ...] = ("repeated", "not_asked", "inactive")
"""What is as it should be, or changes no figure."""
_KEY = ("cycle", "employee", "competency", "level")
"""The fields that say what a row is about, as they stand from left to right."""


@dataclass(slots=True)
class Omission:
    """Rows of one kind about one person: the first of them, as a row of Assessments counted from 0, and how many.

    `field` is the cell of the row to look at, the same in all of them; `cycle` how they write the cycle.
    """

    kind: OmissionReason
    employee: str
    row: int
    field: str
    cycle: str
    count: int = 0

    @property
    def harmless(self) -> bool:
        """Whether nobody needs to do anything about it."""
        return self.kind in _HARMLESS


def is_rated(rating: Rating) -> bool:
    """Whether somebody has rated: N/A is said too."""
    return rating.self_rating is not None or rating.manager_rating is not None


def omissions(data: Dataset, cycle: str) -> tuple[Omission, ...]:
    """Rated rows of a cycle that are left out, kind by kind, people in the order of their first row; in one pass."""
    groups: dict[tuple[OmissionReason, str, str, str], Omission] = {}
    for rating, kind, field in _omitted_rows(data, cycle):
        key = (kind, field, rating.employee, rating.cycle)
        if key not in groups:
            groups[key] = Omission(kind, rating.employee, rating.row, field, rating.cycle)
        groups[key].count += 1
    return tuple(sorted(groups.values(), key=lambda group: OMISSION_REASONS.index(group.kind)))


def count_unrated(data: Dataset, cycle: str) -> tuple[int, int]:
    """How many active people have no rating yet in a cycle, and how many active people there are."""
    rows = (rating for rating in data.ratings if rating.cycle == cycle and is_rated(rating))
    ids = {rating.employee for rating in rows if rating.competency and rating.level}
    people = counted_people(data)
    return sum(person.id not in ids for person in people), len(people)


def rated_people(data: Dataset, cycle: str) -> int:
    """How many active people have a rating in a cycle that counts, or that is open to doubt alone."""
    rows = {rating.row for rating, kind, _ in _omitted_rows(data, cycle) if kind != "shared"}
    ids = {r.employee for r in data.ratings if r.cycle == cycle and is_rated(r) and r.row not in rows}
    return sum(person.id in ids for person in counted_people(data))


def status_unread(data: Dataset, exempt_ids: Container[str]) -> tuple[int, ...]:
    """Rows of people whose status is neither Yes nor No, less those `exempt_ids` with their ratings: they count
    nowhere.
    """
    return tuple(person.row for person in data.people if not person.active and person.id not in exempt_ids)


def without_id(data: Dataset) -> tuple[int, ...]:
    """Rows of active people without an ID that can be read: they count nowhere."""
    return tuple(person.row for person in data.people if person.active == "Yes" and not person.id)


def off_track(data: Dataset) -> tuple[int, ...]:
    """Rows of people who are counted, but on none of the tracks there are."""
    return tuple(person.row for person in staff(data) if person.track not in data.track)


def _omitted_rows(data: Dataset, cycle: str) -> Iterator[tuple[Rating, OmissionReason, str]]:
    """Each row that is left out, why, and the field of the cell to look at."""
    of_people: dict[str, OmissionReason | None] = {}
    cycles: dict[str, OmissionReason | None] = {}
    firsts: dict[tuple[str, str, str], tuple[RatingValue, RatingValue]] = {}
    days = {(misfit.place.row, misfit.place.field) for misfit in data.misfits if _is_day(misfit)}
    for rating in data.ratings:
        if rating.cycle not in cycles:
            cycles[rating.cycle] = _of_cycle(rating.cycle, cycle)
        cycle_reason = cycles[rating.cycle]
        if rating.cycle not in (cycle, "") and not cycle_reason:
            continue
        kind: OmissionReason | None = None
        field, rating_pair = "employee", (rating.self_rating, rating.manager_rating)
        if cycle_reason:
            kind, field = cycle_reason, "cycle"
        elif blank := _blank(rating):
            kind, field = "incomplete", blank
        else:
            if rating.employee not in of_people:
                of_people[rating.employee] = _of_person(data, rating.employee)
            first = firsts.setdefault((rating.employee, rating.level, rating.competency), rating_pair)
            kind = of_people[rating.employee]
            if kind is None:
                kind, field = _of_row(data, rating, None if first is rating_pair else first)
        if kind and is_rated(rating):
            yield rating, "day" if (rating.row, field) in days else kind, field


def _of_cycle(text: str, cycle: str) -> OmissionReason | None:
    """Why rows of a cycle are meant for the open one and do not count; None where they do, or are of another one."""
    if text == cycle or not text:
        return None
    if text.strip().casefold() == cycle.casefold():
        return "spaced"
    return "nearly" if is_nearly(text, cycle) else None


def _is_day(misfit: Misfit) -> bool:
    return misfit.kind == "day" and misfit.place.table == "tblAssessments"


def _blank(rating: Rating) -> str:
    """The first field of a row's key that says nothing; "" where all of them do."""
    return next((field for field in _KEY if not getattr(rating, field)), "")


def _of_person(data: Dataset, employee: str) -> OmissionReason | None:
    """Why nothing of a person counts; None where it does."""
    person = data.person.get(employee)
    if person is None:
        return "unknown"
    if comparable(employee) in clashes(data):
        return "shared"
    if person.active != "Yes":
        return "inactive" if person.active else "unread"
    return None


def _of_row(
    data: Dataset, rating: Rating, first: tuple[RatingValue, RatingValue] | None
) -> tuple[OmissionReason | None, str]:
    """Why a row of somebody who counts does not, and its field; `first` are the ratings of the earlier row about it."""
    if rating.level not in data.level:
        return "unplaced", "level"
    if rating.competency not in level_weights(data, rating.level).weights:
        return "not_asked" if rating.competency in data.competency else "unplaced", "competency"
    if first is None:
        return None, "employee"
    return "repeated" if first == (rating.self_rating, rating.manager_rating) else "differing", "employee"


def total(groups: Iterable[Omission]) -> int:
    """How many rows."""
    return sum(group.count for group in groups)
