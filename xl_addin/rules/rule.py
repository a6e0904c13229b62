"""The shape every rule has, and how a rule file becomes one.

A rule file is named code + slug (`q01_not_observable.py`). Its docstring is its page: a title, then Why, Fix,
Good and Bad; the examples run as tests and become the help page. `subjects` lists what is checked, one subject at a
time, so the number of checks is known; `judge` yields a Hit for what is wrong with one subject.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import DesignError
from xl_addin.model.finding import Finding, Place, Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.named_fixes import fix_by_names

FOUNDATIONAL, MEANINGFUL, TRANSPARENT = "Foundational", "Meaningful", "Transparent"
GROWTH, MEASURABLE = "Growth-oriented", "Measurable"
ROLL_OUT = "Roll-out"
"""What concerns the way there rather than the framework; it counts towards no criterion."""
CRITERIA = (FOUNDATIONAL, MEANINGFUL, TRANSPARENT, GROWTH, MEASURABLE)
"""The seed's five marks of an effective career track, in its order."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What is wrong with one subject. A blank `fix` takes the page's; `severity` None the rule's."""

    place: Place
    message: str
    fix: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule's page, as its docstring tells it."""

    title: str
    reason: str
    fix: str
    good: str
    bad: str


@dataclass(frozen=True)
class Rule:
    """One statement that must hold of a framework.

    `skip_reason` says why the rule did not run when there is nothing to check; `plural` what several of its findings
    are called together. `is_writing_task` marks a rule that finds what is
    still to be written rather than what is wrong.
    """

    code: str
    slug: str
    page: RulePage
    severity: Severity
    criterion: str
    subjects: Callable[[Dataset], Iterable[Any]]
    judge: Callable[[Any, Dataset], Iterable[Hit]]
    skip_reason: str
    settings: tuple[Setting, ...]
    plural: str
    is_writing_task: bool

    def check(self, data: Dataset) -> tuple[int, list[Finding]]:
        """How many subjects were checked, and what was found."""
        checks = 0
        findings: list[Finding] = []
        for subject in self.subjects(data):
            checks += 1
            for hit in self.judge(subject, data):
                findings.append(self._finding(hit, data))
        return checks, findings

    def fix(self, *, by_names: bool) -> str:
        """What to do, in a workbook that asks for names or in one that asks for IDs."""
        return (fix_by_names(self.code) if by_names else "") or self.page.fix

    def _finding(self, hit: Hit, data: Dataset) -> Finding:
        todo = hit.fix or self.fix(by_names=data.by_names)
        return Finding(self.code, hit.severity or self.severity, hit.place, hit.message, todo)


JudgeFunction = Callable[[Any, Dataset], Iterator[Hit]]


@dataclass(frozen=True)
class RuleDeclaration:
    """A rule as its file declares it; the folder gives it code, slug and page."""

    severity: Severity
    criterion: str
    subjects: Callable[[Dataset], Iterable[Any]]
    judge: JudgeFunction
    skip_reason: str
    settings: tuple[Setting, ...]
    plural: str
    is_writing_task: bool


def rule(
    severity: Severity,
    criterion: str,
    *,
    subjects: Callable[[Dataset], Iterable[Any]],
    skip_reason: str,
    settings: Sequence[Setting] = (),
    plural: str = "",
    is_writing_task: bool = False,
) -> Callable[[JudgeFunction], RuleDeclaration]:
    """Declare the rule of a file; decorate its `judge`."""

    def declare(judge: JudgeFunction) -> RuleDeclaration:
        return RuleDeclaration(
            severity, criterion, subjects, judge, skip_reason, tuple(settings), plural, is_writing_task
        )

    return declare


_SECTIONS = ("Why", "Fix", "Good", "Bad")


def rule_page(docstring: str, name: str) -> RulePage:
    """Take a rule's docstring apart.

    Raises:
        DesignError: the title or one of Why, Fix, Good, Bad is missing.
    """
    title, _, rest = docstring.strip().partition("\n")
    parts = re.split(r"(?m)^(Why|Fix|Good|Bad)\s*$", rest)
    sections = {parts[i]: _undent(parts[i + 1]) for i in range(1, len(parts) - 1, 2)}
    if tuple(sections) != _SECTIONS or not all(sections.values()):
        raise DesignError(f"{name}: the page needs a title and the sections Why, Fix, Good, Bad, in this order")
    return RulePage(title.strip(), _flow(sections["Why"]), _flow(sections["Fix"]), sections["Good"], sections["Bad"])


def _undent(text: str) -> str:
    lines = text.strip("\n").rstrip().splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def _flow(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
