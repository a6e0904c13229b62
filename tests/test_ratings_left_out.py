"""What Score leaves out is said: every rating of the open cycle is in somebody's figures or named with its reason."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.typing_person import Person
from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.paint import paint
from xl_addin.cells.cell import FormulaCell
from xl_addin.commands.demo import sample
from xl_addin.evaluate import person_figures as people_scores
from xl_addin.evaluate.omissions import count_unrated, omissions, rated_people, total
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee, Rating
from xl_addin.sheets import describe, rows

DATA = sample()
CYCLE = str(DATA.setting("cycle"))
LEVEL = next(level for level in DATA.levels if level.id == "SE2")
ASKED = [c.id for c in DATA.competencies_of(LEVEL.track)][:3]
SHARED = "shared"


def person(id_: str, active: str = "Yes") -> Employee:
    return Employee(id=id_, name="N", track=LEVEL.track, level=LEVEL.id, active=active)


def company(ratings: Sequence[Rating], people: Sequence[Employee] = ()) -> Dataset:
    staff = people or (person("E1"), person("E2"), person("E3", "No"), person("E4", ""), person("7"), person("07"))
    return replace(
        DATA,
        people=tuple(own.model_copy(update={"row": row}) for row, own in enumerate(staff)),
        ratings=tuple(own.model_copy(update={"row": row}) for row, own in enumerate(ratings)),
    )


def rating(who: str, what: str, manager: int | None = 3, level: str = LEVEL.id, cycle: str = CYCLE) -> Rating:
    return Rating(cycle=cycle, employee=who, competency=what, level=level, manager_rating=manager)


RATINGS = st.builds(
    rating,
    st.sampled_from(["E1", "E2", "E3", "E4", "7", "07", "E9", ""]),
    st.sampled_from([*ASKED, "NONE", ""]),
    st.sampled_from([None, 1, 3, 5]),
    st.sampled_from([LEVEL.id, LEVEL.id, "NOWHERE"]),
    st.sampled_from([CYCLE, CYCLE, ""]),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(RATINGS, max_size=8), st.booleans())
def test_every_rating_is_in_somebodys_figures_or_named(ratings: list[Rating], bulk: bool) -> None:
    """A rating is in the figures where taking it away changes them; all others are counted, once each."""
    with pytest.MonkeyPatch.context() as patch:
        if bulk:
            patch.setattr(people_scores, "BULK_ROWS", 0)
        before = person_scores(company(ratings))
        silent, doubtful = 0, 0
        for at, own in enumerate(ratings):
            if own.manager_rating is None:
                continue
            blank = own.model_copy(update={"manager_rating": None})
            if own.employee in ("7", "07") and own.cycle and own.competency:
                doubtful += 1
            elif person_scores(company([*ratings[:at], blank, *ratings[at + 1 :]])) == before:
                silent += 1
    groups = omissions(company(ratings), CYCLE)
    assert total(group for group in groups if group.kind != SHARED) == silent
    assert total(group for group in groups if group.kind == SHARED) == doubtful


@pytest.mark.parametrize(
    ("rating_row", "kind", "field"),
    [
        (rating("E1", ASKED[0]).model_copy(update={"cycle": ""}), "incomplete", "cycle"),
        (rating("", ASKED[0]), "incomplete", "employee"),
        (rating("E1", ""), "incomplete", "competency"),
        (rating("E1", ASKED[0], level=""), "incomplete", "level"),
        (rating("E1", ASKED[0], cycle=f"{CYCLE} "), "spaced", "cycle"),
        (rating("E1", ASKED[0], cycle=CYCLE.replace("-", "")), "nearly", "cycle"),
        (rating("E1", ASKED[0], cycle=CYCLE.replace("-", " / ").lower()), "nearly", "cycle"),
        (rating("E1", "NONE"), "unplaced", "competency"),
        (rating("E1", ASKED[0], level="SE9"), "unplaced", "level"),
        (rating("E9", ASKED[0]), "unknown", "employee"),
    ],
)
def test_the_cell_to_look_at_is_the_one_that_is_wrong(rating_row: Rating, kind: str, field: str) -> None:
    (group,) = omissions(company([rating_row]), CYCLE)
    assert (group.kind, group.field) == (kind, field)


@pytest.mark.parametrize(
    ("header", "typed", "kind"),
    [
        ("Cycle", None, "incomplete"),
        ("Level ID", None, "incomplete"),
        ("Competency ID", "Owner ship", "unplaced"),
        ("Employee ID", "Ana Silva", "unknown"),
        ("Employee ID", dt.date(2026, 4, 3), "day"),
        ("Cycle", dt.date(2026, 12, 1), "day"),
    ],
)
def test_score_names_the_cell_and_repeats_no_word_of_it(header: str, typed: object, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(paint(describe(DATA), rows(DATA)))
    row = next(own.row for own in DATA.ratings if own.cycle == CYCLE and own.manager_rating is not None)
    with Person(path) as person:
        sheet, _ = person.table("tblAssessments")
        top, left, *_ = person.box("tblAssessments")
        cell = sheet.cell(top + 1 + row, left + person.headers("tblAssessments").index(header))
        if isinstance(typed, dt.date):
            cell.number_format = "dd-mmm"
        cell.value = typed
    done = cli("score", path, "--json")
    (entry,) = done.data["left_out"]["ratings"]
    assert (done.code, entry["kind"], entry["cell"]) == (1, kind, f"Assessments!{cell.coordinate}")
    assert "Ana Silva" not in done.out + cli("score", path).out
    if kind == "day":
        what, todo = (
            "looks like a day that Excel made of an ID",
            "give the column the format Text, then type the ID again",
        )
        assert (entry["what"].endswith(what), entry["todo"]) == (True, todo)
        (unclear,) = cli("build", path, "--json").data["not_understood"]
        assert unclear == {"cell": entry["cell"], "what": what, "todo": todo}
        (found,) = [f for f in cli("validate", path, "--json").data["findings"] if f["severity"] == "error"]
        assert (found["code"], found["message"].endswith(f"which {what}.")) == ("P03", True)


@pytest.mark.parametrize(
    ("ratings", "groups"),
    [
        ([rating("E9", what) for what in ASKED], [("unknown", "E9", 0, 3, False)]),
        ([rating("E1", ASKED[0]), rating("E4", ASKED[0])], [("unread", "E4", 1, 1, False)]),
        ([rating("7", ASKED[0])], [("shared", "7", 0, 1, False)]),
        ([rating("E3", ASKED[0])], [("inactive", "E3", 0, 1, True)]),
        ([rating("E1", ASKED[0]), rating("E1", ASKED[0])], [("repeated", "E1", 1, 1, True)]),
        ([rating("E1", ASKED[0]), rating("E1", ASKED[0], 4)], [("differing", "E1", 1, 1, False)]),
        ([rating("E1", ASKED[0], None), rating("E1", ASKED[0], 4)], [("differing", "E1", 1, 1, False)]),
        ([rating("E1", ASKED[0]), rating("E1", ASKED[0], None)], []),
        ([rating("E1", "NONE")], [("unplaced", "E1", 0, 1, False)]),
        ([rating("E1", ASKED[0], level="SE9")], [("unplaced", "E1", 0, 1, False)]),
        ([rating("E1", "")], [("incomplete", "E1", 0, 1, False)]),
        ([rating("E9", ASKED[0], cycle="2019-H1")], []),
        ([rating("E9", ASKED[0], cycle="-")], []),
    ],
)
def test_kinds(ratings: Sequence[Rating], groups: Sequence[tuple[object, ...]]) -> None:
    told = omissions(company(ratings), CYCLE)
    assert [(own.kind, own.employee, own.row, own.count, own.harmless) for own in told] == groups


def test_what_the_level_does_not_ask_for_is_no_failure() -> None:
    other = next(c.id for c in DATA.competencies if c.tracks and LEVEL.track not in c.tracks)
    (group,) = omissions(company([rating("E1", other)]), CYCLE)
    assert (group.kind, group.harmless) == ("not_asked", True)


def test_people_without_a_rating_are_counted() -> None:
    assert count_unrated(company([rating("E1", ASKED[0]), rating("E2", ASKED[0], None)]), CYCLE) == (3, 4)


def test_people_are_with_ratings_when_one_of_theirs_counts() -> None:
    left = [rating("E2", "NONE"), rating("E3", "")]
    assert rated_people(company([rating("E1", ASKED[0]), *left]), CYCLE) == 1
    assert rated_people(company([*left, rating("E2", ASKED[0])]), CYCLE) == 1


@pytest.mark.parametrize(
    ("change", "key", "sentence", "column"),
    [
        ({"active": ""}, "status_unread", "1 person whose status is neither Yes nor No counts nowhere.", "J"),
        ({"track": "Slaes"}, "off_track", "1 person is on no track there is, so in none on the Dashboard.", "G"),
    ],
)
def test_score_says_by_its_cell_who_counts_nowhere(
    change: dict[str, str], key: str, sentence: str, column: str, tmp_path: Path
) -> None:
    path, unrated_company = tmp_path / "sample.xlsx", replace(DATA, ratings=())
    path.write_bytes(paint(describe(unrated_company), rows(unrated_company)))
    with Person(path) as person:
        header = "Active" if "active" in change else "Track ID"
        person.type("tblPeople", header, {"Employee ID": DATA.people[1].id}, next(iter(change.values())) or "left")
    done = cli("score", path, "--json")
    assert (done.code, done.data["left_out"][key]["count"]) == (1, 1)
    text = cli("score", path)
    assert sentence in text.err
    assert f"People!{column}8" in text.out


def test_score_and_the_dashboard_tell_of_the_same_people(tmp_path: Path) -> None:
    """Without an ID nobody is counted anywhere, without a level as everybody, without a track in no track."""
    changes = {1: {"id": ""}, 2: {"id": ""}, 3: {"level": ""}, 4: {"track": "", "level": ""}}
    staff = tuple(own.model_copy(update=changes.get(row, {})) for row, own in enumerate(DATA.people))
    path = tmp_path / "sample.xlsx"
    data = replace(DATA, people=staff, ratings=())
    path.write_bytes(paint(describe(data), rows(data)))
    done = cli("score", path, "--json")
    told = done.data["left_out"]
    active = sum(own.active == "Yes" for own in staff)
    assert (done.code, told["without_id"]["count"], told["off_track"]["count"]) == (1, 2, 1)
    assert told["without_rating"]["people"] == active - 2
    tracks = ClosedBook(path).read_snapshot().tables["tblTrackSummary"]
    stored = [row[tracks.headers.index("People")] for row in tracks.rows]
    figures = [cell.value for cell in stored if isinstance(cell, FormulaCell)]
    assert sum(figure for figure in figures if isinstance(figure, int)) == active - 3
    text = cli("score", path)
    assert "2 active people without an ID count nowhere." in text.err
    assert "1 person is on no track there is, so in none on the Dashboard." in text.err
    assert "People!B8 and 1 more" in text.out


def test_score_says_who_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(paint(describe(DATA), rows(DATA)))
    clean = cli("score", path, "--json")
    assert (clean.code, clean.data["left_out"]["ratings"]) == (0, [])
    book = openpyxl.load_workbook(path)
    sheet = book["People"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Employee ID")
    own = next(r for r in DATA.ratings if r.cycle == CYCLE and r.manager_rating)
    renamed = next(
        cell for (cell,) in sheet.iter_rows(min_col=head.column, max_col=head.column) if cell.value == own.employee
    )
    renamed.value = f"{own.employee}x"
    name = sheet.cell(renamed.row, head.column + 1).value
    book.save(path)
    count = sum(
        r.cycle == CYCLE and r.employee == own.employee and (r.manager_rating is not None or r.self_rating is not None)
        for r in DATA.ratings
    )
    done = cli("score", path)
    assert done.code == 1
    assert f"{count} ratings of 1 ID that is not in People are left out." in done.err
    assert "Assessments!" in done.out
    assert f"{count} ratings left out: what stands there is no ID in People" in done.out
    assert name not in done.out + done.err
    (entry,) = cli("score", path, "--json").data["left_out"]["ratings"]
    assert (entry["kind"], entry["id"], entry["count"], entry["failure"]) == ("unknown", "", count, True)
    sheet_name, _, cell = entry["cell"].partition("!")
    assert openpyxl.load_workbook(path)[sheet_name][cell].value == own.employee


def test_cost_grows_with_the_rows_and_no_faster() -> None:
    """Four times the people and rows: about four times the time, and far from sixteen."""

    def seconds(count: int) -> float:
        staff = [person(f"P{n}") for n in range(count)]
        own = company([rating(f"P{n + n % 2 * count}", what) for n in range(count) for what in ASKED], staff)
        began = time.process_time()
        assert total(omissions(own, CYCLE)) == count // 2 * len(ASKED)
        return time.process_time() - began

    seconds(500)
    assert seconds(12_000) < 10 * seconds(3_000) + 0.05
