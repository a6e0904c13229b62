"""What score shows with --what-if: who changes, in what, and why nobody does."""

from collections.abc import Iterator, Sequence
from typing import Any

from xl_addin.commands.command import Job, Outcome
from xl_addin.commands.guidance import first, ratings_step
from xl_addin.model.counts import counted, listed, percent
from xl_addin.model.dataset import Dataset
from xl_addin.scores.report import told_row
from xl_addin.scores.what_if import SCORE_SETTINGS, Change, changed, compare, idle_settings, is_so_already
from xl_addin.sheets.left_out import ratings_left_out
from xl_addin.sheets.unread import unread

_PLACES = 7
"""Decimals of a per cent below which two figures count as one."""


def compare_scores(job: Job, wishes: Sequence[str]) -> Outcome:
    """Who changes if the wishes were so. What plain score leaves out is left out here too, and named.

    Raises:
        Stop: a wish cannot be read, or names nothing the workbook has.
    """
    data = job.read.data
    changes, idle = compare(data, wishes), idle_settings(data, wishes)
    unread_cells, left = unread(job.read), ratings_left_out(job.read)
    rests = f"No score rests on {listed(idle)}." if idle else ""
    sentences = [_sentence(changes), rests, "Nothing was written.", *left.sentences(), *unread_cells.sentences()]
    other = changed(data, wishes)
    return Outcome(
        " ".join(filter(None, sentences)),
        data={
            "what_if": list(wishes),
            "counts": _counts(changes),
            "changes": [_told(data, other, change) for change in changes],
            "idle_settings": idle,
            "unread": unread_cells.data(),
            "left_out": left.data(),
        },
        clean=unread_cells.none and left.none,
        next=first(
            unread_cells.todo(job.typed),
            left.todo(job.typed),
            ratings_step(job, data),
            "To make it so, change the Weights, Competencies or Settings tab; every formula follows."
            if changes
            else _other_wish(data, wishes, idle),
        ),
        lines=[*left.lines(), *unread_cells.lines(), *map(_line, changes)],
    )


def _counts(changes: Sequence[Change]) -> dict[str, int]:
    return {
        "scores": sum(change.score for change in changes),
        "coverages": sum(change.coverage for change in changes),
        "sentences": sum(change.words for change in changes),
        "people_with_other_gaps": len({change.employee for change in changes if change.gaps}),
    }


def _sentence(changes: Sequence[Change]) -> str:
    counts = _counts(changes)
    parts = [
        counted(counts["scores"], "score"),
        counts["coverages"] and counted(counts["coverages"], "coverage"),
        counts["sentences"] and f"{counted(counts['sentences'], 'sentence')} beside the scores",
        counts["people_with_other_gaps"]
        and f"the gaps of {counted(counts['people_with_other_gaps'], 'person', 'people')}",
    ]
    cycles = len({change.cycle for change in changes})
    where = f" in {cycles} cycles" if cycles > 1 else ""
    return f"{listed([part for part in parts if part])}{where} would change."


def _told(data: Dataset, other: Dataset, change: Change) -> dict[str, Any]:
    return {
        "cycle": change.cycle,
        "id": change.employee,
        "before": told_row(data, change.before),
        "after": told_row(other, change.after),
    }


def _line(change: Change) -> tuple[str, ...]:
    """Cycle, ID, then what differs; what stays the same is shown once."""
    before, after = change.before, change.after
    return (
        change.cycle,
        change.employee,
        f"score {_figures(before.score, after.score, differ=change.score)}",
        f"{_figures(before.coverage, after.coverage, differ=change.coverage)} rated",
        f"{before.words} -> {after.words}" if change.words else before.words,
        "; ".join(_gaps(change)),
    )


def _gaps(change: Change) -> Iterator[str]:
    """The gaps that differ: SEC 1 -> 2."""
    for competency in dict.fromkeys((*change.gaps_before, *change.gaps_after)):
        gap, other = change.gaps_before.get(competency), change.gaps_after.get(competency)
        if gap != other:
            shown = ("none" if one is None else str(one) for one in (gap, other))
            yield f"gap in {competency} {' -> '.join(shown)}"


def _figures(before: float | None, after: float | None, *, differ: bool) -> str:
    """Two shares with as many decimals as it takes to tell them apart; one where they do not differ."""
    if not differ:
        return _percent(before, 1)
    pairs = ((_percent(before, places), _percent(after, places)) for places in range(1, _PLACES + 1))
    return " -> ".join(next((pair for pair in pairs if pair[0] != pair[1]), (_percent(before, 1), _percent(after, 1))))


def _percent(figure: float | None, places: int) -> str:
    return "none" if figure is None else percent(figure, places)


def _other_wish(data: Dataset, wishes: Sequence[str], idle: Sequence[str]) -> str:
    """What to try where nobody changes."""
    if idle:
        return f"Try a weight, an expected rating, or a setting scores rest on: {listed(SCORE_SETTINGS)}."
    if is_so_already(data, wishes):
        return "It is so already: try another figure."
    return "Try a larger change, or another weight, expected rating or setting."
