"""The additions that contributing.md shows, made in a copy of the checkout, and its own commands run there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.test_architecture import LONGEST

PAGE = (CHECKOUT / "xl_addin" / "help" / "contributing.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(\S+\.py)`:\n\n```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
CHANGES = re.findall(r"^```diff\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^python (-m (?:xl_addin|tests|pytest).*)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout with everything added that the page adds."""
    folder = tmp_path_factory.mktemp("contributing") / "checkout"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")
    shutil.copytree(CHECKOUT, folder, ignore=left_out)
    for name, text in FILES.items():
        assert not (folder / name).exists(), "the page adds a file that is there: give its example another name"
        (folder / name).write_text(text, encoding="utf-8")
    for change in CHANGES:
        subprocess.run(["git", "apply", "-"], input=change, text=True, cwd=folder, check=True)
    return folder


def test_the_page_shows_a_rule_a_score_a_tab_and_a_command() -> None:
    assert [Path(name).parent.name for name in FILES] == ["rules", "scores", "sheets", "model", "sheets", "commands"]
    assert len(CHANGES) == 1


def test_what_the_page_adds_leaves_files_small(copy: Path) -> None:
    long = [path for path in (copy / "xl_addin").rglob("*.py") if len(path.read_bytes().splitlines()) > LONGEST]
    assert long == []


def test_what_the_page_adds_is_found_and_its_commands_work(copy: Path) -> None:
    aside = re.compile("pytest|licences|shifted")
    made = [words for words in dict.fromkeys(COMMANDS) if not aside.search(words)]
    tried = [words for words in dict.fromkeys(COMMANDS) if "pytest" in words]
    assert (len(made), len(tried)) == (2, 4)
    for words in made:
        _run(copy, words)
    helped = {page.stem: page.read_text(encoding="utf-8") for page in (copy / "xl_addin" / "help").glob("*.md")}
    assert "Q10 Statements do not shout" in helped["rules"]
    assert "D16 Evidenced" in helped["scores"]
    assert "tblHeadcount" in helped["workbook"]
    assert "tblMentors" in helped["workbook"]
    assert "trackbook count" in helped["commands"]
    for words in tried:
        assert re.search(r"\d+ passed", _run(copy, f"{words} -n 0 -o addopts=")), words


TABS = """
from dataclasses import replace
from xl_addin.commands.demo import sample
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.model.mentoring import Mentoring
from xl_addin.rules.validation import run_rules
from xl_addin.sheets import describe, rows, rows_for
from xl_addin.sheets.starter_dataset import sections
from xl_addin.sheets.reading import read_dataset
pairs = (Mentoring(employee="E010", mentor="E003"), Mentoring(employee="E404"))
data = replace(sample(), collections={"mentoring": pairs})
workbook = describe(data)
again = read_dataset(snapshot_of(workbook, rows(data))).data
print([(pair.employee, pair.mentor) for pair in again.collection("mentoring", Mentoring)])
print([row["name"] for row in rows(again)["tblMentors"]] == [data.person["E010"].name, ""])
print([finding.message for finding in run_rules(again).findings if finding.place.table == "tblMentors"])
print(sections()["Mentors"] is Mentoring)
print(sum(row["people"] for row in rows_for("score", data)["tblHeadcount"]) == len(data.people))
print({sheet.name for sheet in workbook.sheets if sheet.state} >= {"Headcount", "Scores"})
print([row["input"] for row in rows(data)["tblInputs"] if row["input"] == "mentors"])
"""


def test_a_tab_that_people_fill_is_read_and_one_of_results_is_filled(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TABS], cwd=copy, env={"PYTHONPATH": str(copy)}, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "[('E010', 'E003'), ('E404', '')]",
        "True",
        "['Employee ID of row 8 of Mentors names \"E404\", which is not known.']",
        "True",
        "True",
        "True",
        "['mentors']",
    ]


def _run(folder: Path, words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words.split()], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
