"""The test support itself: what LibreOffice tells us must be so, or every test that leans on it is void."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import CHECKOUT, NO_SHARED
from tests.support.dump import dump
from tests.support.office import Document, Err, Office, OfficeError, assert_recalculates, group_members, write_liar
from tests.support.render import render

RED = "#FF0000"
WRONG = 99  # what the file says each formula gave; nothing may ever read it


def write_book(path: Path) -> Path:
    """Structured references in formulas, in names, and through the names in a validation and a conditional format."""
    book = xlsxwriter.Workbook(str(path))
    use, lists = book.add_worksheet("Use me"), book.add_worksheet("Lists")
    shout = {"header": "Shout", "formula": '=tblA[[#This Row],[X]]&"!"'}
    rows = [["one"], ["two"], ["three"]]
    lists.add_table("B2:D5", {"name": "tblA", "columns": [{"header": "X"}, shout, {"header": "N v"}], "data": rows})
    lists.write_column("D3", [1, 2, 3.5])
    book.define_name("lstA", "=tblA[X]")
    for row, text in enumerate(["one", "four", "three"], 1):
        use.write_string(row, 1, text)
    use.data_validation("B2:B4", {"validate": "list", "source": "=lstA", "input_title": "Choose"})
    red = book.add_format({"bg_color": RED})
    use.conditional_format("B2:B4", {"type": "formula", "criteria": "=COUNTIF(lstA,B2)>0", "format": red})
    formulas = ["=SUM(tblA[N v])", '=COUNTIF(lstA,"one")', "=INDEX(lstA,3)", "=1/0", "=NA()", '=""']
    for row, formula in enumerate(formulas, 9):
        use.write_formula(row, 1, formula, None, WRONG)
    use.write_string("D1", "=1+1")
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Lists!$D$3:$D$5"})
    chart.set_title({"name": "How many?"})
    use.insert_chart("F2", chart, {"description": "Three bars"})
    book.close()
    return path


@pytest.fixture
def book(office: Office, tmp_path: Path) -> Iterator[Document]:
    with office.open(write_book(tmp_path / "book.xlsx")) as opened:
        yield opened


@pytest.mark.libreoffice
class TestOffice:
    def test_reads_what_it_computes(self, book: Document) -> None:
        computed = [row[0] for row in book.block("Use me", "B10:B15")]
        assert computed == [6.5, 1.0, "three", Err("#DIV/0!"), Err("#N/A"), None]
        assert book.value("Use me", "B12") == "three"
        assert book.value("Use me", "Z99") is None

    def test_computes_a_tables_own_column(self, book: Document) -> None:
        assert book.block("Lists", "B2:D3") == [["X", "Shout", "N v"], ["one", "one!", 1.0]]

    def test_knows_sheets_tables_names_and_charts(self, book: Document) -> None:
        assert book.sheet_names() == ["Use me", "Lists"]
        assert book.tables() == {"tblA": ("Lists", "B2:D5")}
        assert book.names() == {"lstA": "tblA[X]"}
        assert len(book.charts("Use me")) == 1
        assert book.conditional_formats("Use me") == 1

    def test_tells_a_formula_from_a_text_that_looks_like_one(self, book: Document) -> None:
        assert book.formulas("Use me", "B10:D10") == [["=SUM(tblA[N v])", "", ""]]
        assert book.formulas("Use me", "D1") == [[""]]
        assert book.value("Use me", "D1") == "=1+1"

    def test_a_list_validation_through_a_name_of_a_column_works(self, book: Document) -> None:
        found = book.validations("Use me", "A1:C6")
        assert list(found) == ["B2", "B3", "B4"]
        assert found["B2"] == ("LIST", "lstA", "Choose", True)
        assert book.invalid_cells("Use me") == ["B3"]

    def test_a_conditional_format_through_a_name_of_a_column_works(self, book: Document) -> None:
        assert book.fills("Use me", "A1:D6") == {"B2": RED, "B4": RED}

    def test_all_of_it_follows_a_changed_table(self, book: Document) -> None:
        book.set_value("Lists", "B3", "four")
        assert book.value("Lists", "C3") == "four!"
        assert book.value("Use me", "B11") == 0
        assert book.invalid_cells("Use me") == ["B2"]
        assert book.fills("Use me", "B2:B4") == {"B3": RED, "B4": RED}

    def test_all_of_it_survives_a_save(self, office: Office, book: Document, tmp_path: Path) -> None:
        with office.open(book.store(tmp_path / "again.xlsx")) as again:
            assert again.tables() == book.tables()
            assert again.names() == book.names()
            assert again.invalid_cells("Use me") == ["B3"]
            assert again.fills("Use me", "B2:B4") == {"B2": RED, "B4": RED}

    def test_sets_values_as_they_are(self, book: Document) -> None:
        book.sheet("Use me").protect("")
        for cell, value in {"B2": "=2+2", "B3": None, "B4": 4, "C2": "007"}.items():
            book.set_value("Use me", cell, value)
        assert book.block("Use me", "B2:C4") == [["=2+2", "007"], [None, None], [4.0, None]]
        assert book.formulas("Use me", "B2") == [[""]]

    def test_fills_count_hidden_rows_and_columns(self, book: Document) -> None:
        sheet = book.sheet("Use me")
        sheet.Columns.getByIndex(0).IsVisible = False
        sheet.Rows.getByIndex(2).IsVisible = False
        assert book.fills("Use me", "A1:D6") == {"B2": RED, "B4": RED}

    def test_refuses_what_is_no_workbook(self, office: Office, tmp_path: Path) -> None:
        (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
        for name in ("broken.xlsx", "missing.xlsx"):
            with pytest.raises(OfficeError, match=name):
                office.open(tmp_path / name)

    def test_recalculates(self, office: Office, tmp_path: Path) -> None:
        assert_recalculates(office, tmp_path)
        assert dump(tmp_path / "canary.xlsx").count("=1+1 -> 99") == 1  # the canary does lie

    def test_leaves_nothing_behind(self, office: Office) -> None:
        with Office() as second:
            assert second.process is not None
            assert second.profile is not None
            leader, profile = second.process.pid, second.profile
            assert group_members(leader)
        assert not profile.exists()
        assert not group_members(leader)
        assert not Path(f"/proc/{leader}").exists()


@pytest.mark.libreoffice
def test_render_prints_each_visible_sheet_alone(office: Office, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "wide.xlsx"))
    for name in ("Start & go", "Wide", "Hidden", "Area"):
        book.add_worksheet(name).write_row("A1", [f"{name} {number}" for number in range(30)])
    book.get_worksheet_by_name("Wide").fit_to_pages(1, 0)
    book.get_worksheet_by_name("Start & go").print_area("A1:B2")
    book.get_worksheet_by_name("Area").print_area("A1:B2")
    book.get_worksheet_by_name("Hidden").hide()
    book.close()
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "07-Gone.png").write_bytes(b"")
    pictures = render(tmp_path / "wide.xlsx", tmp_path / "to", office)
    assert [picture.name for picture in pictures] == ["01-Start_go.png", "02-Wide.png", "03-Area.png"]
    assert sorted((tmp_path / "to").iterdir()) == pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_dump_tells_what_a_reviewer_looks_for(tmp_path: Path) -> None:
    told = dump(write_book(tmp_path / "book.xlsx")).splitlines()
    for line in (
        "  name lstA = tblA[X]",
        "  table tblA B2:D5 TableStyleMedium9",
        '    "Shout" = tblA[[#This Row],[X]]&"!"',
        "  B10 =SUM(tblA[N v]) -> 99",
        '  D1 "=1+1"',
        '  validation B2:B4: list lstA; prompt "Choose" ""; stop "" ""',
        f"  format 1 B2:B4: expression COUNTIF(lstA,B2)>0; fill {RED}",
        "    series no name: val Lists!$D$3:$D$5",
    ):
        assert line in told
    assert any(
        line.startswith('  chart "Chart 1" F2:') and line.endswith('"How many?" alt "Three bars"') for line in told
    )


def test_dump_folds_rows_that_repeat(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "rows.xlsx"))
    sheet, blue = book.add_worksheet("Rows"), book.add_format({"bg_color": "#0000FF", "locked": False})
    for row in range(1, 9):
        sheet.write_blank(row, 0, None, blue)
        sheet.write_blank(row, 1, None, blue)
        sheet.write_formula(row, 2, f"=A{row + 1}+$A$1", None, 7 if row == 8 else 0)
    book.close()
    told = dump(tmp_path / "rows.xlsx").split('sheet "Rows"\n')[1].splitlines()
    empty = "empty [fill #0000FF, unlocked]"
    assert told == [
        f"  A2:B2 {empty}",
        "  C2 =A2+$A$1 -> 0",
        "  rows 3-8: like row 2",
        f"  A9:B9 {empty}",
        "  C9 =A9+$A$1 -> 7",
    ]


def test_dump_says_the_same_twice(tmp_path: Path) -> None:
    assert dump(write_liar(tmp_path / "a.xlsx")) == dump(tmp_path / "a.xlsx")


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "two workers"])
@pytest.mark.parametrize(
    ("body", "ci", "fails"),
    [
        ("import pytest\ndef test_it(): pytest.skip('no reason')", "true", True),
        ("import pytest\npytest.skip('no reason', allow_module_level=True)", "true", True),
        ("import pytest\ndef test_it(): pytest.skip('no reason')\ndef test_other(): pass", "", False),
        (f"import pytest\ndef test_it(): pytest.skip({NO_SHARED!r})", "true", False),
        ("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False", "true", False),
    ],
)
def test_a_judged_build_accepts_no_skip(tmp_path: Path, workers: list[str], body: str, ci: str, fails: bool) -> None:
    (tmp_path / "test_it.py").write_text(body, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", *workers, str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"CI": ci, "PYTHONPATH": str(CHECKOUT)}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == int(fails), ran.stdout + ran.stderr
    assert ("test_it.py" in ran.stdout and ": no reason" in ran.stdout) == fails
