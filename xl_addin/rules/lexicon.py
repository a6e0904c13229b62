"""Word lists: which entries of a list a text uses. Whole words, upper and lower case alike.

An entry may be several words ("aware of"), and a word may end in * for any ending ("leverag*").
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import kept
from xl_addin.rules.words import WORD, lines, tokens

HOW = "Separate entries by commas; * at the end of a word stands for any ending, so leverag* finds leveraging."
"""How a list is written: the last sentence of the meaning of every word-list setting."""


Parts = tuple[str, ...]


class _Starts(dict[str, tuple[Parts, ...]]):
    """Word -> the entries that may start with it, longest first; worked out once a word."""

    def __init__(self, entries: tuple[Parts, ...]) -> None:
        super().__init__()
        self._stems = tuple(entry for entry in entries if entry[0].endswith("*"))
        self._beginnings = tuple(entry[0][:-1] for entry in self._stems)
        self._exact: dict[str, tuple[Parts, ...]] = {}
        for entry in set(entries).difference(self._stems):
            self._exact[entry[0]] = (*self._exact.get(entry[0], ()), entry)

    def __missing__(self, word: str) -> tuple[Parts, ...]:
        found = self._exact.get(word, ())
        if word.startswith(self._beginnings):
            found += tuple(entry for entry in self._stems if _fits(word, entry[0]))
        self[word] = found = tuple(sorted(found, key=len, reverse=True))
        return found


class Lexicon:
    """A word list, ready to be looked for."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._starts = _Starts(tuple(parts for entry in entries if (parts := tuple(entry.replace("’", "'").split()))))

    def used(self, text: str) -> bool:
        """Whether the text uses an entry."""
        words = tokens(text)
        return self._may(words) and next(self._spans(words), None) is not None

    def find(self, text: str) -> tuple[str, ...]:
        """The entries a text uses, as it spells them, in its order, each once."""
        words = tokens(text)
        if not self._may(words):
            return ()
        if "\n" in text:
            text = " ".join(lines(text))
        spelled = list(WORD.finditer(text))
        found = (text[spelled[at].start() : spelled[end - 1].end()] for at, end in self._spans(words))
        return tuple({word.casefold(): word for word in found}.values())

    def starts(self, text: str) -> str:
        """The entry a text starts with, as it spells it; "" when it starts with none."""
        words = tokens(text)
        if not self._may(words[:1]):
            return ""
        at, end = next(self._spans(words), (1, 1))
        return "" if at else text[: list(WORD.finditer(text))[end - 1].end()].lstrip()

    def count(self, text: str) -> int:
        """How many times a text uses an entry."""
        words = tokens(text)
        return sum(1 for _ in self._spans(words)) if self._may(words) else 0

    def _may(self, words: Parts) -> bool:
        """Whether an entry could be among the words: most texts use none, and this tells it fast."""
        return any(map(self._starts.__getitem__, words))

    def _spans(self, words: Parts) -> Iterator[tuple[int, int]]:
        """First and past-the-last word of every use; the longest entry where several start at one word."""
        for at, entries in enumerate(map(self._starts.__getitem__, words)):
            for entry in entries:
                if len(entry) == 1 or (
                    len(entry) <= len(words) - at and all(map(_fits, words[at + 1 : at + len(entry)], entry[1:]))
                ):
                    yield at, at + len(entry)
                    break


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def lexicon(data: Dataset, setting: str) -> Lexicon:
    """The word list of a setting, read once for a data set."""
    return kept(data, setting, lambda: Lexicon(data.words(setting)))
