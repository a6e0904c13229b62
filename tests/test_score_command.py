"""What `score --json` tells a program about the sample company."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.paint import paint
from xl_addin.cells.table import TableData
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.scores import all_scores
from xl_addin.sheets import describe, rows

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = sample()
    path = tmp_path_factory.mktemp("score") / "sample.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    return path


def score(path: Path, **words: object) -> Outcome:
    own = all_commands()["score"]
    return perform(own, own.options.model_validate(words), storage=FolderStorage(), today=TODAY, path=path)


@pytest.fixture(scope="module")
def told(workbook: Path) -> Mapping[str, Any]:
    return score(workbook).data


def figures(found: Any, path: str = "") -> Iterator[str]:
    """The path of every number, lists passed over."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from figures(value, f"{path}.{key}" if path else str(key))
    elif isinstance(found, list | tuple):
        for value in found:
            yield from figures(value, path)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield path


def test_every_figure_names_its_definition(told: Mapping[str, Any]) -> None:
    no_scores = ("defined_by", "definitions", "unread", "left_out")  # what was left out is counted, not scored
    paths = set(figures({name: part for name, part in told.items() if name not in no_scores}))
    without = [path for path in paths if not any(f"{path}.".startswith(f"{known}.") for known in told["defined_by"])]
    assert without == []
    assert len(paths) > 60
    assert set(told["definitions"]) == {own.code for own in all_scores()}
    assert set(told["defined_by"].values()) <= set(told["definitions"])


def test_a_definition_that_no_figure_needs_is_not_named(told: Mapping[str, Any]) -> None:
    known = [*figures(told)]
    idle = [path for path in told["defined_by"] if not any(f"{own}.".startswith(f"{path}.") for own in known)]
    # nobody has answered the pulse, and groups share no ranking
    assert [path for path in idle if "pulse" not in path and "rank" not in path] == []


def test_a_person_is_told_with_all_that_ratings_allow(told: Mapping[str, Any]) -> None:
    now = {person["id"]: person for person in told["people"] if person["cycle"] == told["cycle"]}
    person = now["E013"]
    assert {"id", "level", "coverage", "gaps", "score", "readiness", "fit", "words"} <= set(person)
    (step,) = person["readiness"]
    assert (step["to"], step["chosen"]) == ("SE2", "default")
    assert list(step["variants"]) == list("abcde")
    assert step["words"].startswith("Gaps: Service reliability (2)")
    others = {own["to"] for own in person["fit"]}
    assert {"SE3", "SE4"} <= others
    assert not others & {"SE1", "SE2"}, "neither the level held now nor the next one is another role"
    ways = [own["variants"]["b"]["figure"] for own in person["fit"]]
    assert ways == sorted(ways, reverse=True)
    assert not any(own["supported"] for own in person["fit"] if own["to"] == "SE4")


def test_fit_can_be_limited_to_sideways_moves(workbook: Path) -> None:
    moves = {level.id: set(level.lateral) for level in sample().levels}
    held = {person.id: person.level for person in sample().people}
    fits = {p["id"]: {own["to"] for own in p["fit"]} for p in score(workbook, fit="moves").data["people"] if "fit" in p}
    assert any(fits.values())
    assert all(found <= moves[held[person]] for person, found in fits.items())


def test_groups_too_small_tell_nothing(told: Mapping[str, Any]) -> None:
    hidden = [group for groups in told["groups"].values() for group in groups if group["withheld"]]
    assert hidden
    assert not any(True for group in hidden for _ in figures(group))


def test_figures_now_in_tabs_too(workbook: Path, told: Mapping[str, Any]) -> None:
    """Trends, differences and raters of the sample: the tabs say what the program is told."""
    with FolderStorage().open(workbook) as book:
        tables = book.read_snapshot().tables
    assert len(tables["tblViews"].rows) == len(told["deltas"])
    raters = {team["rater"]["manager"]: team["rater"]["words"] for team in told["teams"] if team["rater"]}
    ids, words = (column(tables, "tblRaters", header) for header in ("Manager ID", "In words"))
    assert dict(zip(ids, words, strict=True)) == raters
    changes = [row for row in column(tables, "tblChanges", "Cycle") if row == told["cycle"]]
    assert len(changes) == len(told["trends"])


def column(tables: Mapping[str, TableData], name: str, header: str) -> list[Any]:
    table = tables[name]
    at = table.headers.index(header)
    return [row[at] for row in table.rows]
