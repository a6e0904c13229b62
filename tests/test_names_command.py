"""A workbook of IDs brought over to names: everything it says, shows and is worth stays as it was."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from tests.support.campaign import CYCLE, campaign
from tests.support.lint.workbook_lint import lint
from tests.test_ladder_upgrade import random_levels
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.cells.cell import result_of
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.new import load_starter, starter_names
from xl_addin.commands.perform import perform
from xl_addin.ladder.upgrade import moves_of
from xl_addin.layout.edits import AddColumns, Edit, SetCells
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.errors import Stop
from xl_addin.model.facts import Fact, Text
from xl_addin.model.records import Competency, Employee, Expectation, Level, MatrixRow, Rating, Track
from xl_addin.sheets import describe, matrix, rows
from xl_addin.sheets.reading import Reading, read_dataset
from xl_addin.sheets.starter_dataset import dataset_of

TODAY = dt.date(2026, 11, 22)
CASES = Path("data", "cases")


def run(name: str, path: Path, **words: Any) -> Outcome:
    own = all_commands()[name]
    return perform(own, own.options.model_validate(words), storage=FolderStorage(), today=TODAY, path=path)


def read(path: Path) -> Reading:
    return read_dataset(ClosedBook(path).read_snapshot(), TODAY)


def write(path: Path, data: Dataset) -> Path:
    data = replace(data, today=TODAY)
    FolderStorage().create(path, describe(data), rows(data))
    return path


def both(path: Path) -> tuple[Path, Path]:
    """The workbook, and a copy of it that has been brought over."""
    other = path.with_name("by names.xlsx")
    shutil.copy(path, other)
    assert run("names", other).data["changed"]
    return path, other


def findings(outcome: Outcome) -> list[tuple[str, ...]]:
    """By rule and by what is said, in whatever order names are listed; where it stands may be another row."""
    return sorted((str(line[0]), str(line[1]), *sorted(re.findall(r"\w+", str(line[3])))) for line in outcome.lines)


def scores(path: Path) -> dict[str, Any]:
    """What score finds, by key, its figures and what they say apart."""
    data = {name: value for name, value in run("score", path).data.items() if name != "names"}
    return {**data, "people": [_without_figures(row) for row in data["people"]]}


def _without_figures(row: dict[str, Any]) -> dict[str, Any]:
    """A person's row but for the score; of where the person fits the words, in whatever order next levels come."""
    fits = sorted((fit["to"], fit["words"]) for fit in row.get("fit", ()))
    return {**{name: value for name, value in row.items() if name not in ("score", "fit")}, "fits": fits}


def figures(path: Path) -> list[float]:
    """The scores themselves: equal weights were written with one decimal, by names each is the exact share."""
    return [row["score"] or 0 for row in run("score", path).data["people"]]


def check_same(path: Path, *, is_built: bool = True) -> None:
    """All that commands make of both is the same."""
    ids, names = both(path)
    old, new = read(ids).data, read(names).data
    assert not old.by_names
    assert new.by_names
    assert moves_of(new.levels) == moves_of(old.levels)
    plain = {"row": -1, "next": (), "lateral": ()}
    assert {v.id: v.model_copy(update=plain) for v in new.levels} == {
        v.id: v.model_copy(update=plain) for v in old.levels
    }
    assert new.people == old.people
    assert (new.ratings, new.plans, new.moves, new.settings) == (old.ratings, old.plans, old.moves, old.settings)
    assert {key: own.text for key, own in new.matrix.items()} == {key: own.text for key, own in old.matrix.items()}
    assert {c.id: c.model_copy(update={"tracks": (), "row": -1}) for c in new.competencies} == {
        c.id: c.model_copy(update={"tracks": (), "row": -1}) for c in old.competencies
    }
    assert new.weight == pytest.approx(of_100(old), abs=0.11)
    content = names.read_bytes()
    assert "asks for names already" in run("names", names).sentence
    assert names.read_bytes() == content
    if is_built:
        run("build", names)
        assert names.read_bytes() == content
    old_findings, new_findings = (findings(run("validate", path)) for path in (ids, names))
    is_full = old.weight == pytest.approx(of_100(old), abs=0.11)  # else the finding about it has been put right
    assert [line for line in old_findings if is_full or line[1] != "F07"] == new_findings
    assert scores(ids) == scores(names)
    if is_full:
        assert figures(ids) == pytest.approx(figures(names), abs=1e-3)
    if old.people:
        assert forms(ids) == forms(names)


def of_100(data: Dataset) -> dict[tuple[str, str], float]:
    """The weights of each track in the same proportions, 100 together."""
    totals: dict[str, float] = {}
    for (track, _), weight in data.weight.items():
        totals[track] = totals.get(track, 0) + weight
    return {key: 100 * weight / totals[key[0]] for key, weight in data.weight.items()}


def forms(path: Path) -> dict[str, list[tuple[str, str, Any]]]:
    """File -> every cell of every form but its stamp, which tells one export from another."""
    folder = path.parent / f"forms of {path.stem}"
    run("export", path, to=folder)
    return {form.name: list(cells(form)) for form in sorted(folder.glob("*.xlsx"))}


def cells(path: Path) -> Iterator[tuple[str, str, Any]]:
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from (
                (sheet.title, c.coordinate, c.value)
                for c in row
                if c.value is not None and "|employee|" not in str(c.value)
            )


# --- the same before and after


def test_the_sample_company_says_the_same_by_names(tmp_path: Path) -> None:
    check_same(write(tmp_path / "a.xlsx", sample()))


@pytest.mark.parametrize("name", starter_names())
def test_every_starter_says_the_same_by_names(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", dataset_of([load_starter(name)]))
    run("build", path)
    check_same(path)


def random_company(chance: random.Random) -> Dataset:
    """A framework of any shape with people, texts and ratings on it; each rank of a track once, titles unlike."""
    levels: list[Level] = []
    spots = set()
    for level in random_levels(chance):
        if (level.track, level.rank) not in spots and level.rank:
            spots.add((level.track, level.rank))
            levels.append(level.model_copy(update={"row": len(levels), "title": f"Title {level.id}"}))
    ids = {level.id for level in levels}
    for n, level in enumerate(levels):
        ways = {name: tuple(v for v in getattr(level, name) if v in ids) for name in ("next", "lateral")}
        levels[n] = level.model_copy(update=ways)
    keys = sorted({level.track for level in levels})
    tracks = tuple(Track(row=n, id=t, name=f"Track {t}", kind="Individual") for n, t in enumerate(keys))
    competencies = tuple(
        Competency(row=n, id=f"C{n}", name=f"Skill {n}", theme="Impact", definition=f"It is about {n}.",
                   tracks=tuple(sorted(chance.sample(keys, chance.randint(0, len(keys) - 1)))))
        for n in range(4)
    )  # fmt: skip
    people = tuple(
        Employee(row=n, id=f"P{n}", name=chance.choice(["Ana Silva", f"Person {n}"]), team=f"Team {n}",
                 manager=f"P{n // 2}" if n else "", track=(v := chance.choice(levels)).track, level=v.id)
        for n in range(6)
    )  # fmt: skip
    ratings = tuple(
        Rating(row=n, cycle="2026-H2", employee=p.id, competency=c.id, level=p.level, manager_rating=1 + n % 5)
        for n, (p, c) in enumerate((p, c) for p in people for c in competencies)
    )
    return replace(
        dataset_of([]), tracks=tracks, levels=tuple(levels), competencies=competencies, people=people, ratings=ratings
    )


@pytest.mark.parametrize("seed", range(6))
def test_any_graph_of_levels_says_the_same_by_names(seed: int, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", random_company(random.Random(seed)))
    run("build", path)
    check_same(path)


@pytest.mark.parametrize(
    "name",
    ["framework/own-company-before-build.xlsx", "returned/larkspur.xlsx",
     "framework/team-unformatted-pure-product.xlsx", "figures/one_rated_row_of_five.xlsx",
     "figures/one_rating_collected.xlsx"],
)  # fmt: skip
def test_workbooks_of_people_say_the_same_by_names(name: str, tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copy(shared / CASES / name, path)
    run("build", path)
    check_same(path)


def test_what_would_not_lead_back_is_refused_at_its_cell(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copy(shared / CASES / "framework/naive-names-as-ids.xlsx", path)
    run("build", path)
    content = path.read_bytes()
    with pytest.raises(Stop, match=r"People!H8: .* no track is chosen: put it right, then run names again"):
        run("names", path)
    assert path.read_bytes() == content


# --- several levels of one rank


def split_company() -> Dataset:
    """A track with two levels of one rank, people on each, texts in every cell."""
    levels = tuple(
        Level(row=n, id=i, track="A", title=t, rank=r, next=u)
        for n, (i, t, r, u) in enumerate(
            [("A1", "Junior", 1, ("A2", "A3")), ("A2", "Senior", 2, ()), ("A3", "Lead", 2, ())]
        )
    )
    competency = Competency(row=0, id="OWN", name="Ownership", theme="Impact", definition="Carries work to its end.")
    texts = tuple(Expectation(row=0, track="A", competency="OWN", level=v.id, text=f"Does {v.id}.") for v in levels)
    row = MatrixRow(row=0, competency="OWN", name="Ownership")
    own = Matrix("A", matrix.table_name("A"), (row,), ("A1", "A2", "A3"), texts)
    people = tuple(Employee(row=n, id=f"P{n}", name=f"Person {n}", track="A", level=f"A{n + 1}") for n in range(3))
    track = Track(row=0, id="A", name="Web", kind="Individual")
    return replace(
        dataset_of([]), tracks=(track,), levels=levels, competencies=(competency,), matrices=(own,), people=people
    )


def test_levels_of_one_rank_take_a_row_of_their_own_with_texts_and_people(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", split_company())
    run("build", path)
    ids, names = both(path)
    old, new = read(ids).data, read(names).data
    assert moves_of(new.levels) == moves_of(old.levels)
    assert [(p.id, p.track, p.level) for p in new.people] == [("P0", "A", "A1"), ("P1", "A", "A2"), ("P2", "A.2", "A3")]
    texts = {key: text.text for own in new.matrix.values() for key, text in own.text.items()}
    assert texts == {("OWN", f"A{n}"): f"Does A{n}." for n in (1, 2, 3)}
    assert new.weight == {("A", "OWN"): 100.0, ("A.2", "OWN"): 100.0}
    sheet = openpyxl.load_workbook(names)["Matrix A"]
    column = next(cell.column_letter for cell in sheet[6] if cell.value == "Lead (A3)")
    assert sheet.column_dimensions[column].hidden
    run("build", names)  # the questions to reflect on, for the row that is new
    content = names.read_bytes()
    run("build", names)
    assert names.read_bytes() == content


# --- what people have put in


def test_nothing_a_person_put_in_is_lost(tmp_path: Path) -> None:
    """Tabs, columns, formats, notes, widths, links and colours of their own, and findings they accepted."""
    path = write(tmp_path / "a.xlsx", sample())
    run("validate", path)
    snapshot = ClosedBook(path).read_snapshot()
    with FolderStorage().open(path) as book:
        reading = read_dataset(book.read_snapshot(), TODAY)
        book.write(
            [SetCells("tblFindings", {(0, "status"): "Accepted", (0, "reason"): "As meant."})],
            reading.tables,
            describe(reading.data),
        )
    whole = openpyxl.load_workbook(path)
    people = whole["People"]
    people["C9"].fill = PatternFill("solid", fgColor="FF00FF00")
    people["C9"].comment = Comment("Ask her first.", "Ana")
    people.column_dimensions["D"].width = 50
    people["M3"] = "beside"
    area = find_table(snapshot, "tblPeople")
    assert area is not None
    people.conditional_formatting.add("F7:F40", FormulaRule(formula=['$F7="E002"'], font=Font(bold=True)))
    whole["Levels"]["D8"].font = Font(bold=True, color="FFFF0000")
    whole.create_sheet("Notes")["A1"] = "=COUNTA(tblPeople[Employee ID])+SUM(People!I7:I9)"
    whole.save(path)
    _, names = both(path)
    book = openpyxl.load_workbook(names)
    people = book["People"]
    assert people["E9"].fill.fgColor.rgb == "FF00FF00" or people["D9"].fill.fgColor.rgb == "FF00FF00"
    assert [c.comment.text for row in people.iter_rows() for c in row if c.comment] == ["Ask her first."]
    assert people.column_dimensions["H"].width == pytest.approx(50, abs=1)
    assert people["M3"].value == "beside"
    rules = [rule.formula[0] for block in people.conditional_formatting for rule in block.rules]
    assert '$J7="E002"' in rules
    assert book["Notes"]["A1"].value == "=COUNTA(tblPeople[Employee ID])+SUM(People!M7:M9)"
    reading = read(names)
    assert [f.reason for f in reading.earlier_findings if f.status == "Accepted"] == ["As meant."]
    assert run("validate", names).data["accepted"] == 1


def test_a_column_of_a_persons_own_that_would_pass_for_ours_steps_aside(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sample())
    with FolderStorage().open(path) as book:
        reading = read_dataset(book.read_snapshot(), TODAY)
        column = replace(reading.tables["tblPeople"].columns[1], field="own", fact=Fact("Key", "", Text(9)))
        edits: list[Edit] = [AddColumns("tblPeople", (column,), "name"), SetCells("tblPeople", {(0, "own"): "mine"})]
        book.write(edits, reading.tables, describe(reading.data))
    _, names = both(path)
    data = find_table(ClosedBook(names).read_snapshot(), "tblPeople")
    assert data is not None
    assert data.rows[0][data.headers.index("Key 2")] == "mine"


def test_results_that_held_hold_on_and_those_that_did_not_do_not(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sample())
    run("score", path)
    run("validate", path)
    _, names = both(path)
    states = [row[2] for row in table_rows(names, "tblRuns")]
    assert [str(state).startswith("Nothing has changed") for state in states[:2]] == [True, True]


def table_rows(path: Path, name: str) -> list[list[Any]]:
    data = find_table(ClosedBook(path).read_snapshot(), name)
    assert data is not None
    return [[result_of(cell) for cell in row] for row in data.rows]


def test_forms_that_are_out_come_back_into_the_workbook_of_names(tmp_path: Path) -> None:
    company = campaign(tmp_path)
    company.send_back_one_row("E005", 4, "Shipped it.")
    run("names", company.master)
    outcome = company.collect()
    assert outcome.clean, outcome.lines
    assert [
        r.self_rating for r in company.data.ratings if r.employee == "E005" and r.cycle == CYCLE and r.self_rating
    ] == [4]


def test_the_file_is_sound_and_a_backup_lies_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sample())
    content = path.read_bytes()
    run("names", path)
    assert lint(path) == []
    assert [other for other in tmp_path.iterdir() if other.read_bytes() == content]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": ""}, "People!B7: this person has no Employee ID: type one"),
        ({"id": "E002"}, "People!B7: this Employee ID stands in more than one row"),
        ({"track": "CSM"}, 'People!H7: "Senior engineering manager" is no level of that track: put it right'),
    ],
)
def test_people_whose_names_would_not_lead_back_are_refused(
    changes: dict[str, str], problem: str, tmp_path: Path
) -> None:
    data = sample()
    first = data.people[0].model_copy(update=changes)
    path = write(tmp_path / "a.xlsx", replace(data, people=(first, *data.people[1:])))
    content = path.read_bytes()
    with pytest.raises(Stop, match=problem):
        run("names", path)
    assert path.read_bytes() == content


def test_somebody_known_by_an_id_alone_is_called_by_it(tmp_path: Path) -> None:
    data = sample()
    people = tuple(person.model_copy(update={"name": ""}) for person in data.people)
    path = write(tmp_path / "a.xlsx", replace(data, people=people))
    run("names", path)
    assert [person.name for person in read(path).data.people] == [person.id for person in people]
