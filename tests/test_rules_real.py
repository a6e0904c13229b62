"""How often rules fire on real public frameworks: the noise a user will meet, and a check of the implementation."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.frameworks import Framework, all_frameworks, more_frameworks
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.statements import statements
from xl_addin.rules import all_rules
from xl_addin.rules.scope_and_autonomy import scope
from xl_addin.rules.subjects import each_statement, steps, written_cells
from xl_addin.rules.text_analysis import grade, likeness

pytestmark = pytest.mark.shared

FACTOR = 2
"""How many times higher or lower our rate may be than the one of 49 frameworks: we read eight, all of engineers, and
they differ as much among themselves: Q01 fires on 2% of the statements of one and on 29% of another's."""

EVEN = {"G03"}
"""No lower bound either: six of the eight have one sentence, or a set number of bullets, at every level."""

ENOUGH = 10
"""No lower bound for a rate that leads us to expect fewer findings than this: chance alone may give none."""

HITS = {
    "Q01": 0.195,
    "Q02": 0.056,
    "Q03": 0.27,
    "Q04": 0.015,
    "Q05": 0.259,
    "M01": 0.058,
    "M02": 0.256,
    "M03": 0.017,
    "M04": 0.10,
    "M06": 0.05,
    "M09": 0.021,
    "T01": 0.019,
    "T02": 0.078,
    "G01": 0.086,
    "G02": 0.06,
    "G03": 0.052,
    "G06": 0.0,
    "G07": 0.02,
}
"""The rule table's hit rates: share of the rule's checks with a finding, warnings and hints together. M04 and G03 add
up their limits; G02 has the rate among steps whose two texts both name a scope, and is counted so."""


@dataclass(frozen=True)
class Rate:
    """Findings (places counted once) over checks."""

    hits: int
    checks: int

    @property
    def share(self) -> float:
        return self.hits / self.checks if self.checks else 0.0


@pytest.fixture(scope="module")
def frameworks(shared: Path) -> tuple[Framework, ...]:
    return (*all_frameworks(shared), *more_frameworks(shared))


@pytest.fixture(scope="module")
def rates(frameworks: tuple[Framework, ...]) -> dict[str, Rate]:
    return rates_of(framework.data() for framework in frameworks)


def rates_of(datasets: Iterable[Dataset]) -> dict[str, Rate]:
    total: dict[str, Rate] = {rule.code: Rate(0, 0) for rule in all_rules()}
    for data in datasets:
        for rule in all_rules():
            checks, found = rule.check(data)
            if rule.code == "G02":
                checks = sum(bool(scope(s.lower.text, data) and scope(s.upper.text, data)) for s in steps(data))
            total[rule.code] = Rate(total[rule.code].hits + len(found), total[rule.code].checks + checks)
    return total


def test_frameworks_are_read_whole(frameworks: tuple[Framework, ...]) -> None:
    read = {framework.name: (len(framework.levels), len(framework.texts)) for framework in frameworks}
    assert len(read) == 8
    assert all(levels >= 3 and cells >= 12 for levels, cells in read.values()), read
    branch = next(framework for framework in frameworks if "v2.0.0 engineering" in framework.name)
    assert sorted(map(len, branch.levels.values())) == [0, 1, 1, 1, 1, 1, 1, 2]
    assert all("\n\n" not in text and text for framework in frameworks for text in framework.texts.values())


def test_rates_are_near_those_of_the_rule_table(rates: dict[str, Rate]) -> None:
    print()
    far = {}
    for code, rate in rates.items():
        wanted = HITS.get(code)
        shown = "" if wanted is None else f"{wanted:6.1%}"
        print(f"{code}  {rate.hits:4} of {rate.checks:4}  {rate.share:6.1%}  table {shown}")
        if wanted is None:
            continue
        high = FACTOR * wanted
        low = wanted / FACTOR if wanted * rate.checks >= ENOUGH and code not in EVEN else 0.0
        if not low <= rate.share <= high:
            far[code] = (rate.share, wanted)
    assert far == {}


def test_codecademys_levels_are_found_alike(frameworks: tuple[Framework, ...]) -> None:
    data = next(framework for framework in frameworks if framework.name == "Codecademy README").data()
    alike = sorted(likeness(step.lower.text, step.upper.text) for step in steps(data))
    assert 0.5 < alike[len(alike) // 2] < 0.8, "its readers complained of it; the rule table measured a median of .66"


def test_reading_grades_lie_where_the_rule_table_puts_them(frameworks: tuple[Framework, ...]) -> None:
    grades = sorted(grade(cell.text) for framework in frameworks for cell in written_cells(framework.data()))
    assert 9 < grades[len(grades) // 2] < 15, "the rule table has a median of 11.7"


def test_nothing_real_is_taken_for_a_placeholder_or_a_draft(rates: dict[str, Rate]) -> None:
    assert rates["F09"].hits == rates["F11"].hits == rates["V01"].hits == rates["F02"].hits == 0


def test_statements_are_counted_as_written(frameworks: tuple[Framework, ...]) -> None:
    for framework in frameworks:
        counted = sum(1 for _ in each_statement(framework.data()))
        assert counted == sum(len(statements(text)) for text in framework.texts.values())


def test_findings_on_real_texts_can_be_read_in_a_cell(frameworks: tuple[Framework, ...]) -> None:
    for framework in frameworks:
        data = framework.data()
        for rule in all_rules():
            for found in rule.check(data)[1]:
                assert len(found.message) <= 300
                assert found.message.endswith(".")
                assert "\n" not in found.message
                assert found.severity in Severity
