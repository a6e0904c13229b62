"""A framework that grows: one more level, competency or track, proposals for empty cells, the long form."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from xl_addin.commands.build import Refreshed, refreshed
from xl_addin.commands.command import Job, NewBook, NewText, Options, Outcome, command
from xl_addin.commands.guidance import framework_step
from xl_addin.commands.new import load_starter
from xl_addin.layout.csv_text import as_csv
from xl_addin.matrix.copied import Pattern, copy_track, titles
from xl_addin.matrix.draft import Draft, draft, with_drafts
from xl_addin.matrix.expand import Grown, Named, NewLevel, add_competency, add_level, add_track, known, named
from xl_addin.matrix.growth import Growth, growth
from xl_addin.matrix.long import HEADERS, long_form
from xl_addin.model.counts import counted
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Stop
from xl_addin.model.records import Competency, Track
from xl_addin.model.statements import is_draft
from xl_addin.rules.words import content
from xl_addin.sheets import growth as growth_sheet
from xl_addin.sheets import long_form as long_form_book
from xl_addin.sheets.from_starter import dataset_of

ALL = "all"
_MANY = {"competency": "competencies"}
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


class Expand(Options):
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
    draft: str = Field("", description="Propose texts for the empty cells of these tracks, such as ENG,EM; or all.")
    long: Path | None = Field(None, description="Also write all statements to this .csv or .xlsx file, a row each.")
    apply: bool = Field(False, description="Do it. Without this, only show what would be done.")


@command(
    "Design",
    "TableColumnsInsertRight",
    Expand,
    example='trackbook expand tracks.xlsx --add-level "SE2a: Software engineer II+" --after SE2 --draft ENG --apply',
)
def expand(job: Job, options: Expand) -> Outcome:
    """Add a level, a competency or a track, and propose texts for empty cells. Shows the plan; --apply does it.

    Ids and texts of everything else stay as they are. A level between two others takes over the way up; where no rank
    is free, every level from there up moves up one. Proposals are marked DRAFT and cannot be published unread.
    --long writes every statement to a file, one row each.
    """
    before = job.read.data
    _check_company(options)
    asked = bool(options.add_level or options.add_competency or options.add_track or options.draft)
    if not asked and options.long is None:
        raise Stop("expand", "was not told what to add", "see: trackbook expand --help")
    if not asked:
        return _written(job, options, before)
    grown = _grown(before, options)
    made, drafts = _made(job, grown, _listed(grown.data, options.draft, "draft"))
    plan = growth(before, made.data, drafts)
    records = growth_sheet.record_edits(plan, made.data, job.snapshot, job.read.tables)
    texts, books = _files(options.long, made.data if options.apply else before)
    return Outcome(
        _sentence(plan, options.apply),
        data={
            "applied": options.apply,
            "plan": {
                **growth_sheet.told(plan),
                "tabs": [sheet.name for sheet in made.tabs],
                "weights": growth_sheet.new_weights(made.data),
                "notes": grown.notes,
            },
            "long": str(options.long or ""),
        },
        edits=[*records, *made.edits] if options.apply else (),
        design=made.design,
        lines=[*growth_sheet.lines(plan), *(("Note", "", note) for note in grown.notes)],
        texts=texts,
        books=books,
        next=_next(job, plan, made.data, options.apply),
    )


def _check_company(options: Expand) -> None:
    """Stop at an option that would be ignored because what it belongs to was not asked for."""
    for name, others in _GOES_WITH.items():
        if getattr(options, name) and not any(getattr(options, other) for other in others):
            raise Stop(_flag(name), f"goes with {' or '.join(map(_flag, others))}", "give both, or leave it out")


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _written(job: Job, options: Expand, data: Dataset) -> Outcome:
    """The long form alone: nothing in the workbook changes."""
    texts, books = _files(options.long, data)
    step = framework_step(job, data) if not long_form(data) else ""
    return Outcome(
        f"{counted(len(long_form(data)), 'statement')} of {job.name} written to {options.long}.",
        data={"applied": False, "plan": {}, "long": str(options.long)},
        texts=texts,
        books=books,
        next=step or f"Open {options.long} in Excel or a text editor.",
    )


def _grown(data: Dataset, options: Expand) -> Grown:
    """The framework with everything that was asked for: track first, so that a level can join it."""
    grown = Grown(data)
    if options.add_track:
        grown = _with_track(grown, options)
    if options.add_competency:
        own = named(options.add_competency, "competency")
        wish = Competency(
            id=own.id,
            name=own.name or own.id,
            theme=options.theme,
            definition=options.definition,
            tracks=_listed(grown.data, options.tracks, "track"),
        )
        grown = replace(grown, data=add_competency(grown.data, wish).data)
    if options.add_level:
        with_level = add_level(grown.data, _level(grown.data, options))
        grown = Grown(with_level.data, grown.texts, (*grown.notes, *with_level.notes))
    return grown


def _level(data: Dataset, options: Expand) -> NewLevel:
    """The new level and its place: beside another, else at the top of the one track that is named or new."""
    own = named(options.add_level, "level")
    after, before = options.after.strip(), options.before.strip()
    tracks = _listed(data, options.tracks, "track")
    if after or before:
        beside = data.level.get(after or before)
        if beside and tracks and beside.track not in tracks and not options.add_competency:
            raise Stop(f"level {beside.id}", f"is on the track {beside.track}", "leave --tracks out")
        return NewLevel(own, after, before)
    new = options.add_track.partition(":")[0].strip()
    tracks = (new,) if new else tracks
    if len(tracks) != 1:
        what = "can join one track only" if tracks else "was not told where the level goes"
        raise Stop("--add-level", what, "add --after LEVEL, --before LEVEL or --tracks TRACK, such as --after SE2")
    return NewLevel(own, track=tracks[0])


def _with_track(grown: Grown, options: Expand) -> Grown:
    own = named(options.add_track, "track")
    if not options.from_track and not options.from_starter:
        return add_track(grown.data, Track(id=own.id, name=own.name or own.id))
    source = dataset_of([load_starter(options.from_starter)]) if options.from_starter else grown.data
    chosen = options.from_track or (own.id if own.id in source.track else next(iter(source.track)))
    if not options.from_track and chosen != own.id and len(source.track) > 1:
        todo = f"choose one with --from-track: {', '.join(source.track)}"
        raise Stop(options.from_starter, "has several tracks", todo)
    known(source.track, [chosen], "track")
    levels = titles(options.titles)
    if not levels and not options.from_starter:
        todo = "; ".join(f"{level.id}=...: {level.title}" for level in source.levels_of(chosen))
        raise Stop("titles", "the copied levels need ids of their own", f'such as --titles "{todo}"')
    levels = levels or {level.id: Named(level.id, level.title) for level in source.levels_of(chosen)}
    name = own.name or source.track[chosen].name
    return copy_track(
        grown.data, Track(id=own.id, name=name), Pattern(source, chosen, levels, own=not options.from_starter)
    )


def _listed(data: Dataset, text: str, what: str) -> tuple[str, ...]:
    """Track ids as typed; all of them for "all"."""
    if text.strip().casefold() == ALL:
        return () if what == "track" else tuple(data.track)
    ids = tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
    known(data.track, ids, "track")
    return ids


def _made(job: Job, grown: Grown, chosen: Sequence[str]) -> tuple[Refreshed, list[Draft]]:
    """The Matrix tabs with their new rows, columns and texts, and the proposals among these."""
    drafts: list[Draft] = []

    def fill(data: Dataset) -> Dataset:
        copied = [Draft(track, level, c, text, ()) for (track, c, level), text in grown.texts.items()]
        data = with_drafts(data, copied)
        taken = growth_sheet.occupied(data, job.snapshot, job.read.tables)
        drafts.extend(d for d in draft(data, chosen, content) if (d.track, d.competency, d.level) not in taken)
        return with_drafts(data, drafts)

    return refreshed(job, grown.data, fill), drafts


def _files(path: Path | None, data: Dataset) -> tuple[list[NewText], list[NewBook]]:
    """The long form as the kind of file that was asked for."""
    if path is None:
        return [], []
    found = long_form(data)
    if path.suffix.lower() == ".csv":
        return [NewText(path, as_csv(HEADERS, ([str(value) for value in astuple(row)] for row in found)))], []
    if path.suffix.lower() == ".xlsx":
        return [], [NewBook(path, long_form_book.design(), long_form_book.rows(found))]
    raise Stop(path.name or "--long", "is neither a .csv nor an .xlsx file", f"try {path.stem or 'statements'}.csv")


def _sentence(plan: Growth, applied: bool) -> str:
    counts = (
        (len(plan.tracks), "track"),
        (len(plan.levels), "level"),
        (len(plan.competencies), "competency"),
        (sum(is_draft(text.text) for text in plan.texts), "proposed text"),
    )
    parts = [counted(count, word, _MANY.get(word, "")) for count, word in counts if count]
    if not parts:
        return "There is nothing to add: no empty cell is left that texts could be proposed for."
    return f"{'Added' if applied else 'Would add'} {', '.join(parts)}."


def _next(job: Job, plan: Growth, data: Dataset, applied: bool) -> str:
    if not any((plan.tracks, plan.levels, plan.competencies, plan.texts)):
        return framework_step(job, job.read.data) or f"Run: trackbook validate {job.typed}"
    if not applied:
        return "Nothing was changed. To do it, run the same command with --apply."
    if any(is_draft(text.text) for text in plan.texts):
        return f"Open {job.name}, edit every text marked DRAFT, then run: trackbook validate {job.typed}"
    bare = [track.id for track in plan.tracks if not data.levels_of(track.id)]
    if bare:
        return f"Type the levels of {bare[0]} into Levels in {job.name}, then run: trackbook build {job.typed}"
    return framework_step(job, data) or f"Run: trackbook validate {job.typed}"
