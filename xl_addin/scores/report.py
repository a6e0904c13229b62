"""All that Score works out about people and teams, as plain values for a program; every figure names its definition."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores import all_scores
from xl_addin.scores.d12_trend import all_trends
from xl_addin.scores.d15_priorities import proposals
from xl_addin.scores.fits import AUTO, fit_of_people
from xl_addin.scores.people import competency_gaps, person_scores
from xl_addin.scores.raters import raters
from xl_addin.scores.reached import reached
from xl_addin.scores.readiness import ready_people
from xl_addin.scores.team import concentrations, covers, deltas, heat_map, managers

_OPINION = {
    "respondents": "D06",
    "items": "D01",
    "items.rank": "D03",
    "items.own": "D03",
    "items.agreement": "D04",
    "theme": "D02",
    "alpha": "D05",
}
_GROUP = {"n": "D06", "items": "D01", "items.rank": "D03", "items.agreement": "D04"}
_OPINIONS = ("track_health", "benefits", "pulse")
DEFINED_BY: Mapping[str, str] = {
    "people": "D09",
    "people.gaps": "D08",
    "people.readiness": "D10",
    "people.reached": "D10",
    "people.fit": "D10",
    "teams": "D11",
    "teams.heat_map": "D08",
    "deltas": "D11",
    "trends": "D12",
    "plans": "D08",
    **{f"{name}.{part}": code for name in _OPINIONS for part, code in _OPINION.items()},
    **{f"{name}.groups.{part}": code for name in _OPINIONS for part, code in _GROUP.items()},
    **{f"groups.{name}.{part}": code for name in _OPINIONS for part, code in _GROUP.items()},
    "importance_performance": "D07",
}
"""Where a figure stands, lists passed over -> the code of its definition; the longest path that fits counts."""


def report(data: Dataset, which: str = AUTO) -> dict[str, Any]:
    """People, teams, self-manager differences, trends and proposed actions; `which` as in `fits.fit_of_people`."""
    cycle = str(data.setting("cycle"))
    return {
        "cycle": cycle,
        "people": [{**told_row(data, row), **_ahead(data, row, cycle, which)} for row in person_scores(data)],
        "teams": _teams(data, cycle),
        "deltas": [asdict(own) for own in deltas(data, cycle)],
        "trends": [asdict(own) for own in all_trends(data) if own.after == cycle],
        "plans": [own.model_dump(include={"employee", "competency", "gap", "proposed"}) for own in proposals(data)],
        "definitions": {score.code: score.title for score in all_scores()},
        "defined_by": dict(DEFINED_BY),
    }


def told_row(data: Dataset, row: ScoreRow) -> dict[str, Any]:
    """One person's figures in one cycle."""
    return {
        "id": row.employee,
        "cycle": row.cycle,
        "level": row.level,
        "applicable": row.applicable,
        "rated": row.rated,
        "coverage": row.coverage,
        "score": row.score,
        "met": row.met,
        "below": row.below,
        "gaps": competency_gaps(data, row.cycle, row.employee, row.level),
        "words": row.words,
    }


def _ahead(data: Dataset, row: ScoreRow, cycle: str, which: str) -> dict[str, Any]:
    """Readiness, levels reached and fit for other roles, for the open cycle only."""
    if row.cycle != cycle:
        return {}
    return {
        "readiness": [asdict(found) for found in ready_people(data, cycle)[row.employee]],
        "reached": asdict(reached(data, row.employee, cycle)),
        "fit": [asdict(found) for found in fit_of_people(data, cycle, which)[row.employee]],
    }


def _teams(data: Dataset, cycle: str) -> list[dict[str, Any]]:
    by_manager = {rater.manager: rater for rater in raters(data, cycle)}
    return [
        {
            "manager": manager,
            "cover": [asdict(own) for own in covers(data, manager, cycle)],
            "heat_map": asdict(heat_map(data, manager, cycle)),
            "concentrations": [asdict(own) for own in concentrations(data, manager, cycle)],
            "rater": asdict(by_manager[manager]) if manager in by_manager else None,
        }
        for manager in managers(data)
    ]
