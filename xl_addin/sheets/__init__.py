"""WHERE IT STANDS: one file per tab. The folder is the list; ORDER in each file is the tab's place.

A file may also state NAMES, defined names and their formulas; FORMULAS, what it is called -> a formula that stands in a
single cell of a table; KEYS, `tblA[Name]` -> the words that formulas may look up there.
"""

import importlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import ModuleType

from xl_addin import __version__
from xl_addin.layout.describe import Sheet, Table, WorkbookDesign
from xl_addin.layout.formula_check import check_formulas
from xl_addin.layout.marks import Marks
from xl_addin.layout.name_check import check_names
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError
from xl_addin.model.records import Competency, Level, Track
from xl_addin.model.setting import Setting
from xl_addin.model.shelf import module_names
from xl_addin.sheets import matrix, team
from xl_addin.sheets.by_names import named_tables
from xl_addin.sheets.names_beside_keys import label_rows, name_columns, view_by_names

MATRIX_ORDER = 300
MARKER = "Trackbook"
"""The custom document property that says a workbook is ours; its value is the version that made it."""


@cache
def _tabs() -> tuple[ModuleType, ...]:
    """Every tab's file, in the order of the workbook.

    Raises:
        DesignError: two tabs claim one place, or a formula or a tab names what is not there.
    """
    tabs = _load()
    _check(tabs)
    return tabs


def _load() -> tuple[ModuleType, ...]:
    tabs = [importlib.import_module(f"{__name__}.{name}") for name in module_names(__path__) if _is_tab(name)]
    places: dict[int, str] = {}
    for module in tabs:
        name = module.__name__.rpartition(".")[2]
        if (first := places.setdefault(module.ORDER, name)) != name:
            raise DesignError(f"{name}.py and {first}.py claim the same place, {module.ORDER}")
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
    for data in (smallest, replace(smallest, by_names=True)):
        _check_design(tabs, data, settings)


def _check_design(tabs: Sequence[ModuleType], data: Dataset, settings: Sequence[Setting]) -> None:
    design = _design(tabs, data)
    for sheet in design.sheets:
        if unknown := [name for name in sheet.data_tables if name not in design.tables]:
            raise DesignError(f"{sheet.name} is shown by {unknown[0]}, which no tab has")
    names = {f"the defined name {name}": text for name, text in (design.names or {}).items()}
    formulas = {title: text for module in tabs for title, text in getattr(module, "FORMULAS", {}).items()}
    keys = {column: words for module in tabs for column, words in getattr(module, "KEYS", {}).items()}
    keys["tblSettings[Setting]"] = {setting.id for setting in settings}
    sheets = (*design.sheets, matrix.sheet_of(data.tracks[0], data.levels, by_names=data.by_names))
    check_names(sheets)
    check_formulas(sheets, {**names, **formulas}, keys)


@cache
def static_tables() -> tuple[Table, ...]:
    """Every table whose columns do not depend on the framework: all but the matrices.

    Raises:
        DesignError: two of them are the same collection of the data set, or none is one that it has a place for.
    """
    tables = {table.name: table for module in _tabs() for table in _tables_in(module)}
    collections = Counter(table.collection for table in tables.values() if table.collection)
    if doubles := [name for name, count in collections.items() if count > 1]:
        raise DesignError(f"two tables are the collection {doubles[0]}")
    if missing := [name for name in _collection_names() if name not in collections]:
        other_names = ", ".join(sorted(name for name in collections if name not in Dataset.__dataclass_fields__))
        raise DesignError(
            f"no table is the collection {missing[0]}; of no place in the data set are: {other_names or 'none'}"
        )
    return tuple(tables.values())


def _tables_in(module: ModuleType) -> Iterator[Table]:
    for value in vars(module).values():
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Table))


def input_rows(data: Dataset) -> Iterator[tuple[Table, Sequence[RowValues]]]:
    """The tables that people fill, matrices aside, each with the rows that a new workbook has in it."""
    for module in _tabs():
        if tables := [table for table in _tables_in(module) if table.collection]:
            new_rows = module.rows(data)
            yield from ((table, new_rows[table.name]) for table in tables if table.name in new_rows)


def _collection_names() -> Iterator[str]:
    """The collections that the data set has a place for, less those that are read in ways of their own."""
    for field in fields(Dataset):
        if field.default == () and field.name not in ("mark_heads", "matrices", "misfits", "responses"):
            yield field.name


def describe(data: Dataset) -> WorkbookDesign:
    """The whole workbook as it should be for this framework: the fixed tabs, and a Matrix tab for each track built."""
    return _design(_tabs(), data)


def _design(tabs: Sequence[ModuleType], data: Dataset) -> WorkbookDesign:
    first_tabs: list[Sheet] = []
    last_tabs: list[Sheet] = []
    heads = [module.state for module in tabs if hasattr(module, "state")]
    for module in tabs:
        tab = _sheet(module, data)
        if tab is None:
            continue
        tab = replace(tab, state=next((words for head in heads if (words := head(data, tab))), None))
        (first_tabs if module.ORDER < MATRIX_ORDER else last_tabs).append(tab)
    return WorkbookDesign(
        sheets=(*first_tabs, *matrix_sheets(data), *last_tabs),
        properties={MARKER: __version__},
        names={
            name: text
            for module in tabs
            if _sheet(module, data) is not None
            for name, text in getattr(module, "NAMES", {}).items()
        },
        version=str(data.setting("framework.version")),
        marks=Marks("tblFindings", "place", "severity", "status", "Open", "Error"),
    )


def _sheet(module: ModuleType, data: Dataset) -> Sheet | None:
    """A file's tab; None where a workbook like this one has none."""
    # asking inspect for the signature of 35 functions takes as long as all they do
    tab: Sheet | None = module.sheet(data) if module.sheet.__code__.co_argcount else module.sheet()
    return view_by_names(tab) if tab and data.by_names else tab


def matrix_sheets(data: Dataset) -> tuple[Sheet, ...]:
    """The Matrix tab of every track that has been built; tracks too alike for two tabs share one."""
    tracks = {
        matrix.table_name(track.id).casefold(): track for track in reversed(data.tracks) if track.id in data.matrix
    }
    return tuple(
        matrix.sheet_of(track, data.levels_of(track.id), by_names=data.by_names) for track in reversed(tracks.values())
    )


def rows(data: Dataset) -> dict[str, Sequence[RowValues]]:
    """Table name -> the rows that say what the data set says, computed cells with what their formulas show."""
    rows_by_table: dict[str, Sequence[RowValues]] = {}
    for module in _tabs():
        if hasattr(module, "rows"):
            rows_by_table.update(module.rows(data))
    for track_matrix in data.matrices:
        rows_by_table[track_matrix.table] = matrix.rows(track_matrix, data)
    return _labelled(rows_by_table, data)


def _labelled(rows_by_table: dict[str, Sequence[RowValues]], data: Dataset) -> dict[str, Sequence[RowValues]]:
    """Rows with the names of their keys, where names are asked."""
    tables = (key_tables() if data.by_names else {}).items()
    labelled_rows = {
        name: label_rows(rows_by_table[name], table, data) for name, table in tables if name in rows_by_table
    }
    return {**rows_by_table, **labelled_rows}


@cache
def key_tables() -> Mapping[str, Table]:
    """Name -> the tables that show keys, and names in their place where names are asked."""
    tables = (table for table in (*static_tables(), team.team_table(())) if table.name not in named_tables())
    return {table.name: table for table in tables if name_columns(table)}


def rows_for(command: str, data: Dataset) -> dict[str, Sequence[RowValues]]:
    """Table name -> its rows, for every table that a command fills with what follows from the data set alone."""
    rows_by_table: dict[str, Sequence[RowValues]] = {}
    for module in _tabs():
        tab = _sheet(module, data)
        names = {table.name for table in tab.tables if table.filled_by == command} if tab else None
        if names:
            rows_by_table.update({name: table for name, table in module.rows(data).items() if name in names})
    return _labelled(rows_by_table, data)
