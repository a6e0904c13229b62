"""Buttons, scripts and worksheet functions: what is asked for in Excel reaches a command, and its answer a person."""

from __future__ import annotations

import asyncio
import inspect
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from macros_py import functions, lite, options, request, ribbon
from macros_py.request import Request, take_request
from tests.support.clock import TODAY
from tests.support.macros import macros, replaced
from tests.support.office import Office
from tests.test_cli import demo_book
from xl_addin.addin.vba_modules import modules
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.live_read import read_snapshot
from xl_addin.commands import all_commands, command_names, find_command
from xl_addin.commands.perform import perform
from xl_addin.model.errors import Stop
from xl_addin.scores import d08_gap, d09_score

HOSTILE = ["a'); import os; os._exit(3); ('.xlsx", 'a" & Shell("x") & ".xlsx', "Zoë & Søn 100%.xlsx", "=cmd|' .xlsx"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, with the add-in's folder in it."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    request.folder().mkdir(parents=True)
    return home


@pytest.fixture
def company(excel: xlwings.App, home: Path, tmp_path: Path) -> xlwings.Book:
    """The sample company's workbook, open."""
    return excel.books.open(demo_book(tmp_path / "a.xlsx"))


def alerts(excel: xlwings.App) -> list[str]:
    return [words for kind, words in excel.impl.seen if kind == "alert"]


# --- the request


def ask(command: object, workbook: object) -> None:
    path = request.folder() / "request.json"
    path.write_text(json.dumps({"command": command, "workbook": workbook}), encoding="ascii")


def test_a_request_is_taken_once(home: Path) -> None:
    ask("score", "/a/b.xlsx")
    assert take_request() == Request("score", "/a/b.xlsx")
    with pytest.raises(Stop, match="press it again"):
        take_request()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"command": 1, "workbook": "a"}', '{"command": "x"}', "\xff"])
def test_what_is_no_request_of_ours_is_refused_and_gone(text: str, home: Path) -> None:
    path = request.folder() / "request.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Stop, match="could not read"):
        take_request()
    assert not path.exists()


@given(st.text())
def test_only_commands_of_the_folder_are_known(name: str) -> None:
    if name not in command_names():
        with pytest.raises(Stop, match="is not a command"):
            find_command(name)


# --- a press


@pytest.mark.libreoffice
def test_a_press_validates_and_shows_the_findings(excel: xlwings.App, company: xlwings.Book) -> None:
    twin = Path(company.fullname).with_name("twin.xlsx")
    twin.write_bytes(Path(company.fullname).read_bytes())
    ask("validate", company.fullname)
    ribbon.press()
    closed = perform(
        find_command("validate"), find_command("validate").options(), storage=FolderStorage(), today=TODAY, path=twin
    )
    assert alerts(excel) == [f"{closed.sentence}\n\nWhat it can be told stands on the new tab Options."]
    assert company.sheets.active.name == "To fix"
    assert excel.impl.seen[0] == ("status", "Trackbook: validate ...")
    assert excel.impl.status_bar is False
    assert excel.screen_updating


@pytest.mark.libreoffice
def test_an_entry_of_more_tabs_shows_that_tab(excel: xlwings.App, company: xlwings.Book) -> None:
    tabs = {sheet.name: sheet.visible for sheet in company.sheets}
    assert not tabs["Scores"]
    ask("show Scores", company.fullname)
    ribbon.press()
    assert alerts(excel) == ["Shown: Scores."]
    assert company.sheets.active.name == "Scores"
    # the rest is as it was: what a menu offers needs no tab of options
    assert {sheet.name: sheet.visible for sheet in company.sheets} == {**tabs, "Scores": True}


@pytest.mark.parametrize(("command", "choice"), [("show", "Nowhere"), ("score", "Scores"), ("show", "all; Scores")])
def test_only_what_a_menu_offers_is_taken_from_it(command: str, choice: str) -> None:
    with pytest.raises(Stop, match="has no such entry"):
        options.choice_from_menu(find_command(command), choice)
    assert options.choice_from_menu(find_command("show"), "Next steps") == {"tabs": ("Next steps",)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["no_such", "perform", "__import__('os')", "addin"])
def test_a_press_for_anything_else_changes_nothing(name: str, excel: xlwings.App, company: xlwings.Book) -> None:
    before = read_snapshot(company)
    ask(name, company.fullname)
    ribbon.press()
    assert len(alerts(excel)) == 1
    assert name in alerts(excel)[0]
    assert read_snapshot(company) == before


@pytest.mark.libreoffice
def test_a_press_without_a_workbook_says_so(excel: xlwings.App, company: xlwings.Book) -> None:
    ribbon.press("score", "/elsewhere/b.xlsx")
    assert alerts(excel) == [
        "score: has no open workbook to work on: open it in Excel, then press the button again",
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("tab", ["trackbook.conf", "x.py"])
def test_a_workbook_that_could_choose_code_is_refused(tab: str, excel: xlwings.App, company: xlwings.Book) -> None:
    company.sheets.add(tab, after=company.sheets["Start"])
    before = read_snapshot(company)
    ribbon.press("validate", company.fullname)
    assert [tab in words for words in alerts(excel)] == [True]
    assert read_snapshot(company) == before


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_name_is_only_a_name(name: str, excel: xlwings.App, home: Path, tmp_path: Path) -> None:
    book = excel.books.open(demo_book(tmp_path / name))
    ask("roadmap", book.fullname)
    ribbon.press()
    assert [words.startswith("33 actions, ") for words in alerts(excel)] == [True]


@pytest.mark.libreoffice
def test_a_foreign_workbook_is_left_alone(excel: xlwings.App, home: Path, tmp_path: Path) -> None:
    from tests.support.office import write_liar

    book = excel.books.open(write_liar(tmp_path / "foreign.xlsx"))
    before = book.sheets[0].range("A1:C9").formula
    ribbon.press("build", book.fullname)
    assert ["not a Trackbook one" in words for words in alerts(excel)] == [True]
    assert (len(book.sheets), book.sheets[0].range("A1:C9").formula) == (1, before)


@pytest.mark.libreoffice
def test_a_fault_of_ours_is_one_line_without_anybodys_words(
    excel: xlwings.App, company: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Zebulon")

    monkeypatch.setattr(ribbon, "read_snapshot", broken)
    ribbon.press("validate", company.fullname)
    assert ["KeyError" in words and "Zebulon" not in words for words in alerts(excel)] == [True]


@pytest.mark.libreoffice
def test_a_new_workbook_is_made_and_opened(excel: xlwings.App, home: Path) -> None:
    (home / "Documents").mkdir()
    ribbon.press("new")
    assert [book.name for book in excel.books] == ["career tracks.xlsx"]
    assert alerts(excel) == ["Made career tracks.xlsx."]


# --- what a command can be told


@pytest.mark.libreoffice
def test_what_a_command_is_told_stands_on_a_tab(excel: xlwings.App, company: xlwings.Book, tmp_path: Path) -> None:
    ribbon.press("expand", company.fullname)
    assert "was not told what to add" in alerts(excel)[0]
    assert company.sheets.active.name == options.TAB
    _tell(company, "expand", add_level="SE2a: Software engineer II+", after="SE2", apply="Yes", long="long.csv")
    ribbon.press("expand", company.fullname)
    assert alerts(excel)[1].startswith("Added 1 level")
    assert "SE2a" in str(read_snapshot(company).tables["tblLevels"].rows)
    assert (tmp_path / "long.csv").is_file()  # named without its place: beside the workbook


def _tell(book: xlwings.Book, command: str, **words: str) -> None:
    table = read_snapshot(book).tables["tblOptions"]
    for number, row in enumerate(table.rows, table.top + 1):
        if row[0] == command and row[1] in words:
            book.sheets[options.TAB].range((number, table.left + 2)).value = words[str(row[1])]


@pytest.mark.libreoffice
def test_an_option_that_does_not_fit_is_told(excel: xlwings.App, company: xlwings.Book) -> None:
    ribbon.press("roadmap", company.fullname)
    assert f"the new tab {options.TAB}" in alerts(excel)[0]
    _tell(company, "roadmap", start="soon")
    ribbon.press("roadmap", company.fullname)
    assert "roadmap, start: " in alerts(excel)[1]
    assert "put it right on the tab Options" in alerts(excel)[1]


def test_every_option_of_every_button_can_be_told() -> None:
    for own in all_commands().values():
        for name, field in own.options.model_fields.items():
            takes = options._takes(field)
            assert takes, f"{own.name} {name}"
            assert "typing" not in takes
            assert "None" not in takes


# --- xlwings Lite


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["build", "validate", "score", "roadmap", "delta"])
def test_a_script_does_what_the_command_does(
    name: str, excel: xlwings.App, company: xlwings.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lite, "DATA", tmp_path / "data")
    lite.DATA.mkdir()
    twin = Path(company.fullname).with_name("twin.xlsx")
    twin.write_bytes(Path(company.fullname).read_bytes())
    asyncio.run(getattr(lite, name)(company))
    own = find_command(name)
    assert alerts(excel) == [
        ribbon.message(perform(own, own.options(), storage=FolderStorage(), today=TODAY, path=twin))
    ]


def test_scripts_are_what_lite_looks_for() -> None:
    buttons = {own.name for own in all_commands().values() if own.button}
    assert buttons < set(lite.__all__)
    for name in buttons:
        script = getattr(lite, name)
        first, *others = inspect.signature(script).parameters.values()
        assert inspect.iscoroutinefunction(script)
        assert first.annotation is xlwings.Book
        assert all(other.default is not inspect.Parameter.empty for other in others)
        assert script.__doc__ == find_command(name).help


# --- worksheet functions


RATINGS: list[tuple[Any, Any]] = [(4, 4), (4.0, 4), ("4 ", 4), ("N/A", "N/A"), (None, None), ("", None)]


@pytest.mark.parametrize(("cell", "rating"), RATINGS)
def test_functions_say_what_the_scores_say(cell: Any, rating: Any) -> None:
    said = d08_gap.gap(5, rating)
    assert functions.tb_gap(5, cell) == ("" if said is None else said)
    pairs = [(60.0, 3), (40.0, rating)]
    share, points = d09_score.coverage(pairs), d09_score.weighted_score(pairs, 0.7)
    assert functions.tb_coverage([[60, 40]], [[3], [cell]]) == share
    assert functions.tb_score([[60], [40]], [[3, cell]]) == ("" if points is None else points)


def test_least_coverage_may_be_given() -> None:
    assert functions.tb_score([[40, 60]], [[3, None]]) == ""
    assert functions.tb_score([[40, 60]], [[3, None]], 0.4) == 0.2  # what is not rated yet earns nothing


MATRIX: list[list[Any]] = [
    ["Competency ID", "Competency", "Weight", "Engineer I (SE1)"],
    ["OWN", "Ownership", 40, "Asks for help."],
]


@pytest.mark.parametrize(("competency", "level"), [("OWN", "SE1"), ("ownership", "Engineer I (SE1)"), ("own", "se1")])
def test_expectation_is_found_by_id_or_name(competency: str, level: str) -> None:
    assert functions.tb_expectation(MATRIX, competency, level) == "Asks for help."


def test_what_does_not_fit_is_an_error_in_the_cell() -> None:
    with pytest.raises(ValueError, match="rating: is not a whole number from 1 to 5"):
        functions.tb_gap(3, 6)
    with pytest.raises(ValueError, match="no such competency or level"):
        functions.tb_expectation(MATRIX, "OWN", "")
    with pytest.raises(ValueError, match="shorter"):
        functions.tb_score([[50, 50]], [[3]])


def test_readiness_speaks_of_evidence_and_never_promises() -> None:
    assert functions.tb_readiness([[50, 50]], [[3, 3]], [[3, 4]]) == "Evidence supports discussing the next level"
    assert functions.tb_readiness([[50, 50]], [[3, 3]], [[3, None]], [["Yes", "No"]]).startswith("Not enough data")


def test_every_function_and_argument_has_help(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from macros_py import excel

    told: dict[str, dict[str, Any]] = {}

    class Recorder:
        """What xlwings would be told where it registers functions."""

        @staticmethod
        def func(**how: Any) -> Any:
            def declare(own: Any) -> Any:
                told[own.__name__] = {"how": how, "doc": own.__doc__, "own": own, "args": {}}
                return own

            return declare

        @staticmethod
        def arg(name: str, **how: Any) -> Any:
            def declare(own: Any) -> Any:
                told[own.__name__]["args"][name] = how
                return own

            return declare

    monkeypatch.setattr(excel, "xlwings", lambda: Recorder)
    importlib.reload(functions)
    monkeypatch.undo()
    importlib.reload(functions)
    shown = {f"{own['how']['namespace']}.{own['how']['name']}" for own in told.values()}
    assert shown == {"TB.GAP", "TB.COVERAGE", "TB.SCORE", "TB.EXPECTATION", "TB.READINESS"}
    for own in told.values():
        assert own["doc"]
        assert list(own["args"]) == list(inspect.signature(own["own"]).parameters)
        assert all(how["doc"].endswith(".") for how in own["args"].values())


# --- from the button to the workbook, through a process of its own


RUN = """Attribute VB_Name = "TrackbookRun"
Option Explicit

Public Sub RunPython(ByVal source As String)
    Shell "{python}", 0, "-m tests.support.xlw_child {pipe} " & Chr(34) & source & Chr(34) & " {result}", False
End Sub
"""


@pytest.mark.libreoffice
def test_the_whole_way_from_a_button_to_the_open_workbook(office: Office, home: Path, tmp_path: Path) -> None:
    """VBA callback, request, Python of its own, xlwings, the workbook that is open: only the starter is a stand-in."""
    result = tmp_path / "shown.json"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncd "{Path(__file__).parents[1]}" && HOME="{home}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    code = {module.name: module.code for module in modules()}["TrackbookPress"]
    for old, new in (
        ('Environ("USERPROFILE") & "\\.trackbook\\request.json"', f'"{request.folder() / "request.json"}"'),
        # LibreOffice gives the file's name alone
        ("ActiveWorkbook.FullName", 'ActiveWorkbook.Path & "/" & ActiveWorkbook.Name'),
    ):
        assert code.count(old) == 1
        code = code.replace(old, new)
    own = replaced(modules(), "TrackbookPress", code)
    own = replaced(own, "TrackbookRun", RUN.format(python=python, pipe=office.pipe, result=result))
    model = office.open(demo_book(tmp_path / "a.xlsx")).model
    try:
        with macros(office, tmp_path / "addin.xlsm", own) as running:
            _bring_to_front(model)
            running.call("TrackbookPress.Press", "validate")
            shown = _waited_for(result)
        (said,) = [words for kind, words in shown if kind == "alert"]
        assert "rules ran" in said
        assert model.CurrentController.ActiveSheet.Name == "To fix"
    finally:
        model.close(True)


def _bring_to_front(model: Any) -> None:
    frame = model.CurrentController.Frame
    frame.ContainerWindow.setVisible(True)
    frame.ContainerWindow.setFocus()
    frame.activate()


def _waited_for(path: Path) -> list[tuple[str, Any]]:
    give_up = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < give_up, "nothing came back"
        time.sleep(0.1)
    return [(kind, value) for kind, value in json.loads(path.read_text(encoding="utf-8"))]


# --- a click is light


def test_a_click_brings_in_nothing_heavy() -> None:
    code = "import sys, macros_py.ribbon, macros_py.excel; macros_py.excel.xlwings(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    heavy = {"pandas", "numpy", "openpyxl", "typer", "rich", "xlsxwriter", "xlwings.pro"} & set(loaded)
    assert heavy == set()
