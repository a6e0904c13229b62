"""Which cells are formatted as dates: a 4 that a person typed into such a cell shows 4 January 1900."""

import re
from collections.abc import Iterator

from xl_addin.cells.area import Spot, spot_of
from xl_addin.model.errors import Refused
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.outline import Outline
from xl_addin.package.safe.xml_scan import scan

_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats of dates and times that have no code in the file (ECMA-376 part 1, 18.8.30), East Asian ones too."""
_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What stands in a format's code and is shown as it is, or says a colour, a condition or a language."""


def date_cells(archive: Archive, plan: Outline) -> dict[str, frozenset[Spot]]:
    """Tab -> cells formatted as a date or a time, where the file writes its cells the usual way.

    A courtesy: where formats cannot be read, no cell is named.
    """
    part = archive.find(plan.part("styles") or "")
    try:
        styles = "|".join(map(str, _date_styles(archive, part))) if part else ""
    except (Refused, ValueError):
        return {}
    if not styles:
        return {}
    date_pattern = re.compile(rf'<c r="([A-Z]{{1,3}}[0-9]{{1,7}})" s="(?:{styles})"'.encode())
    return {
        sheet.name: frozenset(
            spot_of(match[1].decode()) for match in date_pattern.finditer(archive.read_part(sheet.part))
        )
        for sheet in plan.sheets
        if sheet.kind == "worksheet"
    }


def _date_styles(archive: Archive, part: str) -> Iterator[int]:
    """Numbers of the cell styles whose format is one of a date or a time."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, a: dict[str, str]) -> None:
        if name == "numFmt":
            codes.setdefault(a.get("numFmtId", ""), a.get("formatCode", ""))
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            formats.append(a.get("numFmtId", "0"))
        inside.append(name)

    def end(_: str) -> None:
        inside.pop()

    scan(archive.chunks(part), archive.file_name, part, start, end)
    for number, format_id in enumerate(formats):
        if _is_date(codes[format_id]) if format_id in codes else int(format_id) in _BUILT_IN:
            yield number


def _is_date(code: str) -> bool:
    """Whether a format's code has a place for a day, month, year, hour or second."""
    bare_code = _WORDS.sub("", code.split(";")[0]).lower()
    return "general" not in bare_code and any(letter in bare_code for letter in "dmyhs")
