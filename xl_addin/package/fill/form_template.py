"""Many workbooks from one painting: what is the same for everybody is compressed once, the rest filled in and spliced.

A painted workbook with slots is taken apart once. Parts without slots stay as the compressed bytes they are; a part
with slots becomes pieces of text with the slots between. Casting joins pieces and values, compresses those parts
alone, and puts the package together.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.zip_entries import END, LOCAL, METHOD_DEFLATED, ZipEntry
from xl_addin.package.xml.cell_text import cell_text, escape_text

Value = str | int | float | None
"""What fills a slot; a day as its serial number. Text is text whatever it begins with."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_LEVEL = 1
"""How hard the parts of one person are compressed: harder costs three times the time and saves a tenth of the size."""

_WORTH = 200
"""Characters between two slots from which on it pays to deflate what stands between them beforehand."""
_BLOCK = 0xFFFF

_MARK = f"{_OPEN}([^{_CLOSE}]+){_CLOSE}"
_SLOT_STRING = re.compile(rf"<si><t[^>]*>{_MARK}</t></si>")
_STRINGS = re.compile(r"<si>.*?</si>|<si/>", re.DOTALL)
_CACHE = re.compile(rb"<c:(str|num)Cache>.*?</c:\1Cache>", re.DOTALL)
_CELL = r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)'
_TEXT_CELL = re.compile(_CELL + r' t="s"><v>([0-9]+)</v></c>')
_PLACE = re.compile(f'{_CELL} t="slot">{_MARK}</c>|{_CELL} t="str">(<f>[^<]*</f>)<v>{_MARK}</v></c>|{_MARK}')

Fill = Callable[[Value], str]


def slot_mark(name: str) -> str:
    """How a slot is written while a workbook is painted: in characters no person's text holds."""
    return f"{_OPEN}{name}{_CLOSE}"


@dataclass(frozen=True)
class _Part:
    """A part with slots: `pieces` has one more entry than `slots`, each a slot's name and how it is filled.

    `blanks` is what each slot looks like when nothing fills it; `ready`, where the pieces are long enough to be worth
    it, the pieces as bytes and deflated.
    """

    entry: ZipEntry
    pieces: Sequence[str]
    slots: Sequence[tuple[str, Fill]]
    blanks: Sequence[str]
    ready: Sequence[tuple[bytes, bytes]] = ()

    def pack(self, values: Mapping[str, Value]) -> tuple[int, int, bytes]:
        """CRC, size and deflated bytes of the part for these values."""
        if not self.ready:
            data = self.fill_slots(values)
            return zlib.crc32(data), len(data), _deflate(data)
        plain, packed_pieces = [], []
        for number, (piece, deflated_piece) in enumerate(self.ready):
            plain.append(piece)
            packed_pieces.append(deflated_piece)
            if number < len(self.slots):
                name, fill = self.slots[number]
                slot_bytes = fill(values[name]).encode()
                plain.append(slot_bytes)
                packed_pieces += _store(slot_bytes)
        data = b"".join(plain)
        return zlib.crc32(data), len(data), b"".join(packed_pieces)

    def fill_slots(self, values: Mapping[str, Value]) -> bytes:
        texts = [self.pieces[0]]
        for (name, fill), blank, piece in zip(self.slots, self.blanks, self.pieces[1:], strict=True):
            value = values[name]
            # most slots of a fresh form are blank: what that looks like is known beforehand
            texts += (blank if value is None or value == "" else fill(value), piece)
        return "".join(texts).encode()


@dataclass
class FormTemplate:
    """A painted workbook ready to be cast.

    Args:
        data: the bytes of the painted workbook, with slots as `slot_mark` writes them.
    """

    data: bytes
    _body: bytes = field(init=False)
    _directory: bytes = field(init=False)
    _count: int = field(init=False)
    _parts: list[_Part] = field(init=False)

    def __post_init__(self) -> None:
        archive = _open_template(self.data)
        parts = [(entry, _split_part(archive, entry)) for entry in archive.entries()]
        self._parts = [part for _, part in parts if part is not None]
        package = _Package()
        for entry, part in parts:
            if part is None:
                package.add(entry.raw_name, entry.flags, entry.crc, bytes(entry.packed_data), entry.size, entry.method)
        self._body, self._directory, self._count = b"".join(package.body), b"".join(package.directory), package.count

    @property
    def names(self) -> frozenset[str]:
        """The names of all slots."""
        return frozenset(name for part in self._parts for name, _ in part.slots)

    def fill(self, values: Mapping[str, Value]) -> bytes:
        """One person's workbook; the same values give the same bytes.

        Raises:
            KeyError: a slot has no value.
        """
        package = _Package([self._body], [self._directory], self._count, len(self._body))
        for part in self._parts:
            crc, size, packed_data = part.pack(values)
            package.add(part.entry.raw_name, part.entry.flags, crc, packed_data, size, METHOD_DEFLATED)
        return package.to_bytes()


@dataclass
class _Package:
    """A zip package being put together."""

    body: list[bytes] = field(default_factory=list)
    directory: list[bytes] = field(default_factory=list)
    count: int = 0
    offset: int = 0

    def add(self, name: bytes, flags: int, crc: int, packed_data: bytes, size: int, method: int) -> None:
        head = (flags, method, *_DAY, crc, len(packed_data), size, len(name), 0)
        local = LOCAL.pack(b"PK\3\4", 20, *head) + name
        self.directory.append(_CENTRAL.pack(b"PK\1\2", 20, 20, *head, 0, 0, 0, 0, self.offset) + name)
        self.body += (local, packed_data)
        self.offset += len(local) + len(packed_data)
        self.count += 1

    def to_bytes(self) -> bytes:
        directory = b"".join(self.directory)
        end = END.pack(b"PK\5\6", 0, 0, self.count, self.count, len(directory), self.offset, 0)
        return b"".join((*self.body, directory, end))


_DAY = (0, 1 << 5 | 1)
"""1980-01-01 00:00 as zip keeps it: the same input gives the same bytes."""


def _open_template(data: bytes) -> Archive:
    """The painted workbook with slots moved from the shared texts into their cells, and charts without old values."""
    archive = Archive(data)
    strings = archive.read_part("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in archive else ""
    slot_strings = [_SLOT_STRING.fullmatch(item) for item in _STRINGS.findall(strings)]
    for name in archive.names():
        if name.startswith("xl/worksheets/sheet"):
            archive.replace(
                name, _TEXT_CELL.sub(lambda m: _slot_cell(m, slot_strings), archive.read_part(name).decode()).encode()
            )
        elif name.startswith("xl/charts/chart"):
            archive.replace(name, _CACHE.sub(b"", archive.read_part(name)))
    if strings:
        archive.replace("xl/sharedStrings.xml", _SLOT_STRING.sub("<si><t/></si>", strings).encode())
    return archive


def _slot_cell(cell: re.Match[str], slot_strings: Sequence[re.Match[str] | None]) -> str:
    slot = slot_strings[int(cell[2])]
    return cell[0] if slot is None else f'{cell[1]} t="slot">{slot_mark(slot[1])}</c>'


def _split_part(archive: Archive, entry: ZipEntry) -> _Part | None:
    if not entry.name.endswith(".xml"):
        return None
    text = archive.read_part(entry.name).decode()
    if _OPEN not in text:
        return None
    pieces, slots, position = [], [], 0
    for match in _PLACE.finditer(text):
        cell, cell_slot, formula_cell, formula, result_slot, text_slot = match.groups()
        pieces.append(text[position : match.start()] + (cell or formula_cell or ""))
        slots.append(
            (
                cell_slot or result_slot or text_slot,
                _fill_cell if cell_slot else _fill_formula(formula) if result_slot else _text,
            )
        )
        position = match.end()
    pieces.append(text[position:])
    ready = _ready(pieces) if len(text) > _WORTH * len(pieces) else []
    return _Part(entry, pieces, slots, [fill("") for _, fill in slots], ready)


def _ready(pieces: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """Each piece as bytes and deflated; all but the last end on a whole byte, so that others may follow (RFC 1951)."""
    raw = [piece.encode() for piece in pieces]
    return [(piece, _deflate(piece, 9, final=number == len(raw) - 1)) for number, piece in enumerate(raw)]


def _deflate(data: bytes, level: int = _LEVEL, *, final: bool = True) -> bytes:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush(zlib.Z_FINISH if final else zlib.Z_FULL_FLUSH)


def _store(data: bytes) -> Iterator[bytes]:
    """Bytes as deflate blocks that are not compressed; a block holds at most 65,535."""
    for start in range(0, len(data), _BLOCK):
        piece = data[start : start + _BLOCK]
        yield b"\0" + len(piece).to_bytes(2, "little") + (len(piece) ^ 0xFFFF).to_bytes(2, "little")
        yield piece


def _text(value: Value) -> str:
    """Characters as they stand in XML, escaped twice: for XML, and for what Excel would read as an escape."""
    text = str("" if value is None else value)
    if not (text.isascii() and text.isprintable()) or "_x" in text:
        text = escape_text(cell_text(text))
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _fill_cell(value: Value) -> str:
    if isinstance(value, int | float):
        return f"><v>{value!r}</v></c>"
    text = _text(value)
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else "/>"


def _fill_formula(formula: str) -> Fill:
    def fill(value: Value) -> str:
        if isinstance(value, int | float):
            return f">{formula}<v>{value!r}</v></c>"
        return f' t="str">{formula}<v>{_text(value)}</v></c>'

    return fill
