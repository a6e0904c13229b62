"""What one level asks for and how people are rated on it: `asked.Asked` for many people."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from xl_addin.scores.asked import Asked
from xl_addin.scores.bulk.arrays import BLANK, HIGH, NOT_APPLICABLE, Bools, Floats, Ints, over
from xl_addin.scores.bulk.columns import Columns


@dataclass(frozen=True)
class Sheets:
    """A line for each competency asked for, a column for each person: ratings, and whether there is evidence."""

    asked: Sequence[Asked]
    given: Ints
    evidence: Bools

    @cached_property
    def applies(self) -> Bools:
        return np.asarray(self.given != NOT_APPLICABLE)

    @cached_property
    def weight(self) -> Floats:
        return self.total(self.applies)

    @cached_property
    def coverage(self) -> Floats:
        return over((self.given > BLANK).sum(axis=0), self.applies.sum(axis=0))

    def total(self, shares: Bools | Floats) -> Floats:
        """Each person's sum of weights times shares, added up in the order of the competencies."""
        found = np.zeros(self.given.shape[1])
        for own, share in zip(self.asked, shares, strict=True):
            found += own.weight * share
        return found

    def looked_up(self, table: Floats) -> Floats:
        """What each rating is worth by a table of `arrays.looked_up`."""
        expected = np.array([own.expected for own in self.asked], int)
        return np.asarray(table[expected[:, None], self.given])

    def critical(self) -> Bools:
        """The critical competencies that apply."""
        return np.asarray(self.applies & np.array([own.critical for own in self.asked], bool)[:, None])

    def at_best(self) -> "Sheets":
        """The same with everything that is not rated yet rated as high as can be."""
        return Sheets(self.asked, np.where(self.given == BLANK, HIGH, self.given), self.evidence)

    def of(self, people: Bools) -> "Sheets":
        """Those of some people."""
        return Sheets(self.asked, self.given[:, people], self.evidence[:, people])


class CycleRows:
    """The rows of one cycle, by level. `people` are the places of those who have any."""

    def __init__(self, columns: Columns, cycle: str) -> None:
        self._columns = columns
        rows = np.flatnonzero(columns.cycle == (columns.cycles.index(cycle) if cycle in columns.cycles else -1))
        self._rows = rows[np.argsort(columns.level[rows], kind="stable")]
        self._ends = np.cumsum(np.bincount(columns.level[rows], minlength=len(columns.levels)))
        self._line = {name: at for at, name in enumerate(columns.competencies)}
        self.people = np.unique(columns.person[rows])

    def sheets(self, asked: Sequence[Asked], level: str, people: Ints) -> Sheets:
        """How these people are rated at a level on what is asked; of a competency's rows, the first counts."""
        columns, at = self._columns, self._columns.levels.index(level)
        rows = self._rows[self._ends[at - 1] if at else 0 : self._ends[at]]
        rows = rows[::-1]  # of two values for one place numpy keeps the last
        line, person = np.full(len(columns.competencies), -1), np.full(len(columns.people), -1)
        line[[self._line[own.competency] for own in asked]] = np.arange(len(asked))
        person[people] = np.arange(len(people))
        lines, places = line[columns.competency[rows]], person[columns.person[rows]]
        wanted = (lines >= 0) & (places >= 0)
        where, rows = (lines[wanted], places[wanted]), rows[wanted]
        given, evidence = np.full((len(asked), len(people)), BLANK), np.zeros((len(asked), len(people)), bool)
        given[where], evidence[where] = columns.manager[rows], columns.evidence[rows]
        dropped = np.array([not own.applies for own in asked], bool)[:, None]
        return Sheets(asked, np.where(dropped, NOT_APPLICABLE, given), evidence & ~dropped)
