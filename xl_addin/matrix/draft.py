"""Proposals for empty matrix cells: a start to edit, never an expectation. Same framework, same proposals.

A cell between written ones takes the statements of the level below with wider reach or as something taught to others,
those of the level above as something done with help, and a sentence on how far the work reaches here. A cell without
written neighbours starts from the competency's definition. Of all ways to put two or three of these together, the
first is taken that differs enough from the cells beside it. The ladders are those of the rules G01 (scope) and G02
(autonomy); the sentences are ours.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from xl_addin.matrix.english import PLAIN, Phrase, lower_first, phrase, sentence, wider
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import SCOPES, Competency, Expectation, Level
from xl_addin.model.statements import DRAFT, fold, is_draft, is_not_applicable, statements

Content = Callable[[str], frozenset[str]]
LONGEST = 3
"""Statements in a proposal, at most."""
ALIKE = 0.5
"""A proposal shares less of its words than this with the cells beside it; the rule T02 warns from 0.6 on."""

_REACH: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("ask", " how {name} applies before starting an unfamiliar task"),
        ("use", " an agreed example of {name} as a guide for each task"),
        ("note", " after every task what it taught about {name}"),
    ),
    (
        ("plan", " how {name} will show in a project before it starts"),
        ("check", " {name} against the agreed aim at the end of each project"),
        ("explain", " to newcomers what {name} means in daily project work"),
    ),
    (
        ("agree", " with the team how {name} shows in its work"),
        ("raise", " gaps in {name} at the team's weekly review"),
        ("keep", " a written record of what the team has learned about {name}"),
    ),
    (
        ("compare", " {name} across several teams every quarter"),
        ("write", " down one approach to {name} that several teams follow"),
        ("coach", " people from other teams when {name} is new to them"),
    ),
    (
        ("set", " the direction for {name} across the organisation"),
        ("report", " to directors twice a year where {name} falls short"),
        ("connect", " {name} to the goals of the whole company"),
    ),
    (
        ("present", " the organisation's approach to {name} at an industry conference"),
        ("exchange", " experience of {name} with other companies in the industry"),
        ("publish", " what the organisation has learned about {name} for the whole industry"),
    ),
)
"""Step of scope -> sentences that say how far the work reaches: plain verb, and what follows it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal: where, what it says, and the levels whose statements it comes from."""

    track: str
    level: str
    competency: str
    text: str
    sources: tuple[str, ...]


def draft(data: Dataset, tracks: Collection[str], content: Content) -> tuple[Draft, ...]:
    """Proposals for every empty cell of the tracks, matrix by matrix, competency by competency, lowest level first.

    `content` reduces a text to the words that count, as the rules do.
    """
    found: list[Draft] = []
    for matrix in data.matrices:
        if matrix.track in tracks:
            voice = _voice(matrix)
            for competency in data.competencies_of(matrix.track):
                found += _Row(data, matrix, competency, voice, content).drafts()
    return tuple(found)


def with_drafts(data: Dataset, drafts: Sequence[Draft]) -> Dataset:
    """The data set with the proposals in their cells."""
    said = {(d.track, d.competency, d.level): d.text for d in drafts}

    def cell(own: Expectation) -> Expectation:
        text = said.get((own.track, own.competency, own.level))
        return own if text is None or own.text.strip() else own.model_copy(update={"text": text})

    return replace(data, matrices=tuple(replace(m, cells=tuple(map(cell, m.cells))) for m in data.matrices))


def marked(text: str) -> str:
    """A text marked as a proposal; N/A and inherits(...) say something only as they are."""
    return f"{DRAFT} {text}"


def _voice(matrix: Matrix) -> Phrase:
    """The voice of a matrix's first statement that starts with a verb."""
    spoken = (phrase(s) for cell in matrix.cells if not is_draft(cell.text) for s in statements(cell.text))
    return next((found for found in spoken if found), PLAIN)


@dataclass(frozen=True)
class _Row:
    """One competency of one matrix."""

    data: Dataset
    matrix: Matrix
    competency: Competency
    voice: Phrase
    content: Content

    def drafts(self) -> Iterator[Draft]:
        levels = self.data.levels_of(self.matrix.track)
        made: dict[str, str] = {}
        for at, level in enumerate(levels):
            cell = self.matrix.text.get((self.competency.id, level.id))
            if cell is None or cell.text.strip():
                continue
            low = self._around(self.data.graph.before(level.id), made)
            high = self._around(self.data.graph.after(level.id), made)
            parts, sources = self._parts(low, high)
            beside = [*low.values(), *high.values()]
            text = "\n".join(self._chosen(parts, self._reach(level, at, len(levels)), beside))
            made[level.id] = text
            yield Draft(self.matrix.track, level.id, self.competency.id, marked(text), sources)

    def _around(self, levels: Sequence[str], made: Mapping[str, str]) -> dict[str, str]:
        """Level -> its text, levels of the own track first; without those that say nothing."""
        texts = {level: made.get(level) or self._text(level) for level in levels}
        ordered = sorted(levels, key=lambda level: self.data.level[level].track != self.matrix.track)
        return {level: texts[level] for level in ordered if texts[level]}

    def _text(self, level: str) -> str:
        text = self.data.expectation(level, self.competency.id).strip()
        return "" if is_not_applicable(text) else text

    def _parts(self, low: Mapping[str, str], high: Mapping[str, str]) -> tuple[list[str], tuple[str, ...]]:
        """What the neighbours offer, from below and from above in turn; a proposal is no source for another."""
        below = next(((level, text) for level, text in low.items() if self._own(level, text)), None)
        above = next(((level, text) for level, text in high.items() if self._own(level, text)), None)
        raised = list(filter(None, map(lift, statements(below[1])))) if below else []
        lowered = list(filter(None, map(lower, statements(above[1])))) if above else []
        if not below and not above and not low:
            lowered = [self._definition()]
        parts = [part for n in range(LONGEST) for part in (*raised[n : n + 1], *lowered[n : n + 1])]
        return parts, tuple(source[0] for source in (below, above) if source)

    def _own(self, level: str, text: str) -> bool:
        """Whether a text is a person's; one made in this run has no mark yet, but does not stand in the matrix."""
        return not is_draft(text) and self._text(level) == text

    def _definition(self) -> str:
        """The first level of a competency nobody has written about: its definition, done with help."""
        said = next(iter(statements(self.competency.definition.split(". ")[0])), "").rstrip(".")
        own = phrase(said)
        if own and said:
            return lower(self.voice.voiced(own.verb, own.rest) + ".")
        about = f": {lower_first(said)}" if said else ""
        return sentence(self.voice.voiced("show", f" {self._name} in own tasks, with help{about}"))

    @property
    def _name(self) -> str:
        return lower_first(self.competency.name or self.competency.id)

    def _reach(self, level: Level, at: int, levels: int) -> list[str]:
        """Sentences for the level's scope; without one, for its place on the ladder."""
        known = SCOPES.index(level.scope) if level.scope in SCOPES else None
        step = known if known is not None else round(at * (len(SCOPES) - 2) / max(1, levels - 1))
        return [sentence(self.voice.voiced(v, rest.format(name=self._name))) for v, rest in _REACH[step]]

    def _chosen(self, parts: Sequence[str], reach: Sequence[str], beside: Sequence[str]) -> tuple[str, ...]:
        """The first combination that differs enough from its neighbours; where none does, the one that differs most."""
        others = [self.content(text) for text in beside]
        said = {fold(text) for text in beside}
        best: tuple[float, tuple[str, ...]] = (2.0, tuple(reach[:2]))
        for chosen in _combinations(parts, reach):
            text = "\n".join(chosen)
            own = self.content(text)
            alike = max((len(own & other) / max(1, len(own | other)) for other in others), default=0.0)
            if fold(text) not in said and alike < best[0]:
                best = (alike, chosen)
                if alike < ALIKE:
                    break
        return best[1]


def _combinations(parts: Sequence[str], reach: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Two or three statements, those of the neighbours first."""
    for taken, added in ((2, 1), (1, 1), (1, 2), (0, 2), (0, 3)):
        for some in combinations(dict.fromkeys(parts), taken):
            yield from ((*some, *more) for more in combinations(reach, added))


def lift(statement: str) -> str:
    """A statement one step up: with wider reach, else taught to others, else as the direction they follow.

    >>> lift("Breaks work into steps.")
    'Teaches colleagues to break work into steps.'
    >>> lift("Teaches colleagues to break work into steps.")
    'Sets the direction for how colleagues break work into steps.'
    """
    own = phrase(statement)
    if own and own.verb == "teach" and own.rest.startswith(" colleagues to "):
        return own.voiced("set", f" the direction for how colleagues {own.rest.removeprefix(' colleagues to ')}")
    reaching = wider(statement)
    if reaching or own is None:
        return reaching
    return own.voiced("teach", f" colleagues to {own.infinitive}")


def lower(statement: str) -> str:
    """A statement one step down: the same, done with help; "" where it does not surely start with a verb.

    >>> lower("Breaks work into steps.")
    'With help, breaks work into steps.'
    """
    return f"With help, {lower_first(statement)}" if phrase(statement) else ""
