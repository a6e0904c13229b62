"""The cells of one sheet part, read sparsely: only cells with content, wherever the sheet says they are."""

from collections.abc import Mapping

from xl_addin.cells.area import Area, Spot, letters
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.cells.formula import shift
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.safe.part_check import row_number
from xl_addin.package.safe.usage import Usage
from xl_addin.package.safe.xml_scan import MAIN, STRICT, flag
from xl_addin.package.xml.cell_text import unescape_text
from xl_addin.package.xml.cell_values import iso_serial, number

_KINDS = ("c", "v", "f", "row", "t", "is", "rPh", "mergeCell", "sheetData")
_LOCAL = {f"{uri} {kind}": kind for uri in (MAIN, STRICT) for kind in _KINDS}
_DIGITS = 10
_SHEET_DATA_DEPTH = 2
_PIECES = 64
"""Pieces of one text after which its length is looked at before its end is seen."""


class SheetScan:
    """Takes expat's events of one sheet, or rows already taken apart, and keeps its cells and merged ranges.

    The dimension the sheet claims is never looked at. A cell listed twice keeps its last content.
    """

    def __init__(self, usage: Usage, strings: list[str], *, date1904: bool) -> None:
        self.usage = usage
        self.strings = strings
        self.date1904 = date1904
        self.cells: dict[Spot, CellValue] = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self._shared_formulas: dict[str, tuple[int, int, str]] = {}
        self.row = self._col = self._far_row = self._far_col = self._depth = self._phonetic = 0
        self._deepest, self._most_cells = usage.limits.depth, usage.limits.cells
        self._in_data = self.is_sheet = False
        self._length = 0
        self._row_text: str | None = None
        self._type = "n"
        self._value: str | None = None
        self._formula: str | None = None
        self._formula_attributes: dict[str, str] = {}
        self._taking: list[str] | None = None

    def start(self, name: str, a: dict[str, str]) -> None:
        self._depth += 1
        kind = _LOCAL.get(name)
        if kind is None:
            self._check_depth()
        elif kind == "v":
            self._taking = []
        elif kind == "c":
            if self._in_data:
                self._open_cell(a)
        elif kind == "f":
            self._taking = []
            self._formula_attributes = a
        elif kind == "row":
            self._open_row(a)
        else:
            self._start_rare(kind, a)

    def _open_row(self, a: dict[str, str]) -> None:
        usage = self.usage
        usage.row()
        usage.add_texts(self._length)
        self._length = 0
        self._row_text = a.get("r")
        self.go_to(row_number(usage, self._row_text, self.row), is_hidden="hidden" in a and flag(a["hidden"]))

    def _check_depth(self) -> None:
        if self._depth > self._deepest:
            raise self.usage.refuse("has XML nested too deep", RESAVE)

    def _start_rare(self, kind: str, a: dict[str, str]) -> None:
        self._check_depth()
        if kind == "is":
            self._value = ""
        elif kind == "t":
            if self._type == "inlineStr" and not self._phonetic:
                self._taking = []
        elif kind == "rPh":
            self._phonetic += 1
        elif kind == "sheetData":
            self._in_data = self.is_sheet = True
        elif kind == "mergeCell":
            self.merges.append(self.usage.merge(a.get("ref", "")))

    def _open_cell(self, a: dict[str, str]) -> None:
        usage = self.usage
        usage.cells += 1
        if usage.cells > self._most_cells:
            raise usage.many_cells()
        self._col += 1
        ref = a.get("r")
        if ref is not None and ref != f"{letters(self._col)}{self.row}":
            self.row, self._col = usage.place(ref, self._row_text)
        if self.row > self._far_row or self._col > self._far_col:
            self._far_row, self._far_col = max(self.row, self._far_row), max(self._col, self._far_col)
            usage.reach(self._far_row, self._far_col)
        self._type = a.get("t", "n")
        self._value = self._formula = None

    def end(self, name: str) -> None:
        self._depth -= 1
        kind = _LOCAL.get(name)
        if kind is None:
            return
        if kind == "v":
            self._value = self._take_text()
        elif kind == "c":
            if self._in_data:
                self._close_cell()
        elif kind == "f":
            self._close_formula()
        elif kind == "t":
            if self._taking is not None:
                self._value = (self._value or "") + self._take_text()
        elif kind == "rPh":
            self._phonetic -= 1
        elif kind == "sheetData":
            self._in_data = False
            self.usage.add_texts(self._length)

    def _take_text(self) -> str:
        """The text between the tags just closed; Refused when no cell could hold it."""
        pieces = self._taking or ()
        self._taking = None
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        length = len(text)
        self._length += length
        if length > self.usage.limits.text:
            raise self.usage.long_text()
        return text

    def text(self, piece: str) -> None:
        if self._taking is not None:
            self._taking.append(piece)
            if len(self._taking) > _PIECES:
                self._check_length(self._taking)

    def _check_length(self, pieces: list[str]) -> None:
        """Refused as soon as the text is too long, not when it ends."""
        if sum(map(len, pieces)) > self.usage.limits.text:
            raise self.usage.long_text()

    def _close_formula(self) -> None:
        self._formula = self.spell_formula(self._take_text(), self._formula_attributes, self.row, self._col)

    def _close_cell(self) -> None:
        self.keep((self.row, self._col), self._type, self._value, self._formula)

    # --- what rows taken apart elsewhere need too

    @property
    def at_rows(self) -> bool:
        """Whether the last tag seen opened the sheet's data, where rows are expected."""
        return self._in_data and self._depth == _SHEET_DATA_DEPTH

    def go_to(self, row: int, *, is_hidden: bool) -> None:
        """The row the next cells belong to."""
        self.row, self._col = row, 0
        if is_hidden:
            self.hidden_rows.add(row)

    def count_row(self, cells: int, furthest: int, length: int) -> None:
        """A row that was taken apart: its cell elements, its last column, the characters of its texts."""
        usage = self.usage
        usage.cells += cells
        if usage.cells > self._most_cells:
            raise usage.many_cells()
        usage.add_texts(length)
        if cells and (self.row > self._far_row or furthest > self._far_col):
            self._far_row, self._far_col = max(self.row, self._far_row), max(furthest, self._far_col)
            usage.reach(self._far_row, self._far_col)

    def spell_formula(self, text: str, attributes: Mapping[str, str], row: int, col: int) -> str:
        """The formula of the cell there; one that is shared with other cells as it reads there."""
        if attributes.get("t") == "shared":
            group = attributes.get("si", "")
            if text:
                self._shared_formulas[group] = (row, col, text)
            elif group in self._shared_formulas:
                first_row, first_col, first = self._shared_formulas[group]
                return shift(first, row - first_row, col - first_col)
        return text

    def keep(self, position: Spot, kind: str, text: str | None, formula: str | None) -> CellValue:
        """Keeps a cell from its type, its stored value and its formula, and tells what was kept.

        A cell without content is not kept.
        """
        value = self._convert(kind, text, is_formula=formula is not None)
        cell = value if formula is None else FormulaCell(formula, value)
        if cell is not None:
            self.cells[position] = cell
        elif position in self.cells:
            del self.cells[position]
        return cell

    def _convert(self, kind: str, text: str | None, *, is_formula: bool) -> Plain:
        if kind == "s":
            return self._shared_text(text)
        if kind in ("str", "inlineStr"):
            # A formula's empty text is a result; a plain empty text is an empty cell.
            return unescape_text(text) if text else ("" if is_formula else None)
        if text is None or not text.strip():
            return None
        if kind == "b":
            return flag(text.strip())
        if kind == "e":
            return ErrorCell(text.strip())
        if kind == "d":
            return iso_serial(text, date1904=self.date1904)
        return number(text) if kind == "n" else text  # a type nobody knows promises no number

    def _shared_text(self, text: str | None) -> str | None:
        """The shared text of that number; None when it shows nothing."""
        if text is None or not text.strip():
            return None
        index = int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else len(self.strings)
        if index >= len(self.strings):
            what = f"is damaged (it points to text number {text[:12]}, which is not there)"
            raise self.usage.refuse(what, RESAVE)
        return self.strings[index] or None
