"""Whatever a person does, no key ends silently under another name, and an answered question stays answered.

A few examples here; python -m tests.ladder_sessions --laws 5000 tries as many as are asked for.
"""

import os
import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ladder_sessions import judge_session, play
from tests.support.ladder_edits import EDITS, Edit
from tests.support.ladder_world import World
from xl_addin.cells.fold import fold_text
from xl_addin.ladder.answers import NameAnswer
from xl_addin.ladder.ledger import ledger_entries, ledger_of_records
from xl_addin.ladder.likeness import is_slip
from xl_addin.ladder.match_levels import match_levels
from xl_addin.ladder.match_rows import match_rows
from xl_addin.ladder.matching import NEW, Matching
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import SheetNames, Sighting
from xl_addin.model.ladder import COMPETENCY, COUNTER, GONE, LEVEL, LIVE, PERSON, TRACK, KeyEntry, join_cells
from xl_addin.model.records import Competency, Level, Track

EXAMPLES = int(os.environ.get("LADDER_EXAMPLES", "25"))
LAW = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
NAMES = ["Engineer", "engineer ", "Enginer", "Engineer I", "Engineer II", "Senior engineer", "Staff engineer", "Lead",
         "Head", "C++ (web)", "?", "*", ""]  # fmt: skip
NAME = st.sampled_from(NAMES)
CELLS = st.tuples(*[st.sampled_from(["", "x", "y"])] * 3)
ADDRESS = st.sampled_from(["", "", "a@b.example", "c@d.example", "e@f.example"])
SESSION = (st.integers(0, 2**32), st.lists(st.sampled_from(EDITS), max_size=6))


@st.composite
def ledgers(draw: st.DrawFn, kind: str) -> tuple[KeyEntry, ...]:
    return tuple(
        KeyEntry(
            kind=kind,
            key=f"K{n}",
            parent="T" if kind == LEVEL else "",
            name=draw(NAME.filter(fold_text)),
            step=n,
            address=draw(ADDRESS),
            content=join_cells(draw(CELLS)),
            state=GONE if draw(st.integers(0, 9)) == 0 else LIVE,
        )
        for n in range(draw(st.integers(0, 6)))
    )


@st.composite
def row_sightings(draw: st.DrawFn) -> tuple[Sighting, ...]:
    cells = st.sampled_from(["", "junk", *(f"K{n}" for n in range(6))])
    rows = range(draw(st.integers(0, 7)))
    return tuple(Sighting((n, 0), draw(NAME), draw(cells), draw(ADDRESS), draw(CELLS)) for n in rows)


@st.composite
def title_sightings(draw: st.DrawFn) -> tuple[Sighting, ...]:
    return tuple(Sighting((0, step), draw(NAME)) for step in range(draw(st.integers(0, 7))))


def assert_lawful(
    ledger: tuple[KeyEntry, ...], sightings: tuple[Sighting, ...], matching: Matching, *, by_address: bool
) -> None:
    entries = {entry.key: entry for entry in ledger}
    named = [sighting for sighting in sightings if sighting.fold]
    open_lines = matching.open_lines
    assert set(matching.keys) | set(open_lines) == {sighting.spot for sighting in named}
    assert not set(matching.keys) & set(open_lines)
    kept = [key for key in matching.keys.values() if key != NEW]
    assert len(kept) == len(set(kept))
    assert not set(kept) & set(matching.removals)
    for sighting in named:
        key = matching.keys.get(sighting.spot, NEW)
        if key != NEW:
            entry = entries[key]
            assert not entry.is_gone
            same_address = by_address and bool(entry.address) and entry.address == sighting.address
            assert fold_text(entry.name) == sighting.fold or is_slip(entry.name, sighting.name) or same_address
    for line in open_lines.values():
        assert line.proposal in (*line.offers, NEW)
        assert not set(line.offers) & set(kept)


@LAW
@given(st.sampled_from([TRACK, PERSON]).flatmap(lambda kind: st.tuples(st.just(kind), ledgers(kind))), row_sightings())
def test_a_row_keeps_its_key_only_under_its_name_a_slip_of_it_or_its_address(
    table: tuple[str, tuple[KeyEntry, ...]], sightings: tuple[Sighting, ...]
) -> None:
    kind, ledger = table
    assert_lawful(ledger, sightings, match_rows(kind, ledger, sightings), by_address=True)


@LAW
@given(ledgers(LEVEL), title_sightings())
def test_a_level_keeps_its_key_only_under_its_title_or_a_slip_of_it(
    ledger: tuple[KeyEntry, ...], sightings: tuple[Sighting, ...]
) -> None:
    assert_lawful(ledger, sightings, match_levels(ledger, sightings), by_address=False)


@LAW
@given(ledgers(COMPETENCY), row_sightings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    ledger: tuple[KeyEntry, ...], sightings: tuple[Sighting, ...], chance: random.Random
) -> None:
    mixed = list(sightings)
    chance.shuffle(mixed)
    one, two = match_rows(COMPETENCY, ledger, sightings), match_rows(COMPETENCY, ledger, mixed)
    assert one.keys == two.keys
    assert set(one.open_lines) == set(two.open_lines)


@LAW
@given(*SESSION)
def test_no_session_gives_a_key_another_meaning(seed: int, edits: list[Edit]) -> None:
    world = World(random.Random(seed))
    ledger = world.ledger()
    for edit in edits:
        edit.do(world)
    result = reconcile(ledger, world.sheets())
    assert [j for j in judge_session(world, ledger, result) if j.verdict == "wrong"] == []


def stamped(names: SheetNames, result: Reconciliation) -> SheetNames:
    """The sheets after a command wrote the key cells of what is decided."""

    def stamp(kind: str, rows: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
        return tuple(replace(row, key_cell=result.keys[kind].get(row.spot, row.key_cell)) for row in rows)

    return SheetNames(
        stamp(TRACK, names.tracks), names.levels, stamp(COMPETENCY, names.competencies), stamp(PERSON, names.people)
    )


def answer_all(ledger: tuple[KeyEntry, ...], names: SheetNames) -> Reconciliation:
    """Every question answered as proposed: tracks first, then the levels that waited for them."""
    old_names = {(entry.kind, entry.key): entry.name for entry in ledger}
    answers: list[NameAnswer] = []
    result = reconcile(ledger, names)
    while result.questions:
        answers += [
            NameAnswer(line.name, old_names.get((question.kind, line.proposal), ""), question.kind, line.spot)
            for question in result.questions
            for line in question.lines
        ]
        result = reconcile(ledger, names, answers)
    return result


def has_doubles(names: SheetNames) -> bool:
    """Whether two rows are the same in all that is read, or a title stands twice in a row: they stay a question."""
    rows = [
        (kind, row.fold, row.cells, row.address)
        for kind, part in ((TRACK, names.tracks), (COMPETENCY, names.competencies), (PERSON, names.people))
        for row in part
    ]
    titles = [(title.row, title.fold) for title in names.levels]
    return len(set(rows)) < len(rows) or len(set(titles)) < len(titles)


@LAW
@given(*SESSION)
def test_once_answered_nothing_is_asked_again_and_the_second_run_changes_nothing(seed: int, edits: list[Edit]) -> None:
    world = World(random.Random(seed))
    ledger = world.ledger()
    for edit in edits:
        edit.do(world)
    names = world.sheets()
    result = answer_all(ledger, names)
    assert not result.questions
    again = reconcile(result.ledger, stamped(names, result))
    if not has_doubles(names):
        assert not again.questions
        assert again.keys == result.keys
        assert again.ledger == result.ledger


@LAW
@given(*SESSION)
def test_no_key_is_ever_used_again(seed: int, edits: list[Edit]) -> None:
    world = World(random.Random(seed))
    ledger = world.ledger()
    for edit in edits:
        edit.do(world)
    result = answer_all(ledger, world.sheets())
    before = {(entry.kind, entry.key) for entry in ledger}
    for kind, matching in result.matchings.items():
        new = [result.keys[kind][spot] for spot in matching.additions]
        assert len(new) == len(set(new))
        assert not {(kind, key) for key in new} & before
    assert before <= {(entry.kind, entry.key) for entry in result.ledger}


@LAW
@given(st.integers(0, 2**32))
def test_an_unchanged_sheet_asks_nothing_and_either_stamp_alone_is_enough(seed: int) -> None:
    world = World(random.Random(seed))
    ledger, names = world.ledger(), world.sheets()
    truth = world.truth()
    assert reconcile(ledger, names).keys == truth
    tracks = [Track(id=row.thing, name=row.name) for row in world.tracks]
    levels = [
        Level(id=level, track=row.thing, title=title, rank=step)
        for row in world.tracks
        for step, (level, title) in enumerate(row.steps, 1)
        if level
    ]
    competencies = [Competency(id=row.thing, name=row.name) for row in world.competencies]
    assert reconcile(ledger_of_records(tracks, levels, competencies, names.people), names).keys == truth
    bare = SheetNames(
        tuple(replace(row, key_cell="") for row in names.tracks),
        names.levels,
        tuple(replace(row, key_cell="") for row in names.competencies),
        tuple(replace(row, key_cell="") for row in names.people),
    )
    by_name = reconcile(ledger, bare)
    folds = [row.fold for row in names.people]
    assert all(folds.count(world_row(bare, kind, spot)) > 1 for kind, spot in by_name_questions(by_name))
    assert all(by_name.keys[kind].items() <= truth[kind].items() for kind in truth)


def by_name_questions(result: Reconciliation) -> list[tuple[str, tuple[int, int]]]:
    return [(question.kind, line.spot) for question in result.questions for line in question.lines]


def world_row(names: SheetNames, kind: str, spot: tuple[int, int]) -> str:
    assert kind == PERSON
    return next(row.fold for row in names.people if row.spot == spot)


def test_hundreds_of_sessions_leave_no_key_under_another_name() -> None:
    """A short run of the simulation: python -m tests.ladder_sessions plays ten thousand."""
    tally = play(150, 7)
    assert tally.wrong == []
    things = sum(tally.verdicts.values())
    assert things > 4_000
    assert tally.count("right", touched=False) > 0.9 * things
    assert tally.count("lost") < 0.01 * things


def test_a_counter_outlives_the_lines_it_counted() -> None:
    counter = KeyEntry(kind=PERSON, state=COUNTER, step=31)
    result = reconcile((counter,), SheetNames(people=(Sighting((0, 0), "Ada Quill"),)))
    assert result.keys[PERSON] == {(0, 0): "P32"}
    assert ledger_entries(result.ledger, PERSON)[0].key == "P32"
    assert KeyEntry(kind=PERSON, state=COUNTER, step=32) in result.ledger
