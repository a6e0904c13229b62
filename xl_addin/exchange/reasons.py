"""Why somebody gets no form, or is in nobody's pack: in words, with the cell to mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from xl_addin.exchange.form.form_rows import rows_to_rate
from xl_addin.model.counts import join_words
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.finding import Misfit
from xl_addin.model.ids import A_DAY, TYPE_AGAIN, comparable
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import PERSON
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.model.staff import ManagerStatus, addresses_shared, clashes, email_address, manager_status

_TABLE = "tblPeople"
_NAMES_SHOWN = 3
"""How many others a reason names."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong, as a sentence goes on after the ID; what to do; and the field of People to mend."""

    problem: str
    todo: str
    field: str


def identity_reason(data: Dataset, person: Employee) -> Reason | None:
    """Why nobody can say who the row is, or whether the person counts; None where it is plain."""
    if not person.active:
        return Reason("has a status that is neither Yes nor No", "type Yes or No there", "active")
    if not person.id:
        return _without_id(_misfits(data).get((person.row, "id")), by_names=data.by_names)
    if person.id != person.id.strip():
        return Reason(
            "has an Employee ID with a blank around it", "take the blank away, or run build, which does", "id"
        )
    problem = clash(data, person.id)
    return Reason(problem, "give each person an ID of their own", "id") if problem else None


def clash(data: Dataset, person: str) -> str:
    """Why an ID could be of two people in the People tab, as a sentence goes on after it; "" where it is of one."""
    key = comparable(person)
    if key not in clashes(data):
        return ""
    spellings = [spelling for spelling in _spellings(data)[key] if spelling != person]
    text = f"has an ID that Excel takes for {join_words(spellings, _NAMES_SHOWN)}"
    return text if spellings else "has an ID that stands in another row too"


def _spellings(data: Dataset) -> Mapping[str, Sequence[str]]:
    """Comparable form of an ID that several share -> the ways it is written."""

    def collect() -> dict[str, Sequence[str]]:
        return {key: list(dict.fromkeys(member.id for member in members)) for key, members in clashes(data).items()}

    return memo(data, f"{__name__}.spellings", collect)


def _without_id(misfit: Misfit | None, *, by_names: bool) -> Reason:
    if by_names:
        return Reason("waits for an answer on Names", "choose one there, then run build", "name")
    if misfit is None or misfit.kind == "required":
        return Reason("has no Employee ID", "type the ID of the HR system", "id")
    if misfit.kind == "day":
        return Reason(f"has {A_DAY} ({misfit.value})", TYPE_AGAIN, "id")
    return Reason("has an ID that cannot be read", f"type {misfit.asks}", "id")


def _misfits(data: Dataset) -> Mapping[tuple[int, str], Misfit]:
    def collect() -> dict[tuple[int, str], Misfit]:
        table_misfits = (misfit for misfit in data.misfits if misfit.place.table == _TABLE)
        return {(misfit.place.row, misfit.place.field): misfit for misfit in table_misfits}

    return memo(data, f"{__name__}.misfits", collect)


def rating_reason(data: Dataset, person: Employee) -> Reason | None:
    """Why there is nothing the person could be rated on; None where there is."""
    if person.track not in data.track:
        return Reason("has no track that is in the workbook", "choose one in the People tab", "track")
    return memo(data, f"{__name__}.level.{person.level}", lambda: _of_level(data, person))


def _of_level(data: Dataset, person: Employee) -> Reason | None:
    """The same for everybody at a level."""
    try:
        rows_to_rate(data, person)
    except Refused as refusal:
        return Reason(refusal.problem, refusal.todo, "level")
    return None


def address_reason(data: Dataset, person: Employee) -> Reason | None:
    """Why a form cannot be sent to the person alone."""
    members = addresses_shared(data).get(email_address(person), ())
    if not members:
        return None
    others = (
        label_of(data, PERSON, member.id) or ("somebody else" if data.by_names else "a person without an ID")
        for member in members
        if member is not person
    )
    names_text = join_words(islice(others, _NAMES_SHOWN), count=len(members) - 1)
    problem = f"has the same e-mail address as {names_text}: two confidential files would go to one place"
    return Reason(problem, "give each person an address of their own", "email")


_LINES: Mapping[ManagerStatus, tuple[str, str]] = {
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


_LINES_BY_NAME: Mapping[ManagerStatus, tuple[str, str]] = {
    "top": (_LINES["top"][0], "choose the manager's name"),
    "unknown": ("has a manager who is nobody in the People tab", "choose one from the list"),
    "self": (_LINES["self"][0], "choose somebody else"),
    "loop": (_LINES["loop"][0], "choose other managers for this circle"),
    "left": (_LINES["left"][0], "choose who leads them now"),
}
"""The same where names are asked, as far as it differs."""


def manager_reason(data: Dataset, person: Employee) -> Reason | None:
    """Why no manager's pack holds the person; None where one does."""
    kind = manager_status(data, person)
    if kind == "manager":
        manager = data.person[person.manager]
        shared_address = address_reason(data, manager)
        return shared_address and Reason(
            f"reports to {label_of(data, PERSON, manager.id)}, who {shared_address.problem}",
            shared_address.todo,
            "manager",
        )
    problem, todo = {**_LINES, **(_LINES_BY_NAME if data.by_names else {})}[kind]
    return Reason(problem.format(manager=label_of(data, PERSON, person.manager)), todo, "manager")
