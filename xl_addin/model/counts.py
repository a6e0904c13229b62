"""Counts and lists in words: one form, two forms, no forms that read "1 forms"; A, B and C."""

from collections.abc import Iterable
from itertools import islice


def counted(count: int, one: str, several: str = "") -> str:
    """A count and what is counted, in the right number; `several` where an s does not make it.

    >>> counted(1, "form"), counted(2, "form"), counted(1200, "person", "people")
    ('1 form', '2 forms', '1,200 people')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def listed(words: Iterable[str], most: int | None = None, count: int | None = None) -> str:
    """Words as a sentence lists them; beyond `most` the rest is counted. `count` where there are more than `words`.

    >>> listed("A"), listed("AB"), listed("ABC"), listed("ABCD", most=2), listed("")
    ('A', 'A and B', 'A, B and C', 'A, B and 2 more', '')
    """
    words = list(words)
    shown = list(islice(words, most))
    rest = (len(words) if count is None else count) - len(shown)
    *first, last = [*shown, f"{rest:,} more"] if rest else shown or [""]
    return f"{', '.join(first)} and {last}" if first else last
