"""A zip package whose untouched parts keep their very bytes.

Parts are taken apart once; a part nobody changes is written back as the same compressed bytes, in the same
order, so that nothing a person put into the file can be lost by passing through us.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from xl_addin.model.errors import Refused
from xl_addin.package.sniff import RESAVE, read_bytes

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_NEW_DATE = (0, (0 << 9) | (1 << 5) | 1)  # 1980-01-01 00:00: the same input gives the same bytes
_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as it lies in the package."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: bytes | memoryview
    size: int
    attributes: int = 0


def key(part: str) -> str:
    """The name by which two spellings of one part are the same: no leading slash, no case, "/" only."""
    return part.replace("\\", "/").lstrip("/").casefold()


class Archive:
    """The parts of one zip package, by name; names are found without regard to case.

    Refused when the package itself is damaged: unreadable directory, two parts of one name, overlapping
    parts, bytes that belong to no part, encryption or a compression Excel does not use.
    """

    def __init__(self, data: bytes, where: str = "workbook") -> None:
        self.where = where
        self._entries: dict[str, Entry] = {}
        for entry in _entries(data, where):
            if key(entry.name) in self._entries:
                raise Refused(where, f"is damaged (two parts named {entry.name!r})", RESAVE)
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

    def entries(self) -> list[Entry]:
        return list(self._entries.values())

    def find(self, part: str) -> str | None:
        """The part's name as spelled in the package, or None."""
        entry = self._entries.get(key(part))
        return entry.name if entry else None

    def entry(self, part: str) -> Entry:
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
            raise self._damaged(entry)

    def read(self, part: str) -> bytes:
        """All bytes of a part; KeyError when there is no such part."""
        return b"".join(self.chunks(part))

    def replace(self, part: str, data: bytes) -> None:
        """New content for an existing part; its place in the package stays. KeyError when it is not there."""
        old = self.entry(part)
        new = _fresh(old.name, data)
        self._entries[key(part)] = replace(new, raw_name=old.raw_name, flags=old.flags & _UTF8)

    def add(self, part: str, data: bytes) -> None:
        """A new part at the end; ValueError when the name is taken."""
        if part in self:
            raise ValueError(f"part exists already: {part}")
        self._entries[key(part)] = _fresh(part, data)

    def remove(self, part: str) -> None:
        """KeyError when there is no such part."""
        del self._entries[key(part)]

    def to_bytes(self) -> bytes:
        """The package as a file; untouched parts keep their compressed bytes."""
        pieces: list[bytes | memoryview] = []
        directory: list[bytes] = []
        offset = 0
        for e in self._entries.values():
            head = (e.flags, e.method, e.time, e.date, e.crc, len(e.packed), e.size, len(e.raw_name), 0)
            local = _LOCAL.pack(b"PK\3\4", 20, *head) + e.raw_name
            made = _CENTRAL.pack(b"PK\1\2", 20, 20, *head, 0, 0, 0, e.attributes, offset)
            directory.append(made + e.raw_name)
            pieces += (local, e.packed)
            offset += len(local) + len(e.packed)
        tail = b"".join(directory)
        count = len(directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(tail), offset, 0)
        return b"".join((*pieces, tail, end))

    def _unpack(self, entry: Entry) -> Iterator[bytes]:
        view = memoryview(entry.packed)
        if entry.method == _STORED:
            for at in range(0, len(view), _STEP):
                yield bytes(view[at : at + _STEP])
            return
        inflate = zlib.decompressobj(-15)
        try:
            for at in range(0, len(view), _STEP):
                piece = inflate.decompress(view[at : at + _STEP], _STEP * 4)
                while piece:
                    yield piece
                    piece = inflate.decompress(inflate.unconsumed_tail, _STEP * 4)
        except zlib.error as error:
            raise self._damaged(entry) from error
        if not inflate.eof or inflate.unused_data:
            raise self._damaged(entry)

    def _damaged(self, entry: Entry) -> Refused:
        return Refused(self.where, f"is damaged (part {entry.name[:80]} cannot be unpacked)", RESAVE)


def _fresh(name: str, data: bytes) -> Entry:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = squeeze.compress(data) + squeeze.flush()
    flags = 0 if name.isascii() else _UTF8
    time, date = _NEW_DATE
    return Entry(name, name.encode(), flags, _DEFLATED, time, date, zlib.crc32(data), packed, len(data))


def _entries(data: bytes, where: str) -> Iterator[Entry]:
    """The parts in the order they lie in the file, each checked against its own local header."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = sorted(package.infolist(), key=lambda info: info.header_offset)
            directory = package.start_dir
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused(where, "is damaged or incomplete", f"{RESAVE}, or ask for it again") from error
    if not _ends_with_its_end_record(data):
        raise Refused(where, "is damaged (bytes after its end)", RESAVE)
    expected = 0
    for info in infos:
        if info.flag_bits & 1:
            raise Refused(where, "has password-protected parts", "remove the password and save it again")
        if info.compress_type not in (_STORED, _DEFLATED):
            raise Refused(where, "is packed in a way Excel does not use", RESAVE)
        start = _start(data, info, where)
        stop = start + info.compress_size
        # Bytes between the parts are data descriptors or padding; before the first part they are foreign.
        if info.header_offset < expected or (expected == 0 and info.header_offset) or stop > directory:
            raise Refused(where, "is damaged (parts overlap or do not start the file)", RESAVE)
        expected = stop
        yield _entry(data, info, start, stop)


def _ends_with_its_end_record(data: bytes) -> bool:
    """Python overlooks bytes after the end record; other readers may find another package in them."""
    at = data.rfind(b"PK\5\6")
    return at >= 0 and at + _END.size + int.from_bytes(data[at + 20 : at + 22], "little") == len(data)


def _start(data: bytes, info: zipfile.ZipInfo, where: str) -> int:
    """Where the part's bytes begin; its local header must bear the same name as the directory."""
    at = info.header_offset
    try:
        head = _LOCAL.unpack_from(data, at)
    except struct.error as error:
        raise Refused(where, "is damaged (a part is missing)", RESAVE) from error
    name = data[at + _LOCAL.size : at + _LOCAL.size + head[9]]
    if head[0] != b"PK\3\4" or name != _raw_name(info):
        raise Refused(where, "is damaged (directory and parts disagree)", RESAVE)
    return int(at + _LOCAL.size + head[9] + head[10])


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _entry(data: bytes, info: zipfile.ZipInfo, start: int, stop: int) -> Entry:
    year, month, day, hour, minute, second = info.date_time
    return Entry(
        name=info.filename,
        raw_name=_raw_name(info),
        flags=info.flag_bits & (_UTF8 | 6),
        method=info.compress_type,
        time=hour << 11 | minute << 5 | second // 2,
        date=max(year - 1980, 0) << 9 | month << 5 | day,
        crc=info.CRC,
        packed=memoryview(data)[start:stop],
        size=info.file_size,
        attributes=info.external_attr,
    )
