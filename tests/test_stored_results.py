"""A workbook shows the same words and figures before a program works it out as after: phones, previews and Excel's
Protected View show stored results and nothing else."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.clock import TODAY
from tests.support.office import Office
from tests.support.stored import formulas, untrue
from tests.support.typing_person import Person
from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.cells.cell import FormulaCell
from xl_addin.commands.demo import sample
from xl_addin.sheets import describe, rows
from xl_addin.sheets.stored_words import MOVED_ON

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder, every file as the demo leaves it."""
    folder = tmp_path_factory.mktemp("stored") / "out"
    assert cli("demo", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a workbook that asks for IDs, so that each can be typed."""
    folder = tmp_path_factory.mktemp("keyed") / "out"
    assert cli("demo", folder, "--ids").code == 0
    return folder


def _copy(company: Path, folder: Path) -> Path:
    path = folder / "larkspur.xlsx"
    for name in ("larkspur.xlsx", "larkspur.journal.sqlite"):
        shutil.copy(company / name, folder / name)
    return path


def test_every_file_of_the_demo_shows_what_it_would(company: Path, office: Office) -> None:
    made = [*company.glob("*.xlsx"), *company.glob("forms/*.xlsx"), *company.glob("packs/*.xlsx")]
    assert len(made) == 3 + 28 + 7
    assert [line for path in made for line in untrue(path, office)] == []
    assert formulas(company / "larkspur.xlsx") > 6500
    assert all(formulas(path) for path in made)


STEPS: tuple[Sequence[str], ...] = (
    ("build",),
    ("validate",),
    ("roadmap", "--start", "2027-01-11"),
    ("expand", "--add-track", "QA: Testing", "--from-starter", "engineering", "--from-track", "ENG", "--apply",
     "--titles", "SE1=QA1: Tester I; SE2=QA2: Tester II"),
    ("score",),
    ("delta",),
    ("expand", "--add-competency", "SEC: Security", "--definition", "Keeps data safe.", "--draft", "all", "--apply"),
    ("validate",),
    ("export", "--to", "forms"),
    ("collect", "--from", "forms", "--apply"),
    ("roadmap",),
)  # fmt: skip
"""Every command that writes into a workbook, some again after others."""


@pytest.mark.parametrize("start", ["inputs", "empty"])
def test_after_every_command(start: str, company: Path, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    if start == "empty":
        shutil.copy(company / "empty.xlsx", path)
    else:  # as somebody has typed it in; nothing has run yet
        typed = replace(sample(), matrices=(), weights=(), today=TODAY)
        FolderStorage().create(path, describe(typed), rows(typed))
    assert untrue(path, office) == []
    for name, *words in STEPS:
        told = cli(name, path, *(str(tmp_path / word) if word == "forms" else word for word in words))
        assert told.code in (0, 1) or start == "empty", told.err
        assert untrue(path, office) == [], name


def test_results_that_stand_are_shown_as_they_stand(keyed: Path, office: Office, tmp_path: Path) -> None:
    """Live figures follow the rows that the last Score wrote, whoever came, left or moved up since."""
    path = _copy(keyed, tmp_path)
    with Person(path) as person:
        known = person.rows("tblAssessments")
        mine = next(row for row in known if row["Cycle"] == "2026-H2" and row["Employee ID"] == "E013")
        level, other = mine["Level ID"], next(row["Level ID"] for row in known if row["Level ID"] != mine["Level ID"])
        person.type("tblAssessments", "Manager rating", _key(mine), 1)
        person.type("tblPeople", "Active", {"Employee ID": "E004"}, "No")
        person.type("tblPeople", "Level ID", {"Employee ID": "E013"}, other)
        person.add("tblAssessments", {**_key(mine), "Level ID": other, "Manager rating": 4, "Self rating": 2})
        person.add("tblPeople", {"Employee ID": "E900", "Name": "New Person", "Track ID": "ENG", "Level ID": level})
        person.add("tblAssessments", {**_key(mine), "Employee ID": "E900", "Manager rating": 5, "Self rating": 5})
        person.add("tblAssessments", {**_key(mine), "Employee ID": "E900", "Cycle": "2027-H1", "Manager rating": 5})
        for row in known:
            if row["Employee ID"] == "E005":
                person.type("tblAssessments", "Manager rating", _key(row), None)
            elif row["Employee ID"] == "E006":
                person.drop_row("tblAssessments", _key(row))
    assert cli("validate", path).code == 1
    assert untrue(path, office) == []
    scored = {row["Employee ID"]: row for row in _stored(path, "tblScores") if row["Cycle"] == "2026-H2"}
    for unrated in ("E005", "E006"):
        shown = [scored[unrated][name] for name in ("Applicable", "Rated", "Met", "Coverage", "Score", "Asked weight")]
        assert shown == [8, 0, 0, 0, "", 100]
    with Person(path) as person:
        person.type("tblSettings", "Value", {"Setting": "cycle"}, "2026-H1")
        person.type("tblWeights", "Weight", {"Track ID": "ENG", "Competency ID": mine["Competency ID"]}, 40)
    assert cli("delta", path).code == 0
    assert untrue(path, office) == []
    assert cli("score", path).code == 0
    assert untrue(path, office) == []


def test_next_steps_follow_the_matrix(keyed: Path, office: Office, tmp_path: Path) -> None:
    """What a level asks for is told by its matrix as it stands, not as it stood when Score ran."""
    path = _copy(keyed, tmp_path)
    before = _next_figures(path, "SE4")
    with Person(path) as person:
        staff = next(header for header in person.headers("tblMatrix_ENG") if header.endswith("(SE4)"))
        text = person.cell("tblMatrix_ENG", staff, {"Competency ID": "LRN"}).value
        person.type("tblMatrix_ENG", staff, {"Competency ID": "LRN"}, "N/A")
    for name in ("validate", "score"):
        assert cli(name, path).code in (0, 1)
        assert untrue(path, office) == []
        assert [row[1] for row in _next_figures(path, "SE4")] == [87.5] * len(before)
    with Person(path) as person:
        person.type("tblMatrix_ENG", staff, {"Competency ID": "LRN"}, text)
    assert cli("validate", path).code in (0, 1)
    assert untrue(path, office) == []
    assert [row[1:] for row in _next_figures(path, "SE4")] == [row[1:] for row in before]
    assert {row[0] for row in _next_figures(path, "SE4")} == {MOVED_ON}


def _next_figures(path: Path, level: str) -> list[tuple[object, ...]]:
    """What Next steps stores for everybody whose next level it is: words, weight asked, coverage."""
    names = ("In words", "Asked weight", "Coverage")
    found = [tuple(row[n] for n in names) for row in _stored(path, "tblNext") if row["Next level"] == level]
    assert found
    return found


def _stored(path: Path, name: str) -> list[dict[str, object]]:
    """A table's rows by header, with the results that are stored."""
    table = ClosedBook(path).read_snapshot().tables[name]
    return [
        dict(zip(table.headers, (cell.value if isinstance(cell, FormulaCell) else cell for cell in row), strict=True))
        for row in table.rows
    ]


def _key(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("Cycle", "Employee ID", "Competency ID", "Level ID")}
