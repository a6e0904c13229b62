"""What stands in a cell that figures rest on and counts nowhere: by cell, never by what a person wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.evaluate.opinions import RESPONSES, Opinion
from xl_addin.layout.parse import find_columns
from xl_addin.model.answers import ITEMS
from xl_addin.model.counts import quantity
from xl_addin.model.finding import Misfit
from xl_addin.rules.text_analysis import quote
from xl_addin.sheets.pasted_column import REST
from xl_addin.sheets.reading import Reading

_NO_VALUE = ("answer", "type", "choice", "formula", "error", "text")
"""Kinds of misfits whose cell says something that counts nowhere."""
_MOST_CELLS = 3


@dataclass(frozen=True)
class Source:
    """Cells of one kind that figures rest on: their key for programs, what one of them is, where, what to write."""

    key: str
    noun: str
    tab: str
    table: str
    fields: tuple[str, ...]
    todo: str


SOURCES = (
    Source(
        "ratings",
        "rating",
        "Assessments",
        "tblAssessments",
        ("self_rating", "manager_rating"),
        "write a whole number from 1 to 5 or N/A",
    ),
    Source("weights", "weight", "Weights", "tblWeights", ("weight",), "write a number from 0 to 100"),
    Source(
        "expected_ratings",
        "expected rating",
        "Competencies",
        "tblCompetencies",
        ("expected",),
        "write a whole number from 1 to 5",
    ),
    Source(
        "settings",
        "setting",
        "Settings",
        "tblSettings",
        ("value",),
        "write what the setting takes, which validate names, or clear the cell for the default",
    ),
)


_ON_FRAMEWORK = (
    Source(
        "expected_ratings",
        "expected rating",
        "Framework",
        "tblMarks",
        ("expected",),
        "write a whole number from 1 to 5",
    ),
)
"""Where names are asked the tables of competencies and weights are written by commands, and hold nothing unread."""


@dataclass(frozen=True)
class UncountedCells:
    """Cells left out, as addresses: pasted answers, and of each source those that cannot be read.

    `retype_counts` is how many of a source's cells build types anew, by its key.
    `reasons` are the answers' cells reason by reason, less those that are left out because of another cell. Columns as
    (cell of the header, why): `twice` beside another for the same statement, `unknown` that may be meant.
    `repeats` is a cell for each respondent who stands in several rows, which all count.
    """

    answers: tuple[str, ...] = ()
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sources: tuple[tuple[Source, tuple[str, ...]], ...] = ()
    twice: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    retype_counts: Mapping[str, int] = field(default_factory=dict)
    repeats: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether every answer and rating counts, and once; a column of people's own may stay as it is."""
        return not (self.answers or self.sources or self.twice or self.repeats)

    def sentences(self) -> Iterator[str]:
        """What a reader must know before the figures."""
        for cells, noun, tab in self._cells_by_source():
            yield f"{quantity(len(cells), noun)} in {tab} could not be read."
        if self.repeats:
            yield f"{self._repeat_words()}, and each row counts."

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Where, what, what to do; one line for each kind."""
        for reason, cells in self.reasons:
            answers = quantity(len(cells), "answer")
            yield _cell_list("Responses", cells), f"{answers} that could not be read ({reason}): {_ANSWERS_TODO}"
        for source, cells in self.sources:
            problem = f"{quantity(len(cells), source.noun)} that could not be read"
            yield _cell_list(source.tab, cells), f"{problem}: {source.todo}{self._or_build(source, len(cells))}"
        for cell, reason in (*self.twice, *self.unknown):
            yield f"Responses!{cell}", reason
        if self.repeats:
            yield (
                _cell_list("Responses", self.repeats),
                f"{self._repeat_words()}, and each row counts: {_REPEATED_TODO}",
            )

    def _repeat_words(self) -> str:
        stand = "stands" if len(self.repeats) == 1 else "stand"
        return f"{quantity(len(self.repeats), 'respondent')} {stand} in several rows of Responses"

    def todo(self, workbook: str) -> str:
        """The next step where something was left out; `workbook` as it is typed in a command."""
        return "" if self.is_clean else f"Put right the cells named above, then run: trackbook score {workbook}"

    def data(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "answers": {"count": len(self.answers), "cells": list(self.answers)},
            **{
                key: {"count": len(cells), "cells": list(cells)}
                for key in (source.key for source in SOURCES)
                for cells in (next((cells for source, cells in self.sources if source.key == key), ()),)
            },
            "columns": [{"cell": cell, "why": reason} for cell, reason in (*self.twice, *self.unknown)],
            "repeated": {"count": len(self.repeats), "cells": list(self.repeats)},
        }

    def _or_build(self, source: Source, cells: int) -> str:
        """The other way, where build makes something out of the cells."""
        retype_count = self.retype_counts.get(source.key, 0)
        target = "text" if retype_count == cells else f"{retype_count:,} of them"
        return f", or run build, which types {target} anew" if retype_count else ""

    def _cells_by_source(self) -> Iterator[tuple[Sequence[str], str, str]]:
        if self.answers:
            yield self.answers, "answer", "Responses"
        for source, cells in self.sources:
            yield cells, source.noun, source.tab


def _cell_list(tab: str, cells: Sequence[str]) -> str:
    rest = f" and {len(cells) - _MOST_CELLS:,} more" if len(cells) > _MOST_CELLS else ""
    return f"{tab}!{', '.join(cells[:_MOST_CELLS])}{rest}"


_REPEATED_TODO = "delete the rows that are not meant, or give each respondent a code of their own"
_ANSWERS_TODO = "write 1 to 5, or the words of one scale of five steps"


def find_uncounted(reading: Reading) -> UncountedCells:
    """What the reading left out of the answers and of what else figures rest on."""
    misfits = reading.data.misfits
    answers = [m for m in misfits if m.place.table == "tblResponses" and m.place.field in ITEMS and m.kind in _NO_VALUE]
    sources = tuple(_of_sources(reading))
    twice, unknown = (
        [m for m in misfits if m.place.table == "tblResponses" and m.kind == kind] for kind in ("twice", "unknown")
    )
    cells, reasons = tuple(_cells(reading, answers)), dict[str, list[str]]()
    for misfit, cell in zip(answers, cells, strict=True):
        reason = misfit.asks if misfit.kind == "answer" else "errors or formulas without a result"
        if reason != REST:
            reasons.setdefault(reason, []).append(cell)
    return UncountedCells(
        cells,
        tuple((reason, tuple(group)) for reason, group in reasons.items()),
        tuple((source, tuple(_cells(reading, group))) for source, group in sources),
        tuple(zip(_cells(reading, twice), map(_column, twice), strict=True)),
        tuple(zip(_cells(reading, unknown), map(_column, unknown), strict=True)),
        {source.key: _retype_count(reading, group) for source, group in sources},
        tuple(_cells(reading, [misfit for misfit in misfits if misfit.kind == "repeated"])),
    )


def _retype_count(reading: Reading, misfits: Sequence[Misfit]) -> int:
    """Of how many cells build makes something: they can be read, and no formula made them."""
    texts = [misfit for misfit in misfits if misfit.kind == "text"]
    return sum(isinstance(data.rows[row][column], str) for data, row, column in _locate_misfits(reading, texts))


def _of_sources(reading: Reading) -> Iterator[tuple[Source, list[Misfit]]]:
    misfits = [misfit for misfit in reading.data.misfits if misfit.kind in _NO_VALUE or misfit.kind == "day"]
    for source in (*SOURCES, *(_ON_FRAMEWORK if reading.data.by_names else ())):
        places = [m for m in misfits if m.place.table == source.table and m.place.field in source.fields]
        if places:
            yield source, places


def _cells(reading: Reading, misfits: Sequence[Misfit]) -> Iterator[str]:
    return (data.address(row, column) for data, row, column in _locate_misfits(reading, misfits))


def _locate_misfits(reading: Reading, misfits: Sequence[Misfit]) -> Iterator[tuple[TableData, int, int]]:
    """The table each stands in, and its row and column there."""
    places: dict[str, Mapping[str, int]] = {}
    for misfit in misfits:
        table, data, _ = reading.parse_result.sources[misfit.place.table]
        columns = places.setdefault(table.name, find_columns(data, table))
        number = columns.get(misfit.place.field)
        yield data, misfit.place.row, data.headers.index(misfit.place.field) if number is None else number


def _column(misfit: Misfit) -> str:
    if misfit.kind == "twice":
        return f"two columns carry {misfit.title}: {misfit.asks}; delete the one that is not meant"
    problem = f"the column {quote(misfit.title)} is not counted: {misfit.asks}"
    return f"{problem}; if it is one of ours, write its key above it, such as H3"


def respondents(opinions: Mapping[str, Opinion]) -> Iterator[str]:
    """How many people answered, as far as that may be said."""
    from_responses = [opinion for opinion in opinions.values() if opinion.source == RESPONSES]
    count = max((opinion.respondents or 0 for opinion in from_responses), default=0)
    withheld = next((opinion.withheld for opinion in from_responses if opinion.withheld), "")
    if count:
        yield f"{quantity(count, 'respondent')}."
    elif withheld:
        yield f"Too few respondents to show ({withheld})."
