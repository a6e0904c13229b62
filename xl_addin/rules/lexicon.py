"""Word lists: which entries of a list a text uses. Whole words, upper and lower case alike.

An entry may be several words ("aware of"), and a word may end in * for any ending ("leverag*").
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.rules.over import kept
from xl_addin.rules.words import WORD, tokens

HOW = "Separate entries by commas; * at the end of a word stands for any ending, so leverag* finds leveraging."
"""How a list is written: the last sentence of the meaning of every word-list setting."""


Parts = tuple[str, ...]


class _Starts(dict[str, tuple[Parts, ...]]):
    """Word -> the entries that may start with it, longest first; worked out once a word."""

    def __init__(self, entries: tuple[Parts, ...]) -> None:
        super().__init__()
        self._entries = sorted(entries, key=len, reverse=True)

    def __missing__(self, word: str) -> tuple[Parts, ...]:
        self[word] = found = tuple(entry for entry in self._entries if _fits(word, entry[0]))
        return found


class Lexicon:
    """A word list, ready to be looked for."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._starts = _Starts(tuple(parts for entry in entries if (parts := tuple(entry.replace("’", "'").split()))))

    def used(self, text: str) -> bool:
        """Whether the text uses an entry."""
        return next(self._spans(tokens(text)), None) is not None

    def find(self, text: str) -> tuple[str, ...]:
        """The entries a text uses, as it spells them, in its order, each once."""
        spans = list(self._spans(tokens(text)))
        if not spans:
            return ()
        spelled = list(WORD.finditer(text))
        found = (text[spelled[at].start() : spelled[end - 1].end()] for at, end in spans)
        return tuple({word.casefold(): word for word in found}.values())

    def starts(self, text: str) -> str:
        """The entry a text starts with, as it spells it; "" when it starts with none."""
        at, end = next(self._spans(tokens(text)), (1, 1))
        return "" if at else text[: list(WORD.finditer(text))[end - 1].end()].lstrip()

    def count(self, text: str) -> int:
        """How many times a text uses an entry."""
        return sum(1 for _ in self._spans(tokens(text)))

    def _spans(self, words: Parts) -> Iterator[tuple[int, int]]:
        """First and past-the-last word of every use; the longest entry where several start at one word."""
        # most texts use no entry at all: one pass at the speed of the interpreter's own loops tells
        if not any(map(self._starts.__getitem__, words)):
            return
        for at, word in enumerate(words):
            for entry in self._starts[word]:
                if len(entry) == 1 or (
                    len(entry) <= len(words) - at and all(map(_fits, words[at + 1 : at + len(entry)], entry[1:]))
                ):
                    yield at, at + len(entry)
                    break


def _fits(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def lexicon(data: Dataset, setting: str) -> Lexicon:
    """The word list of a setting, read once for a data set."""
    return kept(data, f"lexicon {setting}", lambda: Lexicon(data.words(setting)))
