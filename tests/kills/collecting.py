"""collect --apply under fire: each round somebody sends a form, and no answer may be torn, lost or doubled."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.kills.killing import Victim
from tests.support.campaign import CYCLE, NOW, Campaign, campaign
from xl_addin.books.closed_file import ClosedBook
from xl_addin.exchange.journal import journal_path, open_journal

PEOPLE = ("E001", "E002", "E003", "E004")


class Collecting(Victim):
    """A campaign under fire, and beside it what a plain dictionary says must stand in the workbook."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self.sent = campaign(folder)
        self.said: dict[tuple[str, str, str], tuple[int, str]] = {}

    def round(self, touch: int = 0, after: float | None = None) -> bool:
        self._send(self.tally.rounds + 1)
        before = self.sent.master.read_bytes()
        killed = self.killed(self.sent.collect, touch, after)
        self._check_what_is_left(before, killed)
        self.completed(self.sent.collect)
        self._check_everything()
        return killed

    def _send(self, number: int) -> None:
        for taken in self.sent.back.iterdir():  # else most moments were those of looking through what is known
            taken.unlink()
        person = self.dice.choice(PEOPLE)
        answers: dict[tuple[str, str], Any] = {}
        for row in _rows(self.sent, person):
            if self.dice.random() < 0.7:
                rating, words = self.dice.randint(1, 5), f"Round {number}. =1+1"
                answers |= {(row, "self_rating"): rating, (row, "evidence"): words}
                self.said[tuple(row.split("|")[1:])] = rating, words  # type: ignore[index]
        self.sent.send_back(person, answers, f"{person} {number}.xlsx", NOW + timedelta(hours=number))

    def _check_what_is_left(self, before: bytes, killed: bool) -> None:
        """At once after the killing: both files whole, and each receipt there with all its answers."""
        ClosedBook(self.sent.master).read_snapshot()
        written, taken = self.sent.master.read_bytes() != before, False
        base = sqlite3.connect(journal_path(self.sent.master))
        if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            self.fault("the journal is torn")
        base.close()
        with open_journal(journal_path(self.sent.master), make=False) as journal:
            for receipt in journal.receipts():
                taken |= receipt.file.endswith(f" {self.tally.rounds}.xlsx")
                if not journal.answers(receipt.seq):
                    self.fault(f"receipt {receipt.seq} is without its answers")
        if killed:
            when = "with the workbook written" if written else "with answers in the journal only" if taken else "before"
            self.tally.when[when] += 1

    def _check_everything(self) -> None:
        found = {key: (own, words) for key, (own, _, words) in self.sent.said.items()}
        if found != self.said:
            self.fault(f"{len(self.said.items() - found.items())} answers lost or wrong, {len(found)} there")
        rated = [r for r in self.sent.data.ratings if r.cycle == CYCLE]
        if len(rated) != len(found):
            self.fault("a row is doubled")
        with open_journal(journal_path(self.sent.master), make=False) as journal:
            if len(journal.receipts()) != self.tally.rounds or journal.last_applied != journal.last:
                self.fault(f"{len(journal.receipts())} receipts for {self.tally.rounds} files")
        left = [p.name for p in self.sent.master.parent.iterdir() if p.name.startswith(".") or "sqlite-" in p.name]
        if left:
            self.fault(f"left behind: {left}")


def _rows(sent: Campaign, person: str) -> list[str]:
    with open_journal(journal_path(sent.master), make=False) as journal:
        form = journal.form(CYCLE, "employee", person)
        assert form is not None
        return sorted(key for key in journal.sent_keys(form.shape) if key.startswith("r|"))
