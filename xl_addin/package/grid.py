"""The rows and cells of one sheet part, for reading and changing them one by one, in linear time."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from xl_addin.cells.area import Area, Spot, address, spot_of
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.model.errors import Refused
from xl_addin.package.cells import check, put, show
from xl_addin.package.groups import FormulaGroups
from xl_addin.package.rowstore import NewRow, Rows
from xl_addin.package.sniff import RESAVE
from xl_addin.package.xmltree import Element, children, first, make, namespace

_NOTHING: frozenset[Spot] = frozenset()
_PLAIN = (str, int, bool, ErrorCell)
"""What any cell can hold, whatever its value."""
_where, _row = itemgetter(0), lambda item: item[0][0]


class Grid:
    """The cells of one sheet. Rows and cells stay in ascending order, each there once.

    Refused when the file itself lists them otherwise: Excel would repair such a sheet.
    """

    def __init__(self, root: Element, rows: Rows, sheet: str, where: str) -> None:
        self.root = root
        self.rows = rows
        self.sheet = sheet
        self.where = where
        self.space = namespace(root)
        self.formulas_changed = False
        self._cells: dict[int, dict[int, Element]] = {}
        self._columns: dict[int, list[int]] = {}
        self._dimension = _dimension(root)
        self._dimension_element = first(root, "dimension")
        self.groups = FormulaGroups(root, self.space, sheet)

    def _row_cells(self, row: int) -> dict[int, Element]:
        """The row's cells by column, indexed when first asked for."""
        found = self._cells.get(row)
        if found is not None:
            return found
        found = {}
        element = self.rows.get(row)
        last = 0
        for cell in children(element, "c") if element is not None else ():
            ref, number = cell.get("r"), last + 1
            if ref != address(row, number):
                number = number if ref is None else spot_of(ref)[1]
                if number <= last:
                    what = f"is damaged ({self.sheet}, cell {address(row, number)} is out of order)"
                    raise Refused(self.where, what, RESAVE)
                cell.set("r", address(row, number))
            found[number] = cell
            last = number
        self._cells[row] = found
        self._columns[row] = list(found)
        return found

    # --- looking

    def cell(self, row: int, col: int) -> Element | None:
        return self._row_cells(row).get(col) if row in self.rows else None

    def row(self, row: int) -> Element | None:
        return self.rows.get(row)

    def filled(self, area: Area) -> Iterator[Spot]:
        """The cells in the area that hold a value or a formula, row by row."""
        for row in self._within(area):
            with self._visiting(row):
                found = [c for c, cell in self._row_cells(row).items() if _holds_something(cell)]
            yield from ((row, col) for col in found if area.left <= col <= area.right)

    def _within(self, area: Area) -> list[int]:
        """The rows of the area that are there."""
        numbers = self.rows.numbers
        return numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]

    @contextmanager
    def _visiting(self, row: int) -> Iterator[None]:
        """While one row is worked on: what became an element for it is one no longer when it is done."""
        held = self.rows.is_live(row)
        yield
        if not held:
            self.rows.settle(row)
            if not self.rows.is_live(row):
                self._cells.pop(row, None)
                self._columns.pop(row, None)

    def formula(self, row: int, col: int) -> str | None:
        """The cell's formula, shared ones spelled out; None when it has none."""
        cell = self.cell(row, col)
        found = first(cell, "f") if cell is not None else None
        return None if found is None else self.groups.text(found, (row, col)) or None

    def style(self, row: int, col: int) -> str | None:
        """The cell's style number; a cell that is not there has its row's or None."""
        new = self.rows.new.get(row)
        if new is not None:
            return new.cells.get(col, (None, None))[0]
        cell = self.cell(row, col)
        if cell is not None:
            return cell.get("s")
        element = self.rows.get(row)
        return element.get("s") if element is not None and element.get("customFormat") == "1" else None

    # --- changing

    def set(self, cells: Mapping[Spot, CellValue], like: Mapping[Spot, Spot]) -> None:
        """Sets many cells; a new cell takes the style of its `like` cell. See `Editor.set_cells`."""
        for row, col in cells:
            self.groups.check(row, col)
        for row, same in groupby(sorted(cells.items(), key=_where), key=_row):
            if (row not in self.rows and self.rows.start(row, NewRow({}, {}))) or row in self.rows.new:
                self._set_new(row, same, like)
            else:
                with self._visiting(row):
                    for where, value in same:
                        self._set(where, value, like.get(where), cells)

    def _set_new(self, row: int, same: Iterable[tuple[Spot, CellValue]], like: Mapping[Spot, Spot]) -> None:
        """Cells of a row that was not there before."""
        own = self.rows.new[row].cells
        for where, value in same:
            if value.__class__ not in _PLAIN and value is not None:
                check(address(*where), value)
                self.formulas_changed |= isinstance(value, FormulaCell)
            col = where[1]
            held = own.get(col)
            style = held[0] if held is not None else self.style(*like[where]) if where in like else None
            if held is not None or style is not None or value is not None:
                own[col] = (style, value)
        if own:
            self._stretch_dimension(row, min(own))
            self._stretch_dimension(row, max(own))

    def _set(self, where: Spot, value: CellValue, like: Spot | None, also: Container[Spot]) -> None:
        self.formulas_changed |= isinstance(value, FormulaCell)
        cell = self.cell(*where)
        if cell is None:
            style = self.style(*(like or where))
            if value is None and style is None:
                return
            cell = self.make_cell(*where, style)
        self._release(cell, where, also)
        put(cell, value)

    def show(self, results: Mapping[Spot, Plain]) -> None:
        """Formula cells show these results; see `Editor.set_results`."""
        for row, same in groupby(sorted(results.items(), key=_where), key=_row):
            with self._visiting(row):
                for (_, col), value in same:
                    new, cell = self.rows.new.get(row), None
                    if new is not None:
                        new.show(col, value)
                    else:
                        cell = self.cell(row, col)
                    if cell is not None:
                        show(cell, value)

    def _release(self, cell: Element, where: Spot, also: Container[Spot]) -> None:
        formula = first(cell, "f")
        if formula is not None:
            self.groups.release(formula, where, also)
            self.formulas_changed = True

    def fill(
        self, row: int, look: Mapping[str, str], cells: Iterable[tuple[int, str | None, FormulaCell | None]]
    ) -> None:
        """A new row of a table: what its row element says, and columns with style and formula.

        A row that has a height keeps what it says.
        """
        filled = {col: (style, formula) for col, style, formula in cells if style is not None or formula is not None}
        self.formulas_changed |= any(formula is not None for _, formula in filled.values())
        if not filled and not look:
            return
        if self.rows.start(row, NewRow(dict(look), dict(filled))):
            for col in {min(filled), max(filled)} if filled else ():
                self._stretch_dimension(row, col)
            return
        with self._visiting(row):
            element = self.rows.make(row)
            if element.get("ht") is None:
                for attribute, value in look.items():
                    element.set(attribute, value)
            for col, (style, formula) in filled.items():
                cell = self.make_cell(row, col, style)
                if formula is not None:
                    put(cell, formula)

    def suggest_height(self, row: int, points: float) -> None:
        """As a measurement; a row whose height somebody chose keeps it."""
        new = self.rows.new.get(row)
        with self._visiting(row):
            look = new.look if new is not None else self.rows.make(row).attrib
            if look.get("customHeight") not in ("1", "true"):
                look["ht"] = f"{points:g}"

    def make_cell(self, row: int, col: int, style: str | None) -> Element:
        """The cell's element, made at its place when it is not there; it gets the style."""
        element = self.rows.make(row)
        cells = self._row_cells(row)
        cell = cells.get(col)
        if cell is None:
            cell = make(f"{{{self.space}}}c", r=address(row, col))
            columns = self._columns[row]
            at = bisect_left(columns, col)
            if at:
                cells[columns[at - 1]].addnext(cell)
            else:
                element.insert(0, cell)
            columns.insert(at, col)
            cells[col] = cell
            element.attrib.pop("spans", None)
            self._stretch_dimension(row, col)
        if style is not None:
            cell.set("s", style)
        return cell

    def remove(self, area: Area, also: Container[Spot] = _NOTHING) -> None:
        """Takes the cells of the area out, styles and all."""
        for row in self._within(area):
            with self._visiting(row):
                cells = self._row_cells(row)
                for col in [col for col in cells if area.left <= col <= area.right]:
                    self._release(cells[col], (row, col), also)
                    cell = cells.pop(col)
                    self._columns[row].remove(col)
                    row_element = self.rows.get(row)
                    if row_element is not None:
                        row_element.remove(cell)

    def move_right(self, area: Area, by: int) -> None:
        """The cells of the area stand `by` columns further right; whatever stands there without content goes.

        Formulas keep their text: see `moved.follow`.
        """
        self.remove(Area(area.top, area.right + 1, area.bottom, area.right + by))
        for row in range(area.top, area.bottom + 1):
            element = self.rows.get(row)
            if element is None:
                continue
            cells = self._row_cells(row)
            for col in sorted((col for col in cells if area.left <= col <= area.right), reverse=True):
                cell = cells.pop(col)
                cell.set("r", address(row, col + by))
                formula = first(cell, "f")
                if formula is not None:
                    self.formulas_changed = True
                    if formula.get("ref") == address(row, col):
                        formula.set("ref", address(row, col + by))
                cells[col + by] = cell
                element.attrib.pop("spans", None)
                self._stretch_dimension(row, col + by)
            self._columns[row] = sorted(cells)

    def spell_out(self) -> None:
        """Every shared formula is written out in each of its cells, which says the same at more length."""
        self.formulas_changed |= self.groups.spell_out()

    def _stretch_dimension(self, row: int, col: int) -> None:
        area = self._dimension
        if area is None or area.holds(row, col):
            return
        self._dimension = Area(min(area.top, row), min(area.left, col), max(area.bottom, row), max(area.right, col))
        if self._dimension_element is not None:
            self._dimension_element.set("ref", str(self._dimension))


def _dimension(root: Element) -> Area | None:
    """The rectangle the sheet says it fills; None when it says none that can be read."""
    found = first(root, "dimension")
    try:
        return Area.parse(found.get("ref") or "") if found is not None else None
    except ValueError:
        return None


def _holds_something(cell: Element) -> bool:
    for part in cell:
        name = part.tag.rpartition("}")[2]
        if name == "f" or (name == "v" and part.text) or (name == "is" and any(t.text for t in part.iter())):
            return True
    return False
