"""How every tab looks: the design rules over workbooks, forms and packs, and the one colour that asks."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from openpyxl.styles import Alignment

from tests.support.golden import template
from tests.support.looks import FAULTS, FORMATS, Tab, contrast, pages_of, share_of, tabs
from tests.support.office import Office
from tests.support.pictures import books
from xl_addin.books import theme
from xl_addin.books.paint import paint
from xl_addin.layout.describe import Column, Sheet, Table, WorkbookDesign
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.facts import Anything, Fact

BOOKS = ("empty", "master", "form", "pack")

LONG = "shown by More tabs only; as wide as its figures"
_MATRICES = ("Engineering", "Engineering management", "Customer success", "Customer success managem")
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "at most 1160 pixels wide": {
        "Framework": "the first eight of twelve steps are on the screen",
        "People": "name, track, level, manager and team are on the screen",
        **dict.fromkeys((f"Matrix {name}" for name in _MATRICES), "the first two of four levels are on the screen"),
        **dict.fromkeys(("KPIs", "Periods", "Assessments", "Survey"), LONG),
        "Roadmap": "a year of weeks stands right of the actions; the first three months are on the screen",
        "Team": "one tab for all tracks; it becomes one a track",
    },
    "no merged cells": {
        "Answer": "what somebody wrote runs over several lines and columns",
        "My track": "where to send the form runs over several lines and columns",
    },
    "a table begins on the first screen": {"Start": "its own list are the steps; the company's table stands below"},
    "footer": dict.fromkeys(
        ("My track", "Rate yourself", "My plan", "My team", "Rohan Mehta", "Zuzana Horáková", "Mateo García",
         "Fatima Zahra Benali", "Callum Reid"),
        "the name of a form begins with an ID: the form, the company, the round and the framework are said instead",
    ),
    "lines fit": {"Responses": "two sentences on how to paste; they run on over 20 narrow columns"},
}  # fmt: skip
"""Rule -> tab -> why it may break it for now. The list gets shorter: an entry without need fails."""


@cache
def painted() -> Mapping[str, tuple[Tab, ...]]:
    """Workbook -> its visible tabs."""
    files = {"empty": template(), **books()}
    return {name: tuple(tabs(files[name])) for name in BOOKS}


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("rule", FAULTS)
def test_every_tab_keeps_the_rule(rule: str, book: str) -> None:
    faults = {tab.name: broken for tab in painted()[book] if (broken := FAULTS[rule](tab))}
    unknown = {name: broken[:5] for name, broken in faults.items() if name not in ALLOWED.get(rule, {})}
    assert unknown == {}


@pytest.mark.parametrize("rule", ALLOWED)
def test_what_is_allowed_is_needed(rule: str) -> None:
    breaking = {tab.name for shown in painted().values() for tab in shown if FAULTS[rule](tab)}
    assert {name for name in ALLOWED[rule] if name not in breaking} == set()


def test_the_rules_see_what_breaks_them() -> None:
    """A tab as it must not be; each rule names it."""
    column = Column("a", Fact("Communication ID", "", Anything()), 6, "input")
    wide = Column("b", Fact("B", "", Anything()), 200, "computed", kind="result")
    sheet = Sheet("Odd", "A title", "What it is for.", "results", (Table("tblOdd", (column, wide), ("a",)),))
    (first, tab) = tabs(paint(WorkbookDesign((replace(sheet, name="Start", blocks=()), sheet), {}), {}))
    assert (FAULTS["a way back"](first), FAULTS["at most 1160 pixels wide"](first)) == ([], [])
    assert FAULTS["at most 1160 pixels wide"](tab)
    assert FAULTS["no head asks for a key"](tab) == ["B6 Communication ID"]
    assert FAULTS["words of heads fit"](tab) == ["B6 Communication"]
    cell = tab.sheet["B7"]
    cell.fill = copy(tab.sheet["B6"].fill)
    cell.value = tab.values["B7"].value = "a line that runs on and on"
    tab = replace(tab)
    assert FAULTS["inputs are white"](tab) == ["B7"]
    assert FAULTS["paragraphs fit"](tab) == ["B7"]
    cell.alignment = Alignment(textRotation=90, vertical="top")
    cell.number_format = "0.##"
    for rule in ("no upright heads", "rows are centred", "one number format per kind"):
        assert FAULTS[rule](tab), rule


# --- colours and formats, as the theme has them


@pytest.mark.parametrize("role", theme.ROLES)
def test_a_role_can_be_read_on_its_ground(role: str) -> None:
    look = {**theme.FONT, **theme.ROLES[role]}
    assert contrast(look["font_color"], look.get("bg_color", theme.GROUND)) >= 4.5
    assert look.get("num_format", "General") in FORMATS


WITHOUT_WORDS = {
    "bar",
    "bar_settled",
    "bar_late",
    "bar_this_week",
    "bar_settled_this_week",
    "bar_late_this_week",
    "this_week",
}
"""Tints of cells in which nothing stands."""


@pytest.mark.parametrize("tint", sorted(set(theme.TINT_FORMATS) - WITHOUT_WORDS))
def test_a_tint_can_be_read(tint: str) -> None:
    """On its own ground, or, without one, on every ground that a cell of a table has."""
    look = {"font_color": theme.INK, **theme.TINT_FORMATS[tint]}
    grounds = [look["bg_color"]] if "bg_color" in look else [theme.GROUND, theme.ACC3, theme.CARD]
    assert min(contrast(look["font_color"], ground) for ground in grounds) >= 4.5


def test_inks_and_words_of_charts_can_be_read() -> None:
    pairs = [
        (theme.INK, theme.CHART_BELOW), (theme.INK, theme.CHART_EXPECTED), (theme.GROUND, theme.CHART_ABOVE),
        (theme.GROUP_WORD, theme.GROUND), (theme.INK, theme.LADDER_FIRST), (theme.INK, theme.LADDER),
        (theme.NEXT_WORD, theme.GROUND), (theme.INK, theme.NEXT), (theme.WEEK_WORD, theme.WEEK_HEAD),
        (theme.QUIET, theme.ACC3), (theme.ACC, theme.ACC2),
    ]  # fmt: skip
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_only_conditional_formats_ask() -> None:
    """Nothing that is painted for good has the colour of the next entry, but for the line that explains it."""
    users = [role for role, look in theme.ROLES.items() if theme.NEXT in look.values()]
    assert users == ["next_example"]
    assert [tint for tint, look in theme.TINT_FORMATS.items() if theme.NEXT in look.values()] == ["next"]


# --- the next entry, typed in LibreOffice


def entry(field: str, *, required: bool = False) -> Column:
    return Column(field, Fact(field.title(), "", Anything(), required=required), 14)


LABEL = Column("row", Fact("Row", "", Anything()), 14, "label", kind="label")


def asking(office: Office, path: Path, table: Table, rows: list[dict[str, str]], *typed: tuple[str, str]) -> set[str]:
    """The cells that ask, once something is typed."""
    sheet = Sheet("Tab", "A tab", "What it is for.", "inputs", (table,))
    # a second tab: LibreOffice's HTML names the tables of a workbook only where there are several
    path.write_bytes(paint(WorkbookDesign((sheet, replace(sheet, name="Other", blocks=())), {}), {table.name: rows}))
    with office.open(path) as book:
        for cell, value in typed:
            book.set_value("Tab", cell, value)
        return {cell for cell, colour in book.fills("Tab", "A6:H20").items() if colour == theme.NEXT}


COMPLETE = Table("tblAll", (LABEL, entry("answer")), ("row",), spare=0)
SEVERAL = Table("tblAll", (LABEL, entry("junior"), entry("senior")), ("row",), spare=0)
GROWING = Table(
    "tblMore", (entry("name", required=True), entry("track", required=True), entry("note")), ("name",), spare=5
)
FILLED = tuple((f"{column}{row}", "x") for row in range(7, 12) for column in "BC")
GIVEN = [{"row": word} for word in ("one", "two", "three")]


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("typed", "cells"),
    [
        ((), {"C7"}),
        ((("C7", "x"),), {"C8"}),
        ((("C8", "x"),), {"C7"}),  # skipped: the first one left asks, and no other
        ((("C7", "x"), ("C8", "x"), ("C9", "x")), set()),
    ],
)
def test_rows_that_are_given_ask_one_after_the_other(
    typed: tuple[tuple[str, str], ...], cells: set[str], office: Office, tmp_path: Path
) -> None:
    assert asking(office, tmp_path / "book.xlsx", COMPLETE, GIVEN, *typed) == cells


@pytest.mark.libreoffice
def test_of_several_entries_a_row_asks_for_what_it_lacks(office: Office, tmp_path: Path) -> None:
    assert asking(office, tmp_path / "book.xlsx", SEVERAL, GIVEN) == {"C7", "D7"}
    assert asking(office, tmp_path / "book.xlsx", SEVERAL, GIVEN, ("C7", "x"), ("C8", "x")) == {"D7"}
    assert asking(office, tmp_path / "book.xlsx", SEVERAL, GIVEN, ("C7", "x"), ("D7", "x")) == {"C8", "D8"}


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("next_entry", "typed", "cells"),
    [
        (NextEntry(), (), set()),
        (NextEntry(fewest=1), (), {"B7", "C7"}),
        (NextEntry(fewest=1), (("B7", "Ana"),), {"C7"}),
        (NextEntry(fewest=1), (("B7", "Ana"), ("C7", "Web")), set()),
        (NextEntry(fewest=None), (("B7", "Ana"), ("C7", "Web")), {"B8", "C8"}),
        # several names pasted: the first that lacks something asks
        (NextEntry(fewest=None), (("B7", "Ana"), ("B8", "Bo"), ("B9", "Cy")), {"C7"}),
        (NextEntry(fewest=None), (("B7", "Ana"), ("C7", "Web"), ("B8", "Bo"), ("B9", "Cy")), {"C8"}),
        # below the table, where a row makes it grow
        (NextEntry(fewest=None), (*FILLED, ("D13", "x")), {"B12", "C12"}),
        # its own words say which row: not the first, which is settled
        (NextEntry(("track",), where='{note}="next"'), (("D7", "off"), ("D8", "next")), {"C8"}),
    ],
)  # fmt: skip
def test_a_table_that_grows_asks_for_what_its_rows_lack(
    next_entry: NextEntry, typed: tuple[tuple[str, str], ...], cells: set[str], office: Office, tmp_path: Path
) -> None:
    table = replace(GROWING, next_entry=next_entry)
    assert asking(office, tmp_path / "book.xlsx", table, [], *typed) == cells


# --- as it is printed

MOST_ASKING = 0.06
"""The share of a page that may ask for something."""


@pytest.mark.libreoffice
def test_little_of_a_page_asks(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template())
    with office.open(path) as book:
        pdf = book.export_pdf(tmp_path / "empty.pdf")
    pixels = subprocess.run(["pdftoppm", "-r", "30", str(pdf)], check=True, capture_output=True).stdout
    shares = [share_of(theme.NEXT, page) for _, _, page in pages_of(pixels)]
    assert max(shares) <= MOST_ASKING
    assert max(shares) > 0, "some page asks for something"
