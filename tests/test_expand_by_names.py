"""Expand where names are asked: it lands on Framework as the same wish does with IDs, and nothing is lost."""

import copy
from functools import cache
from typing import Any

import pytest

from tests.support.named_company import full_company, lost_words, strayed_words
from tests.support.typist import Typist, differences
from xl_addin.cells.cell import FormulaCell
from xl_addin.commands.demo import sample
from xl_addin.ladder.upgrade import moves_of
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import NOWHERE
from xl_addin.model.statements import is_draft
from xl_addin.sheets.by_names import ask_for_names

Words = dict[str, Any]
SE2 = "Software engineer II"
TITLES = "Software engineer I=Tester I; Software engineer II=Tester II"
MANAGERS = "Engineering manager=Test manager; Senior engineering manager=Head of testing"
CARE = "; ".join(
    f"{old}={new}"
    for old, new in (
        ("Customer success associate", "Care 1"),
        ("Customer success manager", "Care 2"),
        ("Senior customer success manager", "Care 3"),
    )
)
PAIRS: dict[str, tuple[Words, Words]] = {
    "a level in the middle": (
        {"add_level": "Software engineer II+", "after": SE2},
        {"add_level": "X1: Software engineer II+", "after": "SE2"},
    ),
    "a level between two": (
        {"add_level": "Trial", "after": SE2, "before": "senior  software engineer"},
        {"add_level": "X1: Trial", "after": "SE2", "before": "SE3"},
    ),
    "a level at the end": (
        {"add_level": "Distinguished engineer", "after": "Staff software engineer"},
        {"add_level": "X1: Distinguished engineer", "after": "SE4"},
    ),
    "a level at the end of a track that is named": (
        {"add_level": "Distinguished engineer", "tracks": "Engineering"},
        {"add_level": "X1: Distinguished engineer", "tracks": "ENG"},
    ),
    "a level before the first": (
        {"add_level": "Trainee", "before": "Software engineer I"},
        {"add_level": "X1: Trainee", "before": "SE1"},
    ),
    "a level before the first of a branch": (
        {"add_level": "Team lead", "before": "Engineering manager"},
        {"add_level": "X1: Team lead", "before": "EM1"},
    ),
    "a level after one that branches": (
        {"add_level": "Lead software engineer", "after": "Senior software engineer"},
        {"add_level": "X1: Lead software engineer", "after": "SE3"},
    ),
    "a competency on all tracks": ({"add_competency": "Security"}, {"add_competency": "X1: Security"}),
    "a competency on some tracks": (
        {"add_competency": "Security", "tracks": "Engineering, Customer success", "theme": "Functional"},
        {"add_competency": "X1: Security", "tracks": "ENG, CSM", "theme": "Functional"},
    ),
    "a track without levels": ({"add_track": "Testing"}, {"add_track": "X1: Testing"}),
    "a track with its first level": (
        {"add_track": "Operations", "add_level": "Operator"},
        {"add_track": "X1: Operations", "add_level": "X2: Operator"},
    ),
    "a track from a track": (
        {"add_track": "Testing", "from_track": "Engineering", "titles": TITLES},
        {"add_track": "X1: Testing", "from_track": "ENG", "titles": "SE1=X2: Tester I; SE2=X3: Tester II"},
    ),
    "a track from a branch": (
        {"add_track": "Testing", "from_track": "Engineering management", "titles": MANAGERS},
        {"add_track": "X1: Testing", "from_track": "EM", "titles": "EM1=X2: Test manager; EM2=X3: Head of testing"},
    ),
    "a track from a starter": (
        {"add_track": "Care", "from_starter": "customer_success", "from_track": "Customer success", "titles": CARE},
        {"add_track": "X1: Care", "from_starter": "customer_success", "from_track": "CSM",
         "titles": "CS1=X2: Care 1; CS2=X3: Care 2; CS3=X4: Care 3"},
    ),
    "all together": (
        {"add_track": "Testing", "from_track": "Engineering", "titles": TITLES, "add_competency": "Security",
         "tracks": "Testing, Engineering", "add_level": "Software engineer II+", "after": SE2, "draft": "all"},
        {"add_track": "X1: Testing", "from_track": "ENG", "titles": "SE1=X2: Tester I; SE2=X3: Tester II",
         "add_competency": "X4: Security", "tracks": "X1, ENG", "add_level": "X5: Software engineer II+",
         "after": "SE2", "draft": "all"},
    ),
}  # fmt: skip


@cache
def _sample(*, by_names: bool) -> Snapshot:
    typist = Typist.at_company(ask_for_names(sample()) if by_names else sample())
    typist.build()
    return typist.snapshot


def company(*, by_names: bool = True) -> Typist:
    return Typist(_sample(by_names=by_names))


def picture(data: Dataset) -> Words:
    """A framework without its keys."""
    tracks = {track.id: track.name for track in data.tracks}
    titles = {level.id: (tracks[level.track], level.title) for level in data.levels}
    up, across = moves_of(data.levels)
    return {
        "levels": {titles[level.id]: level.rank for level in data.levels},
        "up": {(titles[low], titles[high]) for low, high in up},
        "across": {(titles[low], titles[high]) for low, high in across},
        "competencies": {
            c.name: {tracks[key] for key in c.tracks or data.track if key != NOWHERE} for c in data.competencies
        },
        "texts": {
            (tracks[m.track], data.competency[cell.competency].name, data.level[cell.level].title): _plain(cell.text)
            for m in data.matrices
            for cell in m.cells
        },
        "details": {tracks[t.id]: (t.family, t.kind, t.purpose) for t in data.tracks},
        "words": {titles[v.id]: (v.scope, v.summary, v.promotion, v.months) for v in data.levels},
    }


def _plain(text: str) -> str:
    return "inherits" if text.startswith("inherits(") else text


def shares(data: Dataset) -> dict[tuple[str, str], float]:
    """(track, competency) -> its share of the weights that somebody gave."""
    totals = {track: sum(w.weight or 0 for w in data.weights if w.track == track) for track in data.track}
    return {
        (data.track[w.track].name, data.competency[w.competency].name): 100 * w.weight / totals[w.track]
        for w in data.weights
        if w.weight
    }


@pytest.mark.parametrize("kind", PAIRS)
def test_the_framework_is_the_one_that_the_same_wish_makes_of_a_workbook_of_ids(kind: str) -> None:
    names, ids = PAIRS[kind]
    named, typed = company(), company(by_names=False)
    named.run("expand", **names, apply=True)
    typed.run("expand", **ids, apply=True)
    assert picture(named.data) == picture(typed.data)
    new = {"Security"} & {c.name for c in named.data.competencies}
    own, other = ({key: v for key, v in shares(t.data).items() if key[1] not in new} for t in (named, typed))
    grown = {track for track, name in shares(named.data) if name in new}
    assert {key: v for key, v in own.items() if key[0] not in grown} == pytest.approx(
        {key: v for key, v in other.items() if key[0] not in grown}, abs=0.11
    )
    assert all(len({v for key, v in own.items() if key[0] == track}) == 1 for track in grown)  # all signs


@pytest.mark.parametrize("kind", PAIRS)
def test_what_follows_finds_nothing_new_and_nothing_else_has_changed(kind: str) -> None:
    names, _ = PAIRS[kind]
    typist = company()
    old, before = typist.data, typist.copy()
    plan = typist.run("expand", **names)
    assert differences(before.snapshot, typist.snapshot) == []
    outcome = typist.run("expand", **names, apply=True)
    assert outcome.data["plan"] == plan.data["plan"]
    after = typist.snapshot
    data = typist.data
    assert typist.build().data["changes"] == 0
    assert differences(after, typist.snapshot) == []
    # keys and texts of everything that was there
    assert [t.id for t in data.tracks][: len(old.tracks)] == [t.id for t in old.tracks]
    assert {v.id: v.title for v in old.levels}.items() <= {v.id: v.title for v in data.levels}.items()
    assert {c.id: c.name for c in old.competencies}.items() <= {c.id: c.name for c in data.competencies}.items()
    texts = [{key: c.text for m in own.matrices for key, c in m.text.items() if c.text} for own in (old, data)]
    assert texts[0].items() <= texts[1].items()
    assert data.people == old.people
    # on Framework: rows in their order, marks, branches
    for table in ("tblLadder", "tblMarks"):
        one, two = before.lines(table), typist.lines(table)
        fixed = [head for head in one[0] if not head.startswith("Step ") and head in two[0]]
        for line, now in zip(one, two, strict=False):
            new_tracks = {t.id for t in data.tracks if t.id not in old.track}
            assert {head: line[head] for head in fixed} == {head: now[head] for head in fixed}, table
            assert {head for head in now if head not in line} <= new_tracks
    # nothing shown to people is a key
    shown = " ".join(str(cell) for line in outcome.lines for cell in line[:2]) + outcome.sentence + outcome.next
    new_keys = {own["id"] for part in ("tracks", "levels", "competencies") for own in plan.data["plan"][part]}
    assert not {*data.track, *data.level, *data.competency, *new_keys} & set(shown.replace(",", " ").split())
    # and again
    with pytest.raises(Stop, match=r"taken|is no next level"):
        typist.run("expand", **names, apply=True)


def test_the_plan_is_what_comes() -> None:
    typist = company()
    plan = typist.run("expand", **PAIRS["all together"][0]).data["plan"]
    typist.run("expand", **PAIRS["all together"][0], apply=True)
    data = typist.data
    for level in plan["levels"]:
        own = data.level[level["id"]]
        assert (own.title, own.track, own.rank) == (level["title"], level["track"], level["rank"])
    assert {c["id"] for c in plan["competencies"]} <= data.competency.keys()
    for text in plan["texts"]:
        assert data.matrix[text["track"]].text[text["competency"], text["level"]].text == text["text"]
        assert is_draft(text["text"]) or text["text"].startswith("inherits(")
    heads = typist.table("tblMarks").headers
    assert plan["tracks"][0]["id"] in heads
    assert all(w["weight"] for w in plan["weights"])
    typist.run("validate")
    settled = typist.snapshot
    typist.build()
    assert differences(settled, typist.snapshot) == []


def test_keys_may_be_given_and_typed() -> None:
    typist = company()
    typist.run("expand", add_track="QA: Testing", add_level="T9: Tester", apply=True)
    typist.run("expand", add_level="Tester+", after="T9", draft="QA", add_competency="SEC: Security", apply=True)
    data = typist.data
    assert [level.title for level in data.levels_of("QA")] == ["Tester", "Tester+"]
    assert data.competency["SEC"].name == "Security"
    assert "QA" in typist.table("tblMarks").headers
    assert typist.build().data["changes"] == 0


def test_a_key_that_was_once_used_is_never_made_again() -> None:
    typist = company()
    typist.run("expand", add_level="Trainee", before="Software engineer I", apply=True)
    key = next(level.id for level in typist.data.levels if level.title == "Trainee")
    at = typist.table("tblLadder").headers.index("Step 1")
    typist.type_cells("tblLadder", 0, {"Step 1": None})
    typist.build()
    assert typist.table("tblLadder").rows[0][at] is None
    typist.run("expand", add_level="Beginner", before="Software engineer I", apply=True)
    assert next(level.id for level in typist.data.levels if level.title == "Beginner") != key
    with pytest.raises(Stop, match="is a key that is taken already"):
        typist.run("expand", add_level=f"{key}: Other", before="Software engineer I", apply=True)


def test_words_columns_and_ratings_of_people_stay_with_what_they_are_about() -> None:
    typist = full_company().copy()
    before = copy.deepcopy(typist.data)
    old = typist.copy()
    typist.run("expand", add_level="Middle", after="Engineer", draft="all", apply=True)
    typist.run("expand", add_track="Testing", from_track="Support", add_competency="Security", tracks="all", apply=True)
    assert strayed_words(typist) == [f"tblTracks: 'Family T2' at {typist.data.tracks[-1].id}"]  # it is copied too
    assert lost_words(old, typist) == []
    assert typist.data.ratings == before.ratings
    assert typist.build().data["changes"] == 0
    assert {row.branch for row in typist.data.ladder} == {"", "Senior (Engineering)"}
    levels = {own.title: own for own in typist.data.levels_of("T1")}
    assert [levels[t].rank for t in ("Junior", "Engineer", "Middle", "Senior", "Staff")] == [1, 2, 3, 4, 5]


def test_a_title_that_two_tracks_have_is_said_with_its_track_from_then_on() -> None:
    typist = company()
    typist.run("expand", add_level="Senior software engineer", after="Senior customer success manager", apply=True)
    assert "Senior software engineer (Engineering)" in {row.branch for row in typist.data.ladder}
    assert ("SE3", "EM1") in typist.data.graph.edges
    with pytest.raises(Stop, match=r'say which: "Senior software engineer \(Engineering\)" or'):
        typist.run("expand", add_level="Other", after="Senior software engineer", apply=True)
    typist.run("expand", add_level="Other", after="Senior software engineer (Customer success)", apply=True)
    assert {level.title: level.track for level in typist.data.levels}["Other"] == "CSM"
    assert typist.build().data["changes"] == 0


def test_lines_of_more_ways_follow() -> None:
    """A line between two levels that are neighbours no more goes, others stay, and what is not drawn is written."""
    typist = company()
    lines = [
        {"From track": "Engineering", "From level": SE2, "Way": "leads up to", "To track": "Engineering",
         "To level": "Senior software engineer"},
        {"From track": "Engineering", "From level": SE2, "Way": "sideways to", "To track": "Customer success",
         "To level": "Customer success manager"},
    ]  # fmt: skip
    typist.type_lines("tblWays", lines)
    typist.build()
    typist.run("expand", add_level="Software engineer II+", after=SE2, apply=True)
    assert typist.lines("tblWays") == lines[1:]
    typist.run("expand", add_level="Team lead", before="Engineering manager", apply=True)
    words = {(line["From level"], line["Way"], line["To level"]) for line in typist.lines("tblWays")}
    assert ("Senior software engineer", "leads up to", "Engineering manager") in words
    assert ("Senior software engineer", "does not lead to", "Team lead") in words
    assert typist.build().data["changes"] == 0


def test_marks_that_are_numbers_are_copied_and_stay() -> None:
    typist = company()
    row = typist.row_of("tblMarks", "Ownership")
    typist.type_cells("tblMarks", row, {"ENG": 2.5})
    typist.build()
    typist.run("expand", add_track="Testing", from_track="Engineering", add_competency="Security", apply=True)
    new = typist.data.tracks[-1].id
    assert typist.cell("tblMarks", row, "ENG") == typist.cell("tblMarks", row, new) == 2.5
    assert typist.cell("tblMarks", typist.row_of("tblMarks", "Security"), "ENG") == "●"
    assert typist.build().data["changes"] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"add_level": SE2, "after": "Software engineer I"}, "Software engineer II: is taken already"),
        ({"add_level": "New"}, "was not told where the level goes"),
        ({"add_level": "New", "tracks": "Engineering; Customer success"}, "one track only"),
        ({"add_level": "New", "tracks": "Customer success", "after": SE2}, "is on the track Engineering:"),
        ({"add_level": "New", "after": "Nobody"}, "level Nobody: is not in the workbook: use one of Soft"),
        ({"add_level": "New", "after": SE2, "before": "Engineering manager"}, "choose one of Senior software"),
        ({"add_level": "  ", "after": SE2}, "level: has no name"),
        ({"add_level": "x" * 81, "after": SE2}, "too long a name"),
        ({"add_competency": "ownership"}, "is taken already"),
        ({"add_competency": "New", "tracks": "Nowhere"}, "track Nowhere: is not in the workbook: use one of"),
        ({"add_track": "engineering"}, "is taken already"),
        ({"add_track": "New", "from_track": "Engineering", "titles": "Nobody=A"}, "level Nobody: is not in"),
        ({"add_track": "New", "from_track": "Engineering", "titles": "Nobody"}, "names no new level"),
        ({"add_track": "New", "from_starter": "customer_success"}, "choose one with --from-track: Customer"),
        ({"draft": "Nowhere"}, "track Nowhere: is not in the workbook"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_by_name_and_changes_nothing(words: Words, told: str) -> None:
    typist = company()
    before = typist.snapshot
    with pytest.raises(Stop, match=told):
        typist.run("expand", **words, apply=True)
    assert typist.snapshot == before


def test_a_row_that_is_full_is_said() -> None:
    typist = company()
    typist.type_cells("tblLadder", 0, {f"Step {n}": f"Engineer {n}" for n in range(5, 13)})
    typist.build()
    with pytest.raises(Stop, match="Framework: Engineer 12 would move past step 12: free a step"):
        typist.run("expand", add_level="Middle", after=SE2, apply=True)


def test_a_formula_of_a_person_is_not_written_over() -> None:
    typist = company()
    typist.type_cells("tblLadder", 0, {"Step 3": FormulaCell('"Senior software engineer"', "Senior software engineer")})
    with pytest.raises(Stop, match="Framework!F8: is a formula, and expand has to change it"):
        typist.run("expand", add_level="Middle", after=SE2, apply=True)


def test_marks_without_a_free_column_are_said() -> None:
    typist = company()
    for number in range(5, 11):
        typist.type_head("tblMarks", f"Mark {number}", f"Mine {number}")
    typist.build()
    with pytest.raises(Stop, match="no column of marks is left for Testing"):
        typist.run("expand", add_track="Testing", apply=True)


def test_while_framework_waits_nothing_is_added_to_it() -> None:
    typist = company()
    typist.type_cells("tblLadder", 0, {"Step 2": "Something else"})
    before = typist.snapshot
    with pytest.raises(Stop, match="Framework: waits for something"):
        typist.run("expand", add_level="Middle", after="Software engineer I", apply=True)
    assert typist.snapshot == before
    assert typist.run("expand", draft="Engineering").sentence


def test_into_a_framework_that_has_nothing_yet() -> None:
    typist = Typist.at_new()
    typist.run("expand", add_track="Testing", add_level="Tester", add_competency="Care", apply=True)
    data = typist.data
    assert [(v.title, v.rank) for v in data.levels] == [("Tester", 1)]
    assert [(c.name, c.tracks) for c in data.competencies] == [("Care", (data.tracks[0].id,))]
    assert typist.build().data["changes"] == 0


def test_a_deleted_tab_of_weights_comes_back_with_what_the_marks_say() -> None:
    typist = company()
    typist.type_cells("tblMarks", typist.row_of("tblMarks", "Ownership"), {"ENG": 3})
    typist.build()
    weights = [(w.track, w.competency, w.weight) for w in typist.data.weights]
    typist.delete_tab("Weights")
    typist.build()
    assert [(w.track, w.competency, w.weight) for w in typist.data.weights] == weights
    after = typist.snapshot
    typist.build()
    assert differences(after, typist.snapshot) == []
