"""Readiness: whether the evidence supports discussing the next level

What it says
    For every level a person can move up to, the manager rates what that level asks for. Five public ways of reading
    such ratings stand side by side, because organisations differ: the share of expectations met (a), how far the
    person has come towards them (b), the same with small gaps forgiven (c), a gate (d) and a floor under critical
    competencies (e). The setting D10.variant names the one that counts. The default asks for e and b, for evidence
    on every critical competency, and for the usual months at the level held now where the level names them.
    Whatever is chosen, D10.coverage must be rated. What is not rated earns nothing and keeps its weight, so a blank
    never passes; N/A drops out and the others take its weight. Only the manager's rating counts.
    It is said in words: "Evidence supports discussing" the level, "Gaps" with the largest three, or "Not enough data"
    where what is missing could change the answer. People decide; the figures do not.
    Fit for any other role is the same, without the months: where nothing is rated against that role's level, ratings
    against the level held now stand in for competencies that both share, less D13.step for each rank that the role
    asks more, and the result says so.

Formula
    a = weight rated as expected or above / weight applicable
    b = sum of weight * min(1, (r - 1) / (e - 1)) / weight applicable, all of the weight where e = 1
    c = the same with 1, .7, .4, .15, .05 for a gap of 0, 1, 2, 3, 4 in place of the ratio
    d = mean mark: 2 as expected, 1 one point below, 0 further below, for a 1 and for a blank; met when above
    D10.gate.mean (policy "mean"), or when no mark is 0 and at most D10.gate.partly are 1 (policy "count")
    The same gate, taken level after level, says how many levels a person has reached in each competency; the overall
    level is their mean by weight.
    e = 1 + sum of weight * (r - 1) / weight applicable; met from D10.floor up, with no critical competency rated
    below D10.floor or below its expected rating
    In the workbook a, b, coverage and the figure of e have formulas. c and d would take a column for each mark, and
    the words depend on texts, dates and evidence: a row of formulas cannot say them so that a person can follow it.

Examples
    | Weights       | Expected  | Rated       | Critical  | Coverage | a    | b     | c     | d   | e    | Default |
    | 30 55 10 5    | 3 3 3 3   | 3 3 2 2     | - - - -   | 1        | 0.85 | 0.925 | 0.955 | 1.5 | 2.85 | no      |
    | 25 30 30 10 5 | 3 3 3 3 3 | 3 3 2 2 2   | - - - - - | 1        | 0.55 | 0.775 | 0.865 | 1.4 | 2.55 | no      |
    | 50 50         | 3 3       | 3 4         | 1 -       | 1        | 1    | 1     | 1     | 2   | 3.5  | yes     |
    | 80 20         | 3 3       | 5 2         | - 1       | 1        | 0.8  | 0.9   | 0.94  | 1.5 | 4.4  | no      |
    | 80 20         | 3 3       | 5 2         | - -       | 1        | 0.8  | 0.9   | 0.94  | 1.5 | 4.4  | yes     |
    | 40 30 30      | 3 3 3     | 4 N/A 4     | - - -     | 1        | 1    | 1     | 1     | 2   | 4    | yes     |
    | 80 20         | 3 3       | 5 -         | - -       | 0.5      | 0.8  | 0.8   | 0.8   | 1   | 4.2  | no      |
    | 50 50         | 1 5       | 1 3         | - -       | 1        | 0.5  | 0.75  | 0.7   | 1   | 2    | no      |
    | 50 50         | 3 3       | - -         | - -       | 0        |      |       |       |     |      | no      |

Source
    a and b: common HR suites. c: forwardimpact, libskill. d: the career frameworks of Mews and Carvago, whose worked
    examples are the first two rows, read as levels. e: 5 CFR 335.104. Octopus: "performing" is about 90% of what
    is expected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.dataset import Dataset
from xl_addin.model.records import RatingValue
from xl_addin.scores.d09_score import (
    asked_weight,
    coverage,
    coverage_formula,
    over_weight,
    person_rows,
    points,
    reaches,
)
from xl_addin.scores.formula import is_rating_formula
from xl_addin.scores.readiness_gate import NOT_SHOWN, PARTLY, marks_of
from xl_addin.scores.readiness_policy import (
    SETTINGS as SETTINGS,  # a score's settings stand in its file for the list to find
)
from xl_addin.scores.readiness_policy import Policy
from xl_addin.scores.requirements import Requirement

_PERSON_ROWS = person_rows("Next level")


EXCEL = {
    "earned": (
        f"IF({is_rating_formula('Manager rating')},"
        '[@Weight]*IF([@Manager rating]>=[@Expected],1,([@Manager rating]-1)/([@Expected]-1)),"")'
    ),
    "asked_weight": asked_weight("Next level"),
    "coverage": coverage_formula("Next level"),
    "a": over_weight(f'SUMIFS(tblAssessments[Weight],{_PERSON_ROWS},tblAssessments[Gap],"<=0")'),
    "b": over_weight(f"SUMIFS(tblAssessments[Earned],{_PERSON_ROWS})"),
    "e": over_weight(f"([@Asked weight]+4*SUMIFS(tblAssessments[Points],{_PERSON_ROWS}))"),
}
"""`earned` belongs in a row of tblAssessments, under the header Earned. The others belong in a row with the columns
Cycle, Employee ID, Next level, Asked weight and Coverage."""

DECAY = (1.0, 0.7, 0.4, 0.15, 0.05)
"""What a gap of 0, 1, 2, 3, 4 leaves of a competency in variant c."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of reading the ratings: its figure, None with nothing rated, and whether its threshold is reached."""

    figure: float | None
    met: bool
    words: str = ""


def share_rated(requirements: Sequence[Requirement]) -> float | None:
    """Coverage at the level asked about, 0-1; None when nothing applies."""
    return coverage((a.weight, a.rating) for a in requirements)


def variants(
    requirements: Sequence[Requirement], policy: Policy, current_requirements: Sequence[Requirement] | None = None
) -> dict[str, Variant]:
    """The five, by letter. `current_requirements` is what the level held now asks, for a gate that looks at it too."""
    a, b, c, e = (earned_share(requirements, EARNS[letter]) for letter in "abce")
    overall = overall_rating(e)
    return {
        "a": Variant(a, reaches(a, policy.met_share)),
        "b": Variant(b, reaches(b, policy.proportional)),
        "c": Variant(c, reaches(c, policy.within_reach), tier(c, policy)),
        "d": _gate_variant(requirements, policy, current_requirements),
        "e": Variant(overall, reaches(overall, policy.floor) and not below_floor(requirements, policy.floor)),
    }


def proportion(expected_rating: int, rating: int) -> float:
    """How far a rating has come from 1 to the expected one, 0-1."""
    return 1.0 if rating >= expected_rating else (rating - 1) / (expected_rating - 1)


def decay_share(expected_rating: int, rating: int) -> float:
    """What is left of a competency in variant c, 0-1."""
    return DECAY[min(len(DECAY) - 1, max(0, expected_rating - rating))]


EARNS: Mapping[str, Callable[[int, int], float]] = {
    "a": lambda expected_rating, rating: float(rating >= expected_rating),
    "b": proportion,
    "c": decay_share,
    "e": lambda _, rating: points(1, rating),
}
"""Variant -> the share of a competency's weight that a rating earns, from the expected and the given rating."""


def below_floor(requirements: Sequence[Requirement], floor: float) -> list[Requirement]:
    """Critical competencies below the floor or their own expected rating; a blank is below."""
    critical = (a for a in requirements if a.critical and a.applies)
    return [a for a in critical if not isinstance(a.rating, int) or a.rating < max(floor, a.expected_rating)]


def earned_share(requirements: Sequence[Requirement], earns: Callable[[int, int], float]) -> float | None:
    """The weighted mean of what each rating earns, over all the weight that applies: a blank earns nothing."""
    whole = sum(a.weight for a in requirements if a.applies)
    if not whole or not share_rated(requirements):
        return None
    total = sum(a.weight * earns(a.expected_rating, a.rating) for a in requirements if isinstance(a.rating, int))
    return total / whole


def overall_rating(share: float | None) -> float | None:
    """The figure of variant e, 1 to 5, from the share that is earned towards it."""
    return None if share is None else 1 + 4 * share


def tier(figure: float | None, policy: Policy) -> str:
    """How far away a figure of variant c reads; "" without one."""
    tiers = (
        (policy.within_reach, "within reach now"),
        (policy.months, "in 6 to 12 months"),
        (policy.stretch, "a stretch"),
    )
    if figure is None:
        return ""
    return next((words for minimum, words in tiers if reaches(figure, minimum)), "further away")


def _gate_variant(
    requirements: Sequence[Requirement], policy: Policy, current_requirements: Sequence[Requirement] | None
) -> Variant:
    marks = _marks(requirements)
    if not any(isinstance(a.rating, int) for a in requirements):
        return Variant(None, False)
    passes_current = (
        not policy.check_current or current_requirements is None or policy.gate.passes(_marks(current_requirements))
    )
    words = short_marks(marks.count(PARTLY), marks.count(NOT_SHOWN))
    return Variant(sum(marks) / len(marks), passes_current and policy.gate.passes(marks), words)


def short_marks(partly: int, not_shown: int) -> str:
    """What the gate looks at, in words."""
    return f"{partly} partly shown, {not_shown} not shown"


def _marks(requirements: Sequence[Requirement]) -> tuple[int, ...]:
    return marks_of((a.expected_rating, a.rating) for a in requirements)


def example(
    weights: tuple[float, ...],
    expected_ratings: tuple[int, ...],
    ratings: tuple[RatingValue, ...],
    critical: tuple[int | None, ...],
) -> tuple[float | str | None, ...]:
    """One row of the page's examples, with the default settings and evidence on everything."""
    policy = Policy.from_data(Dataset(settings={setting.id: setting.default for setting in SETTINGS}))
    parts = zip(weights, expected_ratings, ratings, critical, strict=True)
    requirements = [
        Requirement(str(index), str(index), w, e, r, bool(c), evidence=True) for index, (w, e, r, c) in enumerate(parts)
    ]
    results, share = variants(requirements, policy), share_rated(requirements)
    is_supported = results["b"].met and results["e"].met and reaches(share, policy.coverage)
    return share, *(variant.figure for variant in results.values()), "yes" if is_supported else "no"
