"""Thousands of edit sessions against what the person meant: python -m tests.ladder_sessions --sessions 10000 --seed 1

Also, with --laws N, every law of tests/test_ladder_laws.py on N examples each; with --graphs N, that many random level
graphs turned into a ladder and back. Ends with 1 where a key got another meaning or a graph came back otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.ladder_edits import EDITS
from tests.support.ladder_world import World, meant_keys
from xl_addin.cells.fold import fold_text
from xl_addin.ladder.likeness import is_slip
from xl_addin.ladder.matching import NEW, Matching
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import NameSpot, SheetNames
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry

VERDICTS = ("right", "lost", "wrong", "reused title", "proposal right", "proposal wrong", "not offered", "waits", "cut")
KIND_NAMES = {TRACK: "tracks", LEVEL: "levels", COMPETENCY: "competencies", PERSON: "people"}


@dataclass(frozen=True)
class Judgement:
    """What became of one thing on the sheets."""

    kind: str
    spot: NameSpot
    verdict: str
    thing: str


def judge_session(world: World, ledger: tuple[KeyEntry, ...], result: Reconciliation) -> Iterator[Judgement]:
    """Every thing on the sheets against what the person meant."""
    truth, meant = world.truth(), meant_keys(world.truth(), ledger)
    names, by_key = world.sheets(), {(entry.kind, entry.key): entry for entry in ledger}
    for kind, matching in result.matchings.items():
        for spot, thing in meant[kind].items():
            verdict = _verdict(matching, spot, thing)
            if verdict == "wrong" and _reads_as_plain_edit(by_key[kind, matching.keys[spot]], spot, names, result):
                verdict = "reused title"
            yield Judgement(kind, spot, verdict, truth[kind][spot])
        for key in matching.removals:
            spots = [spot for spot, thing in meant[kind].items() if thing == key]
            if spots and not any(matching.keys.get(s) == NEW or s in matching.open_lines for s in spots):
                yield Judgement(kind, (-1, 0), "cut", key)


def _verdict(matching: Matching, spot: NameSpot, thing: str) -> str:
    if spot in matching.keys:
        key = matching.keys[spot]
        return "right" if key == thing else "lost" if key == NEW else "wrong"
    line = matching.open_lines.get(spot)
    if line is None:
        return "waits"
    if thing not in (*line.offers, NEW):
        return "not offered"
    return "proposal right" if line.proposal == thing else "proposal wrong"


def _reads_as_plain_edit(entry: KeyEntry, spot: NameSpot, names: SheetNames, result: Reconciliation) -> bool:
    """Whether the key only stayed with its own title in its own row or track, so that nobody can tell.

    Swapping titles and then deleting or moving leaves the very sheet that one plain deletion leaves.
    """
    if entry.kind == LEVEL:
        title = next(title.name for title in names.levels if title.spot == spot)
        track = result.matchings[TRACK].keys.get((spot[0], 0))
        return (fold_text(entry.name) == fold_text(title) or is_slip(entry.name, title)) and track == entry.parent
    rows = {TRACK: names.tracks, COMPETENCY: names.competencies, PERSON: names.people}[entry.kind]
    row = next(row for row in rows if row.spot == spot)
    return fold_text(entry.name) == row.fold and row.key_cell == entry.key


@dataclass
class Tally:
    """What came of many sessions."""

    verdicts: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    questions: Counter[int] = field(default_factory=Counter)
    edits: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    def count(self, verdict: str, *, touched: bool = True, kind: str = "") -> int:
        """How many things got a verdict; those no edit touched too, unless `touched`."""
        return sum(
            number
            for (own_kind, own_verdict, is_touched), number in self.verdicts.items()
            if own_verdict == verdict and (is_touched or not touched) and kind in ("", own_kind)
        )


def play(sessions: int, seed: int, *, reuse: bool = False) -> Tally:
    """Sessions of one to six edits, and what reconcile makes of them."""
    chance, tally = random.Random(seed), Tally()
    for number in range(sessions):
        world = World(chance, reuse=reuse)
        ledger = world.ledger()
        edits = chance.choices(EDITS, [edit.weight for edit in EDITS], k=chance.choice([1, 1, 1, 2, 2, 3, 4, 6]))
        for edit in edits:
            edit.do(world)
        result = reconcile(ledger, world.sheets())
        judgements = list(judge_session(world, ledger, result))
        tally.questions[len(result.questions)] += 1
        for judgement in judgements:
            tally.verdicts[judgement.kind, judgement.verdict, judgement.thing in world.touched] += 1
        found = {judgement.verdict for judgement in judgements}
        if len(edits) == 1:
            row = tally.edits[edits[0].name]
            row.update(["sessions", *(["asked"] if result.questions else []), *found])
        if "wrong" in found:
            details = [(j.kind, j.spot, j.thing) for j in judgements if j.verdict == "wrong"]
            tally.wrong.append(f"session {number}: {edits} {details}")
    return tally


def report(tally: Tally) -> str:
    """The tally as lines: all things, those edits touched, kind by kind; questions; sessions of one edit."""
    lines = [_line("all", tally, touched=False), _line("touched by an edit", tally)]
    lines += [_line(f"  {name}", tally, kind=kind) for kind, name in KIND_NAMES.items()]
    sessions = tally.questions.total()
    shares = [tally.questions[n] / sessions for n in range(3)]
    lines.append(f"questions a session: none {shares[0]:.2f}, one {shares[1]:.2f}, two {shares[2]:.2f}")
    lines.append(f"{'sessions of one edit':28}    n  asked  wrong  lost  cut  not offered")
    for edit, row in sorted(tally.edits.items()):
        n = row["sessions"]
        counts = "".join(f"{row[verdict]:6}" for verdict in ("wrong", "lost", "cut", "not offered"))
        lines.append(f"  {edit:26}{n:5}{row['asked'] / n:7.2f}{counts}")
    return "\n".join([*lines, f"sessions with a wrong key: {len(tally.wrong)}", *tally.wrong[:12]])


def _line(label: str, tally: Tally, *, touched: bool = True, kind: str = "") -> str:
    counts = {verdict: tally.count(verdict, touched=touched, kind=kind) for verdict in VERDICTS}
    decided = sum(counts[verdict] for verdict in VERDICTS[:4])
    asked = sum(counts[verdict] for verdict in VERDICTS[4:7])
    things = decided + asked + counts["waits"]
    return (
        f"{label:20}{things:8,} things  decided {decided:8,}  wrong {counts['wrong']}  reused titles "
        f"{counts['reused title']}  lost {counts['lost']}  right of decided {counts['right'] / max(1, decided):.5f}  "
        f"of all {counts['right'] / max(1, things):.4f}  asked {asked:,}  proposal right "
        f"{counts['proposal right'] / max(1, asked):.2f}  not offered {counts['not offered']}  waits {counts['waits']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reuse", action="store_true", help="new things may get names that others had")
    parser.add_argument("--graphs", type=int, default=5_000)
    parser.add_argument("--laws", type=int, default=0, help="examples of each law")
    options = parser.parse_args()
    tally = play(options.sessions, options.seed, reuse=options.reuse)
    print(report(tally))
    if options.graphs:
        from tests.test_ladder_upgrade import check_random_graphs

        check_random_graphs(options.graphs, options.seed)
        print(f"{options.graphs:,} random graphs came back edge for edge")
    if options.laws:
        import pytest

        os.environ["LADDER_EXAMPLES"] = str(options.laws)
        if pytest.main(["tests/test_ladder_laws.py"]):
            sys.exit(1)
    sys.exit(bool(tally.wrong))


if __name__ == "__main__":
    main()
