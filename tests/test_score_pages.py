"""Every score's page is its own test: each row of its Examples goes through the file's own `example`."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

import xl_addin.scores
from tests.support.lint.formula import formula_faults
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.facts import NA
from xl_addin.scores import all_scores
from xl_addin.scores.score_page import Score, score_page

SCORES = all_scores()
EXACT_DIGITS = 2
"""So many printed decimals are meant exactly; with more, the last one is rounded."""


def module_of(score: Score) -> ModuleType:
    return importlib.import_module(f"{xl_addin.scores.__name__}.{score.code.lower()}_{score.slug}")


def rows(text: str) -> list[list[str]]:
    """The rows of the pipe table, header first."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def number(word: str) -> int | float | None:
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return None


def cell(text: str) -> Any:
    """Blank, N/A, a number, a list of them (in which "-" is a blank), or words."""
    if text in ("", NA):
        return text or None
    words = text.split()
    if (len(words) > 1 or words == ["-"]) and all(w in ("-", NA) or number(w) is not None for w in words):
        return tuple(None if w == "-" else NA if w == NA else number(w) for w in words)
    alone = number(text)
    return text if alone is None else alone


def agrees(figure: Any, printed: str) -> bool:
    wanted = cell(printed)
    if isinstance(figure, bool) or not isinstance(figure, int | float) or not isinstance(wanted, int | float):
        return bool(figure == (printed if isinstance(figure, str) else wanted))
    digits = -int(Decimal(printed).as_tuple().exponent)
    slack = 1e-9 if digits <= EXACT_DIGITS else 0.5 * 10**-digits + 1e-12
    return abs(figure - wanted) <= slack


def worked() -> Iterator[ParameterSet]:
    for score in SCORES:
        for at, row in enumerate(rows(score.examples)[1:], 1):
            yield pytest.param(score, row, id=f"{score.code}-{at}")


@pytest.mark.parametrize(("score", "row"), list(worked()))
def test_the_examples_hold(score: Score, row: list[str]) -> None:
    example: Callable[..., Any] = module_of(score).example
    taken = len(inspect.signature(example).parameters)
    found = example(*map(cell, row[:taken]))
    results = found if isinstance(found, tuple) else (found,)
    assert len(results) == len(row) - taken
    told = list(zip(results, row[taken:], strict=True))
    assert all(agrees(figure, printed) for figure, printed in told), told


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.code)
def test_a_page_is_complete(score: Score) -> None:
    assert score.title
    assert not score.title.endswith(".")
    assert all(part.strip() for part in (score.says, score.formula, score.source))
    assert score.says.rstrip().endswith(".")
    head, *worked = rows(score.examples)
    assert len(worked) >= 3
    assert all(len(row) == len(head) for row in worked)


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.code)
def test_settings_are_named_after_the_score(score: Score) -> None:
    for setting in score.settings:
        assert setting.id.startswith(f"{score.code}.")
        assert setting.group == "Scores"
        assert setting.default is not None
        assert setting.meaning.endswith(".")
        assert len(setting.meaning) <= 600


@pytest.mark.parametrize("score", SCORES, ids=lambda score: score.code)
def test_formulas_are_ones_excel_2019_reads(score: Score) -> None:
    for name, text in score.excel:
        written = own_row(text, "tblA")
        assert list(formula_faults(written)) == [], name
        assert "[@" not in written
        assert len(written) <= 8192


def test_codes_are_unique_and_in_order() -> None:
    codes = [score.code for score in SCORES]
    assert codes == sorted(set(codes))
    assert len({score.title for score in SCORES}) == len(codes)
    settings = [setting.id for score in SCORES for setting in score.settings]
    assert len(set(settings)) == len(settings)


def test_a_page_without_a_section_is_refused() -> None:
    with pytest.raises(TypeError, match="sections"):
        score_page("Title\n\nWhat it says\n    Something.\n", "d00_nothing")


@pytest.mark.parametrize(
    ("figure", "printed", "holds"),
    [(0.4629, "0.463", True), (0.4, "0", False), (0.4, "", False), (None, "", True), (0.84, "0.8", False)],
)
def test_figures_are_compared_to_the_printed_digits(figure: float | None, printed: str, holds: bool) -> None:
    assert agrees(figure, printed) is holds
