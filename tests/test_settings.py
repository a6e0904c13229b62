"""Settings: what they do not take is said by its cell, and the default counts, in Python and in the formulas alike."""

from pathlib import Path

import pytest

from tests.support.office import Office
from tests.support.typing_person import Person
from tests.test_cli import cli
from tests.test_commands import small_book
from tests.test_twins import differences
from xl_addin.layout.field_values import Unfit, fit_value
from xl_addin.model.facts import Anything, Fact
from xl_addin.sheets.settings import all_settings

REFUSED = {
    "D10.variant": ("z", "one of default, a, b, c, d, e"),
    "D10.gate": ("*", "one of mean, count"),
    "D10.gate.held": ("maybe", "one of Yes, No"),
    "D02.method": ("a|b", "one of a, b"),
    "D07.cross": ("up", "one of middle, means"),
    "D09.coverage": (70, "a number from 0 to 1"),
    "D11.delta": (-3, "a number from 0 up"),
    "D06.least": (0, "a number from 3 up"),
    "rating.expected": (3.5, "a whole number from 1 to 5"),
    "T05.reviewed": ("01/02/2026", "a day, such as 2027-01-11"),
}
TAKEN = {
    "D10.variant": " E ",
    "D10.gate": "Count",
    "D10.gate.held": "yes",
    "D02.method": "b",
    "D09.coverage": 0,
    "D11.delta": 0.5,
    "D06.least": 3,
    "rating.expected": 5,
    "T05.reviewed": "2026-02-28",
}


def book_with(settings: dict[str, object], path: Path) -> tuple[Path, dict[str, str]]:
    """A small workbook with these settings, and the cell of each."""
    book, cells = small_book(path), {}
    with Person(book) as person:
        for name, value in settings.items():
            person.type("tblSettings", "Value", {"Setting": name}, value)
            cells[name] = person.cell("tblSettings", "Value", {"Setting": name}).coordinate
    return book, cells


def test_what_a_setting_does_not_take_is_said_by_validate_and_score(tmp_path: Path) -> None:
    book, cells = book_with({name: typed for name, (typed, _) in REFUSED.items()}, tmp_path / "a.xlsx")
    findings = cli("validate", book, "--json").data["findings"]
    named = {f["cell"]: f["message"] for f in findings if f["code"] == "V02" and f["sheet"] == "Settings"}
    assert named.keys() == set(cells.values())
    for name, (typed, takes) in REFUSED.items():
        assert f'takes {takes}, but "{typed}" stands there.' in named[cells[name]]
    scored = cli("score", book, "--json")
    assert (scored.code, set(scored.data["unread"]["settings"]["cells"])) == (1, set(cells.values()))


def test_what_a_setting_takes_is_said_by_nobody(tmp_path: Path) -> None:
    book, _ = book_with(dict(TAKEN), tmp_path / "a.xlsx")
    findings = cli("validate", book, "--json").data["findings"]
    assert not [f for f in findings if f["code"] in ("V02", "V05") and f["sheet"] == "Settings"]
    assert cli("score", book, "--json").data["unread"]["settings"]["count"] == 0


@pytest.mark.parametrize("typed", [{name: typed for name, (typed, _) in REFUSED.items()}, TAKEN, {
    "T05.reviewed": "2026-02-30", "D10.variant": "?", "D06.least": 2.9, "roadmap.length.awareness": -1,
}])  # fmt: skip
@pytest.mark.libreoffice
def test_the_column_in_use_shows_what_is_used(typed: dict[str, object], office: Office, tmp_path: Path) -> None:
    book, _ = book_with(typed, tmp_path / "a.xlsx")
    assert cli("score", book).code in (0, 1)
    _, wrong = differences(book, office)
    assert not [line for line in wrong if "Settings" in line]


def test_every_default_is_one_that_its_setting_takes() -> None:
    for own in all_settings():
        if own.default in (None, ""):
            continue
        if not isinstance(own.limit, Anything):
            assert not isinstance(fit_value(own.default, Fact(own.id, "", own.limit)), Unfit), own.id
