"""A new track from one there is, here or in a ready-made framework: its levels under new ids, its texts too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xl_addin.matrix.draft import marked
from xl_addin.matrix.expand import Grown, Named, add_track, fresh_ids, named
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.records import Competency, Expectation, Level, Track
from xl_addin.model.statements import inherits, is_draft, is_not_applicable


@dataclass(frozen=True)
class Pattern:
    """What a new track is copied from: a track of `data`, and level id there -> id and title here.

    `own` says that the track stands in the same workbook: its texts were written for other work, so they are marked
    as proposals, and its words on promotion are left out. A ready-made framework's texts are taken as they are.
    """

    data: Dataset
    track: str
    titles: Mapping[str, Named]
    own: bool


def titles(text: str) -> dict[str, Named]:
    """Level ids and titles as typed: "SE1=QA1: Tester I; SE2=QA2: Tester II".

    Raises:
        Stop: a part has no equals sign, or an id is not a legal one.
    """
    found: dict[str, Named] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        old, equals, new = part.partition("=")
        if not equals or not old.strip():
            raise Stop(f"titles {part}", "names no new level", "write OLD=NEW: Title, such as SE1=QA1: Tester I")
        found[old.strip()] = named(new, "level")
    return found


def copy_track(data: Dataset, own: Track, pattern: Pattern) -> Grown:
    """One more track after a pattern: levels, competencies, weights, and texts for its cells.

    Raises:
        Stop: an id or title is taken, or a level of the pattern is unknown.
    """
    levels = _levels(own, pattern)
    fresh_ids(levels, data)
    source = pattern.data.track[pattern.track]
    filled = {"family": source.family, "kind": source.kind, "purpose": "" if pattern.own else source.purpose}
    grown = add_track(data, own.model_copy(update=filled)).data
    competencies, notes = _competencies(grown, own.id, pattern)
    weights = tuple(
        weight.model_copy(update={"row": -1, "track": own.id})
        for weight in pattern.data.weights
        if weight.track == pattern.track
    )
    return Grown(
        replace(grown, levels=(*data.levels, *levels), competencies=competencies, weights=(*data.weights, *weights)),
        dict(_texts(own.id, pattern)),
        tuple(notes),
    )


def _levels(own: Track, pattern: Pattern) -> list[Level]:
    members = {level.id: level for level in pattern.data.levels_of(pattern.track)}
    for old in pattern.titles:
        if old not in members:
            todo = f"use one of {', '.join(members)}" if members else "choose a track that has levels"
            raise Stop(f"level {old}", f"is not one of the track {pattern.track}", todo)
    found = []
    for old, level in members.items():
        if old not in pattern.titles:
            continue
        new = pattern.titles[old]
        words = {"summary": "", "promotion": ""} if pattern.own else {}
        ways = {name: _translated(getattr(level, name), pattern) for name in ("next", "lateral")}
        title = new.name or level.title
        found.append(
            level.model_copy(update={"row": -1, "id": new.id, "track": own.id, "title": title, **ways, **words})
        )
    return found


def _translated(levels: tuple[str, ...], pattern: Pattern) -> tuple[str, ...]:
    """Ways inside the track under their new ids. Ways to other tracks are a decision of people and are left out."""
    return tuple(pattern.titles[level].id for level in levels if level in pattern.titles)


def _competencies(data: Dataset, track: str, pattern: Pattern) -> tuple[tuple[Competency, ...], list[str]]:
    """The competencies, those of the pattern applying to the new track; one with the same id stays as it is here."""
    wanted = {c.id: c for c in pattern.data.competencies_of(pattern.track)}
    found, shared = [], []
    for held in data.competencies:
        if held.id in wanted:
            shared.append(held.id)
            if held.tracks and track not in held.tracks:
                held = held.model_copy(update={"tracks": (*held.tracks, track)})
        found.append(held)
    found += [c.model_copy(update={"row": -1, "tracks": (track,)}) for key, c in wanted.items() if key not in shared]
    notes = [f"Shared with other tracks, kept as they are here: {', '.join(shared)}."] if shared else []
    return tuple(found), notes


def _texts(track: str, pattern: Pattern) -> Iterator[tuple[tuple[str, str, str], str]]:
    matrix = pattern.data.matrix.get(pattern.track)
    for cell in matrix.cells if matrix else ():
        if cell.level in pattern.titles and cell.text.strip():
            yield (track, cell.competency, pattern.titles[cell.level].id), _text(cell, pattern)


def _text(cell: Expectation, pattern: Pattern) -> str:
    source = inherits(cell.text)
    if source is not None and source in pattern.titles:
        return f"inherits({pattern.titles[source].id})"
    # a level that is not taken along cannot be referred to: its text comes instead
    text = pattern.data.expectation(cell.level, cell.competency) if source else cell.text
    if not pattern.own or is_draft(text) or is_not_applicable(text) or not text:
        return text
    return marked(_retitled(text, pattern))


def _retitled(text: str, pattern: Pattern) -> str:
    """The text with the new titles for the old ones, the longest first: one may be part of another."""
    old = {pattern.data.level[level].title: new.name for level, new in pattern.titles.items() if new.name}
    for title in sorted(filter(None, old), key=len, reverse=True):
        # a backslash in a title is a backslash, no group
        new = old[title].replace("\\", r"\\")
        text = re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", new, text, flags=re.IGNORECASE)
    return text
