"""What steps ask of a spreadsheet, whichever it is: a closed file, an open workbook, a rehearsal."""

from collections.abc import Mapping, Sequence

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Sheet, WorkbookDesign
from xl_addin.layout.record_rows import Content, RowValues


class Spreadsheet:
    """Something that can be changed. What a kind of it does not define, it does by itself or not at all."""

    def put(self, sheet: str, cells: Mapping[Spot, Content], texts: frozenset[int]) -> None:
        """See `Put`."""

    def resize(self, table: str, rows: int, *, over: bool) -> None:
        """See `Resize`."""

    def widen(self, table: str, headers: Sequence[str], like: int, at: int) -> None:
        """See `Widen`."""

    def rename(self, table: str, index: int, header: str) -> None:
        """See `Rename`."""

    def insert(self, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[RowValues]], after: str) -> None:
        """See `Insert`."""

    def annotate(self, sheet: str, notes: Mapping[Spot, str | None], author: str) -> None:
        """See `Annotate`."""

    def reveal(self, sheet: str, *, visible: bool) -> None:
        """See `Reveal`."""

    def stretch(self, sheet: str, heights: Mapping[int, float]) -> None:
        """See `Stretch`."""

    def show(self, sheet: str, results: Mapping[Spot, Plain]) -> None:
        """See `Show`."""

    def lay(self, table: TableData, formulas: Sequence[str]) -> None:
        """See `Lay`."""

    def stamp(self, properties: Mapping[str, str]) -> None:
        """See `Stamp`."""

    def dress(self, table: str, headers: Sequence[str]) -> None:
        """See `Dress`."""

    def reshape(self, table: str, old: WorkbookDesign, new: WorkbookDesign) -> None:
        """See `Reshape`."""
