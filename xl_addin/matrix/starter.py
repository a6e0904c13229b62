"""Our own framework texts and the sample company: from reviewable text to rows.

The outer grammar (title, description, sections, pipe tables) stands in `sections`, that of a matrix in `level_blocks`.
A file may hold:

- `## Tracks`, `## Levels`, `## Competencies`, `## Weights`, `## Settings`, `## People`, `## Evidence` and the other
  tables of a workbook by name (`## Responses` for tblResponses): pipe tables whose headers are titles of the facts;
- `## Matrix ENG`: for each competency a line `### OWN`, below it each level's id on a line of its own, below that
  its statements (`- Breaks work down.`), or the single line `N/A` or `inherits(SE2)`;
- `## Ratings ENG`: `| Cycle | Employee ID | Level ID | OWN | ... |` with a cell `self/manager` for each competency,
  such as `4/3`, `-/3` or `N/A/N/A`; a lone `-` is a row in which nothing has been said yet.

Reading the file is the caller's business; so is what the values mean beyond the ids defined in the same file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xl_addin.matrix.blocks import level_blocks
from xl_addin.matrix.sections import PipeRow, Section, TextPage, parse_page, parse_table, section_rows
from xl_addin.model.facts import Record, Ref, facts_of
from xl_addin.model.records import Expectation
from xl_addin.model.statements import inherits

_FRAMEWORK = ("Tracks", "Levels", "Competencies")
"""The sections in which the IDs of matrices and ratings are defined."""
_BY_TRACK = ("Matrix", "Ratings")
_KEYS = ("Cycle", "Employee ID", "Level ID")
_PAIR = re.compile(r"(?P<self>-|[1-5]|N/A)/(?P<manager>-|[1-5]|N/A)")
_Records = Mapping[str, type[Record]]


@dataclass(frozen=True)
class _Tables:
    """The sections that hold records: heading -> rows, and the record these describe."""

    rows: Mapping[str, tuple[PipeRow, ...]]
    records: _Records

    def ids(self, heading: str) -> list[str]:
        """What a section defines, by the first field of its record."""
        if heading not in self.rows:
            return []
        key = next(iter(facts_of(self.records[heading]).values())).title
        return [row.cells[key] for row in self.rows[heading]]


@dataclass(frozen=True)
class Starter:
    """A text taken apart.

    `tables`: section heading -> rows, header -> text. `matrices`: track id -> its cells in the order written.
    `ratings`: one mapping per person, cycle and competency with the keys cycle, employee, competency, level, self and
    manager; "" where nothing was said.
    """

    title: str
    description: str
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    matrices: Mapping[str, tuple[Expectation, ...]]
    ratings: tuple[Mapping[str, str], ...]


def parse_starter(text: str, name: str, records: _Records) -> Starter:
    """Read a starter or the sample company.

    Args:
        text: the whole file.
        name: what it is called in messages.
        records: heading of a section -> the record its rows describe; see `sheets.starter_dataset.sections`.

    Raises:
        Stop: the first malformed line, by its number. These files are ours and short: one fault at a time will do.
    """
    page = parse_page(text, name)
    sections = {kind: [s for s in page.sections if _kind(page, s, records) == kind] for kind in ("", *_BY_TRACK)}
    tables = _Tables({own.name: section_rows(page, own, records[own.name]) for own in sections[""]}, records)
    _references(page, tables)
    # Matrices come after the tables their ids live in, wherever they stand in the file.
    matrices = {_track(section): tuple(_matrix(page, section, tables)) for section in sections["Matrix"]}
    ratings: dict[tuple[str, ...], Mapping[str, str]] = {}
    for section in sections["Ratings"]:
        _ratings(page, section, ratings)
    rows = {heading: tuple(row.cells for row in table_rows) for heading, table_rows in tables.rows.items()}
    return Starter(page.title, page.description, rows, matrices, tuple(ratings.values()))


def _kind(page: TextPage, section: Section, records: _Records) -> str:
    """Matrix or Ratings for a section that belongs to a track, "" for a table."""
    if section.name in records:
        return ""
    kind = section.name.partition(" ")[0]
    if kind not in _BY_TRACK or not _track(section):
        headings = dict.fromkeys((*_FRAMEWORK, *records, *(f"{kind} TRACK" for kind in _BY_TRACK)))
        names = ", ".join(headings)
        raise page.stop(section.heading.number, f"no section is called {section.name}", f"use one of {names}")
    return kind


def _track(section: Section) -> str:
    return section.name.partition(" ")[2]


def _references(page: TextPage, tables: _Tables) -> None:
    """Stop at an id that this file should define; ids of tables it does not hold are the workbook's business."""
    for heading, rows in tables.rows.items():
        for fact in facts_of(tables.records[heading]).values():
            if not isinstance(fact.limit, Ref) or fact.limit.table.removeprefix("tbl") not in tables.rows:
                continue
            ids = tables.ids(fact.limit.table.removeprefix("tbl"))
            for row in rows:
                text = row.cells.get(fact.title, "")
                for part in _parts(text) if fact.limit.multiple else filter(None, [text]):
                    if part not in ids:
                        raise page.stop(row.number, f"{fact.title} {part} is unknown", _use(ids))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _use(ids: list[str]) -> str:
    return f"use one of {', '.join(ids)}" if ids else "define it in this file first"


def _matrix(page: TextPage, section: Section, tables: _Tables) -> Iterator[Expectation]:
    track = _track(section)
    if track not in tables.ids("Tracks"):
        raise page.stop(section.heading.number, f"the track {track} is unknown", _use(tables.ids("Tracks")))
    levels = [row.cells["Level ID"] for row in tables.rows.get("Levels", ()) if row.cells["Track ID"] == track]
    rows = tables.rows.get("Competencies", ())
    tracks_by_competency = {row.cells["Competency ID"]: _parts(row.cells.get("Track IDs", "")) for row in rows}
    # A competency that names no track applies to all of them.
    competencies = [competency for competency, tracks in tracks_by_competency.items() if not tracks or track in tracks]
    pairs: set[tuple[str, str]] = set()
    for block in level_blocks(page, section):
        competency, level = block.competency.text, block.level.text
        for line, ids, kind in ((block.competency, competencies, "competency"), (block.level, levels, "level")):
            if line.text not in ids:
                raise page.stop(line.number, f"track {track} has no {kind} {line.text}", _use(ids))
        if (competency, level) in pairs:
            raise page.stop(block.level.number, f"{competency} at {level} stands twice", "join the two")
        pairs.add((competency, level))
        text = block.text(page)
        source = inherits(text)
        if source is not None and source not in tables.ids("Levels"):
            raise page.stop(block.lines[0].number, f"the level {source} is unknown", _use(tables.ids("Levels")))
        yield Expectation(track=track, competency=competency, level=level, text=text)


def _ratings(page: TextPage, section: Section, ratings: dict[tuple[str, ...], Mapping[str, str]]) -> None:
    """Add the ratings of one wide table, one mapping per cell."""
    wide_table = parse_table(page, section)
    if wide_table.headers[: len(_KEYS)] != _KEYS:
        raise page.stop(wide_table.number, "the first columns are wrong", f"begin with {', '.join(_KEYS)}")
    for row in wide_table.rows:
        cycle, employee, level = (row.cells[key] for key in _KEYS)
        for competency in wide_table.headers[len(_KEYS) :]:
            key = (cycle, employee, competency, level)
            if not all(key):
                raise page.stop(row.number, "cycle, employee or level is blank", "fill it in")
            if key in ratings:
                problem = f"{employee} is rated twice on {competency} at {level} in {cycle}"
                raise page.stop(row.number, problem, "keep one of the two")
            pair = _pair(page, row.number, competency, row.cells[competency])
            ratings[key] = dict(zip(("cycle", "employee", "competency", "level"), key, strict=True)) | pair


def _pair(page: TextPage, number: int, competency: str, text: str) -> dict[str, str]:
    match = _PAIR.fullmatch("-/-" if text == "-" else text)
    if match is None:
        # The text itself stays out of the message: it may be somebody's rating.
        raise page.stop(
            number, f"the cell under {competency} is no rating", "write 1 to 5, N/A or - on either side, such as 4/3"
        )
    return {side: "" if mark == "-" else mark for side, mark in match.groupdict().items()}
