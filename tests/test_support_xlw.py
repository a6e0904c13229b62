"""The stand-in for Excel offers nothing that xlwings does not have on Windows and on macOS alike.

Those parts of xlwings import on their own systems only, so they are read as text.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
from pathlib import Path

import pytest

from tests.support import xlw_engine, xlw_range, xlw_sheet, xlw_table
from tests.support.xlw_formula import from_calc, to_calc

OURS = {
    "adopt",
    "add_model",
    "edges",
    "get_formula",
    "seen",
    "open_ones",
    "office",
    "running",
    "cell",
    "own",
    "path",
    "tables_by_sheet",
}
"""What the stand-in has for the tests alone; formulas to be waited for are xlwings Lite's."""
SETTLED = {"max_cells_per_read", "max_cells_per_write", "snapshot"}
"""What xlwings' base classes answer for every Excel."""
ALIKE = {"Columns": "TableColumns", "Column": "TableColumn"}
MODULES = (xlw_engine, xlw_range, xlw_sheet, xlw_table)
CLASSES = [
    own
    for module in MODULES
    for own in vars(module).values()
    if inspect.isclass(own) and own.__module__ == module.__name__
]


def members(file: str) -> dict[str, set[str]]:
    """Class -> the names it has, by itself and through the classes it is made from."""
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    found: dict[str, set[str]] = {}
    for name in ("base_classes.py", file):
        for node in ast.parse((folder / name).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                own = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
                own |= {
                    t.id
                    for part in node.body
                    if isinstance(part, ast.Assign)
                    for t in part.targets
                    if isinstance(t, ast.Name)
                }
                bases = [ast.unparse(base) for base in node.bases]
                # what the base class has, it only asks of those below
                found[node.name] = own.union(*(found.get(base, set()) for base in bases if "base_classes" not in base))
    return found


@pytest.mark.parametrize("file", ["_xlwindows.py", "_xlmac.py"])
@pytest.mark.parametrize("own", CLASSES, ids=lambda own: own.__name__)
def test_every_member_exists_in_excel_too(own: type, file: str) -> None:
    if own is xlw_range.Error:
        return
    there = members(file)[ALIKE.get(own.__name__, own.__name__)]
    offered = {name for name in vars(own) if not name.startswith("_")}
    assert offered - there - OURS - SETTLED - {"api"} == set()


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=SUM('2 Stage'!B6,tblA[[#This Row],[Own]])", "=SUM($'2 Stage'.B6;tblA[[#This Row];[Own]])"),
        ('=IF(Levels!B6="a,b",{1,2;3,4},"c;d")', '=IF($Levels.B6="a,b";{1;2|3;4};"c;d")'),
        ("=tblA[[#Headers],[H1]:[P5]]", "=tblA[[#Headers];[H1]:[P5]]"),
    ],
)
def test_formulas_go_both_ways(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc
    assert from_calc(calc) == excel
