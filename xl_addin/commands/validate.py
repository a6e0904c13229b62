"""All rules over the workbook."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.describe import Link, Table
from xl_addin.layout.edits import Edit, Replace
from xl_addin.layout.grid import CellValue, FormulaCell, Snapshot, TableData
from xl_addin.layout.parse import columns_in
from xl_addin.model.finding import Finding, Place, Severity
from xl_addin.model.results import ACCEPTED, GONE, OPEN
from xl_addin.rules.report import Report
from xl_addin.rules.report import validate as run_rules
from xl_addin.sheets.dashboard import CRITERIA_TABLE, criteria_rows
from xl_addin.sheets.findings import TABLE


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with its place in the workbook as it stands: tab, cell, position for sorting, fingerprint."""

    finding: Finding
    sheet: str
    cell: str
    order: tuple[int, int, int]
    fingerprint: str


@command("Design", "ReviewAcceptChange", example="trackbook validate tracks.xlsx --json")
def validate(job: Job, options: Options) -> Outcome:
    """Check the framework against every rule and list what to fix, cell by cell.

    Findings go to the Findings tab with links; the cells named there are coloured. A finding you mark as Accepted,
    with a reason, stays quiet until its cell changes. Exit code 1 when errors or warnings are open.
    """
    report = run_rules(job.read.data)
    located = sorted((_locate(f, job) for f in report.findings), key=lambda item: (item.order, item.finding.code))
    noted = {note.fingerprint: note for note in job.read.noted}
    quiet = {item.fingerprint for item in located if _status(item, noted) == ACCEPTED}
    open_ones = [item for item in located if item.fingerprint not in quiet]
    edits: list[Edit] = []
    if TABLE.name in job.snapshot.tables:
        edits.append(Replace(TABLE.name, [_row(item, noted) for item in located], retired={"status": GONE}))
    if CRITERIA_TABLE.name in job.snapshot.tables:
        edits.append(Replace(CRITERIA_TABLE.name, criteria_rows(report)))
    counts = Counter(item.finding.severity for item in open_ones)
    name = job.path.name if job.path else "the workbook"
    return Outcome(
        _sentence(counts, report),
        data=_data(open_ones, len(quiet), report),
        edits=edits,
        # nothing to check is no pass: a blank workbook is never clean
        clean=bool(report.ran) and not (counts[Severity.ERROR] or counts[Severity.WARNING]),
        next=f"Open the Findings tab of {name} and follow the links." if open_ones else f"Run: trackbook score {name}",
        lines=[(str(i.finding.severity), i.finding.code, f"{i.sheet}!{i.cell}", i.finding.message) for i in open_ones],
    )


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
    if not errors and not warnings:
        return f"No errors, no warnings, {_many(hints, 'hint')}; {len(report.ran)} rules ran."
    return (
        f"{_many(errors, 'error')}, {_many(warnings, 'warning')}, {_many(hints, 'hint')}; {len(report.ran)} rules ran."
    )


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


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


def _locate(finding: Finding, job: Job) -> Located:
    place = finding.place
    held = _held(job.snapshot, place.table)
    if held is None:
        sheet = job.snapshot.sheets[0] if job.snapshot.sheets else ""
        return Located(finding, sheet, "A1", (-1, 0, 0), _fingerprint(finding, "", None))
    column = _column(held, job.read.tables.get(place.table), place)
    cell = held.address(max(place.row, -1), column)
    order = (job.snapshot.sheets.index(held.sheet), held.top + 1 + place.row, held.left + column)
    in_table = 0 <= place.row < len(held.rows)
    key = _key(held, job.read.tables.get(place.table), place.row) if in_table else ""
    return Located(finding, held.sheet, cell, order, _fingerprint(finding, key, _raw(held, place, column)))


def _held(snapshot: Snapshot, table: str) -> TableData | None:
    return next((data for name, data in snapshot.tables.items() if name.casefold() == table.casefold()), None)


def _column(held: TableData, table: Table | None, place: Place) -> int:
    return columns_in(held, table).get(place.field, 0) if table else 0


def _key(held: TableData, table: Table | None, row: int) -> str:
    if table is None:
        return ""
    at = columns_in(held, table)
    return "|".join(str(held.rows[row][at[name]]) for name in table.key if name in at)


def _raw(held: TableData, place: Place, column: int) -> CellValue:
    if not 0 <= place.row < len(held.rows):
        return None
    cell = held.rows[place.row][column]
    return cell.value if isinstance(cell, FormulaCell) else cell


def _fingerprint(finding: Finding, key: str, raw: CellValue) -> str:
    """Same rule, same row, same field, same words: the same finding. A changed cell makes a new one."""
    place = finding.place
    said = "\x1f".join((finding.code, place.table, key, place.field, finding.message, str(raw)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
