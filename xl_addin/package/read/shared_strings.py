"""The shared texts of a workbook: each stored once, cells point to it by number."""

import re
from collections.abc import Iterable, Iterator

from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.part_check import PADDING
from xl_addin.package.safe.usage import Usage
from xl_addin.package.safe.xml_scan import feed, local_name, make_parser
from xl_addin.package.xml.cell_text import unescape_text
from xl_addin.package.xml.plain_xml import UTF8_START, XML_TEXT, around_plain, decode_entities

_OPEN = re.compile(rb"[^<]*(?:<\?[^<>]*\?>)?\s*<sst [^<>]*[^<>/]>")
_ITEM = re.compile(rf'<si><t(?: xml:space="preserve")?>({XML_TEXT})</t></si>|<si><t/></si>|(?s:(.+))')
_ITEM_END, _CLOSE = b"</si>", b"</sst>"


class _Strings:
    """Takes expat's events and keeps each `si`: the plain text or all its runs, without the phonetic ones."""

    __slots__ = ("depth", "length", "phonetic", "shared_texts", "taking", "texts", "usage")

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self.shared_texts: list[str] = []
        self.texts: list[str] = []
        self.depth = self.phonetic = self.length = 0
        self.taking = False

    def start(self, name: str, _: dict[str, str]) -> None:
        self.depth += 1
        self.length = 0
        if self.depth > self.usage.limits.depth:
            raise self.usage.refuse("has XML nested too deep", RESAVE)
        name = local_name(name)
        if name == "t":
            self.taking = not self.phonetic
        elif name == "si":
            self.usage.string()
            self.texts = []
        elif name == "rPh":
            self.phonetic += 1

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.length:
            self.usage.text(self.length)
            self.length = 0
        name = local_name(name)
        if name == "t":
            self.taking = False
        elif name == "si":
            self.shared_texts.append(unescape_text(self.texts[0] if len(self.texts) == 1 else "".join(self.texts)))
        elif name == "rPh":
            self.phonetic -= 1

    def text(self, piece: str) -> None:
        if self.taking:
            self.texts.append(piece)
        elif piece.isspace():
            return
        self.length += len(piece)
        if self.length > PADDING:
            raise self.usage.refuse("has a text longer than a cell can hold", RESAVE)

    def take(self, block: bytes) -> bool:
        """Takes a block of whole items; False, with nothing taken, when one of them is for the parser."""
        try:
            items = _ITEM.findall(block.decode("utf-8"))
        except UnicodeDecodeError:
            return False
        if items and items[-1][1]:
            return False
        usage = self.usage
        for text, _ in items:
            plain = decode_entities(text)
            usage.string()
            usage.text(len(plain))
            self.shared_texts.append(unescape_text(plain))
        return True


def shared_strings(chunks: Iterable[bytes], part: str, usage: Usage) -> list[str]:
    """All shared texts in their order; Refused when a limit is passed or the part is damaged."""
    strings = _Strings(usage)
    expat_parser = make_parser(usage.file_name, part, namespaces=False)
    expat_parser.StartElementHandler = strings.start
    expat_parser.EndElementHandler = strings.end
    expat_parser.CharacterDataHandler = strings.text
    feed(expat_parser, _unplain(strings, chunks), usage.file_name, part)
    return strings.shared_texts


def _unplain(strings: _Strings, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What of the part the parser must see; texts without formats, written the usual way, are taken in between.

    As for the rows of a sheet: at the first text that is written otherwise, the parser gets it and all that follow.
    """
    pieces = iter(chunks)
    rest = next(pieces, b"")
    opening = _OPEN.match(rest)
    if opening and UTF8_START.match(rest):
        yield opening[0]
        yield from around_plain(rest[opening.end() :], pieces, _ITEM_END, _CLOSE, strings.take)
    else:
        yield rest
    yield from pieces
