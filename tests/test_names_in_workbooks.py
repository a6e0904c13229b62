"""A company typed by names only, edited as people edit, and what every command makes of it: keys never change hands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.named_company import (
    COMPETENCIES,
    TITLES,
    full_company,
    lost_words,
    ratings_by_name,
    strayed_words,
    typed_company,
)
from tests.support.typist import Typist, differences
from xl_addin.cells.cell import ErrorCell, FormulaCell
from xl_addin.commands.command import Outcome
from xl_addin.model.errors import Stop

FRAMEWORK = ("tblTracks", "tblLevels", "tblCompetencies", "tblWeights")
Cells = dict[str, Any]


def settle(typist: Typist, *strays: str, **options: Any) -> Outcome:
    """Build; a second run changes nothing, and no word stands with another thing than before.

    `strays` are words that the person left in a row that is another thing's now.
    """
    outcome = typist.build(**options)
    before = typist.snapshot
    typist.build()
    assert differences(before, typist.snapshot) == []
    assert strayed_words(typist) == [*strays]
    return outcome


def keys(typist: Typist, table: str, key: str, *heads: str) -> dict[Any, Any]:
    """Key -> what stands under a head, or under several."""
    return {
        line[key]: line[heads[0]] if len(heads) == 1 else tuple(line[head] for head in heads)
        for line in typist.lines(table)
        if line[key]
    }


def titles(typist: Typist) -> dict[str, str]:
    return keys(typist, "tblLevels", "Level ID", "Level title")


def people(typist: Typist, *heads: str) -> dict[str, Any]:
    return keys(typist, "tblPeople", "Employee ID", *heads)


def marks(typist: Typist) -> set[tuple[str, str]]:
    """Names of competency and track where a weight stands."""
    data = typist.data
    return {(data.competency[own.competency].name, data.track[own.track].name) for own in data.weights}


def answer(typist: Typist, *answers: str) -> None:
    """Choose answers on the tab Names, in the order of its rows."""
    assert len(typist.lines("tblNameQuestions")) == len(answers)
    for row, text in enumerate(answers):
        typist.type("tblNameQuestions", row, Your_answer=text)


# --- typed for the first time


def test_names_are_all_it_takes() -> None:
    typist = typed_company()
    outcome = settle(typist)
    assert outcome.clean
    data = typist.data
    assert [(own.id, own.name) for own in data.tracks] == [
        ("T1", "Engineering"),
        ("T2", "Support"),
        ("T3", "Management"),
    ]
    assert {own.id: [v.title for v in data.levels_of(own.id)] for own in data.tracks} == {
        "T1": TITLES["Engineering"], "T2": TITLES["Support"], "T3": TITLES["Management"],
    }  # fmt: skip
    assert data.level["L3"].next == ("L4", "L8")
    assert data.level["L4"].lateral == ("L8",)
    assert marks(typist) == {(name, track) for name in COMPETENCIES for track in TITLES}
    assert [(own.track, own.level) for own in data.people[:3]] == [("T1", "L1"), ("T2", "L6"), ("T3", "L8")]
    assert data.person["P21"].manager == "P10"
    assert {own.manager for own in data.people} == {"", "P3", "P10"}
    assert [own.table for own in data.matrices] == ["tblMatrix_T1", "tblMatrix_T2", "tblMatrix_T3"]


@pytest.mark.parametrize("command", ["validate", "score", "delta", "build"])
def test_a_second_run_of_a_command_changes_nothing(command: str) -> None:
    typist = full_company()
    typist.run(command)
    before = typist.snapshot
    typist.run(command)
    assert differences(before, typist.snapshot) == []


@pytest.mark.parametrize("command", ["validate", "score", "build"])
def test_any_command_takes_names_over(command: str) -> None:
    typist = typed_company()
    typist.run(command)
    assert titles(typist)["L9"] == "Head"
    assert people(typist, "Name", "Level ID")["P4"] == ("Sam Taylor", "L4")


def test_everybody_is_scored() -> None:
    typist = full_company()
    typist.run("score")
    assert len(typist.lines("tblScores")) == 25
    assert not [line for line in typist.lines("tblFindings") if line["Rule"] == "F02"]


# --- renames

RENAMES = [
    ("tblLadder", 0, "Track", "Product engineering", "Engineering", ("tblTracks", "Track ID", "Track", "T1")),
    ("tblLadder", 0, "Step 2", "Developer", "Engineer", ("tblLevels", "Level ID", "Level title", "L2")),
    ("tblMarks", 1, "Competency", "Foresight", "Planning", ("tblCompetencies", "Competency ID", "Competency", "C2")),
]


@pytest.mark.parametrize(("table", "row", "head", "new", "old", "where"), RENAMES)
def test_a_new_name_is_asked_about_and_nothing_of_the_framework_changes_meanwhile(
    table: str, row: int, head: str, new: str, old: str, where: tuple[str, str, str, str]
) -> None:
    typist = full_company()
    before = {name: typist.table(name) for name in FRAMEWORK}
    typist.type_cells(table, row, {head: new})
    outcome = settle(typist)
    assert not outcome.clean
    assert f"Is '{new}' a new" in outcome.lines[0][1]
    assert "Names" not in typist.snapshot.hidden_tabs
    assert {name: typist.table(name) for name in FRAMEWORK} == before
    typist.run("score")
    assert len(typist.lines("tblScores")) == 25
    assert [line["It is"] for line in typist.lines("tblNameQuestions")] == [f"new name for {old}"]


@pytest.mark.parametrize("way", ["--same", "Names"])
@pytest.mark.parametrize(("table", "row", "head", "new", "old", "where"), RENAMES)
def test_the_same_thing_under_a_new_name_keeps_everything(
    table: str, row: int, head: str, new: str, old: str, where: tuple[str, str, str, str], way: str
) -> None:
    typist, before = full_company(), full_company()
    typist.type_cells(table, row, {head: new})
    if way == "Names":
        typist.build()
        answer(typist, f"new name for {old}")
        outcome = settle(typist)
    else:
        outcome = settle(typist, same=(f"{new}={old}",))
    assert outcome.clean
    assert any(f"{old} is now called {new}" in line for line in outcome.lines)
    table_of_keys, key, name, own_key = where
    assert keys(typist, table_of_keys, key, name) == {**keys(before, table_of_keys, key, name), own_key: new}
    assert lost_words(before, typist) == []
    assert people(typist, "Track ID", "Level ID") == people(before, "Track ID", "Level ID")
    assert old not in {value for line in typist.lines("tblPeople") for value in line.values()}
    assert typist.data.level["L3"].next == ("L4", "L8")
    assert typist.lines("tblNameQuestions") == []
    assert ratings_by_name(typist) == ratings_by_name(before)


NEW_LEVELS = {"Product engineering": TITLES["Engineering"]}
"""Levels that left a track and stand in a new one may be the same; here they are said to be new."""


@pytest.mark.parametrize(("table", "row", "head", "new", "old", "where"), RENAMES)
def test_something_new_in_its_place_takes_nothing_of_the_old(
    table: str, row: int, head: str, new: str, old: str, where: tuple[str, str, str, str]
) -> None:
    typist, before = full_company(), full_company()
    typist.type_cells(table, row, {head: new, "My words": None})
    settle(typist, new=(new, *NEW_LEVELS.get(new, ())))
    table_of_keys, key, name, own_key = where
    names = keys(typist, table_of_keys, key, name)
    assert own_key not in names
    assert new in names.values()
    assert set(names) - set(keys(before, table_of_keys, key, name))
    assert [own for own in typist.data.ratings if own.manager_rating] == [
        own for own in before.data.ratings if own.manager_rating
    ]
    # and when the old name comes back as the same thing, so does all that was said of it
    typist.type_cells(table, row, {head: old})
    settle(typist, same=(f"{old}={old}",))
    assert keys(typist, table_of_keys, key, name)[own_key] == old
    cleared = {"tblLadder": "Mine of T1.", "tblMarks": "Mine of C2."}[table]
    assert lost_words(before, typist) == [cleared]


def test_an_answer_waits_beside_its_question_until_all_are_answered() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblLadder", 0, Track="Product engineering")
    answers: tuple[dict[str, Any], ...] = ({"new": ("Product engineering",)}, {})
    for options in answers:
        outcome = settle(typist, **options)
        assert "4 names wait for an answer" in outcome.sentence
        assert [line["Your answer"] for line in typist.lines("tblNameQuestions")] == ["a new track", *[None] * 4]
        assert [typist.table(name) for name in FRAMEWORK] == [before.table(name) for name in FRAMEWORK]
        assert not [entry for entry in typist.data.ledger if entry.is_gone]
    for row in range(1, 5):
        typist.type("tblNameQuestions", row, Your_answer=f"the same level as before: {TITLES['Engineering'][row - 1]}")
    settle(typist, "tblLadder: 'Mine of T1.' at T4")
    assert titles(typist) == titles(before)
    assert {own.track for own in typist.data.levels_of("T4")} == {"T4"}
    assert [own.id for own in typist.data.levels_of("T4")] == ["L1", "L2", "L3", "L4"]


def test_an_answer_that_is_none_of_those_offered_is_said() -> None:
    typist = full_company()
    typist.type("tblLadder", 0, Step_2="Developer")
    typist.build()
    answer(typist, "perhaps")
    outcome = settle(typist)
    assert ("Names!H7", "is none of the answers offered", "choose one from the list") in outcome.lines
    assert titles(typist)["L2"] == "Engineer"
    assert typist.cell("tblNameQuestions", 0, "Your answer") == "perhaps"


def test_an_answer_about_nothing_is_refused() -> None:
    typist = full_company()
    before = typist.snapshot
    with pytest.raises(Stop, match="no question about that name"):
        typist.build(same=("Developer=Engineer",))
    assert typist.snapshot == before


# --- the ladder


def test_titles_that_change_places_are_the_same_levels_or_new_names_as_people_say() -> None:
    moved, renamed, before = full_company(), full_company(), full_company()
    for typist in (moved, renamed):
        typist.type("tblLadder", 0, Step_1="Engineer", Step_2="Junior")
        assert not typist.build().clean
    settle(moved, same=("Engineer=Engineer", "Junior=Junior"))
    assert (titles(moved), moved.data.level["L1"].rank) == (titles(before), 2)
    assert people(moved, "Level") == people(before, "Level")
    answer(renamed, "new name for Junior", "new name for Engineer")
    settle(renamed)
    assert titles(renamed) == {**titles(before), "L1": "Engineer", "L2": "Junior"}
    assert people(renamed, "Level ID") == people(before, "Level ID")
    assert people(renamed, "Level")["P1"] == "Engineer"
    assert renamed.table("tblMatrix_T1").headers[3:5] == ("Engineer", "Junior")
    assert lost_words(before, moved) == lost_words(before, renamed) == []


def test_a_level_in_the_middle_moves_the_others_on() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblLadder", 0, Step_2="Middle", Step_3="Engineer", Step_4="Senior", Step_5="Staff")
    assert settle(typist).clean
    data = typist.data
    assert [own.id for own in data.levels_of("T1")] == ["L1", "L10", "L2", "L3", "L4"]
    assert data.level["L1"].next == ("L10",)
    assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Middle", "Engineer", "Senior", "Staff")
    assert lost_words(before, typist) == []
    assert people(typist, "Level ID") == people(before, "Level ID")


def test_a_level_that_is_deleted_leaves_its_column_and_words_behind() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblLadder", 0, Step_2=None)
    outcome = settle(typist)
    assert ("level", "Engineer is gone from Framework", "") in outcome.lines
    assert (
        "People!D16",
        '"Engineer" is no level of that track (and so in 1 row more)',
        "choose one from the list",
    ) in (outcome.lines)
    assert "L2" not in titles(typist)
    assert typist.data.level["L1"].next == ("L3",)
    assert typist.table("tblMatrix_T1").headers[4] == "Engineer (removed)"
    assert lost_words(before, typist) == []
    assert not any(place.startswith("Assessments") for place, _, _ in outcome.lines)
    typist.type("tblLadder", 0, Step_2="Engineer")
    assert not settle(typist).clean
    settle(typist, same=("Engineer=Engineer",))
    assert titles(typist) == titles(before)
    assert lost_words(before, typist) == []
    assert people(typist, "Level ID") == people(before, "Level ID")


def test_a_new_level_of_an_old_name_gets_none_of_its_texts() -> None:
    typist = full_company()
    typist.type("tblLadder", 0, Step_2=None)
    typist.build()
    typist.type("tblLadder", 0, Step_2="Engineer")
    settle(typist, new=("Engineer",))
    matrix = typist.data.matrix["T1"]
    assert {cell.text for cell in matrix.cells if cell.level == "L10"} == {""}
    assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Engineer", "Engineer (removed)", "Senior", "Staff")
    # gone as well, its head tells which of the two it was
    typist.type("tblLadder", 0, Step_2=None)
    settle(typist)
    assert "Engineer (removed, L10)" in typist.table("tblMatrix_T1").headers


def test_rows_in_another_order_change_only_the_order() -> None:
    typist, before = full_company(), full_company()
    typist.reorder("tblLadder", lambda line: line["Track"][::-1])
    typist.reorder("tblMarks", lambda line: line["Competency"])
    typist.reorder("tblPeople", lambda line: line["Name"][::-1])
    assert settle(typist).clean
    assert marks(typist) == marks(before)
    assert people(typist, "Name", "Team", "Level ID", "Manager ID") == people(
        before, "Name", "Team", "Level ID", "Manager ID"
    )
    assert titles(typist) == titles(before)
    assert lost_words(before, typist) == []
    assert ratings_by_name(typist) == ratings_by_name(before)


def test_a_track_put_in_between_takes_nobodys_marks() -> None:
    typist, before = full_company(), full_company()
    typist.insert("tblLadder", 1)
    typist.type("tblLadder", 1, Track="Data", Step_1="Analyst", Step_2="Scientist")
    assert settle(typist).clean
    # what counts on all other tracks counts on a new one
    new = {("Ownership", "Data"), ("Planning", "Data"), ("Care", "Data")}
    assert marks(typist) == marks(before) | new
    assert lost_words(before, typist) == []


def test_marks_typed_for_a_new_track_are_taken_as_they_are() -> None:
    typist = full_company()
    typist.type("tblLadder", 3, Track="Data", Step_1="Analyst")
    typist.type_cells("tblMarks", 4, {"Mark 4": "x"})
    settle(typist)
    assert {name for name, track in marks(typist) if track == "Data"} == {"Hiring"}


def test_more_tracks_than_columns_of_marks_get_columns_of_their_own() -> None:
    typist, before = full_company(), full_company()
    typist.type_lines("tblLadder", [{"Track": f"Track {n}", "Step 1": f"One {n}"} for n in range(12)], 3)
    assert settle(typist).clean
    assert {name for name, track in marks(typist) if track == "Track 11"} == {"Ownership", "Planning", "Care"}
    assert marks(typist) > marks(before)
    assert lost_words(before, typist) == []


def test_a_track_removed_and_brought_back_is_as_it_was() -> None:
    typist, before = full_company(), full_company()
    line = typist.delete("tblLadder", 1)
    outcome = settle(typist)
    assert ("track", "Support is gone from Framework", "") in outcome.lines
    assert "T2" not in typist.data.track
    assert {own.track for own in typist.data.weights} == {"T1", "T3"}
    assert typist.data.level["L3"].next == ("L4", "L8"), "the branch is written as it is called now"
    assert typist.cell("tblLadder", 1, "Branches from") == "Senior"
    typist.type_cells("tblLadder", 2, {head: line[head] for head in ("Track", "Step 1", "Step 2", "Step 3")})
    assert [row[1] for row in settle(typist).lines[:1]] == ["Is 'Support' the track you had before, or a new one?"]
    settle(typist, same=("Support=Support",))
    assert marks(typist) == marks(before)
    assert titles(typist) == titles(before)
    assert people(typist, "Track ID", "Level ID") == people(before, "Track ID", "Level ID")
    assert lost_words(before, typist) == ["Mine of T2."], "the row of Framework itself was deleted"


def test_a_track_that_comes_back_with_another_title_keeps_the_texts_under_it() -> None:
    typist, before = full_company(), full_company()
    typist.delete("tblLadder", 1)
    typist.build()
    typist.type("tblLadder", 2, Track="Support", Step_1="Adviser", Step_2="Senior adviser", Step_3="Lead")
    settle(typist, same=("Support=Support", "Senior adviser=Senior"))
    assert titles(typist)["L6"] == "Senior adviser"
    assert typist.table("tblMatrix_T2").headers[3:] == ("Adviser", "Senior adviser", "Lead")
    assert lost_words(before, typist) == ["Mine of T2."]


def test_a_copied_row_is_asked_for_its_name_and_then_something_new() -> None:
    typist, before = full_company(), full_company()
    typist.copy_row("tblLadder", 0, 1)
    outcome = settle(typist)
    assert outcome.lines[0][:2] == (
        "Framework!B9",
        'two tracks are called "Engineering", so nothing of the tab is taken over',
    )
    assert titles(typist) == titles(before)
    typist.type_cells("tblLadder", 1, {"Track": "Platform", "My words": None})
    assert settle(typist).clean
    assert typist.data.track["T4"].name == "Platform"
    assert [own.title for own in typist.data.levels_of("T4")] == TITLES["Engineering"]
    assert titles(typist).items() > titles(before).items()
    assert {cell.text for cell in typist.data.matrix["T4"].cells} == {""}


@pytest.mark.parametrize(
    ("table", "row", "cells", "place", "words"),
    [
        ("tblLadder", 1, {"Track": "Engineering"}, "Framework!B9", 'two tracks are called "Engineering"'),
        ("tblLadder", 0, {"Step 3": "JUNIOR "}, "Framework!F8", 'two levels of Engineering are called "JUNIOR"'),
        ("tblMarks", 1, {"Competency": "ownership"}, "Framework!B19", 'two competencies are called "ownership"'),
        ("tblLadder", 2, {"Track": None}, "Framework!B10", "the track has no name"),
        ("tblMarks", 0, {"Competency": " "}, "Framework!B18", "the competency has no name"),
        ("tblLadder", 0, {"Step 2": ErrorCell("#REF!")}, "Framework!E8", "cannot be read"),
        ("tblLadder", 0, {"Track": "x" * 300}, "Framework!B8", "cannot be read"),
        ("tblMarks", 3, {"Competency": ErrorCell("#N/A")}, "Framework!B21", "cannot be read"),
    ],
)
def test_what_cannot_be_made_out_holds_framework_back(
    table: str, row: int, cells: Cells, place: str, words: str
) -> None:
    typist, before = full_company(), full_company()
    typist.type_cells(table, row, cells)
    typist.type("tblLadder", 0, Step_5="Principal")
    outcome = settle(typist)
    assert not outcome.clean
    line = next(line for line in outcome.lines if line[0] == place)
    assert line[1] == f"{words}, so nothing of the tab is taken over"
    assert [typist.table(name) for name in FRAMEWORK] == [before.table(name) for name in FRAMEWORK]
    assert not [entry for entry in typist.data.ledger if entry.is_gone]
    # put right, all is taken over, and nothing was ever lost
    typist.type_cells(table, row, {head: before.cell(table, row, head) for head in cells})
    assert settle(typist).clean
    assert titles(typist) == {**titles(before), "L10": "Principal"}


def test_marks_of_every_spelling_and_shares() -> None:
    typist = full_company()
    signs: tuple[tuple[Any, ...], ...] = (("x", "✓", " YES ", "●", 3), ("maybe", -2, True, ErrorCell("#N/A"), 0))
    for row, sign in enumerate(signs[0]):
        typist.type_cells("tblMarks", row, {"T2": sign})
    for row, sign in enumerate(signs[1]):
        typist.type_cells("tblMarks", row, {"T1": sign})
    outcome = settle(typist)
    weights = {(own.track, own.competency): own.weight for own in typist.data.weights}
    assert [weights["T2", f"C{n}"] for n in range(1, 6)] == pytest.approx([100 / 7] * 4 + [300 / 7], abs=1e-5)
    assert {key: weight for key, weight in weights.items() if key[0] == "T1"} == {("T1", "C5"): 0}
    told = [place for place, problem, _ in outcome.lines if problem == "is no mark, so it does not count"]
    assert told == ["Framework!G18", "Framework!G19", "Framework!G20", "Framework!G21"]
    assert typist.cell("tblMarks", 0, "T1") == "maybe", "what was typed stays for its author"


# --- people


@pytest.mark.parametrize("answered", ["new name for Person A", "a new person"])
def test_a_person_under_another_name_has_no_ratings_before_somebody_says_who_it_is(answered: str) -> None:
    typist, before = full_company(), full_company()
    typist.type("tblPeople", 0, Name="Person Alpha")
    outcome = settle(typist)
    assert outcome.lines[0][:2] == ("Names", "1 person may be somebody new or have a new name")
    assert "Alpha" not in str(outcome.lines) + outcome.sentence, "no name of a person in what doors print"
    assert not any(place.startswith("Assessments") for place, _, _ in outcome.lines)
    assert typist.cell("tblPeople", 0, "Employee ID") is None
    assert "Person Alpha (Web)" not in ratings_by_name(typist)
    answer(typist, answered)
    settle(typist, *(() if "name" in answered else ("tblPeople: 'Mine of P1.' at P26",)))
    ratings = {**ratings_by_name(before)}
    own_ratings = ratings.pop("Person A (Web)")
    is_same = answered.startswith("new name")
    assert typist.cell("tblPeople", 0, "Employee ID") == ("P1" if is_same else "P26")
    assert ratings_by_name(typist) == ({**ratings, "Person Alpha (Web)": own_ratings} if is_same else ratings)
    assert typist.data.ratings == before.data.ratings


def test_a_person_typed_over_another_is_never_given_the_ratings() -> None:
    typist, before = full_company(), full_company()
    line: Cells = {
        "Name": "Zoe New",
        "Track": "Support",
        "Level": "Lead",
        "Team": "Ops",
        "Manager": None,
        "Email": "z@x.example",
    }
    typist.type_cells("tblPeople", 0, line)
    settle(typist)
    assert "Zoe New (Ops)" not in ratings_by_name(typist)
    assert ratings_by_name(typist).items() < ratings_by_name(before).items()


def test_a_copied_person_is_somebody_else() -> None:
    typist, before = full_company(), full_company()
    typist.copy_row("tblPeople", 1, 2)
    typist.type_cells("tblPeople", 2, {"Name": "Zoe New", "Email": None, "My words": None})
    assert settle(typist).clean
    assert people(typist, "Name")["P26"] == "Zoe New"
    assert ratings_by_name(typist) == ratings_by_name(before)


@pytest.mark.parametrize("name", [ErrorCell("#NAME?"), None, "x" * 300])
def test_a_person_whose_name_cannot_be_read_is_who_it_was(name: Any) -> None:
    typist, before = full_company(), full_company()
    typist.type_cells("tblPeople", 2, {"Name": name})
    settle(typist)
    assert people(typist, "Level ID", "Manager ID") == people(before, "Level ID", "Manager ID")
    assert not [entry for entry in typist.data.ledger if entry.is_gone]
    typist.type_cells("tblPeople", 2, {"Name": "Person C"})
    assert settle(typist).clean


def test_who_leaves_takes_no_rating_along() -> None:
    typist, before = full_company(), full_company()
    typist.delete("tblPeople", 4)
    outcome = settle(typist)
    assert outcome.clean, "ratings of somebody who left are no fault"
    assert typist.data.ratings == before.data.ratings
    assert "P5" not in people(typist, "Name")
    gone = next(entry for entry in typist.data.ledger if entry.key == "P5")
    assert (gone.name, gone.address, gone.content) == ("Person E", "", "")


def test_a_manager_is_followed_through_names_and_teams() -> None:
    typist, before = full_company(), full_company()
    managers = people(before, "Manager ID")
    typist.type("tblPeople", 9, Team="Ops")  # one of two Sam Taylors
    typist.type("tblPeople", 2, Name="Person Cee")
    typist.build()
    answer(typist, "new name for Person C")
    assert settle(typist).clean
    assert people(typist, "Manager ID") == managers
    assert {line["Manager"] for line in typist.lines("tblPeople")} == {None, "Person Cee", "Sam Taylor (Ops)"}


def test_namesakes_who_change_teams_do_not_change_hands() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblPeople", 9, Team="Web")
    typist.type("tblPeople", 3, Team="Data")
    assert settle(typist).clean
    assert people(typist, "Manager ID") == people(before, "Manager ID")
    assert typist.cell("tblPeople", 20, "Manager") == "Sam Taylor (Web)"
    typist.type("tblPeople", 20, Manager="Sam Taylor (Data)")  # typed now, it means who is called so now
    settle(typist)
    assert typist.cell("tblPeople", 20, "Manager ID") == "P4"


def test_a_namesake_who_is_called_otherwise_now_leaves_the_name_to_the_other() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblPeople", 3, Name="Sami Taylor")
    settle(typist)
    assert people(typist, "Manager ID") == people(before, "Manager ID")
    assert typist.cell("tblPeople", 20, "Manager") == "Sam Taylor"


def test_managers_who_cannot_be_told_are_said_once() -> None:
    typist = full_company()
    for row in (5, 6, 7):
        typist.type("tblPeople", row, Manager="Sam Taylor", Track="Support", Level="Lead")
    typist.type("tblPeople", 8, Manager="Nobody Known")
    lines = settle(typist).lines
    assert (
        "People!E12",
        "2 people have this name (and so in 2 rows more)",
        "add the team, as in: Sam Taylor (Web)",
    ) in (lines)
    assert ("People!E15", "names nobody in People", "choose somebody from the list") in lines
    assert [typist.cell("tblPeople", row, "Manager ID") for row in (5, 6, 7, 8)] == ["", "", "", ""]


@pytest.mark.parametrize(("typed", "key"), [("HR-77", "HR-77"), (4711, "4711"), ("P3", "P26"), ("T1", "P26")])
def test_a_number_that_hr_typed_for_somebody_new_becomes_the_key(typed: Any, key: str) -> None:
    typist, before = full_company(), full_company()
    typist.type("tblPeople", 25, Name="Zoe New", Track="Support", Level="Lead", Employee_ID=typed)
    assert settle(typist).clean
    assert (typist.cell("tblPeople", 25, "Key"), typist.cell("tblPeople", 25, "Employee ID")) == (key, key)
    assert people(typist, "Name").items() > people(before, "Name").items()
    typist.type("tblPeople", 25, Employee_ID=None)
    settle(typist)
    assert typist.cell("tblPeople", 25, "Employee ID") == key


def test_a_change_of_level_counts_in_the_next_command() -> None:
    typist, before = full_company(), full_company()
    typist.type("tblPeople", 0, Level="Senior")
    typist.type("tblPeople", 1, Track="Engineering")  # its level's title is on both tracks
    assert settle(typist).clean
    changed = {"P1": "L3", "P2": "L3"}
    assert people(typist, "Level ID") == {**people(before, "Level ID"), **changed}


# --- tabs and cells that are lost


@pytest.mark.parametrize("tab", ["_keys", "Names", "_words"])
def test_a_hidden_tab_that_was_deleted_comes_back_and_no_key_changes(tab: str) -> None:
    typist, before = full_company(), full_company()
    typist.delete_tab(tab)
    typist.type("tblLadder", 0, Step_2="Developer")
    outcome = settle(typist)
    assert outcome.lines[0][1] == "Is 'Developer' a new level, or a new name for 'Engineer'?"
    assert tab in typist.snapshot.sheets
    settle(typist, same=("Developer=Engineer",))
    assert titles(typist) == {**titles(before), "L2": "Developer"}
    assert people(typist, "Name", "Level ID", "Manager ID") == people(before, "Name", "Level ID", "Manager ID")


@pytest.mark.parametrize("with_list", [True, False])
def test_key_cells_that_were_cleared_come_back(with_list: bool) -> None:
    typist, before = full_company(), full_company()
    for table, heads in (("tblLadder", ["Key"]), ("tblMarks", ["Key"]), ("tblPeople", ["Key"])):
        for row in range(len(typist.lines(table))):
            typist.type_cells(table, row, dict.fromkeys(heads))
    if not with_list:
        typist.delete_tab("_keys")
    assert settle(typist).clean
    for table in ("tblLadder", "tblMarks", "tblPeople", *FRAMEWORK):
        assert typist.table(table) == before.table(table)


def test_without_its_tab_framework_counts_as_it_was_until_build_puts_it_back() -> None:
    typist, before = full_company(), full_company()
    typist.delete_tab("Framework")
    line = ("Framework", "the tab is gone, so the tracks, levels and competencies count as they were")
    for command in ("validate", "score"):
        outcome = typist.run(command)
        assert outcome.lines[0][:2] == line
        assert not outcome.clean
    assert [typist.table(name) for name in FRAMEWORK] == [before.table(name) for name in FRAMEWORK]
    assert settle(typist).clean
    assert typist.snapshot.sheets.index("Framework") == before.snapshot.sheets.index("Framework")
    heads = ("Track", "Branches from", "Step 1", "Step 2", "Step 3", "Step 4", "Step 5", "People")
    assert keys(typist, "tblLadder", "Key", *heads) == keys(before, "tblLadder", "Key", *heads)
    assert marks(typist) == marks(before)
    assert [typist.table(name) for name in FRAMEWORK] == [before.table(name) for name in FRAMEWORK]
    assert people(typist, "Name", "Level ID", "Manager ID") == people(before, "Name", "Level ID", "Manager ID")


@pytest.mark.parametrize("head", ["Track", "Step 2", "Key"])
def test_a_head_of_framework_typed_over_takes_no_name_away(head: str) -> None:
    typist, before = full_company(), full_company()
    typist.type_head("tblLadder", head, "Something")
    outcome = settle(typist)
    assert outcome.lines[0][1:] == (
        f'no column is called "{head}" any more, so nothing of the tab is taken over',
        "put the head back",
    )
    assert [typist.table(name) for name in FRAMEWORK] == [before.table(name) for name in FRAMEWORK]
    typist.type_head("tblLadder", "Something", head)
    assert settle(typist).clean
    assert typist.table("tblKeys") == before.table("tblKeys")


def test_a_step_that_nobody_uses_may_go() -> None:
    typist = full_company()
    typist.type_head("tblLadder", "Step 12", "Something")
    assert settle(typist).clean


# --- heads of a matrix


def test_one_head_typed_over_is_the_level_that_has_no_column() -> None:
    """In Excel the formula that counts a column follows its head; a column of one's own is in no formula."""
    typist, before = full_company(), full_company()
    typist.add_column("tblMatrix_T1", "My notes", ["Do not touch."])
    typist.type_head("tblMatrix_T1", "Engineer", "Dev [x]")
    table = typist.table("tblTracks")
    cell = table.rows[0][table.headers.index("Cells written")]
    assert isinstance(cell, FormulaCell)
    typist.type("tblTracks", 0, Cells_written=FormulaCell(cell.text.replace("[Engineer]", "[Dev '[x']]"), cell.value))
    assert settle(typist).clean
    assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Engineer", "Senior", "Staff", "My notes")
    assert lost_words(before, typist) == []


def test_one_head_typed_over_where_formulas_do_not_follow() -> None:
    typist, before = full_company(), full_company()
    typist.type_head("tblMatrix_T1", "Engineer", "Dev")
    typist.run("validate")
    assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Engineer", "Senior", "Staff")
    assert settle(typist).clean
    assert lost_words(before, typist) == []


def test_several_heads_typed_over_are_asked_for() -> None:
    typist, before = full_company(), full_company()
    typist.type_head("tblMatrix_T1", "Engineer", "Dev")
    typist.type_head("tblMatrix_T1", "Senior", "Sen")
    for command in ("build", "validate", "build"):
        outcome = typist.run(command)
        assert outcome.lines[0] == (
            "Matrix Engineering!B6",
            '"Dev" and "Sen": no level is called so, and "Engineer" and "Senior" have no column',
            "type the title of the level as the head of its column",
        )
        assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Dev", "Sen", "Staff"), "no second column"
    typist.type_head("tblMatrix_T1", "Dev", "Engineer")
    assert settle(typist).clean
    assert typist.table("tblMatrix_T1").headers[3:] == ("Junior", "Engineer", "Senior", "Staff")
    assert lost_words(before, typist) == []


def test_a_level_never_takes_the_head_of_another_column() -> None:
    typist, before = full_company(), full_company()
    typist.add_column("tblMatrix_T1", "Developer", ["Mine."])
    typist.type("tblLadder", 0, Step_2="Developer", Step_1="Weight")
    settle(typist, same=("Developer=Engineer", "Weight=Junior"))
    heads = typist.table("tblMatrix_T1").headers
    assert heads[3:] == ("Weight (level)", "Developer (level)", "Senior", "Staff", "Developer")
    assert lost_words(before, typist) == []
