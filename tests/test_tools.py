"""The tools around the code: what the Justfile, the checks before a commit, CI and the site name is there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from importlib.util import find_spec

import pytest
import yaml

from tests.conftest import CHECKOUT
from tests.support.coverage import PART, WAYS
from tests.support.regenerate import HELP, PARTS

PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
JUSTFILE = (CHECKOUT / "Justfile").read_text(encoding="utf-8")
CI = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
CONTRIBUTING = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BROUGHT = {"python3": "Python itself", "uv": "contributing.md names it", "@just": "the tool that reads the file"}
"""What a recipe may call besides the tools of our extras."""


def recipes() -> Mapping[str, list[str]]:
    """Recipe -> its lines, read as `just` reads them: a head without a blank before it, lines with."""
    lines: dict[str, list[str]] = {}
    for line in JUSTFILE.splitlines():
        if head := re.match(r"([a-z][a-z-]*)(?: [^:=]*(?:='[^']*')?)?:$", line):
            lines[head[1]] = []
        elif line.startswith("    "):
            lines[list(lines)[-1]].append(line.strip())
    return lines


def tools() -> set[str]:
    """The commands that the packages of our extras bring."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    names = {re.split(r"[<>=;\[ ]", line)[0] for extra in ("test", "dev", "docs") for line in extras[extra]}
    return {tool for tool, package in TOOL_OF.items() if package in names}


TOOL_OF = {
    "ruff": "ruff", "mypy": "mypy", "typos": "typos", "pre-commit": "pre-commit", "just": "rust-just",
    "mkdocs": "mkdocs-material",
}  # fmt: skip
"""Command -> the package that brings it."""


def test_the_recipes_are_those_that_were_agreed() -> None:
    agreed = {"setup", "test", "check", "regenerate", "bench", "coverage", "coverage-part", "lock", "docs"}
    assert set(recipes()) == agreed | {"default"}
    assert all(recipes().values())


@pytest.mark.parametrize("name", recipes())
def test_what_a_recipe_calls_is_there(name: str) -> None:
    for line in recipes()[name]:
        tool, *words = line.split()
        if tool != "python":
            assert tool in tools() | set(BROUGHT), line
            continue
        dash, module, *rest = words
        assert dash == "-m"
        assert module == "pip" or find_spec(module), line
        plain = {word for word in rest if not word.startswith(("-", "{"))}
        assert module not in PARTS_OF or plain <= set(PARTS_OF[module]), line


PARTS_OF: Mapping[str, Collection[str]] = {"tests.support.regenerate": PARTS, "tests.support.coverage": WAYS}
"""Module of ours that takes words -> the words it takes."""


def test_setup_installs_every_extra_that_recipes_need() -> None:
    asked = re.search(r"-e '\.\[([a-z,]+)\]'", JUSTFILE)
    assert asked
    assert set(asked[1].split(",")) == {"dev", "docs", "holidays", "test"}
    assert f"[{asked[1]}]" in CONTRIBUTING, "the page installs the same"


def test_contributing_names_only_recipes_there_are() -> None:
    named = set(re.findall(r"`just ([a-z-]+)", CONTRIBUTING)) | set(re.findall(r"/just ([a-z-]+)", CONTRIBUTING))
    assert named
    assert named <= set(recipes())


def test_the_lock_is_made_by_the_command_that_made_it() -> None:
    """uv writes the options it was given nowhere (--no-header), so that they stand in one place: the recipe."""
    (line,) = (line for line in recipes()["lock"] if line.startswith("uv "))
    assert line.split()[:3] == ["uv", "pip", "compile"]
    assert {"--all-extras", "--generate-hashes", "--no-annotate", "--no-header"} < set(line.split())
    assert line.endswith("-o .ci/requirements.lock")
    assert "just lock" in (HELP / "contributing.md").read_text(encoding="utf-8")


def hooks() -> Iterator[Mapping[str, object]]:
    config = yaml.safe_load((CHECKOUT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for source in config["repos"]:
        assert source["repo"] == "local", "nothing is fetched before a commit"
        yield from source["hooks"]


def test_the_checks_before_a_commit_are_tools_of_ours() -> None:
    ids = [hook["id"] for hook in hooks()]
    assert ids == ["ruff-check", "ruff-format", "typos", "regenerate"]
    for hook in hooks():
        tool, *words = str(hook["entry"]).split()
        assert hook["language"] == "system"
        assert tool.removeprefix(".venv/bin/") in tools() | {"python"}
        if words[:2] == ["-m", "tests.support.regenerate"]:
            assert words[2] == "--check"
            assert set(words[3:]) <= set(PARTS)


def test_ci_is_the_script_and_nothing_else() -> None:
    workflow = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert job["container"] == "python:3.11-bookworm"
    for command in ("mkdocs", "typos", "tests.support.coverage part"):
        assert command in CI


def test_every_page_is_on_the_site() -> None:
    """The strict build, in .ci/run, says so too, and looks at each link."""
    config = yaml.safe_load((CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["theme"]["font"] is False, "fonts would come from another host"
    listed = re.findall(r"[\w-]+\.md", str(config["nav"]))
    assert sorted(listed) == sorted(path.name for path in HELP.glob("*.md"))


def test_every_file_of_the_part_that_is_measured_is_there() -> None:
    assert [name for name in PART if not (CHECKOUT / "tests" / f"test_{name}.py").is_file()] == []
    assert len(set(PART)) == len(PART) > 20


def test_coverage_is_asked_with_branches_and_has_a_floor() -> None:
    asked = PYPROJECT["tool"]["coverage"]
    assert asked["run"]["branch"] is True
    assert set(asked["run"]["source"]) == {"xl_addin", "macros_py"}
    assert 50 < asked["report"]["fail_under"] < 100
