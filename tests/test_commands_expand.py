"""Expand and delta on workbooks: what they show, what they add, and that nothing a person typed is ever lost."""

import csv
import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.comments
import openpyxl.styles
import openpyxl.utils
import pytest

from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.cells.cell import FormulaCell
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.parse import find_columns
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.statements import is_draft
from xl_addin.sheets import describe, rows
from xl_addin.sheets.levels import TABLE as LEVELS
from xl_addin.sheets.reading import read_dataset

TODAY = dt.date(2026, 11, 22)
BOOK = Path("a.xlsx")


def shelf() -> MemoryStorage:
    data = sample()
    made = MemoryStorage()
    made.books[BOOK] = MemoryBook(snapshot_of(describe(data), rows(data)))
    return made


def run(storage: Any, name: str, path: Path = BOOK, **words: object) -> Outcome:
    own = all_commands()[name]
    return perform(own, own.options.model_validate(words), storage=storage, today=TODAY, path=path)


def held(storage: MemoryStorage) -> Dataset:
    return read_dataset(storage.books[BOOK].read_snapshot(), TODAY).data


BETWEEN: dict[str, Any] = {"add_level": "SE2a: Software engineer II+", "after": "SE2"}


def test_without_apply_nothing_changes() -> None:
    storage = shelf()
    before = storage.books[BOOK].snapshot
    shown = run(storage, "expand", **BETWEEN, draft="ENG")
    assert storage.books[BOOK].snapshot == before
    assert shown.clean
    assert not shown.data["applied"]
    assert "--apply" in shown.next
    plan = shown.data["plan"]
    assert [level["id"] for level in plan["levels"]] == ["SE2a"]
    assert plan["columns"] == [{"track": "ENG", "level": "SE2a"}]
    assert {text["level"] for text in plan["texts"]} == {"SE2a"}
    assert all(is_draft(text["text"]) for text in plan["texts"])
    assert any("SE2a" in line for line in shown.lines)


def test_the_plan_is_what_is_applied() -> None:
    storage = shelf()
    before = held(storage)
    plan = run(storage, "expand", **BETWEEN, draft="ENG", apply=True).data["plan"]
    after = held(storage)
    assert {level.id for level in after.levels} - {level.id for level in before.levels} == {"SE2a"}
    assert "SE2a" in after.matrix["ENG"].levels
    for text in plan["texts"]:
        assert after.matrix["ENG"].text[text["competency"], "SE2a"].text == text["text"]
    for change in plan["changes"]:
        assert after.level[change["id"]].rank != before.level[change["id"]].rank or change["field"] != "Rank"
    old = {key: cell.text for matrix in before.matrices for key, cell in matrix.text.items()}
    new = {key: cell.text for matrix in after.matrices for key, cell in matrix.text.items()}
    assert {key: new[key] for key in old} == old
    assert run(storage, "build").data["changes"] == 0
    assert not run(storage, "expand", draft="ENG").data["plan"]["texts"]
    findings = run(storage, "validate").data["findings"]
    assert {f["code"] for f in findings} >= {"F11"}
    assert not {"F01", "F02", "F03", "T01", "T02"} & {f["code"] for f in findings if "SE2a" in f["message"]}


def test_a_competency_gets_its_rows_and_a_blank_weight() -> None:
    storage = shelf()
    run(storage, "expand", add_competency="SEC: Security", tracks="ENG", theme="Functional", apply=True,
        definition="Keeps data safe from misuse.", draft="all")  # fmt: skip
    data = held(storage)
    assert data.competency["SEC"].tracks == ("ENG",)
    assert data.matrix["ENG"].text["SEC", "SE1"].text.startswith("DRAFT With help, keeps data safe from misuse.")
    assert "SEC" not in {row.competency for row in data.matrix["EM"].rows}
    assert [w.weight for w in data.weights if w.competency == "SEC"] == [None]
    assert run(storage, "build").data["changes"] == 0


def test_tracks_come_empty_from_a_track_or_from_a_starter() -> None:
    storage = shelf()
    run(storage, "expand", add_track="OPS: Operations", add_level="OP1: Operator", apply=True)
    run(storage, "expand", add_track="QA: Testing", from_track="ENG", titles="SE1=QA1: Tester I; SE2=QA2: Tester II",
        apply=True)  # fmt: skip
    run(storage, "expand", add_track="CARE: Care", from_starter="customer_success", from_track="CSM", titles=_care(),
        apply=True)  # fmt: skip
    data = held(storage)
    assert [level.id for level in data.levels_of("OPS")] == ["OP1"]
    assert [level.id for level in data.levels_of("QA")] == ["QA1", "QA2"]
    assert data.reflections[-1].track == "CARE"
    assert data.cell_counts("CARE")[0] == data.cell_counts("CARE")[1] > 0
    assert data.cell_counts("QA")[0] > 0
    assert all(is_draft(cell.text) for cell in data.matrix["QA"].cells if cell.text)
    assert run(storage, "build").data["changes"] == 0
    assert run(storage, "delta").clean


def _care() -> str:
    starter = sample()
    return "; ".join(f"{v.id}=CA{n}: Care {n}" for n, v in enumerate(starter.levels_of("CSM"), 1))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, "what to add"),
        ({"add_level": "SE2: Again", "after": "SE1"}, "taken"),
        ({"add_level": "SE9: Lost"}, "was not told where the level goes"),
        ({"add_level": "SE9: Lost", "tracks": "ENG; EM"}, "one track only"),
        ({"add_level": "SE9: Lost", "tracks": "EM", "after": "SE2"}, "level SE2: is on the track ENG"),
        ({"add_level": "SE9: Lost", "after": "SE9"}, "level SE9: is not in the workbook"),
        ({"add_level": "SE9: Lost", "before": "SE1", "after": "SE4"}, "is no next level of SE4: give only one"),
        ({"after": "SE2"}, "--after: goes with --add-level: give both"),
        ({"add_level": "SE9", "after": "SE2", "theme": "Impact"}, "--theme: goes with --add-competency"),
        ({"add_track": "QA", "titles": "SE1=QA1"}, "--titles: goes with --from-track or --from-starter"),
        ({"add_track": "QA", "from_track": "ENG", "titles": "=QA1"}, "titles =QA1: names no new level"),
        ({"draft": "NONE"}, "not in the workbook"),
        ({"add_track": "QA", "from_track": "ENG"}, "ids of their own"),
        ({"add_track": "QA", "from_starter": "nowhere"}, "starter"),
        ({"add_track": "QA", "from_starter": "customer_success"}, "several tracks"),
        ({"long": "out.pdf"}, "neither"),
    ],
)
def test_what_cannot_be_done_is_said(words: dict[str, Any], told: str) -> None:
    storage = shelf()
    before = storage.books[BOOK].snapshot
    with pytest.raises(Stop, match=told):
        run(storage, "expand", **words, apply=True)
    assert storage.books[BOOK].snapshot == before


def _with_cell(storage: MemoryStorage, table: str, row: int, field: str, content: Any) -> None:
    """A cell as a person left it."""
    book = storage.books[BOOK]
    snapshot = book.snapshot
    data = snapshot.tables[table]
    described = read_dataset(snapshot).tables[table]
    lines = [list(line) for line in data.rows]
    lines[row][find_columns(data, described)[field]] = content
    changed = type(data)(data.name, data.sheet, data.top, data.left, data.headers, tuple(map(tuple, lines)))
    tables = {**snapshot.tables, table: changed}
    book.snapshot = type(snapshot)(snapshot.sheets, tables, snapshot.properties, snapshot.date1904)


def test_a_formula_in_a_rank_is_not_written_over() -> None:
    storage = shelf()
    row = next(level.row for level in held(storage).levels if level.id == "SE3")
    _with_cell(storage, LEVELS.name, row, "rank", FormulaCell("2+1", 3))
    with pytest.raises(Stop, match="is a formula"):
        run(storage, "expand", **BETWEEN, apply=True)


@pytest.mark.parametrize("content", [FormulaCell('IF(1=2,"x","")', ""), "x" * 5000, " "])
def test_a_cell_that_only_reads_as_empty_gets_no_proposal(content: Any) -> None:
    storage = shelf()
    cell = held(storage).matrix["ENG"].text["OWN", "SE2"]
    _with_cell(storage, "tblMatrix_ENG", cell.row, "SE2", content)
    found = run(storage, "expand", draft="ENG", apply=True)
    assert found.data["plan"]["texts"] == []


def test_the_long_form_comes_as_text_and_as_a_workbook(tmp_path: Path) -> None:
    storage = shelf()
    told = run(storage, "expand", long=tmp_path / "a.csv")
    assert "statements" in told.sentence
    lines = list(csv.DictReader(storage.texts[tmp_path / "a.csv"].removeprefix("\ufeff").splitlines()))
    run(storage, "expand", long=tmp_path / "a.xlsx")
    table = storage.books[tmp_path / "a.xlsx"].snapshot.tables["tblStatements"]
    assert len(table.rows) == len(lines) > 200
    assert table.headers == tuple(lines[0])


def test_delta_fills_steps_and_paths() -> None:
    storage = shelf()
    found = run(storage, "delta")
    tables = storage.books[BOOK].snapshot.tables
    assert {"ENG", "EM", "CSM", "CM"} == {row[0] for row in tables["tblSteps"].rows}
    assert len(tables["tblPaths"].rows) == len(found.data["paths"])
    data = held(storage)
    assert set(found.data["distances"]) == set(data.level)
    assert found.data["distances"]["SE1"]["SE2"] == pytest.approx(1)
    again = storage.books[BOOK].snapshot
    run(storage, "delta")
    assert storage.books[BOOK].snapshot == again


# --- on a file, with a person in between


def table_rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table of ours that people type in, row by row."""
    person = Person(path)
    names = [n for tab in person.book.worksheets for n in tab.tables if n not in RESULTS]
    return {name: person.rows(name) for name in names}


RESULTS = {"tblFindings", "tblCriteria", "tblTrackSummary", "tblSteps", "tblPaths", "tblScores", "tblTeam"}
OURS = {"Asks", "Cells written", "Cells to write", "Track total", "Weight"}


def hand_edits(path: Path, chance: random.Random) -> None:
    with Person(path) as person:
        tab, _ = person.table("tblMatrix_ENG")
        top, left, bottom, right = person.box("tblMatrix_ENG")
        for _n in range(4):
            row, column = chance.randint(top + 1, bottom), chance.randint(left + 3, right)
            tab.cell(row, column).value = chance.choice(["Typed by hand.\nTwice.", "'=quoted", "Ünï 𝔘 ✓", " padded "])
        tab.cell(bottom + 40, left).value = f"note {chance.random()}"
        person.type("tblCompetencies", "Definition", {"Competency ID": "OWN"}, f"Own words {chance.random()}")
        if "My notes" not in person.headers("tblLevels"):
            person.widen("tblLevels", len(person.headers("tblLevels")), "My notes", ["mine", None, "also mine"])


WISHES: tuple[dict[str, Any], ...] = (
    {"add_level": "SE2a: Step", "after": "SE2", "draft": "ENG"},
    {"add_competency": "SEC: Security", "draft": "all"},
    {"add_level": "SE0: Trainee", "before": "SE1"},
    {"add_track": "QA: Testing", "from_track": "ENG", "titles": "SE1=QA1: Tester; SE2=QA2: Tester II"},
    {"draft": "all"},
)


@pytest.mark.parametrize("seed", [1, 2])
def test_expand_validate_edit_and_expand_again_loses_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "a.xlsx"
    new = all_commands()["new"]
    perform(
        new,
        new.options.model_validate({"file": path, "starter": ("engineering",), "ids": True}),
        storage=FolderStorage(),
        today=TODAY,
    )
    for wish in [*chance.sample(WISHES[:4], 3), WISHES[4]]:
        hand_edits(path, chance)
        before, notes = table_rows(path), loose(path)
        plan = run(FolderStorage(), "expand", path, **wish, apply=True).data["plan"]
        assert lint(path) == []
        after = table_rows(path)
        allowed = {(c["table"], c["id"], c["field"]) for c in plan["changes"]}
        for name, old in before.items():
            for row, now in zip(old, after[name], strict=False):
                key = next(iter(row.values()))
                for header, value in row.items():
                    if header in OURS or (name, key, header) in allowed or value is None:
                        continue
                    assert now[header] == value, (name, key, header)
            assert len(after[name]) >= len(old)
        assert notes <= loose(path)
        run(FolderStorage(), "validate", path)
        run(FolderStorage(), "delta", path)
        assert lint(path) == []
    run(FolderStorage(), "score", path)
    assert run(FolderStorage(), "build", path).data["changes"] == 0


def loose(path: Path) -> set[str]:
    """The notes a person left beside the tables."""
    book = openpyxl.load_workbook(path)
    return {str(c.value) for tab in book for line in tab.iter_rows() for c in line if str(c.value).startswith("note ")}


def test_a_level_stands_between_its_neighbours_and_all_that_belongs_to_the_others_moves_along(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    new = all_commands()["new"]
    perform(
        new,
        new.options.model_validate({"file": path, "starter": ("engineering",), "ids": True}),
        storage=FolderStorage(),
        today=TODAY,
    )
    with Person(path) as person:
        tab, _ = person.table("tblMatrix_ENG")
        top, left, bottom, right = person.box("tblMatrix_ENG")
        person.widen("tblMatrix_ENG", right - left + 1, "Own", ["mine"], "")
        person.widen("tblMatrix_ENG", right - left + 2, "Length", (), f"LEN({L(right)}{{row}})")
        tab.cell(top + 1, right).comment = openpyxl.comments.Comment("look here", "me")
        tab.cell(top + 2, right).font = openpyxl.styles.Font(bold=True, color="FF00AA00")
        tab.column_dimensions[L(right + 1)].width = 17
        person.note("Start", "Z99", f"='Matrix ENG'!{L(right)}{top + 1}")
        person.note("Start", "Z98", f"=COUNTA('Matrix ENG'!${L(left + 3)}${top + 1}:${L(right)}${bottom})")
    run(FolderStorage(), "expand", path, **BETWEEN, apply=True)
    assert lint(path) == []
    with Person(path) as person:
        headers = person.headers("tblMatrix_ENG")
        ids = [header.rpartition("(")[2].rstrip(")") for header in headers]
        assert ids[3:] == ["SE1", "SE2", "SE2a", "SE3", "SE4", "Own", "Length"]
        tab, _ = person.table("tblMatrix_ENG")
        assert [cell.value for cell in tab[top][left - 1 : right + 3]] == headers
        assert tab.cell(top + 1, right + 1).comment.text == "look here"
        assert tab.cell(top + 1, right).comment is None
        assert tab.cell(top + 2, right + 1).font.bold
        assert tab.column_dimensions[L(right + 2)].width == 17
        assert tab.cell(top + 1, right + 2).value == "mine"
        assert tab.cell(top + 1, right + 3).value == f"=LEN({L(right + 1)}{top + 1})"
        start = person.book["Start"]
        assert start["Z99"].value == f"='Matrix ENG'!{L(right + 1)}{top + 1}"
        assert start["Z98"].value == f"=COUNTA('Matrix ENG'!${L(left + 3)}${top + 1}:${L(right + 1)}${bottom})"
        assert person.rows("tblMatrix_ENG")[0]["Own"] == "mine"
        written = f"tblMatrix_ENG[[{headers[6]}]]"
        assert any(written in str(value) for value in person.column("tblTracks", "Cells written"))
    run(FolderStorage(), "delta", path)
    assert run(FolderStorage(), "build", path).data["changes"] == 0


def L(column: int) -> str:  # noqa: N802 - reads as the letters it gives
    """A column number as letters."""
    return str(openpyxl.utils.get_column_letter(column))
