"""What frames rest on: the workbook as it stands, looked at through the corridor without a command at its end."""

from collections.abc import Callable, Mapping
from typing import Any

from xl_addin.commands.command import Command, Job, Options, Outcome
from xl_addin.model.dataset import Dataset


class WorkbookReader:
    """The workbook as it stands, for frames: looked at again only when the file has changed.

    `look` runs a command, by its name or itself, less everything it would write; `file_mark` is another one whenever
    the file was saved.
    """

    def __init__(self, look: Callable[[str | Command], Outcome], file_mark: Callable[[], tuple[int, ...]]) -> None:
        self._look, self._file_mark = look, file_mark
        self._mark: tuple[int, ...] = ()
        self._seen: dict[str, Outcome] = {}

    def _outcome(self, name: str, command: str | Command) -> Outcome:
        mark = self._file_mark()
        if mark != self._mark:
            self._mark, self._seen = mark, {}
        if name not in self._seen:
            self._seen[name] = self._look(command)
        return self._seen[name]

    @property
    def data(self) -> Dataset:
        """What stands in the workbook."""
        data: Dataset = self._outcome("", _LOOK).data["data"]
        return data

    def figures(self, command: str) -> Mapping[str, Any]:
        """What a command comes to, as its `--json` tells it; nothing is written."""
        return self._outcome(command, command).data


def _see(job: Job, _: Options) -> Outcome:
    return Outcome("", data={"data": job.workbook.data})


_LOOK = Command("look", "More", "", Options, True, _see, "Read the workbook.", "")
