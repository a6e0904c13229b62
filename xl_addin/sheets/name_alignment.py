"""A workbook that asks for names made ready for a command: every name gets its key, and the tables of keys follow.

Tracks, levels, competencies and weights are written from Framework, titles and names from before follow their keys.
Where it cannot be told what a name is, one question is asked: of the framework nothing is taken over until it is
answered, a person it is about has no key meanwhile, so that nobody's ratings appear under another name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.answers import NameAnswer, answer_of_choice, choices
from xl_addin.ladder.ledger import rebuilt_ledger
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.people_names import PersonLookup, person_lookup
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import (
    LEVEL_CELL,
    MANAGER_CELL,
    TRACK_CELL,
    NameSpot,
    SheetNames,
    Sighting,
    sheet_names,
)
from xl_addin.layout.describe import Formula
from xl_addin.layout.edits import Edit, Replace, SetCells
from xl_addin.layout.record_rows import plain_rows
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.structured_refs import own_row
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record
from xl_addin.model.finding import Place
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry, LadderRow, NameQuestion, content_cells
from xl_addin.model.records import Competency, Employee
from xl_addin.sheets import keys_store, names_to_settle, people
from xl_addin.sheets.framework_from_names import FrameworkUpdate, update_framework
from xl_addin.sheets.named_cells import named_people
from xl_addin.sheets.new_ids import Doubt
from xl_addin.sheets.reading import Reading

_FRAMEWORK_KINDS = (TRACK, LEVEL, COMPETENCY)


@dataclass(frozen=True)
class NameAlignment:
    """What it takes: the edits, what the names were found to be, the questions that are open, names that name nothing.

    `is_waiting` tells that Framework is not taken over before a question is answered.
    """

    edits: tuple[Edit, ...]
    found: Reconciliation
    questions: tuple[NameQuestion, ...]
    doubts: tuple[Doubt, ...]
    is_waiting: bool

    @property
    def absent_keys(self) -> frozenset[str]:
        """Keys that stand in ratings and plans, rightly, and in no table: of what is gone, of people asked about."""
        lines = self.found.matchings[PERSON].open_lines.values()
        waiting = {key for line in lines for key in line.offers}
        return frozenset(waiting.union(entry.key for entry in self.found.ledger if entry.is_gone))


def align_names(snapshot: Snapshot, reading: Reading, answers: Sequence[NameAnswer] = ()) -> NameAlignment:
    """What makes a workbook ready whose people typed names.

    Args:
        snapshot: the workbook as it stands.
        reading: what it says.
        answers: what people say about names beside what they chose on the tab Names.

    Raises:
        Stop: an answer fits no question, or more than one.
    """
    data = reading.data
    typed = [own.person for own in named_people(snapshot, data)]
    names = sheet_names(data.ladder, _competencies(data), typed)
    ledger = data.ledger or rebuilt_ledger(names, _level_keys(data))
    in_use = _keys_in_use(data)
    chosen, unread = _chosen_answers(reconcile(ledger, names, answers, in_use), data, ledger)
    found = reconcile(ledger, names, (*answers, *chosen), in_use)
    is_waiting = any(question.kind in _FRAMEWORK_KINDS for question in found.questions)
    update = FrameworkUpdate() if is_waiting else update_framework(snapshot, reading, found, ledger)
    lookup = _standing_lookup(data, ledger) if is_waiting else update.lookup
    people_edits, people_doubts, relabelled = _people(typed, found, lookup, ledger)
    ladder = update.ladder or data.ladder
    # the list of keys says what stands once the labels are written, so that a second run finds nothing new
    settled = reconcile(
        found.ledger, _with_keys(sheet_names(ladder, _competencies(data), relabelled), found), (), in_use
    )
    questions = tuple(_question_rows(found, data, ledger))
    edits = [*update.edits, *people_edits]
    for table, old, new in (
        (keys_store.TABLE.name, data.ledger, settled.ledger),
        (names_to_settle.TABLE.name, data.name_questions, questions),
    ):
        if _unplaced(old) != _unplaced(new) and find_table(snapshot, table):
            edits.append(Replace(table, plain_rows(new)))
    return NameAlignment(tuple(edits), found, questions, (*unread, *update.doubts, *people_doubts), is_waiting)


def _unplaced(records: Sequence[Record]) -> list[Record]:
    return [record.model_copy(update={"row": -1}) for record in records]


def _competencies(data: Dataset) -> list[Competency]:
    """The rows of Framework as records, for what they say of themselves."""
    return [
        Competency(
            row=row.row, id=row.key, name=row.name, theme=row.theme, definition=row.definition, values=row.values
        )
        for row in data.competency_rows
    ]


def _level_keys(data: Dataset) -> dict[str, dict[str, str]]:
    """Track -> title -> level, as the tables of keys still have them."""
    titles: dict[str, dict[str, str]] = {}
    for level in data.levels:
        titles.setdefault(level.track, {})[level.title] = level.id
    return titles


def _keys_in_use(data: Dataset) -> list[str]:
    """Keys that stand in ratings, plans and moves: nothing new may get one of them."""
    ratings = {key for rating in data.ratings for key in (rating.employee, rating.competency, rating.level)}
    plans = {key for plan in data.plans for key in (plan.employee, plan.competency)}
    moves = {key for move in data.moves for key in (move.employee, move.origin, move.target)}
    return sorted({*ratings, *plans, *moves, *data.track, *data.level, *data.competency})


def _chosen_answers(
    found: Reconciliation, data: Dataset, ledger: Sequence[KeyEntry]
) -> tuple[tuple[NameAnswer, ...], tuple[Doubt, ...]]:
    """What people chose on the tab Names, and what they wrote there that is none of the choices."""
    answers, unread = [], []
    names = _names(ledger)
    typed = {(row.kind, fold_text(row.name), row.place): row for row in data.name_questions if row.answer.strip()}
    for question in found.questions:
        for line in question.lines:
            row = typed.get((question.kind, fold_text(line.name), _place(line.spot)))
            answer = answer_of_choice(question, line, names, row.answer) if row else None
            if answer:
                answers.append(answer)
            elif row:
                place = Place(names_to_settle.TABLE.name, row.row, "answer")
                unread.append(Doubt(place, "is none of the answers offered", "choose one from the list"))
    return tuple(answers), tuple(unread)


def _question_rows(found: Reconciliation, data: Dataset, ledger: Sequence[KeyEntry]) -> Iterator[NameQuestion]:
    """The questions that are open as rows of the tab Names; an answer that was not understood stays in its cell."""
    names = _names(ledger)
    typed = {(row.kind, row.name, row.place): row.answer for row in data.name_questions}
    for question in found.questions:
        for line in question.lines:
            place = _place(line.spot)
            offered = choices(question, line, names)[: len(names_to_settle.CHOICES)]
            yield NameQuestion(
                kind=question.kind,
                place=place,
                name=line.name,
                question=question.text,
                answer=typed.get((question.kind, line.name, place), ""),
                **dict(zip(names_to_settle.CHOICES, offered, strict=False)),
            )


def _place(spot: NameSpot) -> str:
    return f"{spot[0]}:{spot[1]}"


def _names(ledger: Sequence[KeyEntry]) -> dict[str, str]:
    return {entry.key: entry.name for entry in ledger if entry.key}


def _standing_lookup(data: Dataset, ledger: Sequence[KeyEntry]) -> NameLookup:
    """The names that the tables of keys have, while Framework waits for an answer."""
    rows = [
        (place, LadderRow(name=track.name, **{f"step_{own.rank}": own.title for own in data.levels_of(track.id)}))
        for place, track in enumerate(data.tracks)
    ]
    places = {track.id: place for place, track in enumerate(data.tracks)}
    track_keys = {(place, 0): track for track, place in places.items()}
    level_keys = {(places[own.track], own.rank or 0): own.id for own in data.levels if own.track in places}
    return NameLookup(rows, track_keys, level_keys, ledger)


def _people(
    typed: Sequence[Employee], found: Reconciliation, lookup: NameLookup, ledger: Sequence[KeyEntry]
) -> tuple[list[Edit], list[Doubt], list[Employee]]:
    """The edits that give people their keys and today's names; the names of nothing; the rows as they then stand.

    The cells of keys that are formulas are written anew where they show something else, or were typed over.
    """
    keys = found.keys[PERSON]
    persons = person_lookup(typed, keys, ledger)
    entries = {entry.key: entry for entry in ledger if entry.kind == PERSON}
    cells: dict[tuple[int, str], object] = {}
    doubts: list[Doubt] = []
    rows: list[Employee] = []
    table = people.named_table()
    formulas = {name: own_row(table.field_of[name].formula, table.name) for name in people.NAME_FIELDS}
    for person in typed:
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
                doubts.append(_no_such_name(person.row, name, text, named_keys, typed))
            cells[person.row, name] = Formula(formulas[name], named_keys[name])
        rows.append(person.model_copy(update={name: label or getattr(person, name) for name, label in labels.items()}))
    return ([SetCells(people.TABLE.name, cells)] if cells else []), doubts, rows


def _keys_of(person: Employee, entry: KeyEntry | None, lookup: NameLookup, persons: PersonLookup) -> dict[str, str]:
    """What a row names. A cell that says what it said when the last command ran means what it meant then."""
    now = content_cells((person.track, person.level, person.team, person.manager))
    then = entry.cells if entry and entry.cells else ("",) * len(now)
    is_new = [old != new for old, new in zip(then, now, strict=False)]
    track = lookup.track(person.track, is_new=is_new[TRACK_CELL]) if person.track else ""
    level_is_new = is_new[TRACK_CELL] or is_new[LEVEL_CELL]
    return {
        "track": track,
        "level": lookup.level_in(track, person.level, is_new=level_is_new) if track and person.level else "",
        "manager": persons.key(person.manager, is_new=is_new[MANAGER_CELL]) if person.manager else "",
    }


def _no_such_name(row: int, field: str, text: str, keys: Mapping[str, str], typed: Sequence[Employee]) -> Doubt:
    place = Place(people.TABLE.name, row, people.NAME_FIELDS[field])
    if field == "track":
        return Doubt(place, f'"{text}" is no track of Framework', "choose one from the list, or add it to Framework")
    if field == "level":
        where = "of that track" if keys["track"] else "as no track is chosen"
        return Doubt(place, f'"{text}" is no level {where}', "choose one from the list")
    count = sum(fold_text(person.name) == fold_text(text) for person in typed)
    if count > 1:
        return Doubt(place, f"{count} people have this name", "add the team, as in: Sam Taylor (Web)")
    return Doubt(place, "names nobody in People", "choose somebody from the list")


def _with_keys(names: SheetNames, found: Reconciliation) -> SheetNames:
    """The names with the keys in their hidden cells that these rows get."""

    def keyed(kind: str, rows: Sequence[Sighting]) -> tuple[Sighting, ...]:
        return tuple(replace(row, key_cell=found.keys[kind].get(row.spot, row.key_cell)) for row in rows)

    return SheetNames(
        keyed(TRACK, names.tracks), names.levels, keyed(COMPETENCY, names.competencies), keyed(PERSON, names.people)
    )
