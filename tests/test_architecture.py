"""The house as a test: which room may use which, where each library lives, and what nobody does."""

import ast
import doctest
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("xl_addin", "macros_py")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

TOWER = {"cells", "model", "rules", "matrix", "ladder", "scores", "evaluate", "roadmap", "layout", "sheets", "exchange"}
MAY_USE: dict[str, set[str]] = {
    # the ground: it imports nothing of ours. model folds texts with it
    "cells": set(),
    "model": {"cells"},
    "roadmap": {"cells", "model"},
    "rules": {"cells", "model", "roadmap", "scores", "evaluate"},
    "matrix": {"cells", "model"},
    "ladder": {"cells", "model"},
    "scores": {"cells", "model"},
    "evaluate": {"cells", "model", "scores"},
    "layout": {"cells", "model"},
    "sheets": {"cells", "model", "rules", "matrix", "ladder", "scores", "evaluate", "roadmap", "layout"},
    "exchange": {"cells", "model", "rules", "matrix", "ladder", "scores", "evaluate", "roadmap", "layout", "sheets"},
    # the port is all that commands know of books
    "commands": {*TOWER, "books.storage", "addin"},
    "package": {"cells", "model.errors", "model.limits"},
    "books": {"cells", "model", "layout", "package"},
    # it is told what the buttons are: commands use it, not the other way round
    "addin": {"model", "package"},
    # what an analyst takes away, and the door that hands it out: nothing below knows of either
    "frames": TOWER,
    "results": {"commands", "rules"},
    "arguments": {"commands", "model"},
    "api": {*TOWER, "commands", "books", "frames", "results", "arguments"},
    "help": {*TOWER, "commands", "frames"},
    "__main__": {*TOWER, "commands", "books"},
    "macros_py": {*TOWER, "commands", "books", "addin"},
}
"""Room -> rooms it may import besides itself. Siblings on one floor never import one another."""

HOMES: dict[str, set[str]] = {
    "openpyxl": set(),
    "xlsxwriter": {"books"},
    "xlwings": {"books", "macros_py"},
    "pandas": {"frames"},
    "numpy": {"evaluate"},
    "lxml": {"package"},
    "icalendar": {"roadmap"},
    "holidays": {"roadmap"},
    "snowballstemmer": {"rules"},
    "zipfile": {"package", "addin"},
    "xml": {"package", "addin"},
    "sqlite3": {"exchange"},
    "typer": {"__main__"},
    "rich": {"__main__"},
    "subprocess": {"addin", "books", "exchange"},
}
"""Library -> rooms that may import it, at the top or where needed; a room that is not listed does without."""

DOORS = {"__main__", "api", "macros_py"}
LONGEST = 300
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] == "macros_py":
        return "macros_py"
    return parts[1] if len(parts) > 2 or parts[1] != "__init__" else "xl_addin"


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported module with its line; names under TYPE_CHECKING count too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports hide where a thing comes from"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def allowed(room: str, module: str) -> bool:
    """Whether a room may import a module of ours."""
    parts = module.split(".")
    if parts[0] == "macros_py":
        return room == "macros_py"
    if len(parts) == 1 or parts[1] == "__version__" or parts[1] == room:
        return True
    return any(module.startswith(f"xl_addin.{ok}.") or module == f"xl_addin.{ok}" for ok in MAY_USE.get(room, set()))


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    wrong = [
        f"line {line}: {module}"
        for module, line in imports(path)
        if module.split(".")[0] in PACKAGES and room != "xl_addin" and not allowed(room, module)
    ]
    assert not wrong, f"{room} may use {sorted(MAY_USE.get(room, set()))}"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_each_library_has_one_home(path: Path) -> None:
    room = room_of(path)
    wrong = [
        f"line {line}: {module}"
        for module, line in imports(path)
        if module.split(".")[0] in HOMES and room not in HOMES[module.split(".")[0]]
    ]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_only_doors_read_the_clock_and_print(path: Path) -> None:
    """Same input, same bytes: dates are passed in. The lock tells who holds a file since when, which is its work."""
    if room_of(path) in DOORS or path.name == "lock.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert not name.endswith((".now", ".today", ".utcnow", "time.time")), f"line {node.lineno}: {name}"
            assert name != "print", f"line {node.lineno}: only doors print"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_files_are_small_and_named_for_what_they_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert path.stem not in FORBIDDEN_NAMES
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "a file says what it is for"


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_two_files_need_each_other() -> None:
    """No circle between files, imports inside functions counted too."""
    files = {_module(path): path for path in FILES}
    needs: dict[str, set[str]] = {}
    for module, path in files.items():
        named = {name for name, _ in imports(path)}
        needs[module] = {name if name in files else name.rpartition(".")[0] for name in named} & set(files) - {module}
    while free := {module for module, others in needs.items() if not others & set(needs)}:
        needs = {module: others for module, others in needs.items() if module not in free}
    assert not needs, "in a circle, or above one"


EXAMPLES = [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", EXAMPLES, ids=ids)
def test_examples_in_docstrings_hold(path: Path) -> None:
    results = doctest.testmod(importlib.import_module(_module(path)))
    assert results.attempted
    assert not results.failed


def test_every_room_is_in_the_picture() -> None:
    rooms = {path.name for path in (ROOT / "xl_addin").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    alone = {path.stem for path in (ROOT / "xl_addin").glob("*.py")} - {"__init__"}
    assert rooms | alone <= set(MAY_USE), "a new room needs its place in MAY_USE and in the README's picture"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"{room}/" in readme for room in rooms)
    assert all(f"{file}.py" in readme for file in alone)


def test_nothing_is_imported_with_the_library() -> None:
    """Whoever imports a part of ours goes through `xl_addin/__init__.py` first: a click and a command pay for it."""
    tree = ast.parse((ROOT / "xl_addin" / "__init__.py").read_text(encoding="utf-8"))
    assert not [node.lineno for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_pandas_is_imported_only_where_a_dataframe_is_asked_for() -> None:
    """Not with a file's other imports, but in the function that needs it."""
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_once = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert "pandas" not in ast.unparse(ast.Module(list(at_once), [])), path


def test_the_top_level_is_what_was_agreed() -> None:
    agreed = {"xl_addin", "workbook_templates", "macros_py", "tests", "examples", "pyproject.toml", "README.md"}
    tools = {"LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Justfile", "_typos.toml", "mkdocs.yml"}
    hidden = {".ci", ".github", ".gitignore", ".pre-commit-config.yaml"}
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert hidden <= {path.name for path in ROOT.iterdir()}
    assert tools <= present
    made = {name for name in present if name in {"build", "dist", "out"} or name.startswith("out-")}
    assert present - made <= agreed | tools
