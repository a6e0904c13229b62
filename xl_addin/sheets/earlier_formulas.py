"""Formulas that an earlier version wrote into a column of ours: known by their digests, and written anew.

`earlier_formulas.txt` lists every formula that a version has filled a column with, today's among them: table, field,
digest. Formulas beside tables are not on it, nor are the heat map's: those of an earlier version stay as they are. What
is not on the list is somebody's own, or another program's spelling of ours, and stays.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.table import TableData
from xl_addin.layout.describe import Formula, Table
from xl_addin.layout.edits import SetCells
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import canonical_formula, own_row
from xl_addin.layout.table_state import find_table
from xl_addin.sheets import matrix

LEDGER = Path(__file__).with_name("earlier_formulas.txt")
_DIGITS = 16
_TRACK = re.compile(r'(tblWeights\[Track ID\],)"(?:[^"]|"")*"')


def entry(table: str, field: str, formula: str) -> tuple[str, str, str]:
    """A formula of a table, its structured references spelled out, as it is listed; all matrices are one table."""
    plain = canonical_formula(formula)
    if table.startswith(matrix.TABLE_PREFIX):
        plain = _TRACK.sub(r'\1""', plain.replace(table, matrix.TABLE_PREFIX))
        table = matrix.TABLE_PREFIX
    return table, field, hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS]


@cache
def ledger() -> frozenset[tuple[str, str, str]]:
    """(table, field, digest) of every formula on the list."""
    lines = LEDGER.read_text(encoding="ascii").splitlines()
    return frozenset((table, field, digest) for table, field, digest in (line.split() for line in lines))


def renew_formulas(snapshot: Snapshot, tables: Mapping[str, Table]) -> Iterator[SetCells]:
    """The edits after which no table has a formula of an earlier version; results are worked out afterwards."""
    for table in tables.values():
        data = find_table(snapshot, table.name)
        cells = dict(_cells(data, table)) if data else {}
        if cells:
            yield SetCells(table.name, cells)


def _cells(data: TableData, table: Table) -> Iterator[tuple[tuple[int, str], Formula]]:
    columns = find_columns(data, table)
    for column in table.columns:
        if not column.formula or column.field not in columns or not data.rows:
            continue
        number = columns[column.field]
        formula = own_row(column.formula, table.name)
        ours = {canonical_formula(formula): False}
        # where both ends of a column have today's formula it is not gone through: cells are written column by column
        ends = (data.rows[0][number], data.rows[-1][number])
        if all(isinstance(cell, FormulaCell) and canonical_formula(cell.text) in ours for cell in ends):
            continue
        for row, cells in enumerate(data.rows):
            cell = cells[number]
            if not isinstance(cell, FormulaCell):
                continue
            text = canonical_formula(cell.text)
            if text not in ours:
                ours[text] = entry(table.name, column.field, text) in ledger()
            if ours[text]:
                yield (row, column.field), Formula(formula, "")
