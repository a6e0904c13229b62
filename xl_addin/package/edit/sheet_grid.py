"""The rows and cells of one sheet part, for reading and changing them one by one, in linear time."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

from xl_addin.cells.area import Area, Spot, address, spot_of
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, Plain
from xl_addin.model.errors import Refused
from xl_addin.package.edit.cell_content import check_content, set_content, show_result
from xl_addin.package.edit.formula_groups import FormulaGroups
from xl_addin.package.edit.row_store import NewRow, SheetRows
from xl_addin.package.safe.file_kind import RESAVE
from xl_addin.package.xml.xml_tree import Element, children, first_child, make, namespace

_NOTHING: frozenset[Spot] = frozenset()
_PLAIN = (str, int, bool, ErrorCell)
"""What any cell can hold, whatever its value."""
_position, _row = itemgetter(0), lambda item: item[0][0]


class Grid:
    """The cells of one sheet. Rows and cells stay in ascending order, each there once.

    Refused when the file itself lists them otherwise: Excel would repair such a sheet.
    """

    def __init__(self, root: Element, rows: SheetRows, sheet: str, file_name: str) -> None:
        self.root = root
        self.rows = rows
        self.sheet = sheet
        self.file_name = file_name
        self.space = namespace(root)
        self.formulas_changed = False
        self._cells: dict[int, dict[int, Element]] = {}
        self._columns: dict[int, list[int]] = {}
        self._dimension = _dimension(root)
        self._dimension_element = first_child(root, "dimension")
        self.groups = FormulaGroups(root, self.space, sheet)

    def _row_cells(self, row: int) -> dict[int, Element]:
        """The row's cells by column, indexed when first asked for."""
        cells = self._cells.get(row)
        if cells is not None:
            return cells
        cells = {}
        element = self.rows.get(row)
        last = 0
        for cell in children(element, "c") if element is not None else ():
            ref, number = cell.get("r"), last + 1
            if ref != address(row, number):
                number = number if ref is None else spot_of(ref)[1]
                if number <= last:
                    problem = f"is damaged ({self.sheet}, cell {address(row, number)} is out of order)"
                    raise Refused(self.file_name, problem, RESAVE)
                cell.set("r", address(row, number))
            cells[number] = cell
            last = number
        self._cells[row] = cells
        self._columns[row] = list(cells)
        return cells

    # --- looking

    def cell(self, row: int, col: int) -> Element | None:
        return self._row_cells(row).get(col) if row in self.rows else None

    def row(self, row: int) -> Element | None:
        return self.rows.get(row)

    def filled_cells(self, area: Area) -> Iterator[Spot]:
        """The cells in the area that hold a value or a formula, row by row."""
        for row in self._rows_within(area):
            with self._visiting(row):
                columns = [c for c, cell in self._row_cells(row).items() if _holds_something(cell)]
            yield from ((row, col) for col in columns if area.left <= col <= area.right)

    def _rows_within(self, area: Area) -> list[int]:
        """The rows of the area that are there."""
        numbers = self.rows.numbers
        return numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]

    @contextmanager
    def _visiting(self, row: int) -> Iterator[None]:
        """While one row is worked on: what became an element for it is one no longer when it is done."""
        was_live = self.rows.is_live(row)
        yield
        if not was_live:
            self.rows.settle(row)
            if not self.rows.is_live(row):
                self._cells.pop(row, None)
                self._columns.pop(row, None)

    def formula(self, row: int, col: int) -> str | None:
        """The cell's formula, shared ones spelled out; None when it has none."""
        cell = self.cell(row, col)
        formula = first_child(cell, "f") if cell is not None else None
        return None if formula is None else self.groups.text(formula, (row, col)) or None

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

    def set_cells(self, cells: Mapping[Spot, CellValue], look_cells: Mapping[Spot, Spot]) -> None:
        """Sets many cells; a new cell takes the style of its `look_cells` cell. See `Editor.set_cells`."""
        for row, col in cells:
            self.groups.check(row, col)
        for row, row_cells in groupby(sorted(cells.items(), key=_position), key=_row):
            if (row not in self.rows and self.rows.start(row, NewRow({}, {}))) or row in self.rows.new:
                self._set_new(row, row_cells, look_cells)
            else:
                with self._visiting(row):
                    for position, value in row_cells:
                        self._set_cell(position, value, look_cells.get(position), cells)

    def _set_new(self, row: int, row_cells: Iterable[tuple[Spot, CellValue]], look_cells: Mapping[Spot, Spot]) -> None:
        """Cells of a row that was not there before."""
        new_cells = self.rows.new[row].cells
        for position, value in row_cells:
            if value.__class__ not in _PLAIN and value is not None:
                check_content(address(*position), value)
                self.formulas_changed |= isinstance(value, FormulaCell)
            col = position[1]
            current = new_cells.get(col)
            style = (
                current[0]
                if current is not None
                else self.style(*look_cells[position])
                if position in look_cells
                else None
            )
            if current is not None or style is not None or value is not None:
                new_cells[col] = (style, value)
        if new_cells:
            self._stretch_dimension(row, min(new_cells))
            self._stretch_dimension(row, max(new_cells))

    def _set_cell(
        self, position: Spot, value: CellValue, look_cell: Spot | None, leaving_cells: Container[Spot]
    ) -> None:
        self.formulas_changed |= isinstance(value, FormulaCell)
        cell = self.cell(*position)
        if cell is None:
            style = self.style(*(look_cell or position))
            if value is None and style is None:
                return
            cell = self.make_cell(*position, style)
        self._release(cell, position, leaving_cells)
        set_content(cell, value)

    def show(self, results: Mapping[Spot, Plain]) -> None:
        """Formula cells show these results; see `Editor.set_results`."""
        for row, row_results in groupby(sorted(results.items(), key=_position), key=_row):
            with self._visiting(row):
                for (_, col), value in row_results:
                    new, cell = self.rows.new.get(row), None
                    if new is not None:
                        new.show(col, value)
                    else:
                        cell = self.cell(row, col)
                    if cell is not None:
                        show_result(cell, value)

    def _release(self, cell: Element, position: Spot, leaving_cells: Container[Spot]) -> None:
        formula = first_child(cell, "f")
        if formula is not None:
            self.groups.release(formula, position, leaving_cells)
            self.formulas_changed = True

    def fill(
        self, row: int, look: Mapping[str, str], cells: Iterable[tuple[int, str | None, FormulaCell | None]]
    ) -> None:
        """A new row of a table: what its row element says, and columns with style and formula.

        A row that has a height keeps what it says.
        """
        contents = {col: (style, formula) for col, style, formula in cells if style is not None or formula is not None}
        self.formulas_changed |= any(formula is not None for _, formula in contents.values())
        if not contents and not look:
            return
        if self.rows.start(row, NewRow(dict(look), dict(contents))):
            for col in {min(contents), max(contents)} if contents else ():
                self._stretch_dimension(row, col)
            return
        with self._visiting(row):
            element = self.rows.make(row)
            if element.get("ht") is None:
                for attribute, value in look.items():
                    element.set(attribute, value)
            for col, (style, formula) in contents.items():
                cell = self.make_cell(row, col, style)
                if formula is not None:
                    set_content(cell, formula)

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
            index = bisect_left(columns, col)
            if index:
                cells[columns[index - 1]].addnext(cell)
            else:
                element.insert(0, cell)
            columns.insert(index, col)
            cells[col] = cell
            element.attrib.pop("spans", None)
            self._stretch_dimension(row, col)
        if style is not None:
            cell.set("s", style)
        return cell

    def remove(self, area: Area, leaving_cells: Container[Spot] = _NOTHING) -> None:
        """Takes the cells of the area out, styles and all."""
        for row in self._rows_within(area):
            with self._visiting(row):
                cells = self._row_cells(row)
                for col in [col for col in cells if area.left <= col <= area.right]:
                    self._release(cells[col], (row, col), leaving_cells)
                    cell = cells.pop(col)
                    self._columns[row].remove(col)
                    row_element = self.rows.get(row)
                    if row_element is not None:
                        row_element.remove(cell)

    def move_right(self, area: Area, count: int) -> None:
        """The cells of the area stand `count` columns further right; whatever stands there without content goes.

        Formulas keep their text: see `moved.follow`.
        """
        self.remove(Area(area.top, area.right + 1, area.bottom, area.right + count))
        for row in range(area.top, area.bottom + 1):
            element = self.rows.get(row)
            if element is None:
                continue
            cells = self._row_cells(row)
            for col in sorted((col for col in cells if area.left <= col <= area.right), reverse=True):
                cell = cells.pop(col)
                cell.set("r", address(row, col + count))
                formula = first_child(cell, "f")
                if formula is not None:
                    self.formulas_changed = True
                    if formula.get("ref") == address(row, col):
                        formula.set("ref", address(row, col + count))
                cells[col + count] = cell
                element.attrib.pop("spans", None)
                self._stretch_dimension(row, col + count)
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
    element = first_child(root, "dimension")
    try:
        return Area.parse(element.get("ref") or "") if element is not None else None
    except ValueError:
        return None


def _holds_something(cell: Element) -> bool:
    for part in cell:
        name = part.tag.rpartition("}")[2]
        if name == "f" or (name == "v" and part.text) or (name == "is" and any(t.text for t in part.iter())):
            return True
    return False
