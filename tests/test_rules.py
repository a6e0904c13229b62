"""The rules: every page is its own test, and the statements that hold of all of them together."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer import stemmer
from snowballstemmer.english_stemmer import EnglishStemmer

from tests.support.tables import Example, data_of, examples
from xl_addin.model.dataset import Dataset, SettingValue
from xl_addin.model.finding import Finding, Severity
from xl_addin.rules import all_rules, validation
from xl_addin.rules.rule import CRITERIA, ROLL_OUT, Rule, rule_page
from xl_addin.rules.table_rows import tab_of
from xl_addin.rules.text_analysis import content, grade, stem, syllables, tokens

TEMPLATES = Path(__file__).parents[1] / "workbook_templates"
CODES = [rule.code for rule in all_rules()]
RULES = {rule.code: rule for rule in all_rules()}

MATRIX_TEXT = {
    code for code in CODES if code in ("F01", "F09", "F10", "F11", "T01", "T02") or code[0] in "MQG"
} - {"M07", "G05", "G08", "Q07"}  # fmt: skip
"""Rules that judge what a matrix says; the others judge what stands around it."""


def findings(data: Dataset, *codes: str) -> list[Finding]:
    return [found for code in codes or CODES for found in RULES[code].check(data)[1]]


def pages(part: str) -> list[ParameterSet]:
    return [
        pytest.param(rule, example, id=f"{code}-{part}-{number}")
        for code, rule in RULES.items()
        for number, example in enumerate(examples(getattr(rule.page, part)), 1)
    ]


@pytest.mark.parametrize(("rule", "example"), pages("good"))
def test_good_examples_pass(rule: Rule, example: Example) -> None:
    checks, found = rule.check(example.data())
    assert checks, "the example has nothing this rule looks at"
    assert [f.message for f in found] == []
    assert not example.expected


@pytest.mark.parametrize(("rule", "example"), pages("bad"))
def test_bad_examples_fail_where_they_say(rule: Rule, example: Example) -> None:
    data = example.data()
    checks, found = rule.check(data)
    assert checks
    assert found
    assert {f.code for f in found} == {rule.code}
    assert {f.place for f in found} == example.places(data)


@pytest.mark.parametrize(("rule", "example"), pages("bad"))
def test_messages_speak_the_users_words(rule: Rule, example: Example) -> None:
    data = example.data()
    names = [c.name for c in data.competencies] + [lv.title for lv in data.levels] + [t.name for t in data.tracks]
    names += [p.name for p in data.people] + [tab_of(m.place.table, data) for m in data.misfits]
    for found in rule.check(data)[1]:
        assert re.search(r"[.?!]\"?$", found.message)
        assert found.message[0].isupper() or found.message[0] in "\"'" or found.message.startswith(tuple(names))
        assert any(name and name in found.message for name in names) or '"' in found.message
        assert found.fix.endswith(".")
        assert len(found.message) <= 300


@pytest.mark.parametrize("code", CODES)
def test_a_page_tells_why_and_what_to_do(code: str) -> None:
    page = RULES[code].page
    assert page.title
    assert not page.title.endswith(".")
    assert 1 <= len(re.findall(r"[.?](?=\s|$)", page.reason)) <= 6
    assert page.fix.endswith(".")
    assert len(page.fix) <= 260, "it must read well in a cell"
    assert RULES[code].skip_reason
    assert RULES[code].criterion in (*CRITERIA, ROLL_OUT)


class Recorder(Mapping[str, SettingValue]):
    """The settings of a data set, noting which ones are asked for."""

    def __init__(self, values: Mapping[str, SettingValue]) -> None:
        self.values_, self.asked = values, set[str]()

    def __getitem__(self, name: str) -> SettingValue:
        self.asked.add(name)
        return self.values_[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.settings], ids=lambda rule: rule.code)
def test_a_rule_uses_every_setting_it_declares(rule: Rule) -> None:
    asked: set[str] = set()
    for example in examples(rule.page.bad) + examples(rule.page.good):
        data = example.data()
        settings = Recorder(data.settings)
        rule.check(dataclasses.replace(data, settings=settings))
        asked |= settings.asked
    assert {setting.id for setting in rule.settings} <= asked
    for setting in rule.settings:
        assert setting.group == "Rules"
        assert setting.meaning.endswith(".")
        assert len(setting.meaning) <= 600


def test_codes_are_unique_and_in_order() -> None:
    assert sorted(set(CODES)) == CODES
    assert len({rule.slug for rule in all_rules()}) == len(CODES)


def test_an_empty_workbook_has_no_findings_about_texts_and_no_score_to_be_proud_of() -> None:
    data = data_of("Tracks\n| Track ID |")
    result = validation.run_rules(data)
    assert {f.code for f in result.findings} <= {"T03"}
    assert result.not_run["F01"] == "there is no track with both levels and competencies yet"
    assert set(result.ran) | set(result.not_run) == set(CODES) | set(validation.LATER)


def test_every_rule_has_a_blank_matrix_to_say_nothing_about_but_f01() -> None:
    data = data_of("Matrix ENG\n| Competency | SE1 | SE2 |\n| Ownership | | |\n| Craft | | |")
    assert len(findings(data, "F01")) == 4
    assert not findings(data, *MATRIX_TEXT - {"F01"})
    foundational = next(c for c in validation.run_rules(data).criteria if c.name == "Foundational")
    assert foundational.score is not None
    assert foundational.score <= validation.CAP


OWNERSHIP = """Matrix ENG
| Competency | Software Engineer I | Software Engineer II | Principal Engineer |
| Ownership | You effectively execute tasks as an individual, maintaining a high level of quality. You set and \
meet timeline expectations for your work. | You often own project level goals involving multiple engineers. You \
break down ambiguous tasks into clear milestones to ensure progress can be measured. | You transcend \
organizational boundaries and proactively identify the best ways to drive business value. You work in close \
partnership with senior leadership to influence the overall direction of engineering. |"""
"""The worked example of the document this product implements (item 9), word for word."""


def test_the_seeds_own_example_passes() -> None:
    found = findings(data_of(OWNERSHIP), *sorted(MATRIX_TEXT))
    told = [f"{f.severity} {f.code} {f.message}" for f in found]
    assert sum(f.severity is Severity.ERROR for f in found) == 0, told
    assert sum(f.severity is Severity.WARNING for f in found) <= 2, told


def test_identical_neighbours_are_named_and_counted_once() -> None:
    text = "Matrix ENG\n| Competency | SE1 | SE2 |\n| Craft | Reviews code weekly. | Reviews code weekly. |"
    (found,) = findings(data_of(text), "T01", "T02")
    assert found.code == "T01"
    assert found.message == "Craft says the same at SE2 as at SE1."


def test_quotas_that_differ_in_digits_are_not_identical() -> None:
    text = "Matrix AE\n| Competency | P3 | P4 |\n| Quota | Sells $885K a year. | Sells $1.154M a year. |"
    assert findings(data_of(text), "T01") == []


BRANCH = """Matrix ENG
| Competency | SE1            | SE2             | SE3               | EM1               |
| Craft      | Tests changes. | Plans the work. | Coaches {coached} | Coaches the team. |

Levels
| Level ID | Track ID | Rank | Next levels |
| SE1      | ENG      | 1    | SE2         |
| SE2      | ENG      | 2    | SE3; EM1    |
| SE3      | ENG      | 3    |             |
| EM1      | ENG      | 3    |             |"""


def test_branches_are_compared_along_edges_not_columns() -> None:
    data = data_of(BRANCH.format(coached="the team."))
    assert findings(data, "T01") == [], "SE3 and EM1 stand side by side, but neither leads to the other"
    joined = data_of(BRANCH.format(coached="the team.").replace("3    |             |\n| EM1", "2    | EM1 |\n| EM1"))
    assert [f.place.field for f in findings(joined, "T01")] == ["EM1"]


def test_an_inherited_text_is_compared_where_it_stands() -> None:
    text = "Matrix ENG\n| Competency | SE1 | SE2 | SE3 |\n| Craft | Tests code. | inherits(SE1) | Tests code. |"
    assert [f.message for f in findings(data_of(text), "T01")] == ["Craft says the same at SE3 as at SE1."]


def test_a_bad_page_is_refused() -> None:
    with pytest.raises(TypeError, match="sections"):
        rule_page("Title\n\nWhy\n    Because.\n", "x01_nothing")


@pytest.mark.parametrize(
    ("errors", "warnings", "checks", "expected"),
    [(0, 0, 10, 100.0), (0, 3, 10, 90.0), (1, 0, 100, 59.0), (10, 0, 10, 0.0), (9, 9, 9, 0.0), (0, 0, 0, None)],
)
def test_scores_are_capped_by_an_error(errors: int, warnings: int, checks: int, expected: float | None) -> None:
    assert validation.criterion_score(errors, warnings, checks) == (
        expected if expected is None else pytest.approx(expected)
    )


def test_the_overall_score_is_the_minimum() -> None:
    result = validation.run_rules(data_of(OWNERSHIP))
    scores = [c.score for c in result.criteria if c.score is not None]
    assert result.overall == min(scores)
    assert [c.name for c in result.criteria] == list(CRITERIA)


def test_a_silenced_rule_does_not_run_and_says_so() -> None:
    text = "Matrix ENG\n| Competency | SE1 |\n| Craft | Understands code. |\nSettings\n| Setting | Value |\n"
    result = validation.run_rules(data_of(text + "| rules.silenced | q01, T09 |"))
    assert "Q01" not in {f.code for f in result.findings}
    assert result.not_run["Q01"] == "silenced in Settings"
    assert "Q01" not in result.ran


def test_a_setting_changes_the_verdict() -> None:
    text = "Matrix ENG\n| Competency | SE1 |\n| Craft | Juggles code. |\nSettings\n| Setting | Value |\n"
    assert not findings(data_of(text), "Q01")
    assert findings(data_of(text + "| Q01.words | juggl* |"), "Q01")


@given(st.integers(0, 3), st.lists(st.sampled_from(["Reviews code weekly.", "", "N/A", "TBD"]), min_size=6, max_size=6))
def test_a_blank_row_changes_nothing(at: int, texts: list[str]) -> None:
    rows = [f"| C{n} | " + " | ".join(texts[2 * n : 2 * n + 2]) + " |" for n in range(3)]
    head = ["Matrix ENG", "| Competency | SE1 | SE2 |"]
    plain = data_of("\n".join(head + rows))
    spaced = data_of("\n".join([*head, *rows[:at], "| | | |", *rows[at:]]))
    before = [(f.code, f.message) for f in validation.run_rules(plain).findings]
    assert [(f.code, f.message) for f in validation.run_rules(spaced).findings] == before


def test_words_are_taken_apart_as_readers_do() -> None:
    known = {"plan": 1, "manage": 2, "simple": 2, "managed": 2, "organisation": 5, "teams": 1}
    assert {word: syllables(word) for word in known} == known
    assert stem("planning") == stem("plans") == stem("planned")
    assert content("You plan 3 releases.") == {"plan", "3", "releas"}
    assert grade("Plans the work of the team. Asks early.") < 5 < grade(OWNERSHIP.splitlines()[2]) < 20


def test_stems_are_the_same_with_and_without_the_quick_stemmer() -> None:
    """A browser has the stemmer in Python only: every word of our own texts comes to the same there."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "starters").glob("*.txt"))
    words = set(tokens(texts))
    assert len(words) > 2000
    slow = EnglishStemmer()
    assert {word: stem(word) for word in words} == {word: slow.stemWord(word) for word in words}
    assert not isinstance(stemmer("english"), EnglishStemmer), "where PyStemmer is, it is taken"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nowhere\n| A |\n| b |", "no tab"),
        ("Levels\n| Level ID | Colour |\n| SE1 | red |", "no column 'Colour'"),
        ("what is this?", "not a caption"),
    ],
)
def test_a_mistyped_example_is_an_error(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        data_of(text)


def test_rules_nothing_can_answer_yet_are_listed_with_the_reason() -> None:
    found = validation.run_rules(data_of("Matrix ENG\n| Competency | SE1 |\n| Craft | Tests own changes. |"))
    assert set(validation.LATER) <= set(found.not_run)
    assert not set(validation.LATER) & set(RULES), "a rule that is written is no longer one for later"
    assert all(found.not_run.values())
