"""The boxes that notes are drawn in: shapes of the old drawing language VML, which Excel still asks for.

A sheet's VML part may hold form controls and other people's shapes, and is no sound XML in every file: it is treated
as text, into which whole shapes are put and out of which whole shapes are taken.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from itertools import count as count_from

from xl_addin.cells.area import Spot

VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
BLOCK = 1024
"""Shape numbers come in blocks of this many; a drawing lists the blocks that are its own."""

_SPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}


def _element(name: bytes, attributes: bytes = b"") -> "re.Pattern[bytes]":
    """A whole element by its local name, whatever prefix the program that wrote it chose."""
    start = rb"\n?<((?:\w+:)?)%s(?=[\s/>])%s[^<>]*" % (name, attributes)
    return re.compile(start + rb"(?:/>|(?<!/)>.*?</\1%s\s*>)" % name, re.DOTALL)


_SHAPE = _element(b"shape")
_LAYOUT = _element(b"shapelayout")
_TYPE = _element(b"shapetype", rb"(?=[^<>]*\bid=['\"]_x0000_t202['\"])")
_ANY_TYPE = _element(b"shapetype")
_USES_TYPE = re.compile(rb"type=['\"]#_x0000_t202['\"]")
_BLOCKS = re.compile(rb"(<(?:\w+:)?idmap\b[^<>]*\bdata=['\"])([\d,\s]*)")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_SHAPE_NUMBER = re.compile(rb"[^<>]*<[^<>]*?\bid=['\"]_x0000_s(\d+)['\"]")
_BOX_TYPE = (
    b'\n<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a note's box hangs: its cell, and left, top, right and bottom edge as (column or row from 0, pixels)."""

    cell: Spot
    edges: tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]


def drawing(block: int) -> bytes:
    """A drawing without shapes that owns a block of shape numbers."""
    spaces = b" ".join(b'xmlns:%s="%s"' % pair for pair in _SPACES.items())
    return (
        b"<xml %s>\n" % spaces
        + b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>\n</xml>' % block
    )


def with_boxes(data: bytes, boxes: Sequence[Box]) -> bytes:
    """The drawing with more boxes at its end.

    Raises:
        ValueError: it is no drawing that can be added to.
    """
    end = data.rfind(b"</xml>")
    if end < 0:
        raise ValueError("no VML drawing")
    numbers, blocks = _free(len(boxes), data)
    kind = b"" if _TYPE.search(data) else _BOX_TYPE
    shapes = b"".join(_shape(box, number) for box, number in zip(boxes, numbers, strict=True))
    return _declare_prefixes(_list_blocks(data[:end] + kind + shapes + data[end:], blocks))


def without_boxes(data: bytes, cells: Collection[Spot]) -> bytes:
    """The drawing without the boxes of the notes on these cells; the kind of box goes with the last of its kind."""
    data = _SHAPE.sub(lambda match: b"" if noted_cell(match[0]) in cells else match[0], data)
    return data if _USES_TYPE.search(data) else _TYPE.sub(b"", data)


def is_bare(data: bytes) -> bool:
    """Whether nothing is drawn."""
    rest = _ANY_TYPE.sub(b"", _LAYOUT.sub(b"", data))
    return re.fullmatch(rb"(?:\s*<\?xml[^<>]*\?>)?\s*<xml\b[^<>]*(?:/>|>\s*</xml>)\s*", rest) is not None


def numbers(data: bytes) -> list[int]:
    """The numbers of all shapes that have one."""
    return [int(number[1]) for shape in _SHAPE.finditer(data) if (number := _SHAPE_NUMBER.match(shape[0]))]


def noted_cells(data: bytes) -> list[Spot]:
    """The cells whose notes have a box."""
    cells = (noted_cell(shape[0]) for shape in _SHAPE.finditer(data))
    return [cell for cell in cells if cell is not None]


def noted_cell(shape: bytes) -> Spot | None:
    """The cell of a shape that is a note's box; None for any other shape."""
    row, column = (re.search(rb"<(?:\w+:)?%s>\s*(\d+)\s*<" % name, shape) for name in (b"Row", b"Column"))
    if row is None or column is None or not re.search(rb"ObjectType=['\"]Note['\"]", shape):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _free(count: int, data: bytes) -> tuple[list[int], list[int]]:
    """Unused shape numbers, from the blocks the drawing has first, and the blocks it then has."""
    used_numbers = {int(number) for number in _NUMBER.findall(data)}
    match = _BLOCKS.search(data)
    blocks = sorted(int(number) for number in match[2].replace(b",", b" ").split()) if match else []
    free_numbers: list[int] = []
    for block in chain(
        blocks, count_from(max([*blocks, *(number // BLOCK for number in used_numbers)], default=0) + 1)
    ):
        if len(free_numbers) >= count:
            break
        if block not in blocks:
            blocks.append(block)
        free_numbers += [
            number for number in range(block * BLOCK + 1, (block + 1) * BLOCK) if number not in used_numbers
        ]
    return free_numbers[:count], blocks


def _list_blocks(data: bytes, blocks: Sequence[int]) -> bytes:
    block_list = b",".join(b"%d" % block for block in blocks)
    return _BLOCKS.sub(lambda match: match[1] + block_list, data, count=1)


def _declare_prefixes(data: bytes) -> bytes:
    """Some programs declare a prefix only where they use it; our shapes use all three."""
    position = data.find(b"<xml") + len(b"<xml")
    head = data[position : data.find(b">", position)]
    missing = [b' xmlns:%s="%s"' % pair for pair in _SPACES.items() if b"xmlns:%s=" % pair[0] not in head]
    return data[:position] + b"".join(missing) + data[position:]


def _shape(box: Box, number: int) -> bytes:
    left, top, right, bottom = box.edges
    anchor = ", ".join(str(part) for edge in (left, top, right, bottom) for part in edge)
    row, column = box.cell
    return (
        f'\n<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden"'
        ' fillcolor="infoBackground [80]" strokecolor="none [81]" o:insetmode="auto">'
        '<v:fill color2="infoBackground [80]"/><v:shadow color="none [81]" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    ).encode()
