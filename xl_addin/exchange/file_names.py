"""Names for what we write: files that every system takes, tabs that Excel takes; never a person's raw text."""

import re
import unicodedata
from collections.abc import Collection

_LONGEST = 80
_TAB_LONGEST = 31
_RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_NOT_IN_FILES = re.compile(r"[^\w.\- ]")
_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def file_name(person: str, name: str, *, used_names: Collection[str] = (), ending: str = ".xlsx") -> str:
    """A file's name: the id, then what is left of the name when only letters and digits stay; at most 80 characters.

    Args:
        person: the id, whatever stands in it: what a file name cannot hold becomes a hyphen.
        name: the person's name as written, in any script.
        used_names: names already given, in lower case; a number is added where case alone would tell two apart.
        ending: with its dot.

    >>> file_name("E012", "Mateo  García / ../x")
    'E012 Mateo García x.xlsx'
    >>> file_name("12345/7 | B.", "")
    '12345-7 - B.xlsx'
    """
    id_part = _NOT_IN_FILES.sub("-", unicodedata.normalize("NFC", person)).strip("-. ") or "form"
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))
    stem = " ".join((id_part, *words))[: _LONGEST - len(ending)].rstrip(". ")
    if _RESERVED_NAMES.fullmatch(stem):
        stem = f"form {stem}"
    candidate, number = stem + ending, 1
    while candidate.casefold() in used_names:
        number += 1
        suffix = f" {number}"
        candidate = stem[: _LONGEST - len(ending) - len(suffix)] + suffix + ending
    return candidate


def unique_tab_name(text: str, used_names: Collection[str]) -> str:
    """A tab's name: what Excel allows of the text, at most 31 UTF-16 units, told apart from `used_names` (in lower
    case).

    >>> unique_tab_name("O'Brien / Ann: 'x'", {"history"})
    "O'Brien   Ann  'x"
    """
    plain = _NOT_IN_TABS.sub(" ", unicodedata.normalize("NFC", text))
    base = _shorten(plain.strip(" '"), _TAB_LONGEST) or "Person"
    candidate, number = base, 1
    while candidate.casefold() in used_names or candidate.casefold() == "history":
        number += 1
        suffix = f" ({number})"
        candidate = _shorten(base, _TAB_LONGEST - len(suffix)) + suffix
    return candidate


def _shorten(text: str, limit: int) -> str:
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore").strip(" '")
