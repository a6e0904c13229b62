"""Forms and packs as people meet them: pages, what a phone shows, words instead of keys, counts instead of scores."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.campaign import run
from tests.support.office import Office
from tests.support.render import render
from tests.test_exchange_forms import DATA, TERMS, written
from xl_addin.exchange import employee_form, pack, survey_form
from xl_addin.exchange.form.form_keys import parse_key
from xl_addin.exchange.form.form_rows import bullet_text
from xl_addin.exchange.form.tab_parts import send_back
from xl_addin.model.dataset import Dataset

UNRATED = replace(DATA, ratings=())
LEAF, BRANCH, LEAD = "E013", "E010", "E003"
"""Somebody with one next level, somebody whose track branches, and their manager."""
PHONE = 390
ROW_NUMBERS = 36
"""Pixels that the office program's row numbers take at the left."""
JARGON = re.compile(r"\b(scores?|coverage|readiness|weight(ed)?|points|gap in|key)\b", re.IGNORECASE)
FILES = ("leaf", "branch", "lead", "respondent")


def file(name: str, data: Dataset = DATA) -> bytes:
    return written(
        {
            "leaf": lambda: employee_form.employee_form(data, data.person[LEAF], TERMS),
            "branch": lambda: employee_form.employee_form(data, data.person[BRANCH], replace(TERMS, manager=True)),
            "lead": lambda: pack.manager_pack(data, data.person[LEAD], TERMS),
            "respondent": lambda: survey_form.respondent_form(data, data.person[LEAF], "R1AB2C3D4", TERMS),
        }[name]()
    )


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return {name: file(name) for name in FILES}


def visible_cells(data: bytes) -> Iterator[tuple[Worksheet, Cell]]:
    """Every cell with something in it that a person sees, results instead of formulas."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets:
        hidden = {
            number
            for width in sheet.column_dimensions.values()
            if width.hidden
            for number in range(width.min, width.max + 1)
        }
        for row in sheet.iter_rows():
            if sheet.sheet_state == "visible" and not sheet.row_dimensions[row[0].row].hidden:
                yield from ((sheet, c) for c in row if c.value not in (None, "") and c.column not in hidden)


def own_texts(data: Dataset) -> set[str]:
    """What people wrote themselves: it may say anything."""
    texts = {bullet_text(cell.text) for matrix in data.matrices for cell in matrix.cells}
    texts |= {text for level in data.levels for text in (level.summary, level.promotion)}
    texts |= {rating.evidence for rating in data.ratings}
    return texts | {text for plan in data.plans for text in (plan.action, plan.proposed, plan.notes)}


def our_words(data: bytes) -> Iterator[tuple[str, str]]:
    """(place, text) of all that is visible and not somebody's own text; of a titled text its title."""
    texts = own_texts(DATA)
    for sheet, cell in visible_cells(data):
        title, _, rest = str(cell.value).partition("\n")
        if str(cell.value) not in texts:
            yield f"{sheet.title}!{cell.coordinate}", title if rest in texts else str(cell.value)


@pytest.mark.libreoffice
def test_a_form_takes_four_pages_and_an_overview_one(
    files: Mapping[str, bytes], office: Office, tmp_path: Path
) -> None:
    pages = {}
    for name in ("leaf", "lead"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(files[name])
        pages[name] = [picture.stem.partition("-")[2] for picture in render(path, tmp_path / name, office, dpi=20)]
    assert len(DATA.competencies_of("ENG")) == 8, "eight competencies, two levels"
    assert len(pages["leaf"]) <= 4
    assert pages["lead"].count("My_team") == 1
    tabs = [page for page in pages["lead"] if page != "My_team"]
    assert len(tabs) <= 2 * len(set(tabs)) + 1, "two pages a report; three where the track branches"


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["leaf", "branch"])
def test_a_phone_shows_the_rating_beside_what_it_is_about(
    name: str, files: Mapping[str, bytes], office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(files[name])
    with office.open(path) as document:
        columns = document.sheet("Rate yourself").Columns
        heads = document.block("Rate yourself", "A1:D20")
        (row,) = [row for row in heads if "1 to 5" in row]
        shown = range(row.index("1 to 5") + 1)
        edge = ROW_NUMBERS + sum(columns.getByIndex(number).Width for number in shown) * 96 / 2540
    assert 300 < edge <= PHONE
    assert openpyxl.load_workbook(path)["Rate yourself"].freeze_panes is None, "a phone would lose half its screen"


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_is_seen_or_printed_is_a_key(name: str, files: Mapping[str, bytes]) -> None:
    keys = {record.id for records in (DATA.people, DATA.levels, DATA.competencies, DATA.tracks) for record in records}
    words = {place: set(re.findall(r"\w+", text)) for place, text in our_words(files[name])}
    assert len(words) > 15
    assert {place: found & {*keys, "R1AB2C3D4"} for place, found in words.items() if found & {*keys, "R1AB2C3D4"}} == {}
    assert [place for place, text in our_words(files[name]) if parse_key(text)] == []
    for sheet in openpyxl.load_workbook(io.BytesIO(files[name])).worksheets:
        footer = f"{sheet.oddFooter.left.text}{sheet.oddFooter.center.text}{sheet.oddFooter.right.text}"
        assert "&[File]" not in footer, "a file's name begins with an ID"
        assert "&F" not in footer
        assert "Framework 1.0.0" in footer


@pytest.mark.parametrize("name", FILES)
def test_people_read_counts_and_plain_words(name: str, files: Mapping[str, bytes]) -> None:
    assert [where for where, text in our_words(files[name]) if "%" in text or JARGON.search(text)] == []
    assert [cell.coordinate for _, cell in visible_cells(files[name]) if "%" in cell.number_format] == []


@pytest.mark.parametrize("name", FILES)
def test_every_tab_begins_with_one_sentence_that_says_what_to_do(name: str, files: Mapping[str, bytes]) -> None:
    shown = openpyxl.load_workbook(io.BytesIO(files[name]), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(files[name]))
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = [[c for c in row if c.value] for row in formulas[sheet.title].iter_rows(min_row=6, max_row=7)]
        bar = next(row for row in rows if any(str(c.value).startswith("=IF") for c in row))
        sentences = [str(sheet[c.coordinate].value) for c in bar if "HYPERLINK" not in str(c.value)]
        assert any(text.endswith(".") and 10 < len(text) < 120 for text in sentences), sheet.title
        if name != "respondent":
            assert any(c.hyperlink or "HYPERLINK" in str(c.value) for c in bar), f"{sheet.title} leads nowhere"


def test_my_track_shows_the_levels_around_the_own_one_and_where_it_branches(files: Mapping[str, bytes]) -> None:
    texts = [text for place, text in our_words(files["branch"]) if place.startswith("My track!")]
    headers = [text for text in texts if ": " in text and not text.endswith(".")]
    assert "My track: Engineering" in headers
    assert [h for h in headers if h.startswith(("Before", "●", "Next", "Another"))] == [
        "Before: Software engineer II",
        "● You are here: Senior software engineer",
        "Next: Staff software engineer",
        "Another way: Engineering manager (Engineering management)",
    ]
    assert any("From Senior software engineer you can also turn to Engineering manager" in text for text in texts)
    assert any("round 2026-H2" in text and "framework 1.0.0 of 1 July 2026" in text for text in texts)
    assert "Send it back to whoever sent it to you by 15 December 2026. Nobody sees it before you send it." in texts


@pytest.mark.parametrize(("place", "words"), [("", "whoever sent it to you"), ("people@larkspur.example", "people@")])
def test_a_form_says_where_it_goes(place: str, words: str) -> None:
    data = replace(DATA, settings={**DATA.settings, "forms.return": place})
    assert words in send_back(data, TERMS)
    assert send_back(data, TERMS).endswith("by 15 December 2026")
    assert send_back(data, replace(TERMS, due="")).endswith("when you are done")


def test_lines_of_the_next_level_stand_apart_and_ask_for_nothing() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(file("leaf", UNRATED)))["Rate yourself"]
    texts = {str(c.value): c.row for row in sheet.iter_rows(max_col=4) for c in row if c.value}
    (heading,) = [text for text in texts if text.startswith("Next: ") and "→" not in text]
    tables = {table.name: table.ref for table in sheet.tables.values()}
    own, following = (int(re.findall(r"\d+", tables[name])[0]) for name in ("tblRatings", "tblRatings_1"))
    assert own < texts[heading] < following
    assert any("Optional: leave blank what you cannot say." in text for text in texts)
    asking = {str(area.sqref) for area in sheet.conditional_formatting}
    last = int(tables["tblRatings"].rpartition(":")[2].lstrip("ABCDEFGHIJ"))
    assert f"C{own + 1}:C{last}" in asking
    assert not [area for area in asking if int(re.findall(r"\d+", area)[0]) > following]


@pytest.mark.libreoffice
def test_a_form_follows_what_is_typed(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(file("leaf", UNRATED))
    tables = openpyxl.load_workbook(path)["Rate yourself"].tables
    first = int(re.findall(r"\d+", tables["tblRatings"].ref)[0]) + 1
    with office.open(path) as document:
        sentences = {"My track": "C6", "Rate yourself": "B7"}

        def said() -> set[object]:
            return {document.value(tab, cell) for tab, cell in sentences.items()}

        assert said() == {"Rate your level: 8 lines, each 1 to 5."}
        document.set_value("Rate yourself", f"C{first}", 4)
        document.set_value("Rate yourself", f"C{first + 1}", "N/A")
        assert said() == {"6 of 8 left to rate."}
        assert document.value("Rate yourself", f"I{first + 2}") == 3, "the third line is next"
        for row in range(first + 2, first + 8):
            document.set_value("Rate yourself", f"C{row}", 2)
        assert said() == {"✓ Rated. Now look at My plan."}
        assert document.value("My track", "D6") == "My plan →"
        assert "So far you meet 1 of 7." in [row[0] for row in document.block("Rate yourself", "B8:B12")]


@pytest.mark.shared
def test_forms_of_an_earlier_version_are_read_as_they_were(shared: Path, tmp_path: Path) -> None:
    """Their ratings stand in other columns, below other headers, and all lines were asked for."""
    for name in ("larkspur.xlsx", "larkspur.journal.sqlite"):
        copyfile(shared / "data" / "cases" / "returned" / name, tmp_path / name)
    back = tmp_path / "back"
    back.mkdir()
    for name in ("lo_sorted_visible.xlsx", "inspector_mgr.xlsx"):
        copyfile(shared / "data" / "cases" / "returned" / name, back / name)
    files = {one["file"]: one for one in run("collect", tmp_path / "larkspur.xlsx", source=back).data["files"]}
    person, lead = files["lo_sorted_visible.xlsx"], files["inspector_mgr.xlsx"]
    assert [person[word] for word in ("person", "fate", "new", "rated", "asked")] == ["E010", "new", 58, 24, 24]
    assert [lead[word] for word in ("kind", "fate", "new", "rated", "asked")] == ["manager", "partial", 10, 0, 88]
    assert (person["refused"], lead["refused"]) == ([], [])


@pytest.mark.libreoffice
def test_the_overview_follows_the_tabs(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "pack.xlsx"
    path.write_bytes(file("lead", UNRATED))
    book = openpyxl.load_workbook(path)
    person = book.worksheets[1]
    first = int(re.findall(r"\d+", person.tables["tblRatings1"].ref)[0]) + 1
    new_plan = int(re.findall(r"\d+", person.tables["tblNewPlan1"].ref)[0]) + 1
    top = int(re.findall(r"\d+", book["My team"].tables["tblTeam"].ref)[0]) + 1
    with office.open(path) as document:

        def overview() -> Sequence[object]:
            return document.block("My team", f"B{top}:I{top}")[0][2:]

        assert document.value("My team", "B7") == f"Rate {person.title} next: 8 lines left."
        assert overview() == ["○ not yet", "0 of 8", "–", "–", None, "▸ Rate 8 lines"]
        for row in range(first, first + 8):
            document.set_value(person.title, f"E{row}", 1 if row == first else 3)
        assert overview()[1:] == ["8 of 8", "7 of 8", "▼ Ownership, 2 below", None, "▸ Agree a plan"]
        following = book.worksheets[2].title
        assert document.value("My team", "B7") == f"Rate {following} next: 8 lines left.", "rating comes before plans"
        document.set_value(person.title, f"C{new_plan}", "Pair on the next release")
        document.set_value(person.title, f"D{new_plan}", 73_000)
        assert overview()[4:] == [73_000, "✓ Done"]
        document.set_value(person.title, f"D{new_plan}", 40_000)
        assert overview()[5] == "! Plan is late"
        assert "▼ 1 of 1" in [row[0] for row in document.block("My team", "C10:C60")]
