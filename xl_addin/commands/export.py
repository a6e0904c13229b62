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

from xl_addin.books.port import FormBatch, FormItem, FormMade
from xl_addin.commands.command import Job, NewText, Options, Outcome, command
from xl_addin.commands.guidance import basis_step, draft_count, framework_step, people_step
from xl_addin.exchange.account import Account
from xl_addin.exchange.asked import Terms
from xl_addin.exchange.given import given
from xl_addin.exchange.journal import Answers, FormSent, Journal, journal_path, opened
from xl_addin.exchange.outbox import Addressee, addressees, batches, forms
from xl_addin.exchange.passwords import passwords_in
from xl_addin.exchange.send import Form
from xl_addin.exchange.standing import Standing, narrowed, standings
from xl_addin.exchange.workers import executor
from xl_addin.layout.content import RowValues
from xl_addin.layout.csv_text import as_csv
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.days import FIRST_DAY, LAST_DAY
from xl_addin.model.errors import Refused, Stop
from xl_addin.model.ids import A_DAY
from xl_addin.sheets import people
from xl_addin.sheets.cycle import day_for_cycle

MANIFEST = "manifest.csv"
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 14
_STEPS = 10
"""How often an export says how far it has come."""
_IN_HAND = 8
"""Batches handed out before the first has to be back: enough to keep every worker busy, few enough for memory."""


class Export(Options):
    """What to write, for whom."""

    to: Path = Field(Path("forms"), description="The folder for the forms; made when absent.")
    per: Literal["employee", "manager", "respondent"] = Field(
        "employee", description="A form for each employee, a pack for each manager, or a survey for each respondent."
    )
    cycle: str = Field("", description="The round of reviews, such as 2027-H1; else the setting cycle.")
    only: tuple[str, ...] = Field(
        (), description="Only these employee IDs, tracks or teams; may be given several times."
    )
    due: dt.date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description="The day the form is wanted back, such as 2027-02-15, today or later; it is shown in the form.",
    )
    scores: bool = Field(True, description="Show scores in the forms, or leave them out.")
    manager_ratings: bool = Field(False, description="Show this cycle's manager ratings in employees' forms.")
    passwords: Path | None = Field(
        None, description="Lock each form with a password of its own and list them in this CSV file."
    )
    jobs: int = Field(1, ge=1, le=64, description="Processes that write forms.")
    scheduler: str = Field("", description="Address of a dask.distributed scheduler to hand the work to.")
    pdf: bool = Field(False, description="Also make a PDF of each form; needs LibreOffice.")


@command("People", "ExportExcel", Export, example="trackbook export tracks.xlsx --to forms --per manager")
def export(job: Job, options: Export) -> Outcome:
    """Write a workbook for each employee, manager or respondent, and a list of who gets which.

    Each form holds one person's data and nothing else; it scores itself without Python and is plain Excel. Running it
    again writes only what is missing or has changed, and never over a file somebody has worked in. Every row of People
    is accounted for: whoever is left out is named with the reason.
    """
    if job.path is None:
        raise Stop("export", "needs a saved workbook", "save it, then run export again")
    if options.due and options.due < job.today:
        raise Stop("--due", f"{options.due} is over", f"name today, {job.today}, or a later day")
    data, cycle = job.read.data, options.cycle or str(job.read.data.setting("cycle"))
    if not options.cycle and (day := day_for_cycle(data)):
        todo = "give the cell the format Text, then type the cycle again"
        raise Stop("Settings", f"the cycle is {day}, {A_DAY}", todo)
    terms = Terms(cycle, str(options.due or ""), options.scores, options.manager_ratings)
    job.desk.make_folder(options.to)
    with opened(journal_path(job.path), make=True) as journal:
        standing = standings(data, options.per)
        asked = narrowed(data, standing, options.only)
        everybody = addressees(data, options.per, journal.secret, cycle, standing)
        wanted = {own.form for own in asked if own.state == "due"}
        to = tuple(one for one in everybody if one.person.id in wanted)
        run = _Run(job, options, terms, journal, _passwords(job, options, to))
        with executor(options.jobs, options.scheduler) as pool:
            run.write(to, pool)
        sent = [form for form in journal.forms(cycle) if form.kind == options.per]
    if options.pdf:
        job.desk.print_pdf([options.to / form.file for form in run.sent])
    account = Account(asked, run.state, job.snapshot)
    missing, leftover = _missing(data), list(_leftover(options.to, sent, everybody, standing))
    unsettled = bool(missing or leftover or account.counts["left_out"] or run.refused)
    return Outcome(
        f"{run.sentence()}{account.sentence()}",
        data={
            "cycle": cycle,
            "per": options.per,
            "folder": str(options.to),
            "made": dict(run.made),
            "files": {form.person: form.file for form in run.sent},
            "refused": [str(why) for why in run.refused],
            "leftover": [why.where for why in leftover],
            "counts": account.counts,
            "without_address": [own.person.id for own in account.without_address()],
            "people": account.data(),
        },
        texts=[NewText(options.to / MANIFEST, _manifest(sent, everybody))],
        lines=[
            *missing,
            *account.lines(),
            *account.address_lines(),
            *((why.where, why.what, why.todo) for why in (*run.refused, *leftover)),
        ],
        clean=not unsettled,
        next=_next(job, options, sent=bool(sent), unsettled=unsettled, unaddressed=len(account.without_address())),
    )


def _missing(data: Dataset) -> list[tuple[str, str, str]]:
    """What the People tab lacks, so that nobody can be told apart."""
    names = [own.title for own in data.misfits if own.kind == "missing" and own.place.table == people.TABLE.name]
    if "Employee ID" in names:
        return [("People", "has no column Employee ID", "name the column with the IDs so, then run export again")]
    return [("People", "has lost its table", "run build to put it back")] if people.TABLE.name in names else []


def _leftover(
    folder: Path, sent: Sequence[FormSent], everybody: Sequence[Addressee], standing: Sequence[Standing]
) -> Iterator[Refused]:
    """The forms in the folder written for somebody who gets none now, such as a leaver; who is left out is named so."""
    current = {one.known_as for one in everybody} | {own.person.id for own in standing if own.state == "left_out"}
    for form in sent:
        if form.person not in current and (folder / form.file).exists():
            yield Refused(form.file, "is of somebody who gets no form now", "move it away, so that nobody is sent it")


def _next(job: Job, options: Export, *, sent: bool, unsettled: bool, unaddressed: int) -> str:
    """What helps now: what keeps people from a form first, then sending those that are there."""
    data, back = job.read.data, f"trackbook collect {job.typed} --from FOLDER"
    if sent:
        settle = "Put right what is listed and export again. " if unsettled else ""
        have = "has" if unaddressed == 1 else "have"
        people_without = counted(unaddressed, "person", "people")
        by_hand = f" {people_without} there {have} no e-mail address." if unaddressed else ""
        return (
            f"{settle}Send the files in {options.to} to the people in {MANIFEST}.{by_hand} When they are back: {back}"
        )
    if missing := basis_step(job, data) or ("" if data.people else people_step(job, data)):
        return missing
    if unsettled:
        again = f"Put right what is listed, then run: trackbook export {job.typed}"
        unwritten = draft_count(data) or not data.written()[0]
        return (unwritten and framework_step(job, data, then="export")) or again
    if not any(person.active == "Yes" for person in data.people):
        return f"Nobody in the People tab of {job.name} is active: add whoever is to get a form, then export again."
    return f"Nobody in the People tab of {job.name} has a manager there: fill Manager ID, then export again."


@dataclass
class _Run:
    """One export under way: what was written so far, what became of each person's form, and what was left alone."""

    job: Job
    options: Export
    terms: Terms
    journal: Journal
    passwords: Mapping[str, str]
    made: Counter[str] = field(default_factory=Counter)
    state: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    sent: list[FormSent] = field(default_factory=list)

    def write(self, to: Sequence[Addressee], pool: Executor) -> None:
        """Hand out batch after batch, and note each in the journal when it is on the disk."""
        self._whose = {one.known_as: one.person.id for one in to}
        known = {form.person: form for form in self.journal.forms(self.terms.cycle) if form.kind == self.options.per}
        under_way: deque[tuple[list[tuple[Form, Answers]], Future[Sequence[FormMade]]]] = deque()
        for batch in batches(self._forms(to)):
            painted, rows = self._painted(batch[0][1])
            order = FormBatch(painted, self._items(batch, known), self.options.to)
            with_given: list[tuple[Form, Answers]] = [(form, given(rows, form.values)) for _, form in batch]
            under_way.append((with_given, pool.submit(self.job.desk.write_forms, order)))
            if len(under_way) > _IN_HAND:
                self._note(*under_way.popleft(), len(to))
        while under_way:
            self._note(*under_way.popleft(), len(to))

    def sentence(self) -> str:
        """What was done, in a sentence."""
        same = "as it was" if self.made["same"] == 1 else "as they were"
        words = {"new": "new", "same": same, "replaced": "brought up to date", "kept": "left alone"}
        told = ", ".join(f"{self.made[state]} {words[state]}" for state in words if self.made[state])
        return f"{counted(self.made.total(), 'form')} for {self.terms.cycle}{f': {told}' if told else ''}."

    def _forms(self, to: Sequence[Addressee]) -> Iterator[tuple[Addressee, Form]]:
        for one, found in forms(self.job.read.data, self.options.per, to, self.terms):
            if isinstance(found, Refused):
                self.refused.append(found)
            else:
                yield one, found

    def _painted(self, form: Form) -> tuple[bytes, Mapping[str, Sequence[RowValues]]]:
        """The design of a form's group, painted, and its rows."""
        if form.group != self._last[0]:
            design = form.design()
            self._last = (form.group, self.job.desk.paint(design.workbook, design.rows), design.rows)
        return self._last[1:]

    _last: tuple[object, bytes, Mapping[str, Sequence[RowValues]]] = (None, b"", {})
    _whose: Mapping[str, str] = field(default_factory=dict)

    def _items(self, batch: Sequence[tuple[Addressee, Form]], known: Mapping[str, FormSent]) -> tuple[FormItem, ...]:
        framework = str(self.job.read.data.setting("framework.version"))
        campaign, secret = self.journal.campaign, self.journal.secret
        found = []
        for one, form in batch:
            before = known.get(form.person)
            values = form.sealed(campaign, self.terms.cycle, framework, secret)
            ours = (before.plain, before.stored) if before else ()
            found.append(FormItem(one.file, values, ours, self.passwords.get(one.file, "")))
        return tuple(found)

    def _note(self, batch: Sequence[tuple[Form, Answers]], done: Future[Sequence[FormMade]], total: int) -> None:
        written = []
        for (form, held), made in zip(batch, done.result(), strict=True):
            self.made[made.state] += 1
            self.state[self._whose[form.person]] = made.state
            if made.state == "kept":
                todo = "move it away if it should be made anew"
                self.refused.append(Refused(made.file, "lies there and is not as we wrote it, so it stays", todo))
                continue
            written.append(
                FormSent(
                    self.terms.cycle,
                    form.kind,
                    form.person,
                    made.file,
                    form.shape,
                    made.plain,
                    made.stored,
                    self.terms.due,
                    held,
                )
            )
        self.journal.add_forms(written, {form.shape: form.keys for form, _ in batch})
        self.sent += written
        so_far = self.made.total()
        if total > _STEPS**2 and so_far * _STEPS // total > (so_far - len(batch)) * _STEPS // total:
            self.job.say(f"{so_far:,} of {counted(total, 'form')} ...")


def _manifest(sent: Sequence[FormSent], everybody: Sequence[Addressee]) -> str:
    """Who gets which file, ready for a mail merge."""
    people = {one.known_as: one.person for one in everybody}
    rows = []
    for form in sent:
        person = people.get(form.person)
        if person is not None:
            rows.append((person.id, person.name, person.email, person.team, person.manager, form.file, form.due))
    return as_csv(("Employee ID", "Name", "Email", "Team", "Manager ID", "File", "Due"), rows)


def _passwords(job: Job, options: Export, to: Sequence[Addressee]) -> Mapping[str, str]:
    """File -> its password; listed before any form is locked, so that none can be locked and its password lost."""
    path = options.passwords
    if path is None:
        return {}
    if path.resolve().is_relative_to(options.to.resolve()):
        raise Stop(path.name, "would lie beside the forms it locks", "name a file in another folder")
    found = passwords_in(path) if path.exists() else {}
    for one in to:
        found.setdefault(one.file, "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
    job.desk.write_text(path, as_csv(("File", "Password"), found.items()))
    return found
