"""The examples, each run as a reader would, on the sample company's workbook."""

from __future__ import annotations

import ast
import json
import re
import runpy
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlwings

import xl_addin
from tests.conftest import CHECKOUT
from tests.test_cli import demo_book, starter_book

EXAMPLES = CHECKOUT / "examples"
SCRIPTS = {path.stem: path for path in EXAMPLES.glob("*.py")}
NOTEBOOKS = {path.stem: path for path in EXAMPLES.glob("*.ipynb")}


def by_site(folder: Path, told: str) -> None:
    table = pd.read_csv(folder / "sites.csv")
    assert table["Site"].tolist() == ["Leeds", "Lisbon"]
    assert table["mean"].between(0, 1).all()
    assert told.startswith("not in the export: E017\nnot in the workbook: E031\n")


def picture(folder: Path, told: str) -> None:
    data = (folder / "gaps.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) > 10_000
    assert told == "20 competencies drawn in gaps.png\n"


def overview(folder: Path, told: str) -> None:
    table = pd.read_csv(folder / "overview.csv").set_index("workbook")
    assert table.index.tolist() == ["notes.xlsx", "starter.xlsx", "tracks.xlsx"]
    assert table.loc["tracks.xlsx", "people"] == 30
    assert table.loc["notes.xlsx", "problem"].startswith("notes.xlsx: is a text or CSV file, not a workbook: ")


def own_tab(folder: Path, told: str) -> None:
    (names, *rows) = openpyxl.load_workbook(folder / "copy.xlsx")["Gaps by team"].values
    shown = {
        (row[0], name): value
        for row in rows
        for name, value in zip(names[1:], row[1:], strict=True)
        if value is not None
    }
    book = xl_addin.open(folder / "copy.xlsx")
    team = {person["employee"]: person["team"] for person in book.people}
    gaps: dict[tuple[str, str], list[int]] = {}
    for line in book.gaps:
        if line["cycle"] == book.cycle and line["gap"] is not None:
            gaps.setdefault((team[line["employee"]], line["competency_name"]), []).append(line["gap"])
    assert shown == {key: pytest.approx(sum(points) / len(points), abs=0.006) for key, points in gaps.items()}


def headcount(folder: Path, told: str) -> None:
    table = pd.read_csv(folder / "headcount.csv")
    people = xl_addin.open(folder / "tracks.xlsx").people.to_pandas()
    assert table["people"].sum() == (people["active"] == "Yes").sum()
    assert table["ready to talk about"].sum() > 0


def drift(folder: Path, told: str) -> None:
    table = pd.read_csv(folder / "drift.csv").set_index("competency")
    assert list(table.columns) == ["2026-H1", "2026-H2", "change"]
    assert ((table["2026-H2"] - table["2026-H1"]) - table["change"]).abs().max() < 0.02
    assert table["change"].is_monotonic_increasing


def statements(folder: Path, told: str) -> None:
    data = (folder / "statements.csv").read_bytes()
    assert data.startswith("\ufeff".encode())
    table = pd.read_csv(folder / "statements.csv", encoding="utf-8-sig")
    assert len(table) == len(xl_addin.open(folder / "tracks.xlsx").statements)
    assert table["theme"].notna().all()


def wishes(folder: Path, told: str) -> None:
    table = pd.read_csv(folder / "changes.csv")
    assert table["wish"].unique().tolist() == ["weight:Ownership=30", "expected:PLN=5"]
    assert (table["before"] != table["after"]).any()


def night(folder: Path, told: str) -> None:
    assert xl_addin.open(folder / "checked.xlsx").findings.columns[0] == "severity"
    assert "Written: checked.xlsx" in told


RUNS: Mapping[str, tuple[tuple[str, ...], int, Callable[[Path, str], None]]] = {
    "merge_hr_export": (("tracks.xlsx", str(EXAMPLES / "hr_export.csv"), "sites.csv"), 0, by_site),
    "chart_gaps": (("tracks.xlsx", "gaps.png"), 0, picture),
    "folder_of_workbooks": ((".", "overview.csv"), 0, overview),
    "own_tab": (("tracks.xlsx", "copy.xlsx"), 0, own_tab),
    "headcount": (("tracks.xlsx", "headcount.csv"), 0, headcount),
    "rating_drift": (("tracks.xlsx", "drift.csv"), 0, drift),
    "statements_to_csv": (("tracks.xlsx", "statements.csv"), 0, statements),
    "what_if_weights": (("tracks.xlsx", "changes.csv", "weight:Ownership=30", "expected:PLN=5"), 0, wishes),
    "nightly_check": (("tracks.xlsx", "checked.xlsx"), 1, night),
}
"""Script -> its words, its exit code, and what must have come of it."""
IN_EXCEL = {"open_in_excel"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with workbooks, which is the working folder."""
    demo_book(tmp_path / "tracks.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def launch(script: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> int:
    """The script as `python examples/SCRIPT WORDS` runs it; its exit code."""
    path = SCRIPTS[script]
    monkeypatch.setattr(sys, "argv", [str(path), *words])
    try:
        runpy.run_path(str(path), run_name="__main__")
    except SystemExit as done:
        return int(done.code or 0)
    return 0


@pytest.mark.parametrize("script", RUNS)
def test_a_script_does_what_it_says(
    script: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And leaves the workbook as it is."""
    words, code, check = RUNS[script]
    if script == "folder_of_workbooks":
        starter_book(desk / "starter.xlsx")
        (desk / "notes.xlsx").write_text("Employee ID,Name", encoding="utf-8")
        (desk / "~$tracks.xlsx").write_bytes(b"")
        (desk / "tracks.backup.xlsx").write_bytes((desk / "tracks.xlsx").read_bytes())
    before = {path: path.read_bytes() for path in desk.iterdir()}
    assert launch(script, words, monkeypatch) == code
    check(desk, capsys.readouterr().out)
    assert all(path.read_bytes() == data for path, data in before.items())


@pytest.mark.libreoffice
def test_a_script_adds_a_tab_to_the_workbook_that_is_open(desk: Path, excel: xlwings.App) -> None:
    before = (desk / "tracks.xlsx").read_bytes()
    front = excel.books.open(desk / "tracks.xlsx")
    tabs = [sheet.name for sheet in front.sheets]
    # LibreOffice's bridge keeps what it knows in __main__, which is not to be another's
    script = runpy.run_path(str(SCRIPTS["open_in_excel"]), run_name="open_in_excel")
    for _ in range(2):  # a second run fills the same tab
        script["main"]()
    assert [sheet.name for sheet in front.sheets] == [*tabs, "To talk about"]
    book = xl_addin.open(desk / "tracks.xlsx")
    gaps = book.gaps.to_pandas().query("cycle == @book.cycle and gap > 0")
    rows = front.sheets["To talk about"].used_range.value
    assert rows[0] == ["Team", "Employee ID", "Competency", "Points below"]
    assert [row[3] for row in rows[1:]] == sorted(gaps["gap"].tolist(), reverse=True)
    assert (desk / "tracks.xlsx").read_bytes() == before


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom(notebook: str, desk: Path) -> None:
    """Cell by cell in one place, as a kernel does it."""
    (desk / "out").mkdir()
    (desk / "tracks.xlsx").rename(desk / "out" / "larkspur.xlsx")
    before = (desk / "out" / "larkspur.xlsx").read_bytes()
    shown: list[Any] = []
    names: dict[str, Any] = {"__name__": "__main__"}
    for code in cells(NOTEBOOKS[notebook]):
        tree = ast.parse(code)
        *steps, last = tree.body
        exec(compile(ast.Module(steps, []), notebook, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), notebook, "eval"), names))
        else:
            exec(compile(ast.Module([last], []), notebook, "exec"), names)
    assert [type(value).__name__ for value in shown] == ["Workbook", "DataFrame", "DataFrame", "DataFrame", "Series"]
    assert all(len(value) for value in shown[1:])
    assert (desk / "out" / "larkspur.xlsx").read_bytes() == before


def cells(path: Path) -> list[str]:
    """The code of a notebook, cell by cell."""
    book = json.loads(path.read_text(encoding="utf-8"))
    assert book["nbformat"] == 4
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]


def test_what_the_page_for_analysts_shows_runs(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Block by block in one place, as somebody who reads it would paste it."""
    (desk / "out").mkdir()
    (desk / "tracks.xlsx").rename(desk / "out" / "larkspur.xlsx")
    page = (CHECKOUT / "xl_addin" / "help" / "analysts.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "analysts.md", "exec"), names)
    told = capsys.readouterr().out
    assert len(blocks) == 4
    assert all(words in told for words in ("2026-H2", "Routing", "Written: checked.xlsx", "gone.xlsx: is not there"))


def test_every_example_is_run_and_listed() -> None:
    assert set(SCRIPTS) == set(RUNS) | IN_EXCEL
    assert len(SCRIPTS) + len(NOTEBOOKS) >= 8
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\w+\.(?:py|ipynb))\)", page)) == {
        path.name for path in (*SCRIPTS.values(), *NOTEBOOKS.values())
    }


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_is_short_and_says_how_to_run_it(script: str) -> None:
    text = SCRIPTS[script].read_text(encoding="utf-8")
    words = ast.get_docstring(ast.parse(text))
    assert words
    assert f"python examples/{script}.py" in words
    assert len(text.splitlines()) <= 50


def test_a_notebook_is_kept_without_what_it_showed() -> None:
    """Nobody's ratings are kept in it."""
    for path in NOTEBOOKS.values():
        book = json.loads(path.read_text(encoding="utf-8"))
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in book["cells"])
