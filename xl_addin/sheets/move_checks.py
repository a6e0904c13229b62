"""Whether a workbook of IDs can be brought over to names: nobody and nothing stands elsewhere afterwards."""

from xl_addin.ladder.upgrade import moves_of
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.finding import Place
from xl_addin.model.records import Employee
from xl_addin.sheets import people
from xl_addin.sheets.name_alignment import align_names
from xl_addin.sheets.reading import Reading
from xl_addin.sheets.visible_places import cell_address

_REASONS = {
    "track": "Tracks has no such track",
    "level": "it is no level of the track beside it",
    "manager": "there is no such person, or two of one name in one team",
}
"""Of people: the field of a key -> why its name may not lead back to it."""


def check_people(data: Dataset, snapshot: Snapshot) -> None:
    """Everybody has an ID of their own.

    Raises:
        Stop: somebody has none, or two share one.
    """
    ids = [person.id.casefold() for person in data.people]
    for person in data.people:
        place = _person_cell(person.row, "id", snapshot)
        if not person.id:
            raise Stop(place, "this person has no Employee ID", "type one, then run names again")
        if ids.count(person.id.casefold()) > 1:
            raise Stop(place, "this Employee ID stands in more than one row", "give each person an ID of their own")


def _person_cell(row: int, field: str, snapshot: Snapshot) -> str:
    data = find_table(snapshot, people.TABLE.name)
    column = find_columns(data, people.TABLE).get(field, 0) if data else 0
    return f"{data.sheet}!{data.address(row, column)}" if data else people.NAME


def check_move(
    new_snapshot: Snapshot, new_reading: Reading, plan: Dataset, snapshot: Snapshot, reading: Reading
) -> None:
    """What the workbook says in its new shape is what it said.

    Args:
        new_snapshot: the workbook as it would stand.
        new_reading: what it would say.
        plan: what it is to say.
        snapshot: the workbook as it stands.
        reading: what it says.

    Raises:
        Stop: a level would lead elsewhere, a person stand elsewhere, or a name be no name of anything.
    """
    new, old = new_reading.data, reading.data
    persons = new.person
    for person in plan.people:
        row = persons.get(person.id, Employee())
        for field, reason in _REASONS.items():
            key = getattr(person, field)
            if getattr(row, field) != key:
                place = _person_cell(person.row, field, snapshot)
                raise Stop(place, f"{key} cannot be written by name: {reason}", "put it right, then run names again")
    alignment = align_names(new_snapshot, new_reading)
    for doubt in alignment.doubts:
        place = _cell_today(doubt.place, snapshot, new_snapshot, new_reading)
        raise Stop(place, doubt.problem, "put it right, then run names again")
    is_same = moves_of(new.levels) == moves_of(old.levels) and set(new.level) == set(old.level)
    if alignment.questions or not is_same or len(new.people) != len(old.people):
        raise Stop("Levels", "what leads where would not be the same by names", "tell us; nothing was changed")


def _cell_today(place: Place, snapshot: Snapshot, new_snapshot: Snapshot, new_reading: Reading) -> str:
    """A cell of People where it stands today: in the new shape other columns come before it."""
    if place.table != people.TABLE.name:
        return cell_address(place, new_snapshot, new_reading.tables, new_reading.data)
    keys = {name: field for field, name in people.NAME_FIELDS.items()}
    return _person_cell(place.row, keys.get(place.field, place.field), snapshot)
