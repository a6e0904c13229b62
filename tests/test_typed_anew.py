"""Numbers and days that are text, IDs with a blank around them: said, counted by no command, mended by build."""

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.support.typing_person import Person
from tests.test_cli import cli
from tests.test_commands import small_book
from xl_addin.sheets import score_distribution

KEY = {"Employee ID": "E1", "Competency ID": "A"}


@pytest.fixture
def pasted(tmp_path: Path) -> Path:
    """As it comes out of another program: E1's rating of A is text, E7 has a blank behind the ID, a day is text."""
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblAssessments", "Manager rating", KEY, "4")
        person.type("tblPeople", "At level since", {"Employee ID": "E1"}, "2026-03-01")
        person.type("tblPeople", "Employee ID", {"Employee ID": "E7"}, "E7 ")
    return book


def test_what_formulas_pass_over_is_counted_by_no_command_and_said(pasted: Path) -> None:
    scored = cli("score", pasted, "--json")
    assert scored.code == 1
    figures = {person["id"]: person for person in scored.data["people"]}
    assert (figures["E1"]["rated"], figures["E1"]["applicable"]) == (2, 3)
    assert not {"E7", "E7 "} & figures.keys()
    assert scored.data["unread"]["ratings"]["count"] == 1
    assert [(g["id"], g["kind"]) for g in scored.data["left_out"]["ratings"]] == [("", "unknown")]
    open_findings = cli("validate", pasted, "--json").data["findings"]
    assert {f["cell"][0] for f in open_findings if f["code"] == "V05"} >= {"B", "I"}
    assert sum(f["code"] == "V05" for f in open_findings) == 3


def test_whoever_has_a_blank_in_the_id_gets_no_form_and_is_told_how_to(pasted: Path) -> None:
    told = cli("export", pasted, "--to", pasted.parent / "forms", "--json").data
    left = {person["id"]: person["reason"] for person in told["people"] if person["fate"] == "left_out"}
    assert left["E7 "] == "has an Employee ID with a blank around it"


def test_build_types_them_anew_and_nothing_is_left_to_say(pasted: Path) -> None:
    told = cli("build", pasted, "--json")
    assert {(cell["tab"], cell["column"], cell["count"]) for cell in told.data["retyped"]} == {
        ("Assessments", "Manager rating", 1), ("People", "At level since", 1), ("People", "Employee ID", 1),
    }  # fmt: skip
    figures = {person["id"]: person for person in cli("score", pasted, "--json").data["people"]}
    assert (figures["E1"]["rated"], figures["E7"]["rated"]) == (3, 3)
    assert not [f for f in cli("validate", pasted, "--json").data["findings"] if f["code"] == "V05"]
    assert cli("build", pasted, "--json").data["changes"] == 0


def test_ids_with_a_blank_on_both_tabs_stay_together(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    before = {person["id"]: person["score"] for person in cli("score", book, "--json").data["people"]}
    with Person(book) as person:
        person.type("tblPeople", "Employee ID", {"Employee ID": "E7"}, "E7 ")
        for competency in "ABC":
            person.type("tblAssessments", "Employee ID", {"Employee ID": "E7", "Competency ID": competency}, "E7 ")
    padded = {person["id"]: person["score"] for person in cli("score", book, "--json").data["people"]}
    assert padded["E7 "] == before["E7"]
    assert cli("build", book).code == 0
    assert {person["id"]: person["score"] for person in cli("score", book, "--json").data["people"]} == before
    assert cli("build", book, "--json").data["changes"] == 0


@pytest.mark.parametrize("first", ["E7", "E7 "])
def test_of_two_rows_that_a_blank_tells_apart_neither_is_typed_anew(first: str, tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for row, typed in (("E7", "E7 " if first == "E7" else "E7"), ("E6", first)):
            if row != typed:
                person.type("tblPeople", "Employee ID", {"Employee ID": row}, typed)
    told = cli("build", book, "--json")
    assert (told.code, told.data["retyped"]) == (1, [])
    blank, *others = [doubt["what"] for doubt in told.data["not_understood"]]
    assert blank == "has a blank around an ID that another row has"
    # what is rated and planned under the ID that E6 had
    assert {what.partition(" (")[0] for what in others} == {"names nobody in People"}


@pytest.mark.parametrize("spelled", ["e1", "E1"])
def test_case_makes_no_difference_to_an_id_as_it_makes_none_to_excel(spelled: str, tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblAssessments", "Employee ID", KEY, spelled)
    scored = cli("score", book, "--json")
    assert scored.data["left_out"]["ratings"] == []
    assert next(person["rated"] for person in scored.data["people"] if person["id"] == "E1") == 3


def test_two_rows_for_one_weight_are_added_up_as_the_formula_does(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.add("tblWeights", {"Track ID": "ENG", "Competency ID": "A", "Weight": 10})
        person.add("tblWeights", {"Track ID": "ENG", "Competency ID": "A", "Weight": -5})
    figures = {person["id"]: person["score"] for person in cli("score", book, "--json").data["people"]}
    assert figures["E1"] == pytest.approx((60 * 0.75 + 30 * 0.5 + 20 * 0.25) / 110)


def test_two_competencies_of_one_name_have_a_column_each(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblCompetencies", "Competency", {"Competency ID": "B"}, "skill a")
    assert cli("score", book).code == 0
    assert [h for h in Person(book).headers("tblTeam") if h.casefold().startswith("skill")] == [
        "Skill A", "skill a (B)", "Skill C",
    ]  # fmt: skip


def test_a_competency_of_another_name_keeps_its_column(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblCompetencies", "Competency", {"Competency ID": "B"}, "Craft")
    assert cli("score", book).code == 0
    assert Person(book).headers("tblTeam")[5:] == ["Skill A", "Craft", "Skill C"]


def test_the_trend_shows_the_newest_cycles_that_it_has_room_for(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for year in range(2000, 2020):
            row = {"Cycle": f"{year}-H1", "Employee ID": "E1", "Competency ID": "A", "Level ID": "L1"}
            person.add("tblAssessments", {**row, "Manager rating": 3})
    assert cli("score", book).code == 0
    shown = [row["Cycle"] for row in Person(book).rows("tblTrend")]
    assert (shown, shown[-1]) == (sorted(shown), "2027-H1")
    assert len(shown) >= score_distribution.CYCLE_ROOM


@pytest.mark.parametrize(
    ("table", "header", "where", "typed", "key", "noun"),
    [
        ("tblWeights", "Weight", {"Competency ID": "A"}, "50", "weights", "weight in Weights"),
        ("tblWeights", "Weight", {"Competency ID": "A"}, -5, "weights", "weight in Weights"),
        ("tblCompetencies", "Expected rating", {"Competency ID": "A"}, 9, "expected_ratings",
         "expected rating in Competencies"),
        ("tblSettings", "Value", {"Setting": "D09.coverage"}, "half", "settings", "setting in Settings"),
        ("tblSettings", "Value", {"Setting": "D09.coverage"}, "0.5", "settings", "setting in Settings"),
    ],
)  # fmt: skip
def test_score_says_what_of_the_framework_it_could_not_read(
    table: str, header: str, where: dict[str, str], typed: object, key: str, noun: str, tmp_path: Path
) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type(table, header, where, typed)
        cell = person.cell(table, header, where).coordinate
    told = cli("score", book, "--json")
    assert (told.code, told.data["unread"][key]) == (1, {"count": 1, "cells": [cell]})
    assert f"1 {noun} could not be read." in cli("score", book).err


@pytest.mark.parametrize(("typed", "number"), [("3", 3), (" 0.5", 0.5), ("４", 4), ("3.0", 3)])
def test_a_setting_that_is_text_is_said_by_its_row_and_typed_anew(typed: str, number: float, tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    where = {"Setting": "D11.z"}
    with Person(book) as person:
        person.type("tblSettings", "Value", where, typed)
        cell = person.cell("tblSettings", "Value", where)
    (found,) = [f for f in cli("validate", book, "--json").data["findings"] if f["code"] == "V05"]
    assert (found["sheet"], found["cell"]) == ("Settings", cell.coordinate)
    assert found["message"].startswith(f"D11.z of row {cell.row} of Settings is the text ")
    assert cli("build", book, "--json").data["retyped"] == [{"tab": "Settings", "column": "Value", "count": 1}]
    assert Person(book).cell("tblSettings", "Value", where).value == number
    assert cli("score", book, "--json").data["unread"]["settings"]["count"] == 0


def test_a_setting_that_is_a_word_stays_for_its_author(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblSettings", "Value", {"Setting": "D12.kept"}, "half")
        row = person.cell("tblSettings", "Value", {"Setting": "D12.kept"}).row
    assert cli("build", book, "--json").data["retyped"] == []
    (found,) = [f for f in cli("validate", book, "--json").data["findings"] if f["code"] == "V02"]
    assert found["message"] == f'D12.kept of row {row} of Settings takes a number from 0 to 1, but "half" stands there.'


def test_a_second_rating_is_said_by_the_rows_on_the_tab(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.add("tblAssessments", {**KEY, "Cycle": "2027-H1", "Level ID": "L1", "Manager rating": 3})
        top, _, bottom, _ = person.box("tblAssessments")
    (found,) = [f for f in cli("validate", book, "--json").data["findings"] if "a second rating" in f["message"]]
    rows = [int(word) for word in re.findall(r"[Rr]ow (\d+)", found["message"])]
    assert (f"B{rows[0]}", top < rows[1] < rows[0] <= bottom) == (found["cell"], True)


def test_a_blank_around_the_open_cycle_is_said(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for competency in "ABC":
            person.type("tblAssessments", "Cycle", {**KEY, "Competency ID": competency}, "2027-H1 ")
    told = cli("score", book)
    assert told.code == 1
    assert "3 ratings under the open cycle with a blank around it are left out." in told.err
    assert cli("build", book).code == 0
    assert cli("score", book).code == 0


def test_a_cycle_that_is_nearly_the_open_one_is_said(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for competency in "ABC":
            where = {**KEY, "Competency ID": competency}
            person.type("tblAssessments", "Cycle", where, "2027H1")
    told = cli("score", book)
    assert told.code == 1
    assert 'they stand under "2027H1", nearly the open cycle 2027-H1: write 2027-H1 if that is meant' in told.out
    assert "3 ratings under a cycle that is nearly the open one are left out." in told.err
    found = [f["message"] for f in cli("validate", book, "--json").data["findings"] if f["code"] == "F02"]
    assert found == ['3 rows of Assessments stand under "2027H1", nearly the open cycle "2027-H1".']


def test_a_day_in_place_of_the_cycle_is_never_its_number(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for name in ("cycle", "framework.effective"):  # this one asks for a day
            cell = person.cell("tblSettings", "Value", {"Setting": name})
            cell.number_format, cell.value = "mmm-yy", dt.date(2027, 1, 1)
    where = Person(book).cell("tblSettings", "Value", {"Setting": "cycle"}).coordinate
    told = cli("score", book)
    assert (told.code, "46388" in told.out + told.err) == (1, False)
    assert "The cycle in Settings is 2027-01-01, a day that Excel made of an ID" in told.err
    assert f"Settings!{where}" in told.out
    findings = cli("validate", book, "--json").data["findings"]
    assert [f["cell"] for f in findings if f["code"] == "P03"] == [where]
    assert [doubt["cell"] for doubt in cli("build", book, "--json").data["not_understood"]] == [f"Settings!{where}"]
    forms = tmp_path / "forms"
    assert (cli("export", book, "--to", forms).code, forms.exists()) == (2, False)
    assert cli("export", book, "--to", forms, "--cycle", "2027-H1").code in (0, 1)
    assert forms.exists()


def test_ratings_of_other_cycles_alone_are_pointed_to(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblSettings", "Value", {"Setting": "cycle"}, "2028-H1")
    assert "Ratings stand under 2027-H1; the cycle in Settings is 2028-H1." in cli("score", book).err


def test_the_open_cycle_is_never_named_as_another_one(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for row in person.rows("tblAssessments"):
            where = {key: row[key] for key in ("Employee ID", "Competency ID")}
            person.type("tblAssessments", "Manager rating", where, "three")
            person.type("tblAssessments", "Self rating", where, None)
        person.add("tblAssessments", {**KEY, "Cycle": "2025-H1", "Level ID": "L1", "Manager rating": 3})
    told = cli("score", book).err
    assert "could not be read" in told
    assert "stand under" not in told


@pytest.mark.parametrize(
    ("ratings", "advice", "todo"),
    [
        (("3.0",), "or run build, which types text anew", 0),
        (("three",), "", 1),
        (('="3"',), "", 0),
        (("3.0", "three", "3.5"), "or run build, which types 1 of them anew", 1),
    ],
)
def test_build_is_the_advice_only_where_it_does_what_is_said(
    ratings: tuple[str, ...], advice: str, todo: int, tmp_path: Path
) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for competency, typed in zip("ABC", ratings, strict=False):
            person.type("tblAssessments", "Manager rating", {**KEY, "Competency ID": competency}, typed)
    line = next(line for line in cli("score", book).out.splitlines() if "could not be read:" in line)
    assert (advice in line, "run build" in line) == (True, bool(advice))
    told = cli("build", book, "--json")
    assert bool(told.data["retyped"]) == bool(advice)
    assert (told.code, len(told.data["not_understood"])) == (todo, todo)
    left = cli("score", book)
    assert "run build" not in left.out


@pytest.mark.parametrize(
    ("table", "header", "where", "typed", "words"),
    [
        ("tblAssessments", "Self rating", KEY, "-", "a whole number from 1 to 5, or N/A"),
        ("tblAssessments", "Self rating", KEY, 9, "a whole number from 1 to 5, or N/A"),
        ("tblWeights", "Weight", {"Competency ID": "A"}, "much", "a number from 0 to 100"),
        ("tblPeople", "At level since", {"Employee ID": "E1"}, "last May", "a day, such as 2027-01-11"),
        ("tblLevels", "Rank", {"Level ID": "L1"}, "two", "a whole number from 1 to"),
        ("tblSettings", "Value", {"Setting": "D09.coverage"}, "95%", "a number"),
    ],
)
def test_build_lists_what_is_no_number_or_day(
    table: str, header: str, where: dict[str, str], typed: object, words: str, tmp_path: Path
) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type(table, header, where, typed)
        cell = person.cell(table, header, where)
    told = cli("build", book, "--json")
    (unclear,) = told.data["not_understood"]
    assert (told.code, unclear["cell"]) == (1, f"{cell.parent.title}!{cell.coordinate}")
    assert unclear["what"].startswith(f"cannot be read as {words}")
    assert Person(book).cell(table, header, where).value == typed


def test_a_name_in_place_of_an_id_is_not_repeated(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        person.type("tblAssessments", "Employee ID", KEY, "Bob Quist")
    told = cli("score", book)
    assert told.code == 1
    assert "Quist" not in told.out + told.err


def test_ids_that_are_numbers_count_are_said_once_and_become_text(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    key = {"Employee ID": "E7"}
    with Person(book) as person:
        for competency in "ABC":
            person.type("tblAssessments", "Employee ID", {**key, "Competency ID": competency}, 7)
        person.type("tblPeople", "Employee ID", key, "7")
    scored = {person["id"] for person in cli("score", book, "--json").data["people"]}
    assert "7" in scored
    said = [f["cell"] for f in cli("validate", book, "--json").data["findings"] if f["code"] == "V05"]
    assert len(said) == 1
    told = cli("build", book, "--json").data["retyped"]
    assert told == [{"tab": "Assessments", "column": "Employee ID", "count": 3}]
    assert not [f for f in cli("validate", book, "--json").data["findings"] if f["code"] == "V05"]
    assert cli("build", book, "--json").data["changes"] == 0
