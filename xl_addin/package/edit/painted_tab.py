"""A freshly painted tab beside the one it is the model of: where each of its columns stands there."""

from functools import cached_property

from xl_addin.cells.area import Spot, spot_of
from xl_addin.package.edit.column_move import place_formula
from xl_addin.package.edit.rule_ranges import width_of
from xl_addin.package.edit.session import Session, TablePart
from xl_addin.package.safe.archive import Archive
from xl_addin.package.xml.xml_tree import Element, children, first_child


class PaintedTab:
    """One painted package as the model of the tab of a table.

    `columns` is header, in lower case -> the column where it stands in the table; only those that it has are there.
    """

    def __init__(self, source: bytes, name: str, table: TablePart) -> None:
        self._session = Session(Archive(source, "painted sheets"))
        self._table = self._session.table(name)
        self.root = self._session.document.frame(self._table.sheet.part)
        self._grid = self._session.grid(self._table.sheet.name)
        places = {header.casefold(): column for column, header in enumerate(table.headers, table.area.left)}
        painted_columns = enumerate(self._table.headers, self._table.area.left)
        self._source = {header.casefold(): column for column, header in painted_columns if header.casefold() in places}
        self.columns = {header: places[header] for header in self._source}
        self.offset = table.area.top - self._table.area.top
        self.growth = table.data.bottom - self._table.data.bottom

    @property
    def styles(self) -> Element:
        """The style sheet."""
        document = self._session.document
        return document.tree(document.related_parts(self._session.workbook.part, "styles")[0])

    @cached_property
    def placement(self) -> dict[int, int]:
        """Painted column -> where it stands in the table."""
        return {self._source[header]: column for header, column in self.columns.items()}

    def place(self, formula: str, *, wide: bool = False) -> str | None:
        """A formula of the painted tab as it reads beside the table; see `place_formula`."""
        return place_formula(formula, self.placement, self.offset, wide=wide)

    def style(self, header: str, kind: str) -> str | None:
        """The style number of a column's header, or of its first data cell."""
        if header not in self._source:
            return None
        row = self._table.area.top if kind == "header" else self._table.data.top
        return self._grid.style(row, self._source[header])

    def width(self, header: str) -> dict[str, str]:
        """How wide a column is painted; nothing for one that is not."""
        return width_of(self.root, self._source[header]) if header in self._source else {}

    def column_formula(self, header: str) -> str | None:
        """What Excel fills into new rows of a column; None for a column people fill."""
        for element in self._table.columns:
            formula = first_child(element, "calculatedColumnFormula")
            if (element.get("name") or "").casefold() == header.casefold() and formula is not None:
                return formula.text
        return None

    @cached_property
    def head(self) -> dict[Spot, str]:
        """The words above the table, formulas aside."""
        spots = {}
        for row in range(1, self._table.area.top):
            element = self._grid.row(row)
            for cell in children(element, "c") if element is not None else ():
                text = cell_words(self._session, cell)
                if text and first_child(cell, "f") is None:
                    spots[spot_of(cell.get("r") or "A1")] = text
        return spots

    def head_style(self, row: int, column: int) -> str:
        """The style number of a cell above the table."""
        return self._grid.style(row, column) or "0"

    @cached_property
    def links(self) -> dict[Spot, str]:
        """Where cells lead in the workbook."""
        holder = first_child(self.root, "hyperlinks")
        links = holder if holder is not None else ()
        return {spot_of((link.get("ref") or "A1").partition(":")[0]): link.get("location") or "" for link in links}


class PaintedPair:
    """The tab as it was painted before and as it is painted now."""

    def __init__(self, old: PaintedTab, new: PaintedTab) -> None:
        self.old = old
        self.new = new

    def is_worked_out(self, header: str) -> bool:
        """Whether people filled the column before, and a formula does now."""
        return self.new.column_formula(header) is not None and self.old.column_formula(header) is None


def cell_words(session: Session, cell: Element) -> str:
    """The text of a cell; "" for one without."""
    if cell.get("t") == "s":
        value = first_child(cell, "v")
        (part,) = session.document.related_parts(session.workbook.part, "sharedStrings")
        items = children(session.document.tree(part), "si")
        return _words(items[int(value.text or 0)]) if value is not None else ""
    inline = first_child(cell, "is")
    return _words(inline) if inline is not None else ""


def _words(holder: Element) -> str:
    return "".join(text.text or "" for text in holder.iter() if text.tag.rpartition("}")[2] == "t")
