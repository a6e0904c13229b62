"""Row heights that are a measurement, not a wish: Excel may measure such a row again when its text changes."""

import re
from collections.abc import Mapping

from xl_addin.package.archive import Archive
from xl_addin.package.grid import Grid

_CUSTOM = re.compile(rb' customHeight="1"(?=[^<>]*>)')


def heights_measured(data: bytes) -> bytes:
    """A painted workbook whose rows keep their heights but no longer claim that a person chose them.

    The painter can only set heights as chosen ones, and such a row stays as it is however much is typed into it.
    """
    archive = Archive(data)
    for part in archive.names():
        if part.startswith("xl/worksheets/sheet"):
            archive.replace(part, _CUSTOM.sub(b"", archive.read(part)))
    return archive.to_bytes()


def suggest_heights(grid: Grid, heights: Mapping[int, float]) -> None:
    """Row number -> points, as a measurement; rows with a chosen height are left alone."""
    for number, points in sorted(heights.items()):
        row = grid.make_row(number)
        if row.get("customHeight") not in ("1", "true"):
            row.set("ht", f"{points:g}")
