"""A workbook of an earlier version gets today's formulas; what people wrote themselves stays."""

import shutil
from pathlib import Path

import pytest

from tests.support.formulas import todays
from tests.support.typing_person import Person
from tests.test_cli import cli
from tests.test_commands import small_book
from xl_addin.layout.structured_refs import canonical_formula, own_row
from xl_addin.sheets import assessments
from xl_addin.sheets.earlier_formulas import ledger

_EARLIER = 'IF([@Employee ID]="","",IF(ISNUMBER([@Manager rating]),[@Expected]-[@Manager rating],""))'
"""The gap as it was before ratings out of range were passed over: 99 had one."""


def _formulas(book: Path, header: str) -> set[str]:
    return {str(value).removeprefix("=") for value in Person(book).column("tblAssessments", header)}


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["figures/one_rated_row_of_five.xlsx", "returned/larkspur.xlsx", "framework/own-company-before-build.xlsx"]
)
def test_a_workbook_of_an_earlier_version_is_brought_over_at_once(name: str, shared: Path, tmp_path: Path) -> None:
    """What a tab that is new tells of the workbook is true from the start: built again, nothing is left to change."""
    book = Path(shutil.copy(shared / "data" / "cases" / name, tmp_path / "a.xlsx"))
    assert cli("build", book).code == 0
    once = book.read_bytes()
    assert cli("build", book).code == 0
    assert book.read_bytes() == once


def test_every_formula_is_on_the_list() -> None:
    """Where this fails: python -m tests.support.formulas. Later versions know today's formulas by it."""
    assert set(todays()) <= ledger()


def test_an_earlier_formula_is_written_anew_and_an_own_one_stays(tmp_path: Path) -> None:
    book = small_book(tmp_path / "a.xlsx")
    own = own_row('IF([@Employee ID]="","",[@Weight]*10)', "tblAssessments")
    with Person(book) as person:
        sheet, _ = person.table("tblAssessments")
        top, left, bottom, _right = person.box("tblAssessments")
        headers = person.headers("tblAssessments")
        for row in range(top + 1, bottom + 1):
            earlier = own_row(_EARLIER, "tblAssessments")
            sheet.cell(row, left + headers.index("Gap")).value = f"={earlier}"
            sheet.cell(row, left + headers.index("Points")).value = f"={own}"
    assert cli("score", book).code == 0
    wanted = own_row(assessments.TABLE.field_of["gap"].formula, "tblAssessments")
    assert {canonical_formula(text) for text in _formulas(book, "Gap")} == {canonical_formula(wanted)}
    assert _formulas(book, "Points") == {own}
