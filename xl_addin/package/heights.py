"""Row heights that are a measurement, not a wish: Excel may measure such a row again when its text changes."""

from collections.abc import Mapping

from xl_addin.package.grid import Grid


def suggest_heights(grid: Grid, heights: Mapping[int, float]) -> None:
    """Row number -> points, as a measurement; rows with a chosen height are left alone."""
    for number, points in sorted(heights.items()):
        row = grid.make_row(number)
        if row.get("customHeight") not in ("1", "true"):
            row.set("ht", f"{points:g}")
