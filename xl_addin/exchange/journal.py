"""The journal beside a master workbook: which forms went out, what came back, every cycle there ever was.

A SQLite database; the master is derived from it. Rollback-journal mode and synchronous=FULL, one transaction for each
returned file: what is acknowledged is on the disk, also on a network share (our lock on the master keeps others out).
What came back is only ever added to.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from xl_addin.exchange.database_errors import database_errors
from xl_addin.model.errors import Stop

SCHEMA = 1
PATIENCE = 5.0
"""Seconds to wait for another run that holds the journal."""
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shapes (shape TEXT PRIMARY KEY, keys TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE forms (
  cycle TEXT NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL, file TEXT NOT NULL, shape TEXT NOT NULL,
  plain TEXT NOT NULL, stored TEXT NOT NULL, due TEXT NOT NULL, given TEXT NOT NULL,
  PRIMARY KEY (cycle, kind, person)) WITHOUT ROWID;
CREATE TABLE receipts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, file TEXT NOT NULL, cycle TEXT NOT NULL,
  kind TEXT NOT NULL, person TEXT NOT NULL, complete INTEGER NOT NULL, saved TEXT NOT NULL, taken TEXT NOT NULL);
CREATE TABLE answers (
  seq INTEGER NOT NULL REFERENCES receipts, key TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (seq, key, field)) WITHOUT ROWID;
CREATE INDEX receipts_of ON receipts (cycle, kind, person);
CREATE INDEX answers_to ON answers (key);
"""


@dataclass(frozen=True, slots=True)
class FormSent:
    """One form that was written: for whom, into which file, with which rows, due when (ISO day or "").

    `plain` is the SHA-256 of the form as made, `file_digest` of the file as written (they differ when it is encrypted).
    `prefilled_answers` is what its cells to fill in held already: coming back unchanged, that is nobody's answer.
    """

    cycle: str
    kind: str
    person: str
    file: str
    shape: str
    plain: str
    file_digest: str
    due: str = ""
    prefilled_answers: "Answers" = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One returned file that was taken: `save_time` is when its program says it saved it, `take_time` when we took it
    (UTC).
    """

    seq: int
    digest: str
    file: str
    cycle: str
    kind: str
    person: str
    complete: bool
    save_time: str
    take_time: str


Answers = Mapping[tuple[str, str], Any]
"""(row key, field) -> what was filled in: a number, text, or a day as ISO text. Blanks are not there."""


class JournalAnswer(NamedTuple):
    """One answer in one file that was taken."""

    cycle: str
    kind: str
    person: str
    key: str
    field: str
    value: Any


def journal_path(master: Path) -> Path:
    """Where the journal of a master workbook lies."""
    return master.with_name(f"{master.stem}.journal.sqlite")


class Journal:
    """The open journal of one master. Use `open_journal`."""

    def __init__(self, base: sqlite3.Connection, file: str) -> None:
        self._base = base
        self._where = file

    @property
    def campaign(self) -> str:
        """The random name of this journal, which its forms carry."""
        return self._meta("campaign")

    @property
    def secret(self) -> bytes:
        """The key that seals this master's forms."""
        return bytes.fromhex(self._meta("secret"))

    def add_forms(self, forms: Iterable[FormSent], shapes: Mapping[str, Sequence[str]]) -> None:
        """Note forms that were written, in one transaction; `shapes` holds the row keys of each shape among them."""
        with self._base:
            self._base.executemany(
                "INSERT OR IGNORE INTO shapes VALUES (?, ?)",
                [(shape, "\n".join(sorted(keys))) for shape, keys in shapes.items()],
            )
            self._base.executemany(
                "INSERT OR REPLACE INTO forms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        f.cycle,
                        f.kind,
                        f.person,
                        f.file,
                        f.shape,
                        f.plain,
                        f.file_digest,
                        f.due,
                        _pack_answers(f.prefilled_answers),
                    )
                    for f in forms
                ],
            )

    def forms(self, cycle: str) -> tuple[FormSent, ...]:
        """Every form written for a cycle, by kind and person; what it was given is left out."""
        columns = "cycle, kind, person, file, shape, plain, stored, due"
        records = self._base.execute(f"SELECT {columns} FROM forms WHERE cycle = ? ORDER BY kind, person", (cycle,))  # noqa: S608
        return tuple(FormSent(*row) for row in records)

    def cycles(self) -> tuple[str, ...]:
        """Every cycle forms were written for, by name."""
        return tuple(row[0] for row in self._base.execute("SELECT DISTINCT cycle FROM forms ORDER BY cycle"))

    def knows(self, cycle: str) -> bool:
        """Whether forms were written for a cycle."""
        return bool(self._base.execute("SELECT EXISTS (SELECT 1 FROM forms WHERE cycle = ?)", (cycle,)).fetchone()[0])

    def form(self, cycle: str, kind: str, person: str) -> FormSent | None:
        """The form last written for a person, with what it was given; None when there is none."""
        query = "SELECT * FROM forms WHERE (cycle, kind, person) = (?, ?, ?)"
        row = self._base.execute(query, (cycle, kind, person)).fetchone()
        if row is None:
            return None
        prefilled_answers = {(key, field): value for key, field, value in json.loads(row[-1])}
        return replace(FormSent(*row[:-1]), prefilled_answers=prefilled_answers)

    def sent_keys(self, shape: str) -> frozenset[str]:
        """The row keys forms of a shape were sent with; empty for a shape that never went out."""
        row = self._base.execute("SELECT keys FROM shapes WHERE shape = ?", (shape,)).fetchone()
        return frozenset(row[0].split("\n")) if row else frozenset()

    def receipts(self, cycle: str = "") -> tuple[Receipt, ...]:
        """Every file taken, in the order it was taken; of one cycle, or of all."""
        records = self._base.execute("SELECT * FROM receipts WHERE ? IN ('', cycle) ORDER BY seq", (cycle,))
        return tuple(Receipt(*row) for row in records)

    def take(self, receipt: Receipt, answers: Answers) -> int:
        """Take one returned file: its receipt and all its answers in one transaction, on the disk when this returns.

        Returns:
            Its number in the journal; `receipt.seq` is not looked at.

        Raises:
            Stop: the journal cannot be written; nothing of the file was taken.
        """
        values = (
            receipt.digest,
            receipt.file,
            receipt.cycle,
            receipt.kind,
            receipt.person,
            int(receipt.complete),
            receipt.save_time,
            receipt.take_time,
        )
        with database_errors(self._where), self._base:
            cursor = self._base.execute("INSERT INTO receipts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            seq = int(cursor.lastrowid or 0)
            self._base.executemany(
                "INSERT INTO answers VALUES (?, ?, ?, ?)",
                [(seq, key, field, json.dumps(value, ensure_ascii=False)) for (key, field), value in answers.items()],
            )
        return seq

    def answers(self, seq: int) -> dict[tuple[str, str], Any]:
        """What one taken file said."""
        records = self._base.execute("SELECT key, field, value FROM answers WHERE seq = ?", (seq,))
        return {(key, field): json.loads(value) for key, field, value in records}

    def answers_so_far(self, cycle: str, kind: str, person: str) -> dict[tuple[str, str], Any]:
        """All that a person's files said so far, the last taken counting."""
        records = self._base.execute(
            "SELECT key, field, value FROM receipts JOIN answers USING (seq)"
            " WHERE (cycle, kind, person) = (?, ?, ?) ORDER BY seq",
            (cycle, kind, person),
        )
        return {(key, field): json.loads(value) for key, field, value in records}

    def related_answers(self, last_seq: int) -> Iterator[JournalAnswer]:
        """All that was ever said about whatever the receipts after number `last_seq` speak of, in the order taken.

        Rows of a survey are the same for everybody: there, only what the same respondents said.
        """
        records = self._base.execute(
            """
            WITH rows AS (SELECT DISTINCT cycle, key FROM receipts JOIN answers USING (seq)
                          WHERE seq > ?1 AND kind != 'respondent'),
            people AS (SELECT DISTINCT cycle, person FROM receipts WHERE seq > ?1 AND kind = 'respondent')
            SELECT r.cycle, kind, person, a.key, field, value, seq
            FROM rows JOIN answers a ON a.key = rows.key JOIN receipts r USING (seq)
            WHERE r.cycle = rows.cycle AND kind != 'respondent'
            UNION ALL
            SELECT r.cycle, kind, r.person, key, field, value, seq
            FROM people JOIN receipts r USING (cycle, person) JOIN answers USING (seq) WHERE kind = 'respondent'
            ORDER BY seq
            """,
            (last_seq,),
        )
        for cycle, kind, person, key, name, value, _ in records:
            yield JournalAnswer(cycle, kind, person, key, name, json.loads(value))

    @property
    def last(self) -> int:
        """The number of the last receipt; 0 when there is none."""
        return int(self._base.execute("SELECT coalesce(max(seq), 0) FROM receipts").fetchone()[0])

    @property
    def last_applied(self) -> int:
        """The last receipt whose answers are in the master."""
        return int(self._meta("applied"))

    def set_applied(self, seq: int) -> None:
        """Everything up to this receipt has reached the master."""
        with database_errors(self._where), self._base:
            self._base.execute("UPDATE meta SET value = ? WHERE name = 'applied'", (str(seq),))

    def _meta(self, name: str) -> str:
        return str(self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()[0])


def _pack_answers(answers: Answers) -> str:
    return json.dumps([[key, field, value] for (key, field), value in answers.items()], ensure_ascii=False)


@contextmanager
def open_journal(path: Path, *, make: bool) -> Iterator[Journal]:
    """The journal of a master, made with a new key where `make` allows and there is none.

    Raises:
        Stop: it is missing and `make` is False, damaged, locked, or of a later version; or the disk fails while it is
            used.
    """
    if not make and not path.exists():
        todo = "run export first, or put the journal back beside the workbook"
        raise Stop(path.name, "is not there: no forms were sent from this workbook", todo)
    with database_errors(path.name), closing(sqlite3.connect(path, timeout=PATIENCE)) as base:
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("PRAGMA foreign_keys = ON")
        _prepare(base, path.name)
        yield Journal(base, path.name)


def _prepare(base: sqlite3.Connection, file: str) -> None:
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise Stop(file, "was made by a newer Trackbook", "update Trackbook, then run the command again")
    if version == SCHEMA:
        return
    meta = {"campaign": secrets.token_hex(8), "secret": secrets.token_hex(32), "applied": "0"}
    base.executescript(f"BEGIN EXCLUSIVE; {_TABLES}")
    base.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    base.execute(f"PRAGMA user_version = {SCHEMA}")
    base.commit()
