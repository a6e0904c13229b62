"""What a release must have: pinned dependencies, licences, a change told to users, templates without a maker's name."""

import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.licences import PAGE, runtime
from xl_addin import __version__
from xl_addin.__main__ import run_line

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / ".ci" / "requirements.lock").read_text(encoding="utf-8")
PINNED = {name: Version(version) for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE)}
ASKED = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_every_dependency_is_pinned_to_a_version_that_fits(wanted: Requirement) -> None:
    name = re.sub(r"[-_.]+", "-", wanted.name).lower()
    assert name in PINNED, "make the lock file anew: contributing.md says how"
    assert PINNED[name] in wanted.specifier


def test_every_pin_has_hashes_and_none_names_a_registry() -> None:
    assert LOCK.count("--hash=sha256:") >= len(PINNED) > 30
    assert "://" not in LOCK


def test_every_package_that_comes_along_has_its_licence_told() -> None:
    told = set(re.findall(r"^\| ([a-z0-9-]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(runtime()) <= told | {"colorama", "pywin32", "appscript", "psutil"}, "python -m tests.support.licences"


def test_the_version_is_told_to_users() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert PROJECT["version"] == __version__


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a first day makes: the demo's workbooks, forms and packs, and a survey."""
    folder = tmp_path_factory.mktemp("release") / "out"
    assert run_line(["demo", str(folder), "--json"]) == 0
    survey = ["export", str(folder / "larkspur.xlsx"), "--per", "respondent", "--to", str(folder / "survey"), "--json"]
    assert run_line(survey) == 0
    return folder


def named_by(path: Path) -> Iterator[str]:
    """What Excel's document inspector would find of whoever made the file: names, paths, printers, dates, times."""
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            text = package.read(info).decode("utf-8", "replace")
            if info.date_time != (1980, 1, 1, 0, 0, 0) or info.extra or info.comment:
                yield f"{info.filename}: when or where it was packed"
            for word in ("printerSettings", "persons/", "absPath", "fileSharing", "webPublishing", "userName="):
                if word in info.filename or word in text:
                    yield f"{info.filename}: {word}"
            for tag in ("dc:creator", "cp:lastModifiedBy", "Company", "Manager", "HyperlinkBase"):
                if re.search(rf"<{tag}(?: [^>]*)?>[^<]+</{tag}>", text):
                    yield f"{info.filename}: {tag}"
            for author in re.findall(r"<author>([^<]*)</author>", text):
                if author != "Trackbook":
                    yield f"{info.filename}: a note by somebody"
            for place in (str(ROOT), str(path.parents[1]), str(Path.home())):
                if len(place) > 1 and f"{place}/" in text.replace("\\", "/"):
                    yield f"{info.filename}: a folder of this computer"


@pytest.mark.parametrize("name", ["trackbook.xlsx", "trackbook.xlam"])
def test_no_template_names_its_maker(name: str) -> None:
    assert list(named_by(ROOT / "workbook_templates" / name)) == []


def test_nothing_made_names_its_maker(sample: Path) -> None:
    made = {path: list(named_by(path)) for path in sample.rglob("*.xlsx")}
    assert len(made) > 60
    assert {path.name: found for path, found in made.items() if found} == {}


def test_the_inspector_finds_what_another_program_leaves(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ROOT / "workbook_templates" / "trackbook.xlsx")
    book.properties.creator = "Zebulon"
    book.active["B2"].comment = Comment("x", "Zebulon")
    book.save(tmp_path / "a.xlsx")
    found = " ".join(named_by(tmp_path / "a.xlsx"))
    assert all(word in found for word in ("dc:creator", "a note by somebody", "when or where it was packed"))
