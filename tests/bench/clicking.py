"""A click on a ribbon button: a new interpreter, what it imports, and all it thinks; Excel's own work is not in it."""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.timing import Line, child_medians, interpreter
from xl_addin.layout.snapshot import Snapshot

NAIVE = "import xlwings, pandas, openpyxl, pydantic"
LIMIT = "from macros_py.excel import xlwings; xlwings(); from pydantic import BaseModel; type('A', (BaseModel,), {})"
CLICK = "import macros_py.ribbon as r; r.xlwings(); r.named('validate')"
LINE = "import xl_addin.__main__ as m; m.app(['validate'])"
PRESS = f"{CLICK}; from tests.bench.clicking import press; press({{path!r}})"


class Held:
    """A workbook that is open: read in no time, and changed by being told the steps."""

    calculates = True

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def read(self) -> Snapshot:
        return self.snapshot

    def write(self, edits: Any, tables: Any, design: Any) -> bool:
        from xl_addin.layout.resolve import resolve

        return bool(resolve(edits, self.snapshot, tables))


class Desk:
    """Where that workbook is."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @contextmanager
    def open(self, path: Path) -> Iterator[Held]:
        yield Held(self.snapshot)


def press(path: str) -> None:
    """All of `validate` that is not Excel's: understand what was read, run the rules, resolve what to write."""
    import datetime as dt

    from xl_addin.commands import find_command
    from xl_addin.commands.perform import perform

    storage: Any = Desk(pickle.loads(Path(path).read_bytes()))
    own = find_command("validate")
    outcome = perform(own, own.options(), storage=storage, today=dt.date(2026, 7, 1), path=Path("a.xlsx"))
    assert outcome.data["rules_run"]


def clicking() -> Iterator[Line]:
    """What a command imports before it can start, and a whole click, against the imports most add-ins begin with."""
    from xl_addin.commands.demo import sample
    from xl_addin.layout.design_snapshot import snapshot_of
    from xl_addin.sheets import describe, rows

    data = sample()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.pickle"
        path.write_bytes(pickle.dumps(snapshot_of(describe(data), rows(data))))
        codes = {"empty": "pass", "naive": NAIVE, "limit": LIMIT, "click": CLICK, "line": LINE}
        codes["press"] = PRESS.format(path=str(path))
        ways = {name: interpreter(code, bytecode=folder) for name, code in codes.items()}
        for way in ways.values():
            way()  # what has to be compiled is compiled now
        taken = child_medians(ways)
    cost = {name: seconds - taken["empty"] for name, seconds in taken.items()}
    naive, limit = "xlwings + pandas + openpyxl", "xlwings and one pydantic record"
    yield Line("start of a click", cost["click"], naive, cost["naive"], "at most 0.3")
    yield Line("start of a click", cost["click"], limit, cost["limit"], "near 1")
    yield Line("start of a command on the command line", cost["line"], naive, cost["naive"], "at most 0.3")
    yield Line("a whole click, validate", cost["press"], naive, cost["naive"], "below 1")
