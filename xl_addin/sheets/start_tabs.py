"""The tabs that appear when there is something in them: what brings each of them, and the link once it is there."""

from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.cells.area import quoted
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.layout.describe import Cell, Formula
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import assessments, dashboard, person, settings, survey, team, to_fix

_HERE = "✓ here"


@dataclass(frozen=True, slots=True)
class LaterTab:
    """A tab that appears: its name, what brings it, what it shows; the formula for whether it is filled, with its twin.

    `is_filled` is "" for a tab that nothing fills: it is never linked, as no formula sees whether it is shown.
    """

    name: str
    brought_by: str
    words: str
    is_filled: str
    twin: Callable[[Dataset], bool]

    def cells(self, data: Dataset) -> tuple[Cell, Cell]:
        """Its name, a link once it is filled, and when it appears."""
        when = f"{self.brought_by}: {self.words}"
        if not self.is_filled:
            return Cell(self.name, "computed"), Cell(when, "computed")
        is_filled, here = self.twin(data), f"{_HERE}: {self.words}"
        link = f'IF({self.is_filled},HYPERLINK("#{quoted(self.name)}!A1","{self.name}"),"{self.name}")'
        text = f'IF({self.is_filled},"{here}","{when}")'
        # it looks like a link only once it leads somewhere; colours may not name tables, so the words decide
        words_cell = f"when_{self.name}"
        is_here = f'LEFT({{{words_cell}}},1)="{_HERE[0]}"'
        return (
            Cell(Formula(link, self.name), "computed", tints=((is_here, "link"),)),
            Cell(Formula(text, here if is_filled else when), "computed", name=words_cell, tints=((is_here, "done"),)),
        )


def _holds(column: str) -> str:
    return f'COUNTIF({column},"?*")+COUNT({column})>0'


_HAS_SCORES = _holds("tblScores[Employee ID]")


def _is_scored(data: Dataset) -> bool:
    return bool(person_scores(data))


def _has_causes(data: Dataset) -> bool:
    return bool(data.stored_tables and data.stored_tables.rows.get(to_fix.TABLE.name))


def _has_answers(data: Dataset) -> bool:
    return any(row["n"] for rows in survey.rows(data).values() for row in rows)


_HAS_ANSWERS = "+".join(f"SUMPRODUCT(--({table.name}[n]<>0))" for table in survey.SURVEY_TABLES) + ">0"

LATER_TABS = (
    LaterTab(to_fix.NAME, "Check", "what to mend, with links", _holds("tblToFix[Rule]"), _has_causes),
    LaterTab(
        assessments.NAME,
        "Collect",
        "everything that came back",
        _holds("tblAssessments[Employee ID]"),
        lambda data: any(rating.employee for rating in data.ratings),
    ),
    LaterTab(dashboard.NAME, "Score", "the answers on one page", _HAS_SCORES, _is_scored),
    LaterTab(team.NAME, "Score", "who is strong, who is short", _HAS_SCORES, _is_scored),
    LaterTab(person.NAME, "Score", "one person over time", _HAS_SCORES, _is_scored),
    LaterTab(survey.NAME, "Collect", "what many people said", _HAS_ANSWERS, _has_answers),
    LaterTab(settings.NAME, "More tabs", "what you can choose", "", lambda _: False),
)
