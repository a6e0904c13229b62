"""All that Score works out about people and teams, as plain values for a program; every figure names its definition."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from xl_addin.evaluate.levels_reached import levels_reached
from xl_addin.evaluate.person_figures import competency_gaps, person_scores
from xl_addin.evaluate.raters import raters
from xl_addin.evaluate.readiness import people_readiness
from xl_addin.evaluate.role_fits import AUTO, fit_of_people
from xl_addin.evaluate.team import concentrations, covers, deltas, heat_map, team_managers
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import ScoreRow
from xl_addin.scores import all_scores
from xl_addin.scores.d12_trend import all_trends
from xl_addin.scores.d15_priorities import proposals

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


def score_report(data: Dataset, scope: str = AUTO) -> dict[str, Any]:
    """People, teams, self-manager differences, trends and proposed actions; `scope` as in `role_fits.fit_of_people`."""
    cycle = str(data.setting("cycle"))
    return {
        "cycle": cycle,
        "people": [{**row_values(data, row), **_ahead(data, row, cycle, scope)} for row in person_scores(data)],
        "teams": _teams(data, cycle),
        "deltas": [asdict(entry) for entry in deltas(data, cycle)],
        "trends": [asdict(entry) for entry in all_trends(data) if entry.after == cycle],
        "plans": [entry.model_dump(include={"employee", "competency", "gap", "proposed"}) for entry in proposals(data)],
        "definitions": {score.code: score.title for score in all_scores()},
        "defined_by": dict(DEFINED_BY),
    }


def row_values(data: Dataset, row: ScoreRow) -> dict[str, Any]:
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


def _ahead(data: Dataset, row: ScoreRow, cycle: str, scope: str) -> dict[str, Any]:
    """Readiness, levels reached and fit for other roles, for the open cycle only."""
    if row.cycle != cycle:
        return {}
    return {
        "readiness": [asdict(result) for result in people_readiness(data, cycle)[row.employee]],
        "reached": asdict(levels_reached(data, row.employee, cycle)),
        "fit": [asdict(result) for result in fit_of_people(data, cycle, scope)[row.employee]],
    }


def _teams(data: Dataset, cycle: str) -> list[dict[str, Any]]:
    by_manager = {rater.manager: rater for rater in raters(data, cycle)}
    return [
        {
            "manager": manager,
            "cover": [asdict(entry) for entry in covers(data, manager, cycle)],
            "heat_map": asdict(heat_map(data, manager, cycle)),
            "concentrations": [asdict(entry) for entry in concentrations(data, manager, cycle)],
            "rater": asdict(by_manager[manager]) if manager in by_manager else None,
        }
        for manager in team_managers(data)
    ]
