"""Casting from a mould against painting the same values: both must say the same, whatever the values are."""

import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lint.workbook_lint import lint
from xl_addin.books.paint import paint
from xl_addin.cells.cell import FormulaCell, result_of
from xl_addin.layout.describe import Cell, Column, Formula, Line, Sheet, Slot, Table, WorkbookDesign
from xl_addin.model.facts import Fact, Text
from xl_addin.package.fill.form_template import FormTemplate
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.package.xml.cell_text import cell_text

RISKY = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "_x0041_",
    "#N/A",
    "TRUE",
    "1",
    " two  spaces ",
    "<&>'\"",
)


def workbook(one: Any, two: Any, shown: Any) -> tuple[WorkbookDesign, dict[str, Any]]:
    """A tab with a cell, a table cell, a computed column and a property that carry the given contents."""
    text = Fact("Words", "Words.", Text())
    table = Table(
        "tblOne",
        (
            Column("words", text, 20, "input_long"),
            Column("long", Fact("Long", "x", Text()), 9, "count", "LEN([@Words])"),
        ),
        ("words",),
        spare=0,
    )
    sheet = Sheet("Form", "Form", "Purpose", "inputs", (Line((Cell(one), Cell(Formula("1+1", shown)))), table), (20, 9))
    return WorkbookDesign((sheet,), {"Whose": one if isinstance(one, Slot) else str(one)}), {
        "tblOne": [{"words": two, "long": shown}]
    }


SLOTS = workbook(Slot("one"), Slot("two"), Slot("shown"))
MOULD = FormTemplate(paint(*SLOTS))

values = st.one_of(st.text(), st.sampled_from(RISKY), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.none())


@given(values, values, values)
def test_what_is_cast_is_what_would_be_painted(one: Any, two: Any, shown: Any) -> None:
    cast = read_workbook_bytes(MOULD.fill({"one": one, "two": two, "shown": shown}))
    cells = cast.sheets["Form"].cells
    formulas = {at: cell.text for at, cell in cells.items() if isinstance(cell, FormulaCell)}
    painted = read_workbook_bytes(paint(*workbook("x", "y", 0)))
    assert formulas == {at: c.text for at, c in painted.sheets["Form"].cells.items() if isinstance(c, FormulaCell)}
    assert result_of(cells[6, 3]) in kept(shown)
    for at, value in (((6, 2), one), ((8, 2), two)):
        assert cells.get(at) in kept(value)
    assert cast.properties["Whose"] == ("" if one is None else cell_text(str(one)))


def kept(value: Any) -> tuple[Any, ...]:
    """What reading gives back: a cell does not tell an empty text from none."""
    if value is None or value == "":
        return None, ""
    return (cell_text(value) or None, cell_text(value)) if isinstance(value, str) else (value,)


def test_a_text_of_an_illegal_character_alone_is_an_empty_cell() -> None:
    cast = read_workbook_bytes(MOULD.fill({"one": "\x00", "two": "\ufffe", "shown": ""}))
    assert not {(6, 2), (8, 2)} & set(cast.sheets["Form"].cells)


@pytest.mark.parametrize("text", RISKY)
def test_other_readers_see_text_as_text(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(MOULD.fill({"one": text, "two": text, "shown": 1})))
    assert book["Form"]["B8"].data_type == "s"
    assert book["Form"]["B6"].data_type == "s"


def test_the_same_values_give_the_same_bytes_and_a_sound_workbook() -> None:
    filled: dict[str, Any] = {"one": "Zoë", "two": 4, "shown": 2.5}
    data = MOULD.fill(filled)
    assert data == FormTemplate(paint(*SLOTS)).fill(filled)
    assert not lint(data)
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None


def test_no_slot_is_left_behind_and_none_may_be_forgotten() -> None:
    assert {"one", "two", "shown"} == MOULD.names
    data = MOULD.fill(dict.fromkeys(MOULD.names, ""))
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert not any("\ue000" in package.read(name).decode("utf-8", "replace") for name in package.namelist())
    with pytest.raises(KeyError):
        MOULD.fill({"one": "only"})
