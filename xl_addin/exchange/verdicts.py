"""One cell a person filled in: what it says, or why it cannot be taken."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, result_of
from xl_addin.cells.fold import fold_text
from xl_addin.exchange.survey_form import GROUP
from xl_addin.layout.field_values import Unfit, fit_value, is_blank
from xl_addin.model.answers import ANSWER_LIMIT
from xl_addin.model.facts import Fact, Text, facts_of
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import RATING

_RATING_FACT = Fact("", "", RATING)
_ANSWER_FACT = Fact("", "", ANSWER_LIMIT)
_WORDS = Fact("", "", Text(1 << 30))
"""However long: what is too long for a cell is cut where it enters the master, not here."""
_PLAN_FACTS = facts_of(PlanAction)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`value` is what the cell says (None: nothing), `note` how it was read where that is not as typed, `refusal` why
    it is not taken.
    """

    value: str | int | None = None
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class CellJudge:
    """Takes cells of one file. `competencies` is folded name or id -> id."""

    competencies: Mapping[str, str]
    date1904: bool = False

    def verdict(self, field: str, item: str, cell: CellValue) -> Verdict:
        """What the cell of a field says; `item` is the statement's key where the field is a survey's answer."""
        if is_blank(cell):
            return Verdict()
        if field in ("self_rating", "manager_rating"):
            return rating_verdict(cell)
        if field == "answer" and item != GROUP:
            return rating_verdict(cell, _ANSWER_FACT)
        if field == "due":
            return self._day(cell)
        if field == "status":
            return _fit_verdict(fit_value(cell, _PLAN_FACTS[field]))
        comment = words_verdict(cell)
        if field == "competency" and comment.value is not None:
            competency = self.competencies.get(fold_text(str(comment.value)))
            return Verdict(competency) if competency else Verdict(refusal="not a competency of this workbook")
        return comment

    def _day(self, cell: CellValue) -> Verdict:
        day = fit_value(cell, _PLAN_FACTS["due"], date1904=self.date1904)
        return Verdict(day.isoformat()) if isinstance(day, dt.date) else _fit_verdict(day)


def rating_verdict(cell: CellValue, fact: Fact = _RATING_FACT) -> Verdict:
    """A rating: a whole number within the fact's limit, or N/A where the limit has it.

    Text counts when, with character widths and outer blanks folded (NFKC), it is exactly one of these. A formula never
    counts, whatever it shows: nobody typed that number.
    """
    if isinstance(cell, FormulaCell):
        return Verdict(refusal="a formula, not a rating")
    verdict = _fit_verdict(fit_value(cell, fact))
    return (
        Verdict(verdict.value, f"read as {verdict.value}")
        if verdict.value is not None and verdict.value != cell
        else verdict
    )


def words_verdict(cell: CellValue) -> Verdict:
    """A comment: its text, of a formula only what it shows."""
    visible_value = result_of(cell)
    if isinstance(visible_value, ErrorCell):
        return Verdict(refusal="an error value, not words")
    if visible_value is None:
        return Verdict(refusal="a formula without a result")
    return Verdict(fit_value(visible_value, _WORDS) or None)


def _fit_verdict(fit_result: object) -> Verdict:
    if isinstance(fit_result, Unfit):
        return Verdict(refusal=f"not {fit_result.asks}")
    assert isinstance(fit_result, str | int)
    return Verdict(fit_result)
