"""Texts about the code name what is there: a name in backticks that nothing bears leads its reader nowhere."""

import ast
import builtins
import keyword
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_architecture import FILES, ROOT

TESTS = sorted({*(ROOT / "tests").rglob("*.py")} - {Path(__file__)})
HELP = ROOT / "xl_addin" / "help"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", HELP / "decisions.md", HELP / "glossary.md"]
ELSEWHERE = {"pro", "_xHHHH_", "fail_under", "just", "read_only", "analyst", "dask", "RunPython"}
"""Names of formats, of other people's tools, and words: not ours to bear."""
NOUNS = ast.ClassDef, ast.FunctionDef
FILE = re.compile(r"(?:[\w.-]+/)*\w[\w-]*\.(?:py|md|txt)")
DOTTED = re.compile(r"(?:\w+\.)*([A-Za-z_]\w*)\.([A-Za-z_]\w*)(?:\(.*\))?")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name in a piece of code, whether it is bound there or used."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=alias):
                yield from (alias or name).split(".")
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Constant(value=str(name)) if re.fullmatch(r"[A-Za-z_][\w.]*", name):  # the id of a setting too
                yield name


@cache
def names_by_home() -> dict[str, set[str]]:
    """Module, package or class -> the names in it."""
    homes: dict[str, set[str]] = defaultdict(set)
    for path in (*FILES, *TESTS):
        tree = parsed(path)
        is_package = path.name == "__init__.py"
        homes[path.parent.name if is_package else path.stem] |= set(names_in(tree))
        homes[path.parent.name].add(path.stem)
        homes[path.parent.parent.name].add(path.parent.name)  # a room in a room
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes[node.name] |= set(names_in(node))
    return homes


@cache
def all_names() -> set[str]:
    """Every name in the code, and those that Python brings along."""
    return {*names_by_home(), *set().union(*names_by_home().values()), *dir(builtins), *keyword.kwlist, *ELSEWHERE}


def prose(path: Path) -> Iterator[str]:
    """The texts of a page, or the docstrings and comments of a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield re.sub(r"^```.*?^```", "", source, flags=re.MULTILINE | re.DOTALL)
        return
    yield from re.findall(r"#.*`.*", source)
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def lost_names(text: str) -> Iterator[str]:
    """The names in backticks that lead nowhere."""
    for words in re.findall(r"`([^`\n]+)`", text):
        if FILE.fullmatch(words) or words in all_names():
            continue
        if dotted := DOTTED.fullmatch(words):
            home, name = dotted.groups()
            if home in names_by_home() and name not in names_by_home()[home]:
                yield words
        elif re.fullmatch(r"[A-Za-z_]\w*(?:\(\))?", words) and words.removesuffix("()") not in all_names():
            yield words


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("see `Editor.copy_sheets` and `model.counts.quantity`", []),
        ("see `Editor.graft`", ["Editor.graft"]),
        ("the twin of `model.counts.counted`", ["model.counts.counted"]),
        ("`describe_nothing_at_all` says it", ["describe_nothing_at_all"]),
        ("`README.md` and `rules/q01_not_observable.py` are files, `a b` are words", []),
    ],
)
def test_a_name_that_leads_nowhere_is_seen(text: str, lost: list[str]) -> None:
    assert [*lost_names(text)] == lost


def test_texts_name_what_is_there() -> None:
    lost = {
        str(path.relative_to(ROOT)): names
        for path in (*FILES, *TESTS, *PAGES)
        if (names := [name for text in prose(path) for name in lost_names(text)])
    }
    assert lost == {}


def test_the_nouns_of_the_code_stand_where_the_glossary_says() -> None:
    page = (HELP / "glossary.md").read_text(encoding="utf-8").partition("## Words in the code")[2]
    lines = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert len(lines) > 25
    for words, _, files in lines:
        paths = [ROOT / "xl_addin" / name for name in re.findall(r"`([^`]+)`", files)]
        nouns = {node.name for path in paths for node in parsed(path).body if isinstance(node, NOUNS)}
        assert nouns.issuperset(re.findall(r"`(\w+)`", words)), words
