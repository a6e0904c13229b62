"""Where cells stand, as formulas: links go to the very cell, wherever its table has moved to on its tab."""

from xl_addin.cells.area import quoted


def cell_place(tab: str, column: str, row: str = "1") -> str:
    """The formula for the place of a cell of a table, such as `'Needs'!D6`.

    Args:
        tab: the name of the tab.
        column: the column of the table, such as `tblStage[Stage]`.
        row: the formula for the row in the table, from 1.
    """
    return f'"{quoted(tab)}!"&ADDRESS(ROW(INDEX({column},{row})),COLUMN(INDEX({column},1)),4)'


def first_row(*conditions: str) -> str:
    """The formula for the first row of a table in which all conditions on its columns hold, 1 where there is none."""
    product = "*".join(f"({condition})" for condition in conditions)
    return f"IFERROR(MATCH(1,INDEX({product},0),0),1)"


def link_formula(place: str, words: str) -> str:
    """The formula for a link to a place; `words` is a formula too."""
    return f'HYPERLINK("#"&{place},{words})'
