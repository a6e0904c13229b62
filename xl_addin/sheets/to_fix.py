"""To fix: one line for each cause, the gravest first; each cell by itself stands on Findings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Cell, Formula, Gap, Line, Link, Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.causes import HINT, STOPS, UNWRITTEN, URGENCIES, WORTH_A_LOOK, CauseRow
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Finding, Severity
from xl_addin.model.results import FINDING_OPEN
from xl_addin.rules import all_rules
from xl_addin.sheets.findings import TABLE as FINDINGS

ORDER = 515
NAME = "To fix"
NOTHING_OPEN = "Nothing is left to mend here."
_URGENCY = {Severity.ERROR: STOPS, Severity.WARNING: WORTH_A_LOOK, Severity.INFO: HINT}
_ASIDE = '"~","~~"'
"""In a search Excel takes a tilde for a sign of its own; a tab's name may hold one, but neither * nor ?."""

TABLE = table(
    "tblToFix",
    CauseRow,
    [
        result(CauseRow, "urgency", 18, "key"),
        result(CauseRow, "what", 46, "computed"),
        live(
            "open_count",
            "How many",
            "How many of these findings are open; live, so accepting one on Findings takes it off.",
            11,
            "COUNTIFS(tblFindings[Rule],[@Rule],tblFindings[Where],"
            f'SUBSTITUTE([@Tab],{_ASIDE})&"!*",tblFindings[Status],"{FINDING_OPEN}")',
            only_if="[@Rule]",
        ),
        result(CauseRow, "place", 24, "link_boxed"),
        result(CauseRow, "fix", 52, "computed"),
        label(CauseRow, "code", 8, "stamp"),
        label(CauseRow, "tab", 0, "stamp"),
    ],
    key=["code", "tab"],
    spare=1,
    filled_by="validate",
)

_PHRASES = (
    (STOPS, "to mend before this can be published"),
    (UNWRITTEN, "still to write"),
    (WORTH_A_LOOK, "worth a look"),
    (HINT, "to think about"),
)
"""Urgency -> how its findings are counted in the sentence above the table."""


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """A finding and the cell it is about: its tab and its address there."""

    finding: Finding
    tab: str
    cell: str


def sheet(data: Dataset) -> Sheet:
    return Sheet(
        name=NAME,
        title="What is there to mend?",
        purpose="One line for each cause, the gravest first. Every single cell is on Findings, where you can accept "
        "what stays as it is.",
        group="results",
        blocks=(Line((Cell(_sentence(data), "next", span=5),), 30), Gap(), TABLE),
        tints={
            TABLE.name: (
                Tint('AND({code}<>"",{open_count}=0)', "not_needed"),
                Tint(f'{{urgency}}="{STOPS}"', "marked_error", ("urgency",)),
                Tint(f'{{urgency}}="{WORTH_A_LOOK}"', "warning", ("urgency",)),
            )
        },
        for_reading=True,
        visibility="data",
    )


def _sentence(data: Dataset) -> Formula:
    """How many findings of each urgency are open, live, such as: 3 worth a look, 15 still to write."""
    sums = [f'SUMIFS(tblToFix[How many],tblToFix[How grave],"{urgency}")' for urgency, _ in _PHRASES]
    parts = [f'IF({total}>0,", "&{total}&" {words}","")' for total, (_, words) in zip(sums, _PHRASES, strict=True)]
    text = f'IF(SUM(tblToFix[How many])=0,"{NOTHING_OPEN}",MID({"&".join(parts)},3,400)&".")'
    counts: Counter[str] = Counter()
    for row in rows(data)[TABLE.name]:
        counts[str(row["urgency"])] += row["open_count"] or 0
    words = ", ".join(f"{counts[urgency]} {phrase}" for urgency, phrase in _PHRASES if counts[urgency])
    return Formula(text, f"{words}." if words else NOTHING_OPEN)


def cause_rows(
    places: Sequence[FindingPlace], unwritten_codes: frozenset[str] = frozenset(), *, by_names: bool = False
) -> list[RowValues]:
    """The lines of the tab for findings that are open, in the order of the workbook.

    Findings of rules in `unwritten_codes` are still to be written rather than wrong; `by_names` is for a workbook that
    asks for names.
    """
    rules = {rule.code: rule for rule in all_rules()}
    groups: dict[tuple[str, str], list[FindingPlace]] = {}
    for place in places:
        groups.setdefault((place.finding.code, place.tab), []).append(place)
    lines = []
    for (code, tab), group in groups.items():
        gravest = min((place.finding.severity for place in group), key=list(Severity).index)
        fixes = {place.finding.fix for place in group}
        cause = CauseRow(
            urgency=UNWRITTEN if code in unwritten_codes else _URGENCY[gravest],
            what=group[0].finding.message if len(group) == 1 else f"{tab}: {rules[code].plural}",
            fix=fixes.pop() if len(fixes) == 1 else rules[code].fix(by_names=by_names),
            code=code,
            tab=tab,
        )
        link = Link(f"{tab}!{group[0].cell}", tab, group[0].cell)
        lines.append({**plain(cause), "place": link, "open_count": len(group)})
    return sorted(lines, key=lambda line: URGENCIES.index(line["urgency"]))


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """The causes as they stand, what is open of them counted anew."""
    if data.stored_tables is None:
        return {TABLE.name: []}
    open_counts = Counter(
        (str(row.get("code") or ""), str(row.get("place") or "").rpartition("!")[0].casefold())
        for row in data.stored_tables.rows.get(FINDINGS.name, ())
        if row.get("status") == FINDING_OPEN
    )
    stored = data.stored_tables.rows.get(TABLE.name, ())
    return {
        TABLE.name: [
            {**plain(CauseRow()), **row, "open_count": open_counts[str(row["code"]), str(row["tab"] or "").casefold()]}
            for row in stored
        ]
    }
