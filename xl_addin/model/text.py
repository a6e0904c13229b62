"""Texts as they are compared."""

import unicodedata


def folded(text: str) -> str:
    """An ID, a name or a header as it is compared: case, width and spacing folded.

    >>> folded("  Ｏps\u00a0 TEAM")
    'ops team'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def trimmed(column: str) -> str:
    """What a cell or, within SUMPRODUCT, each of a column says: no line ends, no blanks too many."""
    return f'TRIM(CLEAN(SUBSTITUTE({column},_xlfn.UNICHAR(160)," ")))'
