"""One workbook under change: its parts, the grids of the sheets touched so far, its tables."""

from xl_addin.cells.area import Area
from xl_addin.model.errors import Stop
from xl_addin.package.edit.sheet_grid import Grid
from xl_addin.package.edit.workbook_part import WorkbookPart
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.outline import SheetPlace
from xl_addin.package.xml.cell_text import unescape_text
from xl_addin.package.xml.schema import TABLE_ORDER
from xl_addin.package.xml.xml_tree import Element, children, element_name, ensure_child, first_child


class TablePart:
    """A table's part: where it stands and what its columns are called."""

    def __init__(self, root: Element, part: str, sheet: SheetPlace) -> None:
        self.root = root
        self.part = part
        self.sheet = sheet

    @property
    def name(self) -> str:
        return self.root.get("displayName") or self.root.get("name") or ""

    @property
    def area(self) -> Area:
        """The whole rectangle, header and totals rows included."""
        return Area.parse(self.root.get("ref") or "")

    @property
    def header_rows(self) -> int:
        return int(self.root.get("headerRowCount") or 1)

    @property
    def totals_rows(self) -> int:
        return int(self.root.get("totalsRowCount") or 0)

    @property
    def data(self) -> Area:
        """The data rows only."""
        area = self.area
        return Area(area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right)

    @property
    def columns(self) -> list[Element]:
        return children(ensure_child(self.root, "tableColumns", TABLE_ORDER), "tableColumn")

    @property
    def headers(self) -> list[str]:
        return [unescape_text(column.get("name") or "") for column in self.columns]

    def set_area(self, area: Area) -> None:
        """Moves the table's edges and those of its filter."""
        self.root.set("ref", str(area))
        auto_filter = first_child(self.root, "autoFilter")
        if auto_filter is not None:
            auto_filter.set("ref", str(Area(area.top, area.left, area.bottom - self.totals_rows, area.right)))


class Session:
    """The workbook, its grids and tables; a part is parsed when first asked for."""

    def __init__(self, archive: Archive) -> None:
        self.workbook = WorkbookPart(archive)
        self.document = self.workbook.document
        self._grids: dict[str, Grid] = {}

    def grid(self, sheet: str) -> Grid:
        """The sheet's cells, to be changed; Stop when there is no such sheet."""
        sheet_place = self.workbook.sheet(sheet)
        if sheet_place.part not in self._grids:
            rows = self.document.rows(sheet_place.part, sheet_place.name)
            self._grids[sheet_place.part] = Grid(
                self.document.edit_frame(sheet_place.part), rows, sheet_place.name, self.document.file_name
            )
        return self._grids[sheet_place.part]

    def forget(self, part: str) -> None:
        """Lets go of a sheet that is removed."""
        grid = self._grids.pop(part, None)
        if grid is not None and grid.formulas_changed:
            self.workbook.drop_calc_chain()

    def renew(self, part: str) -> None:
        """The grid of a sheet whose cells moved is made anew when it is next asked for."""
        self.forget(part)

    def tables(self) -> list[TablePart]:
        """All tables in the order of the tabs."""
        tables = []
        for sheet in self.workbook.sheets:
            for part in self.document.related_parts(sheet.part, "table"):
                if part in self.document.archive:
                    tables.append(TablePart(self.document.tree(part), part, sheet))
        return tables

    def table(self, name: str) -> TablePart:
        """The table of this name, to be changed; Stop when it is missing or its range is damaged."""
        for table in self.tables():
            if table.name.casefold() == name.casefold():
                self.document.edit(table.part)
                return table
        todo = "restore the table's name under Table Design, then run the command again"
        raise Stop(self.document.file_name, f"has no table {name}", todo)

    def overlapping_table(self, table: TablePart, area: Area) -> TablePart | None:
        """Another table of the same sheet that meets the area."""
        neighbours = (neighbour for neighbour in self.tables() if neighbour.sheet.part == table.sheet.part)
        return next((o for o in neighbours if o.part != table.part and o.area.meets(area)), None)

    def merged_range(self, table: TablePart, area: Area) -> str | None:
        """A merged range of the table's sheet that meets the area."""
        holder = first_child(self.document.frame(table.sheet.part), "mergeCells")
        refs = (
            [merge.get("ref") or "" for merge in holder if element_name(merge) == "mergeCell"]
            if holder is not None
            else []
        )
        return next((ref for ref in refs if Area.parse(ref).meets(area)), None)

    @property
    def formulas_changed(self) -> bool:
        return any(grid.formulas_changed for grid in self._grids.values())
