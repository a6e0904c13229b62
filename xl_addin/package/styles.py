"""Bringing the styles of one workbook into another: nothing there is changed or renumbered, only added.

What the target has already is used again, so that painting the same tabs many times does not swell the file.
"""

from xl_addin.package.document import Document
from xl_addin.package.schema import STYLES
from xl_addin.package.xmltree import Element, canonical, child, children, first, namespace, parse, place, write

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
        self._known: dict[str, dict[str, int]] = {}
        self._xfs: dict[str, str] = {}
        _complete(target, target_part)
        self._dxfs: dict[str, str] = {}

    def xf(self, number: str) -> str:
        """The target's style number for a cell style of the source."""
        if number not in self._xfs:
            found = self._pick("cellXfs", number)
            copy = parse(write(found))
            for attribute, holder in _PARTS_OF_XF.items():
                copy.set(attribute, str(self._add(holder, self._pick(holder, found.get(attribute) or "0"))))
            copy.set("numFmtId", self._format(found.get("numFmtId") or "0"))
            copy.set("xfId", "0")  # named styles stay with their own workbook
            self._xfs[number] = str(self._add("cellXfs", copy))
        return self._xfs[number]

    def dxf(self, number: str) -> str:
        """The target's number for a differential format (conditional formats, tables) of the source."""
        if number not in self._dxfs:
            copy = parse(write(self._pick("dxfs", number)))
            inner = first(copy, "numFmt")
            if inner is not None:
                inner.set("numFmtId", self._own_format(inner.get("formatCode") or "General"))
            self._dxfs[number] = str(self._add("dxfs", copy))
        return self._dxfs[number]

    def table_style(self, name: str) -> None:
        """Brings a table style of the source's own along; built-in ones need nothing."""
        styles = first(self._source, "tableStyles")
        found = next((s for s in styles if s.get("name") == name), None) if styles is not None else None
        if found is None:
            return
        holder = place(self._target.edit(self._part), "tableStyles", STYLES)
        if any(style.get("name") == name for style in holder):
            return
        copy = parse(write(found))
        for element in copy:
            if element.get("dxfId") is not None:
                element.set("dxfId", self.dxf(element.get("dxfId") or "0"))
        holder.append(copy)
        holder.set("count", str(len(holder)))

    def _pick(self, holder: str, number: str) -> Element:
        found = first(self._source, holder)
        if found is None or not number.isdigit() or int(number) >= len(found):
            raise ValueError(f"the source has no entry {number} in {holder}")
        return found[int(number)]

    def _add(self, holder: str, element: Element) -> int:
        """The number of an equal entry, or of the copy added at the end."""
        root = self._target.edit(self._part)
        entries = place(root, holder, STYLES)
        if holder not in self._known:
            known: dict[str, int] = {}
            for at, entry in enumerate(entries):
                known.setdefault(canonical(entry), at)
            self._known[holder] = known
        saying = canonical(element)
        number = self._known[holder].get(saying)
        if number is None:
            number = len(entries)
            if holder == "cellXfs" and number >= _MAX_XFS:
                raise ValueError("the workbook has more cell styles than Excel allows")
            entries.append(parse(write(element)))
            entries.set("count", str(len(entries)))
            self._known[holder][saying] = number
        return number

    def _format(self, number: str) -> str:
        if int(number) < _FIRST_OWN_FORMAT:
            return number
        formats = first(self._source, "numFmts")
        for entry in formats if formats is not None else ():
            if entry.get("numFmtId") == number:
                return self._own_format(entry.get("formatCode") or "General")
        return "0"

    def _own_format(self, code: str) -> str:
        """The target's number of a number format, added when it is new there."""
        holder = place(self._target.edit(self._part), "numFmts", STYLES)
        taken = [_FIRST_OWN_FORMAT - 1]
        for entry in children(holder, "numFmt"):
            if entry.get("formatCode") == code:
                return entry.get("numFmtId") or "0"
            taken.append(int(entry.get("numFmtId") or 0))
        number = str(max(taken) + 1)
        child(holder, f"{{{namespace(holder)}}}numFmt", numFmtId=number, formatCode=code)
        holder.set("count", str(len(holder)))
        return number


def _complete(target: Document, part: str) -> None:
    """Entries that cells without a style of their own rely on are made first where a style sheet lacks them.

    Else what is added next would become the look of every cell of the workbook.
    """
    space = namespace(target.tree(part))
    for holder, plain in _PLAIN.items():
        wanted = list(parse(f'<x xmlns="{space}">{plain}</x>'.encode()))
        standing = first(target.tree(part), holder)
        missing = wanted[len(standing) if standing is not None else 0 :]
        if missing:
            entries = place(target.edit(part), holder, STYLES)
            for entry in missing:
                entries.append(entry)
            entries.set("count", str(len(entries)))
