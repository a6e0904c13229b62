"""Text taken apart: words, sentences, content, reading grade. Work on one text is done once and kept."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TypeVar

from xl_addin.model import counts
from xl_addin.model.statements import fold, statements

_KEEP = 1 << 15
"""Texts remembered at a time: more than a framework of 40 tracks has cells."""

WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:['\-][a-z0-9]+)*")
"""The same for small ASCII letters, found in half the time."""
_ENDS = re.compile(r"[.!?]+(?=\s|$)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bvs\.)")

T = TypeVar("T")


class _WordMemo(dict[str, T]):
    """What a function makes of a word, worked out once a word; looked up faster than a cached function is called."""

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> T:
        if len(self) >= _KEEP:
            self.clear()
        self[word] = result = self._work(word)
        return result


STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about across all also an and any are as at be been being both but by can do does each for from has have her
        his how i if in into is it its may more most no nor not of on or other our own she he so such than that the
        their them then there these they this those through to up us was we were what when where which while who will
        with within you your yours
        """,
    )
)
"""Words that carry no content of their own when two texts are compared."""


lines = lru_cache(_KEEP)(statements)
"""`model.statements.statements`, remembered."""


@lru_cache(_KEEP)
def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded to lower case; the numbering of its lines left out.

    >>> tokens("Ships well-tested code, 2 releases a month.")
    ('ships', 'well-tested', 'code', '2', 'releases', 'a', 'month')
    """
    if "\n" in text:
        return tuple(chain.from_iterable(map(tokens, lines(text))))
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text.lower()))
    # folded word by word: folding can split a letter in two, and the words must stay those that WORD finds
    return tuple(word.casefold() for word in WORD.findall(text.replace("’", "'")))


fold_statement = lru_cache(_KEEP)(fold)
"""`model.statements.fold`, remembered."""


@lru_cache(_KEEP)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a cell: each statement is at least one, and stays as it is when it is one."""
    return tuple(chain.from_iterable(map(_sentences, lines(text))))


def _sentences(line: str) -> Sequence[str]:
    parts = [part for part in map(str.strip, _ENDS.split(line)) if part]
    return parts if len(parts) > 1 else (line,) if parts else ()


def quote(text: str, focus: str = "", longest: int = 40) -> str:
    """Someone's words in quotation marks, on one line, cut where they are long but never before `focus`.

    >>> quote("Leads the team that runs the weekly planning meeting")
    '"Leads the team that runs the weekly…"'
    >>> quote("Leads the team that runs the weekly planning meeting well", "well")
    '"…planning meeting well"'
    """
    line = " ".join(text.split()).rstrip(".")
    position = max(0, line.find(focus))
    if position + len(focus) >= longest:
        line = "…" + line[line.rfind(" ", 0, position - 12) + 1 :]
    if len(line) > longest:
        line = line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return f'"{line}"'


list_names = partial(counts.join_words, limit=4)
"""Names as a finding lists them: four of them, the rest counted."""


@cache
def _stemmer() -> Callable[[str], str]:
    """The Snowball stemmer for English; imported by the first word that needs it."""
    from snowballstemmer import stemmer

    stem_word: Callable[[str], str] = stemmer("english").stemWord
    return stem_word


def stem(word: str) -> str:
    """A word in small letters without its ending, so that plans, planned and planning are one.

    >>> stem("planning"), stem("plans"), stem("$885k")
    ('plan', 'plan', '$885k')
    """
    return _stemmer()(word)


_STEMS = _WordMemo(stem)


@lru_cache(_KEEP)
def content(text: str) -> frozenset[str]:
    """What a text is about: its words without endings, stop words out, numbers in."""
    return frozenset(map(_STEMS.__getitem__, set(tokens(text)) - STOP_WORDS))


def likeness(first: str, second: str) -> float:
    """Shared content of two texts over all their content, 0 to 1 (Jaccard)."""
    a, b = content(first), content(second)
    return len(a & b) / len(a | b) if a or b else 0.0


_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Roughly how many syllables an English word has: its groups of vowels, a silent ending left out."""
    groups = len(_VOWELS.findall(word))
    if (
        (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1)
        or (word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1)
        or (
            word.endswith("es")
            and not word.endswith(("ses", "zes", "xes", "ches", "shes", "ces", "ges"))
            and groups > 1
        )
    ):
        groups -= 1
    return max(1, groups)


_SYLLABLES = _WordMemo(syllables)


@lru_cache(_KEEP)
def grade(text: str) -> float:
    """Flesch-Kincaid grade: about how many years of schooling a reader needs. 0 for a text without words.

    Source: Kincaid et al. 1975: 0.39 words per sentence + 11.8 syllables per word - 15.59.
    """
    words = tokens(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(1, len(sentences(text)))
    return 0.39 * per_sentence + 11.8 * sum(map(_SYLLABLES.__getitem__, words)) / len(words) - 15.59
