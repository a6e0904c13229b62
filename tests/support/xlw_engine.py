"""A test double for Excel's object model: an xlwings engine that drives a real LibreOffice.

What the product asks of xlwings goes through xlwings' own public classes; only below them, where on Windows a COM
object would answer, these do. What is not asked for is not here. Where LibreOffice and Excel differ, the difference
is bridged here and said so: text typed into cells, tables, sheets copied between workbooks. Engines are no documented
extension point of xlwings, so its version is pinned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings

from tests.support.office import Office, bridge, prop
from tests.support.xlw_range import Range, cleaned
from tests.support.xlw_sheet import Names, Sheet, Sheets

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
NEVER, ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode


class Engine:
    """The root that xlwings is given."""

    name, type = "libreoffice", "desktop"
    clean_value_data = staticmethod(cleaned)

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value


class Apps:
    """The one program that runs, if it does."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def __iter__(self) -> Iterator[App]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.running if app.pid == pid)


class App:
    """LibreOffice as Excel. `seen` keeps what the status bar, the screen and the alerts were told, in order."""

    display_alerts = enable_events = interactive = visible = True
    version = "16.0"
    hwnd = 0

    def __init__(self, apps: Apps, office: Office) -> None:
        self.apps, self.office = apps, office
        self.books = Books(self)
        self.seen: list[tuple[str, Any]] = []
        self._status: Any = False
        self._screen = True
        self._calculation = "automatic"

    @property
    def engine(self) -> Engine:
        return self.apps.engine

    @property
    def api(self) -> Any:
        return self.office.desktop

    @property
    def pid(self) -> int:
        return self.office.process.pid if self.office.process else 0

    @property
    def status_bar(self) -> Any:
        return self._status

    @status_bar.setter
    def status_bar(self, said: Any) -> None:
        self._status = said
        self.seen.append(("status", said))

    @property
    def screen_updating(self) -> bool:
        return self._screen

    @screen_updating.setter
    def screen_updating(self, on: bool) -> None:
        self._screen = on
        self.seen.append(("screen", on))

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, mode: str) -> None:
        """Excel works out what has changed once it may; LibreOffice has to be told to."""
        self._calculation = mode
        if mode == "automatic":
            self.calculate()

    @property
    def selection(self) -> Range:
        book = self.books.active
        place = book.api.getCurrentSelection().RangeAddress
        edges = (place.StartRow, place.StartColumn, place.EndRow, place.EndColumn)
        return Range(Sheet(book, book.api.Sheets.getByIndex(place.Sheet)), *(edge + 1 for edge in edges))

    def activate(self, steal_focus: bool = False) -> None:
        """There is one program and it is in front."""

    def calculate(self) -> None:
        for book in self.books:
            book.api.calculateAll()

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        self.seen.append(("alert", prompt))
        return "ok"


class Books:
    """The open workbooks; the last one activated is active."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_ones: list[Book] = []

    @property
    def api(self) -> Any:
        return self.app.api

    @property
    def active(self) -> Book:
        return self.open_ones[-1]

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self.open_ones[key - 1]
        found = next((book for book in self.open_ones if book.name.lower() == key.lower()), None)
        if found is None:
            raise KeyError(key)
        return found

    def __len__(self) -> int:
        return len(self.open_ones)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.open_ones))

    def open(self, fullname: str, *args: Any, **kwargs: Any) -> Book:
        return self.add_model(self.app.office.open(Path(fullname)).model, Path(fullname))

    def adopt(self) -> None:
        """Take in every workbook that is open in the program already."""
        found = self.app.api.Components.createEnumeration()
        while found.hasMoreElements():
            model = found.nextElement()
            if model.URL:
                self.add_model(model, Path(bridge().fileUrlToSystemPath(model.URL)))

    def add_model(self, model: Any, path: Path) -> Book:
        """An open document becomes a workbook of this program."""
        made = Book(self.app, model, path.resolve())
        self.open_ones.append(made)
        return made


class Book:
    """One open workbook."""

    def __init__(self, app: App, model: Any, path: Path) -> None:
        self.app, self.api, self.path = app, model, path
        self._homes: tuple[object, dict[int, list[str]]] = ((), {})

    def tables_by_sheet(self) -> dict[int, list[str]]:
        """Number of a sheet, from 0 -> its tables; asked of LibreOffice again when tables or sheets are others."""
        ranges = self.api.DatabaseRanges
        known = (ranges.ElementNames, self.api.Sheets.ElementNames)
        if known != self._homes[0]:
            homes: dict[int, list[str]] = {}
            for name in sorted(ranges.ElementNames):
                homes.setdefault(ranges.getByName(name).DataArea.Sheet, []).append(name)
            self._homes = known, homes
        return self._homes[1]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self, steal_focus: bool = False) -> None:
        self.app.books.open_ones.remove(self)
        self.app.books.open_ones.append(self)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        self.path = Path(path or self.path).resolve()
        self.api.storeToURL(self.path.as_uri(), (prop("FilterName", FILTERS[self.path.suffix]),))

    def close(self) -> None:
        self.api.close(True)
        self.app.books.open_ones.remove(self)


ENGINE = Engine()


def start(office: Office) -> xlwings.App:
    """A running LibreOffice as the Excel that xlwings finds."""
    if ENGINE.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.main.Engine(impl=ENGINE))
    xlwings.engines.active = xlwings.engines.engines_by_name[ENGINE.name]
    own = App(ENGINE.apps, office)
    ENGINE.apps.running[:] = [own]
    return xlwings.App(impl=own)
