"""From the journal to the master's tables: which cells change, which rows are added, and what stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.exchange import answer_edits
from xl_addin.exchange.answer_edits import join_evidence, truncate_words
from xl_addin.exchange.journal import JournalAnswer
from xl_addin.layout.edits import Append, Edit, SetCells
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.model.limits import TABLE_ROWS
from xl_addin.sheets import assessments, plans, responses

C = "2026-H2"


def edits(answers: Iterable[JournalAnswer], master: Snapshot, room: int = TABLE_ROWS) -> list[Edit]:
    return answer_edits.answer_edits(answers, master, room)


def held(*rows: Mapping[str, CellValue], table: Any = assessments.TABLE, drop: str = "") -> Snapshot:
    """A master whose table holds these rows, with two empty ones below, as people leave them."""
    fields = [c.field for c in table.columns if c.field != drop]
    cells = [tuple(row.get(field) for field in fields) for row in (*rows, {}, {})]
    headers = tuple(table.field_of[field].header for field in fields)
    return Snapshot(tables={table.name: TableData(table.name, "X", 1, 1, headers, tuple(cells))})


def said(kind: str, key: str, cycle: str = C, person: str = "", **fields: Any) -> list[JournalAnswer]:
    return [JournalAnswer(cycle, kind, person, key, name, value) for name, value in fields.items()]


def row(competency: str, **more: CellValue) -> dict[str, CellValue]:
    return {"cycle": C, "employee": "E1", "competency": competency, "level": "L1", **more}


R, M = "r|E1|OWN|L1", "r|E1|COM|L1"


def test_a_row_that_is_there_gets_the_answered_cells_only() -> None:
    master = held(row("COM"), row("OWN", self_rating=1, evidence="old"))
    (found,) = edits(said("employee", R, self_rating=4), master)
    assert found == SetCells("tblAssessments", {(1, "self_rating"): 4})


def test_a_row_that_is_not_there_is_added() -> None:
    found = edits(said("employee", R, self_rating="N/A") + said("manager", M, manager_rating=5), held())
    assert found == [Append("tblAssessments", [row("OWN", self_rating="N/A"), row("COM", manager_rating=5)])]


@pytest.mark.parametrize(
    "spelt",
    [
        {"cycle": C, "employee": "e1", "competency": " own ", "level": "\uff2c1"},
        {"cycle": FormulaCell("A1", C), "employee": "E1", "competency": "OWN", "level": "L1"},
    ],
)
def test_rows_are_known_by_their_key_however_it_is_spelt(spelt: Mapping[str, CellValue]) -> None:
    assert edits(said("employee", R, self_rating=4), held(spelt)) == [
        SetCells("tblAssessments", {(0, "self_rating"): 4})
    ]


def test_a_cycle_that_is_a_number_in_the_master_is_the_same_cycle() -> None:
    master = held(row("OWN", cycle=2026), row("OWN", cycle=2027.0))
    for cycle, at in (("2026", 0), ("2027", 1)):
        (found,) = edits(said("employee", R, cycle, self_rating=4), master)
        assert found == SetCells("tblAssessments", {(at, "self_rating"): 4})


def test_the_last_answer_counts() -> None:
    (found,) = edits(said("employee", R, self_rating=2) + said("employee", R, self_rating=3), held(row("OWN")))
    assert found == SetCells("tblAssessments", {(0, "self_rating"): 3})


def test_cycles_stay_apart() -> None:
    (found,) = edits(said("employee", R, "A", self_rating=2) + said("employee", R, "B", self_rating=3), held())
    assert isinstance(found, Append)
    assert [(r["cycle"], r["self_rating"]) for r in found.rows] == [("A", 2), ("B", 3)]


@pytest.mark.parametrize(
    ("employee", "manager", "both"),
    [
        ("Shipped it.", "", "Shipped it."),
        ("", "Seen.", "Seen."),
        ("Shipped it.", "Shipped it. Seen.", "Shipped it. Seen."),
        ("Shipped it. Twice.", "Shipped it.", "Shipped it. Twice."),
        ("Shipped it.", "Seen.", "Shipped it.\n\nManager: Seen."),
    ],
)
def test_evidence_of_both_sides(employee: str, manager: str, both: str) -> None:
    assert join_evidence(employee, manager) == both
    answers = said("employee", R, evidence=employee) if employee else []
    answers += said("manager", R, evidence=manager) if manager else []
    for order in (answers, answers[::-1]):
        (found,) = edits(order, held(row("OWN")))
        assert found == SetCells("tblAssessments", {(0, "evidence"): both})


@given(st.text(), st.text())
def test_no_evidence_is_lost(employee: str, manager: str) -> None:
    both = join_evidence(employee, manager)
    assert employee in both
    assert manager in both
    assert join_evidence(employee, both) == both


def test_actions_go_to_their_own_row() -> None:
    master = held(
        {"cycle": "2026-H1", "employee": "E1", "competency": "OWN", "status": "Proposed", "proposed": "ours"},
        table=plans.TABLE,
    )
    answers = said("employee", "p|E1|2026-H1|OWN", due="2027-01-11", status="Kept")
    answers += said("employee", "n|E1|1", competency="COM", action="Speak.")
    assert edits(answers, master) == [
        SetCells("tblPlans", {(0, "due"): dt.date(2027, 1, 11), (0, "status"): "Kept"}),
        Append(
            "tblPlans",
            [{"cycle": C, "employee": "E1", "competency": "COM", "action": "Speak.", "status": "Proposed"}],
        ),
    ]


def test_the_managers_word_on_an_action_counts_whoever_was_first() -> None:
    mine = said("employee", "n|E1|1", competency="COM", action="Mine.", notes="Asked.")
    theirs = said("manager", "n|E1|1", competency="COM", action="Theirs.")
    for answers in (mine + theirs, theirs + mine):
        (found,) = edits(answers, held(table=plans.TABLE))
        assert isinstance(found, Append)
        assert [(r["action"], r["notes"]) for r in found.rows] == [("Theirs.", "Asked.")]


def test_each_respondent_has_a_row() -> None:
    master = held({"respondent": "R1", "group": "Care", "H1": 2}, table=responses.TABLE)
    answers = [
        line
        for person in ("R1", "R2")
        for line in said("respondent", "q|H1", person=person, answer=4)
        + said("respondent", "q|group", person=person, answer="Care")
    ]
    assert edits(answers, master) == [
        SetCells("tblResponses", {(0, "H1"): 4, (0, "group"): "Care"}),
        Append("tblResponses", [{"respondent": "R2", "H1": 4, "group": "Care"}]),
    ]


def test_nothing_said_changes_nothing() -> None:
    assert edits([], Snapshot()) == []


# --- what a cell can hold


@pytest.mark.parametrize("text", ["x" * 40_000, "\U0001f600" * 20_000, "a" + "\U0001f600" * 20_000])
def test_what_is_too_long_for_a_cell_is_cut_on_a_character_with_a_mark(text: str) -> None:
    short = truncate_words(text)
    assert short.endswith(" […]")
    assert text.startswith(short.removesuffix(" […]"))
    assert 32_765 <= len(short.encode("utf-16-le")) // 2 <= 32_767
    (found,) = edits(said("employee", R, evidence=text), held(row("OWN")))
    assert found == SetCells("tblAssessments", {(0, "evidence"): short})


def test_what_just_fits_is_not_cut() -> None:
    assert truncate_words("x" * 32_767) == "x" * 32_767


# --- a master that cannot take it


def test_a_full_table_says_what_to_do() -> None:
    master = held(row("COM"), row("OWN"))
    new = said("employee", "r|E1|NEW|L1", self_rating=4)
    assert len(edits(new, master, room=3)) == 1
    with pytest.raises(Stop, match=r"tblAssessments: would need 3 rows, more than 2: delete the rows of old cycles"):
        edits(new, master, room=2)
    assert len(edits(said("employee", R, self_rating=4), master, room=2)) == 1


def test_a_missing_tab_or_column_says_what_to_do() -> None:
    answers = said("employee", R, self_rating=4)
    with pytest.raises(Stop, match="no longer has this table: run build"):
        edits(answers, Snapshot())
    with pytest.raises(Stop, match="no longer has its column Self rating"):
        edits(answers, held(row("OWN"), drop="self_rating"))
    assert edits(answers, held(row("OWN"), drop="evidence"))  # nobody answered there
    with pytest.raises(Stop, match="no longer has its column Cycle"):
        edits(answers, held(row("OWN"), drop="cycle"))


def test_a_table_of_another_case_is_the_same_table() -> None:
    master = held(row("OWN"))
    table = master.tables["tblAssessments"]
    renamed = replace(master, tables={"TBLASSESSMENTS": replace(table, name="TBLASSESSMENTS")})
    assert edits(said("employee", R, self_rating=4), renamed)
