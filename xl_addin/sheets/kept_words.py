"""Words kept: what people typed beside tracks, levels and competencies that are gone, until they come back.

Written by commands only, in a hidden tab.
"""

from collections.abc import Iterator, Mapping, Sequence

from xl_addin.cells.cell import FormulaCell, Plain
from xl_addin.cells.table import TableData
from xl_addin.layout.declare import label, table
from xl_addin.layout.describe import Sheet, Table
from xl_addin.layout.edits import Edit, Replace, SetCellsByHead
from xl_addin.layout.field_values import is_blank
from xl_addin.layout.parse import find_columns
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table, key_of_cells, key_of_values
from xl_addin.model.dataset import Dataset
from xl_addin.model.ladder import KeptWords

ORDER = 996
NAME = "_words"
TABLE = table(
    "tblKeptWords",
    KeptWords,
    [
        label(KeptWords, "table", 18),
        label(KeptWords, "key", 12),
        label(KeptWords, "head", 24),
        label(KeptWords, "words", 60),
    ],
    key=["table", "key", "head"],
    spare=0,
    collection="kept_words",
    is_optional=True,
)


def sheet(data: Dataset) -> Sheet | None:
    """The hidden tab of a workbook that asks for names; None for one that asks for IDs."""
    if not data.by_names:
        return None
    return Sheet(
        name=NAME,
        title="Words kept",
        purpose="What was said of tracks, levels and competencies that are gone; it comes back with them. Commands "
        "write here; nothing is to be typed.",
        group="results",
        blocks=(TABLE,),
        is_hidden=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    """The words as they stand."""
    return {TABLE.name: plain_rows(data.kept_words)} if data.by_names else {}


def replace_with_words(
    snapshot: Snapshot, data: Dataset, tables: Sequence[tuple[Table, Sequence[RowValues]]]
) -> Iterator[Edit]:
    """The edits that give tables whose rows have keys these rows: words beside what goes are kept, others come back."""
    words_by_place = {(entry.table, entry.key.casefold(), entry.head): entry for entry in data.kept_words}
    old_words = tuple(words_by_place.values())
    for own_table, new_rows in tables:
        state = find_table(snapshot, own_table.name)
        if state is None:
            continue
        places = {key_of_values(values, own_table)[0]: number for number, values in enumerate(new_rows)}
        for key, head, words in _words(state, own_table):
            if key not in places:
                words_by_place[own_table.name, key, head] = KeptWords(
                    table=own_table.name, key=key, head=head, words=words
                )
        yield Replace(own_table.name, new_rows, None)
        words_back = {
            place: entry.words
            for place, entry in words_by_place.items()
            if place[0] == own_table.name and place[1] in places
        }
        heads = {head for _, _, head in words_back} & set(state.headers)
        cells = {(places[key], head): words for (_, key, head), words in words_back.items() if head in heads}
        if cells:
            yield SetCellsByHead(own_table.name, cells)
        words_by_place = {
            place: entry for place, entry in words_by_place.items() if place not in words_back or place[2] not in heads
        }
    if tuple(words_by_place.values()) != old_words and find_table(snapshot, TABLE.name):
        yield Replace(TABLE.name, plain_rows(tuple(words_by_place.values())), None)


def _words(data: TableData, table: Table) -> Iterator[tuple[str, str, Plain]]:
    """(key, head, words) of every cell that a person filled in a column of ours or of their own."""
    places = find_columns(data, table)
    if "id" not in places:
        return
    ours = {place: table.field_of[name] for name, place in places.items()}
    entries = [place for place in range(len(data.headers)) if place not in ours or ours[place].is_entry]
    defaults = {
        entry: table.record.model_fields[ours[entry].field].default
        for entry in entries
        if entry in ours and table.record
    }
    for line in data.rows:
        key = key_of_cells(line, table, places)[0]
        for place in entries if key else ():
            cell = line[place]
            if not isinstance(cell, FormulaCell) and not is_blank(cell) and cell != defaults.get(place):
                yield key, data.headers[place], cell
