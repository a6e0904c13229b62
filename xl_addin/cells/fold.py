"""Texts and headers as they are compared."""

import unicodedata
from functools import lru_cache


@lru_cache(32768)
def fold_text(text: str) -> str:
    """An ID, a name or a header as it is compared: case, width and spacing folded.

    >>> fold_text("  Ｏps\u00a0 TEAM")
    'ops team'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(4096)
def fold_header(header: str) -> str:
    """As `fold_text`, remembered: a retyped header is still the same, and the same headers come again and again."""
    return fold_text(header)
