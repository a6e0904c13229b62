"""Rate yourself: one question, one row for each line; those of next levels stand apart and may stay blank."""

from collections.abc import Iterator, Mapping, Sequence

from xl_addin.cells.area import letters
from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_figures import (
    SELF_HEADER,
    Tally,
    TallyFormulas,
    met_sentence,
    met_sentence_formula,
    rate_sentence,
    rate_sentence_formula,
    tally,
)
from xl_addin.exchange.form.form_rows import FormGroup, person_ratings, scale_lines, slot_name
from xl_addin.exchange.form.level_words import level_title, step_words
from xl_addin.exchange.form.rating_table import (
    FIELDS_BY_RATER,
    OPTIONAL,
    LevelSection,
    employee_table,
    personal_fields,
    rated_rows,
    section_tints,
    sections_of,
    shared_fields,
)
from xl_addin.exchange.form.rating_table import (
    NAME as TABLE,
)
from xl_addin.exchange.form.tab_parts import PERSON, do_now, key_line, whose_line
from xl_addin.layout.describe import Block, Cell, Formula, Gap, Line, Link, Sheet, Slot, Table
from xl_addin.layout.placement import FIRST_COLUMN
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Employee

NAME = "Rate yourself"
RATED = (TABLE, SELF_HEADER)
"""The table of the level held now, and the header of its ratings."""
_WIDTHS = (33.0, 8.0, 44.0)
"""So that on a phone the rating is in view beside what it is about."""
_MANAGER_WIDTH = 12.0
_A_PAGE = 8
"""Rows that are easy to read on one printed page."""
_LEAD, _READY = "Rate your level", "✓ Rated. Now look at My plan."
_MET, _MET_NEXT = "So far you meet", f"{OPTIONAL} So far you meet"
_TO_DO, _SO_FAR = "to_do", "so_far"


def sheet(data: Dataset, group: FormGroup, plan_tab: str) -> Sheet:
    """The tab for everybody of a group; `plan_tab` is where to go on."""
    sections = sections_of(group.rows)
    tables = {section.table: _table(data, group, section) for section in sections}
    first, second = scale_lines(data)
    return Sheet(
        name=NAME,
        title=NAME,
        purpose="Do these sentences describe your work this round?",
        group="inputs",
        blocks=(
            whose_line(Slot(PERSON)),
            do_now([Formula(to_do_formula(), Slot(_TO_DO)), None, Link(f"{plan_tab} →", plan_tab)]),
            Line((Cell(first, "hint_line"),), height=18),
            Line((Cell(second, "hint_line"),), height=18),
            *(block for section in sections for block in _blocks(data, group, section, tables[section.table])),
        ),
        widths=_widths(group),
        tints={section.table: section_tints(section, "self_rating") for section in sections},
        for_reading=True,
        is_protected=True,
        pages=-(-len(group.rows) // _A_PAGE),
        landscape=False,
    )


def _table(data: Dataset, group: FormGroup, section: LevelSection) -> Table:
    scale = " · ".join(scale_lines(data))
    widths = (*_WIDTHS, _MANAGER_WIDTH)
    return employee_table(section, scale, widths, show_manager=group.terms.manager)


def _widths(group: FormGroup) -> tuple[float, ...]:
    hidden_count = 5
    return (*_WIDTHS, *([_MANAGER_WIDTH] if group.terms.manager else []), *[0.0] * hidden_count)


def _blocks(data: Dataset, group: FormGroup, section: LevelSection, table: Table) -> Iterator[Block]:
    """A section: whose level it is, how it stands, and its table below the hidden keys."""
    level = data.level[section.level]
    heading = step_words(data, group.level, level) if section.is_optional else f"Your level: {level_title(level)}"
    if section.is_optional:
        yield Gap()
    yield Line((Cell(heading, "heading", span=len(_WIDTHS)),))
    yield Line((Cell(Formula(_met_formula(section), Slot(_met_slot(section))), "hint_line"),), height=20)
    yield key_line(table.columns, FIELDS_BY_RATER[SELF_HEADER])
    yield table


def _met_formula(section: LevelSection) -> str:
    count = TallyFormulas(section.table, SELF_HEADER)
    if section.is_optional:
        return met_sentence_formula(count, _MET_NEXT, OPTIONAL)
    return met_sentence_formula(count, _MET)


def _met_slot(section: LevelSection) -> str:
    return slot_name(section.level, _SO_FAR)


def to_do_formula() -> str:
    """What to do now, as a formula."""
    return rate_sentence_formula(TallyFormulas(*RATED), f'"{_LEAD}"', f'"{_READY}"')


def to_do_sentence(data: Dataset, group: FormGroup, person: Employee) -> str:
    """What to do now, for one person."""
    return rate_sentence(person_tally(data, group, person), _LEAD, _READY)


def person_tally(data: Dataset, group: FormGroup, person: Employee) -> Tally:
    """What a person's own ratings of the level held now come to."""
    return _tally(sections_of(group.rows)[0], data, group, person)


def _tally(section: LevelSection, data: Dataset, group: FormGroup, person: Employee) -> Tally:
    return tally(rated_rows(section, person_ratings(data, group.terms.cycle, person.id), "self_rating"))


RATING_LETTER = letters(FIRST_COLUMN + 1)
"""The column of the ratings on this tab."""


def rows(group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """The rows to rate, with slots for what differs from person to person."""
    return {
        section.table: [
            {**shared_fields(row), **{field: Slot(name) for field, name in row.slots.items()}} for row in section.rows
        ]
        for section in sections_of(group.rows)
    }


def values(data: Dataset, group: FormGroup, person: Employee) -> Values:
    """What fills the slots for one person."""
    ratings = person_ratings(data, group.terms.cycle, person.id)
    slots: Values = {PERSON: person.id, _TO_DO: to_do_sentence(data, group, person)}
    for section in sections_of(group.rows):
        fields = personal_fields(section, person.id, ratings, "self_rating", show_other=group.terms.manager)
        for row, row_values in zip(section.rows, fields, strict=True):
            slots |= {name: row_values[field] for field, name in row.slots.items()}
        words, otherwise = (_MET_NEXT, OPTIONAL) if section.is_optional else (_MET, "")
        slots[_met_slot(section)] = met_sentence(_tally(section, data, group, person), words, otherwise)
    return slots
