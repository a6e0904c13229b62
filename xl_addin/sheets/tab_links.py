"""Links to tabs that may be hidden. Excel follows no link to a hidden tab and no formula sees what is hidden.

A tab that is shown when it holds data is linked only where it does: whoever fills it shows it in the same step.
"""

from xl_addin.cells.area import quoted
from xl_addin.layout.describe import Formula, Table


def holds_rows(table: Table, field: str = "") -> str:
    """The formula for whether a table holds a row that somebody filled.

    Args:
        table: the table.
        field: the column that says so; "" for the last of its key, which every filled row has.
    """
    column = f"{table.name}[{table.field_of[field or table.key[-1]].header}]"
    return f'IFERROR(COUNTIF({column},"?*")+COUNT({column}),0)>0'


def link_if_filled(
    tab: str,
    table: Table,
    words: str = "",
    otherwise: str = "",
    *,
    field: str = "",
    cell: str = "B2",
    has_rows: bool = False,
) -> Formula:
    """A link to a tab where its table holds rows, words alone where it does not.

    Args:
        tab: the name of the tab, one whose `Sheet.visibility` is "data".
        table: the table by whose rows that tab is shown.
        words: what the link says; "" for the name of the tab.
        otherwise: what stands there while the tab is hidden; "" for the same words.
        field: as for `holds_rows`.
        cell: where the link leads on the tab.
        has_rows: whether the table holds rows now, which matters where `otherwise` differs.

    Returns:
        The formula, with what it shows now.
    """
    link_words = words or tab
    idle_words = otherwise or link_words
    target = f"#{quoted(tab)}!{cell}"
    text = f'IF({holds_rows(table, field)},HYPERLINK("{target}",{_in_quotes(link_words)}),{_in_quotes(idle_words)})'
    return Formula(text, link_words if has_rows else idle_words)


def _in_quotes(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
