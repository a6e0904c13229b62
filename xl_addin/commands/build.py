"""The Matrix tabs, from Competencies, Levels and Tracks."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.commands.command import Job, Outcome, command
from xl_addin.commands.guidance import fill_step, first_step, framework_step
from xl_addin.commands.name_lines import NameOptions
from xl_addin.layout.describe import Sheet, Table, WorkbookDesign
from xl_addin.layout.edits import Append, Edit, RenameColumn, SetCells
from xl_addin.layout.record_rows import plain
from xl_addin.layout.resolve import resolve
from xl_addin.layout.simulate import simulate
from xl_addin.layout.table_state import find_table
from xl_addin.matrix.build import BuildPlan, TrackPlan, plan_build
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, matrix, reflection, rows, tracks
from xl_addin.sheets.cell_retyping import cells_to_retype
from xl_addin.sheets.matrix_edits import current_levels, fill_texts, grow_matrix, plan_with_known_columns
from xl_addin.sheets.missing_tabs import missing_tabs
from xl_addin.sheets.name_clashes import check_name_clashes
from xl_addin.sheets.name_resolution import CellFixes, resolve_names, tracks_left_out
from xl_addin.sheets.new_ids import IdCell
from xl_addin.sheets.reading import read_dataset
from xl_addin.sheets.visible_places import cell_address

_CELLS_NAMED = 3
"""How many cells the sentence names; the lines name all."""


@command("Design", "TableInsertDialog", NameOptions, example="trackbook build tracks.xlsx", lays_tables=True)
def build(job: Job, options: NameOptions) -> Outcome:
    """Make or refresh the Matrix tabs; every word already written stays.

    Each track gets a tab with a row for each competency that applies to it and a column for each level. New
    competencies and levels are added, changed titles follow; nothing is ever removed. Missing weights start as
    equal shares, and a tab that was deleted comes back empty. Tables that another program has dropped are laid again
    over the headers that are still there, and rows that stand below a table are taken into it.

    Names are enough: where an ID is missing one is made, and where one row names another, its ID is put in place of the
    name. Numbers and days that are text, and IDs that are numbers or have a blank around them, are typed anew for
    formulas to read. Names, IDs, numbers and days that cannot be made out are listed; then the exit code is 1. What
    else does not belong in its cell is listed by validate.
    """
    retyping = cells_to_retype(job.workbook, job.snapshot)
    typed_job = _with_cells(job, retyping)
    ids = resolve_names(typed_job.workbook, typed_job.snapshot)
    named_job = _with_cells(typed_job, ids)
    refresh = refresh_matrices(named_job, named_job.workbook.data)
    doubts = [*retyping.doubts, *ids.doubts, *tracks_left_out(refresh.data)]
    restored_count = sum(sheet.group != "matrices" for sheet in refresh.tabs)
    changes = (
        refresh.plan.changes + restored_count + sum(refresh.headers.values()) + len(ids.cells) + len(retyping.cells)
    )
    retyped_counts = _counted_by_column(retyping, job)
    places = [*(entry.place for entry in ids.cells), *(entry.place for entry in doubts)]
    cell = {place: cell_address(place, job.snapshot, job.workbook.tables, refresh.data) for place in places}
    stuck_tables = _stuck_tables(job, refresh.design)
    return Outcome(
        _sentence(
            refresh,
            changes - restored_count,
            len(job.laid_tables),
            (ids, retyping),
            [cell[entry.place] for entry in doubts],
        ),
        data={
            "changes": changes,
            "tables_laid": list(job.laid_tables),
            "tables_missing": [name for _, name in stuck_tables],
            "tabs_added": [sheet.name for sheet in refresh.tabs],
            "tracks": [_track_data(entry, refresh.headers[entry.track.id]) for entry in refresh.plan.tracks],
            "ids": [
                {"cell": cell[entry.place], "typed": entry.old_text, "written": entry.content} for entry in ids.cells
            ],
            "retyped": [
                {"tab": tab, "column": header, "count": count} for (tab, header), count in retyped_counts.items()
            ],
            "not_understood": [
                {"cell": cell[entry.place], "what": entry.problem, "todo": entry.todo} for entry in doubts
            ],
        },
        edits=(*retyping.edits, *ids.edits, *refresh.edits),
        design=refresh.design,
        tables=named_job.workbook.tables,
        clean=not (stuck_tables or doubts),
        lines=[
            *((tab, f"its table {name} is missing, and so are its headers", _STUCK_TODO) for tab, name in stuck_tables),
            *((cell[entry.place], entry.problem, entry.todo) for entry in doubts),
            *((cell[entry.place], _written(entry, refresh.data), "") for entry in ids.cells),
            *(
                (tab, f"{header}: {quantity(count, 'cell')} typed anew", "")
                for (tab, header), count in retyped_counts.items()
            ),
        ],
        next=_next(job, refresh.data, bool(stuck_tables or doubts)),
    )


def _written(entry: IdCell, data: Dataset) -> str:
    """What became of a cell; where names are asked it is tied to what it names, and no key is shown."""
    old_text = entry.old_text or "blank"
    return f"{old_text} is taken over" if data.by_names else f"{old_text} → {entry.content}"


_STUCK_TODO = "put the headers back into one row, or rename the tab to have a new one made, then run build again"


def _stuck_tables(job: Job, design: WorkbookDesign) -> list[tuple[str, str]]:
    """(tab, table) of what is missing and cannot come back by itself: a tab of that name stands in its place."""
    return [
        (sheet.name, table.name)
        for sheet in design.sheets
        for table in sheet.tables
        if find_table(job.snapshot, table.name) is None and sheet.name in job.snapshot.sheets and not table.is_optional
    ]


def _with_cells(job: Job, ids: CellFixes) -> Job:
    """The job with the workbook as it stands once these cells are written."""
    if not ids.cells:
        return job
    snapshot = simulate(job.snapshot, resolve(ids.edits, job.snapshot, job.workbook.tables))
    return replace(job, snapshot=snapshot, reading=read_dataset(snapshot, job.today, job.workbook))


def _counted_by_column(ids: CellFixes, job: Job) -> Mapping[tuple[str, str], int]:
    """(tab, header) -> how many of the cells stand there."""
    counts = Counter((cell.place.table, cell.place.field) for cell in ids.cells)
    return {
        (data.sheet, job.workbook.tables[table].field_of[field].header): count
        for (table, field), count in counts.items()
        if (data := find_table(job.snapshot, table)) is not None
    }


@dataclass(frozen=True)
class MatrixRefresh:
    """The workbook with every Matrix tab up to date: the data set it then holds, and the edits that lead there.

    `headers` counts the column headers that change, by track.
    """

    plan: BuildPlan
    data: Dataset
    design: WorkbookDesign
    tabs: tuple[Sheet, ...]
    headers: Mapping[str, int]
    edits: tuple[Edit, ...]


def refresh_matrices(
    job: Job, old_data: Dataset, fill: Callable[[Dataset], Dataset] = lambda data: data
) -> MatrixRefresh:
    """What the Matrix tabs, Weights, Reflection and Tracks need to hold what `old_data` says.

    `fill` may put texts into cells of the matrices as they will stand; a cell it leaves alone stays as it is.
    """
    target_plan = plan_with_known_columns(plan_build(old_data), _unclear_levels(job))
    bare = target_plan.apply(old_data, {t.track.id: matrix.table_name(t.track.id) for t in target_plan.tracks})
    new_data = fill(bare)
    check_name_clashes(target_plan, new_data)
    design = describe(new_data)
    new_tabs = missing_tabs(job.snapshot, design, new_data)
    headers = {t.track.id: _headers(job, t, new_data) for t in target_plan.tracks}
    edits: list[Edit] = [*new_tabs]
    for track_plan in target_plan.tracks:
        if not track_plan.is_new:
            edits += [
                RenameColumn(matrix.table_name(track_plan.track.id), *pair) for pair in headers[track_plan.track.id]
            ]
            edits += grow_matrix(track_plan, new_data)
            edits += fill_texts(track_plan, bare, new_data)
    edits += _weights(job, new_data)
    edits += _questions(job, new_data)
    edits += _progress(job, new_data)
    tabs = tuple(sheet for edit in new_tabs for sheet in edit.sheets)
    counts = {track: len(pairs) for track, pairs in headers.items()}
    return MatrixRefresh(target_plan, new_data, design, tabs, counts, tuple(edits))


def _unclear_levels(job: Job) -> frozenset[str]:
    return job.alignment.unclear_levels if job.alignment else frozenset()


def _track_data(track_plan: TrackPlan, headers: int) -> dict[str, object]:
    return {
        "track": track_plan.track.id,
        "new": track_plan.is_new,
        "rows_added": [c.id for c in track_plan.rows],
        "levels_added": [level.id for level in track_plan.levels],
        "headers_changed": headers,
    }


def _sentence(
    refresh: MatrixRefresh, changes: int, laid_count: int, namings: tuple[CellFixes, CellFixes], unclear: Sequence[str]
) -> str:
    restored_tabs = [sheet.name for sheet in refresh.tabs if sheet.group != "matrices"]
    laid_text = (
        f"{quantity(laid_count, 'table')} laid again over the headers that were still there." if laid_count else ""
    )
    tabs_text = f"{quantity(len(restored_tabs), 'tab')} added: {', '.join(restored_tabs)}." if restored_tabs else ""
    if changes:
        named_count, retyped_count = (len(part.cells) for part in namings)
        what = "a name taken over" if refresh.data.by_names else "the ID written"
        details = f"; {what} in {quantity(named_count, 'cell')}" if named_count else ""
        details += f"; {quantity(retyped_count, 'cell')} typed anew for formulas to read" if retyped_count else ""
        matrix_text = f"Matrix tabs refreshed: {quantity(changes, 'change')}{details}."
    elif laid_text or tabs_text:
        matrix_text = ""
    elif not refresh.data.matrices:
        matrix_text = "There is nothing to build yet."
    else:
        matrix_text = "Every Matrix tab is up to date: there was nothing to add."
    rest = len(unclear) - _CELLS_NAMED
    cells = ", ".join(unclear[:_CELLS_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return " ".join(filter(None, (laid_text, tabs_text, matrix_text, f"To put right: {cells}." if unclear else "")))


def _next(job: Job, data: Dataset, unclear: bool) -> str:
    if unclear:
        put_right = f"Put right what is listed in {job.name}, then run: trackbook build {job.argument}"
        return first_step(fill_step(job, data), put_right)
    return framework_step(job, data) or f"Run: trackbook validate {job.argument}"


def _headers(job: Job, track_plan: TrackPlan, new_data: Dataset) -> list[tuple[str, str]]:
    """(header as it stands, header as it should be) for level columns whose title has changed."""
    table: Table | None = job.workbook.tables.get(matrix.table_name(track_plan.track.id))
    if table is None or job.alignment:  # where names are asked they follow before any command works
        return []
    standing = {c.field: c.header for c in table.columns if c.field in new_data.level}
    return [
        (text, header)
        for level, text in standing.items()
        if text != (header := matrix.header(new_data.level[level], by_names=new_data.by_names))
    ]


def _weights(job: Job, new_data: Dataset) -> list[Edit]:
    new = [row for row, weight in zip(rows(new_data)["tblWeights"], new_data.weights, strict=True) if weight.row < 0]
    return [Append("tblWeights", new)] if new and "tblWeights" in job.snapshot.tables else []


def _questions(job: Job, new_data: Dataset) -> list[Edit]:
    """The reflection questions of tracks that are new."""
    new = [plain(question) for question in reflection.missing_reflections(new_data)]
    return [Append(reflection.TABLE.name, new)] if new and reflection.TABLE.name in job.snapshot.tables else []


def _progress(job: Job, new_data: Dataset) -> list[Edit]:
    """The live counts on the Tracks tab, one formula for each track over its own matrix.

    A column whose level is gone from Levels is not counted: nobody has to write it any more.
    """
    new_data = replace(
        new_data, matrices=tuple(current_levels(old_matrix, new_data) for old_matrix in new_data.matrices)
    )
    # what is counted tells which columns are those of levels, until heads and levels are clear again
    waiting_tracks = {new_data.level[level].track for level in _unclear_levels(job) & new_data.level.keys()}
    cells = {
        (track.row, name): value
        for track in new_data.tracks
        for name, value in tracks.matrix_facts(new_data, track).items()
        # a track without a row yet brings its counts along when it is added
        if track.id and track.row >= 0 and track.id not in waiting_tracks
    }
    return [SetCells("tblTracks", cells)] if cells and "tblTracks" in job.snapshot.tables else []
