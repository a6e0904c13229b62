"""The ribbon as a drawing for the README, from the same XML that Excel gets: python -m tests.support.ribbon_picture.

It is no screenshot: Excel puts its own pictures where the drawing has initials.
"""

import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.support.office import Office, prop
from tests.support.pictures import PICTURES
from xl_addin.addin.ribbon_xml import NAMESPACE
from xl_addin.addin.ribbon_xml import ribbon as ribbon_xml
from xl_addin.commands.addin import buttons
from xl_addin.package.xml.xml_tree import Element, children, element_name, parse_xml

NEIGHBOURS = ("File", "Home", "Insert", "Page Layout", "Formulas", "Data", "Review", "View")
NOTE = "A drawing made from the add-in's own ribbon XML, not a screenshot: Excel puts its own pictures on the buttons."
SCALE = 2
BUTTON, GAP, TOP, HEIGHT, LEFT = 66, 14, 34, 96, 12
GREEN, GREY, LINE, INK = "#217346", "#605e5c", "#d2d0ce", "#252423"


def svg(xml: bytes) -> str:
    """The picture of a ribbon with one tab."""
    (tab,) = parse_xml(xml).iter(f"{{{NAMESPACE}}}tab")
    groups = children(tab, "group")
    widths = [len(_controls(group)) * BUTTON + GAP for group in groups]
    width = max(LEFT * 2 + sum(widths), 860)
    height = TOP + HEIGHT + 30
    parts = [_box(0, 0, width, height, "#ffffff"), _box(0, 0, width, TOP, "#f3f2f1")]
    parts += _tabs(tab.get("label") or "")
    at = LEFT
    for group, wide in zip(groups, widths, strict=True):
        parts += _group(group, at, wide)
        at += wide
    parts += [_line(0, TOP + HEIGHT, width, TOP + HEIGHT), _text(LEFT, height - 10, NOTE, 11, GREY, "start")]
    size = f'width="{width * SCALE}" height="{height * SCALE}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _tabs(own: str) -> Iterator[str]:
    at = float(LEFT)
    for name in (*NEIGHBOURS, own):
        yield _text(at, 22, name, 13, GREEN if name == own else GREY, "start", bold=name == own)
        wide = len(name) * 6.2
        if name == own:
            yield _box(at, 28, wide, 3, GREEN)
        at += wide + 20


def _controls(group: Element) -> list[Element]:
    return [control for control in group if element_name(control) in ("button", "menu")]


def _group(group: Element, left: int, wide: int) -> Iterator[str]:
    for number, button in enumerate(_controls(group)):
        label = (button.get("label") or "") + (" ▾" if element_name(button) == "menu" else "")
        middle = left + GAP // 2 + number * BUTTON + BUTTON // 2
        yield _box(middle - 16, TOP + 12, 32, 32, GREEN, round_by=6)
        yield _text(middle, TOP + 34, label[:1], 17, "#ffffff", bold=True)
        yield _text(middle, TOP + 62, label, 12, INK)
    yield _text(left + wide / 2, TOP + HEIGHT - 9, group.get("label") or "", 11, GREY)
    yield _line(left + wide, TOP + 8, left + wide, TOP + HEIGHT - 8)


def _box(x: float, y: float, width: float, height: float, fill: str, round_by: int = 0) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_by}" fill="{fill}"/>'


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="{LINE}"/>'


def _text(x: float, y: float, words: str, size: int, fill: str, anchor: str = "middle", *, bold: bool = False) -> str:
    look = f'font-family="Carlito, Liberation Sans" font-size="{size}" font-weight="{"bold" if bold else "normal"}"'
    return f'<text x="{x}" y="{y}" {look} fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'


def main() -> None:
    """Draw it, and let LibreOffice turn it into a picture."""
    with tempfile.TemporaryDirectory() as folder, Office() as office:
        drawn = Path(folder) / "ribbon.svg"
        drawn.write_text(svg(ribbon_xml(buttons())), encoding="utf-8")
        provider = office.service("com.sun.star.graphic.GraphicProvider")
        graphic = provider.queryGraphic((prop("URL", drawn.as_uri()),))
        to = prop("URL", (PICTURES / "ribbon.png").as_uri())
        provider.storeGraphic(graphic, (to, prop("MimeType", "image/png")))


if __name__ == "__main__":
    main()
