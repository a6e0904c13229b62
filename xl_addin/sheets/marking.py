"""Which competency counts on which track, out of the columns of marks on Framework."""

from collections import Counter
from collections.abc import Iterator

from xl_addin.ladder.reconcile import Reconciliation
from xl_addin.layout.edits import AddColumns, Edit, RenameColumn, SetCellsByHead, SetFormulas
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Place
from xl_addin.model.ladder import COMPETENCY, MARK, TRACK, Mark
from xl_addin.sheets import framework
from xl_addin.sheets.named_cells import is_mark_word, mark_cells, mark_of
from xl_addin.sheets.new_ids import Doubt


class Marking:
    """Which competency counts on which track: the marks as they stand, and those that new rows and columns start with.

    A new competency without any mark counts on every track, a new track without any on what counts on all others.
    """

    def __init__(self, snapshot: Snapshot, data: Dataset, reconciliation: Reconciliation) -> None:
        track_keys = {row.row: reconciliation.keys[TRACK].get((row.row, 0), "") for row in data.ladder}
        track_list = dict.fromkeys((*data.track, *filter(None, track_keys.values())))
        self._cells = mark_cells(snapshot, [*track_list, *(row.key for row in data.ladder if row.key)])
        self._rows = {
            row.row: key for row in data.competency_rows if (key := reconciliation.keys[COMPETENCY].get((row.row, 0)))
        }
        self._names = {row.row: row.name for row in data.competency_rows}
        self._new_competencies = {row for row in self._rows if self._rows[row] not in data.competency}
        live_tracks = [key for key in track_keys.values() if key]
        standing = {head: column for column, head in self._cells.heads.items()}
        new_tracks = [key for key in live_tracks if key not in standing]
        spare = [column for column, head in self._cells.heads.items() if framework.is_spare(head)]
        new_heads = range(self._cells.width, self._cells.width + len(new_tracks))
        self._new_columns = dict(zip(new_tracks, (*spare, *new_heads), strict=False))
        self._added = [track for track, column in self._new_columns.items() if column in new_heads]
        columns = {**standing, **self._new_columns}
        self._columns = {key: columns[key] for key in live_tracks}
        self._track_names = {track_keys[row.row]: row.name for row in data.ladder}
        self._marks = dict(self._standing_marks())
        self._signs = self._first_signs()

    def _standing_marks(self) -> Iterator[tuple[tuple[int, int], Mark]]:
        """(row, column) -> the mark that stands there, in the order of the tracks."""
        for track, column in self._columns.items():
            for row, competency in self._rows.items():
                if mark := mark_of(self._cells.cell(row, column), competency, track):
                    yield (row, column), mark

    def _first_signs(self) -> set[tuple[int, int]]:
        """(row, column) where a sign is set: rows and columns that are new and have none."""
        marked_rows, marked_columns = ({spot[part] for spot in self._marks} for part in (0, 1))
        blank_rows = self._new_competencies - marked_rows
        signs = {(row, column) for row in blank_rows for column in self._columns.values()}
        new_columns = set(self._new_columns.values())
        counts = Counter(row for row, column in self._marks if column not in new_columns)
        other_count = len(self._columns) - len(new_columns)
        for column in new_columns - marked_columns:
            signs |= {(row, column) for row in self._rows if not other_count or counts[row] == other_count}
        return signs

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark, in the order of the tracks."""
        signs = {
            (row, column): Mark(competency=self._rows[row], track=track)
            for track, column in self._columns.items()
            for row in self._rows
            if (row, column) in self._signs
        }
        marks = {**self._marks, **signs}
        spots = ((row, column) for column in self._columns.values() for row in self._rows)
        return tuple(marks[spot] for spot in spots if spot in marks)

    @property
    def edits(self) -> list[Edit]:
        """Columns of new tracks get their heads, new rows and columns their first signs."""
        heads = {**self._cells.heads, **{column: track for track, column in self._new_columns.items()}}
        edits: list[Edit] = [
            RenameColumn(framework.MARKS.name, self._cells.heads[column], track)
            for track, column in self._new_columns.items()
            if track not in self._added
        ]
        edits += self._more_columns()
        if self._signs:
            cells = {(row, heads[column]): MARK for row, column in sorted(self._signs)}
            edits.append(SetCellsByHead(framework.MARKS.name, cells))
        return edits

    def _more_columns(self) -> Iterator[Edit]:
        """Columns for tracks for which none was free, right of all others, with their names above."""
        data = self._cells.data
        if not self._added or data is None:
            return
        columns = tuple(framework.mark_column(track) for track in self._added)
        style_field = next(reversed(list(self._cells.heads.values())), "expected")
        yield AddColumns(framework.MARKS.name, columns, style_field, "")
        labels = (framework.track_label(track, self._track_names[track]) for track in self._added)
        yield SetFormulas(data.sheet, {(data.top - 1, data.right + n): label for n, label in enumerate(labels, 1)})

    @property
    def doubts(self) -> list[Doubt]:
        """Cells that hold no mark."""
        return [
            Doubt(
                Place(framework.MARKS.name, row, track),
                "is no mark, so it does not count",
                f"type {MARK}, or a number for a share of its own, or clear it",
            )
            for track, column in self._columns.items()
            for row in self._rows
            if not is_mark_word(self._cells.cell(row, column))
        ]
