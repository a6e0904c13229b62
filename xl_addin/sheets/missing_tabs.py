"""Tabs that a workbook lacks and gets: those of new tracks, and those that were deleted or are newer than it."""

from collections.abc import Collection

from xl_addin.layout.describe import Sheet, WorkbookDesign
from xl_addin.layout.edits import AddSheets
from xl_addin.layout.refresh import formula_results
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import canonical_formula
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import rows


def missing_tabs(snapshot: Snapshot, design: WorkbookDesign, data: Dataset) -> list[AddSheets]:
    """Tabs the workbook lacks: new matrices, and tabs of ours that were deleted or are newer than the workbook."""
    table_rows = rows(data)
    formulas = formula_results(design, snapshot, table_rows)
    new_tabs: list[AddSheets] = []
    previous_tab = ""
    for sheet in design.sheets:
        current_tab = _tab_of(snapshot, sheet, formulas[sheet.name])
        if current_tab or sheet.name in snapshot.sheets:
            previous_tab = current_tab or sheet.name
        elif sheet.tables or snapshot.formulas:  # else a tab that was renamed cannot be told from one deleted
            new_tabs.append(
                AddSheets((sheet,), {t.name: table_rows.get(t.name, ()) for t in sheet.tables}, previous_tab)
            )
            previous_tab = sheet.name
    return new_tabs


def _tab_of(snapshot: Snapshot, sheet: Sheet, formulas: Collection[str]) -> str:
    """The tab that holds the sheet's table today, whatever it is called now; "" when there is none.

    Of several that is the last: in an earlier version each may have had a tab of its own. A sheet without tables is
    known by its name, or by its formulas.
    """
    if sheet.tables:
        tables = (find_table(snapshot, table.name) for table in reversed(sheet.tables))
        return next((data.sheet for data in tables if data), "")
    if sheet.name in snapshot.sheets:
        return sheet.name
    standing = snapshot.formulas.items()
    return next(
        (tab for tab, cells in standing if any(canonical_formula(cell.text) in formulas for cell in cells.values())), ""
    )
