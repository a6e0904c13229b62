"""The Matrix tabs, from Competencies, Levels and Tracks."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.commands.guidance import fill_step, first, framework_step
from xl_addin.layout.after import after as snapshot_after
from xl_addin.layout.content import plain
from xl_addin.layout.describe import Sheet, Table, Workbook
from xl_addin.layout.edits import AddColumns, AddSheets, Append, Edit, RenameColumn, SetCells
from xl_addin.layout.formula import canonical
from xl_addin.layout.held import table_in
from xl_addin.layout.refresh import results_of
from xl_addin.layout.resolve import resolve
from xl_addin.matrix.build import Plan, TrackPlan, plan
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.sheets import describe, matrix, reflection, rows, tracks
from xl_addin.sheets.apart import check_apart
from xl_addin.sheets.legible import legible
from xl_addin.sheets.naming import Naming, address, naming, tracks_left_out
from xl_addin.sheets.reading import read

_NAMED = 3
"""How many cells the sentence names; the lines name all."""


@command("Design", "TableInsertDialog", example="trackbook build tracks.xlsx", lays_tables=True)
def build(job: Job, options: Options) -> Outcome:
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
    retyped = legible(job.read, job.snapshot)
    typed = _with(job, retyped)
    ids = naming(typed.read, typed.snapshot)
    named = _with(typed, ids)
    made = refreshed(named, named.read.data)
    doubts = [*retyped.doubts, *ids.doubts, *tracks_left_out(made.data)]
    lost = sum(sheet.group != "matrices" for sheet in made.tabs)
    changes = made.plan.changes + lost + sum(made.headers.values()) + len(ids.cells) + len(retyped.cells)
    anew = _counted_by_column(retyped, job)
    places = [*(own.place for own in ids.cells), *(own.place for own in doubts)]
    cell = {place: address(place, job.snapshot, job.read.tables) for place in places}
    stuck = _stuck(job, made.design)
    return Outcome(
        _sentence(made, changes - lost, len(job.laid), (ids, retyped), [cell[own.place] for own in doubts]),
        data={
            "changes": changes,
            "tables_laid": list(job.laid),
            "tables_missing": [name for _, name in stuck],
            "tabs_added": [sheet.name for sheet in made.tabs],
            "tracks": [_told(own, made.headers[own.track.id]) for own in made.plan.tracks],
            "ids": [{"cell": cell[own.place], "typed": own.typed, "written": own.content} for own in ids.cells],
            "retyped": [{"tab": tab, "column": header, "count": count} for (tab, header), count in anew.items()],
            "not_understood": [{"cell": cell[own.place], "what": own.what, "todo": own.todo} for own in doubts],
        },
        edits=(*retyped.edits, *ids.edits, *made.edits),
        design=made.design,
        tables=named.read.tables,
        clean=not (stuck or doubts),
        lines=[
            *((tab, f"its table {name} is missing, and so are its headers", _STUCK) for tab, name in stuck),
            *((cell[own.place], own.what, own.todo) for own in doubts),
            *((cell[own.place], f"{own.typed or 'blank'} → {own.content}", "") for own in ids.cells),
            *((tab, f"{header}: {counted(count, 'cell')} typed anew", "") for (tab, header), count in anew.items()),
        ],
        next=_next(job, made.data, bool(stuck or doubts)),
    )


_STUCK = "put the headers back into one row, or rename the tab to have a new one made, then run build again"


def _stuck(job: Job, design: Workbook) -> list[tuple[str, str]]:
    """(tab, table) of what is missing and cannot come back by itself: a tab of that name stands in its place."""
    return [
        (sheet.name, table.name)
        for sheet in design.sheets
        for table in sheet.tables
        if table_in(job.snapshot, table.name) is None and sheet.name in job.snapshot.sheets
    ]


def _with(job: Job, ids: Naming) -> Job:
    """The job with the workbook as it stands once these cells are written."""
    if not ids.cells:
        return job
    snapshot = snapshot_after(job.snapshot, resolve(ids.edits, job.snapshot, job.read.tables))
    return replace(job, snapshot=snapshot, reading=read(snapshot, job.today, job.read))


def _counted_by_column(ids: Naming, job: Job) -> Mapping[tuple[str, str], int]:
    """(tab, header) -> how many of the cells stand there."""
    counts = Counter((cell.place.table, cell.place.field) for cell in ids.cells)
    return {
        (held.sheet, job.read.tables[table].field_of[field].header): count
        for (table, field), count in counts.items()
        if (held := table_in(job.snapshot, table)) is not None
    }


@dataclass(frozen=True)
class Refreshed:
    """The workbook with every Matrix tab up to date: the data set it then holds, and the edits that lead there.

    `headers` counts the column headers that change, by track.
    """

    plan: Plan
    data: Dataset
    design: Workbook
    tabs: tuple[Sheet, ...]
    headers: Mapping[str, int]
    edits: tuple[Edit, ...]


def refreshed(job: Job, before: Dataset, fill: Callable[[Dataset], Dataset] = lambda data: data) -> Refreshed:
    """What the Matrix tabs, Weights, Reflection and Tracks need to hold what `before` says.

    `fill` may put texts into cells of the matrices as they will stand; a cell it leaves alone stays as it is.
    """
    wanted = plan(before)
    bare = wanted.applied(before, {t.track.id: matrix.table_name(t.track.id) for t in wanted.tracks})
    after = fill(bare)
    check_apart(wanted, after)
    design = describe(after)
    new_tabs = _missing_tabs(job, design, after)
    headers = {t.track.id: _headers(job, t, after) for t in wanted.tracks}
    edits: list[Edit] = [*new_tabs]
    for own in wanted.tracks:
        if not own.is_new:
            edits += [RenameColumn(matrix.table_name(own.track.id), *pair) for pair in headers[own.track.id]]
            edits += _grown(own, after)
            edits += _texts(own, bare, after)
    edits += _weights(job, after)
    edits += _questions(job, after)
    edits += _progress(job, after)
    tabs = tuple(sheet for edit in new_tabs for sheet in edit.sheets)
    counts = {track: len(pairs) for track, pairs in headers.items()}
    return Refreshed(wanted, after, design, tabs, counts, tuple(edits))


def _current(held: Matrix, data: Dataset) -> Matrix:
    levels = tuple(level for level in held.levels if level in data.level)
    return replace(held, levels=levels, cells=tuple(cell for cell in held.cells if cell.level in levels))


def _told(own: TrackPlan, headers: int) -> dict[str, object]:
    return {
        "track": own.track.id,
        "new": own.is_new,
        "rows_added": [c.id for c in own.rows],
        "levels_added": [level.id for level in own.levels],
        "headers_changed": headers,
    }


def _sentence(made: Refreshed, changes: int, laid: int, written: tuple[Naming, Naming], unclear: Sequence[str]) -> str:
    lost = [sheet.name for sheet in made.tabs if sheet.group != "matrices"]
    again = f"{counted(laid, 'table')} laid again over the headers that were still there." if laid else ""
    back = f"{counted(len(lost), 'tab')} added: {', '.join(lost)}." if lost else ""
    if changes:
        named, anew = (len(own.cells) for own in written)
        more = f"; the ID written in {counted(named, 'cell')}" if named else ""
        more += f"; {counted(anew, 'cell')} typed anew for formulas to read" if anew else ""
        done = f"Matrix tabs refreshed: {counted(changes, 'change')}{more}."
    elif again or back:
        done = ""
    elif not made.data.matrices:
        done = "There is nothing to build yet."
    else:
        done = "Every Matrix tab is up to date: there was nothing to add."
    rest = len(unclear) - _NAMED
    cells = ", ".join(unclear[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    return " ".join(filter(None, (again, back, done, f"To put right: {cells}." if unclear else "")))


def _next(job: Job, data: Dataset, unclear: bool) -> str:
    if unclear:
        put_right = f"Put right what is listed in {job.name}, then run: trackbook build {job.typed}"
        return first(fill_step(job, data), put_right)
    return framework_step(job, data) or f"Run: trackbook validate {job.typed}"


def _missing_tabs(job: Job, design: Workbook, data: Dataset) -> list[AddSheets]:
    """Tabs the workbook lacks: new matrices, and tabs of ours that were deleted or are newer than the workbook."""
    filled = rows(data)
    formulas = results_of(design, job.snapshot, filled)
    added: list[AddSheets] = []
    after = ""
    for sheet in design.sheets:
        there = _tab_of(job, sheet, formulas[sheet.name])
        if there or sheet.name in job.snapshot.sheets:
            after = there or sheet.name
        elif sheet.tables or job.snapshot.formulas:  # else a tab that was renamed cannot be told from one deleted
            added.append(AddSheets((sheet,), {t.name: filled.get(t.name, ()) for t in sheet.tables}, after))
            after = sheet.name
    return added


def _tab_of(job: Job, sheet: Sheet, formulas: Collection[str]) -> str:
    """The tab that holds the sheet's table today, whatever it is called now; "" when there is none.

    A sheet without tables is known by its name, or by its formulas.
    """
    if sheet.tables:
        found = (table_in(job.snapshot, table.name) for table in sheet.tables)
        return next((held.sheet for held in found if held), "")
    if sheet.name in job.snapshot.sheets:
        return sheet.name
    standing = job.snapshot.formulas.items()
    return next(
        (tab for tab, cells in standing if any(canonical(cell.text) in formulas for cell in cells.values())), ""
    )


def _headers(job: Job, own: TrackPlan, after: Dataset) -> list[tuple[str, str]]:
    """(header as it stands, header as it should be) for level columns whose title has changed."""
    table: Table | None = job.read.tables.get(matrix.table_name(own.track.id))
    if table is None:
        return []
    standing = {c.field: c.header for c in table.columns if c.field in after.level}
    return [
        (text, matrix.header(after.level[level]))
        for level, text in standing.items()
        if text != matrix.header(after.level[level])
    ]


def _grown(own: TrackPlan, after: Dataset) -> list[Edit]:
    table = matrix.table_name(own.track.id)
    edits: list[Edit] = []
    if own.levels:
        standing, new = after.matrix[own.track.id].levels, {level.id for level in own.levels}
        like = next((level for level in standing if level not in new), "name")
        for level in own.levels:
            at = standing.index(level.id)
            left = standing[at - 1] if at else "weight"
            edits.append(AddColumns(table, (matrix.level_column(level),), like, left))
    if own.names:
        edits.append(SetCells(table, {(row, "name"): name for row, name in own.names}))
    if own.rows:
        held = {row["competency"]: row for row in matrix.rows(after.matrix[own.track.id], after)}
        edits.append(Append(table, [held[c.id] for c in own.rows]))
    return edits


def _texts(own: TrackPlan, bare: Dataset, after: Dataset) -> list[Edit]:
    """Texts for cells of rows that stand in the workbook already; new rows bring theirs along."""
    added = {competency.id for competency in own.rows}
    old = {(cell.row, cell.level): cell.text for cell in bare.matrix[own.track.id].cells}
    cells = {
        (cell.row, cell.level): cell.text
        for cell in after.matrix[own.track.id].cells
        if cell.competency not in added and cell.text != old[cell.row, cell.level]
    }
    return [SetCells(matrix.table_name(own.track.id), cells)] if cells else []


def _weights(job: Job, after: Dataset) -> list[Edit]:
    new = [row for row, weight in zip(rows(after)["tblWeights"], after.weights, strict=True) if weight.row < 0]
    return [Append("tblWeights", new)] if new and "tblWeights" in job.snapshot.tables else []


def _questions(job: Job, after: Dataset) -> list[Edit]:
    """The reflection questions of tracks that are new."""
    new = [plain(question) for question in reflection.missing(after)]
    return [Append(reflection.TABLE.name, new)] if new and reflection.TABLE.name in job.snapshot.tables else []


def _progress(job: Job, after: Dataset) -> list[Edit]:
    """The live counts on the Tracks tab, one formula for each track over its own matrix.

    A column whose level is gone from Levels is not counted: nobody has to write it any more.
    """
    after = replace(after, matrices=tuple(_current(held, after) for held in after.matrices))
    cells = {
        (track.row, name): value
        for track in after.tracks
        for name, value in tracks.progress(after, track.id).items()
        # a track without a row yet brings its counts along when it is added
        if track.id and track.row >= 0
    }
    return [SetCells("tblTracks", cells)] if cells and "tblTracks" in job.snapshot.tables else []
