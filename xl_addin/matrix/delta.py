"""What each step up asks for: statements that are new, reworded, kept and dropped, along the edges of the level graph.

How a text is reduced to the words that count is the caller's: `content` gives the same words the rules compare.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency
from xl_addin.model.statements import fold, inherits, is_draft, is_not_applicable, statements

Content = Callable[[str], frozenset[str]]
"""What a text is about: its words without endings, small words out."""

ALIKE = 0.5
"""Two statements that share this much of their words are one statement, reworded. Half: more agrees than differs.

Source: neighbouring cells of 49 public frameworks share a sixth in the median and 0.55 in nine of ten cases, so half
of a single statement's words is no chance.
"""
TIMES, STEPS = "G04.times", "G04.steps"
"""Settings of the rule on uneven ladders: how much more than usual is too much, and how many steps make a ladder."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one step asks for in one competency. `size` is the share of the upper text's words that are new.

    `reworded` holds (old, new) pairs. `words` counts the new words where both levels have words of their own; `size`
    is None where a text is missing.
    """

    track: str
    low: str
    high: str
    competency: str
    new: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    size: float | None = None
    words: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One step up as a whole: counts over all competencies, how high it is, whether the ladder is uneven there.

    `times` is its number of new words over that of the track's middle step; None where the track has too few.
    """

    track: str
    low: str
    high: str
    changes: tuple[Change, ...]
    size: float | None
    times: float | None
    uneven: bool

    def count(self, kind: str) -> int:
        """How many statements are new, reworded, kept or dropped."""
        return sum(len(getattr(change, kind)) for change in self.changes)


def delta(data: Dataset, content: Content) -> tuple[Edge, ...]:
    """Every step of the level graph, in the order of tracks and ranks."""
    order = {level.id: n for track in data.tracks for n, level in enumerate(data.levels_of(track.id))}
    tracks = {track.id: n for n, track in reversed(list(enumerate(data.tracks)))}
    edges = [edge for edge in dict.fromkeys(data.graph.edges) if all(data.level[end].track in tracks for end in edge)]

    def placed(edge: tuple[str, str]) -> tuple[int, int, int]:
        low, high = edge
        return tracks[data.level[high].track], order[high], order[low]

    applicable = {track.id: data.competencies_of(track.id) for track in data.tracks}
    asked = {level: _asked(data, level, applicable[data.level[level].track]) for level in order}
    found = [_edge(data, low, high, asked, content) for low, high in sorted(edges, key=placed)]
    return tuple(_judged(found, data.number(TIMES), data.number(STEPS)))


def _edge(data: Dataset, low: str, high: str, asked: Mapping[str, Mapping[str, str]], content: Content) -> Edge:
    track = data.level[high].track
    competencies = dict.fromkeys((*asked[high], *asked[low]))
    changes = tuple(
        _change(data, Change(track, low, high, c), asked[low].get(c), asked[high].get(c), content) for c in competencies
    )
    sized = [change.size for change in changes if change.size is not None]
    return Edge(track, low, high, changes, sum(sized) / len(sized) if sized else None, None, False)


def _change(data: Dataset, own: Change, below: str | None, above: str | None, content: Content) -> Change:
    """One competency at one step; a text is None where the competency does not apply, "" where it is not written."""
    if above is None:
        return replace(own, note=f"no longer asked for at {own.high}", dropped=statements(below or ""))
    if below is None:
        return replace(own, note=f"asked for from {own.high} on", new=statements(above), size=1.0 if above else None)
    if not above or not below:
        where = " and ".join(level for level, text in ((own.low, below), (own.high, above)) if not text)
        return replace(own, note=f"not written yet at {where}")
    source = _source(data, own)
    found = _compared(own, below, above, content)
    if source:
        return replace(found, note=f"taken over from {source}", words=None)
    return replace(found, note=_drafts(own, below, above))


def _compared(own: Change, below: str, above: str, content: Content) -> Change:
    old, new = statements(below), statements(above)
    said = {fold(statement) for statement in old}
    again = {fold(statement) for statement in new}
    kept = tuple(s for s in new if fold(s) in said)
    before = [s for s in old if fold(s) not in again]
    after = [s for s in new if fold(s) not in said]
    pairs = _pairs(before, after, content)
    matched_old, matched_new = {o for o, _ in pairs}, {n for _, n in pairs}
    words, fresh = content(above), content(above) - content(below)
    return replace(
        own,
        new=tuple(s for n, s in enumerate(after) if n not in matched_new),
        reworded=tuple((before[o], after[n]) for o, n in sorted(pairs, key=lambda pair: pair[1])),
        kept=kept,
        dropped=tuple(s for o, s in enumerate(before) if o not in matched_old),
        size=len(fresh) / len(words) if words else 0.0,
        words=len(fresh),
    )


def _pairs(before: Sequence[str], after: Sequence[str], content: Content) -> list[tuple[int, int]]:
    """Which new statement rewords which old one: the best matches first, each statement once."""
    scored = [
        (-_likeness(content(old), content(new)), o, n) for o, old in enumerate(before) for n, new in enumerate(after)
    ]
    pairs: list[tuple[int, int]] = []
    for score, o, n in sorted(scored):
        if -score < ALIKE:
            break
        if all(o != other and n != another for other, another in pairs):
            pairs.append((o, n))
    return pairs


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _asked(data: Dataset, level: str, competencies: Sequence[Competency]) -> dict[str, str]:
    """Competency -> the text that counts at a level, `inherits(...)` followed; without those that do not apply."""
    texts = {c.id: data.expectation(level, c.id) for c in competencies}
    return {competency: text for competency, text in texts.items() if not is_not_applicable(text)}


def _source(data: Dataset, own: Change) -> str:
    matrix = data.matrix.get(own.track)
    cell = matrix.text.get((own.competency, own.high)) if matrix else None
    return (inherits(cell.text) or "") if cell else ""


def _drafts(own: Change, below: str, above: str) -> str:
    drafts = [level for level, text in ((own.low, below), (own.high, above)) if is_draft(text)]
    return f"still a draft at {' and '.join(drafts)}" if drafts else ""


def _judged(found: Sequence[Edge], times: float, steps: float) -> Iterator[Edge]:
    """The edges with their height over the middle step of their track, as the rule on uneven ladders sees it."""
    totals: dict[str, list[int]] = {}
    for edge in found:
        if (new := _new_words(edge)) is not None:
            totals.setdefault(edge.track, []).append(new)
    for edge in found:
        own, new = totals.get(edge.track, []), _new_words(edge)
        usual = median(own) if len(own) >= steps else 0
        height = new / usual if usual and new is not None else None
        yield Edge(edge.track, edge.low, edge.high, edge.changes, edge.size, height, (height or 0) > times)


def _new_words(edge: Edge) -> int | None:
    """New words over the competencies both levels have words of their own for; None when there is none."""
    own = [change.words for change in edge.changes if change.words is not None]
    return sum(own) if own else None
