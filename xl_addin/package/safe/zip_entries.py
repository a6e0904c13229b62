"""Taking a zip package apart: where each part lies, checked against its own header."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.errors import Refused
from xl_addin.package.safe.file_kind import RESAVE

LOCAL = struct.Struct("<4s5H3I2H")
END = struct.Struct("<4s4H2IH")
METHOD_STORED, METHOD_DEFLATED = 0, 8
UTF8_FLAG = 0x800
"""The flag that says a part's name is UTF-8."""


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One part as it lies in the package."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed_data: bytes | memoryview
    size: int
    attributes: int = 0


def entries_of(data: bytes, file_name: str) -> Iterator[ZipEntry]:
    """The parts in the order they lie in the file, each checked against its own local header."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = sorted(package.infolist(), key=lambda info: info.header_offset)
            directory = package.start_dir
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused(file_name, "is damaged or incomplete", f"{RESAVE}, or ask for it again") from error
    if not _ends_with_its_end_record(data):
        raise Refused(file_name, "is damaged (bytes after its end)", RESAVE)
    next_offset = 0
    for info in infos:
        if info.flag_bits & 1:
            raise Refused(file_name, "has password-protected parts", "remove the password and save it again")
        if info.compress_type not in (METHOD_STORED, METHOD_DEFLATED):
            raise Refused(file_name, "is packed in a way Excel does not use", RESAVE)
        start = _start(data, info, file_name)
        stop = start + info.compress_size
        # Bytes between the parts are data descriptors or padding; before the first part they are foreign.
        if info.header_offset < next_offset or (next_offset == 0 and info.header_offset) or stop > directory:
            raise Refused(file_name, "is damaged (parts overlap or do not start the file)", RESAVE)
        next_offset = stop
        yield _entry(data, info, start, stop)


def _ends_with_its_end_record(data: bytes) -> bool:
    """Python overlooks bytes after the end record; other readers may find another package in them."""
    position = data.rfind(b"PK\5\6")
    return position >= 0 and position + END.size + int.from_bytes(data[position + 20 : position + 22], "little") == len(
        data
    )


def _start(data: bytes, info: zipfile.ZipInfo, file_name: str) -> int:
    """Where the part's bytes begin; its local header must bear the same name as the directory."""
    position = info.header_offset
    try:
        head = LOCAL.unpack_from(data, position)
    except struct.error as error:
        raise Refused(file_name, "is damaged (a part is missing)", RESAVE) from error
    name = data[position + LOCAL.size : position + LOCAL.size + head[9]]
    if head[0] != b"PK\3\4" or name != _raw_name(info):
        raise Refused(file_name, "is damaged (directory and parts disagree)", RESAVE)
    return int(position + LOCAL.size + head[9] + head[10])


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & UTF8_FLAG else "cp437")


def _entry(data: bytes, info: zipfile.ZipInfo, start: int, stop: int) -> ZipEntry:
    year, month, day, hour, minute, second = info.date_time
    return ZipEntry(
        name=info.filename,
        raw_name=_raw_name(info),
        flags=info.flag_bits & (UTF8_FLAG | 6),
        method=info.compress_type,
        time=hour << 11 | minute << 5 | second // 2,
        date=max(year - 1980, 0) << 9 | month << 5 | day,
        crc=info.CRC,
        packed_data=memoryview(data)[start:stop],
        size=info.file_size,
        attributes=info.external_attr,
    )
