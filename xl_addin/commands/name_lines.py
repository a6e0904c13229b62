"""What a command says of the names in a workbook that asks for names: what is new, renamed, gone, or not clear."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome
from xl_addin.ladder.answers import NameAnswer, answers_of
from xl_addin.ladder.question_words import KIND_WORDS
from xl_addin.model.counts import quantity
from xl_addin.model.ladder import PERSON
from xl_addin.sheets import names_to_settle, people
from xl_addin.sheets.name_alignment import NameAlignment
from xl_addin.sheets.visible_places import cell_address


class NameOptions(Options):
    """What is said about names that may be new things or new names for old ones."""

    same: tuple[str, ...] = Field(
        (),
        description='A new name for what was there: --same "Developer=Engineer". May be given several times.',
        json_schema_extra={"typed_only": True},
    )
    new: tuple[str, ...] = Field(
        (),
        description='A name of something new: --new "Developer". May be given several times.',
        json_schema_extra={"typed_only": True},
    )

    @property
    def answers(self) -> tuple[NameAnswer, ...]:
        """The same as answers."""
        return answers_of(self.same, self.new)


def report_names(outcome: Outcome, alignment: NameAlignment, job: Job, *, brief: bool = False) -> Outcome:
    """What a command found, with what became of the names; open questions and names of nothing give exit code 1.

    `brief` is for a command whose own findings tell of names on People that name nothing.
    """
    counts = _name_counts(alignment)
    if not (any(counts.values()) or alignment.doubts):
        return outcome
    lines = [*_question_lines(alignment), *_doubt_lines(alignment, job, brief), *_change_lines(alignment)]
    is_clear = not (alignment.open_questions or alignment.doubts)
    sentences = [outcome.sentence, *_sentences(alignment)]
    return replace(
        outcome,
        sentence=" ".join(filter(None, sentences)),
        data={**outcome.data, "names": counts},
        clean=outcome.clean and is_clear,
        lines=[*lines, *outcome.lines],
        next=_next(alignment, job) or outcome.next,
    )


def _sentences(alignment: NameAlignment) -> Iterator[str]:
    count = len(alignment.open_questions)
    if count:
        state_words = (
            "Framework counts as it was until then"
            if alignment.is_waiting
            else f"until then {'that person counts' if count == 1 else 'those people count'} as nobody"
        )
        yield f"{quantity(count, 'name')} {'waits' if count == 1 else 'wait'} for an answer; {state_words}."
    if alignment.doubts:
        yield f"Names to put right: {len(alignment.doubts):,}."


def _question_lines(alignment: NameAlignment) -> Iterator[tuple[str, str, str]]:
    """One for each question; of people no name is printed."""
    names: dict[str, list[str]] = {}
    for row in alignment.open_questions:
        if row.kind != PERSON:
            names.setdefault(row.question, []).append(row.name)
    for question, own_names in names.items():
        options = f'build --same "{own_names[0]}=..." or --new "{own_names[0]}"'
        yield names_to_settle.NAME, question, f"choose under Your answer, or run {options}"
    if people := sum(row.kind == PERSON for row in alignment.open_questions):
        problem = f"{quantity(people, 'person', 'people')} may be somebody new or have a new name"
        yield names_to_settle.NAME, problem, "choose under Your answer"


def _doubt_lines(alignment: NameAlignment, job: Job, brief: bool) -> Iterator[tuple[str, str, str]]:
    for doubt in alignment.doubts:
        if brief and doubt.place.table == people.TABLE.name:
            continue  # a finding says so
        place = cell_address(doubt.place, job.snapshot, job.workbook.tables, job.workbook.data)
        yield place, doubt.problem, doubt.todo


def _change_lines(alignment: NameAlignment) -> Iterator[tuple[str, str, str]]:
    for kind, matching in alignment.reconciliation.matchings.items():
        word = KIND_WORDS[kind][0]
        for old, new in matching.renames.values():
            yield word, f"{old} is now called {new}" if kind != PERSON else "a new name", ""
        if kind != PERSON and not (alignment.is_waiting):
            for key in matching.removals:
                name = next((entry.name for entry in alignment.reconciliation.ledger if entry.key == key), key)
                yield word, f"{name} is gone from Framework", ""


def _name_counts(alignment: NameAlignment) -> dict[str, int]:
    return {
        "open": len(alignment.open_questions),
        "renamed": sum(len(matching.renames) for matching in alignment.reconciliation.matchings.values()),
        "new": sum(len(matching.additions) for matching in alignment.reconciliation.matchings.values()),
        "gone": sum(len(matching.removals) for matching in alignment.reconciliation.matchings.values()),
    }


def _next(alignment: NameAlignment, job: Job) -> str:
    if not alignment.open_questions:
        return ""
    return (
        f"Open the {names_to_settle.NAME} tab of {job.name}, choose an answer, then run: trackbook build {job.argument}"
    )
