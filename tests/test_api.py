"""The Python door: every method is its command, says where it writes, and reading writes nothing."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xl_addin
from tests.conftest import CHECKOUT
from tests.support.campaign import CYCLE, TODAY, Campaign, campaign, run
from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book
from xl_addin import api
from xl_addin.api import Workbook
from xl_addin.books.copies import ListingFolder
from xl_addin.commands import command_names, find_command
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import describe_fault, perform
from xl_addin.exchange.journal import journal_path
from xl_addin.frames import frame_names
from xl_addin.frames.frame import FrameProperty
from xl_addin.package.safe.lock import Lock

SECRET = "Zebulon was seen crying"
LEVEL = {"add_level": "SE2a: Software engineer II+", "after": "SE2", "draft": "ENG"}
ADDED: Mapping[str, Any] = {**LEVEL, "apply": True}
CALLS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "validate": ("validate", {}),
    "score": ("score", {"fit": "moves"}),
    "build": ("build", {}),
    "delta": ("delta", {}),
    "roadmap": ("roadmap", {"start": dt.date(2027, 1, 11), "ics": "plan.ics"}),
    "expand, shown": ("expand", LEVEL),
    "expand, done": ("expand", dict(ADDED)),
    "expand, the long form": ("expand", {"long": "statements.csv"}),
    "export": ("export", {"to": "sent", "per": "manager", "only": ["E002"], "due": dt.date(2026, 12, 4)}),
    "collect, shown": ("collect", {"source": "back", "remind": "late.csv"}),
    "collect, done": ("collect", {"source": "back", "apply": True}),
    "show": ("show", {"tabs": ("Scores",)}),
    "tidy": ("tidy", {}),
    "names": ("names", {}),
}
"""What is called -> the method, which is also the command, and its words."""
INTO_THE_FILE = ("validate", "score", "build", "delta", "roadmap", "expand, done", "show", "names")
METHODS = {name: method for name, method in vars(Workbook).items() if inspect.isfunction(method) and name[0] != "_"}


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    """A company with something for every method to write; it lies in the working folder."""
    made = campaign(tmp_path / "office")
    made.send_back_one_row("E001", rating=3)
    monkeypatch.chdir(made.master.parent)
    return made


@pytest.fixture
def book(sent: Campaign) -> Workbook:
    return xl_addin.open("tracks.xlsx", today=TODAY)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the journal, which notes the moment, and what it holds."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".journal." not in path.name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder, and when it was written."""
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in [folder, *folder.rglob("*")]}


def command(name: str, words: Mapping[str, Any], path: Path) -> Outcome:
    return run(name, path, now=dt.datetime.combine(TODAY, dt.time.min, dt.UTC), **words)


def told(outcome: Outcome) -> tuple[Any, ...]:
    return (
        outcome.sentence,
        outcome.next,
        outcome.clean,
        dict(outcome.data),
        tuple(tuple(line) for line in outcome.lines),
    )


def returned(result: Any) -> tuple[Any, ...]:
    return result.sentence, result.next_step, result.clean, dict(result.data), result.lines


# --- the same as the command


@pytest.mark.parametrize("call", CALLS)
def test_a_method_does_what_its_command_does(
    call: str, sent: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same result, and the same bytes in every file."""
    name, words = CALLS[call]
    twin = tmp_path / "twin"
    shutil.copytree(sent.master.parent, twin)
    result = getattr(xl_addin.open("tracks.xlsx", today=TODAY), name)(**words)
    monkeypatch.chdir(twin)
    outcome = command(name, words, Path("tracks.xlsx"))
    assert returned(result) == told(outcome)
    assert contents(sent.master.parent) == contents(twin)


def test_the_calls_above_are_of_every_command_on_a_workbook() -> None:
    assert {name for name, _ in CALLS.values()} == {
        name for name in command_names() if find_command(name).needs_workbook
    }


@pytest.mark.parametrize("call", CALLS)
def test_a_result_lists_every_file_that_was_written(call: str, sent: Campaign, book: Workbook) -> None:
    """Forms it names one by one, and the journal is where it was."""
    name, words = CALLS[call]
    before = state(sent.master.parent)
    result = getattr(book, name)(**words)
    changed = {Path(path) for path, mark in state(sent.master.parent).items() if before.get(path) != mark}
    written = {path.resolve() for path in changed if path.is_file() and path != journal_path(sent.master)}
    listed = {path.resolve() for path in result.files}
    forms = {path.resolve() for path in result.forms.values()} if name == "export" else set()
    assert listed <= written <= listed | forms


def test_a_run_with_nothing_to_change_lists_nothing(book: Workbook) -> None:
    assert [path.name for path in book.validate().files] == ["tracks.xlsx", "tracks.backup.xlsx"]
    assert book.validate().files == ()


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"frame", "what_if"}))
def test_a_method_takes_what_its_command_can_be_told(name: str) -> None:
    """Under the same names, with the same defaults; beside it only where to write."""
    options = find_command(name).options.model_fields
    parameters = dict(inspect.signature(METHODS[name]).parameters)
    own = {"self", "write"} | (set() if "to" in options else {"to"}) | ({"what_if"} & set(options))
    assert set(parameters) - own == set(options) - own
    for option in set(options) - own:
        default, given = options[option].get_default(), parameters[option].default
        assert (str(default) if isinstance(default, Path) else default) == given, option


def test_what_if_is_score_with_a_wish(sent: Campaign, book: Workbook) -> None:
    before = state(sent.master.parent)
    result = book.what_if("weight:Ownership=60", "setting:D09.coverage=1")
    assert state(sent.master.parent) == before
    outcome = command("score", {"what_if": ["weight:Ownership=60", "setting:D09.coverage=1"]}, Path("tracks.xlsx"))
    assert returned(result) == told(outcome)
    assert len(result.changes) == len(outcome.data["changes"])


def test_what_if_without_a_wish_says_what_it_lacks(book: Workbook) -> None:
    assert one_line(book.what_if).startswith("what_if: was not told what to try: ")


def test_explain_is_the_page(book: Workbook) -> None:
    assert book.explain("q1").text == "".join(cli("explain", "Q01").out).rstrip("\n") + "\n"
    assert book.explain().data["pages"]["Q01"]


# --- where it writes


@pytest.mark.parametrize("call", INTO_THE_FILE)
def test_a_copy_takes_in_what_changes(call: str, sent: Campaign, book: Workbook, tmp_path: Path) -> None:
    """It is the file that the command makes of a copy; the workbook stays, and no backup or lock lies beside either."""
    name, words = CALLS[call]
    words = {option: value for option, value in words.items() if option != "ics"}
    before = state(sent.master.parent)
    result = getattr(book, name)(**words, to="copy.xlsx")
    twin = tmp_path / "twin" / "copy.xlsx"
    twin.parent.mkdir()
    shutil.copyfile(sent.master, twin)
    outcome = command(name, words, twin)
    assert (result.sentence, result.clean, result.data) == (outcome.sentence, outcome.clean, outcome.data)
    assert "copy.xlsx" in f"{result.next_step} copy.xlsx"
    assert Path("copy.xlsx").read_bytes() == twin.read_bytes()
    assert result.files == (Path("copy.xlsx"),)
    after = state(sent.master.parent)
    del after[str(sent.master.parent / "copy.xlsx")]
    assert {path: mark for path, mark in after.items() if path != str(sent.master.parent)} == {
        path: mark for path, mark in before.items() if path != str(sent.master.parent)
    }


def test_a_copy_of_what_needs_no_change_is_the_file(sent: Campaign, book: Workbook) -> None:
    book.validate()
    assert book.validate(to="copy.xlsx").files == (Path("copy.xlsx"),)
    assert Path("copy.xlsx").read_bytes() == sent.master.read_bytes()


@pytest.mark.parametrize(
    ("to", "line"),
    [
        ("taken.xlsx", "taken.xlsx: exists already: choose another name"),
        ("tracks.xlsx", "tracks.xlsx: exists already: choose another name"),
        ("copy.xlsm", "copy.xlsm: is not the kind of file that tracks.xlsx is: try copy.xlsx"),
    ],
)
def test_a_copy_never_lands_on_a_file(to: str, line: str, sent: Campaign, book: Workbook) -> None:
    Path("taken.xlsx").write_bytes(b"mine")
    before = contents(sent.master.parent)
    assert one_line(lambda: book.score(to=to)) == line
    assert contents(sent.master.parent) == before


def test_a_workbook_saved_while_it_is_copied_is_not_mixed(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was worked out from the older file is not written over the newer one's cells."""
    from xl_addin.books.copies import CopyFolder

    folder = CopyFolder(book.path)
    with folder.open(Path("copy.xlsx")) as copied:
        copied.read_snapshot()
        os.utime(book.path)
        book.path.write_bytes(demo_book(Path("other.xlsx")).read_bytes())
        with pytest.raises(xl_addin.Stop, match="was changed by somebody else meanwhile"):
            copied.finish()  # type: ignore[attr-defined]
        copied.read_snapshot()
    assert Path("copy.xlsx").read_bytes() == book.path.read_bytes()


@pytest.mark.parametrize("name", ["validate", "score", "build", "delta", "roadmap"])
def test_a_look_writes_nothing_and_tells_the_same(name: str, sent: Campaign, book: Workbook) -> None:
    getattr(book, name)()  # the tabs it names are to be seen from here on
    before = state(sent.master.parent)
    seen = getattr(book, name)(write=False)
    assert state(sent.master.parent) == before
    assert seen.files == ()
    assert returned(seen) == returned(getattr(book, name)())


def test_frames_write_nothing_and_wait_for_nobody(sent: Campaign, book: Workbook) -> None:
    """Another program may hold the workbook: what is read is what was saved last."""
    with Lock(sent.master.resolve()):
        before = state(sent.master.parent)
        assert all(len(book.frame(name).to_pandas()) >= 0 for name in frame_names())
        assert book.cycle == CYCLE
        assert state(sent.master.parent) == before
        assert "is being changed by" in one_line(book.validate)


def test_frames_are_of_the_file_as_it_stands(sent: Campaign, book: Workbook) -> None:
    known = len(book.people)
    with Person(sent.master) as person:
        person.add("tblPeople", {"Employee ID": "E900", "Name": "New Person"})
    assert len(book.people) == known + 1


def test_what_is_read_is_read_once(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    real = perform

    def counting(command: Any, *words: Any, **more: Any) -> Outcome:
        runs.append(command.name)
        return real(command, *words, **more)

    monkeypatch.setattr(api, "perform", counting)
    for _ in range(2):
        assert (len(book.people), len(book.ratings), len(book.findings)) > (0, 0, -1)
    assert sorted(runs) == ["look", "validate"]


def test_where_to_write_is_not_said_in_vain(book: Workbook) -> None:
    assert one_line(lambda: book.score(to="a.xlsx", write=False)).startswith("to: says where to write")
    assert one_line(lambda: book.expand(add_level="SE9: X", after="SE2", to="a.xlsx")).startswith("to: says where to")
    assert not Path("a.xlsx").exists()


# --- one clear line


def one_line(call: Any) -> str:
    with pytest.raises(xl_addin.Stop) as stopped:
        call()
    line = str(stopped.value)
    assert line
    assert "\n" not in line
    return line


def test_what_cannot_be_opened_says_why_as_the_command_does(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "words.xlsx").write_text("Employee ID,Name", encoding="utf-8")
    for name in ("gone.xlsx", "folder.xlsx", "words.xlsx"):
        path = tmp_path / name
        assert one_line(lambda path=path: xl_addin.open(path)) == cli("validate", path).err.strip()


def test_another_workbook_is_opened_and_then_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(path)
    book = xl_addin.open(path)
    line = cli("validate", path).err.strip()
    assert line == one_line(book.validate) == one_line(lambda: book.people)


def test_a_workbook_that_lost_its_tables_can_still_be_built(sent: Campaign, book: Workbook) -> None:
    with Person(sent.master) as person:
        for sheet in person.book.worksheets:
            sheet.tables.clear()
    line = one_line(lambda: book.people)
    assert "build" in line
    assert line == one_line(book.score) == cli("score", "tracks.xlsx").err.strip()
    assert book.build().data["tables_laid"]
    assert len(book.people)


def test_an_option_that_does_not_fit_is_named(book: Workbook) -> None:
    assert one_line(lambda: book.score(fit="most")) == (  # type: ignore[arg-type]
        "fit: is none of 'auto', 'all' or 'moves': see: help(xl_addin.Workbook.score)"
    )
    assert one_line(lambda: book.export(jobs=0)).startswith("jobs: is less than 1")
    assert one_line(lambda: book.export(only="E002")).startswith("only: is no list: ")
    assert one_line(lambda: book.expand(add_level=5)).startswith("add_level: is no text: ")  # type: ignore[arg-type]
    assert one_line(lambda: book.export(3)).startswith("to: is no name of a file: ")  # type: ignore[arg-type]
    assert one_line(lambda: book.what_if("weight:Nothing=3"))
    assert one_line(lambda: book.frame("salaries")).startswith("salaries: is not a frame: choose one of: actions, ")


@pytest.mark.parametrize("error", [ValueError(SECRET), MemoryError(), PermissionError(13, "denied", "/a/b.xlsx")])
def test_what_nobody_foresaw_is_one_line_too(error: Exception, book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*words: Any, **more: Any) -> None:
        raise error

    monkeypatch.setattr(api, "perform", fail)
    line = one_line(book.score)
    assert SECRET not in line
    assert line == str(describe_fault(error))


# --- results


def test_results_are_typed(book: Workbook) -> None:
    checked, scored = book.validate(write=False), book.score(write=False)
    assert [vars(finding) for finding in checked.findings] == checked.data["findings"]
    assert [criterion.name for criterion in checked.criteria] == [line["name"] for line in checked.data["criteria"]]
    assert checked.overall == min(line.score for line in checked.criteria if line.score is not None)
    assert [person.id for person in scored.people] == [line["id"] for line in scored.data["people"]]
    assert all(person.score is None or 0 <= person.score <= 1 for person in scored.people)
    grown = book.expand(add_level=LEVEL["add_level"], after="SE2")
    assert not grown.applied
    assert grown.plan["levels"]
    assert book.build(to="built.xlsx").changes >= 0
    assert all(step["low"] != step["high"] for step in book.delta(write=False).steps)


def test_results_of_forms_are_typed(sent: Campaign, book: Workbook) -> None:
    exported = book.export("sent")
    assert {path for path in exported.forms.values() if path.is_file()} == set(exported.forms.values())
    assert exported.refused == ()
    shown = book.collect("back")
    assert (shown.applied, [(form.person, form.fate) for form in shown.forms]) == (False, [("E001", "partial")])
    assert "E002" in shown.missing
    assert book.collect("back", apply=True).applied
    assert [rating for rating, _, _ in sent.said.values() if rating] == [3]


def test_a_result_says_what_was_written_and_what_is_next(book: Workbook) -> None:
    planned = book.roadmap(ics="plan.ics")
    assert str(planned) == (
        f"{planned.sentence}\nWritten: tracks.xlsx, tracks.backup.xlsx, plan.ics\n{planned.next_step}"
    )
    assert planned.exit_code == 0
    assert planned.stage in ("", "Awareness", "Planning", "Development", "Training", "Implementing", "Measuring")
    assert all(planned.flags.values())
    assert "Nothing was written." in str(book.validate(write=False))
    with Person(book.path) as person:
        person.type("tblCompetencies", "Competency", {"Competency ID": "OWN"}, None)
    assert book.validate(write=False).exit_code == 1 == cli("validate", "tracks.xlsx").code


def test_a_result_at_a_prompt_is_short_and_names_nobody(book: Workbook) -> None:
    """What it holds of people is shown to who asks for it, not to every notebook and log."""
    scored = book.score(write=False)
    assert scored.people
    assert repr(scored) == (
        f"ScoreResult(sentence={scored.sentence!r}, next_step={scored.next_step!r}, clean={scored.clean}, files=())"
    )


# --- what it costs, and what others see of it


def loaded(code: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(CHECKOUT)])},
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


def test_the_library_costs_nothing_before_it_is_asked(tmp_path: Path) -> None:
    assert loaded("import xl_addin", tmp_path) - loaded("pass", tmp_path) == {"xl_addin"}


@pytest.mark.parametrize(
    "code",
    [
        "import macros_py.ribbon",
        "from xl_addin.__main__ import run_line; run_line(['validate', 'tracks.xlsx', '--json'])",
        "import xl_addin; book = xl_addin.open('tracks.xlsx'); book.validate(); list(book.ratings)",
    ],
)
def test_pandas_comes_with_a_dataframe_only(code: str, sent: Campaign) -> None:
    assert not {"pandas", "openpyxl", "matplotlib"} & loaded(code, sent.master.parent)
    if "list(book.ratings)" in code:
        assert "pandas" in loaded(f"{code}; book.ratings.head()", sent.master.parent)


def test_type_checkers_are_told_what_there_is() -> None:
    stub = ast.parse((CHECKOUT / "xl_addin" / "__init__.pyi").read_text(encoding="utf-8"))
    told = {alias.name: node.module for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert told == xl_addin._HOMES  # type: ignore[attr-defined]
    assert set(xl_addin.__all__) == {*told, "__version__"} <= set(dir(xl_addin))
    assert all(getattr(xl_addin, name).__module__ == module for name, module in told.items())
    assert (CHECKOUT / "xl_addin" / "py.typed").exists()
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        xl_addin.opne  # type: ignore[attr-defined]  # noqa: B018


def test_every_frame_is_an_attribute() -> None:
    own = {name for name, value in vars(Workbook).items() if isinstance(value, FrameProperty)}
    assert own == set(frame_names())


def test_the_line_of_the_help_prints_a_dataframe(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    demo_book(tmp_path / "out" / "larkspur.xlsx")
    line = "import xl_addin; print(xl_addin.open('out/larkspur.xlsx').ratings.head())"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.split()[:3] == ["cycle", "employee", "competency"]
    assert "E004" in done.stdout


def test_a_list_of_what_was_written_can_go_to_other_processes(book: Workbook) -> None:
    """Forms are written by several at once where `jobs` says so."""
    import pickle

    assert pickle.loads(pickle.dumps(ListingFolder())).files == []
    assert len(book.export("sent", jobs=2).forms) > 1


@pytest.mark.parametrize("ics", ["tracks.xlsx", "other.xlsx", "tracks.journal.sqlite", ".", "", "gone/plan.ics"])
def test_a_list_never_takes_the_place_of_a_workbook(ics: str, sent: Campaign, book: Workbook) -> None:
    """Nor is anything changed where it cannot be written: the workbook is then as it was."""
    shutil.copyfile("tracks.xlsx", "other.xlsx")
    before = contents(sent.master.parent)
    assert one_line(lambda: book.roadmap(ics=ics)) == cli("roadmap", "tracks.xlsx", "--ics", ics).err.strip()
    assert one_line(lambda: book.collect(remind=ics))
    assert contents(sent.master.parent) == before
    assert not Path("tracks.backup.xlsx").exists()


def test_a_list_takes_the_place_of_an_older_one(book: Workbook) -> None:
    Path("plan.ics").write_bytes("\ufeffold".encode("utf-16"))
    assert Path("plan.ics") in book.roadmap(ics="plan.ics").files
    assert Path("plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_level_is_not_added_where_the_long_form_cannot_be_written(sent: Campaign, book: Workbook) -> None:
    Path("long.xlsx").write_bytes(b"mine")
    before = contents(sent.master.parent)
    assert one_line(lambda: book.expand(**ADDED, long="long.xlsx")).startswith("long.xlsx: exists already")
    assert contents(sent.master.parent) == before


# --- what nobody should hand over


@pytest.mark.parametrize("path", [None, 3, b"tracks.xlsx", ["tracks.xlsx"], "tracks\0.xlsx", 1.5, object()])
def test_what_is_no_name_of_a_file_is_told_in_a_line(path: Any, book: Workbook) -> None:
    assert one_line(lambda: xl_addin.open(path)) == "path: is no name of a file: see: help(xl_addin.open)"
    if path is None:
        return
    assert one_line(lambda: book.score(to=path)) == "to: is no name of a file: see: help(xl_addin.Workbook.score)"
    assert one_line(lambda: book.export(path)) == "to: is no name of a file: see: help(xl_addin.Workbook.export)"
    assert one_line(lambda: book.collect(path)).startswith("source: is no name of a file: ")
    assert one_line(lambda: book.roadmap(ics=path)).startswith("ics: is no name of a file: ")


def test_a_day_may_be_a_moment_and_is_nothing_else(sent: Campaign) -> None:
    import pandas as pd

    for moment in (dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC), pd.Timestamp("2026-12-01")):
        same = xl_addin.open("tracks.xlsx", today=dt.date(2026, 12, 1))
        book = xl_addin.open("tracks.xlsx", today=moment)
        assert book.validate(write=False) == same.validate(write=False)
        assert book.roadmap(write=False) == same.roadmap(write=False)
    for today in ("2026-12-01", 5, 0, "", False, [TODAY]):
        assert one_line(lambda today=today: xl_addin.open("tracks.xlsx", today=today)).startswith("today: is no ")
    for say in (None, "print", 3):
        assert one_line(lambda say=say: xl_addin.open("tracks.xlsx", say=say)).startswith("say: cannot be called: ")


def test_what_does_not_fit_is_told_in_our_words(book: Workbook) -> None:
    assert one_line(lambda: book.export(only="E001")).startswith("only: is no list: see: ")
    assert one_line(lambda: book.export(only=[None])).startswith("only: is no text: see: ")  # type: ignore[list-item]
    assert one_line(lambda: book.explain(3)).startswith("code: is no text: see: ")  # type: ignore[arg-type]
    assert one_line(lambda: book.what_if(3)).endswith("help(xl_addin.Workbook.what_if)")  # type: ignore[arg-type]
    assert one_line(book.what_if).startswith("what_if: was not told what to try: ")
    names: tuple[Any, ...] = (None, 3, ["people"], {})
    for name in names:
        assert "is not a frame" in one_line(partial(book.frame, name))


def test_a_workbook_stays_the_one_that_was_opened(sent: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a script walks to another folder, even one with a workbook of the same name."""
    book = xl_addin.open("tracks.xlsx", today=TODAY)
    Path("other").mkdir()
    demo_book(Path("other/tracks.xlsx"))
    people, before = list(book.people), Path("other/tracks.xlsx").read_bytes()
    monkeypatch.chdir("other")
    assert list(book.people) == people
    assert sent.master in book.validate().files
    assert book.score(to="copy.xlsx").files == (Path("copy.xlsx"),)
    assert Path("tracks.xlsx").read_bytes() == before
    assert Path("copy.xlsx").exists()


def test_results_are_plain_values_and_go_to_other_processes(book: Workbook) -> None:
    import json
    import pickle

    shown = (book.validate, book.score, book.build, book.delta, book.roadmap)
    results: list[Any] = [method(write=False) for method in shown]
    results += [
        book.what_if("weight:Ownership=60"),
        book.explain(),
        book.expand(add_level="SE9: X", after="SE2"),
        book.collect("back"),
    ]
    for result in results:
        assert json.loads(json.dumps(dict(result.data))) is not None
        assert pickle.loads(pickle.dumps(result)) == result
    for name in frame_names():
        frame = book.frame(name)
        assert list(pickle.loads(pickle.dumps(frame))) == list(frame)
    assert list(pickle.loads(pickle.dumps(book)).people) == list(book.people)


def test_without_pandas_a_line_says_what_to_do(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert len(list(book.people))
    assert one_line(book.people.to_pandas) == (
        "pandas: is not installed, and a DataFrame needs it: "
        "install it with: pip install pandas; for row in book.people does without"
    )


def test_a_script_without_a_main_guard_is_told_so(sent: Campaign) -> None:
    """Every process that writes forms reads the script again, and cannot go through it."""
    code = "import xl_addin\ntry:\n    xl_addin.open('tracks.xlsx').export('sent', jobs=2)\n"
    Path("script.py").write_text(f"{code}except xl_addin.Stop as stop:\n    print(stop)\n    raise", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    assert "__main__" in done.stdout.splitlines()[-1]
