"""Ratings, plans and moves typed by names: what each row then counts for, through renames, slips and namesakes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.named_company import CYCLE, full_company, typed_company
from tests.support.typist import Typist, differences
from tests.test_cli import cli
from xl_addin.commands.demo import sample
from xl_addin.layout.placement import column_widths
from xl_addin.sheets import describe, key_tables, names_to_settle
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.names_beside_keys import HEADS, name_columns, named_view

QUESTIONS = names_to_settle.TABLE.name
RATING = {"Cycle": CYCLE, "Name": "Person B", "Competency": "Ownership", "Level": "Senior", "Manager rating": 4}


def rated(*lines: dict[str, Any]) -> Typist:
    """The company, built, with rows typed into Assessments by name."""
    typist = typed_company()
    typist.build()
    typist.type_lines("tblAssessments", [{**RATING, **line} for line in lines])
    return typist


def keys(typist: Typist, row: int = 0) -> tuple[str, str, str]:
    line = typist.lines("tblAssessments")[row]
    return line["Employee ID"] or "", line["Competency ID"] or "", line["Level ID"] or ""


def key_of(typist: Typist, name: str) -> str:
    return next(person.id for person in typist.data.people if person.name == name)


def test_a_rating_typed_by_names_counts() -> None:
    typist = rated({})
    typist.run("score")
    assert keys(typist) == (key_of(typist, "Person B"), "C1", typist.data.person[key_of(typist, "Person B")].level)
    (line,) = [line for line in typist.lines("tblScores") if line["Name"] == "Person B"]
    assert (line["Rated"], line["Level"], line["Track"]) == (1, "Senior (Support)", "Support")
    old_keys = typist.snapshot
    typist.run("score")
    assert differences(old_keys, typist.snapshot) == []


@pytest.mark.parametrize(
    ("cells", "head", "words"),
    [
        ({"Name": "Person Z"}, "Employee ID", "names nobody in People"),
        ({"Name": "Sam Taylor"}, "Employee ID", "2 people have this name"),
        ({"Competency": "Owning"}, "Competency ID", '"Owning" is no competency of Framework'),
        ({"Level": "Chief"}, "Level ID", '"Chief" is no level of Framework'),
    ],
)
def test_a_name_of_nothing_counts_for_nobody_and_is_said_by_its_cell(
    cells: dict[str, str], head: str, words: str
) -> None:
    typist = rated({}, cells)
    outcome = typist.run("score")
    assert typist.lines("tblAssessments")[1][head] in (None, "")
    assert not outcome.clean
    (line,) = [line for line in outcome.lines if words in line[1]]
    assert line[0].startswith("Assessments!")
    messages = [f["message"] for f in typist.run("validate").data["findings"] if f["sheet"] == "Assessments"]
    assert sum(str(next(iter(cells.values()))) in message for message in messages) == 1
    assert not any("ID" in message for message in messages)


def test_many_rows_of_one_slip_are_said_once() -> None:
    typist = rated({"Name": "Person Z"}, {"Name": "Person Z", "Competency": "Care"}, {})
    lines = [line for line in typist.run("score").lines if "nobody in People" in line[1]]
    assert [line[1] for line in lines] == ["names nobody in People (and so in 1 row more)"]


def test_another_name_typed_over_is_another_person() -> None:
    typist = rated({})
    typist.build()
    typist.type_cells("tblAssessments", 0, {"Name": "Person E"})
    typist.build()
    assert keys(typist)[0] == key_of(typist, "Person E")


def test_a_slip_typed_over_a_rating_takes_it_from_everybody_until_it_is_mended() -> None:
    typist = rated({})
    typist.build()
    typist.type_cells("tblAssessments", 0, {"Name": "Persom B"})
    typist.build()
    assert keys(typist)[0] == ""
    assert typist.cell("tblAssessments", 0, "Name") == "Persom B"
    typist.type_cells("tblAssessments", 0, {"Name": "person b"})
    typist.build()
    assert keys(typist)[0] == key_of(typist, "Person B")
    assert typist.cell("tblAssessments", 0, "Name") == "Person B"


def test_a_row_of_which_all_is_cleared_that_people_see_is_gone() -> None:
    typist = rated({}, {"Competency": "Care"})
    typist.build()
    seen = ("Cycle", "Name", "Competency", "Level", "Manager rating")
    typist.type_cells("tblAssessments", 0, dict.fromkeys(seen))
    assert not [line for line in typist.build().lines if line[0].startswith("Assessments")]
    assert [line["Competency"] for line in typist.lines("tblAssessments")] == ["Care"]


def test_a_program_may_write_keys_and_finds_names_beside_them() -> None:
    typist = typed_company()
    typist.build()
    row = {"Cycle": CYCLE, "Employee ID": "P2", "Competency ID": "C1", "Level ID": "L6", "Manager rating": 3}
    typist.type_lines("tblAssessments", [row])
    typist.build()
    (line,) = typist.lines("tblAssessments")
    assert (line["Name"], line["Competency"], line["Level"]) == ("Person B", "Ownership", "Senior (Support)")


def test_a_title_of_two_tracks_is_the_one_of_the_persons_track() -> None:
    typist = typed_company()
    typist.build()
    people = {p.track: p for p in typist.data.people if p.track in ("T1", "T2") and p.name != "Sam Taylor"}
    typist.type_lines(
        "tblAssessments", [{**RATING, "Name": p.name, "Level": "Senior"} for _, p in sorted(people.items())]
    )
    typist.build()
    tracks = [typist.data.level[keys(typist, row)[2]].track for row in (0, 1)]
    assert tracks == ["T1", "T2"]
    assert typist.cell("tblAssessments", 1, "Level") == "Senior (Support)"


def test_rows_follow_a_new_name_of_a_level_a_competency_and_a_person() -> None:
    typist = full_company()
    old_keys = [(line["Employee ID"], line["Competency ID"], line["Level ID"]) for line in _ratings(typist)]
    row = typist.row_of("tblLadder", "Support")
    typist.type_cells("tblLadder", row, {"Step 1": "Helper"})
    typist.type_cells("tblMarks", typist.row_of("tblMarks", "Care"), {"Competency": "Kindness"})
    person = typist.row_of("tblPeople", "Person B")
    typist.type_cells("tblPeople", person, {"Name": "Person Beta"})
    typist.build(same=("Helper=Adviser", "Kindness=Care"))
    for number in range(len(typist.lines(QUESTIONS))):
        typist.type_cells(QUESTIONS, number, {"Your answer": typist.cell(QUESTIONS, number, "It is")})
    typist.build()
    lines = _ratings(typist)
    assert [(line["Employee ID"], line["Competency ID"], line["Level ID"]) for line in lines] == old_keys
    data = typist.data
    assert {line["Competency"] for line in lines} == {name_column.name for name_column in data.competencies}
    for line in lines:
        assert line["Name"].startswith(data.person[line["Employee ID"]].name)
        assert line["Level"].startswith(data.level[line["Level ID"]].title)


def test_namesakes_are_told_by_their_team_and_stay_who_they_are() -> None:
    typist = rated({"Name": "Sam Taylor (Data)"}, {"Name": "Sam Taylor (Web)"})
    typist.build()
    teams = [typist.data.person[keys(typist, row)[0]].team for row in (0, 1)]
    assert teams == ["Data", "Web"]
    row = next(n for n, p in enumerate(typist.lines("tblPeople")) if (p["Name"], p["Team"]) == ("Sam Taylor", "Web"))
    old_keys = [keys(typist, row) for row in (0, 1)]
    typist.type_cells("tblPeople", row, {"Team": "Mobile"})
    typist.build()
    assert [keys(typist, row) for row in (0, 1)] == old_keys
    assert [typist.cell("tblAssessments", row, "Name") for row in (0, 1)] == [
        "Sam Taylor (Data)",
        "Sam Taylor (Mobile)",
    ]


def test_who_is_gone_is_still_called_by_the_last_name() -> None:
    typist = full_company()
    key = key_of(typist, "Person E")
    typist.delete("tblPeople", typist.row_of("tblPeople", "Person E"))
    typist.build()
    mine = [line for line in _ratings(typist) if line["Employee ID"] == key]
    assert mine
    assert {line["Name"] for line in mine} == {"Person E"}


def test_the_log_of_moves_takes_names_of_today_and_of_before() -> None:
    typist = typed_company()
    typist.build()
    typist.type_lines(
        "tblMoves",
        [
            {"Date": 46000, "Name": "Person B", "From": "Adviser", "To": "Lead", "Kind": "Promotion"},
            {"Date": 46001, "Name": "Somebody Who Left", "From": "Tester", "Kind": "Left"},
        ],
    )
    typist.build()
    lines = typist.lines("tblMoves")
    assert lines[0]["Employee ID"] == key_of(typist, "Person B")
    assert lines[0]["From level"] in typist.data.level
    assert (lines[1]["Employee ID"], lines[1]["From level"]) == ("Somebody Who Left", "Tester")
    assert lines[1]["Name"] == "Somebody Who Left"


def test_a_measure_needs_no_key() -> None:
    typist = typed_company()
    row = len(typist.lines("tblKpis"))
    typist.type_cells("tblKpis", row, {"Measure": "Days to fill a vacancy", "Unit": "Days"})
    typist.type_cells("tblKpis", row + 1, {"Measure": "Applications", "Unit": "Number"})
    typist.build()
    new = [line["Key"] for line in typist.lines("tblKpis")][row:]
    assert new == ["M1", "M2"]
    messages = [f["message"] for f in typist.run("validate").data["findings"] if f["sheet"] == "KPIs"]
    assert not any("Key" in message for message in messages)


def test_every_table_of_keys_shows_names() -> None:
    """No head of a table in sight is one of keys, and each key has its name beside it."""
    for table in key_tables().values():
        view = named_view(table)
        in_sight = {column.header for column in view.columns if column.width and column.names_rows}
        assert not {"Employee ID", "Manager ID", "Competency ID", "Level ID", "Track ID"} & in_sight
        assert {column.field for column in table.columns} <= {column.field for column in view.columns}
        for name_column in name_columns(table):
            assert (
                view.field_of[name_column.name].header == name_column.head.title or name_column.name in table.field_of
            )
            assert view.field_of[name_column.key].width == 0
            assert HEADS[table.field_of[name_column.key].header] == name_column.head


@pytest.mark.parametrize("by_names", [False, True])
def test_the_head_of_every_tab_is_in_sight(by_names: bool) -> None:
    """Title, purpose and the way to Start stand in the first column: none that is out of sight."""
    data = ask_for_names(sample()) if by_names else sample()
    tabs = [tab for tab in describe(data).sheets if not tab.is_hidden]
    assert len(tabs) > 30
    assert [tab.name for tab in tabs if (*column_widths(tab), 1)[0] == 0] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("keys") / "out"
    assert cli("demo", target).code == 0
    return target


def test_no_cell_in_sight_of_the_sample_company_says_a_key(folder: Path) -> None:
    """Neither in the workbook, whichever of its tabs is shown, nor in any form or pack."""
    workbook = openpyxl.load_workbook(folder / "larkspur.xlsx", data_only=True)
    any_key = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_keys(workbook), key=len, reverse=True))})(?![\w-])")
    workbooks = {"larkspur.xlsx": workbook}
    for path in (*folder.glob("forms/E01*.xlsx"), *folder.glob("packs/*.xlsx")):
        workbooks[path.name] = openpyxl.load_workbook(path, data_only=True)
    assert len(workbooks) > 10
    said = [
        f"{name} {tab.title}!{cell}: {text}"
        for name, book in workbooks.items()
        for tab in book.worksheets
        if tab.sheet_state != "veryHidden" and tab.title not in _FOR_PROGRAMS
        for cell, text in _texts(tab)
        if any_key.search(text)
    ]
    assert said == []


_FOR_PROGRAMS = ("_keys", "_words", "Up to date", "Weights", "Trackbook")
"""Hidden tabs that only programs read."""


def _keys(workbook: openpyxl.Workbook) -> set[str]:
    heads = {"tblPeople": "Employee ID", "tblLevels": "Level ID", "tblCompetencies": "Competency ID"}
    key_set = set()
    for tab in workbook.worksheets:
        for name, head in heads.items():
            if name in tab.tables:
                first, *lines = tab[tab.tables[name].ref]
                place = [cell.value for cell in first].index(head)
                key_set |= {str(line[place].value) for line in lines if line[place].value}
    assert len(key_set) > 60
    return key_set


def _texts(tab: Worksheet) -> list[tuple[str, str]]:
    hidden_columns = {
        n
        for name_column in tab.column_dimensions.values()
        if name_column.hidden
        for n in range(name_column.min or 0, (name_column.max or 0) + 1)
    }
    return [
        (cell.coordinate, cell.value)
        for row in tab.iter_rows()
        if not tab.row_dimensions[row[0].row].hidden
        for cell in row
        if isinstance(cell.value, str) and cell.column not in hidden_columns
    ]


def _ratings(typist: Typist) -> list[dict[str, Any]]:
    return typist.lines("tblAssessments")
