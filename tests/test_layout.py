"""One cell to one value, edits to steps, and the painted workbook as a spreadsheet program sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.office import Document, Err, Office
from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book, starter_book
from tests.test_commands import BY_HAND, small_book
from xl_addin.books import theme
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.commands.demo import sample
from xl_addin.layout.declare import live
from xl_addin.layout.describe import Column, Link, Table
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import Append, Edit, Replace, SetCells
from xl_addin.layout.field_values import Unfit, canonical_text, describe_limit, fit_value, is_blank, is_spelled_out
from xl_addin.layout.parse import parse
from xl_addin.layout.record_rows import live_values
from xl_addin.layout.resolve import resolve
from xl_addin.layout.roles import Role
from xl_addin.layout.row_heights import TALLEST, count_lines, row_height
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import Put, Resize
from xl_addin.layout.structured_refs import own_row, specifier
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Anything, Day, Fact, Ident, Number, OneOf, Ref, Text, Whole
from xl_addin.model.records import RATING, Employee, Rating
from xl_addin.package.read.reader import read_workbook as read_file
from xl_addin.sheets import describe, people, rows, scores, static_tables
from xl_addin.sheets.reading import read_dataset

# --- one value

NO = "type"
RATINGS: list[tuple[CellValue, object]] = [
    # numbers
    (1, 1), (3, 3), (5, 5), (4.0, 4), (5.0, 5),
    (0, NO), (6, NO), (-1, NO), (-3.0, NO), (4.5, NO), (4.0000001, NO), (2.9999999, NO), (45, NO), (1e300, NO),
    (float("inf"), NO), (float("nan"), NO), (10**18, NO),
    # a number typed as text: exactly one of 1-5 once width and blanks are gone
    ("4", 4), ("4.0", 4), ("4 ", 4), (" 4", 4), ("\u00a04\u00a0", 4), ("\t4\n", 4), ("\u20034", 4), ("\u30004", 4),
    ("\uff14", 4), ("\uff15 ", 5), ("\u2074", 4), ("\u2463", 4),
    # not exactly one of 1-5
    ("04", NO), ("004", NO), ("+4", NO), ("-4", NO), ("4.", NO), ("4.01", NO), ("04.0", NO),
    ("4,0", NO), ("4,5", NO), ("4.5", NO), ("4/5", NO), ("4 of 5", NO), ("3-4", NO), ("4_0", NO),
    ("0", NO), ("6", NO), ("44", NO), ("4 4", NO),
    ("four", NO), ("IV", NO), ("\u2163", NO), ("x", NO), ("=4", NO), ("'4", NO), ("4%", NO), ("0x4", NO), ("4e0", NO),
    ("\u0664", NO), ("\u0967", NO), ("4\u200b", NO), ("\ufeff4", NO), ("9" * 30, NO),
    ("nan", NO), ("inf", NO), ("1e999", NO), ("TRUE", NO), ("-", NO), ("?", NO), ("none", NO),
    # N/A is said on purpose
    ("N/A", "N/A"), ("n/a", "N/A"), (" N/A ", "N/A"), ("NA", "N/A"), ("na", "N/A"), ("N.A.", NO), ("#N/A", NO),
    ("not applicable", NO), ("\uff2e/\uff21", "N/A"),
    # true is not 1; an error is an error
    (True, NO), (False, NO),
    (ErrorCell("#N/A"), "error"), (ErrorCell("#REF!"), "error"), (ErrorCell("#DIV/0!"), "error"),
    # a formula counts by what it last showed; without that there is nothing to go by
    (FormulaCell("1+3", 4), 4), (FormulaCell("A1", "4 "), 4), (FormulaCell("A1", 4.5), NO),
    (FormulaCell("A1", None), "formula"), (FormulaCell("A1", True), NO),
    (FormulaCell("1/0", ErrorCell("#DIV/0!")), "error"),
    # a day that Excel made of "4/5": the number behind it is no rating
    (dt.date(2026, 4, 5), NO), (46117, NO),
]  # fmt: skip
"""A cell's content and the verdict: the rating, or the kind of misfit (F13, F14)."""


@pytest.mark.parametrize(("cell", "verdict"), RATINGS, ids=lambda value: repr(value)[:40])
def test_spellings_of_a_rating(cell: CellValue, verdict: object) -> None:
    found = fit_value(cell, Fact("Rating", "", RATING))
    if isinstance(found, Unfit):
        assert found.kind == verdict
        assert "whole number from 1 to 5, or N/A" in found.asks
    else:
        assert (found, type(found)) == (verdict, type(verdict))


@pytest.mark.parametrize(
    ("cell", "as_text"),
    [
        *((4, False), ("4", True), (" 4 ", True), (FormulaCell("A1", "4"), True), (FormulaCell("2+2", 4), False)),
        *(("N/A", False), ("n/a", False), ("NA", True), (" N/A", True)),
    ],
    ids=repr,
)
def test_what_formulas_would_not_read_is_told(cell: CellValue, as_text: bool) -> None:
    """COUNTIFS takes n/a for N/A, but neither "NA" for it nor the text "4" for a number."""
    fact = Fact("Rating", "", RATING)
    assert is_spelled_out(cell, fact, fit_value(cell, fact)) is as_text


def test_not_applicable_only_where_the_scale_says_so() -> None:
    assert fit_value("N/A", Fact("", "", Whole(1, 5, na=True))) == "N/A"
    assert isinstance(fit_value("N/A", Fact("", "", Whole(1, 5))), Unfit)


BLANK: list[tuple[CellValue, bool]] = [
    (None, True), ("", True), ("  \n\t", True), ("\u00a0", True), (0, False), (False, False), ("x", False),
    (FormulaCell('""', ""), True), (FormulaCell("A1", 0), False), (FormulaCell("A1", None), False),
    (ErrorCell("#N/A"), False),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "blank"), BLANK, ids=repr)
def test_what_counts_as_blank(cell: CellValue, blank: bool) -> None:
    assert is_blank(cell) is blank


DAYS: list[tuple[CellValue, bool, object]] = [
    (46398, False, dt.date(2027, 1, 11)), (46398.75, False, dt.date(2027, 1, 11)),
    (46398 - 1462, True, dt.date(2027, 1, 11)),  # Excel for Mac once counted from 1904: the same day, 1,462 fewer
    (46398, True, dt.date(2031, 1, 12)),
    (dt.date(2027, 1, 11), False, dt.date(2027, 1, 11)),
    (dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC), False, dt.date(2027, 1, 11)),
    ("2027-01-11", False, dt.date(2027, 1, 11)), (" 2027-01-11 ", True, dt.date(2027, 1, 11)),
    ("2027-02-30", False, NO), ("11.01.2027", False, NO), ("01/11/2027", False, NO), ("soon", False, NO),
    (4, False, NO), (0, False, NO), (-1, False, NO), (1e9, False, NO), (True, False, NO), (2027, False, NO),
    ("\u0662\u0660\u0662\u0667-01-11", False, NO),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "from_1904", "verdict"), DAYS, ids=repr)
def test_days_in_both_date_systems(cell: CellValue, from_1904: bool, verdict: object) -> None:
    found = fit_value(cell, Fact("", "", Day()), date1904=from_1904)
    assert (found.kind if isinstance(found, Unfit) else found) == verdict


YES = OneOf(("Yes", "No"))
OTHERS: list[tuple[CellValue, Any, object]] = [
    ("yes", YES, "Yes"), (" YES ", YES, "Yes"), (True, YES, "Yes"), ("y", YES, "choice"), ("Ja", YES, "choice"),
    ("SE2", Ident(), "SE2"), (12, Ident(), "12"), (12.0, Ident(), "12"),
    ("a b", Ident(), "a b"), ("-a", Ident(), "-a"), ("a*", Ident(), "ident"), ("a;b", Ident(in_list=True), "ident"),
    ("a" * 64, Ident(), "a" * 64), ("a" * 65, Ident(), "ident"),
    ("\u00e4", Ident(), "\u00e4"), ("=A1", Ident(), "ident"),
    ("x" * 2000, Text(), "x" * 2000), ("x" * 2001, Text(), "length"), (7, Text(), "7"), (" a\r\nb ", Text(), "a\nb"),
    ("x" * 40_000, Text(), "length"), ("=1+1", Text(), "=1+1"), ("@SUM", Text(), "@SUM"),
    ("A; B;;C ", Ref("t", multiple=True), ("A", "B", "C")), ("A,B\nC", Ref("t", multiple=True), ("A", "B", "C")),
    ("A", Ref("t", multiple=True), ("A",)), (";", Ref("t", multiple=True), ()), (7, Ref("t", multiple=True), ("7",)),
    ("A; B", Ref("t"), "A; B"),
    ("33.3", Number(0, 100), 33.3), ("-1", Number(0, 100), NO), (100, Number(0, 100), 100.0),
    (100.5, Number(0, 100), NO),
    ("33,3", Number(0, 100), NO), ("\u0663", Number(0, 100), NO), ("1e2", Number(0, 100), NO),
    (True, Number(0, 100), NO),
    (7, Anything(), 7), (" a ", Anything(), "a"), (0.5, Anything(), 0.5),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "limit", "verdict"), OTHERS, ids=lambda value: repr(value)[:40])
def test_other_kinds_of_value(cell: CellValue, limit: Any, verdict: object) -> None:
    found = fit_value(cell, Fact("", "", limit))
    assert (found.kind if isinstance(found, Unfit) else found) == verdict
    assert describe_limit(Fact("", "", limit))


TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(TEXT)
def test_canonical_text_is_canonical_for_good(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once
    assert "\r" not in once
    assert once == once.strip()
    assert not set(once) & {chr(c) for c in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))}


@given(TEXT)
def test_a_folded_header_folds_no_further(text: str) -> None:
    assert fold_header(fold_header(text)) == fold_header(text)
    assert fold_header(f" {text}\u00a0".upper()) == fold_header(text.upper())


# --- heights and formulas


@given(st.text(st.sampled_from("ab cd\n"), max_size=200), st.text(st.sampled_from("ab cd\n"), max_size=50))
def test_more_text_never_takes_fewer_lines(text: str, more: str) -> None:
    assert count_lines(f"{text} {more}", 30) >= count_lines(text, 30)
    assert count_lines(text, 20) >= count_lines(text, 60)
    column = Column("a", Fact("A", ""), 30)
    assert 15 <= row_height([column], [text]) <= row_height([column], [f"{text}\n{more}"]) <= TALLEST


@pytest.mark.parametrize(
    ("formula", "spelled"),
    [
        ("[@Expected]-[@Rated]", "tblA[[#This Row],[Expected]]-tblA[[#This Row],[Rated]]"),
        ("[@Level ID]", "tblA[[#This Row],[Level ID]]"),
        ("SUMIFS(tblB[W],tblB[T],[@T])", "SUMIFS(tblB[W],tblB[T],tblA[[#This Row],[T]])"),
        ("tblB[@T]", "tblB[@T]"),  # another table's row is not ours
        ("[@It'#1]", "tblA[[#This Row],[It'#1]]"),
    ],
)
def test_a_formulas_own_row_is_spelled_out(formula: str, spelled: str) -> None:
    assert own_row(formula, "tblA") == spelled


def test_odd_headers_are_quoted() -> None:
    assert specifier("A [x] 'q' #1 @") == "A '[x'] ''q'' '#1 '@"


# --- edits to steps

COLUMNS = tuple(
    Column(name, Fact(name.title(), "", limit), 10, kind=kind)  # type: ignore[arg-type]
    for name, limit, kind in (("id", Ident(), "label"), ("found", Anything(), "result"), ("why", Text(), "entry"))
)
RESULTS = Table("tblR", COLUMNS, ("id",))


def looking(table: Table, role: Role) -> Table:
    """The table with another look."""
    return replace(table, columns=tuple(replace(column, role=role) for column in table.columns))


@pytest.mark.parametrize("role", ["input", "date", "label", "computed", "count"])
def test_how_a_column_looks_says_nothing_of_what_stands_in_it(role: Role) -> None:
    snapshot = _snapshot(("a", 1, "mine"), ("gone", 2, "mine too"), ("old", 3, None))
    edits: list[Edit] = [Replace("tblR", ROWS), Append("tblR", [{"id": "c", "why": "new"}])]
    assert resolve(edits, snapshot, {"tblR": looking(RESULTS, role)}) == resolve(edits, snapshot, {"tblR": RESULTS})
    data, tables = sample(), static_tables()
    whole = snapshot_of(describe(data), rows(data))
    two_gone = {name: held for name, held in whole.tables.items() if name not in ("tblPeople", "tblScores")}
    snapshot = replace(whole, tables=two_gone)
    looked = parse(snapshot, [looking(table, role) for table in tables])
    usual = parse(snapshot, tables)
    assert (looked.rows, looked.misfits) == (usual.rows, usual.misfits)
    assert len(usual.rows["tblAssessments"]) == len(data.ratings)
    assert [misfit.title for misfit in usual.misfits if misfit.kind == "missing"] == ["tblPeople"]


ROWS: list[dict[str, object]] = [{"id": "a", "found": 1}, {"id": "b", "found": "two"}]


def test_a_live_column_says_everything_in_one_call() -> None:
    own = live(
        "twice", "Twice", "The number two times.", 9, "2*[@No]", lambda row, _: 2 * row.no or None, only_if="[@No]"
    )
    assert (own.header, own.fact.meaning, own.width, own.kind) == ("Twice", "The number two times.", 9, "result")
    assert own.formula == 'IF([@No]="","",2*[@No])'
    assert not own.is_input
    assert not own.is_entry
    table = Table("tblN", (Column("no", Fact("No", ""), 9), own), ("no",))
    shown = [live_values(table, SimpleNamespace(no=number), Dataset()) for number in (3, 0)]
    assert shown == [{"twice": 6}, {"twice": ""}]


def _snapshot(*rows: tuple[CellValue, ...], headers: tuple[str, ...] = ("Id", "Found", "Why")) -> Snapshot:
    return Snapshot(("S",), {"tblR": TableData("tblR", "S", 1, 1, headers, rows)})


def test_a_replacement_by_the_same_takes_no_step() -> None:
    held = _snapshot(("a", 1, "my reason"), ("b", "two", None))
    assert resolve([Replace("tblR", ROWS)], held, {"tblR": RESULTS}) == []
    assert resolve([Append("tblR", [])], held, {"tblR": RESULTS}) == []
    assert resolve([SetCells("tblR", {(0, "found"): 1.0})], held, {"tblR": RESULTS}) == []


@settings(max_examples=60)
@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_words_stay_with_their_row_in_any_order(order: list[int], gone: set[int]) -> None:
    """Rows are found by key: whatever their order was, and whichever are no longer found."""
    held = _snapshot(*((f"k{n}", n, f"why {n}", f"own {n}") for n in order), headers=("Id", "Found", "Why", "Own"))
    wanted = [{"id": f"k{n}", "found": n * 10} for n in range(6) if n not in gone]
    steps = resolve([Replace("tblR", wanted, retired_values={"found": "gone"})], held, {"tblR": RESULTS})
    cells = {(r + 2, c + 1): v for r, row in enumerate(held.tables["tblR"].rows) for c, v in enumerate(row)}
    for step in steps:
        if isinstance(step, Put):
            cells.update(step.cells)  # type: ignore[arg-type]
    rows = [tuple(cells[r, c] for c in range(1, 5)) for r in range(2, 8)]
    assert rows[: len(wanted)] == [(f"k{n}", n * 10, f"why {n}", f"own {n}") for n in range(6) if n not in gone]
    assert {row[0] for row in rows[len(wanted) :]} == {f"k{n}" for n in gone}
    assert all(row[1:] == ("gone", f"why {row[0][1:]}", f"own {row[0][1:]}") for row in rows[len(wanted) :])  # type: ignore[index]


def test_a_blank_row_stays_in_an_emptied_table() -> None:
    held = _snapshot(("a", 1, None), ("b", 2, None))
    steps = resolve([Replace("tblR", [])], held, {"tblR": RESULTS})
    assert steps[0] == Resize("tblR", 1)
    assert isinstance(steps[1], Put)
    assert set(steps[1].cells.values()) == {None}


def test_links_are_always_written_anew() -> None:
    """Where a cell leads is not part of its text: the same words may have to lead elsewhere."""
    held = _snapshot(("a", "Levels!B6", None))
    steps = resolve(
        [Replace("tblR", [{"id": "a", "found": Link("Levels!B6", "Levels", "B6")}])], held, {"tblR": RESULTS}
    )
    assert [step.cells for step in steps if isinstance(step, Put)] == [{(2, 2): Link("Levels!B6", "Levels", "B6")}]


# --- tables and the data set


def test_each_collection_of_the_data_set_is_one_table_of_its_records() -> None:
    kinds = get_type_hints(Dataset)
    made_of_several = {"settings", "responses"}  # these are worked up from their rows
    named = {table.collection: table.record for table in static_tables() if table.collection}
    assert named.keys() <= kinds.keys()
    assert len(named) == 27
    for collection, record in named.items():
        if collection not in made_of_several:
            assert kinds[collection] == tuple[record, ...]  # type: ignore[valid-type]


def test_two_tables_are_never_one_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "AGAIN", replace(people.TABLE, name="tblAgain"), raising=False)
    static_tables.cache_clear()
    try:
        with pytest.raises(TypeError, match="two tables are the collection people"):
            static_tables()
    finally:
        monkeypatch.undo()
        static_tables.cache_clear()


def test_a_collection_holds_what_it_is_asked_for() -> None:
    data = Dataset(collections={"ratings of others": (Rating(),)})
    assert data.collection("ratings of others", Rating) == (Rating(),)
    assert data.collection("nothing", Rating) == ()
    with pytest.raises(TypeError, match="the rows of ratings of others are no Employee"):
        data.collection("ratings of others", Employee)


# --- a table as people leave it


def test_missing_tables_and_columns_are_told_once_each() -> None:
    table = next(t for t in static_tables() if t.record is Rating)
    held = TableData(table.name, "S", 1, 1, ("Cycle", "EMPLOYEE\u00a0id"), (("2026-H1", "E1"), (None, " ")))
    parsed = parse(Snapshot(("S",), {table.name.upper(): held}), [table])
    assert len(parsed.rows[table.name]) == 1
    missing, absent = ({m.title for m in parsed.misfits if m.kind == kind} for kind in ("missing", "absent"))
    assert missing == {"Competency ID", "Level ID"}
    assert absent == {"Self rating", "Manager rating", "Evidence"}  # nothing is asked for there
    assert [m.kind for m in parse(Snapshot(), [table]).misfits] == ["missing"]


@pytest.mark.parametrize(
    ("typed", "text"), [(20261231, "20261231"), (1234567.25, "1234567.25"), (2026.0, "2026"), ("2026-H1", "2026-H1")]
)
def test_a_number_typed_for_words_keeps_every_digit(typed: CellValue, text: str) -> None:
    table = next(t for t in static_tables() if t.name == "tblSettings")
    headers = tuple(c.header for c in table.columns)
    row = tuple({"id": "organisation", "value": typed}.get(c.field) for c in table.columns)
    held = TableData(table.name, "S", 1, 1, headers, (row,))
    assert read_dataset(Snapshot(("S",), {table.name: held})).data.settings["organisation"] == text


# --- in LibreOffice


@pytest.fixture(scope="module")
def demo(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Document, Path]]:
    path = demo_book(tmp_path_factory.mktemp("demo") / "a.xlsx")
    with office.open(path) as opened:
        yield opened, path


def _described(path: Path) -> dict[str, tuple[Table, TableData]]:
    """Every described table with what the file holds for it."""
    snapshot = ClosedBook(path).read_snapshot()
    design = describe(read_dataset(snapshot).data)
    return {name: (table, snapshot.tables[name]) for name, (_, table) in design.tables.items()}


@pytest.mark.libreoffice
class TestInLibreOffice:
    def test_every_table_is_there_with_its_headers(self, demo: tuple[Document, Path]) -> None:
        opened, path = demo
        there = opened.tables()
        for name, (table, data) in _described(path).items():
            sheet, area = there[name]
            first, _, last = area.partition(":")
            assert (sheet, first) == (data.sheet, data.address(-1, 0))
            assert last == data.address(len(data.rows) - 1, len(data.headers) - 1)
            shown = opened.block(sheet, f"{first}:{data.address(-1, len(data.headers) - 1)}")[0]
            assert shown == [column.header for column in table.columns]

    def test_every_drop_down_is_alive(self, demo: tuple[Document, Path]) -> None:
        """In the first row, the last one and one typed below the table: type, list and prompt."""
        opened, path = demo
        names = opened.names()
        for name, (table, data) in _described(path).items():
            last = len(data.rows) - 1
            right = len(data.headers) - 1
            for row in (0, last, last + 5) if table.spare else (0, last):  # a matrix grows by build alone
                cells = f"{data.address(row, 0)}:{data.address(row, right)}"
                rules = opened.validations(data.sheet, cells)
                for at, column in enumerate(table.columns):
                    rule = rules.get(data.address(row, at))
                    limit = column.fact.limit
                    if not column.is_input:
                        assert rule is None, (name, column.header)
                        continue
                    assert rule is not None, (name, column.header, row)
                    assert rule.input_title == column.header[:32]
                    if isinstance(limit, Ref) and not limit.multiple:
                        assert (rule.type, rule.formula1 in names) == ("LIST", True), (name, column.header)
                    elif isinstance(limit, OneOf) or limit == RATING:
                        words = limit.words if isinstance(limit, OneOf) else ("1", "2", "3", "4", "5", "N/A")
                        assert rule.type == "LIST"
                        assert [word.strip('"') for word in rule.formula1.strip('"').split(";")] == list(words)
                    elif isinstance(limit, Day):
                        assert rule.type == "DATE"
                    elif isinstance(limit, Text):
                        assert (rule.type, rule.formula1) == ("TEXT_LEN", str(limit.longest))

    def test_no_cell_shows_an_error(self, demo: tuple[Document, Path]) -> None:
        opened, _ = demo
        for sheet in opened.sheet_names():
            for number, row in enumerate(opened.block(sheet, "A1:Z400"), 1):
                assert not [value for value in row if isinstance(value, Err)], f"{sheet} row {number}"

    def test_every_formula_gives_what_python_said(self, office: Office, tmp_path: Path) -> None:
        """The result painted with each formula is Python's; LibreOffice works it out anew, to 1e-9."""
        data = read_dataset(ClosedBook(demo_book(tmp_path / "a.xlsx")).read_snapshot()).data
        path = tmp_path / "painted.xlsx"
        FolderStorage().create(path, describe(data), rows(data))
        with office.open(path) as opened:
            compared = _agree(opened, path, COMPARED)
        assert compared.keys() == COMPARED
        assert sum(compared.values()) > 2000

    def test_scores_written_into_a_workbook_agree(self, office: Office, tmp_path: Path) -> None:
        path = small_book(tmp_path / "a.xlsx")
        with office.open(path) as opened:
            # a line at the head of the tab says whether it still holds
            live = sum(bool(column.formula) for column in scores.TABLE.columns)
            assert _agree(opened, path, {"Scores"})["Scores"] == len(BY_HAND) * live + 1

    def test_no_result_in_the_demo_is_out_of_date(self, demo: tuple[Document, Path]) -> None:
        """Phones, previews and Excel's Protected View show stored results without working them out."""
        _agree(*demo, COMPARED)

    def test_named_cells_are_marked_until_accepted(self, office: Office, tmp_path: Path) -> None:
        path = starter_book(tmp_path / "a.xlsx")
        with Person(path) as person:
            level = person.headers("tblMatrix_ENG")[3]
            person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, "TBD")
            person.type("tblLevels", "Track ID", {"Level ID": "SE1"}, "NOPE")
        found = cli("validate", path, "--json").data["findings"]
        named = {(f["sheet"], f["cell"]) for f in found}
        errors = {(f["sheet"], f["cell"]) for f in found if f["severity"] == "error"}
        cell = next(f["cell"] for f in found if f["code"] == "F09")
        held = ClosedBook(path).read_snapshot().tables
        data = held["tblFindings"]
        with Person(path) as person:  # painting all the other tabs would take most of the time
            for tab in set(person.book.sheetnames) - {"Levels", "Matrix ENG", "Findings"}:
                person.drop_tab(tab)
        with office.open(path) as opened:
            for name in ("tblLevels", "tblMatrix_ENG"):
                tab = held[name].sheet
                fills = opened.fills(tab, "A7:P40")  # below the headers
                inside = {a for t, a in named if t == tab and a in fills}
                assert inside
                assert {a for a, colour in fills.items() if colour in (RED, AMBER)} == inside
                assert {a for a, colour in fills.items() if colour == RED} == {
                    a for t, a in errors if t == tab
                } & inside
            # accepted by typing into the Findings tab: the mark goes at once, nothing has to run
            for number, row in enumerate(data.rows):
                if row[2] == f"Matrix ENG!{cell}":
                    opened.set_value("Findings", data.address(number, data.headers.index("Status")), "Accepted")
            opened.recalculate()
            assert opened.fills("Matrix ENG", "A7:P40").get(cell, theme.GROUND) not in (RED, AMBER)


COMPARED = {"Start", "Tracks", "Weights", "Matrix ENG", "Matrix EM", "Matrix CSM", "Assessments", "Scores", "Settings"}
RED, AMBER = (theme.TINT_FORMATS[role]["bg_color"] for role in ("marked_error", "marked"))


def _agree(opened: Document, path: Path, tabs: Collection[str] = ()) -> dict[str, int]:
    """Compares what a file says each formula gave with what LibreOffice makes of it; how many on each tab."""
    compared: dict[str, int] = {}
    for name, sheet in read_file(path).sheets.items():
        formulas = {place: cell for place, cell in sheet.cells.items() if isinstance(cell, FormulaCell)}
        if not formulas or (tabs and name not in tabs):
            continue
        bottom, right = max(r for r, _ in formulas), max(c for _, c in formulas)
        shown = opened.sheet(name).getCellRangeByPosition(0, 0, right - 1, bottom - 1).getDataArray()
        for (row, column), cell in formulas.items():
            there = shown[row - 1][column - 1]
            where = f"{name} row {row} column {column}: {cell.text}"
            if isinstance(cell.value, int | float):
                assert there == pytest.approx(float(cell.value), abs=1e-9), where
            else:
                assert there == (cell.value or ""), where
        compared[name] = len(formulas)
    return compared


@pytest.mark.parametrize("typed", ["E1 ", " E1", "E1\u00a0"])
def test_an_id_that_no_formula_finds_is_said(typed: str) -> None:
    """Python would read it as the ID it means; a formula compares every blank."""
    headers = tuple(column.header for column in people.TABLE.columns)
    row = tuple({"Employee ID": typed, "Name": "Ana"}.get(header) for header in headers)
    data = TableData("tblPeople", "People", 1, 1, headers, (row,))
    parsed = parse(Snapshot(("People",), {"tblPeople": data}), [people.TABLE])
    assert [(m.kind, m.place.field, m.asks) for m in parsed.misfits if m.kind == "text"] == [("text", "id", "E1")]
