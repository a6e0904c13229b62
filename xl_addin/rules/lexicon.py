"""Word lists: which entries of a list a text uses. Whole words, upper and lower case alike.

An entry may be several words ("aware of"), and a word may end in * for any ending ("leverag*").
"""

from xl_addin.model.dataset import Dataset
from xl_addin.rules.over import kept
from xl_addin.rules.words import WORD, tokens

HOW = "Separate entries by commas; * at the end of a word stands for any ending, so leverag* finds leveraging."
"""How a list is written: the last sentence of the meaning of every word-list setting."""


class _Starts(dict[str, bool]):
    """Word -> whether an entry may start with it; worked out once a word: a language uses few words often."""

    def __init__(self, firsts: set[str]) -> None:
        super().__init__()
        self._exact = {word for word in firsts if not word.endswith("*")}
        self._stems = tuple(word[:-1] for word in firsts if word.endswith("*"))

    def __missing__(self, word: str) -> bool:
        self[word] = word in self._exact or word.startswith(self._stems)
        return self[word]


class Lexicon:
    """A word list, ready to be looked for."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._entries = tuple(parts for entry in entries if (parts := tuple(entry.replace("’", "'").split())))
        self._starts = _Starts({parts[0] for parts in self._entries})

    def used(self, text: str) -> bool:
        """Whether the text uses an entry."""
        words = tokens(text)
        return any(map(self._starts.__getitem__, words)) and bool(self._spans(words))

    def find(self, text: str) -> tuple[str, ...]:
        """The entries a text uses, as it spells them, in its order, each once."""
        words = tokens(text)
        if not any(map(self._starts.__getitem__, words)):
            return ()
        spelled = list(WORD.finditer(text))
        found = (text[spelled[at].start() : spelled[end - 1].end()] for at, end in self._spans(words))
        return tuple({word.casefold(): word for word in reversed(list(found))}.values())[::-1]

    def starts(self, text: str) -> str:
        """The entry a text starts with, as it spells it; "" when it starts with none."""
        words = tokens(text)
        if not words or not self._starts[words[0]]:
            return ""
        spelled = list(WORD.finditer(text))
        return next(
            (text[spelled[0].start() : spelled[end - 1].end()] for at, end in self._spans(words) if at == 0), ""
        )

    def count(self, text: str) -> int:
        """How many times a text uses an entry."""
        words = tokens(text)
        return len(self._spans(words)) if any(map(self._starts.__getitem__, words)) else 0

    def _spans(self, words: tuple[str, ...]) -> list[tuple[int, int]]:
        """First and past-the-last word of every use; the longest entry where several start at one word."""
        found = []
        for at, word in enumerate(words):
            if not self._starts[word]:
                continue
            lengths = [len(e) for e in self._entries if len(e) <= len(words) - at and _same(e, words, at)]
            if lengths:
                found.append((at, at + max(lengths)))
        return found


def _same(entry: tuple[str, ...], words: tuple[str, ...], at: int) -> bool:
    return all(
        words[at + i].startswith(part[:-1]) if part.endswith("*") else words[at + i] == part
        for i, part in enumerate(entry)
    )


def lexicon(data: Dataset, setting: str) -> Lexicon:
    """The word list of a setting, read once for a data set."""
    return kept(data, f"lexicon {setting}", lambda: Lexicon(data.words(setting)))
