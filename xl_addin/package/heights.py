"""Row heights that are a measurement, not a wish: Excel may measure such a row again when its text changes."""

import re

from xl_addin.package.archive import Archive

_CUSTOM = re.compile(rb' customHeight="1"(?=[^<>]*>)')


def heights_measured(data: bytes) -> bytes:
    """A painted workbook whose rows keep their heights but no longer claim that a person chose them.

    The painter can only set heights as chosen ones, and such a row stays as it is however much is typed into it.
    """
    archive = Archive(data)
    for part in archive.names():
        if part.startswith("xl/worksheets/sheet"):
            archive.replace(part, _CUSTOM.sub(b"", archive.read(part)))
    return archive.to_bytes()
