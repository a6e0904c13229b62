"""Reading one returned form, and collecting many: against other readers, and against no reader at all."""

import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
import python_calamine

from tests.bench.timing import Line, child_medians, measured, medians
from tests.roundtrip import crowd, fill_raw
from tests.support.campaign import CYCLE, Campaign, run
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.isolated_reader import Ask, read_isolated
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.exchange.merge import merge_forms
from xl_addin.exchange.returned_form import read_form
from xl_addin.package.read import reader
from xl_addin.sheets import describe, rows

_PEOPLE = 100
_COMPANY, _FEW = 5000, 10
_RUNS = 25
"""Reading one form takes milliseconds: more runs than elsewhere give a steadier median."""


def reading_forms() -> Iterator[Line]:
    """One filled-in form, checked and read."""
    with tempfile.TemporaryDirectory() as folder:
        sent = _returned(Path(folder), 2)
        data = min(sent.back.glob("*.xlsx")).read_bytes()
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: reader.read_workbook_bytes(data),
            "limit": lambda: _inflate_and_parse(data),
            "openpyxl": lambda: openpyxl.load_workbook(io.BytesIO(data)).close(),
            "calamine": lambda: _calamine(data),
        }
        taken = medians(ways, _RUNS)
        work = f"read one form of {len(data) >> 10} KB, checked"
        yield Line(work, taken["ours"], "inflate + expat, nothing kept", taken["limit"], "at most 3")
        yield Line(work, taken["ours"], "openpyxl", taken["openpyxl"], "at most 0.05")
        yield Line(work, taken["ours"], "calamine, unchecked", taken["calamine"], "")


def collecting() -> Iterator[Line]:
    """Many forms: reading in the process of its own, understanding, comparing with the journal; per form."""
    with tempfile.TemporaryDirectory() as folder:
        sent = _returned(Path(folder), _PEOPLE)
        files = sorted(sent.back.glob("*.xlsx"))
        ways = {
            "read": lambda: [found for _, found in read_isolated([Ask(path, path.name) for path in files])],
            "openpyxl": lambda: [openpyxl.load_workbook(path).close() for path in files],
        }
        in_child = child_medians({"read": ways["read"]})["read"]
        taken = medians({**ways, "merge": lambda: _merge(sent, files)}, 3)
        own = (in_child + taken["read"]) / len(files)
        yield Line(
            f"read {len(files)} forms apart, per form", own, "openpyxl", taken["openpyxl"] / len(files), "below 1"
        )
        rest = (taken["merge"] - taken["read"]) / len(files)
        yield Line(f"understand and compare {len(files)}, per form", rest, "reading it", own, "below 1")


def company() -> Iterator[Line]:
    """The filled-in forms of 5,000 people taken into the workbook: the whole command, master written and all."""
    with tempfile.TemporaryDirectory() as folder:
        sent = _returned(Path(folder), _COMPANY)
        files = sorted(sent.back.glob("*.xlsx"))
        took, peak = measured("collect", str(sent.master), "--from", str(sent.back), "--apply")
        few = files[:_FEW]
        taken = medians({"openpyxl": lambda: [openpyxl.load_workbook(path).close() for path in few]})
    told = f"collect {len(files):,} forms ({len(files) / took:,.0f} a second, peak {peak:,.0f} MB)"
    yield Line(told, took, "openpyxl: load as many", taken["openpyxl"] / _FEW * len(files), "")


def _merge(sent: Campaign, files: list[Path]) -> list[Any]:
    with open_journal(journal_path(sent.master), make=False) as journal:
        found = read_isolated([Ask(path, path.name) for path in files])
        return list(merge_forms([read_form(a.label, loose, journal, {}) for a, loose in found], journal, newest=False))  # type: ignore[arg-type]


def _returned(folder: Path, people: int) -> Campaign:
    """Forms of as many people, filled in and back."""
    sent = Campaign(folder / "tracks.xlsx", folder / "sent", folder / "back")
    sent.back.mkdir()
    data, dice = crowd(people), random.Random(0)
    FolderStorage().create(sent.master, describe(data), rows(data))
    run("export", sent.master, to=sent.sent)
    with open_journal(journal_path(sent.master), make=False) as journal:
        for form in journal.forms(CYCLE):
            keys = sorted(key for key in journal.sent_keys(form.shape) if key.startswith("r|"))
            said: dict[tuple[str, str], Any] = {(key, "self_rating"): dice.randint(1, 5) for key in keys}
            said |= {(key, "evidence"): "Led the change, wrote it down, and showed it to others." for key in keys}
            fill_raw(sent.sent / form.file, sent.back / form.file, said)
    return sent


def _inflate_and_parse(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(package.read(name), True)


def _calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
