"""A compound file ([MS-CFB], version 3): the file system in a file that a VBA project is kept in."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_FREE, _END, _FAT_SECTOR, _NO_ENTRY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI, _MINI_LIMIT, _ENTRY = 512, 64, 4096, 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_DIFAT = 109
_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")

Tree = Mapping[str, "bytes | Tree"]
"""Names to streams (bytes) and storages (further trees)."""


@dataclass
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    data: bytes = b""
    children: list["_Entry"] = field(default_factory=list)
    number: int = 0
    colour: int = _BLACK
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = 0
    size: int = 0


class _Sectors:
    """The sectors of a file and the table (FAT) that chains them."""

    def __init__(self) -> None:
        self.data: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes, padding: bytes = b"\0") -> int:
        """Store data; the number of its first sector."""
        if not data:
            return _END
        first = len(self.data)
        for start in range(0, len(data), _SECTOR):
            self.data.append(data[start : start + _SECTOR].ljust(_SECTOR, padding))
            self.table.append(len(self.data))
        self.table[-1] = _END
        return first


def compound(tree: Tree) -> bytes:
    """The tree as a compound file: no time stamps, no identifiers, the same tree always the same bytes.

    Raises:
        ValueError: more than the about 7 MB that the header alone can chain.
    """
    root = _entry("Root Entry", _ROOT, tree)
    entries = _number_entries(root)
    sectors = _Sectors()
    mini, mini_table = _place_streams(entries, sectors)
    root.start, root.size = sectors.add(mini), len(mini)
    table_bytes = struct.pack(f"<{len(mini_table)}I", *mini_table)
    mini_start, mini_count = sectors.add(table_bytes, b"\xff"), -(-len(table_bytes) // _SECTOR)
    directory = b"".join(_entry_bytes(entry) for entry in entries)
    directory += _entry_bytes(_Entry("", 0)) * (-len(entries) % (_SECTOR // _ENTRY))
    directory_start = sectors.add(directory)
    return _file(sectors, directory_start, mini_start, mini_count)


def _entry(name: str, kind: int, node: "bytes | Tree") -> _Entry:
    if isinstance(node, bytes):
        return _Entry(name, _STREAM, node, size=len(node))
    return _Entry(name, kind, children=[_entry(child, _STORAGE, part) for child, part in node.items()])


def _number_entries(root: _Entry) -> list[_Entry]:
    """All entries in the order of the directory, each storage's children as a search tree."""
    entries: list[_Entry] = []

    def visit(entry: _Entry) -> None:
        entry.number = len(entries)
        entries.append(entry)
        for part in entry.children:
            visit(part)
        siblings = sorted(entry.children, key=lambda part: (len(part.name), part.name.upper()))
        entry.child = _balance(siblings, 0, len(siblings).bit_length())

    visit(root)
    return entries


def _balance(entries: Sequence[_Entry], level: int, depth: int) -> int:
    """The number of the tree's top. Split at the median, only the last level is not full: red, it breaks no rule."""
    if not entries:
        return _NO_ENTRY
    middle = len(entries) // 2
    top = entries[middle]
    top.colour = _RED if level and level == depth - 1 else _BLACK
    top.left = _balance(entries[:middle], level + 1, depth)
    top.right = _balance(entries[middle + 1 :], level + 1, depth)
    return top.number


def _place_streams(entries: Sequence[_Entry], sectors: _Sectors) -> tuple[bytes, list[int]]:
    """Streams below 4,096 bytes share the mini stream, cut into pieces of 64; the others get sectors of their own."""
    mini, table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        if entry.size >= _MINI_LIMIT or not entry.size:
            entry.start = sectors.add(entry.data)
            continue
        entry.start = len(table)
        pieces = -(-entry.size // _MINI)
        table += [*range(entry.start + 1, entry.start + pieces), _END]
        mini += entry.data.ljust(pieces * _MINI, b"\0")
    return bytes(mini), table


def _entry_bytes(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0" if entry.name else b""
    links = (entry.left, entry.right, entry.child)
    kind = (len(name), entry.kind, entry.colour if entry.name else 0)
    return struct.pack("<64sHBB3I16sI2QIQ", name, *kind, *links, b"", 0, 0, 0, entry.start, entry.size)


def _file(sectors: _Sectors, directory: int, mini: int, mini_count: int) -> bytes:
    per_sector = _SECTOR // 4
    sector_count, count = len(sectors.table), 1
    while count * per_sector < sector_count + count:
        count += 1
    if count > _DIFAT:
        raise ValueError("a compound file of this size needs sectors for its sector table")
    table = [*sectors.table, *[_FAT_SECTOR] * count]
    table += [_FREE] * (count * per_sector - len(table))
    version, order, shifts = (0x3E, 3), 0xFFFE, (9, 6)
    starts = (0, count, directory, 0, _MINI_LIMIT, mini, mini_count, _END, 0)
    header = struct.pack("<8s16s5H6s9I", _MAGIC, b"", *version, order, *shifts, b"", *starts)
    difat = [*range(sector_count, sector_count + count), *[_FREE] * (_DIFAT - count)]
    header += struct.pack(f"<{_DIFAT}I", *difat)
    return header + b"".join(sectors.data) + struct.pack(f"<{len(table)}I", *table)
