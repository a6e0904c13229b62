"""A real framework that a user would have: its text typed into the Matrix tabs of a workbook, validated and scored."""

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.support.frameworks import Framework, all_frameworks, carvago
from tests.support.lint.workbook_lint import lint
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import perform
from xl_addin.layout.edits import Append, Edit, SetCells
from xl_addin.layout.field_values import canonical_text
from xl_addin.sheets import describe
from xl_addin.sheets.reading import read_dataset

TODAY = dt.date(2026, 11, 22)


def run(name: str, path: Path, **words: object) -> Outcome:
    own = all_commands()[name]
    return perform(own, own.options.model_validate(words), storage=FolderStorage(), today=TODAY, path=path)


def type_in(path: Path, edits: list[Edit]) -> None:
    with FolderStorage().open(path) as book:
        reading = read_dataset(book.read_snapshot())
        book.write(edits, reading.tables, describe(reading.data))


def typed(framework: Framework, path: Path) -> None:
    """What a person would do: list competencies, track and levels, build, then type the texts cell by cell."""
    own = all_commands()["new"]
    perform(own, own.options.model_validate({"file": path, "ids": True}), storage=FolderStorage(), today=TODAY)
    levels = {title: f"L{n}" for n, title in enumerate(framework.levels, 1)}
    competencies = {name: f"C{n}" for n, name in enumerate(framework.competencies, 1)}
    ups = [
        {
            "id": key,
            "track": "REAL",
            "title": title,
            "rank": n,
            "next": tuple(levels[up] for up in framework.levels[title]),
        }
        for n, (title, key) in enumerate(levels.items(), 1)
    ]
    edits: list[Edit] = [
        Append("tblTracks", [{"id": "REAL", "name": framework.name}]),
        Append("tblLevels", ups),
        Append("tblCompetencies", [{"id": k, "name": name, "definition": name} for name, k in competencies.items()]),
        Append("tblPeople", [{"id": "P1", "name": "Ana Silva", "track": "REAL", "level": "L1"}]),
        Append(
            "tblAssessments",
            [
                {"cycle": "2027-H1", "employee": "P1", "competency": k, "level": "L1", "manager_rating": 3}
                for k in competencies.values()
            ],
        ),
    ]
    type_in(path, edits)
    run("build", path)
    with FolderStorage().open(path) as book:
        held = read_dataset(book.read_snapshot()).data.matrix["REAL"]
    row = {cell.competency: cell.row for cell in held.cells}
    cells = {(row[competencies[c]], levels[level]): text for (c, level), text in framework.texts.items()}
    type_in(path, [SetCells("tblMatrix_REAL", cells)])


@pytest.mark.shared
def test_a_public_framework_goes_all_the_way(shared: Path, tmp_path: Path) -> None:
    framework = max(all_frameworks(shared), key=lambda found: len(found.texts))
    path = tmp_path / "real.xlsx"
    typed(framework, path)
    checked = run("validate", path)
    assert len(checked.data["rules_run"]) > 25
    assert {f["code"] for f in checked.data["findings"]} & {"Q01", "Q02", "M02"}, "a real text is never without a hit"
    assert all(f["cell"] and f["sheet"] for f in checked.data["findings"])
    (person,) = run("score", path).data["people"]
    assert (person["coverage"], person["score"]) == (1, 0.5)
    assert lint(path) == []
    with FolderStorage().open(path) as book:
        held = read_dataset(book.read_snapshot()).data.matrix["REAL"]
    assert {cell.text for cell in held.cells if cell.text} == set(map(canonical_text, framework.texts.values()))


CARVAGO = "Carvago+career-framework"


@pytest.mark.shared
def test_a_published_policy_gives_its_published_result(shared: Path, tmp_path: Path) -> None:
    """Carvago's levels, weights and gate typed in: the example of its page comes out, levels 3, 3, 2 and 2 of four."""
    folder = shared / "data" / "frameworks" / CARVAGO
    framework, weights = carvago(folder / "assets" / "frontend-assessment-template.xlsx")
    example = re.findall(r"(\d) × (0\.\d+)", (folder / "score.md").read_text(encoding="utf-8"))
    levels = [int(level) for level, _ in example]
    assert [float(weight) for _, weight in example] == list(weights.values())
    path = tmp_path / "carvago.xlsx"
    typed(framework, path)
    with FolderStorage().open(path) as book:
        data = read_dataset(book.read_snapshot()).data
    shares = {own.row: 100 * share for own, share in zip(data.weights, weights.values(), strict=True)}
    wishes = {"D10.gate": "count", "D10.gate.partly": 2, "D10.gate.held": "Yes", "D10.variant": "d", "cycle": "2027-H1"}
    ratings = [
        # shown up to the level reached, somewhat at that level itself, which the policy forgives, and not above it
        {"cycle": "2027-H1", "employee": "P1", "competency": f"C{c}", "level": f"L{n}", "manager_rating": rating}
        for c, reached in enumerate(levels, 1)
        for n, rating in enumerate([*[3] * (reached - 1), 2, 1, 1][1:4], 2)
    ]
    type_in(
        path,
        [
            SetCells("tblWeights", {(row, "weight"): share for row, share in shares.items()}),
            SetCells("tblSettings", {(data.setting_place(name).row, "value"): value for name, value in wishes.items()}),
            Append("tblAssessments", ratings),
        ],
    )
    (person,) = run("score", path).data["people"]
    assert list(person["reached"]["competencies"].values()) == levels
    assert person["reached"]["overall"] == pytest.approx(2.85)
    (step,) = person["readiness"]
    assert (step["to"], step["chosen"], step["supported"]) == ("L2", "d", True)
