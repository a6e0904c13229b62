"""Workbooks that ask for names: which they are, their tables as people see them, and one made of a framework of IDs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from xl_addin.ladder.upgrade import UpgradedFramework, upgrade_framework
from xl_addin.ladder.views import framework_records
from xl_addin.layout.describe import Table
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import CompetencyRow
from xl_addin.model.records import Competency, Employee, Level, Weight
from xl_addin.sheets import (
    competencies,
    framework,
    kept_words,
    keys_store,
    kpis,
    levels,
    names_to_settle,
    people,
    person,
    tracks,
    weights,
)

NAME_TABLES = frozenset(
    entry.name
    for entry in (
        framework.LADDER,
        framework.MORE_WAYS,
        framework.MARKS,
        keys_store.TABLE,
        names_to_settle.TABLE,
        kept_words.TABLE,
    )
)
"""The tables that only such a workbook has."""
_FOLDED = frozenset(name.casefold() for name in NAME_TABLES)


def asks_for_names(snapshot: Snapshot) -> bool:
    """Whether people type names on Framework, and commands make the keys.

    One of its tables tells, so that a workbook that lost the others keeps its meaning; where another program dropped
    all tables, its tabs do.
    """
    if not snapshot.tables:
        return {framework.NAME, keys_store.NAME} <= {*snapshot.sheets}
    return any(name.casefold() in _FOLDED for name in snapshot.tables)


@cache
def named_tables() -> Mapping[str, Table]:
    """The tables that look otherwise where names are asked."""
    modules = (people, tracks, levels, competencies, weights, kpis, person)
    return {entry.named_table().name: entry.named_table() for entry in modules}


def ask_for_names(data: Dataset) -> Dataset:
    """A framework with its people as a workbook that asks for names holds it; every ID stays, out of sight, as a key.

    Raises:
        Stop: an ID stands twice or is missing, a track needs more than twelve steps, or the moves would differ.
    """
    return bring_over(data)[0]


def bring_over(data: Dataset) -> tuple[Dataset, UpgradedFramework]:
    """The same, with what became of the framework; matrices stay as they are. Raises as `ask_for_names` does."""
    framework_by_names = upgrade_framework(replace(data, people=()))
    records = framework_records(framework_by_names.sheets, framework_by_names.keys, framework_by_names.ledger)
    named_data = replace(
        data,
        by_names=True,
        people=tuple(_people_on_rows(data, records.levels)),
        tracks=number_rows(records.tracks),
        levels=number_rows(records.levels),
    )
    # once more for the list of keys, which tells people by what their rows will say
    framework_by_names = upgrade_framework(replace(data, people=tuple(people_by_names(named_data))))
    dataset = replace(
        named_data,
        ladder=number_rows(framework_by_names.sheets.ladder),
        ways=number_rows(framework_by_names.sheets.ways),
        competency_rows=tuple(competency_row(c, place) for place, c in enumerate(data.competencies)),
        ledger=number_rows(framework_by_names.ledger),
        competencies=number_rows(records.competencies),
        weights=round_weights(records.weights),
    )
    return dataset, framework_by_names


def _people_on_rows(data: Dataset, levels: Iterable[Level]) -> Iterator[Employee]:
    """People on the track that their level now belongs to; somebody known by an ID alone is called by it."""
    track_of = {level.id: level.track for level in levels}
    for employee in data.people:
        level = data.level.get(employee.level)
        track = track_of[level.id] if level and level.track == employee.track else employee.track
        yield employee.model_copy(update={"track": track, "name": " ".join((employee.name or employee.id).split())})


def competency_row(competency: Competency, row: int) -> CompetencyRow:
    """A competency as it stands on Framework."""
    return CompetencyRow(
        row=row,
        name=competency.name,
        theme=competency.theme,
        definition=competency.definition,
        values=competency.values,
        expected=competency.expected,
        key=competency.id,
    )


def people_by_names(data: Dataset) -> list[Employee]:
    """People with the names of their track, level and manager in place of the keys."""
    rows = people.rows(data)[people.TABLE.name]
    return [
        employee.model_copy(update={field: row[name] for field, name in people.NAME_FIELDS.items()})
        for employee, row in zip(data.people, rows, strict=True)
    ]


def round_weights(new_weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
    """Weights as they are written: what a file keeps of them is the same in every program."""
    return tuple(
        weight.model_copy(update={"row": row, "weight": round(weight.weight or 0, _DECIMALS)})
        for row, weight in enumerate(new_weights)
    )


_DECIMALS = 6


def number_rows(records: Sequence[Any]) -> tuple[Any, ...]:
    """Records as they come to stand in a table, one below the other."""
    return tuple(record.model_copy(update={"row": row}) for row, record in enumerate(records))
