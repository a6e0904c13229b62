"""The rows of a sheet, taken a block at a time where they are written the plain way, by the parser where they are not.

At the first row that is written otherwise the parser gets that row and all that follow, so that it sees one
well-formed sheet with some rows left out; limits count the same on both ways.
"""

import re
from collections.abc import Iterable, Iterator

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS, column_number
from xl_addin.cells.cell import CellValue
from xl_addin.package.plain import NAME, PRINTED, TEXT, UTF8, around_plain, attributes, undone
from xl_addin.package.sheetscan import SheetScan
from xl_addin.package.xmlscan import damaged, feed, flag, parser

_ROW = re.compile(rf'<row r="([1-9][0-9]{{0,6}})"((?: {NAME}(?::{NAME})?="{PRINTED}")*)(/?)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="([A-Za-z]+)")?(?:/>|>'
    rf'(?:(<f(?: {NAME}="{PRINTED}")*)(?:/>|>({TEXT})</f>))?'
    rf'(?:<v>({TEXT})</v>|<v/>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?'
    r"</c>)|(?s:.+)"
)
_OPEN, _CLOSE, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_HELD = 1 << 16
"""Numbers, shared texts, formulas and rows' attributes remembered: equal ones are one object and judged once."""
_NONE: dict[str, CellValue] = {}


def scan_sheet(scan: SheetScan, chunks: Iterable[bytes], part: str) -> None:
    """Runs the scan over the part's bytes; Refused when it is damaged, no sheet at all, or passes a limit."""
    made = parser(scan.tally.where, part, namespaces=True)
    made.StartElementHandler = scan.start
    made.EndElementHandler = scan.end
    made.CharacterDataHandler = scan.text
    feed(made, _unplain(scan, chunks), scan.tally.where, part)
    if not scan.is_sheet:  # its cells are somewhere, in words we do not know: not an empty sheet
        raise damaged(scan.tally.where, part, "is not a sheet of cells")


def _unplain(scan: SheetScan, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What of a sheet the parser must see, in order; plain rows are taken in between.

    Each piece must have been parsed when the next is asked for.
    """
    pieces = iter(chunks)
    head = next(pieces, b"")
    at = head.find(_OPEN) + len(_OPEN)
    if at < len(_OPEN) or not UTF8.match(head):
        yield head
    else:
        yield head[:at]
        if scan.at_rows:
            yield from around_plain(head[at:], pieces, _ROW_END, _CLOSE, _PlainRows(scan, head[:at]).take)
        else:
            yield head[at:]
    yield from pieces


class _PlainRows:
    """Takes blocks of whole rows into a scan."""

    def __init__(self, scan: SheetScan, head: bytes) -> None:
        self.scan = scan
        self._prefixes = {"x14ac"} if b' xmlns:x14ac="' in head else set()
        self._hidden: dict[str, bool | None] = {}
        self._alike: dict[str, dict[str, CellValue]] = {"": {}, "s": {}}
        """Numbers and shared texts met, by type and what is stored."""
        self._formulas: dict[str, str] = {}

    def take(self, block: bytes) -> bool:
        """Takes the rows; False, with the counts as they were, when one of them is for the parser.

        Rows taken before that one are taken again by the parser, which changes nothing.
        """
        tally = self.scan.tally
        before = tally.rows, tally.cells, tally.texts
        try:
            rows = block.decode("utf-8").split("</row>")
        except UnicodeDecodeError:
            return False
        if all(map(self._take_row, rows[:-1])) and self._cells_at(rows[-1]) == (len(rows[-1]), False):
            return True
        tally.rows, tally.cells, tally.texts = before
        return False

    def _cells_at(self, text: str) -> tuple[int, bool | None]:
        """Where the cells of the next row begin, past rows that close themselves, and whether a row is open there.

        None instead: the parser must judge.
        """
        at = 0
        while at < len(text):
            found = _ROW.match(text, at)
            if found is None:
                return at, None
            digits, written, closed = found.groups()
            row, hidden = int(digits), self._is_hidden(written)
            if hidden is None or row > SHEET_ROWS:
                return at, None
            self.scan.tally.row()
            self.scan.go_to(row, hidden=hidden)
            at = found.end()
            if not closed:
                return at, True
        return at, False

    def _is_hidden(self, written: str) -> bool | None:
        """Whether a row with these attributes is hidden; None when the parser must judge them."""
        if written not in self._hidden:
            facts = attributes(written)
            sound = facts is not None and "r" not in facts
            sound = sound and all(":" not in name or name.partition(":")[0] in self._prefixes for name in facts or ())
            if len(self._hidden) > _HELD:
                self._hidden.clear()
            self._hidden[written] = flag((facts or {}).get("hidden")) if sound else None
        return self._hidden[written]

    def _take_row(self, text: str) -> bool:
        """One row without its end tag, and the rows that close themselves before it."""
        begin, is_open = self._cells_at(text)
        if not is_open:
            return False
        scan, alike = self.scan, self._alike
        cells, row = scan.cells, scan.row
        expected, furthest, length = str(row), 0, 0
        found = _CELL.findall(text, begin)
        for letters, digits, kind, formula_tag, formula, value, inline in found:
            col = column_number(letters)
            if digits != expected or col > SHEET_COLUMNS:
                return False
            if col > furthest:
                furthest = col
            if "&" in value:
                value = undone(value)
            length += len(value)
            if not formula_tag and not inline:
                known = alike.get(kind, _NONE)
                same = known.get(value)
                if same is not None:
                    cells[row, col] = same
                elif value or (row, col) in cells:
                    same = scan.keep((row, col), kind or "n", value, None)
                    if kind in alike and same is not None and len(known) < _HELD:
                        alike[kind][value] = same
                continue
            told = self._take_long((row, col), kind, formula_tag, formula, value or undone(inline))
            if told is None or (inline and kind != "inlineStr"):
                return False
            length += told - len(value)
        if length > scan.tally.limits.text:
            return False
        scan.count_row(len(found), furthest, length)
        return True

    def _take_long(self, where: tuple[int, int], kind: str, formula_tag: str, formula: str, value: str) -> int | None:
        """A cell with a formula or a text of its own: the characters it took; None for the parser."""
        spelled, length = None, len(value)
        if formula_tag:
            known = self._formulas.get(formula) if formula_tag == "<f" else None
            spelled = known if known is not None else self._spelled(formula_tag, formula, where)
            if spelled is None:
                return None
            length += len(undone(formula))
        self.scan.keep(where, kind or "n", value, spelled)
        return length

    def _spelled(self, tag: str, written: str, where: tuple[int, int]) -> str | None:
        """A formula not met before; None for the parser."""
        facts = attributes(tag[len("<f") :])
        if facts is None:
            return None
        spelled = self.scan.spelled(undone(written), facts, *where)
        if not facts and len(self._formulas) < _HELD:
            self._formulas[written] = spelled
        return spelled
