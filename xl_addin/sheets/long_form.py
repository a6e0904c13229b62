"""The long form as a workbook of its own: one table, one row for each statement."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from xl_addin.layout.describe import Column, Sheet, Table, WorkbookDesign
from xl_addin.layout.record_rows import RowValues
from xl_addin.matrix.long_form import HEADERS, StatementRow
from xl_addin.model.facts import Fact, Text

_WIDTHS = (10, 10, 28, 14, 26, 11, 90)
TABLE = "tblStatements"


def long_form_workbook() -> WorkbookDesign:
    """What the file looks like."""
    columns = tuple(
        Column(field.name, Fact(header, header, Text()), width, "computed", kind="result")
        for field, header, width in zip(fields(StatementRow), HEADERS, _WIDTHS, strict=True)
    )
    table = Table(TABLE, columns, ("level", "competency", "number"), spare=0, freeze=0)
    sheet = Sheet(
        name="Statements",
        title="Every statement, one row each",
        purpose="Made by Expand from the Matrix tabs, for pivot tables and other tools. Changes here lead nowhere.",
        group="results",
        blocks=(table,),
        for_reading=True,
    )
    return WorkbookDesign((sheet,), {})


def rows(statements: Sequence[StatementRow]) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE: [{field.name: getattr(row, field.name) for field in fields(row)} for row in statements]}
