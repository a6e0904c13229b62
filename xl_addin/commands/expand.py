"""A framework that grows: one more level, competency or track, proposals for empty cells, the long form."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

from xl_addin.commands.build import MatrixRefresh, refresh_matrices
from xl_addin.commands.command import Job, NewBook, NewText, Outcome, command
from xl_addin.commands.expand_names import key_options
from xl_addin.commands.expand_options import ExpandOptions, check_company
from xl_addin.commands.guidance import framework_step
from xl_addin.commands.new import load_starter
from xl_addin.layout.csv_text import as_csv
from xl_addin.layout.edits import Edit
from xl_addin.matrix.draft import Draft, draft, with_drafts
from xl_addin.matrix.expand import (
    Expansion,
    NamedId,
    NewLevel,
    add_competency,
    add_level,
    add_track,
    check_ids,
    label_level,
    parse_named_id,
)
from xl_addin.matrix.growth import Growth, growth, with_records
from xl_addin.matrix.long_form import HEADERS, long_form
from xl_addin.matrix.track_copy import Pattern, copy_track, titles
from xl_addin.model.counts import quantity
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.labels import keys_called, labels_of
from xl_addin.model.ladder import TRACK
from xl_addin.model.records import Competency, Track
from xl_addin.model.statements import is_draft
from xl_addin.rules.text_analysis import content
from xl_addin.sheets import growth_edits as growth_sheet
from xl_addin.sheets import long_form as long_form_book
from xl_addin.sheets.framework_growth import GrownFramework, grow_framework
from xl_addin.sheets.starter_dataset import dataset_of

ALL_TRACKS = "all"
_PLURALS = {"competency": "competencies"}


@command(
    "More",
    "TableColumnsInsertRight",
    ExpandOptions,
    label="Add to the framework",
    example='trackbook expand tracks.xlsx --add-level "Software engineer II+" --after "Software engineer II" --apply',
)
def expand(job: Job, options: ExpandOptions) -> Outcome:
    """Add a level, a competency or a track, and propose texts for empty cells. Shows the plan; --apply does it.

    Names are enough; what is added comes to stand on Framework. Names and texts of everything else stay as they are. A
    level between two others takes over the way up; where no step is free, every level from there on moves on by one. In
    a workbook made with new --ids, new things are typed as "ID: Name" and others by ID. Proposals are marked DRAFT and
    cannot be published unread. --long writes every statement to a file, one row each.
    """
    old_data = job.workbook.data
    check_company(options)
    has_wish = bool(options.add_level or options.add_competency or options.add_track or options.draft)
    if not has_wish and options.long is None:
        raise Stop("expand", "was not told what to add", "see: trackbook expand --help")
    if not has_wish:
        return _long_form_outcome(job, options, old_data)
    pattern = None
    if old_data.by_names:
        starter = dataset_of([load_starter(options.from_starter)]) if options.from_starter else None
        keyed = key_options(options, old_data, starter)
        options, pattern = keyed.options, keyed.pattern
    expansion = _expand_data(old_data, options, pattern)
    draft_tracks = _parse_tracks(expansion.data, options.draft, "draft")
    has_additions = bool(options.add_level or options.add_competency or options.add_track)
    framework = _grow(job, expansion, pattern) if old_data.by_names and has_additions else None
    next_job = _job_of(job, framework) if framework else job
    expanded_data = next_job.workbook.data if framework else expansion.data
    refresh, drafts = _refresh_with_drafts(next_job, replace(expansion, data=expanded_data), draft_tracks)
    plan = growth(old_data, with_records(refresh.data, expansion.data) if framework else refresh.data, drafts)
    records: Sequence[Edit] = (
        framework.workbook.edits
        if framework
        else growth_sheet.record_edits(plan, refresh.data, job.snapshot, job.workbook.tables)
    )
    texts, books = _files(options.long, refresh.data if options.apply else old_data)
    return Outcome(
        _sentence(plan, options.apply),
        data={
            "applied": options.apply,
            "plan": {
                **growth_sheet.plan_as_dict(plan),
                "tabs": [sheet.name for sheet in refresh.tabs],
                "weights": growth_sheet.new_weights(old_data, refresh.data),
                "notes": expansion.notes,
            },
            "long": str(options.long or ""),
        },
        edits=[*records, *refresh.edits] if options.apply else (),
        design=refresh.design,
        lines=[*growth_sheet.plan_lines(plan, refresh.data), *(("Note", "", note) for note in expansion.notes)],
        texts=texts,
        books=books,
        next=_next(job, plan, refresh.data, options.apply),
    )


def _long_form_outcome(job: Job, options: ExpandOptions, data: Dataset) -> Outcome:
    """The long form alone: nothing in the workbook changes."""
    texts, books = _files(options.long, data)
    step = framework_step(job, data) if not long_form(data) else ""
    return Outcome(
        f"{quantity(len(long_form(data)), 'statement')} of {job.name} written to {options.long}.",
        data={"applied": False, "plan": {}, "long": str(options.long)},
        texts=texts,
        books=books,
        next=step or f"Open {options.long} in Excel or a text editor.",
    )


def _grow(job: Job, expansion: Expansion, pattern: Pattern | None) -> GrownFramework:
    """What was added as it comes to stand on Framework, and in the tables of keys that follow."""
    if job.alignment and job.alignment.is_waiting:
        todo = f"run: trackbook build {job.argument}, which says what it is, then expand again"
        raise Stop("Framework", "waits for something to be put right or answered first", todo)
    old_tracks = job.workbook.data.track
    is_copy = pattern is not None and pattern.same_workbook
    models = {
        own.id: pattern.track for own in expansion.data.tracks if pattern and is_copy and own.id not in old_tracks
    }
    return grow_framework(job.snapshot, job.workbook, expansion.data, job.today, models)


def _job_of(job: Job, framework: GrownFramework) -> Job:
    """The job with the workbook as it stands once Framework has grown."""
    state = framework.workbook
    return replace(job, snapshot=state.snapshot, reading=state.reading, alignment=framework.alignment)


def _expand_data(data: Dataset, options: ExpandOptions, pattern: Pattern | None) -> Expansion:
    """The framework with everything that was asked for: track first, so that a level can join it."""
    expansion = Expansion(data)
    if options.add_track:
        expansion = _with_track(expansion, options, pattern)
    if options.add_competency:
        id_name = parse_named_id(options.add_competency, "competency")
        wish = Competency(
            id=id_name.id,
            name=id_name.name or id_name.id,
            theme=options.theme,
            definition=options.definition,
            tracks=_parse_tracks(expansion.data, options.tracks, "track"),
        )
        expansion = replace(expansion, data=add_competency(expansion.data, wish).data)
    if options.add_level:
        with_level = add_level(expansion.data, _level(expansion.data, options))
        expansion = Expansion(with_level.data, expansion.texts, (*expansion.notes, *with_level.notes))
    return expansion


def _level(data: Dataset, options: ExpandOptions) -> NewLevel:
    """The new level and its place: beside another, else at the top of the one track that is named or new."""
    id_name = parse_named_id(options.add_level, "level")
    level_below, level_above = options.after.strip(), options.before.strip()
    tracks = _parse_tracks(data, options.tracks, "track")
    if level_below or level_above:
        neighbour = data.level.get(level_below or level_above)
        if neighbour and tracks and neighbour.track not in tracks and not options.add_competency:
            track_name = data.track[neighbour.track].name if data.by_names else neighbour.track
            raise Stop(
                f"level {label_level(data, neighbour.id)}", f"is on the track {track_name}", "leave --tracks out"
            )
        return NewLevel(id_name, level_below, level_above)
    new = options.add_track.partition(":")[0].strip()
    tracks = (new,) if new else tracks
    if len(tracks) != 1:
        problem = "can join one track only" if tracks else "was not told where the level goes"
        sample = "" if data.by_names else ", such as --after SE2"
        raise Stop("--add-level", problem, f"add --after LEVEL, --before LEVEL or --tracks TRACK{sample}")
    return NewLevel(id_name, track=tracks[0])


def _with_track(expansion: Expansion, options: ExpandOptions, pattern: Pattern | None) -> Expansion:
    id_name = parse_named_id(options.add_track, "track")
    if pattern:
        return copy_track(expansion.data, Track(id=id_name.id, name=id_name.name), pattern)
    if not options.from_track and not options.from_starter:
        return add_track(expansion.data, Track(id=id_name.id, name=id_name.name or id_name.id))
    source = dataset_of([load_starter(options.from_starter)]) if options.from_starter else expansion.data
    source_track = options.from_track or (id_name.id if id_name.id in source.track else next(iter(source.track)))
    if not options.from_track and source_track != id_name.id and len(source.track) > 1:
        todo = f"choose one with --from-track: {', '.join(source.track)}"
        raise Stop(options.from_starter, "has several tracks", todo)
    check_ids(source.track, [source_track], "track")
    levels = titles(options.titles)
    if not levels and not options.from_starter:
        todo = "; ".join(f"{level.id}=...: {level.title}" for level in source.levels_of(source_track))
        raise Stop("titles", "the copied levels need ids of their own", f'such as --titles "{todo}"')
    levels = levels or {level.id: NamedId(level.id, level.title) for level in source.levels_of(source_track)}
    name = id_name.name or source.track[source_track].name
    return copy_track(
        expansion.data,
        Track(id=id_name.id, name=name),
        Pattern(source, source_track, levels, same_workbook=not options.from_starter),
    )


def _parse_tracks(data: Dataset, text: str, kind: str) -> tuple[str, ...]:
    """Track ids as typed; all of them for "all"."""
    if text.strip().casefold() == ALL_TRACKS:
        return () if kind == "track" else tuple(data.track)
    ids = tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    if data.by_names:
        ids = tuple(key for part in ids for key in keys_called(data, TRACK, part) or (part,))
        if unknown := [part for part in ids if part not in data.track]:
            raise Stop(
                unknown[0], "is no track of Framework", f"choose from {', '.join(labels_of(data, TRACK).values())}"
            )
    check_ids(data.track, ids, "track")
    return ids


def _refresh_with_drafts(
    job: Job, expansion: Expansion, draft_tracks: Sequence[str]
) -> tuple[MatrixRefresh, list[Draft]]:
    """The Matrix tabs with their new rows, columns and texts, and the proposals among these."""
    drafts: list[Draft] = []

    def fill(data: Dataset) -> Dataset:
        copies = [Draft(track, level, c, text, ()) for (track, c, level), text in expansion.texts.items()]
        data = with_drafts(data, copies)
        occupied_cells = growth_sheet.occupied_cells(data, job.snapshot, job.workbook.tables)
        drafts.extend(
            d for d in draft(data, draft_tracks, content) if (d.track, d.competency, d.level) not in occupied_cells
        )
        return with_drafts(data, drafts)

    return refresh_matrices(job, expansion.data, fill), drafts


def _files(path: Path | None, data: Dataset) -> tuple[list[NewText], list[NewBook]]:
    """The long form as the kind of file that was asked for."""
    if path is None:
        return [], []
    lines = long_form(data)
    if path.suffix.lower() == ".csv":
        return [NewText(path, as_csv(HEADERS, ([str(value) for value in astuple(row)] for row in lines)))], []
    if path.suffix.lower() == ".xlsx":
        return [], [NewBook(path, long_form_book.long_form_workbook(), long_form_book.rows(lines))]
    raise Stop(path.name or "--long", "is neither a .csv nor an .xlsx file", f"try {path.stem or 'statements'}.csv")


def _sentence(plan: Growth, is_applied: bool) -> str:
    counts = (
        (len(plan.tracks), "track"),
        (len(plan.levels), "level"),
        (len(plan.competencies), "competency"),
        (sum(is_draft(text.text) for text in plan.texts), "proposed text"),
    )
    parts = [quantity(count, word, _PLURALS.get(word, "")) for count, word in counts if count]
    if not parts:
        return "There is nothing to add: no empty cell is left that texts could be proposed for."
    return f"{'Added' if is_applied else 'Would add'} {', '.join(parts)}."


def _next(job: Job, plan: Growth, data: Dataset, is_applied: bool) -> str:
    if not any((plan.tracks, plan.levels, plan.competencies, plan.texts)):
        return framework_step(job, job.workbook.data) or f"Run: trackbook validate {job.argument}"
    if not is_applied:
        return "Nothing was changed. To do it, run the same command with --apply."
    if any(is_draft(text.text) for text in plan.texts):
        return f"Open {job.name}, edit every text marked DRAFT, then run: trackbook validate {job.argument}"
    bare = [track for track in plan.tracks if not data.levels_of(track.id)]
    if bare and data.by_names:
        levels = f"Type the levels of {bare[0].name} on Framework in {job.name}"
        return f"{levels}, then run: trackbook build {job.argument}"
    if bare:
        return f"Type the levels of {bare[0].id} into Levels in {job.name}, then run: trackbook build {job.argument}"
    return framework_step(job, data) or f"Run: trackbook validate {job.argument}"
