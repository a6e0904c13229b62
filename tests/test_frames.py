"""Frames: what stands in the workbook stands in the DataFrame, in its order, in columns as they are described."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xl_addin
from tests.support.campaign import TODAY
from tests.support.typing_person import Person
from tests.test_cli import demo_book
from xl_addin.api import Workbook
from xl_addin.evaluate.opinion_values import opinion_values
from xl_addin.frames import frame_names, frame_shape
from xl_addin.frames.frame import SHARE, Frame
from xl_addin.help.generate import frame_tables, pages
from xl_addin.layout.field_values import describe_limit
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.facts import facts_of
from xl_addin.model.records import Employee, Expectation, Rating
from xl_addin.sheets.survey import opinions

NUMBERS = ("Int64", "Float64")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The sample company's workbook, which nothing here changes."""
    return xl_addin.open(demo_book(tmp_path_factory.mktemp("frames") / "a.xlsx"), today=TODAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The same, to type into."""
    return demo_book(tmp_path / "a.xlsx")


class Alone:
    """A data set that stands in no workbook."""

    def __init__(self, data: Dataset) -> None:
        self.data = data

    def figures(self, command: str) -> Mapping[str, Any]:
        raise AssertionError(f"{command} is not to run")


def frame_of(name: str, data: Dataset) -> pd.DataFrame:
    return Frame(name, frame_shape(name), Alone(data)).to_pandas()


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values, None for what is missing."""
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in table.to_dict("records")
    ]


# --- as described


@pytest.mark.parametrize("name", frame_names())
def test_a_frame_is_as_described(name: str, company: Workbook) -> None:
    frame = company.frame(name)
    table, described = frame.to_pandas(), frame_shape(name).columns
    assert len(table) == len(frame) > 0
    assert list(table.columns) == list(frame.columns) == [column.name for column in described]
    assert [str(table[column.name].dtype) for column in described] == [column.dtype for column in described]
    assert table.index.equals(pd.RangeIndex(len(table)))
    for column in described:
        if column.dtype == "category":
            assert tuple(table[column.name].cat.categories) == column.words
            assert table[column.name].isin(column.words).sum() == table[column.name].notna().sum()


@pytest.mark.parametrize("name", frame_names())
def test_a_frame_without_rows_has_the_same_columns(name: str) -> None:
    class Nothing(Alone):
        def figures(self, command: str) -> Mapping[str, Any]:
            return {"findings": []}

    data = Dataset(settings={"cycle": "", **{own.id: own.default for own in _settings()}})
    table = Frame(name, frame_shape(name), Nothing(data)).to_pandas()
    assert [str(dtype) for dtype in table.dtypes] == [column.dtype for column in frame_shape(name).columns]
    assert len(table) == 0 or name == "survey"


@functools.cache
def _settings() -> tuple[Any, ...]:
    from xl_addin.sheets.settings import all_settings

    return tuple(all_settings())


@pytest.mark.parametrize("name", frame_names())
def test_a_number_says_what_it_is_counted_in(name: str) -> None:
    """Counts say it in their meaning; a share is never a number from 0 to 100."""
    for column in frame_shape(name).columns:
        assert column.meaning.endswith("."), column.name
        assert not column.unit or column.dtype in NUMBERS, column.name
        assert (column.dtype != "Float64") or column.unit, column.name


@pytest.mark.parametrize("name", frame_names())
def test_shares_are_shares(name: str, company: Workbook) -> None:
    table = company.frame(name).to_pandas()
    for column in frame_shape(name).columns:
        if column.unit == SHARE:
            assert table[column.name].dropna().between(0, 1).all()


def test_a_column_of_one_name_is_one_thing() -> None:
    """So that frames merge, and nothing is renamed on the way."""
    kinds: dict[str, set[str]] = {}
    for name in frame_names():
        for column in frame_shape(name).columns:
            kinds.setdefault(column.name, set()).add(column.dtype)
    assert {name for name, dtypes in kinds.items() if len(dtypes) > 1} == set()
    assert {name for name in frame_names() if "name" in {column.name for column in frame_shape(name).columns}} == {
        "people", "scores", "readiness",
    }  # fmt: skip


def test_rows_come_without_pandas_too(company: Workbook) -> None:
    assert list(company.ratings) == [
        {**row, "self_na": bool(row["self_na"]), "manager_na": bool(row["manager_na"])}
        for row in plain(company.ratings.to_pandas())
    ]


@pytest.mark.parametrize("name", frame_names())
def test_a_frame_says_what_it_holds(name: str, company: Workbook) -> None:
    frame, shape = company.frame(name), frame_shape(name)
    assert frame.meaning == shape.meaning
    assert tuple(frame.meanings) == frame.columns
    for column in shape.columns:
        assert frame.meanings[column.name].startswith(column.meaning)
        assert column.unit in frame.meanings[column.name]


def test_a_frame_hands_out_a_table_of_its_own(company: Workbook) -> None:
    ratings = company.ratings
    table = ratings.to_pandas()
    table["manager_rating"] = 1
    assert ratings.to_pandas()["manager_rating"].nunique() > 1
    assert ratings.head().equals(ratings.to_pandas().head())
    assert len(ratings.head(2)) == 2
    assert repr(ratings).startswith(f"<ratings: {len(ratings)} rows of cycle, employee, ")


def test_the_help_page_has_every_frame_and_column() -> None:
    page = pages()["analysts.md"]
    tables = "\n".join(frame_tables())
    assert tables in page
    for name in frame_names():
        assert f"### {name}\n" in page
        for column in frame_shape(name).columns:
            assert f"| `{column.name}` | {column.dtype} |" in page


# --- as it stands in the workbook

ANY_RATING = st.sampled_from([None, "N/A", 1, 2, 3, 4, 5])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
RATINGS = st.lists(
    st.builds(
        Rating, cycle=WORDS, employee=WORDS, competency=WORDS, level=WORDS, self_rating=ANY_RATING,
        manager_rating=ANY_RATING, evidence=WORDS,
    )
)  # fmt: skip


@given(RATINGS)
def test_ratings_are_what_was_entered(ratings: list[Rating]) -> None:
    """Row by row, nothing reordered; N/A and blank told apart."""
    table = frame_of("ratings", Dataset(ratings=tuple(ratings)))
    assert len(table) == len(ratings)
    for row, rating in zip(plain(table), ratings, strict=True):
        for field in ("self", "manager"):
            entered = getattr(rating, f"{field}_rating")
            assert ("N/A" if row[f"{field}_na"] else row[f"{field}_rating"]) == entered
        for field in ("cycle", "employee", "competency", "level", "evidence"):
            assert row[field] == (getattr(rating, field) or None)


@given(
    st.lists(
        st.builds(
            Employee, id=WORDS, name=WORDS, team=WORDS, since=st.none() | st.dates(dt.date(1900, 1, 1)),
            active=st.sampled_from(["Yes", "No", ""]),
        )
    )
)  # fmt: skip
def test_people_are_who_was_entered(people: list[Employee]) -> None:
    """Days of any year Excel knows, also one that stands for no end."""
    table = frame_of("people", Dataset(people=tuple(people)))
    for row, person in zip(plain(table), people, strict=True):
        assert (row["employee"], row["name"], row["active"]) == (
            person.id or None,
            person.name or None,
            person.active or None,
        )
        assert (row["since"] and row["since"].date()) == person.since


@given(st.lists(st.builds(Expectation, track=WORDS, competency=WORDS, level=WORDS, text=WORDS)))
def test_the_matrix_is_what_was_written(cells: list[Expectation]) -> None:
    table = frame_of("matrix", Dataset(matrices=(Matrix("ENG", "tblMatrixENG", cells=tuple(cells)),)))
    assert [row["expectation"] for row in plain(table)] == [cell.text or None for cell in cells]


def test_cells_are_read_as_another_program_reads_them(path: Path) -> None:
    """Ratings and people, cell by cell, by openpyxl."""
    book, person = xl_addin.open(path, today=TODAY), Person(path)
    ratings = [
        (row["Cycle"], row["Employee ID"], row["Competency ID"], row["Level ID"], row["Self rating"], row["Evidence"])
        for row in person.rows("tblAssessments")
    ]
    table = plain(book.ratings.to_pandas())
    assert [
        (
            r["cycle"],
            r["employee"],
            r["competency"],
            r["level"],
            "N/A" if r["self_na"] else r["self_rating"],
            r["evidence"],
        )
        for r in table
    ] == ratings
    people = [(row["Employee ID"], row["Name"], row["At level since"]) for row in person.rows("tblPeople")]
    assert [(r["employee"], r["name"], r["since"]) for r in plain(book.people.to_pandas())] == people


TYPED = (("Self rating", 2, 2, False), ("Self rating", "N/A", None, True), ("Manager rating", None, None, False))


@pytest.mark.parametrize(("header", "typed", "rating", "not_applicable"), TYPED)
def test_a_rating_typed_in_comes_out(
    header: str, typed: Any, rating: int | None, not_applicable: bool, path: Path
) -> None:
    first = xl_addin.open(path).ratings.to_pandas()
    with Person(path) as person:
        row = person.rows("tblAssessments")[7]
        person.type("tblAssessments", header, {name: row[name] for name in list(row)[:4]}, typed)
    table = xl_addin.open(path).ratings.to_pandas()
    side = header.split()[0].lower()
    seen = plain(table)[7]
    assert (seen[f"{side}_rating"], seen[f"{side}_na"]) == (rating, not_applicable)
    assert table.drop(index=7).equals(first.drop(index=7))


@pytest.mark.parametrize("typed", ["four", 6, 2.5, "#REF!"])
def test_a_rating_that_cannot_be_read_is_missing_and_listed(typed: Any, path: Path) -> None:
    with Person(path) as person:
        row = person.rows("tblAssessments")[7]
        cell = person.cell("tblAssessments", "Manager rating", {name: row[name] for name in list(row)[:4]})
        cell.value = typed
        if typed == "#REF!":
            cell.data_type = "e"
    book = xl_addin.open(path, today=TODAY)
    seen = plain(book.ratings.to_pandas())[7]
    assert (seen["manager_rating"], seen["manager_na"]) == (None, False)
    findings = book.findings.to_pandas()
    assert ((findings["sheet"] == "Assessments") & (findings["cell"] == cell.coordinate)).any()


# --- as the commands work it out


def test_findings_are_those_of_validate(company: Workbook) -> None:
    assert plain(company.findings.to_pandas()) == company.validate(write=False).data["findings"]


def test_scores_and_gaps_are_those_of_score(company: Workbook) -> None:
    people = company.score(write=False).people
    table = company.scores.to_pandas()
    for row, person in zip(plain(table), people, strict=True):
        for field in ("cycle", "level", "applicable", "rated", "coverage", "score", "met", "below", "words"):
            assert row[field] == getattr(person, field)
    gaps = company.gaps.to_pandas().set_index(["cycle", "employee", "competency"])["gap"]
    assert gaps.index.is_unique
    rated = {
        (person.cycle, person.id, competency): gap
        for person in people
        for competency, gap in person.gaps.items()
        if gap is not None
    }
    assert gaps.dropna().to_dict() == rated
    counts = company.gaps.to_pandas().query("not manager_na").groupby(["cycle", "employee"]).size()
    assert counts.to_dict() == {(person.cycle, person.id): person.applicable for person in people}


def test_gaps_are_expected_less_rated(company: Workbook) -> None:
    table = company.gaps.to_pandas()
    assert (table["expected"] - table["manager_rating"]).equals(table["gap"])
    assert table["gap"].isna().any()
    entered = company.ratings.to_pandas()[["cycle", "employee", "competency", "level", "manager_rating"]]
    both = table.merge(entered, on=["cycle", "employee", "competency", "level"], how="left", validate="one_to_one")
    assert both["manager_rating_x"].equals(both["manager_rating_y"])


def test_readiness_is_that_of_score(company: Workbook) -> None:
    people = company.score(write=False).data["people"]
    steps = [(person["id"], step["to"], step["supported"], step["words"]) for person in people
             for step in person.get("readiness", ())]  # fmt: skip
    table = plain(company.readiness.to_pandas())
    assert [(row["employee"], row["next_level"], row["supported"], row["words"]) for row in table] == steps
    assert {row["cycle"] for row in table} == {company.cycle}


def test_the_survey_is_that_of_score_and_hides_what_it_hides(company: Workbook) -> None:
    data = company.score(write=False).data
    items = [
        (survey, group.get("group"), item["key"], item["n"], item["mean"], item["withheld"] or None)
        for survey in ("track_health", "benefits", "pulse")
        for group in (data[survey], *data[survey]["groups"])
        for item in group["items"]
    ]
    table = company.survey.to_pandas()
    assert [
        tuple(row[c] for c in ("survey", "group", "item", "n", "mean", "withheld")) for row in plain(table)
    ] == items
    hidden = table[table["withheld"].notna()]
    assert len(hidden)
    assert hidden[["n", "mean", "favourable"]].isna().all(axis=None)


def test_the_survey_of_too_few_shows_nothing() -> None:
    from xl_addin.model.answers import Response

    settings = {own.id: own.default for own in _settings()}
    data = Dataset(settings=settings, responses=tuple(Response(f"R{n}", "", {"H1": 4}) for n in range(4)))
    assert opinion_values(opinions(data)["track_health"])["withheld"]
    row = plain(frame_of("survey", data))[0]
    assert (row["item"], row["n"], row["mean"]) == ("H1", None, None)
    assert row["withheld"]


def test_statements_are_those_of_the_long_form(company: Workbook, tmp_path: Path) -> None:
    company.expand(long=tmp_path / "long.csv")
    lines = list(csv.reader(io.StringIO((tmp_path / "long.csv").read_text(encoding="utf-8-sig"))))[1:]
    table = company.statements.to_pandas().astype(str).values.tolist()
    assert [[field.removeprefix("'") for field in line] for line in lines] == table


def test_the_matrix_counts_its_statements(company: Workbook) -> None:
    statements = company.statements.to_pandas().groupby(["track", "competency", "level"]).size()
    cells = company.matrix.to_pandas()
    words = cells[cells["statements"] > 0].set_index(["track", "competency", "level"])["statements"]
    assert words.to_dict() == statements[statements.index.isin(words.index)].to_dict()


# --- the words of the declaration are those of the fields


def test_columns_speak_as_the_workbook_does() -> None:
    """One meaning for one thing: the drop-down's, the page's of the workbook, and the frame's."""
    for record, name in ((Employee, "people"), (RoadmapAction, "actions")):
        meanings = {fact.meaning for fact in facts_of(record).values()}
        assert {column.meaning for column in frame_shape(name).columns} <= meanings
    for column in frame_shape("people").columns:
        assert not column.words or all(word in describe_limit(facts_of(Employee)[column.name]) for word in column.words)
