"""Notes of ours on cells: known again by their last line, so that nobody else's is ever replaced."""

import hashlib
from collections.abc import Mapping

from xl_addin.cells.area import Spot
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.steps import Annotate

AUTHOR = "Trackbook"
_LAST_LINE = f"Renewed by Validate. {AUTHOR} "


def sign_note(text: str) -> str:
    """The text as we write it: its last line says whose it is, with a check that fails once anybody edits it.

    >>> sign_note("Two words.")
    'Two words.\\n\\nRenewed by Validate. Trackbook a009b5'
    """
    return f"{text}\n\n{_LAST_LINE}{_check(text)}"


def is_ours(note: str) -> bool:
    """Whether we wrote the note and it still says what we wrote; one that a person edited is theirs.

    Its author does not tell: Excel gives a note the name of its user, LibreOffice none at all.
    """
    text, mark, check = note.rpartition(_LAST_LINE)
    return bool(mark) and check.strip() == _check(text)


def note_steps(texts: Mapping[str, Mapping[Spot, str]], snapshot: Snapshot) -> list[Annotate]:
    """The steps that leave the workbook with these notes of ours and no others; a cell somebody noted is theirs."""
    steps = []
    for sheet in snapshot.sheets:
        wanted = {spot: sign_note(text) for spot, text in texts.get(sheet, {}).items()}
        changed = _note_changes(snapshot.notes.get(sheet, {}), wanted)
        if changed:
            steps.append(Annotate(sheet, changed, AUTHOR))
    return steps


def _note_changes(present: Mapping[Spot, str], target: Mapping[Spot, str]) -> dict[Spot, str | None]:
    ours = {spot: note for spot, note in present.items() if is_ours(note)}
    removals: dict[Spot, str | None] = {spot: None for spot in ours if spot not in target}
    new = {
        spot: text
        for spot, text in target.items()
        if (spot not in present or spot in ours) and _words(ours.get(spot, "")) != _words(text)
    }
    return {**removals, **new}


def _check(text: str) -> str:
    """Six digits over the words: line ends and blanks may change when other programs save."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:6]


def _words(text: str) -> list[str]:
    return text.split()
