"""What a button asked for: the add-in wrote it down as data, so that no name of a file is ever part of a program."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from xl_addin.addin.install_places import Machine
from xl_addin.model.errors import Stop

_LONGEST = 100_000
"""Bytes of a request; a real one has some hundred."""


@dataclass(frozen=True, slots=True)
class Request:
    """The command's name, and the full name of the workbook in front; "" when there is none."""

    command: str
    workbook: str


def folder() -> Path:
    """The add-in's own folder, which Excel may read and write."""
    return Machine.current(os.environ).settings


def take_request() -> Request:
    """The request that lies there, which is gone from then on: it is carried out once.

    Raises:
        Stop: there is none, or it is not one of ours.
    """
    path = Machine.current(os.environ).request
    refusal = Stop("Trackbook", "could not read what the button asked for", "press it again")
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST)
        path.unlink()
        content = json.loads(text)
    except (OSError, ValueError) as error:
        raise refusal from error
    command, workbook = (content.get(name) if isinstance(content, dict) else None for name in ("command", "workbook"))
    if not isinstance(command, str) or not isinstance(workbook, str):
        raise refusal
    return Request(command, workbook)
