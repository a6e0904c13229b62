"""What a text looks like inside a cell: Excel's escapes, the characters XML allows, the longest text."""

import re

MAX_UNITS = 32_767
"""Most UTF-16 units one cell can hold."""

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters no XML file can hold."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])")


def units(text: str) -> int:
    """Length as Excel counts it: a character beyond U+FFFF counts twice."""
    return len(text) + sum(ch > "\uffff" for ch in text)


def shorten_text(text: str, max_units: int = MAX_UNITS) -> str:
    """The longest beginning of the text within `max_units` UTF-16 units, never half a character."""
    if len(text) * 2 <= max_units or units(text) <= max_units:
        return text
    head = text.encode("utf-16-le")[: max_units * 2]
    return head.decode("utf-16-le", "ignore")


def cell_text(text: str) -> str:
    """The text a cell can hold: LF line ends, no illegal characters, at most 32,767 UTF-16 units."""
    if text.isprintable() and len(text) * 2 <= MAX_UNITS:
        return text  # nearly all texts: one line, nothing illegal in it
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return shorten_text(ILLEGAL.sub("", text))


def escape_text(text: str) -> str:
    """Protects literal "_x0041_" so that Excel does not read it as the letter A."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def unescape_text(text: str) -> str:
    """Undoes Excel's `_xHHHH_` escapes, pairs of surrogates included."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = _SURROGATES.sub(lambda pair: chr(0x10000 + ((ord(pair[1]) - 0xD800) << 10) + ord(pair[2]) - 0xDC00), text)
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
