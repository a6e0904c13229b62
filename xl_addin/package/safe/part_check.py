"""Looks through one XML part for what breaks limits, keeping nothing."""

import re
from collections.abc import Iterable

from xl_addin.cells.area import letters
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.usage import Usage
from xl_addin.package.safe.xml_scan import doctype_error, feed, local_name, make_parser

_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
_LONGEST = 17
"""Bytes a DOCTYPE may begin with before the end of a piece."""
PADDING = 1_000_000
"""Characters between two tags that no honest sheet has."""


class PartCheck:
    """Counts elements of one part; sheets and shared strings are looked at more closely."""

    __slots__ = ("col", "depth", "furthest", "length", "row", "row_text", "sheet", "strings", "usage")

    def __init__(self, usage: Usage, *, sheet: bool = False, strings: bool = False) -> None:
        self.usage = usage
        self.sheet = sheet
        self.row_text: str | None = None
        self.strings = strings
        self.depth = self.length = self.row = self.col = 0
        self.furthest = (0, 0)

    def start(self, name: str, a: dict[str, str]) -> None:
        self.depth += 1
        self.length = 0
        if self.depth > self.usage.limits.depth:
            raise self.usage.refuse("has XML nested too deep", RESAVE)
        if self.sheet:
            self._in_sheet(name, a)
        elif self.strings and local_name(name) == "si":
            self.usage.string()

    def _in_sheet(self, name: str, a: dict[str, str]) -> None:
        name = local_name(name)
        if name == "c":
            self._cell(a.get("r"))
        elif name == "row":
            self.usage.row()
            self.row_text = a.get("r")
            self.row = row_number(self.usage, self.row_text, self.row)
            self.col = 0
        elif name == "mergeCell":
            self.usage.merge(a.get("ref", ""))

    def _cell(self, ref: str | None) -> None:
        usage = self.usage
        usage.cells += 1
        if usage.cells > usage.limits.cells:
            raise usage.many_cells()
        self.col += 1
        if ref is not None and ref != f"{letters(self.col)}{self.row}":
            self.row, self.col = usage.place(ref, self.row_text)
        row, col = self.furthest
        if self.row > row or self.col > col:
            self.furthest = max(row, self.row), max(col, self.col)
            usage.reach(*self.furthest)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if (self.sheet or self.strings) and self.length:
            self.usage.text(self.length)
        self.length = 0

    def text(self, piece: str) -> None:
        if self.sheet or self.strings:
            if not self.length and piece.isspace():
                return
            self.length += len(piece)
            if self.length > PADDING:
                raise self.usage.refuse("has a text longer than a cell can hold", RESAVE)


def row_number(usage: Usage, number_text: str | None, last: int) -> int:
    """The number of a row element; without `r` it follows the last. Refused when it is no number."""
    if number_text is None:
        return last + 1
    if not (number_text.isascii() and number_text.strip().isdigit()) or len(number_text) > 12:
        raise usage.refuse(f"is damaged (a row is numbered {number_text[:20]!r})", RESAVE)
    return int(number_text)


def check_part(part_check: PartCheck, chunks: Iterable[bytes], part: str) -> None:
    """Reads a part that must be well-formed."""
    expat_parser = make_parser(part_check.usage.file_name, part, namespaces=False)
    expat_parser.StartElementHandler = part_check.start
    expat_parser.EndElementHandler = part_check.end
    expat_parser.CharacterDataHandler = part_check.text
    feed(expat_parser, chunks, part_check.usage.file_name, part)


def check_unread_part(usage: Usage, chunks: Iterable[bytes], part: str) -> None:
    """Unpacks an XML part nobody reads. It may be broken; only a DOCTYPE, in any Unicode encoding, refuses."""
    tail = b""
    for piece in chunks:
        if _DOCTYPE.search(tail + piece):
            raise doctype_error(usage.file_name, part)
        tail = piece[-_LONGEST:]
