"""The command line as a person or a script meets it: what is printed where, exit codes, one clear line when stuck."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine

from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person
from xl_addin import __version__
from xl_addin.__main__ import MOST_LINES, _lines, run_line
from xl_addin.commands import all_commands
from xl_addin.commands.command import Command, Outcome
from xl_addin.package.safe.lock import Lock

ON_A_WORKBOOK = sorted(name for name, own in all_commands().items() if own.needs_workbook)
SECRET = "Zebulon was seen crying"


@dataclass(frozen=True)
class Ran:
    """What one run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def cli(*words: object) -> Ran:
    """Runs the command line here; whatever it raises is a failure of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_line([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())


@functools.cache
def _demo(*words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        done = cli("demo", Path(folder) / "out", *words, "--json")
        assert done.code == 0, done.err
        return (Path(folder) / "out" / "larkspur.xlsx").read_bytes()


def demo_book(path: Path) -> Path:
    """The sample company's workbook as every command has left it; made once for the whole run."""
    path.write_bytes(_demo("--ids"))
    return path


@functools.cache
def _starter() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "a.xlsx"
        assert cli("new", "--ids", book, "--starter", "engineering").code == 0
        for name in ("build", "validate"):
            assert cli(name, book).code in (0, 1)
        return book.read_bytes()


def starter_book(path: Path) -> Path:
    """A framework without people, built and validated; smaller than the sample company's and so quicker."""
    path.write_bytes(_starter())
    return path


@functools.cache
def _to_do() -> bytes:
    """The sample company with something for every command to write."""
    with tempfile.TemporaryDirectory() as folder:
        book = demo_book(Path(folder) / "a.xlsx")
        with Person(book) as person:
            person.add("tblCompetencies", {"Competency ID": "ZZZ", "Competency": "New", "Definition": "New."})
            person.drop_row("tblPeople", {"Employee ID": person.column("tblPeople", "Employee ID")[-1]})
        return book.read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- the story of the first five minutes


def test_new_build_validate_prints_json_and_nothing_else(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    assert cli("new", book).code == 0
    assert cli("build", book).code == 0
    done = cli("validate", book, "--json")
    assert done.code == 1  # a workbook with nothing in it is not clean
    assert {"findings", "criteria", "rules_run"} <= done.data.keys()
    # before anything else, there has to be something to check
    told = f"Fill Framework in a.xlsx, then run: trackbook build {book}"
    assert done.err.splitlines()[-1] == told


def test_each_finding_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    assert cli("new", "--ids", book, "--starter", "engineering").code == 0
    assert cli("build", book).code == 0
    done = cli("validate", book, "--json")
    assert done.code == 1
    assert done.data["findings"]
    tabs = openpyxl.load_workbook(book).sheetnames
    for finding in done.data["findings"]:
        assert finding.keys() == {"code", "severity", "sheet", "cell", "message", "fix"}
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["sheet"] in tabs
        assert finding["message"]
        assert finding["fix"]
    assert all({"name", "score"} <= criterion.keys() for criterion in done.data["criteria"])
    assert len(done.data["rules_run"]) > 40


def test_a_workbook_with_nothing_open_is_clean(tmp_path: Path) -> None:
    """Exit code 0 asks for no error and no warning: here a person has accepted them all, each with a reason."""
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book):
        pass  # saved once, so that what openpyxl's saving changes is among the findings already
    assert cli("validate", book).code == 1
    with Person(book) as person:
        for mark in person.column("tblFindings", "Fingerprint"):
            person.type("tblFindings", "Status", {"Fingerprint": mark}, "Accepted")
            person.type("tblFindings", "Reason", {"Fingerprint": mark}, "so agreed")
    done = cli("validate", book, "--json")
    assert (done.code, done.data["findings"]) == (0, [])
    assert done.data["accepted"] > 0


@pytest.mark.parametrize("name", sorted(all_commands().keys() - {"demo"}))  # the demo is run further down
def test_every_command_speaks_json(name: str, tmp_path: Path) -> None:
    words: dict[str, list[object]] = {
        "new": [tmp_path / "n.xlsx"],
        "addin": ["build", "--to", tmp_path / "addin"],
        "explain": ["Q01"],
        "expand": ["--add-level", "SE9: Fellow", "--after", "SE4"],
        "export": ["--to", tmp_path / "forms"],
        "collect": ["--from", tmp_path / "forms"],
    }
    own = all_commands()[name]
    book = [demo_book(tmp_path / "a.xlsx")] if own.needs_workbook else []
    if name == "collect":
        cli("export", *book, *words["export"])
    done = cli(name, *book, *words.get(name, ()), "--json")
    assert done.code in (0, 1), done.err
    assert isinstance(done.data, dict)
    assert done.data
    assert done.err.strip()  # the sentence for people, out of the way of the JSON


@pytest.mark.parametrize("name", sorted(all_commands()))
def test_every_command_helps(name: str) -> None:
    done = cli(name, "--help")
    assert done.code == 0
    assert "--json" in done.out
    assert "Example: trackbook" in done.out
    assert "Exit code: 0 clean, 1 findings" in done.out
    for option in all_commands()[name].options.model_fields.values():
        assert option.description
        assert "".join(option.description.split()) in "".join(done.out.split())


def test_without_json_there_are_lines_to_read(tmp_path: Path) -> None:
    done = cli("validate", starter_book(tmp_path / "a.xlsx"))
    assert "warning" in done.out
    assert "rules ran" not in done.out
    assert "rules ran" in done.err


# --- what is typed


def test_without_words_there_is_the_list_of_commands() -> None:
    done = cli()
    assert (done.code, done.err) == (0, "")
    assert done.out == cli("--help").out
    assert all(f"\n  {name} " in done.out for name in all_commands())
    assert "Exit code: 0 clean, 1 findings" in done.out


def test_the_version() -> None:
    assert cli("--version") == Ran(0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["valdate", "a.xlsx"], "valdate: is not a command: did you mean validate?"),
        (["frobnicate"], "frobnicate: is not a command: choose one of: addin, build, "),
        (["validate"], "trackbook validate: missing argument 'WORKBOOK': see: trackbook validate --help"),
        (
            ["validate", "my", "tracks.xlsx"],
            "unexpected extra argument(s) (tracks.xlsx): see: trackbook validate --help",
        ),
        (["export", "a.xlsx", "--too", "x"], "trackbook export: no such option: --too"),
        (["export", "a.xlsx", "--per", "boss"], "--per: is none of 'employee', 'manager' or 'respondent': see: "),
        (["export", "a.xlsx", "--jobs", "many"], "--jobs: is no whole number: see: trackbook export --help"),
        (["export", "a.xlsx", "--jobs", "0"], "--jobs: is less than 1: see: trackbook export --help"),
        (["export", "a.xlsx", "--due", "soon"], "--due: is no day such as 2027-02-15: see: trackbook export --help"),
        (["export", "a.xlsx", "--due", "20270215"], "--due: is no day such as 2027-02-15"),
        (["export", "a.xlsx", "--due", "20277-02-15"], "--due: is no day such as 2027-02-15"),
        (["export", "a.xlsx", "--due", "2207-02-15"], "--due: is after 2100-01-01: see: trackbook export --help"),
        (["roadmap", "a.xlsx", "--start", "0207-02-15"], "--start: is before 1990-01-01: see: trackbook roadmap"),
        (
            ["addin", "bild"],
            "action: is none of 'build', 'install', 'uninstall' or 'status': see: trackbook addin --help",
        ),
    ],
)
def test_a_slip_of_the_fingers_is_one_line_too(words: list[str], says: str) -> None:
    assert says in one_line(cli(*words))
    assert cli(*words, "--json").data["error"].keys() == {"where", "what", "todo"}


def test_a_code_may_be_typed_short() -> None:
    assert cli("explain", "q1") == cli("explain", "Q01")


def test_the_next_step_can_be_pasted(tmp_path: Path) -> None:
    book = tmp_path / "my tracks.xlsx"
    done = cli("new", book)
    assert done.err.splitlines()[-1].endswith(f'run: trackbook build "{book}"')


class Terminal(io.StringIO):
    """What stdout is at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_shown_what_a_person_reads_a_pipe_gets_everything(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [("E1", f"[bold]line {at}", "a\x1b[2Jb") for at in range(MOST_LINES + 1_234)]
    with redirect_stdout(Terminal()) as terminal:
        _lines(lines)
    shown = terminal.getvalue().splitlines()
    assert len(shown) == MOST_LINES + 1
    assert shown[MOST_LINES - 1].split() == ["E1", "[bold]line", str(MOST_LINES - 1), "a\N{REPLACEMENT CHARACTER}[2Jb"]
    assert shown[-1].startswith("and 1,234 more: ")
    _lines(lines)
    piped = capsys.readouterr().out.splitlines()
    assert len(piped) == len(lines)
    assert piped[0] == "E1  [bold]line 0     a\N{REPLACEMENT CHARACTER}[2Jb"  # columns stand below one another


# --- what cannot be worked with


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "x")
    return out.getvalue()


def _foreign() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = SECRET
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NO_WORKBOOK = {
    "text": (SECRET.encode(), "is a text or CSV file"),
    "html": (f"<html><body>{SECRET}</body></html>".encode(), "is a web page"),
    "pdf": (f"%PDF-1.7 {SECRET}".encode(), "is a PDF"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRET.encode(), "old binary Excel file (.xls)"),
    "zip": (_zip(f"{SECRET}.txt"), "is a zip file, not a workbook"),
    "empty": (b"", "is empty (0 bytes)"),
    "torn": (_foreign()[:2000], ""),
    "foreign": (_foreign(), "is a workbook, but not a Trackbook one"),
}
"""What lies where a workbook should be, and the words the one line must hold."""


def one_line(done: Ran) -> str:
    """The one line of a stop: `where: what: what to do`, nothing else, and nothing a person wrote."""
    assert done.code == 2, done
    assert not done.out
    lines = done.err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].count(": ") >= 2, lines[0]
    assert all(part.strip() for part in lines[0].split(": "))
    assert "Traceback" not in done.err
    assert "fault of its own" not in done.err
    assert SECRET not in done.err
    return lines[0]


@pytest.mark.parametrize("name", ON_A_WORKBOOK)
@pytest.mark.parametrize("kind", NO_WORKBOOK)
def test_what_is_no_workbook_of_ours_is_left_alone(kind: str, name: str, tmp_path: Path) -> None:
    content, words = NO_WORKBOOK[kind]
    book = tmp_path / "a.xlsx"
    book.write_bytes(content)
    line = one_line(cli(name, book))
    assert line.startswith("a.xlsx: ")
    assert words in line
    assert files(tmp_path) == {"a.xlsx": content}


@pytest.mark.parametrize("name", ON_A_WORKBOOK)
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("none.xlsx", "is not there"),
        ("no-folder/none.xlsx", "is not there"),  # no lock can be made there either: that must not be the message
        ("folder", "is a folder"),
        ("file.txt/none.xlsx", "is not there"),
    ],
)
def test_a_missing_workbook_is_named(given: str, words: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.txt").write_text("x")
    assert words in one_line(cli(name, tmp_path / given))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.txt", "folder"]


@pytest.mark.parametrize("name", ON_A_WORKBOOK)
@pytest.mark.parametrize(
    ("mark", "words"), [("~$a.xlsx", "is open in Excel"), (".~lock.a.xlsx#", "is open in LibreOffice")]
)
def test_a_workbook_open_elsewhere_is_left_alone(mark: str, words: str, name: str, tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    (tmp_path / mark).write_bytes(b"x")
    before = files(tmp_path)
    assert words in one_line(cli(name, book))
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ON_A_WORKBOOK)
def test_a_workbook_another_run_holds_is_left_alone(name: str, tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    held = {"pid": os.getppid(), "host": socket.gethostname(), "since": "2026-01-01"}
    Lock(book).file.write_text(json.dumps(held))
    before = files(tmp_path)
    assert "is being changed by process" in one_line(cli(name, book))
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["build", "validate", "score"])
@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC])
def test_a_folder_that_takes_no_file_leaves_everything(
    code: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights do not stop root, so the refusal is made where files are made; the full disk hits the save alone."""
    book = tmp_path / "a.xlsx"
    book.write_bytes(_to_do())
    real = os.open

    def refuse(path: str | Path, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT and (code != errno.ENOSPC or str(path).endswith(".tmp")):
            raise OSError(code, "x")
        return real(path, flags, *rest)

    before = files(tmp_path)
    monkeypatch.setattr(os, "open", refuse)
    line = one_line(cli(name, book))
    monkeypatch.undo()
    assert "a.xlsx: cannot be " in line or "a.backup.xlsx: cannot be " in line
    assert files(tmp_path) == before


def test_a_stop_is_json_too(tmp_path: Path) -> None:
    done = cli("build", tmp_path / "none.xlsx", "--json")
    assert done.code == 2
    assert done.data == {
        "error": {"where": "none.xlsx", "what": "is not there", "todo": "check the name and the folder"}
    }
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["new", "a.xlsx"], "a.xlsx: exists already"),
        (["new", "b.xls"], "b.xls: a workbook's name ends in .xlsx: try b.xlsx"),
        (["new", "no-folder/b.xlsx"], "its folder is not there"),
        (["new", "b.xlsx", "--starter", "cooking"], "cooking: there is no starter of this name: choose from"),
        (["explain", "Z99"], "Z99: there is no page of this code"),
        (["demo", "a.xlsx/out"], "out: cannot be made here"),
    ],
)
def test_other_stops(words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xlsx").write_bytes(b"mine")
    assert says in one_line(cli(*words))
    assert files(tmp_path) == {"a.xlsx": b"mine"}


def test_a_fault_of_ours_is_one_line_without_anybodys_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    own = all_commands()["build"]

    def broken(*_: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setitem(own.__dict__, "run_job", broken)
    done = cli("build", book)
    assert done.code == 2
    assert "trackbook: met a fault of its own (KeyError at " in done.err
    assert len(done.err.splitlines()) == 1
    assert SECRET not in done.err + done.out
    assert files(tmp_path) == {"a.xlsx": _demo("--ids")}


def _below(person: Person) -> None:
    """Words right under the Findings table, where the next findings would go."""
    _, left, bottom, _ = person.box("tblFindings")
    person.table("tblFindings")[0].cell(bottom + 1, left).value = SECRET
    person.add("tblCompetencies", {"Competency ID": "ZZZ", "Competency": SECRET})


def _merged(person: Person) -> None:
    sheet, _ = person.table("tblFindings")
    _, left, bottom, _ = person.box("tblFindings")
    sheet.merge_cells(start_row=bottom + 1, end_row=bottom + 1, start_column=left, end_column=left + 1)
    person.add("tblCompetencies", {"Competency ID": "ZZZ", "Competency": SECRET})


@pytest.mark.parametrize("way", [_below, _merged])
def test_something_in_the_way_stops_and_stays(way: Callable[[Person], None], tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        way(person)
    before = files(tmp_path)
    line = one_line(cli("validate", book))
    assert line.startswith("Findings!B")
    assert files(tmp_path) == before


TOO_ALIKE = {
    "a track twice": [("tblTracks", "ENG"), ("tblTracks", "ENG")],
    "tracks apart by case": [("tblTracks", "qa"), ("tblTracks", "QA")],
    "tracks of one table name": [("tblTracks", "A-B"), ("tblTracks", "A_B")],
    "tracks of one tab name": [("tblTracks", "A" * 40 + "1"), ("tblTracks", "A" * 40 + "2")],
    "levels apart by case": [("tblLevels", "N1"), ("tblLevels", "n1")],
    "a level twice": [("tblLevels", "N1"), ("tblLevels", "N1")],
}
"""Excel knows no case in the names of tabs, tables and columns, and cuts tab names at 31 characters."""


@pytest.mark.parametrize("kind", TOO_ALIKE)
def test_ids_too_alike_stop_build_before_anything_is_made(kind: str, tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for at, (table, own) in enumerate(TOO_ALIKE[kind]):
            if table == "tblTracks":
                person.add(table, {"Track ID": own, "Track": f"Track {at}"})
                person.add("tblLevels", {"Level ID": f"X{at}", "Track ID": own, "Level title": "X", "Rank": 1})
            else:
                person.add(table, {"Level ID": own, "Track ID": "ENG", "Level title": "X", "Rank": 9})
    before = files(tmp_path)
    assert "too alike" in one_line(cli("build", book))
    assert files(tmp_path) == before
    # what is wrong is on the list of findings as well, which still works
    assert cli("validate", book).code == 1


# --- the demo


def test_the_demos_findings_are_those_that_a_check_of_it_finds(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    columns = ("Rule", "Where", "What we found", "Status")
    before = [[row[name] for name in columns] for row in Person(book).rows("tblFindings")]
    assert cli("validate", book).code in (0, 1)
    assert [[row[name] for name in columns] for row in Person(book).rows("tblFindings")] == before
    assert before


def test_the_demo_makes_what_it_lists_and_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = cli("demo", tmp_path / "out", "--json")
    assert files(tmp_path / "out") == {"mine.txt": b"mine"}
    made = tmp_path / "out-2"
    assert (done.code, Path(done.data["folder"])) == (0, made)
    assert {path.name for path in made.iterdir()} == set(done.data["files"])
    for path in made.glob("*.xlsx"):
        assert lint(path) == []
    is_same = (made / "larkspur.xlsx").read_bytes() == _demo()
    assert is_same, "same input, other bytes"  # not to be compared by pytest: a list of what differs takes minutes


# --- as a process of its own


def _shell(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xl_addin", *map(str, words)], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_door_itself(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    made = _shell("new", book, "--json")
    assert (made.returncode, json.loads(made.stdout)["file"]) == (0, str(book))
    checked = _shell("validate", book, "--json")
    assert checked.returncode == 1
    assert json.loads(checked.stdout)["findings"]
    gone = _shell("validate", tmp_path / "none.xlsx")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert gone.stderr == "none.xlsx: is not there: check the name and the folder\n"


def test_a_closed_pipe_ends_quietly() -> None:
    command = f'"{sys.executable}" -m xl_addin explain --json | head -c 1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "{"
    assert "Traceback" not in done.stderr


def test_names_of_options_come_from_the_commands() -> None:
    """A command whose options the door cannot take would fail at the start of every run, not only of its own."""
    own: Command = all_commands()["new"]
    assert "--starter" in cli("new", "--help").out
    assert own.example in cli("new", "--help").out


def test_lines_may_have_more_or_fewer_cells(capsys: pytest.CaptureFixture[str]) -> None:
    _lines([("E1", "SE2", "score 50%"), ("Responses!D9", "one answer could not be read")])
    assert capsys.readouterr().out.splitlines() == [
        "E1  SE2  score 50%",
        "Responses!D9  one answer could not be read",
    ]


def test_a_command_has_one_moment_and_the_day_it_lies_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However close to midnight: the clock is read once."""
    seen = []
    midnight = dt.datetime(2028, 3, 1).astimezone()

    def note(*_: object, today: dt.date, run_time: dt.datetime, **__: object) -> Outcome:
        seen.append((today, run_time))
        return Outcome("Done.")

    monkeypatch.setattr("xl_addin.__main__.perform", note)
    with time_machine.travel(midnight - dt.timedelta(milliseconds=1), tick=True):
        for _ in range(20):
            cli("validate", tmp_path / "a.xlsx")
    assert {now.astimezone().date() for _, now in seen} >= {midnight.date()}
    assert all(today == now.astimezone().date() for today, now in seen)
