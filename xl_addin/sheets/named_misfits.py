"""What does not fit where names are asked: said of the names people typed, never of the keys behind them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from xl_addin.cells.fold import fold_text
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.labels import last_name
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK
from xl_addin.model.records import Employee, MatrixRow
from xl_addin.sheets import framework, key_tables, matrix, people
from xl_addin.sheets.named_cells import named_people
from xl_addin.sheets.named_rows import typed_name
from xl_addin.sheets.names_beside_keys import NameColumn, name_columns
from xl_addin.sheets.visible_places import visible_place

_OWN_KEY = ("id", "key")
_NEEDED = ("track", "level")
_ASKS = {"track": "a track of Framework", "level": "a level of the track"}
_KINDS = {
    "Employee ID": (PERSON, "Person"),
    "Manager ID": (PERSON, "Manager"),
    "Competency ID": (COMPETENCY, "Competency"),
    "Level ID": (LEVEL, "Level"),
    "Track ID": (TRACK, "Track"),
}
"""Header of a column of keys -> what they are keys of, and what a sentence calls them."""
_NO_ROW = "stands in a row that Build did not lay out"


def misfits_by_names(snapshot: Snapshot, data: Dataset) -> tuple[Misfit, ...]:
    """The misfits of a workbook that asks for names, as its people can understand and mend them.

    What commands write from Framework has none of its own: Framework has them. Of People it is the names that are
    blank or name nothing. A person who has no key yet has one as soon as a question is answered.
    """
    people_misfits = list(_of_people(snapshot, data))
    return (
        *(misfit for new_misfit in data.misfits for misfit in _of_others(new_misfit, snapshot, data)),
        *people_misfits,
    )


def _of_others(misfit: Misfit, snapshot: Snapshot, data: Dataset) -> Iterator[Misfit]:
    """A misfit that stays, maybe in other words; nothing where it is said at another cell."""
    place = misfit.place
    if place.row < 0 or misfit.kind in ("below", "apart"):
        yield misfit  # about the table as a whole
    elif place.table == people.TABLE.name:
        if place.field not in (*_OWN_KEY, *people.NAME_FIELDS):
            yield misfit
    elif place.table.startswith(matrix.TABLE_PREFIX) and place.field == "competency":
        if name := _row_name(place, data):
            yield Misfit("name", Place(place.table, place.row, "name"), "Competency", name, _NO_ROW)
    elif own := _name_column(place):
        yield from _of_name(misfit, own, snapshot, data)
    elif visible_place(place, data) == place:
        kind, title = _KINDS.get(misfit.title, ("", misfit.title))
        new_misfit = replace(misfit, title=title)
        yield from _of_reference(new_misfit, kind, data) if kind and misfit.kind == "reference" else (new_misfit,)


def _name_column(place: Place) -> NameColumn | None:
    """The column of names beside the keys where a misfit stands."""
    table = key_tables().get(place.table)
    return next((own for own in name_columns(table) if own.key == place.field), None) if table else None


def _of_name(misfit: Misfit, own: NameColumn, snapshot: Snapshot, data: Dataset) -> Iterator[Misfit]:
    """A key that is missing because its name is blank or names nothing, or that is of something gone."""
    place, title = Place(misfit.place.table, misfit.place.row, own.name), own.head.title
    new_misfit = replace(misfit, place=place, title=title)
    if misfit.kind == "reference":
        yield from _of_reference(new_misfit, own.head.kind, data)
    elif misfit.kind == "required" and (text := typed_name(snapshot, place)):
        tab = people.NAME if own.head.kind == PERSON else framework.NAME
        yield Misfit("name", place, title, text, f"{'is nobody in' if tab == people.NAME else 'is not on'} {tab}")
    else:
        yield replace(new_misfit, asks="a name from the list") if misfit.kind == "required" else new_misfit


def _of_reference(misfit: Misfit, kind: str, data: Dataset) -> Iterator[Misfit]:
    """A key of what is gone, by its last name; nothing while it may be whoever a question is open about."""
    name = last_name(data, kind, str(misfit.value))
    if not name:
        yield misfit
    elif kind != PERSON or not any(question.kind == PERSON for question in data.name_questions):
        tab = people.NAME if kind == PERSON else framework.NAME
        yield Misfit("name", misfit.place, misfit.title, name, f"is gone from {tab}")


def _row_name(place: Place, data: Dataset) -> str:
    """What a row of a matrix is called; "" where nothing stands there."""
    rows: tuple[MatrixRow, ...] = next(
        (new_misfit.rows for new_misfit in data.matrices if new_misfit.table == place.table), ()
    )
    return next((row.name for row in rows if row.row == place.row), "")


def _of_people(snapshot: Snapshot, data: Dataset) -> Iterator[Misfit]:
    """The names on People that are blank and needed, and those that name nothing."""
    keys = {person.row: person for person in data.people}
    columns = people.named_table().field_of
    for typed_names in named_people(snapshot, data, {}):
        person = keys[typed_names.row]
        for field, name_field in people.NAME_FIELDS.items():
            text = getattr(typed_names, field)
            place, title = Place(people.TABLE.name, typed_names.row, name_field), columns[name_field].header
            if not text and field in _NEEDED:
                yield Misfit("required", place, title, None, _ASKS[field])
            elif text and (fault := _fault(field, text, person, data)):
                yield Misfit("name", place, title, text, fault)


def _fault(field: str, text: str, person: Employee, data: Dataset) -> str:
    """Why a name means nothing, as a sentence goes on after "which"; "" where it means something or none can tell."""
    known_names: dict[str, Collection[str]] = {"track": data.track, "level": data.level, "manager": data.person}
    if getattr(person, field) in known_names[field]:
        return ""
    if field == "track":
        return "is no track of Framework"
    if field == "level":
        track = data.track.get(person.track)
        return f"is no level of {track.name}" if track else ""  # of which track is to be settled first
    count = sum(fold_text(other_misfit.name) == fold_text(text) for other_misfit in data.people)
    if count == 1:
        return ""  # somebody who has no key before a question is answered
    return f"is the name of {count} people: add the team, as in Sam Taylor (Web)" if count else "is nobody in People"
