"""A workbook that asks for names made ready for a command: every name gets its key, and the tables of keys follow.

Tracks, levels, competencies and weights are written from Framework, titles and names from before follow their keys.
Where it cannot be told what a name is, one question is asked: of the framework nothing is taken over until it is
answered, a person it is about has no key meanwhile, so that nobody's ratings appear under another name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xl_addin.ladder.answers import NameAnswer
from xl_addin.ladder.ledger import ladder_of_records, ledger_of_records
from xl_addin.ladder.name_lookup import NameLookup
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import SheetNames, Sighting, sheet_names
from xl_addin.ladder.views import ladder_rows
from xl_addin.layout.describe import Table
from xl_addin.layout.edits import Edit, Replace
from xl_addin.layout.record_rows import plain_rows
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Record
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry, NameQuestion
from xl_addin.model.records import Competency, Weight
from xl_addin.sheets import keys_store, names_to_settle
from xl_addin.sheets.by_names import competency_row
from xl_addin.sheets.framework_faults import framework_faults, unclear_columns
from xl_addin.sheets.framework_from_names import FrameworkUpdate, update_framework
from xl_addin.sheets.name_answers import Questioning, place_text
from xl_addin.sheets.named_cells import named_people
from xl_addin.sheets.new_ids import Doubt
from xl_addin.sheets.people_from_names import align_people
from xl_addin.sheets.reading import Reading

_FRAMEWORK_KINDS = (TRACK, LEVEL, COMPETENCY)


@dataclass(frozen=True)
class NameAlignment:
    """What it takes: the edits, what the names were found to be, the questions that are open, names that name nothing.

    `questions` are the rows of the tab Names, `is_waiting` tells that Framework is not taken over
    before a question is answered, or a table of it is whole again;
    `ledger` is what the list of keys is to hold; `unclear_levels` are the levels of which it is not known which column
    of the matrix is theirs; `tables` are matrices that nothing read yet; `weights` are those that the marks come to.
    """

    edits: tuple[Edit, ...]
    reconciliation: Reconciliation
    questions: tuple[NameQuestion, ...]
    doubts: tuple[Doubt, ...]
    is_waiting: bool
    ledger: tuple[KeyEntry, ...]
    unclear_levels: frozenset[str]
    tables: tuple[Table, ...]
    weights: tuple[Weight, ...] = ()

    @property
    def open_questions(self) -> tuple[NameQuestion, ...]:
        """The rows that have no answer yet that can be taken."""
        lines = ((question.kind, line) for question in self.reconciliation.questions for line in question.lines)
        waiting = {(kind, place_text(line.spot), line.name) for kind, line in lines}
        return tuple(row for row in self.questions if (row.kind, row.place, row.name) in waiting)

    @property
    def absent_keys(self) -> frozenset[str]:
        """Keys that stand in ratings and plans, rightly, and in no table: of what is gone, of people asked about."""
        lines = self.reconciliation.matchings[PERSON].open_lines.values()
        waiting = {key for line in lines for key in line.offers}
        return frozenset(waiting.union(entry.key for entry in self.reconciliation.ledger if entry.is_gone))


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
    faults = framework_faults(snapshot, data)
    if faults:  # what cannot be made out has not changed, and nothing is asked about it
        data, answers = _as_written(data), ()
    old_names = {entry.key: entry.name for entry in data.ledger if entry.kind == PERSON and not entry.is_gone}
    typed_people = named_people(snapshot, data, old_names)
    names = sheet_names(data.ladder, competency_records(data), typed_people)
    ledger = data.ledger or ledger_of_records(data.tracks, data.levels, data.competencies, names.people)
    in_use = keys_in_use(data)
    talk = Questioning(ledger, names, in_use, data.name_questions)
    reconciliation = talk.reconcile(answers)
    is_waiting = bool(faults) or any(question.kind in _FRAMEWORK_KINDS for question in reconciliation.questions)
    update = FrameworkUpdate() if is_waiting else update_framework(snapshot, reading, reconciliation, ledger)
    lookup = _standing_lookup(data, ledger) if is_waiting else update.lookup
    people_edits, people_doubts, new_people = align_people(typed_people, reconciliation, lookup, ledger)
    ladder = update.ladder or data.ladder
    # the list of keys says what stands once the labels are written, so that a second run finds nothing new
    settled_names = _with_keys(sheet_names(ladder, competency_records(data), new_people), reconciliation)
    new_ledger = reconcile(reconciliation.ledger, settled_names, (), in_use).ledger
    if is_waiting:  # an answer counts once the others are there too: until then it stands beside its question
        new_ledger = (*(e for e in ledger if e.kind != PERSON), *(e for e in new_ledger if e.kind == PERSON))
    questions = talk.rows(is_waiting=is_waiting)
    edits = [*update.edits, *people_edits]
    for table, old, new in (
        (keys_store.TABLE.name, data.ledger, new_ledger),
        (names_to_settle.TABLE.name, data.name_questions, questions),
    ):
        if _unplaced(old) != _unplaced(new) and find_table(snapshot, table):
            edits.append(Replace(table, plain_rows(new), None))
    unclear = unclear_columns(snapshot, data)
    # while Framework waits, a name that is only on it is no fault of People
    doubts = [
        *talk.doubts,
        *faults,
        *(thing.doubt for thing in unclear),
        *update.doubts,
        *(() if is_waiting else people_doubts),
    ]
    unclear_levels = frozenset(level for thing in unclear for level in thing.levels)
    return NameAlignment(
        tuple(edits),
        reconciliation,
        questions,
        tuple(doubts),
        is_waiting,
        new_ledger,
        unclear_levels,
        update.tables,
        update.weights,
    )


def _as_written(data: Dataset) -> Dataset:
    """The data set with the names of Framework that the last command wrote into the tables of keys."""
    rows = tuple(competency_row(thing, place) for place, thing in enumerate(data.competencies))
    return replace(data, ladder=ladder_of_records(data.tracks, data.levels), competency_rows=rows)


def _unplaced(records: Sequence[Record]) -> list[Record]:
    return [record.model_copy(update={"row": -1}) for record in records]


def competency_records(data: Dataset) -> list[Competency]:
    """The rows of Framework as records, for what they say of themselves."""
    return [
        Competency(
            row=row.row, id=row.key, name=row.name, theme=row.theme, definition=row.definition, values=row.values
        )
        for row in data.competency_rows
    ]


def keys_in_use(data: Dataset) -> list[str]:
    """Keys that stand in ratings, plans and moves: nothing new may get one of them."""
    ratings = {key for rating in data.ratings for key in (rating.employee, rating.competency, rating.level)}
    plans = {key for plan in data.plans for key in (plan.employee, plan.competency)}
    moves = {key for move in data.moves for key in (move.employee, move.origin, move.target)}
    return sorted({*ratings, *plans, *moves, *data.track, *data.level, *data.competency})


def _standing_lookup(data: Dataset, ledger: Sequence[KeyEntry]) -> NameLookup:
    """The names that the tables of keys have, while Framework waits for an answer."""
    ladder = ladder_of_records(data.tracks, data.levels)
    places = {row.key: row.row for row in ladder}
    track_keys = {(row, 0): track for track, row in places.items()}
    level_keys = {(places[thing.track], thing.rank or 0): thing.id for thing in data.levels if thing.track in places}
    return NameLookup(ladder_rows(ladder), track_keys, level_keys, ledger)


def _with_keys(names: SheetNames, reconciliation: Reconciliation) -> SheetNames:
    """The names with the keys in their hidden cells that these rows get."""

    def keyed_rows(kind: str, rows: Sequence[Sighting]) -> tuple[Sighting, ...]:
        return tuple(replace(row, key_cell=reconciliation.keys[kind].get(row.spot, row.key_cell)) for row in rows)

    return SheetNames(
        keyed_rows(TRACK, names.tracks),
        names.levels,
        keyed_rows(COMPETENCY, names.competencies),
        keyed_rows(PERSON, names.people),
    )
