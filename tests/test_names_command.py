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

from tests.test_ladder_upgrade import random_levels
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.new import load_starter, starter_names
from xl_addin.commands.perform import perform
from xl_addin.ladder.upgrade import moves_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency, Employee, Rating, Track
from xl_addin.sheets import describe, rows
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


def scores(path: Path) -> list[tuple[Any, ...]]:
    return [tuple(line) for line in run("score", path).lines]


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
    # a track without levels has no weights before
    assert {key: new.weight.get(key) for key in old.weight} == pytest.approx(old.weight, abs=0.11)
    assert not {track for track, _ in new.weight.keys() - old.weight.keys()} & {level.track for level in old.levels}
    content = names.read_bytes()
    assert "asks for names already" in run("names", names).sentence
    assert names.read_bytes() == content
    if is_built:
        run("build", names)
        assert names.read_bytes() == content
    assert findings(run("validate", ids)) == findings(run("validate", names))
    assert scores(ids) == scores(names)
    if old.people:
        assert forms(ids) == forms(names)


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
    levels, spots = [], set()
    for level in random_levels(chance):
        if (level.track, level.rank) not in spots and level.rank:
            spots.add((level.track, level.rank))
            levels.append(level.model_copy(update={"row": len(levels), "title": f"Title {level.id}"}))
    ids = {level.id for level in levels}
    for n, level in enumerate(levels):
        ways = {name: tuple(v for v in getattr(level, name) if v in ids) for name in ("next", "lateral")}
        levels[n] = level.model_copy(update=ways)
    tracks = tuple(Track(row=n, id=t, name=f"Track {t}", kind="Individual") for n, t in enumerate("ABCD"))
    competencies = tuple(
        Competency(row=n, id=f"C{n}", name=f"Skill {n}", theme="Impact", definition=f"It is about {n}.",
                   tracks=tuple(sorted(chance.sample("ABCD", chance.randint(0, 3)))))
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
    ["framework/own-company-before-build.xlsx", "framework/naive-names-as-ids.xlsx", "returned/larkspur.xlsx",
     "framework/team-unformatted-pure-product.xlsx", "figures/one_rated_row_of_five.xlsx",
     "figures/one_rating_collected.xlsx"],
)  # fmt: skip
def test_workbooks_of_people_say_the_same_by_names(name: str, tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copy(shared / CASES / name, path)
    run("build", path)
    check_same(path)
