"""What other programs drop when they save a workbook of ours, dropped from a file on purpose."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

_RESULT = re.compile(rb"(<c [^>]*>)(<f[^>]*?(?:/>|>[^<]*</f>))(?:<v/>|<v[^>]*>[^<]*</v>)?")
_KIND = re.compile(rb' t="(?:str|b|e|n)"')
_ALONE = re.compile(rb"\[\[(#[A-Za-z ]+)\]\]")
_TABLES = (
    (rb"<tableParts.*?</tableParts>", "xl/worksheets/sheet"),
    (rb'<Relationship [^>]*relationships/table"[^>]*/>', "xl/worksheets/_rels/"),
    (rb'<Override [^>]*PartName="/(?:xl/tables/|docProps/custom)[^>]*/>', "[Content_Types].xml"),
    (rb'<Relationship [^>]*custom-properties"[^>]*/>', "_rels/.rels"),
    (rb"<definedNames>.*?</definedNames>", "xl/workbook.xml"),
)


def _bare(cell: re.Match[bytes]) -> bytes:
    return _KIND.sub(b"", cell[1]) + cell[2]


def without_results(book: Path) -> Path:
    """Every formula loses its stored result, as in programs that do not calculate."""
    return _rewritten(book, lambda name, data: _RESULT.sub(_bare, data) if _is_sheet(name) else data)


def as_excel_writes(book: Path) -> Path:
    """A part of a table that stands alone has single brackets, as Excel may write it: `tbl[#All]`."""

    def single(name: str, data: bytes) -> bytes:
        return _ALONE.sub(rb"[\1]", data) if name.startswith("xl/") and name.endswith(".xml") else data

    return _rewritten(book, single)


def without_tables(book: Path) -> Path:
    """Tables, defined names and custom properties are gone; cells, looks and rules stay: back from Google Sheets."""

    def dropped(name: str, data: bytes) -> bytes | None:
        if name.startswith("xl/tables/") or name == "docProps/custom.xml":
            return None
        for pattern, part in _TABLES:
            if name.startswith(part):
                data = re.sub(pattern, b"", data, flags=re.DOTALL)
        return data

    return _rewritten(book, dropped)


def without_table(book: Path, table: str) -> Path:
    """One table becomes a range, as by Convert to Range in Excel."""
    with zipfile.ZipFile(book) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = next(n for n, d in parts.items() if n.startswith("xl/tables/") and f'displayName="{table}"'.encode() in d)
    rels = next(n for n, d in parts.items() if n.startswith("xl/worksheets/_rels/") and part[3:].encode() in d)
    link = re.search(rb'<Relationship [^>]*%s"[^>]*/>' % re.escape(part[3:].encode()), parts[rels])
    assert link is not None
    number = re.search(rb'Id="([^"]+)"', link[0])
    assert number is not None
    sheet = rels.replace("_rels/", "").removesuffix(".rels")
    changed = {
        rels: parts[rels].replace(link[0], b""),
        sheet: re.sub(rb'<tablePart [^>]*"%s"/>' % number[1], b"", parts[sheet]),
        "[Content_Types].xml": re.sub(
            rb'<Override [^>]*PartName="/%s"[^>]*/>' % part.encode(), b"", parts["[Content_Types].xml"]
        ),
    }
    changed[sheet] = re.sub(rb'<tableParts count="1"></tableParts>', b"", changed[sheet])
    return _rewritten(book, lambda name, data: None if name == part else changed.get(name, data))


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/sheet")


def _rewritten(book: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(book) as package:
        parts = [(name, change(name, package.read(name))) for name in package.namelist()]
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            if data is not None:
                package.writestr(name, data)
    return book
