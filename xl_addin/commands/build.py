"""The Matrix tabs, from Competencies, Levels and Tracks."""

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.layout.content import plain
from xl_addin.layout.describe import Sheet, Table, Workbook
from xl_addin.layout.edits import AddColumns, AddSheets, Append, Edit, RenameColumn, SetCells
from xl_addin.matrix.build import TrackPlan, plan
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, matrix, reflection, rows, tracks


@command("Design", "TableInsertDialog", example="trackbook build tracks.xlsx")
def build(job: Job, options: Options) -> Outcome:
    """Make or refresh the Matrix tabs; every word already written stays.

    Each track gets a tab with a row for each competency that applies to it and a column for each level. New
    competencies and levels are added, changed titles follow; nothing is ever removed. Missing weights start as
    equal shares, and a tab that was deleted comes back empty.
    """
    before = job.read.data
    wanted = plan(before)
    after = wanted.applied(before, {t.track.id: matrix.table_name(t.track.id) for t in wanted.tracks})
    design = describe(after)
    new_tabs = _missing_tabs(job, design, after)
    headers = {t.track.id: _headers(job, t, after) for t in wanted.tracks}
    edits: list[Edit] = [*new_tabs]
    for own in wanted.tracks:
        if not own.is_new:
            edits += [RenameColumn(matrix.table_name(own.track.id), *pair) for pair in headers[own.track.id]]
            edits += _grown(own, after)
    edits += _weights(job, before, after)
    edits += _questions(job, after)
    edits += _progress(job, after)
    lost = sum(sheet.group != "matrices" for edit in new_tabs for sheet in edit.sheets)
    changes = wanted.changes + lost + sum(map(len, headers.values()))
    return Outcome(
        _sentence(changes),
        data={
            "changes": changes,
            "tabs_added": [sheet.name for edit in new_tabs for sheet in edit.sheets],
            "tracks": [_told(own, len(headers[own.track.id])) for own in wanted.tracks],
        },
        edits=edits,
        design=design,
        next=_next(job, after),
    )


def _told(own: TrackPlan, headers: int) -> dict[str, object]:
    return {
        "track": own.track.id,
        "new": own.is_new,
        "rows_added": [c.id for c in own.rows],
        "levels_added": [level.id for level in own.levels],
        "headers_changed": headers,
    }


def _sentence(changes: int) -> str:
    if not changes:
        return "Every Matrix tab is up to date; nothing changed."
    return f"Matrix tabs refreshed: {changes} change{'s' if changes != 1 else ''}."


def _next(job: Job, data: Dataset) -> str:
    name = job.path.name if job.path else ""
    written, cells = data.written()
    if not cells:
        return f"Fill Competencies, Tracks and Levels in {name}, then run: trackbook build {name}"
    if written < cells:
        return f"Write the {cells - written} empty cells of the Matrix tabs, then run: trackbook validate {name}"
    return f"Run: trackbook validate {name}"


def _missing_tabs(job: Job, design: Workbook, data: Dataset) -> list[AddSheets]:
    """Tabs the workbook lacks: new matrices, and tabs of ours that were deleted or are newer than the workbook."""
    held = {name.casefold() for name in job.snapshot.tables}
    filled = rows(data)
    added: list[AddSheets] = []
    after = job.snapshot.sheets[0]
    for sheet in design.sheets:
        there = _tab_of(job, sheet)
        if there:
            after = there
        elif sheet.tables and not any(table.name.casefold() in held for table in sheet.tables):
            added.append(AddSheets((sheet,), {t.name: filled.get(t.name, ()) for t in sheet.tables}, after))
            after = sheet.name
    return added


def _tab_of(job: Job, sheet: Sheet) -> str:
    """The tab that holds the sheet's table today, whatever it is called now; "" when there is none."""
    for table in sheet.tables:
        held = next((t for name, t in job.snapshot.tables.items() if name.casefold() == table.name.casefold()), None)
        if held:
            return held.sheet
    return sheet.name if not sheet.tables and sheet.name in job.snapshot.sheets else ""


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
        like = next(iter(after.matrix[own.track.id].levels))
        edits.append(AddColumns(table, tuple(matrix.level_column(level) for level in own.levels), like))
    if own.names:
        edits.append(SetCells(table, {(row, "name"): name for row, name in own.names}))
    if own.rows:
        held = {row["competency"]: row for row in matrix.rows(after.matrix[own.track.id], after)}
        edits.append(Append(table, [held[c.id] for c in own.rows]))
    return edits


def _weights(job: Job, before: Dataset, after: Dataset) -> list[Edit]:
    filled = rows(after)["tblWeights"]
    new = filled[len(before.weights) :]
    return [Append("tblWeights", new)] if new and "tblWeights" in job.snapshot.tables else []


def _questions(job: Job, after: Dataset) -> list[Edit]:
    """The reflection questions of tracks that are new."""
    new = [plain(question) for question in reflection.missing(after)]
    return [Append(reflection.TABLE.name, new)] if new and reflection.TABLE.name in job.snapshot.tables else []


def _progress(job: Job, after: Dataset) -> list[Edit]:
    """The live counts on the Tracks tab, one formula for each track over its own matrix."""
    cells = {
        (track.row, name): value
        for track in after.tracks
        for name, value in tracks.progress(after, track.id).items()
        if track.id
    }
    return [SetCells("tblTracks", cells)] if cells and "tblTracks" in job.snapshot.tables else []
