"""Forms for everybody."""

import datetime as dt
import secrets
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from xl_addin.books.storage import FormBatch, FormItem, FormResult
from xl_addin.commands.command import Job, NewText, Options, Outcome, command
from xl_addin.commands.guidance import basis_step, draft_count, framework_step, people_step
from xl_addin.exchange.export_account import ExportAccount
from xl_addin.exchange.export_status import ExportStatus, export_statuses, select_people
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.journal import Answers, FormSent, Journal, journal_path, open_journal
from xl_addin.exchange.manifest import manifest_text
from xl_addin.exchange.outbox import Addressee, addressees, batches, forms
from xl_addin.exchange.passwords import read_passwords
from xl_addin.exchange.prefilled import prefilled_answers
from xl_addin.exchange.workers import executor
from xl_addin.layout.csv_text import as_csv
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.model.errors import Refused, Stop
from xl_addin.model.ids import A_DAY
from xl_addin.sheets import people
from xl_addin.sheets.cycle_day import day_for_cycle

MANIFEST = "manifest.csv"
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 14
_STEPS = 10
"""How often an export says how far it has come."""
_IN_HAND = 8
"""Batches handed out before the first has to be back: enough to keep every worker busy, few enough for memory."""


class ExportOptions(Options):
    """What to write, for whom."""

    to: Path = Field(Path("forms"), description="The folder for the forms; made when absent.")
    per: Literal["employee", "manager", "respondent"] = Field(
        "employee", description="A form for each employee, a pack for each manager, or a survey for each respondent."
    )
    cycle: str = Field("", description="The round of reviews, such as 2027-H1; else the setting cycle.")
    only: tuple[str, ...] = Field(
        (), description="Only these employee IDs or names, tracks or teams; may be given several times."
    )
    due: dt.date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description="The day the form is wanted back, such as 2027-02-15, today or later; it is shown in the form.",
    )
    scores: bool = Field(True, description="Show in each form how earlier rounds went, in counts, or leave that out.")
    manager_ratings: bool = Field(False, description="Show this cycle's manager ratings in employees' forms.")
    passwords: Path | None = Field(
        None, description="Lock each form with a password of its own and list them in this CSV file."
    )
    jobs: int = Field(1, ge=1, le=64, description="Processes that write forms.")
    scheduler: str = Field("", description="Address of a dask.distributed scheduler to hand the work to.")
    pdf: bool = Field(False, description="Also make a PDF of each form; needs LibreOffice.")


@command("People", "ExportExcel", ExportOptions, example="trackbook export tracks.xlsx --to forms --per manager")
def export(job: Job, options: ExportOptions) -> Outcome:
    """Write a workbook for each employee, manager or respondent, and a list of who gets which.

    Each form holds one person's data and nothing else; it scores itself without Python and is plain Excel. Running it
    again writes only what is missing or has changed, and never over a file somebody has worked in. Every row of People
    is accounted for: whoever is left out is named with the reason.
    """
    if job.path is None:
        raise Stop("export", "needs a saved workbook", "save it, then run export again")
    if options.due and options.due < job.today:
        raise Stop("--due", f"{options.due} is over", f"name today, {job.today}, or a later day")
    data, cycle = job.workbook.data, options.cycle or str(job.workbook.data.setting("cycle"))
    if not options.cycle and (day := day_for_cycle(data)):
        todo = "give the cell the format Text, then type the cycle again"
        raise Stop("Settings", f"the cycle is {day}, {A_DAY}", todo)
    terms = Terms(cycle, str(options.due or ""), options.scores, options.manager_ratings)
    job.storage.make_folder(options.to)
    with open_journal(journal_path(job.path), make=True) as journal:
        standing = export_statuses(data, options.per)
        selection = select_people(data, standing, options.only)
        everybody = addressees(data, options.per, journal.secret, cycle, standing)
        form_ids = {status.form for status in selection if status.state == "due"}
        recipients = tuple(addressee for addressee in everybody if addressee.person.id in form_ids)
        writer = _FormWriter(job, options, terms, journal, _passwords(job, options, recipients))
        with executor(options.jobs, options.scheduler) as pool:
            writer.write(recipients, pool)
        sent_forms = [form for form in journal.forms(cycle) if form.kind == options.per]
    if options.pdf:
        job.storage.print_pdf([options.to / form.file for form in writer.sent_forms])
    account = ExportAccount(selection, writer.state, job.snapshot, data)
    missing, leftover = _missing(data), list(_leftover(options.to, sent_forms, everybody, standing))
    has_problems = bool(missing or leftover or account.counts["left_out"] or writer.refusals)
    return Outcome(
        f"{writer.sentence()}{account.sentence()}",
        data={
            "cycle": cycle,
            "per": options.per,
            "folder": str(options.to),
            "made": dict(writer.fate_counts),
            "files": {form.person: form.file for form in writer.sent_forms},
            "refused": [str(refusal) for refusal in writer.refusals],
            "leftover": [refusal.place for refusal in leftover],
            "counts": account.counts,
            "without_address": [status.person.id for status in account.without_address()],
            "people": account.data(),
        },
        texts=[NewText(options.to / MANIFEST, manifest_text(sent_forms, everybody))],
        lines=[
            *missing,
            *account.lines(),
            *account.address_lines(),
            *((refusal.place, refusal.problem, refusal.todo) for refusal in (*writer.refusals, *leftover)),
        ],
        clean=not has_problems,
        next=_next(
            job,
            options,
            has_forms=bool(sent_forms),
            has_problems=has_problems,
            without_address=len(account.without_address()),
        ),
    )


def _missing(data: Dataset) -> list[tuple[str, str, str]]:
    """What the People tab lacks, so that nobody can be told apart."""
    names = [
        misfit.title for misfit in data.misfits if misfit.kind == "missing" and misfit.place.table == people.TABLE.name
    ]
    if "Employee ID" in names:
        return [("People", "has no column Employee ID", "name the column with the IDs so, then run export again")]
    return [("People", "has lost its table", "run build to put it back")] if people.TABLE.name in names else []


def _leftover(
    folder: Path, sent_forms: Sequence[FormSent], everybody: Sequence[Addressee], standing: Sequence[ExportStatus]
) -> Iterator[Refused]:
    """The forms in the folder written for somebody who gets none now, such as a leaver; who is left out is named so."""
    current = {addressee.form_id for addressee in everybody} | {
        status.person.id for status in standing if status.state == "left_out"
    }
    for form in sent_forms:
        if form.person not in current and (folder / form.file).exists():
            yield Refused(form.file, "is of somebody who gets no form now", "move it away, so that nobody is sent it")


def _next(job: Job, options: ExportOptions, *, has_forms: bool, has_problems: bool, without_address: int) -> str:
    """What helps now: what keeps people from a form first, then sending those that are there."""
    data, collect_line = job.workbook.data, f"trackbook collect {job.argument} --from FOLDER"
    if has_forms:
        settle = "Put right what is listed and export again. " if has_problems else ""
        have = "has" if without_address == 1 else "have"
        people_text = quantity(without_address, "person", "people")
        by_hand = f" {people_text} there {have} no e-mail address." if without_address else ""
        return (
            f"{settle}Send the files in {options.to} to the people in {MANIFEST}.{by_hand} When they "
            f"are back: {collect_line}"
        )
    if missing := basis_step(job, data) or ("" if data.people else people_step(job, data)):
        return missing
    if has_problems:
        export_line = f"Put right what is listed, then run: trackbook export {job.argument}"
        unwritten = draft_count(data) or not data.cell_counts()[0]
        return (unwritten and framework_step(job, data, command_name="export")) or export_line
    if not any(person.active == "Yes" for person in data.people):
        return f"Nobody in the People tab of {job.name} is active: add whoever is to get a form, then export again."
    manager = "Manager" if data.by_names else "Manager ID"
    return f"Nobody in the People tab of {job.name} has a manager there: fill {manager}, then export again."


@dataclass
class _FormWriter:
    """One export under way: what was written so far, what became of each person's form, and what was left alone."""

    job: Job
    options: ExportOptions
    terms: Terms
    journal: Journal
    passwords: Mapping[str, str]
    fate_counts: Counter[str] = field(default_factory=Counter)
    state: dict[str, str] = field(default_factory=dict)
    refusals: list[Refused] = field(default_factory=list)
    sent_forms: list[FormSent] = field(default_factory=list)

    def write(self, recipients: Sequence[Addressee], pool: Executor) -> None:
        """Hand out batch after batch, and note each in the journal when it is on the disk."""
        self._ids_by_code = {addressee.form_id: addressee.person.id for addressee in recipients}
        known_forms = {
            form.person: form for form in self.journal.forms(self.terms.cycle) if form.kind == self.options.per
        }
        under_way: deque[tuple[list[tuple[Form, Answers]], Future[Sequence[FormResult]]]] = deque()
        for batch in batches(self._forms(recipients)):
            template, rows = self._paint_design(batch[0][1])
            order = FormBatch(template, self._items(batch, known_forms), self.options.to)
            forms_with_answers: list[tuple[Form, Answers]] = [
                (form, prefilled_answers(rows, form.values)) for _, form in batch
            ]
            under_way.append((forms_with_answers, pool.submit(self.job.storage.write_forms, order)))
            if len(under_way) > _IN_HAND:
                self._note(*under_way.popleft(), len(recipients))
        while under_way:
            self._note(*under_way.popleft(), len(recipients))

    def sentence(self) -> str:
        """What was done, in a sentence."""
        same_words = "as it was" if self.fate_counts["same"] == 1 else "as they were"
        words = {"new": "new", "same": same_words, "replaced": "brought up to date", "kept": "left alone"}
        counts_text = ", ".join(
            f"{self.fate_counts[state]} {words[state]}" for state in words if self.fate_counts[state]
        )
        return (
            f"{quantity(self.fate_counts.total(), 'form')} for "
            f"{self.terms.cycle}{f': {counts_text}' if counts_text else ''}."
        )

    def _forms(self, recipients: Sequence[Addressee]) -> Iterator[tuple[Addressee, Form]]:
        for addressee, form in forms(self.job.workbook.data, self.options.per, recipients, self.terms):
            if isinstance(form, Refused):
                self.refusals.append(form)
            else:
                yield addressee, form

    def _paint_design(self, form: Form) -> tuple[bytes, Mapping[str, Sequence[RowValues]]]:
        """The design of a form's group, painted, and its rows."""
        if form.group != self._last[0]:
            design = form.design()
            self._last = (form.group, self.job.storage.paint(design.workbook, design.rows), design.rows)
        return self._last[1:]

    _last: tuple[object, bytes, Mapping[str, Sequence[RowValues]]] = (None, b"", {})
    _ids_by_code: Mapping[str, str] = field(default_factory=dict)

    def _items(
        self, batch: Sequence[tuple[Addressee, Form]], known_forms: Mapping[str, FormSent]
    ) -> tuple[FormItem, ...]:
        framework = str(self.job.workbook.data.setting("framework.version"))
        campaign, secret = self.journal.campaign, self.journal.secret
        items = []
        for addressee, form in batch:
            previous = known_forms.get(form.person)
            values = form.seal_values(campaign, self.terms.cycle, framework, secret)
            ours = (previous.plain, previous.file_digest) if previous else ()
            items.append(FormItem(addressee.file, values, ours, self.passwords.get(addressee.file, "")))
        return tuple(items)

    def _note(self, batch: Sequence[tuple[Form, Answers]], future: Future[Sequence[FormResult]], total: int) -> None:
        new_forms = []
        for (form, answers), result in zip(batch, future.result(), strict=True):
            self.fate_counts[result.state] += 1
            self.state[self._ids_by_code[form.person]] = result.state
            if result.state == "kept":
                todo = "move it away if it should be made anew"
                self.refusals.append(Refused(result.file, "lies there and is not as we wrote it, so it stays", todo))
                continue
            new_forms.append(
                FormSent(
                    self.terms.cycle,
                    form.kind,
                    form.person,
                    result.file,
                    form.shape,
                    result.plain_digest,
                    result.stored_digest,
                    self.terms.due,
                    answers,
                )
            )
        self.journal.add_forms(new_forms, {form.shape: form.keys for form, _ in batch})
        self.sent_forms += new_forms
        so_far = self.fate_counts.total()
        if total > _STEPS**2 and so_far * _STEPS // total > (so_far - len(batch)) * _STEPS // total:
            self.job.say(f"{so_far:,} of {quantity(total, 'form')} ...")


def _passwords(job: Job, options: ExportOptions, recipients: Sequence[Addressee]) -> Mapping[str, str]:
    """File -> its password; listed before any form is locked, so that none can be locked and its password lost."""
    path = options.passwords
    if path is None:
        return {}
    if path.resolve().is_relative_to(options.to.resolve()):
        raise Stop(path.name, "would lie beside the forms it locks", "name a file in another folder")
    passwords = read_passwords(path) if path.exists() else {}
    for addressee in recipients:
        passwords.setdefault(addressee.file, "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
    job.storage.write_text(path, as_csv(("File", "Password"), passwords.items()))
    return passwords
