"""Every command that reads a workbook, on the sample company as plain rows; what they say is printed as JSON.

It runs in any Python that has our wheel, so nothing of the tests is imported here. What a command does in folders is
left out: where it needs one, it says so.
"""

import datetime as dt
import json
from pathlib import Path

from xl_addin.books.memory import MemoryBook, MemoryStorage
from xl_addin.commands import all_commands
from xl_addin.commands.demo import sample
from xl_addin.commands.perform import perform
from xl_addin.layout.design_snapshot import snapshot_of
from xl_addin.model.errors import Stop
from xl_addin.sheets import describe, rows

BOOK = Path("sample.xlsx")
TOLD = {"expand": {"add_level": "SE2a: Software engineer II+", "after": "SE2", "draft": "ENG", "apply": True}}
IN_FOLDERS = ("export", "collect")


def said() -> dict[str, object]:
    """Command -> its sentence and its machine-readable result."""
    found: dict[str, object] = {}
    for name, own in all_commands().items():
        if own.needs_workbook and name not in IN_FOLDERS:
            data = sample()
            shelf = MemoryStorage()
            shelf.books[BOOK] = MemoryBook(snapshot_of(describe(data), rows(data)))
            options = own.options.model_validate(TOLD.get(name, {}))
            try:
                outcome = perform(own, options, storage=shelf, today=dt.date(2026, 7, 1), path=BOOK)
                found[name] = [outcome.sentence, dict(outcome.data)]
            except Stop as stop:
                found[name] = str(stop)
    return found


if __name__ == "__main__":
    print(json.dumps(said(), default=str, sort_keys=True))
