"""A data set beside the results that stand in its workbook: live figures follow the rows Score last wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xl_addin.layout.grid import Snapshot
from xl_addin.layout.stored import stored_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.kept import keep
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.model.standing import Standing, Stored
from xl_addin.scores.asked import lines_of
from xl_addin.scores.people import Counted, person_scores, score_row
from xl_addin.sheets import runs, scores, static_tables, team, trends


def beside_results(data: Dataset, snapshot: Snapshot) -> Dataset:
    """The data set, to be shown beside the results that stand in the workbook as read."""
    # their rows stay as the last run wrote them: those that formulas go on with, and what is read of the others
    live = (table for table in static_tables() if table.filled_by and table.is_live)
    tables = (*live, trends.TABLE, runs.RUNS, runs.INPUTS, team.table_of(data.competencies))
    rows = {table.name: stored_rows(snapshot, table) for table in tables}
    shown = replace(data, standing=Standing(rows, runs.looked_at(snapshot, data)))
    keep(shown, person_scores, list(_listed(data, rows[scores.TABLE.name])))
    keep(shown, trends.changes, [(str(row["cycle"]), row.get("change")) for row in rows[trends.TABLE.name]])
    return shown


def _listed(data: Dataset, stored: Sequence[Stored]) -> Iterator[ScoreRow]:
    """The figures of today for each row that Score wrote, at the level it wrote."""
    fresh = {(row.cycle, row.employee): row for row in person_scores(data)}
    other = _at_other_levels(data, [row for row in stored if not _same(row, fresh.get(_who(row)))])
    for row in stored:
        today = fresh.get(_who(row))
        level, track = str(row.get("level") or ""), str(row.get("track") or "")
        if not _same(row, today):
            today = other.get((*_who(row), level))
        if today is None:  # nothing is rated there any more
            today = _unrated(data, *_who(row), level)
        yield today.model_copy(update={"level": level, "track": track, **_words(row)})


def _unrated(data: Dataset, cycle: str, employee: str, level: str) -> ScoreRow:
    """A person of whom nothing that the level asks for is rated."""
    lines = lines_of(data, level)
    asked = len(lines.weights)
    nothing = Counted(asked, 0, 0, lines.weight, 0.0 if asked else None, None, ())
    return score_row(data, cycle, data.person.get(employee, Employee(id=employee)), level, nothing)


def _words(row: Stored) -> Stored:
    """What the row says without a formula: it stays as it was written."""
    fixed = (column.field for column in scores.TABLE.columns if not column.formula)
    return {field: row.get(field) or "" for field in fixed if isinstance(getattr(ScoreRow(), field), str)}


def _who(row: Stored) -> tuple[str, str]:
    return str(row["cycle"] or ""), str(row["employee"] or "")


def _same(row: Stored, today: ScoreRow | None) -> bool:
    return today is not None and today.level == (row.get("level") or "")


def _at_other_levels(data: Dataset, rows: Sequence[Stored]) -> Mapping[tuple[str, str, str], ScoreRow]:
    """(cycle, employee, level) -> figures at a level that is not the one the person would be scored at today."""
    found: dict[tuple[str, str, str], ScoreRow] = {}
    waiting = {(str(row["employee"]), str(row.get("level") or "")) for row in rows}
    while waiting:
        turn = dict(sorted(waiting))  # a person once: each at one level at a time
        waiting -= set(turn.items())
        people = [_at_level(data, *one) for one in turn.items()]
        ratings = tuple(rating for rating in data.ratings if rating.employee in turn)
        for row in person_scores(replace(data, people=tuple(people), ratings=ratings)):
            if row.level == turn[row.employee]:
                found[row.cycle, row.employee, row.level] = row
    return found


def _at_level(data: Dataset, employee: str, level: str) -> Employee:
    known = data.person.get(employee, Employee(id=employee))
    return known.model_copy(update={"level": level, "active": "Yes"})
