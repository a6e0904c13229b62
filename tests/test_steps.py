"""The twelve steps as an HR partner works through them: answers typed by an outside program, then our commands."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from typer.testing import CliRunner

from tests.support.clock import TODAY
from xl_addin.__main__ import app
from xl_addin.cells.cell import result_of
from xl_addin.model.answers import BENEFITS, HEALTH, STAGES
from xl_addin.package.read.reader import read_workbook

MONDAY = TODAY + dt.timedelta(days=14 - TODAY.weekday())
"""A first working day to come: the command line plans as of the day it is."""


def cli(*words: object, code: int | None = 0) -> dict[str, Any]:
    """Run a command with --json; its result."""
    result = CliRunner().invoke(app(), [*map(str, words), "--json"])
    if code is not None:
        assert result.exit_code == code, result.output
    return dict(json.loads(result.stdout))


def type_answers(path: Path, answers: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Table -> key -> header -> value, typed with openpyxl, which knows nothing of us."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            name, (left, top, right, bottom) = table.name, range_boundaries(table.ref)
            headers = {sheet.cell(top, column).value: column for column in range(left, right + 1)}
            if name not in answers:
                continue
            for row in range(top + 1, bottom + 1):
                for header, value in answers[name].get(str(sheet.cell(row, headers["Key"]).value), {}).items():
                    sheet.cell(row, headers[header]).value = value
    book.save(path)


def append_rows(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Rows typed into the empty rows of a table."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    left, top, right, bottom = range_boundaries(sheet.tables[table].ref)
    headers = {sheet.cell(top, column).value: column for column in range(left, right + 1)}
    for at, row in enumerate(rows, top + 1):
        for header, value in row.items():
            sheet.cell(at, headers[header]).value = value
    assert len(rows) <= bottom - top
    book.save(path)


def cells_of(path: Path, table: str) -> list[dict[str, Any]]:
    """A table's rows, header -> value."""
    contents = read_workbook(path)
    held = contents.tables[table]
    cells = contents.sheets[held.sheet].cells
    return [
        {header: result_of(cells.get((row, held.area.left + n))) for n, header in enumerate(held.headers)}
        for row in range(held.area.top + 1, held.area.bottom + 1)
    ]


ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    "tblReadiness": {"Q1": {"Answer": "Yes"}, "Q2": {"Answer": "Yes"}, "Q3": {"Answer": "Yes"}},
    "tblTrackHealth": {
        item.key: {"Rating": rating} for item, rating in zip(HEALTH, (4, 2, 2, 3, 5, 4, 3), strict=True)
    },
    "tblBenefits": {
        item.key: {"Importance": rating} for item, rating in zip(BENEFITS, (5, 3, 2, 4, 3, 5), strict=True)
    },
    "tblStage": {"Q8": {"Stage": "Development"}},
}


@pytest.fixture
def answered(tmp_path: Path) -> Path:
    path = tmp_path / "w.xlsx"
    cli("new", "--ids", path)
    type_answers(path, ANSWERS)
    return path


def test_one_respondent_shows_raw_values_and_bands_only(answered: Path) -> None:
    found = cli("score", answered)
    health = {item["key"]: item for item in found["track_health"]["items"]}
    assert found["stage"] == "Development"
    assert [health[item.key]["own"] for item in HEALTH] == [4, 2, 2, 3, 5, 4, 3]
    assert [health[item.key]["band"] for item in HEALTH] == ["Keep", "Act", "Act", "Watch", "Keep", "Keep", "Watch"]
    assert all(item["favourable"] is None and item["agreement"] is None for item in health.values())
    assert found["track_health"]["ranking"][0] == ["H2", "H3"]
    assert found["benefits"]["top"] == ["B1", "B6"], "ties are named together"
    points = {point["key"]: point for point in found["importance_performance"]["compared"]["points"]}
    assert points["B1"]["quadrant"] == "Concentrate here"
    assert points["B6"]["quadrant"] == "Keep up"


def test_groups_under_five_are_hidden_with_what_would_reveal_them(answered: Path) -> None:
    sizes = {"North": 8, "South": 6, "West": 3}
    rows = [
        {"Respondent": f"{group}{n}", "Group": group, **{item.key: 1 + n % 5 for item in (*HEALTH, *BENEFITS)}}
        for group, size in sizes.items()
        for n in range(size)
    ]
    append_rows(answered, "tblResponses", rows)
    found = cli("score", answered)["track_health"]
    assert (found["source"], found["respondents"]) == ("responses", 17)
    groups = {group["group"]: group for group in found["groups"]}
    assert groups["West"]["withheld"] == "n<5"
    assert groups["South"]["withheld"], "17 less 8 less 6 would give West away"
    assert groups["North"]["n"] == 8
    assert not groups["West"]["items"]
    shown = {(row["Group"], row["n"]) for row in cells_of(answered, "tblGroups")}
    assert ("West", "n<5") in shown
    assert not any(group == "West" and isinstance(n, int) for group, n in shown)


def test_blank_never_scores(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    cli("new", "--ids", path)
    found = cli("score", path)
    assert found["people"] == []
    assert found["track_health"]["source"] == "nobody"
    assert found["importance_performance"]["compared"] is None
    assert all(item["band"] is None and item["n"] == 0 for item in found["benefits"]["items"])


def test_the_roadmap_starts_at_the_stage_and_keeps_what_was_typed(answered: Path) -> None:
    seven_weeks, a_year_on = MONDAY + dt.timedelta(weeks=7), MONDAY + dt.timedelta(weeks=52)
    type_answers(answered, {"tblRoadmap": {"DEV2": {"Owner": "Ana", "Start": seven_weeks}}})
    found = cli("roadmap", answered, "--start", MONDAY)
    actions = {action["id"]: action for action in found["actions"]}
    assert set(actions["DEV1"]) == {"id", "stage", "action", "owner", "start", "finish", "status", "flags"}
    assert {action["stage"] for action in actions.values()} == set(STAGES)
    assert actions["DEV1"]["start"] == MONDAY.isoformat()
    assert (actions["DEV2"]["start"], actions["DEV2"]["owner"]) == (seven_weeks.isoformat(), "Ana")
    assert {a["status"] for a in actions.values() if a["stage"] in STAGES[:2]} == {"To confirm"}
    assert all(a["start"] is None for a in actions.values() if a["stage"] in STAGES[:2])
    assert "No owner" in actions["DEV1"]["flags"]
    before = answered.read_bytes()
    again = cli("roadmap", answered, "--start", a_year_on)
    assert again["actions"] == found["actions"], "planning again changes no date"
    assert answered.read_bytes() == before


def test_the_calendar_is_written_on_request(answered: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.ics"
    cli("roadmap", answered, "--start", "2027-01-11", "--ics", plan)
    text = plan.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20270111" in text


@pytest.mark.parametrize(
    ("table", "key", "header", "typed", "code"),
    [
        ("tblReadiness", "Q1", "Answer", "Perhaps", "V02"),
        ("tblTrackHealth", "H3", "Rating", 6, "V02"),
        ("tblTrackHealth", "H3", "Rating", 4.5, "V02"),
        ("tblTrackHealth", "H3", "Rating", True, "V02"),
        ("tblBenefits", "B2", "Importance", "high", "V02"),
        ("tblStage", "Q8", "Stage", "Somewhere", "V02"),
        ("tblReadiness", "Q3", "Answer", "No", "A01"),
    ],
)
def test_what_excel_would_refuse_validate_reports_with_its_address(
    answered: Path, table: str, key: str, header: str, typed: object, code: str
) -> None:
    type_answers(answered, {table: {key: {header: typed}}})
    found = cli("validate", answered, code=1)["findings"]
    hits = [finding for finding in found if finding["code"] == code]
    assert hits
    assert all(finding["sheet"] and finding["cell"][1:].isdigit() and finding["fix"] for finding in hits)


def test_reflection_questions_come_with_a_new_track(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    cli("new", "--ids", path)
    append_rows(path, "tblTracks", [{"Track ID": "OPS", "Track": "Operations"}])
    append_rows(
        path,
        "tblLevels",
        [{"Level ID": f"OP{n}", "Track ID": "OPS", "Level title": f"Operator {n}", "Rank": n} for n in (1, 2, 3)],
    )
    append_rows(
        path,
        "tblCompetencies",
        [
            {"Competency ID": c, "Competency": c.title(), "Definition": "What it covers."}
            for c in ("OWN", "COM", "SAFE")
        ],
    )
    cli("build", path)
    asked = [row for row in cells_of(path, "tblReflection") if row["Track ID"] == "OPS"]
    assert [row["Key"] for row in asked] == ["Q11a", "Q11b", "Q11c", "Q11d"]
    assert all(row["Question"] for row in asked)
