"""A returned workbook understood: whose it is, what it says, and every cell that could not be taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xl_addin.cells.area import Area
from xl_addin.exchange.identify import identify
from xl_addin.exchange.identity import Identity
from xl_addin.exchange.journal import Answers, Journal
from xl_addin.exchange.keys import Key, answer, key_of
from xl_addin.exchange.spots import Line, lines_of
from xl_addin.exchange.survey_form import GROUP
from xl_addin.exchange.verdicts import Judge, Verdict
from xl_addin.layout.loose import Loose
from xl_addin.model.errors import Refused

_APART = "give each person an ID of their own, then collect again"
_AGAIN = "put it right in the form, then collect again"
_PLAN = ("competency", "action", "due", "status", "notes")
SAYS: Mapping[str, frozenset[str]] = {
    "employee": frozenset({"self_rating", "evidence", *_PLAN}),
    "manager": frozenset({"manager_rating", "evidence", *_PLAN}),
    "respondent": frozenset({"answer"}),
}
"""Kind of form -> the fields it may fill in; what stands in other columns is somebody else's."""
RATES = {"employee": "self_rating", "manager": "manager_rating", "respondent": "answer"}
"""Kind of form -> the field that must be filled in every row to rate."""
FIELDS = {
    "rating": frozenset({"self_rating", "manager_rating", "evidence"}),
    "plan": frozenset(_PLAN) - {"competency"},
    "new_plan": frozenset(_PLAN),
    "answer": frozenset({"answer"}),
}
"""Kind of row -> the fields it holds."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row: the ids in its key, which cells, what is to be said, and what to do where one can."""

    row: str
    cells: str
    said: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.row}, {self.cells}: {self.said}{f': {self.todo}' if self.todo else ''}"


@dataclass(frozen=True)
class Returned:
    """One file.

    `answers` are all cells filled in that could be taken. `asked` are the keys of rows to rate. `refused` are cells
    that could not be taken, `notes` cells read otherwise than typed, `strange` keys the form was not sent with,
    `hidden` the number of rows with a key that are not shown, `carried` what else is in the file.
    """

    file: str
    identity: Identity
    digest: str
    saved: str
    answers: Answers
    asked: frozenset[str] = frozenset()
    refused: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    strange: tuple[str, ...] = ()
    hidden: int = 0
    carried: tuple[str, ...] = ()

    @property
    def whose(self) -> tuple[str, str, str]:
        """Cycle, kind and person."""
        return self.identity.cycle, self.identity.kind, self.identity.person

    def answered(self, said: Answers) -> int:
        """How many of the rows to rate are answered in `said`."""
        field = RATES[self.identity.kind]
        return sum((key, field) in said for key in self.asked)


def returned(
    file: str,
    loose: Loose,
    journal: Journal,
    competencies: Mapping[str, str],
    doubtful: Callable[[str], str] = lambda _: "",
) -> Returned:
    """A file as read.

    Args:
        file: what it is called in messages.
        loose: its cells.
        journal: of the master it comes back to.
        competencies: folded name or id -> id.
        doubtful: employee id -> why nobody can say any more whose it is; "" where it is plain.

    Raises:
        Refused: it is no form of this master, was changed where it may not be, is another form than we sent, or of
            somebody whose id is doubtful.
    """
    identity, sent = identify(file, loose, journal)
    why = doubtful(identity.person) if identity.kind != "respondent" else ""
    if why:
        raise Refused(file, f"is of {identity.person}, who {why}", _APART)
    reading = _Reading(loose, identity, sent, Judge(competencies, loose.date1904), doubtful)
    reading.read()
    return Returned(
        file,
        identity,
        loose.digest,
        loose.saved,
        reading.answers,
        frozenset(k for k in sent if (key := key_of(k)) and key.kind in ("rating", "answer") and key.parts[0] != GROUP),
        tuple(reading.refused),
        tuple(reading.notes),
        tuple(reading.strange),
        reading.hidden,
        loose.notes,
    )


@dataclass
class _Reading:
    """A file being read, row by row."""

    loose: Loose
    identity: Identity
    sent: frozenset[str]
    judge: Judge
    doubtful: Callable[[str], str]
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    hidden: int = 0

    def read(self) -> None:
        by_key: dict[str, list[Line]] = {}
        for line in lines_of(self.loose):
            key = str(line.key)
            if key not in self.sent:
                self.strange.append(key)
                continue
            by_key.setdefault(key, []).append(line)
            self.hidden += line.row in self.loose.sheets[line.sheet].hidden
        barred: dict[str, str] = {}
        for lines in by_key.values():
            kind, about = lines[0].key.kind, lines[0].key.parts[0]
            why = "" if kind == "answer" else self.doubtful(about)
            if why:
                barred[about] = why
            else:
                self._row(lines)
        self.refused += [Remark(person, "all rows", why, _APART) for person, why in barred.items()]
        if all(name == "answer" and key_of(key) == answer(GROUP) for key, name in self.answers):
            self.answers.clear()  # a group alone is nobody's answer: it stood there when the form went out
        self._new_plans(sorted(key for key in by_key if by_key[key][0].key.kind == "new_plan"))

    def _row(self, lines: Sequence[Line]) -> None:
        """One row we sent, wherever it stands now; several lines where it was copied."""
        key = lines[0].key
        fields = sorted(FIELDS[key.kind] & SAYS[self.identity.kind])
        found = {field: list(self._verdicts(lines, field)) for field in fields}
        for verdicts in found.values():
            said = {verdict.value: cell for cell, verdict in verdicts if verdict.value is not None}
            if len(said) > 1:
                self._refuse(key, " and ".join(said.values()), "filled in twice, each time differently")
                return
        for name, verdicts in found.items():
            self._take(key, name, verdicts)

    def _verdicts(self, lines: Sequence[Line], name: str) -> Iterator[tuple[str, Verdict]]:
        for line in lines:
            for column in line.columns.get(name, ()):
                yield line.cell(column), self._verdict(line, name, column)

    def _verdict(self, line: Line, name: str, column: int) -> Verdict:
        sheet = self.loose.sheets[line.sheet]
        spot = (line.row, column)
        merged = next((area for area in sheet.merges if area.holds(*spot)), None)
        if merged is not None and (merged.top < merged.bottom or name in RATES.values()):
            return _merged(merged, sheet.cells.get((merged.top, merged.left)) is None)
        found = self.judge.verdict(name, line.key.parts[0], sheet.cells.get(spot))
        if name in RATES.values() and spot in sheet.dates and found.value is not None and not found.note:
            return replace(found, note=f"read as {found.value}, though the cell shows a date")
        return found

    def _take(self, key: Key, name: str, verdicts: Sequence[tuple[str, Verdict]]) -> None:
        refused = next(((cell, v.refused) for cell, v in verdicts if v.refused), None)
        if refused is not None:
            self._refuse(key, *refused)
            return
        cell, verdict = next(((c, v) for c, v in verdicts if v.value is not None), ("", Verdict()))
        if verdict.value is not None:
            self.answers[str(key), name] = verdict.value
        if verdict.note:
            self.notes.append(Remark(_told(key), cell, verdict.note))

    def _new_plans(self, rows: Sequence[str]) -> None:
        """A new action is of one competency, and each competency has one row in a cycle."""
        taken = {(k.parts[0], k.parts[2]) for k in map(key_of, self.sent) if k and k.kind == "plan" and self._now(k)}
        for row in rows:
            said = {name: self.answers[row, name] for name in _PLAN if (row, name) in self.answers}
            key = key_of(row)
            if not said or key is None:
                continue
            whose = key.parts[0], str(said.get("competency", ""))
            if whose[1] and whose not in taken:
                taken.add(whose)
                continue
            why = "a second action for one competency" if whose[1] else "an action without a competency"
            self._refuse(key, "its row", f"{why}, which was not taken")
            for name in said:
                del self.answers[row, name]

    def _now(self, key: Key) -> bool:
        return key.parts[1] == self.identity.cycle

    def _refuse(self, key: Key, cells: str, why: str) -> None:
        self.refused.append(Remark(_told(key), cells, why, _AGAIN))


def _merged(area: Area, blank: bool) -> Verdict:
    return Verdict() if blank else Verdict(refused=f"merged cells {area}, where each row needs its own")


def _told(key: Key) -> str:
    return " ".join(key.parts)
