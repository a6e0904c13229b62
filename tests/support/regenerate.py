"""Everything that is made from the code, made anew: python -m tests.support.regenerate [--check] [PART ...]

Parts, in their order: formulas, help, template, addin, licences, walk; all of them where none is named. With --check
nothing is written: each file that is not as it should be is named, and the exit code is 1. Read what has changed
before you keep it.
"""

import argparse
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from tests.support import formulas, golden, licences, walk
from xl_addin.help import generate
from xl_addin.sheets.earlier_formulas import LEDGER

ROOT = Path(__file__).parents[2]
HELP = ROOT / "xl_addin" / "help"

Files = Mapping[Path, bytes]


def help_files() -> Files:
    """The generated help pages."""
    return {HELP / name: text.encode() for name, text in generate.pages().items()}


PARTS: dict[str, Callable[[], Files]] = {
    "formulas": lambda: {LEDGER: formulas.listed().encode("ascii")},
    "help": help_files,
    "template": golden.template_files,
    "addin": golden.addin_files,
    "licences": lambda: {licences.PAGE: licences.page().encode()},
    "walk": lambda: {walk.TABLE: walk.table().encode()},
}
"""Part -> its files as they should be. The walk takes longest, about a minute."""


def stale(files: Files) -> Iterator[Path]:
    """The files that are missing, different, or left over from a tab that is gone."""
    for path, data in files.items():
        if not path.is_file() or not _same(path, path.read_bytes(), data):
            yield path
    yield from left_over(files)


def left_over(files: Files) -> Iterator[Path]:
    """What lies in the picture's folder and is no part of the picture."""
    if golden.TEMPLATE in files:
        yield from sorted(set(golden.PICTURE.iterdir()) - set(files)) if golden.PICTURE.is_dir() else ()


def _same(path: Path, present: bytes, made: bytes) -> bool:
    if path.suffix in (".xlsx", ".xlam"):
        return parts(present) == parts(made)
    if path == licences.PAGE:  # other versions call the same licence by other names, other systems bring more along
        return _names(present) == _names(made)
    return present == made


def _names(page: bytes) -> list[bytes]:
    return re.findall(rb"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)


def parts(data: bytes) -> dict[str, bytes]:
    """Part name -> content. Compressed bytes may differ between zlib versions, what is in them may not."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(files: Files) -> None:
    """Put the files where they belong, and take away what is left over."""
    for path, data in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    for path in left_over(files):
        path.unlink()


def main(words: Sequence[str] | None = None) -> None:
    """Make, or check, the parts named."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    wanted = parser.parse_args(words)
    if unknown := [name for name in wanted.parts if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}: choose from {', '.join(PARTS)}")
    differing = []
    for name in wanted.parts or PARTS:
        files = PARTS[name]()
        if wanted.check:
            differing += [f"{path.relative_to(ROOT)} ({name})" for path in stale(files)]
        else:
            write(files)
    if differing:
        sys.exit("Not as the code makes them: " + ", ".join(differing) + ". Run: python -m tests.support.regenerate")


if __name__ == "__main__":
    main()
