"""The add-in as a file: reproducible, current, sound by our own checks and by Microsoft's."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.dump_addin import dump_addin
from tests.support.golden import ADDIN, ADDIN_TEXT, TEMPLATE
from tests.support.lint.workbook_lint import lint
from tests.support.validator import validate
from tests.test_cli import cli, demo_book
from xl_addin.addin.addin_file import addin_bytes, package
from xl_addin.addin.ribbon_xml import ribbon
from xl_addin.addin.vba_modules import modules
from xl_addin.commands.addin import buttons
from xl_addin.model.errors import Stop
from xl_addin.package.safe.preflight import inspect


def parts(data: bytes) -> dict[str, bytes]:
    """Part name -> content. Compressed bytes may differ between zlib versions, what is in them may not."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_builds_are_identical(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert cli("addin", "build", "--to", tmp_path / folder).code == 0
    first, second = ((tmp_path / folder / "trackbook.xlam").read_bytes() for folder in ("a", "b"))
    assert first == second == addin_bytes(buttons())


def test_building_again_replaces_the_file(tmp_path: Path) -> None:
    (tmp_path / "trackbook.xlam").write_bytes(b"old")
    assert cli("addin", "build", "--to", tmp_path).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["trackbook.xlam"]
    assert inspect(tmp_path / "trackbook.xlam").macros


def test_the_add_in_is_what_the_code_builds() -> None:
    assert parts(ADDIN.read_bytes()) == parts(addin_bytes(buttons())), "run: python -m tests.support.golden"


def test_the_text_picture_of_the_add_in_is_current() -> None:
    assert ADDIN_TEXT.read_text(encoding="utf-8") == dump_addin(ADDIN), (
        "run: python -m tests.support.golden and review the difference"
    )


def test_the_add_in_is_sound() -> None:
    assert lint(ADDIN) == []


def test_no_time_no_machine_and_no_person_is_in_it() -> None:
    with zipfile.ZipFile(ADDIN) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    held = b"".join(parts(ADDIN.read_bytes()).values())
    assert b"/home/" not in held
    assert str(Path.home()).encode() not in held


@pytest.mark.usefixtures("validator")
def test_the_sdk_finds_nothing(tmp_path: Path) -> None:
    assert validate([ADDIN, TEMPLATE, demo_book(tmp_path / "demo.xlsx")]) == []


@pytest.mark.usefixtures("validator")
@pytest.mark.parametrize(
    ("old", "new"),
    [("imageMso", "imageMsoo"), ('size="large"', 'size="huge"'), ("onAction", "onaction")],
)
def test_the_sdk_does_look_at_the_ribbon(tmp_path: Path, old: str, new: str) -> None:
    tab = ribbon(buttons()).decode()
    assert old in tab
    content = {**parts(addin_bytes(buttons())), "customUI/customUI14.xml": tab.replace(old, new).encode()}
    with zipfile.ZipFile(tmp_path / "broken.xlam", "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert {finding.part for finding in validate([tmp_path / "broken.xlam"])} == {"/customUI/customUI14.xml"}


def test_a_ribbon_with_a_fault_is_not_packed() -> None:
    broken = ribbon(buttons()).replace(b"trackbook_design_build", b"trackbook_design_validate")
    with pytest.raises(Stop, match="used 2 times"):
        package(broken, modules())
