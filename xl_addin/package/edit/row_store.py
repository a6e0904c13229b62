"""The rows of one sheet part: those nobody touches stay the bytes they came as, the others are elements.

An element costs about fifty times the bytes it is written with. A sheet of a hundred thousand rows in which one cell
changes must not become a tree, so the rows stand apart from their sheet until somebody wants the whole of it.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from xl_addin.cells.area import letters
from xl_addin.cells.cell import CellValue, FormulaCell, Plain
from xl_addin.package.edit.cell_content import cell_xml
from xl_addin.package.xml.plain_xml import UTF8_START, attributes
from xl_addin.package.xml.xml_tree import Element, children, fragments, inside, make, namespace

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"([^<>]*?)(?:/>|>.*?</row>)', re.DOTALL)
_ONLY_WHOLE = re.compile(rb'<[!?]|<c(?! r=")[ />]|<f [^<>]*\bt="(?:shared|array|dataTable)"')
"""What the rows hold that only a tree can show: comments, cells without an address, formulas of several cells."""
_column = itemgetter(0)


def separate_rows(part: bytes) -> "tuple[bytes, dict[int, bytes]] | None":
    """A sheet part without its rows, and the rows by number; None where they are better read as one tree."""
    begin, end = part.find(_OPEN) + len(_OPEN), part.find(_CLOSE)
    if begin < len(_OPEN) or end < begin or part.count(_OPEN) != 1 or not UTF8_START.match(part):
        return None
    if b"<!" in part[:begin] or _ONLY_WHOLE.search(part, begin, end):
        return None
    rows: dict[int, bytes] = {}
    position, last = begin, 0
    for match in _ROW.finditer(part, begin, end):
        number = int(match[1])
        if match.start() != position or number <= last:
            return None
        rows[number] = match[0]
        position, last = match.end(), number
    return (part[:begin] + part[end:], rows) if position == end else None


@dataclass
class NewRow:
    """A row that was not there: what its element says, and style and content of its cells by column.

    Rows come by the ten thousand, so each is written only once, when all that is set in it is known.
    """

    look: dict[str, str]
    cells: dict[int, tuple[str | None, CellValue]]

    def show(self, col: int, result: Plain) -> None:
        """A formula of the row has another result."""
        style, content = self.cells.get(col, (None, None))
        if isinstance(content, FormulaCell):
            self.cells[col] = (style, FormulaCell(content.text, result))

    def to_bytes(self, number: int) -> bytes:
        """As it stands in the sheet; nothing when there is nothing in it."""
        if not self.cells and not self.look:
            return b""
        look = "".join(f' {name}="{value}"' for name, value in self.look.items())
        cells = sorted(self.cells.items(), key=_column)
        inside = "".join([cell_xml(f"{letters(col)}{number}", style, value) for col, (style, value) in cells])
        return f'<row r="{number}"{look}>{inside}</row>'.encode()


class SheetRows:
    """Rows by number, in ascending order.

    `data` is the sheet's own sheetData element. It holds the rows once `gather` was called, and from the beginning
    where `separate_rows` could not take them out; until then it is empty.
    """

    def __init__(
        self, data: Element, rows: Mapping[int, bytes] | None, damage_error: Callable[[str], Exception]
    ) -> None:
        self._data = data
        self._row_bytes = dict(rows or {})
        self._live: dict[int, Element] = {}
        self.new: dict[int, NewRow] = {}
        self._is_whole = rows is None
        """Whether all rows stand in the sheet; else each live one stands in a holder of its own."""
        if rows is None:
            self._index(damage_error)
        self.numbers = sorted([*self._row_bytes, *self._live])

    def _index(self, damage_error: Callable[[str], Exception]) -> None:
        last = 0
        for row in children(self._data, "row"):
            number = int(row.get("r") or last + 1)
            if number <= last:
                raise damage_error(f"row {number}")
            row.set("r", str(number))
            self._live[number] = row
            last = number

    def __contains__(self, number: object) -> bool:
        return number in self._live or number in self._row_bytes or number in self.new

    def is_live(self, number: int) -> bool:
        """Whether the row is an element now, which somebody may hold."""
        return number in self._live

    def get(self, number: int) -> Element | None:
        """The row's element, to be changed; None when there is no such row."""
        self._write_new(number)
        if number in self._row_bytes:
            self._live[number] = fragments(self._data, self._row_bytes.pop(number))[0]
        return self._live.get(number)

    def make(self, number: int) -> Element:
        """The row's element, made at its place when it is not there."""
        existing = self.get(number)
        if existing is not None:
            return existing
        element = make(f"{{{namespace(self._data)}}}row", r=str(number))
        index = bisect_left(self.numbers, number)
        if not self._is_whole:
            fragments(self._data, b"").append(element)
        elif index < len(self.numbers):
            self._live[self.numbers[index]].addprevious(element)
        else:
            self._data.append(element)
        insort(self.numbers, number)
        self._live[number] = element
        return element

    def start(self, number: int, row: NewRow) -> bool:
        """A row that is not there yet; False, with nothing done, when it is there or rows do not stand apart."""
        if self._is_whole or number in self:
            return False
        insort(self.numbers, number)
        self.new[number] = row
        return True

    def _write_new(self, number: int) -> None:
        if number not in self.new:
            return
        data = self.new.pop(number).to_bytes(number)
        if data:
            self._row_bytes[number] = data
        else:  # nothing was put into it in the end: the row is still not there
            self.numbers.remove(number)

    def settle(self, number: int) -> None:
        """Nobody holds the row's element any more: where rows stand apart it becomes bytes again."""
        if not self._is_whole and number in self._live:
            self._row_bytes[number] = _bytes(self._live.pop(number))

    def looks(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Each row's number and attributes."""
        for number in self.numbers:
            if number in self.new:
                yield number, self.new[number].look
            elif number in self._live:
                yield number, self._live[number].attrib
            else:
                match = _ROW.match(self._row_bytes[number])
                yield number, (attributes(match[2].decode()) if match else None) or {}

    def gather(self) -> None:
        """All rows become elements of the sheet, for whoever reads or changes it as a whole."""
        if self._is_whole:
            return
        for number in list(self.new):
            self._write_new(number)
        waiting = [number for number in self.numbers if number in self._row_bytes]
        holder = fragments(self._data, b"".join(self._row_bytes[number] for number in waiting))
        self._live.update(zip(waiting, list(holder), strict=True))
        for number in self.numbers:
            self._data.append(self._live[number])
        self._row_bytes, self._is_whole = {}, True

    def with_rows(self, sheet: bytes) -> bytes:
        """The bytes of the sheet, given as it is written without the rows that stand apart."""
        if self._is_whole or not self.numbers:
            return sheet
        rows = map(self._row_written, self.numbers)
        head, _, tail = sheet.partition(b"<sheetData/>")
        return b"".join((head, _OPEN, *rows, _CLOSE, tail))

    def _row_written(self, number: int) -> bytes:
        if number in self.new:
            return self.new[number].to_bytes(number)
        return self._row_bytes[number] if number in self._row_bytes else _bytes(self._live[number])


def _bytes(row: Element) -> bytes:
    """A live row as it is written in its sheet: it is all its holder holds."""
    holder = row.getparent()
    if holder is None:
        raise AssertionError("a live row stands in a holder")
    return inside(holder)
