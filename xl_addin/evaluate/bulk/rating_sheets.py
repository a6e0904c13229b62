"""What one level asks for and how people are rated on it: `requirements.Requirement` for many people."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from xl_addin.evaluate.bulk.arrays import BLANK, HIGH, NOT_APPLICABLE, Bools, Floats, Ints, divide
from xl_addin.evaluate.bulk.rating_columns import RatingColumns
from xl_addin.scores.requirements import Requirement


@dataclass(frozen=True)
class RatingSheets:
    """A line for each competency asked for, a column for each person: ratings, and whether there is evidence."""

    requirements: Sequence[Requirement]
    ratings: Ints
    evidence: Bools

    @cached_property
    def applies(self) -> Bools:
        return np.asarray(self.ratings != NOT_APPLICABLE)

    @cached_property
    def weight(self) -> Floats:
        return self.total(self.applies)

    @cached_property
    def coverage(self) -> Floats:
        return divide((self.ratings > BLANK).sum(axis=0), self.applies.sum(axis=0))

    def total(self, shares: Bools | Floats) -> Floats:
        """Each person's sum of weights times shares, added up in the order of the competencies."""
        sums = np.zeros(self.ratings.shape[1])
        for requirement, share in zip(self.requirements, shares, strict=True):
            sums += requirement.weight * share
        return sums

    def look_up(self, table: Floats) -> Floats:
        """What each rating is worth by a table of `arrays.lookup_table`."""
        expected_ratings = np.array([requirement.expected_rating for requirement in self.requirements], int)
        return np.asarray(table[expected_ratings[:, None], self.ratings])

    def critical(self) -> Bools:
        """The critical competencies that apply."""
        return np.asarray(
            self.applies & np.array([requirement.critical for requirement in self.requirements], bool)[:, None]
        )

    def at_best(self) -> "RatingSheets":
        """The same with everything that is not rated yet rated as high as can be."""
        return RatingSheets(self.requirements, np.where(self.ratings == BLANK, HIGH, self.ratings), self.evidence)

    def select(self, people: Bools) -> "RatingSheets":
        """Those of some people."""
        return RatingSheets(self.requirements, self.ratings[:, people], self.evidence[:, people])


class CycleRows:
    """The rows of one cycle, by level. `people` are the places of those who have any."""

    def __init__(self, columns: RatingColumns, cycle: str) -> None:
        self._columns = columns
        rows = np.flatnonzero(columns.cycle == (columns.cycles.index(cycle) if cycle in columns.cycles else -1))
        self._rows = rows[np.argsort(columns.level[rows], kind="stable")]
        self._ends = np.cumsum(np.bincount(columns.level[rows], minlength=len(columns.levels)))
        self._line = {name: index for index, name in enumerate(columns.competencies)}
        self.people = np.unique(columns.person[rows])

    def sheets(self, requirements: Sequence[Requirement], level: str, people: Ints) -> RatingSheets:
        """How these people are rated at a level on what is asked; of a competency's rows, the first counts."""
        columns, index = self._columns, self._columns.levels.index(level)
        rows = self._rows[self._ends[index - 1] if index else 0 : self._ends[index]]
        rows = rows[::-1]  # of two values for one place numpy keeps the last
        line, person = np.full(len(columns.competencies), -1), np.full(len(columns.people), -1)
        line[[self._line[requirement.competency] for requirement in requirements]] = np.arange(len(requirements))
        person[people] = np.arange(len(people))
        lines, places = line[columns.competency[rows]], person[columns.person[rows]]
        mask = (lines >= 0) & (places >= 0)
        cells, rows = (lines[mask], places[mask]), rows[mask]
        ratings, evidence = (
            np.full((len(requirements), len(people)), BLANK),
            np.zeros((len(requirements), len(people)), bool),
        )
        ratings[cells], evidence[cells] = columns.manager_rating[rows], columns.evidence[rows]
        na_mask = np.array([not requirement.applies for requirement in requirements], bool)[:, None]
        return RatingSheets(requirements, np.where(na_mask, NOT_APPLICABLE, ratings), evidence & ~na_mask)
