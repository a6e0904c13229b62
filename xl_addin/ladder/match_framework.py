"""Tracks first, then the levels of each, then the titles that left one track and stand in another."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.match_levels import match_levels
from xl_addin.ladder.matching import NEW, Matching, Question, QuestionLine
from xl_addin.ladder.question_words import crossing_text
from xl_addin.ladder.sightings import Sighting
from xl_addin.model.ladder import LEVEL, LIVE, KeyEntry


def match_all_levels(
    tracks: Matching, entries: Sequence[KeyEntry], titles: Sequence[Sighting], gone_tracks: Collection[str] = ()
) -> Matching:
    """The levels of all tracks whose rows are decided.

    Levels of a row that is asked about wait for the answer: they stand in no question of their own, and none of the
    levels that may be theirs is gone.

    Args:
        tracks: the rows of the ladder, as far as they are decided.
        entries: the ledger's levels.
        titles: all titles on the ladder; the row of each is the row of its track.
        gone_tracks: keys of tracks that were gone; one that is back has its levels back.
    """
    matching = Matching()
    for (row, _), track in tracks.keys.items():
        own_titles = [title for title in titles if title.row == row and title.fold]
        if track == NEW:
            matching.keys.update({title.spot: NEW for title in own_titles})
        else:
            own_entries = [entry for entry in entries if entry.parent == track]
            if track in gone_tracks:
                own_entries = [entry.model_copy(update={"state": LIVE}) for entry in own_entries]
            matching.extend(match_levels(own_entries, own_titles))
    waiting_rows = {row for row, _ in tracks.open_lines}
    waiting_tracks = {key for line in tracks.open_lines.values() for key in line.offers}
    waiting_titles = {title.fold for title in titles if title.row in waiting_rows}
    removals = set(matching.removals) | {
        entry.key
        for entry in entries
        if not entry.is_gone and entry.parent in tracks.removals and entry.parent not in waiting_tracks
    }
    matching.removals = [
        entry.key
        for entry in entries
        if entry.key in removals and not entry.is_gone and fold_text(entry.name) not in waiting_titles
    ]
    _ask_about_crossings(matching, titles, _leavers(matching, entries, waiting_tracks))
    return matching


def _leavers(matching: Matching, entries: Sequence[KeyEntry], waiting_tracks: set[str]) -> dict[str, str]:
    """Title -> the key of a level that is gone from its track, or may be: its row waits for an answer."""
    kept_keys, removals = set(matching.keys.values()), set(matching.removals)
    perhaps = {
        fold_text(entry.name): entry.key
        for entry in entries
        if not entry.is_gone and entry.key not in kept_keys and entry.parent in waiting_tracks
    }
    return {**perhaps, **{fold_text(entry.name): entry.key for entry in entries if entry.key in removals}}


def _ask_about_crossings(matching: Matching, titles: Sequence[Sighting], leavers: Mapping[str, str]) -> None:
    crossings = [(t, leavers[t.fold]) for t in titles if matching.keys.get(t.spot) == NEW and t.fold in leavers]
    if not crossings:
        return
    counts = Counter(key for _, key in crossings)
    for title, key in crossings:
        del matching.keys[title.spot]
        matching.removals = [removal for removal in matching.removals if removal != key]
    lines = tuple(QuestionLine(t.spot, t.name, (key,), key if counts[key] == 1 else NEW) for t, key in crossings)
    matching.questions.append(Question(LEVEL, crossing_text([title.name for title, _ in crossings]), lines))
