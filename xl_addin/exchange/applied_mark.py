"""How far a workbook has come in its journal. It says so itself, in a setting that is saved, or lost, with the answers.

The journal alone cannot know: an open workbook may be closed without saving, or an older copy put back.
"""

from collections.abc import Iterator

from xl_addin.exchange.journal import Journal
from xl_addin.layout.edits import Edit, SetCells
from xl_addin.layout.parse import parse
from xl_addin.layout.snapshot import Snapshot
from xl_addin.model.general_settings import COLLECT_COUNT
from xl_addin.model.setting import Setting
from xl_addin.sheets import settings


def applied_receipt(snapshot: Snapshot, journal: Journal) -> int:
    """The last receipt whose answers are in the workbook; what the journal says where the workbook has no such row."""
    mark = _mark(snapshot)
    if mark is None:
        return journal.last_applied
    return min(journal.last_applied, int(mark.value) if isinstance(mark.value, int | float) else 0)


def mark_applied(snapshot: Snapshot, last: int) -> Iterator[Edit]:
    """The edit that says the answers of every receipt up to `last` are in the workbook."""
    mark = _mark(snapshot)
    if mark is not None and mark.value != last:
        yield SetCells(settings.TABLE.name, {(mark.row, "value"): last})


def _mark(snapshot: Snapshot) -> Setting | None:
    records = parse(snapshot, [settings.TABLE]).records(settings.TABLE)
    return next((record for record in records if isinstance(record, Setting) and record.id == COLLECT_COUNT), None)
