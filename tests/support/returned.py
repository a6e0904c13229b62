"""Returned forms as people send them, made from the contract of keys alone: grids of cells, and files of any program.

A `Paper` is a form on paper: tabs of cells that tests fill in, sort, copy and damage; `loose` is what a perfect reader
would make of it, `xlsx` a file by XlsxWriter, `raw` one of bare XML, older than any library.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from xl_addin.cells.area import Area, letters
from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell
from xl_addin.cells.contents import SheetCells
from xl_addin.cells.table import TableArea
from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.identity import HIDDEN_TAB, PERSON_NAME, PROPERTY, FormKind, Identity, seal, shape_of
from xl_addin.exchange.journal import FormSent, Journal
from xl_addin.layout.returned_workbook import ReturnedWorkbook

CYCLE = "2026-H2"
RATE, PLAN = "Rate yourself", "My plan"
TOP = 9
"""The header row of the ratings; column keys stand above it."""
COLUMNS = {"self_rating": 5, "manager_rating": 6, "evidence": 7}
PLAN_COLUMNS = {"competency": 2, "action": 3, "due": 4, "status": 5, "notes": 6}
TITLES = {
    "self_rating": "Self rating",
    "manager_rating": "Manager rating",
    "evidence": "Evidence",
    "competency": "Competency",
    "action": "Agreed action",
    "due": "Due",
    "status": "Status",
    "notes": "1:1 notes",
    "answer": "Rating",
}
KEY_COLUMN = 9

Cells = dict[tuple[int, int], CellValue]


@dataclass
class Paper:
    """One form: its tabs, what it says it is, and where each field of each row stands."""

    identity: Identity
    keys: list[str]
    sealed: str = ""
    tabs: dict[str, Cells] = field(default_factory=dict)
    merges: dict[str, list[Area]] = field(default_factory=dict)
    hidden: dict[str, set[int]] = field(default_factory=dict)
    tables: dict[str, TableArea] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    saved: str = ""
    date1904: bool = False

    def where(self, key: str, name: str) -> tuple[str, tuple[int, int]]:
        """The tab and cell of a field, wherever its row stands now."""
        for tab, cells in self.tabs.items():
            for (row, _), value in cells.items():
                if value == key:
                    head = max(r for (r, _), v in cells.items() if r < row and v == f"c|{name}")
                    column = next(c for (r, c), v in cells.items() if r == head and v == f"c|{name}")
                    return tab, (row, column)
        raise KeyError(key)

    def fill(self, key: str, name: str, value: CellValue) -> Paper:
        tab, spot = self.where(key, name)
        if value is None:
            self.tabs[tab].pop(spot, None)
        else:
            self.tabs[tab][spot] = value
        return self

    def rows(self, tab: str) -> list[int]:
        """The rows of a tab that carry a row key."""
        return sorted(r for (r, _), v in self.tabs[tab].items() if isinstance(v, str) and v in self.keys)

    def order(self, tab: str, order: Mapping[int, int]) -> Paper:
        """Rows of a tab stand elsewhere: old row -> new row."""
        self.tabs[tab] = {(order.get(r, r), c): v for (r, c), v in self.tabs[tab].items()}
        return self

    def widen(self, tab: str, at: int, count: int = 1) -> Paper:
        """Columns are inserted before column `at`."""
        self.tabs[tab] = {(r, c + count if c >= at else c): v for (r, c), v in self.tabs[tab].items()}
        return self

    def copy_row(self, tab: str, row: int, to: int) -> Paper:
        for (r, c), value in list(self.tabs[tab].items()):
            if r == row:
                self.tabs[tab][to, c] = value
        return self

    def loose(self, *, digest: str = "") -> ReturnedWorkbook:
        sheets = {
            name: SheetCells(dict(cells), tuple(self.merges.get(name, ())), frozenset(self.hidden.get(name, ())))
            for name, cells in self.tabs.items()
        }
        told = repr((sorted(map(repr, sheets.items())), self.saved, self.properties))
        return ReturnedWorkbook(
            sheets,
            dict(self.tables),
            dict(self.properties),
            dict(self.names),
            self.date1904,
            digest or hashlib.sha256(told.encode()).hexdigest(),
            self.saved,
        )


def paper(
    journal: Journal,
    person: str = "E001",
    kind: FormKind = "employee",
    rated: Iterable[tuple[str, str, str]] = (("E001", "OWN", "SE2"), ("E001", "COM", "SE2"), ("E001", "OWN", "SE3")),
    planned: Iterable[tuple[str, str, str]] = (),
    new_plans: int = 0,
    items: Iterable[str] = (),
    cycle: str = CYCLE,
    due: str = "",
    send: bool = True,
    group: str = "",
    **given: CellValue,
) -> Paper:
    """A form as it goes out, noted in the journal as sent."""
    whose = person if kind == "employee" else (next(iter(rated), (person,))[0])
    rows = [str(form_keys.rating_key(*row)) for row in rated]
    plans = [str(form_keys.plan_key(*row)) for row in planned]
    new = [str(form_keys.new_plan_key(whose, n + 1)) for n in range(new_plans)]
    answers = [str(form_keys.answer_key(item)) for item in items]
    answers += [str(form_keys.answer_key("group"))] if group else []
    everything = [*rows, *plans, *new, *answers]
    identity = Identity(kind, journal.campaign, cycle, person, "1.0.0", shape_of(everything))
    made = Paper(identity, everything, seal(identity, journal.secret))
    _lay_out(made, rows, plans + new, answers, person)
    if group:
        made.fill("q|group", "answer", group)
    made.properties[PROPERTY] = made.sealed
    if send:
        sent = FormSent(cycle, kind, person, f"{person} Somebody.xlsx", identity.shape, "0" * 64, "0" * 64, due)
        journal.add_forms([sent], {identity.shape: everything})
    return made


def _lay_out(made: Paper, rows: list[str], plans: list[str], answers: list[str], person: str) -> None:
    rate: Cells = {(6, 3): person}
    made.names[PERSON_NAME] = f"'{RATE}'!$C$6"
    if rows or not answers:
        _block(rate, TOP, rows, COLUMNS)
        area = Area(TOP, 2, TOP + max(len(rows), 1), 8)
        made.tables["tblRatings"] = TableArea("tblRatings", RATE, area, _headers(COLUMNS))
    if answers:
        _block(rate, TOP, answers, {"answer": 5})
    made.tabs[RATE] = rate
    if plans:
        plan: Cells = {}
        _block(plan, TOP, plans, PLAN_COLUMNS)
        made.tabs[PLAN] = plan
    made.tabs[HIDDEN_TAB] = {(2, 2): made.sealed}


def _block(cells: Cells, top: int, rows: list[str], columns: Mapping[str, int]) -> None:
    for name, column in columns.items():
        cells[top - 1, column] = f"c|{name}"
        cells[top, column] = TITLES[name]
    for number, key in enumerate(rows, top + 1):
        cells[number, KEY_COLUMN] = key
        cells[number, 8] = f"What is asked in row {number}."


def _headers(columns: Mapping[str, int]) -> tuple[str, ...]:
    at = {column: TITLES[name] for name, column in columns.items()}
    return tuple(at.get(column, f"Column{column}") for column in range(2, 9))


# --- files


def xlsx(made: Paper, path: Path, *, extra: Mapping[str, bytes] | None = None) -> Path:
    """The form as a file by XlsxWriter; `extra` are parts put into it as they are."""
    book = xlsxwriter.Workbook(path, {"in_memory": True, "date_1904": made.date1904})
    for name, cells in made.tabs.items():
        _tab(book, made, name, cells)
    for prop, text in made.properties.items():
        book.set_custom_property(prop, text, "text")
    for defined, formula in made.names.items():
        book.define_name(defined, f"={formula}")
    if made.saved:
        book.set_properties({"created": dt.datetime.fromisoformat(made.saved).replace(tzinfo=None)})
    book.close()
    if extra:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            for part, data in extra.items():
                package.writestr(part, data)
    return path


def _tab(book: xlsxwriter.Workbook, made: Paper, name: str, cells: Cells) -> None:
    sheet = book.add_worksheet(name)
    if name == HIDDEN_TAB:
        sheet.very_hidden()
    merges = made.merges.get(name, [])
    for area in merges:
        sheet.merge_range(
            area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, cells.get((area.top, area.left))
        )
    for (row, column), value in cells.items():
        if not any(area.holds(row, column) for area in merges):
            _write(sheet, row - 1, column - 1, value)
    for row in made.hidden.get(name, ()):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for table in made.tables.values():
        if table.sheet == name:
            a, columns = table.area, [{"header": header} for header in table.headers]
            sheet.add_table(a.top - 1, a.left - 1, a.bottom - 1, a.right - 1, {"name": table.name, "columns": columns})


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, FormulaCell):
        shown = value.value.code if isinstance(value.value, ErrorCell) else value.value
        sheet.write_formula(row, column, f"={value.text}", None, "" if shown is None else shown)
    elif isinstance(value, ErrorCell):
        sheet.write_formula(row, column, f"={value.code}", None, value.code)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))


def raw(made: Paper, path: Path) -> Path:
    """The form as the barest file that is one: inline texts, no styles, no shared strings, no properties."""
    sheets, rels, tabs = [], [], []
    for number, (name, cells) in enumerate(made.tabs.items(), 1):
        by_row: dict[int, list[tuple[int, CellValue]]] = {}
        for (row, column), value in sorted(cells.items(), key=lambda item: item[0]):
            by_row.setdefault(row, []).append((column, value))
        rows = "".join(
            f'<row r="{row}">{"".join(_cell(row, column, value) for column, value in found)}</row>'
            for row, found in by_row.items()
        )
        tabs.append(f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>')
        sheets.append(f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>')
        rels.append(f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="sheet{number}.xml"/>')
    package = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="workbook.xml"/></Relationships>',
        "workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>',
        "_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rels)}</Relationships>',
        **{f"sheet{number}.xml": text for number, text in enumerate(tabs, 1)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in package.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    path.write_bytes(out.getvalue())
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _cell(row: int, column: int, value: CellValue) -> str:
    ref = f"{letters(column)}{row}"
    if isinstance(value, FormulaCell):
        shown = "" if value.value is None else f"<v>{escape(str(value.value))}</v>"
        return f'<c r="{ref}" t="str"><f>{escape(value.text)}</f>{shown}</c>'
    if isinstance(value, ErrorCell):
        return f'<c r="{ref}" t="e"><v>{value.code}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{ref}"><v>{value!r}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{_xml(str(value))}</t></is></c>'


def _xml(text: str) -> str:
    """Text as XML and Excel write it: what neither can hold as `_xHHHH_`."""
    literal = text.replace("_x", "_x005F_x")
    return escape("".join(f"_x{ord(ch):04X}_" if ch < " " and ch not in "\t\n" else ch for ch in literal))


def resaved(made: Paper, saved: str) -> Paper:
    """The same form, saved again at another moment."""
    return replace(made, saved=saved)
