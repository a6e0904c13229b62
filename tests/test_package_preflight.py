"""The preflight: what is refused, in which words, and that nothing slips through by lying about its size."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.decorated import decorated, packed, parts
from xl_addin.model.errors import Refused, Stop
from xl_addin.package.read.reader import read_workbook
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_limits import FORM, MASTER
from xl_addin.package.safe.preflight import inspect

VERDICTS = """
    00_ok.xlsx                     | taken
    array_formula_bomb.xlsx        | taken
    bitflip.xlsx                   | is damaged
    bomb_lzma.xlsx                 | is packed in a way Excel does not use
    bool_err_types.xlsx            | taken
    csv_as.xlsx                    | is a text or CSV file
    deep_nesting.xlsx              | like a zip bomb
    dim_col_XFE.xlsx               | outside the Excel grid
    dim_col_ZZZZZZ.xlsx            | outside the Excel grid
    dim_col_far.xlsx               | reaches to row
    dim_corners.xlsx               | reaches to row 1,048,576
    dim_lie.xlsx                   | taken
    dim_lie_small.xlsx             | taken
    dim_one_far.xlsx               | reaches to row 1,048,576
    dim_row_far.xlsx               | taken
    dim_row_huge.xlsx              | is damaged
    dim_row_overflow.xlsx          | outside the Excel grid
    dim_styled_empty_rows.xlsx     | has more than 400,000 rows
    docx_as.xlsx                   | workbook part is missing
    dup_case_entry.xlsx            | two parts named
    dup_cell.xlsx                  | taken
    dup_entry.xlsx                 | two parts named
    dv_whole_sheet.xlsx            | taken
    empty.xlsx                     | is empty (0 bytes)
    ent_billion_ct.xlsx            | entity declarations
    ent_billion_sheet.xlsx         | entity declarations
    ent_billion_sst.xlsx           | entity declarations
    ent_billion_workbook.xlsx      | entity declarations
    ent_quadratic_sst.xlsx         | entity declarations
    ent_small_internal.xlsx        | entity declarations
    ent_xxe_file.xlsx              | entity declarations
    ent_xxe_http.xlsx              | entity declarations
    html.xls                       | is a web page
    html.xlsx                      | is a web page
    long_int_4300.xlsx             | taken
    long_number.xlsx               | like a zip bomb
    merge_50000.xlsx               | more than 5,000 merged ranges
    merge_whole_sheet.xlsx         | has a huge merged range
    names_100k.xlsx                | more than 5,000 defined names
    nan_inf.xlsx                   | taken
    no_cell_refs.xlsx              | taken
    ods_ok.ods                     | is an OpenDocument spreadsheet
    ods_repeat.ods                 | is an OpenDocument spreadsheet
    pdf.xlsx                       | is a PDF
    prefix_junk.xlsx               | is not an Excel workbook
    rows_unordered.xlsx            | taken
    shared_formula_bomb.xlsx       | taken
    sst_index_neg.xlsx             | points to text number -1
    sst_index_out.xlsx             | points to text number 99
    style_index_out.xlsx           | taken
    suffix_junk.xlsx               | bytes after its end
    text.xlsx                      | is a text or CSV file
    traversal_target.xlsx          | taken
    trunc_1byte.xlsx               | is damaged or incomplete
    trunc_half.xlsx                | is damaged or incomplete
    xlsx_as.csv                    | taken
    xlsx_as.xls                    | taken
    zeros.xlsx                     | nothing but blanks or zeros
    zip_10000_entries.xlsx         | parts
    zip_sst_10M_strings.xlsx       | unpacks to more than
    zip_sst_one_string_1g.xlsx     | unpacks to more than
    zip_unreferenced_media_1g.xlsx | unpacks to more than
    zip_ws_spaces_1g.xlsx          | unpacks to more than
"""


def verdicts() -> list[tuple[str, str]]:
    rows = (line.split("|") for line in VERDICTS.strip().splitlines())
    return [(name.strip(), verdict.strip()) for name, verdict in rows]


def verdict(way: Callable[[Path], object], path: Path) -> str:
    """ "taken", or the one line of the refusal."""
    refused = None
    try:
        assert way(path)
    except Refused as error:
        refused = error
    if refused is None:
        return "taken"
    assert refused.place == path.name
    assert refused.todo
    assert "\n" not in str(refused)
    return str(refused)


@pytest.mark.shared
def test_every_hostile_workbook_gets_its_verdict(shared: Path) -> None:
    """63 files: contents or one line, each well within ten seconds."""
    folder = shared / "data" / "hostile"
    assert {name for name, _ in verdicts()} == {p.name for p in folder.iterdir()} - {"SOURCE.txt"}
    wrong = []
    for name, expected in verdicts():
        started = time.monotonic()
        said = verdict(read_workbook, folder / name)
        if expected not in said or time.monotonic() - started > 10:
            wrong.append((name, expected, said))
    assert wrong == []


@pytest.mark.shared
def test_the_preflight_alone_refuses_what_the_reader_refuses(shared: Path) -> None:
    """Only pointers into the shared texts are the reader's own business."""
    for name, expected in verdicts():
        if "points to text" in expected:
            continue
        assert expected in verdict(inspect, shared / "data" / "hostile" / name)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "what", "todo"),
    [
        ("a.xlsx", b"", "is empty (0 bytes)", "ask for"),
        ("a.xls", OLE + b"x" * 600, "is an old binary Excel file (.xls)", "Save As"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password", "Protect Workbook"),
        ("a.xlsx", b"%PDF-1.7", "is a PDF", "Excel file"),
        ("a.xlsx", b"<html>", "is a web page", "Save As"),
        ("a.xlsx", b"\xef\xbb\xbfname;rating\n", "is a text or CSV file", "Save As"),
        ("a.xlsx", "name;rating".encode("utf-16"), "is a text or CSV file", "Save As"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0", "is not an Excel workbook", "ask for"),
        ("~$a.xlsx", b"Somebody", "mark of an open workbook", "close"),
        ("a.xlsx", b"PK\3\4 and no more", "is damaged or incomplete", "Save As"),
    ],
)
def test_what_is_no_package(tmp_path: Path, name: str, data: bytes, what: str, todo: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        inspect(path)
    assert caught.value.place == name
    assert what in caught.value.problem
    assert todo in caught.value.todo


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "(.ods)"),
        ({"[Content_Types].xml": TYPES.format(""), "xl/workbook.bin": "x"}, "(.xlsb)"),
        ({"readme.txt": "hello"}, "is a zip file"),
        (
            {
                "[Content_Types].xml": TYPES.format(
                    '<Override PartName="/w" ContentType="a.wordprocessingml.document.main+xml"/>'
                )
            },
            "is a Word document",
        ),
        (
            {
                "[Content_Types].xml": TYPES.format(""),
                "xl/workbook.xml": "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>",
            },
            "has no sheets",
        ),
    ],
)
def test_packages_that_are_no_workbook(tmp_path: Path, parts: dict[str, str], what: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(**parts))
    with pytest.raises(Refused, match=what.replace("(", r"\(").replace(")", r"\)")):
        inspect(path)


def test_a_missing_file_stops() -> None:
    with pytest.raises(Stop, match=r"absent\.xlsx: is not there: check") as caught:
        inspect(Path("absent.xlsx"))
    assert not isinstance(caught.value, Refused)


def test_every_beginning_of_a_good_file_is_refused() -> None:
    """A download that broke off is never half a workbook."""
    data = decorated()
    for length in [*range(0, len(data), 97), *range(len(data) - 30, len(data))]:
        with pytest.raises(Refused):
            Archive(data[:length], "part.xlsx")


def test_a_part_larger_than_it_claims_is_refused(tmp_path: Path) -> None:
    """Sizes are counted, not believed: both headers lie here, and the checksum is that of the beginning."""
    text = "<a>" + " " * 5_000_000 + "</a>"
    data = bytearray(package(**{"[Content_Types].xml": text}))
    for mark, at in ((b"PK\3\4", 14), (b"PK\1\2", 16)):
        start = data.index(mark) + at
        packed_size = struct.unpack_from("<I", data, start + 4)[0]
        struct.pack_into("<III", data, start, zlib.crc32(b"<a>"), packed_size, 3)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refused, match="cannot be unpacked"):
        list(Archive.open(path).chunks("[Content_Types].xml"))


def test_overlapping_parts_are_refused() -> None:
    data = bytearray(package(a="first part", b="second part"))
    second = data.rindex(b"PK\1\2")
    struct.pack_into("<I", data, second + 42, 1)
    with pytest.raises(Refused, match="is damaged"):
        Archive(bytes(data))


@pytest.mark.parametrize(
    ("limit", "what"),
    [
        ({"size": 1000}, "is larger than"),
        ({"parts": 5}, "parts"),
        ({"cells": 3}, "has more than 3 cells"),
        ({"rows": 2}, "has more than 2 rows"),
        ({"merges": 0}, "merged ranges"),
        ({"strings": 1}, "texts"),
        ({"texts": 10}, "more text"),
        ({"text": 4}, "a text longer than a cell can hold"),
        ({"names": 1}, "defined names"),
        ({"depth": 3}, "nested too deep"),
        ({"area": 10}, "reaches to row"),
        ({"part": 100}, "a part that unpacks"),
        ({"unpacked_size": 1000}, "unpacks to more than"),
    ],
)
@pytest.mark.parametrize("way", [inspect, read_workbook])
def test_every_limit_is_kept_by_both_ways(
    tmp_path: Path, way: Callable[..., object], limit: dict[str, int], what: str
) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(decorated())
    way(path, MASTER)
    with pytest.raises(Refused, match=what):
        way(path, replace(FORM, **limit))


def test_the_report_says_what_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(decorated())
    report = inspect(path)
    assert report.macros
    assert not report.external_links
    assert (report.merges, report.names) == (1, 3)
    assert report.cells > 20


class Stream(io.RawIOBase):
    """A file that cannot go back, as web services write to: sizes follow each part instead of preceding it."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.data += bytes(piece)  # type: ignore[call-overload]
        return len(bytes(piece))  # type: ignore[call-overload]


@pytest.mark.parametrize("force_zip64", [False, True])
def test_packages_written_as_a_stream_are_taken_and_copied(force_zip64: bool) -> None:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(decorated()).items():
            with package.open(name, "w", force_zip64=force_zip64) as part:
                part.write(content)
    archive = Archive(bytes(stream.data))
    copy = archive.to_bytes()
    assert parts(copy) == parts(decorated())
    assert packed(copy) == packed(bytes(stream.data))
    assert Archive(copy).to_bytes() == copy
