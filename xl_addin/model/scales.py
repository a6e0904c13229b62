"""The words of rating scales, and what an answer in words comes to on ours from 1 to 5.

Only a scale of five steps is ours by another name. Of four or seven steps each word would have to be moved, and nobody
can say where to: those are known so that they can be told apart, never so that they are guessed.
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

_SCALES = """
agreement: strongly disagree, totally disagree, completely disagree, fully disagree, disagree strongly
  | disagree | NEUTRAL | agree
  | strongly agree, totally agree, completely agree, fully agree, agree strongly
agreement: strongly disagree, totally disagree, completely disagree, definitely disagree
  | somewhat disagree, rather disagree, tend to disagree, mostly disagree, slightly disagree | NEUTRAL
  | somewhat agree, rather agree, tend to agree, mostly agree, slightly agree
  | strongly agree, totally agree, completely agree, definitely agree
agreement: strongly disagree, totally disagree, completely disagree | disagree
  | somewhat disagree, slightly disagree, rather disagree, tend to disagree | NEUTRAL
  | somewhat agree, slightly agree, rather agree, tend to agree | agree
  | strongly agree, totally agree, completely agree
frequency: never | rarely, seldom | sometimes, occasionally | often, frequently, usually | always
frequency: never | rarely, seldom | sometimes, occasionally | often, frequently | very often, very frequently
frequency: never | very rarely | rarely | sometimes, occasionally | often, frequently | very often, very frequently
  | always
quality: very poor, very bad | poor, bad | fair, average, acceptable, ok, okay, NEUTRAL | good | very good, excellent
quality: poor | fair | good | very good | excellent
quality: very poor | poor | fair, average | good | very good | excellent
quality: poor | fair | good | excellent
importance: not at all important, not important, not important at all, unimportant
  | slightly important, of little importance, a little important
  | somewhat important, moderately important, fairly important, neutral | important | very important
importance: not at all important, not important, not important at all | slightly important, a little important
  | somewhat important, moderately important, fairly important, important, neutral | very important
  | extremely important, critically important, critical, essential
importance: not important | somewhat important | important | very important
importance: not at all important | not important, low importance | slightly important | neutral
  | moderately important | very important | extremely important
satisfaction: very dissatisfied, very unsatisfied, extremely dissatisfied, completely dissatisfied
  | dissatisfied, unsatisfied, somewhat dissatisfied | NEUTRAL, neither satisfied nor dissatisfied,
  neither dissatisfied nor satisfied, neither satisfied or dissatisfied | satisfied, somewhat satisfied
  | very satisfied, extremely satisfied, completely satisfied
satisfaction: very dissatisfied, extremely dissatisfied | dissatisfied | somewhat dissatisfied | NEUTRAL,
  neither satisfied nor dissatisfied | somewhat satisfied | satisfied | very satisfied, extremely satisfied
extent: not at all | a little, slightly, to a small extent, rather not, a small amount
  | neutral, somewhat, moderately, to some extent, partly, a moderate amount
  | a lot, largely, mostly, to a large extent, to a great extent, very much
  | completely, fully, yes definitely, to a very large extent, to a very great extent, a great deal, entirely, extremely
extent: not at all | slightly, a little | moderately, somewhat | very, very much | extremely
likelihood: very unlikely, extremely unlikely, highly unlikely | unlikely, somewhat unlikely
  | NEUTRAL, neither likely nor unlikely, neither unlikely nor likely | likely, somewhat likely
  | very likely, extremely likely, highly likely
likelihood: very unlikely, extremely unlikely | unlikely | somewhat unlikely, slightly unlikely | NEUTRAL
  | somewhat likely, slightly likely | likely | very likely, extremely likely
"""
"""One scale each: what it is about, then its steps from the lowest to the highest, words for one step with commas."""
_NEUTRAL = (
    "neutral, neither agree nor disagree, neither disagree nor agree, neither agree or disagree, neither, undecided"
)
_NO_ANSWER = """
n/a, na, not applicable, does not apply, prefer not to say, prefer not to answer, i prefer not to say, rather not say,
don't know, do not know, dont know, i don't know, no opinion, no answer, not answered, not sure, unsure, can't say,
cannot say, skipped, -, --, \u2013, \u2014, .
"""
SCALE_STEPS = 5
"""Steps of our own scale."""


@dataclass(frozen=True)
class Scale:
    """One scale: what it is about, and its steps from the lowest, each a set of words that mean the same."""

    subject: str
    steps: tuple[frozenset[str], ...]

    def step(self, word: str) -> int:
        """Where a word stands, 1 the lowest; 0 where it is none of the scale."""
        return next((number for number, words in enumerate(self.steps, 1) if word in words), 0)

    def covers(self, words: Collection[str]) -> bool:
        """Whether all the words stand on it, each on a step of its own: two names of one step are two steps."""
        steps = [self.step(word) for word in words]
        return 0 not in steps and len(set(steps)) == len(steps)


def words_of(answer: str) -> str:
    """An answer's words as they are compared: case, width, spacing, quotes, end marks and HTML's spelling folded."""
    plain = unicodedata.normalize("NFKC", html.unescape(html.unescape(answer))).casefold()
    plain = plain.replace("\u2019", "'").replace("\u2018", "'").replace("\u200b", "").replace("\ufeff", "")
    text = " ".join(re.sub("(?<![0-9]),|,(?![0-9])", " ", plain).split())
    return text.strip(" .,;!\"'\u201c\u201d") or text


@cache
def scales() -> tuple[Scale, ...]:
    """Every scale we know."""
    return tuple(_parse_scales(_SCALES))


def _parse_scales(text: str) -> Iterator[Scale]:
    for entry in re.split(r"\n(?=\S)", text.strip()):
        subject, _, steps = " ".join(entry.split()).partition(": ")
        step_text = steps.replace("NEUTRAL", _NEUTRAL)
        yield Scale(
            subject, tuple(frozenset(words_of(word) for word in step.split(",")) for step in step_text.split("|"))
        )


@cache
def known_words() -> frozenset[str]:
    """The words of all scales."""
    return frozenset(word for scale in scales() for step in scale.steps for word in step)


@cache
def _no_answer() -> frozenset[str]:
    return frozenset(words_of(word) for word in _NO_ANSWER.split(",")) | {"-", "--", "\u2013", "\u2014", "."}


@dataclass(frozen=True, slots=True)
class Spelling:
    """An answer taken apart: the number in it, None where there is none, and its words, "" where there are none.

    `no_answer` where a person says that they do not answer.
    """

    number: int | None = None
    words: str = ""
    no_answer: bool = False


_BARE = re.compile(r"\(?(0|[1-9][0-9]{0,2})(?:[.,]0{1,2})?\)?")
_OF_FIVE = re.compile(r"([1-5])(?: ?/ ?| of | out of )5")
_NUMBER_FIRST = re.compile(r"\(?([0-9]{1,2})( ?[-\u2013\u2014:=.)|,]+ ?| )([^0-9\W][^0-9]*)")
_NUMBER_LAST = re.compile(r"([^0-9\W][^0-9]*?)( ?[-\u2013\u2014:=|] ?| ?[(\[]| )([0-9]{1,2})[)\]]?")


@lru_cache(4096)
def spelling(answer: str) -> Spelling | None:
    """An answer as written, taken apart; None where it is neither a number nor words of any scale.

    >>> spelling("4 - Agree"), spelling("Agree (4)").number, spelling("4,0").number, spelling("3.5")
    (Spelling(number=4, words='agree', no_answer=False), 4, 4, None)
    """
    words = words_of(answer)
    if words in _no_answer():
        return Spelling(no_answer=True)
    if whole := _BARE.fullmatch(words) or _OF_FIVE.fullmatch(words):
        return Spelling(int(whole[1]))
    if words in known_words():
        return Spelling(None, words)
    front, rear = _NUMBER_FIRST.fullmatch(words), _NUMBER_LAST.fullmatch(words)
    for match, number, label in ((front, 1, 3), (rear, 3, 1)):
        # a number that nothing but a blank sets apart from words may count anything: "3 people"
        if match and (words_of(match[label]) in known_words() or match[2].strip()):
            return Spelling(int(match[number]), words_of(match[label]))
    return None


def values(words: Collection[str], all_words: Iterable[str] = ()) -> Mapping[str, int]:
    """Word -> 1 to 5, for the words used for one statement; a word is missing where it cannot be told.

    `all_words` are the words used for all statements: they decide where one statement's own words fit several scales.
    """
    scale_words, wider_words = frozenset(words) & known_words(), frozenset(all_words) & known_words()
    subjects = _subjects(scale_words)
    fitting = [scale for scale in scales() if scale.subject in subjects and scale.covers(scale_words)]
    pools = {name: _words_about(wider_words, name) | scale_words for name in subjects}
    wider = [scale for scale in fitting if scale.covers(pools[scale.subject])]
    # a scale of our own length comes first: nobody would use one of seven and leave three steps out everywhere
    fives = [scale for scale in wider if len(scale.steps) == SCALE_STEPS]
    if wider and not fives:
        return {}
    candidates = fives or [scale for scale in fitting if len(scale.steps) == SCALE_STEPS]
    steps_by_word = {word: {scale.step(word) for scale in candidates} for word in scale_words}
    return {word: next(iter(steps)) for word, steps in steps_by_word.items() if len(steps) == 1}


def _subjects(words: frozenset[str]) -> frozenset[str]:
    """What the scales are about that know most of the words."""
    counts = {scale.subject: len(_words_about(words, scale.subject)) for scale in scales()}
    top = max(counts.values(), default=0)
    return frozenset(name for name, count in counts.items() if count == top and count)


@lru_cache(1024)
def _words_about(words: frozenset[str], subject: str) -> frozenset[str]:
    """Those of the words that stand on a scale about this."""
    return words & {word for scale in scales() if scale.subject == subject for step in scale.steps for word in step}
