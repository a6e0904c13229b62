"""All rules over a data set: findings, which rules ran, which could not, and the five criterion scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Finding, Severity
from xl_addin.rules import all_rules
from xl_addin.rules.rule import CRITERIA

LATER = {
    "T07": "looks at the workbooks handed out to people; this workbook hands out none yet",
    "Q08": "needs a pilot in which two people rate the same work; the workbook holds no such ratings yet",
    "Q09": "needs people to put shuffled statements back into their levels; the workbook holds no such test yet",
}
"""Rules of the rule table that nothing in the workbook can answer yet, and why."""
CAP = 59.0
"""No criterion with an error scores higher."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion's score, 0-100, with its counts; `criterion_score` None when none of its rules had anything to
    check.
    """

    name: str
    score: float | None
    errors: int
    warnings: int
    checks: int


@dataclass(frozen=True)
class ValidationReport:
    """What validation found. `ran` holds the number of checks per rule, `not_run` the reason."""

    findings: tuple[Finding, ...]
    ran: Mapping[str, int]
    not_run: Mapping[str, str]
    criteria: tuple[Criterion, ...]

    @property
    def overall(self) -> float | None:
        """The minimum of the criteria, never the mean: one bad criterion makes a bad framework."""
        return min((c.score for c in self.criteria if c.score is not None), default=None)


def run_rules(data: Dataset) -> ValidationReport:
    """Run every rule that is not silenced in the settings."""
    silent_codes = set(data.words("rules.silenced"))
    findings: list[Finding] = []
    ran: dict[str, int] = {}
    not_run: dict[str, str] = dict(LATER)
    for rule in all_rules():
        if rule.code.casefold() in silent_codes:
            not_run[rule.code] = "silenced in Settings"
            continue
        checks, rule_findings = rule.check(data)
        findings += rule_findings
        if checks:
            ran[rule.code] = checks
        else:
            not_run[rule.code] = rule.skip_reason
    return ValidationReport(tuple(findings), ran, not_run, tuple(_criterion(name, findings, ran) for name in CRITERIA))


def _criterion(name: str, findings: list[Finding], ran: Mapping[str, int]) -> Criterion:
    codes = {rule.code for rule in all_rules() if rule.criterion == name}
    criterion_findings = [finding for finding in findings if finding.code in codes]
    errors = sum(finding.severity is Severity.ERROR for finding in criterion_findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in criterion_findings)
    checks = sum(count for code, count in ran.items() if code in codes)
    return Criterion(name, criterion_score(errors, warnings, checks), errors, warnings, checks)


def criterion_score(errors: int, warnings: int, checks: int) -> float | None:
    """100 - 100 * (3E + W) / (3 * checks), never below 0; any error caps it at 59; None without a check.

    Source: the product's rule table; an error weighs three warnings.
    """
    if not checks:
        return None
    raw = max(0.0, 100 - 100 * (3 * errors + warnings) / (3 * checks))
    return min(raw, CAP) if errors else raw
