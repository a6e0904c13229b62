"""What is generated is current: template, text picture, help pages. Run the named command when one is not."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.dump import dump
from tests.support.golden import TEMPLATE, template
from xl_addin.help.generate import pages
from xl_addin.package.lint import lint

ROOT = Path(__file__).parents[1]
HELP = ROOT / "xl_addin" / "help"


def parts(data: bytes) -> dict[str, bytes]:
    """Part name -> content. Compressed bytes may differ between zlib versions, what is in them may not."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_template_is_what_the_code_paints() -> None:
    assert parts(TEMPLATE.read_bytes()) == parts(template()), "run: python -m tests.support.golden"


def test_the_text_picture_of_the_template_is_current() -> None:
    assert TEMPLATE.with_suffix(".txt").read_text(encoding="utf-8") == dump(TEMPLATE), (
        "run: python -m tests.support.golden and review the difference"
    )


def test_the_template_is_sound() -> None:
    assert lint(TEMPLATE) == []


def test_painting_twice_gives_the_same_bytes() -> None:
    assert template() == template()


@pytest.mark.parametrize("name", sorted(pages()))
def test_help_pages_are_current(name: str) -> None:
    assert (HELP / name).read_text(encoding="utf-8") == pages()[name], "run: python -m xl_addin.help"


def test_no_page_is_left_over() -> None:
    by_hand = {"glossary.md", "decisions.md", "excel-check.md", "trust.md", "contributing.md"}
    by_hand |= {"licences.md"}
    by_hand |= {f"for-{reader}.md" for reader in ("hr", "managers", "employees", "it")}
    assert {path.name for path in HELP.glob("*.md")} == by_hand | set(pages())


def _links() -> list[tuple[Path, str]]:
    pages_by_hand = [ROOT / "README.md", ROOT / "CHANGELOG.md", *HELP.glob("*.md")]
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
