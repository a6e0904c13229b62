"""The shared texts of a workbook: each stored once, cells point to it by number."""

import re
from collections.abc import Iterable, Iterator

from xl_addin.package.plain import TEXT, UTF8, around_plain, undone
from xl_addin.package.sniff import RESAVE
from xl_addin.package.tally import Tally
from xl_addin.package.text import unescape
from xl_addin.package.watch import PADDING
from xl_addin.package.xmlscan import feed, local, parser

_OPEN = re.compile(rb"[^<]*(?:<\?[^<>]*\?>)?\s*<sst [^<>]*[^<>/]>")
_ITEM = re.compile(rf'<si><t(?: xml:space="preserve")?>({TEXT})</t></si>|<si><t/></si>|(?s:(.+))')
_ITEM_END, _CLOSE = b"</si>", b"</sst>"


class _Strings:
    """Takes expat's events and keeps each `si`: the plain text or all its runs, without the phonetic ones."""

    __slots__ = ("depth", "found", "length", "phonetic", "taking", "tally", "texts")

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.found: list[str] = []
        self.texts: list[str] = []
        self.depth = self.phonetic = self.length = 0
        self.taking = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self.depth += 1
        self.length = 0
        if self.depth > self.tally.limits.depth:
            raise self.tally.refuse("has XML nested too deep", RESAVE)
        name = local(name)
        if name == "t":
            self.taking = not self.phonetic
        elif name == "si":
            self.tally.string()
            self.texts = []
        elif name == "rPh":
            self.phonetic += 1

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.length:
            self.tally.text(self.length)
            self.length = 0
        name = local(name)
        if name == "t":
            self.taking = False
        elif name == "si":
            self.found.append(unescape(self.texts[0] if len(self.texts) == 1 else "".join(self.texts)))
        elif name == "rPh":
            self.phonetic -= 1

    def text(self, piece: str) -> None:
        if self.taking:
            self.texts.append(piece)
        elif piece.isspace():
            return
        self.length += len(piece)
        if self.length > PADDING:
            raise self.tally.refuse("has a text longer than a cell can hold", RESAVE)

    def take(self, block: bytes) -> bool:
        """Takes a block of whole items; False, with nothing taken, when one of them is for the parser."""
        try:
            items = _ITEM.findall(block.decode("utf-8"))
        except UnicodeDecodeError:
            return False
        if items and items[-1][1]:
            return False
        tally = self.tally
        for text, _ in items:
            plain = undone(text)
            tally.string()
            tally.text(len(plain))
            self.found.append(unescape(plain))
        return True


def shared_strings(chunks: Iterable[bytes], part: str, tally: Tally) -> list[str]:
    """All shared texts in their order; Refused when a limit is passed or the part is damaged."""
    strings = _Strings(tally)
    made = parser(tally.where, part, namespaces=False)
    made.StartElementHandler = strings.start
    made.EndElementHandler = strings.end
    made.CharacterDataHandler = strings.text
    feed(made, _unplain(strings, chunks), tally.where, part)
    return strings.found


def _unplain(strings: _Strings, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What of the part the parser must see; texts without formats, written the usual way, are taken in between.

    As for the rows of a sheet: at the first text that is written otherwise, the parser gets it and all that follow.
    """
    pieces = iter(chunks)
    rest = next(pieces, b"")
    opened = _OPEN.match(rest)
    if opened and UTF8.match(rest):
        yield opened[0]
        yield from around_plain(rest[opened.end() :], pieces, _ITEM_END, _CLOSE, strings.take)
    else:
        yield rest
    yield from pieces
