"""What rules look at, one subject at a time. Every list is linear in the size of the matrix.

The lists that many rules share are made once for a data set and kept with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.finding import Place
from xl_addin.model.memo import memo, memo_listing
from xl_addin.model.records import Competency, Employee, Expectation, Level, Track
from xl_addin.model.staff import staff
from xl_addin.model.statements import inherits, is_not_applicable
from xl_addin.rules.text_analysis import lines, sentences


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell the matrix should fill: an applicable competency at a level of the track, or its absence."""

    matrix: Matrix
    level: Level
    competency: Competency
    cell: Expectation | None
    place: Place


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A matrix cell with words of its own: neither blank, nor N/A, nor inherits(...)."""

    cell: Expectation
    place: Place
    competency: str
    level: str

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def location(self) -> str:
        return f"{self.competency} at {self.level}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One bullet of a written cell."""

    cell: WrittenCell
    text: str

    @property
    def place(self) -> Place:
        return self.cell.place


@dataclass(frozen=True, slots=True)
class LevelStep:
    """The same competency at two levels joined by an edge of the graph, both with words.

    Where the lower level inherits its text, `lower` is the cell the text stands in.
    """

    lower: WrittenCell
    upper: WrittenCell


@memo_listing
def matrix_cells(data: Dataset) -> Iterator[MatrixCell]:
    """Every cell that should say something: applicable competencies by levels, matrix by matrix."""
    for matrix in data.matrices:
        rows = {row.competency: row for row in reversed(matrix.rows)}
        levels = data.levels_of(matrix.track)
        for competency in data.competencies_of(matrix.track):
            for level in levels:
                row = rows.get(competency.id)
                place = Place(matrix.table, row.row if row else -1, level.id if level.id in matrix.levels else "")
                yield MatrixCell(matrix, level, competency, matrix.text.get((competency.id, level.id)), place)


@memo_listing
def written_cells(data: Dataset) -> Iterator[WrittenCell]:
    """Every matrix cell with words of its own."""
    titles = {level.id: level.title or level.id for level in data.levels}
    for matrix in data.matrices:
        names = {row.competency: row.name or row.competency or "a row without a name" for row in matrix.rows}
        for cell in matrix.cells:
            if not cell.text.strip() or is_not_applicable(cell.text) or inherits(cell.text):
                continue
            level = titles.get(cell.level, cell.level)
            yield WrittenCell(cell, matrix.place(cell), names.get(cell.competency, cell.competency), level)


@memo_listing
def each_statement(data: Dataset) -> Iterator[Statement]:
    """Every bullet of every written cell."""
    for cell in written_cells(data):
        for text in lines(cell.text):
            yield Statement(cell, text)


@memo_listing
def each_sentence(data: Dataset) -> Iterator[Statement]:
    """Every sentence of every written cell, in the shape of a statement."""
    for cell in written_cells(data):
        for text in sentences(cell.text):
            yield Statement(cell, text)


@memo_listing
def steps(data: Dataset) -> Iterator[LevelStep]:
    """Every pair of cells of one competency along an edge of the level graph."""
    cells_by_level = written_by_level(data)
    sources = {
        (cell.level, cell.competency): source
        for matrix in data.matrices
        for cell in matrix.cells
        if (source := inherits(cell.text))
    }
    for low, high in data.graph.edges:
        for competency, upper in cells_by_level.get(high, {}).items():
            source, trail = low, {high}
            while (source, competency) in sources and source not in trail:
                trail.add(source)
                source = sources[source, competency]
            lower = cells_by_level.get(source, {}).get(competency)
            if lower is not None and lower is not upper:
                yield LevelStep(lower, upper)


def written_by_level(data: Dataset) -> dict[str, dict[str, WrittenCell]]:
    """Level id -> competency id -> its written cell; the first one where a competency stands twice."""

    def collect_cells() -> dict[str, dict[str, WrittenCell]]:
        cells_by_level: dict[str, dict[str, WrittenCell]] = {}
        for cell in written_cells(data):
            cells_by_level.setdefault(cell.cell.level, {}).setdefault(cell.cell.competency, cell)
        return cells_by_level

    return memo(data, "by_level", collect_cells)


def each_matrix(data: Dataset) -> Iterator[Matrix]:
    """Every matrix with at least one cell of words."""
    tables = {cell.place.table for cell in written_cells(data)}
    return (matrix for matrix in data.matrices if matrix.table in tables)


def each_track(data: Dataset) -> Iterator[Track]:
    """Every track with an id."""
    return (track for track in data.tracks if track.id)


def each_level(data: Dataset) -> Iterator[Level]:
    """Every level with an id."""
    return (level for level in data.levels if level.id)


def each_competency(data: Dataset) -> Iterator[Competency]:
    """Every competency with an id."""
    return (competency for competency in data.competencies if competency.id)


def each_person(data: Dataset) -> Iterator[Employee]:
    """Every active person."""
    return iter(staff(data))
