"""The compression that VBA source is stored with ([MS-OVBA] 2.4.1): LZ77 over chunks of 4,096 bytes."""

_CHUNK = 4096
_SHORTEST = 3
_SIGNATURE = 1
_COMPRESSED_CHUNK, _RAW_CHUNK = 0xB000, 0x3000


def compress(data: bytes) -> bytes:
    """The data as a CompressedContainer; the same data always give the same bytes."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(_chunk_bytes(chunk) for chunk in chunks)


def _chunk_bytes(chunk: bytes) -> bytes:
    token_bytes = _compress_chunk(chunk)
    if len(token_bytes) >= _CHUNK:  # it grew: the format keeps such a chunk as it is, always 4,096 bytes long
        token_bytes = chunk.ljust(_CHUNK, b"\0")
        return _u16(_RAW_CHUNK | (_CHUNK - 1)) + token_bytes
    return _u16(_COMPRESSED_CHUNK | (len(token_bytes) - 1)) + token_bytes  # the size of header and data, less three


def _compress_chunk(chunk: bytes) -> bytes:
    """Token sequences: a byte of eight flags, then eight tokens, each one byte as it is or a copy of earlier bytes."""
    output = bytearray()
    positions: dict[bytes, list[int]] = {}
    cursor = 0
    while cursor < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if cursor >= len(chunk):
                break
            length, offset = _longest(chunk, cursor, positions)
            if length:
                flags |= 1 << bit
                tokens += _u16((offset - 1) << (16 - _offset_bits(cursor)) | (length - _SHORTEST))
            else:
                tokens.append(chunk[cursor])
            length = length or 1
            for position in range(cursor, cursor + length):
                positions.setdefault(chunk[position : position + _SHORTEST], []).append(position)
            cursor += length
        output.append(flags)
        output += tokens
    return bytes(output)


def _longest(chunk: bytes, cursor: int, positions: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and distance of the longest copy to be had; (0, 0) when none of three bytes or more is."""
    limit = min((0xFFFF >> _offset_bits(cursor)) + _SHORTEST, len(chunk) - cursor)
    best = (0, 0)
    if limit < _SHORTEST:
        return best
    for start in reversed(positions.get(chunk[cursor : cursor + _SHORTEST], ())):
        length = _SHORTEST
        while length < limit and chunk[start + length] == chunk[cursor + length]:
            length += 1
        if length > best[0]:
            best = (length, cursor - start)
        if length == limit:
            break
    return best


def _offset_bits(cursor: int) -> int:
    """How many bits of a copy token hold the distance ([MS-OVBA] 2.4.1.3.19.1): enough to reach back to the start."""
    return max((cursor - 1).bit_length(), 4) if cursor else 4


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")
