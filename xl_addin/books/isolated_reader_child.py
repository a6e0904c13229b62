"""The reader's own process: takes the names of files, gives back what is in them, and may die of one without harm.

It holds at most `MEMORY` bytes where the system lets us say so, and no answer of its can run anything: frames of JSON.
"""

import json
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from xl_addin.books.returned_file import read_returned, to_plain
from xl_addin.model.errors import Stop

MEMORY = 300 << 20
_LENGTH = struct.Struct(">I")


def send(pipe: BinaryIO, message: Any) -> None:
    """One frame: its length in four bytes, then JSON."""
    data = json.dumps(message, separators=(",", ":")).encode()
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """The next frame's JSON; None when the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


def main() -> None:
    """Answer until nobody asks any more."""
    _limit_memory()
    asks, answers = sys.stdin.buffer, sys.stdout.buffer
    send(answers, {"ready": True})
    while (ask := receive(asks)) is not None:
        send(answers, _answer(**json.loads(ask)))


def _answer(path: str, label: str, password: str) -> dict[str, Any]:
    try:
        return to_plain(read_returned(Path(path), label, password))
    except Stop as stop:
        return {"refused": [label, stop.problem, stop.todo]}


def _limit_memory() -> None:
    with suppress(ImportError):  # Windows has no such limit
        import resource

        with suppress(ValueError, OSError):  # macOS refuses to limit addresses
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
