"""Tabs that are hidden, shown."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.hidden_tabs import hidden_of_ours
from xl_addin.layout.describe import Sheet, WorkbookDesign
from xl_addin.layout.edits import ShowTabs
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.tab_visibility import holds_anything, standing_tab
from xl_addin.model.counts import join_words, quantity
from xl_addin.model.errors import Stop
from xl_addin.sheets import describe
from xl_addin.sheets.reading import read_dataset

EVERY_TAB = "all"
_MOST_NAMED = 3
"""Up to so many tabs are named in the next step."""


class ShowOptions(Options):
    """Which tabs."""

    tabs: tuple[str, ...] = Field(
        (),
        description=f"The tabs to show, by name, or {EVERY_TAB}. Without any: the list of those that are hidden.",
        json_schema_extra={"positional": True},
    )


def tabs_to_offer() -> tuple[str, ...]:
    """The tabs that are not always to be seen, in their order, for a menu."""
    sheets = describe(read_dataset(Snapshot()).data).sheets
    return tuple(sheet.name for sheet in sheets if sheet.visibility != "always" and not sheet.is_hidden)


@command(
    "More", "ViewSideBySide", ShowOptions, label="More tabs", menu=tabs_to_offer,
    example="trackbook show tracks.xlsx Scores",
)  # fmt: skip
def show(job: Job, options: ShowOptions) -> Outcome:
    """Show tabs that are hidden: those named, or all; without a name, list them.

    A new workbook shows the tabs that everybody starts with; a command that fills another tab shows it by itself. The
    rest, such as Scores, Weights or Settings, is there for whoever looks for it. Excel does the same without this
    command: right-click any tab, Unhide.
    """
    design = describe(job.workbook.data)
    if not options.tabs:
        return _list_hidden(job, design)
    tabs = _tabs_meant(job, options.tabs, design)
    new_tabs = [tab for tab in tabs if tab in job.snapshot.hidden_tabs]
    visible_tabs = [tab for tab in tabs if tab not in new_tabs]
    return Outcome(
        " ".join(_sentences(new_tabs, visible_tabs)) or "Every tab is visible already.",
        data={"shown": new_tabs, "visible_already": visible_tabs},
        edits=[ShowTabs(dict.fromkeys(new_tabs, True))] if new_tabs else [],
        next=_next(job, tabs, design),
    )


def _list_hidden(job: Job, design: WorkbookDesign) -> Outcome:
    hidden_tabs = hidden_of_ours(design, job.snapshot)
    words = {standing_tab(sheet, job.snapshot): _in_short(sheet) for sheet in design.sheets}
    count = len(hidden_tabs)
    return Outcome(
        f"{quantity(count, 'tab')} {'is' if count == 1 else 'are'} hidden."
        if count
        else "Every tab is visible already.",
        data={"hidden": list(hidden_tabs)},
        lines=[(tab, words[tab]) for tab in hidden_tabs],
        next=f"To see them all, run: trackbook show {job.argument} {EVERY_TAB}" if count else _go_on(job),
    )


def _in_short(sheet: Sheet) -> str:
    """What a tab is for: its title, or the first sentence under it where the title only repeats the name."""
    return str(sheet.title) if sheet.title != sheet.name else f"{sheet.purpose.partition('. ')[0].rstrip('.')}."


def _go_on(job: Job) -> str:
    return f"Open {job.name} and choose a tab."


def _tabs_meant(job: Job, names: Sequence[str], design: WorkbookDesign) -> list[str]:
    """The tabs as the workbook calls them, each once."""
    if EVERY_TAB in map(str.casefold, names):
        return list(hidden_of_ours(design, job.snapshot))
    return list(dict.fromkeys(_tab_meant(job, name, design) for name in names))


def _tab_meant(job: Job, name: str, design: WorkbookDesign) -> str:
    by_name = {tab.casefold(): tab for tab in job.snapshot.sheets}
    sheet = next((sheet for sheet in design.sheets if sheet.name.casefold() == name.casefold()), None)
    if tab := by_name.get(name.casefold()) or (standing_tab(sheet, job.snapshot) if sheet else ""):
        return tab
    if sheet:
        raise Stop(sheet.name, f"is not in {job.name}", f"to put it back, run: trackbook build {job.argument}")
    near = get_close_matches(name.casefold(), by_name, n=1)
    todo = f"did you mean {by_name[near[0]]}?" if near else f"for the list, run: trackbook show {job.argument}"
    raise Stop(name, "there is no tab of this name", todo)


def _sentences(new_tabs: Sequence[str], visible_tabs: Sequence[str]) -> Iterator[str]:
    if new_tabs:
        yield f"Shown: {join_words(new_tabs)}."
    if visible_tabs:
        yield f"{join_words(visible_tabs)} {'is' if len(visible_tabs) == 1 else 'are'} visible already."


def _next(job: Job, tabs: Sequence[str], design: WorkbookDesign) -> str:
    for sheet in design.sheets:
        tab = standing_tab(sheet, job.snapshot)
        if len(tabs) == 1 and tab in tabs and not holds_anything(sheet, design, job.snapshot):
            return _how_to_fill(job, tab, sheet)
    if len(tabs) == 1:
        return f"Open the {tabs[0]} tab of {job.name}."
    if 1 < len(tabs) <= _MOST_NAMED:
        return f"Open the {join_words(tabs)} tabs of {job.name}."
    return _go_on(job)


def _how_to_fill(job: Job, tab: str, sheet: Sheet) -> str:
    commands = [*(table.filled_by for table in sheet.tables if table.filled_by), *sheet.shows]
    if commands:
        return f"There is nothing on it yet. To fill it, run: trackbook {commands[-1]} {job.argument}"
    return f"There is nothing on it yet: open the {tab} tab of {job.name} and type."
