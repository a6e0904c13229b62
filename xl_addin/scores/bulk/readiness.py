"""Readiness of everybody for every next level."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from xl_addin.model.dataset import Dataset
from xl_addin.scores import telling
from xl_addin.scores.asked import asked_of, people_counted
from xl_addin.scores.bulk.arrays import BLANK, Bools, Floats, Ints, largest_first, looked_up, over, reached, told
from xl_addin.scores.bulk.columns import Columns, columns_of
from xl_addin.scores.bulk.sheets import CycleRows, Sheets
from xl_addin.scores.d08_gap import gap
from xl_addin.scores.d10_readiness import EARNS, Variant, short_marks, tier
from xl_addin.scores.gate import NOT_SHOWN, PARTLY, SHOWN, mark
from xl_addin.scores.policy import DEFAULT, Policy
from xl_addin.scores.readiness import NO_RULE, Readiness, Stay, letters_that_count, stay, title_of
from xl_addin.scores.telling import Gaps

_EARNED = {letter: looked_up(earns) for letter, earns in EARNS.items()}
_GAP, _MARK = looked_up(gap), looked_up(mark)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the five variants by letter, NaN for none; who meets them; how many marks are short."""

    figure: Mapping[str, Floats]
    met: Mapping[str, Bools]
    partly: Ints
    not_shown: Ints

    def meets(self, policy: Policy) -> Bools:
        """As `readiness.meets`."""
        return np.asarray(np.all([self.met[letter] for letter in letters_that_count(policy)], axis=0))


@dataclass(frozen=True, slots=True)
class Ready:
    """Readiness for one level, an entry for each person; the fields are those of `readiness.Readiness`."""

    to: str
    person: Ints
    figures: Figures
    supported: Bools
    words: list[str]
    gaps: list[Gaps]
    weight: Floats
    coverage: Floats


def ready(data: Dataset, columns: Columns, cycle: str, today: dt.date) -> Iterator[Ready]:
    """Everybody with ratings in a cycle, level by level that they could move up to."""
    policy, rows, people = Policy.of(data), CycleRows(columns, cycle), people_counted(data)
    stays = [stay(data, person, today) if policy.variant == DEFAULT else NO_RULE for person in people]
    held = _held(data, rows, policy)
    ahead: dict[str, list[int]] = {}
    for place in rows.people.tolist():
        for level in dict.fromkeys(data.graph.after(people[place].level)):
            ahead.setdefault(level, []).append(place)
    for level, places in ahead.items():
        who = np.array(places)
        sheets = rows.sheets(asked_of(data, level, {}), level, who)
        yield _judged(title_of(data, level), level, who, sheets, policy, held[who], [stays[n] for n in places])


def ready_people(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    """What `readiness.ready_people` gives, worked out at once."""
    columns, policy, people = columns_of(data), Policy.of(data), people_counted(data)
    found: dict[tuple[int, str], Readiness] = {}
    for group in ready(data, columns, cycle, data.today):
        found.update(zip(((place, group.to) for place in group.person.tolist()), _each(group, policy), strict=True))
    return {
        people[place].id: tuple(found[place, level] for level in data.graph.after(people[place].level))
        for place in CycleRows(columns, cycle).people.tolist()
    }


def figures(sheets: Sheets, policy: Policy, held: Bools) -> Figures:
    """As `d10_readiness.variants`; `held` is who passes the gate at the level held now, as far as that counts."""
    rated, any_given = sheets.coverage > 0, (sheets.given > BLANK).any(axis=0)
    earned = {letter: over(sheets.total(sheets.looked_up(table)), sheets.weight) for letter, table in _EARNED.items()}
    figure = {letter: np.where(rated, share, np.nan) for letter, share in earned.items()}
    figure["e"] = 1 + 4 * figure["e"]
    shown, partly, not_shown = counts = _marks(sheets)
    figure["d"] = np.where(any_given, over(SHOWN * shown + PARTLY * partly, shown + partly + not_shown), np.nan)
    met = {
        "a": reached(figure["a"], policy.met),
        "b": reached(figure["b"], policy.proportional),
        "c": reached(figure["c"], policy.now),
        "d": any_given & held & _passed(counts, policy),
        "e": reached(figure["e"], policy.floor) & ~_below_floor(sheets, policy),
    }
    return Figures(figure, met, partly, not_shown)


def _marks(sheets: Sheets) -> tuple[Ints, Ints, Ints]:
    """How many marks of each kind a person has: shown, partly, not shown."""
    marks = sheets.looked_up(_MARK)
    shown, partly, missing = (((marks == kind) & sheets.applies).sum(axis=0) for kind in (SHOWN, PARTLY, NOT_SHOWN))
    return shown, partly, missing


def _passed(counts: Sequence[Ints], policy: Policy) -> Bools:
    """Who passes the gate with so many marks of each kind: the gate is asked once for every case there is."""
    base = 1 + max(int(count.max(initial=0)) for count in counts)
    cases, case = np.unique((counts[0] * base + counts[1]) * base + counts[2], return_inverse=True)
    answers = []
    for code in cases.tolist():
        shown, partly, missing = code // base**2, code // base % base, code % base
        answers.append(policy.gate.passed((SHOWN,) * shown + (PARTLY,) * partly + (NOT_SHOWN,) * missing))
    return np.array(answers, bool)[case]


def _below_floor(sheets: Sheets, policy: Policy) -> Bools:
    floor = np.array([max(policy.floor, own.expected) for own in sheets.asked])[:, None]
    # a blank is 0, below any floor
    return np.asarray((sheets.critical() & (sheets.given < floor)).any(axis=0))


def _held(data: Dataset, rows: CycleRows, policy: Policy) -> Bools:
    """Who passes the gate at the level held now; everybody where the policy does not ask."""
    people = people_counted(data)
    found = np.ones(len(people), bool)
    levels: dict[str, list[int]] = {}
    for place, person in enumerate(people if policy.held else ()):
        if person.level in data.level:
            levels.setdefault(person.level, []).append(place)
    for level, places in levels.items():
        sheets = rows.sheets(asked_of(data, level, {}), level, np.array(places))
        found[places] = _passed(_marks(sheets), policy)
    return found


def _judged(
    title: str, level: str, people: Ints, sheets: Sheets, policy: Policy, held: Bools, stays: Sequence[Stay]
) -> Ready:
    """As `readiness.judge`."""
    found, share = figures(sheets, policy, held), sheets.coverage
    unseen = sheets.critical() & ~sheets.evidence & (policy.variant == DEFAULT)
    stayed = np.array([one.met for one in stays], bool)
    enough = (share > 0) & (sheets.weight > 0) & reached(share, policy.coverage)
    supported = enough & found.meets(policy) & ~unseen.any(axis=0) & stayed
    line, person = np.nonzero(sheets.given > BLANK)
    names = [own.name for own in sheets.asked]
    sizes = sheets.looked_up(_GAP)[line, person]
    gaps = list(largest_first(person, line, sizes, names, len(people)))
    undecided = enough & ~supported & np.array([not one.short for one in stays], bool)
    possible = np.zeros(len(people), bool)
    possible[undecided] = figures(sheets.of(undecided).at_best(), policy, held[undecided]).meets(policy)
    words = np.full(len(people), telling.supported(title), object)
    for at in np.flatnonzero(~enough).tolist():
        words[at] = telling.too_little(told(share[at].item()) if sheets.weight[at] else None, policy)
    for at in np.flatnonzero(enough & ~supported & ~possible).tolist():
        words[at] = telling.gaps(gaps[at], stays[at].short, policy)
    for at in np.flatnonzero(possible).tolist():
        given, silent = sheets.given[:, at], unseen[:, at]
        blank = [name for name, rating in zip(names, given, strict=True) if rating == BLANK]
        no_evidence = [names[n] for n in np.flatnonzero(silent & (given > BLANK)).tolist()]
        words[at] = telling.missing(blank, no_evidence, stays[at].unknown)
    return Ready(level, people, found, supported, words.tolist(), gaps, sheets.weight, share)


def _each(group: Ready, policy: Policy) -> Iterator[Readiness]:
    """One group's readiness person by person."""
    figures = {letter: list(map(told, figure.tolist())) for letter, figure in group.figures.figure.items()}
    met = {letter: who.tolist() for letter, who in group.figures.met.items()}
    partly, missing = group.figures.partly.tolist(), group.figures.not_shown.tolist()
    weights, shares, supported = group.weight.tolist(), group.coverage.tolist(), group.supported.tolist()
    for at, words in enumerate(group.words):
        found = {letter: Variant(figures[letter][at], met[letter][at]) for letter in "abde"}
        found["c"] = Variant(figures["c"][at], met["c"][at], tier(figures["c"][at], policy))
        if found["d"].figure is not None:
            found["d"] = Variant(found["d"].figure, found["d"].met, short_marks(partly[at], missing[at]))
        yield Readiness(
            group.to, found, policy.variant, supported[at], words, group.gaps[at], weights[at], told(shares[at])
        )
