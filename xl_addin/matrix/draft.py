"""Proposals for empty matrix cells: a start to edit, never an expectation. Same framework, same proposals.

A cell between written ones takes the statements of the level below with wider reach or as something taught to others,
those of the level above as something done with help, and a sentence on how far the work reaches here. A cell without
written neighbours starts from the competency's definition. Of all ways to put two or three of these together, the
first is taken that differs enough from the cells beside it. The ladders are those of the rules G01 (scope) and G02
(autonomy); the sentences are ours.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from xl_addin.matrix.delta import ContentWords
from xl_addin.matrix.english import PLAIN_VOICE, Phrase, lower_first, phrase, sentence, wider
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import SCOPES, Competency, Expectation, Level
from xl_addin.model.statements import DRAFT, fold, is_draft, is_not_applicable, statements

STATEMENT_LIMIT = 3
"""Statements in a proposal, at most."""
OVERLAP_LIMIT = 0.5
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


def draft(data: Dataset, tracks: Collection[str], content: ContentWords) -> tuple[Draft, ...]:
    """Proposals for every empty cell of the tracks, matrix by matrix, competency by competency, lowest level first.

    `content` reduces a text to the words that count, as the rules do.
    """
    drafts: list[Draft] = []
    for matrix in data.matrices:
        if matrix.track in tracks:
            voice = _voice(matrix)
            for competency in data.competencies_of(matrix.track):
                drafts += _Row(data, matrix, competency, voice, content).drafts()
    return tuple(drafts)


def with_drafts(data: Dataset, drafts: Sequence[Draft]) -> Dataset:
    """The data set with the proposals in their cells."""
    texts = {(d.track, d.competency, d.level): d.text for d in drafts}

    def cell(expectation: Expectation) -> Expectation:
        text = texts.get((expectation.track, expectation.competency, expectation.level))
        return (
            expectation if text is None or expectation.text.strip() else expectation.model_copy(update={"text": text})
        )

    return replace(data, matrices=tuple(replace(m, cells=tuple(map(cell, m.cells))) for m in data.matrices))


def mark_draft(text: str) -> str:
    """A text marked as a proposal; N/A and inherits(...) say something only as they are."""
    return f"{DRAFT} {text}"


def _voice(matrix: Matrix) -> Phrase:
    """The voice of a matrix's first statement that starts with a verb."""
    phrases = (phrase(s) for cell in matrix.cells if not is_draft(cell.text) for s in statements(cell.text))
    return next((candidate for candidate in phrases if candidate), PLAIN_VOICE)


@dataclass(frozen=True)
class _Row:
    """One competency of one matrix."""

    data: Dataset
    matrix: Matrix
    competency: Competency
    voice: Phrase
    content: ContentWords

    def drafts(self) -> Iterator[Draft]:
        levels = self.data.levels_of(self.matrix.track)
        new_texts: dict[str, str] = {}
        for position, level in enumerate(levels):
            cell = self.matrix.text.get((self.competency.id, level.id))
            if cell is None or cell.text.strip():
                continue
            low = self._neighbour_texts(self.data.graph.previous_levels(level.id), new_texts)
            high = self._neighbour_texts(self.data.graph.next_levels(level.id), new_texts)
            parts, sources = self._parts(low, high)
            neighbours = [*low.values(), *high.values()]
            text = "\n".join(self._pick_statements(parts, self._reach(level, position, len(levels)), neighbours))
            new_texts[level.id] = text
            yield Draft(self.matrix.track, level.id, self.competency.id, mark_draft(text), sources)

    def _neighbour_texts(self, levels: Sequence[str], new_texts: Mapping[str, str]) -> dict[str, str]:
        """Level -> its text, levels of the own track first; without those that say nothing."""
        texts = {level: new_texts.get(level) or self._text(level) for level in levels}
        ranking = sorted(levels, key=lambda level: self.data.level[level].track != self.matrix.track)
        return {level: texts[level] for level in ranking if texts[level]}

    def _text(self, level: str) -> str:
        text = self.data.expectation(level, self.competency.id).strip()
        return "" if is_not_applicable(text) else text

    def _parts(self, low: Mapping[str, str], high: Mapping[str, str]) -> tuple[list[str], tuple[str, ...]]:
        """What the neighbours offer, from below and from above in turn; a proposal is no source for another."""
        lower_source = next(((level, text) for level, text in low.items() if self._is_hand_written(level, text)), None)
        upper_source = next(((level, text) for level, text in high.items() if self._is_hand_written(level, text)), None)
        lift_parts = list(filter(None, map(lift, statements(lower_source[1])))) if lower_source else []
        lower_parts = list(filter(None, map(lower, statements(upper_source[1])))) if upper_source else []
        if not lower_source and not upper_source and not low:
            lower_parts = [self._definition()]
        parts = [part for n in range(STATEMENT_LIMIT) for part in (*lift_parts[n : n + 1], *lower_parts[n : n + 1])]
        return parts, tuple(source[0] for source in (lower_source, upper_source) if source)

    def _is_hand_written(self, level: str, text: str) -> bool:
        """Whether a text is a person's; one made in this run has no mark yet, but does not stand in the matrix."""
        return not is_draft(text) and self._text(level) == text

    def _definition(self) -> str:
        """The first level of a competency nobody has written about: its definition, done with help."""
        text = next(iter(statements(self.competency.definition.split(". ")[0])), "").rstrip(".")
        verb_phrase = phrase(text)
        if verb_phrase and text:
            return lower(self.voice.rephrase(verb_phrase.verb, verb_phrase.rest) + ".")
        topic = f": {lower_first(text)}" if text else ""
        return sentence(self.voice.rephrase("show", f" {self._name} in own tasks, with help{topic}"))

    @property
    def _name(self) -> str:
        return lower_first(self.competency.name or self.competency.id)

    def _reach(self, level: Level, position: int, levels: int) -> list[str]:
        """Sentences for the level's scope; without one, for its place on the ladder."""
        scope_step = SCOPES.index(level.scope) if level.scope in SCOPES else None
        step = scope_step if scope_step is not None else round(position * (len(SCOPES) - 2) / max(1, levels - 1))
        return [sentence(self.voice.rephrase(v, rest.format(name=self._name))) for v, rest in _REACH[step]]

    def _pick_statements(
        self, parts: Sequence[str], reach: Sequence[str], neighbours: Sequence[str]
    ) -> tuple[str, ...]:
        """The first combination that differs enough from its neighbours; where none does, the one that differs most."""
        neighbour_words = [self.content(text) for text in neighbours]
        neighbour_folds = {fold(text) for text in neighbours}
        best: tuple[float, tuple[str, ...]] = (2.0, tuple(reach[:2]))
        for combination in _combinations(parts, reach):
            text = "\n".join(combination)
            words = self.content(text)
            alike = max(
                (len(words & neighbour) / max(1, len(words | neighbour)) for neighbour in neighbour_words), default=0.0
            )
            if fold(text) not in neighbour_folds and alike < best[0]:
                best = (alike, combination)
                if alike < OVERLAP_LIMIT:
                    break
        return best[1]


def _combinations(parts: Sequence[str], reach: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Two or three statements, those of the neighbours first."""
    for part_count, reach_count in ((2, 1), (1, 1), (1, 2), (0, 2), (0, 3)):
        for part_choice in combinations(dict.fromkeys(parts), part_count):
            yield from ((*part_choice, *reach_choice) for reach_choice in combinations(reach, reach_count))


def lift(statement: str) -> str:
    """A statement one step up: with wider reach, else taught to others, else as the direction they follow.

    >>> lift("Breaks work into steps.")
    'Teaches colleagues to break work into steps.'
    >>> lift("Teaches colleagues to break work into steps.")
    'Sets the direction for how colleagues break work into steps.'
    """
    verb_phrase = phrase(statement)
    if verb_phrase and verb_phrase.verb == "teach" and verb_phrase.rest.startswith(" colleagues to "):
        return verb_phrase.rephrase(
            "set", f" the direction for how colleagues {verb_phrase.rest.removeprefix(' colleagues to ')}"
        )
    reaching = wider(statement)
    if reaching or verb_phrase is None:
        return reaching
    return verb_phrase.rephrase("teach", f" colleagues to {verb_phrase.infinitive}")


def lower(statement: str) -> str:
    """A statement one step down: the same, done with help; "" where it does not surely start with a verb.

    >>> lower("Breaks work into steps.")
    'With help, breaks work into steps.'
    """
    return f"With help, {lower_first(statement)}" if phrase(statement) else ""
