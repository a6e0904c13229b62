"""Whose form a returned file is: the sealed line in both its places, and the id people can see, must agree."""

import re

from xl_addin.cells.area import column_number
from xl_addin.cells.cell import CellValue, result_of
from xl_addin.exchange.form.identity import HIDDEN_TAB, PERSON_NAME, PROPERTY, Identity, read_claim, unseal
from xl_addin.exchange.journal import Journal
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused
from xl_addin.model.ids import comparable

_SEAL_CELL = (2, 2)
_CELL = re.compile(r"\s*(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*")
_ASK = "send this person a new form, or ask for the form they were sent"


def identify(file: str, workbook: ReturnedWorkbook, journal: Journal) -> tuple[Identity, frozenset[str]]:
    """Whose form it is, and the row keys it was sent with.

    Raises:
        Refused: there is no sealed line, it was changed, it disagrees with itself, or we did not send such a form.
    """
    line = _line(file, workbook)
    claim = read_claim(line, file)
    if claim.campaign != journal.campaign:
        problem = f"belongs to another workbook (campaign {claim.campaign}, here {journal.campaign})"
        raise Refused(file, problem, "collect it into the workbook it was sent from")
    identity = unseal(line, journal.secret, file)
    visible_id = _visible_id(workbook)
    if visible_id and comparable(visible_id) != comparable(identity.person):
        raise Refused(file, f"shows another id than {identity.person}, to whom it was sent", _ASK)
    sent_keys = journal.sent_keys(identity.shape)
    if not sent_keys or not journal.knows(identity.cycle):
        cycles = ", ".join(journal.cycles()) or "none"
        problem = (
            f"is a form for {identity.cycle} (rows {identity.shape}) that was not sent; forms went out for {cycles}"
        )
        raise Refused(file, problem, _ASK)
    return identity, sent_keys


def _line(file: str, workbook: ReturnedWorkbook) -> str:
    """The sealed line, from the hidden tab, the document property, or both."""
    tab = next((sheet for name, sheet in workbook.sheets.items() if name.casefold() == HIDDEN_TAB.casefold()), None)
    lines = {tab.text(_SEAL_CELL) if tab else "", workbook.properties.get(PROPERTY, "").strip()} - {""}
    if not lines:
        raise Refused(file, "is not a Trackbook form", "put only returned forms into this folder")
    if len(lines) > 1:
        raise Refused(file, "says in two places that it is two different forms", _ASK)
    return lines.pop()


def _visible_id(workbook: ReturnedWorkbook) -> str:
    """The id the form shows, where its name still leads to a cell that says something."""
    match = _CELL.fullmatch(workbook.names.get(PERSON_NAME, ""))
    if match is None:
        return ""
    name = (match[1] or "").replace("''", "'") or match[2]
    sheet = next((s for n, s in workbook.sheets.items() if n.casefold() == name.casefold()), None)
    return _words(sheet.cells.get((int(match[4]), column_number(match[3])))) if sheet else ""


def _words(cell: CellValue) -> str:
    value = result_of(cell)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
