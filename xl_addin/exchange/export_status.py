"""Where each row of People stands in an export: who is due a form, who is not, and who is left out and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.reasons import Reason, address_reason, identity_reason, manager_reason, rating_reason
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import PERSON, TRACK
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee
from xl_addin.model.staff import manager_status

ExportState = Literal["due", "top", "not_due", "not_asked", "left_out"]


@dataclass(frozen=True, slots=True)
class ExportStatus:
    """Where one row of People stands in an export.

    due: a form is written about the person, the one of `form`. top: nobody is above, so no pack holds the person.
    not_due: not active. not_asked: `--only` names others. left_out: for `reason`.
    """

    person: Employee
    state: ExportState
    form: str = ""
    reason: Reason | None = None


def export_statuses(data: Dataset, kind: FormKind) -> tuple[ExportStatus, ...]:
    """Each row of People, once, in its order, as if everybody were asked for."""
    return tuple(_export_status(data, kind, person) for person in data.people)


def _export_status(data: Dataset, kind: FormKind, person: Employee) -> ExportStatus:
    if person.active == "No":
        return ExportStatus(person, "not_due")
    if kind == "manager" and _at_the_top(data, person):
        return ExportStatus(person, "top")
    for reason_of in _QUESTIONS[kind]:
        reason = reason_of(data, person)
        if reason is not None:
            return ExportStatus(person, "left_out", reason=reason)
    return ExportStatus(person, "due", person.manager if kind == "manager" else person.id)


_QUESTIONS: Mapping[FormKind, Sequence[Callable[[Dataset, Employee], Reason | None]]] = {
    "employee": (identity_reason, rating_reason, address_reason),
    "manager": (identity_reason, manager_reason, rating_reason),
    "respondent": (identity_reason, address_reason),
}
"""Kind of form -> what is asked of a row, in this order; the first reason counts."""


def _at_the_top(data: Dataset, person: Employee) -> bool:
    return (
        person.id in _leaders(data) and identity_reason(data, person) is None and manager_status(data, person) == "top"
    )


def _leaders(data: Dataset) -> Collection[str]:
    """The IDs of those who lead somebody active."""
    active = (person for person in data.people if person.active == "Yes")
    return memo(data, f"{__name__}.leaders", lambda: frozenset(person.manager for person in active if person.manager))


def select_people(
    data: Dataset, statuses: Sequence[ExportStatus], selection: Sequence[str]
) -> tuple[ExportStatus, ...]:
    """The statuses where only those count that `selection` names by employee ID, track or team.

    A pack goes to a manager, so there it is the manager who is named.

    Raises:
        Stop: one of the names is nobody's.
    """
    if not selection:
        return tuple(statuses)
    people = [data.person.get(status.form, status.person) if status.form else status.person for status in statuses]
    name_sets = [_names(data, person) for person in people]
    active_names = [names for status, names in zip(statuses, name_sets, strict=True) if status.state != "not_due"]
    known_names = set[str]().union(*active_names)
    typed_words = [word for words in selection for word in _words(words, known_names)]
    unknown = [word for word in typed_words if word.casefold() not in known_names]
    if unknown:
        raise Stop("--only", f"{', '.join(unknown)} names nobody active", _todo(data))
    wanted_names = {word.casefold() for word in typed_words}
    return tuple(
        status if status.state == "not_due" or names & wanted_names else ExportStatus(status.person, "not_asked")
        for status, names in zip(statuses, name_sets, strict=True)
    )


def _names(data: Dataset, person: Employee) -> set[str]:
    """What somebody goes by after `--only`: ID, track and team; where names are asked the names of both too."""
    names = [person.id, person.track, person.team]
    if data.by_names:
        names += [person.name, label_of(data, PERSON, person.id), label_of(data, TRACK, person.track)]
    return {name.casefold() for name in names if name}


def _todo(data: Dataset) -> str:
    return "give names of people, tracks or teams" if data.by_names else "give employee ids, tracks or teams"


def _words(text: str, known_names: Collection[str]) -> list[str]:
    """What was typed after one `--only`: one name where it is one with its commas, else several."""
    whole = text.strip()
    return [whole] if whole.casefold() in known_names else [word.strip() for word in text.split(",") if word.strip()]
