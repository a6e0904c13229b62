"""The rows and cells of one sheet part, for reading and changing them one by one, in linear time."""

from bisect import bisect_left, insort
from collections.abc import Container, Iterator, Mapping

from xl_addin.model.errors import Refused
from xl_addin.package.cells import FormulaCell, put
from xl_addin.package.groups import FormulaGroups
from xl_addin.package.refs import Area, Place, address, place
from xl_addin.package.schema import WORKSHEET
from xl_addin.package.sniff import RESAVE
from xl_addin.package.values import CellValue
from xl_addin.package.xmltree import Element, children, first, make, namespace
from xl_addin.package.xmltree import place as placed

_NOTHING: frozenset[Place] = frozenset()


class Grid:
    """The cells of one sheet. Rows and cells stay in ascending order, each there once.

    Refused when the file itself lists them otherwise: Excel would repair such a sheet.
    """

    def __init__(self, root: Element, sheet: str, where: str) -> None:
        self.root = root
        self.sheet = sheet
        self.where = where
        self.space = namespace(root)
        self.formulas_changed = False
        self._data = placed(root, "sheetData", WORKSHEET)
        self._rows: dict[int, Element] = {}
        self._order: list[int] = []
        self._cells: dict[int, dict[int, Element]] = {}
        self._columns: dict[int, list[int]] = {}
        self._dimension = _dimension(root)
        self._index_rows()
        self.groups = FormulaGroups(root, self.space, sheet)

    def _index_rows(self) -> None:
        last = 0
        for row in children(self._data, "row"):
            number = int(row.get("r") or last + 1)
            if number <= last:
                raise self._out_of_order(f"row {number}")
            row.set("r", str(number))
            self._rows[number] = row
            self._order.append(number)
            last = number
            if len(row) and row[0].get("r") is None:
                self._row_cells(number)

    def _out_of_order(self, what: str) -> Refused:
        return Refused(self.where, f"is damaged ({self.sheet}, {what} is out of order)", RESAVE)

    def _row_cells(self, row: int) -> dict[int, Element]:
        """The row's cells by column, indexed when first asked for."""
        found = self._cells.get(row)
        if found is not None:
            return found
        found = {}
        element = self._rows.get(row)
        last = 0
        for cell in children(element, "c") if element is not None else ():
            ref, number = cell.get("r"), last + 1
            if ref != address(row, number):
                number = number if ref is None else place(ref)[1]
                if number <= last:
                    raise self._out_of_order(f"cell {address(row, number)}")
                cell.set("r", address(row, number))
            found[number] = cell
            last = number
        self._cells[row] = found
        self._columns[row] = list(found)
        return found

    # --- looking

    def cell(self, row: int, col: int) -> Element | None:
        return self._row_cells(row).get(col) if row in self._rows else None

    def row(self, row: int) -> Element | None:
        return self._rows.get(row)

    def filled(self, area: Area) -> Iterator[Place]:
        """The cells in the area that hold a value or a formula, row by row."""
        for at in range(bisect_left(self._order, area.top), len(self._order)):
            row = self._order[at]
            if row > area.bottom:
                return
            for col, cell in self._row_cells(row).items():
                if area.left <= col <= area.right and _holds_something(cell):
                    yield row, col

    def formula(self, row: int, col: int) -> str | None:
        """The cell's formula, shared ones spelled out; None when it has none."""
        cell = self.cell(row, col)
        found = first(cell, "f") if cell is not None else None
        return None if found is None else self.groups.text(found, (row, col)) or None

    def style(self, row: int, col: int) -> str | None:
        """The cell's style number; a cell that is not there has its row's or None."""
        cell = self.cell(row, col)
        if cell is not None:
            return cell.get("s")
        element = self._rows.get(row)
        return element.get("s") if element is not None and element.get("customFormat") == "1" else None

    # --- changing

    def set(self, cells: Mapping[Place, CellValue | FormulaCell], like: Mapping[Place, Place]) -> None:
        """Sets many cells; a new cell takes the style of its `like` cell. See `Editor.set_cells`."""
        for row, col in cells:
            self.groups.check(row, col)
        for (row, col), value in sorted(cells.items(), key=lambda item: item[0]):
            cell = self.cell(row, col)
            if cell is None:
                style = self.style(*like[row, col]) if (row, col) in like else self.style(row, col)
                if value is None and style is None:
                    continue
                cell = self.make_cell(row, col, style)
            self._release(cell, (row, col), cells)
            put(cell, value)
            self.formulas_changed |= isinstance(value, FormulaCell)

    def _release(self, cell: Element, where: Place, also: Container[Place]) -> None:
        formula = first(cell, "f")
        if formula is not None:
            self.groups.release(formula, where, also)
            self.formulas_changed = True

    def make_row(self, row: int) -> Element:
        """The row's element, made at its place when it is not there."""
        found = self._rows.get(row)
        if found is not None:
            return found
        made = make(f"{{{self.space}}}row", r=str(row))
        at = bisect_left(self._order, row)
        if at:
            self._rows[self._order[at - 1]].addnext(made)
        else:
            self._data.insert(0, made)
        insort(self._order, row)
        self._rows[row] = made
        return made

    def make_cell(self, row: int, col: int, style: str | None) -> Element:
        """The cell's element, made at its place when it is not there; it gets the style."""
        element = self.make_row(row)
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

    def remove(self, area: Area, also: Container[Place] = _NOTHING) -> None:
        """Takes the cells of the area out, styles and all."""
        for at in range(bisect_left(self._order, area.top), len(self._order)):
            row = self._order[at]
            if row > area.bottom:
                return
            cells = self._row_cells(row)
            for col in [col for col in cells if area.left <= col <= area.right]:
                self._release(cells[col], (row, col), also)
                self._rows[row].remove(cells.pop(col))
                self._columns[row].remove(col)

    def move_right(self, area: Area, by: int) -> None:
        """The cells of the area stand `by` columns further right; whatever stands there without content goes.

        Formulas keep their text: see `moved.follow`.
        """
        self.remove(Area(area.top, area.right + 1, area.bottom, area.right + by))
        for row in range(area.top, area.bottom + 1):
            cells = self._row_cells(row) if row in self._rows else {}
            for col in sorted((col for col in cells if area.left <= col <= area.right), reverse=True):
                cell = cells.pop(col)
                cell.set("r", address(row, col + by))
                formula = first(cell, "f")
                if formula is not None:
                    self.formulas_changed = True
                    if formula.get("ref") == address(row, col):
                        formula.set("ref", address(row, col + by))
                cells[col + by] = cell
                self._rows[row].attrib.pop("spans", None)
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
        dimension = first(self.root, "dimension")
        if dimension is not None:
            dimension.set("ref", str(self._dimension))


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
