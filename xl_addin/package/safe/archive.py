"""A zip package whose untouched parts keep their very bytes.

Parts are taken apart once; a part nobody changes is written back as the same compressed bytes, in the same
order, so that nothing a person put into the file can be lost by passing through us.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xl_addin.model.errors import Refused
from xl_addin.package.safe.file_kind import RESAVE, read_bytes
from xl_addin.package.safe.zip_entries import (
    END,
    LOCAL,
    METHOD_DEFLATED,
    METHOD_STORED,
    UTF8_FLAG,
    ZipEntry,
    entries_of,
)

_CENTRAL = struct.Struct("<4s6H3I5H2I")
_NEW_DATE = (0, (0 << 9) | (1 << 5) | 1)  # 1980-01-01 00:00: the same input gives the same bytes
_STEP = 1 << 16


def key(part: str) -> str:
    """The name by which two spellings of one part are the same: no leading slash, no case, "/" only."""
    return part.replace("\\", "/").lstrip("/").casefold()


class Archive:
    """The parts of one zip package, by name; names are found without regard to case.

    Refused when the package itself is damaged: unreadable directory, two parts of one name, overlapping
    parts, bytes that belong to no part, encryption or a compression Excel does not use.
    """

    def __init__(self, data: bytes, file_name: str = "workbook") -> None:
        self.file_name = file_name
        self._entries: dict[str, ZipEntry] = {}
        self.memo: dict[str, Any] = {}
        """What was worked out from the parts as they are; emptied whenever one changes."""
        for entry in entries_of(data, file_name):
            if key(entry.name) in self._entries:
                raise Refused(file_name, f"is damaged (two parts named {entry.name!r})", RESAVE)
            self._entries[key(entry.name)] = entry

    @classmethod
    def open(cls, path: Path) -> "Archive":
        """The package in a file; Stop when it is missing."""
        return cls(read_bytes(path), path.name)

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and key(part) in self._entries

    def names(self) -> list[str]:
        """All part names in the order they lie in the package."""
        return [entry.name for entry in self._entries.values()]

    def entries(self) -> list[ZipEntry]:
        return list(self._entries.values())

    def find(self, part: str) -> str | None:
        """The part's name as spelled in the package, or None."""
        entry = self._entries.get(key(part))
        return entry.name if entry else None

    def entry(self, part: str) -> ZipEntry:
        """KeyError when there is no such part."""
        return self._entries[key(part)]

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece; Refused when they are not what the package promised."""
        entry = self.entry(part)
        crc, size = 0, 0
        for piece in self._unpack(entry):
            size += len(piece)
            if size > entry.size:
                break
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != entry.size or crc != entry.crc:
            raise self._damage_error(entry)

    def read_part(self, part: str) -> bytes:
        """All bytes of a part; KeyError when there is no such part."""
        return b"".join(self.chunks(part))

    def replace(self, part: str, data: bytes) -> None:
        """New content for an existing part; its place in the package stays. KeyError when it is not there."""
        old = self.entry(part)
        self.memo.clear()
        new = _fresh(old.name, data)
        self._entries[key(part)] = replace(new, raw_name=old.raw_name, flags=old.flags & UTF8_FLAG)

    def add(self, part: str, data: bytes) -> None:
        """A new part at the end; ValueError when the name is taken."""
        if part in self:
            raise ValueError(f"part exists already: {part}")
        self.memo.clear()
        self._entries[key(part)] = _fresh(part, data)

    def remove(self, part: str) -> None:
        """KeyError when there is no such part."""
        self.memo.clear()
        del self._entries[key(part)]

    def to_bytes(self) -> bytes:
        """The package as a file; untouched parts keep their compressed bytes."""
        pieces: list[bytes | memoryview] = []
        directory: list[bytes] = []
        offset = 0
        for e in self._entries.values():
            head = (e.flags, e.method, e.time, e.date, e.crc, len(e.packed_data), e.size, len(e.raw_name), 0)
            local = LOCAL.pack(b"PK\3\4", 20, *head) + e.raw_name
            central_header = _CENTRAL.pack(b"PK\1\2", 20, 20, *head, 0, 0, 0, e.attributes, offset)
            directory.append(central_header + e.raw_name)
            pieces += (local, e.packed_data)
            offset += len(local) + len(e.packed_data)
        tail = b"".join(directory)
        count = len(directory)
        end = END.pack(b"PK\5\6", 0, 0, count, count, len(tail), offset, 0)
        return b"".join((*pieces, tail, end))

    def _unpack(self, entry: ZipEntry) -> Iterator[bytes]:
        view = memoryview(entry.packed_data)
        if entry.method == METHOD_STORED:
            for start in range(0, len(view), _STEP):
                yield bytes(view[start : start + _STEP])
            return
        inflate = zlib.decompressobj(-15)
        try:
            for start in range(0, len(view), _STEP):
                piece = inflate.decompress(view[start : start + _STEP], _STEP * 4)
                while piece:
                    yield piece
                    piece = inflate.decompress(inflate.unconsumed_tail, _STEP * 4)
        except zlib.error as error:
            raise self._damage_error(entry) from error
        if not inflate.eof or inflate.unused_data:
            raise self._damage_error(entry)

    def _damage_error(self, entry: ZipEntry) -> Refused:
        return Refused(self.file_name, f"is damaged (part {entry.name[:80]} cannot be unpacked)", RESAVE)


def _fresh(name: str, data: bytes) -> ZipEntry:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    compressed_data = squeeze.compress(data) + squeeze.flush()
    flags = 0 if name.isascii() else UTF8_FLAG
    time, date = _NEW_DATE
    return ZipEntry(
        name, name.encode(), flags, METHOD_DEFLATED, time, date, zlib.crc32(data), compressed_data, len(data)
    )
