"""Every column of IDs has the number format Text: in what we paint, after tables have grown, in an open workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from tests.support.campaign import campaign
from tests.test_exchange_forms import TERMS
from xl_addin.books import live_book
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.exchange import employee_form, pack, survey_form
from xl_addin.exchange.form.form_design import Form
from xl_addin.layout.describe import Column, WorkbookDesign
from xl_addin.layout.edits import Append, Edit
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset

DATA = sample()
OTHER_IDS = {"Cycle", "Next levels", "Sideways moves", "From level", "To level", "Next level", "Since", "Key"}
HARD = ("00123", "2026-12", "MAR1", "1E2", "1-2", "12345/7", "-5", "TRUE")
"""What Excel would make a number, a day or a truth value of."""


def is_id(column: Column) -> bool:
    """Whether a column's header says that IDs stand below it, whatever its limit says."""
    return column.header.endswith((" ID", " IDs")) or column.header in OTHER_IDS


def form(made: Form) -> tuple[WorkbookDesign, dict[str, Any]]:
    design = made.design()
    return design.workbook, dict(design.rows)


def designs() -> Iterator[tuple[str, WorkbookDesign, dict[str, Any]]]:
    yield "demo", describe(DATA), dict(rows(DATA))
    yield "empty", describe(Dataset(settings=DATA.settings)), dict(rows(Dataset(settings=DATA.settings)))
    yield "employee", *form(employee_form.employee_form(DATA, DATA.person["E013"], TERMS))
    yield "manager", *form(pack.manager_pack(DATA, DATA.person["E003"], TERMS))
    yield "respondent", *form(survey_form.respondent_form(DATA, DATA.person["E013"], "R1", TERMS))


DESIGNS = {name: (workbook, own) for name, workbook, own in designs()}


@pytest.mark.parametrize("name", DESIGNS)
def test_a_column_with_the_header_of_an_id_is_described_as_one(name: str) -> None:
    for sheet in DESIGNS[name][0].sheets:
        for table in sheet.tables:
            for column in table.columns:
                # survey, settings and measures have keys of ours, which nobody types
                if is_id(column) and not (column.header == "Key" and not column.is_input and column.field != "key"):
                    assert column.keeps_text or column.formula or column.header == "Key", (table.name, column.header)


def looks_of(data: bytes, table: str, column: str) -> set[str]:
    """The number formats of the data cells of a table's column, as Excel finds them in the file."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for own in sheet.tables.values():
            if own.displayName == table:
                head, *body = sheet[own.ref]
                at = [cell.value for cell in head].index(column)
                return {row[at].number_format for row in body}
    raise AssertionError(f"no table {table}")


def wrongly_painted(data: bytes, workbook: WorkbookDesign) -> list[tuple[str, str, str]]:
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for own in sheet.tables.values():
            name = own.displayName
            head, *body = sheet[own.ref]
            for column in (c for c in workbook.tables[name][1].columns if c.names_rows and not c.formula):
                at = [cell.value for cell in head].index(column.header)
                looks = {row[at].number_format for row in body}
                found += [(name, column.header, look) for look in looks - {"@"}]
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_every_cell_below_such_a_header_has_the_format_text(name: str) -> None:
    workbook, own = DESIGNS[name]
    painted = paint(workbook, own)
    assert wrongly_painted(painted, workbook) == []


def test_a_row_typed_below_the_people_has_it_too() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(paint(describe(DATA), rows(DATA))))["People"]
    below = {name: sheet.column_dimensions[name].number_format for name in "BFG"}
    assert below == dict.fromkeys("BFG", "@"), "Employee ID, Manager ID, Track ID"
    assert sheet.column_dimensions["C"].number_format == "General", "Name"


@pytest.mark.parametrize("name", ["employee", "manager"])
def test_whose_form_it_is_stands_in_a_cell_that_keeps_it(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(paint(*DESIGNS[name])))
    sheet, cell = book.defined_names["frmPerson"].attr_text.split("!")
    assert book[sheet.strip("'")][cell].number_format == "@"


def test_tables_that_collect_lets_grow_go_on_with_it(tmp_path: Path) -> None:
    sent = campaign(tmp_path)
    before = ClosedBook(sent.master).read_snapshot().tables["tblAssessments"]
    for person in ("E002", "E003", "E004"):
        sent.send_back_one_row(person)
    sent.collect()
    room = len(before.rows) - len(sent.data.ratings)
    more = [{"cycle": "2026-H2", "employee": own, "competency": "OWN", "level": "SE1"} for own in HARD] * (room + 2)
    grow(sent.master, [Append("tblAssessments", more)])
    data = sent.master.read_bytes()
    assert len(ClosedBook(sent.master).read_snapshot().tables["tblAssessments"].rows) > len(before.rows)
    for column in ("Cycle", "Employee ID", "Competency ID", "Level ID"):
        assert looks_of(data, "tblAssessments", column) == {"@"}
    assert {r.employee for r in sent.data.ratings} >= set(HARD)


def grow(path: Path, edits: list[Edit]) -> None:
    book = ClosedBook(path)
    reading = read_dataset(book.read_snapshot())
    book.write(edits, reading.tables, describe(reading.data))


@pytest.mark.parametrize("looks", ["@", "General"])
def test_an_open_workbook_keeps_ids_as_they_are(looks: str, excel: xlwings.App, tmp_path: Path) -> None:
    path = tmp_path / "tracks.xlsx"
    FolderStorage().create(path, describe(replace(DATA, ratings=())), rows(replace(DATA, ratings=())))
    book = excel.books.open(path)
    sheet = book.sheets["Assessments"]
    table = sheet.tables["tblAssessments"].range
    sheet.range((table.row + 1, table.column), (table.row + 60, table.column + 5)).number_format = looks
    with live_book.ExcelStorage(book, tmp_path).open(path) as opened:
        reading = read_dataset(opened.read_snapshot())
        ratings: list[RowValues] = [
            {"cycle": own, "employee": own, "competency": "OWN", "level": own, "evidence": "=1+1"} for own in HARD
        ]
        opened.write([Append("tblAssessments", ratings)], reading.tables, describe(reading.data))
    with live_book.ExcelStorage(book, tmp_path).open(path) as opened:
        held = opened.read_snapshot().tables["tblAssessments"]
    for header in ("Cycle", "Employee ID", "Level ID"):
        at = held.headers.index(header)
        assert [row[at] for row in held.rows[: len(HARD)]] == list(HARD)
