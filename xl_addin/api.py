"""DOOR: Python. `xl_addin.open(path)` gives a workbook whose methods are the commands; it decides nothing itself.

Every method goes through `commands.perform`, as the command line and Excel do. What goes wrong is one exception with
one line, `xl_addin.Stop`, and the workbook is then as it was.
"""

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from xl_addin.arguments import day_of, file_path, in_one_line, option_words, progress
from xl_addin.books.copies import CopyFolder, ListingFolder, ReadOnlyFolder, file_mark
from xl_addin.books.storage import Storage
from xl_addin.commands import find_command
from xl_addin.commands.command import Command, Job, Options, Outcome, Say
from xl_addin.commands.perform import perform
from xl_addin.commands.workbook_reader import WorkbookReader
from xl_addin.frames import frame_names, frame_shape
from xl_addin.frames.frame import Frame, FrameProperty
from xl_addin.model.errors import Stop
from xl_addin.results import (
    BuildResult,
    CollectResult,
    DeltaResult,
    ExpandResult,
    ExplainResult,
    ExportResult,
    Result,
    RoadmapResult,
    ScoreResult,
    ValidateResult,
    WhatIfResult,
)

FilePath = str | os.PathLike[str]
_R = TypeVar("_R", bound=Result)


def _silent(_: str) -> None: ...


def open(path: FilePath, *, today: dt.date | None = None, say: Say = _silent) -> "Workbook":  # noqa: A001
    """A Trackbook workbook, to read and to run commands on. Nothing is kept open: it may be open in Excel to be read.

    Args:
        path: the workbook, an .xlsx or .xlsm file.
        today: the day it is to be, for results that are to come out the same on any day; else the day it is.
        say: takes progress messages, such as `print`.

    Raises:
        Stop: there is no such file, it is no workbook that can be read, or `today` is no day.
    """
    book = Workbook(file_path("path", path, "open"), day_of(today), progress(say))
    with in_one_line("open"), ReadOnlyFolder().open(book.path) as file:
        file.read_snapshot()
    return book


class Workbook:
    """A workbook on disk. Its methods do what the commands of the same name do; its frames read and never write.

    `validate`, `score`, `build`, `delta`, `roadmap`, `show`, `tidy` and `expand` with `apply` write into the file
    itself and keep it as it was beside it, as `NAME.backup.xlsx`. With `to` they write a copy of that name, which must
    be free, and leave the file alone; with `write=False` they only tell. Whatever was written is in `files` of the
    result, forms in its `forms`. What options mean is in the help of the commands: `trackbook COMMAND --help`; what a
    frame holds, in `meanings` of the frame itself.
    """

    actions = FrameProperty()
    competencies = FrameProperty()
    findings = FrameProperty()
    gaps = FrameProperty()
    levels = FrameProperty()
    matrix = FrameProperty()
    people = FrameProperty()
    plans = FrameProperty()
    ratings = FrameProperty()
    readiness = FrameProperty()
    scores = FrameProperty()
    statements = FrameProperty()
    survey = FrameProperty()
    weights = FrameProperty()

    def __init__(self, path: Path, today: dt.date | None = None, say: Say = _silent) -> None:
        self.path = path
        self._today, self._say = today, say
        self._absolute_path = path.absolute()
        self._reader = WorkbookReader(self._look, partial(file_mark, self._absolute_path))

    def __repr__(self) -> str:
        return f"<Workbook {str(self.path)!r}>"

    @property
    def cycle(self) -> str:
        """The open cycle, as the setting `cycle` has it."""
        return str(self._reader.data.setting("cycle"))

    def frame(self, name: str) -> Frame:
        """A frame by its name, as the workbook stands now; what was saved in Excel meanwhile is in it.

        Raises:
            Stop: there is none of this name, or the workbook cannot be read.
        """
        if name not in frame_names():
            raise Stop(str(name), "is not a frame", f"choose one of: {', '.join(frame_names())}")
        return Frame(name, frame_shape(name), self._reader)

    def validate(
        self, *, while_writing: bool = False, to: FilePath | None = None, write: bool = True
    ) -> ValidateResult:
        """Check the framework; fill To fix and Findings and mark their cells, in the file itself or in `to`."""
        return self._change(ValidateResult, "validate", {"while_writing": while_writing}, to, write=write)

    def score(
        self, *, fit: Literal["auto", "all", "moves"] = "auto", to: FilePath | None = None, write: bool = True
    ) -> ScoreResult:
        """Work out gaps, coverage, scores and surveys; fill the result tabs, in the file itself or in `to`."""
        return self._change(ScoreResult, "score", {"fit": fit}, to, write=write)

    def what_if(self, *wishes: str) -> WhatIfResult:
        """Who would change, were it so, such as `weight:Ownership=30`; nothing is written."""
        if not wishes:
            raise Stop("what_if", "was not told what to try", 'give it a wish or more, such as "weight:Ownership=30"')
        return WhatIfResult.of(self._look("score", {"what_if": wishes}, "what_if"))

    def build(
        self, *, same: Sequence[str] = (), new: Sequence[str] = (), to: FilePath | None = None, write: bool = True
    ) -> BuildResult:
        """Make or refresh the Matrix tabs, take over names, lay lost tables again, in the file itself or in `to`.

        `same` and `new` answer what is asked about names: `"Developer=Engineer"` for a new name of what was there,
        `"Developer"` for something new.
        """
        return self._change(BuildResult, "build", {"same": same, "new": new}, to, write=write)

    def delta(self, *, to: FilePath | None = None, write: bool = True) -> DeltaResult:
        """Compare levels; fill the tabs Steps and Paths, in the file itself or in `to`."""
        return self._change(DeltaResult, "delta", {}, to, write=write)

    def roadmap(
        self,
        *,
        start: dt.date | None = None,
        ics: FilePath | None = None,
        to: FilePath | None = None,
        write: bool = True,
    ) -> RoadmapResult:
        """Plan the roll-out; fill blank dates on the Roadmap tab, in the file itself or in `to`, and write `ics`."""
        return self._change(RoadmapResult, "roadmap", {"start": start, "ics": ics}, to, write=write)

    def expand(
        self,
        *,
        add_level: str = "",
        after: str = "",
        before: str = "",
        add_competency: str = "",
        theme: Literal["", "Impact", "Behaviour", "Functional", "Management"] = "",
        definition: str = "",
        tracks: str = "",
        add_track: str = "",
        from_track: str = "",
        from_starter: str = "",
        titles: str = "",
        draft: str = "",
        long: FilePath | None = None,
        apply: bool = False,
        to: FilePath | None = None,
    ) -> ExpandResult:
        """Show what would be added; with `apply` add it, to the file itself or to `to`. Writes `long` in any case."""
        if to is not None and not apply:
            raise Stop("to", "says where to add, but nothing is to be added", "give apply=True as well")
        words = {name: value for name, value in locals().items() if name not in ("self", "to")}
        return self._change(ExpandResult, "expand", words, to)

    def export(
        self,
        to: FilePath = "forms",
        *,
        per: Literal["employee", "manager", "respondent"] = "employee",
        cycle: str = "",
        only: Iterable[str] = (),
        due: dt.date | None = None,
        scores: bool = True,
        manager_ratings: bool = False,
        passwords: FilePath | None = None,
        jobs: int = 1,
        scheduler: str = "",
        pdf: bool = False,
    ) -> ExportResult:
        """Write a form for everybody into the folder `to`; the journal beside the workbook notes who got which."""
        words = {name: value for name, value in locals().items() if name != "self"}
        return self._change(ExportResult, "export", words)

    def collect(
        self,
        source: FilePath | None = None,
        *,
        apply: bool = False,
        prefer: Literal["newest"] | None = None,
        passwords: FilePath | None = None,
        remind: FilePath | None = None,
    ) -> CollectResult:
        """Show what the forms in a folder bring; with `apply` take it into the journal and the file itself."""
        words = {name: value for name, value in locals().items() if name != "self"}
        return self._change(CollectResult, "collect", words)

    def show(self, tabs: Iterable[str] = (), *, to: FilePath | None = None, write: bool = True) -> Result:
        """Show hidden tabs by name, or "all", in the file itself or in `to`; without a name, list them."""
        return self._change(Result, "show", {"tabs": tabs}, to, write=write)

    def tidy(self, *, to: FilePath | None = None, write: bool = True) -> Result:
        """Hide the tabs without data, in the file itself or in `to`."""
        return self._change(Result, "tidy", {}, to, write=write)

    def names(self, *, to: FilePath | None = None, write: bool = True) -> Result:
        """Bring a workbook of IDs over to one that asks for names, in the file itself or in `to`."""
        return self._change(Result, "names", {}, to, write=write)

    def explain(self, code: str = "") -> ExplainResult:
        """The page of a rule or score, such as Q01; without a code the list of all."""
        return ExplainResult.of(self._look("explain", {"code": code}))

    def _change(
        self, kind: type[_R], name: str, words: Mapping[str, Any], to: FilePath | None = None, *, write: bool = True
    ) -> _R:
        if not write:
            if to is not None:
                raise Stop("to", "says where to write, but nothing is to be written", "leave one of the two out")
            return kind.of(self._look(name, words))
        folder = ListingFolder() if to is None else CopyFolder(self._file)
        path = None if to is None else file_path("to", to, f"Workbook.{name}")
        outcome = self._perform(find_command(name), words, folder, path)
        return kind.of(outcome, folder.files)

    def _look(
        self, command: str | Command, words: Mapping[str, Any] = MappingProxyType({}), method: str = ""
    ) -> Outcome:
        """What a command comes to, less everything it would write."""
        whole_command = find_command(command) if isinstance(command, str) else command
        command_alone = replace(whole_command, run_job=partial(_run_alone, whole_command))
        return self._perform(command_alone, words, ReadOnlyFolder(), method=method)

    def _perform(
        self, command: Command, words: Mapping[str, Any], storage: Storage, path: Path | None = None, method: str = ""
    ) -> Outcome:
        run_time = None if self._today else dt.datetime.now(dt.UTC)
        today = self._today or dt.datetime.now(dt.UTC).astimezone().date()
        method = method or command.name
        with in_one_line(method):
            options = command.options.model_validate(option_words(command, words, method))
            path = self._file if path is None else path
            return perform(command, options, storage=storage, today=today, run_time=run_time, path=path, say=self._say)

    @property
    def _file(self) -> Path:
        """The file that was opened, as its path was given, in full where the working folder is another by now."""
        return self.path if self.path.absolute() == self._absolute_path else self._absolute_path


def _run_alone(command: Command, job: Job, options: Options) -> Outcome:
    return replace(command.run_job(job, options), edits=(), texts=(), books=(), finish=_nothing)


def _nothing() -> None: ...
