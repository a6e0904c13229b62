"""Which tabs are to be seen: few on the first day, more as commands fill them, and none that somebody hid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlwings

from tests.support.office import Office
from tests.support.walk import visited
from tests.support.walk_states import STATES
from tests.test_cli import cli, demo_book, starter_book
from tests.test_live import desk_of, opened, run
from xl_addin.books.paint import paint
from xl_addin.commands.command import Outcome
from xl_addin.commands.hidden_tabs import HOW_TO_SHOW, explain_hidden, explain_names, explain_stop
from xl_addin.layout.describe import Cell, Line, Sheet, WorkbookDesign
from xl_addin.layout.field_values import is_blank
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.tab_visibility import standing_tab
from xl_addin.model.errors import Stop
from xl_addin.sheets import describe, scores
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.tab_links import link_if_filled

DESIGN = describe(ask_for_names(read_dataset(Snapshot()).data))
ALWAYS = [sheet.name for sheet in DESIGN.sheets if sheet.visibility == "always" and not sheet.is_hidden]
PROGRAMS_ONLY = {sheet.name for sheet in DESIGN.sheets if sheet.is_hidden}
OFFERED = {sheet.name for sheet in DESIGN.sheets if sheet.visibility != "always"}


def visible(path: Path) -> list[str]:
    return [sheet.title for sheet in openpyxl.load_workbook(path) if sheet.sheet_state == "visible"]


def workbook_xml(path: Path) -> str:
    with ZipFile(path) as package:
        return package.read("xl/workbook.xml").decode()


def new_book(path: Path, *words: str) -> Path:
    assert cli("new", path, *words).code == 0
    return path


def set_hidden(path: Path, tab: str) -> None:
    """As HR hides a tab by hand."""
    book = openpyxl.load_workbook(path)
    book[tab].sheet_state = "hidden"
    book.save(path)


# --- the first day


def test_on_the_first_day_only_the_tabs_are_seen_that_everybody_starts_with(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    assert visible(path) == ALWAYS
    assert ALWAYS[0] == "Start"
    assert not OFFERED & set(ALWAYS)
    assert {"Assessments", "Findings", "Dashboard", "Settings"} <= OFFERED


def test_hidden_tabs_can_be_shown_by_hand(tmp_path: Path) -> None:
    """Right-click, Unhide: neither are they very hidden nor is the workbook's structure protected."""
    for path in (new_book(tmp_path / "a.xlsx"), demo_book(tmp_path / "b.xlsx")):
        xml = workbook_xml(path)
        assert 'state="hidden"' in xml
        assert "veryHidden" not in xml
        assert "workbookProtection" not in xml


def test_a_workbook_with_all_tabs_hides_none_that_is_for_people(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx", "--all-tabs")
    assert visible(path) == [sheet.name for sheet in DESIGN.sheets if not sheet.is_hidden]


def test_a_workbook_opens_on_a_tab_that_is_seen(tmp_path: Path) -> None:
    for path in (new_book(tmp_path / "a.xlsx"), demo_book(tmp_path / "b.xlsx")):
        book = openpyxl.load_workbook(path)
        assert book.active.title == "Start"
        assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Start"]


@pytest.mark.libreoffice
def test_libreoffice_keeps_what_is_hidden(office: Office, tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    with office.open(path) as document:
        hidden = {name for name in document.sheet_names() if not document.sheet(name).IsVisible}
        stored = document.store(tmp_path / "b.xlsx")
    assert {sheet.name for sheet in DESIGN.sheets} - hidden == set(ALWAYS)
    assert visible(stored) == ALWAYS


# --- who fills a tab shows it

FILLED = {
    ("empty", "build"): set(),
    ("empty", "score"): set(),
    ("empty", "roadmap"): set(),
    ("empty", "delta"): set(),
    ("empty", "export"): set(),
    ("empty", "validate"): {"To fix", "Findings", "Settings"},
    ("starter", "validate"): {"To fix", "Findings", "Settings"},
    ("starter", "delta"): set(),
    ("no ratings", "score"): set(),
    ("full", "validate"): {"To fix", "Findings"},
    ("full", "score"): {"Plans"},
    ("full", "export"): set(),
}
"""State and command -> the tabs that come into view; Settings, as findings lead there."""


@pytest.mark.parametrize(("state", "line"), FILLED)
def test_the_command_that_fills_a_tab_shows_it(state: str, line: str) -> None:
    own = visited(state, "", line)
    assert own.before.snapshot.hidden_tabs - own.after.snapshot.hidden_tabs == FILLED[state, line]


@pytest.mark.parametrize("line", ["build", "validate", "score", "roadmap", "delta", "export", "collect"])
def test_no_command_but_tidy_hides_anything(line: str) -> None:
    for state in STATES:
        own = visited(state, "", line)
        old_tabs = frozenset(own.before.snapshot.sheets)
        assert own.after.snapshot.hidden_tabs & old_tabs <= own.before.snapshot.hidden_tabs, state


def test_a_tab_with_data_stays_hidden_once_somebody_hid_it(tmp_path: Path) -> None:
    path = starter_book(tmp_path / "a.xlsx")
    assert "To fix" in visible(path)
    set_hidden(path, "To fix")
    done = cli("validate", path)
    assert "To fix" not in visible(path)
    assert f"the To fix tab of a.xlsx (To fix is hidden: {HOW_TO_SHOW}) and follow the links" in done.err


def test_a_new_tab_that_build_adds_is_hidden_unless_it_holds_data(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    for tab in ("Scores", "Roadmap", "Dashboard"):
        del book[tab]
    book.save(path)
    assert cli("build", path).code == 0
    assert {"Roadmap"} <= set(visible(path))
    assert "Scores" not in visible(path)
    assert cli("score", path).code == 0
    assert "Dashboard" in visible(path), "Score fills it"
    assert "Scores" not in visible(path), "only for who looks for it"


def test_in_an_old_workbook_nothing_is_hidden_by_itself(tmp_path: Path) -> None:
    """Workbooks of earlier versions show every tab: none goes away because a command runs."""
    path = new_book(tmp_path / "a.xlsx", "--all-tabs")
    tabs = visible(path)
    for name in ("build", "validate", "score", "roadmap", "delta"):
        cli(name, path)
    assert visible(path) == tabs


@pytest.mark.libreoffice
def test_an_open_workbook_shows_what_is_filled_too(excel: xlwings.App, tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    book = opened(excel, path)
    run(desk_of(book), "validate", path)
    assert [sheet.name for sheet in book.sheets if sheet.visible] == [*ALWAYS, "To fix", "Findings", "Settings"]
    book.sheets["Findings"].visible = False
    run(desk_of(book), "validate", path)
    assert not book.sheets["Findings"].visible, "somebody hid it although it holds data"


@pytest.mark.libreoffice
def test_show_and_tidy_in_an_open_workbook(excel: xlwings.App, tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    book = opened(excel, path)
    run(desk_of(book), "show", path, tabs=("Scores", "moves"))
    assert book.sheets["Scores"].visible
    assert book.sheets["Moves"].visible
    book.sheets["Moves"].activate()
    run(desk_of(book), "tidy", path)
    assert [sheet.name for sheet in book.sheets if sheet.visible] == ALWAYS
    assert book.sheets.active.visible


# --- files


def test_a_hidden_tab_is_never_the_one_a_file_opens_on(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    assert cli("show", path, "Scores").code == 0
    book = openpyxl.load_workbook(path)
    book.active = book.sheetnames.index("Scores")
    for sheet in book:
        sheet.sheet_view.tabSelected = sheet.title == "Scores"
    book.save(path)
    assert cli("tidy", path).code == 0
    book = openpyxl.load_workbook(path)
    assert book.active.title == "Start"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Start"]


def test_the_last_tab_to_see_is_not_hidden(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    assert cli("show", path, "Scores").code == 0
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.sheet_state = "visible" if sheet.title == "Scores" else "hidden"
    book.active = book.sheetnames.index("Scores")
    book.save(path)
    assert cli("tidy", path).code == 0
    assert visible(path) == ["Scores"]


# --- show and tidy


def test_show_and_tidy_say_what_they_do(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    done = cli("show", path, "scores", "Trends", "Start", "--json")
    assert (done.code, done.data) == (0, {"shown": ["Scores", "Trends"], "visible_already": ["Start"]})
    assert visible(path) == [tab for tab in DESIGN_ORDER if tab in {*ALWAYS, "Scores", "Trends"}]
    done = cli("tidy", path, "--json")
    assert (done.code, done.data) == (0, {"tabs_hidden": ["Scores", "Trends"], "left_visible": []})
    assert visible(path) == ALWAYS
    before = path.read_bytes()
    assert cli("tidy", path).code == 0
    assert path.read_bytes() == before, "done again, nothing is left to do"
    assert cli("show", path, "Scorse").code == 2
    assert path.read_bytes() == before


DESIGN_ORDER = [sheet.name for sheet in DESIGN.sheets]


def test_tidy_leaves_data_and_whatever_is_a_persons_own(tmp_path: Path) -> None:
    path = new_book(tmp_path / "a.xlsx")
    assert cli("show", path, "all").code == 0
    book = openpyxl.load_workbook(path)
    book.create_sheet("Mine")
    assessments = book["Assessments"]
    table = assessments.tables["tblAssessments"]
    top, left = openpyxl.utils.cell.coordinate_from_string(table.ref.partition(":")[0])[1], 2
    headers = [assessments.cell(top, column).value for column in range(left, left + len(table.tableColumns))]
    assessments.cell(top + 3, left + headers.index("Evidence")).value = "Only a note."
    moves = book["Moves"]
    moves.cell(moves.max_row + 1, 2).value = "2027-01-01"
    book.save(path)
    left_out = {own["tab"] for own in cli("tidy", path, "--json").data["left_visible"]}
    assert {"Assessments", "Settings"} <= left_out
    assert {"Assessments", "Mine", *ALWAYS} <= set(visible(path))
    assert not {"Scores", "Plans", "Responses"} & set(visible(path))


def test_tidy_leaves_a_tab_that_open_findings_lead_to() -> None:
    own = visited("empty", "validate", "tidy")
    assert {"tab": "Settings", "why": "holds data"} in own.data["left_visible"]


# --- links


def links(path: Path) -> Iterator[tuple[str, str, str]]:
    """(tab, cell, tab that it leads to) of every link in a file, whether it stands beside a cell or in a formula."""
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.location:
                    yield sheet.title, cell.coordinate, cell.hyperlink.location.rpartition("!")[0].strip("'")
                if isinstance(cell.value, str) and cell.value.startswith("=HYPERLINK("):
                    for target in re.findall(r"#'([^'\"]+)'!", cell.value):
                        yield sheet.title, cell.coordinate, target


@pytest.mark.parametrize("kind", ["empty", "validated", "starter", "demo", "tidied"])
def test_no_link_leads_to_a_hidden_tab(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    match kind:
        case "empty" | "validated":
            new_book(path)
        case "starter":
            starter_book(path)
        case _:
            demo_book(path)
    if kind == "validated":
        cli("validate", path)
    if kind == "tidied":
        assert cli("tidy", path).code == 0
    targets = list(links(path))
    assert len(targets) > len(ALWAYS)
    shown = set(visible(path))
    assert [link for link in targets if link[0] in shown and link[2] not in shown] == []


def test_the_ways_on_lead_along_tabs_that_are_always_there(tmp_path: Path) -> None:
    """Start is one click away everywhere; "Next" stands where the next tab is one that is always seen."""
    book = openpyxl.load_workbook(new_book(tmp_path / "a.xlsx"))
    ways = {sheet.title: [str(cell.value) for cell in sheet[4]] for sheet in book}
    assert all(ways[tab][1] == "← Start" for tab in DESIGN_ORDER[1:] if tab not in PROGRAMS_ONLY)
    onward = {tab: words for tab, way in ways.items() for words in way if words.startswith("Next: ")}
    assert onward == {tab: f"Next: {then} →" for tab, then in pairwise(ALWAYS[1:])}


@pytest.mark.parametrize(
    "state", sorted(STATES.keys() - {"answers in words and junk"})
)  # typed into a hidden tab there
def test_where_a_link_would_be_one_the_tab_is_seen(state: str) -> None:
    """The formula looks at one column, the visibility at all that people fill: the former never says more."""
    snapshot = visited(state, "", "show").before.snapshot
    for sheet in DESIGN.sheets:
        tab = standing_tab(sheet, snapshot)
        for name in (
            (sheet.data_tables or [own.name for own in sheet.tables]) if sheet.visibility == "data" and tab else ()
        ):
            table, data = DESIGN.tables[name][1], snapshot.tables.get(name)
            if data is not None and table.key and (table.spare or sheet.data_tables):
                column = data.headers.index(table.field_of[table.key[-1]].header)
                assert all(is_blank(row[column]) for row in data.rows) or tab not in snapshot.hidden_tabs, (tab, name)


@pytest.mark.libreoffice
@pytest.mark.parametrize("people", [(), ("1001",)])
def test_a_link_is_one_as_soon_as_there_are_rows(people: tuple[str, ...], office: Office, tmp_path: Path) -> None:
    link = link_if_filled("Dashboard", scores.TABLE, "Look at the scores", "Score shows them", has_rows=bool(people))
    start = Sheet("Start", "Start", "", "steps", (Line((Cell(link, "link", name="way"),)),), widths=(40,))
    path = tmp_path / "a.xlsx"
    rows = {"tblScores": [{"cycle": "2027-H1", "employee": person} for person in people]}
    path.write_bytes(paint(WorkbookDesign((start, scores.sheet()), {}), rows))
    with office.open(path) as document:
        assert document.value("Start", "B6") == link.value == ("Look at the scores" if people else "Score shows them")


# --- what is said


def test_what_names_a_hidden_tab_says_how_to_show_it() -> None:
    for state in STATES:
        for line in ("build", "validate", "score", "roadmap", "delta", "export"):
            own = visited(state, "", line)
            hidden = own.after.snapshot.hidden_tabs & OFFERED
            named = [tab for tab in hidden if re.search(rf"\b{tab} tabs?\b|\b(?:in|into) {tab}\b", own.next)]
            assert not named or "hidden" in own.next or "back" in own.next, f"{state}, {line}: {own.next}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Look at the Weights tab.", f"Look at the Weights tab (Weights is hidden: {HOW_TO_SHOW})."),
        ("Open the Start tab.", "Open the Start tab."),
        ("Weights total 100.", "Weights total 100."),
        (
            "Change the Weights, Levels or Settings tab.",
            f"Change the Weights, Levels or Settings tab (Weights and Settings are hidden: {HOW_TO_SHOW}).",
        ),
        ("To put right: Settings!C7.", f"To put right: Settings!C7 (Settings is hidden: {HOW_TO_SHOW})."),
        (
            "Type into the Weights tab of my a.xlsx, then run: trackbook score Weights tab.xlsx",
            f"Type into the Weights tab of my a.xlsx (Weights is hidden: {HOW_TO_SHOW}), then run: trackbook score "
            "Weights tab.xlsx",
        ),
        ("Three tabs are hidden: the Weights tab is one.", "Three tabs are hidden: the Weights tab is one."),
    ],
)
def test_how_to_show_a_tab_stands_behind_its_name(text: str, told: str) -> None:
    assert explain_names(text, ["Weights", "Settings"]) == told


def test_who_cannot_go_on_is_told_of_a_hidden_tab_too() -> None:
    stop = explain_stop(Stop("Settings", "the cycle is a day", "type its name"), ["Settings"])
    assert str(stop) == f"Settings: the cycle is a day: type its name (Settings is hidden: {HOW_TO_SHOW})"
    stop = explain_stop(Stop("X", "has no weight there", "look at the Weights tab"), ["Weights"])
    assert str(stop) == f"X: has no weight there: look at the Weights tab (Weights is hidden: {HOW_TO_SHOW})"
    outcome = explain_hidden(Outcome("1 rating in Weights could not be read."), ["Weights", "Settings"])
    assert outcome.sentence == f"1 rating in Weights could not be read. Weights is hidden: {HOW_TO_SHOW}."
