"""A workbook of IDs as a ladder of names, and back: the level graph comes back edge for edge, or it is refused."""

import random
from dataclasses import replace
from functools import cache

import pytest

from xl_addin.commands.demo import sample
from xl_addin.commands.new import load_starter, starter_names
from xl_addin.ladder.lanes import GAPS_CLOSED
from xl_addin.ladder.reconcile import reconcile
from xl_addin.ladder.sightings import sheet_names
from xl_addin.ladder.upgrade import (
    SAME_TITLES,
    SAME_TRACK_NAMES,
    UpgradedFramework,
    level_texts,
    moves_of,
    upgrade_framework,
)
from xl_addin.ladder.views import framework_records, weights_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import LEVEL, TRACK, LadderRow, Mark
from xl_addin.model.records import Competency, Level, Track, Weight
from xl_addin.sheets.starter_dataset import dataset_of


def random_levels(chance: random.Random) -> tuple[Level, ...]:
    """Levels with loops, jumps, gaps, several of one rank, titles that repeat."""
    ids = [f"L{n}" for n in range(chance.randint(1, 14))]

    def some(likely: float) -> tuple[str, ...]:
        count = chance.choice([0, 0, 1, 1, 2, 3]) if chance.random() < likely else 0
        return tuple(chance.sample([*ids, "nowhere"], min(len(ids), count)))

    return tuple(
        Level(
            id=ident,
            track=chance.choice("ABCD"),
            title=chance.choice(["Lead", "Head", ident]),
            rank=chance.choice([None, *range(1, 10)] if chance.random() < 0.1 else range(1, 10)),
            next=some(0.5),
            lateral=some(0.3),
        )
        for ident in ids
    )


def check_random_graphs(count: int, seed: int) -> None:
    """Random level graphs through the ladder and back.

    Raises:
        AssertionError: one came back otherwise.
    """
    chance = random.Random(seed)
    for _ in range(count):
        levels = random_levels(chance)
        tracks = tuple(Track(id=track, name=chance.choice(["Web", f"Track {track}"])) for track in "ABCD")
        data = Dataset(tracks=tracks, levels=levels)
        upgraded = upgrade_framework(data)
        back = framework_records(upgraded.sheets, upgraded.keys, upgraded.ledger)
        assert moves_of(back.levels) == moves_of(levels), levels
        assert {level.id for level in back.levels} == {level.id for level in levels}


def test_random_level_graphs_come_back_edge_for_edge() -> None:
    check_random_graphs(200, 1)


FRAMEWORKS = (*starter_names(), "all together", "demo")


@cache
def framework(name: str) -> Dataset:
    """A starter, all of them in one workbook, or the sample company."""
    if name == "demo":
        return sample()
    return dataset_of([load_starter(starter) for starter in (starter_names() if name == "all together" else [name])])


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_starters_and_the_demo_come_back_as_they_were(name: str) -> None:
    data = framework(name)
    upgraded = upgrade_framework(data)
    back = framework_records(upgraded.sheets, upgraded.keys, upgraded.ledger)
    assert moves_of(back.levels) == moves_of(data.levels)
    plain = {"row": -1, "next": (), "lateral": ()}
    assert {v.id: v.model_copy(update=plain) for v in back.levels} == {
        v.id: v.model_copy(update=plain) for v in data.levels
    }
    assert [t.model_copy(update={"row": -1}) for t in back.tracks] == [
        t.model_copy(update={"row": -1}) for t in data.tracks
    ]
    for track in data.tracks:
        both = (Dataset(tracks=d.tracks, competencies=d.competencies) for d in (back, data))
        one, two = ([c.id for c in d.competencies_of(track.id)] for d in both)
        assert one == two
    weights = {(w.track, w.competency): w.weight for w in back.weights}
    assert weights == pytest.approx(data.weight, abs=0.1)
    assert upgraded.sheets.ways == ()
    assert upgraded.notes == ()


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_first_reading_after_an_upgrade_asks_nothing_and_changes_nothing(name: str) -> None:
    data = framework(name)
    upgraded = upgrade_framework(data)
    names = sheet_names(
        upgraded.sheets.ladder,
        [c.model_copy(update={"row": -1}) for c in data.competencies],
        [p.model_copy(update={"row": -1}) for p in data.people],
    )
    result = reconcile(upgraded.ledger, names)
    assert not result.questions
    assert result.keys == upgraded.keys
    assert result.ledger == upgraded.ledger


def levels(*rows: tuple[str, str, int, str, str]) -> tuple[Level, ...]:
    """Levels out of (id, track, rank, next, sideways)."""
    return tuple(
        Level(id=i, track=t, title=f"Title {i}", rank=r, next=tuple(n.split()), lateral=tuple(s.split()))
        for i, t, r, n, s in rows
    )


def upgrade(*rows: tuple[str, str, int, str, str]) -> UpgradedFramework:
    made = levels(*rows)
    return upgrade_framework(Dataset(tracks=tuple(Track(id=t, name=f"Track {t}") for t in "AB"), levels=made))


def test_a_branch_is_drawn_and_its_sideways_moves_need_no_line() -> None:
    upgraded = upgrade(
        ("A1", "A", 1, "A2", ""), ("A2", "A", 2, "A3 B3", ""), ("A3", "A", 3, "", "B3"), ("B3", "B", 3, "B4", "A3"),
        ("B4", "B", 4, "", ""),
    )  # fmt: skip
    assert [row.branch for row in upgraded.sheets.ladder] == ["", "Title A2"]
    assert upgraded.sheets.ways == ()


def test_what_the_drawing_does_not_say_is_a_line_of_more_ways() -> None:
    upgraded = upgrade(
        ("A1", "A", 1, "A3", ""), ("A2", "A", 2, "", "B1"), ("A3", "A", 3, "", ""), ("B1", "B", 1, "", "")
    )
    lines = [(w.from_level, w.way, w.to_level) for w in upgraded.sheets.ways]
    assert lines == [
        ("Title A1", "leads up to", "Title A3"),
        ("Title A1", "does not lead to", "Title A2"),
        ("Title A2", "sideways to", "Title B1"),
    ]


def test_sideways_moves_that_are_drawn_and_not_meant_are_lines() -> None:
    upgraded = upgrade(
        ("A1", "A", 1, "A2 B2", ""), ("A2", "A", 2, "", ""), ("B2", "B", 2, "", "A2"),
    )  # fmt: skip
    assert [(w.from_level, w.way, w.to_level) for w in upgraded.sheets.ways] == [
        ("Title A2", "not sideways to", "Title B2")
    ]


def test_two_levels_of_one_rank_take_two_rows() -> None:
    upgraded = upgrade(("A1", "A", 1, "A2 A3", ""), ("A2", "A", 2, "", ""), ("A3", "A", 2, "", ""))
    assert upgraded.split_tracks == {"A.2": "A"}
    assert [(row.name, row.key, row.branch) for row in upgraded.sheets.ladder][:2] == [
        ("Track A", "A", ""),
        ("Track A 2", "A.2", "Title A1"),
    ]
    assert upgraded.notes == ("Track A has several levels of one rank, so it has more than one row.",)


def test_ranks_are_steps_and_gaps_close_only_where_twelve_steps_are_too_few() -> None:
    kept = upgrade(("A1", "A", 3, "", ""), ("A2", "A", 9, "", ""))
    assert kept.sheets.ladder[0].titles == {3: "Title A1", 9: "Title A2"}
    shifted = upgrade(("A1", "A", 15, "", ""), ("A2", "A", 17, "", ""))
    assert (shifted.sheets.ladder[0].titles, shifted.notes) == ({1: "Title A1", 3: "Title A2"}, ())
    closed = upgrade(("A1", "A", 1, "", ""), ("A2", "A", 30, "", ""))
    assert (closed.sheets.ladder[0].titles, closed.notes) == ({1: "Title A1", 2: "Title A2"}, (GAPS_CLOSED,))


def test_like_names_get_a_number_and_it_is_said() -> None:
    data = Dataset(
        tracks=(Track(id="A", name="Web"), Track(id="B", name="web ")),
        levels=(Level(id="A1", track="A", title="Lead", rank=1), Level(id="A2", track="A", title="lead", rank=2)),
    )
    upgraded = upgrade_framework(data)
    assert [row.name for row in upgraded.sheets.ladder] == ["Web", "web 2"]
    assert upgraded.sheets.ladder[0].titles == {1: "Lead", 2: "lead 2"}
    assert upgraded.notes == (SAME_TRACK_NAMES, SAME_TITLES)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (Dataset(tracks=(Track(id="A"), Track(id="A"))), "Tracks: the ID A stands in more than one row"),
        (Dataset(levels=(Level(title="Lead", track="A", rank=1),)), "Levels: a row has no ID"),
        (Dataset(levels=(Level(id="A1", rank=1),)), "Levels: a level has no track"),
        (
            Dataset(levels=levels(*((f"A{n}", "A", n, "", "") for n in range(1, 14)))),
            "Levels: the tracks have 13 ranks",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(data: Dataset, problem: str) -> None:
    with pytest.raises(Stop, match=problem):
        upgrade_framework(data)


def test_weights_are_marks_and_come_back() -> None:
    competencies = tuple(Competency(id=c, name=c, tracks=t) for c, t in (("X", ()), ("Y", ("A",)), ("Z", ("B",))))
    weights = [("A", "X", 75.0), ("A", "Y", 25.0), ("B", "X", 50.0), ("B", "Z", 50.0)]
    data = Dataset(
        tracks=(Track(id="A", name="A"), Track(id="B", name="B")),
        competencies=competencies,
        weights=tuple(Weight(track=t, competency=c, weight=w) for t, c, w in weights),
    )
    marks = upgrade_framework(data).sheets.marks
    assert [(m.track, m.competency, m.share) for m in marks] == [
        ("A", "X", 75), ("A", "Y", 25), ("B", "X", None), ("B", "Z", None)
    ]  # fmt: skip
    assert [(w.track, w.competency, w.weight) for w in weights_of(marks)] == weights


def test_what_levels_say_goes_along() -> None:
    made = (Level(id="A1", track="A", title="Lead", scope="Team", summary="Leads.", promotion="Ask.", months=12),)
    assert level_texts(made) == {"A1": {"scope": "Team", "summary": "Leads.", "promotion": "Ask.", "months": 12}}
    upgraded = upgrade_framework(Dataset(tracks=(Track(id="A", name="A"),), levels=(*made, Level(id="A2", track="A"))))
    (first, second) = framework_records(upgraded.sheets, upgraded.keys).levels
    assert (first.scope, first.summary, first.promotion, first.months) == ("Team", "Leads.", "Ask.", 12)
    assert (second.scope, second.summary, second.months) == ("", "", None)


def test_a_track_with_a_competency_of_management_leads_people() -> None:
    competencies = (Competency(id="X", name="X", theme="Management", tracks=("A",)),)
    data = Dataset(tracks=(Track(id="A", name="A"), Track(id="B", name="B")), competencies=competencies)
    upgraded = upgrade_framework(data)
    new = replace(upgraded.sheets, track_details={})
    kinds = [track.kind for track in framework_records(new, upgraded.keys).tracks]
    assert kinds == ["Manager", "Individual"]
    everywhere = replace(new, marks=(*new.marks, Mark(competency="X", track="B")))
    kinds = [track.kind for track in framework_records(everywhere, upgraded.keys).tracks]
    assert kinds == ["Individual", "Individual"]
    told = {"B": Track(id="B", kind="Manager", family="Product", purpose="Lead the way.")}
    typed = framework_records(replace(upgraded.sheets, track_details=told), upgraded.keys).tracks[1]
    assert (typed.name, typed.kind, typed.family, typed.purpose) == ("B", "Manager", "Product", "Lead the way.")


def test_a_level_denied_its_next_step_leads_nowhere() -> None:
    row = LadderRow(name="Web", step_1="Junior", step_2="Senior")
    data = Dataset(
        tracks=(Track(id="A", name="Web"),),
        levels=(
            Level(id="A1", track="A", title="Junior", rank=1, next=("gone",)),
            Level(id="A2", track="A", title="Senior", rank=2),
        ),
    )
    upgraded = upgrade_framework(data)
    assert upgraded.sheets.ladder[0].titles == row.titles
    assert [w.way for w in upgraded.sheets.ways] == ["does not lead to"]
    back = framework_records(upgraded.sheets, {TRACK: {(0, 0): "A"}, LEVEL: {(0, 1): "A1", (0, 2): "A2"}})
    assert moves_of(back.levels)[0] == frozenset()
