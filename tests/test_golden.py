"""What is generated is current: template, text picture, help pages. Run the named command when one is not."""

import re
from pathlib import Path

import openpyxl
import pytest

from tests.support import golden, regenerate
from tests.support.golden import PICTURE, TEMPLATE, template
from tests.support.lint.workbook_lint import lint
from tests.support.regenerate import PARTS, stale, write
from xl_addin.help.generate import pages

ROOT = Path(__file__).parents[1]
HELP = ROOT / "xl_addin" / "help"


@pytest.mark.parametrize("part", [name for name in PARTS if name not in ("addin", "licences", "walk")])
def test_what_is_generated_is_as_the_code_makes_it(part: str) -> None:
    """The add-in and the walk have tests of their own; of licences test_release.py asks that each is told."""
    assert list(stale(PARTS[part]())) == [], f"run: python -m tests.support.regenerate {part}; review the difference"


def test_every_tab_has_a_file_of_its_own_in_the_picture() -> None:
    titles = openpyxl.load_workbook(TEMPLATE, read_only=True).sheetnames
    told = (PICTURE / "workbook.txt").read_text(encoding="utf-8")
    assert re.findall('^  tab "(.*)"$', told, re.MULTILINE) == titles
    heads = {path.read_text(encoding="utf-8").partition("\n")[0].partition('"')[2] for path in PICTURE.iterdir()}
    assert {head.partition('"')[0] for head in heads} == {*titles, ""}
    assert len(list(PICTURE.iterdir())) == len(titles) + 1


def test_a_stale_file_and_one_left_over_are_named_and_mended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(golden, "PICTURE", tmp_path)
    files = {TEMPLATE: TEMPLATE.read_bytes(), tmp_path / "start.txt": b"new", tmp_path / "team.txt": b"new"}
    (tmp_path / "start.txt").write_bytes(b"old")
    (tmp_path / "gone.txt").write_bytes(b"")
    assert [path.name for path in stale(files)] == ["start.txt", "team.txt", "gone.txt"]
    write(files)
    assert list(stale(files)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["start.txt", "team.txt"]


def test_the_command_says_what_is_stale_and_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = HELP / "rules.md"
    before = page.read_bytes()
    monkeypatch.setitem(PARTS, "help", lambda: {page: b"other"})
    with pytest.raises(SystemExit, match=r"rules\.md \(help\)"):
        regenerate.main(["--check", "help"])
    assert page.read_bytes() == before


def test_the_template_is_sound() -> None:
    assert lint(TEMPLATE) == []


def test_painting_twice_gives_the_same_bytes() -> None:
    assert template() == template()


def test_no_page_is_left_over() -> None:
    by_hand = {"glossary.md", "decisions.md", "excel-check.md", "trust.md", "contributing.md"}
    by_hand |= {"licences.md", "index.md"}
    by_hand |= {f"for-{reader}.md" for reader in ("hr", "managers", "employees", "it")}
    assert {path.name for path in HELP.glob("*.md")} == by_hand | set(pages())


def _links() -> list[tuple[Path, str]]:
    pages_by_hand = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *HELP.glob("*.md")]
    return [(page, to) for page in pages_by_hand for to in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "to"), _links(), ids=lambda part: getattr(part, "name", str(part)))
def test_every_link_and_picture_is_there(page: Path, to: str) -> None:
    name, _, heading = to.partition("#")
    target = page.parent / name if name else page
    assert target.is_file()
    text = target.read_text("utf-8") if heading else ""
    titles = (re.sub(r"[^\w -]", "", title).strip().lower() for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE))
    assert not heading or heading in {title.replace(" ", "-") for title in titles} | set(
        re.findall(r'id="(.+?)"', text)
    )
