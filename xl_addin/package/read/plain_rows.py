"""The rows of a sheet, taken a block at a time where they are written the plain way, by the parser where they are not.

At the first row that is written otherwise the parser gets that row and all that follow, so that it sees one
well-formed sheet with some rows left out; limits count the same on both ways.
"""

import re
from collections.abc import Iterable, Iterator

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, column_number
from xl_addin.cells.cell import CellValue
from xl_addin.package.read.sheet_scan import SheetScan
from xl_addin.package.safe.xml_scan import damage_error, feed, flag, make_parser
from xl_addin.package.xml.plain_xml import (
    PLAIN_VALUE,
    UTF8_START,
    XML_NAME,
    XML_TEXT,
    around_plain,
    attributes,
    decode_entities,
)

_ROW = re.compile(rf'<row r="([1-9][0-9]{{0,6}})"((?: {XML_NAME}(?::{XML_NAME})?="{PLAIN_VALUE}")*)(/?)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="([A-Za-z]+)")?(?:/>|>'
    rf'(?:(<f(?: {XML_NAME}="{PLAIN_VALUE}")*)(?:/>|>({XML_TEXT})</f>))?'
    rf'(?:<v>({XML_TEXT})</v>|<v/>|<is><t(?: xml:space="preserve")?>({XML_TEXT})</t></is>)?'
    r"</c>)|(?s:.+)"
)
_OPEN, _CLOSE, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_MEMO_SIZE = 1 << 16
"""Numbers, shared texts, formulas and rows' attributes remembered: equal ones are one object and judged once."""
_NO_CELLS: dict[str, CellValue] = {}


def scan_sheet(scan: SheetScan, chunks: Iterable[bytes], part: str) -> None:
    """Runs the scan over the part's bytes; Refused when it is damaged, no sheet at all, or passes a limit."""
    expat_parser = make_parser(scan.usage.file_name, part, namespaces=True)
    expat_parser.StartElementHandler = scan.start
    expat_parser.EndElementHandler = scan.end
    expat_parser.CharacterDataHandler = scan.text
    feed(expat_parser, _unplain(scan, chunks), scan.usage.file_name, part)
    if not scan.is_sheet:  # its cells are somewhere, in words we do not know: not an empty sheet
        raise damage_error(scan.usage.file_name, part, "is not a sheet of cells")


def _unplain(scan: SheetScan, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What of a sheet the parser must see, in order; plain rows are taken in between.

    Each piece must have been parsed when the next is asked for.
    """
    pieces = iter(chunks)
    head = next(pieces, b"")
    position = head.find(_OPEN) + len(_OPEN)
    if position < len(_OPEN) or not UTF8_START.match(head):
        yield head
    else:
        yield head[:position]
        if scan.at_rows:
            yield from around_plain(head[position:], pieces, _ROW_END, _CLOSE, _PlainRows(scan, head[:position]).take)
        else:
            yield head[position:]
    yield from pieces


class _PlainRows:
    """Takes blocks of whole rows into a scan."""

    def __init__(self, scan: SheetScan, head: bytes) -> None:
        self.scan = scan
        self._prefixes = {"x14ac"} if b' xmlns:x14ac="' in head else set()
        self._hidden_by_markup: dict[str, bool | None] = {}
        self._alike: dict[str, dict[str, CellValue]] = {"": {}, "s": {}}
        """Numbers and shared texts met, by type and what is stored."""
        self._formulas: dict[str, str] = {}

    def take(self, block: bytes) -> bool:
        """Takes the rows; False, with the counts as they were, when one of them is for the parser.

        Rows taken before that one are taken again by the parser, which changes nothing.
        """
        usage = self.scan.usage
        counts = usage.rows, usage.cells, usage.texts
        try:
            rows = block.decode("utf-8").split("</row>")
        except UnicodeDecodeError:
            return False
        if all(map(self._take_row, rows[:-1])) and self._cells_at(rows[-1]) == (len(rows[-1]), False):
            return True
        usage.rows, usage.cells, usage.texts = counts
        return False

    def _cells_at(self, text: str) -> tuple[int, bool | None]:
        """Where the cells of the next row begin, past rows that close themselves, and whether a row is open there.

        None instead: the parser must judge.
        """
        position = 0
        while position < len(text):
            match = _ROW.match(text, position)
            if match is None:
                return position, None
            digits, markup, is_closed = match.groups()
            row, is_hidden = int(digits), self._is_hidden(markup)
            if is_hidden is None or row > SHEET_ROWS:
                return position, None
            self.scan.usage.row()
            self.scan.go_to(row, is_hidden=is_hidden)
            position = match.end()
            if not is_closed:
                return position, True
        return position, False

    def _is_hidden(self, markup: str) -> bool | None:
        """Whether a row with these attributes is hidden; None when the parser must judge them."""
        if markup not in self._hidden_by_markup:
            facts = attributes(markup)
            sound = facts is not None and "r" not in facts
            sound = sound and all(":" not in name or name.partition(":")[0] in self._prefixes for name in facts or ())
            if len(self._hidden_by_markup) > _MEMO_SIZE:
                self._hidden_by_markup.clear()
            self._hidden_by_markup[markup] = flag((facts or {}).get("hidden")) if sound else None
        return self._hidden_by_markup[markup]

    def _take_row(self, text: str) -> bool:
        """One row without its end tag, and the rows that close themselves before it."""
        begin, is_open = self._cells_at(text)
        if not is_open:
            return False
        scan, alike = self.scan, self._alike
        cells, row = scan.cells, scan.row
        row_text, furthest, length = str(row), 0, 0
        matches = _CELL.findall(text, begin)
        for letters, digits, kind, formula_tag, formula, value, inline in matches:
            col = column_number(letters)
            if digits != row_text or col > SHEET_COLUMNS:
                return False
            if col > furthest:
                furthest = col
            if "&" in value:
                value = decode_entities(value)
            length += len(value)
            if not formula_tag and not inline:
                cells_by_text = alike.get(kind, _NO_CELLS)
                cell = cells_by_text.get(value)
                if cell is not None:
                    cells[row, col] = cell
                elif value or (row, col) in cells:
                    cell = scan.keep((row, col), kind or "n", value, None)
                    if kind in alike and cell is not None and len(cells_by_text) < _MEMO_SIZE:
                        alike[kind][value] = cell
                continue
            size = self._take_long((row, col), kind, formula_tag, formula, value or decode_entities(inline))
            if size is None or (inline and kind != "inlineStr"):
                return False
            length += size - len(value)
        if length > scan.usage.limits.text:
            return False
        scan.count_row(len(matches), furthest, length)
        return True

    def _take_long(
        self, position: tuple[int, int], kind: str, formula_tag: str, formula: str, value: str
    ) -> int | None:
        """A cell with a formula or a text of its own: the characters it took; None for the parser."""
        formula_text, length = None, len(value)
        if formula_tag:
            memo_formula = self._formulas.get(formula) if formula_tag == "<f" else None
            formula_text = (
                memo_formula if memo_formula is not None else self._spell_formula(formula_tag, formula, position)
            )
            if formula_text is None:
                return None
            length += len(decode_entities(formula))
        self.scan.keep(position, kind or "n", value, formula_text)
        return length

    def _spell_formula(self, tag: str, markup: str, position: tuple[int, int]) -> str | None:
        """A formula not met before; None for the parser."""
        facts = attributes(tag[len("<f") :])
        if facts is None:
            return None
        formula_text = self.scan.spell_formula(decode_entities(markup), facts, *position)
        if not facts and len(self._formulas) < _MEMO_SIZE:
            self._formulas[markup] = formula_text
        return formula_text
