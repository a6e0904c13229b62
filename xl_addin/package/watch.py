"""Looks through one XML part for what breaks limits, keeping nothing."""

import re
from collections.abc import Iterable

from xl_addin.cells.area import letters
from xl_addin.package.sniff import RESAVE
from xl_addin.package.tally import Tally
from xl_addin.package.xmlscan import doctype, feed, local, parser

_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
_LONGEST = 17
"""Bytes a DOCTYPE may begin with before the end of a piece."""
PADDING = 1_000_000
"""Characters between two tags that no honest sheet has."""


class Watch:
    """Counts elements of one part; sheets and shared strings are looked at more closely."""

    __slots__ = ("col", "depth", "furthest", "length", "row", "said", "sheet", "strings", "tally")

    def __init__(self, tally: Tally, *, sheet: bool = False, strings: bool = False) -> None:
        self.tally = tally
        self.sheet = sheet
        self.said: str | None = None
        self.strings = strings
        self.depth = self.length = self.row = self.col = 0
        self.furthest = (0, 0)

    def start(self, name: str, a: dict[str, str]) -> None:
        self.depth += 1
        self.length = 0
        if self.depth > self.tally.limits.depth:
            raise self.tally.refuse("has XML nested too deep", RESAVE)
        if self.sheet:
            self._in_sheet(name, a)
        elif self.strings and local(name) == "si":
            self.tally.string()

    def _in_sheet(self, name: str, a: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._cell(a.get("r"))
        elif name == "row":
            self.tally.row()
            self.said = a.get("r")
            self.row = row_number(self.tally, self.said, self.row)
            self.col = 0
        elif name == "mergeCell":
            self.tally.merge(a.get("ref", ""))

    def _cell(self, ref: str | None) -> None:
        tally = self.tally
        tally.cells += 1
        if tally.cells > tally.limits.cells:
            raise tally.many_cells()
        self.col += 1
        if ref is not None and ref != f"{letters(self.col)}{self.row}":
            self.row, self.col = tally.place(ref, self.said)
        row, col = self.furthest
        if self.row > row or self.col > col:
            self.furthest = max(row, self.row), max(col, self.col)
            tally.reach(*self.furthest)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if (self.sheet or self.strings) and self.length:
            self.tally.text(self.length)
        self.length = 0

    def text(self, piece: str) -> None:
        if self.sheet or self.strings:
            if not self.length and piece.isspace():
                return
            self.length += len(piece)
            if self.length > PADDING:
                raise self.tally.refuse("has a text longer than a cell can hold", RESAVE)


def row_number(tally: Tally, given: str | None, last: int) -> int:
    """The number of a row element; without `r` it follows the last. Refused when it is no number."""
    if given is None:
        return last + 1
    if not (given.isascii() and given.strip().isdigit()) or len(given) > 12:
        raise tally.refuse(f"is damaged (a row is numbered {given[:20]!r})", RESAVE)
    return int(given)


def feed_strict(watch: Watch, chunks: Iterable[bytes], part: str) -> None:
    """Reads a part that must be well-formed."""
    made = parser(watch.tally.where, part, namespaces=False)
    made.StartElementHandler = watch.start
    made.EndElementHandler = watch.end
    made.CharacterDataHandler = watch.text
    feed(made, chunks, watch.tally.where, part)


def pass_over(tally: Tally, chunks: Iterable[bytes], part: str) -> None:
    """Unpacks an XML part nobody reads. It may be broken; only a DOCTYPE, in any Unicode encoding, refuses."""
    tail = b""
    for piece in chunks:
        if _DOCTYPE.search(tail + piece):
            raise doctype(tally.where, part)
        tail = piece[-_LONGEST:]
