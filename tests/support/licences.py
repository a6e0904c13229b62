"""The licence of every package that an installation brings along: python -m tests.support.licences writes the page."""

import re
import tomllib
from importlib.metadata import metadata, requires
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "xl_addin" / "help" / "licences.md"
_HEAD = """# Licences of what comes along

Trackbook is under the MIT licence. These packages are installed with it; each keeps its own.

| Package | Licence |
| --- | --- |
"""


def runtime() -> list[str]:
    """The names of all packages a plain installation brings along on this system."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = list(project["dependencies"])
    while waiting:
        wanted = Requirement(waiting.pop())
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        if name not in found and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            found.add(name)
            waiting += requires(name) or []
    return sorted(found)


def licence(name: str) -> str:
    """What a package says of its licence, in a few words."""
    facts: Any = metadata(name)
    classified = [c.rpartition(" :: ")[2] for c in facts.get_all("Classifier") or [] if c.startswith("License ::")]
    said = facts.get("License-Expression") or ", ".join(classified) or (facts.get("License") or "").split("\n")[0]
    return said or "see the package"


def page() -> str:
    """The page as it should be."""
    return _HEAD + "".join(f"| {name} | {licence(name)} |\n" for name in runtime())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
