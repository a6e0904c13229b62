"""Ids are used once, and what is referred to exists

Why
    Ids tie the workbook together: a person to a level, a weight to a competency, a rating to both. An id used twice, or
    one that leads nowhere, ties things to the wrong row or to none. Real frameworks guard this with tests of their own,
    the Financial Times and Pivotal among them.

Fix
    Give each row an id of its own, and where one row names another, choose the name from the list in the cell.

Good
    Levels
    | Level ID | Track ID | Level title       | Rank | Next levels |
    | SE1      | ENG      | Software Engineer | 1    | SE2         |
    | SE2      | ENG      | Senior Engineer   | 2    |             |

Bad
    Levels
    | Level ID | Track ID | Level title       | Rank | Next levels |
    | SE1      | ENG      | Software Engineer | 1    | SE9         |
    | SE1      | ENG      | Senior Engineer   | 2    |             |
    -> Next levels in row 1 of Levels
    -> Level ID in row 2 of Levels

    People
    | Employee ID | Name      |
    | '00123      | Ana Silva |
    | '123        | Ben Mora  |
    | e4          | Cem Kaya  |
    | E4          | Dee Hall  |
    -> Employee ID in row 2 of People
    -> Employee ID in row 4 of People

    Weights
    | Track ID | Competency ID | Weight |
    | ENG      | OWN           | 60     |
    | ENG      | OWN           | 40     |
    -> row 2 of Weights

    Competencies
    | Competency ID | Competency |
    | OWN           | Ownership  |
"""

from collections import Counter
from collections.abc import Iterator

from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.records import Rating, Weight
from xl_addin.model.text import is_nearly
from xl_addin.rules.rule import FOUNDATIONAL, Hit, rule
from xl_addin.rules.table_rows import TableRow, competency_name, misfit_text, person_name, refers_to, table_rows
from xl_addin.rules.text_analysis import quote

_NAME_FIX = "Choose a name from the list in the cell; what is not there yet belongs on Framework or People first."


def _repeats(data: Dataset) -> dict[Place, int]:
    """Rows of Weights and Assessments that speak about the same as an earlier row: place -> the earlier row."""
    first: dict[tuple[str, ...], int] = {}
    repeats: dict[Place, int] = {}
    keys: list[tuple[tuple[str, ...], int]] = [(("tblWeights", w.track, w.competency), w.row) for w in data.weights]
    keys += [(("tblAssessments", r.cycle, r.employee, r.competency, r.level), r.row) for r in data.ratings]
    for key, row in keys:
        if all(key) and key in first:
            repeats[Place(key[0], row)] = first[key]
        first.setdefault(key, row)
    return repeats


def _near_cycles(data: Dataset) -> dict[Place, int]:
    """The first row of each cycle that only signs or blanks tell from the open one, and how many ratings it has."""
    cycle = str(data.setting("cycle"))
    counts = Counter(rating.cycle for rating in data.ratings)
    similar_cycles = {spelling for spelling in counts if is_nearly(spelling, cycle)}
    first = {rating.cycle: rating.row for rating in reversed(data.ratings) if rating.cycle in similar_cycles}
    return {Place("tblAssessments", row, "cycle"): counts[spelling] for spelling, row in first.items()}


@rule(
    Severity.ERROR,
    FOUNDATIONAL,
    subjects=table_rows,
    skip_reason="the workbook has no entries yet",
    plural="IDs to put right",
)
def judge(entry: TableRow, data: Dataset) -> Iterator[Hit]:
    """Hit for each id used before, each name that leads nowhere, and a row that repeats an earlier one."""
    for misfit in entry.misfits:
        if misfit.kind == "duplicate":
            cell_text = misfit_text(misfit)
            yield Hit(
                misfit.place, f"{misfit.title} of {entry.name} takes {misfit.asks}, but {cell_text} stands above."
            )
        elif misfit.kind == "alike":
            yield Hit(
                misfit.place,
                f"{misfit.title} of {entry.name} is {misfit_text(misfit)}: Excel takes it for {quote(misfit.asks)} "
                "above, as it tells neither case, width nor leading zeros apart.",
                "Give each row an ID that differs in more than that.",
            )
        elif misfit.kind == "reference":
            tab = refers_to(entry, misfit, data)
            fault = f"is not on the tab {tab}" if tab else "is not known"
            yield Hit(misfit.place, f"{misfit.title} of {entry.name} names {misfit_text(misfit)}, which {fault}.")
        elif misfit.kind == "name":
            cell_text = misfit_text(misfit)
            yield Hit(
                misfit.place, f"{misfit.title} of {entry.name} names {cell_text}, which {misfit.asks}.", _NAME_FIX
            )
    if isinstance(entry.record, Rating):
        place = Place(entry.table, entry.row, "cycle")
        if rows := memo(data, "F02 nearly", lambda: _near_cycles(data)).get(place):
            open_cycle = quote(str(data.setting("cycle")))
            stand = f"{quantity(rows, 'row')} of Assessments {'stands' if rows == 1 else 'stand'}"
            yield Hit(
                place,
                f"{stand} under {quote(entry.record.cycle)}, nearly the open cycle {open_cycle}.",
                f"Write {open_cycle} if that is meant.",
            )
    if isinstance(entry.record, Weight | Rating):
        earlier = memo(data, "F02 repeats", lambda: _repeats(data)).get(Place(entry.table, entry.row))
        if earlier is not None:
            row, first = (data.sheet_row(entry.table, record_row) for record_row in (entry.row, earlier))
            noun = "weight" if isinstance(entry.record, Weight) else "rating"
            yield Hit(
                Place(entry.table, entry.row),
                f"Row {row} gives {_subject_name(entry.record, data)} a second {noun}; row {first} has one.",
                "Keep one of the two rows and clear the other.",
            )


def _subject_name(record: Weight | Rating, data: Dataset) -> str:
    name = competency_name(data, record.competency)
    return name if isinstance(record, Weight) else f"{person_name(data, record.employee)} on {name}"
