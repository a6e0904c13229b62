"""Where a workbook lies, what it is called, what the clock says, which program saved it: the commands do the same."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.campaign import NOW, TODAY, Campaign, campaign, run
from tests.support.decorated import parts
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.support.typing_person import Person
from tests.test_cli import cli, files, one_line
from xl_addin.books.closed_file import ClosedBook
from xl_addin.exchange.journal import journal_path
from xl_addin.package.safe.lock import Lock
from xl_addin.sheets.reading import read_dataset

NAMES = {
    "Arabic": "مسار مهني/خطة.xlsx",
    "Hebrew, with a mark that turns the direction": "מסלול\N{RIGHT-TO-LEFT OVERRIDE}/קריירה.xlsx",
    "CJK and an emoji": "職業 😀/発展.xlsx",
    "decomposed": "e\N{COMBINING ACUTE ACCENT}tapes/a\N{COMBINING DIAERESIS}.xlsx",
    "signs of shells and styles": "a [red]; $(x) & %TEMP% 'q'/{0} #1 =1+1.xlsx",
    "more than 218 characters": "/".join(["a folder of some length"] * 12) + "/tracks.xlsx",
}


@pytest.fixture
def sent(tmp_path: Path) -> Campaign:
    return campaign(tmp_path / "office")


def works(sent: Campaign, called: Path | None = None) -> None:
    """Everything a company does with its workbook, and what a person answered is in it in the end."""
    master = called or sent.master
    assert cli("build", master).code == 0
    if not any(sent.back.iterdir()):
        sent.send_back_one_row("E001", rating=3, words="Said so.")
    done = cli("collect", master, "--from", sent.back, "--apply", "--json")
    assert (done.code, done.data["refused"]) == (0, [])
    for name in ("score", "validate"):
        assert cli(name, master, "--json").code in (0, 1)
    assert cli("export", master, "--to", sent.master.parent / "new", "--only", "E002").code == 0
    assert [(key[0], said[0], said[2]) for key, said in sent.said.items()] == [("E001", 3, "Said so.")]
    assert lint(sent.master.read_bytes()) == []
    assert not [path for path in sent.master.parent.iterdir() if path.name.startswith(".")]


# --- names and places


@pytest.mark.parametrize("name", NAMES)
def test_any_name_in_any_folder(name: str, sent: Campaign, tmp_path: Path) -> None:
    master = tmp_path / NAMES[name]
    master.parent.mkdir(parents=True)
    sent.master.rename(master)
    journal_path(sent.master).rename(journal_path(master))
    works(Campaign(master, sent.sent, sent.back))


@pytest.mark.parametrize("length", [240, 251, 300])
@pytest.mark.parametrize(
    "words", [("validate",), ("new",), ("export", "--to"), ("collect", "--from")], ids=lambda w: w[0]
)
def test_a_name_longer_than_a_name_may_be_is_one_line(
    words: tuple[str, ...], length: int, sent: Campaign, tmp_path: Path
) -> None:
    """On most disks a name has at most 255 bytes; our lock and our temporary files need some of them."""
    long = tmp_path / ("x" * (length - 5) + ".xlsx")
    before = files(sent.master.parent)
    one_line(
        cli(words[0], sent.master, words[1], long / ("x" * 300)) if words[1:] else cli(words[0], long / "x" / long.name)
    )
    assert files(sent.master.parent) == before


def test_what_a_name_holds_never_breaks_the_line(tmp_path: Path) -> None:
    """Nor turns it round, colours it or clears the screen."""
    book = tmp_path / "a\nb\r\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}\N{LINE SEPARATOR}.xlsx"
    book.write_bytes(b"x")
    assert one_line(cli("validate", book)) == (
        "a\ufffdb\ufffd\ufffd[31m\ufffd\ufffd.xlsx: is a text or CSV file, not a workbook: "
        "open it in Excel and use Save As, type Excel Workbook (.xlsx)"
    )


def test_a_name_that_is_no_text_at_all(sent: Campaign) -> None:
    """Linux lets a name hold any bytes."""
    path = sent.send_back_one_row("E001", rating=3)
    path.rename(os.fsdecode(os.fsencode(path.parent) + b"/E001 \xff.xlsx"))
    done = cli("collect", sent.master, "--from", sent.back, "--apply", "--json")
    assert done.code == 0
    assert [file["file"] for file in done.data["files"]] == ["E001 \ufffd.xlsx"]
    assert sent.said


# --- links


def test_a_workbook_called_by_a_link(sent: Campaign, tmp_path: Path) -> None:
    """Lock, backup and journal lie beside the workbook, so that both names are one workbook."""
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "shortcut.xlsx"
    link.symlink_to(sent.master)
    works(sent, called=link)
    assert link.is_symlink()
    assert list((tmp_path / "desk").iterdir()) == [link]
    with Lock(sent.master):
        assert "is being changed by" in one_line(cli("score", link))


def test_links_that_lead_nowhere_or_in_a_circle(sent: Campaign) -> None:
    lost, one, other = sent.back / "lost.xlsx", sent.back / "one.xlsx", sent.back / "other.xlsx"
    lost.symlink_to(sent.back / "gone.xlsx")
    one.symlink_to(other)
    other.symlink_to(one)
    assert "is not there" in one_line(cli("validate", lost))
    one_line(cli("validate", one))
    done = cli("collect", sent.master, "--from", sent.back, "--apply", "--json")
    assert done.code == 1
    assert sorted(refused["file"] for refused in done.data["refused"]) == ["lost.xlsx", "one.xlsx", "other.xlsx"]


# --- the clock


def test_a_clock_that_goes_back_changes_no_order(sent: Campaign) -> None:
    """What was taken later counts, whatever the clock said and whenever the file was copied."""
    sent.send_back_one_row("E001", rating=2, name="1.xlsx", saved=NOW)
    run("collect", sent.master, source=sent.back, apply=True)
    path = sent.send_back_one_row("E001", rating=5, name="2.xlsx", saved=NOW + dt.timedelta(hours=1))
    os.utime(path, (0, 0))
    run("collect", sent.master, source=sent.back, apply=True, now=NOW - dt.timedelta(days=400))
    assert [rating for rating, _, _ in sent.said.values()] == [5]
    assert {file["fate"] for file in run("collect", sent.master, source=sent.back).data["files"]} == {"same"}


@contextmanager
def living_in(zone: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()  # without it the process stays where it is
        try:
            yield
        finally:
            there.undo()
            time.tzset()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])
def test_a_time_zone_changes_no_byte(zone: str, sent: Campaign, tmp_path: Path) -> None:
    other = campaign(tmp_path / "elsewhere")
    run("score", sent.master)
    with living_in(zone):
        run("score", other.master)
    assert other.master.read_bytes() == sent.master.read_bytes()


# --- other kinds of workbook


@pytest.fixture
def old(sent: Campaign) -> Campaign:
    """The workbook as Excel for Mac once counted days: from 1904."""
    with Person(sent.master) as person:
        person.book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - openpyxl's own constant is this
    return sent


def test_days_counted_from_1904(old: Campaign) -> None:
    assert ClosedBook(old.master).read_snapshot().date1904
    before = [(move.employee, move.date) for move in old.data.moves]
    assert before
    works(old)
    run("roadmap", old.master)
    assert ClosedBook(old.master).read_snapshot().date1904
    assert [(move.employee, move.date) for move in old.data.moves] == before


def strict(data: bytes) -> dict[str, bytes]:
    """A workbook as Excel's "Strict Open XML Spreadsheet": the same parts in the namespaces of ISO 29500."""
    found = {}
    for name, part in parts(data).items():
        part = re.sub(
            rb"http://schemas\.openxmlformats\.org/spreadsheetml/2006/main", _ISO + b"spreadsheetml/main", part
        )
        part = re.sub(
            rb"http://schemas\.openxmlformats\.org/officeDocument/2006/(relationships|customXml|docPropsVTypes)",
            _ISO + rb"officeDocument/\1",
            part,
        )
        part = re.sub(
            rb"http://schemas\.openxmlformats\.org/drawingml/2006/(main|chart|spreadsheetDrawing)",
            _ISO + rb"drawingml/\1",
            part,
        )
        found[name] = part.replace(b"<workbook ", b'<workbook conformance="strict" ', 1)
    return found


_ISO = b"http://purl.oclc.org/ooxml/"


def repack(path: Path, held: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in held.items():
            package.writestr(name, data)
    return path


def test_strict_open_xml(sent: Campaign) -> None:
    """Master and form: read as any other, and the master stays strict."""
    before = sent.data
    repack(sent.master, strict(sent.master.read_bytes()))
    assert sent.data == before
    form = sent.send_back_one_row("E001", rating=3, words="Said so.")
    repack(form, strict(form.read_bytes()))
    works(sent)
    written = parts(sent.master.read_bytes())
    assert not [name for name, part in written.items() if b"schemas.openxmlformats.org/spreadsheetml/2006/main" in part]


@pytest.mark.libreoffice
def test_a_workbook_and_its_forms_saved_by_libreoffice(sent: Campaign, office: Office, tmp_path: Path) -> None:
    before = sent.data
    for path in (sent.master, sent.form("E001")):
        with office.open(path) as document:
            document.store(tmp_path / path.name)
        (tmp_path / path.name).replace(path)
    assert read_dataset(ClosedBook(sent.master).read_snapshot(), TODAY).data.ratings == before.ratings
    works(sent)
