"""What came back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field

from xl_addin.cells.fold import fold_text
from xl_addin.commands.command import Job, NewText, Options, Outcome, command
from xl_addin.commands.export import MANIFEST
from xl_addin.commands.guidance import basis_step, first_step, people_step
from xl_addin.exchange import answer_edits
from xl_addin.exchange.applied_mark import applied_receipt, mark_applied
from xl_addin.exchange.collect_report import CollectReport
from xl_addin.exchange.journal import Journal, Receipt, journal_path, open_journal
from xl_addin.exchange.merge import FATES_TO_TAKE, MergedForm, merge_forms
from xl_addin.exchange.passwords import read_passwords
from xl_addin.exchange.reasons import clash
from xl_addin.exchange.return_status import form_progress, open_cycle, reminders
from xl_addin.exchange.returned_form import ReturnedForm, read_form
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused, Stop
from xl_addin.model.limits import TABLE_ROWS

_STEP = 500
"""Files after which a word is said about how far it has come."""


class CollectOptions(Options):
    """Where the forms are, and what to do with them."""

    source: Path | None = Field(
        None, alias="from", description="The folder the returned forms are in; without it, only who is missing is told."
    )
    apply: bool = Field(False, description="Take the answers into the workbook; without it, only show what would be.")
    prefer: Literal["newest"] | None = Field(
        None, description="newest: of one person's copies that differ, take the one saved last."
    )
    passwords: Path | None = Field(None, description="The file of passwords that export wrote, for locked forms.")
    remind: Path | None = Field(
        None, description="Write a CSV list of everybody whose form is not back, ready for a mail merge."
    )


@command("People", "ImportExcel", CollectOptions, example="trackbook collect tracks.xlsx --from returned --apply")
def collect(job: Job, options: CollectOptions) -> Outcome:
    """Show what returned forms bring, new, changed or the same, and with --apply take it into the workbook.

    Rows are found by their keys, wherever people moved them. A blank answer never erases one given before, the same
    file counts once, and copies that differ are shown, never chosen between. What is taken stands in the journal beside
    the workbook first, so nothing is lost when the workbook cannot be written: run it again.
    """
    if job.path is None:
        raise Stop("collect", "needs a saved workbook", "save it, then run collect again")
    path = journal_path(job.path)
    with open_journal(path, make=False) as journal:
        forms, refusals = _read_forms(job, options, journal)
        files = list(merge_forms(forms, journal, newest=options.prefer == "newest"))
        if options.apply:
            _take(files, journal, job.moment)
        last, last_applied = journal.last, applied_receipt(job.snapshot, journal)
        edits = (
            answer_edits.answer_edits(journal.related_answers(last_applied), job.snapshot, TABLE_ROWS)
            if options.apply
            else []
        )
        edits += mark_applied(job.snapshot, last) if options.apply and last > last_applied else ()
        cycle = open_cycle(job.workbook.data, journal)
        coming = {
            file.form.sender[1:]: file.complete
            for file in files
            if file.fate in FATES_TO_TAKE and file.form.sender[0] == cycle
        }
        report = CollectReport(
            cycle,
            files,
            refusals,
            form_progress(journal, cycle, job.today, coming),
            last - last_applied,
            job.workbook.data,
        )
    reminder_text = reminders(report.sent_forms, job.workbook.data.person)
    return Outcome(
        report.sentence() + _no_file(options, report) + _nobody(options, report),
        data={"applied": options.apply, **report.data()},
        edits=edits,
        clean=report.clean,
        next=_next(job, report, options),
        lines=list(report.lines()),
        texts=[NewText(options.remind, reminder_text)] if options.remind else [],
        finish=lambda: _note_applied(path, last) if options.apply and last > last_applied else None,
    )


def _read_forms(job: Job, options: CollectOptions, journal: Journal) -> tuple[list[ReturnedForm], list[Refused]]:
    """Every file of the folder, understood or refused."""
    forms: list[ReturnedForm] = []
    refusals: list[Refused] = []
    if options.source is None or job.path is None:
        return forms, refusals
    passwords = read_passwords(options.passwords) if options.passwords else {}
    competencies, doubtful = _competencies(job.workbook.data), partial(clash, job.workbook.data)
    files = job.storage.read_forms(
        options.source, skip=_no_forms(job.path, options.source, options), passwords=passwords
    )
    for number, (name, file) in enumerate(files, 1):
        try:
            if isinstance(file, Refused):
                raise file
            forms.append(read_form(name, file, journal, competencies, doubtful))
        except Refused as refusal:
            refusals.append(refusal)
        if number % _STEP == 0:
            job.say(f"{number:,} files read ...")
    return forms, refusals


def _no_forms(master: Path, folder: Path, options: CollectOptions) -> list[Path]:
    """What may lie in the folder and is ours, not anybody's form."""
    companions = [master.with_name(f"{master.stem}{end}{master.suffix}") for end in (".backup", "-pending")]
    lists = [path for path in (options.passwords, options.remind) if path]
    return [master, *companions, journal_path(master), *folder.rglob(MANIFEST), *lists]


def _competencies(data: Dataset) -> Mapping[str, str]:
    """Folded name or id -> id; an id comes before another's name."""
    ids_by_name = {
        fold_text(competency.name): competency.id for competency in reversed(data.competencies) if competency.id
    }
    return ids_by_name | {
        fold_text(competency.id): competency.id for competency in reversed(data.competencies) if competency.id
    }


def _take(files: Sequence[MergedForm], journal: Journal, moment: dt.datetime) -> None:
    for file in files:
        if file.fate in FATES_TO_TAKE:
            form, (cycle, kind, person) = file.form, file.form.sender
            take_time = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            receipt = Receipt(0, form.digest, form.file, cycle, kind, person, file.complete, form.save_time, take_time)
            journal.take(receipt, file.answers)


def _note_applied(path: Path, last: int) -> None:
    with open_journal(path, make=False) as journal:
        journal.set_applied(last)


def _no_file(options: CollectOptions, report: CollectReport) -> str:
    return f" No form lies in {options.source}." if options.source and not (report.files or report.refusals) else ""


def _nobody(options: CollectOptions, report: CollectReport) -> str:
    if options.remind is None or any(form.state != "returned" for form in report.sent_forms):
        return ""
    return f" Nobody is to be reminded: {options.remind} names nobody."


def _repeat_line(job: Job, options: CollectOptions) -> str:
    folder = f'"{options.source}"' if " " in str(options.source) else str(options.source)
    return f"trackbook collect {job.argument} --from {folder}{' --apply' if options.apply else ''}"


def _next(job: Job, report: CollectReport, options: CollectOptions) -> str:
    if any(file.fate == "conflict" for file in report.files):
        return (
            "Conflicts: keep the right copy in the folder and move the others away, or open it in Excel, save it "
            "and run with --prefer newest."
        )
    if not options.apply and (report.waiting or any(file.fate in FATES_TO_TAKE for file in report.files)):
        return "Nothing was changed: run it again with --apply to take the answers into the workbook."
    if report.refusals or any(file.form.refused_cells for file in report.files):
        return "What is refused is listed with what to do about it; then run the same command again."
    if options.apply and report.waiting:
        return f"To see what the answers come to, run: trackbook score {job.argument}"
    if options.source and not report.files and report.sent_forms:
        return f"Put the forms that came back into {options.source}, then run: {_repeat_line(job, options)}"
    late = any(form.state != "returned" for form in report.sent_forms)
    if late and options.source is None:
        return f"When forms are back, run: trackbook collect {job.argument} --from FOLDER"
    if late and options.remind is None:
        return f"To remind those who are missing, run: trackbook collect {job.argument} --remind late.csv"
    if late:
        return f"Send a word to the people in {options.remind}."
    if report.sent_forms:
        return f"Run: trackbook score {job.argument}"
    missing = first_step(basis_step(job, job.workbook.data), people_step(job, job.workbook.data))
    return missing or f"Nothing was sent yet. Run: trackbook export {job.argument}"
