"""Collecting, from the folder to the workbook: what is shown, what is written, and what happens when it cannot be."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.campaign import CYCLE, DUE, NOW, Campaign, campaign, fill, run
from tests.support.lint.workbook_lint import lint
from tests.support.typing_person import Person
from tests.test_cli import cli, files, one_line
from xl_addin.books.closed_file import ClosedBook
from xl_addin.exchange.journal import Journal, journal_path, open_journal
from xl_addin.model.errors import Stop
from xl_addin.package.safe.lock import Lock


@pytest.fixture
def sent(tmp_path: Path) -> Campaign:
    return campaign(tmp_path)


def key(person: str, competency: str = "", level: str = "") -> str:
    """A row of the person's form; by default the first."""
    return f"r|{person}|{competency}|{level}"


def rows_of(sent: Campaign, person: str) -> list[str]:
    """The keys of a form's rows to rate, as the journal knows them."""
    with open_journal(journal_path(sent.master), make=False) as journal:
        (form,) = [form for form in journal.forms(CYCLE) if (form.kind, form.person) == ("employee", person)]
        return sorted(key for key in journal.sent_keys(form.shape) if key.startswith("r|"))


def whole(sent: Campaign, person: str, rating: int = 3) -> dict[tuple[str, str], Any]:
    return {(row, "self_rating"): rating for row in rows_of(sent, person)}


def spot(row: str) -> tuple[str, str, str]:
    _, employee, competency, level = row.split("|")
    return employee, competency, level


def fates(outcome: Any) -> dict[str, str]:
    return {one["file"]: one["fate"] for one in outcome.data["files"]}


# --- the story


def test_a_preview_changes_nothing_and_shows_what_would_be(sent: Campaign) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    before = files(sent.master.parent)
    done = sent.collect(apply=False)
    assert files(sent.master.parent) == before
    assert fates(done) == {sent.form("E001").name: "new"}
    assert done.data["status"] | {"people": []} == {
        "sent": 6, "returned": 1, "partial": 0, "missing": 5, "overdue": 0, "people": [],
    }  # fmt: skip
    assert done.next.startswith("Nothing was changed")
    assert sent.said == {}


def test_what_was_answered_reaches_the_workbook_and_nothing_else_changes(sent: Campaign) -> None:
    first, second, *_ = rows_of(sent, "E001")
    before = sent.data
    sent.send_back(
        "E001", {(first, "self_rating"): 4, (first, "evidence"): "Shipped it.", (second, "self_rating"): "N/A"}
    )
    done = sent.collect()
    assert done.clean
    assert fates(done) == {sent.form("E001").name: "partial"}
    assert sent.said == {spot(first): (4, None, "Shipped it."), spot(second): ("N/A", None, "")}
    after = sent.data
    assert [r for r in after.ratings if r.cycle != CYCLE] == [r for r in before.ratings if r.cycle != CYCLE]
    assert (after.people, after.matrices, after.plans) == (before.people, before.matrices, before.plans)
    assert lint(sent.master) == []


def test_a_second_run_changes_nothing(sent: Campaign) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    sent.collect()
    before = files(sent.master.parent)
    done = sent.collect()
    assert fates(done) == {sent.form("E001").name: "same"}
    assert files(sent.master.parent) == before


def test_scores_are_worked_out_anew(sent: Campaign) -> None:
    """What formulas show is stored along with the answers: phones and previews do not calculate."""
    sent.send_back("E001", whole(sent, "E001", 4))
    sent.collect()
    book = openpyxl.load_workbook(sent.master, data_only=True)
    rows = list(book["Assessments"].iter_rows(values_only=True))
    head = next(row for row in rows if "Expected" in row)
    mine = [dict(zip(head, row, strict=True)) for row in rows if "E001" in row and CYCLE in row]
    assert {row["Expected"] for row in mine} == {3}
    assert len(mine) == len(rows_of(sent, "E001"))


def test_managers_and_employees_meet_in_one_row(tmp_path: Path) -> None:
    sent = campaign(tmp_path)
    run("export", sent.master, to=sent.sent / "packs", per="manager")
    packs = Campaign(sent.master, sent.sent / "packs", sent.back)
    row = rows_of(sent, "E002")[0]
    sent.send_back("E002", {(row, "self_rating"): 4, (row, "evidence"): "Mine."})
    pack = packs.form("E001")
    fill(pack, sent.back / "pack.xlsx", {(row, "manager_rating"): 3, (row, "evidence"): "Theirs."})
    done = sent.collect()
    assert sorted(fates(done).values()) == ["partial", "partial"]
    assert sent.said == {spot(row): (4, 3, "Mine.\n\nManager: Theirs.")}


def test_respondents_answer_under_their_code(tmp_path: Path) -> None:
    sent = campaign(tmp_path, "respondent")
    forms = sorted(sent.sent.glob("R*.xlsx"))
    for number, form in enumerate(forms, 1):
        fill(form, sent.back / form.name, {("q|H1", "answer"): min(number, 5), ("q|B6", "answer"): 5})
    assert sent.collect().clean
    found = sent.data.responses
    assert {r.respondent for r in found} == {form.stem for form in forms}
    assert sorted(r.answers["H1"] for r in found) == [1, 2, 3, 4, 5, 5]
    assert {r.group for r in found} <= {person.team for person in sent.data.people}
    assert not any(person.name in str(r) or person.id in str(r) for r in found for person in sent.data.people)


def test_actions_are_agreed_edited_and_added(sent: Campaign) -> None:
    first, second = "n|E005|1", "n|E005|2"
    name = next(c.name for c in sent.data.competencies if c.id == spot(rows_of(sent, "E005")[0])[1])
    sent.send_back(
        "E005",
        {
            (first, "competency"): name,
            (first, "action"): "Lead the review.",
            (first, "due"): dt.date(2027, 1, 11),
            (first, "notes"): "=SUM(1)",
            (second, "action"): "For nothing in particular.",
        },
    )
    done = sent.collect()
    (plan,) = [p for p in sent.data.plans if p.employee == "E005"]
    assert (plan.cycle, plan.action, plan.due, plan.notes) == (
        CYCLE, "Lead the review.", dt.date(2027, 1, 11), "=SUM(1)",
    )  # fmt: skip
    (refused,) = done.data["files"][0]["refused"]
    assert refused["row"] == "E005 2"
    assert not done.clean


# --- copies


MORNING, NOON = NOW.replace(hour=8), NOW.replace(hour=12)


def test_copies_that_differ_are_both_named_with_time_and_hash(sent: Campaign) -> None:
    row = rows_of(sent, "E001")[0]
    sent.send_back("E001", {(row, "self_rating"): 4}, "form.xlsx", MORNING)
    sent.send_back("E001", {(row, "self_rating"): 2}, "form (1).xlsx", NOON)
    done = sent.collect()
    assert not done.clean
    assert set(fates(done).values()) == {"conflict"}
    told = [line[3] for line in done.lines if line[2] == "conflict"]
    assert told[0].startswith("form (1).xlsx, saved 2026-11-22T12:00:00Z, ")
    assert told[1].startswith("form.xlsx, saved 2026-11-22T08:00:00Z, ")
    assert all(one["sha256"][:12] in " ".join(told) for one in done.data["files"])
    assert sent.said == {}
    assert "--prefer newest" in done.next
    assert fates(sent.collect(prefer="newest")) == {"form (1).xlsx": "partial", "form.xlsx": "older"}
    assert sent.said == {spot(row): (2, None, "")}


def test_a_corrected_form_that_comes_later_counts(sent: Campaign) -> None:
    row = rows_of(sent, "E001")[0]
    sent.send_back("E001", {(row, "self_rating"): 4, (row, "evidence"): "Shipped it."}, "a.xlsx", MORNING)
    sent.collect()
    sent.send_back("E001", {(row, "self_rating"): 5}, "b.xlsx", NOON)
    assert fates(sent.collect()) == {"a.xlsx": "same", "b.xlsx": "changed"}
    assert sent.said == {spot(row): (5, None, "Shipped it.")}


def test_what_hr_corrected_in_the_workbook_stays_until_somebody_answers_anew(sent: Campaign) -> None:
    row = rows_of(sent, "E001")[0]
    sent.send_back("E001", {(row, "self_rating"): 4}, "a.xlsx", MORNING)
    sent.collect()
    book = openpyxl.load_workbook(sent.master)
    sheet = book["Assessments"]
    (line,) = [line for line in sheet.iter_rows() if [c.value for c in line][1:3] == [CYCLE, "E001"]]
    (cell,) = [cell for cell in line if cell.value == 4]
    cell.value = 5
    book.save(sent.master)
    sent.send_back("E002", whole(sent, "E002"))
    sent.collect()
    assert sent.said[spot(row)][0] == 5


# --- who is missing


def test_the_reminder_list_names_who_is_missing_and_runs_nothing(sent: Campaign, tmp_path: Path) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    first = rows_of(sent, "E002")[0]
    sent.send_back("E002", {(first, "self_rating"): 1})
    done = sent.collect(apply=False, remind=tmp_path / "remind.csv")
    found = list(csv.DictReader(io.StringIO((tmp_path / "remind.csv").read_text(encoding="utf-8-sig"))))
    people = {p.id: p for p in sent.data.people}
    assert [row["ID"] for row in found] == ["E002", "E003", "E004", "E005", "E006"]
    for row in found:
        person = people[row["ID"]]
        assert (row["Name"], row["Email"], row["Manager"]) == (person.name, person.email, person.manager)
        assert (row["File"], row["Due"]) == (sent.form(person.id).name, DUE)
    assert [one["state"] for one in done.data["status"]["people"]][:3] == ["returned", "partial", "missing"]


def test_a_reminder_list_of_nobody_is_said_to_be_one(sent: Campaign, tmp_path: Path) -> None:
    for person in ("E001", "E002", "E003", "E004", "E005", "E006"):
        sent.send_back(person, whole(sent, person))
    done = sent.collect(apply=True, remind=tmp_path / "remind.csv")
    assert "Nobody is to be reminded" in done.sentence


def test_without_a_folder_only_the_state_of_things_is_told(sent: Campaign) -> None:
    done = run("collect", sent.master)
    assert done.data["files"] == []
    assert done.sentence == f"{CYCLE}: 6 sent, 0 returned, 0 partial, 6 missing."


def test_forms_past_their_day_are_overdue(sent: Campaign) -> None:
    from xl_addin.books.folder_storage import FolderStorage
    from xl_addin.commands import all_commands
    from xl_addin.commands.perform import perform

    own = all_commands()["collect"]
    for day, late in ((dt.date.fromisoformat(DUE), 0), (dt.date.fromisoformat(DUE) + dt.timedelta(1), 6)):
        done = perform(own, own.options(), storage=FolderStorage(), today=day, path=sent.master)
        assert done.data["status"]["overdue"] == late


# --- the command line


def test_on_the_command_line(sent: Campaign) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    (sent.back / "list.csv").write_text("a,b")
    done = cli("collect", sent.master, "--from", sent.back, "--apply", "--json")
    assert done.code == 1
    assert done.data["refused"] == [
        {
            "file": "list.csv",
            "what": "is a text or CSV file, not a workbook",
            "todo": "open it in Excel and use Save As, type Excel Workbook (.xlsx)",
        }
    ]
    assert done.data["applied"] is True
    (sent.back / "list.csv").unlink()
    shown = cli("collect", sent.master, "--from", sent.back)
    assert shown.code == 0
    assert "E001" in shown.out
    assert shown.err.splitlines()[0].startswith(f"{CYCLE}: 6 sent, 1 returned, 0 partial, 5 missing. 1 file: 1 same.")


def test_nothing_told_holds_a_name_or_a_word_or_a_rating(sent: Campaign) -> None:
    row, other, third = rows_of(sent, "E001")[:3]
    said = {(row, "self_rating"): "Zebulon was crying", (other, "self_rating"): "4", (row, "evidence"): "Zebulon"}
    sent.send_back("E001", {**said, (third, "self_rating"): 4.5})
    done = cli("collect", sent.master, "--from", sent.back, "--apply")
    assert done.code == 1
    everything = done.out + done.err
    assert "Zebulon" not in everything
    assert "4.5" not in everything
    assert "read as 4" not in everything
    assert not [p.name for p in sent.data.people if p.name in everything]
    refused = [line for line in done.out.splitlines() if "cell refused" in line]
    assert len(refused) == 2
    assert all("not a whole number from 1 to 5, or N/A" in line for line in refused)
    assert all("put it right in the form" in line for line in refused)


def test_the_master_and_its_lists_may_lie_in_the_folder(sent: Campaign) -> None:
    fill(sent.form("E001"), sent.master.parent / "E001.xlsx", whole(sent, "E001"))
    done = run("collect", sent.master, source=sent.master.parent, apply=True, remind=sent.master.parent / "r.csv")
    assert done.data["refused"] == []
    assert sum(one["fate"] == "new" for one in done.data["files"]) == 1
    again = run("collect", sent.master, source=sent.master.parent, remind=sent.master.parent / "r.csv")
    assert again.data["refused"] == []


# --- when it cannot be written


class BrokenOffError(Exception):
    pass


def test_what_is_in_the_journal_reaches_the_workbook_the_next_time(
    sent: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent.send_back("E001", whole(sent, "E001"))

    def breaks(self: ClosedBook, *words: Any) -> bool:
        raise BrokenOffError

    with monkeypatch.context() as patched:
        patched.setattr(ClosedBook, "write", breaks)
        with pytest.raises(BrokenOffError):
            sent.collect()
    assert sent.said == {}
    shown = run("collect", sent.master)
    assert shown.data["waiting"] == 1
    assert "--apply" in shown.next
    run("collect", sent.master, apply=True)
    assert {rating for rating, _, _ in sent.said.values()} == {3}
    assert run("collect", sent.master).data["waiting"] == 0


def test_a_break_after_the_workbook_is_written_writes_it_no_second_time(
    sent: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent.send_back("E001", whole(sent, "E001"))

    def breaks(*words: Any) -> None:
        raise BrokenOffError

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "set_applied", breaks)
        with pytest.raises(BrokenOffError):
            sent.collect()
    written = sent.master.read_bytes()
    backup = sent.master.with_name("tracks.backup.xlsx").read_bytes()
    sent.collect()
    assert sent.master.read_bytes() == written
    assert sent.master.with_name("tracks.backup.xlsx").read_bytes() == backup
    assert run("collect", sent.master).data["waiting"] == 0


def test_a_workbook_put_back_is_offered_what_it_lost(sent: Campaign) -> None:
    """As when an open workbook is closed without saving: the journal has moved on, the workbook has not."""
    before = sent.master.read_bytes()
    sent.send_back("E001", whole(sent, "E001"))
    sent.collect()
    said = sent.said
    assert said
    sent.master.write_bytes(before)
    shown = sent.collect(apply=False)
    assert shown.data["waiting"] == 1
    assert "--apply" in shown.next
    sent.collect()
    assert sent.said == said
    assert sent.collect(apply=False).data["waiting"] == 0


def test_what_a_person_put_right_after_collecting_stays(sent: Campaign) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    sent.collect()
    _, competency, level = next(iter(sent.said))
    key = {"Cycle": CYCLE, "Employee ID": "E001", "Competency ID": competency, "Level ID": level}
    with Person(sent.master) as person:
        person.type("tblAssessments", "Self rating", key, 5)
    mended = sent.said
    assert mended["E001", competency, level][0] == 5
    sent.send_back("E002", whole(sent, "E002"))
    sent.collect()
    assert {spot: rated for spot, rated in sent.said.items() if spot[0] == "E001"} == mended


def test_a_full_table_loses_nothing(sent: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    with monkeypatch.context() as patched:
        patched.setattr("xl_addin.commands.collect.TABLE_ROWS", 10)
        with pytest.raises(
            Stop, match=r"tblAssessments: would need .* rows, more than 10: delete the rows of old cycles"
        ):
            sent.collect()
    assert sent.said == {}
    run("collect", sent.master, apply=True)
    assert len(sent.said) == len(rows_of(sent, "E001"))


def test_a_workbook_in_use_has_one_line_and_loses_nothing(sent: Campaign) -> None:
    sent.send_back("E001", whole(sent, "E001"))
    before = files(sent.master.parent)
    with Lock(sent.master):
        done = cli("collect", sent.master, "--from", sent.back, "--apply")
        assert "is being changed by process" in one_line(done)
    mark = sent.master.with_name("~$tracks.xlsx")
    mark.write_bytes(b"x")
    assert "is open in Excel" in one_line(cli("collect", sent.master, "--from", sent.back, "--apply"))
    mark.unlink()
    assert files(sent.master.parent) == before
    assert sent.collect().clean
    assert sent.said


def test_without_its_journal_nothing_is_collected(sent: Campaign) -> None:
    journal_path(sent.master).unlink()
    done = cli("collect", sent.master, "--from", sent.back)
    assert "no forms were sent from this workbook" in one_line(done)
    assert not journal_path(sent.master).exists()


def test_a_damaged_journal_has_one_line(sent: Campaign) -> None:
    journal_path(sent.master).write_bytes(b"x" * 5000)
    assert "is damaged: put a copy of it back" in one_line(cli("collect", sent.master, "--from", sent.back, "--apply"))


def test_a_missing_folder_has_one_line(sent: Campaign) -> None:
    done = cli("collect", sent.master, "--from", sent.back / "gone")
    assert one_line(done).startswith("gone: there is no such folder")


_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from xl_addin.__main__ import main
main()
"""


@pytest.mark.parametrize("limit", [1, 5_000, 40_000, 60_000])
def test_a_full_disk_has_one_line_and_loses_nothing(limit: int, sent: Campaign) -> None:
    """No file may grow beyond the limit: wherever the disk is full first, in the journal or the workbook."""
    sent.send_back("E001", {**whole(sent, "E001"), (rows_of(sent, "E001")[0], "evidence"): "x" * 30_000})
    master = sent.master.read_bytes()
    words = ["collect", str(sent.master), "--from", str(sent.back), "--apply"]
    done = subprocess.run([sys.executable, "-c", _LIMITED, str(limit), *words], capture_output=True, text=True)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert ": cannot be " in done.stderr
    assert sent.master.read_bytes() == master
    assert not list(sent.master.parent.glob(".trackbook-*"))
    assert sent.collect().clean
    assert len(sent.said) == len(rows_of(sent, "E001"))


def test_two_at_once(sent: Campaign) -> None:
    """However many collect at the same time, each answer is in the workbook once, and who came second has one line."""
    for person in ("E001", "E002", "E003"):
        sent.send_back(person, whole(sent, person))
    words = [sys.executable, "-m", "xl_addin", "collect", str(sent.master), "--from", str(sent.back), "--apply"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    codes = set()
    for one in running:
        _, told = one.communicate()
        codes.add(one.returncode)
        if one.returncode == 2:
            assert len(told.splitlines()) == 1, told
            assert "is being changed by process" in told
    assert 0 in codes
    assert codes <= {0, 2}
    assert len(sent.said) == sum(len(rows_of(sent, person)) for person in ("E001", "E002", "E003"))
    rated = [r for r in sent.data.ratings if r.cycle == CYCLE]
    assert len(rated) == len(sent.said)
    with open_journal(journal_path(sent.master), make=False) as journal:
        assert len(journal.receipts()) == 3


# --- text


HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x","y")', "'quoted", "#N/A",
    "TRUE", "1e999", "nan", "{=A1}", "<b>&amp;</b>", "]]>", "%s%n", "\u202eevil", "e\u0301",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ﷺ", "''; DROP TABLE answers; --", "line one\nline two", "0", "007",
    "2026-01-04", "Ω≈ç√∫", "a" * 5000,
]  # fmt: skip


def test_peoples_text_is_text_in_the_workbook(sent: Campaign) -> None:
    rows = [(person, row) for person in ("E001", "E002", "E003", "E004") for row in rows_of(sent, person)]
    wanted = dict(zip((row for _, row in rows), HOSTILE, strict=False))
    for person in ("E001", "E002", "E003", "E004"):
        mine = {(row, "evidence"): wanted[row] for own, row in rows if own == person and row in wanted}
        sent.send_back(person, mine)
    before = _formulas(sent.master)
    assert sent.collect().clean
    found = {row: sent.said[spot(row)][2] for row in wanted}
    assert len(found) == len(HOSTILE)
    normal = {row: text.strip().replace("e\u0301", "\u00e9") for row, text in wanted.items()}
    longest = {row for row, text in normal.items() if len(text) > 4000}  # kept in the cell, marked by validate
    assert {row: text for row, text in found.items() if row not in longest} == {
        row: text for row, text in normal.items() if row not in longest
    }
    book = openpyxl.load_workbook(sent.master)
    texts = {cell.value for line in book["Assessments"].iter_rows() for cell in line if cell.data_type == "s"}
    assert set(normal.values()) <= texts
    assert _formulas(sent.master) - before <= {f for f in _formulas(sent.master) if "tblAssessments[[#This Row]" in f}
    assert lint(sent.master) == []


def _formulas(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {str(c.value) for sheet in book for line in sheet.iter_rows() for c in line if c.data_type == "f"}


def test_what_is_too_long_for_a_cell_is_whole_in_the_journal(sent: Campaign) -> None:
    from tests.support.returned import paper, raw

    text = "\U0001f600" * 20_000
    with open_journal(journal_path(sent.master), make=False) as journal:
        made = paper(journal, "E001", rated=[spot(row) for row in rows_of(sent, "E001")])
        row = rows_of(sent, "E001")[0]
        raw(made.fill(row, "evidence", text), sent.back / "f.xlsx")
    sent.collect()
    with open_journal(journal_path(sent.master), make=False) as journal:
        assert journal.answers_so_far(CYCLE, "employee", "E001")[row, "evidence"] == text
    book = openpyxl.load_workbook(sent.master)
    kept = [c.value for line in book["Assessments"].iter_rows() for c in line if str(c.value).endswith(" […]")]
    assert len(kept) == 1
    assert len(kept[0].encode("utf-16-le")) // 2 <= 32_767
    assert text.startswith(kept[0].removesuffix(" […]"))


# --- what an ended run leaves behind


def test_what_an_ended_run_left_is_cleared_away_and_nothing_else(sent: Campaign) -> None:
    from xl_addin.package.safe import save

    mine, backup = (
        save._write_temp(sent.master, b"half", None),
        save._write_temp(save.backup_path(sent.master), b"x", 0o600),
    )
    other = save._write_temp(sent.master.with_name("other.xlsx"), b"somebody is at work on this one", None)
    run("collect", sent.master)
    assert (mine.exists(), backup.exists(), other.exists()) == (False, False, True)


def test_a_lock_whose_process_ended_in_making_it_is_taken_over(sent: Campaign) -> None:
    lock = Lock(sent.master).file
    lock.write_bytes(b"")
    assert run("collect", sent.master).sentence
    assert not lock.exists()


def test_a_lock_that_gets_its_owner_while_we_look_is_left_alone(
    sent: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Lock(sent.master).file
    lock.write_bytes(b"")
    owner = json.dumps({"host": "elsewhere", "pid": 1, "since": "now", "key": "k"}).encode()
    monkeypatch.setattr("time.sleep", lambda _: lock.write_bytes(owner))
    with pytest.raises(Stop, match="is being changed by process 1 on elsewhere"):
        run("collect", sent.master)
    assert lock.read_bytes() == owner
