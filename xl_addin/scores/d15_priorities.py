"""Development priorities: which gaps to work on first

What it says
    Nobody works on eight things at once. Of a person's gaps the ones that matter most come first: critical
    competencies before others, then the gaps that weigh most, a gap's size times its weight. The first few become
    proposed actions, taken from the competency's development resources. They are proposals: the manager and the
    person keep, edit or drop them. An action that was kept and is not done is carried over to the next cycle.

Formula
    priority = gap * weight, critical competencies first; what ties keeps the order of the Competencies tab

Examples
    | Gaps  | Weights     | Critical | First |
    | 1 2 1 | 10 10 30    | - - -    | 3 2   |
    | 1 2 1 | 10 10 30    | 1 - -    | 1 3   |
    | 1 1 1 | 20 20 20    | - - -    | 1 2   |
    | 0 3 - | 50 10 40    | - - -    | 2     |

Source
    Our own rule; a few goals at a time is what goal-setting practice advises.
"""

from collections.abc import Sequence

from xl_addin.model.dataset import Dataset
from xl_addin.model.plans import PLAN_DONE, PLAN_DROPPED, PLAN_PROPOSED, PlanAction
from xl_addin.model.records import Rating
from xl_addin.model.setting import Setting
from xl_addin.model.staff import staff
from xl_addin.scores.d08_gap import expected_of, gap
from xl_addin.scores.requirements import level_weights, ratings_at

SETTINGS = (
    Setting(
        id="D15.actions",
        group="Scores",
        default=3,
        meaning="How many gaps of one person become proposed actions in one cycle.",
    ),
)


def first_gaps(gaps: Sequence[int | None], weights: Sequence[float], critical: Sequence[bool], limit: int) -> list[int]:
    """The places of the gaps to work on first, at most `limit`, most important first."""
    real = [(index, size) for index, size in enumerate(gaps) if size is not None and size > 0]
    ranking = sorted(real, key=lambda pair: (not critical[pair[0]], -pair[1] * weights[pair[0]], pair[0]))
    return [index for index, _ in ranking[:limit]]


def proposals(data: Dataset) -> list[PlanAction]:
    """Actions for the open cycle that the Plans tab does not hold yet, people in the order of the People tab."""
    cycle = str(data.setting("cycle"))
    plans_by_key = {(plan.cycle, plan.employee, plan.competency): plan for plan in data.plans}
    actions = []
    for person in staff(data):
        asks, rows = level_weights(data, person.level).weights, ratings_at(data, cycle, person.id, person.level)
        ratings = [rating for competency, rating in rows.items() if competency in asks]
        for rating, size in _priorities(data, ratings):
            if (cycle, person.id, rating.competency) not in plans_by_key:
                actions.append(_proposal(data, rating, size))
    return actions


def _priorities(data: Dataset, ratings: Sequence[Rating]) -> list[tuple[Rating, int]]:
    order = {c.id: index for index, c in enumerate(data.competencies)}
    ordered_ratings = sorted((r for r in ratings if r.competency in order), key=lambda r: order[r.competency])
    gaps = [gap(expected_of(data, r.competency), r.manager_rating) for r in ordered_ratings]
    tracks = [data.level[r.level].track if r.level in data.level else "" for r in ordered_ratings]
    weights = [data.weight.get((track, r.competency), 0.0) for track, r in zip(tracks, ordered_ratings, strict=True)]
    critical = [data.competency[r.competency].critical == "Yes" for r in ordered_ratings]
    places = first_gaps(gaps, weights, critical, int(data.number("D15.actions")))
    return [(ordered_ratings[index], size) for index in places if (size := gaps[index]) is not None]


def _proposal(data: Dataset, rating: Rating, size: int) -> PlanAction:
    earlier_plan = _open_plan(data, rating)
    if earlier_plan is not None:
        return earlier_plan.model_copy(
            update={"row": -1, "cycle": rating.cycle, "gap": size, "notes": f"Carried over from {earlier_plan.cycle}."}
        )
    competency = data.competency[rating.competency]
    ideas = [line.strip() for line in competency.resources.splitlines() if line.strip()]
    idea = ideas[0] if ideas else f"Agree one thing to practise in {competency.name}, and when to look at it again."
    return PlanAction(
        cycle=rating.cycle, employee=rating.employee, competency=rating.competency, gap=size, proposed=idea
    )


def _open_plan(data: Dataset, rating: Rating) -> PlanAction | None:
    """The latest earlier action on the same competency that was agreed and is not done."""
    earlier = [
        plan
        for plan in data.plans
        if (plan.employee, plan.competency) == (rating.employee, rating.competency)
        and plan.cycle < rating.cycle
        and plan.status not in (PLAN_PROPOSED, PLAN_DROPPED, PLAN_DONE)
    ]
    return max(earlier, key=lambda plan: plan.cycle, default=None)


def example(gaps: Sequence[int | None], weights: Sequence[float], critical: Sequence[int | None]) -> str:
    """One row of the page's examples: the numbers, from 1, of the two gaps to work on first."""
    return " ".join(str(index + 1) for index in first_gaps(gaps, weights, [bool(mark) for mark in critical], 2))
