"""Names in the product: nouns for what they hold, verb and object for what they do; a public name in one module."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import FILES, ROOT

IRREGULAR = """
found own held said told asked given made left kept known seen shown taken written drawn put set done gone met
meant sent sold bought brought built cut laid lost paid sought spent stood thought understood born chosen
broken spoken grown worn torn hidden bound felt dealt led fed run begun sprung spread heard sat won hung stuck
struck swept bent hit hurt let shut cast burst cost frozen fallen driven risen stolen read
"""
FUNCTION_WORDS = """
after before over under within without above below beside besides apart else other others another same such
each every both either neither all any some none many much more most less least few several one two once again
also already still yet then now here there where when why how what which who whom whose this that these those
with from into onto upon by at of on off up down out in to for as than like unlike per via about around
against between beyond toward if so and or not nor but though because since until unless while whether only
just even too very rather quite almost together anew away back along across through throughout
"""
NOUNS_AND_ADJECTIVES = {"need", "seed", "feed", "speed", "shed", "bed", "red", "hundred", "naked"}
"""End like a participle and are none."""

PROTOCOL = {
    "judge", "SETTINGS", "sheet", "rows", "TABLE", "ORDER", "example", "EXCEL", "NAME", "NAMES", "KIND", "KEYS",
    "named_table", "values", "main", "T", "R",
}  # fmt: skip
"""What a rule, a tab, a score or a form has under one name everywhere, a program's entry, and type variables."""
DOORS = {"Workbook"}
"""A word of the door for the Python of people, who never see the module inside that has it too."""


def bound(tree: ast.AST) -> Iterator[str]:
    """Every name that is given to something: functions, classes, parameters, variables, aliases."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def says_nothing(name: str) -> bool:
    """Whether a name is a participle or a function word and nothing more."""
    word = name.strip("_").lower()
    participle = re.fullmatch(r"[a-z]{2,}ed", word) is not None and word not in NOUNS_AND_ADJECTIVES
    return participle or word in IRREGULAR.split() or word in FUNCTION_WORDS.split()


def public(path: Path) -> Iterator[str]:
    """The names a module gives to others: functions, classes and constants at its top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize(
    ("name", "nothing"),
    [("found", True), ("_own", True), ("AFTER", True), ("rated", True), ("speed", False), ("row", False),
     ("rated_rows", False), ("findings", False)],
)  # fmt: skip
def test_participles_and_function_words_are_told_from_nouns(name: str, nothing: bool) -> None:
    assert says_nothing(name) is nothing


def test_hardly_a_name_is_a_participle_or_a_function_word() -> None:
    """The rest are fields that stand in files, words of the command line, and edges of an area (left, right)."""
    names = [name for path in FILES for name in bound(ast.parse(path.read_text(encoding="utf-8")))]
    assert sum(map(says_nothing, names)) < 0.015 * len(names)


def test_a_public_name_stands_in_one_module() -> None:
    modules: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for name in dict.fromkeys(public(path)):
            if not name.startswith("_") and name not in PROTOCOL | DOORS:
                modules[name].append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}
