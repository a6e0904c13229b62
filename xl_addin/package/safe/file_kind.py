"""What a file is by its first bytes, whatever its name says, and the plain line for what is no workbook."""

from pathlib import Path

from xl_addin.model.errors import Refused, Stop

RESAVE = "open it in Excel and use Save As, type Excel Workbook (.xlsx)"
_ASK_AGAIN = "ask for the workbook again"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTION_MARK = "EncryptedPackage".encode("utf-16-le")


def read_bytes(path: Path, max_size: int | None = None) -> bytes:
    """The file's bytes. Stop when it is missing or cannot be read, Refused when it is larger than `max_size`."""
    file_name = path.name
    try:
        with path.open("rb") as file:
            data = file.read() if max_size is None else file.read(max_size + 1)
    except FileNotFoundError as error:
        raise Stop(file_name, "is not there", "check the name and the folder") from error
    except IsADirectoryError as error:
        raise Stop(file_name, "is a folder", "name a workbook") from error
    except OSError as error:
        raise Stop(file_name, "cannot be read", "close it elsewhere, check your rights, then try again") from error
    if max_size is not None and len(data) > max_size:
        raise Refused(
            file_name, f"is larger than {max_size >> 20} MB", "remove pictures and unused sheets, then save it"
        )
    return data


def is_binary(path: Path) -> bool:
    """Whether a file is no text: a workbook, a picture, a database. Stop when it cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise Stop(path.name, "cannot be read", "close it elsewhere, check your rights, then try again") from error
    return _is_binary(start)


def _is_binary(start: bytes) -> bool:
    return b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


def refuse_foreign(data: bytes, file_name: str) -> None:
    """Refused, with its own remedy, when the bytes are not a zip package at all."""
    if file_name.startswith("~$"):
        raise Refused(file_name, "is only Excel's mark of an open workbook", "close that workbook in Excel")
    if not data:
        raise Refused(file_name, "is empty (0 bytes)", _ASK_AGAIN)
    if data.startswith(_OLE):
        _refuse_ole(data, file_name)
    if not data.startswith(b"PK"):
        problem, todo = _foreign(data)
        raise Refused(file_name, problem, todo)


def _refuse_ole(data: bytes, file_name: str) -> None:
    if _ENCRYPTION_MARK in data:
        todo = "open it in Excel, remove the password under File, Info, Protect Workbook, and save it"
        raise Refused(file_name, "is protected with a password to open it", todo)
    raise Refused(file_name, "is an old binary Excel file (.xls)", RESAVE)


def _foreign(data: bytes) -> tuple[str, str]:
    start = data[:512].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")
    if data.startswith(b"%PDF"):
        return "is a PDF, not a workbook", "ask for the Excel file it was printed from"
    if not start:
        return "holds nothing but blanks or zeros", _ASK_AGAIN
    if start.startswith(b"<"):
        return "is a web page or XML file, not a workbook", RESAVE
    if _is_binary(data[:512]):
        return "is not an Excel workbook", _ASK_AGAIN
    return "is a text or CSV file, not a workbook", RESAVE
