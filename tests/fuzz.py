"""Workbooks no program would write, bred by coverage against reader and editor: python -m tests.fuzz --seconds N

Needs atheris (pip install 'trackbook[fuzz]'). Every file that raises anything but a refusal, or is read otherwise once
it is packed again or written to, is kept in tests/fuzz_finds, one for each place in the code; a test tries them
all for ever.
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FINDS = Path(__file__).parent / "fuzz_finds"
SECONDS = 10
"""Longest time for one file."""
MEMORY = 600
"""Most memory in MB: the limit of one file and what the fuzzer itself needs."""
_LARGEST = 100_000
_WORDS = (
    *("", "0", "-1", "1", "16385", "1048577", "4294967296", "1e999", "NaN", "9" * 400, "٤", "\N{NO-BREAK SPACE}4"),
    *("A1", "XFD1048576", "A1:XFD1048576", "B2:A1", "$A$1", "a1", "A0", "AAAA1", "A:A", "1:1", "#REF!", "Sheet1!A1"),
    *("s", "str", "b", "e", "d", "n", "inlineStr", "shared", "array", "dataTable", "veryHidden", "true", "External"),
    *(
        "/",
        "..",
        "../../x",
        "xl/workbook.xml",
        "rId1",
        "rId99",
        "_x0000_",
        "_xD800_",
        "&#1;",
        "&amp;",
        "\ufffe",
        "é" * 99,
    ),
    *("2026-02-30", "0000-00-00T25:61:61", "44927.99999999", "60", "-0", "0x1F", "1,5", "TRUE", "#N/A", "#SPILL!"),
)
"""What values are turned into: edges of the grid, of numbers, of types, of names."""
_VALUE = re.compile(rb'"[^"<>]*"|>[^<>]+<')
_TAG = re.compile(rb"<[^<>]*>")
_FIRST = re.compile(rb"<sheetData>|<sst [^<>]*[^<>/]>")


def examine(data: bytes) -> None:
    """All that reading does with a file.

    Raises:
        Exception: anything but a refusal.
        AssertionError: packed again, or read by the parser alone, it says something else; or what is written into it
            is not read there.
    """
    from xl_addin.model.errors import Stop
    from xl_addin.package.edit import cell_notes
    from xl_addin.package.read import metadata, reader
    from xl_addin.package.safe import outline, preflight
    from xl_addin.package.safe.file_limits import FORM
    from xl_addin.package.safe.usage import Usage

    def contents(packed: bytes) -> Any:
        archive = preflight.archive_checked(packed, "file.xlsx", FORM)
        return reader.contents(archive, FORM), cell_notes.read_notes(archive), metadata.read_save_time(archive)

    with suppress(Stop):
        archive = preflight.archive_checked(data, "file.xlsx", FORM)
        preflight.check_parts(archive, outline.outline(archive), Usage("file.xlsx", FORM), frozenset())
    with suppress(Stop):
        archive = preflight.archive_checked(data, "file.xlsx", FORM)
        told = _told(contents, data)
        assert _told(contents, _for_the_parser(archive)) == told, "read by the parser alone, it says something else"
        if told:
            assert _told(contents, archive.to_bytes()) == told, "packed again, it says something else"
            _write(data)


def _told(contents: Callable[[bytes], Any], data: bytes) -> str:
    """What a file says, as text, because a number that is none (NaN) equals nothing; "" when it is refused."""
    from xl_addin.model.errors import Stop

    with suppress(Stop):
        return repr(contents(data))
    return ""


def _for_the_parser(archive: Any) -> bytes:
    """The same workbook with a comment before the first row and text, which is not how they are taken without it."""
    for name in archive.names():
        part = archive.read_part(name)
        if b"<!" not in part:
            archive.replace(name, _FIRST.sub(rb"\g<0><!-- -->", part, count=1))
    return bytes(archive.to_bytes())


def _write(data: bytes) -> None:
    """What a command may do with a workbook that was read: a table of another length, some cells."""
    from xl_addin.package.edit.editor import Editor
    from xl_addin.package.read import reader

    before = reader.read_workbook_bytes(data)
    sheet = next(iter(before.sheets))
    cells: dict[tuple[int, int], str | float] = {(1, 1): "=1+1", (9, 9): 4.5}
    edited = Editor.from_bytes(data)
    for table in list(before.tables)[:1]:
        edited.resize_table(table, 5)
    edited.set_cells(sheet, cells)
    after = reader.read_workbook_bytes(edited.to_bytes()).sheets[sheet].cells
    assert {at: after[at] for at in cells if at in after} == cells, "what was written is not read"


# --- breeding


def mutated(data: bytes, bytewise: Callable[[bytes, int], bytes], dice: random.Random) -> bytes:
    """A child of a file: now and then any bytes changed, mostly one part of the package, packed again."""
    parts = unpacked(data) if dice.random() > 0.1 else {}
    if not parts:
        return bytewise(data, _LARGEST)
    name = dice.choice(sorted(parts))
    match dice.randrange(6):
        case 0:
            parts[name] = bytewise(parts[name], len(parts[name]) * 2 + 64)
        case 1:
            _part(parts, name, dice)
        case 2 | 3:
            parts[name] = _tag(parts[name], dice)
        case _:
            parts[name] = _value(parts[name], dice)
    return packed(parts)


def _value(part: bytes, dice: random.Random) -> bytes:
    """One attribute or text becomes another."""
    found = list(_VALUE.finditer(part))
    if not found:
        return part
    match = dice.choice(found)
    word = dice.choice(_WORDS).encode() if dice.random() < 0.8 else dice.choice(found)[0][1:-1]
    return part[: match.start() + 1] + word + part[match.end() - 1 :]


def _tag(part: bytes, dice: random.Random) -> bytes:
    """Some tags in a row are left out, doubled or put elsewhere."""
    found = list(_TAG.finditer(part))
    if len(found) < 2:
        return part
    first = dice.randrange(len(found))
    start, end = found[first].start(), found[min(first + dice.choice((0, 0, 1, 3)), len(found) - 1)].end()
    to = dice.choice(found).start()
    piece, rest = part[start:end], part if dice.random() < 0.5 else part[:start] + part[end:]
    return rest[:to] + piece + rest[to:] if dice.random() < 0.7 else part[:start] + part[end:]


def _part(parts: dict[str, bytes], name: str, dice: random.Random) -> None:
    """A part is lost, renamed, or holds what another does."""
    match dice.randrange(3):
        case 0:
            del parts[name]
        case 1:
            parts[dice.choice((name.upper(), f"/{name}", f"{name}/", f"{name}x"))] = parts.pop(name)
        case _:
            parts[name] = parts[dice.choice(sorted(parts))]


def unpacked(data: bytes) -> dict[str, bytes]:
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(info.file_size for info in package.infolist()) < _LARGEST * 4:
            return {info.filename: package.read(info) for info in package.infolist()}
    return {}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:  # not deflated: the fuzzer sees which bytes matter
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


# --- running


_ROWS = """
<row r="1"><c r="A1" t="s"><v>0</v></c>
<c r="B1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></is></c>
<c r="C1" s="1"><v>4.5</v></c></row>
<row r="3" hidden="1"><c r="A3" t="str"><f>B1&amp;"x"</f><v>x</v></c><c r="B3" t="b"><v>1</v></c>
<c r="C3" t="e"><v>#N/A</v></c><c r="D3" t="d"><v>2026-01-02T12:00:00Z</v></c></row>
<row><c t="s"><v>1</v></c><c><f t="shared" ref="B4:B5" si="0">A4*2</f><v>8</v></c></row>
<row><c/><c r="B5"><f t="shared" si="0"/><v>8</v></c></row>
"""
_TEXTS = '<si><t xml:space="preserve"> one </t></si><si><r><t>_x0041_</t></r><r><t>two</t></r></si>'
_MERGES = '<mergeCells count="1"><mergeCell ref="A7:C8"/></mergeCells>'


def seeds(folder: Path) -> None:
    """Small sound workbooks that between them hold all that the reader knows, and every find so far."""
    from tests.support.decorated import decorated
    from tests.test_package_reader import MAIN, STRICT, sheet

    made = {"decorated": decorated()}
    for name, space in (("transitional", MAIN), ("strict", STRICT)):
        made[name] = sheet(_ROWS, space=space, strings=_TEXTS, tail=_MERGES, date1904=space == STRICT)
    for name, data in made.items():
        (folder / name).write_bytes(packed(unpacked(data)))
    for find in FINDS.iterdir():
        (folder / find.name).write_bytes(find.read_bytes())


def fuzz(seconds: int, folder: Path, finds: Path) -> None:
    """Breed until the time is up, in this process, which ends with it."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["xl_addin.package"]):
        importlib.import_module("xl_addin.package.edit.editor")
        importlib.import_module("xl_addin.package.edit.cell_notes")
        importlib.import_module("xl_addin.package.read.metadata")

    def target(data: bytes) -> None:
        try:
            examine(data)
        except Exception as error:
            keep(data, error, finds)

    def breed(data: bytes, largest: int, seed: int) -> bytes:
        return mutated(data, atheris.Mutate, random.Random(seed))[:largest]

    options = f"-max_total_time={seconds} -timeout={SECONDS} -rss_limit_mb={MEMORY} -max_len={_LARGEST} -verbosity=1"
    words = ["fuzz", *options.split(), f"-artifact_prefix={finds}/", str(folder)]
    atheris.Setup(words, target, custom_mutator=breed)
    atheris.Fuzz()


def keep(data: bytes, error: Exception, finds: Path) -> None:
    """The smallest file for each kind of fault and place in our code."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "xl_addin" in frame.filename]
    said = re.sub(r"\W+", "-", str(error))[:60]
    at = f"{Path(ours[-1].filename).stem}-{ours[-1].name}" if ours else said
    path = finds / f"{type(error).__name__}-{at}.xlsx"
    if not path.exists() or len(data) < path.stat().st_size:
        path.write_bytes(data)


def main() -> int:
    """Fuzz for so many seconds, starting anew where a file hangs or eats the memory; 1 when there are finds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--finds", type=Path, default=FINDS)
    parser.add_argument("--within", type=Path, help=argparse.SUPPRESS)  # how it calls itself
    given = parser.parse_args()
    given.finds.mkdir(exist_ok=True)
    if given.within:
        fuzz(given.seconds, given.within, given.finds)
    before, until, runs = set(given.finds.iterdir()), time.monotonic() + given.seconds, 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        seeds(Path(folder))
        while (left := int(until - time.monotonic())) > 0:
            again = ("--seconds", str(left), "--finds", str(given.finds), "--within", folder)
            done = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", *again], stderr=subprocess.PIPE, text=True, errors="replace"
            )
            counts = re.findall(r"^#(\d+)", done.stderr, re.MULTILINE)
            if not counts:
                sys.stderr.write(done.stderr)
                return 2
            runs += int(counts[-1])
        bred = len(list(Path(folder).iterdir()))
    found = sorted(set(given.finds.iterdir()) - before)
    print(
        f"{runs:,} files tried in {given.seconds:,} s, {bred:,} of them reaching code of their own; {len(found)} finds"
    )
    print("\n".join(path.name for path in found))
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
