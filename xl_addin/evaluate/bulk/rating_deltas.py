"""Everybody's self ratings against the manager's in one cycle."""

from collections.abc import Iterator

import numpy as np

from xl_addin.evaluate.bulk.arrays import BLANK
from xl_addin.evaluate.bulk.rating_columns import rating_columns
from xl_addin.evaluate.bulk.score_arrays import number_entries
from xl_addin.model.dataset import Dataset


def bulk_deltas(data: Dataset, cycle: str) -> Iterator[tuple[str, dict[str, int]]]:
    """What `team.rating_deltas` gives, worked out at once."""
    columns = rating_columns(data)
    entry, _, _, level = number_entries(data, columns)
    names, place = columns.competencies, columns.cycles.index(cycle) if cycle in columns.cycles else -1
    rows = np.flatnonzero((columns.cycle == place) & (columns.level == level[entry]))
    by_id = np.argsort(sorted(range(len(names)), key=names.__getitem__))
    keys = columns.person[rows].astype(np.int64) * len(names) + by_id[columns.competency[rows]]
    # in the order of people and ids; of a competency's rows the first counts
    rows = rows[np.unique(keys, return_index=True)[1]]
    rows = rows[(columns.self_rating[rows] > BLANK) & (columns.manager_rating[rows] > BLANK)]
    points = columns.self_rating[rows] - columns.manager_rating[rows]
    deltas: dict[int, dict[str, int]] = {}
    lines = zip(*(array.tolist() for array in (columns.person[rows], columns.competency[rows], points)), strict=True)
    for person, competency, delta in lines:
        deltas.setdefault(person, {})[names[competency]] = delta
    for person, person_deltas in deltas.items():
        yield columns.people[person], person_deltas
