"""In the browser's Python: the wheel imports and its commands say what they say here.

Needs Node and the npm package `pyodide` (`npm install --global pyodide@314.0.7`); NODE_PATH may name another folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT
from tests.support import commands_on_rows

SUPPORT = Path(__file__).parent / "support"
NEEDED = (
    "pydantic",
    "pydantic-core",
    "typing-extensions",
    "annotated-types",
    "typing-inspection",
    "snowballstemmer",
    "xlwings",
    "xlsxwriter",
)
SECONDS = 300


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """The folder of the npm package."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node is not installed")
    held = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, check=True).stdout.strip()
    for folder in (*os.environ.get("NODE_PATH", "").split(os.pathsep), held):
        if folder and (Path(folder) / "pyodide" / "pyodide.mjs").is_file():
            return Path(folder) / "pyodide"
    pytest.skip("the npm package pyodide is not installed")


@pytest.fixture(scope="session")
def wheels(pyodide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our wheel, and those it needs, as made for this Pyodide."""
    folder = tmp_path_factory.mktemp("wheels")
    info = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    python = "".join(info["python"].split(".")[:2])
    there = ["--platform", f"pyemscripten_{info['abi_version']}_wasm32", "--python-version", python]
    needed = [f"{name}=={version(name)}" for name in NEEDED]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(CHECKOUT)], check=True)
    taken = ["download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), *there, *needed]
    subprocess.run([*pip, *taken], check=True)
    return folder


def on_pyodide(pyodide: Path, wheels: Path, program: Path) -> str:
    command = ["node", str(SUPPORT / "on_pyodide.mjs"), str(pyodide), str(wheels), str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_commands_say_the_same_in_the_browser(pyodide: Path, wheels: Path) -> None:
    told = _read(on_pyodide(pyodide, wheels, SUPPORT / "commands_on_rows.py"))
    here = _read(json.dumps(commands_on_rows.said(), default=str))
    assert sorted(told) == sorted(here)
    for name, said in told.items():
        assert said == here[name], name


def _read(text: str) -> dict[str, Any]:
    """Figures to twelve places: from Python 3.12 on, a sum of floats is exact in the last digit as well."""
    found: dict[str, Any] = json.loads(text, parse_float=lambda figure: round(float(figure), 12))
    return found


def test_the_scripts_of_lite_import_there(pyodide: Path, wheels: Path, tmp_path: Path) -> None:
    program = tmp_path / "main.py"
    program.write_text("from macros_py.lite import *\nprint(score.__doc__.split(',')[0], tb_gap(4, 3))\n")
    assert on_pyodide(pyodide, wheels, program).split("\n")[0] == "Work out every person's gaps 1"
