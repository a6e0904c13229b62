"""A framework that grows: one more level, competency or track, proposals for empty cells, the long form."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from xl_addin.commands.build import MatrixRefresh, refresh_matrices
from xl_addin.commands.command import Job, NewBook, NewText, Options, Outcome, command
from xl_addin.commands.guidance import framework_step
from xl_addin.commands.new import load_starter
from xl_addin.layout.csv_text import as_csv
from xl_addin.matrix.draft import Draft, draft, with_drafts
from xl_addin.matrix.expand import (
    Expansion,
    NamedId,
    NewLevel,
    add_competency,
    add_level,
    add_track,
    check_ids,
    parse_named_id,
)
from xl_addin.matrix.growth import Growth, growth
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
from xl_addin.sheets.starter_dataset import dataset_of

ALL_TRACKS = "all"
_PLURALS = {"competency": "competencies"}
_GOES_WITH = {
    "after": ("add_level",),
    "before": ("add_level",),
    "theme": ("add_competency",),
    "definition": ("add_competency",),
    "tracks": ("add_level", "add_competency"),
    "from_track": ("add_track",),
    "from_starter": ("add_track",),
    "titles": ("from_track", "from_starter"),
}
"""Options that say more about what another one adds, and mean nothing without it."""


class ExpandOptions(Options):
    """What to add."""

    add_level: str = Field("", description='A new level, "ID: Title", such as "SE2a: Software engineer II+".')
    after: str = Field("", description="The level the new one comes after, such as SE2.")
    before: str = Field("", description="The level the new one comes before; with --after, between the two.")
    add_competency: str = Field("", description='A new competency, "ID: Name", such as "SEC: Security".')
    theme: Literal["", "Impact", "Behaviour", "Functional", "Management"] = Field(
        "", description="The theme of the new competency."
    )
    definition: str = Field(
        "", description="The definition of the new competency in a sentence; proposals start from it."
    )
    tracks: str = Field(
        "",
        description="Track IDs separated by commas: where a new competency applies (blank: everywhere), or the track "
        "of a new level that comes neither after nor before another.",
    )
    add_track: str = Field("", description='A new track, "ID: Name", such as "QA: Testing".')
    from_track: str = Field("", description="Copy the levels, competencies and texts of this track, marked DRAFT.")
    from_starter: str = Field("", description="Copy from this ready-made framework instead, such as engineering.")
    titles: str = Field(
        "",
        description='The levels to copy and what they are called here: "SE1=QA1: Tester I; SE2=QA2: Tester II".',
    )
    draft: str = Field(
        "",
        description="Propose texts for the empty cells of these tracks, such as ENG,EM, by ID or name; or all.",
    )
    long: Path | None = Field(None, description="Also write all statements to this .csv or .xlsx file, a row each.")
    apply: bool = Field(False, description="Do it. Without this, only show what would be done.")


@command(
    "More",
    "TableColumnsInsertRight",
    ExpandOptions,
    label="Add to the framework",
    example='trackbook expand tracks.xlsx --add-level "SE2a: Software engineer II+" --after SE2 --draft ENG --apply',
)
def expand(job: Job, options: ExpandOptions) -> Outcome:
    """Add a level, a competency or a track, and propose texts for empty cells. Shows the plan; --apply does it.

    Ids and texts of everything else stay as they are. A level between two others takes over the way up; where no rank
    is free, every level from there up moves up one. Proposals are marked DRAFT and cannot be published unread.
    --long writes every statement to a file, one row each.
    """
    old_data = job.workbook.data
    _check_company(options)
    _check_names(job, options)
    has_wish = bool(options.add_level or options.add_competency or options.add_track or options.draft)
    if not has_wish and options.long is None:
        raise Stop("expand", "was not told what to add", "see: trackbook expand --help")
    if not has_wish:
        return _long_form_outcome(job, options, old_data)
    expansion = _expand_data(old_data, options)
    refresh, drafts = _refresh_with_drafts(job, expansion, _parse_tracks(expansion.data, options.draft, "draft"))
    plan = growth(old_data, refresh.data, drafts)
    records = growth_sheet.record_edits(plan, refresh.data, job.snapshot, job.workbook.tables)
    texts, books = _files(options.long, refresh.data if options.apply else old_data)
    return Outcome(
        _sentence(plan, options.apply),
        data={
            "applied": options.apply,
            "plan": {
                **growth_sheet.plan_as_dict(plan),
                "tabs": [sheet.name for sheet in refresh.tabs],
                "weights": growth_sheet.new_weights(refresh.data),
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


def _check_company(options: ExpandOptions) -> None:
    """Stop at an option that would be ignored because what it belongs to was not asked for."""
    for name, partners in _GOES_WITH.items():
        if getattr(options, name) and not any(getattr(options, partner) for partner in partners):
            raise Stop(_flag(name), f"goes with {' or '.join(map(_flag, partners))}", "give both, or leave it out")


def _check_names(job: Job, options: ExpandOptions) -> None:
    """Stop where names are asked and something is to be added: it is typed there, by name, and Build does the rest."""
    wishes = [name for name in ("add_level", "add_competency", "add_track") if getattr(options, name)]
    if wishes and job.workbook.data.by_names:
        todo = f"type it on Framework, then run: trackbook build {job.argument}"
        raise Stop(_flag(wishes[0]), "is for workbooks that ask for IDs; here names are enough", todo)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


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


def _expand_data(data: Dataset, options: ExpandOptions) -> Expansion:
    """The framework with everything that was asked for: track first, so that a level can join it."""
    expansion = Expansion(data)
    if options.add_track:
        expansion = _with_track(expansion, options)
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
            raise Stop(f"level {neighbour.id}", f"is on the track {neighbour.track}", "leave --tracks out")
        return NewLevel(id_name, level_below, level_above)
    new = options.add_track.partition(":")[0].strip()
    tracks = (new,) if new else tracks
    if len(tracks) != 1:
        problem = "can join one track only" if tracks else "was not told where the level goes"
        raise Stop("--add-level", problem, "add --after LEVEL, --before LEVEL or --tracks TRACK, such as --after SE2")
    return NewLevel(id_name, track=tracks[0])


def _with_track(expansion: Expansion, options: ExpandOptions) -> Expansion:
    id_name = parse_named_id(options.add_track, "track")
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
    bare = [track.id for track in plan.tracks if not data.levels_of(track.id)]
    if bare:
        return f"Type the levels of {bare[0]} into Levels in {job.name}, then run: trackbook build {job.argument}"
    return framework_step(job, data) or f"Run: trackbook validate {job.argument}"
