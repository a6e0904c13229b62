"""Word lists: which entries of a list a text uses. Whole words, upper and lower case alike.

An entry may be several words ("aware of"), and a word may end in * for any ending ("leverag*").
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_

from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.model.setting import Setting
from xl_addin.rules.text_analysis import WORD, lines, tokens

LIST_SYNTAX = "Separate entries by commas; * at the end of a word stands for any ending, so leverag* finds leveraging."
"""How a list is written: the last sentence of the meaning of every word-list setting."""

Parts = tuple[str, ...]

_LISTS: list[str] = []


def word_list(name: str, default: str, meaning: str) -> Setting:
    """Declare a setting that holds a word list; `lexicon` then finds it."""
    _LISTS.append(name)
    return Setting(id=name, group="Rules", default=default, meaning=f"{meaning} {LIST_SYNTAX}")


class _Words(dict[str, int]):
    """Word -> the lists with an entry that may start with it, a bit each; worked out once a word."""

    def __init__(self, lists: Mapping[int, tuple[Parts, ...]]) -> None:
        super().__init__()
        self._exact: dict[str, int] = {}
        self._beginnings: dict[str, int] = {}
        for bit, entries in lists.items():
            for word, *_ in entries:
                index = self._beginnings if word.endswith("*") else self._exact
                index[word.rstrip("*")] = index.get(word.rstrip("*"), 0) | bit
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        # the first letters alone rule most words out
        self._first = self._lengths[0] if self._lengths else 0
        self._heads = {beginning[: self._first] for beginning in self._beginnings}

    def __missing__(self, word: str) -> int:
        bits = self._exact.get(word, 0)
        if word[: self._first] in self._heads:
            for length in self._lengths:
                bits |= self._beginnings.get(word[:length], 0)
        self[word] = bits
        return bits


class _Texts(dict[str, int]):
    """Text -> the lists it may use, a bit each: most texts use few, and one look at a text tells it for all lists."""

    def __init__(self, words: _Words) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, text: str) -> int:
        parts = lines(text) if "\n" in text else ()
        bit_sets = map(self.__getitem__, parts) if parts else map(self.words.__getitem__, tokens(text))
        self[text] = bits = reduce(or_, bit_sets, 0)
        return bits


class Lexicon:
    """A word list, ready to be looked for."""

    def __init__(self, entries: tuple[Parts, ...], bit: int, texts: _Texts) -> None:
        self._entries = entries
        self._bit = bit
        self._texts = texts
        self._starts: dict[str, tuple[Parts, ...]] = {}

    def matches(self, text: str) -> bool:
        """Whether the text uses an entry."""
        return self._may(text) and next(self._spans(tokens(text)), None) is not None

    def find(self, text: str) -> tuple[str, ...]:
        """The entries a text uses, as it spells them, in its order, each once."""
        if not self._may(text):
            return ()
        words = tokens(text)
        if "\n" in text:
            text = " ".join(lines(text))
        word_matches = list(WORD.finditer(text))
        spellings = (
            text[word_matches[start].start() : word_matches[end - 1].end()] for start, end in self._spans(words)
        )
        return tuple({word.casefold(): word for word in spellings}.values())

    def starts(self, text: str) -> str:
        """The entry a text starts with, as it spells it; "" when it starts with none."""
        if not self._may(text):
            return ""
        start, end = next(self._spans(tokens(text)), (1, 1))
        return "" if start else text[: list(WORD.finditer(text))[end - 1].end()].lstrip()

    def count(self, text: str) -> int:
        """How many times a text uses an entry."""
        return sum(1 for _ in self._spans(tokens(text))) if self._may(text) else 0

    def _may(self, text: str) -> bool:
        return bool(self._texts[text] & self._bit)

    def _spans(self, words: Parts) -> Iterator[tuple[int, int]]:
        """First and past-the-last word of every use; the longest entry where several start at one word."""
        for start, word in enumerate(words):
            for entry in self._starting(word) if self._texts.words[word] & self._bit else ():
                if len(entry) == 1 or (
                    len(entry) <= len(words) - start
                    and all(map(_fits, words[start + 1 : start + len(entry)], entry[1:]))
                ):
                    yield start, start + len(entry)
                    break

    def _starting(self, word: str) -> tuple[Parts, ...]:
        """The entries that may start with a word, longest first."""
        if word not in self._starts:
            candidates = (entry for entry in self._entries if _fits(word, entry[0]))
            self._starts[word] = tuple(sorted(candidates, key=len, reverse=True))
        return self._starts[word]


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def lexicon(data: Dataset, setting: str) -> Lexicon:
    """The word list of a setting; all lists are read together, once for a data set."""
    lists = memo(data, "word lists", lambda: _read_lists(data))
    if setting not in lists:  # its rule was imported since
        lists.update(_read_lists(data))
    return lists[setting]


def _read_lists(data: Dataset) -> dict[str, Lexicon]:
    lists = {
        name: tuple(parts for entry in data.words(name) if (parts := tuple(entry.replace("’", "'").split())))
        for name in dict.fromkeys(_LISTS)
    }
    bits = {name: 1 << number for number, name in enumerate(lists)}
    texts = _Texts(_Words({bits[name]: entries for name, entries in lists.items()}))
    return {name: Lexicon(entries, bits[name], texts) for name, entries in lists.items()}
