"""A returned file as `ReturnedWorkbook`, read through `package`; and the same as plain lists, to pass from process to
process.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xl_addin.books.encryption import OLE, decrypt
from xl_addin.cells.area import Area, address
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.contents import Contents, SheetCells
from xl_addin.cells.table import TableArea
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.read import metadata, reader
from xl_addin.package.read.date_cells import date_cells
from xl_addin.package.safe.file_kind import RESAVE, read_bytes
from xl_addin.package.safe.file_limits import FORM, RETURNED_FORM
from xl_addin.package.safe.outline import outline
from xl_addin.package.safe.preflight import archive_checked

_TRIES = 3
_PAUSE = 0.2


def read_returned(path: Path, file_name: str, password: str = "") -> ReturnedWorkbook:
    """A returned file; `file_name` names it in messages.

    Raises:
        Refused: it cannot be read, is damaged, unsafe, or no workbook.
    """
    data = _bytes(path, file_name)
    digest = hashlib.sha256(data).hexdigest()
    if password and data.startswith(OLE):
        data = decrypt(data, password, file_name)
    archive = archive_checked(data, file_name, RETURNED_FORM)
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.names()):
        raise Refused(file_name, "is a workbook with macros (.xlsm)", RESAVE)
    contents = reader.contents(archive, RETURNED_FORM)
    dates_by_tab = date_cells(archive, outline(archive))
    sheets = {
        name: replace(sheet, dates=dates_by_tab.get(name, frozenset()) & sheet.cells.keys())
        for name, sheet in contents.sheets.items()
    }
    return ReturnedWorkbook(
        sheets,
        contents.tables,
        contents.properties,
        contents.names,
        contents.date1904,
        digest=digest,
        save_time=metadata.read_save_time(archive),
        notes=(*metadata.list_extras(archive), *_far_out(contents)),
    )


def _bytes(path: Path, file_name: str) -> bytes:
    """The file's bytes; a file that is away or held for a moment, as network folders have it, is asked for again."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return read_bytes(path, RETURNED_FORM.size)
        except Refused as refusal:
            raise Refused(file_name, refusal.problem, refusal.todo) from refusal
        except Stop as stop:
            if not tries_left:
                raise Refused(file_name, stop.problem, stop.todo) from stop
            time.sleep(_PAUSE)
    raise AssertionError("the last try returns or raises")


def _far_out(contents: Contents) -> Iterator[str]:
    """The first cell of each tab that stands where no form reaches: it is read like any other, and said."""
    for name, sheet in contents.sheets.items():
        first = min((position for position in sheet.cells if position[0] * position[1] > FORM.area), default=None)
        if first is not None:
            yield f"a cell far outside, {name}!{address(*first)}"


# --- from process to process


def to_plain(workbook: ReturnedWorkbook) -> dict[str, Any]:
    """The file as lists, texts and numbers: nothing that could run when it is taken in."""
    return {
        "sheets": [
            [
                name,
                [part for (r, c), v in s.cells.items() for part in (r, c, _to_json_value(v))],
                [area.edges for area in s.merges],
                [*s.hidden],
                [*s.dates],
                s.state,
            ]
            for name, s in workbook.sheets.items()
        ],
        "tables": [
            [t.name, t.sheet, t.area.edges, t.headers, t.totals, t.header_rows] for t in workbook.tables.values()
        ],
        "properties": dict(workbook.properties),
        "names": dict(workbook.names),
        "date1904": workbook.date1904,
        "digest": workbook.digest,
        "save_time": workbook.save_time,
        "notes": workbook.notes,
    }


def from_plain(plain: dict[str, Any]) -> ReturnedWorkbook:
    """The file that `to_plain` took apart."""
    sheets = {}
    for name, flat, merges, hidden_rows, dates, state in plain["sheets"]:
        parts = iter(flat)
        cells = {
            (r, c): _from_json_value(v) if type(v) is dict else v for r, c, v in zip(parts, parts, parts, strict=True)
        }
        areas, date_places = tuple(Area(*edges) for edges in merges), frozenset((r, c) for r, c in dates)
        sheets[name] = SheetCells(cells, areas, frozenset(hidden_rows), date_places, state)
    tables = {
        name: TableArea(name, sheet, Area(*edges), tuple(headers), *rows)
        for name, sheet, edges, headers, *rows in plain["tables"]
    }
    rest = {name: plain[name] for name in ("properties", "names", "date1904", "digest", "save_time")}
    return ReturnedWorkbook(sheets, tables, **rest, notes=tuple(plain["notes"]))


def _to_json_value(value: Any) -> Any:
    if isinstance(value, ErrorCell):
        return {"error": value.code}
    if isinstance(value, FormulaCell):
        return {"formula": value.text, "shows": _to_json_value(value.value)}
    return value


def _from_json_value(json_value: dict[str, Any]) -> CellValue:
    if "error" in json_value:
        return ErrorCell(json_value["error"])
    shows = json_value["shows"]
    return FormulaCell(json_value["formula"], ErrorCell(shows["error"]) if isinstance(shows, dict) else shows)
