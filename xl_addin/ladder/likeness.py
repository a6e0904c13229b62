"""How like two names or two rows are: a slip of the pen is the same name, a grade is not."""

import re
import unicodedata
from collections.abc import Sequence

from xl_addin.cells.fold import fold_text

_GRADE = re.compile(r"\d+|[ivx]+|[a-z]")
_SHORTEST = 5
"""Letters of the shortest word in which one wrong letter is a slip."""


def plain_words(name: str) -> list[str]:
    """The words of a name, case, width, accents and punctuation aside; + and # are kept, as in C++.

    >>> plain_words(" Café-Léiter,  C++ ")
    ['cafe', 'leiter', 'c++']
    """
    letters = unicodedata.normalize("NFD", fold_text(name))
    return re.sub(r"[^\w+#]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split()


def is_slip(old_name: str, new_name: str) -> bool:
    """Whether one is the other with a slip of the pen: each word the same but for one letter of a long word.

    Grades (I, II, 2, B) must be equal, and so the first letters: Lead and Head, Engineer I and II are no slips.

    >>> is_slip("Senior engineer", "Senior enginer"), is_slip("Engineer I", "Engineer II")
    (True, False)
    """
    old_words, new_words = plain_words(old_name), plain_words(new_name)
    if old_words == new_words or "".join(old_words) == "".join(new_words) != "":
        return True
    if len(old_words) != len(new_words):
        return False
    return all(x == y or _is_slip_of_word(x, y) for x, y in zip(old_words, new_words, strict=True))


def similarity(cells: Sequence[str], other_cells: Sequence[str]) -> float:
    """Share of the cells both rows fill that say the same, 0 to 1; 0.5 where nothing can be compared.

    >>> similarity(("Web", "Lead", ""), ("web", "Head", "x"))
    0.5
    """
    pairs = [(fold_text(x), fold_text(y)) for x, y in zip(cells, other_cells, strict=False) if x and y]
    return sum(x == y for x, y in pairs) / len(pairs) if pairs else 0.5


def is_consistent(cells: Sequence[str], other_cells: Sequence[str]) -> bool:
    """Whether no cell that both rows fill says anything else, and at least one is shared if both say anything."""
    pairs = [fold_text(x) == fold_text(y) for x, y in zip(cells, other_cells, strict=False) if x and y]
    return all(pairs) and (bool(pairs) or not (any(cells) and any(other_cells)))


def _is_slip_of_word(x: str, y: str) -> bool:
    if _GRADE.fullmatch(x) or _GRADE.fullmatch(y):
        return False
    if x[0] != y[0] or min(len(x), len(y)) < _SHORTEST or abs(len(x) - len(y)) > 1 or {x, y} & {x + "s", y + "s"}:
        return False
    if len(x) != len(y):
        longer, shorter = (x, y) if len(x) > len(y) else (y, x)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    places = [i for i in range(len(x)) if x[i] != y[i]]
    first = places[0]
    is_swap = len(places) == 2 and places[1] == first + 1 and x[first] == y[first + 1] and x[first + 1] == y[first]
    return len(places) == 1 or is_swap
