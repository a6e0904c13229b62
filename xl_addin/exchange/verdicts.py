"""One cell a person filled in: what it says, or why it cannot be taken."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.cells.cell import CellValue, ErrorCell, FormulaCell, result_of
from xl_addin.cells.fold import fold_text
from xl_addin.exchange.survey_form import GROUP
from xl_addin.layout.values import Unfit, fit, is_blank
from xl_addin.model.answers import SCALE
from xl_addin.model.facts import Fact, Text, facts_of
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import RATING

_RATED = Fact("", "", RATING)
_ANSWERED = Fact("", "", SCALE)
_WORDS = Fact("", "", Text(1 << 30))
"""However long: what is too long for a cell is cut where it enters the master, not here."""
_PLANNED = facts_of(PlanAction)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`value` is what the cell says (None: nothing), `note` how it was read where that is not as typed, `refused` why
    it is not taken.
    """

    value: str | int | None = None
    note: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Takes cells of one file. `competencies` is folded name or id -> id."""

    competencies: Mapping[str, str]
    date1904: bool = False

    def verdict(self, field: str, item: str, cell: CellValue) -> Verdict:
        """What the cell of a field says; `item` is the statement's key where the field is a survey's answer."""
        if is_blank(cell):
            return Verdict()
        if field in ("self_rating", "manager_rating"):
            return rating(cell)
        if field == "answer" and item != GROUP:
            return rating(cell, _ANSWERED)
        if field == "due":
            return self._day(cell)
        if field == "status":
            return _fitted(fit(cell, _PLANNED[field]))
        said = words(cell)
        if field == "competency" and said.value is not None:
            known = self.competencies.get(fold_text(str(said.value)))
            return Verdict(known) if known else Verdict(refused="not a competency of this workbook")
        return said

    def _day(self, cell: CellValue) -> Verdict:
        found = fit(cell, _PLANNED["due"], date1904=self.date1904)
        return Verdict(found.isoformat()) if isinstance(found, dt.date) else _fitted(found)


def rating(cell: CellValue, fact: Fact = _RATED) -> Verdict:
    """A rating: a whole number within the fact's limit, or N/A where the limit has it.

    Text counts when, with character widths and outer blanks folded (NFKC), it is exactly one of these. A formula never
    counts, whatever it shows: nobody typed that number.
    """
    if isinstance(cell, FormulaCell):
        return Verdict(refused="a formula, not a rating")
    found = _fitted(fit(cell, fact))
    return Verdict(found.value, f"read as {found.value}") if found.value is not None and found.value != cell else found


def words(cell: CellValue) -> Verdict:
    """A comment: its text, of a formula only what it shows."""
    shown = result_of(cell)
    if isinstance(shown, ErrorCell):
        return Verdict(refused="an error value, not words")
    if shown is None:
        return Verdict(refused="a formula without a result")
    return Verdict(fit(shown, _WORDS) or None)


def _fitted(found: object) -> Verdict:
    if isinstance(found, Unfit):
        return Verdict(refused=f"not {found.asks}")
    assert isinstance(found, str | int)
    return Verdict(found)
