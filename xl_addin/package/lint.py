"""What makes Excel offer to "repair" a file: our own checks for every workbook we produce.

The checks stand in `lint_package`, `lint_cells`, `lint_tables`, `lint_rules` and `lint_comments`; this module runs
them in order.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from xl_addin.model.errors import Stop
from xl_addin.package.archive import Archive
from xl_addin.package.lint_cells import cells
from xl_addin.package.lint_comments import notes
from xl_addin.package.lint_package import names, parts, relationships, sheet_names
from xl_addin.package.lint_rules import conditional_formats, links, merges, validations
from xl_addin.package.lint_tables import tables
from xl_addin.package.session import Session
from xl_addin.package.sniff import read_bytes

Check = Callable[[Session], Iterator[str]]

CHECKS: tuple[Check, ...] = (
    parts,
    relationships,
    sheet_names,
    names,
    tables,
    cells,
    merges,
    validations,
    conditional_formats,
    links,
    notes,
)


def lint(data: bytes | Path) -> list[str]:
    """All faults found, each "place: what is wrong"; an empty list when Excel will open the file as it is.

    A file that is no readable workbook has one fault. Stop only when a path is missing.
    """
    where = data.name if isinstance(data, Path) else "workbook"
    content = read_bytes(data) if isinstance(data, Path) else data
    try:
        session = Session(Archive(content, where))
        return [fault for check in CHECKS for fault in check(session)]
    except Stop as stop:
        return [str(stop)]
