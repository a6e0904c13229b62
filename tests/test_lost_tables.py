"""A workbook that another program took the tables from: one sentence from every command, and build lays them again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.dropped import without_table, without_tables
from tests.support.lint.workbook_lint import lint
from tests.test_cli import cli, demo_book
from xl_addin.books.closed_file import ClosedBook
from xl_addin.commands import all_commands

_MINE = ["validate", "score", "roadmap", "delta", "expand", "export", "collect"]


def told(name: str, book: Path) -> Any:
    done = cli(name, book, "--json")
    assert done.code in (0, 1), done.err
    return done.data


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    return without_tables(demo_book(tmp_path / "larkspur.xlsx"))


@pytest.mark.parametrize("name", [c.name for c in all_commands().values() if c.needs_workbook and not c.lays_tables])
def test_every_command_says_what_happened_and_what_helps(name: str, lost: Path) -> None:
    before = lost.read_bytes()
    done = cli(name, lost, *(["--from", str(lost.parent)] if name == "collect" else []))
    assert done.code == 2, done.out
    assert re.fullmatch(
        r"larkspur.xlsx: has lost its \d+ tables, as it happens when another program saves it: run: trackbook build "
        r"\S+larkspur.xlsx, which lays them again over the headers still there",
        done.err.strip(),
    )
    assert lost.read_bytes() == before


def test_build_brings_back_what_every_command_found_before(lost: Path, tmp_path: Path) -> None:
    whole = demo_book(tmp_path / "whole.xlsx")
    done = cli("build", lost)
    assert done.code == 0, done.err
    assert "50 tables laid again over the headers that were still there." in done.out + done.err
    assert lint(lost.read_bytes()) == []
    for name in ("validate", "score", "roadmap", "delta"):
        assert told(name, lost) == told(name, whole), name
    old, new = ClosedBook(whole).read_snapshot(), ClosedBook(lost).read_snapshot()
    assert new.properties == old.properties
    assert new.formulas == old.formulas
    for name, table in old.tables.items():
        laid = new.tables[name]
        assert (laid.top, laid.left, laid.headers) == (table.top, table.left, table.headers)
        shared = min(len(laid.rows), len(table.rows))
        assert laid.rows[:shared] == table.rows[:shared]
        assert not any(any(cell for cell in row) for row in table.rows[shared:])
    names = [openpyxl.load_workbook(book).defined_names for book in (whole, lost)]
    assert {n: v.attr_text for n, v in names[1].items()} == {n: v.attr_text for n, v in names[0].items()}


def test_a_second_build_finds_nothing_to_do(lost: Path) -> None:
    cli("build", lost)
    once = lost.read_bytes()
    done = cli("build", lost)
    assert "there was nothing to add" in done.out + done.err
    assert lost.read_bytes() == once


def test_one_table_made_a_range_is_laid_again(tmp_path: Path) -> None:
    book = without_table(demo_book(tmp_path / "a.xlsx"), "tblPeople")
    assert lint(book.read_bytes()) == []
    stopped = cli("score", book)
    assert stopped.code == 2
    assert "has lost the table of its tab People" in stopped.err
    done = cli("build", book)
    assert (done.code, "1 table laid again" in done.out + done.err) == (0, True)
    assert told("score", book) == told("score", demo_book(tmp_path / "b.xlsx"))


def test_moved_renamed_and_widened_tabs_are_found_by_their_headers(lost: Path) -> None:
    book = openpyxl.load_workbook(lost)
    book["People"].insert_rows(1, 3)
    book["People"].title = "Who works here"
    levels = book["Levels"]
    levels.insert_cols(1, 2)
    header = next(row for row in range(1, 12) if levels.cell(row, 4).value == "Level ID")
    column = next(n for n in range(4, 30) if levels.cell(header, n).value is None)
    levels.cell(header, column, "Pay band")
    levels.cell(header + 1, column, "A")
    book.save(lost)
    done = cli("build", lost)
    assert done.code == 0, done.err
    read = ClosedBook(lost).read_snapshot()
    people, laid = read.tables["tblPeople"], read.tables["tblLevels"]
    assert (people.sheet, people.top) == ("Who works here", 9)
    assert (laid.headers[-1], laid.rows[0][-1], laid.left) == ("Pay band", "A", 4)


def test_what_cannot_come_back_is_named(lost: Path) -> None:
    book = openpyxl.load_workbook(lost)
    for cell in book["Weights"][6]:
        cell.value = None
    book.save(lost)
    done = cli("build", lost)
    assert done.code == 1
    assert re.search(r"Weights\s+its table tblWeights is missing, and so are its headers", done.out)
    assert told("build", lost)["tables_missing"] == ["tblWeights"]


def test_formulas_that_another_program_spelled_its_way_are_ours_again(lost: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(lost)
    changed = 0
    for row in book["Assessments"].iter_rows(min_row=7):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value, changed = "=#REF!" if changed % 2 else 7, changed + 1
    assert changed > 100
    book.save(lost)
    assert cli("build", lost).code == 0
    whole = demo_book(tmp_path / "whole.xlsx")
    old, new = (ClosedBook(b).read_snapshot().tables["tblAssessments"] for b in (whole, lost))
    for was, is_now in zip(old.rows, new.rows, strict=False):
        assert [getattr(cell, "text", "") for cell in is_now] == [getattr(cell, "text", "") for cell in was]
        for old_cell, new_cell in zip(was, is_now, strict=True):
            pair = {getattr(old_cell, "value", old_cell), getattr(new_cell, "value", new_cell)}
            assert len(pair) == 1 or pair == {None, ""}, pair
