"""Findings: what to look at, where, and what to do, with a link to each cell."""

from collections.abc import Sequence

from xl_addin.layout.declare import column, label, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.model.finding import Finding
from xl_addin.model.results import FINDING_ACCEPTED, FINDING_GONE, StoredFinding

ORDER = 640
NAME = "Findings"
MOST_NOTES = 300
"""The most notes on one tab. Excel draws a shape for each when the tab opens, and whoever has more marks than that
needs the list, not the notes; one block of shape numbers (1,024) also holds them beside those of other people."""
_MOST_IN_A_NOTE, _LONGEST = 4, 240

TABLE = table(
    "tblFindings",
    StoredFinding,
    [
        result(StoredFinding, "severity", 12, "computed"),
        label(StoredFinding, "code", 8, "key"),
        label(StoredFinding, "place", 24, "link_boxed"),
        result(StoredFinding, "message", 60, "computed"),
        result(StoredFinding, "fix", 60, "computed"),
        column(StoredFinding, "status", 12, "input"),
        column(StoredFinding, "reason", 36, "input_long"),
        label(StoredFinding, "fingerprint", 14, "stamp"),
    ],
    key=["fingerprint"],
    spare=1,
    freeze=3,
    filled_by="validate",
)


def sheet() -> Sheet:
    done_formula = f'OR({{status}}="{FINDING_ACCEPTED}",{{status}}="{FINDING_GONE}")'
    return Sheet(
        name=NAME,
        title="Findings",
        purpose="Press Check to refresh. Click a place to go there. To keep something as it is, choose Accepted and "
        "give the reason.",
        group="results",
        visibility="data",
        blocks=(TABLE,),
        tints={
            "tblFindings": (
                Tint(done_formula, "not_needed"),
                Tint('{severity}="Error"', "marked_error", ("severity", "code")),
                Tint('{severity}="Warning"', "warning", ("severity", "code")),
            )
        },
        for_reading=True,
    )


def note(findings: Sequence[Finding]) -> str:
    """What a note on a cell says of its findings: the first few in full, the rest as a number."""
    paragraphs = [f"{f.severity.capitalize()} {f.code}: {_short(f.message)}\n{_short(f.fix)}" for f in findings]
    rest_count = len(paragraphs) - _MOST_IN_A_NOTE
    if rest_count > 0:
        paragraphs[_MOST_IN_A_NOTE:] = [f"{rest_count} more: see the Findings tab."]
    return "\n\n".join(paragraphs)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
