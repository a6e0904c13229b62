"""The grammar our own texts are written in: a title, then headed sections of pipe tables or plain lines.

    # Engineering                  the title; the paragraph below it is the description
    ## Tracks                      a section; no two carry the same heading
    | Track ID | Track |           its header row, then one line a row; "| --- | --- |" is skipped
    | ENG      | Engineering |     " / " in a cell is a line break

A cell cannot hold the pipe sign. Blank lines mean nothing. Every line keeps its number, so that a fault can be shown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xl_addin.model.errors import Stop
from xl_addin.model.facts import Fact, Record, facts_of

_RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+$")
_BREAK = re.compile(r"\s/\s")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that says something, trimmed, with its number in the file (the first is 1)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one `## heading`."""

    heading: TextLine
    lines: tuple[TextLine, ...]

    @property
    def name(self) -> str:
        return self.heading.text


@dataclass(frozen=True, slots=True)
class PipeRow:
    """One data row of a pipe table: header -> text, in the order of the headers."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table: its headers, the line they stand on, and its rows."""

    number: int
    headers: tuple[str, ...]
    rows: tuple[PipeRow, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A whole text, taken apart but not yet understood; `name` is what its faults are reported under."""

    name: str
    title: str
    description: str
    sections: tuple[Section, ...]

    def stop(self, number: int, problem: str, todo: str) -> Stop:
        """The fault at one line, ready to raise."""
        return stop_at_line(self.name, number, problem, todo)


def stop_at_line(name: str, number: int, problem: str, todo: str) -> Stop:
    """A fault at one line of the named text."""
    return Stop(f"{name} line {number}", problem, todo)


def parse_page(text: str, name: str) -> TextPage:
    """Split a text into title, description and sections.

    Raises:
        Stop: no title, a second title, words before the title, or two sections with one heading.
    """
    lines = list(_lines(text))
    if not lines or not lines[0].text.startswith("# "):
        raise stop_at_line(
            name, lines[0].number if lines else 1, "the title is missing", "begin with a line such as # Sales"
        )
    starts = [index for index, line in enumerate(lines) if line.text.startswith("## ")]
    head = lines[1 : starts[0]] if starts else lines[1:]
    sections: dict[str, Section] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = TextLine(lines[start].number, " ".join(lines[start].text[3:].split()))
        if heading.text in sections:
            raise stop_at_line(name, heading.number, f"the section {heading.text} stands twice", "join the two")
        sections[heading.text] = Section(heading, tuple(lines[start + 1 : end]))
    second = next((line for line in lines[1:] if line.text.startswith("# ")), None)
    if second:
        raise stop_at_line(
            name, second.number, "a second title", "start a section with ## or move the rest to its own file"
        )
    return TextPage(name, lines[0].text[2:].strip(), " ".join(line.text for line in head), tuple(sections.values()))


def parse_table(page: TextPage, section: Section) -> PipeTable:
    """The section as a pipe table.

    Raises:
        Stop: no header, a line that is no table row, a header named twice or blank, or a row with more or fewer cells.
    """
    rows: list[PipeRow] = []
    header = TextLine(0, "")
    headers: tuple[str, ...] = ()
    for line in section.lines:
        if not (line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 1):
            raise page.stop(line.number, "this is no table row", "begin and end it with |")
        if _RULE.match(line.text):
            continue
        cells = tuple(cell.strip() for cell in line.text[1:-1].split("|"))
        if not headers:
            header, headers = line, _headers(page, line.number, cells)
            continue
        if len(cells) != len(headers):
            problem = f"{len(cells)} cells under {len(headers)} headers"
            raise page.stop(line.number, problem, "give the row one cell for each header")
        texts = (_BREAK.sub("\n", cell) for cell in cells)
        rows.append(PipeRow(line.number, dict(zip(headers, texts, strict=True))))
    if not headers:
        raise page.stop(section.heading.number, f"the section {section.name} is empty", "add a header row or remove it")
    return PipeTable(header.number, headers, tuple(rows))


def section_rows(page: TextPage, section: Section, record: type[Record]) -> tuple[PipeRow, ...]:
    """The rows of a table that holds records: headers are titles of the record's facts.

    Raises:
        Stop: the table is malformed, a header is no title, or a required value is blank, or a unique one repeated.
    """
    pipe_table = parse_table(page, section)
    facts = {fact.title: fact for fact in facts_of(record).values()}
    for header in pipe_table.headers:
        if header not in facts:
            raise page.stop(pipe_table.number, f"no column is called {header}", f"use some of {', '.join(facts)}")
    for fact in facts.values():
        if fact.required and fact.title not in pipe_table.headers:
            raise page.stop(pipe_table.number, f"the column {fact.title} is missing", "add it")
        _complete(page, pipe_table.rows, fact)
    return pipe_table.rows


def _complete(page: TextPage, rows: tuple[PipeRow, ...], fact: Fact) -> None:
    texts: set[str] = set()
    for row in rows:
        text = row.cells.get(fact.title, "")
        if fact.required and not text:
            raise page.stop(row.number, f"{fact.title} is blank", "fill it in")
        if fact.unique and text.casefold() in texts:
            raise page.stop(row.number, f"{fact.title} {text} stands twice", "give each row its own")
        texts.add(text.casefold())


def _headers(page: TextPage, number: int, cells: tuple[str, ...]) -> tuple[str, ...]:
    for index, header in enumerate(cells):
        if not header or header in cells[:index]:
            problem = f"the header {header} stands twice" if header else "a header is blank"
            raise page.stop(number, problem, "give every column a name of its own")
    return cells


def _lines(text: str) -> Iterator[TextLine]:
    # Editors on some systems put a byte order mark first; it is no part of the title.
    for number, text_line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if text_line.strip():
            yield TextLine(number, text_line.strip())
