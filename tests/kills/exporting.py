"""export under fire: after the next run every file is what it had been without the killing, byte for byte.

The folder begins each time with nothing, with some of the forms, or with forms of another due day; what an undisturbed
export makes of it is found first, and judged: each form whole, sealed and somebody's own, each listed once.
"""

from __future__ import annotations

import csv
import functools
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import cycle, product
from pathlib import Path
from typing import Any
from unittest import mock

from tests.faults import State, state
from tests.kills.killing import Victim
from tests.support.campaign import DUE, company, run
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.returned_file import read_returned
from xl_addin.commands.export import MANIFEST
from xl_addin.exchange.identify import identify
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.model.errors import Refused
from xl_addin.sheets import describe, rows

KINDS = ("employee", "manager", "respondent")
BEGINNINGS: Mapping[str, dict[str, Any] | None] = {
    "nothing": None,
    "some": {"only": ("E001", "E002"), "due": DUE},
    "another day": {"due": "2026-12-01"},
}
"""What was exported before: nothing, or the words of that export."""
CASES = tuple(product(BEGINNINGS, KINDS))
_MASTER = "tracks.xlsx"


class Exporting(Victim):
    """A company whose forms go out, of one kind after the other, into one folder after the other."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder / "work", seed)
        self._starts = folder / "starts"
        self._cases: Iterator[tuple[str, str]] = cycle(CASES)
        self._swept = CASES[0]
        """The case that is killed at each of its touches in turn."""
        self._same_key = functools.partial(mock.patch.object, secrets, "token_hex", lambda size: "ab" * size)
        data = company()
        self.folder.mkdir()
        FolderStorage().create(folder / _MASTER, describe(data), rows(data))
        self._master = folder / _MASTER
        self._undisturbed = functools.cache(self._exported)

    def round(self, touch: int = 0, after: float | None = None) -> bool:
        if touch == 1:  # else the sweep goes on
            self._swept = next(self._cases)
        beginning, kind = self._swept if touch else self.dice.choice(CASES)
        wanted = self._undisturbed(beginning, kind)
        before = self._begin(beginning, kind)
        killed = self.killed(lambda: self._export(kind), touch, after)
        self._check_what_is_left(before, wanted, killed)
        self.completed(lambda: self._export(kind))
        left = state(self.folder)
        if other := {path for path, _ in left.items() ^ wanted.items()}:
            self.fault(f"{beginning}, {kind}: other than without the killing: {sorted(other)}")
        return killed

    def _export(self, kind: str, **words: Any) -> None:
        with self._same_key():  # so that the same export makes the same bytes, also where the journal is new
            run("export", self.folder / _MASTER, to=self.folder / "out", per=kind, **{"due": DUE, **words})

    def _begin(self, beginning: str, kind: str) -> State:
        """The folder as it is before the export; what is in it."""
        start = self._starts / beginning / kind
        shutil.rmtree(self.folder)
        if start.exists():
            shutil.copytree(start, self.folder)
            return state(self.folder)
        self.folder.mkdir()
        shutil.copyfile(self._master, self.folder / _MASTER)
        if words := BEGINNINGS[beginning]:
            self._export(kind, **words)
        shutil.copytree(self.folder, start)
        return state(self.folder)

    def _exported(self, beginning: str, kind: str) -> State:
        """What an export makes that nobody disturbs."""
        self._begin(beginning, kind)
        self.completed(lambda: self._export(kind))
        for what in unsound(self.folder / _MASTER, self.folder / "out", kind):
            self.fault(f"{beginning}, {kind}: undisturbed: {what}")
        return state(self.folder)

    def _check_what_is_left(self, before: State, wanted: State, killed: bool) -> None:
        """At once after the killing: every file as before or as it should become, the journal never ahead of them."""
        journal = journal_path(self.folder / _MASTER)
        if journal.exists():
            with closing(sqlite3.connect(journal)) as base:
                if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    self.fault("the journal is torn")
        left = state(self.folder)
        for path, data in left.items():
            may_differ = Path(path).name.startswith(".") or path.startswith(journal.name)  # the next run sees to them
            if not may_differ and data not in (before.get(path), wanted.get(path)):
                self.fault(f"{path} is neither as before nor as it should become")
        changing = {path for path in wanted if path.startswith("out/") and wanted[path] != before.get(path)}
        missing = {path for path in changing if left.get(path) != wanted[path]}
        if left.get(journal.name) == wanted[journal.name] and missing - {f"out/{MANIFEST}"}:
            self.fault("the journal knows of forms that are not there")
        if killed:
            stage = "before any file" if missing == changing else "among the files" if missing else "after all files"
            self.tally.when[stage] += 1


def unsound(master: Path, out: Path, kind: str) -> Iterator[str]:
    """What is wrong with a folder of forms, by the reader that collecting uses."""
    listed = [row["File"] for row in csv.DictReader((out / MANIFEST).read_text("utf-8-sig").splitlines())]
    forms = sorted(path.name for path in out.glob("*.xlsx"))
    if sorted(listed) != forms or not forms:
        yield f"{len(listed)} files listed, {len(forms)} there"
    people = set()
    with open_journal(journal_path(master), make=False) as journal:
        for name in forms:
            try:
                own, _ = identify(name, read_returned(out / name, name), journal)
            except Refused as why:
                yield str(why)
                continue
            people.add((own.kind, own.person))
    if len(people) != len(forms) or {found for found, _ in people} != {kind}:
        yield f"{len(forms)} forms are of {len(people)} people"
