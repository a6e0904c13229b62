"""Questions about names and what people answer: on the tab Names, or to a command."""

from collections.abc import Iterator, Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.ladder.answers import NameAnswer, answer_of_choice, choices
from xl_addin.ladder.matching import Question, QuestionLine
from xl_addin.ladder.question_words import choice_text
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import NameSpot, SheetNames
from xl_addin.model.finding import Place
from xl_addin.model.ladder import PERSON, KeyEntry, NameQuestion
from xl_addin.sheets import names_to_settle
from xl_addin.sheets.new_ids import Doubt

_LineKey = tuple[str, str, str]
"""Kind, place and name of what is asked about."""


class Questioning:
    """Every question about names, one after the other: an answer about a track brings those about its levels."""

    def __init__(
        self,
        ledger: Sequence[KeyEntry],
        names: SheetNames,
        keys_in_use: Sequence[str],
        rows: Sequence[NameQuestion],
    ) -> None:
        self._ledger, self._sheets, self._in_use = ledger, names, keys_in_use
        self._names = {entry.key: entry.name for entry in ledger if entry.key}
        self._typed = {_row_key(row): row for row in rows if row.answer.strip()}
        self._lines: dict[_LineKey, tuple[Question, QuestionLine]] = {}
        self._answers: list[NameAnswer] = []
        self._open: set[_LineKey] = set()

    def reconcile(self, answers: Sequence[NameAnswer]) -> Reconciliation:
        """What the names are, with these answers and those chosen on the tab.

        Raises:
            Stop: an answer fits no question, or more than one.
        """
        self._answers = [*answers]
        if answers:  # what they are about is still to be listed where Framework waits
            self._lines = _lines_of(reconcile(self._ledger, self._sheets, (), self._in_use))
        while True:
            reconciliation = reconcile(self._ledger, self._sheets, self._answers, self._in_use)
            lines = _lines_of(reconciliation)
            self._lines = {**self._lines, **lines}
            chosen_answers = [answer_entry for q, line in lines.values() if (answer_entry := self._choice(q, line))]
            new = [answer_entry for answer_entry in chosen_answers if answer_entry not in self._answers]
            if not new:
                self._open = {*lines}
                return reconciliation
            self._answers += new

    def _choice(self, question: Question, line: QuestionLine) -> NameAnswer | None:
        row = self._typed.get(_line_key(question, line))
        return answer_of_choice(question, line, self._names, row.answer) if row else None

    @property
    def doubts(self) -> Iterator[Doubt]:
        """What people wrote there that is none of the choices."""
        for key in self._lines:
            if key in self._open and (row := self._typed.get(key)):
                place = Place(names_to_settle.TABLE.name, row.row, "answer")
                yield Doubt(place, "is none of the answers offered", "choose one from the list")

    def rows(self, *, is_waiting: bool) -> tuple[NameQuestion, ...]:
        """The rows of the tab: what is open, and while Framework waits what is answered but not taken over yet.

        An answer that was not understood stays in its cell.
        """
        return tuple(
            self._row(key, question, line)
            for key, (question, line) in self._lines.items()
            if key in self._open or (is_waiting and question.kind != PERSON)
        )

    def _row(self, key: _LineKey, question: Question, line: QuestionLine) -> NameQuestion:
        row = self._typed.get(key)
        return NameQuestion(
            kind=question.kind,
            place=place_text(line.spot),
            name=line.name,
            question=question.text,
            answer=row.answer if row else self._told(question, line),
            **dict(zip(names_to_settle.CHOICES, self._offers(question, line), strict=False)),
        )

    def _offers(self, question: Question, line: QuestionLine) -> Sequence[str]:
        """The choices that have room; that it is something new is always one of them."""
        offers, count = choices(question, line, self._names), len(names_to_settle.CHOICES)
        new = choice_text(question.kind, line.name, "")
        return offers if len(offers) <= count else [*[text for text in offers if text != new][: count - 1], new]

    def _told(self, question: Question, line: QuestionLine) -> str:
        """What was answered to the command, as the tab has it; "" where nothing was."""
        if _line_key(question, line) in self._open:
            return ""
        spots = (None, line.spot)
        answers = (
            answer_entry
            for answer_entry in self._answers
            if answer_entry.spot in spots and fold_text(answer_entry.name) == fold_text(line.name)
        )
        return next((choice_text(question.kind, line.name, answer_entry.old_name) for answer_entry in answers), "")


def _lines_of(reconciliation: Reconciliation) -> dict[_LineKey, tuple[Question, QuestionLine]]:
    return {
        _line_key(question, line): (question, line) for question in reconciliation.questions for line in question.lines
    }


def place_text(spot: NameSpot) -> str:
    """Where a name stands, as the tab Names keeps it."""
    return f"{spot[0]}:{spot[1]}"


def _line_key(question: Question, line: QuestionLine) -> _LineKey:
    return question.kind, place_text(line.spot), fold_text(line.name)


def _row_key(row: NameQuestion) -> _LineKey:
    return row.kind, row.place, fold_text(row.name)
