"""A data set beside the results that stand in its workbook: live figures follow the rows Score last wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xl_addin.evaluate.person_figures import person_scores
from xl_addin.evaluate.score_counts import ScoreCounts, score_row
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.stored_rows import stored_rows
from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import set_memo
from xl_addin.model.records import Employee
from xl_addin.model.results import ScoreRow
from xl_addin.model.stored_tables import StoredRow, StoredTables
from xl_addin.scores.requirements import level_weights
from xl_addin.sheets import findings, freshness, scores, static_tables, team, trends
from xl_addin.sheets.input_prints import take_prints


def beside_results(data: Dataset, snapshot: Snapshot) -> Dataset:
    """The data set, to be shown beside the results that stand in the workbook as read."""
    # their rows stay as the last run wrote them: those that formulas go on with, and what is read of the others
    live = (table for table in static_tables() if table.filled_by and table.is_live)
    tables = (*live, findings.TABLE, trends.TABLE, freshness.RUNS, freshness.INPUTS, team.team_table(data.competencies))
    rows = {table.name: stored_rows(snapshot, table) for table in tables}
    dataset = replace(data, stored_tables=StoredTables(rows, take_prints(snapshot, data)))
    set_memo(dataset, person_scores, list(_score_rows(data, rows[scores.TABLE.name])))
    set_memo(dataset, trends.changes, [(str(row["cycle"]), row.get("change")) for row in rows[trends.TABLE.name]])
    return dataset


def _score_rows(data: Dataset, rows: Sequence[StoredRow]) -> Iterator[ScoreRow]:
    """The figures of today for each row that Score wrote, at the level it wrote."""
    rows_today = {(row.cycle, row.employee): row for row in person_scores(data)}
    other_levels = _at_other_levels(
        data, [row for row in rows if not _is_same_level(row, rows_today.get(_person_key(row)))]
    )
    for row in rows:
        today = rows_today.get(_person_key(row))
        level, track = str(row.get("level") or ""), str(row.get("track") or "")
        if not _is_same_level(row, today):
            today = other_levels.get((*_person_key(row), level))
        if today is None:  # nothing is rated there any more
            today = _unrated_row(data, *_person_key(row), level)
        yield today.model_copy(update={"level": level, "track": track, **_words(row)})


def _unrated_row(data: Dataset, cycle: str, employee: str, level: str) -> ScoreRow:
    """A person of whom nothing that the level asks for is rated."""
    lines = level_weights(data, level)
    asked_count = len(lines.weights)
    nothing = ScoreCounts(asked_count, 0, 0, lines.weight, 0.0 if asked_count else None, None, ())
    return score_row(data, cycle, data.person.get(employee, Employee(id=employee)), level, nothing)


def _words(row: StoredRow) -> StoredRow:
    """What the row says without a formula: it stays as it was written."""
    fixed_fields = (column.field for column in scores.TABLE.columns if not column.formula)
    return {field: row.get(field) or "" for field in fixed_fields if isinstance(getattr(ScoreRow(), field), str)}


def _person_key(row: StoredRow) -> tuple[str, str]:
    return str(row["cycle"] or ""), str(row["employee"] or "")


def _is_same_level(row: StoredRow, today: ScoreRow | None) -> bool:
    return today is not None and today.level == (row.get("level") or "")


def _at_other_levels(data: Dataset, rows: Sequence[StoredRow]) -> Mapping[tuple[str, str, str], ScoreRow]:
    """(cycle, employee, level) -> figures at a level that is not the one the person would be scored at today."""
    figures: dict[tuple[str, str, str], ScoreRow] = {}
    waiting = {(str(row["employee"]), str(row.get("level") or "")) for row in rows}
    while waiting:
        turn = dict(sorted(waiting))  # a person once: each at one level at a time
        waiting -= set(turn.items())
        people = [_at_level(data, *pair) for pair in turn.items()]
        ratings = tuple(rating for rating in data.ratings if rating.employee in turn)
        for row in person_scores(replace(data, people=tuple(people), ratings=ratings)):
            if row.level == turn[row.employee]:
                figures[row.cycle, row.employee, row.level] = row
    return figures


def _at_level(data: Dataset, employee: str, level: str) -> Employee:
    person = data.person.get(employee, Employee(id=employee))
    return person.model_copy(update={"level": level, "active": "Yes"})
