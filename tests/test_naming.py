"""Names where IDs are asked: build understands them, makes IDs, and says what it cannot make out."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.commands import find_command
from xl_addin.commands.command import Outcome
from xl_addin.commands.perform import perform
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.edits import SetCells
from xl_addin.layout.snapshot import Snapshot
from xl_addin.matrix.short_ids import short_id
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency, Employee, Level, Rating, Track, Weight
from xl_addin.sheets import describe, rows
from xl_addin.sheets.reading import Reading, read_dataset

TODAY = dt.date(2026, 7, 1)
BOOK = Path("a.xlsx")
CASES = Path("data", "cases", "framework")

TRACKS = (Track(id="ENG", name="Engineering"), Track(id="SUP", name="Support"))
LEVELS = (
    Level(id="E1", track="ENG", title="Junior", rank=1),
    Level(id="E2", track="ENG", title="Senior", rank=2),
    Level(id="S1", track="SUP", title="Junior", rank=1),
    Level(id="S2", track="SUP", title="Lead", rank=2),
)
OWN = Competency(id="OWN", name="Ownership", definition="Carries work from task to result.")


def company(**changes: Any) -> Dataset:
    whole = {"tracks": TRACKS, "levels": LEVELS, "competencies": (OWN,), **changes}
    return replace(read_dataset(Snapshot()).data, **whole)


def built(data: Dataset) -> tuple[Outcome, Reading, MemoryStorage]:
    """Build on a workbook of these rows: the outcome, and the workbook as it then reads."""
    shelf = MemoryStorage()
    shelf.books[BOOK] = MemoryBook(snapshot_of(describe(data), rows(data)))
    outcome = _build(shelf)
    return outcome, read_dataset(shelf.books[BOOK].snapshot, TODAY), shelf


def _build(shelf: MemoryStorage) -> Outcome:
    own = find_command("build")
    return perform(own, own.options(), storage=shelf, today=TODAY, path=BOOK)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Engineering", "ENG"),
        ("Software Engineer II", "SE2"),
        ("Head of engineering", "HE"),
        ("Level 12", "L12"),
        ("Größe", "GRO"),
        ("役職", "L1"),
        ("Mobile App Researcher 1", "MAR_1"),  # MAR1 would be a day in Excel
    ],
)
def test_an_id_is_short_and_says_the_name(name: str, ident: str) -> None:
    assert short_id(name, (), "L") == ident


def test_no_two_ids_are_alike() -> None:
    taken: list[str] = []
    for _ in range(4):
        taken.append(short_id("Site engineer 1", taken, "L"))
        taken.append(short_id("Support engineer", taken, "L"))
    assert taken == ["SE1", "SE", "SE1-2", "SE2", "SE1-3", "SE3", "SE1-4", "SE4"]
    assert short_id("a b", ("A-B", "AB"), "T", keep_short=True) == "ab2"


def test_names_are_enough() -> None:
    data = company(
        tracks=(Track(name="Engineering"), Track(name="Support")),
        levels=(
            Level(track="Engineering", title="Junior", rank=1, next=("senior", "SUPPORT LEAD")),
            Level(track="engineering ", title="Senior", rank=2),
            Level(track="\uff33upport", title="Junior", rank=1),  # a full-width S
            Level(track="Support", title="Support lead", rank=2),
        ),
        competencies=(
            OWN.model_copy(update={"id": ""}),
            OWN.model_copy(update={"id": "", "name": "Care", "tracks": ("Support",)}),
        ),
        people=(
            Employee(id="1", name="Ana", track="Support", level="Junior"),
            Employee(id="2", name="Ben", track="Engineering", level="Junior", manager="ana"),
        ),
    )
    outcome, reading, shelf = built(data)
    assert outcome.clean, outcome.lines
    found = reading.data
    assert [t.id for t in found.tracks] == ["ENG", "SUP"]
    assert [(v.id, v.track) for v in found.levels] == [("JUN", "ENG"), ("SEN", "ENG"), ("JUN2", "SUP"), ("SL", "SUP")]
    assert found.levels[0].next == ("SEN", "SL")
    assert [(c.id, c.tracks) for c in found.competencies] == [("OWN", ()), ("CAR", ("SUP",))]
    # the title stands in two tracks: the person's own decides
    assert [(p.track, p.level, p.manager) for p in found.people] == [("SUP", "JUN2", ""), ("ENG", "JUN", "1")]
    assert {m.track: (m.levels, [row.competency for row in m.rows]) for m in found.matrices} == {
        "ENG": (("JUN", "SEN"), ["OWN"]),
        "SUP": (("JUN2", "SL"), ["OWN", "CAR"]),
    }
    assert not [m for m in found.misfits if m.kind in ("reference", "ident") or m.place.field == "id"]
    before = shelf.books[BOOK].snapshot
    assert "nothing to add" in _build(shelf).sentence  # what was made once stays
    assert shelf.books[BOOK].snapshot == before


def test_what_has_an_id_is_left_alone() -> None:
    outcome, reading, _ = built(company())
    assert outcome.clean
    assert not outcome.data["ids"]
    assert [v.model_copy(update={"row": -1}) for v in reading.data.levels] == list(LEVELS)


RATED = Rating(cycle="2027-H1", employee="1", competency="OWN", level="E1", manager_rating=3)
ANA, TWIN = (Employee(id=id_, name="Ana", track="ENG", level="E1") for id_ in "12")
DAN, SAME, EVE = (Employee(id=id_, name=name) for id_, name in (("04", "Dan"), ("4", "Uma"), ("", "Eve")))


@pytest.mark.parametrize(
    ("typed", "cell", "what"),
    [
        ({"employee": "Zoe"}, "Assessments!C7", "names nobody in People (and so in 2 rows more)"),
        ({"employee": "Ana"}, "Assessments!C7", "what stands here is the name of 2 people (and so in 2 rows more)"),
        ({"competency": "Charm"}, "Assessments!E7", '"Charm" is neither the ID nor the name of a competency (and'),
        ({"level": "Junior"}, "Assessments!F7", '"Junior" is the name of 2 levels (and so in 2 rows more)'),
        (
            {"employee": "Dan"},
            "Assessments!C7",
            "what stands here is the name of a person whose ID stands in 2 rows (and so in 2 rows more)",
        ),
        (
            {"employee": "Eve"},
            "Assessments!C7",
            "what stands here is the name of a person that has no ID yet (and so in 2 rows more)",
        ),
    ],
)
def test_what_is_not_understood_in_ratings_is_said_once(typed: dict[str, str], cell: str, what: str) -> None:
    rating = RATED.model_copy(update=typed)
    outcome, reading, _ = built(company(people=(ANA, TWIN, DAN, SAME, EVE), ratings=(rating, rating, rating)))
    assert not outcome.clean
    assert [own.model_copy(update={"row": -1}) for own in reading.data.ratings] == [rating] * 3
    ((place, words, todo),) = [line for line in outcome.lines if line[0].startswith("Assessments")]
    assert (place, words[: len(what)], bool(todo)) == (cell, what, True)
    assert not {"Zoe", "Ana", "Dan", "Eve"} & set(" ".join(map(str, outcome.lines)).split())


@pytest.mark.parametrize(
    ("changes", "cell", "words"),
    [
        ({"people": (Employee(id="1", name="Ana", track="ENG", level="Wizard"),)}, "People!H7", '"Wizard" is neither'),
        ({"people": (Employee(id="1", name="Ana", level="Junior"),)}, "People!H7", "the name of 2 levels"),
        ({"people": (Employee(id="1", manager="Zoe"),)}, "People!F7", "names nobody in People"),
        ({"levels": (*LEVELS, Level(track="ENG", rank=3))}, "Levels!B11", "neither an ID nor a name"),
        ({"levels": LEVELS[:2]}, "Tracks!B8", "has no levels"),
        ({"competencies": (OWN.model_copy(update={"tracks": ("ENG",)}),)}, "Tracks!B8", "no competency applies"),
        ({"competencies": (OWN.model_copy(update={"tracks": ("ENG", "Sales")}),)}, "Competencies!G7", '"Sales"'),
    ],
)
def test_what_is_not_understood_is_said(changes: dict[str, Any], cell: str, words: str) -> None:
    outcome, _, _ = built(company(**changes))
    assert not outcome.clean
    (line,) = [line for line in outcome.lines if line[0] == cell]
    assert words in line[1]
    assert line[2], "what to do"
    assert cell in outcome.sentence
    assert "Ana" not in str(outcome.lines)  # no names of people in what doors print
    assert "Zoe" not in str(outcome.lines)


def test_what_was_typed_as_an_id_is_not_lost() -> None:
    """A name in the ID's place, with none beside it: the name moves to where names stand."""
    levels = (Level(id="Chief * officer", track="ENG", rank=1), *LEVELS)
    _, reading, _ = built(company(levels=levels))
    assert (reading.data.levels[0].id, reading.data.levels[0].title) == ("CO", "Chief * officer")


def test_an_id_that_was_deleted_comes_back_as_it_was() -> None:
    """The Matrix tabs still say which level and which competency it is."""
    _, before, shelf = built(company())
    emptied = [SetCells("tblLevels", {(1, "id"): None}), SetCells("tblCompetencies", {(0, "id"): None})]
    shelf.books[BOOK].write(emptied, before.tables, describe(before.data))
    outcome = _build(shelf)
    reading = read_dataset(shelf.books[BOOK].snapshot)
    assert [v.id for v in reading.data.levels] == ["E1", "E2", "S1", "S2"]
    assert [c.id for c in reading.data.competencies] == ["OWN"]
    assert not outcome.data["tabs_added"]


def test_a_track_that_lost_its_id_gets_no_second_tab() -> None:
    """Weights speak of a track that nothing is any more: only a person knows whether it is this one."""
    _, before, shelf = built(
        company(
            tracks=(Track(id="XY", name="Engineering"), TRACKS[1]),
            levels=(LEVELS[0].model_copy(update={"track": "XY"}), *LEVELS[2:]),
        )
    )
    shelf.books[BOOK].write([SetCells("tblTracks", {(0, "id"): None})], before.tables, describe(before.data))
    outcome = _build(shelf)
    reading = read_dataset(shelf.books[BOOK].snapshot)
    assert not outcome.clean
    assert [t.id for t in reading.data.tracks] == ["", "SUP"]
    assert any('"XY"' in line[1] for line in outcome.lines)
    assert not outcome.data["tabs_added"]


@pytest.mark.parametrize("rest", [{}, {"weights": (Weight(track="Sales", competency="OWN", weight=40),)}])
def test_a_name_that_weights_speak_of_is_no_lost_id(rest: dict[str, Any]) -> None:
    levels = (Level(track="Sales", title="Rep", rank=1), Level(track="Support", title="Agent", rank=1))
    outcome, reading, _ = built(company(tracks=(Track(name="Sales"), Track(name="Support")), levels=levels, **rest))
    assert outcome.clean, outcome.lines
    found = reading.data
    assert [track.id for track in found.tracks] == ["SAL", "SUP"]
    assert [level.track for level in found.levels] == ["SAL", "SUP"]
    assert {own.track for own in found.weights} == {"SAL", "SUP"}


def test_a_lost_id_that_is_the_name_too_gets_no_second_tab() -> None:
    level = LEVELS[0].model_copy(update={"track": "Support"})
    _, before, shelf = built(company(tracks=(Track(id="Support", name="Support"),), levels=(level,)))
    shelf.books[BOOK].write([SetCells("tblTracks", {(0, "id"): None})], before.tables, describe(before.data))
    outcome = _build(shelf)
    assert not outcome.data["tabs_added"]
    assert any("type Support if it is this track" in line[2] for line in outcome.lines)


@pytest.mark.parametrize(("ident", "competency", "clean"), [("OWN", "Care", False), ("CAR", "CAR", True)])
def test_a_name_is_no_id_that_two_rows_have(ident: str, competency: str, clean: bool) -> None:
    care = OWN.model_copy(update={"id": ident, "name": "Care"})
    rating = RATED.model_copy(update={"competency": "Care"})
    outcome, reading, _ = built(company(competencies=(OWN, care), people=(ANA,), ratings=(rating,)))
    words = '"Care" is the name of a competency whose ID stands in 2 rows'
    assert (outcome.clean, words in [line[1] for line in outcome.lines]) == (clean, not clean)
    assert reading.data.ratings[0].competency == competency


def test_the_naive_workbook_builds_usefully(shared: Path, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    shutil.copy(shared / CASES / "naive-names-as-ids.xlsx", book)
    done = cli("build", book, "--json")
    data = read_dataset(ClosedBook(book).read_snapshot(), TODAY).data
    first = data.tracks[0]
    assert first.id
    assert len(data.levels_of(first.id)) == 3
    assert len(data.matrix[first.id].rows) == 3
    assert all(c.id for c in data.competencies)
    assert data.person["1002"].manager == "1001"
    left = [m for m in data.misfits if m.kind == "reference"]
    told = {line["cell"] for line in done.data["not_understood"]}
    assert "Tracks!B8" in told, "Customer support has no levels yet"
    assert len(told) == 1 + len({m.place for m in left}), "each cell that is not understood is said, and no other"
    assert done.code == 1


def test_ones_own_company_goes_the_whole_way(shared: Path, tmp_path: Path) -> None:
    """As an HR partner would type it: each command does its work or names what helps, and nothing is undone."""
    book = tmp_path / "a.xlsx"
    shutil.copy(shared / CASES / "own-company-before-build.xlsx", book)
    checked = cli("validate", book, "--json")
    assert f"trackbook build {book}" in checked.err
    built_now = cli("build", book, "--json")
    assert (built_now.code, built_now.data["not_understood"], built_now.data["ids"]) == (0, [], [])
    assert cli("validate", book, "--json").code == 1
    scored = cli("score", book, "--json")
    assert scored.code == 0
    assert "empty cells of the Matrix tabs" in scored.err
    data = read_dataset(ClosedBook(book).read_snapshot(), TODAY).data
    assert {m.track: len(m.levels) for m in data.matrices} == {"SWE": 3, "EL": 2, "SUP": 3}
    assert len(data.people) == 25


@pytest.mark.parametrize(
    ("words", "owner"), [((), ""), (("--owner", "Ana's team"), "Ana's team"), (("--starter", "sales"), "People team")]
)
def test_the_owner_stands_in_settings_whenever_one_is_named(words: tuple[str, ...], owner: str, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    assert cli("new", book, *words).code == 0
    assert (read_dataset(ClosedBook(book).read_snapshot(), TODAY).data.setting("framework.owner") or "") == owner
