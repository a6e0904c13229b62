"""The figures of very many people: worked out at once, they are those worked out one by one, on any company."""

import datetime as dt
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import astuple, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.bench.frameworks import big_company
from tests.test_scores_people import H1, H2, random_book
from xl_addin.evaluate import person_figures, readiness, team
from xl_addin.evaluate.bulk import rating_deltas as bulk_deltas
from xl_addin.evaluate.bulk import readiness_arrays as bulk_readiness
from xl_addin.evaluate.bulk import score_arrays as bulk_people
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.evaluate.readiness import readiness_of
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import NA
from xl_addin.model.records import Employee, Level, Rating
from xl_addin.scores import requirements
from xl_addin.scores.readiness_policy import VARIANTS


def plain(found: Any) -> Any:
    """Results as plain values to compare: figures to 12 digits, as not every Python adds up to the very last bit."""
    if isinstance(found, BaseModel):
        return plain(found.model_dump())
    if is_dataclass(found) and not isinstance(found, type):
        return plain(astuple(found))
    if isinstance(found, Mapping):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, tuple | list):
        return [plain(value) for value in found]
    return round(found, 12) if isinstance(found, float) else found


def one_by_one(data: Dataset, cycle: str) -> Any:
    rated = [person.id for person in requirements.counted_people(data) if (cycle, person.id) in data.ratings_by_person]
    ready = {person: readiness_of(data, person, cycle, data.today) for person in rated}
    return plain([person_scores(data), ready, dict(team.rating_deltas(data, cycle))])


def at_once(data: Dataset, cycle: str) -> Any:
    scored = tuple(bulk_people.score_rows(data))
    known = dict(bulk_deltas.bulk_deltas(data, cycle))
    return plain([scored, bulk_readiness.bulk_readiness(data, cycle), known])


def untidy_company(seed: int) -> Dataset:
    """A random company as people leave it: doubled rows, rows that lead nowhere, names that clash, any policy."""
    chance = random.Random(seed)
    data = random_book(seed)
    strange = [
        Rating(
            cycle=chance.choice([H1, H2, ""]),
            employee=chance.choice(["P0", "P1", "P2", "P3", "NOBODY", ""]),
            competency=chance.choice(["A", "B", "F", "GONE", ""]),
            level=chance.choice(["L1", "L2", "M1", "X9", ""]),
            self_rating=chance.choice([None, NA, 1, 3, 5]),
            manager_rating=chance.choice([None, NA, 1, 2, 3, 4, 5]),
            evidence=chance.choice(["", "  ", "Seen."]),
        )
        for _ in range(chance.choice([0, 3, 40]))
    ]
    seen = ("", " ", "Seen.", "Seen.", "Seen.", "Seen.")
    ratings = [*(r.model_copy(update={"evidence": chance.choice(seen)}) for r in data.ratings), *strange]
    chance.shuffle(ratings)
    twice = tuple(Employee(id="P1", track="M", level="M1", name="Again") for _ in range(chance.choice([0, 1])))
    lost = tuple(
        p.model_copy(update={"level": chance.choice(["L1", "L1", "L1", p.level, "X9", ""])}) for p in data.people
    )
    names = {"A": "ownership", "B": "Ownership", "C": ""} if chance.random() < 0.5 else {}
    return replace(
        data,
        ratings=tuple(ratings),
        people=(*lost, *twice),
        levels=(*data.levels, Level(id="M2", track=chance.choice(["M", "T", ""]), title="", rank=3)),
        competencies=tuple(c.model_copy(update={"name": names.get(c.id, c.name)}) for c in data.competencies),
        settings={
            **data.settings,
            "D09.coverage": chance.choice([0, 0.5, 0.7, 1]),
            "D10.variant": chance.choice(["default"] * 5 + list(VARIANTS)),
            "D10.coverage": chance.choice([0, 0.2, 0.5, 0.9]),
            "D10.b": chance.choice([0.3, 0.6, 0.85]),
            "D10.floor": chance.choice([1, 2, 3]),
            "D10.gate": chance.choice(["mean", "count"]),
            "D10.gate.mean": chance.choice([0.9, 1.7]),
            "D10.gate.held": chance.choice(["Yes", "No"]),
        },
        today=dt.date(2027, 3, 15),
    )


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9))
def test_at_once_is_one_by_one(seed: int) -> None:
    data = untidy_company(seed)
    for cycle in (H1, H2, "never"):
        assert at_once(data, cycle) == one_by_one(data, cycle)


SENTENCES = (
    "Evidence supports discussing",
    "Not enough data: nothing that has a weight",
    "Not enough data: nothing is rated yet",
    "% is rated, ",
    "not rated yet: ",
    "no evidence yet: ",
    "At level since is blank",
    "Gaps: delivery",
    "time at the level",
    "does not pass the gate",
    "a critical competency is below",
)


def test_the_random_companies_reach_every_sentence() -> None:
    """Otherwise the test above would say little."""
    ready = [bulk_readiness.bulk_readiness(untidy_company(seed), H2) for seed in range(600)]
    said = {step.words for found in ready for steps in found.values() for step in steps}
    assert [words for words in SENTENCES if not any(words in one for one in said)] == []


def test_nobody_and_nothing() -> None:
    empty = replace(untidy_company(0), people=(), ratings=())
    assert at_once(empty, H2) == one_by_one(empty, H2) == [[], {}, {}]


def test_a_large_company_takes_the_quick_way_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = big_company(1_700)
    assert len(data.ratings) >= requirements.BULK_ROWS
    cycle = str(data.setting("cycle"))
    quick = plain([person_scores(data), readiness.people_readiness(data, cycle), team.deltas(data, cycle)])
    assert "columns" in vars(data)["_kept"], "the figures came from the columns"
    for module in (person_figures, readiness, team):
        monkeypatch.setattr(module, "BULK_ROWS", len(data.ratings) + 1)
    again = replace(data)
    slow = plain([person_scores(again), readiness.people_readiness(again, cycle), team.deltas(again, cycle)])
    assert "columns" not in vars(again)["_kept"]
    assert quick == slow


def test_a_small_company_does_not_load_numpy() -> None:
    code = (
        "import sys\n"
        "from xl_addin.commands.demo import sample\n"
        "from xl_addin.sheets import rows\n"
        "rows(sample())\n"
        "assert 'numpy' not in sys.modules and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
