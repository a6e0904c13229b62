"""export: who gets a form, doing it again, what is never overwritten, other processes and computers, full disks."""

import csv
import datetime as dt
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.bench.frameworks import big_company
from tests.support.clock import TODAY
from xl_addin.__main__ import app
from xl_addin.books.encryption import decrypt
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.package.safe.save import sweep
from xl_addin.sheets import describe, rows

MARKERS = {"employee": 500, "respondent": 100, "manager": 96}
"""People in the company whose forms are searched for traces of others."""
DATA = sample()
ROOT = Path(__file__).parents[1]
DUE = str(TODAY + dt.timedelta(15))


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "tracks.xlsx"
    path.write_bytes(paint(describe(DATA), rows(DATA)))
    return path


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app(), ["export", *map(str, words)])
    return result.exit_code, result.output


def listed(folder: Path) -> list[dict[str, str]]:
    text = (folder / "manifest.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def forms_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}


@pytest.mark.parametrize(("kind", "count"), [("employee", 28), ("manager", 7), ("respondent", 28)])
def test_everybody_active_gets_a_form_and_a_line_in_the_manifest(
    kind: str, count: int, master: Path, tmp_path: Path
) -> None:
    before = master.read_bytes()
    code, said = run(master, "--to", tmp_path / "out", "--per", kind, "--due", DUE)
    assert code == 0
    assert f"{count} forms for 2026-H2: {count} new." in said
    manifest = listed(tmp_path / "out")
    assert {row["File"] for row in manifest} == set(forms_in(tmp_path / "out"))
    assert len({row["Employee ID"] for row in manifest}) == count
    assert {row["Due"] for row in manifest} == {DUE}
    assert master.read_bytes() == before, "export changes nothing in the master"


def test_doing_it_again_writes_nothing_and_only_what_changed(master: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(master, "--to", out)
    first = {path: path.stat().st_mtime_ns for path in out.glob("*.xlsx")}
    code, said = run(master, "--to", out)
    assert code == 0
    assert "28 as they were" in said
    assert first == {path: path.stat().st_mtime_ns for path in out.glob("*.xlsx")}
    code, said = run(master, "--to", out, "--only", "E013", "--due", DUE)
    assert "1 brought up to date" in said
    assert len(listed(out)) == 28, "the manifest still lists everybody"


def test_a_form_somebody_worked_in_is_never_overwritten(master: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(master, "--to", out)
    worked = next(out.glob("E013*.xlsx"))
    worked.write_bytes(worked.read_bytes() + b" ")
    kept = worked.read_bytes()
    (out / "stranger.xlsx").write_bytes(b"not ours")
    code, said = run(master, "--to", out, "--due", DUE)
    assert code == 1
    assert worked.name in said
    assert "is not as we wrote it, so it stays" in said
    assert worked.read_bytes() == kept
    assert (out / "stranger.xlsx").read_bytes() == b"not ours"


@pytest.mark.parametrize(
    ("only", "files"), [(["E013"], 1), (["e013,E014"], 2), (["CSM"], 10), (["routing"], 6), (["EM", "Platform"], 8)]
)
def test_only_takes_ids_tracks_and_teams(only: list[str], files: int, master: Path, tmp_path: Path) -> None:
    words = [part for one in only for part in ("--only", one)]
    run(master, "--to", tmp_path / "out", *words)
    assert len(forms_in(tmp_path / "out")) == files


def test_without_people_the_next_step_is_the_people_tab(tmp_path: Path) -> None:
    path = tmp_path / "tracks.xlsx"
    data = replace(DATA, people=())
    path.write_bytes(paint(describe(data), rows(data)))
    code, said = run(path, "--to", tmp_path / "out")
    wanted = f"List in the People tab of tracks.xlsx who is on which track and level, then run: trackbook export {path}"
    assert (code, said.splitlines()[-1]) == (0, wanted)


@pytest.mark.parametrize(("days", "code"), [(-400, 2), (-1, 2), (0, 0), (1, 0)])
def test_nobody_is_asked_for_a_form_by_a_day_that_is_over(days: int, code: int, master: Path, tmp_path: Path) -> None:
    day = TODAY + dt.timedelta(days)
    done, said = run(master, "--to", tmp_path / "out", "--only", "E013", "--due", day)
    assert done == code
    assert (f"--due: {day} is over: name today, {TODAY}, or a later day" in said) == bool(code)
    assert (tmp_path / "out").exists() != bool(code)


def test_only_names_nobody(master: Path, tmp_path: Path) -> None:
    code, said = run(master, "--to", tmp_path / "out", "--only", "E999")
    assert code == 2
    assert "--only: E999 names nobody active: give employee ids, tracks or teams" in said


def test_people_who_cannot_be_rated_are_named_and_the_others_get_their_form(tmp_path: Path) -> None:
    people = tuple(p.model_copy(update={"level": ""}) if p.id == "E013" else p for p in DATA.people)
    path = tmp_path / "tracks.xlsx"
    data = replace(DATA, people=people)
    path.write_bytes(paint(describe(data), rows(data)))
    code, said = run(path, "--to", tmp_path / "out")
    assert code == 1
    assert "27 new. Left out: 1, each with the reason above." in said
    assert "E013" in said
    assert "choose one in the People tab" in said
    assert len(forms_in(tmp_path / "out")) == 27


@pytest.mark.parametrize("words", [("--jobs", "2"), ("--scheduler", "")])
def test_other_processes_write_the_same_bytes(words: tuple[str, str], master: Path, tmp_path: Path) -> None:
    run(master, "--to", tmp_path / "one")
    run(master, "--to", tmp_path / "two", *words)
    assert forms_in(tmp_path / "one") == forms_in(tmp_path / "two")


def test_a_dask_cluster_writes_the_same_bytes(master: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        code, said = run(master, "--to", tmp_path / "two", "--scheduler", cluster.scheduler_address)
    assert code == 0, said
    run(master, "--to", tmp_path / "one")
    assert forms_in(tmp_path / "one") == forms_in(tmp_path / "two")


def test_a_scheduler_that_does_not_answer_is_one_line(master: Path, tmp_path: Path) -> None:
    code, said = run(master, "--to", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "no dask scheduler answers there" in said


def test_locked_forms_open_with_the_listed_password_only(master: Path, tmp_path: Path) -> None:
    pytest.importorskip("msoffcrypto")
    out, secrets = tmp_path / "out", tmp_path / "passwords.csv"
    code, said = run(master, "--to", out, "--only", "E013,E014", "--passwords", secrets)
    assert code == 0, said
    words = {row["File"]: row["Password"] for row in csv.DictReader(secrets.read_text("utf-8-sig").splitlines())}
    assert len(set(words.values())) == 2
    for name, data in forms_in(out).items():
        assert not zipfile.is_zipfile(out / name)
        assert "Rate yourself" in read_workbook_bytes(decrypt(data, words[name], name)).sheets
    before = forms_in(out)
    code, said = run(master, "--to", out, "--only", "E013,E014", "--passwords", secrets)
    assert "2 as they were" in said
    assert forms_in(out) == before
    code, said = run(master, "--to", out, "--passwords", out / "p.csv")
    assert code == 2
    assert "p.csv: would lie beside the forms it locks" in said


@pytest.mark.libreoffice
def test_a_pdf_of_each_form(master: Path, tmp_path: Path) -> None:
    code, said = run(master, "--to", tmp_path / "out", "--only", "E013,E014", "--pdf")
    assert code == 0, said
    pages = sorted(tmp_path.glob("out/*.pdf"))
    assert len(pages) == 2
    assert all(page.read_bytes().startswith(b"%PDF") for page in pages)


def marked(people: int) -> Any:
    """A company in which every person's id, name and evidence is a marker nobody else's form may hold."""
    data = big_company(people, competencies=6, tracks=3, levels=4)
    return replace(
        data,
        people=tuple(
            p.model_copy(
                update={
                    "id": f"ID{n:05}Q",
                    "name": f"Name{n:05}Q Last{n:05}Q",
                    "email": f"m{n:05}q@example.com",
                    "manager": f"ID{n // 8:05}Q" if n else "",
                }
            )
            for n, p in enumerate(data.people)
        ),
        ratings=tuple(
            r.model_copy(update={"employee": f"ID{n:05}Q", "evidence": f"Seen{n:05}Q"})
            for r in data.ratings
            for n in (int(r.employee[1:]),)
        ),
    )


@pytest.mark.parametrize("kind", ["employee", "manager", "respondent"])
def test_no_form_holds_a_trace_of_anybody_else(kind: str, tmp_path: Path) -> None:
    """Every part of every file, unpacked, as UTF-8 and UTF-16: markers of the person, or of a pack's reports, only."""
    data = marked(MARKERS[kind])
    path = tmp_path / "tracks.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    code, said = run(path, "--to", tmp_path / "out", "--per", kind)
    assert code == 0, said
    reports: dict[str, set[str]] = {}
    for person in data.people:
        reports.setdefault(person.manager, set()).add(person.id[2:7])
    managers = {person.id: person.manager[2:7] for person in data.people}
    files = {row["File"]: row["Employee ID"] for row in listed(tmp_path / "out")}
    assert len(files) == MARKERS[kind] // (8 if kind == "manager" else 1)
    for file, person in files.items():
        allowed = {"employee": {person[2:7]}, "respondent": set(), "manager": {person[2:7], *reports.get(person, ())}}
        found = set(markers(tmp_path / "out" / file))
        if kind == "employee":  # the form says who the manager is: by name, and nothing else of that person
            found -= {("Name", managers[person]), ("Last", managers[person])}
        assert {number for _, number in found} <= allowed[kind], file


def markers(path: Path) -> Iterator[tuple[str, str]]:
    """All markers in a file, in whatever part and encoding: what they stand for, and their number."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            raw = package.read(name)
            for text in (
                raw.decode("utf-8", "replace"),
                raw.decode("utf-16-le", "replace"),
                raw[1:].decode("utf-16-le", "replace"),
            ):
                yield from re.findall(r"(ID|Name|Last|Seen|[Mm])(\d{5})[Qq]", text)


def test_killed_at_any_moment_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """kill -9 again and again: no torn file ever, and in the end the same files as in one go."""
    data = marked(120)
    path = tmp_path / "tracks.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    out = tmp_path / "out"
    line = [sys.executable, "-m", "xl_addin", "export", str(path), "--to", str(out)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number in range(8):
        child = subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(out, number * 14, child)
        child.send_signal(signal.SIGKILL)
        child.wait()
        for form in out.glob("*.xlsx"):
            assert zipfile.ZipFile(form).testzip() is None
    done = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(forms_in(out)) == 120
    assert not sweep(out)
    assert not list(out.glob(".trackbook-*"))
    with open_journal(journal_path(path), make=False) as journal:
        sent = {form.file: form.file_digest for form in journal.forms("2027-H1")}
    assert sent == {name: hashlib.sha256(raw).hexdigest() for name, raw in forms_in(out).items()}


def test_killed_it_takes_its_workers_along(tmp_path: Path) -> None:
    """They have its output open: only when all have ended does that end."""
    data = marked(120)
    path = tmp_path / "tracks.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    line = [sys.executable, "-m", "xl_addin", "export", str(path), "--to", str(tmp_path / "out"), "--jobs", "2"]
    child = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    wait_for(tmp_path / "out", 1, child)
    child.kill()
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL


def wait_for(folder: Path, files: int, child: "subprocess.Popen[bytes]") -> None:
    """Until so many forms are there, or the run has ended."""
    while child.poll() is None and len(list(folder.glob("*.xlsx"))) < files:
        time.sleep(0.005)


def test_a_full_disk_and_a_folder_without_rights_are_one_line(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens = os.open

    def full(path: Any, *rest: Any, **more: Any) -> int:
        if Path(path).name.startswith(".trackbook-"):
            raise OSError(28, "No space left on device")
        return opens(path, *rest, **more)

    monkeypatch.setattr("os.open", full)
    code, said = run(master, "--to", tmp_path / "out")
    assert code == 2
    assert "the disk is full: free some space, then run the command again" in said
    assert not list((tmp_path / "out").iterdir())
    monkeypatch.undo()
    (tmp_path / "file").write_text("x")
    code, said = run(master, "--to", tmp_path / "file" / "out")
    assert code == 2
    assert "cannot be made here" in said


def test_the_manifest_runs_nothing_when_it_is_opened(tmp_path: Path) -> None:
    people = tuple(p.model_copy(update={"name": "=HYPERLINK(1)"}) if p.id == "E013" else p for p in DATA.people)
    path = tmp_path / "tracks.xlsx"
    data = replace(DATA, people=people)
    path.write_bytes(paint(describe(data), rows(data)))
    run(path, "--to", tmp_path / "out", "--only", "E013")
    assert [row["Name"] for row in listed(tmp_path / "out")] == ["'=HYPERLINK(1)"]
