"""What each step up asks for: statements that are new, reworded, kept and dropped, along the edges of the level graph.

How a text is reduced to the words that count is the caller's: `content` gives the same words the rules compare.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from xl_addin.model.dataset import Dataset
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import LEVEL
from xl_addin.model.records import Competency
from xl_addin.model.statements import fold, inherits, is_draft, is_not_applicable, statements

ContentWords = Callable[[str], frozenset[str]]
"""What a text is about: its words without endings, small words out."""

REWORDED_SHARE = 0.5
"""Two statements that share this much of their words are one statement, reworded. Half: more agrees than differs.

Source: neighbouring cells of 49 public frameworks share a sixth in the median and 0.55 in nine of ten cases, so half
of a single statement's words is no chance.
"""
TIMES, STEPS = "G04.times", "G04.steps"
"""Settings of the rule on uneven ladders: how much more than usual is too much, and how many steps make a ladder."""


@dataclass(frozen=True, slots=True)
class CompetencyStep:
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
    changes: tuple[CompetencyStep, ...]
    size: float | None
    times: float | None
    uneven: bool

    def count(self, kind: str) -> int:
        """How many statements are new, reworded, kept or dropped."""
        return sum(len(getattr(change, kind)) for change in self.changes)


def level_steps(data: Dataset, content: ContentWords) -> tuple[Edge, ...]:
    """Every step of the level graph, in the order of tracks and ranks."""
    order = {level.id: n for track in data.tracks for n, level in enumerate(data.levels_of(track.id))}
    tracks = {track.id: n for n, track in reversed(list(enumerate(data.tracks)))}
    edges = [edge for edge in dict.fromkeys(data.graph.edges) if all(data.level[end].track in tracks for end in edge)]

    def sort_key(edge: tuple[str, str]) -> tuple[int, int, int]:
        low, high = edge
        return tracks[data.level[high].track], order[high], order[low]

    applicable = {track.id: data.competencies_of(track.id) for track in data.tracks}
    texts_by_level = {level: _applicable_texts(data, level, applicable[data.level[level].track]) for level in order}
    steps = [_edge(data, low, high, texts_by_level, content) for low, high in sorted(edges, key=sort_key)]
    return tuple(_with_heights(steps, data.number(TIMES), data.number(STEPS)))


def _edge(
    data: Dataset, low: str, high: str, texts_by_level: Mapping[str, Mapping[str, str]], content: ContentWords
) -> Edge:
    track = data.level[high].track
    competencies = dict.fromkeys((*texts_by_level[high], *texts_by_level[low]))
    changes = tuple(
        _change(
            data, CompetencyStep(track, low, high, c), texts_by_level[low].get(c), texts_by_level[high].get(c), content
        )
        for c in competencies
    )
    sizes = [change.size for change in changes if change.size is not None]
    return Edge(track, low, high, changes, sum(sizes) / len(sizes) if sizes else None, None, False)


def _change(
    data: Dataset, step: CompetencyStep, lower_text: str | None, upper_text: str | None, content: ContentWords
) -> CompetencyStep:
    """One competency at one step; a text is None where the competency does not apply, "" where it is not written."""
    if upper_text is None:
        return replace(
            step,
            note=f"no longer asked for at {label_of(data, LEVEL, step.high)}",
            dropped=statements(lower_text or ""),
        )
    if lower_text is None:
        return replace(
            step,
            note=f"asked for from {label_of(data, LEVEL, step.high)} on",
            new=statements(upper_text),
            size=1.0 if upper_text else None,
        )
    if not upper_text or not lower_text:
        places = " and ".join(
            label_of(data, LEVEL, level)
            for level, text in ((step.low, lower_text), (step.high, upper_text))
            if not text
        )
        return replace(step, note=f"not written yet at {places}")
    source = _source(data, step)
    result = _compare_texts(step, lower_text, upper_text, content)
    if source:
        return replace(result, note=f"taken over from {label_of(data, LEVEL, source)}", words=None)
    return replace(result, note=_drafts(data, step, lower_text, upper_text))


def _compare_texts(step: CompetencyStep, lower_text: str, upper_text: str, content: ContentWords) -> CompetencyStep:
    old, new = statements(lower_text), statements(upper_text)
    lower_folds = {fold(statement) for statement in old}
    upper_folds = {fold(statement) for statement in new}
    common = tuple(s for s in new if fold(s) in lower_folds)
    lower_only = [s for s in old if fold(s) not in upper_folds]
    upper_only = [s for s in new if fold(s) not in lower_folds]
    pairs = _pairs(lower_only, upper_only, content)
    matched_old, matched_new = {o for o, _ in pairs}, {n for _, n in pairs}
    words, fresh = content(upper_text), content(upper_text) - content(lower_text)
    return replace(
        step,
        new=tuple(s for n, s in enumerate(upper_only) if n not in matched_new),
        reworded=tuple((lower_only[o], upper_only[n]) for o, n in sorted(pairs, key=lambda pair: pair[1])),
        kept=common,
        dropped=tuple(s for o, s in enumerate(lower_only) if o not in matched_old),
        size=len(fresh) / len(words) if words else 0.0,
        words=len(fresh),
    )


def _pairs(
    lower_statements: Sequence[str], upper_statements: Sequence[str], content: ContentWords
) -> list[tuple[int, int]]:
    """Which new statement rewords which old one: the best matches first, each statement once."""
    candidates = [
        (-_likeness(content(old), content(new)), o, n)
        for o, old in enumerate(lower_statements)
        for n, new in enumerate(upper_statements)
    ]
    pairs: list[tuple[int, int]] = []
    for score, o, n in sorted(candidates):
        if -score < REWORDED_SHARE:
            break
        if all(o != old_index and n != new_index for old_index, new_index in pairs):
            pairs.append((o, n))
    return pairs


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 0.0


def _applicable_texts(data: Dataset, level: str, competencies: Sequence[Competency]) -> dict[str, str]:
    """Competency -> the text that counts at a level, `inherits(...)` followed; without those that do not apply."""
    texts = {c.id: data.expectation(level, c.id) for c in competencies}
    return {competency: text for competency, text in texts.items() if not is_not_applicable(text)}


def _source(data: Dataset, step: CompetencyStep) -> str:
    matrix = data.matrix.get(step.track)
    cell = matrix.text.get((step.competency, step.high)) if matrix else None
    return (inherits(cell.text) or "") if cell else ""


def _drafts(data: Dataset, step: CompetencyStep, lower_text: str, upper_text: str) -> str:
    drafts = [
        label_of(data, LEVEL, level)
        for level, text in ((step.low, lower_text), (step.high, upper_text))
        if is_draft(text)
    ]
    return f"still a draft at {' and '.join(drafts)}" if drafts else ""


def _with_heights(edges: Sequence[Edge], times: float, steps: float) -> Iterator[Edge]:
    """The edges with their height over the middle step of their track, as the rule on uneven ladders sees it."""
    totals: dict[str, list[int]] = {}
    for edge in edges:
        if (new := _new_words(edge)) is not None:
            totals.setdefault(edge.track, []).append(new)
    for edge in edges:
        track_totals, new = totals.get(edge.track, []), _new_words(edge)
        usual = median(track_totals) if len(track_totals) >= steps else 0
        height = new / usual if usual and new is not None else None
        yield Edge(edge.track, edge.low, edge.high, edge.changes, edge.size, height, (height or 0) > times)


def _new_words(edge: Edge) -> int | None:
    """New words over the competencies both levels have words of their own for; None when there is none."""
    counts = [change.words for change in edge.changes if change.words is not None]
    return sum(counts) if counts else None
