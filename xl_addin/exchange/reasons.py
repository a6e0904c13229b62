"""Why somebody gets no form, or is in nobody's pack: in words, with the cell to mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from xl_addin.exchange.asked import asked_of
from xl_addin.model.counts import listed
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.finding import Misfit
from xl_addin.model.ids import A_DAY, TYPE_AGAIN, comparable
from xl_addin.model.kept import kept
from xl_addin.model.people import Line, address, addresses_shared, clashes, line
from xl_addin.model.records import Employee

_TABLE = "tblPeople"
_NAMED = 3
"""How many others a reason names."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong, as a sentence goes on after the ID; what to do; and the field of People to mend."""

    what: str
    todo: str
    field: str


def unknowable(data: Dataset, person: Employee) -> Reason | None:
    """Why nobody can say who the row is, or whether the person counts; None where it is plain."""
    if not person.active:
        return Reason("has a status that is neither Yes nor No", "type Yes or No there", "active")
    if not person.id:
        return _without_id(_misfits(data).get((person.row, "id")))
    if person.id != person.id.strip():
        return Reason(
            "has an Employee ID with a blank around it", "take the blank away, or run build, which does", "id"
        )
    what = clash(data, person.id)
    return Reason(what, "give each person an ID of their own", "id") if what else None


def clash(data: Dataset, person: str) -> str:
    """Why an ID could be of two people in the People tab, as a sentence goes on after it; "" where it is of one."""
    key = comparable(person)
    if key not in clashes(data):
        return ""
    others = [own for own in _spellings(data)[key] if own != person]
    named = f"has an ID that Excel takes for {listed(others, _NAMED)}"
    return named if others else "has an ID that stands in another row too"


def _spellings(data: Dataset) -> Mapping[str, Sequence[str]]:
    """Comparable form of an ID that several share -> the ways it is written."""

    def spelled() -> dict[str, Sequence[str]]:
        return {key: list(dict.fromkeys(own.id for own in members)) for key, members in clashes(data).items()}

    return kept(data, f"{__name__}.spellings", spelled)


def _without_id(misfit: Misfit | None) -> Reason:
    if misfit is None or misfit.kind == "required":
        return Reason("has no Employee ID", "type the ID of the HR system", "id")
    if misfit.kind == "day":
        return Reason(f"has {A_DAY} ({misfit.value})", TYPE_AGAIN, "id")
    return Reason("has an ID that cannot be read", f"type {misfit.asks}", "id")


def _misfits(data: Dataset) -> Mapping[tuple[int, str], Misfit]:
    def told() -> dict[tuple[int, str], Misfit]:
        own = (misfit for misfit in data.misfits if misfit.place.table == _TABLE)
        return {(misfit.place.row, misfit.place.field): misfit for misfit in own}

    return kept(data, f"{__name__}.misfits", told)


def unrateable(data: Dataset, person: Employee) -> Reason | None:
    """Why there is nothing the person could be rated on; None where there is."""
    if person.track not in data.track:
        return Reason("has no track that is in the workbook", "choose one in the People tab", "track")
    return kept(data, f"{__name__}.level.{person.level}", lambda: _of_level(data, person))


def _of_level(data: Dataset, person: Employee) -> Reason | None:
    """The same for everybody at a level."""
    try:
        asked_of(data, person)
    except Refused as refused:
        return Reason(refused.what, refused.todo, "level")
    return None


def unsendable(data: Dataset, person: Employee) -> Reason | None:
    """Why a form cannot be sent to the person alone."""
    members = addresses_shared(data).get(address(person), ())
    if not members:
        return None
    others = islice((other.id or "a person without an ID" for other in members if other is not person), _NAMED)
    named = listed(others, count=len(members) - 1)
    what = f"has the same e-mail address as {named}: two confidential files would go to one place"
    return Reason(what, "give each person an address of their own", "email")


_LINES: Mapping[Line, tuple[str, str]] = {
    "top": (
        "has no manager, and nobody who can be rated reports to them, so is in nobody's pack",
        "type the Manager ID",
    ),
    "unknown": ("has a Manager ID that is not in the People tab", "choose one from the list"),
    "clash": ("has a Manager ID that two people share", "give each person an ID of their own"),
    "self": ("is their own manager", "type the ID of somebody else"),
    "loop": ("reports to somebody who reports back to them", "mend the Manager IDs of this circle"),
    "left": ("reports to {manager}, who is not active", "type the ID of who leads them now"),
    "unread": ("reports to {manager}, whose status is neither Yes nor No", "mend the status of the manager"),
}


def unled(data: Dataset, person: Employee) -> Reason | None:
    """Why no manager's pack holds the person; None where one does."""
    kind = line(data, person)
    if kind == "manager":
        manager = data.person[person.manager]
        shared = unsendable(data, manager)
        return shared and Reason(f"reports to {manager.id}, who {shared.what}", shared.todo, "manager")
    what, todo = _LINES[kind]
    return Reason(what.format(manager=person.manager), todo, "manager")
