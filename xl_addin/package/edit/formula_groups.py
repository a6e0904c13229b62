"""Formulas that belong to several cells: arrays, data tables and shared formulas.

An array or a data table is one thing: changing one of its cells breaks it. A shared formula is only a short
way of writing; when its first cell goes, the next one takes over the text.
"""

from collections.abc import Callable, Container

from xl_addin.cells.area import Area, Spot, address, spot_of
from xl_addin.cells.formula import shift
from xl_addin.model.errors import Stop
from xl_addin.package.xml.xml_tree import Element


class FormulaGroups:
    """The formulas of one sheet that more than one cell depends on."""

    def __init__(self, root: Element, space: str, sheet: str) -> None:
        self.sheet = sheet
        self._blocks: list[tuple[Area, str]] = []
        self._shared_formulas: dict[str, dict[Spot, Element]] = {}
        self._first: dict[str, Spot] = {}
        for formula in root.iter(f"{{{space}}}f"):
            kind = formula.get("t")
            cell = formula.getparent()
            if kind is None or cell is None or cell.get("r") is None:
                continue
            position = spot_of(cell.get("r") or "")
            if kind == "shared":
                self._note_shared(formula, position)
            elif kind in ("array", "dataTable"):
                self._blocks.append((Area.parse(formula.get("ref") or address(*position)), kind))

    def _note_shared(self, formula: Element, position: Spot) -> None:
        group = formula.get("si") or ""
        self._shared_formulas.setdefault(group, {})[position] = formula
        if formula.text:
            self._first.setdefault(group, position)

    def check(self, row: int, col: int) -> None:
        """Stop when the cell is part of an array or data table of several cells."""
        for area, kind in self._blocks:
            if area.cells > 1 and area.holds(row, col):
                description = "an array formula" if kind == "array" else "a data table"
                todo = f"clear {area} in Excel, then run the command again"
                raise Stop(f"{self.sheet}!{address(row, col)}", f"is part of {description} over {area}", todo)

    def text(self, formula: Element, position: Spot) -> str:
        """What the formula says in its own cell, shared ones spelled out."""
        if formula.get("t") != "shared" or formula.text:
            return formula.text or ""
        group = formula.get("si") or ""
        first = self._first.get(group)
        if first is None:
            return ""
        text = self._shared_formulas[group][first].text or ""
        return shift(text, position[0] - first[0], position[1] - first[1])

    def spell_out(self) -> bool:
        """Every member of every shared formula gets its own text; whether there was one."""
        texts = [
            (f, self.text(f, position)) for members in self._shared_formulas.values() for position, f in members.items()
        ]
        for formula, text in texts:
            formula.text = text
            for attribute in ("t", "ref", "si"):
                formula.attrib.pop(attribute, None)
        self._shared_formulas, self._first = {}, {}
        return bool(texts)

    def release(self, formula: Element, position: Spot, leaving_cells: Container[Spot]) -> None:
        """Takes a cell out of its shared formula; `leaving_cells` are the cells that will go as well."""
        if formula.get("t") != "shared":
            self._blocks = [block for block in self._blocks if str(block[0]) != address(*position)]
            return
        group = formula.get("si") or ""
        members = self._shared_formulas.get(group, {})
        if self._first.get(group) == position:
            self._hand_over(group, position, lambda member: member != position and member not in leaving_cells)
        members.pop(position, None)

    def _hand_over(self, group: str, first: Spot, stays: Callable[[Spot], bool]) -> None:
        members = self._shared_formulas[group]
        heirs = sorted(member for member in members if stays(member))
        if not heirs:
            return
        heir = heirs[0]
        formula = members[heir]
        formula.text = shift(members[first].text or "", heir[0] - first[0], heir[1] - first[1])
        rows, cols = [row for row, _ in heirs], [col for _, col in heirs]
        formula.set("ref", str(Area(min(rows), min(cols), max(rows), max(cols))))
        self._first[group] = heir
