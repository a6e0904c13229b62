"""People taken over by name: each row gets its key and today's names; what names nothing is said once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.people_names import PersonLookup, person_lookup
from xl_addin.ladder.reconcile import Reconciliation
from xl_addin.ladder.sightings import LEVEL_CELL, MANAGER_CELL, TRACK_CELL
from xl_addin.layout.describe import Formula
from xl_addin.layout.edits import Edit, SetCells
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.counts import quantity
from xl_addin.model.finding import Place
from xl_addin.model.ladder import PERSON, KeyEntry, content_cells
from xl_addin.model.records import Employee
from xl_addin.sheets import people
from xl_addin.sheets.new_ids import Doubt


def align_people(
    typed_people: Sequence[Employee], reconciliation: Reconciliation, lookup: NameLookup, ledger: Sequence[KeyEntry]
) -> tuple[list[Edit], list[Doubt], list[Employee]]:
    """The edits that give people their keys and today's names; the names of nothing; the rows as they then stand.

    The cells of keys that are formulas are written anew where they show something else, or were typed over.
    """
    keys = reconciliation.keys[PERSON]
    persons = person_lookup(typed_people, keys, ledger)
    entries = {entry.key: entry for entry in ledger if entry.kind == PERSON}
    cells: dict[tuple[int, str], object] = {}
    unknown: dict[tuple[str, str, str], list[int]] = {}
    rows: list[Employee] = []
    table = people.named_table()
    formulas = {name: own_row(table.field_of[name].formula, table.name) for name in people.NAME_FIELDS}
    for person in typed_people:
        key = keys.get((person.row, 0), "")
        named_keys = _keys_of(person, entries.get(key), lookup, persons)
        labels = {
            "track": lookup.track_names.get(named_keys["track"], ""),
            "level": lookup.titles.get(named_keys["level"], ""),
            "manager": persons.labels.get(named_keys["manager"], ""),
        }
        if key:
            cells[person.row, "key"] = key
        cells[person.row, "id"] = key
        for name, label_field in people.NAME_FIELDS.items():
            text = getattr(person, name)
            if label := labels[name]:
                cells[person.row, label_field] = label
            elif text and not (name == "level" and person.track and not named_keys["track"]):
                unknown.setdefault((name, text, named_keys["track"]), []).append(person.row)
            cells[person.row, name] = Formula(formulas[name], named_keys[name])
        rows.append(person.model_copy(update={name: label or getattr(person, name) for name, label in labels.items()}))
    counts = Counter(fold_text(person.name) for person in typed_people)
    doubts = [_no_such_name(own_rows, *place_words, counts) for place_words, own_rows in unknown.items()]
    return ([SetCells(people.TABLE.name, cells)] if cells else []), doubts, rows


def _keys_of(person: Employee, entry: KeyEntry | None, lookup: NameLookup, persons: PersonLookup) -> dict[str, str]:
    """What a row names. A cell that says what it said when the last command ran means what it meant then."""
    label_now = content_cells((person.track, person.level, person.team, person.manager))
    label_before = entry.cells if entry and entry.cells else ("",) * len(label_now)
    is_new = [old != new for old, new in zip(label_before, label_now, strict=False)]
    track = lookup.track(person.track, is_new=is_new[TRACK_CELL]) if person.track else ""
    level_is_new = is_new[TRACK_CELL] or is_new[LEVEL_CELL]
    return {
        "track": track,
        "level": lookup.level_in(track, person.level, is_new=level_is_new) if track and person.level else "",
        "manager": persons.key(person.manager, is_new=is_new[MANAGER_CELL]) if person.manager else "",
    }


def _no_such_name(rows: Sequence[int], field: str, text: str, track: str, counts: Mapping[str, int]) -> Doubt:
    """The cells of a column that name one and the same nothing, told at the first."""
    place = Place(people.TABLE.name, rows[0], people.NAME_FIELDS[field])
    rest = f" (and so in {quantity(len(rows) - 1, 'row')} more)" if len(rows) > 1 else ""
    if field == "track":
        todo = "choose one from the list, or add it to Framework"
        return Doubt(place, f'"{text}" is no track of Framework{rest}', todo)
    if field == "level":
        place_words = "of that track" if track else "as no track is chosen"
        return Doubt(place, f'"{text}" is no level {place_words}{rest}', "choose one from the list")
    if counts[fold_text(text)] > 1:
        problem = f"{counts[fold_text(text)]} people have this name{rest}"
        return Doubt(place, problem, "add the team, as in: Sam Taylor (Web)")
    return Doubt(place, f"names nobody in People{rest}", "choose somebody from the list")
