"""Answers to questions: `--same "Developer=Engineer"`, `--new "Developer"`, or a choice on the tab Names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.matching import NEW, Matching, Question, QuestionLine
from xl_addin.ladder.question_words import choice_text
from xl_addin.ladder.sightings import NameSpot
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import KeyEntry


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """What a person says about a name: the thing it was called before, or "" for a new one.

    `kind` and `spot` tell namesakes apart: what it is and where it stands; without them the name alone must do. Level
    titles that stand in two tracks may be written with the track: `Lead (Support)`.
    """

    name: str
    old_name: str = ""
    kind: str = ""
    spot: NameSpot | None = None


def answers_of(same: Iterable[str], new: Iterable[str]) -> tuple[NameAnswer, ...]:
    """The words of a command line as answers.

    Raises:
        Stop: one of `same` has no equals sign, or nothing beside it.

    >>> answers_of(["Developer=Engineer"], ["Designer"])[0]
    NameAnswer(name='Developer', old_name='Engineer', kind='', spot=None)
    """
    answers = []
    for text in same:
        name, equals, old_name = (part.strip() for part in text.partition("="))
        if not (name and equals and old_name):
            raise Stop("--same", f"'{text}' does not say which name is which", 'write it as "New name=Old name"')
        answers.append(NameAnswer(name, old_name))
    return (*answers, *(NameAnswer(text.strip()) for text in new if text.strip()))


def choices(question: Question, line: QuestionLine, names: Mapping[str, str]) -> tuple[str, ...]:
    """What the tab Names offers for a line, the proposal first; `names` is key -> name of all the ledger knows."""
    keys = dict.fromkeys((line.proposal, *line.offers, NEW))
    texts = (choice_text(question.kind, line.name, "" if key == NEW else names.get(key, "")) for key in keys)
    return tuple(dict.fromkeys(texts))


def answer_of_choice(
    question: Question, line: QuestionLine, names: Mapping[str, str], choice: str
) -> NameAnswer | None:
    """A choice from the list as an answer; None where it is none of those offered."""
    for key in (NEW, *line.offers):
        old_name = "" if key == NEW else names.get(key, "")
        if fold_text(choice_text(question.kind, line.name, old_name)) == fold_text(choice):
            return NameAnswer(line.name, old_name, question.kind, line.spot)
    return None


def settle(
    matching: Matching,
    entries: Sequence[KeyEntry],
    answers: Mapping[NameSpot, str],
) -> Matching:
    """A matching with answers taken in: spot -> a key of the ledger, or NEW.

    Lines without an answer stay open. Of a question whose lines are all answered, what nobody took is gone. A key
    that was not offered is taken as well where nothing else has it: a list never holds everything.

    Raises:
        ValueError: an answer names a key that another name keeps, or two answers one key.
    """
    open_lines = matching.open_lines
    new_keys = {spot: key for spot, key in answers.items() if spot in open_lines}
    keys = {**matching.keys, **new_keys}
    kept_keys = [key for key in keys.values() if key != NEW]
    if len(kept_keys) != len(set(kept_keys)):
        raise ValueError("one key for two names")
    old_names = {entry.key: entry.name for entry in entries if not entry.is_gone}
    renames = {
        key: (old_names[key], open_lines[spot].name)
        for spot, key in new_keys.items()
        if key in old_names and old_names[key] != open_lines[spot].name
    }
    settled = Matching(keys, {**matching.renames, **renames})
    removals = list(matching.removals)
    for question in matching.questions:
        lines = tuple(_still_open(line, kept_keys) for line in question.lines if line.spot not in new_keys)
        if lines:
            settled.questions.append(Question(question.kind, question.text, lines))
        else:
            removals += [key for line in question.lines for key in line.offers if key in old_names]
    waiting = {key for line in settled.open_lines.values() for key in line.offers}
    settled.removals = [key for key in dict.fromkeys(removals) if key not in kept_keys and key not in waiting]
    return settled


def _still_open(line: QuestionLine, kept_keys: Sequence[str]) -> QuestionLine:
    offers = tuple(key for key in line.offers if key not in kept_keys)
    return QuestionLine(line.spot, line.name, offers, line.proposal if line.proposal in offers else NEW)


def locate_answers(
    matching: Matching, entries: Sequence[KeyEntry], answers: Iterable[NameAnswer], tracks: Mapping[object, str]
) -> dict[NameAnswer, tuple[NameSpot, str]]:
    """Which open line each answer is about, and the key it gives; answers about no line of these are left out.

    `tracks` names the track of a row, and of a track's key: so `Lead (Support)` is understood.

    Raises:
        Stop: the name stands in several lines, or the old name is that of several things or of none.
    """
    located = {}
    for answer in answers:
        lines = [
            line
            for question in matching.questions
            for line in question.lines
            if answer.kind in ("", question.kind)
            and answer.spot in (None, line.spot)
            and _is_named(answer.name, line.name, tracks.get(line.spot[0], ""))
        ]
        if len(lines) > 1:
            raise _ambiguous(answer.name, lines[0].spot[1] > 0)
        if lines:
            located[answer] = (lines[0].spot, _key_of(answer, lines[0], matching, entries, tracks))
    return located


def _key_of(
    answer: NameAnswer,
    line: QuestionLine,
    matching: Matching,
    entries: Sequence[KeyEntry],
    tracks: Mapping[object, str],
) -> str:
    if not answer.old_name:
        return NEW
    kept_keys = set(matching.keys.values())
    matches = [
        entry.key
        for entry in entries
        if entry.key not in kept_keys and _is_named(answer.old_name, entry.name, tracks.get(entry.parent, ""))
    ]
    matches = [key for key in matches if key in line.offers] or matches
    if len(matches) > 1 and line.proposal in matches:
        return line.proposal
    if len(matches) > 1:
        raise _ambiguous(answer.old_name, line.spot[1] > 0)
    if not matches:
        raise Stop("the answer", "names nothing that was here before under that name", "write the old name as it was")
    return matches[0]


def _ambiguous(name: str, is_level: bool) -> Stop:
    todo = f'write it with its track, as in "{name} (Support)"' if is_level else "answer on the tab Names, row by row"
    return Stop("the answer", "the name stands for more than one", todo)


def _is_named(text: str, name: str, track: str) -> bool:
    return fold_text(text) in (fold_text(name), fold_text(f"{name} ({track})"))
