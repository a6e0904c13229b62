"""People among each other: whose IDs clash, who shares an address, and who leads whom."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from xl_addin.model.dataset import Dataset
from xl_addin.model.ids import comparable
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import Employee

ManagerStatus = Literal["manager", "top", "unknown", "clash", "self", "loop", "left", "unread"]
"""What a person's Manager ID leads to: a manager who counts; nobody, as it is blank or unknown; an ID that two people
share; the person; somebody who reports back to the person; somebody who has left, or whose status cannot be read."""

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without a width, as pasted from pages."""


def staff(data: Dataset) -> Sequence[Employee]:
    """Active people with an ID, row by row: who is counted, in commands as on the tabs."""
    return memo(data, f"{__name__}.staff", lambda: tuple(person for person in _active(data) if person.id))


def clashes(data: Dataset) -> Mapping[str, Sequence[Employee]]:
    """Comparable form of an ID -> the people who share it, where there are several."""
    return memo(data, f"{__name__}.clashes", lambda: _duplicates(data.people, lambda person: comparable(person.id)))


def addresses_shared(data: Dataset) -> Mapping[str, Sequence[Employee]]:
    """Address, case aside -> the active people who share it, where there are several."""
    return memo(data, f"{__name__}.addresses", lambda: _duplicates(_active(data), email_address))


def email_address(person: Employee) -> str:
    """The e-mail address as a mail program compares it: the bare address, whatever stands around it."""
    plain = unicodedata.normalize("NFKC", person.email).translate(_UNSEEN).casefold()
    bare = re.search(r"<([^<>]*)>", plain)
    return (bare[1] if bare else plain).strip().removeprefix("mailto:").strip()


def _active(data: Dataset) -> Iterable[Employee]:
    return (person for person in data.people if person.active == "Yes")


def _duplicates(people: Iterable[Employee], key: Callable[[Employee], str]) -> dict[str, list[Employee]]:
    groups: dict[str, list[Employee]] = {}
    for person in people:
        if word := key(person):
            groups.setdefault(word, []).append(person)
    return {word: members for word, members in groups.items() if len(members) > 1}


def manager_status(data: Dataset, person: Employee) -> ManagerStatus:
    """What the person's Manager ID leads to."""
    if not person.manager:
        return "top"
    manager = data.person.get(person.manager)
    if manager is None:
        return "unknown"
    if manager.id == person.id:
        return "self"
    if comparable(manager.id) in clashes(data):
        return "clash"
    if manager.active != "Yes":
        return "unread" if not manager.active else "left"
    return "loop" if person.id in _in_loops(data) else "manager"


def _in_loops(data: Dataset) -> frozenset[str]:
    return memo(data, f"{__name__}.in_loops", lambda: frozenset(p.id for loop in loops(data) for p in loop))


@memo_listing
def loops(data: Dataset) -> Iterable[tuple[Employee, ...]]:
    """People who lead one another in a circle, each circle once, from its first row; a person alone is none."""
    past_ids: set[str] = set()
    for start in data.people:
        path: dict[str, int] = {}
        person: Employee | None = start
        while person is not None and person.id and person.id not in past_ids:
            past_ids.add(person.id)
            path[person.id] = len(path)
            person = data.person.get(person.manager)
        if person is not None and person.id in path:
            circle = [data.person[employee_id] for employee_id in list(path)[path[person.id] :]]
            if len(circle) > 1:
                first = min(range(len(circle)), key=lambda n: circle[n].row)
                yield (*circle[first:], *circle[:first])
