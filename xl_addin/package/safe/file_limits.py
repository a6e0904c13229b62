"""How much of a workbook is taken before it is refused. Every figure counts real bytes and real elements."""

from dataclasses import dataclass, replace

from xl_addin.cells.area import SHEET_COLUMNS, SHEET_ROWS
from xl_addin.model.limits import TABLE_ROWS


@dataclass(frozen=True, slots=True)
class FileLimits:
    """The most a file may hold; beyond it the file is refused with one line."""

    size: int
    """Bytes of the file on disk."""
    parts: int
    """Parts in the package."""
    unpacked_size: int
    """Bytes of all parts together, unpacked."""
    part: int
    """Bytes of the largest part, unpacked."""
    ratio: int
    """Unpacked to packed bytes of a part larger than `ratio_from`: beyond it the part is a bomb."""
    ratio_from: int
    depth: int
    """Nesting of XML elements."""
    rows: int
    """Row elements of all sheets, empty ones too."""
    cells: int
    """Cell elements of all sheets, empty ones too."""
    area: int
    """Cells of the rectangle from A1 to the furthest cell of a sheet, and of one merged range."""
    merges: int
    table_rows: int
    """Rows of one table, blank ones too: a table over whole columns has a million of them."""
    strings: int
    text: int
    """Characters of one text as stored, escapes included: at most seven for each of the 32,767 a cell holds."""
    texts: int
    """Characters of all texts together."""
    names: int


FORM = FileLimits(
    size=20 << 20,
    parts=2_000,
    unpacked_size=200 << 20,
    part=100 << 20,
    ratio=100,
    ratio_from=1 << 20,
    depth=256,
    rows=400_000,
    cells=500_000,
    area=2_000_000,
    merges=5_000,
    table_rows=400_000,
    strings=300_000,
    text=7 * 32_767,
    texts=20_000_000,
    names=5_000,
)
"""For workbooks that come back from people."""

RETURNED_FORM = replace(FORM, area=SHEET_ROWS * SHEET_COLUMNS)
"""For forms that are read cell by cell: one in the far corner costs no more than any other."""

MASTER = FileLimits(
    size=200 << 20,
    parts=10_000,
    unpacked_size=2 << 30,
    part=1 << 30,
    ratio=400,
    ratio_from=1 << 20,
    depth=256,
    rows=2_000_000,
    cells=20_000_000,
    area=50_000_000,
    merges=100_000,
    table_rows=TABLE_ROWS,
    strings=5_000_000,
    text=7 * 32_767,
    texts=500_000_000,
    names=50_000,
)
"""For HR's own workbook, which our commands make grow: three tables of `TABLE_ROWS` rows pass, and the widest of them
full to the last cell."""

LIMITS = FORM
