"""All rules over the workbook."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from xl_addin.cells.cell import result_of
from xl_addin.cells.table import TableData
from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import basis_step, first_step, framework_step, ratings_step
from xl_addin.layout.describe import Link
from xl_addin.layout.edits import Edit, Replace, SetNotes, ShowTabs
from xl_addin.layout.parse import find_columns
from xl_addin.layout.table_state import find_table
from xl_addin.model.counts import quantity
from xl_addin.model.finding import Finding, Severity
from xl_addin.model.results import FINDING_ACCEPTED, FINDING_GONE, FINDING_OPEN
from xl_addin.rules import all_rules
from xl_addin.rules.validation import ValidationReport
from xl_addin.rules.validation import run_rules as run_rules
from xl_addin.sheets import freshness
from xl_addin.sheets.dashboard import CRITERIA_TABLE, criteria_rows
from xl_addin.sheets.findings import MOST_NOTES, TABLE, note
from xl_addin.sheets.name_resolution import resolve_names
from xl_addin.sheets.to_fix import TABLE as TO_FIX
from xl_addin.sheets.to_fix import FindingPlace, cause_rows
from xl_addin.sheets.visible_places import visible_place


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding with its place in the workbook as it stands: tab, cell, position for sorting, fingerprint."""

    finding: Finding
    sheet: str
    cell: str
    order: tuple[int, int, int]
    fingerprint: str


class ValidateOptions(Options):
    """How strict to be."""

    while_writing: bool = Field(
        False,
        description="While texts are being written: what is not written yet counts as still to write, not as wrong.",
    )


@command(
    "Design",
    "ReviewAcceptChange",
    ValidateOptions,
    example="trackbook validate tracks.xlsx --json",
    lists_misfits=True,
    label="Check",
)
def validate(job: Job, options: ValidateOptions) -> Outcome:
    """Check the framework against every rule and list what to fix, cell by cell.

    The tab To fix has a line for each cause with a link to its first cell; the tab Findings has every cell. The cells
    named there are coloured and get a note, which the next run renews; your own notes stay. A finding you mark as
    Accepted, with a reason, stays quiet until its cell changes. Exit code 1 when errors or warnings are open.

    With --while-writing, empty cells, drafts, placeholders and other texts that are not there yet count as still to
    write, not as errors, until everything has to be there.
    """
    report = run_rules(job.workbook.data)
    unwritten_codes = frozenset(rule.code for rule in all_rules() if options.while_writing and rule.is_writing_task)
    tables = _known_tables(job)
    located_findings = (_locate(_lighten(finding, unwritten_codes), job, tables) for finding in report.findings)
    sorted_findings = sorted(located_findings, key=lambda item: (item.order, item.finding.code))
    known_findings = {note.fingerprint: note for note in job.workbook.earlier_findings}
    quiet = {item.fingerprint for item in sorted_findings if _status(item, known_findings) == FINDING_ACCEPTED}
    open_ones = [item for item in sorted_findings if item.fingerprint not in quiet]
    edits: list[Edit] = []
    if TABLE.name in job.snapshot.tables:
        edits.append(
            Replace(
                TABLE.name,
                [_row(item, known_findings) for item in sorted_findings],
                retired_values={"status": FINDING_GONE},
            )
        )
    if TO_FIX.name in job.snapshot.tables:
        places = [FindingPlace(item.finding, item.sheet, item.cell) for item in open_ones]
        edits.append(Replace(TO_FIX.name, cause_rows(places, unwritten_codes, by_names=job.workbook.data.by_names)))
    if CRITERIA_TABLE.name in job.snapshot.tables:
        edits.append(Replace(CRITERIA_TABLE.name, criteria_rows(report)))
    edits += freshness.record_run("Validate", job.snapshot, job.workbook.data)
    edits.append(SetNotes(_notes(open_ones)))
    # Excel follows no link to a hidden tab
    if hidden_tabs := job.snapshot.hidden_tabs.intersection(item.sheet for item in open_ones):
        edits.append(ShowTabs(dict.fromkeys(sorted(hidden_tabs), True)))
    unwritten_count = sum(item.finding.code in unwritten_codes for item in open_ones)
    counts = Counter(item.finding.severity for item in open_ones if item.finding.code not in unwritten_codes)
    return Outcome(
        _sentence(counts, report, unwritten_count if options.while_writing else None),
        data={**_data(open_ones, len(quiet), report), "still_to_write": unwritten_count},
        edits=edits,
        # nothing to check is no pass: a blank workbook is never clean
        clean=bool(report.ran) and not (counts[Severity.ERROR] or counts[Severity.WARNING]),
        next=_next(job, open_ones, report),
        lines=[(str(i.finding.severity), i.finding.code, f"{i.sheet}!{i.cell}", i.finding.message) for i in open_ones],
    )


def _lighten(finding: Finding, unwritten_codes: frozenset[str]) -> Finding:
    """A finding as it counts while texts are being written: what is not there yet is a hint."""
    return replace(finding, severity=Severity.INFO) if finding.code in unwritten_codes else finding


def _next(job: Job, open_ones: Sequence[LocatedFinding], report: ValidationReport) -> str:
    data = job.workbook.data
    if step := basis_step(job, data):
        return step
    if not open_ones:
        return first_step(framework_step(job, data), ratings_step(job, data), f"Run: trackbook score {job.argument}")
    tab = find_table(job.snapshot, TABLE.name)
    if tab is None:
        return f"The Findings tab is not in {job.name}. To put it back, run: trackbook build {job.argument}"
    if count := len(resolve_names(job.workbook, job.snapshot).cells):
        cells = f"{quantity(count, 'cell')} {'has' if count == 1 else 'have'} a name"
        if job.workbook.data.by_names:
            return f"{cells} that is not taken over yet. To have that done, run: trackbook build {job.argument}"
        return f"{cells} or a blank where an ID belongs. To have the IDs written, run: trackbook build {job.argument}"
    gravest = min(open_ones, key=lambda item: list(Severity).index(item.finding.severity)).finding.code
    causes = find_table(job.snapshot, TO_FIX.name) or tab
    return (
        f"Open the {causes.sheet} tab of {job.name} and follow the links. "
        f"Why a rule is there: trackbook explain {gravest}"
    )


def _notes(located_findings: Sequence[LocatedFinding]) -> dict[tuple[str, int, int], str]:
    """A note for each cell with findings, the gravest first; on a tab with very many, for the gravest cells."""
    findings_by_cell: dict[tuple[str, int, int], list[Finding]] = {}
    for item in sorted(located_findings, key=lambda item: (list(Severity).index(item.finding.severity), item.order)):
        tab, row, column = item.order
        if tab >= 0:  # else its table is missing, and so is the cell
            findings_by_cell.setdefault((item.sheet, row, column), []).append(item.finding)
    tabs: Counter[str] = Counter()
    notes = {}
    for place, findings in findings_by_cell.items():
        tabs[place[0]] += 1
        if tabs[place[0]] <= MOST_NOTES:
            notes[place] = note(findings)
    return notes


def _status(item: LocatedFinding, known_findings: Mapping[str, Any]) -> str:
    note = known_findings.get(item.fingerprint)
    return note.status if note and note.status == FINDING_ACCEPTED and note.reason.strip() else FINDING_OPEN


def _row(item: LocatedFinding, known_findings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "severity": item.finding.severity.value.capitalize(),
        "code": item.finding.code,
        "place": Link(f"{item.sheet}!{item.cell}", item.sheet, item.cell),
        "message": item.finding.message,
        "fix": item.finding.fix,
        "status": _status(item, known_findings),
        # the reason is a person's alone: not named here, it stays as typed
        "fingerprint": item.fingerprint,
    }


def _sentence(counts: Mapping[Severity, int], report: ValidationReport, unwritten_count: int | None) -> str:
    """How many errors, warnings and hints, and while texts are being written how many are still to come."""
    if not report.ran:
        return "There is nothing to check yet."
    errors, warnings, hints = (counts.get(s, 0) for s in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    rules = f"{quantity(len(report.ran), 'rule')} ran"
    if unwritten_count is not None:
        rules = f"{quantity(unwritten_count, 'text')} still to write; {rules}"
    if not errors and not warnings:
        return f"No errors, no warnings, {quantity(hints, 'hint')}; {rules}."
    counts_text = f"{quantity(errors, 'error')}, {quantity(warnings, 'warning')}, {quantity(hints, 'hint')}"
    return f"{counts_text}; {rules}."


def _data(located_findings: Sequence[LocatedFinding], accepted_count: int, report: ValidationReport) -> dict[str, Any]:
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
            for item in located_findings
        ],
        "accepted": accepted_count,
        "criteria": [
            {"name": c.name, "score": c.score, "errors": c.errors, "warnings": c.warnings, "checks": c.checks}
            for c in report.criteria
        ],
        "overall": report.overall,
        "rules_run": dict(report.ran),
        "rules_not_run": dict(report.not_run),
    }


@dataclass(frozen=True, slots=True)
class _TablePlace:
    """A table as it stands: its cells, where each field's column is, and the columns a row is known by."""

    data: TableData
    positions: Mapping[str, int]
    key: tuple[int, ...]


def _known_tables(job: Job) -> dict[str, _TablePlace]:
    """Every table of ours that the workbook has, by its name in the layout."""
    tables = {}
    for name, table in job.workbook.tables.items():
        # as it was read: pasted answers stand under our keys there, in the very cells
        source = job.workbook.parse_result.sources.get(name)
        data = source[1] if source else find_table(job.snapshot, name)
        if data is not None:
            positions = find_columns(data, table)
            tables[name] = _TablePlace(
                data, positions, tuple(positions[field] for field in table.key if field in positions)
            )
    return tables


def _locate(finding: Finding, job: Job, tables: Mapping[str, _TablePlace]) -> LocatedFinding:
    """Where people see it; known it stays by the place that the rule named, whatever tab that is typed on."""
    fingerprint = _fingerprint(finding, tables)
    place = visible_place(finding.place, job.workbook.data)
    finding = replace(finding, place=place)
    standing = tables.get(place.table)
    if standing is None:
        sheet = job.snapshot.sheets[0] if job.snapshot.sheets else ""
        return LocatedFinding(finding, sheet, "A1", (-1, 0, 0), fingerprint)
    data, column = standing.data, _column_of(place.field, standing)
    order = (job.snapshot.sheets.index(data.sheet), data.top + 1 + place.row, data.left + column)
    return LocatedFinding(finding, data.sheet, data.address(max(place.row, -1), column), order, fingerprint)


def _column_of(field: str, standing: _TablePlace) -> int:
    """The column of a field; one that is none of ours goes by its header."""
    headers = standing.data.headers
    return standing.positions.get(field, headers.index(field) if field in headers else 0)


def _fingerprint(finding: Finding, tables: Mapping[str, _TablePlace]) -> str:
    """Same rule, same row, same field, same words: the same finding. A changed cell makes a new one."""
    place, standing = finding.place, tables.get(finding.place.table)
    key, raw = "", None
    if standing and 0 <= place.row < len(standing.data.rows):
        row = standing.data.rows[place.row]
        key = "|".join(str(row[position]) for position in standing.key)
        raw = result_of(row[_column_of(place.field, standing)])
    identity_text = "\x1f".join((finding.code, place.table, key, place.field, finding.message, str(raw)))
    return hashlib.sha256(identity_text.encode()).hexdigest()[:12]
