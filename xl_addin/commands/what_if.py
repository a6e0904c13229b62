"""What score shows with --what-if: who changes, in what, and why nobody does."""

from collections.abc import Iterator, Sequence
from typing import Any

from xl_addin.commands.command import Job, Outcome
from xl_addin.commands.guidance import first_step, ratings_step
from xl_addin.evaluate.score_report import row_values
from xl_addin.evaluate.what_if import (
    SCORE_SETTINGS,
    ScoreDifference,
    apply_wishes,
    compare_wishes,
    idle_settings,
    is_so_already,
)
from xl_addin.model.counts import join_words, percent, quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import COMPETENCY, PERSON
from xl_addin.sheets.ratings_left_out import ratings_left_out
from xl_addin.sheets.uncounted_cells import find_uncounted

_PLACES = 7
"""Decimals of a per cent below which two figures count as one."""


def compare_scores(job: Job, wishes: Sequence[str]) -> Outcome:
    """Who changes if the wishes were so. What plain score leaves out is left out here too, and named.

    Raises:
        Stop: a wish cannot be read, or names nothing the workbook has.
    """
    data = job.workbook.data
    changes, idle = compare_wishes(data, wishes), idle_settings(data, wishes)
    unread_cells, omissions = find_uncounted(job.workbook), ratings_left_out(job.workbook)
    rests = f"No score rests on {join_words(idle)}." if idle else ""
    sentences = [_sentence(changes), rests, "Nothing was written.", *omissions.sentences(), *unread_cells.sentences()]
    changed_data = apply_wishes(data, wishes)
    return Outcome(
        " ".join(filter(None, sentences)),
        data={
            "what_if": list(wishes),
            "counts": _counts(changes),
            "changes": [_change_data(data, changed_data, change) for change in changes],
            "idle_settings": idle,
            "unread": unread_cells.data(),
            "left_out": omissions.data(),
        },
        clean=unread_cells.is_clean and omissions.is_clean,
        next=first_step(
            unread_cells.todo(job.argument),
            omissions.todo(job.argument),
            ratings_step(job, data),
            _how_to(job, data) if changes else _other_wish(data, wishes, idle),
        ),
        lines=[*omissions.lines(), *unread_cells.lines(), *(_line(data, change) for change in changes)],
    )


def _how_to(job: Job, data: Dataset) -> str:
    """Where what was wished for is typed."""
    if data.by_names:
        return f"To make it so, change Framework or the Settings tab, then run: trackbook build {job.argument}"
    return "To make it so, change the Weights, Competencies or Settings tab; every formula follows."


def _counts(changes: Sequence[ScoreDifference]) -> dict[str, int]:
    return {
        "scores": sum(change.score for change in changes),
        "coverages": sum(change.coverage for change in changes),
        "sentences": sum(change.words for change in changes),
        "people_with_other_gaps": len({change.employee for change in changes if change.gaps}),
    }


def _sentence(changes: Sequence[ScoreDifference]) -> str:
    counts = _counts(changes)
    parts = [
        quantity(counts["scores"], "score"),
        counts["coverages"] and quantity(counts["coverages"], "coverage"),
        counts["sentences"] and f"{quantity(counts['sentences'], 'sentence')} beside the scores",
        counts["people_with_other_gaps"]
        and f"the gaps of {quantity(counts['people_with_other_gaps'], 'person', 'people')}",
    ]
    cycles = len({change.cycle for change in changes})
    cycles_text = f" in {cycles} cycles" if cycles > 1 else ""
    return f"{join_words([part for part in parts if part])}{cycles_text} would change."


def _change_data(data: Dataset, changed_data: Dataset, change: ScoreDifference) -> dict[str, Any]:
    return {
        "cycle": change.cycle,
        "id": change.employee,
        "before": row_values(data, change.old_row),
        "after": row_values(changed_data, change.new_row),
    }


def _line(data: Dataset, change: ScoreDifference) -> tuple[str, ...]:
    """Cycle, ID, then what differs; what stays the same is shown once."""
    old_row, new_row = change.old_row, change.new_row
    return (
        change.cycle,
        label_of(data, PERSON, change.employee),
        f"score {_figures(old_row.score, new_row.score, differ=change.score)}",
        f"{_figures(old_row.coverage, new_row.coverage, differ=change.coverage)} rated",
        f"{old_row.words} -> {new_row.words}" if change.words else old_row.words,
        "; ".join(_gaps(data, change)),
    )


def _gaps(data: Dataset, change: ScoreDifference) -> Iterator[str]:
    """The gaps that differ: SEC 1 -> 2."""
    for competency in dict.fromkeys((*change.gaps_before, *change.gaps_after)):
        gap, new_gap = change.gaps_before.get(competency), change.gaps_after.get(competency)
        if gap != new_gap:
            words = ("none" if figure is None else str(figure) for figure in (gap, new_gap))
            yield f"gap in {label_of(data, COMPETENCY, competency)} {' -> '.join(words)}"


def _figures(old_share: float | None, new_share: float | None, *, differ: bool) -> str:
    """Two shares with as many decimals as it takes to tell them apart; one where they do not differ."""
    if not differ:
        return _percent(old_share, 1)
    pairs = ((_percent(old_share, places), _percent(new_share, places)) for places in range(1, _PLACES + 1))
    return " -> ".join(
        next((pair for pair in pairs if pair[0] != pair[1]), (_percent(old_share, 1), _percent(new_share, 1)))
    )


def _percent(figure: float | None, places: int) -> str:
    return "none" if figure is None else percent(figure, places)


def _other_wish(data: Dataset, wishes: Sequence[str], idle: Sequence[str]) -> str:
    """What to try where nobody changes."""
    if idle:
        return f"Try a weight, an expected rating, or a setting scores rest on: {join_words(SCORE_SETTINGS)}."
    if is_so_already(data, wishes):
        return "It is so already: try another figure."
    return "Try a larger change, or another weight, expected rating or setting."
