"""The contents of a workbook file: values, formulas, tables, names, properties - no styles, no dates."""

from pathlib import Path

from xl_addin.cells.area import Area
from xl_addin.cells.contents import Contents, SheetCells
from xl_addin.cells.table import TableArea
from xl_addin.package.read.plain_rows import scan_sheet
from xl_addin.package.read.shared_strings import shared_strings
from xl_addin.package.read.sheet_scan import SheetScan
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_limits import LIMITS, FileLimits
from xl_addin.package.safe.outline import SheetPlace, outline, relations
from xl_addin.package.safe.preflight import archive_checked, check_parts, core_parts, open_checked
from xl_addin.package.safe.usage import Usage
from xl_addin.package.safe.xml_scan import damage_error, scan
from xl_addin.package.xml.cell_text import unescape_text


def read_workbook(path: Path, limits: FileLimits = LIMITS) -> Contents:
    """Everything in the file that is ours to read.

    The preflight is part of it. Refused for anything that is not a sound workbook with at least one sheet,
    never an empty answer; Stop when the file is missing.
    """
    return contents(open_checked(path, limits), limits)


def read_workbook_bytes(data: bytes, file_name: str = "workbook", limits: FileLimits = LIMITS) -> Contents:
    """As `read_workbook`, for a workbook held in memory; `file_name` names it in messages."""
    return contents(archive_checked(data, file_name, limits), limits)


def contents(archive: Archive, limits: FileLimits) -> Contents:
    """As `read_workbook`, for a package whose kind, size and directory are in order."""
    plan = outline(archive)
    usage = Usage(archive.file_name, limits)
    places = [sheet for sheet in plan.sheets if sheet.kind == "worksheet"]
    texts = archive.find(plan.part("sharedStrings") or "")
    # What is read is checked against the same limits while it is read: one pass, not two.
    unread = {place.part for place in plan.sheets} - {place.part for place in places}
    parts_to_read = core_parts(archive, plan) - unread | ({texts} if texts else set())
    check_parts(archive, plan, usage, skip=frozenset(parts_to_read))
    strings = shared_strings(archive.chunks(texts), texts, usage) if texts else []
    sheets: dict[str, SheetCells] = {}
    tables: dict[str, TableArea] = {}
    for place in places:
        sheet_scan = SheetScan(usage, strings, date1904=plan.date1904)
        scan_sheet(sheet_scan, archive.chunks(place.part), place.part)
        sheets[place.name] = SheetCells(
            sheet_scan.cells, tuple(sheet_scan.merges), frozenset(sheet_scan.hidden_rows), state=place.state
        )
        for table in _tables(archive, place):
            usage.table(table.name, table.area.bottom - table.area.top)
            tables[table.name] = table
    return Contents(sheets, tables, _properties(archive), plan.names, plan.date1904)


def _tables(archive: Archive, sheet: SheetPlace) -> list[TableArea]:
    parts = [r.target for r in relations(archive, sheet.part).values() if r.kind == "table"]
    return [read_table(archive, part, sheet.name) for part in parts if part in archive]


def read_table(archive: Archive, part: str, sheet: str) -> TableArea:
    """The table in a part; Refused when it has no legal rectangle."""
    facts: dict[str, str] = {}
    headers: list[str] = []

    def start(name: str, a: dict[str, str]) -> None:
        if name == "table" and not facts:
            facts.update(a)
        elif name == "tableColumn":
            headers.append(unescape_text(a.get("name", "")))

    scan(archive.chunks(part), archive.file_name, part, start)
    try:
        area = Area.parse(facts.get("ref", ""))
        rows = int(facts.get("totalsRowCount", 0)), int(facts.get("headerRowCount", 1))
    except ValueError:
        raise damage_error(archive.file_name, part, "has no legal range") from None
    if len(headers) != area.right - area.left + 1:
        raise damage_error(archive.file_name, part, "names more or fewer columns than its range has")
    name = facts.get("displayName") or facts.get("name", "")
    return TableArea(name, sheet, area, tuple(headers), *rows)


def _properties(archive: Archive) -> dict[str, str]:
    part = next((r.target for r in relations(archive, "").values() if r.kind == "custom-properties"), None)
    properties: dict[str, str] = {}
    current: list[str] = []
    texts: list[str] = []

    def start(name: str, a: dict[str, str]) -> None:
        if name == "property":
            current[:] = [a.get("name", "")]
        texts.clear()

    def end(name: str) -> None:
        if name == "property":
            current.clear()
        elif current:
            properties.setdefault(current[0], unescape_text("".join(texts)))

    if part and part in archive:
        scan(archive.chunks(part), archive.file_name, part, start, end, texts.append)
    return properties
