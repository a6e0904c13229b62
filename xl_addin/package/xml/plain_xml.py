"""XML as spreadsheet programs write it, for what is taken by regular expressions instead of a parser.

Expat tells every tag to Python, and on cells and shared texts that is most of the reading. Excel, LibreOffice and
the libraries write both in one plain way. Whoever takes what is written so must leave everything else - comments,
CDATA, other entities, anything that may not be well-formed - to the parser.
"""

import re
from collections.abc import Callable, Iterator

PLAIN_VALUE = r"[ !#-%'-;=?-~]*"
"""An attribute's value that needs no parser: printable ASCII without quotes and entities."""

XML_NAME = "[A-Za-z][A-Za-z0-9]*"

_CHARS = r"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*"
XML_TEXT = rf"{_CHARS}(?:&(?:amp|lt|gt|quot|apos);{_CHARS})*"
"""A text between two tags that means what it says once its entities are undone."""

UTF8_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"']utf-8[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>)?\s*<(?![?!])",
    re.IGNORECASE,
)
"""The beginning of a part whose bytes are UTF-8 and which declares nothing else."""

MAX_PLAIN_BYTES = 1 << 20
"""Bytes of one row or text beyond which it is left to the parser."""

_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def around_plain(
    rest: bytes, pieces: Iterator[bytes], end: bytes, close: bytes, take: Callable[[bytes], bool]
) -> Iterator[bytes]:
    """What is left for the parser after the plain items; `pieces` keeps what was not looked at.

    Args:
        rest: the part from its first item on, as far as it has been read.
        pieces: what follows.
        end: the tag that ends an item.
        close: the tag that ends all of them.
        take: takes a block of whole items; False, with nothing counted, when one of them is for the parser.
    """
    while True:
        close_position = rest.find(close)
        last = close_position if close_position >= 0 else rest.rfind(end) + len(end)
        if close_position >= 0 or last >= len(end):
            if not take(rest[:last]):
                break
            rest = rest[last:]
        next_piece = None if close_position >= 0 or len(rest) > MAX_PLAIN_BYTES else next(pieces, None)
        if next_piece is None:
            break
        rest += next_piece
    yield rest


def decode_entities(text: str) -> str:
    """The text that `XML_TEXT` matched, its entities undone."""
    if "&" not in text:
        return text
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


def attributes(markup: str) -> dict[str, str] | None:
    """Attributes by name, each written as ` name="value"`; None when one stands there twice."""
    pairs = _ATTRIBUTE.findall(markup)
    facts = dict(pairs)
    return facts if len(facts) == len(pairs) else None
