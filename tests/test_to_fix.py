"""To fix: one line for each cause, gravest first; how many are open follows what is accepted, live."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.support.office import Office
from tests.support.typing_person import Person
from tests.test_cli import cli, starter_book
from tests.test_commands import run
from xl_addin.model.finding import Finding, Place, Severity
from xl_addin.rules import all_rules
from xl_addin.sheets.to_fix import FindingPlace, cause_rows


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A good framework with empty cells, a placeholder and an unknown track."""
    path = starter_book(tmp_path / "a.xlsx")
    with Person(path) as person:
        first, second, third = person.headers("tblMatrix_ENG")[3:6]
        person.type("tblMatrix_ENG", first, {"Competency ID": "OWN"}, "TBD")
        for level in (second, third):
            person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, None)
        person.type("tblLevels", "Track ID", {"Level ID": "SE1"}, "NOPE")
    return path


def visible_counts(book: Path) -> dict[tuple[str, str], int]:
    """(rule, tab) -> how many are open, as a program that does not calculate shows it."""
    rows = openpyxl.load_workbook(book, data_only=True)["To fix"].iter_rows(min_row=9, min_col=2, values_only=True)
    return {(row[5], row[6]): row[2] for row in rows if row[5]}


def _finding(code: str, severity: Severity, row: int) -> Finding:
    return Finding(code, severity, Place("tblLevels", row), f"{code} in row {row}.", "Do it.")


def test_one_rule_on_one_tab_is_one_line_and_the_gravest_come_first() -> None:
    places = [
        FindingPlace(_finding("M01", Severity.WARNING, 1), "Matrix ENG", "E7"),
        FindingPlace(_finding("F01", Severity.ERROR, 2), "Matrix ENG", "E8"),
        FindingPlace(_finding("F01", Severity.ERROR, 3), "Matrix ENG", "E9"),
        FindingPlace(_finding("F01", Severity.ERROR, 4), "Matrix EM", "E7"),
        FindingPlace(_finding("A03", Severity.INFO, 5), "People", "B7"),
    ]
    lines = [(row["urgency"], row["what"], row["open_count"], row["place"].text) for row in cause_rows(places)]
    assert lines == [
        ("Stops publishing", "Matrix ENG: cells to write", 2, "Matrix ENG!E8"),
        ("Stops publishing", "F01 in row 4.", 1, "Matrix EM!E7"),
        ("Worth a look", "M01 in row 1.", 1, "Matrix ENG!E7"),
        ("Hint", "A03 in row 5.", 1, "People!B7"),
    ]


def test_of_one_rule_the_gravest_finding_decides() -> None:
    places = [
        FindingPlace(_finding("G05", severity, row), "Levels", f"B{row}")
        for row, severity in enumerate((Severity.WARNING, Severity.ERROR), 7)
    ]
    assert [row["urgency"] for row in cause_rows(places)] == ["Stops publishing"]


def test_every_rule_says_what_several_of_its_findings_are_called() -> None:
    assert [rule.code for rule in all_rules() if rule.plural == rule.page.title or rule.plural[-1] in ".:"] == []
    assert [r.code for r in all_rules() if r.is_writing_task] == ["F01", "F09", "F11", "Q07", "T03", "T06"]


def test_every_open_finding_is_counted_in_one_line(book: Path) -> None:
    found = run("validate", book)["findings"]
    counts = Counter((finding["code"], finding["sheet"]) for finding in found)
    assert visible_counts(book) == counts


def test_while_writing_what_is_not_there_yet_is_no_error(book: Path) -> None:
    strict, writing = run("validate", book), cli("validate", book, "--while-writing", "--json").data
    tasks = {rule.code for rule in all_rules() if rule.is_writing_task}
    assert strict["still_to_write"] == 0
    assert writing["still_to_write"] == sum(f["code"] in tasks for f in strict["findings"]) > 0
    severities = {f["code"]: f["severity"] for f in writing["findings"]}
    assert {severities[code] for code in tasks & severities.keys()} == {"info"}
    others = [[f for f in result["findings"] if f["code"] not in tasks] for result in (strict, writing)]
    assert others[0] == others[1]
    urgencies = {row["Rule"]: row["How grave"] for row in Person(book).rows("tblToFix") if row["Rule"]}
    assert {urgencies[code] for code in tasks & urgencies.keys()} == {"Still to write"}


def test_a_framework_with_nothing_but_gaps_is_clean_while_it_is_written(tmp_path: Path) -> None:
    book = starter_book(tmp_path / "a.xlsx")
    with Person(book) as person:
        level = person.headers("tblMatrix_ENG")[3]
        person.type("tblMatrix_ENG", level, {"Competency ID": "OWN"}, None)
    accept_all_but(book, "F01")
    assert cli("validate", book).code == 1
    done = cli("validate", book, "--while-writing")
    assert done.code == 0, done.err
    assert "No errors, no warnings" in done.err
    assert "1 text still to write" in done.err


def accept_all_but(book: Path, code: str) -> None:
    """Accept every finding of the rules but one."""
    run("validate", book)
    with Person(book) as person:
        for row in person.rows("tblFindings"):
            if row["Rule"] not in ("", None, code):
                person.type("tblFindings", "Status", {"Fingerprint": row["Fingerprint"]}, "Accepted")
                person.type("tblFindings", "Reason", {"Fingerprint": row["Fingerprint"]}, "agreed")


def test_accepting_one_takes_it_off_the_count_and_the_sentence_at_once(book: Path, office: Office) -> None:
    found = run("validate", book)["findings"]
    first = next(f for f in found if f["code"] == "F01")
    with office.open(book) as opened:
        rows = {row[5]: row for row in opened.sheet("To fix").getCellRangeByName("B9:H40").getDataArray() if row[5]}
        before = rows["F01"][2]
        person = Person(book)
        data = person.book["Findings"]
        header = next(c for row in data.iter_rows() for c in row if c.value == "Status")
        place = next(c for row in data.iter_rows() for c in row if c.value == f"{first['sheet']}!{first['cell']}")
        opened.set_value("Findings", f"{header.column_letter}{place.row}", "Accepted")
        rows = {row[5]: row for row in opened.sheet("To fix").getCellRangeByName("B9:H40").getDataArray() if row[5]}
        assert rows["F01"][2] == before - 1
        sentence = opened.sheet("To fix").getCellRangeByName("B6").getString()
        stops = sum(f["severity"] == "error" for f in found) - 1
        assert sentence.startswith(f"{stops} to mend before this can be published")
