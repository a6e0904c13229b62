"""Tabs without data, hidden again."""

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.edits import ShowTabs
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.tab_visibility import holds_anything, standing_tab
from xl_addin.model.counts import join_words, quantity
from xl_addin.model.results import FINDING_ACCEPTED, FINDING_GONE
from xl_addin.sheets import describe
from xl_addin.sheets.reading import Reading

_DATA, _LINKS = "holds data", "findings lead to it"


@command("More", "Filter", Options, example="trackbook tidy tracks.xlsx")
def tidy(job: Job, options: Options) -> Outcome:
    """Hide the tabs without data, so that what is left is what counts.

    Never hidden are tabs that hold anything, the tabs everybody starts with, tabs that open findings lead to, and tabs
    that are not Trackbook's. Nothing is deleted: to see a tab again, right-click any tab, Unhide.
    """
    design = describe(job.workbook.data)
    reasons = _reasons(design, job.snapshot, job.workbook)
    empty_tabs = [tab for tab, reason in reasons.items() if not reason]
    tabs = quantity(len(empty_tabs), "tab")
    return Outcome(
        f"{tabs} without data hidden: {join_words(empty_tabs)}." if empty_tabs else "There is no tab to hide.",
        data={
            "tabs_hidden": empty_tabs,
            "left_visible": [{"tab": tab, "why": reason} for tab, reason in reasons.items() if reason],
        },
        edits=[ShowTabs(dict.fromkeys(empty_tabs, False))] if empty_tabs else [],
        lines=[(tab, "" if reason else "hidden", reason) for tab, reason in reasons.items()],
        next=f"To see every tab again, run: trackbook show {job.argument} all"
        if empty_tabs
        else "To hide a tab that holds data, right-click it in Excel and choose Hide.",
    )


def _reasons(design: WorkbookDesign, snapshot: Snapshot, workbook: Reading) -> dict[str, str]:
    """Each visible tab of ours that need not be seen -> why it stays all the same; "" where nothing speaks for it."""
    tabs = [(sheet, standing_tab(sheet, snapshot)) for sheet in design.sheets]
    always = {tab for sheet, tab in tabs if sheet.visibility == "always"}
    reasons = {tab: "" for _, tab in tabs if tab and tab not in always | snapshot.hidden_tabs}
    closed = (FINDING_ACCEPTED, FINDING_GONE)
    for finding in workbook.earlier_findings:
        tab = finding.place.rpartition("!")[0]
        if tab in reasons and finding.status not in closed:
            reasons[tab] = _LINKS
    for sheet, tab in tabs:
        if tab in reasons and holds_anything(sheet, design, snapshot, workbook.parse_result.rows_below):
            reasons[tab] = _DATA
    return reasons if _leaves_one(reasons, snapshot) else {}


def _leaves_one(reasons: dict[str, str], snapshot: Snapshot) -> bool:
    """Whether a tab is left to see: a workbook without one cannot be opened."""
    return any(tab not in snapshot.hidden_tabs and reasons.get(tab, _DATA) for tab in snapshot.sheets)
