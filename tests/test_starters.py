"""Every ready-made framework as its user meets it: made, validated, and clean but for a handful of warnings."""

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.books.folder_storage import FolderStorage
from xl_addin.commands import all_commands
from xl_addin.commands.command import Outcome
from xl_addin.commands.new import starter_names
from xl_addin.commands.perform import perform

HANDFUL = 3


def run(name: str, path: Path | None = None, **words: object) -> Outcome:
    own = all_commands()[name]
    return perform(
        own, own.options.model_validate(words), storage=FolderStorage(), today=dt.date(2026, 11, 22), path=path
    )


@pytest.mark.parametrize("starter", starter_names())
def test_a_starter_passes_its_own_rules(starter: str, tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    run("new", file=path, starter=(starter,))
    found = run("validate", path).data["findings"]
    assert [f for f in found if f["severity"] == "error"] == []
    assert len([f for f in found if f["severity"] == "warning"]) <= HANDFUL
    assert run("build", path).data["changes"] == 0, "a starter needs no building"


def test_all_starters_together_make_one_framework(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    run("new", file=path, starter=starter_names())
    found = run("validate", path).data
    assert [f for f in found["findings"] if f["severity"] == "error"] == []
    assert len(found["rules_run"]) > 40
