"""What the commands do to a workbook people work in: they add, refresh and report; nothing a person typed is lost."""

from __future__ import annotations

import datetime as dt
import functools
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person, said
from tests.test_cli import cli, demo_book, files, one_line, starter_book
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.memory import MemoryStorage
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import perform
from xl_addin.layout.snapshot import Snapshot

TODAY = dt.date(2026, 7, 1)


def run(name: str, book: Path) -> dict[str, Any]:
    """One command on a workbook."""
    done = cli(name, book, "--json")
    assert done.code in (0, 1), done.err
    data: dict[str, Any] = done.data
    return data


def findings(book: Path) -> list[tuple[str, str]]:
    """What is open, wherever it stands now."""
    return _open(run("validate", book)["findings"])


def _open(found: list[dict[str, str]]) -> list[tuple[str, str]]:
    return sorted((f["code"], f["message"]) for f in found)


def people(book: Path) -> list[Any]:
    return _figures(run("score", book)["people"])


FIGURES = ("cycle", "id", "level", "applicable", "rated", "coverage", "score", "gaps", "words")


def _figures(told: list[dict[str, Any]]) -> list[Any]:
    """Everybody's figures in one order; lists of competencies in words follow the order of the tabs."""
    return sorted(([person[name] for name in FIGURES] for person in told), key=lambda row: (row[0], row[1]))


def score_of(book: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["Cycle"], row["Employee ID"]): row for row in Person(book).rows("tblScores")}


@pytest.fixture(autouse=True)
def sound_at_the_end(tmp_path: Path) -> Iterator[None]:
    """Whatever a test did to its workbook, Excel must open it without offering to repair it."""
    yield
    for book in tmp_path.glob("*.xlsx"):
        # links to a tab that a test deleted or renamed lead nowhere: openpyxl does not follow such changes
        assert [fault for fault in lint(book) if "its link leads to" not in fault] == []


@functools.cache
def _pristine() -> tuple[tuple[Any, ...], list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        book = demo_book(Path(folder) / "a.xlsx")
        return tuple(findings(book)), people(book)


# --- the same again


@pytest.mark.parametrize("name", ["build", "validate", "score", "roadmap"])
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    run(name, book)
    before = files(tmp_path)
    run(name, book)
    assert files(tmp_path) == before  # no new bytes, no new backup


@pytest.mark.parametrize("starter", [(), ("engineering", "customer_success")])
def test_a_new_workbook_is_sound_after_every_command(starter: tuple[str, ...], tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    chosen = [word for name in starter for word in ("--starter", name)]
    assert cli("new", "--ids", book, *chosen).code == 0
    assert lint(book) == []
    for name in ("build", "validate", "score"):
        run(name, book)
        assert lint(book) == []
    assert run("build", book)["changes"] == 0


# --- a workbook rearranged by hand


def _formulas_of_its_own(person: Person) -> None:
    person.widen("tblAssessments", 4, "Twice", formula="tblAssessments[[#This Row],[Manager rating]]*2")
    person.widen("tblLevels", 10, "Half", formula="E{row}/2")


def _everywhere(person: Person) -> None:
    for table in ("tblCompetencies", "tblLevels", "tblPeople", "tblAssessments", "tblMatrix_ENG"):
        width = len(person.headers(table))
        person.widen(table, width, "Own right", ["r1", "r2"])
        person.widen(table, 3, "Own middle", ["m1", "m2"])
        person.widen(table, 0, "Own left", ["l1", None, "l3"])


def _recased(person: Person) -> None:
    person.retitle("tblPeople", "Employee ID", "EMPLOYEE  id")
    person.retitle("tblLevels", "Level title", "level TITLE ")
    person.retitle("tblCompetencies", "Competency", "\uff23ompetency")  # a full-width C


def _cut(person: Person) -> None:
    person.move("tblLevels", "P40")
    person.move("tblAssessments", "D3", "Elsewhere")
    person.move("tblMatrix_ENG", "C9", "Our matrix")
    person.move("tblScores", "T9")
    person.move("tblFindings", "D9", "To do")


def _sorted(person: Person) -> None:
    person.sort("tblAssessments", "Competency ID", down=True)
    person.sort("tblPeople", "Name")
    person.sort("tblCompetencies", "Competency", down=True)
    person.sort("tblMatrix_ENG", "Competency ID", down=True)


def _filtered(person: Person) -> None:
    person.filter("tblPeople", "Track ID", lambda word: word == "ENG")
    person.filter("tblFindings", "Severity", lambda word: word == "Error")


def _swapped(person: Person) -> None:
    person.swap_columns("tblPeople", "Name", "Level ID")
    person.swap_columns("tblMatrix_ENG", "Competency", person.headers("tblMatrix_ENG")[4])
    _recased(person)


def _tabs_renamed(person: Person) -> None:
    person.rename_tab("Levels", "Our 'own' levels")
    person.rename_tab("Findings", "To do")


def _all_at_once(person: Person) -> None:
    for way in (_everywhere, _sorted, _filtered, _cut):
        way(person)


REARRANGED: dict[str, Callable[[Person], None]] = {
    "columns with formulas of their own": _formulas_of_its_own,
    "columns swapped, headers in other letters": _swapped,
    "tabs renamed": _tabs_renamed,
    "own columns, sorted, filtered, cut to other places and tabs": _all_at_once,
}


RESULTS = {
    "To fix",
    "Dashboard",
    "Groups",
    "Team",
    "Next steps",
    "Trends",
    "Cover",
    "Two views",
    "Raters",
    "Up to date",
}
"""Tabs that commands fill anew, besides Findings and Scores: nothing on them is typed."""


def _as_typed(value: object) -> object:
    """What stands in a cell; in a list of IDs, such as what a level asks for, the order is ours."""
    return sorted(value.split(";")) if isinstance(value, str) else value


@pytest.mark.parametrize("kind", REARRANGED)
def test_a_rearranged_workbook_says_the_same(kind: str, tmp_path: Path) -> None:
    """Tables are found by name and header: wherever they stand, the findings and the scores are the same."""
    book = demo_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        REARRANGED[kind](person)
    typed = said(book)
    assert cli("build", book, "--json").data["changes"] == 0
    found = cli("validate", book, "--json").data["findings"]
    scored = cli("score", book, "--json").data["people"]
    wanted_findings, wanted_people = _pristine()
    assert _open(found) == list(wanted_findings)
    assert _figures(scored) == wanted_people
    results = {Person(book).table(name)[0].title for name in ("tblFindings", "tblScores")} | RESULTS
    after = said(book)
    lost = {
        t: {a: v for a, v in cells.items() if _as_typed(after[t].get(a)) != _as_typed(v)} for t, cells in typed.items()
    }
    assert not {tab: cells for tab, cells in lost.items() if cells and tab not in results}


def test_a_level_column_whose_header_was_retyped_is_still_found(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        header = person.headers("tblMatrix_ENG")[3]
        person.retitle("tblMatrix_ENG", header, header.lower() + " ")
    assert run("build", book)["tracks"][0]["levels_added"] == []
    assert Person(book).headers("tblMatrix_ENG").count(header) == 1


def test_a_table_without_its_header_row_is_read_whole(tmp_path: Path) -> None:
    """Table Design, Header Row, unticked: the first row of data then stands where the header stood."""
    book = demo_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        sheet, table = person.table("tblPeople")
        top, left, bottom, right = person.box("tblPeople")
        for column in range(left, right + 1):
            sheet.cell(top, column).value = None
        table.headerRowCount, table.autoFilter = 0, None
        table.ref = f"{sheet.cell(top + 1, left).coordinate}:{sheet.cell(bottom, right).coordinate}"
    assert people(book) == _pristine()[1]


# --- build


def test_a_new_title_changes_the_header_alone(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        old = person.headers("tblMatrix_ENG")
        texts = [list(row.values()) for row in person.rows("tblMatrix_ENG")]
        person.type("tblLevels", "Level title", {"Level ID": "SE2"}, "Engineer [two], 'quoted' #2 @ home")
    assert run("build", book)["changes"] == 1
    person = Person(book)
    wanted = [h if "(SE2)" not in h else "Engineer [two], 'quoted' #2 @ home (SE2)" for h in old]
    assert person.headers("tblMatrix_ENG") == wanted
    assert [list(row.values()) for row in person.rows("tblMatrix_ENG")] == texts
    assert run("build", book)["changes"] == 0


def test_build_adds_what_was_typed(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        texts = {row["Competency ID"]: row for row in person.rows("tblMatrix_ENG")}
        weights = person.rows("tblWeights")
        person.widen("tblMatrix_ENG", 7, "Remarks", ["keep me"])
        person.add("tblLevels", {"Level ID": "SE5", "Track ID": "ENG", "Level title": "Fellow", "Rank": 6})
        person.add("tblCompetencies", {"Competency ID": "ZEN", "Competency": "Calm", "Definition": "Keeps calm."})
        person.add("tblTracks", {"Track ID": "QA", "Track": "Quality"})
        person.add("tblLevels", {"Level ID": "QA1", "Track ID": "QA", "Level title": "Tester", "Rank": 1})
    done = run("build", book)
    assert done["tabs_added"] == ["Matrix QA"]
    told = {track["track"]: track for track in done["tracks"]}
    assert (told["ENG"]["rows_added"], told["ENG"]["levels_added"]) == (["ZEN"], ["SE5"])
    person = Person(book)
    assert person.headers("tblMatrix_ENG")[-2:] == ["Fellow (SE5)", "Remarks"], "a level stands beside the others"
    after = {row["Competency ID"]: row for row in person.rows("tblMatrix_ENG")}
    for own, row in texts.items():
        assert {h: after[own][h] for h in row} == row
    assert after["ZEN"] == {
        **dict.fromkeys(after["ZEN"]),
        "Competency ID": "ZEN",
        "Competency": "Calm",
        "Weight": after["ZEN"]["Weight"],  # the formula of its column
    }
    assert str(after["ZEN"]["Weight"]).startswith("=SUMIFS(")
    assert person.column("tblMatrix_ENG", "Remarks")[0] == "keep me"
    assert person.rows("tblWeights")[: len(weights)] == weights
    # a track nobody has weighed gets equal shares; a new competency of a weighed one waits for a person
    fresh = {(r["Track ID"], r["Competency ID"]): r["Weight"] for r in person.rows("tblWeights")[len(weights) :]}
    assert fresh["ENG", "ZEN"] is None
    assert sum(weight for (track, _), weight in fresh.items() if track == "QA") == pytest.approx(100)
    names = person.book.sheetnames
    assert names.index("Matrix QA") == 1 + max(names.index(tab) for tab in ("Matrix ENG", "Matrix EM"))
    assert run("build", book)["changes"] == 0


def test_the_last_weight_as_a_remainder_is_not_carried_on(tmp_path: Path) -> None:
    """People type =100-SUM(...) into the last weight; a table that grows would go on with it."""
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        top, left, bottom, right = person.box("tblWeights")
        sheet, table = person.table("tblWeights")
        used = top + len(person.rows("tblWeights"))
        person._span(table, top, left, used, right)  # the spare rows deleted
        for row in range(used + 1, bottom + 1):
            for column in range(left, right + 1):
                sheet.cell(row, column).value = None
        last = sheet.cell(used, left + person.headers("tblWeights").index("Weight"))
        last.value = f"=100-SUM({last.column_letter}{top + 1}:{last.column_letter}{used - 1})"
        person.add("tblCompetencies", {"Competency ID": "ZEN", "Competency": "Calm", "Definition": "Keeps calm."})
    run("build", book)
    rows = Person(book).rows("tblWeights")
    assert [row["Weight"] for row in rows if row["Competency ID"] == "ZEN"] == [None] * 2
    assert sum(str(row["Weight"]).startswith("=100-SUM") for row in rows) == 1


def test_a_column_of_formulas_leaves_spare_rows_spare(tmp_path: Path) -> None:
    """A calculated column of their own fills the spare rows too; new rows still go into the first spare one."""
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        used = len(person.rows("tblWeights"))
        person.widen("tblWeights", 5, "Share", formula="tblWeights[[#This Row],[Weight]]/100")
        person.add("tblCompetencies", {"Competency ID": "ZEN", "Competency": "Calm", "Definition": "Keeps calm."})
    # what Excel shows for it is a number in every row, 0 in the spare ones
    _cached(book, "tblWeights", "Share", "0")
    run("build", book)
    added = [row for row in Person(book).rows("tblWeights") if row["Competency ID"] == "ZEN"]
    sheet, _ = Person(book).table("tblWeights")
    top, left, _, _ = Person(book).box("tblWeights")
    assert [sheet.cell(top + used + n, left + 1).value for n in range(1, len(added) + 1)] == ["ZEN"] * len(added)


def _cached(book: Path, table: str, header: str, value: str) -> None:
    """Gives the formulas of a column the result a program would have stored; openpyxl stores none."""
    person = Person(book)
    sheet, _ = person.table(table)
    top, left, bottom, _ = person.box(table)
    column = sheet.cell(top, left + person.headers(table).index(header)).column_letter
    at = person.book.sheetnames.index(sheet.title) + 1
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = f"xl/worksheets/sheet{at}.xml"
    text = parts[name].decode()
    for row in range(top + 1, bottom + 1):
        pattern = rf'(<c r="{column}{row}"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)'
        text = re.sub(pattern, rf"\g<1><v>{value}</v>", text)
    parts[name] = text.encode()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)


DELETED = [
    ["Findings"],
    ["Start"],
    ["Needs", "Start"],
    ["Tracks"],
    ["Competencies", "Levels", "Matrix ENG"],
    ["Weights", "People", "Assessments", "Scores", "Settings"],
]


@pytest.mark.parametrize("tabs", DELETED, ids=" ".join)
def test_deleted_tabs_come_back_empty_and_alive(tabs: list[str], tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        tables = set(person.book[tabs[-1]].tables)
        before = person.book.sheetnames
        for tab in tabs:
            person.drop_tab(tab)
    cli("build", book)
    cli("build", book)  # a matrix can only come back once its levels are typed again; the rest is there at once
    person = Person(book)
    assert [tab for tab in before if tab in person.book.sheetnames] == person.book.sheetnames
    assert set(before) - set(person.book.sheetnames) <= {"Matrix ENG"}
    if tabs[-1] != "Matrix ENG":
        assert set(person.book[tabs[-1]].tables) == tables
    # the names that drop-downs and marks go by lead to the new tables, not to #REF!
    assert not [name for name, held in person.book.defined_names.items() if "#REF!" in held.attr_text]
    assert cli("build", book, "--json").data["tabs_added"] == []
    assert cli("validate", book).code == 1
    assert cli("score", book).code == 0


def test_a_start_tab_that_was_renamed_or_moved_is_no_missing_one(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.rename_tab("Start", "Read me first")
        person.book.move_sheet("Read me first", 5)
    assert run("build", book)["tabs_added"] == []
    with Person(book) as person:
        person.drop_tab("Read me first")
    assert run("build", book)["tabs_added"] == ["Start"]
    assert Person(book).book.sheetnames[0] == "Start"
    assert run("build", book)["tabs_added"] == []


def test_a_deleted_matrix_comes_back_to_be_written(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.drop_tab("Matrix ENG")
    assert run("build", book)["tabs_added"] == ["Matrix ENG"]
    person = Person(book)
    levels = [row for row in person.rows("tblLevels") if row["Track ID"] == "ENG"]
    assert person.headers("tblMatrix_ENG")[3:] == [f"{row['Level title']} ({row['Level ID']})" for row in levels]


def test_a_level_that_left_keeps_its_column_and_breaks_no_formula(tmp_path: Path) -> None:
    """A structured formula that names a column the table does not have makes Excel repair the file."""
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        headers = person.headers("tblMatrix_ENG")
        texts = person.rows("tblMatrix_ENG")
        person.drop_row("tblLevels", {"Level ID": "SE1"})
    run("build", book)
    person = Person(book)
    assert person.headers("tblMatrix_ENG") == headers
    assert person.rows("tblMatrix_ENG") == texts
    formula = person.cell("tblTracks", "Cells written", {"Track ID": "ENG"}).value
    assert "SE1" not in formula
    assert formula.count("COUNTIF") == 3
    assert person.cell("tblTracks", "Cells to write", {"Track ID": "ENG"}).value.endswith("*3")


def test_rows_and_notes_of_their_own_survive(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    notes = {"Scores": ("Z3", "A90"), "Findings": ("Z9", "B120"), "Levels": ("P9", "C80"), "Matrix ENG": ("A3", "Z40")}
    with Person(book) as person:
        for tab, cells in notes.items():
            for cell in cells:
                person.note(tab, cell, f"mine in {cell}")
        person.add("tblLevels", {"Level ID": "SE5", "Track ID": "ENG", "Level title": "Fellow", "Rank": 6})
        person.drop_row("tblPeople", {"Employee ID": person.column("tblPeople", "Employee ID")[-1]})
    for name in ("build", "validate", "score"):
        run(name, book)
    kept = openpyxl.load_workbook(book)
    assert {tab: [kept[tab][cell].value for cell in cells] for tab, cells in notes.items()} == {
        tab: [f"mine in {cell}" for cell in cells] for tab, cells in notes.items()
    }


# --- findings


def _small_finding(book: Path) -> str:
    """A finding of a person's making, on one cell: a hedge. Its fingerprint."""
    with Person(book) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "Plans the work.\nTBD")
    run("validate", book)
    rows = [row for row in Person(book).rows("tblFindings") if row["Rule"] == "F09"]
    assert len(rows) == 1
    mark: str = rows[0]["Fingerprint"]
    return mark


def _noted(book: Path, mark: str, **cells: Any) -> None:
    with Person(book) as person:
        for header, value in cells.items():
            person.type("tblFindings", header, {"Fingerprint": mark}, value)


def _row_of(book: Path, mark: str) -> Mapping[str, Any]:
    return next(row for row in Person(book).rows("tblFindings") if row["Fingerprint"] == mark)


def test_accepted_stays_quiet_until_the_cell_changes(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    mark = _small_finding(book)
    _noted(book, mark, Status="accepted", Reason="we know")  # typed in small letters: read all the same
    assert "F09" not in [code for code, _ in findings(book)]
    assert (_row_of(book, mark)["Status"], _row_of(book, mark)["Reason"]) == ("Accepted", "we know")
    # without a reason it is not accepted
    _noted(book, mark, Reason=None)
    assert "F09" in [code for code, _ in findings(book)]
    _noted(book, mark, Status="Accepted", Reason="we know")
    with Person(book) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "Plans all the work.\nTBD")
    assert "F09" in [code for code, _ in findings(book)]
    rows = Person(book).rows("tblFindings")
    # the new finding is open; the old one, gone but with words, stays at the end
    assert [r["Status"] for r in rows if r["Rule"] == "F09"] == ["Open", "Gone"]
    assert (rows[-1]["Fingerprint"], rows[-1]["Reason"]) == (mark, "we know")


def test_validate_replaces_and_never_piles_up(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    count = len(Person(book).rows("tblFindings"))
    mark = _small_finding(book)
    assert len(Person(book).rows("tblFindings")) > count
    with Person(book) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "Plans the work.")
    run("validate", book)
    assert mark not in Person(book).column("tblFindings", "Fingerprint")
    before = Person(book).rows("tblFindings")
    run("validate", book)
    assert Person(book).rows("tblFindings") == before


def test_own_columns_stay_with_their_finding(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        marks = person.column("tblFindings", "Fingerprint")
        person.widen("tblFindings", len(person.headers("tblFindings")), "Length", formula="LEN(E{row})")
        person.widen("tblFindings", 2, "Who", [f"who {mark}" for mark in marks])
        person.sort("tblFindings", "Rule", down=True)
    _small_finding(book)
    person = Person(book)
    rows = person.rows("tblFindings")
    assert [row["Who"] for row in rows if row["Fingerprint"] in marks] == [
        f"who {row['Fingerprint']}" for row in rows if row["Fingerprint"] in marks
    ]
    assert {row["Who"] for row in rows if row["Fingerprint"] not in marks} == {None}
    sheet, _ = person.table("tblFindings")
    top, _, _, right = person.box("tblFindings")
    # each formula names its own row, the new finding's too
    for row in range(top + 1, top + 1 + len(rows)):
        assert sheet.cell(row, right).value == f"=LEN(E{row})"


def test_a_formula_of_their_own_keeps_no_finding_alive(tmp_path: Path) -> None:
    """A calculated column is full in every row; that alone is no reason to keep what is gone."""
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.widen("tblFindings", len(person.headers("tblFindings")), "Length", formula="LEN(E{row})")
    _cached(book, "tblFindings", "Length", "7")
    mark = _small_finding(book)
    with Person(book) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "Plans the work.")
    run("validate", book)
    assert mark not in Person(book).column("tblFindings", "Fingerprint")


def test_a_reason_stays_as_it_was_typed(tmp_path: Path) -> None:
    """Too long for its cell's limit, a number, a formula: whatever we make of it, it is theirs."""
    book = starter_book(tmp_path / "a.xlsx")
    typed = dict(
        zip(Person(book).column("tblFindings", "Fingerprint"), ("x" * 600, 5, '="see "&"minutes"'), strict=False)
    )
    for mark, reason in typed.items():
        _noted(book, mark, Reason=reason)
    run("validate", book)
    assert {mark: _row_of(book, mark)["Reason"] for mark in typed} == typed


@pytest.mark.parametrize("header", ["Status", "Fingerprint", "Where"])
def test_a_deleted_column_of_findings_stops_nothing(header: str, tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    mark = _small_finding(book)
    _noted(book, mark, Status="Accepted", Reason="kept")
    with Person(book) as person:
        person.drop_column("tblFindings", header)
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "Plans the work.")
    run("validate", book)
    before = files(tmp_path)
    run("validate", book)
    assert files(tmp_path) == before


def test_links_lead_to_the_cell_after_sorting(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    mark = _small_finding(book)
    with Person(book) as person:
        person.sort("tblMatrix_ENG", "Competency ID", down=True)
        person.move("tblMatrix_ENG", "D12")
    run("validate", book)
    person = Person(book)
    for row in person.rows("tblFindings"):
        cell = person.cell("tblFindings", "Where", {"Fingerprint": row["Fingerprint"]})
        tab, _, at = row["Where"].rpartition("!")
        assert cell.hyperlink.location == f"'{tab}'!{at}"
        if row["Fingerprint"] == mark:
            assert person.book[tab][at].value == "Plans the work.\nTBD"
            assert (tab, at) != ("Matrix ENG", "E7")


# --- scores


def small_book(path: Path) -> Path:
    """One track, three competencies weighing 50, 30 and 20, and a person for each case; made once for the whole run."""
    path.write_bytes(_small())
    return path


RATED: dict[str, tuple[str, tuple[object, object, object]]] = {
    "E1": ("L1", (4, 3, 2)),
    "E2": ("L1", (4, None, "N/A")),
    "E3": ("L2", (5, "N/A", None)),
    "E4": ("L1", (None, None, None)),
    "E5": ("L1", ("N/A", "N/A", "N/A")),
    "E6": ("L2", (1, 1, 1)),
    "E7": ("L2", (5, 5, 5)),
    "E8": ("L1", (None, 5, 5)),
}
"""Person -> level and the manager's ratings for A, B and C."""

BY_HAND: dict[str, tuple[int, int, float | None, float | None, int]] = {
    # applicable, rated, coverage, score, below the 3 that is expected
    "E1": (3, 3, 1.0, (50 * 0.75 + 30 * 0.5 + 20 * 0.25) / 100, 1),
    "E2": (2, 1, 1 / 2, None, 0),  # half of the lines that apply: too little for a score
    "E3": (2, 1, 1 / 2, None, 0),
    "E4": (3, 0, 0.0, None, 0),
    "E5": (0, 0, None, None, 0),
    "E6": (3, 3, 1.0, 0.0, 3),
    "E7": (3, 3, 1.0, 1.0, 0),
    "E8": (3, 2, 2 / 3, None, 0),  # two lines of three: still less than the 70% that a score takes
}


@functools.cache
def _small() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "a.xlsx"
        assert cli("new", "--ids", book).code == 0
        with Person(book) as person:
            person.add("tblTracks", {"Track ID": "ENG", "Track": "Engineering"})
            for rank in (1, 2):
                person.add(
                    "tblLevels",
                    {"Level ID": f"L{rank}", "Track ID": "ENG", "Level title": f"Level {rank}", "Rank": rank},
                )
            for own, weight in (("A", 50), ("B", 30), ("C", 20)):
                person.add("tblCompetencies", {"Competency ID": own, "Competency": f"Skill {own}", "Definition": "x"})
                person.add("tblWeights", {"Track ID": "ENG", "Competency ID": own, "Weight": weight})
            for at, (own, (level, ratings)) in enumerate(RATED.items()):
                person.add(
                    "tblPeople", {"Employee ID": own, "Name": f"Name {at}", "Track ID": "ENG", "Level ID": level}
                )
                for competency, rating in zip("ABC", ratings, strict=True):
                    person.add(
                        "tblAssessments",
                        {"Cycle": "2027-H1", "Employee ID": own, "Competency ID": competency, "Level ID": level,
                         "Manager rating": rating},
                    )  # fmt: skip
        assert cli("build", book).code == 0
        assert cli("score", book).code == 0
        return book.read_bytes()


def test_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    told = {person["id"]: person for person in run("score", book)["people"]}
    for own, (applicable, rated, coverage, score, below) in BY_HAND.items():
        figures = told[own]
        assert (figures["applicable"], figures["rated"]) == (applicable, rated), own
        assert figures["coverage"] == (None if coverage is None else pytest.approx(coverage)), own
        assert figures["score"] == (None if score is None else pytest.approx(score)), own
        assert sum(gap > 0 for gap in figures["gaps"].values() if gap is not None) == below, own
    assert told["E1"]["gaps"] == {"A": -1, "B": 0, "C": 1}
    assert told["E2"]["gaps"] == {"A": -1, "B": None, "C": None}
    assert {own: told[own]["words"] for own in ("E2", "E4", "E5")} == {
        "E2": "Rate more: 1 of 2 rated",
        "E4": "Not rated yet",
        "E5": "Nothing to rate: no competency applies",
    }
    # the tab holds formulas, each with the same figure as its last result
    shown = openpyxl.load_workbook(book, data_only=True)
    person = Person(book)
    for own, (applicable, rated, _, score, _) in BY_HAND.items():
        cells = {h: person.cell("tblScores", h, {"Employee ID": own}) for h in ("Applicable", "Rated", "Score")}
        assert all(str(cell.value).startswith("=") for cell in cells.values())
        values = {h: shown["Scores"][cell.coordinate].value for h, cell in cells.items()}
        assert (values["Applicable"], values["Rated"]) == (applicable, rated)
        assert values["Score"] == (pytest.approx(score) if score is not None else None)


@pytest.mark.parametrize(("least", "scored"), [(0.5, {"E1", "E2", "E3", "E6", "E7", "E8"}), (1, {"E1", "E6", "E7"})])
def test_the_least_coverage_is_a_setting(least: float, scored: set[str], tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblSettings", "Value", {"Setting": "D09.coverage"}, least)
    assert {p["id"] for p in run("score", book)["people"] if p["score"] is not None} == scored


def test_own_columns_of_scores_stay_with_their_person(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        ids = person.column("tblScores", "Employee ID")
        person.widen("tblScores", len(person.headers("tblScores")), "Row", formula="ROW(A{row})")
        person.widen("tblScores", 3, "Talk", [f"talk to {own}" for own in ids])
        person.sort("tblScores", "Employee ID", down=True)
        person.drop_row("tblPeople", {"Employee ID": "E2"})
        person.drop_row("tblPeople", {"Employee ID": "E4"})
        person.type("tblScores", "Talk", {"Employee ID": "E4"}, None)  # nothing to keep for E4
        person.add("tblPeople", {"Employee ID": "E0", "Name": "New", "Track ID": "ENG", "Level ID": "L1"})
        rating = {"Cycle": "2027-H1", "Employee ID": "E0", "Competency ID": "A", "Level ID": "L1"}
        person.add("tblAssessments", {**rating, "Manager rating": 4})
        person.sort("tblPeople", "Employee ID", down=True)
    run("score", book)
    person = Person(book)
    rows = person.rows("tblScores")
    kept = [own for own in ids if own not in ("E2", "E4")]
    # E2 has left: words about E2 stay, at the end; E4 has left without any
    assert [row["Employee ID"] for row in rows] == [*sorted(kept, reverse=True), "E0", "E2"]
    assert {row["Employee ID"]: row["Talk"] for row in rows} == {
        "E0": None,
        **{own: f"talk to {own}" for own in ids if own != "E4"},
    }
    sheet, _ = person.table("tblScores")
    top, _, _, right = person.box("tblScores")
    for row in range(top + 1, top + 1 + len(rows)):
        assert sheet.cell(row, right).value == f"=ROW(A{row})"


# --- the same in memory and in a file


def _normal(cell: CellValue) -> object:
    """A cell's content, however the two keep it: a day is a number in a file, an empty result nothing at all."""
    value = cell.value if isinstance(cell, FormulaCell) else cell
    if isinstance(value, dt.date):
        value = (value - dt.date(1899, 12, 30)).days
    if isinstance(value, float):
        value = round(value, 9)
    return (cell.text if isinstance(cell, FormulaCell) else "", None if value == "" else value)


def _told(snapshot: Snapshot) -> dict[str, object]:
    return {
        name: (t.sheet, t.top, t.left, t.headers, [[_normal(c) for c in row] for row in t.rows])
        for name, t in snapshot.tables.items()
    }


def test_memory_and_file_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shelf, path = MemoryStorage(), Path("a.xlsx")

    def both(name: str, **words: object) -> None:
        own = all_commands()[name]
        options = own.options.model_validate(words)
        given = path if own.needs_workbook else None
        outcomes: list[Outcome] = [
            perform(own, options, storage=storage, today=TODAY, path=given) for storage in (shelf, FolderStorage())
        ]
        assert outcomes[0].data == outcomes[1].data
        assert outcomes[0].sentence == outcomes[1].sentence
        assert _told(shelf.books[path].read_snapshot()) == _told(ClosedBook(path).read_snapshot())

    both("new", file=path, starter=("engineering",), ids=True)
    for name in ("build", "validate", "score", "validate"):
        both(name)


# --- what cannot go on


def test_a_findings_table_with_a_totals_row_says_so(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        top, left, bottom, right = person.box("tblFindings")
        sheet, table = person.table("tblFindings")
        person._span(table, top, left, bottom + 1, right)
        table.totalsRowCount = 1
        sheet.cell(bottom + 1, left).value = "Total"
        person.add("tblCompetencies", {"Competency ID": "ZZZ", "Competency": "New"})
    before = files(tmp_path)
    assert "has a totals row: switch it off under Table Design" in one_line(cli("validate", book))
    assert files(tmp_path) == before
