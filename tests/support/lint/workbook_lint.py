"""What makes Excel offer to "repair" a file: our own checks for every workbook we produce.

The checks stand in `parts`, `cells`, `tables`, `cell_rules` and `comments` beside this module, which runs
them in order.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.lint.cell_rules import conditional_format_faults, link_faults, merge_faults, validation_faults
from tests.support.lint.cells import cell_faults
from tests.support.lint.comments import note_faults
from tests.support.lint.parts import name_faults, part_faults, relationship_faults, sheet_name_faults
from tests.support.lint.tables import table_faults
from xl_addin.model.errors import Stop
from xl_addin.package.edit.session import Session
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_kind import read_bytes

Check = Callable[[Session], Iterator[str]]

CHECKS: tuple[Check, ...] = (
    part_faults,
    relationship_faults,
    sheet_name_faults,
    name_faults,
    table_faults,
    cell_faults,
    merge_faults,
    validation_faults,
    conditional_format_faults,
    link_faults,
    note_faults,
)


def lint(data: bytes | Path) -> list[str]:
    """All faults found, each "place: what is wrong"; an empty list when Excel will open the file as it is.

    A file that is no readable workbook has one fault. Stop only when a path is missing.
    """
    file_name = data.name if isinstance(data, Path) else "workbook"
    content = read_bytes(data) if isinstance(data, Path) else data
    try:
        session = Session(Archive(content, file_name))
        return [fault for check in CHECKS for fault in check(session)]
    except Stop as stop:
        return [str(stop)]
