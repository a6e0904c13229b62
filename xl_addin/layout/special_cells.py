"""Cells whose words are not to be had: taken in by a merge, or made a day by Excel."""

from collections.abc import Collection, Iterable, Mapping

from xl_addin.cells.area import Area, letters
from xl_addin.cells.table import TableData
from xl_addin.layout.snapshot import Snapshot


def days_of_ids(data: TableData, row: int, ids: Mapping[str, int], snapshot: Snapshot) -> Collection[str]:
    """The fields of a row that ask for an ID and hold a day: Excel makes one of MAR1 or 2026-12."""
    numbers = [(name, i) for name, i in ids.items() if type(data.rows[row][i]) in (int, float)]
    if not numbers:
        return ()
    date_cells = snapshot.date_cells.get(data.sheet, ())
    return [name for name, i in numbers if (data.top + 1 + row, data.left + i) in date_cells]


def anchors_of_merges(data: TableData, merges: Iterable[Area]) -> dict[tuple[int, int], str]:
    """(data row, column) of each cell that a merge has taken in -> the cell that holds the words of them all."""
    anchors: dict[tuple[int, int], str] = {}
    for area in merges:
        for row in range(max(area.top, data.top + 1), min(area.bottom, data.top + len(data.rows)) + 1):
            for column in range(max(area.left, data.left), min(area.right, data.left + len(data.headers) - 1) + 1):
                if (row, column) != (area.top, area.left):
                    anchors[row - data.top - 1, column - data.left] = f"{letters(area.left)}{area.top}"
    return anchors
