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
from xl_addin.commands.guidance import basis_step, first, people_step
from xl_addin.exchange import derive
from xl_addin.exchange.journal import Journal, Receipt, journal_path, opened
from xl_addin.exchange.merge import TAKEN, Merged, merged
from xl_addin.exchange.passwords import passwords_in
from xl_addin.exchange.reached import marked, reached
from xl_addin.exchange.reasons import clash
from xl_addin.exchange.report import Report
from xl_addin.exchange.returned import Returned, returned
from xl_addin.exchange.status import open_cycle, progress, reminders
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused, Stop
from xl_addin.model.limits import TABLE_ROWS

_STEP = 500
"""Files after which a word is said about how far it has come."""


class Collect(Options):
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


@command("People", "ImportExcel", Collect, example="trackbook collect tracks.xlsx --from returned --apply")
def collect(job: Job, options: Collect) -> Outcome:
    """Show what returned forms bring, new, changed or the same, and with --apply take it into the workbook.

    Rows are found by their keys, wherever people moved them. A blank answer never erases one given before, the same
    file counts once, and copies that differ are shown, never chosen between. What is taken stands in the journal beside
    the workbook first, so nothing is lost when the workbook cannot be written: run it again.
    """
    if job.path is None:
        raise Stop("collect", "needs a saved workbook", "save it, then run collect again")
    path = journal_path(job.path)
    with opened(path, make=False) as journal:
        found, refused = _read(job, options, journal)
        files = list(merged(found, journal, newest=options.prefer == "newest"))
        if options.apply:
            _take(files, journal, job.now)
        last, applied = journal.last, reached(job.snapshot, journal)
        edits = derive.edits(journal.touched(applied), job.snapshot, TABLE_ROWS) if options.apply else []
        edits += marked(job.snapshot, last) if options.apply and last > applied else ()
        cycle = open_cycle(job.read.data, journal)
        coming = {
            one.found.whose[1:]: one.complete for one in files if one.fate in TAKEN and one.found.whose[0] == cycle
        }
        report = Report(cycle, files, refused, progress(journal, cycle, job.today, coming), last - applied)
    reminded = reminders(report.sent, job.read.data.person)
    return Outcome(
        report.sentence() + _no_file(options, report) + _nobody(options, report),
        data={"applied": options.apply, **report.data()},
        edits=edits,
        clean=report.clean,
        next=_next(job, report, options),
        lines=list(report.lines()),
        texts=[NewText(options.remind, reminded)] if options.remind else [],
        after=lambda: _note_applied(path, last) if options.apply and last > applied else None,
    )


def _read(job: Job, options: Collect, journal: Journal) -> tuple[list[Returned], list[Refused]]:
    """Every file of the folder, understood or refused."""
    found: list[Returned] = []
    refused: list[Refused] = []
    if options.source is None or job.path is None:
        return found, refused
    passwords = passwords_in(options.passwords) if options.passwords else {}
    competencies, doubtful = _competencies(job.read.data), partial(clash, job.read.data)
    files = job.desk.read_forms(options.source, skip=_no_forms(job.path, options.source, options), passwords=passwords)
    for number, (name, loose) in enumerate(files, 1):
        try:
            if isinstance(loose, Refused):
                raise loose
            found.append(returned(name, loose, journal, competencies, doubtful))
        except Refused as why:
            refused.append(why)
        if number % _STEP == 0:
            job.say(f"{number:,} files read ...")
    return found, refused


def _no_forms(master: Path, folder: Path, options: Collect) -> list[Path]:
    """What may lie in the folder and is ours, not anybody's form."""
    beside = [master.with_name(f"{master.stem}{end}{master.suffix}") for end in (".backup", "-pending")]
    lists = [path for path in (options.passwords, options.remind) if path]
    return [master, *beside, journal_path(master), *folder.rglob(MANIFEST), *lists]


def _competencies(data: Dataset) -> Mapping[str, str]:
    """Folded name or id -> id; an id comes before another's name."""
    named = {fold_text(own.name): own.id for own in reversed(data.competencies) if own.id}
    return named | {fold_text(own.id): own.id for own in reversed(data.competencies) if own.id}


def _take(files: Sequence[Merged], journal: Journal, now: dt.datetime) -> None:
    for one in files:
        if one.fate in TAKEN:
            found, (cycle, kind, person) = one.found, one.found.whose
            taken = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            receipt = Receipt(0, found.digest, found.file, cycle, kind, person, one.complete, found.saved, taken)
            journal.take(receipt, one.answers)


def _note_applied(path: Path, last: int) -> None:
    with opened(path, make=False) as journal:
        journal.set_applied(last)


def _no_file(options: Collect, report: Report) -> str:
    return f" No form lies in {options.source}." if options.source and not (report.files or report.refused) else ""


def _nobody(options: Collect, report: Report) -> str:
    if options.remind is None or any(own.state != "returned" for own in report.sent):
        return ""
    return f" Nobody is to be reminded: {options.remind} names nobody."


def _again(job: Job, options: Collect) -> str:
    folder = f'"{options.source}"' if " " in str(options.source) else str(options.source)
    return f"trackbook collect {job.typed} --from {folder}{' --apply' if options.apply else ''}"


def _next(job: Job, report: Report, options: Collect) -> str:
    if any(one.fate == "conflict" for one in report.files):
        return (
            "Conflicts: keep the right copy in the folder and move the others away, or open it in Excel, save it "
            "and run with --prefer newest."
        )
    if not options.apply and (report.waiting or any(one.fate in TAKEN for one in report.files)):
        return "Nothing was changed: run it again with --apply to take the answers into the workbook."
    if report.refused or any(one.found.refused for one in report.files):
        return "What is refused is listed with what to do about it; then run the same command again."
    if options.apply and report.waiting:
        return f"To see what the answers come to, run: trackbook score {job.typed}"
    if options.source and not report.files and report.sent:
        return f"Put the forms that came back into {options.source}, then run: {_again(job, options)}"
    late = any(own.state != "returned" for own in report.sent)
    if late and options.source is None:
        return f"When forms are back, run: trackbook collect {job.typed} --from FOLDER"
    if late and options.remind is None:
        return f"To remind those who are missing, run: trackbook collect {job.typed} --remind late.csv"
    if late:
        return f"Send a word to the people in {options.remind}."
    if report.sent:
        return f"Run: trackbook score {job.typed}"
    missing = first(basis_step(job, job.read.data), people_step(job, job.read.data))
    return missing or f"Nothing was sent yet. Run: trackbook export {job.typed}"
