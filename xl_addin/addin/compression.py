"""The compression that VBA source is stored with ([MS-OVBA] 2.4.1): LZ77 over chunks of 4,096 bytes."""

_CHUNK = 4096
_SHORTEST = 3
_SIGNATURE = 1
_COMPRESSED, _RAW = 0xB000, 0x3000


def compress(data: bytes) -> bytes:
    """The data as a CompressedContainer; the same data always give the same bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(_stored(chunk) for chunk in chunks)


def _stored(chunk: bytes) -> bytes:
    packed = _packed(chunk)
    if len(packed) >= _CHUNK:  # it grew: the format keeps such a chunk as it is, always 4,096 bytes long
        packed = chunk.ljust(_CHUNK, b"\0")
        return _u16(_RAW | (_CHUNK - 1)) + packed
    return _u16(_COMPRESSED | (len(packed) - 1)) + packed  # the size of header and data, less three


def _packed(chunk: bytes) -> bytes:
    """Token sequences: a byte of eight flags, then eight tokens, each one byte as it is or a copy of earlier bytes."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            length, offset = _longest(chunk, at, seen)
            if length:
                flags |= 1 << bit
                tokens += _u16((offset - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))
            else:
                tokens.append(chunk[at])
            length = length or 1
            for position in range(at, at + length):
                seen.setdefault(chunk[position : position + _SHORTEST], []).append(position)
            at += length
        out.append(flags)
        out += tokens
    return bytes(out)


def _longest(chunk: bytes, at: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and distance of the longest copy to be had; (0, 0) when none of three bytes or more is."""
    limit = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(chunk) - at)
    best = (0, 0)
    if limit < _SHORTEST:
        return best
    for start in reversed(seen.get(chunk[at : at + _SHORTEST], ())):
        length = _SHORTEST
        while length < limit and chunk[start + length] == chunk[at + length]:
            length += 1
        if length > best[0]:
            best = (length, at - start)
        if length == limit:
            break
    return best


def _offset_bits(at: int) -> int:
    """How many bits of a copy token hold the distance ([MS-OVBA] 2.4.1.3.19.1): enough to reach back to the start."""
    return max((at - 1).bit_length(), 4) if at else 4


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")
