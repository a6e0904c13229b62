"""Returned files read in a process of their own: a file that hangs or kills its reader is refused, the others go on."""

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

import xl_addin
from xl_addin.books.isolated_reader_child import receive, send
from xl_addin.books.returned_file import from_plain
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused, Stop

SECONDS = 10.0
"""The longest one file may take."""
_START_SECONDS = 60.0
_AHEAD = 4
"""Files asked for before the first answer is fetched: the child reads on while we think."""
_ASK_AGAIN = "ask for it again, freshly saved in Excel as .xlsx"
_CHILD = (
    sys.executable,
    "-P",
    "-m",
    "xl_addin.books.isolated_reader_child",
)  # -P: nothing is imported from where we stand


class Ask(NamedTuple):
    """One file to read: where it lies, what it is called in messages, the password it may need."""

    path: Path
    label: str
    password: str = ""


def read_isolated(asks: Iterable[Ask]) -> Iterator[tuple[Ask, ReturnedWorkbook | Refused]]:
    """Every file with what is in it, or why it is not taken, in the order asked for.

    Raises:
        Stop: no reader can be started.
    """
    waiting = deque(asks)
    pending: deque[Ask] = deque()
    child: _Child | None = None
    try:
        while waiting or pending:
            child = child or _Child()
            while waiting and len(pending) < _AHEAD:
                pending.append(waiting.popleft())
                child.ask(pending[-1])
            try:
                answer = child.answer()
            except _ReaderFailure as failure:
                child.end()
                child = None
                if failure.blame:
                    guilty = pending.popleft()
                    yield guilty, Refused(guilty.label, failure.blame, _ASK_AGAIN)
                waiting.extendleft(reversed(pending))
                pending.clear()
            else:
                yield pending.popleft(), answer
    finally:
        if child is not None:
            child.end()


class _ReaderFailure(Exception):  # noqa: N818 - it ends a child, not the run
    """The child gives no answer any more. `blame` says what the file did; "" where another may have done it."""

    def __init__(self, blame: str) -> None:
        super().__init__(blame)
        self.blame = blame


class _Child:
    """One reading process and the thread that listens to it, so that waiting can have an end everywhere."""

    def __init__(self) -> None:
        root = str(Path(xl_addin.__file__).parents[1])
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no word of anybody else's
            _CHILD,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answer_count = 0
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            first_frame = self._answers.get(timeout=_START_SECONDS)
        except Empty:
            first_frame = None
        if first_frame is None:
            self.end()
            raise Stop("the reader of returned files", "does not start", "install Trackbook again")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            while (frame := receive(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._answers.put(frame)
        self._answers.put(None)

    def ask(self, ask: Ask) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has died: its missing answer will tell
            send(self._process.stdin, {**ask._asdict(), "path": str(ask.path)})  # type: ignore[arg-type]

    def answer(self) -> ReturnedWorkbook | Refused:
        """What is in the first file asked for and not answered, or why it is not taken.

        Raises:
            _ReaderFailure: the child died or hangs.
        """
        try:
            frame = self._answers.get(timeout=SECONDS)
        except Empty:
            raise _ReaderFailure(f"takes longer than {SECONDS:.0f} s to read") from None
        try:
            message = json.loads(frame or b"")
            result = Refused(*message["refused"]) if "refused" in message else from_plain(message)
        except (ValueError, LookupError, TypeError):  # no answer, or nonsense
            # a child that has read other files may have come to grief over those
            raise _ReaderFailure(
                "" if self._answer_count else "makes the reader stop: damaged or far too large"
            ) from None
        self._answer_count += 1
        return result

    def end(self) -> None:
        """Stop it, whatever it is doing, and let go of everything it held."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
