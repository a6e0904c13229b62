"""What every command does about hidden tabs: it shows those that it fills, and never sends anybody to one unawares."""

import re
from collections.abc import Collection
from dataclasses import replace

from xl_addin.commands.command import Outcome
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.tab_visibility import standing_tab
from xl_addin.model.counts import join_words
from xl_addin.model.errors import Stop

HOW_TO_SHOW = "right-click any tab, Unhide"
_LEADS = r"(?:in|into|on|from|the|of|and|or|tabs?)"
"""Words in front of the name of a tab; names such as Steps and Team begin sentences too."""
_CELL = r"(?:'?![A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)?"


def hidden_of_ours(design: WorkbookDesign, snapshot: Snapshot) -> tuple[str, ...]:
    """The tabs of ours that are hidden and may be shown, as they are called in the workbook, in their order."""
    tabs = (standing_tab(sheet, snapshot) for sheet in design.sheets if not sheet.is_hidden)
    return tuple(dict.fromkeys(tab for tab in tabs if tab in snapshot.hidden_tabs))


def explain_hidden(outcome: Outcome, tabs: Collection[str]) -> Outcome:
    """The outcome, which says of hidden tabs that it names how to get at them."""
    sentence = explain_names(outcome.sentence, tabs)
    return replace(outcome, sentence=sentence, next=explain_names(outcome.next, tabs))


def explain_stop(stop: Stop, tabs: Collection[str]) -> Stop:
    """The same of what a command says when it cannot go on."""
    if any(stop.place == tab or stop.place.startswith(f"{tab}!") for tab in tabs):
        return type(stop)(stop.place, stop.problem, f"{stop.todo} (the tab is hidden: {HOW_TO_SHOW})")
    problem = explain_names(stop.problem, tabs)
    return type(stop)(stop.place, problem, explain_names(stop.todo, tabs) if problem == stop.problem else stop.todo)


def explain_names(text: str, tabs: Collection[str]) -> str:
    """A text with how to show the hidden tabs it names, behind the last of them.

    >>> explain_names("Look at the Weights tab.", ["Weights"])
    'Look at the Weights tab (hidden: right-click any tab, Unhide).'
    """
    words, command_line = _parts(text)
    ends = {tab: end for tab in tabs if (end := _first_mention(words, tab))}
    if not ends or "hidden" in words:  # it speaks of that itself
        return text
    place = max(ends.values())
    names = join_words(sorted(ends, key=ends.__getitem__))
    is_plain = re.search(rf"(?<!and )(?<!, ){re.escape(names)}(?: tabs?)?{_CELL}$", words[:place])
    which = "" if is_plain else f"{names} {'is' if len(ends) == 1 else 'are'} "
    return f"{words[:place]} ({which}hidden: {HOW_TO_SHOW}){words[place:]}{command_line}"


def _parts(text: str) -> tuple[str, str]:
    """The words, and the command line they end with, which stays as it can be typed."""
    words, mark, line = text.rpartition("trackbook ")
    return (words, mark + line) if mark else (text, "")


def _first_mention(words: str, tab: str) -> int:
    """Where the first mention of a tab ends; 0 for none."""
    name = re.escape(tab)
    mentions = (rf"\b{name}'?!", rf"\b{_LEADS} {name}\b", rf"\b{name} tabs?\b")
    starts = [found.start() for mention in mentions if (found := re.search(mention, words))]
    found = re.compile(rf"{name}(?: tabs?\b)?{_CELL}").search(words, min(starts)) if starts else None
    return found.end() if found else 0
