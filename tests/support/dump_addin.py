"""The add-in written out as text: its parts, its ribbon, the source of its modules as another program reads it."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.dom import minidom

from tests.support.vba_reader import modules_in


def dump_addin(path: Path) -> str:
    """The whole add-in as text; ends with a line end."""
    return "\n".join(_lines(path)) + "\n"


def _lines(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as package:
        yield from (f"part {name}" for name in sorted(package.namelist()))
        for name in sorted(package.namelist()):
            if name.endswith((".xml", ".rels")):
                yield from ("", f"== {name}", *_pretty(package.read(name)))
    for name, code in sorted(modules_in(path).items()):
        yield from ("", f"== module {name}", *(line.rstrip() for line in code.rstrip().splitlines()))


def _pretty(xml: bytes) -> list[str]:
    return minidom.parseString(xml).toprettyxml(indent="  ").rstrip().splitlines()[1:]
