"""export accounts for every row of People, whatever stands in it; IDs of every kind go out and come back."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.support.campaign import CYCLE, TODAY, fill, run
from tests.support.typing_person import Person
from tests.test_cli import cli
from xl_addin.__main__ import app
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.cells.table import TableData
from xl_addin.commands.command import Outcome
from xl_addin.commands.demo import sample
from xl_addin.exchange import pack
from xl_addin.exchange.export_account import FATES, ExportAccount
from xl_addin.exchange.export_status import export_statuses, select_people
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.exchange.outbox import addressees
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee
from xl_addin.sheets import describe, people, rows
from xl_addin.sheets.reading import read_dataset

DATA = sample()
KINDS: tuple[FormKind, ...] = ("employee", "manager", "respondent")
HEADERS = tuple(column.header for column in people.TABLE.columns)


def test_the_old_form_of_a_leaver_is_named(tmp_path: Path) -> None:
    assert cli("demo", tmp_path / "d").code == 0
    words = ("export", tmp_path / "d" / "larkspur.xlsx", "--to", tmp_path / "d" / "forms")
    files = cli(*words, "--json").data["files"]
    with Person(tmp_path / "d" / "larkspur.xlsx") as person:
        person.type("tblPeople", "Active", {"Employee ID": "E002"}, "No")
    told = cli(*words)
    assert told.code == 1
    assert "is of somebody who gets no form now" in told.out + told.err
    assert cli(*words, "--json").data["leftover"] == [files["E002"]]
    (tmp_path / "d" / "forms" / files["E002"]).unlink()
    assert cli(*words, "--json").data["leftover"] == []


# --- the cases of the shared folder


def exported(shared: Path, name: str, tmp_path: Path, kind: str = "employee") -> tuple[int, dict[str, Any], list[str]]:
    """Exit code, what a program is told, and the files written, for one of the shared workbooks."""
    book = tmp_path / name
    shutil.copyfile(shared / "data" / "cases" / "people" / name, book)
    words = ["export", str(book), "--to", str(tmp_path / "out"), "--per", kind, "--json"]
    result = CliRunner().invoke(app(), words)
    return result.exit_code, json.loads(result.stdout), sorted(path.name for path in (tmp_path / "out").glob("*.xlsx"))


def fates(told: Mapping[str, Any]) -> dict[str, str]:
    return {person["id"]: person["fate"] for person in told["people"]}


def reasons(told: Mapping[str, Any]) -> dict[str, str]:
    return {person["cell"]: person["reason"] for person in told["people"] if person["reason"]}


@pytest.mark.shared
def test_ids_with_blanks_dots_and_slashes_get_their_forms(shared: Path, tmp_path: Path) -> None:
    code, told, files = exported(shared, "people_ids_with_space_dot_slash.xlsx", tmp_path)
    assert code == 0
    assert fates(told) == dict.fromkeys(("E 126", "127", "Nr.128", "12345/7"), "new")
    assert files == ["12345-7 Al Slash.xlsx", "127 Mia Sand.xlsx", "E 126 Ola Nord.xlsx", "Nr.128 Kim Dot.xlsx"]


@pytest.mark.shared
@pytest.mark.parametrize("kind", KINDS)
def test_a_status_nobody_can_read_is_never_taken_for_active(kind: str, shared: Path, tmp_path: Path) -> None:
    code, told, _ = exported(shared, "people_status_terminated.xlsx", tmp_path, kind)
    assert code == 1
    unread = [cell for cell, reason in reasons(told).items() if "neither Yes nor No" in reason]
    assert unread == ["People!J8", "People!J9", "People!J10"]
    assert not {"128", "129", "130"} & set(told["files"])


@pytest.mark.shared
def test_nobody_in_a_circle_or_under_a_leaver_is_in_a_pack(shared: Path, tmp_path: Path) -> None:
    code, told, files = exported(shared, "people_manager_loop.xlsx", tmp_path, "manager")
    assert (code, files) == (1, [])
    assert reasons(told) == {
        "People!F7": "reports to somebody who reports back to them",
        "People!F8": "reports to somebody who reports back to them",
        "People!F9": "is their own manager",
        "People!F10": "reports to E1, who is not active",
    }
    assert fates(told)["E1"] == "not_due"


@pytest.mark.shared
def test_an_id_that_became_a_day_is_nobodys(shared: Path, tmp_path: Path) -> None:
    code, told, files = exported(shared, "people_id_became_date.xlsx", tmp_path)
    assert (code, files) == (1, ["MAR2 Mar Two.xlsx"])
    assert reasons(told) == {"People!B7": "has a day that Excel made of an ID (2026-03-01)"}
    outcome = run("validate", tmp_path / "people_id_became_date.xlsx")
    found = [line for line in outcome.lines if "looks like a day that Excel made of an ID" in line[-1]]
    assert [line[1:3] for line in found] == [("P03", "People!B7")]


@pytest.mark.shared
def test_headers_of_a_hr_system_are_understood(shared: Path, tmp_path: Path) -> None:
    code, told, _ = exported(shared, "people_hris_headers.xlsx", tmp_path)
    assert code == 1, "Status says Active, which is neither Yes nor No"
    assert [(p["id"], p["fate"]) for p in told["people"]] == [("00123", "left_out"), ("00124", "left_out")]
    data = read_dataset(ClosedBook(tmp_path / "people_hris_headers.xlsx").read_snapshot(), TODAY).data
    assert next((p.email, p.team) for p in data.people) == ("ana.petrova@example.org", "Platform")
    missing = {m.title for m in data.misfits if m.kind == "missing" and m.place.table == "tblPeople"}
    assert missing == {"Name", "Track ID", "Level ID"}


# --- every row, once


WORDS = st.sampled_from(
    ["E1", "e1", "Ｅ1", "00123", "123", "1E2", "100", "E 4", "a/b", "a|b", "Ü.", "x*", "=1", " ", ""]
)
ROW = st.tuples(
    WORDS,
    st.sampled_from(["Ann", "", "Bo / x"]),
    st.sampled_from(["a@x.org", "A@x.org", "b@x.org", "", "none"]),
    st.sampled_from(["Ops", ""]),
    WORDS,
    st.sampled_from(["ENG", "XX", ""]),
    st.sampled_from(["SE1", "SE2", "XX", ""]),
    st.none(),
    st.sampled_from(["Yes", "no", "", "Terminated", "Nein", "1"]),
)


def company(cells: list[tuple[Any, ...]]) -> tuple[Dataset, Snapshot]:
    """The sample's framework with these rows in People, as read."""
    table = TableData("tblPeople", "People", 6, 2, HEADERS, tuple(cells))
    snapshot = Snapshot(tables={"tblPeople": table})
    return replace(
        DATA, people=read_dataset(snapshot).data.people, misfits=read_dataset(snapshot).data.misfits
    ), snapshot


@given(st.lists(ROW, max_size=14), st.sampled_from(KINDS), st.sampled_from([(), ("Ops",)]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_with_anything_in_it_is_in_the_account_once(
    cells: list[tuple[Any, ...]], kind: FormKind, only: tuple[str, ...]
) -> None:
    data, snapshot = company(cells)
    standing = export_statuses(data, kind)
    counted = [own.person for own in standing if own.state != "not_due"]
    if only and not any(own.team == "Ops" for own in counted):
        return
    asked = select_people(data, standing, only)
    forms = {one.person.id for one in addressees(data, kind, b"key", CYCLE, asked)}
    account = ExportAccount(asked, dict.fromkeys(forms, "new"), snapshot)
    said = [n for n, row in enumerate(cells) if any(cell and str(cell).strip() for cell in row)]
    assert [own.person.row for own in asked] == said
    assert [person["row"] for person in account.data()] == [7 + n for n in said], "as numbered on the tab"
    assert sum(account.counts.values()) == len(said)
    assert set(account.counts) == set(FATES)
    assert len([*account.lines()]) == account.counts["left_out"]
    for own in asked:
        fate = account.fate(own)
        assert (fate == "left_out") == (own.reason is not None)
        assert (fate == "not_due") == (own.person.active == "No")
        if fate == "new":
            assert own.person.active == "Yes"
            assert own.person.id
            assert own.form in forms


@given(st.lists(ROW, max_size=14))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_pack_holds_those_and_only_those_who_are_due(cells: list[tuple[Any, ...]]) -> None:
    data, _ = company(cells)
    due = Counter((own.form, own.person.row) for own in export_statuses(data, "manager") if own.state == "due")
    led = pack.reports_by_manager(data)
    assert due == Counter((manager, person.row) for manager, team in led.items() for person in team)
    assert set(led) == {
        one.person.id for one in addressees(data, "manager", b"key", CYCLE, export_statuses(data, "manager"))
    }


# --- out and back


IDS = (
    "E 126",
    "00123",
    "a|b%7C",
    "Nr.128",
    "12345/7",
    "Müller",
    'x"y',
    "2026-12",
    "1E2",
    "MAR1",
    "..\\CON",
    "-5+2",
    "O'B",
)


def staffed(folder: Path) -> Path:
    """A company whose people have IDs of every kind; the first leads all others."""
    level = next(p for p in DATA.people if p.active == "Yes")
    staff = tuple(
        Employee(
            id=own,
            name=f"Person {n}",
            email=f"p{n}@x.org",
            manager="" if n == 0 else IDS[0],
            track=level.track,
            level=level.level,
        )
        for n, own in enumerate(IDS)
    )
    data = replace(DATA, people=staff, ratings=(), plans=(), responses=())
    FolderStorage().create(folder / "tracks.xlsx", describe(data), rows(data))
    return folder / "tracks.xlsx"


def sent(master: Path, kind: FormKind) -> Outcome:
    return run("export", master, to=master.parent / "sent" / kind, per=kind)


def answered(master: Path, kind: FormKind) -> Outcome:
    """Every row of every form of a kind filled in, and collected."""
    (master.parent / "back" / kind).mkdir(parents=True)
    field = {"employee": "self_rating", "manager": "manager_rating", "respondent": "answer"}[kind]
    with open_journal(journal_path(master), make=False) as journal:
        cycle = journal.cycles()[0]
        for form in (form for form in journal.forms(cycle) if form.kind == kind):
            keys = [key for key in journal.sent_keys(form.shape) if key[0] in "rq" and not key.endswith("|group")]
            said = {(key, field): 3 for key in keys}
            fill(master.parent / "sent" / kind / form.file, master.parent / "back" / kind / form.file, said)
    return run("collect", master, source=master.parent / "back" / kind, apply=True)


def test_ids_of_every_kind_go_out_and_come_back(tmp_path: Path) -> None:
    master = staffed(tmp_path)
    for kind in KINDS:
        outcome = sent(master, kind)
        assert outcome.clean, outcome.lines
        assert outcome.data["counts"]["left_out"] == 0
        back = answered(master, kind)
        assert back.clean, back.lines
        assert back.data["status"]["missing"] == 0
    data = read_dataset(ClosedBook(master).read_snapshot(), TODAY).data
    rated = {r.employee for r in data.ratings if r.self_rating == 3}
    assert rated == set(IDS)
    assert {r.employee for r in data.ratings if r.manager_rating == 3} == set(IDS[1:])
    assert len(data.responses) == len(IDS)
    assert [own.id for own in data.people] == list(IDS)


def test_ids_that_became_alike_stop_collect_for_these_people_only(tmp_path: Path) -> None:
    master = staffed(tmp_path)
    sent(master, "employee")
    sent(master, "manager")
    data = read_dataset(ClosedBook(master).read_snapshot(), TODAY).data
    twin = Employee(id="123", name="Twin", track=data.people[0].track, level=data.people[0].level)
    newer = replace(data, people=(*data.people, twin))
    FolderStorage().create(tmp_path / "newer.xlsx", describe(newer), rows(newer))
    shutil.move(tmp_path / "newer.xlsx", master)
    outcome = answered(master, "employee")
    assert not outcome.clean
    (line,) = [line for line in outcome.lines if "refused" in line]
    assert "is of 00123, who has an ID that Excel takes for 123" in line[-1]
    packs = answered(master, "manager")
    refused = [line[-1] for line in packs.lines if line[2] == "cell refused"]
    assert refused == [
        "00123, all rows: has an ID that Excel takes for 123: give each person an ID of their own, then collect again"
    ]
    data = read_dataset(ClosedBook(master).read_snapshot(), TODAY).data
    assert {r.employee for r in data.ratings if r.manager_rating == 3} == set(IDS[1:]) - {"00123"}
    again = sent(master, "employee")
    assert [line[1] for line in again.lines] == [
        "00123 has an ID that Excel takes for 123",
        "123 has an ID that Excel takes for 00123",
    ]


def test_whoever_has_no_address_is_named_and_no_failure(tmp_path: Path) -> None:
    assert cli("demo", tmp_path / "d").code == 0
    book = tmp_path / "d" / "larkspur.xlsx"
    with Person(book) as person:
        for row in person.rows("tblPeople"):
            if row["Employee ID"]:
                address = None if row["Employee ID"] == "E002" else f"{row['Employee ID']}@example.org"
                person.type("tblPeople", "Email", {"Employee ID": row["Employee ID"]}, address)
        cell = person.cell("tblPeople", "Email", {"Employee ID": "E002"}).coordinate
    done = cli("export", book, "--to", tmp_path / "forms")
    assert done.code == 0
    assert "manifest.csv. 1 person there has no e-mail address." in done.err
    assert f"People!{cell}" in done.out
