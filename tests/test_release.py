"""What a release must have: pinned dependencies, licences, a change told to users, templates without a maker's name."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support.licences import PAGE, runtime
from xl_addin import __version__

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


@pytest.mark.parametrize("name", ["trackbook.xlsx", "trackbook.xlam"])
def test_no_template_names_its_maker(name: str) -> None:
    """What Excel's document inspector looks for: author, company, last editor, absolute paths, printer settings."""
    with zipfile.ZipFile(ROOT / "workbook_templates" / name) as package:
        for part in package.namelist():
            assert "printerSettings" not in part
            assert "persons" not in part
            text = package.read(part).decode("utf-8", "replace")
            assert "absPath" not in text
            for tag in ("dc:creator", "cp:lastModifiedBy", "Company", "Manager"):
                assert not re.search(rf"<{tag}>[^<]+</{tag}>", text), f"{part}: {tag}"
