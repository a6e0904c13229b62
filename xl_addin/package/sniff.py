"""What a file is by its first bytes, whatever its name says, and the plain line for what is no workbook."""

from pathlib import Path

from xl_addin.model.errors import Refused, Stop

RESAVE = "open it in Excel and use Save As, type Excel Workbook (.xlsx)"
_AGAIN = "ask for the workbook again"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The file's bytes. Stop when it is missing or cannot be read, Refused when it is larger than `most`."""
    where = path.name
    try:
        with path.open("rb") as file:
            data = file.read() if most is None else file.read(most + 1)
    except FileNotFoundError as error:
        raise Stop(where, "is not there", "check the name and the folder") from error
    except IsADirectoryError as error:
        raise Stop(where, "is a folder", "name a workbook") from error
    except OSError as error:
        raise Stop(where, "cannot be read", "close it elsewhere, check your rights, then try again") from error
    if most is not None and len(data) > most:
        raise Refused(where, f"is larger than {most >> 20} MB", "remove pictures and unused sheets, then save it")
    return data


def refuse_foreign(data: bytes, where: str) -> None:
    """Refused, with its own remedy, when the bytes are not a zip package at all."""
    if where.startswith("~$"):
        raise Refused(where, "is only Excel's mark of an open workbook", "close that workbook in Excel")
    if not data:
        raise Refused(where, "is empty (0 bytes)", _AGAIN)
    if data.startswith(_OLE):
        _refuse_ole(data, where)
    if not data.startswith(b"PK"):
        what, todo = _foreign(data)
        raise Refused(where, what, todo)


def _refuse_ole(data: bytes, where: str) -> None:
    if _ENCRYPTED in data:
        todo = "open it in Excel, remove the password under File, Info, Protect Workbook, and save it"
        raise Refused(where, "is protected with a password to open it", todo)
    raise Refused(where, "is an old binary Excel file (.xls)", RESAVE)


def _foreign(data: bytes) -> tuple[str, str]:
    start = data[:512].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook", "ask for the Excel file it was printed from"
    if not start:
        return "holds nothing but blanks or zeros", _AGAIN
    if start.startswith(b"<"):
        return "is a web page or XML file, not a workbook", RESAVE
    if b"\0" in data[:512] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is not an Excel workbook", _AGAIN
    return "is a text or CSV file, not a workbook", RESAVE
