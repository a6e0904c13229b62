"""No two competencies are called nearly the same

Why
    Two names that differ in a letter are usually one competency that was typed twice, and then people are rated on
    it twice. It has slipped into well-kept public frameworks, by no more than a capital letter.

Fix
    Keep one of the two and clear the other, or give them names that say how they differ.

Good
    Competencies
    | Competency ID | Competency     |
    | COM           | Communication  |
    | COL           | Collaboration  |
    | CUS           | Customer focus |

Bad
    Competencies
    | Competency ID | Competency                      |
    | XFC           | Cross-functional Collaboration  |
    | XFO           | Cross-Functional Collaborations |
    -> Competency in row 2 of Competencies
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Number
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Competency
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.subjects import each_competency
from xl_addin.rules.text_analysis import fold_statement, quote, stem, tokens

SETTINGS = (
    Setting(
        id="F06.alike",
        group="Rules",
        default=0.88,
        takes=Number(0, 1),
        meaning="Two competency names count as the same from this likeness on, from 0 to 1 (share of letters in "
        "common order).",
    ),
)


def _twins(data: Dataset) -> dict[str, str]:
    """Competency id -> the earlier name it nearly repeats. Only names that share a word or a beginning are compared."""
    threshold = data.number("F06.alike")
    earlier: dict[str, list[str]] = {}
    twins: dict[str, str] = {}
    for competency in each_competency(data):
        name = fold_statement(competency.name)
        keys = {name[:3], *(stem(word) for word in tokens(name))}
        candidates = {candidate for key in keys for candidate in earlier.get(key, ())}
        twin = max(candidates, key=lambda candidate: (_likeness(name, candidate, threshold), candidate), default="")
        if twin and _likeness(name, twin, threshold) >= threshold:
            twins[competency.id] = twin
        for key in keys:
            earlier.setdefault(key, []).append(name)
    return twins


def _likeness(first: str, second: str, threshold: float) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # the quick bound spares most names the slow comparison
    return matcher.ratio() if matcher.real_quick_ratio() >= threshold and matcher.quick_ratio() >= threshold else 0.0


@rule(
    Severity.WARNING,
    FOUNDATIONAL,
    subjects=each_competency,
    skip_reason="there are no competencies yet",
    settings=SETTINGS,
    plural="competencies called nearly the same",
)
def judge(competency: Competency, data: Dataset) -> Iterator[Hit]:
    """Hit for a competency whose name nearly repeats an earlier one."""
    twin = memo(data, "F06 twins", lambda: _twins(data)).get(competency.id)
    if twin:
        first = next(c.name for c in data.competencies if fold_statement(c.name) == twin)
        yield Hit(
            Place("tblCompetencies", competency.row, "name"),
            f"The competencies {quote(first)} and {quote(competency.name)} are called nearly the same.",
        )
