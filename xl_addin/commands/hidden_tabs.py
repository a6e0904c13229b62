"""What every command does about hidden tabs: it shows those that it fills, and never sends anybody to one unawares."""

import re
from collections.abc import Collection, Sequence
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
_REST = r"(?: tabs?\b)?(?:'?![A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)?(?: (?:of|in) [^,:;]*?\.xls[xm]\b)?"
"""What belongs to the name: the word tab, a cell, the workbook."""


def hidden_of_ours(design: WorkbookDesign, snapshot: Snapshot) -> tuple[str, ...]:
    """The tabs of ours that are hidden and may be shown, as they are called in the workbook, in their order."""
    tabs = (standing_tab(sheet, snapshot) for sheet in design.sheets if not sheet.is_hidden)
    return tuple(dict.fromkeys(tab for tab in tabs if tab in snapshot.hidden_tabs))


def explain_hidden(outcome: Outcome, tabs: Collection[str]) -> Outcome:
    """The outcome, which says of hidden tabs that it names how to get at them."""
    sentence = outcome.sentence
    if names := list(_mentions(sentence, tabs)):
        sentence = f"{sentence} {_how_to_show(names)}."
    return replace(outcome, sentence=sentence, next=explain_names(outcome.next, tabs))


def explain_stop(stop: Stop, tabs: Collection[str]) -> Stop:
    """The same of what a command says when it cannot go on."""
    if names := [tab for tab in tabs if stop.place == tab or stop.place.startswith(f"{tab}!")]:
        return type(stop)(stop.place, stop.problem, f"{stop.todo} ({_how_to_show(names)})")
    return type(stop)(stop.place, explain_names(stop.problem, tabs), explain_names(stop.todo, tabs))


def explain_names(text: str, tabs: Collection[str]) -> str:
    """A text with how to show the hidden tabs it names, behind the last of them.

    >>> explain_names("Look at the Weights tab, then go on.", ["Weights"])
    'Look at the Weights tab (Weights is hidden: right-click any tab, Unhide), then go on.'
    """
    words, command_line = _parts(text)
    ends = _mentions(words, tabs)
    if not ends:
        return text
    place = max(ends.values())
    return f"{words[:place]} ({_how_to_show(list(ends))}){words[place:]}{command_line}"


def _how_to_show(tabs: Sequence[str]) -> str:
    return f"{join_words(tabs)} {'is' if len(tabs) == 1 else 'are'} hidden: {HOW_TO_SHOW}"


def _parts(text: str) -> tuple[str, str]:
    """The words, and the command line they end with, which stays as it can be typed."""
    words, mark, line = text.rpartition("trackbook ")
    return (words, mark + line) if mark else (text, "")


def _mentions(words: str, tabs: Collection[str]) -> dict[str, int]:
    """The tabs that are named, in their order there -> where the first mention ends."""
    if "hidden" in words:  # it speaks of that itself
        return {}
    ends = {tab: end for tab in tabs if (end := _first_mention(words, tab))}
    return dict(sorted(ends.items(), key=lambda item: item[1]))


def _first_mention(words: str, tab: str) -> int:
    """Where the first mention of a tab ends; 0 for none."""
    name = re.escape(tab)
    mentions = (rf"\b{name}'?!", rf"\b{_LEADS} {name}\b", rf"\b{name} tabs?\b")
    starts = [match.start() for mention in mentions if (match := re.search(mention, words))]
    found = re.compile(rf"{name}{_REST}").search(words, min(starts)) if starts else None
    return found.end() if found else 0
