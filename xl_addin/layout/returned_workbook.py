"""A workbook somebody sent back, as read: cells wherever they stand now. Nothing in it is trusted yet."""

from dataclasses import dataclass

from xl_addin.cells.contents import Contents


@dataclass(frozen=True)
class ReturnedWorkbook(Contents):
    """A whole file.

    `digest` is the SHA-256 of the file as it came, `save_time` when its program says it was last saved (UTC, ISO 8601,
    "" when it does not say), `notes` what it carries that is not taken.
    """

    digest: str = ""
    save_time: str = ""
    notes: tuple[str, ...] = ()
