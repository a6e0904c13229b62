"""The bytes of a new workbook; the painter is imported only when one is painted."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.record_rows import RowValues


def paint_workbook(design: WorkbookDesign, rows: Mapping[str, Sequence[RowValues]], tabs: Sequence[str] = ()) -> bytes:
    """The bytes of a new workbook; `tabs` names its tabs when not all are wanted."""
    # asked for here, not at the top: most commands paint nothing, and the painter takes a tenth of a second to import
    from xl_addin.books.paint import paint

    return paint(design, rows, tabs)
