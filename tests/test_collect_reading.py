"""Files people send back: every kind, every damage, each with one line and its remedy; none stops the others."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
import os
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.returned import RATE, Paper, paper, raw, xlsx
from xl_addin.books import isolated_reader, returned_file
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.inbox import in_the_cloud
from xl_addin.books.isolated_reader import Ask, read_isolated
from xl_addin.books.returned_file import from_plain, read_returned, to_plain
from xl_addin.cells.area import Area
from xl_addin.cells.cell import ErrorCell, FormulaCell
from xl_addin.cells.contents import SheetCells
from xl_addin.exchange.journal import Journal, open_journal
from xl_addin.exchange.returned_form import read_form
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused, Stop

R1, R2 = "r|E001|OWN|SE2", "r|E001|COM|SE2"
SAVE_AS = "open it in Excel and use Save As, type Excel Workbook (.xlsx)"


@pytest.fixture
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    with open_journal(tmp_path_factory.mktemp("journal") / "a.sqlite", make=True) as made:
        yield made


@pytest.fixture
def form(journal: Journal) -> Paper:
    made = paper(journal, new_plans=1)
    return made.fill(R1, "self_rating", 4).fill(R1, "evidence", "Shipped it.").fill(R2, "self_rating", "N/A")


FILLED = {(R1, "self_rating"): 4, (R1, "evidence"): "Shipped it.", (R2, "self_rating"): "N/A"}


def read(folder: Path, **words: Any) -> dict[str, ReturnedWorkbook | Refused]:
    return dict(FolderStorage().read_forms(folder, **words))


def line(found: ReturnedWorkbook | Refused) -> str:
    assert isinstance(found, Refused), "it was taken"
    assert found.todo
    return str(found)


# --- programs that fill in forms


@pytest.mark.parametrize("write", [xlsx, raw])
def test_forms_of_different_programs_say_the_same(write: Any, form: Paper, journal: Journal, tmp_path: Path) -> None:
    write(form, tmp_path / "f.xlsx")
    (found,) = read(tmp_path).values()
    assert isinstance(found, ReturnedWorkbook)
    assert read_form("f", found, journal, {}).answers == FILLED


def test_a_form_saved_by_openpyxl(form: Paper, journal: Journal, tmp_path: Path) -> None:
    path = xlsx(form, tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    book[RATE]["F10"] = "a note of mine"
    book.properties.modified = dt.datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 - openpyxl takes it for UTC
    book.save(path)
    (found,) = read(tmp_path).values()
    assert isinstance(found, ReturnedWorkbook)
    assert read_form("f", found, journal, {}).answers == FILLED


@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice(form: Paper, journal: Journal, office: Any, tmp_path: Path) -> None:
    xlsx(form, tmp_path / "before.xlsx")
    (tmp_path / "in").mkdir()
    with office.open(tmp_path / "before.xlsx") as document:
        document.set_value(RATE, "E12", 5)
        document.store(tmp_path / "in" / "after.xlsx")
    (found,) = read(tmp_path / "in").values()
    assert isinstance(found, ReturnedWorkbook)
    assert read_form("f", found, journal, {}).answers == FILLED | {("r|E001|OWN|SE3", "self_rating"): 5}
    assert found.save_time.startswith("20")


def test_hidden_rows_merges_names_and_formulas_are_seen(form: Paper, tmp_path: Path) -> None:
    form.hidden[RATE] = {10}
    form.merges[RATE] = [Area(20, 2, 21, 3)]
    form.fill(R2, "evidence", FormulaCell("1+1", 2)).fill(R2, "self_rating", ErrorCell("#N/A"))
    form.saved = "2026-11-20T09:30:00"
    found = read_returned(xlsx(form, tmp_path / "f.xlsx"), "f")
    sheet = found.sheets[RATE]
    assert sheet.hidden == frozenset({10})
    assert sheet.merges == (Area(20, 2, 21, 3),)
    assert sheet.cells[11, 7] == FormulaCell("1+1", 2)
    assert sheet.cells[11, 5] == FormulaCell("#N/A", ErrorCell("#N/A"))
    assert found.names["frmPerson"] == "'Rate yourself'!$C$6"
    assert found.save_time == "2026-11-20T09:30:00Z"
    assert [(t.name, t.sheet, str(t.area)) for t in found.tables.values()] == [("tblRatings", RATE, "B9:H12")]


def test_both_date_systems(form: Paper, tmp_path: Path) -> None:
    form.date1904 = True
    assert read_returned(xlsx(form, tmp_path / "f.xlsx"), "f").date1904


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("dd/mm/yyyy", True),
        ("[$-409]h:mm AM/PM;@", True),
        ("mm-dd-yy", True),  # number 14, of which the file holds no code
        ("0.0", False),
        ("General", False),
        ('0 "days"', False),
        ("[Red]0", False),
    ],
)
def test_a_rating_that_shows_a_date_is_taken_with_a_note(
    code: str, dated: bool, form: Paper, journal: Journal, tmp_path: Path
) -> None:
    path = xlsx(form, tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    for row in (10, 11, 12):
        book[RATE].cell(row, 5).number_format = code
    book.save(path)
    (loose,) = read(tmp_path).values()
    assert isinstance(loose, ReturnedWorkbook)
    found = read_form("f", loose, journal, {})
    rated = [key for key, name in FILLED if name == "self_rating"]
    assert found.answers == FILLED
    notes = [f"read as {FILLED[key, 'self_rating']}, though the cell shows a date" for key in rated]
    assert sorted(note.text for note in found.notes) == (sorted(notes) if dated else [])


def test_a_cell_in_the_far_corner_is_named_and_the_rest_read(form: Paper, journal: Journal, tmp_path: Path) -> None:
    form.tabs[RATE][1_048_576, 16_384] = "oops"
    raw(form, tmp_path / "f.xlsx")
    (found,) = read(tmp_path).values()
    assert isinstance(found, ReturnedWorkbook)
    assert read_form("f", found, journal, {}).answers == FILLED
    assert found.notes == ("a cell far outside, Rate yourself!XFD1048576",)


def test_what_a_file_carries_is_named_and_not_taken(form: Paper, tmp_path: Path) -> None:
    extra = {
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/media/image1.png": b"\x89PNG",
        "xl/connections.xml": b"<connections/>",
        "xl/embeddings/oleObject1.bin": b"\0",
    }
    found = read_returned(xlsx(form, tmp_path / "f.xlsx", extra=extra), "f")
    assert found.notes == ("links to other workbooks", "data connections", "embedded files", "pictures")


@pytest.mark.parametrize(
    ("core", "saved"),
    [
        ("2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z"),
        ("2026-11-20T10:30:00+01:00", "2026-11-20T09:30:00Z"),
        ("2026-11-20T09:30:00", "2026-11-20T09:30:00Z"),
        ("2026-11-20T09:30:00.123456Z", "2026-11-20T09:30:00Z"),
        ("yesterday", ""),
        ("", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_when_it_was_saved(core: str, saved: str, form: Paper, tmp_path: Path) -> None:
    path = xlsx(form, tmp_path / "f.xlsx")
    assert (
        read_returned(_changed(path, "docProps/core.xml", lambda text: _modified(text, core)), "f").save_time == saved
    )


def test_broken_properties_are_no_reason_to_refuse(form: Paper, tmp_path: Path) -> None:
    path = _changed(xlsx(form, tmp_path / "f.xlsx"), "docProps/core.xml", lambda text: text[: len(text) // 2])
    assert read_returned(path, "f").save_time == ""


def _modified(text: str, moment: str) -> str:
    head, _, rest = text.partition('<dcterms:modified xsi:type="dcterms:W3CDTF">')
    return f'{head}<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}{rest[rest.index("<") :]}'


def _changed(path: Path, part: str, change: Any) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


# --- what is no form at all


def _zip(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = {
    "empty.xlsx": (b"", "is empty (0 bytes): ask for the workbook again"),
    "old.xls": (OLE + b"\0" * 600, f"is an old binary Excel file (.xls): {SAVE_AS}"),
    "locked.xlsx": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password to open it: open it in Excel, remove the password",
    ),
    "binary.xlsb": (
        _zip(**{"[Content_Types]_DOT_xml": "<Types/>", "xl__workbook_DOT_bin": ""}),
        f"is a binary workbook (.xlsb): {SAVE_AS}",
    ),
    "sheet.ods": (_zip(mimetype="application/vnd.oasis"), f"is an OpenDocument spreadsheet (.ods): {SAVE_AS}"),
    "list.csv": (b"ID,Rating\r\nE1,4\r\n", f"is a text or CSV file, not a workbook: {SAVE_AS}"),
    "page.html": (b"<!DOCTYPE html><table>", f"is a web page or XML file, not a workbook: {SAVE_AS}"),
    "page.xls": (b"<html xmlns:x='urn:schemas'>", f"is a web page or XML file, not a workbook: {SAVE_AS}"),
    "print.pdf": (b"%PDF-1.7\n", "is a PDF, not a workbook: ask for the Excel file it was printed from"),
    "many.zip": (_zip(form="x"), "is a zip file, not a workbook: unpack it"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0", "is not an Excel workbook: ask for the workbook again"),
}


def test_each_kind_has_its_own_sentence_and_remedy(form: Paper, tmp_path: Path) -> None:
    for name, (data, _) in FOREIGN.items():
        (tmp_path / name).write_bytes(data)
    xlsx(form, tmp_path / "good.xlsx")
    xlsx(form, tmp_path / "macros.xlsm", extra={"xl/vbaProject.bin": b"\0"})
    found = read(tmp_path)
    assert isinstance(found.pop("good.xlsx"), ReturnedWorkbook)
    assert line(found.pop("macros.xlsm")) == f"macros.xlsm: is a workbook with macros (.xlsm): {SAVE_AS}"
    for name, (_, says) in FOREIGN.items():
        assert line(found.pop(name)).startswith(f"{name}: {says}")
    assert not found


def test_every_beginning_of_a_good_file_is_refused(form: Paper, tmp_path: Path) -> None:
    """A download that broke off anywhere: never an error of Python, never an answer."""
    whole = raw(form, tmp_path / "whole.xlsx").read_bytes()
    torn = tmp_path / "torn.xlsx"
    for length in range(len(whole)):
        torn.write_bytes(whole[:length])
        with pytest.raises(Refused):
            read_returned(torn, "torn.xlsx")
    torn.write_bytes(whole)
    assert read_returned(torn, "torn.xlsx").sheets


@given(at=st.integers(0, 10_000), bits=st.integers(1, 255))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_byte_is_refused_or_harmless(
    at: int, bits: int, form: Paper, journal: Journal, tmp_path: Path
) -> None:
    path = raw(form, tmp_path / "f.xlsx")
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= bits
    path.write_bytes(data)
    try:
        found = read_form("f", read_returned(path, "f"), journal, {})
    except Refused:
        return
    assert found.answers == FILLED  # what is packed carries a check sum: a form that is read is read right


@pytest.mark.shared
def test_hostile_files_one_after_the_other(form: Paper, shared: Path, tmp_path: Path) -> None:
    """Each is read or refused with one line, in seconds, and the good one in between is read every time."""
    good = xlsx(form, tmp_path / "good.xlsx")
    hostile = [path for path in sorted((shared / "data" / "hostile").iterdir()) if path.name != "SOURCE.txt"]
    asks = [ask for path in hostile for ask in (Ask(path, path.name), Ask(good, "good"))]
    assert len(hostile) > 60
    for ask, found in read_isolated(asks):
        if ask.label == "good":
            assert isinstance(found, ReturnedWorkbook), str(found)
        elif isinstance(found, Refused):
            assert str(found).count("\n") == 0
            assert found.place == ask.label


# --- the reading process


@pytest.fixture
def bad_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_reader, "_CHILD", (sys.executable, "-P", "-m", "tests.support.bad_reader"))
    monkeypatch.setattr(isolated_reader, "SECONDS", 3.0)


STOPS = "makes the reader stop: damaged or far too large"


@pytest.mark.usefixtures("bad_reader")
@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("hang", "takes longer than 3 s to read"),
        ("die", STOPS),
        ("swell", STOPS),
        ("stumble", STOPS),
        ("babble", STOPS),
    ],
)
@pytest.mark.parametrize("place", ["a first", "m middle", "z last"])
def test_a_file_that_kills_its_reader_is_refused_and_the_others_are_read(
    word: str, says: str, place: str, form: Paper, tmp_path: Path
) -> None:
    names = [f"m{n}.xlsx" for n in range(7)]
    data = xlsx(form, tmp_path / names[0]).read_bytes()
    for name in names[1:]:
        (tmp_path / name).write_bytes(data)
    bad = f"{place} {word}.xlsx"
    (tmp_path / bad).write_bytes(data)
    found = read(tmp_path)
    assert line(found.pop(bad)) == f"{bad}: {says}: ask for it again, freshly saved in Excel as .xlsx"
    assert sorted(found) == names
    assert all(isinstance(one, ReturnedWorkbook) for one in found.values())


@pytest.mark.usefixtures("bad_reader")
def test_several_bad_files_in_a_row(form: Paper, tmp_path: Path) -> None:
    data = xlsx(form, tmp_path / "c.xlsx").read_bytes()
    for name in ("a die.xlsx", "b die.xlsx", "d swell.xlsx", "e die.xlsx"):
        (tmp_path / name).write_bytes(data)
    assert {name: isinstance(one, Refused) for name, one in read(tmp_path).items()} == {
        "a die.xlsx": True,
        "b die.xlsx": True,
        "c.xlsx": False,
        "d swell.xlsx": True,
        "e die.xlsx": True,
    }


def test_no_reader_stops_the_run(form: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xlsx(form, tmp_path / "f.xlsx")
    monkeypatch.setattr(isolated_reader, "_CHILD", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(Stop, match="the reader of returned files: does not start: install Trackbook again"):
        read(tmp_path)


def test_stopping_early_leaves_no_process(form: Paper, tmp_path: Path) -> None:
    for n in range(6):
        xlsx(form, tmp_path / f"{n}.xlsx")
    before = _children()
    reading = FolderStorage().read_forms(tmp_path)
    next(reading)
    assert _children() > before
    reading.close()  # type: ignore[attr-defined]
    assert _children() == before


def _children() -> set[str]:
    found = set()
    for task in Path("/proc/self/task").iterdir():
        found |= set((task / "children").read_text().split())
    return found


def test_nothing_is_imported_from_the_folder_we_stand_in(
    form: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of returned files may hold a json.py."""
    xlsx(form, tmp_path / "f.xlsx")
    for name in ("json", "struct", "zipfile"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    assert isinstance(read(tmp_path)["f.xlsx"], ReturnedWorkbook)


def test_the_reader_is_held_to_its_memory(form: Paper, tmp_path: Path) -> None:
    """Where the system keeps the limit, a child cannot have more than 300 MB; the figure is the system's, not ours."""
    if sys.platform != "linux":
        pytest.skip("the limit on addresses is kept on Linux")
    xlsx(form, tmp_path / "f.xlsx")
    before = _children()
    reading = read_isolated([Ask(tmp_path / "f.xlsx", "f")] * 2)
    next(reading)
    (child,) = _children() - before
    limits = Path(f"/proc/{child}/limits").read_text()
    reading.close()  # type: ignore[attr-defined]
    assert next(row for row in limits.splitlines() if row.startswith("Max address space")).split()[3] == str(300 << 20)
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 300 << 20


@given(st.recursive(st.text() | st.integers() | st.booleans() | st.floats(allow_nan=False), st.lists, max_leaves=3))
@settings(max_examples=60)
def test_what_passes_from_process_to_process_stays_as_it_was(value: Any) -> None:
    cells = {(1, 1): "x" if isinstance(value, list) else value, (2, 300): FormulaCell("A1", ErrorCell("#N/A"))}
    found = ReturnedWorkbook(
        {"S": SheetCells(cells, (Area(1, 1, 2, 2),), frozenset({3}))}, {}, {"p": "q"}, {"n": "S!A1"}
    )
    assert from_plain(json.loads(json.dumps(to_plain(found)))) == found


# --- passwords


@pytest.fixture
def locked(form: Paper, tmp_path: Path) -> Path:
    if importlib.util.find_spec("msoffcrypto") is None:
        pytest.fail("msoffcrypto-tool is among the libraries of the tests")
    from msoffcrypto.format.ooxml import OOXMLFile

    (tmp_path / "in").mkdir()
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(form, tmp_path / "plain.xlsx").read_bytes())).encrypt("tr0ub4dor", out)
    path = tmp_path / "in" / "E001 Somebody.xlsx"
    path.write_bytes(out.getvalue())
    return path


def test_a_locked_form_opens_with_its_password(locked: Path, journal: Journal) -> None:
    found = read(locked.parent, passwords={"E001 Somebody.xlsx": "tr0ub4dor"})["E001 Somebody.xlsx"]
    assert isinstance(found, ReturnedWorkbook)
    assert read_form("f", found, journal, {}).answers == FILLED


@pytest.mark.parametrize("name", ["E001 Somebody (1).xlsx", "e001 somebody.XLSX", "E001 Somebody - Copy.xlsx"])
def test_a_copy_of_a_locked_form_opens_too(name: str, locked: Path) -> None:
    locked.rename(locked.with_name(name))
    assert isinstance(read(locked.parent, passwords={"E001 Somebody.xlsx": "tr0ub4dor"})[name], ReturnedWorkbook)


def test_a_wrong_or_missing_password_has_its_line(locked: Path) -> None:
    wrong = read(locked.parent, passwords={"E001 Somebody.xlsx": "guess"})["E001 Somebody.xlsx"]
    assert "cannot be opened with the password given for it: check its line in the passwords file" in line(wrong)
    missing = read(locked.parent)["E001 Somebody.xlsx"]
    assert "is protected with a password to open it" in line(missing)


def test_a_broken_locked_file_is_refused(locked: Path) -> None:
    locked.write_bytes(locked.read_bytes()[:3000])
    assert "cannot be opened" in line(read(locked.parent, passwords={locked.name: "tr0ub4dor"})[locked.name])


# --- the folder


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="gone: there is no such folder"):
        read(tmp_path / "gone")


def test_folders_inside_are_looked_into_and_litter_is_passed_over(form: Paper, tmp_path: Path) -> None:
    (tmp_path / "team" / "late").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    xlsx(form, tmp_path / "team" / "late" / "f.xlsx")
    for name in (".git/x.xlsx", ".DS_Store", "desktop.ini", "Thumbs.db", ".hidden.xlsx", "~$gone.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    xlsx(form, tmp_path / "mine.xlsx")
    assert sorted(read(tmp_path, skip=[tmp_path / "mine.xlsx"])) == ["team/late/f.xlsx"]


@pytest.mark.parametrize(
    ("mark", "program"),
    [("~$Form of E001.xlsx", "Excel"), ("~$rm of E001.xlsx", "Excel"), (".~lock.Form of E001.xlsx#", "LibreOffice")],
)
def test_a_form_that_is_open_is_reported(mark: str, program: str, form: Paper, tmp_path: Path) -> None:
    xlsx(form, tmp_path / "Form of E001.xlsx")
    (tmp_path / mark).write_bytes(b"x")
    (found,) = read(tmp_path).values()
    assert f"is open in {program}: close it there" in line(found)


def test_links_out_of_the_folder_are_not_followed(form: Paper, tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    xlsx(form, outside / "f.xlsx")
    xlsx(form, inside / "own.xlsx")
    (inside / "link.xlsx").symlink_to(outside / "f.xlsx")
    (inside / "near.xlsx").symlink_to(inside / "own.xlsx")
    (inside / "folder").symlink_to(outside)
    (inside / "nowhere.xlsx").symlink_to(inside / "gone.xlsx")
    found = read(inside)
    assert sorted(found) == ["link.xlsx", "near.xlsx", "nowhere.xlsx", "own.xlsx"]
    assert "is a link that leads out of the folder: put the file itself there" in line(found["link.xlsx"])
    assert "is not there" in line(found["nowhere.xlsx"])
    assert isinstance(found["near.xlsx"], ReturnedWorkbook)


def test_pipes_and_sockets_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert read(tmp_path) == {}


def test_a_folder_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(top: Path, onerror: Any) -> Iterator[Any]:
        onerror(PermissionError(13, "no", str(tmp_path / "secret")))
        yield from ()

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(Stop, match="secret: cannot be read: check your rights"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("facts", "away"),
    [
        ({"st_file_attributes": 0x20}, False),
        ({"st_file_attributes": 0x400020}, True),  # RECALL_ON_DATA_ACCESS, as OneDrive sets it
        ({"st_file_attributes": 0x1000}, True),
        ({"st_flags": 0x40000000}, True),
        ({"st_flags": 0}, False),
        ({}, False),
    ],
)
def test_placeholders_of_cloud_folders(facts: dict[str, int], away: bool) -> None:
    assert in_the_cloud(SimpleNamespace(st_mode=0o100644, **facts)) is away  # type: ignore[arg-type]


def test_a_placeholder_has_its_line(form: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xlsx(form, tmp_path / "f.xlsx")
    monkeypatch.setattr("xl_addin.books.inbox.in_the_cloud", lambda facts: True)
    assert "f.xlsx: is not downloaded yet: in its folder, choose to keep it" in line(read(tmp_path)["f.xlsx"])


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_file_that_is_away_for_a_moment_is_asked_for_again(
    failures: int, form: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(form, tmp_path / "f.xlsx")
    left = [failures]
    pauses: list[float] = []
    real = Path.open

    def away(self: Path, *words: Any, **more: Any) -> Any:
        if self == path and left[0]:
            left[0] -= 1
            raise PermissionError(13, "held")
        return real(self, *words, **more)

    monkeypatch.setattr(Path, "open", away)
    monkeypatch.setattr(time, "sleep", pauses.append)
    if failures < 3:
        assert read_returned(path, "f.xlsx").sheets
    else:
        with pytest.raises(Refused, match=r"f\.xlsx: cannot be read: close it elsewhere"):
            read_returned(path, "f.xlsx")
    assert len(pauses) == min(failures, 2)


def test_a_file_that_vanished_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_file, "_PAUSE", 0)
    with pytest.raises(Refused, match=r"team/f\.xlsx: is not there"):
        read_returned(tmp_path / "f.xlsx", "team/f.xlsx")
