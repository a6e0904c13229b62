"""The formula that Excel fills into the next row of a table: it follows the cells of its column."""

from collections.abc import Mapping

from xl_addin.cells.area import Spot
from xl_addin.cells.cell import CellValue, FormulaCell
from xl_addin.package.edit.session import Session
from xl_addin.package.xml.xml_tree import first_child


def follow_cells(session: Session, sheet: str, cells: Mapping[Spot, CellValue]) -> None:
    """Where a whole column of a table has been given one formula, its next row gets the same."""
    formulas: dict[int, dict[int, str]] = {}
    for (row, column), content in cells.items():
        if isinstance(content, FormulaCell):
            formulas.setdefault(column, {})[row] = content.text
    if not formulas:
        return
    for table in session.tables():
        area = table.area
        if table.sheet.name != sheet:
            continue
        for number, element in enumerate(table.columns):
            column_formula = first_child(element, "calculatedColumnFormula")
            texts = formulas.get(area.left + number, {})
            inside = [text for row, text in texts.items() if area.top < row <= area.bottom]
            if column_formula is None or len(inside) != area.bottom - area.top or len(set(inside)) != 1:
                continue
            if column_formula.text != inside[0]:
                session.document.edit(table.part)
                column_formula.text = inside[0]
