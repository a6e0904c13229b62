"""A returned file as `Loose`, read through `package`; and the same as plain lists, to pass from process to process."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xl_addin.books.encrypted import OLE, decrypted
from xl_addin.cells.area import Area, address
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.contents import Contents, SheetCells
from xl_addin.cells.table import TableArea
from xl_addin.layout.loose import Loose
from xl_addin.model.errors import Refused, Stop
from xl_addin.package import origin, reader
from xl_addin.package.dates import date_cells
from xl_addin.package.limits import FORM, RETURNED
from xl_addin.package.outline import outline
from xl_addin.package.preflight import archive_checked
from xl_addin.package.sniff import RESAVE, read_bytes

_TRIES = 3
_PAUSE = 0.2


def load(path: Path, where: str, password: str = "") -> Loose:
    """A returned file; `where` names it in messages.

    Raises:
        Refused: it cannot be read, is damaged, unsafe, or no workbook.
    """
    data = _bytes(path, where)
    digest = hashlib.sha256(data).hexdigest()
    if password and data.startswith(OLE):
        data = decrypted(data, password, where)
    archive = archive_checked(data, where, RETURNED)
    if any(name.casefold().endswith("vbaproject.bin") for name in archive.names()):
        raise Refused(where, "is a workbook with macros (.xlsm)", RESAVE)
    found = reader.contents(archive, RETURNED)
    dated = date_cells(archive, outline(archive))
    sheets = {
        name: replace(sheet, dates=dated.get(name, frozenset()) & sheet.cells.keys())
        for name, sheet in found.sheets.items()
    }
    return Loose(
        sheets,
        found.tables,
        found.properties,
        found.names,
        found.date1904,
        digest=digest,
        saved=origin.saved(archive),
        notes=(*origin.carried(archive), *_far_out(found)),
    )


def _bytes(path: Path, where: str) -> bytes:
    """The file's bytes; a file that is away or held for a moment, as network folders have it, is asked for again."""
    for left in reversed(range(_TRIES)):
        try:
            return read_bytes(path, RETURNED.size)
        except Refused as refused:
            raise Refused(where, refused.what, refused.todo) from refused
        except Stop as stop:
            if not left:
                raise Refused(where, stop.what, stop.todo) from stop
            time.sleep(_PAUSE)
    raise AssertionError("the last try returns or raises")


def _far_out(found: Contents) -> Iterator[str]:
    """The first cell of each tab that stands where no form reaches: it is read like any other, and said."""
    for name, sheet in found.sheets.items():
        first = min((at for at in sheet.cells if at[0] * at[1] > FORM.area), default=None)
        if first is not None:
            yield f"a cell far outside, {name}!{address(*first)}"


# --- from process to process


def to_plain(loose: Loose) -> dict[str, Any]:
    """The file as lists, texts and numbers: nothing that could run when it is taken in."""
    return {
        "sheets": [
            [
                name,
                [part for (r, c), v in s.cells.items() for part in (r, c, _out(v))],
                [area.edges for area in s.merges],
                [*s.hidden],
                [*s.dates],
                s.state,
            ]
            for name, s in loose.sheets.items()
        ],
        "tables": [[t.name, t.sheet, t.area.edges, t.headers, t.totals, t.header_rows] for t in loose.tables.values()],
        "properties": dict(loose.properties),
        "names": dict(loose.names),
        "date1904": loose.date1904,
        "digest": loose.digest,
        "saved": loose.saved,
        "notes": loose.notes,
    }


def from_plain(plain: dict[str, Any]) -> Loose:
    """The file that `to_plain` took apart."""
    sheets = {}
    for name, flat, merges, hidden, dates, state in plain["sheets"]:
        parts = iter(flat)
        cells = {(r, c): _in(v) if type(v) is dict else v for r, c, v in zip(parts, parts, parts, strict=True)}
        areas, dated = tuple(Area(*edges) for edges in merges), frozenset((r, c) for r, c in dates)
        sheets[name] = SheetCells(cells, areas, frozenset(hidden), dated, state)
    tables = {
        name: TableArea(name, sheet, Area(*edges), tuple(headers), *rows)
        for name, sheet, edges, headers, *rows in plain["tables"]
    }
    rest = {name: plain[name] for name in ("properties", "names", "date1904", "digest", "saved")}
    return Loose(sheets, tables, **rest, notes=tuple(plain["notes"]))


def _out(value: Any) -> Any:
    if isinstance(value, ErrorCell):
        return {"error": value.code}
    if isinstance(value, FormulaCell):
        return {"formula": value.text, "shows": _out(value.value)}
    return value


def _in(told: dict[str, Any]) -> CellValue:
    if "error" in told:
        return ErrorCell(told["error"])
    shows = told["shows"]
    return FormulaCell(told["formula"], ErrorCell(shows["error"]) if isinstance(shows, dict) else shows)
