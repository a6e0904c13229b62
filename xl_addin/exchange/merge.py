"""What each returned file brings: new, changed, the same again, or a conflict that a person has to settle.

The order of two copies comes from the time their program saved them, never from the file system; what stands in the
journal is only replaced by a copy that was surely saved later. Blank never erases.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xl_addin.exchange.journal import Answers, FormSent, Journal, Receipt
from xl_addin.exchange.returned import Returned

Fate = Literal["new", "changed", "same", "partial", "older", "conflict"]
TAKEN: frozenset[Fate] = frozenset({"new", "changed", "partial"})
"""What goes into the journal."""


@dataclass(frozen=True)
class Merged:
    """A file and what becomes of it: how many of its answers are new, changed, the same; `why` where it is not taken.

    `answers` are those to take: new and changed ones. `rated` counts the rows that are answered once it is taken.
    """

    found: Returned
    fate: Fate
    answers: Answers
    new: int = 0
    changed: int = 0
    same: int = 0
    rated: int = 0
    why: str = ""

    @property
    def complete(self) -> bool:
        return self.rated == len(self.found.asked)


def merged(files: Iterable[Returned], journal: Journal, *, newest: bool) -> Iterator[Merged]:
    """What becomes of each file, by cycle, kind, person and name.

    Args:
        files: everything that came back and could be read.
        journal: what came back before.
        newest: of copies that differ, take the one saved last, where all say when they were saved.
    """
    by_person: dict[tuple[str, str, str], list[Returned]] = {}
    for file in files:
        by_person.setdefault(file.whose, []).append(file)
    taken = _taken(journal)
    for whose in sorted(by_person):
        yield from _person(sorted(by_person[whose], key=lambda f: f.file), taken.get(whose, []), journal, newest)


def _taken(journal: Journal) -> dict[tuple[str, str, str], list[Receipt]]:
    found: dict[tuple[str, str, str], list[Receipt]] = {}
    for receipt in journal.receipts():
        found.setdefault((receipt.cycle, receipt.kind, receipt.person), []).append(receipt)
    return found


def _person(files: Sequence[Returned], taken: Sequence[Receipt], journal: Journal, newest: bool) -> Iterator[Merged]:
    """One person's files: what was taken before, copies and blank forms drop out, then one remains or they differ."""
    known = {receipt.digest for receipt in taken}
    sent = journal.form(*files[0].whose)
    left: list[Returned] = []
    for file in files:
        twin = next((other for other in left if other.digest == file.digest or other.answers == file.answers), None)
        if file.digest in known:
            yield _aside(file, "taken before")
        elif twin is None:
            left.append(file)
        elif twin.saved < file.saved and twin.digest != file.digest:
            left[left.index(twin)] = file
            yield _aside(twin, f"a copy of {file.file}")
        else:
            yield _aside(file, f"a copy of {twin.file}")
    speaking = [file for file in left if _says_something(file, sent)] or left[:1]
    yield from (_aside(file, "nothing is filled in") for file in left if file not in speaking)
    yield from _differing(speaking, taken, journal, newest) if len(speaking) > 1 else ()
    if len(speaking) == 1:
        yield _against(speaking[0], sent, taken, journal, newest)


def _says_something(file: Returned, sent: FormSent | None) -> bool:
    """Whether somebody filled in a cell: what stood in the form when it went out is nobody's answer."""
    given = sent.given if sent else {}
    return any(given.get(at) != value for at, value in file.answers.items())


def _differing(files: Sequence[Returned], taken: Sequence[Receipt], journal: Journal, newest: bool) -> Iterator[Merged]:
    best = _newest(files) if newest else None
    for file in files:
        if best is None:
            others = ", ".join(other.file for other in files if other is not file)
            yield Merged(file, "conflict", {}, why=f"differs from {others}")
        elif file is best:
            yield _against(file, journal.form(*file.whose), taken, journal, newest)
        else:
            yield Merged(file, "older", {}, why=f"{best.file} was saved later")


def _aside(file: Returned, why: str) -> Merged:
    return Merged(file, "same", {}, same=len(file.answers), why=why)


def _newest(files: Sequence[Returned]) -> Returned | None:
    """The one saved last; None when one does not say, or two say the same."""
    latest = max(file.saved for file in files)
    ones = [file for file in files if file.saved == latest]
    return ones[0] if len(ones) == 1 and all(file.saved for file in files) else None


def _against(file: Returned, sent: FormSent | None, taken: Sequence[Receipt], journal: Journal, newest: bool) -> Merged:
    """One file against what the same person's files said before."""
    said = journal.said(*file.whose)
    given = sent.given if sent else {}
    new = {at: v for at, v in file.answers.items() if at not in said and given.get(at) != v}
    changed = {at: v for at, v in file.answers.items() if at in said and said[at] != v}
    same = len(file.answers) - len(new) - len(changed)
    rated = file.answered({**said, **file.answers})
    left = Merged(file, "same", {}, len(new), len(changed), same, rated)
    if not file.answers:
        return replace(left, why="nothing of it could be taken" if file.refused else "nothing is filled in")
    if sent and file.digest in (sent.plain, sent.stored):
        return replace(left, why="as it was sent")
    first: Fate = "new" if left.complete else "partial"
    if not new and not changed:
        # sent back as it was: the person agrees with what stands there already
        return left if taken else replace(left, fate=first)
    last = max((receipt.saved for receipt in taken), default="")
    later = bool(file.saved and last and file.saved > last)
    older = bool(file.saved and last and file.saved < last)
    if older and newest:
        return replace(left, fate="older", why="a later copy was taken before")
    if older or (changed and not later):
        order = "is older than" if older else "does not show that it is later than"
        return replace(left, fate="conflict", why=f"{order} {taken[-1].file}, taken before")
    return replace(left, fate="changed" if taken else first, answers={**new, **changed})
