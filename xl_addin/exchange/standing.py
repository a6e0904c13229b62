"""Where each row of People stands in an export: who is due a form, who is not, and who is left out and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xl_addin.exchange.identity import FormKind
from xl_addin.exchange.reasons import Reason, unknowable, unled, unrateable, unsendable
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.kept import kept
from xl_addin.model.people import line
from xl_addin.model.records import Employee

State = Literal["due", "top", "not_due", "not_asked", "left_out"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one row of People stands in an export.

    due: a form is written about the person, the one of `form`. top: nobody is above, so no pack holds the person.
    not_due: not active. not_asked: `--only` names others. left_out: for `reason`.
    """

    person: Employee
    state: State
    form: str = ""
    reason: Reason | None = None


def standings(data: Dataset, kind: FormKind) -> tuple[Standing, ...]:
    """Each row of People, once, in its order, as if everybody were asked for."""
    return tuple(_standing(data, kind, person) for person in data.people)


def _standing(data: Dataset, kind: FormKind, person: Employee) -> Standing:
    if person.active == "No":
        return Standing(person, "not_due")
    if kind == "manager" and _at_the_top(data, person):
        return Standing(person, "top")
    for reason_of in _QUESTIONS[kind]:
        reason = reason_of(data, person)
        if reason is not None:
            return Standing(person, "left_out", reason=reason)
    return Standing(person, "due", person.manager if kind == "manager" else person.id)


_QUESTIONS: Mapping[FormKind, Sequence[Callable[[Dataset, Employee], Reason | None]]] = {
    "employee": (unknowable, unrateable, unsendable),
    "manager": (unknowable, unled, unrateable),
    "respondent": (unknowable, unsendable),
}
"""Kind of form -> what is asked of a row, in this order; the first reason counts."""


def _at_the_top(data: Dataset, person: Employee) -> bool:
    return person.id in _leaders(data) and unknowable(data, person) is None and line(data, person) == "top"


def _leaders(data: Dataset) -> Collection[str]:
    """The IDs of those who lead somebody active."""
    active = (person for person in data.people if person.active == "Yes")
    return kept(data, f"{__name__}.leaders", lambda: frozenset(person.manager for person in active if person.manager))


def narrowed(data: Dataset, all_of_them: Sequence[Standing], only: Sequence[str]) -> tuple[Standing, ...]:
    """The standings where only those count that `only` names by employee ID, track or team.

    A pack goes to a manager, so there it is the manager who is named.

    Raises:
        Stop: one of the names is nobody's.
    """
    if not only:
        return tuple(all_of_them)
    people = [data.person.get(own.form, own.person) if own.form else own.person for own in all_of_them]
    named = [{part.casefold() for part in (p.id, p.track, p.team) if part} for p in people]
    counted = [names for own, names in zip(all_of_them, named, strict=True) if own.state != "not_due"]
    known = set[str]().union(*counted)
    typed = [word for words in only for word in _words(words, known)]
    unknown = [word for word in typed if word.casefold() not in known]
    if unknown:
        raise Stop("--only", f"{', '.join(unknown)} names nobody active", "give employee ids, tracks or teams")
    wanted = {word.casefold() for word in typed}
    return tuple(
        own if own.state == "not_due" or names & wanted else Standing(own.person, "not_asked")
        for own, names in zip(all_of_them, named, strict=True)
    )


def _words(typed: str, known: Collection[str]) -> list[str]:
    """What was typed after one `--only`: one name where it is one with its commas, else several."""
    whole = typed.strip()
    return [whole] if whole.casefold() in known else [word.strip() for word in typed.split(",") if word.strip()]
