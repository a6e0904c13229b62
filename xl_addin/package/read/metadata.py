"""What a file tells beside its cells: when it was last saved, and what it carries that nobody takes over."""

import datetime as dt
from contextlib import suppress

from xl_addin.model.errors import Refused
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.outline import relations
from xl_addin.package.safe.xml_scan import scan

_EXTRAS = {
    "externallinks/": "links to other workbooks",
    "connections.xml": "data connections",
    "/embeddings/": "embedded files",
    "/activex/": "controls",
    "/media/": "pictures",
    "/comments": "notes on cells",
    "threadedcomments/": "notes on cells",
}
"""A piece of a part's name -> what people call what it holds."""


def list_extras(archive: Archive) -> tuple[str, ...]:
    """What the file holds beside cells, in words, in the order above; links of cells are not looked for."""
    names = [name.casefold() for name in archive.names()]
    labels = (words for piece, words in _EXTRAS.items() if any(piece in name for name in names))
    return tuple(dict.fromkeys(labels))


def read_save_time(archive: Archive) -> str:
    """When the program that saved the file says it did: UTC as ISO 8601, "" when it does not say.

    A clock of somebody else's: good for putting one person's copies in order, for nothing else.
    """
    part = next((r.target for r in relations(archive, "").values() if r.kind == "core-properties"), None)
    pieces: list[str] = []
    inside: list[bool] = []

    def start(name: str, _: dict[str, str]) -> None:
        inside[:] = [name == "modified"]

    def text(piece: str) -> None:
        if inside and inside[0]:
            pieces.append(piece)

    def end(_: str) -> None:
        inside.clear()

    if part and part in archive:
        with suppress(Refused):  # a broken part nobody needs is no reason to refuse a form
            scan(archive.chunks(part), archive.file_name, part, start, end, text)
    return _utc("".join(pieces))


def _utc(text: str) -> str:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""
