"""A workbook of IDs brought over to names."""

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.model.counts import join_words
from xl_addin.sheets import framework
from xl_addin.sheets.move_to_names import plan_move


@command("More", "CheckNames", Options, label="Ask for names", example="trackbook names tracks.xlsx", lays_tables=True)
def names(job: Job, options: Options) -> Outcome:
    """Let a workbook ask for names instead of IDs; nothing that stands in it is lost.

    People then type names only: tracks, levels and competencies on the tab Framework, and names of tracks, levels and
    managers in People. Every ID stays as a key that nobody sees, so texts, ratings, plans, notes, accepted findings and
    forms that are out go on as they are; so do your own tabs, columns and formats. The tabs Tracks, Levels and
    Competencies are hidden and say more about what stands on Framework; Weights follow from its marks.

    Where an ID is missing or stands twice, or a name would not lead back to its ID, it says so and changes nothing. The
    workbook as it was lies beside it as a backup. A second run changes nothing.
    """
    if job.workbook.data.by_names:
        return Outcome(
            f"{job.name} asks for names already.",
            data={"changed": False, "tabs_added": [], "notes": []},
            next=f"Run: trackbook build {job.argument}",
        )
    move = plan_move(job.snapshot, job.workbook, job.today)
    return Outcome(
        " ".join((f"{job.name} asks for names now: type on {framework.NAME} and in People.", *move.notes)),
        data={"changed": True, "tabs_added": list(move.tabs), "notes": list(move.notes)},
        edits=move.edits,
        design=move.design,
        lines=[(tab, "new tab", "") for tab in move.tabs],
        next=f"Open {job.name} and look at {join_words([framework.NAME, 'People'])}, "
        f"then run: trackbook validate {job.argument}",
    )
