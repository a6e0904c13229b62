"""A workbook that asks for a password, locked or opened with it; msoffcrypto-tool does it and is imported only here."""

import importlib
import io

from xl_addin.model.errors import Refused, Stop

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the container of an encrypted workbook begins."""


def decrypt(data: bytes, password: str, file_name: str) -> bytes:
    """The workbook inside; `file_name` names the file in messages.

    Raises:
        Refused: it is not an encrypted workbook, the password is wrong, or the library is not installed.
    """
    try:
        office = importlib.import_module("msoffcrypto")
    except ImportError as error:
        problem = "is protected with a password, and the library that opens it is missing"
        raise Refused(file_name, problem, "install trackbook[encrypt], then run the command again") from error
    try:
        container = office.OfficeFile(io.BytesIO(data))
        container.load_key(password=password, verify_password=True)
        buffer = io.BytesIO()
        container.decrypt(buffer)
    except Exception as error:  # the library raises a dozen kinds on damaged files; none of them is ours to tell apart
        todo = "check its line in the passwords file, or ask for it without a password"
        raise Refused(file_name, "cannot be opened with the password given for it", todo) from error
    return buffer.getvalue()


def encrypt(data: bytes, password: str) -> bytes:
    """The workbook locked with a password, as Excel locks it (ECMA-376, agile encryption).

    Raises:
        Stop: the library is not installed.
    """
    try:
        ooxml = importlib.import_module("msoffcrypto.format.ooxml")
    except ImportError as error:
        todo = "install trackbook[encrypt], then run the command again"
        raise Stop("--passwords", "the library that locks workbooks is missing", todo) from error
    buffer = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(data)).encrypt(password, buffer)
    return buffer.getvalue()
