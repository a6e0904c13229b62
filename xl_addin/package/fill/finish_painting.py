"""What a freshly painted workbook says that its painter cannot be told to say otherwise."""

import re

from xl_addin.package.safe.archive import Archive

_CUSTOM_HEIGHT = re.compile(rb' customHeight="1"(?=[^<>]*>)')
_BLANK_RESULT = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')


def finish_painting(data: bytes) -> bytes:
    """A painted workbook put right in two things.

    Row heights no longer claim that a person chose them: such a row would stay as it is however much is typed into it.
    A formula that shows an empty text says so; the painter leaves its type out, which reads as a missing number.
    """
    archive = Archive(data)
    for part in archive.names():
        if part.startswith("xl/worksheets/sheet"):
            text = _CUSTOM_HEIGHT.sub(b"", archive.read_part(part))
            archive.replace(part, _BLANK_RESULT.sub(rb'\1 t="str"\2', text))
    return archive.to_bytes()
