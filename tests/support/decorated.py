"""A workbook as people leave it behind: our table, and around it everything they added with Excel.

XlsxWriter paints what it can; the rest - threaded comments, x14 rules, macros, custom XML, a ribbon of their own -
is put in as raw parts, the way Excel stores them. It is a `.xlsm`, since it carries macros.
"""

import datetime as dt
import io
import warnings
import zipfile
from typing import Any

import openpyxl
import xlsxwriter

HEADERS = ("ID", "Name", "Level", "Score", "My note")
ROWS = [
    ("E1", "Ada", "L1", 1.5, "fine"),
    ("E2", "Grace", "L2", 2.5, ""),
    ("E3", "=not a formula", "L3", 3.5, "_x0041_ stays"),
]
TOP = 3
"""The header row of tblPeople, counted from 1."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_NEW_RELATION = "http://schemas.microsoft.com/office/2017/10/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_X14_VALIDATION = (
    f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>\'My tab\'!$A$1:$A$3</xm:f>'
    "</x14:formula1><xm:sqref>E4:E6</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
)

_RAW_PARTS = {
    "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 opaque to us",
    "xl/threadedComments/threadedComment1.xml": (
        f'{_HEAD}<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="B4" dT="2026-01-02T03:04:05.00" '
        'personId="{00000000-0000-0000-0000-000000000001}" id="{00000000-0000-0000-0000-000000000002}">'
        "<text>Please look</text></threadedComment></ThreadedComments>"
    ).encode(),
    "xl/persons/person.xml": (
        f'{_HEAD}<personList xmlns="{_THREADED}"><person displayName="Somebody" '
        'id="{00000000-0000-0000-0000-000000000001}" userId="u1" providerId="None"/></personList>'
    ).encode(),
    "customXml/item1.xml": b"<company><secret>kept</secret></company>",
    "customXml/_rels/item1.xml.rels": (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    ).encode(),
    "customXml/itemProps1.xml": (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{{00000000-0000-0000-0000-000000000003}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    ).encode(),
    "customUI/customUI14.xml": b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"/>',
    "xl/calcChain.xml": f'{_HEAD}<calcChain xmlns="{_MAIN}"><c r="D4" i="1"/></calcChain>'.encode(),
}

_TYPES = {
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "/xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
}


def decorated() -> bytes:
    """The whole workbook, the same bytes every time."""
    return _add_raw_parts(_painted())


def _painted() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 - else the clock makes two of them differ
    people = book.add_worksheet("People")
    _paint_people(book, people)
    own = book.add_worksheet("My tab")
    own.write_column("A1", ["red", "amber", "green"])
    own.write_formula("B1", "=SUM(tblPeople[Score])", None, 7.5)
    own.write_comment("A1", "an old comment")
    own.insert_textbox("D2", "do not lose me")
    own.add_sparkline("C1", {"range": "People!D4:D6"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=People!$D$4:$D$6", "categories": "=People!$B$4:$B$6"})
    own.insert_chart("F2", chart)
    own.repeat_rows(0)
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    hidden.write("A1", 1)
    book.define_name("Rate", "='My tab'!$B$1")
    book.define_name("Hidden!Local", "=Hidden!$A$1")
    book.close()
    return out.getvalue()


def _paint_people(book: xlsxwriter.Workbook, people: xlsxwriter.worksheet.Worksheet) -> None:
    title = book.add_format({"bold": True, "font_size": 16})
    note = book.add_format({"bg_color": "#FFEEAA", "italic": True})
    red = book.add_format({"font_color": "#C00000"})
    people.merge_range("A1:E1", "Our people", title)
    last = TOP - 1 + len(ROWS)
    columns: list[dict[str, object]] = [{"header": header} for header in HEADERS]
    columns[3]["formula"] = "=LEN(tblPeople[[#This Row],[ID]])+0.5"
    columns[4]["format"] = note
    people.add_table(TOP - 1, 0, last, 4, {"name": "tblPeople", "columns": columns})
    for at, (number, name, level, score, remark) in enumerate(ROWS):
        row = TOP + at
        people.write_string(row, 0, number)
        people.write_string(row, 1, name)
        people.write_string(row, 2, level)
        people.write_formula(row, 3, "=LEN(tblPeople[[#This Row],[ID]])+0.5", None, score)
        people.write_string(row, 4, remark, note)
    people.set_row(last, 31)
    people.set_column("E:G", 25)
    people.data_validation(TOP, 2, last, 2, {"validate": "list", "source": ["L1", "L2", "L3"]})
    people.conditional_format(TOP, 3, last, 3, {"type": "cell", "criteria": ">", "value": 3, "format": red})
    people.conditional_format(TOP, 3, last, 3, {"type": "data_bar", "data_bar_2010": True})
    people.write_url("G1", "https://example.org/handbook", string="handbook")
    people.write_url("G2", "internal:'My tab'!A1", string="my tab")
    people.freeze_panes(TOP, 2)


def _add_raw_parts(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, _changed(info.filename, old.read(info).decode()), zipfile.ZIP_DEFLATED)
        for name, content in _RAW_PARTS.items():
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, zipfile.ZIP_STORED)
    return out.getvalue()


def _changed(name: str, text: str) -> str:
    """Hooks the raw parts into the painted ones."""
    if name == "[Content_Types].xml":
        types = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in _TYPES.items())
        text = text.replace("spreadsheetml.sheet.main+xml", "XX")
        text = text.replace("application/vnd.openxmlformats-officedocument.XX", _MACRO_BOOK)
        return text.replace("</Types>", f"{types}</Types>")
    if name == "xl/_rels/workbook.xml.rels":
        return _related(
            text,
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
            (f"{_NEW_RELATION}/person", "persons/person.xml"),
            (f"{_OFFICE}/customXml", "../customXml/item1.xml"),
            (f"{_OFFICE}/calcChain", "calcChain.xml"),
        )
    if name == "xl/workbook.xml":
        return text.replace(' fullCalcOnLoad="1"', "")
    if name == "_rels/.rels":
        way = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
        return _related(text, (way, "customUI/customUI14.xml"))
    if name == "xl/worksheets/_rels/sheet1.xml.rels":
        return _related(text, (f"{_NEW_RELATION}/threadedComment", "../threadedComments/threadedComment1.xml"))
    if name == "xl/worksheets/sheet1.xml":
        before, end, after = text.rpartition("</extLst>")
        return f"{before}{_X14_VALIDATION}{end}{after}"
    return text


_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _related(text: str, *relations: tuple[str, str]) -> str:
    added = "".join(
        f'<Relationship Id="own{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(relations, 1)
    )
    return text.replace("</Relationships>", f"{added}</Relationships>")


def parts(data: bytes) -> dict[str, bytes]:
    """Name and content of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(data: bytes) -> dict[str, bytes]:
    """Name and compressed bytes of every part, as they lie in the file."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            head = data[info.header_offset : info.header_offset + 30]
            start = (
                info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:], "little")
            )
            found[info.filename] = data[start : start + info.compress_size]
    return found


def through_openpyxl(data: bytes) -> Any:
    """The workbook as openpyxl sees it; its complaints about what it would lose are none of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))
