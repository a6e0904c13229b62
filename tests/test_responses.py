"""Answers pasted from form tools: understood by header and by words, or named; never guessed, never lost in silence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book
from tests.test_commands import small_book
from xl_addin.cells.cell import CellValue
from xl_addin.cells.table import TableData
from xl_addin.layout.column_headers import match_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.answers import BENEFITS, HEALTH, ITEMS
from xl_addin.model.dataset import Dataset
from xl_addin.model.scales import scales, values
from xl_addin.sheets.pasted_column import OFF_SCALE, REST, UNCLEAR_SCALE
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.responses import TABLE
from xl_addin.sheets.survey import opinions

KEYS = tuple(ITEMS)
PASTED = ("H1", "H2", "H3", "B1")


def pasted(headers: Sequence[str], *rows: Sequence[CellValue]) -> Dataset:
    """A workbook whose Responses tab holds this and no more."""
    table = TableData(TABLE.name, "Responses", 6, 2, tuple(headers), tuple(map(tuple, rows)))
    return read_dataset(Snapshot(("Responses",), {TABLE.name: table})).data


def column(*cells: CellValue, header: str = "H1") -> list[int | None]:
    """What the answers of one column come to, row by row."""
    data = pasted(("Respondent", header), *[(f"R{n}", cell) for n, cell in enumerate(cells)])
    by_name = {response.respondent: response.answers.get("H1") for response in data.responses}
    return [by_name.get(f"R{n}") for n in range(len(cells))]


def unread(data: Dataset) -> list[tuple[int, str]]:
    return [(m.place.row, m.place.field) for m in data.misfits if m.kind == "answer"]


# The cases from outside


NUMBERS = {"Strongly disagree": 1, "Disagree": 2, "Neutral": 3, "Agree": 4, "Strongly agree": 5}


def cleaned(path: Path, copy: Path) -> Path:
    """The same answers as a person would type them into our own columns: keys as headers, numbers below."""
    book = openpyxl.load_workbook(path)
    table = book["Responses"].tables["tblResponses"]
    head, *rows = list(book["Responses"][table.ref])
    for cell, shown in zip(head, table.tableColumns, strict=True):
        found = match_columns([str(cell.value)], TABLE)
        if found:
            (field,) = found
            shown.name = cell.value = TABLE.field_of[field].header
    for cell in (cell for row in rows for cell in row):
        cell.value = NUMBERS.get(cell.value, cell.value)
    book.save(copy)
    return copy


@pytest.mark.shared
@pytest.mark.parametrize("name", ["google_grid_headers", "msforms_labels", "statement_without_full_stop"])
def test_pasted_answers_give_the_figures_of_typed_ones(shared: Path, tmp_path: Path, name: str) -> None:
    case = shared / "data" / "cases" / "responses" / f"responses_{name}.xlsx"
    path = Path(shutil.copy(case, tmp_path / "pasted.xlsx"))
    done, plain = cli("score", path, "--json"), cli("score", cleaned(case, tmp_path / "plain.xlsx"), "--json")
    assert (done.code, plain.code) == (0, 0)
    for opinion in ("track_health", "benefits", "pulse"):
        assert done.data[opinion] == plain.data[opinion]
    assert [done.data[opinion]["respondents"] for opinion in ("track_health", "benefits", "pulse")] == [7, 7, 0]
    assert done.data["unread"]["answers"]["count"] == 0
    assert all(item["n"] == 7 for item in done.data["benefits"]["items"])
    assert "V08" not in {finding["code"] for finding in cli("validate", path, "--json").data["findings"]}


@pytest.mark.shared
def test_answers_that_cannot_be_read_are_counted_and_said(shared: Path, tmp_path: Path) -> None:
    """91 answers of a scale of seven steps: a line, and an exit code, in both commands; nobody's words."""
    path = Path(shutil.copy(shared / "data" / "cases" / "responses" / "responses_msforms_labels.xlsx", tmp_path))
    book = openpyxl.load_workbook(path)
    for row in book["Responses"].iter_rows(min_row=7, max_row=13, min_col=7, max_col=19):
        for cell in row:
            cell.value = {"Disagree": "Somewhat disagree", "Strongly agree": "My boss lies"}.get(cell.value, cell.value)
    book.save(path)
    done = cli("score", path)
    assert done.code == 1
    assert "No ratings yet. 91 answers in Responses could not be read." in done.err
    where = re.findall(r"Responses!G7, G8, (\w+) and (\d+) more", done.out)
    assert len(where) == 1
    assert "My boss lies" not in done.out + done.err
    told = cli("score", path, "--json").data["unread"]["answers"]
    assert (told["count"], told["cells"][0], len(set(told["cells"]))) == (91, "G7", 91)
    found = [one for one in cli("validate", path, "--json").data["findings"] if one["code"] == "V08"]
    # the first cell whose words cannot be told: not always the first of its column
    assert sorted(one["cell"][0] for one in found) == list("GHIJKLMNOPQRS")
    for one in found:
        assert book["Responses"][one["cell"]].value != "My boss lies", one["cell"]
    assert all("7 of 7 answers" in one["message"] and "My boss lies" not in one["message"] for one in found)


# Headers


@pytest.mark.parametrize(
    "header",
    [
        "B2",
        " b2 ",
        "A stronger culture.",
        "A STRONGER\u00a0 CULTURE ?",
        "3. A stronger culture",
        "4) A stronger culture",
        "Q4.1 A stronger culture",
        "Q12: A stronger culture!",
        "Question 7 - A stronger culture",
        "How important is this? [A stronger culture]",
        "How important is this? [2. A stronger culture.]",
        "A&nbsp;stronger culture",
        "A&amp;nbsp;stronger culture",
        "\u201cA stronger culture\u201d",
    ],
)
def test_a_statement_is_found_however_a_form_tool_writes_it(header: str) -> None:
    data = pasted(("Id", header), (1, 4), (2, 5))
    assert [response.answers for response in data.responses] == [{"B2": 4}, {"B2": 5}]


@pytest.mark.parametrize(
    "header", ["A culture", "Why? A stronger culture matters", "B22", "B2 comment", "2", "[ ]", ""]
)
def test_another_header_is_not_taken_for_one_of_ours(header: str) -> None:
    assert pasted(("Id", header), (1, 4), (2, 5)).responses == ()


def test_two_columns_for_one_statement_are_said() -> None:
    data = pasted(("H1", "People know what their own career track looks like"), (4, 2), (5, 1))
    assert [response.answers["H1"] for response in data.responses] == [4, 5]
    (twice,) = [m for m in data.misfits if m.kind == "twice"]
    assert (twice.title, twice.asks) == ("H1", "B6 counts, C6 does not")


def test_of_two_columns_the_one_that_says_something_counts() -> None:
    data = pasted(("H1", "People know what their own career track looks like"), (None, 2), (None, 1))
    assert [response.answers["H1"] for response in data.responses] == [2, 1]
    assert [m for m in data.misfits if m.kind == "twice"] == []


def test_columns_that_may_have_been_meant_are_named() -> None:
    headers = ("Id", "Peeple know what their own carer track looks like", "Fun at work", "Comment", "Sent", "H2")
    rows = [(n, 3, "Agree" if n % 2 else "Disagree", "Agreed, but it was long", f"2026-11-2{n}", 4) for n in range(6)]
    data = pasted(headers, *rows)
    unknown = {m.title: m.asks for m in data.misfits if m.kind == "unknown"}
    assert list(unknown) == [headers[1], "Fun at work"]
    assert unknown[headers[1]].startswith("it may be H1,")
    assert unknown["Fun at work"] == "it looks like ratings"


# Words


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "4 - Agree",
            "4: Agree",
            "4. Agree",
            "4 Agree",
            "(4) Agree",
            "4 = Agree",
            "Agree (4)",
            "Agree - 4",
            " agree. ",
        ),
        *(
            " 4 ",
            "\uff14",
            "4,0",
            "4.0",
            "4.00",
            4.0,
            "\u00a04\u00a0",
            "4/5",
            "4 of 5",
            "4 out of 5",
            "&#52;",
            "\u2463",
        ),
        *("AGREE", " agree. ", "\u2463", "4 - as good as it gets", "\u201cAgree\u201d"),
    ],
)
def test_every_way_to_write_a_four(answer: CellValue) -> None:
    assert column(answer, "Disagree", 3) == [4, 2, 3]


@pytest.mark.parametrize(
    "answer", ["N/A", "n/a", "Prefer not to say", "Don\u2019t know", "Not applicable.", "-", "\u2014", " ", None]
)
def test_no_answer_is_nobodys_fault(answer: CellValue) -> None:
    data = pasted(("H1",), (answer,), (4,))
    assert [response.answers for response in data.responses] == [{"H1": 4}]
    assert unread(data) == []


@pytest.mark.parametrize(
    "answer",
    [
        "3.5",
        3.5,
        "3,5",
        "4/7",
        "5/6",
        "six",
        "Kind of",
        "10",
        0,
        -1,
        "04",
        "+4",
        True,
        "3 people",
        "4-5",
        "\u0664",
        "=4",
    ],
)
def test_what_is_none_of_ours_is_left_out_and_said(answer: CellValue) -> None:
    data = pasted(("H1",), (answer,), (4,), ("Agree",))
    assert [response.answers["H1"] for response in data.responses] == [4, 4]
    assert unread(data) == [(0, "H1")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("Agree", "Somewhat agree", "Neutral", "Strongly agree"), "seven steps"),
        (("Poor", "Fair", "Good", "Excellent"), "four steps, or five with one unused"),
        (("Good", "Good", "Good"), "3 on one scale, 4 on another"),
        (("Very important", "Very important"), "4 or 5"),
        (("1 - Strongly agree", "3 - Neutral", "5 - Strongly disagree"), "the other way round"),
        ((1, 2, 7, 7, 3), "numbers of seven steps"),
        ((9, 10, 4, 5), "numbers of ten steps"),
        (("It is fine", "It is bad", "Why", 4), "a comment"),
        (("Often", "Usually", "Never"), "six steps"),
    ],
)
def test_a_column_on_another_scale_is_left_out_whole(cells: Sequence[CellValue], why: str) -> None:
    data = pasted(("H1", "H2"), *[(cell, 4) for cell in cells])
    assert all("H1" not in response.answers for response in data.responses), why
    assert sorted(unread(data)) == [(n, "H1") for n in range(len(cells))]
    assert len(data.responses) == len(cells)


def reasons(data: Dataset) -> list[tuple[int, str]]:
    return [(m.place.row, m.asks) for m in data.misfits if m.kind == "answer"]


def test_numbers_of_another_scale_are_named_first() -> None:
    """The cells that hold 0 and 7 are pointed at, not the good ones that go with their column."""
    cells: tuple[CellValue, ...] = (3, 4, 0, 7, 1, "Agree", 3, 4)
    data = pasted(("Respondent", "H1"), *[(f"R{n}", cell) for n, cell in enumerate(cells)])
    why = "C9 and C10 hold 0 and 7, so this looks like another scale; nothing of H1 is counted"
    rest = [(row, REST) for row in (0, 1, 4, 5, 6, 7)]
    assert reasons(data) == [(2, why), (3, why), *rest]


def test_good_answers_of_a_column_left_out_are_counted_but_not_blamed(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    cli("new", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Responses"]
    head, *below = list(sheet[sheet.tables["tblResponses"].ref])
    at = next(n for n, cell in enumerate(head) if match_columns([str(cell.value)], TABLE).keys() == {"H1"})
    for row, number in zip(below, (3, 4, 0, 7, 1, 4, 3, 4), strict=False):
        row[at].value = number
    cells = [row[at].coordinate for row in below[:8]]
    book.save(path)
    done = cli("score", path)
    assert done.code == 1
    assert "8 answers in Responses could not be read." in done.err
    assert f"Responses!{cells[2]}, {cells[3]} " in done.out
    assert not any(cell in done.out for cell in (cells[0], cells[1], *cells[4:]))
    assert f"{cells[2]} and {cells[3]} hold 0 and 7, so this looks like another scale" in done.out


@pytest.mark.parametrize("slips", [(0, 7), (44, 44), ("Good",), ("Good", "Good"), (6,), ("Good", 0)])
def test_one_or_two_slips_do_not_take_the_column_with_them(slips: Sequence[CellValue]) -> None:
    cells = (*(3, 4, 1, 4, 3, 4, 5, 2), *slips)
    data = pasted(("Respondent", "H1"), *[(f"R{n}", cell) for n, cell in enumerate(cells)])
    assert column(*cells) == [3, 4, 1, 4, 3, 4, 5, 2, *[None] * len(slips)]
    assert reasons(data) == [(8 + n, UNCLEAR_SCALE if slip == "Good" else OFF_SCALE) for n, slip in enumerate(slips)]


def test_three_slips_among_few_do() -> None:
    assert column(3, 4, 1, 4, 3, 4, 5, 2, 3, 4, 1, 2, 6, 7, 6) == [None] * 15


def test_a_word_left_open_here_and_known_there_takes_its_column_out() -> None:
    """Formulas have one list of spellings: a word must not be read in a column that leaves it open."""
    poor = ("Very poor", "Poor", "Fair", "Good", "Very good")
    data = pasted(("H1", "H2"), *[("Good" if n == 9 else 3, poor[n % 5]) for n in range(10)])
    open_here = {row for row, key in unread(data) if key == "H1"}
    assert open_here in (set(), set(range(10)))


def test_other_columns_decide_what_one_leaves_open() -> None:
    assert column("Good", "Good") == [None, None]
    wider = pasted(("H1", "H2"), ("Good", "Very poor"), ("Good", "Fair"), ("Good", "Good"))
    assert [response.answers["H1"] for response in wider.responses] == [4, 4, 4]
    seven = pasted(("H1", "H2"), ("Agree", "Somewhat agree"), ("Strongly agree", "Agree"))
    assert seven.responses == ()


def test_a_word_that_means_two_things_in_one_table_is_not_read() -> None:
    first, second = (
        ("Very poor", "Poor", "Fair", "Good", "Very good"),
        ("Poor", "Fair", "Good", "Very good", "Excellent"),
    )
    data = pasted(("H1", "H2"), *zip(first, second, strict=True))
    assert data.responses == ()
    assert len(unread(data)) == 10


def test_a_scale_whose_middle_nobody_chose_is_said() -> None:
    words = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    data = pasted(("H1", "H2"), *[(words[n % 4], words[n % 3]) for n in range(15)])
    assert [m.asks for m in data.misfits if m.kind == "middle"] == ["30 answers in words"]
    some = pasted(("H1", "H2"), *[(words[n % 4], "Neutral") for n in range(15)])
    assert [m for m in some.misfits if m.kind == "middle"] == []
    assert len(data.responses) == 15


def test_the_scales_are_sound() -> None:
    """Ours by another name: five steps, no word twice, and each names its own step when all are in use."""
    for scale in scales():
        words = [word for step in scale.steps for word in step]
        assert len(words) == len(set(words)), scale
        assert all(word and word == word.strip() for word in words)
        plainest = [min(step, key=lambda word: (len(word), word)) for step in scale.steps]
        told = values(plainest)
        if len(scale.steps) == 5:
            assert told == {word: number for number, word in enumerate(plainest, 1)}, scale
    assert len({scale.subject for scale in scales() if len(scale.steps) == 5}) == 7
    assert values(["neutral"]) == {"neutral": 3}


# Any spelling, the same figures


FIVES = [scale for scale in scales() if len(scale.steps) == 5]
BARE = ("{n}", " {n} ", "{n},0", "{n}.0", "{n}/5", "{n} of 5")
LABELLED = ("{w}", " {W} ", "{n} - {w}", "{n}: {w}", "{w} ({n})", "{n}. {W}", "{w}.", "\u00a0{w}")
Matrix = st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=5, max_size=12)


@settings(deadline=None, max_examples=150)
@given(Matrix, st.sampled_from(FIVES), st.data())
def test_any_spelling_gives_the_same_opinions(matrix: list[list[int]], scale: Any, data: st.DataObject) -> None:
    words = [sorted(step)[0] for step in scale.steps]
    # the whole scale stands in one row, so that its words are never open
    matrix = [*matrix, [1, 2, 4, 5], [3, 3, 3, 3], [2, 4, 5, 1], [4, 5, 1, 2], [5, 1, 2, 4]]
    rows: list[tuple[CellValue, ...]] = []
    for row in matrix:
        cells: list[CellValue] = []
        for number in row:
            way = data.draw(st.sampled_from([*BARE, *LABELLED]) if len(rows) < len(matrix) - 5 else st.just("{w}"))
            word = words[number - 1]
            cells.append(way.format(n=number, w=word, W=word.upper()))
        rows.append((f"R{len(rows)}", data.draw(st.sampled_from(["Ops", " ops", "OPS "])), *cells))
    headers = ("Respondent", "Group", *PASTED)
    spelled = pasted(headers, *rows)
    plain = pasted(headers, *[(row[0], "Ops", *numbers) for row, numbers in zip(rows, matrix, strict=True)])
    assert unread(spelled) == []
    assert [r.answers for r in spelled.responses] == [r.answers for r in plain.responses]
    for name, opinion in opinions(plain).items():
        other = opinions(spelled)[name]
        assert (other.items, other.theme, other.alpha) == (opinion.items, opinion.theme, opinion.alpha)
        assert [(g.n, g.items) for g in other.groups] == [(g.n, g.items) for g in opinion.groups]


# Groups


def test_a_group_is_one_however_it_is_spelled() -> None:
    """Three spellings of three people each are a group of nine, shown; not three that are hidden."""
    names = ["Ops"] * 4 + ["ops"] * 3 + [" OPS  ", "\uff2f\uff50\uff53"] + ["People  team"] * 3 + ["people team"] * 3
    data = pasted(("Group", "H1"), *[(name, 1 + n % 5) for n, name in enumerate(names)])
    groups = opinions(data)["track_health"].groups
    assert [(group.group, group.n) for group in groups] == [("Ops", 9), ("People team", 6)]


def test_a_small_group_does_not_hide_behind_a_second_spelling() -> None:
    names = ["Ops"] * 6 + ["Sales"] * 6 + ["Legal", "legal", "LEGAL"]
    data = pasted(("Group", "H1"), *[(name, 1 + n % 5) for n, name in enumerate(names)])
    shown = {group.group: group.withheld for group in opinions(data)["track_health"].groups}
    assert len(shown) == 3
    (legal,) = [withheld for name, withheld in shown.items() if name.casefold() == "legal"]
    assert legal == "n<5"
    assert sum(bool(withheld) for withheld in shown.values()) == 2


# Ratings


def test_ratings_that_cannot_be_read_are_said_by_score(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    cli("new", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Assessments"]
    table = sheet.tables["tblAssessments"]
    head, first, *_ = list(sheet[table.ref])
    at = {cell.value: number for number, cell in enumerate(head)}
    typed = {"Cycle": "2026-H1", "Employee ID": "E1", "Competency ID": "C", "Level ID": "L", "Manager rating": "strong"}
    for header, value in typed.items():
        first[at[header]].value = value
    book.save(path)
    done = cli("score", path)
    assert done.code == 1
    assert "1 rating in Assessments could not be read." in done.err
    assert f"Assessments!{first[at['Manager rating']].coordinate}" in done.out
    assert "1 rating that could not be read" in done.out
    assert "strong" not in done.out + done.err
    assert done.err.rstrip().endswith(f"Put right the cells named above, then run: trackbook score {path}")


def test_a_column_of_peoples_own_is_named_and_no_fault(tmp_path: Path) -> None:
    """Nothing can be put right in it: it may stay, and score goes on."""
    path = demo_book(tmp_path / "w.xlsx")
    before = cli("score", path)
    with Person(path) as person:
        count = len(person.rows("tblResponses"))
        person.widen(
            "tblResponses", len(person.headers("tblResponses")), "Years here", [1 + n % 5 for n in range(count)]
        )
    done = cli("score", path)
    assert (done.code, done.err) == (before.code, before.err)
    assert done.code == 0
    assert 'the column "Years here" is not counted: it looks like ratings' in done.out
    (column,) = cli("score", path, "--json").data["unread"]["columns"]
    assert "Years here" in column["why"]


def test_nobody_rated_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    cli("new", path)
    done = cli("score", path)
    assert (done.code, done.err.splitlines()[0]) == (0, "No ratings yet.")


def test_how_answers_were_read_is_kept_for_the_formulas() -> None:
    data = pasted(("Respondent", "Q1 [A stronger culture]", "H1"), ("R1", "Agree", "4,0"), ("R2", "agree", 3.0))
    assert data.pasted_answers.headers == {"B2": "Q1 [A stronger culture]"}
    assert data.pasted_answers.spellings == {"Agree": 4, "4,0": 4}
    assert {key for key in ITEMS if key in data.responses[0].answers} == {"B2", "H1"}
    assert len(KEYS) == len(HEALTH) + len(BENEFITS) + 5


def test_a_respondent_in_several_rows_is_said_by_score_and_validate_and_each_row_counts(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        for code in ("r1", "r2", "R1 ", "r3", "r4", "", ""):
            person.add("tblResponses", {"Respondent": code or None, "H1": 4})
        cell = person.cell("tblResponses", "Respondent", {"Respondent": "R1 "}).coordinate
    scored = cli("score", book, "--json")
    assert (scored.code, scored.data["unread"]["repeated"]) == (1, {"count": 1, "cells": [cell]})
    text = cli("score", book)
    assert "7 respondents." in text.err
    assert "1 respondent stands in several rows of Responses, and each row counts." in text.err
    assert f"Responses!{cell}" in text.out
    (found,) = [f for f in cli("validate", book, "--json").data["findings"] if f["code"] == "V08"]
    assert (found["cell"], found["severity"]) == (cell, "warning")
