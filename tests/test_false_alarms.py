"""Nothing is found in a workbook nobody touched, whoever saved it last; what is wrong is called what it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import CHECKOUT
from tests.support.dropped import as_excel_writes, without_results
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.support.stored import stored
from tests.support.typing_person import Person
from tests.test_cli import cli, demo_book
from xl_addin.books.closed_file import ClosedBook
from xl_addin.layout.describe import Formula
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import canonical_formula
from xl_addin.model.answers import BENEFITS, BenefitRating
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import facts_of
from xl_addin.roadmap.actions import ACTIONS
from xl_addin.sheets import benefits, describe, rows
from xl_addin.sheets.reading import read_dataset

STARTERS = sorted(path.stem for path in (CHECKOUT / "workbook_templates" / "starters").glob("*.txt"))
COMMANDS = ("validate", "score", "build", "roadmap", "delta", "expand --draft all")


def told(line: str, book: Path) -> Any:
    name, *words = line.split()
    done = cli(name, book, *words, "--json")
    assert done.code in (0, 1), done.err
    return done.data


def findings(book: Path) -> list[tuple[str, str, str]]:
    """(rule, cell, message) of what is open."""
    return [(f["code"], f"{f['sheet']}!{f['cell']}", f["message"]) for f in told("validate", book)["findings"]]


def case(shared: Path, name: str, folder: Path) -> Path:
    copy = folder / Path(name).name
    shutil.copyfile(shared / "data/cases" / name, copy)
    return copy


# --- stored results


def test_without_stored_results_every_command_says_the_same(tmp_path: Path) -> None:
    whole, bare = demo_book(tmp_path / "whole.xlsx"), without_results(demo_book(tmp_path / "bare.xlsx"))
    formulas = [cell for cells in ClosedBook(bare).read_snapshot().formulas.values() for cell in cells.values()]
    assert formulas
    assert {cell.value for cell in formulas} == {None}
    for name in COMMANDS:
        assert told(name, bare) == told(name, whole), name


def test_forms_are_the_same_without_stored_results(tmp_path: Path) -> None:
    made = []
    for name in ("whole", "bare"):
        folder = tmp_path / name
        folder.mkdir()
        book = demo_book(folder / "a.xlsx")
        if name == "bare":
            without_results(book)
        assert cli("export", book, "--to", folder / "forms", "--json").code in (0, 1)
        forms = sorted((folder / "forms").rglob("*.xlsx"))
        made.append({path.name: ClosedBook(path).read_snapshot().tables for path in forms})
    assert len(made[0]) > 20
    assert made[0] == made[1]


def test_every_formula_of_ours_in_a_column_people_fill_is_declared(tmp_path: Path) -> None:
    """Else its stored result would be read as what somebody typed, and a missing one be an error."""
    data = read_dataset(ClosedBook(demo_book(tmp_path / "a.xlsx")).read_snapshot()).data
    filled, seen = rows(data), 0
    for name, (_, table) in describe(data).tables.items():
        for row in filled.get(name, ()):
            for column in table.columns:
                value = row.get(column.field)
                if column.is_input and isinstance(value, Formula):
                    seen += 1
                    assert canonical_formula(value.text) in column.looked_up, (name, column.field, value.text)
    assert seen


def test_formulas_that_excel_spells_its_own_way_are_still_ours(tmp_path: Path) -> None:
    """Nothing is found in them, and their results follow what is typed."""
    shown = []
    for name in ("ours", "excel"):
        book = demo_book(tmp_path / f"{name}.xlsx")
        with Person(book) as person:  # what it saves has no results
            for row in person.rows("tblResponses")[:4]:
                person.type("tblResponses", "H1", {"Respondent": row["Respondent"]}, 1)
        if name == "excel":
            texts = [text for text, _ in stored(as_excel_writes(book)).values()]
            # the figures of answers, the prints of tables; what names a column too stays as it is
            for part, least in (("tblResponses[#All]", 100), ("[#Headers]<>", 1), ("[[#Headers],[Key]]", 100)):
                assert sum(part in text for text in texts) >= least, part
        assert not [one for one in findings(book) if one[0] == "V03"]
        told("score", book)
        shown.append({cell: value for cell, (_, value) in stored(book).items()})
    assert None not in shown[0].values()
    assert shown[1] == shown[0]


@pytest.mark.shared
def test_a_workbook_that_openpyxl_saved_has_no_false_finding(shared: Path, tmp_path: Path) -> None:
    book = case(shared, "workbook/workbook_resaved_by_openpyxl.xlsx", tmp_path)
    assert {code for code, _, _ in findings(book)} == {"G05"}


def test_a_formula_of_a_persons_own_without_a_result_is_still_told(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    weights = book["Weights"]
    weight = next(cell.column for cell in weights[6] if cell.value == "Weight")
    weights.cell(7, weight).value = "=100-1"
    book["KPIs"]["H7"] = "=1+1"
    book.save(path)
    assert {place for code, place, _ in findings(path) if code == "V03"} == {
        f"Weights!{weights.cell(7, weight).coordinate}",
        "KPIs!H7",
    }


# --- nobody touched it


@pytest.mark.parametrize("name", ["", *STARTERS])
def test_a_new_workbook_has_no_misfit(name: str, tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    assert cli("new", "--ids", book, *(["--starter", name] if name else [])).code == 0
    assert cli("build", book).code == 0
    assert not [found for found in findings(book) if found[0].startswith("V")]


def test_libreoffice_saving_it_makes_no_finding(office: Office, tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    before = findings(book)
    saved = tmp_path / "saved.xlsx"
    with office.open(book) as document:
        document.store(saved)
    assert findings(saved) == before


# --- columns and merges


@pytest.mark.shared
def test_a_merged_cell_is_called_merged(shared: Path, tmp_path: Path) -> None:
    book = case(shared, "workbook/matrix_cells_merged.xlsx", tmp_path)
    assert [found for found in findings(book) if found[0] != "G05"] == [
        ("V06", "Matrix ENG!H7", "Ownership at Staff software engineer is merged into its neighbour G7.")
    ]


def _headers(path: Path, tab: str, wanted: dict[str, str]) -> None:
    """Retype headers of a tab, in the cells and in its table."""
    book = openpyxl.load_workbook(path)
    sheet = book[tab]
    for cell in sheet[6]:
        if cell.value in wanted:
            cell.value = wanted[cell.value]
    for table in sheet.tables.values():
        for column in table.tableColumns:
            column.name = wanted.get(column.name, column.name)
    book.save(path)


def test_headers_nobody_knows_are_one_line_that_names_them(tmp_path: Path) -> None:
    book = demo_book(tmp_path / "a.xlsx")
    _headers(book, "People", {"Employee ID": "Kennung", "Name": "Wer", "Team": "Wo"})
    told_now = [found for found in findings(book) if found[0] == "V04"]
    assert told_now == [
        (
            "V04",
            "People!B6",
            'People lacks the columns "Employee ID", "Name" and "Team"; not known there: "Kennung", "Wer" and "Wo".',
        )
    ]


def test_a_missing_column_that_may_be_blank_is_a_hint(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "a.xlsx")
    before = told("validate", path)
    book = openpyxl.load_workbook(path)
    sheet = book["People"]
    last = next(n for n in range(2, 30) if sheet.cell(6, n).value is None) - 1
    title = sheet.cell(6, last).value
    table = sheet.tables["tblPeople"]
    table.tableColumns.pop()
    first, end = table.ref.split(":")
    table.ref = f"{first}:{openpyxl.utils.get_column_letter(last - 1)}{end.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
    table.autoFilter.ref = table.ref
    for row in range(6, sheet.max_row + 1):
        sheet.cell(row, last).value = None
    book.save(path)
    after = told("validate", path)
    new = [f for f in after["findings"] if f["code"] == "V04"]
    assert [(f["severity"], f["message"]) for f in new] == [
        ("info", f'People lacks the column "{title}", which counts as blank.')
    ]
    errors = [sum(f["severity"] == "error" for f in data["findings"]) for data in (before, after)]
    assert errors[0] == errors[1]


# --- where a finding leads


def test_a_finding_about_a_setting_leads_to_its_value(tmp_path: Path) -> None:
    book = tmp_path / "new.xlsx"
    assert cli("new", "--ids", book).code == 0
    sheet = openpyxl.load_workbook(book)["Settings"]
    at = {sheet.cell(row, 3).value: f"Settings!D{row}" for row in range(7, sheet.max_row + 1)}
    named = {place: message for code, place, message in findings(book) if code == "T03"}
    assert named
    for place, message in named.items():
        assert place == at[message.split('"')[1]]


# --- looks


def _look(path: Path, competency: str) -> dict[str, Any]:
    """How a column of the heat map looks."""
    sheet = openpyxl.load_workbook(path)["Team"]
    header = next(cell for cell in sheet[6] if cell.value == competency)
    below = sheet.cell(7, header.column)
    rules = [
        (rule.formula[0].replace(f"${header.column_letter}7", "it"), rule.dxf.fill.bgColor.rgb)
        for area in sheet.conditional_formatting
        for rule in sorted(area.rules, key=lambda rule: rule.priority)
        if below.coordinate in area
    ]
    return {
        "rotation": header.alignment.textRotation,
        "header": header.fill.start_color.rgb,
        "height": sheet.row_dimensions[6].height,
        "format": below.number_format,
        "align": below.alignment.horizontal,
        "rules": rules,
        "width": next(d.width for d in sheet.column_dimensions.values() if d.min <= header.column <= d.max),
    }


@pytest.fixture(scope="module")
def usual_look(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demo's, whose heat map was painted with its competencies."""
    path = tmp_path_factory.mktemp("look") / "new.xlsx"
    assert cli("new", "--ids", path, "--starter", "engineering").code == 0
    return _look(path, "Ownership")


def test_a_heat_map_begun_without_a_starter_looks_as_usual(usual_look: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert cli("new", "--ids", path).code == 0
    with Person(path) as person:
        for number, name in enumerate(("Ownership", "Planning"), 1):
            person.add("tblCompetencies", {"Competency ID": f"C{number}", "Competency": name, "Definition": name})
    assert cli("score", path).code in (0, 1)
    assert [_look(path, name) for name in ("Ownership", "Planning")] == [usual_look] * 2
    assert len(usual_look["rules"]) == 4
    once = path.read_bytes()
    assert cli("score", path).code in (0, 1)
    assert path.read_bytes() == once


@pytest.mark.shared
def test_a_heat_map_that_was_left_without_a_look_gets_it(
    usual_look: dict[str, Any], shared: Path, tmp_path: Path
) -> None:
    path = case(shared, "framework/team-unformatted-pure-product.xlsx", tmp_path)
    assert cli("score", path).code in (0, 1)
    assert lint(path.read_bytes()) == []
    assert _look(path, "Ownership") == _look(path, "Shared learning") == usual_look


# --- words


def test_ties_are_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert cli("new", "--ids", path).code == 0
    with Person(path) as person:
        for key in ("B1", "B2"):
            person.type("tblBenefits", facts_of(BenefitRating)["rating"].title, {"Key": key}, 5)
    assert cli("score", path).code in (0, 1)
    data = read_dataset(ClosedBook(path).read_snapshot()).data
    assert benefits.BENEFIT_QUESTIONS.top_words(data.benefits) == f"{BENEFITS[0].text} (and 1 more)"


def test_the_roadmap_says_who_usually_owns_an_action(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert cli("new", "--ids", path).code == 0
    with Person(path) as person:
        shown = {row["Key"]: row["Usually"] for row in person.rows("tblRoadmap")}
        assert shown == {action.key: action.usually for action in ACTIONS}
        assert all(shown.values())
        owners = person.column("tblRoadmap", "Owner")
    assert owners == [None] * len(ACTIONS)


def test_no_colour_holds_on_a_blank_row_of_a_results_table(office: Office, tmp_path: Path) -> None:
    """A table that grows has its colours reach far below it; a condition that holds on nothing paints it all."""
    path = tmp_path / "blank.xlsx"
    tints = [
        (sheet.name, table.name, tint.formula.format(**{column.field: "$Z$99" for column in table.columns}))
        for sheet in describe(Dataset(settings=read_dataset(Snapshot()).data.settings)).sheets
        for table in sheet.tables
        if table.spare
        for tint in (sheet.tints or {}).get(table.name, ())
    ]
    assert tints
    book = openpyxl.Workbook()
    for row, (_, _, formula) in enumerate(tints, 1):
        book.active.cell(row, 1).value = f"=IF(IFERROR({formula},FALSE),1,0)"
    book.save(path)
    with office.open(path) as document:
        held = [cell[0] for cell in document.block("Sheet", f"A1:A{len(tints)}")]
    assert [tint for tint, value in zip(tints, held, strict=True) if value] == []
