"""Framework put back where its tab was deleted: with what tracks, levels, competencies and weights say."""

from collections.abc import Iterator
from dataclasses import replace

from xl_addin.layout.edits import AddSheets, Edit
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.dataset import Dataset
from xl_addin.sheets import describe, framework
from xl_addin.sheets.by_names import ask_for_names


def restore_framework(snapshot: Snapshot, data: Dataset) -> Iterator[Edit]:
    """The edit that brings the tab back as the last command left it; none where it stands.

    Raises:
        Stop: an ID stands twice or is missing, a track needs more than twelve steps, or the moves would differ.
    """
    tables = {table.casefold() for table in snapshot.tables}
    lost_sheets = not any(
        entry.name.casefold() in tables for entry in (framework.LADDER, framework.MARKS, framework.MORE_WAYS)
    )
    if not lost_sheets or framework.NAME in snapshot.sheets:
        return
    named_data = replace(ask_for_names(replace(data, people=())), people=data.people)
    design = describe(named_data)
    names = [sheet.name for sheet in design.sheets]
    place = names.index(framework.NAME)
    previous = next((name for name in reversed(names[:place]) if name in snapshot.sheets), "")
    yield AddSheets((design.sheets[place],), framework.rows(named_data), previous)
