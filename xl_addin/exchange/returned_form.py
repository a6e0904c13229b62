"""A returned workbook understood: whose it is, what it says, and every cell that could not be taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xl_addin.cells.area import Area
from xl_addin.exchange.form.form_keys import FormKey, answer_key, parse_key
from xl_addin.exchange.form.identity import Identity
from xl_addin.exchange.identify import identify
from xl_addin.exchange.journal import Answers, Journal
from xl_addin.exchange.locate_rows import KeyedRow, locate_rows
from xl_addin.exchange.survey_form import GROUP
from xl_addin.exchange.verdicts import CellJudge, Verdict
from xl_addin.layout.returned_workbook import ReturnedWorkbook
from xl_addin.model.errors import Refused

_ID_TODO = "give each person an ID of their own, then collect again"
_FORM_TODO = "put it right in the form, then collect again"
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
    text: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.row}, {self.cells}: {self.text}{f': {self.todo}' if self.todo else ''}"


@dataclass(frozen=True)
class ReturnedForm:
    """One file.

    `answers` are all cells filled in that could be taken. `rating_keys` are the keys of rows to rate. `refused_cells`
    are cells that could not be taken, `notes` cells read otherwise than typed, `strange` keys the form was not sent
    with, `hidden_rows` the number of rows with a key that are not shown, `extras` what else is in the file.
    """

    file: str
    identity: Identity
    digest: str
    save_time: str
    answers: Answers
    rating_keys: frozenset[str] = frozenset()
    refused_cells: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    strange: tuple[str, ...] = ()
    hidden_rows: int = 0
    extras: tuple[str, ...] = ()

    @property
    def sender(self) -> tuple[str, str, str]:
        """Cycle, kind and person."""
        return self.identity.cycle, self.identity.kind, self.identity.person

    def count_answered(self, answers: Answers) -> int:
        """How many of the rows to rate are answered in `answers`."""
        field = RATES[self.identity.kind]
        return sum((key, field) in answers for key in self.rating_keys)

    def is_whole(self, answers: Answers) -> bool:
        """Whether `answers` hold all that a form must bring: for each person every row of one level at least.

        The level held now has to be rated; the rows of a next one may stay blank.
        """
        field = RATES[self.identity.kind]
        rows_by_person: dict[str, dict[str, list[bool]]] = {}
        for text in self.rating_keys:
            key = parse_key(text)
            person, level = (key.parts[0], key.parts[2]) if key and key.kind == "rating" else ("", "")
            rows_by_person.setdefault(person, {}).setdefault(level, []).append((text, field) in answers)
        return all(any(map(all, levels.values())) for levels in rows_by_person.values())


def read_form(
    file: str,
    workbook: ReturnedWorkbook,
    journal: Journal,
    competencies: Mapping[str, str],
    doubtful: Callable[[str], str] = lambda _: "",
) -> ReturnedForm:
    """A file as read.

    Args:
        file: what it is called in messages.
        workbook: its cells.
        journal: of the master it comes back to.
        competencies: folded name or id -> id.
        doubtful: employee id -> why nobody can say any more whose it is; "" where it is plain.

    Raises:
        Refused: it is no form of this master, was changed where it may not be, is another form than we sent, or of
            somebody whose id is doubtful.
    """
    identity, sent_keys = identify(file, workbook, journal)
    doubt = doubtful(identity.person) if identity.kind != "respondent" else ""
    if doubt:
        raise Refused(file, f"is of {identity.person}, who {doubt}", _ID_TODO)
    reading = _Reading(workbook, identity, sent_keys, CellJudge(competencies, workbook.date1904), doubtful)
    reading.read_rows()
    return ReturnedForm(
        file,
        identity,
        workbook.digest,
        workbook.save_time,
        reading.answers,
        frozenset(
            k for k in sent_keys if (key := parse_key(k)) and key.kind in ("rating", "answer") and key.parts[0] != GROUP
        ),
        tuple(reading.refused_cells),
        tuple(reading.notes),
        tuple(reading.strange),
        reading.hidden_rows,
        workbook.notes,
    )


@dataclass
class _Reading:
    """A file being read, row by row."""

    workbook: ReturnedWorkbook
    identity: Identity
    sent_keys: frozenset[str]
    judge: CellJudge
    doubtful: Callable[[str], str]
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    refused_cells: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    hidden_rows: int = 0

    def read_rows(self) -> None:
        by_key: dict[str, list[KeyedRow]] = {}
        for line in locate_rows(self.workbook):
            key = str(line.key)
            if key not in self.sent_keys:
                self.strange.append(key)
                continue
            by_key.setdefault(key, []).append(line)
            self.hidden_rows += line.row in self.workbook.sheets[line.sheet].hidden
        doubts: dict[str, str] = {}
        for lines in by_key.values():
            kind, employee = lines[0].key.kind, lines[0].key.parts[0]
            doubt = "" if kind == "answer" else self.doubtful(employee)
            if doubt:
                doubts[employee] = doubt
            else:
                self._row(lines)
        self.refused_cells += [Remark(person, "all rows", doubt, _ID_TODO) for person, doubt in doubts.items()]
        if all(name == "answer" and parse_key(key) == answer_key(GROUP) for key, name in self.answers):
            self.answers.clear()  # a group alone is nobody's answer: it stood there when the form went out
        self._new_plans(sorted(key for key in by_key if by_key[key][0].key.kind == "new_plan"))

    def _row(self, lines: Sequence[KeyedRow]) -> None:
        """One row we sent, wherever it stands now; several lines where it was copied."""
        key = lines[0].key
        fields = sorted(FIELDS[key.kind] & SAYS[self.identity.kind])
        verdicts_by_field = {field: list(self._verdicts(lines, field)) for field in fields}
        for verdicts in verdicts_by_field.values():
            cells_by_value = {verdict.value: cell for cell, verdict in verdicts if verdict.value is not None}
            if len(cells_by_value) > 1:
                self._refuse(key, " and ".join(cells_by_value.values()), "filled in twice, each time differently")
                return
        for name, verdicts in verdicts_by_field.items():
            self._take(key, name, verdicts)

    def _verdicts(self, lines: Sequence[KeyedRow], name: str) -> Iterator[tuple[str, Verdict]]:
        for line in lines:
            for column in line.columns.get(name, ()):
                yield line.cell(column), self._verdict(line, name, column)

    def _verdict(self, line: KeyedRow, name: str, column: int) -> Verdict:
        sheet = self.workbook.sheets[line.sheet]
        spot = (line.row, column)
        merged_area = next((area for area in sheet.merges if area.holds(*spot)), None)
        if merged_area is not None and (merged_area.top < merged_area.bottom or name in RATES.values()):
            return _merged_verdict(merged_area, sheet.cells.get((merged_area.top, merged_area.left)) is None)
        verdict = self.judge.verdict(name, line.key.parts[0], sheet.cells.get(spot))
        if name in RATES.values() and spot in sheet.dates and verdict.value is not None and not verdict.note:
            return replace(verdict, note=f"read as {verdict.value}, though the cell shows a date")
        return verdict

    def _take(self, key: FormKey, name: str, verdicts: Sequence[tuple[str, Verdict]]) -> None:
        refusal = next(((cell, v.refusal) for cell, v in verdicts if v.refusal), None)
        if refusal is not None:
            self._refuse(key, *refusal)
            return
        cell, verdict = next(((c, v) for c, v in verdicts if v.value is not None), ("", Verdict()))
        if verdict.value is not None:
            self.answers[str(key), name] = verdict.value
        if verdict.note:
            self.notes.append(Remark(_key_text(key), cell, verdict.note))

    def _new_plans(self, rows: Sequence[str]) -> None:
        """A new action is of one competency, and each competency has one row in a cycle."""
        used_pairs = {
            (k.parts[0], k.parts[2])
            for k in map(parse_key, self.sent_keys)
            if k and k.kind == "plan" and self._is_current(k)
        }
        for row in rows:
            fields = {name: self.answers[row, name] for name in _PLAN if (row, name) in self.answers}
            key = parse_key(row)
            if not fields or key is None:
                continue
            pair = key.parts[0], str(fields.get("competency", ""))
            if pair[1] and pair not in used_pairs:
                used_pairs.add(pair)
                continue
            problem = "a second action for one competency" if pair[1] else "an action without a competency"
            self._refuse(key, "its row", f"{problem}, which was not taken")
            for name in fields:
                del self.answers[row, name]

    def _is_current(self, key: FormKey) -> bool:
        return key.parts[1] == self.identity.cycle

    def _refuse(self, key: FormKey, cells: str, problem: str) -> None:
        self.refused_cells.append(Remark(_key_text(key), cells, problem, _FORM_TODO))


def _merged_verdict(area: Area, blank: bool) -> Verdict:
    return Verdict() if blank else Verdict(refusal=f"merged cells {area}, where each row needs its own")


def _key_text(key: FormKey) -> str:
    return " ".join(key.parts)
