"""Several files of one person: what counts once, what replaces what, and what a person has to settle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xl_addin.exchange.form.form_keys import rating_key
from xl_addin.exchange.form.identity import Identity
from xl_addin.exchange.journal import FormSent, Journal, Receipt, open_journal
from xl_addin.exchange.merge import FATES_TO_TAKE, MergedForm, merge_forms
from xl_addin.exchange.returned_form import ReturnedForm

T1, T2, T3 = "2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "a.sqlite", make=True) as made:
        yield made


def file(name: str, saved: str = "", person: str = "E1", digest: str = "", **said: Any) -> ReturnedForm:
    """A file whose answers are to rows A, B, C; to rate are A and B."""
    identity = Identity("employee", "c", "C1", person, "1", "s")
    answers = {(row, "self_rating"): value for row, value in said.items()}
    return ReturnedForm(name, identity, digest or f"digest of {name}", saved, answers, frozenset({"A", "B"}))


def take(journal: Journal, *files: ReturnedForm, newest: bool = False) -> dict[str, MergedForm]:
    """Collect with --apply: what became of each file."""
    found = list(merge_forms(files, journal, newest=newest))
    for one in found:
        if one.fate in FATES_TO_TAKE:
            f = one.form
            journal.take(Receipt(0, f.digest, f.file, *f.sender, one.complete, f.save_time, ""), one.answers)
    return {one.form.file: one for one in found}


def fates(found: dict[str, MergedForm]) -> dict[str, str]:
    return {name: one.fate for name, one in found.items()}


def said(journal: Journal, person: str = "E1") -> dict[str, Any]:
    return {row: value for (row, _), value in journal.answers_so_far("C1", "employee", person).items()}


def test_a_whole_form_is_new_a_part_of_one_partial(journal: Journal) -> None:
    found = take(journal, file("a", A=1, B=2), file("b", person="E2", A=1), file("c", person="E3"))
    assert fates(found) == {"a": "new", "b": "partial", "c": "same"}
    assert (found["a"].new_count, found["a"].rated_count, found["a"].complete) == (2, 2, True)
    assert (found["b"].new_count, found["b"].rated_count, found["b"].complete) == (1, 1, False)
    assert found["c"].reason == "nothing is filled in"
    assert [r.complete for r in journal.receipts()] == [True, False]


def test_a_form_is_whole_when_the_lines_of_one_level_are_rated(journal: Journal) -> None:
    """Those of a next level are optional; of a pack's reports each needs a level."""
    keys = {(p, c, n): str(rating_key(p, c, n)) for p in ("E1", "E2") for n in ("L1", "L2") for c in ("A", "B")}
    identity = Identity("manager", "c", "C1", "M1", "1", "s")

    def whole(*rows: tuple[str, str, str]) -> bool:
        answers = {(keys[row], "manager_rating"): 3 for row in rows}
        form = ReturnedForm("f", identity, "d", "", answers, frozenset(keys.values()))
        (merged,) = merge_forms([form], journal, newest=False)
        return merged.complete

    first = [("E1", "A", "L1"), ("E1", "B", "L1")]
    assert not whole(*first)
    assert whole(*first, ("E2", "A", "L1"), ("E2", "B", "L1"))
    assert not whole(*first, ("E2", "A", "L1"), ("E2", "B", "L2"))
    assert whole(*keys)


def test_the_same_file_counts_once(journal: Journal) -> None:
    once = file("a", A=1, B=2)
    assert fates(take(journal, once, file("a (1)", digest=once.digest, A=1, B=2))) == {"a": "new", "a (1)": "same"}
    assert fates(take(journal, once)) == {"a": "same"}
    assert len(journal.receipts()) == 1


def test_copies_that_say_the_same_count_once_and_the_last_saved_is_kept(journal: Journal) -> None:
    found = take(journal, file("a", T1, A=1), file("b", T2, A=1), file("c", "", A=1))
    assert fates(found) == {"a": "same", "b": "partial", "c": "same"}
    assert [r.save_time for r in journal.receipts()] == [T2]


def test_copies_that_differ_are_shown_and_none_is_taken(journal: Journal) -> None:
    found = take(journal, file("a", T1, A=1), file("b", T2, A=2), file("x", person="E2", A=5))
    assert fates(found) == {"a": "conflict", "b": "conflict", "x": "partial"}
    assert (found["a"].reason, found["b"].reason) == ("differs from b", "differs from a")
    assert said(journal) == {}


def test_newest_takes_the_one_saved_last(journal: Journal) -> None:
    found = take(journal, file("a", T3, A=1), file("b", T2, A=2), newest=True)
    assert fates(found) == {"a": "partial", "b": "older"}
    assert said(journal) == {"A": 1}


@pytest.mark.parametrize(("first", "second"), [(T1, T1), ("", T1), ("", "")])
def test_newest_never_guesses(first: str, second: str, journal: Journal) -> None:
    found = take(journal, file("a", first, A=1), file("b", second, A=2), newest=True)
    assert fates(found) == {"a": "conflict", "b": "conflict"}
    assert said(journal) == {}


def test_a_later_file_changes_what_stands(journal: Journal) -> None:
    take(journal, file("a", T1, A=1, B=2))
    found = take(journal, file("b", T2, A=3, B=2))
    assert fates(found) == {"b": "changed"}
    assert (found["b"].new_count, found["b"].changed_count, found["b"].same_count) == (0, 1, 1)
    assert said(journal) == {"A": 3, "B": 2}


def test_a_blank_never_erases(journal: Journal) -> None:
    take(journal, file("a", T1, A=1, B=2))
    found = take(journal, file("b", T2, A=3))
    assert said(journal) == {"A": 3, "B": 2}
    assert found["b"].complete  # everything is answered, over both files


@pytest.mark.parametrize(("before", "after"), [(T2, T1), (T1, T1), ("", T1), (T1, ""), ("", "")])
def test_a_change_that_is_not_surely_later_is_a_conflict(before: str, after: str, journal: Journal) -> None:
    take(journal, file("a", before, A=1))
    assert fates(take(journal, file("b", after, A=2))) == {"b": "conflict"}
    assert said(journal) == {"A": 1}


@pytest.mark.parametrize(("before", "after"), [(T1, T1), ("", T1), (T1, ""), ("", "")])
def test_what_only_adds_is_taken_when_its_time_is_unknown(before: str, after: str, journal: Journal) -> None:
    take(journal, file("a", before, A=1))
    assert fates(take(journal, file("b", after, A=1, B=2))) == {"b": "changed"}
    assert said(journal) == {"A": 1, "B": 2}


def test_an_older_copy_is_a_conflict_even_if_it_only_adds(journal: Journal) -> None:
    take(journal, file("a", T2, A=1))
    older = file("b", T1, A=1, B=2)
    found = take(journal, older)
    assert fates(found) == {"b": "conflict"}
    assert found["b"].reason == "is older than a, taken before"
    assert fates(take(journal, older, newest=True)) == {"b": "older"}
    assert said(journal) == {"A": 1}


def test_a_copy_taken_before_does_not_stand_in_the_way_of_a_later_one(journal: Journal) -> None:
    first = file("a", T1, A=1)
    take(journal, first)
    assert fates(take(journal, first, file("a (1)", T2, A=2))) == {"a": "same", "a (1)": "changed"}


def test_between_two_taken_files_a_late_one_is_older_than_the_last(journal: Journal) -> None:
    take(journal, file("a", T1, A=1))
    take(journal, file("c", T3, A=3))
    assert fates(take(journal, file("b", T2, A=2))) == {"b": "conflict"}


def test_what_a_form_was_given_is_nobodys_answer(journal: Journal) -> None:
    given = {("A", "self_rating"): 3, ("B", "self_rating"): 4}
    journal.add_forms([FormSent("C1", "employee", "E1", "f", "s", "", "", "", given)], {"s": ["A", "B"]})
    found = take(journal, file("a", T2, A=3, B=5))
    assert (fates(found), said(journal)) == ({"a": "new"}, {"B": 5})
    assert found["a"].complete  # what came along counts as rated
    take(journal, file("c", T3, A=3, B=4))
    assert said(journal) == {"B": 4}  # back to what was given is an answer, once another was taken


def test_a_form_as_it_was_sent_is_nobodys_but_one_that_was_saved_counts_as_back(journal: Journal) -> None:
    given = {("A", "self_rating"): 3, ("B", "self_rating"): 4}
    sent = FormSent("C1", "employee", "E1", "f", "s", "as made", "as written", "", given)
    journal.add_forms([sent], {"s": ["A", "B"]})
    for digest in ("as made", "as written"):
        found = take(journal, file("a", T1, digest=digest, A=3, B=4))
        assert (fates(found), found["a"].reason) == ({"a": "same"}, "as it was sent")
    assert fates(take(journal, file("b", T2, A=3, B=4))) == {"b": "new"}
    assert [(r.complete, journal.answers(r.seq)) for r in journal.receipts()] == [(True, {})]
    assert fates(take(journal, file("c", T3, A=3, B=4))) == {"c": "same"}


def test_a_blank_copy_beside_a_filled_one_is_no_conflict(journal: Journal) -> None:
    given = {("A", "self_rating"): 3}
    journal.add_forms([FormSent("C1", "employee", "E1", "f", "s", "", "", "", given)], {"s": ["A", "B"]})
    found = take(journal, file("blank"), file("as sent", T1, A=3), file("mine", T2, A=3, B=5))
    assert fates(found) == {"blank": "same", "as sent": "same", "mine": "new"}
    assert found["blank"].reason == "nothing is filled in"
    assert fates(take(journal, file("x", person="E2"), file("y", T1, person="E2"))) == {"x": "same", "y": "same"}


def test_one_persons_files_never_meet_anothers(journal: Journal) -> None:
    found = take(journal, file("a", T1, A=1), file("b", T1, "E2", A=2))
    assert fates(found) == {"a": "partial", "b": "partial"}
    assert (said(journal), said(journal, "E2")) == ({"A": 1}, {"A": 2})
