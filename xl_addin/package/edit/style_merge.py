"""Bringing the styles of one workbook into another: nothing there is changed or renumbered, only added.

What the target has already is used again, so that painting the same tabs many times does not swell the file.
"""

from xl_addin.package.edit.document import Document
from xl_addin.package.xml.schema import STYLES_ORDER
from xl_addin.package.xml.xml_tree import (
    Element,
    child,
    children,
    comparison_text,
    ensure_child,
    first_child,
    namespace,
    parse_xml,
    write_xml,
)

_FIRST_OWN_FORMAT = 164
_PARTS_OF_XF = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_MAX_XFS = 65_490
_PLAIN = {
    "fonts": '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
"""What entry 0 (of fills also 1) of each list stands for in every program, and looks like where the list is empty."""


class StyleMerge:
    """Maps style and format numbers of a source style sheet to those of the target."""

    def __init__(self, target: Document, target_part: str, source: Element) -> None:
        self._target = target
        self._part = target_part
        self._source = source
        self._numbers: dict[str, dict[str, int]] = {}
        self._xfs: dict[str, str] = {}
        _complete(target, target_part)
        self._dxfs: dict[str, str] = {}

    def xf(self, number: str) -> str:
        """The target's style number for a cell style of the source."""
        if number not in self._xfs:
            source_style = self._pick("cellXfs", number)
            copy = parse_xml(write_xml(source_style))
            for attribute, holder in _PARTS_OF_XF.items():
                copy.set(attribute, str(self._add(holder, self._pick(holder, source_style.get(attribute) or "0"))))
            copy.set("numFmtId", self._format(source_style.get("numFmtId") or "0"))
            copy.set("xfId", "0")  # named styles stay with their own workbook
            self._xfs[number] = str(self._add("cellXfs", copy))
        return self._xfs[number]

    def dxf(self, number: str) -> str:
        """The target's number for a differential format (conditional formats, tables) of the source."""
        if number not in self._dxfs:
            copy = parse_xml(write_xml(self._pick("dxfs", number)))
            inner = first_child(copy, "numFmt")
            if inner is not None:
                inner.set("numFmtId", self._own_format(inner.get("formatCode") or "General"))
            self._dxfs[number] = str(self._add("dxfs", copy))
        return self._dxfs[number]

    def table_style(self, name: str) -> None:
        """Brings a table style of the source's own along; built-in ones need nothing."""
        styles = first_child(self._source, "tableStyles")
        source_style = next((s for s in styles if s.get("name") == name), None) if styles is not None else None
        if source_style is None:
            return
        holder = ensure_child(self._target.edit(self._part), "tableStyles", STYLES_ORDER)
        if any(style.get("name") == name for style in holder):
            return
        copy = parse_xml(write_xml(source_style))
        for element in copy:
            if element.get("dxfId") is not None:
                element.set("dxfId", self.dxf(element.get("dxfId") or "0"))
        holder.append(copy)
        holder.set("count", str(len(holder)))

    def _pick(self, holder: str, number: str) -> Element:
        entries = first_child(self._source, holder)
        if entries is None or not number.isdigit() or int(number) >= len(entries):
            raise ValueError(f"the source has no entry {number} in {holder}")
        return entries[int(number)]

    def _add(self, holder: str, element: Element) -> int:
        """The number of an equal entry, or of the copy added at the end."""
        root = self._target.edit(self._part)
        entries = ensure_child(root, holder, STYLES_ORDER)
        if holder not in self._numbers:
            numbers: dict[str, int] = {}
            for index, entry in enumerate(entries):
                numbers.setdefault(comparison_text(entry), index)
            self._numbers[holder] = numbers
        saying = comparison_text(element)
        number = self._numbers[holder].get(saying)
        if number is None:
            number = len(entries)
            if holder == "cellXfs" and number >= _MAX_XFS:
                raise ValueError("the workbook has more cell styles than Excel allows")
            entries.append(parse_xml(write_xml(element)))
            entries.set("count", str(len(entries)))
            self._numbers[holder][saying] = number
        return number

    def _format(self, number: str) -> str:
        if int(number) < _FIRST_OWN_FORMAT:
            return number
        formats = first_child(self._source, "numFmts")
        for entry in formats if formats is not None else ():
            if entry.get("numFmtId") == number:
                return self._own_format(entry.get("formatCode") or "General")
        return "0"

    def _own_format(self, code: str) -> str:
        """The target's number of a number format, added when it is new there."""
        holder = ensure_child(self._target.edit(self._part), "numFmts", STYLES_ORDER)
        used_ids = [_FIRST_OWN_FORMAT - 1]
        for entry in children(holder, "numFmt"):
            if entry.get("formatCode") == code:
                return entry.get("numFmtId") or "0"
            used_ids.append(int(entry.get("numFmtId") or 0))
        number = str(max(used_ids) + 1)
        child(holder, f"{{{namespace(holder)}}}numFmt", numFmtId=number, formatCode=code)
        holder.set("count", str(len(holder)))
        return number


def _complete(target: Document, part: str) -> None:
    """Entries that cells without a style of their own rely on are made first where a style sheet lacks them.

    Else what is added next would become the look of every cell of the workbook.
    """
    space = namespace(target.tree(part))
    for holder, plain in _PLAIN.items():
        defaults = list(parse_xml(f'<x xmlns="{space}">{plain}</x>'.encode()))
        standing = first_child(target.tree(part), holder)
        missing = defaults[len(standing) if standing is not None else 0 :]
        if missing:
            entries = ensure_child(target.edit(part), holder, STYLES_ORDER)
            for entry in missing:
                entries.append(entry)
            entries.set("count", str(len(entries)))
