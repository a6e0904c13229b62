"""The reading process as it is, but for files whose name says what it does to it: hang, die, swell, babble."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from xl_addin.books import isolated_reader_child
from xl_addin.books.returned_file import read_returned
from xl_addin.layout.returned_workbook import ReturnedWorkbook


def behave(path: Path, file_name: str, password: str = "") -> ReturnedWorkbook:
    if "hang" in path.name:
        time.sleep(600)
    if "die" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "swell" in path.name:
        bytearray(1 << 30)
    if "stumble" in path.name:
        raise ZeroDivisionError("Zebulon")
    if "babble" in path.name:
        sys.stdout.buffer.write(b"\0\0\0\5nope!")
    return read_returned(path, file_name, password)


if __name__ == "__main__":
    isolated_reader_child.read_returned = behave  # type: ignore[attr-defined]
    isolated_reader_child.main()
