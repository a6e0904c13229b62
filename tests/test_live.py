"""Commands on the workbook that stands open do what they do to the closed file, and leave everything else alone.

Excel's part is played by LibreOffice, through xlwings' own public classes: see `tests/support/xlw_engine.py`.
"""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from tests.support.campaign import CYCLE, campaign
from tests.support.clock import TODAY
from tests.support.typing_person import Person
from tests.test_cli import demo_book
from xl_addin.books import live_book
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.live_book import ExcelStorage
from xl_addin.books.live_cells import as_typed, cell_blocks
from xl_addin.books.live_read import _as_in_files, read_snapshot
from xl_addin.books.paint import paint
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.layout.edits import Append, Edit, SetCells
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.errors import Stop
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import read_dataset as understood

ON_A_WORKBOOK = sorted(name for name, own in all_commands().items() if own.needs_workbook)
GROWN: dict[str, Any] = {
    "add_level": "SE2a: Software engineer II+",
    "after": "SE2",
    "add_competency": "SEC: Security",
    "draft": "ENG",
    "apply": True,
}
WORDS: dict[str, dict[str, Any]] = {"expand": GROWN, "show": {"tabs": ("Scores", "Moves")}}
"""What a command is told, where it does little untold."""
BEFORE = {"collect": "export"}
"""What has to be done before it has anything to do."""


def run(storage: Any, name: str, path: Path, **words: object) -> Outcome:
    own = all_commands()[name]
    fields = own.options.model_fields.items()
    folders = {field.alias or option: path.parent / "forms" for option, field in fields if field.annotation is Path}
    told = own.options.model_validate({**folders, **WORDS.get(name, {}), **words})
    return perform(own, told, storage=storage, today=TODAY, path=path)


def opened(excel: xlwings.App, path: Path) -> xlwings.Book:
    return excel.books.open(path)


def desk_of(book: xlwings.Book) -> ExcelStorage:
    return ExcelStorage(book, Path(book.fullname).parent / "scratch")


def on_both(
    excel: xlwings.App, name: str, tmp_path: Path, source: Path, *, worked_out: bool = False
) -> tuple[xlwings.Book, Snapshot]:
    """The command on the open workbook and on the closed file; they must say and leave the same.

    What the closed file shows stands in it; with `worked_out`, LibreOffice works it out, as for the open one.
    """
    here, there = tmp_path / "live" / "a.xlsx", tmp_path / "closed" / "a.xlsx"
    for path in (here, there):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source.read_bytes())
    book = opened(excel, here)
    if name in BEFORE:
        run(desk_of(book), BEFORE[name], here)
        run(FolderStorage(), BEFORE[name], there)
    one, two = run(desk_of(book), name, here), run(FolderStorage(), name, there)
    assert (one.sentence, one.clean) == (two.sentence, two.clean)
    assert _said(one, here) == _said(two, there)
    left = read_snapshot(book)
    stored = _read(there)
    if worked_out:
        there.rename(there.with_name("twin.xlsx"))
        stored = read_snapshot(opened(excel, there.with_name("twin.xlsx")))
    same_tables(left, stored)
    assert _noted(left) == _noted(stored)
    return book, left


def _said(outcome: Outcome, path: Path) -> str:
    return json.dumps(dict(outcome.data), default=str, sort_keys=True).replace(str(path.parent), "FOLDER")


def _read(path: Path) -> Snapshot:
    with FolderStorage().open(path) as book:
        return book.read_snapshot()


def _noted(snapshot: Snapshot) -> dict[str, Any]:
    return {tab: dict(notes) for tab, notes in snapshot.notes.items() if notes}


def same_tables(live: Snapshot, closed: Snapshot) -> None:
    assert live.sheets == closed.sheets
    assert sorted(live.tables) == sorted(closed.tables)
    for name, table in live.tables.items():
        other = closed.tables[name]
        place = (table.sheet, table.top, table.left, table.headers, len(table.rows))
        assert place == (other.sheet, other.top, other.left, other.headers, len(other.rows)), name
        for number, (row, twin) in enumerate(zip(table.rows, other.rows, strict=True)):
            for header, cell, same in zip(table.headers, row, twin, strict=True):
                assert _as_shown(cell) == _as_shown(same), f"{header} in row {number} of {name}"


def _as_shown(cell: CellValue) -> Any:
    """Formula and value; empty is empty, and a formula's result is compared to nine places."""
    formula, value = (cell.text, cell.value) if isinstance(cell, FormulaCell) else ("", cell)
    if isinstance(value, float):
        value = round(value, 9)
    return formula, None if value == "" else value


@functools.cache
def _inputs() -> bytes:
    data = replace(sample(), matrices=(), weights=())
    return paint(describe(data), rows(data))


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The sample company's workbook, with what a person keeps in it of their own."""
    book = demo_book(tmp_path / "source.xlsx")
    with Person(book) as person:
        person.widen("tblPeople", 2, "Nickname", ["Ace", None, "Dee"])
        person.widen("tblAssessments", 15, "Twice", formula="tblAssessments[[#This Row],[Manager rating]]*2")
        mine = person.book.create_sheet("My notes", 3)
        mine["B2"], mine["B3"] = "=1+1", "keep this"
    return book


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ON_A_WORKBOOK)
def test_open_and_closed_come_out_alike(name: str, excel: xlwings.App, tmp_path: Path) -> None:
    on_both(excel, name, tmp_path, demo_book(tmp_path / "source.xlsx"))


@pytest.mark.libreoffice
def test_findings_lead_to_their_cells(excel: xlwings.App, tmp_path: Path) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    run(desk_of(book), "validate", Path(book.fullname))
    table = read_snapshot(book).tables["tblFindings"]
    at = table.left + table.headers.index("Where")
    for row, (place, *_) in enumerate((row[at - table.left :] for row in table.rows), table.top + 1):
        tab, _, cell = str(place).rpartition("!")
        assert book.sheets["Findings"].range((row, at)).hyperlink == f"#'{tab}'!{cell}"


@pytest.mark.libreoffice
def test_new_tabs_are_painted_and_stand_where_they_should(excel: xlwings.App, tmp_path: Path) -> None:
    """From inputs alone: build adds every Matrix tab, Weights and Reflection fill, names lead to the tables."""
    source = tmp_path / "source.xlsx"
    source.write_bytes(_inputs())
    book, left = on_both(excel, "build", tmp_path, source, worked_out=True)
    assert "Matrix ENG" in left.sheets
    header = book.sheets["Matrix ENG"].range((left.tables["tblMatrix_ENG"].top, 2))
    assert header.impl.api.CharWeight > 100  # bold: the tab came over with its looks
    assert sorted(own.name for own in excel.books) == ["a.xlsx", "twin.xlsx"]
    assert list((tmp_path / "live" / "scratch").iterdir()) == []


@pytest.mark.libreoffice
def test_a_deleted_tab_comes_back_with_what_refers_to_it(excel: xlwings.App, tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    with Person(path) as person:
        person.drop_tab("Levels")
        person.drop_tab("Roadmap")
    book = opened(excel, path)
    run(desk_of(book), "build", Path(book.fullname))
    levels = read_snapshot(book).tables["tblLevels"]
    first, last = levels.top + 1, levels.top + len(levels.rows)
    assert book.names["lstLevels"].refers_to == f"=Levels!$B${first}:$B${last}"
    order = [sheet.name for sheet in book.sheets]
    assert order == [sheet.name for sheet in describe(sample()).sheets]


@pytest.mark.libreoffice
def test_what_is_a_persons_own_survives_everything(excel: xlwings.App, company: Path, tmp_path: Path) -> None:
    """Own tab, own column, own formula, what is chosen and what is filtered."""
    book = opened(excel, company)
    mine = book.sheets["My notes"]
    mine.range("B3:C4").select()
    _filter(book, "tblPeople", "Track", "ENG")
    hidden = _hidden(book, "tblPeople")
    assert hidden
    for name in sorted({*ON_A_WORKBOOK} - {"names"}, key=lambda own: own in BEFORE):  # that one opens the file anew
        run(desk_of(book), name, company)
    assert (book.sheets.active.name, chosen(excel)) == ("My notes", "$B$3:$C$4")
    assert (mine.range("B2").formula, mine.range("B3").value) == ("=1+1", "keep this")
    left = read_snapshot(book)
    assert _column(left, "tblPeople", "Nickname")[:3] == ["Ace", None, "Dee"]
    twice, rated = _column(left, "tblAssessments", "Twice"), _column(left, "tblAssessments", "Manager rating")
    pairs = [(cell.value, rating) for cell, rating in zip(twice, rated, strict=True) if isinstance(rating, int)]
    assert pairs
    assert all(value == 2 * rating for value, rating in pairs)
    assert _hidden(book, "tblPeople") == hidden


def chosen(excel: xlwings.App) -> str:
    cells = excel.selection
    return "" if cells is None else cells.address


def _column(snapshot: Snapshot, table: str, header: str) -> list[Any]:
    held = snapshot.tables[table]
    return [row[held.headers.index(header)] for row in held.rows]


def _filter(book: xlwings.Book, table: str, header: str, wanted: str) -> None:
    """As the arrow beside the header does it; LibreOffice's own interface, since filters are not ours to touch."""
    from tests.support.office import bridge

    held = read_snapshot(book).tables[table]
    own = book.sheets[held.sheet].tables[table].impl.api
    field = bridge().createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field = next(n for n, text in enumerate(held.headers) if text.startswith(header))
    field.Operator = bridge().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    field.StringValue = wanted
    filtered = own.getFilterDescriptor()
    filtered.ContainsHeader = True
    filtered.setFilterFields((field,))
    own.refresh()


def _hidden(book: xlwings.Book, table: str) -> list[int]:
    area = next(t for sheet in book.sheets for t in sheet.tables if t.name == table).range
    lines = area.sheet.impl.api.Rows
    return [row for row in range(area.row, area.row + area.shape[0]) if not lines.getByIndex(row - 1).IsVisible]


# --- a fault half-way, and what can be taken back


@pytest.mark.libreoffice
def test_excel_is_put_back_as_it_was_when_writing_fails(
    excel: xlwings.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    book.sheets["Levels"].range("C8").select()

    def broken(*_: object) -> None:
        raise OSError("Excel went away")

    monkeypatch.setattr(live_book, "write_contents", broken)
    with pytest.raises(Stop, match=r"changed only in part \(OSError\): close it without saving"):
        run(desk_of(book), "expand", Path(book.fullname))
    assert excel.impl.seen == [("screen", False), ("screen", True)]
    assert (excel.calculation, excel.enable_events, excel.display_alerts) == ("automatic", True, True)
    assert (book.sheets.active.name, chosen(excel)) == ("Levels", "$C$8")


@pytest.mark.libreoffice
def test_what_tables_held_before_is_kept_beside_the_workbook(excel: xlwings.App, tmp_path: Path) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    levels = read_snapshot(book).tables["tblLevels"]
    book.sheets["Levels"].range((levels.top + 1, levels.left + 2)).value = "'=typed just now"
    before = read_snapshot(book).tables["tblLevels"]
    run(desk_of(book), "expand", Path(book.fullname))
    used = [row for row in before.rows if any(cell is not None for cell in row)]
    kept = Person(tmp_path / "a.before.xlsx").book
    sheet = next(own for own in kept.worksheets if "tblLevels" in own.title)
    assert [cell.value for cell in sheet[1]] == list(before.headers)
    assert sheet["C2"].value == "=typed just now"
    assert sheet["C2"].data_type == "s"
    assert sheet.max_row == len(used) + 1


@pytest.mark.libreoffice
def test_no_room_stops_before_anything_changes(excel: xlwings.App, tmp_path: Path) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    held = read_snapshot(book)
    table = held.tables["tblLevels"]
    sheet = book.sheets["Levels"]
    sheet.range((table.top + len(table.rows) + 1, table.left)).value = "in the way"
    before = read_snapshot(book)
    more = [{"id": f"X{n}", "title": "New"} for n in range(len(table.rows))]
    with desk_of(book).open(Path(book.fullname)) as own:
        reading = understood(own.read_snapshot(), TODAY)
        edits: list[Edit] = [SetCells("tblTracks", {(0, "name"): "Changed"}), Append("tblLevels", more)]
        with pytest.raises(Stop, match="stands below the table tblLevels"):
            own.write(edits, reading.tables, describe(reading.data))
    assert read_snapshot(book) == before
    assert not (tmp_path / "a.before.xlsx").exists()


# --- text is text


TEXTS = ["=1+1", "+1", "-x", "@a", "'quoted", "5", "1/2", "MAR1", "TRUE", "2027-01-11", "1e5", "#N/A x", "a\nb", "ÄÖ"]


@pytest.mark.libreoffice
def test_peoples_text_is_never_anything_else(excel: xlwings.App, tmp_path: Path) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    storage, path = desk_of(book), Path(book.fullname)
    with storage.open(path) as held:
        reading = understood(held.read_snapshot(), TODAY)
        cells = {(n, "definition"): text for n, text in enumerate(TEXTS)}
        held.write([SetCells("tblCompetencies", cells)], reading.tables, describe(reading.data))
    assert _column(read_snapshot(book), "tblCompetencies", "Definition")[: len(TEXTS)] == TEXTS


@given(st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers()))
def test_blocks_hold_every_cell_once(cells: dict[tuple[int, int], int]) -> None:
    found: dict[tuple[int, int], int] = {}
    for (top, left, bottom, right), lines in cell_blocks(cells):
        assert len(lines) == bottom - top + 1
        for r, line in enumerate(lines, top):
            assert len(line) == right - left + 1
            for c, value in enumerate(line, left):
                assert (r, c) not in found
                found[r, c] = value
    assert found == cells


def test_a_full_rectangle_is_one_block() -> None:
    cells = {(r, c): r * c for r in range(3, 40) for c in range(2, 9)}
    assert [block for block, _ in cell_blocks(cells)] == [(3, 2, 39, 8)]


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_text_typed_keeps_its_words(text: str) -> None:
    assert as_typed(text).removeprefix("'") in (text, text.removeprefix("'"))
    assert not as_typed(text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("[@Rated]*2", "tblA[[#This Row],[Rated]]*2"),
        ("[@[Own rating]]-tblB[Rated]", "tblA[[#This Row],[Own rating]]-tblB[Rated]"),
        ("SUM(tblB[[#Headers],[H1]:[P5]])", "SUM(tblB[[#Headers],[H1]:[P5]])"),
    ],
)
def test_formulas_are_read_as_files_spell_them(shown: str, stored: str) -> None:
    assert _as_in_files(shown, "tblA") == stored


# --- workbooks that want to choose what runs


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["trackbook.conf", "xlwings.CONF", "evil.py"])
def test_a_workbook_with_settings_or_code_of_its_own_is_left_alone(
    name: str, excel: xlwings.App, tmp_path: Path
) -> None:
    book = opened(excel, demo_book(tmp_path / "a.xlsx"))
    book.sheets.add(name, after=book.sheets["Start"])
    before = read_snapshot(book)
    with pytest.raises(Stop, match=name):
        run(desk_of(book), "score", Path(book.fullname))
    assert read_snapshot(book) == before


def test_steps_are_carried_out_by_somebody() -> None:
    """A kind of step that is added must be added here too, or be one that an open workbook does by itself."""
    from typing import get_args

    from xl_addin.layout.steps import WorkbookStep

    text = Path(live_book.__file__).read_text(encoding="utf-8")
    assert all(kind.__name__ in text for kind in get_args(WorkbookStep))


@pytest.mark.libreoffice
def test_answers_lost_with_a_workbook_closed_unsaved_are_offered_again(excel: xlwings.App, tmp_path: Path) -> None:
    sent = campaign(tmp_path / "a")
    sent.send_back_one_row("E001")
    before = sent.master.read_bytes()
    for _ in range(2):
        book = opened(excel, sent.master)
        done = run(desk_of(book), "collect", sent.master, source=sent.back, apply=True)
        assert done.edits
        assert _rated(read_snapshot(book)) == ["E001"]
        book.close()
        assert sent.master.read_bytes() == before
    book = opened(excel, sent.master)
    run(desk_of(book), "collect", sent.master, source=sent.back, apply=True)
    book.save()
    assert not run(desk_of(book), "collect", sent.master, source=sent.back, apply=True).edits
    book.close()
    assert run(FolderStorage(), "collect", sent.master).data["waiting"] == 0


def _rated(snapshot: Snapshot) -> list[CellValue]:
    """Whose ratings of the open cycle stand on Assessments."""
    table = snapshot.tables["tblAssessments"]
    cycle, person = (table.headers.index(header) for header in ("Cycle", "Employee ID"))
    return [row[person] for row in table.rows if row[cycle] == CYCLE]
