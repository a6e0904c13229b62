"""Counts and lists in words: one form, two forms, no forms that read "1 forms"; A, B and C."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice


def quantity(count: int, singular: str, plural: str = "") -> str:
    """A count and what is counted, in the right number; `plural` where an s does not make it.

    >>> quantity(1, "form"), quantity(2, "form"), quantity(1200, "person", "people")
    ('1 form', '2 forms', '1,200 people')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def join_words(words: Iterable[str], limit: int | None = None, count: int | None = None) -> str:
    """Words as a sentence lists them; beyond `limit` the rest is counted. `count` where there are more than `words`.

    >>> join_words("A"), join_words("AB"), join_words("ABC"), join_words("ABCD", limit=2), join_words("")
    ('A', 'A and B', 'A, B and C', 'A, B and 2 more', '')
    """
    words = list(words)
    head = list(islice(words, limit))
    rest = (len(words) if count is None else count) - len(head)
    *first, last = [*head, f"{rest:,} more"] if rest else head or [""]
    return f"{', '.join(first)} and {last}" if first else last


def percent(share: float, places: int = 0) -> str:
    """A share as Excel shows it: a half is rounded away from 0.

    >>> percent(0.625), percent(0.125), percent(0.4625, 1)
    ('63%', '13%', '46.3%')
    """
    # the shortest text that is the number, so that 0.285 is 28.5 and not a hair below
    exact = Decimal(repr(share)) * 100
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"
