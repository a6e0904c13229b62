"""Scoring 50,000 people on 12 competencies by two raters, against a loop in Python and one pass of plain numpy."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tests.bench.frameworks import big_company
from tests.bench.timing import Line, medians
from xl_addin.evaluate import team
from xl_addin.evaluate.bulk import rating_deltas, readiness_arrays, score_arrays
from xl_addin.evaluate.bulk.rating_columns import rating_columns
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.evaluate.readiness import people_readiness
from xl_addin.model.dataset import Dataset

WORK = "score 50,000 x 12 x 2"


def scoring() -> Iterator[Line]:
    """Gaps, coverage, score, self against manager, and readiness with its words."""
    data = big_company(50_000)
    rating_columns(data)
    taken = medians(
        {"read": lambda: at_once(data), "records": lambda: at_once(replace(data)), "pass": lambda: one_pass(data)}
    )
    yield Line(WORK, taken["read"], "one second", 1.0, "under 1")
    yield Line(WORK, taken["read"], "one mean in plain numpy", taken["pass"], "the limit")
    yield Line(f"{WORK}, from records", taken["records"], "one second", 1.0, "about 1")
    few = big_company(1_600)
    taken = medians({"at once": lambda: at_once(replace(few)), "loop": lambda: one_by_one(replace(few))})
    yield Line("score 1,600 x 12 x 2, from records", taken["at once"], "person by person", taken["loop"], "below 0.3")


def at_once(data: Dataset) -> None:
    """Every figure as arrays."""
    columns, cycle = rating_columns(data), str(data.setting("cycle"))
    score_arrays.score_arrays(data, columns)
    for _ in readiness_arrays.group_readiness(data, columns, cycle, data.today):
        pass
    for _ in rating_deltas.bulk_deltas(data, cycle):
        pass


def one_by_one(data: Dataset) -> None:
    """The same figures as they are defined; so few rows take this way on their own."""
    cycle = str(data.setting("cycle"))
    person_scores(data)
    people_readiness(data, cycle)
    team.deltas(data, cycle)


def one_pass(data: Dataset) -> None:
    """The least anybody could do: everybody's mean of all ratings given, both raters'."""
    columns = rating_columns(data)
    for rating in (columns.self_rating, columns.manager_rating):
        given = rating > 0
        total = np.bincount(columns.person[given], rating[given], len(columns.people))
        total / np.bincount(columns.person[given], minlength=len(columns.people))
