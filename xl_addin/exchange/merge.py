"""What each returned file brings: new, changed, the same again, or a conflict that a person has to settle.

The order of two copies comes from the time their program saved them, never from the file system; what stands in the
journal is only replaced by a copy that was surely saved later. Blank never erases.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xl_addin.exchange.journal import Answers, FormSent, Journal, Receipt
from xl_addin.exchange.returned_form import ReturnedForm

Fate = Literal["new", "changed", "same", "partial", "older", "conflict"]
FATES_TO_TAKE: frozenset[Fate] = frozenset({"new", "changed", "partial"})
"""What goes into the journal."""


@dataclass(frozen=True)
class MergedForm:
    """A file and what becomes of it: how many of its answers are new, changed, the same; `reason` where it is not
    taken.

    `answers` are those to take: new and changed ones. `rated_count` counts the rows that are answered once it is taken,
    `complete` says whether that is all the form must bring.
    """

    form: ReturnedForm
    fate: Fate
    answers: Answers
    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    rated_count: int = 0
    complete: bool = False
    reason: str = ""


def merge_forms(files: Iterable[ReturnedForm], journal: Journal, *, newest: bool) -> Iterator[MergedForm]:
    """What becomes of each file, by cycle, kind, person and name.

    Args:
        files: everything that came back and could be read.
        journal: what came back before.
        newest: of copies that differ, take the one saved last, where all say when they were saved.
    """
    by_person: dict[tuple[str, str, str], list[ReturnedForm]] = {}
    for file in files:
        by_person.setdefault(file.sender, []).append(file)
    receipts_by_sender = _receipts_by_sender(journal)
    for sender in sorted(by_person):
        yield from _person(
            sorted(by_person[sender], key=lambda f: f.file), receipts_by_sender.get(sender, []), journal, newest
        )


def _receipts_by_sender(journal: Journal) -> dict[tuple[str, str, str], list[Receipt]]:
    receipts: dict[tuple[str, str, str], list[Receipt]] = {}
    for receipt in journal.receipts():
        receipts.setdefault((receipt.cycle, receipt.kind, receipt.person), []).append(receipt)
    return receipts


def _person(
    files: Sequence[ReturnedForm], receipts: Sequence[Receipt], journal: Journal, newest: bool
) -> Iterator[MergedForm]:
    """One person's files: what was taken before, copies and blank forms drop out, then one remains or they differ."""
    known_digests = {receipt.digest for receipt in receipts}
    sent_form = journal.form(*files[0].sender)
    remaining: list[ReturnedForm] = []
    for file in files:
        twin = next(
            (
                candidate
                for candidate in remaining
                if candidate.digest == file.digest or candidate.answers == file.answers
            ),
            None,
        )
        if file.digest in known_digests:
            yield _aside(file, "taken before")
        elif twin is None:
            remaining.append(file)
        elif twin.save_time < file.save_time and twin.digest != file.digest:
            remaining[remaining.index(twin)] = file
            yield _aside(twin, f"a copy of {file.file}")
        else:
            yield _aside(file, f"a copy of {twin.file}")
    speaking = [file for file in remaining if _says_something(file, sent_form)] or remaining[:1]
    yield from (_aside(file, "nothing is filled in") for file in remaining if file not in speaking)
    yield from _differing(speaking, receipts, journal, newest) if len(speaking) > 1 else ()
    if len(speaking) == 1:
        yield _compare(speaking[0], sent_form, receipts, journal, newest)


def _says_something(file: ReturnedForm, sent_form: FormSent | None) -> bool:
    """Whether somebody filled in a cell: what stood in the form when it went out is nobody's answer."""
    prefilled_answers = sent_form.prefilled_answers if sent_form else {}
    return any(prefilled_answers.get(cell) != value for cell, value in file.answers.items())


def _differing(
    files: Sequence[ReturnedForm], receipts: Sequence[Receipt], journal: Journal, newest: bool
) -> Iterator[MergedForm]:
    best = _newest(files) if newest else None
    for file in files:
        if best is None:
            other_files = ", ".join(rival.file for rival in files if rival is not file)
            yield MergedForm(file, "conflict", {}, reason=f"differs from {other_files}")
        elif file is best:
            yield _compare(file, journal.form(*file.sender), receipts, journal, newest)
        else:
            yield MergedForm(file, "older", {}, reason=f"{best.file} was saved later")


def _aside(file: ReturnedForm, reason: str) -> MergedForm:
    return MergedForm(file, "same", {}, same_count=len(file.answers), reason=reason)


def _newest(files: Sequence[ReturnedForm]) -> ReturnedForm | None:
    """The one saved last; None when one does not say, or two say the same."""
    latest = max(file.save_time for file in files)
    ones = [file for file in files if file.save_time == latest]
    return ones[0] if len(ones) == 1 and all(file.save_time for file in files) else None


def _compare(
    file: ReturnedForm, sent_form: FormSent | None, receipts: Sequence[Receipt], journal: Journal, newest: bool
) -> MergedForm:
    """One file against what the same person's files said before."""
    earlier_answers = journal.answers_so_far(*file.sender)
    prefilled_answers = sent_form.prefilled_answers if sent_form else {}
    new = {
        cell: v for cell, v in file.answers.items() if cell not in earlier_answers and prefilled_answers.get(cell) != v
    }
    changes = {cell: v for cell, v in file.answers.items() if cell in earlier_answers and earlier_answers[cell] != v}
    same_count = len(file.answers) - len(new) - len(changes)
    all_answers = {**earlier_answers, **file.answers}
    rated_count, complete = file.count_answered(all_answers), file.is_whole(all_answers)
    outcome = MergedForm(file, "same", {}, len(new), len(changes), same_count, rated_count, complete)
    if not file.answers:
        return replace(outcome, reason="nothing of it could be taken" if file.refused_cells else "nothing is filled in")
    if sent_form and file.digest in (sent_form.plain, sent_form.file_digest):
        return replace(outcome, reason="as it was sent")
    first: Fate = "new" if outcome.complete else "partial"
    if not new and not changes:
        # sent back as it was: the person agrees with what stands there already
        return outcome if receipts else replace(outcome, fate=first)
    last = max((receipt.save_time for receipt in receipts), default="")
    later = bool(file.save_time and last and file.save_time > last)
    older = bool(file.save_time and last and file.save_time < last)
    if older and newest:
        return replace(outcome, fate="older", reason="a later copy was taken before")
    if older or (changes and not later):
        order = "is older than" if older else "does not show that it is later than"
        return replace(outcome, fate="conflict", reason=f"{order} {receipts[-1].file}, taken before")
    return replace(outcome, fate="changed" if receipts else first, answers={**new, **changes})
