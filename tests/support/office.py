"""A headless LibreOffice that opens, recalculates and reads workbooks for the tests.

Every answer is computed by LibreOffice, never taken from what the file says about itself: the private profile
recalculates each workbook as it opens, and `assert_recalculates` proves it with a workbook that lies.
"""

from __future__ import annotations

import contextlib
import functools
import html.parser
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import xlsxwriter

from tests.support.clock import TODAY, environment_on

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"  # where python3-uno lives; built for the system's Python only
START_SECONDS = 60.0
STOP_SECONDS = 10.0
FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
    ".html": "HTML (StarCalc)",
}
ERRORS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
# UseLocking: no lock file beside the workbook under test. 0 = always recalculate; the default trusts cached results.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc">\
<prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


class OfficeError(Exception):
    """LibreOffice did not start, or would not open a file."""


@dataclass(frozen=True)
class Err:
    """An error value in a cell: Excel's name where it has one (`#N/A`), else LibreOffice's (`Err:507`)."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = float | str | Err | None


class Validation(NamedTuple):
    """What one cell accepts, and what it says when chosen."""

    type: str
    formula1: str
    input_title: str
    error_shown: bool


@functools.cache
def bridge() -> Any:
    """The `uno` module. The folder it comes from is taken off the path again: nothing else of it may leak in."""
    sys.path.append(DEBIAN_PACKAGES)
    try:
        import uno
        import unohelper  # type: ignore[import-not-found, unused-ignore]  # noqa: F401  # importable later as well
    finally:
        sys.path.remove(DEBIAN_PACKAGES)
    return uno


@functools.cache
def office_available() -> str:
    """An empty string, or the reason why LibreOffice cannot be driven from here."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    try:
        bridge()
    except ImportError as error:
        return f"LibreOffice's Python bridge (python3-uno) does not import: {error}"
    return ""


def prop(name: str, value: object) -> Any:
    """A PropertyValue, the form in which LibreOffice takes named arguments."""
    struct = bridge().createUnoStruct("com.sun.star.beans.PropertyValue")
    struct.Name, struct.Value = name, value
    return struct


def column_letters(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(column: int, row: int) -> str:
    """The cell's address from its zero-based column and row."""
    return f"{column_letters(column)}{row + 1}"


def area(place: Any) -> str:
    """The address of a CellRangeAddress, without its sheet."""
    first, last = address(place.StartColumn, place.StartRow), address(place.EndColumn, place.EndRow)
    return first if first == last else f"{first}:{last}"


def write_profile(folder: Path) -> None:
    """Put our settings where LibreOffice looks for a user's own."""
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")


class Office:
    """One LibreOffice of our own: private profile, named pipe, own process group. Use it in a `with` block."""

    def __init__(self) -> None:
        self.ctx: Any = None
        self.desktop: Any = None
        self.profile: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self.pipe = ""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> Self:
        """Start, with one second try: a start can fail on a machine that is short of memory for a moment."""
        if reason := office_available():
            raise OfficeError(reason)
        try:
            self._start()
        except OfficeError:
            self._start()
        return self

    def _start(self) -> None:
        self.profile = Path(tempfile.mkdtemp(prefix="trackbook-office-"))
        self.pipe = f"trackbook{uuid.uuid4().hex[:16]}"
        try:
            write_profile(self.profile)
            self.process = self._launch(self.profile)
            self.ctx = self._connect()
            self.desktop = self.service("com.sun.star.frame.Desktop")
        except BaseException:
            self.stop()
            raise

    def _launch(self, profile: Path) -> subprocess.Popen[bytes]:
        quiet = [
            "--headless",
            "--invisible",
            "--nologo",
            "--norestore",
            "--nodefault",
            "--nolockcheck",
            "--nofirststartwizard",
        ]
        return subprocess.Popen(
            [
                "soffice",
                *quiet,
                f"-env:UserInstallation={profile.as_uri()}",
                f"--accept=pipe,name={self.pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # its own process group, so that stopping it reaches its children
            env={**environment_on(TODAY), "TMPDIR": str(profile)},  # its temporary files go when the profile goes
        )

    def _connect(self) -> Any:
        uno = bridge()
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        no_connection = uno.getClass("com.sun.star.connection.NoConnectException")
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
            except no_connection as error:
                if self.process is None or self.process.poll() is not None:
                    raise OfficeError("LibreOffice ended while starting") from error
                if time.monotonic() > give_up:
                    raise OfficeError(f"LibreOffice did not answer within {START_SECONDS:.0f} s") from error
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, make sure that it did, and remove what it wrote. Safe to call twice."""
        if self.desktop is not None and self.process is not None and self.process.poll() is None:
            with contextlib.suppress(Exception):  # the bridge breaks in several ways when the other side goes away
                self.desktop.terminate()
        self.desktop = self.ctx = None
        if self.process is not None:
            end_group(self.process)
            self.process = None
            Path(f"/tmp/OSL_PIPE_{os.getuid()}_{self.pipe}").unlink(missing_ok=True)
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)
            self.profile = None

    def service(self, name: str) -> Any:
        """An instance of one of LibreOffice's services."""
        return self.ctx.ServiceManager.createInstanceWithContext(name, self.ctx)

    def open(self, path: Path) -> Document:
        """Open a workbook hidden, macros off, links not followed; it is recalculated on the way in."""
        arguments = (
            prop("Hidden", True),
            prop("MacroExecutionMode", 0),
            prop("UpdateDocMode", 0),
        )
        if not path.is_file():
            raise OfficeError(f"{path.name}: there is no such file")
        model = self.desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, arguments)
        if model is None:
            raise OfficeError(f"{path.name}: LibreOffice cannot open it")
        if not model.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            model.close(True)
            raise OfficeError(f"{path.name}: LibreOffice does not take it for a workbook")
        return Document(self, model)

    def dispatch(self, model: Any, command: str) -> None:
        """Run a menu command, for what has no other interface."""
        helper = self.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(model.CurrentController.Frame, command, "", 0, ())


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Wait for the process to end; if it will not, end its group. The launcher reaps its child, so it goes last."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    for member in group_members(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(2)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def group_members(leader: int) -> list[int]:
    """The processes in the leader's group, without the leader."""
    members = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after_name = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            pid = int(status.parent.name)
            if int(after_name[2]) == leader and pid != leader:
                members.append(pid)
    return members


class Document:
    """One open workbook. Close it, or use it in a `with` block."""

    def __init__(self, office: Office, model: Any) -> None:
        self.office = office
        self.model = model

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close without saving. Safe to call twice."""
        if self.model is not None:
            self.model.close(True)
            self.model = None

    def sheet(self, name: str) -> Any:
        """LibreOffice's own sheet object."""
        return self.model.Sheets.getByName(name)

    def sheet_names(self) -> list[str]:
        """In tab order, the hidden ones included."""
        return list(self.model.Sheets.ElementNames)

    def value(self, sheet: str, cell: str) -> Value:
        """What the cell holds. A formula that gives an empty text reads as None, as an empty cell does."""
        return self.block(sheet, cell)[0][0]

    def block(self, sheet: str, cells: str) -> list[list[Value]]:
        """What the cells hold, row by row, in one call; TRUE reads as 1.0 and a date as its serial number."""
        source = self.sheet(sheet).getCellRangeByName(cells)
        rows = [list(row) for row in source.getDataArray()]
        for r, row in enumerate(rows):
            for c, held in enumerate(row):
                if held is None:  # how the array shows an error, without saying which
                    row[c] = error_in(source.getCellByPosition(c, r))
                elif held == "":
                    row[c] = None
        return rows

    def formulas(self, sheet: str, cells: str) -> list[list[str]]:
        """The formulas as LibreOffice writes them (arguments parted by semicolons); "" where there is none."""
        source = self.sheet(sheet).getCellRangeByName(cells)
        rows = [[""] * len(row) for row in source.getFormulaArray()]
        corner = source.RangeAddress
        # The array alone cannot tell a formula from a text that looks like one; the query can.
        for piece in source.queryContentCells(FORMULA_CELLS).RangeAddresses:
            part = self.sheet(sheet).getCellRangeByName(area(piece)).getFormulaArray()
            for r, written in enumerate(part, piece.StartRow - corner.StartRow):
                left = piece.StartColumn - corner.StartColumn
                rows[r][left : left + len(written)] = written
        return rows

    def tables(self) -> dict[str, tuple[str, str]]:
        """Tables by name, which LibreOffice keeps as database ranges: sheet and address, the header row included."""
        ranges, names = self.model.DatabaseRanges, self.sheet_names()
        places = {name: ranges.getByName(name).DataArea for name in ranges.ElementNames}
        return {name: (names[place.Sheet], area(place)) for name, place in sorted(places.items())}

    def names(self) -> dict[str, str]:
        """The workbook's defined names and what they stand for, in LibreOffice's notation."""
        ranges = self.model.NamedRanges
        return {name: ranges.getByName(name).Content for name in sorted(ranges.ElementNames)}

    def validations(self, sheet: str, cells: str) -> dict[str, Validation]:
        """The data validation of each cell that has one, by address."""
        found = {}
        inside = self.sheet(sheet).getCellRangeByName(cells)
        # Cells of equal formats come in one piece, so that only pieces with a validation are walked cell by cell.
        pieces = inside.getCellFormatRanges()
        for piece in (pieces.getByIndex(n) for n in range(pieces.Count)):
            if piece.Validation.Type.value == "ANY" and not piece.Validation.ShowInputMessage:
                continue
            place = piece.RangeAddress
            for r in range(place.EndRow - place.StartRow + 1):
                for c in range(place.EndColumn - place.StartColumn + 1):
                    rule = piece.getCellByPosition(c, r).Validation
                    found[address(place.StartColumn + c, place.StartRow + r)] = Validation(
                        rule.Type.value, rule.getFormula1(), rule.InputTitle, rule.ShowErrorMessage
                    )
        return found

    def invalid_cells(self, sheet: str) -> list[str]:
        """Filled cells that break their own validation, found by the menu's "Mark invalid data" (1,000 at most)."""
        page = self.sheet(sheet).DrawPage
        self.model.CurrentController.setActiveSheet(self.sheet(sheet))
        before = page.Count
        self.office.dispatch(self.model, ".uno:ShowInvalid")
        circled = [page.getByIndex(n).Anchor.CellAddress for n in range(before, page.Count)]
        self.office.dispatch(self.model, ".uno:ClearArrows")
        return [address(c, r) for r, c in sorted((place.Row, place.Column) for place in circled)]

    def conditional_formats(self, sheet: str) -> int:
        """How many ranges carry conditional formats (one range may hold several rules)."""
        return len(self.sheet(sheet).ConditionalFormats.getConditionalFormats())

    def fills(self, sheet: str, cells: str) -> dict[str, str]:
        """The background a reader sees in each filled cell (`#FF0000`), conditional formats applied.

        No interface tells what a conditional format came to, but the HTML export paints it.
        """
        tables = Tables(self.sheet_names().index(sheet))
        tables.feed(self._as_html(sheet))
        place = self.sheet(sheet).getCellRangeByName(cells).RangeAddress
        columns = self._shown("Columns", sheet, place.EndColumn)
        rows = self._shown("Rows", sheet, place.EndRow)
        return {
            address(column, row): tables.fills[c, r]
            for r, row in enumerate(rows)
            for c, column in enumerate(columns)
            if row >= place.StartRow and column >= place.StartColumn and (c, r) in tables.fills
        }

    def _as_html(self, sheet: str) -> str:
        """The export begins at the first cell with something in it; a passing text in A1 fixes where that is."""
        blank = not self.sheet(sheet).getCellByPosition(0, 0).getFormula()
        with tempfile.TemporaryDirectory(prefix="trackbook-html-") as folder:
            if blank:
                self.set_value(sheet, "A1", "x")
            try:
                return self._write(Path(folder) / "book.html").read_text(encoding="utf-8")
            finally:
                if blank:
                    self.set_value(sheet, "A1", None)

    def _shown(self, what: str, sheet: str, last: int) -> list[int]:
        """The columns or rows up to the last that are not hidden: the export leaves the hidden ones out."""
        lines = getattr(self.sheet(sheet), what)
        return [n for n in range(last + 1) if lines.getByIndex(n).IsVisible]

    def notes(self, sheet: str) -> dict[tuple[int, int], str]:
        """The notes of a tab by (row, column), both from 1."""
        found = self.sheet(sheet).getAnnotations()
        notes = [found.getByIndex(number) for number in range(found.getCount())]
        return {(n.getPosition().Row + 1, n.getPosition().Column + 1): n.getString() for n in notes}

    def charts(self, sheet: str) -> list[str]:
        """The names of the sheet's charts."""
        return sorted(self.sheet(sheet).Charts.ElementNames)

    def recalculate(self) -> None:
        """Compute every formula again, those that nothing has touched as well."""
        self.model.calculateAll()

    def set_value(self, sheet: str, cell: str, value: float | str | None) -> None:
        """Put a number or a text into a cell; text stays text whatever it begins with, None empties the cell.

        LibreOffice lets this call fill a locked cell, though not empty it; so protection is no obstacle here at all.
        """
        target = self.sheet(sheet).getCellRangeByName(cell).getCellByPosition(0, 0)
        if value is None:
            with unprotected(self.sheet(sheet)):
                target.setString("")
        elif isinstance(value, str):
            target.setString(value)
        else:
            target.setValue(float(value))

    def store(self, path: Path) -> Path:
        """Save a copy as the suffix says (.xlsx, .ods); the open document stays as it is."""
        return self._write(path)

    def export_pdf(self, path: Path) -> Path:
        """Print to a PDF file, with each sheet's own print set-up."""
        return self._write(path)

    def _write(self, path: Path) -> Path:
        self.model.storeToURL(path.resolve().as_uri(), (prop("FilterName", FILTERS[path.suffix]),))
        return path


@contextlib.contextmanager
def unprotected(sheet: Any) -> Iterator[None]:
    """Lift the sheet's protection for a moment; only one without a password can be lifted."""
    was = sheet.isProtected()
    if was:
        sheet.unprotect("")
        if sheet.isProtected():
            raise OfficeError(f"{sheet.Name}: the sheet is protected with a password")
    try:
        yield
    finally:
        if was:
            sheet.protect("")


def error_in(cell: Any) -> Err:
    code = cell.getError()
    return Err(ERRORS.get(code, f"Err:{code}"))


class Tables(html.parser.HTMLParser):
    """The background colours in one table of LibreOffice's HTML export, by position."""

    def __init__(self, wanted: int) -> None:
        super().__init__()
        self.wanted = f"table{wanted}"
        self.inside = False
        self.row = -1
        self.taken: set[tuple[int, int]] = set()
        self.fills: dict[tuple[int, int], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and re.fullmatch(r"table\d+", given.get("name", "")):
            self.inside = given["name"] == self.wanted
        elif self.inside and tag == "tr":
            self.row += 1
        elif self.inside and tag == "td":
            self._cell(int(given.get("colspan", 1)), int(given.get("rowspan", 1)), given.get("bgcolor", ""))

    def _cell(self, width: int, height: int, fill: str) -> None:
        column = 0
        while (column, self.row) in self.taken:
            column += 1
        covered = {(column + c, self.row + r) for c in range(width) for r in range(height)}
        self.taken |= covered
        if fill:
            self.fills |= dict.fromkeys(covered, fill)


def write_liar(path: Path) -> Path:
    """A workbook whose file says that 1+1 is 99."""
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Canary").write_formula("A1", "=1+1", None, 99)
    book.close()
    return path


def assert_recalculates(office: Office, tmp_path: Path) -> None:
    """Fail unless LibreOffice computes what it opens: without this, every agreement with it means nothing."""
    with office.open(write_liar(tmp_path / "canary.xlsx")) as book:
        told = book.value("Canary", "A1")
    assert told == 2, f"LibreOffice trusts cached results (1+1 reads {told}): every test that uses it is void"
