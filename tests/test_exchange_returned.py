"""A returned form understood: matched by keys wherever rows went, refused where it is not what we sent."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.returned import CYCLE, PLAN, RATE, TOP, Paper, paper
from xl_addin.cells.area import Area
from xl_addin.cells.cell import ErrorCell, FormulaCell
from xl_addin.exchange.form.identity import HIDDEN_TAB, PERSON_NAME, PROPERTY, seal
from xl_addin.exchange.journal import Journal, open_journal
from xl_addin.exchange.returned_form import ReturnedForm, read_form
from xl_addin.model.errors import Refused

NAMES = {"own": "OWN", "ownership": "OWN", "com": "COM", "communication": "COM"}
R1, R2, R3 = "r|E001|OWN|SE2", "r|E001|COM|SE2", "r|E001|OWN|SE3"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "a.journal.sqlite", make=True) as made:
        yield made


def back(made: Paper, journal: Journal) -> ReturnedForm:
    return read_form("f.xlsx", made.loose(), journal, NAMES)


def filled(made: Paper) -> Paper:
    return made.fill(R1, "self_rating", 4).fill(R1, "evidence", "Shipped it.").fill(R2, "self_rating", "N/A")


FILLED = {(R1, "self_rating"): 4, (R1, "evidence"): "Shipped it.", (R2, "self_rating"): "N/A"}


def test_what_was_filled_in_comes_back(journal: Journal) -> None:
    found = back(filled(paper(journal)), journal)
    assert found.answers == FILLED
    assert found.sender == (CYCLE, "employee", "E001")
    assert (set(found.rating_keys), found.count_answered(found.answers)) == ({R1, R2, R3}, 2)
    assert (found.refused_cells, found.notes, found.strange, found.hidden_rows) == ((), (), (), 0)


def test_a_form_nobody_filled_in_says_nothing(journal: Journal) -> None:
    assert back(paper(journal), journal).answers == {}


# --- rows and columns that moved


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_any_order_of_rows_and_any_new_columns_give_the_same(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dice = random.Random(seed)
    with open_journal(tmp_path_factory.mktemp("j") / "a.sqlite", make=True) as journal:
        made = filled(paper(journal))
        rows = made.rows(RATE)
        places = sorted(dice.sample(range(TOP + 1, TOP + 40), len(rows)))
        dice.shuffle(places)
        made.order(RATE, dict(zip(rows, places, strict=True)))
        for _ in range(dice.randrange(4)):
            made.widen(RATE, dice.randrange(1, 12), dice.randrange(1, 3))
        made.tabs[RATE][dice.randrange(60, 90), dice.randrange(1, 20)] = "a note of mine"
        assert back(made, journal).answers == FILLED


def test_keys_lost_above_are_found_by_the_headers_of_the_table(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE] = {at: v for at, v in made.tabs[RATE].items() if not str(v).startswith("c|")}
    assert back(made, journal).answers == FILLED


def test_one_lost_column_key_is_found_by_its_header(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE] = {at: v for at, v in made.tabs[RATE].items() if v != "c|evidence"}
    assert back(made, journal).answers == FILLED


def test_a_second_row_of_column_keys_holds_for_what_is_below_it(journal: Journal) -> None:
    made = paper(journal, new_plans=1)
    made.tabs[RATE] |= {(row + 30, column): value for (row, column), value in made.tabs.pop(PLAN).items()}
    made.fill(R1, "self_rating", 2).fill("n|E001|1", "competency", "Ownership").fill("n|E001|1", "action", "Lead.")
    assert back(made, journal).answers == {
        (R1, "self_rating"): 2,
        ("n|E001|1", "competency"): "OWN",
        ("n|E001|1", "action"): "Lead.",
    }


def test_rows_moved_above_the_column_keys_are_found(journal: Journal) -> None:
    made = filled(paper(journal))
    made.order(RATE, {TOP + 1: 2})
    assert back(made, journal).answers == FILLED


def test_missing_rows_are_not_answered(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE] = {(r, c): v for (r, c), v in made.tabs[RATE].items() if r != TOP + 1}
    assert back(made, journal).answers == {(R2, "self_rating"): "N/A"}


def test_rows_of_somebody_else_are_listed_and_ignored(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE] |= {(40, 9): "r|E999|OWN|SE2", (40, 5): 5}
    found = back(made, journal)
    assert found.answers == FILLED
    assert found.strange == ("r|E999|OWN|SE2",)


def test_a_copied_row_that_says_the_same_counts_once(journal: Journal) -> None:
    made = filled(paper(journal)).copy_row(RATE, TOP + 1, 30)
    assert back(made, journal).answers == FILLED


def test_a_copied_row_that_says_something_else_is_refused_with_both_cells(journal: Journal) -> None:
    made = filled(paper(journal)).copy_row(RATE, TOP + 1, 30)
    made.tabs[RATE][30, 5] = 2
    found = back(made, journal)
    assert found.answers == {(R2, "self_rating"): "N/A"}
    assert [str(r) for r in found.refused_cells] == [
        "E001 OWN SE2, E10 on tab 1 and E30 on tab 1: filled in twice, each time differently: "
        "put it right in the form, then collect again"
    ]


def test_a_copied_column_that_says_something_else_is_refused(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE] |= {(TOP - 1, 12): "c|self_rating", (TOP + 1, 12): 1}
    assert [r.cells for r in back(made, journal).refused_cells] == ["E10 on tab 1 and L10 on tab 1"]


def test_hidden_rows_count_and_are_told(journal: Journal) -> None:
    made = filled(paper(journal))
    made.hidden[RATE] = {TOP + 1, TOP + 2, 99}
    found = back(made, journal)
    assert (found.answers, found.hidden_rows) == (FILLED, 2)


# --- merged cells


def test_a_merge_over_two_rows_refuses_both(journal: Journal) -> None:
    made = filled(paper(journal)).fill(R2, "self_rating", None)
    made.merges[RATE] = [Area(TOP + 1, 5, TOP + 2, 5)]
    found = back(made, journal)
    assert found.answers == {(R1, "evidence"): "Shipped it."}
    assert [(r.row, r.text) for r in found.refused_cells] == [
        ("E001 OWN SE2", "merged cells E10:E11, where each row needs its own"),
        ("E001 COM SE2", "merged cells E10:E11, where each row needs its own"),
    ]


def test_a_blank_merge_says_nothing(journal: Journal) -> None:
    made = paper(journal)
    made.merges[RATE] = [Area(TOP + 1, 5, TOP + 2, 5)]
    assert (back(made, journal).answers, back(made, journal).refused_cells) == ({}, ())


def test_evidence_that_runs_across_columns_is_read(journal: Journal) -> None:
    made = filled(paper(journal))
    made.merges[RATE] = [Area(TOP + 1, 7, TOP + 1, 8)]
    assert back(made, journal).answers == FILLED


# --- cells


def test_a_refused_cell_is_named_and_the_rest_is_taken(journal: Journal) -> None:
    made = filled(paper(journal)).fill(R3, "self_rating", FormulaCell("3+1", 4)).fill(R2, "self_rating", "4")
    found = back(made, journal)
    assert found.answers == FILLED | {(R2, "self_rating"): 4}
    assert [str(r) for r in found.refused_cells] == [
        "E001 OWN SE3, E12 on tab 1: a formula, not a rating: put it right in the form, then collect again"
    ]
    assert [str(r) for r in found.notes] == ["E001 COM SE2, E11 on tab 1: read as 4"]


@pytest.mark.parametrize(
    ("kind", "taken"),
    [("employee", {"self_rating", "evidence"}), ("manager", {"manager_rating", "evidence"})],
)
def test_each_kind_says_only_what_is_its_own(kind: str, taken: set[str], journal: Journal) -> None:
    made = paper(journal, kind=kind)  # type: ignore[arg-type]
    made.fill(R1, "self_rating", 2).fill(R1, "manager_rating", 3).fill(R1, "evidence", "x")
    assert {name for _, name in back(made, journal).answers} == taken


def test_a_respondent_answers_and_belongs_to_a_group(journal: Journal) -> None:
    made = paper(journal, "R77", "respondent", rated=(), items=["H1", "H2", "B1"], group="Care")
    made.fill("q|H1", "answer", 4).fill("q|B1", "answer", 6)
    found = back(made, journal)
    assert found.answers == {("q|H1", "answer"): 4, ("q|group", "answer"): "Care"}
    assert set(found.rating_keys) == {"q|H1", "q|H2", "q|B1"}
    assert [r.row for r in found.refused_cells] == ["B1"]


def test_a_group_alone_is_nobodys_answer(journal: Journal) -> None:
    assert back(paper(journal, "R77", "respondent", rated=(), items=["H1"], group="Care"), journal).answers == {}


def test_actions_come_back_with_their_day_as_iso_text(journal: Journal) -> None:
    made = paper(journal, planned=[("E001", "2026-H1", "OWN")])
    made.fill("p|E001|2026-H1|OWN", "due", 46398).fill("p|E001|2026-H1|OWN", "status", "done")
    made.fill("p|E001|2026-H1|OWN", "competency", "Communication")  # a locked cell of an action that is under way
    assert back(made, journal).answers == {
        ("p|E001|2026-H1|OWN", "due"): "2027-01-11",
        ("p|E001|2026-H1|OWN", "status"): "Done",
    }


def test_new_actions_need_a_competency_and_one_row_each(journal: Journal) -> None:
    made = paper(journal, planned=[("E001", CYCLE, "COM")], new_plans=4)
    made.fill("n|E001|1", "competency", "Ownership").fill("n|E001|1", "action", "One.")
    made.fill("n|E001|2", "action", "Nobody knows for what.")
    made.fill("n|E001|3", "competency", "own").fill("n|E001|3", "action", "Two.")
    made.fill("n|E001|4", "competency", "COM").fill("n|E001|4", "action", "Has its row above.")
    found = back(made, journal)
    assert found.answers == {("n|E001|1", "competency"): "OWN", ("n|E001|1", "action"): "One."}
    assert [(r.row, r.text) for r in found.refused_cells] == [
        ("E001 2", "an action without a competency, which was not taken"),
        ("E001 3", "a second action for one competency, which was not taken"),
        ("E001 4", "a second action for one competency, which was not taken"),
    ]


def test_no_remark_holds_a_rating_or_a_word_of_anybody(journal: Journal) -> None:
    made = filled(paper(journal)).fill(R1, "self_rating", "Zebulon cried").fill(R2, "evidence", ErrorCell("#REF!"))
    found = back(made, journal)
    assert len(found.refused_cells) == 2
    assert not any("Zebulon" in str(remark) for remark in found.refused_cells)


# --- whose form it is

ONLY_TAB: Callable[[Paper], object] = lambda p: p.properties.clear()  # noqa: E731
ONLY_PROPERTY: Callable[[Paper], object] = lambda p: p.tabs.pop(HIDDEN_TAB)  # noqa: E731


@pytest.mark.parametrize("lose", [ONLY_TAB, ONLY_PROPERTY], ids=["tab only", "property only"])
def test_either_place_is_enough(lose: Callable[[Paper], object], journal: Journal) -> None:
    made = filled(paper(journal))
    lose(made)
    assert back(made, journal).answers == FILLED


def refused(made: Paper, journal: Journal) -> str:
    with pytest.raises(Refused) as told:
        back(made, journal)
    assert told.value.place == "f.xlsx"
    assert told.value.todo
    return told.value.problem


def test_without_a_sealed_line_it_is_no_form(journal: Journal) -> None:
    made = paper(journal)
    made.properties.clear()
    del made.tabs[HIDDEN_TAB]
    assert refused(made, journal) == "is not a Trackbook form"
    made.properties[PROPERTY] = "something else"
    assert refused(made, journal) == "is not a Trackbook form"


def test_every_part_of_the_sealed_line_counts(journal: Journal) -> None:
    """Flip each part in turn; the two places still agree with one another."""
    for name, other in {
        "kind": "manager",
        "cycle": "2025-H1",
        "person": "E002",
        "framework": "2.0.0",
        "shape": "0" * 16,
    }.items():
        made = paper(journal)
        forged = seal(replace(made.identity, **{name: other}), b"guessed")
        made.properties[PROPERTY] = forged
        made.tabs[HIDDEN_TAB][2, 2] = forged
        assert refused(made, journal) == "was changed after it was sent"


@pytest.mark.parametrize("at", range(0, 90, 3))
def test_one_changed_character_is_noticed(at: int, journal: Journal) -> None:
    made = paper(journal)
    changed = made.sealed[:at] + ("x" if made.sealed[at] != "x" else "y") + made.sealed[at + 1 :]
    made.properties.clear()
    made.tabs[HIDDEN_TAB][2, 2] = changed
    assert refused(made, journal)


def test_the_two_places_must_agree(journal: Journal) -> None:
    made, other = paper(journal), paper(journal, "E002", rated=[("E002", "OWN", "SE2")])
    made.properties[PROPERTY] = other.sealed
    assert refused(made, journal) == "says in two places that it is two different forms"


def test_the_id_people_see_must_agree(journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE][6, 3] = "E002"
    assert refused(made, journal) == "shows another id than E001, to whom it was sent"


@pytest.mark.parametrize("seen", [" e001 ", "\uff25001", FormulaCell("X1", "E001"), None, ErrorCell("#REF!")], ids=repr)
def test_an_id_spelt_otherwise_or_unreadable_is_no_disagreement(seen: object, journal: Journal) -> None:
    made = filled(paper(journal))
    made.tabs[RATE][6, 3] = seen  # type: ignore[assignment]
    assert back(made, journal).answers == FILLED


@pytest.mark.parametrize("lost", ["", "#REF!", "'Gone'!$C$6", "nonsense", "'Rate yourself'!$C$6:$D$7"])
def test_a_lost_name_is_no_disagreement(lost: str, journal: Journal) -> None:
    made = filled(paper(journal))
    made.names[PERSON_NAME] = lost
    assert back(made, journal).answers == FILLED


def test_a_number_for_an_id_is_read(journal: Journal) -> None:
    made = paper(journal, "10023", rated=[("10023", "OWN", "SE2")])
    made.tabs[RATE][6, 3] = 10023
    made.fill("r|10023|OWN|SE2", "self_rating", 3)
    assert back(made, journal).answers == {("r|10023|OWN|SE2", "self_rating"): 3}


def test_another_workbooks_form_is_refused_with_both_campaigns(journal: Journal, tmp_path: Path) -> None:
    with open_journal(tmp_path / "other.sqlite", make=True) as other:
        made = paper(other)
        assert refused(made, journal) == (
            f"belongs to another workbook (campaign {other.campaign}, here {journal.campaign})"
        )


def test_another_version_is_refused_with_both_named(journal: Journal) -> None:
    made = paper(journal)
    made.sealed = seal(replace(made.identity, version="7"), journal.secret)
    made.properties.clear()
    made.tabs[HIDDEN_TAB][2, 2] = made.sealed
    assert refused(made, journal) == "is a form of version 7; this Trackbook reads 1"


def test_rows_or_a_cycle_that_never_went_out_are_refused_with_both_named(journal: Journal) -> None:
    made = paper(journal, send=False)
    assert refused(made, journal) == (
        f"is a form for {CYCLE} (rows {made.identity.shape}) that was not sent; forms went out for none"
    )
    paper(journal)  # the same rows, for a cycle we know
    late = paper(journal, cycle="2031-H1", send=False)
    assert refused(late, journal) == (
        f"is a form for 2031-H1 (rows {late.identity.shape}) that was not sent; forms went out for {CYCLE}"
    )


def test_a_tab_that_was_renamed_or_moved_makes_no_difference(journal: Journal) -> None:
    made = filled(paper(journal, new_plans=1))
    tabs = dict(reversed(made.tabs.items()))
    tabs["Ratings, done!"] = tabs.pop(RATE)
    tabs["x"] = tabs.pop(PLAN)
    made.tabs = tabs
    assert back(made, journal).answers == FILLED
