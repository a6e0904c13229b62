"""Cells that hold what nobody asked for: formulas and commands make the same of each, in every column people fill."""

import datetime as dt
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office
from tests.support.stored import untrue
from tests.support.typing_person import Person
from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.layout.describe import Column, Table
from xl_addin.model.facts import Ident, OneOf, Ref, Text
from xl_addin.sheets import describe
from xl_addin.sheets.reading import read_dataset

pytestmark = pytest.mark.libreoffice

JUNK: tuple[object, ...] = (
    99, 0, -1, 3.5, 2.0, 1e9, "4", " 4", "4 ", "4.0", "4,0", "４", "four", "n/a", "NA", "N/A", " N/A",
    "YES", " Yes", "Yes\n", "Yes\N{NO-BREAK SPACE}", "nein", "", " ", "\N{NO-BREAK SPACE}", "2027-01-11",
    dt.date(2027, 1, 5), "E001", "e002", " E003", "ENG", "eng", "ENG ", "se1", "SE1 ", "own", "OWN ", "x" * 70, "a;b",
)  # fmt: skip
"""Numbers out of range, numbers and days as text, words of another spelling, IDs of another case or with a blank.
TRUE is not among them: LibreOffice takes it for 1, Excel does not."""
ANCHORS = {
    ("tblTracks", "id"), ("tblLevels", "id"), ("tblCompetencies", "id"), ("tblLevels", "track"), ("tblLevels", "title"),
    ("tblKpis", "id"), ("tblPeriods", "id"),
}  # fmt: skip
"""Without the IDs of the framework there is no matrix left whose figures could be compared."""


def _padded(limit: OneOf) -> list[str]:
    """The words with a blank too many or a line end, and words that are none of them."""
    ways = ("{} ", " {}", "{}\n", "x{}")
    return [way.format(word) for word in limit.words for way in ways]


def _is_text(junk: object) -> bool:
    return isinstance(junk, str)


def _junk_for(column: Column) -> list[object]:
    """What is asked of the column: a text is shown as it stands, and SUMIFS takes 4 and 4.0 for one ID, as P01 says."""
    limit = column.fact.limit
    if isinstance(limit, OneOf) and column.field != "active":
        return [*(word.replace(" ", "  ") for word in limit.words), *_padded(limit), *filter(_is_text, JUNK)]
    if isinstance(limit, Text):
        return [junk for junk in JUNK if isinstance(junk, str) and junk == junk.strip()]
    if column.field == "cycle":  # a line each in the trend would be more than the tab has room for
        return ["2026-h2", "2026-h1"]
    if isinstance(column.fact.limit, Ref) and column.field != "employee":
        texts = [junk for junk in JUNK if isinstance(junk, str) and not junk.strip()[:1].isdigit()]
        return [*WILD, *(text for text in texts if text.strip() or not text)]
    if isinstance(column.fact.limit, Ident):  # what cannot be an ID leaves a row that nobody can tell from another
        return [junk for junk in JUNK if junk not in (dt.date(2027, 1, 5), "x" * 70, "\N{NO-BREAK SPACE}")]
    return [junk for junk in JUNK if junk != "\N{NO-BREAK SPACE}"]


WILD: tuple[str, ...] = ("*", "?*", "O*", "OW?", "E00?", "E*", "~OWN", "S*", "<Z", ">A", "<>OWN", "SE?", "EN*")
"""Texts of which MATCH and criteria make others."""
RUNS = 6


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("junk") / "out"
    assert cli("demo", folder).code == 0
    return folder


def _columns(book: Path) -> Iterator[tuple[Table, list[Column]]]:
    """What people fill in, table by table; the open cycle and the texts of rules stay, or nothing is worked out."""
    for sheet in describe(read_dataset(ClosedBook(book).read_snapshot()).data).sheets:
        for table in sheet.tables:
            columns = [c for c in table.columns if c.is_input and c.role.startswith(("input", "date"))]
            columns = [c for c in columns if (table.name, c.field) not in ANCHORS]
            if columns and table.name != "tblSettings":
                yield table, columns


@pytest.mark.parametrize("run", range(RUNS))
def test_formulas_and_commands_make_the_same_of_every_cell(
    run: int, company: Path, office: Office, tmp_path: Path
) -> None:
    book = tmp_path / "larkspur.xlsx"
    for name in ("larkspur.xlsx", "larkspur.journal.sqlite"):
        shutil.copy(company / name, tmp_path / name)
    chance = random.Random(run)
    with Person(book) as person:
        for table, columns in _columns(book):
            sheet, _ = person.table(table.name)
            top, left, bottom, _right = person.box(table.name)
            headers = person.headers(table.name)
            for column in columns[run::RUNS]:
                rows = list(range(top + 1, bottom + 1))
                chance.shuffle(rows)
                junk_cells = _junk_for(column)
                chance.shuffle(junk_cells)
                for row, junk in zip(rows, junk_cells, strict=False):
                    sheet.cell(row, left + headers.index(column.header)).value = junk
    for name in ("score", "validate", "build", "score"):
        told = cli(name, book)
        assert told.code in (0, 1), told.err
        assert untrue(book, office) == [], name


def test_days_are_days_in_a_workbook_that_counts_them_from_1904(company: Path, office: Office, tmp_path: Path) -> None:
    book = tmp_path / "larkspur.xlsx"
    parts = {}
    with zipfile.ZipFile(company / "larkspur.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr ", b'<workbookPr date1904="1" ', 1)
    assert b"date1904" in parts["xl/workbook.xml"]
    with zipfile.ZipFile(book, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    first, last = dt.date(1904, 1, 1), dt.date(1990, 1, 1)
    with Person(book) as person:
        person.type("tblRoadmap", "Start", {"Key": "IMP1"}, (last - first).days)
        person.type("tblRoadmap", "Finish", {"Key": "IMP1"}, (last - first).days - 1)
    assert cli("roadmap", book).code in (0, 1)
    flags = [line for line in untrue(book, office) if line.startswith("Roadmap!K")]
    assert flags == []
