"""Anything people can do with forms, in any order, against a plain dictionary that says what must come of it."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.support.returned import Paper, paper
from tests.support.tables import data_of
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import perform
from xl_addin.exchange.form.identity import HIDDEN_TAB
from xl_addin.exchange.journal import Journal, journal_path, open_journal
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset

TODAY = dt.date(2026, 11, 22)
ROWS = {person: [f"r|{person}|{competency}|SE1" for competency in ("C1", "C2")] for person in ("E001", "E002")}
NAMES = st.sampled_from(["a.xlsx", "a (1).xlsx", "b.xlsx", "c.xlsx"])
PEOPLE = st.sampled_from(sorted(ROWS))
RATINGS: list[tuple[Any, Any]] = [(1, 1), (2, 2), ("4", 4), ("N/A", "N/A"), ("often", None), (None, None)]
WORDS: list[tuple[Any, Any]] = [*[(w, w) for w in ("=1+1", "Seen.", "Seen.\nTwice.", "4")], (" ", None), (None, None)]
"""What is typed into a cell, and what it means; None for nothing that could be taken."""


@cache
def company() -> Dataset:
    return data_of(
        """
        Matrix ENG
        | Competency | SE1    |
        | Ownership  | Plans. |
        | Craft      | Reads. |

        People
        | Employee ID | Name | Level ID |
        | E001        | Ann  | SE1      |
        | E002        | Bo   | SE1      |
        """
    )


class BrokenOffError(Exception):
    """The machine was switched off."""


Answers = dict[tuple[str, str], Any]


@dataclass
class File:
    """A file in the folder as the model sees it."""

    person: str
    answers: Answers
    saved: str
    digest: str
    bad: bool = False


@dataclass
class Taken:
    """What one person said so far, as the model sees it."""

    said: Answers = field(default_factory=dict)
    saved: str = ""
    digests: set[str] = field(default_factory=set)


class Collecting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="machine-"))
        self.master, self.folder = self.root / "m.xlsx", self.root / "in"
        self.shelf = MemoryStorage()
        self.shelf.create(self.master, describe(company()), rows(company()))
        with open_journal(journal_path(self.master), make=True) as journal:
            self.forms = {
                person: paper(journal, person, rated=[tuple(row.split("|")[1:]) for row in ROWS[person]])  # type: ignore[misc]
                for person in ROWS
            }
        self.desks = {person: copy.deepcopy(form) for person, form in self.forms.items()}
        self.filled: dict[str, Answers] = {person: {} for person in ROWS}
        self.lying: dict[str, File] = {}
        self.taken = {person: Taken() for person in ROWS}
        self.shelf.forms[self.folder] = {}
        self.clock = 0
        self.behind = False
        """Whether the workbook still has to be brought up to the journal."""

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # --- what people do

    @rule(
        person=PEOPLE,
        name=NAMES,
        time=st.sampled_from(["later", "later", "same", "earlier", "unknown"]),
        afresh=st.booleans(),
        cells=st.dictionaries(st.integers(0, 3), st.integers(0, 5), min_size=1),
    )
    def fill_and_send_back(self, person: str, name: str, time: str, afresh: bool, cells: dict[int, int]) -> None:
        if afresh:
            moved = len(self.lying) % 2  # now and then a row stands elsewhere
            self.desks[person] = copy.deepcopy(self.forms[person])
            self.filled[person] = {}
            if moved:
                self.desks[person].order("Rate yourself", {self.desks[person].rows("Rate yourself")[0]: 40})
        for cell, choice in cells.items():
            row, field = ROWS[person][cell % 2], ("self_rating", "evidence")[cell // 2]
            typed, meant = (RATINGS if field == "self_rating" else WORDS)[choice]
            self.desks[person].fill(row, field, typed)
            self.filled[person].pop((row, field), None)
            if meant is not None:
                self.filled[person][row, field] = meant
        self.clock += time == "later"
        minute = {"later": self.clock, "same": self.clock, "earlier": max(self.clock - 2, 0)}.get(time)
        storage = copy.deepcopy(self.desks[person])
        storage.saved = "" if minute is None else f"2026-11-22T10:{minute:02}:00Z"
        self._put(name, person, storage)

    def _put(self, name: str, person: str, storage: Paper, *, bad: bool = False) -> None:
        loose = storage.loose()
        self.shelf.forms[self.folder][name] = loose
        self.lying[name] = File(person, dict(self.filled[person]), storage.saved, loose.digest, bad)

    @precondition(lambda self: self.lying)
    @rule(data=st.data(), name=st.none() | NAMES)
    def copy_or_remove_a_file(self, data: st.DataObject, name: str | None) -> None:
        source = data.draw(st.sampled_from(sorted(self.lying)))
        loose, file = self.shelf.forms[self.folder][source], self.lying[source]
        if name is None:
            del self.lying[source], self.shelf.forms[self.folder][source]
        else:
            self.shelf.forms[self.folder][name], self.lying[name] = loose, file

    @rule(person=PEOPLE, name=NAMES, how=st.sampled_from(["swap", "flip", "lose", "id"]))
    def tamper(self, person: str, name: str, how: str) -> None:
        storage = copy.deepcopy(self.desks[person])
        other = next(own for own in ROWS if own != person)
        if how == "swap":
            storage.tabs[HIDDEN_TAB][2, 2] = self.forms[other].sealed
        elif how == "flip":
            storage.properties.clear()
            storage.tabs[HIDDEN_TAB][2, 2] = storage.sealed.replace("employee", "manager")
        elif how == "lose":
            storage.properties.clear()
            del storage.tabs[HIDDEN_TAB]
        else:
            storage.tabs["Rate yourself"][6, 3] = other
        self._put(name, person, storage, bad=True)

    # --- what HR does

    @precondition(lambda self: self.lying)
    @rule(newest=st.booleans(), how=st.sampled_from(["apply", "apply", "break before", "break after", "preview"]))
    def collect(self, newest: bool, how: str) -> None:
        if how == "preview":
            self._preview(newest)
        elif how == "apply":
            self._apply(newest)
        else:
            self._break_off(how, newest)
        self._check()

    def _preview(self, newest: bool) -> None:
        before = self.shelf.books[self.master].snapshot, self._receipts()
        self._run(newest, apply=False)
        assert (self.shelf.books[self.master].snapshot, self._receipts()) == before

    def _apply(self, newest: bool) -> None:
        done = self._run(newest, apply=True)
        conflicts = self._expect(newest=newest)
        self.behind = False
        assert {f["file"] for f in done.data["files"] if f["fate"] == "conflict"} == conflicts
        assert {f["file"] for f in done.data["refused"]} == {name for name, file in self.lying.items() if file.bad}

    def _break_off(self, how: str, newest: bool) -> None:
        with pytest.MonkeyPatch.context() as patched:
            if how == "break before":
                patched.setattr(MemoryBook, "write", _break)
            else:
                patched.setattr(Journal, "set_applied", _break)
            try:
                self._run(newest, apply=True)
            except BrokenOffError:
                self.behind = True
        self._expect(newest=newest)

    def _run(self, newest: bool, *, apply: bool) -> Outcome:
        own = all_commands()["collect"]
        prefer = "newest" if newest else None
        options = own.options.model_validate({"source": self.folder, "apply": apply, "prefer": prefer})
        return perform(own, options, storage=self.shelf, today=TODAY, path=self.master)

    # --- what must come of it

    def _expect(self, *, newest: bool) -> set[str]:
        """Take what must be taken into the model; the names of files in conflict."""
        conflicts: set[str] = set()
        for person, taken in self.taken.items():
            files = {
                name: file
                for name, file in sorted(self.lying.items())
                if file.person == person and not file.bad and file.digest not in taken.digests
            }
            conflicts |= self._settle(taken, {name: file for name, file in files.items() if file.answers}, newest)
        return conflicts

    def _settle(self, taken: Taken, files: dict[str, File], newest: bool) -> set[str]:
        different: dict[str, tuple[str, File]] = {}
        for name, file in files.items():
            same = repr(sorted(file.answers.items(), key=repr))
            if same not in different or different[same][1].saved < file.saved:
                different[same] = name, file
        left = dict(different.values())
        if len(left) > 1:
            times = sorted(file.saved for file in left.values())
            if not newest or not times[0] or times[-1] == times[-2]:
                return set(left)
            left = {name: file for name, file in left.items() if file.saved == times[-1]}
        return {name for name, file in left.items() if not self._take(taken, file, newest)}

    def _take(self, taken: Taken, file: File, newest: bool) -> bool:
        """Whether it is taken, or left without a conflict."""
        if all(taken.said.get(at) == value for at, value in file.answers.items()):
            return True
        known = bool(file.saved and taken.saved)
        if known and file.saved < taken.saved:
            return newest
        changes = any(at in taken.said and taken.said[at] != value for at, value in file.answers.items())
        if changes and not (known and file.saved > taken.saved):
            return False
        taken.said |= file.answers
        taken.saved = max(taken.saved, file.saved)
        taken.digests.add(file.digest)
        return True

    def _check(self) -> None:
        """The journal holds what was taken; once it has caught up, the workbook says the same, each answer once."""
        with open_journal(journal_path(self.master), make=False) as journal:
            for person, taken in self.taken.items():
                assert journal.answers_so_far("2026-H2", "employee", person) == taken.said
        if self.behind:
            return
        ratings = read_dataset(self.shelf.books[self.master].snapshot).data.ratings
        found = [
            ((f"r|{r.employee}|{r.competency}|{r.level}", name), value)
            for r in ratings
            for name, value in (("self_rating", r.self_rating), ("evidence", r.evidence))
            if value not in (None, "")
        ]
        wanted = {at: value for taken in self.taken.values() for at, value in taken.said.items()}
        assert dict(found) == wanted
        assert len(found) == len(wanted)  # no row twice

    def _receipts(self) -> Any:
        with open_journal(journal_path(self.master), make=False) as journal:
            return journal.receipts(), journal.last_applied


def _break(*_: Any) -> Any:
    raise BrokenOffError


TestCollecting = Collecting.TestCase
TestCollecting.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
