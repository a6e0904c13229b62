"""Native charts: the kind asked for, over the cells of the table, as LibreOffice opens them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.support.office import Office
from xl_addin.books.paint import paint
from xl_addin.layout.describe import Chart, Column, Sheet, Table, WorkbookDesign
from xl_addin.model.facts import Anything, Fact

ROWS = [{"name": name, "expected": 3, "rated": rated} for name, rated in zip("ABCDE", (4, 2, 3, 5, 1), strict=True)]


def column(field: str, title: str) -> Column:
    is_name = field == "name"
    return Column(
        field, Fact(title, "", Anything()), 14, "key" if is_name else "count", kind="label" if is_name else "result"
    )


TABLE = Table("tblStand", (column("name", "Competency"), column("expected", "Expected"), column("rated", "Rated")), ())
CHART = Chart(
    "radar",
    "Where does the person stand?",
    "tblStand",
    "name",
    ("expected", "rated"),
    "A spoke for each competency.",
    "Nothing rated yet.",
    low=0,
    high=5,
)


def painted(chart: Chart, rows: Sequence[dict[str, Any]], path: Path) -> Path:
    sheet = Sheet("Person", "Person", "", "results", (replace(TABLE, spare=0), chart))
    path.write_bytes(paint(WorkbookDesign((sheet,), {}), {"tblStand": rows}))
    return path


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("kind", "opened"),
    [
        ("radar", "com.sun.star.chart.NetDiagram"),
        ("line", "com.sun.star.chart.LineDiagram"),
        ("column", "com.sun.star.chart.BarDiagram"),
        ("bar", "com.sun.star.chart.BarDiagram"),
    ],
)
def test_each_kind_of_chart_opens_as_such(
    kind: Literal["radar", "line", "column", "bar"], opened: str, office: Office, tmp_path: Path
) -> None:
    path = painted(replace(CHART, kind=kind), ROWS, tmp_path / "chart.xlsx")
    with office.open(path) as document:
        (chart,) = [document.sheet("Person").Charts.getByName(name) for name in document.charts("Person")]
        drawn = chart.EmbeddedObject
        assert drawn.getDiagram().getDiagramType() == opened
        assert not drawn.HasMainTitle, "the question stands in the line above, where a note can stand beside it"
        shown = [str(value) for row in document.block("Person", "B6:B20") for value in row if value]
        assert "Where does the person stand?" in shown
        data = drawn.getData()
        assert [tuple(row) for row in data.getData()] == [(3.0, float(str(row["rated"]))) for row in ROWS]
        assert list(data.getRowDescriptions()) == [row["name"] for row in ROWS]
        assert list(data.getColumnDescriptions()) == ["Expected", "Rated"]
        axis = drawn.getDiagram().getYAxis()
        assert axis.Max == (5 if kind == "radar" else 5.5), "labels on bars and lines need room, a radar's rings do not"


@pytest.mark.libreoffice
def test_an_empty_chart_says_what_is_missing(tmp_path: Path, office: Office) -> None:
    path = painted(CHART, [{**row, "expected": ""} for row in ROWS], tmp_path / "empty.xlsx")
    with office.open(path) as document:
        shown = [str(value) for row in document.block("Person", "B6:G20") for value in row if value]
    assert "Nothing rated yet." in shown
