"""WHERE IT STANDS: one file per tab. The folder is the list; ORDER in each file is the tab's place.

A file may also state NAMES, defined names and their formulas; FORMULAS, what it is called -> a formula that stands in a
single cell of a table; KEYS, `tblA[Name]` -> the words that formulas may look up there.
"""

import importlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from xl_addin import __version__
from xl_addin.layout.describe import Sheet, Table, WorkbookDesign
from xl_addin.layout.formula_check import check_formulas
from xl_addin.layout.marks import Marks
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency, Level, Track
from xl_addin.model.setting import Setting
from xl_addin.model.shelf import module_names
from xl_addin.sheets import matrix

MATRIX_ORDER = 300
MARKER = "Trackbook"
"""The custom document property that says a workbook is ours; its value is the version that made it."""


@cache
def _tabs() -> tuple[ModuleType, ...]:
    """Every tab's file, in the order of the workbook.

    Raises:
        TypeError: two tabs claim one place, or a formula names what is not there.
    """
    tabs = _load()
    _check(tabs)
    return tabs


def _load() -> tuple[ModuleType, ...]:
    tabs = [importlib.import_module(f"{__name__}.{name}") for name in module_names(__path__) if _is_tab(name)]
    orders = [module.ORDER for module in tabs]
    if len(set(orders)) != len(orders):
        raise TypeError("two tabs claim the same place")
    return tuple(sorted(tabs, key=lambda module: int(module.ORDER)))


def _is_tab(name: str) -> bool:
    """Whether a file says where its tab stands; the formulas in this room are read by those who need them."""
    return b"\nORDER = " in (Path(__file__).parent / f"{name}.py").read_bytes()


def _check(tabs: Sequence[ModuleType]) -> None:
    """Hold the formulas of all tabs against their columns, for a framework with one of each kind."""
    settings: Sequence[Setting] = importlib.import_module(f"{__name__}.settings").all_settings()
    # built as they are: to make ready what checks records takes ten times as long as all that follows
    track, level = Track.model_construct(id="TRACK"), Level.model_construct(id="LEVEL", track="TRACK")
    smallest = Dataset(
        tracks=(track,),
        levels=(level,),
        competencies=(Competency.model_construct(id="COMPETENCY"),),
        roadmap=(RoadmapAction.model_construct(),),
        # one that is named and not there is for the check to tell
        settings=defaultdict(str, {setting.id: setting.default for setting in settings}),
    )
    described = _described(tabs, smallest)
    names = {f"the defined name {name}": text for name, text in (described.names or {}).items()}
    formulas = {title: text for module in tabs for title, text in getattr(module, "FORMULAS", {}).items()}
    keys = {column: words for module in tabs for column, words in getattr(module, "KEYS", {}).items()}
    keys["tblSettings[Setting]"] = {setting.id for setting in settings}
    check_formulas((*described.sheets, matrix.sheet_of(track, (level,))), {**names, **formulas}, keys)


@cache
def static_tables() -> tuple[Table, ...]:
    """Every table whose columns do not depend on the framework: all but the matrices.

    Raises:
        TypeError: two of them are the same collection of the data set.
    """
    parts: list[Table] = []
    for module in _tabs():
        for value in vars(module).values():
            parts += [part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Table)]
    tables = {table.name: table for table in parts}
    collections = Counter(table.collection for table in tables.values() if table.collection)
    if doubles := [name for name, count in collections.items() if count > 1]:
        raise TypeError(f"two tables are the collection {doubles[0]}")
    return tuple(tables.values())


def describe(data: Dataset) -> WorkbookDesign:
    """The whole workbook as it should be for this framework: the fixed tabs, and a Matrix tab for each track built."""
    return _described(_tabs(), data)


def _described(tabs: Sequence[ModuleType], data: Dataset) -> WorkbookDesign:
    before: list[Sheet] = []
    after: list[Sheet] = []
    heads = [module.state for module in tabs if hasattr(module, "state")]
    for module in tabs:
        made = _sheet(module, data)
        made = replace(made, state=next((words for head in heads if (words := head(data, made))), None))
        (before if module.ORDER < MATRIX_ORDER else after).append(made)
    return WorkbookDesign(
        sheets=(*before, *matrix_sheets(data), *after),
        properties={MARKER: __version__},
        names={name: text for module in tabs for name, text in getattr(module, "NAMES", {}).items()},
        marks=Marks("tblFindings", "place", "severity", "status", "Open", "Error"),
    )


def _sheet(module: ModuleType, data: Dataset) -> Sheet:
    # asking inspect for the signature of 35 functions takes as long as all they do
    made: Sheet = module.sheet(data) if module.sheet.__code__.co_argcount else module.sheet()
    return made


def matrix_sheets(data: Dataset) -> tuple[Sheet, ...]:
    """The Matrix tab of every track that has been built."""
    return tuple(matrix.sheet_of(t, data.levels_of(t.id)) for t in data.tracks if t.id in data.matrix)


def rows(data: Dataset) -> dict[str, Sequence[RowValues]]:
    """Table name -> the rows that say what the data set says, computed cells with what their formulas show."""
    rows_by_table: dict[str, Sequence[RowValues]] = {}
    for module in _tabs():
        if hasattr(module, "rows"):
            rows_by_table.update(module.rows(data))
    for track_matrix in data.matrices:
        rows_by_table[track_matrix.table] = matrix.rows(track_matrix, data)
    return rows_by_table


def rows_for(command: str, data: Dataset) -> dict[str, Sequence[RowValues]]:
    """Table name -> its rows, for every table that a command fills with what follows from the data set alone."""
    found: dict[str, Sequence[RowValues]] = {}
    for module in _tabs():
        names = {table.name for table in _sheet(module, data).tables if table.filled_by == command}
        if names:
            found.update({name: made for name, made in module.rows(data).items() if name in names})
    return found
