"""Who is missing, who is late, and how what was found is told."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from xl_addin.exchange.collect_report import CollectReport
from xl_addin.exchange.form.identity import Identity
from xl_addin.exchange.journal import FormSent, Journal, Receipt, open_journal
from xl_addin.exchange.merge import MergedForm
from xl_addin.exchange.passwords import read_passwords
from xl_addin.exchange.return_status import FormProgress, form_progress, open_cycle, reminders
from xl_addin.exchange.returned_form import Remark, ReturnedForm
from xl_addin.layout.csv_text import as_csv
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused, Stop
from xl_addin.model.records import Employee

DAY = dt.date(2026, 12, 4)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "a.sqlite", make=True) as made:
        yield made


def form(person: str, kind: str = "employee", cycle: str = "C1", due: str = "2026-12-04") -> FormSent:
    return FormSent(cycle, kind, person, f"{person}.xlsx", "s", "p", "s", due)


def take(journal: Journal, person: str, *, complete: bool, kind: str = "employee", cycle: str = "C1") -> None:
    journal.take(Receipt(0, f"{person}{kind}{cycle}{complete}", "f", cycle, kind, person, complete, "", ""), {})


def states(found: list[FormProgress]) -> dict[tuple[str, str], tuple[str, bool]]:
    return {(own.form.kind, own.form.person): (own.state, own.overdue) for own in found}


def test_returned_partial_missing_and_overdue(journal: Journal) -> None:
    journal.add_forms([form("E1"), form("E2"), form("E3"), form("E1", "manager", due=""), form("E1", cycle="C0")], {})
    take(journal, "E1", complete=True)
    take(journal, "E2", complete=False)
    take(journal, "E3", complete=True, cycle="C0")
    on_the_day = states(form_progress(journal, "C1", DAY, {}))
    assert on_the_day == {
        ("employee", "E1"): ("returned", False),
        ("employee", "E2"): ("partial", False),
        ("employee", "E3"): ("missing", False),
        ("manager", "E1"): ("missing", False),
    }
    later = states(form_progress(journal, "C1", DAY + dt.timedelta(1), {("employee", "E3"): True}))
    assert later == on_the_day | {("employee", "E2"): ("partial", True), ("employee", "E3"): ("returned", False)}


def test_a_form_completed_later_is_returned(journal: Journal) -> None:
    journal.add_forms([form("E1")], {})
    take(journal, "E1", complete=False)
    take(journal, "E1", complete=True)
    assert states(form_progress(journal, "C1", DAY, {})) == {("employee", "E1"): ("returned", False)}


def test_the_cycle_told_of_is_the_open_one_else_the_last_sent(journal: Journal) -> None:
    data = Dataset(settings={"cycle": "C5"})
    assert open_cycle(data, journal) == "C5"
    journal.add_forms([form("E1", cycle="C1"), form("E1", cycle="C2")], {})
    assert open_cycle(data, journal) == "C2"
    assert open_cycle(replace(data, settings={"cycle": "C1"}), journal) == "C1"


def test_reminders_hold_nothing_a_spreadsheet_would_run() -> None:
    risky = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", 'a"b', "plain"]
    people = {f"E{n}": Employee(id=f"E{n}", name=text, email=text, manager="E0") for n, text in enumerate(risky)}
    text = reminders([FormProgress(form(own), "missing", False) for own in people], people)
    assert text.startswith("\ufeff")
    (head, *found) = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert head == ["ID", "Name", "Email", "Manager", "File", "Due"]
    assert [row[1] for row in found] == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "'\nx", "'x", 'a"b', "plain"]
    assert all(f'"{cell}"' in text for row in found for cell in row if '"' not in cell)


def test_only_who_is_not_back_is_reminded_a_respondent_without_a_name() -> None:
    people = {"E1": Employee(id="E1", name="Ann")}
    sent = [FormProgress(form(p), s, False) for p, s in (("E1", "partial"), ("E2", "returned"), ("R7F", "missing"))]  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(reminders(sent, people).removeprefix("\ufeff"))))
    assert [(row["ID"], row["Name"]) for row in rows] == [("E1", "Ann"), ("R7F", "")]


# --- telling


def file(name: str, person: str, **more: object) -> ReturnedForm:
    made = ReturnedForm(name, Identity("employee", "c", "C1", person, "1", "s"), "d" * 64, "", {}, frozenset("AB"))
    return replace(made, **more)  # type: ignore[arg-type]


def test_what_needs_a_person_comes_first_then_everybody_else() -> None:
    refused = Remark("E1 OWN SE2", "E10 on tab 1", "a formula, not a rating")
    files = [MergedForm(file(f"{n}", f"E{n}"), "new", {}, 2, 0, 0, 2) for n in range(100)]
    files += [MergedForm(file("a.xlsx", "X1"), "conflict", {}, reason="differs from b.xlsx")]
    files += [
        MergedForm(
            file("c.xlsx", "X2", refused_cells=(refused,), strange=("r|A|B|C",) * 9, hidden_rows=2), "partial", {}, 1
        )
    ]
    sent = [FormProgress(form(f"E{n}"), "missing", True) for n in range(60)]
    report = CollectReport("C1", files, [Refused("x.csv", "is no workbook", "ask again")], sent, 0)
    lines = list(report.lines())
    assert lines[0] == ("x.csv", "", "refused", "is no workbook: ask again")
    assert lines[1][:3] == ("X1", "employee", "conflict")
    assert lines[2] == ("X2", "employee", "cell refused", "E1 OWN SE2, E10 on tab 1: a formula, not a rating")
    assert [line[2] for line in lines[3:8]] == ["unknown row"] * 4 + ["hidden"]
    assert [line[0] for line in lines[8:]] == [*(f"E{n}" for n in range(100)), "X2", *(f"E{n}" for n in range(60))]
    assert report.sentence() == (
        "C1: 60 sent, 0 returned, 0 partial, 60 missing, 60 overdue. "
        "103 files: 1 conflict, 100 new, 1 partial, 1 refused."
    )
    assert len(report.data()["files"]) == 102
    assert not report.clean
    assert CollectReport("C1", files[:100], [], sent, 0).clean


# --- passwords


def test_passwords_are_read_as_export_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(as_csv(("File", "Password"), [("E1 Ann.xlsx", "-a,b"), ("E2.xlsx", "=c"), ("E3.xlsx", "'d")]))
    assert read_passwords(path) == {"E1 Ann.xlsx": "-a,b", "E2.xlsx": "=c", "E3.xlsx": "'d"}
    path.write_text("Note,PASSWORD,file\nx,secret,E1.xlsx\nx,,E2.xlsx\n")
    assert read_passwords(path) == {"E1.xlsx": "secret"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"a,b\n1,2\n", "has no columns File and Password"),
        (b"", "has no columns File and Password"),
        (b"File,Password\n\xff\xfe\xff,x", "is no text in UTF-8"),
    ],
)
def test_a_passwords_file_that_is_none_has_one_line(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stop, match=f"p.csv: {says}"):
        read_passwords(path)
