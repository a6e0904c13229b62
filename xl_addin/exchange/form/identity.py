"""Whose form it is, of which cycle, sealed so that a changed or swapped one is noticed.

The sealed line stands in a hidden tab and in a document property; either is enough, and where both are there they
must agree. The seal is an HMAC-SHA256 under a key that is made once for a master workbook and never leaves its
journal (RFC 2104). Sheet protection prevents slips; the seal prevents mix-ups.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal
from urllib.parse import quote, unquote

from xl_addin.model.errors import Refused

FormKind = Literal["employee", "manager", "respondent"]
FORM_VERSION = "1"
"""Raised when a form of an earlier version could no longer be read by its keys."""
PROPERTY = "TrackbookForm"
"""The custom document property that holds the sealed line."""
HIDDEN_TAB = "Trackbook"
"""The hidden tab whose cell B2 holds it too."""
PERSON_NAME = "frmPerson"
"""The defined name of the cell that shows the id; it must agree with the sealed line."""

_MARK = "trackbook-form"
_ASK = "send this person a new form, or ask for the form they were sent"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form says about itself. `shape` is the digest of its row keys; `campaign` names the master's journal."""

    kind: str
    campaign: str
    cycle: str
    person: str
    framework: str
    shape: str
    version: str = FORM_VERSION


def shape_of(keys: Iterable[str]) -> str:
    """The digest of a form's row keys, in any order: 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]


def seal(identity: Identity, secret: bytes) -> str:
    """The line that goes into a form."""
    body = "|".join((_MARK, *(quote(part, safe="") for part in astuple(identity))))
    return f"{body}|{_mac(body, secret)}"


def read_claim(line: str, file: str) -> Identity:
    """What a sealed line says, before anybody believes it; `file` names the file in messages.

    Raises:
        Refused: it is no sealed line, or of a version we do not read.
    """
    mark, *parts = line.strip().rpartition("|")[0].split("|")
    if mark != _MARK or len(parts) != len(Identity.__slots__):
        raise Refused(file, "is not a Trackbook form", "put only returned forms into this folder")
    identity = Identity(*(unquote(part) for part in parts))
    if identity.version != FORM_VERSION:
        raise Refused(file, f"is a form of version {identity.version}; this Trackbook reads {FORM_VERSION}", _ASK)
    return identity


def unseal(line: str, secret: bytes, file: str) -> Identity:
    """The identity in a sealed line; `file` names the file in messages.

    Raises:
        Refused: it is no sealed line, of a version we do not read, or was changed after it left us.
    """
    identity = read_claim(line, file)
    body, _, mac = line.strip().rpartition("|")
    if not hmac.compare_digest(mac.encode(), _mac(body, secret).encode()):
        raise Refused(file, "was changed after it was sent", _ASK)
    return identity


def _mac(body: str, secret: bytes) -> str:
    return hmac.new(secret, body.encode(), hashlib.sha256).hexdigest()[:32]
