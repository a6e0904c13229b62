"""The respondent's form: how the tracks work today (step 4) and what better ones are for (step 6), under a code."""

import hashlib
import hmac
from collections.abc import Sequence
from functools import partial

from xl_addin.exchange.form import form_keys
from xl_addin.exchange.form.form_design import Form, FormDesign
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.exchange.form.identity import FormKind
from xl_addin.exchange.form.tab_parts import KEY, PERSON, display_column, do_now, form, send_back, whose_line
from xl_addin.layout.declare import column
from xl_addin.layout.describe import Block, Cell, Formula, Line, Sheet, Slot, Table
from xl_addin.layout.record_rows import RowValues
from xl_addin.layout.structured_refs import literal
from xl_addin.model.answers import BENEFITS, HEALTH, HealthRating, Item
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

KIND: FormKind = "respondent"
GROUP = "group"
"""The item whose answer is the group a respondent belongs to; filled in when the form is made."""
_CODE = 8


def pseudonym(person: str, cycle: str, secret: bytes) -> str:
    """The code a respondent goes by: the same for one person in one cycle, and no way back without the journal."""
    digest = hmac.new(secret, f"respondent|{cycle}|{person}".encode(), hashlib.sha256).hexdigest()
    return f"R{digest[:_CODE].upper()}"


def respondent_form(data: Dataset, person: Employee, code: str, terms: Terms) -> Form:
    """One respondent's form; what they answered before does not come along."""
    items = (*_health(data), *BENEFITS)
    row_keys = [str(form_keys.answer_key(item.key)) for item in items] + [str(form_keys.answer_key(GROUP))]
    values = {PERSON: code, GROUP: person.team}
    return Form(KIND, code, code, (KIND,), dict(values), row_keys, partial(_design, data, terms))


def _health(data: Dataset) -> Sequence[Item]:
    """Without career tracks there is nothing to say about how they work (step 3)."""
    return () if data.readiness_answer("Q3") == "No" else HEALTH


def _table(name: str, header: str) -> Table:
    rating = column(HealthRating, "rating", 22, "input_centred")
    columns = (display_column("statement", header, "What is rated.", 78, "label", kind="label"), rating, KEY)
    return Table(name, columns, ("key",), spare=0, row_height=22)


def _design(data: Dataset, terms: Terms) -> FormDesign:
    health = _table("tblHealthAnswers", "Today's career tracks")
    benefits = _table("tblBenefitAnswers", "What career tracks could do for us")
    key_cells = (None, Cell(str(form_keys.column_key("answer")), "hint"))
    health_items = _health(data)
    tables = (health, benefits) if health_items else (benefits,)
    first: list[Block] = [
        Line((Cell("1 not at all, 3 neutral, 5 yes, definitely", "hint_line"),)),
        Line(key_cells, height=0),
        health,
    ]
    sheet = Sheet(
        name="Survey",
        title="Career tracks: your view",
        purpose="Your answers go in under a code; results are shown only for groups large enough.",
        group="steps",
        blocks=(
            whose_line(Slot(PERSON)),
            do_now([_sentence(data, terms, tables, len(health_items) + len(BENEFITS)), None]),
            Line(key_cells, height=0),
            Line(
                (Cell("Your team", "lead"), Cell(Slot(GROUP), "hint"), Cell(str(form_keys.answer_key(GROUP)), "hint"))
            ),
            *(first if health_items else []),
            Line((Cell("1 not important, 3 somewhat, 5 critically important", "hint_line"),)),
            Line(key_cells, height=0),
            benefits,
        ),
        widths=(78, 22, 0),
        for_reading=True,
        is_protected=True,
        pages=1,
        landscape=False,
    )
    rows = {
        "tblHealthAnswers": [_row(item) for item in health_items],
        "tblBenefitAnswers": [_row(item) for item in BENEFITS],
    }
    return FormDesign(form(data, (sheet,), sheet), rows)


def _sentence(data: Dataset, terms: Terms, tables: Sequence[Table], lines: int) -> Formula:
    """What to do now; nothing is answered when a survey goes out."""
    left = "+".join(f"COUNTBLANK({table.name}[Rating])" for table in tables)
    ready = f"✓ Answered. Save this workbook and {send_back(data, terms)}."
    begin = f"Answer {lines} lines, each 1 to 5."
    text = f'IF({left}=0,{literal(ready)},IF({left}={lines},"{begin}",{left}&" of {lines} left."))'
    return Formula(text, begin)


def _row(item: Item) -> RowValues:
    return {"statement": item.text, "key": str(form_keys.answer_key(item.key))}
