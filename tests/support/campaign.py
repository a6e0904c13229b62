"""A small company whose forms went out: the master, its journal, a folder of forms, and people who fill them in."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl

from tests.support.decorated import parts
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
CYCLE = "2026-H2"
DUE = "2026-12-04"


def run(name: str, path: Path, *, now: dt.datetime = NOW, **words: Any) -> Outcome:
    """One command on a workbook, as a door would run it."""
    own = all_commands()[name]
    return perform(
        own, own.options.model_validate(words), storage=FolderStorage(), today=TODAY, run_time=now, path=path
    )


@dataclass(frozen=True)
class Campaign:
    """Where everything lies: the master, the forms as they went out, and the folder they come back to."""

    master: Path
    sent: Path
    back: Path

    def collect(self, *, apply: bool = True, **words: Any) -> Outcome:
        return run("collect", self.master, source=self.back, apply=apply, **words)

    def form(self, person: str) -> Path:
        """The form of a person as it went out."""
        (path,) = self.sent.glob(f"{person} *.xlsx")
        return path

    def send_back(
        self,
        person: str,
        said: Mapping[tuple[str, str], Any],
        name: str = "",
        saved: dt.datetime | None = None,
    ) -> Path:
        """A person's form filled in with openpyxl and put into the folder, under a name of its own if one is given."""
        to = self.back / (name or self.form(person).name)
        return fill(self.form(person), to, said, saved)

    def send_back_one_row(self, person: str, rating: int = 4, words: str = "Shipped it.", **more: Any) -> Path:
        """A person's form with its first row answered, put into the folder."""
        with open_journal(journal_path(self.master), make=False) as journal:
            sent = journal.form(CYCLE, "employee", person)
            assert sent is not None
            row = min(key for key in journal.sent_keys(sent.shape) if key.startswith("r|"))
        return self.send_back(person, {(row, "self_rating"): rating, (row, "evidence"): words}, **more)

    @property
    def data(self) -> Dataset:
        """What the master says now."""
        return read_dataset(ClosedBook(self.master).read_snapshot(), TODAY).data

    @property
    def said(self) -> dict[tuple[str, str, str], tuple[Any, Any, str]]:
        """(employee, competency, level) -> self rating, manager rating, evidence, of the open cycle."""
        return {
            (r.employee, r.competency, r.level): (r.self_rating, r.manager_rating, r.evidence)
            for r in self.data.ratings
            if r.cycle == CYCLE
        }


def fill(form: Path, to: Path, said: Mapping[tuple[str, str], Any], saved: dt.datetime | None = None) -> Path:
    """A copy of a form with cells typed in, found by the keys as anybody could, with none of our code."""
    book = openpyxl.load_workbook(form)
    left = dict(said)
    for sheet in book:
        columns: dict[str, int] = {}
        for row in sheet.iter_rows():
            keys = [(cell.value, cell.column) for cell in row if isinstance(cell.value, str) and cell.value[1:2] == "|"]
            if any(key.startswith("c|") for key, _ in keys):
                columns = {key[2:]: column for key, column in keys}
            for key, _ in keys:
                for field in [field for own, field in left if own == key]:
                    cell = sheet.cell(row[0].row, columns[field])
                    cell.value = left.pop((key, field))
                    if isinstance(cell.value, str):
                        cell.data_type = "s"  # what a person typed after an apostrophe: text, whatever it looks like
    assert not left, f"not in the form: {list(left)}"
    if saved is not None:
        book.properties.modified = saved.replace(tzinfo=None)
    book.save(to)
    if saved is not None:
        _stamp(to, saved)
    return to


def _stamp(path: Path, saved: dt.datetime) -> None:
    """openpyxl writes the present moment; a test says which moment it was."""
    held = parts(path.read_bytes())
    core = held["docProps/core.xml"].decode()
    start = core.index(">", core.index("<dcterms:modified")) + 1
    end = core.index("</dcterms:modified>")
    held["docProps/core.xml"] = (core[:start] + saved.strftime("%Y-%m-%dT%H:%M:%SZ") + core[end:]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, data)


def company(people: int = 6, ratings: bool = False) -> Dataset:
    """The first people of the sample company, in a cycle nobody has rated yet."""
    data = sample()
    kept = tuple(person for person in data.people if person.active == "Yes")[:people]
    ids = {person.id for person in kept}
    rated = tuple(r for r in data.ratings if r.employee in ids and (ratings or r.cycle != CYCLE))
    return replace(data, people=kept, ratings=rated, plans=(), responses=())


@functools.cache
def _ready(per: str) -> Path:
    """A folder with a master whose forms went out; made once for the whole run, copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = company()
    FolderStorage().create(folder / "tracks.xlsx", describe(data), rows(data))
    run("export", folder / "tracks.xlsx", to=folder / "sent", per=per, due=dt.date.fromisoformat(DUE))
    return folder


def campaign(folder: Path, per: str = "employee") -> Campaign:
    """A campaign of its own in a folder."""
    shutil.copytree(_ready(per), folder, dirs_exist_ok=True)
    (folder / "back").mkdir()
    found = Campaign(folder / "tracks.xlsx", folder / "sent", folder / "back")
    assert journal_path(found.master).exists()
    return found
