"""A short ID out of a name: ENG for Engineering, SE2 for Software Engineer II. The same names give the same IDs."""

import re
import unicodedata
from collections.abc import Collection

from xl_addin.model.ids import comparable

_SMALL_WORDS = {"a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"}
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_LIKE_A_DAY = re.compile(r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)([0-9]+)")
_FROM_ONE_WORD = 3
_MOST_INITIALS = 5
_SHORT = 8
"""What is typed as an ID and no longer than this only loses the characters an ID cannot have."""


def short_id(name: str, ids: Collection[str], kind: str, *, keep_short: bool = False) -> str:
    """An ID for a name, none of those taken: neither as Excel compares them, nor with - for _.

    Args:
        name: what people call the thing, or what they typed as its ID.
        ids: the IDs in use.
        kind: the letter an ID begins with where the name has no letters that an ID may hold, such as L.
        keep_short: whether `name` stands where the ID is asked: then it is kept where it is short.

    >>> short_id("Software Engineer II", (), "L"), short_id("Ownership", ("OWN",), "C")
    ('SE2', 'OWN2')
    >>> short_id("SE 1", (), "L", keep_short=True)
    'SE1'
    """
    base = _base(name, keep_short) or f"{kind}1"
    if day := _LIKE_A_DAY.fullmatch(base.upper()):
        base = f"{day[1]}_{day[2]}"  # else Excel makes a day of it where somebody types it
    keys = {_alike(ident) for ident in ids}
    number, candidate = 1, base
    while _alike(candidate) in keys:
        number += 1
        candidate = f"{base}-{number}" if base[-1].isdigit() else f"{base}{number}"
    return candidate


def _alike(ident: str) -> str:
    return comparable(ident).replace("-", "_")


def _base(name: str, keep_short: bool) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode()
    compact = "".join(re.findall(r"[A-Za-z0-9_-]", plain)).strip("-_")
    if keep_short and len(compact) <= _SHORT:
        return compact
    words: list[str] = [word for word in re.findall(r"[A-Za-z]+|[0-9]+", plain) if word.casefold() not in _SMALL_WORDS]
    if len(words) > 1 and words[-1].casefold() in _ROMAN:
        words[-1] = _ROMAN[words[-1].casefold()]
    if len(words) == 1:
        return words[0][:_FROM_ONE_WORD].upper()
    return "".join(word if word.isdigit() else word[0].upper() for word in words[:_MOST_INITIALS])
