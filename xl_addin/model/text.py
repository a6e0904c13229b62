"""Texts as they are compared."""

import unicodedata


def folded(text: str) -> str:
    """An ID, a name or a header as it is compared: case, width and spacing folded.

    >>> folded("  Ｏps\u00a0 TEAM")
    'ops team'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
