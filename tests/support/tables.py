"""Tables written as text, read the way a workbook is read: pipe tables -> Snapshot -> Dataset.

    Matrix ENG
    | Competency | SE1                     | SE2               |
    | Ownership  | Plans. / Asks for help. | Plans for others. |
    -> SE2 of Ownership

A caption is a tab's name, headers are its columns' titles, " / " in a cell is a line break; a cell that starts with
"=" is a formula without a result, one like #REF! an error, one that is "<" is merged into its left neighbour; 4 is a
number and '4 the same as text, as in Excel.
`Weights: absent` leaves a table out, `Weights: without Weight` a column; by `Weights: from row 2 below it` the rows
from the second on stand below the table. A line `or`, or a caption used before,
starts the next example. "->" names a place where a finding is expected: "SE2 of Ownership", "row 2 of Levels", "Track
ID in row 1 of Levels", "Weight column of Weights", "Levels".
What an example does not show is filled in, so that it stays short: see `_Filling`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.cells.area import Area
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Table
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.sheets import static_tables
from xl_addin.sheets.by_names import NAME_TABLES
from xl_addin.sheets.matrix import TABLE_PREFIX, table_name
from xl_addin.sheets.reading import read_dataset

DAY = dt.date(2027, 1, 11)
"""The day on which the tables are read."""

_CAPTION = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z0-9_-]+)?")
_MERGED = "<"
_LEFT_OUT = re.compile(r"(.+): (absent|without (.+)|from row (\d+) below it)")

Rows = list[dict[str, str]]


@dataclass
class Example:
    """One example as written: rows of each table by its caption, what is left out, and the places expected."""

    tables: dict[str, Rows] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    without: dict[str, set[str]] = field(default_factory=dict)
    below: dict[str, int] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)

    def data(self) -> Dataset:
        """The example as a data set.

        Raises:
            ValueError: a caption or a column is unknown.
        """
        return read_dataset(self.snapshot(), DAY).data

    def snapshot(self) -> Snapshot:
        present = [_table_data(name, rows, self) for name, rows in _Filling(self).tables().items()]
        marked = [table for table in present if table is not None]
        merges = {table.sheet: tuple(_merges(table)) for table in marked}
        whole = [_unmarked(table) for table in marked]
        height = {table.name: self.below.get(table.sheet, len(table.rows)) for table in whole}
        below = {t.name: dict(enumerate(t.rows[height[t.name] :], t.top + height[t.name] + 1)) for t in whole}
        tables = {table.name: replace(table, rows=table.rows[: height[table.name]]) for table in whole}
        return Snapshot(tables=tables, merges=merges, lines_below=below)

    def places(self, data: Dataset) -> set[Place]:
        return {place(words, data) for words in self.expected}


def data_of(text: str) -> Dataset:
    """The data set of a text with one example."""
    (example,) = examples(text)
    return example.data()


def examples(text: str) -> list[Example]:
    """Every example of a text.

    Raises:
        ValueError: a line is none of caption, row, place, `or` and blank; a row has too few or too many cells.
    """
    found = [Example()]
    caption = ""
    headers: list[str] = []
    for line in (raw.strip() for raw in text.splitlines()):
        if line.startswith("->"):
            found[-1].expected.append(line[2:].strip())
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not headers:
                headers = cells
            else:
                found[-1].tables[caption].append(dict(zip(headers, cells, strict=True)))
        elif line == "or":
            found.append(Example())
        elif match := _LEFT_OUT.fullmatch(line):
            _leave_out(found[-1], *match.groups())
        elif line:
            if not _CAPTION.fullmatch(line):
                raise ValueError(f"not a caption: {line!r}")
            if line in found[-1].tables:
                found.append(Example())
            caption, headers = line, []
            found[-1].tables[caption] = []
    return found


def _leave_out(example: Example, caption: str, _: str, column: str | None, row: str | None) -> None:
    if row:
        example.below[caption] = int(row) - 1
    elif column:
        example.without.setdefault(caption, set()).add(column)
    else:
        example.absent.add(caption)


class _Filling:
    """What an example leaves unsaid: a track with the matrix's id, a chain of levels from its columns, competencies
    from its rows, equal weights; and for a table that is shown, the required columns it leaves away."""

    def __init__(self, example: Example) -> None:
        self.given = example.tables
        self.matrices = {c.split(" ", 1)[1]: rows for c, rows in example.tables.items() if c.startswith("Matrix ")}

    def tables(self) -> dict[str, Rows]:
        # a workbook with the tables of names would ask for names
        known = {table.name.removeprefix("tbl") for table in static_tables() if table.name not in NAME_TABLES}
        unknown = [c for c in self.given if c not in known and not c.startswith("Matrix ")]
        if unknown:
            raise ValueError(f"no tab is called {unknown[0]}")
        tracks = self._completed("Tracks", self._tracks(), {"Track": lambda row, _: row["Track ID"] + " track"})
        levels = self._completed("Levels", self._levels(), self._level_defaults(tracks))
        competencies = self._completed("Competencies", self._competencies(), _COMPETENCY_DEFAULTS)
        weights = self._completed("Weights", self._weights(tracks, competencies), {})
        people = {"Name": lambda row, _: row["Employee ID"], "Track ID": lambda row, _: tracks[0]["Track ID"]}
        filled = {
            "Tracks": tracks,
            "Levels": levels,
            "Competencies": competencies,
            "Weights": weights,
            "People": self._completed("People", [], people),
            **{caption: self.given.get(caption, []) for caption in sorted(known - _FILLED)},
        }
        for track, rows in self.matrices.items():
            filled[f"Matrix {track}"] = [_matrix_row(row, levels, competencies) for row in rows]
        return filled

    def _completed(self, caption: str, derived: Rows, defaults: Mapping[str, "Default"]) -> Rows:
        rows = [dict(row) for row in self.given.get(caption, derived)]
        for number, row in enumerate(rows):
            for column, default in defaults.items():
                if column not in row:
                    row[column] = default(row, number)
        return rows

    def _tracks(self) -> Rows:
        named = [row.get("Track ID", "") for caption in ("Levels", "People") for row in self.given.get(caption, [])]
        ids = dict.fromkeys([*self.matrices, *(name for name in named if name)])
        return [{"Track ID": track} for track in ids or ["ENG"]]

    def _levels(self) -> Rows:
        return [
            {"Level ID": _ident(header), "Track ID": track, "Level title": header, "Rank": str(rank)}
            for track, rows in self.matrices.items()
            for rank, header in enumerate(_level_headers(rows), 1)
        ]

    def _level_defaults(self, tracks: Rows) -> dict[str, "Default"]:
        return {
            "Track ID": lambda row, _: tracks[0]["Track ID"],
            "Level title": lambda row, _: row["Level ID"],
            "Rank": lambda row, number: str(number + 1),
        }

    def _competencies(self) -> Rows:
        names = dict.fromkeys(row["Competency"] for rows in self.matrices.values() for row in rows)
        return [{"Competency": name} for name in names if name]

    def _weights(self, tracks: Rows, competencies: Rows) -> Rows:
        return [
            {"Track ID": t["Track ID"], "Competency ID": c["Competency ID"], "Weight": f"{100 / len(competencies):.3f}"}
            for t in tracks
            for c in competencies
        ]


Default = Callable[[dict[str, str], int], str]
_FILLED = {"Tracks", "Levels", "Competencies", "Weights", "People"}
_COMPETENCY_DEFAULTS: dict[str, Default] = {
    "Competency ID": lambda row, number: f"C{number + 1}",
    "Competency": lambda row, _: row["Competency ID"],
    "Definition": lambda row, _: f"What {row['Competency']} covers.",
}


def _ident(title: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")


def _level_headers(rows: Rows) -> list[str]:
    return [header for header in (rows[0] if rows else {}) if header not in ("Competency", "Competency ID")]


def _matrix_row(row: Mapping[str, str], levels: Rows, competencies: Rows) -> dict[str, str]:
    """A row as the Matrix tab has it: with the competency's id, and level columns with their id in brackets."""
    ids = {c["Competency"]: c["Competency ID"] for c in reversed(competencies)}
    made = {"Competency ID": row.get("Competency ID", ids.get(row["Competency"], "")), "Competency": row["Competency"]}
    for header in _level_headers([dict(row)]):
        level = next((lv for lv in levels if header in (lv["Level ID"], lv["Level title"])), None)
        made[f"{level['Level title']} ({level['Level ID']})" if level else f"{header} ({header})"] = row[header]
    return made


def _table_data(caption: str, rows: Rows, example: Example) -> TableData | None:
    if caption in example.absent:
        return None
    track = caption.removeprefix("Matrix ") if caption.startswith("Matrix ") else ""
    if track:
        name, headers = table_name(track), list(rows[0]) if rows else ["Competency ID", "Competency"]
    else:
        table = next(table for table in static_tables() if table.name == f"tbl{caption}")
        name, headers = table.name, [column.header for column in table.columns]
    _no_unknown(caption, rows, headers)
    kept = [header for header in headers if header not in example.without.get(caption, ())]
    cells = tuple(tuple(_value(row.get(header, "")) for header in kept) for row in rows)
    return TableData(name, caption, 1, 1, tuple(kept), cells)


def _merges(table: TableData) -> Iterator[Area]:
    """The cells marked as merged, each with the one left of it."""
    for number, row in enumerate(table.rows, table.top + 1):
        for at, cell in enumerate(row, table.left):
            if cell == _MERGED:
                yield Area(number, at - 1, number, at)


def _unmarked(table: TableData) -> TableData:
    rows = tuple(tuple(None if cell == _MERGED else cell for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _no_unknown(caption: str, rows: Rows, headers: Sequence[str]) -> None:
    for row in rows:
        unknown = [header for header in row if header not in headers]
        if unknown:
            raise ValueError(f"{caption} has no column {unknown[0]!r}")


def _value(text: str) -> CellValue:
    if text.startswith("="):
        return FormulaCell(text[1:], None)
    if re.fullmatch(r"#[A-Z0-9/]+[!?]?", text):
        return ErrorCell(text)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return dt.date.fromisoformat(text)
    return text.removeprefix("'").replace(" / ", "\n") or None


def place(words: str, data: Dataset) -> Place:
    """Where an example says a finding is expected.

    Raises:
        ValueError: the words name nothing the example has.
    """
    if match := re.fullmatch(r"(?:(.+) in )?row (\d+) of (.+)", words):
        column, row, caption = match.groups()
        return Place(_name(caption), int(row) - 1, _field(caption, column))
    if match := re.fullmatch(r"(.+) column of (.+)", words):
        return Place(_name(match.group(2)), -1, _field(match.group(2), match.group(1)))
    if match := re.fullmatch(r"(.+?) of (.+)", words):
        return _cell(match.group(1), match.group(2), data)
    return Place(_name(words))


def _cell(level: str, competency: str, data: Dataset) -> Place:
    ids = {text: lv.id for lv in data.levels for text in (lv.title, lv.id)}
    for matrix in data.matrices:
        for row in matrix.rows:
            if row.name == competency and ids.get(level) in matrix.levels:
                return Place(matrix.table, row.row, ids[level])
    raise ValueError(f"no matrix has {level} of {competency}")


def _name(caption: str) -> str:
    if caption.startswith("Matrix "):
        return TABLE_PREFIX + caption.removeprefix("Matrix ").replace("-", "_")
    return _static(caption).name


def _field(caption: str, title: str | None) -> str:
    if not title:
        return ""
    if caption.startswith("Matrix "):
        return {"Competency ID": "competency", "Competency": "name"}.get(title, title)
    return next(column.field for column in _static(caption).columns if column.header == title)


def _static(caption: str) -> Table:
    found: Iterable[Table] = (table for table in static_tables() if table.name == f"tbl{caption}")
    table = next(iter(found), None)
    if table is None:
        raise ValueError(f"no tab is called {caption}")
    return table
