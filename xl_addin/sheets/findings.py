"""Findings: what to look at, where, and what to do, with a link to each cell."""

from xl_addin.layout.describe import Sheet, Tint, column, table
from xl_addin.model.results import ACCEPTED, GONE, StoredFinding

ORDER = 640

TABLE = table(
    "tblFindings",
    StoredFinding,
    [
        column(StoredFinding, "severity", 12, "computed"),
        column(StoredFinding, "code", 8, "key"),
        column(StoredFinding, "place", 24, "link_boxed"),
        column(StoredFinding, "message", 60, "computed"),
        column(StoredFinding, "fix", 60, "computed"),
        column(StoredFinding, "status", 12, "input"),
        column(StoredFinding, "reason", 36, "input_long"),
        column(StoredFinding, "fingerprint", 14, "stamp"),
    ],
    key=["fingerprint"],
    spare=1,
    freeze=3,
)


def sheet() -> Sheet:
    done = f'OR({{status}}="{ACCEPTED}",{{status}}="{GONE}")'
    return Sheet(
        name="Findings",
        title="Findings",
        purpose="Run Validate to refresh. Click a place to go there. To keep something as it is, choose Accepted and "
        "give the reason.",
        group="results",
        blocks=(TABLE,),
        tints={
            "tblFindings": (
                Tint(done, "not_needed"),
                Tint('{severity}="Error"', "marked_error", ("severity", "code")),
                Tint('{severity}="Warning"', "warning", ("severity", "code")),
            )
        },
        read=True,
    )
