"""Results that stay until a command runs again: one line at their head says what was typed since."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import TODAY
from tests.support.office import Document, Office
from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.cells.cell import ErrorCell
from xl_addin.cells.table import TableData
from xl_addin.commands import find_command
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.layout.fingerprint import UNREADABLE_PRINT, CellsPrint, RowsPrint
from xl_addin.layout.parse import find_columns
from xl_addin.layout.table_state import find_table
from xl_addin.model.general_settings import COLLECT_COUNT
from xl_addin.sheets import (
    assessments,
    describe,
    freshness,
    input_prints,
    kpis,
    plans,
    rows,
    rows_for,
    scores,
    static_tables,
)
from xl_addin.sheets.freshness import COMMAND_RUNS, runs_behind
from xl_addin.sheets.input_prints import PRINTS, other_prints, prints_of

RATINGS = PRINTS["ratings"][0]
RESTS_ON = {sheet.name: shown for sheet in describe(sample()).sheets if (shown := runs_behind(sheet))}
"""Tab -> the commands whose last run it shows."""
HEADERS = tuple(column.header for column in assessments.TABLE.columns)
Row = tuple[str, str, str, str, int | str | None, int | str | None]


def _table(rows: list[Row]) -> TableData:
    at = find_columns(TableData("tblAssessments", "A", 1, 1, HEADERS, ()), assessments.TABLE)
    fields = ("employee", "competency", "cycle", "level", "self_rating", "manager_rating")
    lines = []
    for row in rows:
        cells: list[str | int | None] = [None] * len(HEADERS)
        for field, value in zip(fields, row, strict=True):
            cells[at[field]] = value
        lines.append(tuple(cells))
    return TableData("tblAssessments", "A", 1, 1, HEADERS, tuple(lines))


RATED = st.sampled_from([1, 2, 3, 4, 5, "N/A", None])
KEYS = st.tuples(
    st.from_regex(r"E[0-9]{3}", fullmatch=True),
    st.sampled_from(["OWN", "PLN", "CRA", "DSN", "RUN"]),
    st.sampled_from(["2026-H1", "2026-H2", "2027-H1"]),
    st.sampled_from(["SE1", "SE2", "EM1"]),
)
ROWS = st.lists(st.tuples(KEYS, RATED, RATED).map(lambda own: (*own[0], own[1], own[2])), min_size=1, max_size=30)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_blank_rows_do_not_count(rows: list[Row], chance: object) -> None:
    turned = list(rows)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    blank: Row = ("", "", "", "", None, None)
    assert RATINGS.number(_table([*turned, blank])) == RATINGS.number(_table(rows))


@given(ROWS, st.data())
def test_another_rating_is_seen(rows: list[Row], data: st.DataObject) -> None:
    number, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from([4, 5]))
    other = data.draw(RATED.filter(lambda value: value != rows[number][column]))
    changed = [*rows]
    changed[number] = tuple(other if at == column else own for at, own in enumerate(rows[number]))  # type: ignore[assignment]
    assert RATINGS.number(_table(changed)) != RATINGS.number(_table(rows))


@pytest.mark.parametrize("column", [4, 5])
def test_one_up_and_another_down_are_seen(column: int) -> None:
    """Pairs of 80 people: a point moved from one to the other leaves sums as they are, but not the number."""
    rows: list[Row] = [(f"E{n:03}", "OWN", "2026-H2", "SE1", 3, 3) for n in range(1, 81)]
    before, same = RATINGS.number(_table(rows)), 0
    base = _table(rows)
    at = find_columns(base, assessments.TABLE)["self_rating" if column == 4 else "manager_rating"]

    def with_point(number: int, points: int) -> tuple[object, ...]:
        return tuple(points if n == at else cell for n, cell in enumerate(base.rows[number]))

    for low in range(0, 80, 7):
        for high in range(80):
            if low != high:
                lines = list(base.rows)
                lines[low], lines[high] = with_point(low, 2), with_point(high, 4)  # type: ignore[assignment]
                same += RATINGS.number(replace(base, rows=tuple(lines))) == before
    assert same == 0


def test_an_error_in_a_cell_is_a_sign_of_its_own() -> None:
    table = _table([("E001", "OWN", "2026-H2", "SE1", 3, 3)])
    at = find_columns(table, assessments.TABLE)["manager_rating"]
    broken = tuple(ErrorCell("#REF!") if n == at else cell for n, cell in enumerate(table.rows[0]))
    assert RATINGS.number(replace(table, rows=(broken,))) == UNREADABLE_PRINT


def test_more_columns_than_have_a_weight_are_no_print() -> None:
    """A column without a weight could change unseen."""
    names = tuple(assessments.TABLE.field_of)[:8]
    for keys, values, prose in ((names, (), ()), (names[:1], names[:4], names[4:])):
        with pytest.raises(ValueError, match="tblAssessments: 8 columns"):
            RowsPrint(assessments.TABLE, keys, values, prose)


def test_a_number_is_worked_out_once_for_a_table_as_read(monkeypatch: pytest.MonkeyPatch) -> None:
    table = _table([("E001", "OWN", "2026-H2", "SE1", 3, 3)])
    number = RATINGS.number(table)
    monkeypatch.setattr(RowsPrint, "_number", lambda *_: -1)
    assert RATINGS.number(table) == number
    assert isinstance(RATINGS, RowsPrint)
    assert replace(RATINGS, values=RATINGS.values[:1]).number(table) == -1
    assert RATINGS.number(replace(table, rows=table.rows)) == -1


def test_each_results_tab_shows_the_runs_that_fill_it() -> None:
    shown = dict(RESTS_ON)
    assert shown == {
        **dict.fromkeys(("Scores", "Next steps", "Trends", "Cover", "Raters", "Team", "Two views"), ("Score",)),
        **dict.fromkeys(("Groups", "Person"), ("Score",)),
        "Dashboard": ("Validate", "Score"),
        "Findings": ("Validate",),
        "To fix": ("Validate",),
        **dict.fromkeys(("Steps", "Paths"), ("Delta",)),
    }


def test_a_tab_is_filled_by_a_command_that_leaves_results() -> None:
    table = replace(scores.TABLE, filled_by="scor")
    with pytest.raises(TypeError, match="Scores: filled by scor; use one of score, validate, delta"):
        runs_behind(replace(scores.sheet(), blocks=(table,)))


def test_what_score_fills_is_said_by_the_tabs() -> None:
    made = rows_for("score", sample())
    own = ("tblScores", "tblNext", "tblChanges", "tblCover", "tblViews", "tblRaters", "tblTeam", "tblGroups")
    assert made.keys() == {*own, "tblTrackSummary", "tblSpread", "tblTrend"}
    everything = rows(sample())
    assert all(filled == everything[name] for name, filled in made.items())
    assert not rows_for("build", sample())


def test_every_tab_named_is_there_and_every_run_rests_on_something_known() -> None:
    assert {run for shown in RESTS_ON.values() for run in shown} == {run.name for run in COMMAND_RUNS}
    known = {*PRINTS, "what applies", "texts of the matrix"}
    assert all(set(run.rests_on) <= known for run in COMMAND_RUNS)
    held = {table.name for table in static_tables()}
    for own in (own for prints in PRINTS.values() for own in prints):
        name = own.table.name if isinstance(own, RowsPrint) else own.table
        assert name in held
        if isinstance(own, RowsPrint):
            assert {*own.keys, *own.values, *own.prose, *own.flag_fields} <= own.table.field_of.keys()
        else:
            assert isinstance(own, CellsPrint)


def test_every_table_that_people_fill_is_watched_or_named_as_one_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not other_prints()
    assert {table.name for table in static_tables() if table.collection} >= input_prints._NOT_WATCHED
    monkeypatch.setattr(input_prints, "_NOT_WATCHED", frozenset())
    prints = other_prints.__wrapped__()
    assert {*prints} == {
        "impact",
        "goal",
        "reflection",
        "kpis",
        "periods",
        "plans",
        "moves",
        "keys",
        "name questions",
        "kept words",
    }
    for name, fields in (("kpis", kpis.TABLE), ("plans", plans.TABLE)):
        watched = [(*part.values, *part.prose) for part in prints[name] if isinstance(part, RowsPrint)]
        assert {field for part in watched for field in part} | {*fields.key} >= {
            column.field for column in fields.columns if column.is_entry
        }


def test_a_new_table_that_people_fill_is_watched_by_validate(monkeypatch: pytest.MonkeyPatch) -> None:
    """In as many numbers as it takes; what is typed into it since Validate ran is named in its line."""
    monkeypatch.setattr(freshness, "other_prints", lambda: {"kpis": prints_of(kpis.TABLE)})
    monkeypatch.setattr(input_prints, "other_prints", lambda: {"kpis": prints_of(kpis.TABLE)})
    score, validate, _ = COMMAND_RUNS
    assert ("kpis" in score.inputs, "kpis" in validate.inputs) == (False, True)
    assert '"kpis"' in validate.formula(validate.inputs)
    lines = [row for row in rows(sample())["tblInputs"] if row["input"] == "kpis"]
    assert [row["part"] for row in lines] == ["1", "2"]
    before = [{**row, "at_validate": row["now"].value} for row in lines]
    assert validate.words("2026-11-22", before) == "Nothing has changed since Check ran on 2026-11-22."
    after = [{**before[0], "at_validate": -1}, before[1]]
    assert validate.words("2026-11-22", after).startswith("Changed since Check ran on 2026-11-22: kpis.")


LABELS = {"Score": "Score", "Validate": "Check", "Delta": "Steps"}
"""Command -> what its button says, and so the line."""
ALL_THREE, TWO = ("Score", "Validate", "Delta"), ("Score", "Validate")
BLANK = -1
WORDING = dict.fromkeys(("Validate", "Delta"), "texts of the matrix")
CHANGES: tuple[tuple[str, str, int | str, float | str, dict[str, str]], ...] = (
    ("tblAssessments", "Manager rating", 0, 9, dict.fromkeys(TWO, "ratings")),
    ("tblAssessments", "Evidence", BLANK, "Shown.", dict.fromkeys(TWO, "ratings")),
    ("tblPeople", "Active", 2, "No", dict.fromkeys(TWO, "people")),
    ("tblPeople", "Manager ID", 4, "E030", dict.fromkeys(TWO, "people")),
    ("tblResponses", "H1", 1, 9, dict.fromkeys(TWO, "responses")),
    ("tblWeights", "Weight", 0, 99, dict.fromkeys(ALL_THREE, "weights")),
    ("tblLevels", "Next levels", 0, "ZZ", dict.fromkeys(ALL_THREE, "levels")),
    ("tblSettings", "Value", 0, "X", dict.fromkeys(ALL_THREE, "settings")),
    ("tblSettings", "Value", COLLECT_COUNT, 35, {}),
    ("tblCompetencies", "Definition", 0, "Tested.", {"Validate": "definitions"}),
    ("tblCompetencies", "Expected rating", 0, 9, dict.fromkeys(ALL_THREE, "competencies")),
    ("tblMatrix_ENG", "", 0, "Tests every change before it is merged.", WORDING),
    ("tblMatrix_ENG", "", 0, "N/A", {"Score": "what applies"} | WORDING),
    ("tblRoadmap", "Owner", 0, "Somebody", {"Validate": "roadmap"}),
    ("tblBenefits", "Importance", 0, 9, {"Validate": "answers"}),
)
"""Table, header ("" the last column), row, what is typed, what each command then names.

A row is its number, BLANK for the first blank one, or what stands in it.
"""


@pytest.mark.libreoffice
def test_each_line_names_what_was_typed_since(office: Office, tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    snapshot = ClosedBook(path).read_snapshot()
    with office.open(path) as book:
        before = {tab: str(book.value(tab, "B5")) for tab in RESTS_ON}
        assert all("Nothing has changed since" in words for words in before.values())
        for name, header, place, typed, changed in CHANGES:
            table = find_table(snapshot, name)
            assert table is not None
            column = table.headers.index(header) if header else len(table.headers) - 1
            blank = (n for n, cells in enumerate(table.rows) if cells[0] and not cells[column])
            row = next(blank) if place == BLANK else place
            if isinstance(row, str):
                row = next(n for n, cells in enumerate(table.rows) if place in cells)
            cell, held = table.address(row, column), table.rows[row][column]
            assert held != typed
            book.set_value(table.sheet, cell, typed)
            for tab, shown in RESTS_ON.items():
                _check(book, tab, {run: changed.get(run, "") for run in shown})
            book.set_value(table.sheet, cell, held)  # type: ignore[arg-type]
            assert {tab: book.value(tab, "B5") for tab in RESTS_ON} == before, (name, header)


def _check(book: Document, tab: str, wanted: dict[str, str]) -> None:
    words = str(book.value(tab, "B5"))
    for run, name in wanted.items():
        if name:
            assert f"Changed since {LABELS[run]} ran on " in words, (tab, words)
            assert f": {name}. Run {LABELS[run]} again." in words, (tab, words)
        else:
            assert f"Nothing has changed since {LABELS[run]} ran on " in words, (tab, words)


@pytest.mark.libreoffice
def test_words_beside_figures_go_with_them(office: Office, tmp_path: Path) -> None:
    """Next steps and Two views: once a person's figures move on, the words of the last run are gone from that row."""
    path = demo_book(tmp_path / "a.xlsx")
    tables = ClosedBook(path).read_snapshot().tables
    rated, steps = tables["tblAssessments"], tables["tblNext"]
    employee, words = steps.headers.index("Employee ID"), steps.headers.index("In words")
    to, named = (
        steps.headers.index("Next level"),
        [rated.headers.index(n) for n in ("Employee ID", "Level ID", "Cycle")],
    )
    listed = {(cells[employee], cells[to], "2026-H2") for cells in steps.rows}
    row = next(n for n, cells in enumerate(rated.rows) if tuple(cells[at] for at in named) in listed)
    who = rated.rows[row][named[0]]
    with office.open(path) as book:
        before = [book.value(steps.sheet, steps.address(n, words)) for n in range(len(steps.rows))]
        assert "Figures have changed: run Score again" not in before
        book.set_value(rated.sheet, rated.address(row, rated.headers.index("Manager rating")), 1)
        after = [book.value(steps.sheet, steps.address(n, words)) for n in range(len(steps.rows))]
    moved = [n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert [steps.rows[n][employee] for n in moved] == [who]
    assert {after[n] for n in moved} == {"Figures have changed: run Score again"}


def test_a_workbook_of_the_version_before_is_brought_along(tmp_path: Path) -> None:
    """Without the tab and the columns that keep what was scored every command works; build and score add them."""
    path = demo_book(tmp_path / "a.xlsx")
    with Person(path) as person:
        person.drop_tab("Up to date")
        for table, headers in (
            ("tblNext", ("Figures as scored", "Gaps as scored", "As scored")),
            ("tblViews", ("As scored",)),
        ):
            for header in headers:
                person.drop_column(table, header)
    for name in ("validate", "score", "delta"):
        assert cli(name, path).code in (0, 1)
    tables = ClosedBook(path).read_snapshot().tables
    assert {"As scored", "Gaps as scored", "Figures as scored"} <= set(tables["tblNext"].headers)
    assert freshness.RUNS.name not in tables
    assert cli("build", path).code == 0
    assert cli("score", path).code == 0
    held = ClosedBook(path).read_snapshot().tables[freshness.RUNS.name]
    states = {row[0]: getattr(row[2], "value", None) for row in held.rows}
    assert str(states["Score"]).startswith("Nothing has changed since Score ran on ")
    assert states["Delta"] == "Steps has not run yet."


class _Open(MemoryBook):
    """A workbook that stands open: its formulas are worked out as soon as it changes."""

    calculates = True


@pytest.mark.parametrize("kind", [MemoryBook, _Open])
@pytest.mark.parametrize("name", ["build", "validate", "score", "delta"])
def test_what_formulas_look_up_follows_every_command(kind: type[MemoryBook], name: str, tmp_path: Path) -> None:
    """A formula cannot read a matrix by its name: what each level asks for stands in Levels, whatever table's case."""
    path = demo_book(tmp_path / "a.xlsx")
    with Person(path) as person:
        staff = person.headers("tblMatrix_ENG")[-1]
        person.type("tblMatrix_ENG", staff, {"Competency ID": "LRN"}, "N/A")
    snapshot = ClosedBook(path).read_snapshot()
    levels = snapshot.tables["tblLevels"]
    other = {own: held for own, held in snapshot.tables.items() if own != levels.name}
    snapshot = replace(snapshot, tables={**other, "TBLLEVELS": replace(levels, name="TBLLEVELS")})
    shelf = MemoryStorage()
    shelf.books[path] = kind(snapshot)
    command = find_command(name)
    perform(command, command.options(), storage=shelf, today=TODAY, path=path)
    left = find_table(shelf.books[path].snapshot, levels.name)
    assert left is not None
    asks = {row[0]: str(row[left.headers.index("Asks")]).split(";") for row in left.rows}
    assert "LRN" in asks["SE3"]
    assert "LRN" not in asks["SE4"]
