"""Who gets a form, under which file name, in which order they are made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xl_addin.exchange.employee_form import employee_form as employee_form
from xl_addin.exchange.export_status import ExportStatus
from xl_addin.exchange.file_names import file_name
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.pack import manager_pack as manager_form
from xl_addin.exchange.survey_form import pseudonym
from xl_addin.exchange.survey_form import respondent_form as respondent_form
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.records import Employee

BATCH = 250
"""Forms written together: enough to make the hand-over to another process small, few enough to hold in memory."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a form: who, under which id the form knows them, and the file's name.

    `part`: those who may share a design have it in common, and come one after the other.
    """

    person: Employee
    form_id: str
    file: str
    part: str


def addressees(
    data: Dataset, kind: FormKind, secret: bytes, cycle: str, due: Iterable[ExportStatus]
) -> tuple[Addressee, ...]:
    """Everybody who gets a form of a kind; people who may share a design come together.

    Args:
        data: the workbook.
        kind: what they get.
        secret: the journal's key, for the names respondents go by.
        cycle: the round of reviews.
        due: where people stand; those who are due get theirs, or their manager does.
    """
    people = [data.person[name] for name in dict.fromkeys(status.form for status in due if status.state == "due")]
    used_names: set[str] = set()
    recipients = []
    for person in sorted(people, key=lambda p: (p.level if kind == "employee" else "", p.id)):
        form_id = pseudonym(person.id, cycle, secret) if kind == "respondent" else person.id
        file = file_name(form_id, "" if kind == "respondent" else person.name, used_names=used_names)
        used_names.add(file.casefold())
        part = {"employee": person.level, "manager": person.id, "respondent": ""}[kind]
        recipients.append(Addressee(person, form_id, file, part))
    return tuple(recipients)


def forms(
    data: Dataset, kind: FormKind, recipients: Iterable[Addressee], terms: Terms
) -> Iterator[tuple[Addressee, Form | Refused]]:
    """The form of each, or why there is none; the next is made only when it is asked for."""
    makers: Mapping[FormKind, Callable[[Dataset, Addressee, Terms], Form]] = {
        "employee": lambda d, a, t: employee_form(d, a.person, t),
        "manager": lambda d, a, t: manager_form(d, a.person, t),
        "respondent": lambda d, a, t: respondent_form(d, a.person, a.form_id, t),
    }
    for addressee in recipients:
        try:
            yield addressee, makers[kind](data, addressee, terms)
        except Refused as refusal:
            yield addressee, refusal


def batches(pairs: Iterable[tuple[Addressee, Form]]) -> Iterator[list[tuple[Addressee, Form]]]:
    """Forms of one design together, at most BATCH of them; all are let go when their part is over."""
    open_ones: dict[object, list[tuple[Addressee, Form]]] = {}
    part = ""
    for addressee, form in pairs:
        if addressee.part != part:
            yield from open_ones.values()
            open_ones, part = {}, addressee.part
        batch = open_ones.setdefault(form.group, [])
        batch.append((addressee, form))
        if len(batch) == BATCH:
            yield open_ones.pop(form.group)
    yield from open_ones.values()
