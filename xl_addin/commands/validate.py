"""All rules over the workbook."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_addin.cells.cell import CellValue, result_of
from xl_addin.cells.table import TableData
from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import basis_step, first, framework_step, ratings_step
from xl_addin.layout.describe import Link
from xl_addin.layout.edits import Edit, Replace, SetNotes
from xl_addin.layout.held import table_in
from xl_addin.layout.parse import columns_in
from xl_addin.model.counts import counted
from xl_addin.model.finding import Finding, Severity
from xl_addin.model.results import ACCEPTED, GONE, OPEN
from xl_addin.rules.report import Report
from xl_addin.rules.report import validate as run_rules
from xl_addin.sheets import runs
from xl_addin.sheets.dashboard import CRITERIA_TABLE, criteria_rows
from xl_addin.sheets.findings import MOST_NOTES, TABLE, note
from xl_addin.sheets.naming import naming


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with its place in the workbook as it stands: tab, cell, position for sorting, fingerprint."""

    finding: Finding
    sheet: str
    cell: str
    order: tuple[int, int, int]
    fingerprint: str


@command("Design", "ReviewAcceptChange", example="trackbook validate tracks.xlsx --json", lists_misfits=True)
def validate(job: Job, options: Options) -> Outcome:
    """Check the framework against every rule and list what to fix, cell by cell.

    Findings go to the Findings tab with links; the cells named there are coloured and get a note, which the next run
    renews; your own notes stay. A finding you mark as Accepted, with a reason, stays quiet until its cell changes.
    Exit code 1 when errors or warnings are open.
    """
    report = run_rules(job.read.data)
    named = _named(job)
    found = (_locate(finding, job, named) for finding in report.findings)
    located = sorted(found, key=lambda item: (item.order, item.finding.code))
    noted = {note.fingerprint: note for note in job.read.noted}
    quiet = {item.fingerprint for item in located if _status(item, noted) == ACCEPTED}
    open_ones = [item for item in located if item.fingerprint not in quiet]
    edits: list[Edit] = []
    if TABLE.name in job.snapshot.tables:
        edits.append(Replace(TABLE.name, [_row(item, noted) for item in located], retired={"status": GONE}))
    if CRITERIA_TABLE.name in job.snapshot.tables:
        edits.append(Replace(CRITERIA_TABLE.name, criteria_rows(report)))
    edits += runs.noted("Validate", job.snapshot, job.read.data)
    edits.append(SetNotes(_notes(open_ones)))
    counts = Counter(item.finding.severity for item in open_ones)
    return Outcome(
        _sentence(counts, report),
        data=_data(open_ones, len(quiet), report),
        edits=edits,
        # nothing to check is no pass: a blank workbook is never clean
        clean=bool(report.ran) and not (counts[Severity.ERROR] or counts[Severity.WARNING]),
        next=_next(job, open_ones, report),
        lines=[(str(i.finding.severity), i.finding.code, f"{i.sheet}!{i.cell}", i.finding.message) for i in open_ones],
    )


def _next(job: Job, open_ones: Sequence[Located], report: Report) -> str:
    data = job.read.data
    if step := basis_step(job, data):
        return step
    if not open_ones:
        return first(framework_step(job, data), ratings_step(job, data), f"Run: trackbook score {job.typed}")
    tab = table_in(job.snapshot, TABLE.name)
    if tab is None:
        return f"The Findings tab is not in {job.name}. To put it back, run: trackbook build {job.typed}"
    if count := len(naming(job.read, job.snapshot).cells):
        names = f"{counted(count, 'cell')} {'has' if count == 1 else 'have'} a name or a blank where an ID belongs"
        return f"{names}. To have the IDs written, run: trackbook build {job.typed}"
    gravest = min(open_ones, key=lambda item: list(Severity).index(item.finding.severity)).finding.code
    return (
        f"Open the {tab.sheet} tab of {job.name} and follow the links. Why a rule is there: trackbook explain {gravest}"
    )


def _notes(located: Sequence[Located]) -> dict[tuple[str, int, int], str]:
    """A note for each cell with findings, the gravest first; on a tab with very many, for the gravest cells."""
    found: dict[tuple[str, int, int], list[Finding]] = {}
    for item in sorted(located, key=lambda item: (list(Severity).index(item.finding.severity), item.order)):
        tab, row, column = item.order
        if tab >= 0:  # else its table is missing, and so is the cell
            found.setdefault((item.sheet, row, column), []).append(item.finding)
    tabs: Counter[str] = Counter()
    notes = {}
    for place, findings in found.items():
        tabs[place[0]] += 1
        if tabs[place[0]] <= MOST_NOTES:
            notes[place] = note(findings)
    return notes


def _status(item: Located, noted: Mapping[str, Any]) -> str:
    note = noted.get(item.fingerprint)
    return note.status if note and note.status == ACCEPTED and note.reason.strip() else OPEN


def _row(item: Located, noted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "severity": item.finding.severity.value.capitalize(),
        "code": item.finding.code,
        "place": Link(f"{item.sheet}!{item.cell}", item.sheet, item.cell),
        "message": item.finding.message,
        "fix": item.finding.fix,
        "status": _status(item, noted),
        # the reason is a person's alone: not named here, it stays as typed
        "fingerprint": item.fingerprint,
    }


def _sentence(counts: Mapping[Severity, int], report: Report) -> str:
    if not report.ran:
        return "There is nothing to check yet."
    errors, warnings, hints = (counts.get(s, 0) for s in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    rules = f"{counted(len(report.ran), 'rule')} ran"
    if not errors and not warnings:
        return f"No errors, no warnings, {counted(hints, 'hint')}; {rules}."
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}, {counted(hints, 'hint')}"
    return f"{found}; {rules}."


def _data(located: Sequence[Located], accepted: int, report: Report) -> dict[str, Any]:
    return {
        "findings": [
            {
                "code": item.finding.code,
                "severity": item.finding.severity.value,
                "sheet": item.sheet,
                "cell": item.cell,
                "message": item.finding.message,
                "fix": item.finding.fix,
            }
            for item in located
        ],
        "accepted": accepted,
        "criteria": [
            {"name": c.name, "score": c.score, "errors": c.errors, "warnings": c.warnings, "checks": c.checks}
            for c in report.criteria
        ],
        "overall": report.overall,
        "rules_run": dict(report.ran),
        "rules_not_run": dict(report.not_run),
    }


@dataclass(frozen=True, slots=True)
class _Standing:
    """A table as it stands: its cells, where each field's column is, and the columns a row is known by."""

    data: TableData
    at: Mapping[str, int]
    key: tuple[int, ...]


def _named(job: Job) -> dict[str, _Standing]:
    """Every table of ours that the workbook has, by its name in the layout."""
    found = {}
    for name, table in job.read.tables.items():
        # as it was read: pasted answers stand under our keys there, in the very cells
        source = job.read.parsed.sources.get(name)
        data = source[1] if source else table_in(job.snapshot, name)
        if data is not None:
            at = columns_in(data, table)
            found[name] = _Standing(data, at, tuple(at[field] for field in table.key if field in at))
    return found


def _locate(finding: Finding, job: Job, named: Mapping[str, _Standing]) -> Located:
    place = finding.place
    standing = named.get(place.table)
    if standing is None:
        sheet = job.snapshot.sheets[0] if job.snapshot.sheets else ""
        return Located(finding, sheet, "A1", (-1, 0, 0), _fingerprint(finding, "", None))
    held, column = standing.data, standing.at.get(place.field)
    if column is None:  # a column that is none of ours goes by its header
        column = held.headers.index(place.field) if place.field in held.headers else 0
    cell = held.address(max(place.row, -1), column)
    order = (job.snapshot.sheets.index(held.sheet), held.top + 1 + place.row, held.left + column)
    if not 0 <= place.row < len(held.rows):
        return Located(finding, held.sheet, cell, order, _fingerprint(finding, "", None))
    row = held.rows[place.row]
    raw = row[column]
    key = "|".join(str(row[at]) for at in standing.key)
    shown = result_of(raw)
    return Located(finding, held.sheet, cell, order, _fingerprint(finding, key, shown))


def _fingerprint(finding: Finding, key: str, raw: CellValue) -> str:
    """Same rule, same row, same field, same words: the same finding. A changed cell makes a new one."""
    place = finding.place
    said = "\x1f".join((finding.code, place.table, key, place.field, finding.message, str(raw)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
