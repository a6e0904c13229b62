"""A workbook that asks for names, opened in an office program: keys, labels, counts and lists are what Python says."""

from __future__ import annotations

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
from xl_addin.commands.demo import sample
from xl_addin.model.ladder import CompetencyRow, LadderRow
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.starter_dataset import dataset_of

pytestmark = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company by names, as it is painted; nothing has run yet."""
    path = tmp_path_factory.mktemp("names") / "names.xlsx"
    data = ask_for_names(replace(sample(), today=TODAY))
    FolderStorage().create(path, describe(data), rows(data))
    return path


def copy(path: Path, folder: Path) -> Path:
    new = folder / path.name
    new.write_bytes(path.read_bytes())
    return new


def test_every_stored_result_is_what_is_worked_out(company: Path, office: Office, tmp_path: Path) -> None:
    path = copy(company, tmp_path)
    assert untrue(path, office) == []
    assert formulas(path) > 5_000
    for command in ("build", "validate", "score"):
        assert cli(command, path).code in (0, 1)
        assert untrue(path, office) == [], command


def test_after_edits_of_every_kind(company: Path, office: Office, tmp_path: Path) -> None:
    path = copy(company, tmp_path)
    with Person(path) as person:
        ladder = person.rows("tblLadder")
        first, second = ladder[0]["Track"], ladder[1]["Track"]
        title = next(ladder[0][f"Step {n}"] for n in range(2, 13) if ladder[0][f"Step {n}"])
        person.type(
            "tblLadder",
            next(h for h in person.headers("tblLadder") if ladder[0][h] == title),
            {"Track": first},
            "Renamed level",
        )
        person.type("tblLadder", "Track", {"Track": second}, "Renamed track")
        name = person.rows("tblPeople")[0]["Name"]
        person.type("tblPeople", "Team", {"Name": name}, "Another team")
    assert cli("build", path).code == 1
    assert untrue(path, office) == []
    assert cli("build", path, "--same", f"Renamed level={title}", "--same", f"Renamed track={second}").code == 0
    assert untrue(path, office) == []
    assert cli("build", path).code == 0
    assert untrue(path, office) == []


def test_more_tracks_than_columns_of_marks(office: Office, tmp_path: Path) -> None:
    """The new columns stand at the right, under the names of their tracks."""
    path, tracks = tmp_path / "new.xlsx", range(13)
    data = replace(
        ask_for_names(replace(dataset_of([]), today=TODAY)),
        ladder=tuple(LadderRow(name=f"Track {n}", step_1=f"One {n}", step_2=f"Two {n}") for n in tracks),
        competency_rows=tuple(CompetencyRow(name=f"Care {n}", definition="How people are met.") for n in range(6)),
    )
    FolderStorage().create(path, describe(data), rows(data))
    assert untrue(path, office) == []
    with Person(path) as person:
        for n in tracks:
            person.add("tblPeople", {"Name": f"Ana {n}", "Track": f"Track {n}", "Level": f"Two {n}"})
    assert cli("build", path).code in (0, 1)
    assert untrue(path, office) == []
    marks = ClosedBook(path).read_snapshot().tables["tblMarks"]
    assert marks.headers[-3:] == ("T11", "T12", "T13")
    with office.open(path) as document:
        labels = document.block("Framework", f"A{marks.top - 1}:Z{marks.top - 1}")[0]
    assert [text for text in labels if str(text).startswith("Track ")] == [f"Track {n}" for n in tracks]
    before = path.read_bytes()
    assert cli("build", path).code in (0, 1)
    assert path.read_bytes() == before


def test_a_level_typed_by_name_is_known_at_once(company: Path, office: Office, tmp_path: Path) -> None:
    path = copy(company, tmp_path)
    snapshot = ClosedBook(path).read_snapshot()
    people, ladder = snapshot.tables["tblPeople"], snapshot.tables["tblLadder"]
    at = {head: place for place, head in enumerate(people.headers)}

    def spot(row: int, head: str) -> str:
        return people.address(row, at[head])

    tracks = {str(row[0]): [str(title) for title in row[2:14] if title] for row in ladder.rows if row[0]}
    track, level = str(people.rows[0][at["Track"]]), people.rows[0][at["Level"]]
    other = next(title for title in tracks[track] if title != level)
    key = next(
        line[snapshot.tables["tblLevels"].headers.index("Level ID")]
        for line in snapshot.tables["tblLevels"].rows
        if other in line
    )
    manager = str(people.rows[4][at["Name"]])
    with office.open(path) as document:
        document.set_value("People", spot(0, "Level"), other)
        document.set_value("People", spot(0, "Manager"), manager)
        document.recalculate()
        assert document.value("People", spot(0, "Level ID")) == key
        assert document.value("People", spot(0, "Manager ID")) == people.rows[4][at["Employee ID"]]
        document.set_value("People", spot(0, "Track"), "No such track")
        document.recalculate()
        assert document.value("People", spot(0, "Level ID")) in ("", None)
        saved = document.store(tmp_path / "saved.xlsx")
    assert saved.exists()


def test_lists_offer_names_and_the_levels_of_the_rows_own_track(company: Path, office: Office) -> None:
    people = ClosedBook(company).read_snapshot().tables["tblPeople"]
    at = {head: place for place, head in enumerate(people.headers)}
    with office.open(company) as document:
        found = document.validations("People", f"A{people.top + 1}:{'Z'}{people.top + 1}")
        invalid = document.invalid_cells("People") + document.invalid_cells("Framework")
    formulas_by_head = {head: found.get(people.address(0, place)) for head, place in at.items()}
    assert formulas_by_head["Track"]
    assert formulas_by_head["Level"]
    assert formulas_by_head["Manager"]
    assert invalid == []
