"""Every place that rules and commands speak of leads to the very cell where people type it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from xl_addin.cells.cell import result_of
from xl_addin.commands.demo import sample
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.finding import Place
from xl_addin.model.ladder import LadderRow
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names
from xl_addin.sheets.reading import Reading, read_dataset
from xl_addin.sheets.visible_places import cell_address, visible_place

TODAY = dt.date(2026, 11, 30)


@cache
def by_names() -> tuple[Snapshot, Reading]:
    """The sample company in a workbook that asks for names."""
    data = ask_for_names(replace(sample(), today=TODAY))
    snapshot = snapshot_of(describe(data), rows(data))
    return snapshot, read_dataset(snapshot, TODAY)


def shown_at(place: Place) -> object:
    """What stands in the cell that a place leads to."""
    snapshot, reading = by_names()
    place = visible_place(place, reading.data)
    data = find_table(snapshot, place.table)
    assert data is not None
    return result_of(data.rows[place.row][find_columns(data, reading.tables[place.table])[place.field]])


def test_what_is_typed_on_framework_is_found_there() -> None:
    data = by_names()[1].data
    assert data.by_names
    assert data.levels
    assert data.competencies
    for track in data.tracks:
        for field in ("", "id", "name"):
            assert shown_at(Place("tblTracks", track.row, field)) == track.name
    for level in data.levels:
        for field in ("", "id", "title", "rank", "next", "lateral"):
            assert shown_at(Place("tblLevels", level.row, field)) == level.title
        assert shown_at(Place("tblLevels", level.row, "track")) == data.track[level.track].name
    for own in data.competencies:
        for field in ("", "id", "name", "tracks"):
            assert shown_at(Place("tblCompetencies", own.row, field)) == own.name
        for field in ("theme", "definition"):
            assert shown_at(Place("tblCompetencies", own.row, field)) == getattr(own, field)


def test_a_weight_leads_to_its_mark_and_a_person_to_the_names() -> None:
    data = by_names()[1].data
    for weight in data.weights:
        place = visible_place(Place("tblWeights", weight.row, "weight"), data)
        row = next(row for row in data.competency_rows if row.key == weight.competency)
        assert place == Place("tblMarks", row.row, weight.track)
        assert shown_at(place)
    for person in data.people:
        assert shown_at(Place("tblPeople", person.row)) == person.name
        assert shown_at(Place("tblPeople", person.row, "id")) == person.name
        assert shown_at(Place("tblPeople", person.row, "track")) == data.track[person.track].name
        assert shown_at(Place("tblPeople", person.row, "level")) == data.level[person.level].title


@pytest.mark.parametrize(
    "place",
    [
        Place("tblTracks", 0, "purpose"),
        Place("tblLevels", 1, "promotion"),
        Place("tblCompetencies", 2, "resources"),
        Place("tblPeople", 3, "email"),
        Place("tblRoadmap", 0, "owner"),
    ],
)
def test_what_is_typed_where_it_stands_stays(place: Place) -> None:
    assert visible_place(place, by_names()[1].data) == place


def test_a_row_that_is_not_there_leads_to_the_table_people_type_in() -> None:
    data = by_names()[1].data
    assert visible_place(Place("tblTracks"), data) == Place("tblLadder")
    assert visible_place(Place("tblLevels", 900, "title"), data) == Place("tblLadder")
    assert visible_place(Place("tblWeights"), data) == Place("tblMarks")


def test_a_level_is_found_by_its_title_while_framework_waits_for_an_answer() -> None:
    data = by_names()[1].data
    first = data.ladder[0]
    moved = LadderRow(row=first.row, name=first.name, key=first.key, step_1="New first step", step_2=first.step_1)
    changed = replace(data, ladder=(moved, *data.ladder[1:]))
    level = data.levels_of(first.key)[0]
    assert visible_place(Place("tblLevels", level.row, "title"), changed) == Place("tblLadder", first.row, "step_2")


def test_in_a_workbook_of_ids_every_place_is_its_own() -> None:
    data = sample()
    for place in (Place("tblTracks", 0, "id"), Place("tblLevels", 0, "next"), Place("tblPeople", 0, "track")):
        assert visible_place(place, data) == place


def test_an_address_is_on_the_tab_people_see() -> None:
    snapshot, reading = by_names()
    address = cell_address(Place("tblLevels", 0, "title"), snapshot, reading.tables, reading.data)
    assert address.startswith("Framework!")
    assert cell_address(Place("tblGone", 0, "x"), snapshot, reading.tables, reading.data) == "tblGone"
