"""A new track from one there is, here or in a ready-made framework: its levels under new ids, its texts too."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xl_addin.matrix.draft import mark_draft
from xl_addin.matrix.expand import Expansion, NamedId, add_track, fresh_ids, parse_named_id
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import NOWHERE
from xl_addin.model.records import Competency, Expectation, Level, Track
from xl_addin.model.statements import inherits, is_draft, is_not_applicable


@dataclass(frozen=True)
class Pattern:
    """What a new track is copied from: a track of `data`, and level id there -> id and title here.

    `same_workbook` says that the track stands in the same workbook: its texts were written for other work, so they are
    marked as proposals, and its words on promotion are left out. A ready-made framework's texts are taken as they are.
    """

    data: Dataset
    track: str
    titles: Mapping[str, NamedId]
    same_workbook: bool


def titles(text: str) -> dict[str, NamedId]:
    """Level ids and titles as typed: "SE1=QA1: Tester I; SE2=QA2: Tester II".

    Raises:
        Stop: a part has no equals sign, or an id is not a legal one.
    """
    new_levels: dict[str, NamedId] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        old, equals, new = part.partition("=")
        if not equals or not old.strip():
            raise Stop(f"titles {part}", "names no new level", "write OLD=NEW: Title, such as SE1=QA1: Tester I")
        new_levels[old.strip()] = parse_named_id(new, "level")
    return new_levels


def copy_track(data: Dataset, track: Track, pattern: Pattern) -> Expansion:
    """One more track after a pattern: levels, competencies, weights, and texts for its cells.

    Raises:
        Stop: an id or title is taken, or a level of the pattern is unknown.
    """
    levels = _levels(track, pattern)
    fresh_ids(levels, data)
    source = pattern.data.track[pattern.track]
    details = {"family": source.family, "kind": source.kind, "purpose": "" if pattern.same_workbook else source.purpose}
    data_with_track = add_track(data, track.model_copy(update=details)).data
    competencies, notes = _competencies(data_with_track, track.id, pattern)
    weights = tuple(
        weight.model_copy(update={"row": -1, "track": track.id})
        for weight in pattern.data.weights
        if weight.track == pattern.track
    )
    return Expansion(
        replace(
            data_with_track,
            levels=(*data.levels, *levels),
            competencies=competencies,
            weights=(*data.weights, *weights),
        ),
        dict(_texts(track.id, pattern)),
        tuple(notes),
    )


def _levels(track: Track, pattern: Pattern) -> list[Level]:
    members = {level.id: level for level in pattern.data.levels_of(pattern.track)}
    for old in pattern.titles:
        if old not in members:
            todo = f"use one of {', '.join(members)}" if members else "choose a track that has levels"
            raise Stop(f"level {old}", f"is not one of the track {pattern.track}", todo)
    levels = []
    for old, level in members.items():
        if old not in pattern.titles:
            continue
        new = pattern.titles[old]
        words = {"summary": "", "promotion": ""} if pattern.same_workbook else {}
        ways = {name: _map_levels(getattr(level, name), pattern) for name in ("next", "lateral")}
        title = new.name or level.title
        levels.append(
            level.model_copy(update={"row": -1, "id": new.id, "track": track.id, "title": title, **ways, **words})
        )
    return levels


def _map_levels(levels: tuple[str, ...], pattern: Pattern) -> tuple[str, ...]:
    """Ways inside the track under their new ids. Ways to other tracks are a decision of people and are left out."""
    if levels == (NOWHERE,):
        return levels
    return tuple(pattern.titles[level].id for level in levels if level in pattern.titles)


def _competencies(data: Dataset, track: str, pattern: Pattern) -> tuple[tuple[Competency, ...], list[str]]:
    """The competencies, those of the pattern applying to the new track; one with the same id stays as it is here."""
    pattern_competencies = {c.id: c for c in pattern.data.competencies_of(pattern.track)}
    competencies, shared_ids = [], []
    for competency in data.competencies:
        if competency.id in pattern_competencies:
            shared_ids.append(competency.id)
            if competency.tracks and track not in competency.tracks:
                competency = competency.model_copy(update={"tracks": (*competency.tracks, track)})
        competencies.append(competency)
    competencies += [
        c.model_copy(update={"row": -1, "tracks": (track,)})
        for key, c in pattern_competencies.items()
        if key not in shared_ids
    ]
    names = (data.competency[key].name if data.by_names else key for key in shared_ids)
    notes = [f"Shared with other tracks, kept as they are here: {', '.join(names)}."] if shared_ids else []
    return tuple(competencies), notes


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
    if not pattern.same_workbook or is_draft(text) or is_not_applicable(text) or not text:
        return text
    return mark_draft(_replace_titles(text, pattern))


def _replace_titles(text: str, pattern: Pattern) -> str:
    """The text with the new titles for the old ones, the longest first: one may be part of another."""
    old = {pattern.data.level[level].title: new.name for level, new in pattern.titles.items() if new.name}
    for title in sorted(filter(None, old), key=len, reverse=True):
        # a backslash in a title is a backslash, no group
        new = old[title].replace("\\", r"\\")
        text = re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", new, text, flags=re.IGNORECASE)
    return text
