"""People among each other: IDs that are taken for one another, circles of managers, addresses; all in linear time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.layout.field_values import Unfit, fit_value
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Ident
from xl_addin.model.ids import comparable
from xl_addin.model.records import Employee
from xl_addin.model.staff import addresses_shared, clashes, email_address, loops, manager_status


def staff(*rows: tuple[str, str], **more: str) -> Dataset:
    """People by ID and Manager ID."""
    people = [Employee(id=own, manager=manager, row=n, **more) for n, (own, manager) in enumerate(rows)]
    return Dataset(people=tuple(people))


@pytest.mark.parametrize(
    "text", [*["00123", "2026-12", "MAR1", "1E2", "TRUE", "1-2", "a/b", "a.b", "a|b", "Ü", "a;b,c"], "E 126"]
)
def test_an_id_stays_as_it_was_typed(text: str) -> None:
    assert fit_value(text, Fact("", "", Ident())) == text


@pytest.mark.parametrize("text", ["a*", "a?", "~a", "<5", "=1", ">x", "a\nb", "x" * 65])
def test_what_excel_reads_as_a_question_is_no_id(text: str) -> None:
    assert isinstance(fit_value(text, Fact("", "", Ident())), Unfit)


@pytest.mark.parametrize("text", ["a;b", "a,b"])
def test_an_id_of_which_several_stand_in_a_cell_holds_no_separator(text: str) -> None:
    assert isinstance(fit_value(text, Fact("", "", Ident(in_list=True))), Unfit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E1", "e1"), ("E1", "Ｅ1"), ("E1", " E1 "), ("E 1", "E  1"), ("00123", "123"), ("123.0", "123"),
        ("1E2", "100"), ("50%", "0.5"), ("1,000", "1000"), ("1-2", "01-02"), ("0A1", "A1"),
        ("12345678901234567", "12345678901234568"),
    ],
)  # fmt: skip
def test_ids_excel_takes_for_one_another(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)
    assert set(clashes(staff((one, ""), ("X", ""), (other, "")))) == {comparable(one)}


@pytest.mark.parametrize(("one", "other"), [("E1", "E2"), ("E1", "E01"), ("1-2", "12"), ("a/b", "a-b"), ("0", "00A")])
def test_ids_that_are_apart(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


PEOPLE = "ABCDEFGHIJ"


def circle_of(person: str, leads: Mapping[str, str]) -> frozenset[str]:
    """Those on the way from a person back to the person; nobody where the way leads elsewhere."""
    way = [person]
    for _ in PEOPLE:
        way.append(leads.get(way[-1], ""))
        if way[-1] == person:
            return frozenset(way)
    return frozenset()


@given(st.lists(st.sampled_from(["", *PEOPLE, "?"]), min_size=len(PEOPLE), max_size=len(PEOPLE)))
def test_circles_are_those_a_walk_comes_back_on(managers: list[str]) -> None:
    leads = dict(zip(PEOPLE, managers, strict=True))
    data = staff(*leads.items())
    expected = {circle for own in PEOPLE if len(circle := circle_of(own, leads)) > 1}
    found = loops(data)
    assert {frozenset(person.id for person in loop) for loop in found} == expected
    assert len(found) == len(expected), "each circle once"
    for loop in found:
        assert loop[0].row == min(person.row for person in loop)
        assert {manager_status(data, person) for person in loop} == {"loop"}
    alone = {own for own, lead in leads.items() if own == lead}
    assert {person.id for person in data.people if manager_status(data, person) == "self"} == alone


def test_a_chain_of_fifty_thousand_is_no_matter_of_depth() -> None:
    many = 50_000
    data = staff(*((f"P{n}", f"P{(n + 1) % many}") for n in range(many)))
    (circle,) = loops(data)
    assert len(circle) == many


def test_addresses_of_people_who_have_left_do_not_count() -> None:
    rows = "A x@y.org Yes, B X@Y.org Yes, C c@y.org Yes, D c@y.org No, E d@y.org Yes"
    parts = [row.split() for row in rows.split(", ")]
    shared = [Employee(id=own, email=email, active=active) for own, email, active in parts]
    shared += [Employee(id="F"), Employee(id="G")]
    assert {key: [p.id for p in own] for key, own in addresses_shared(Dataset(people=tuple(shared))).items()} == {
        "x@y.org": ["A", "B"]
    }


@pytest.mark.parametrize(
    "written", ["a@x.org", " A@x.org ", "\uff41@x.org", "a@x.org\u200b", "<a@x.org>", "Ann <a@x.org>", "mailto:a@x.org"]
)
def test_an_address_is_the_same_however_it_is_written(written: str) -> None:
    assert email_address(Employee(id="E1", email=written)) == "a@x.org"
