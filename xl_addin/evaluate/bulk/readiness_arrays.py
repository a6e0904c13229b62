"""Readiness of everybody for every next level."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from xl_addin.evaluate import readiness_words
from xl_addin.evaluate.bulk.arrays import (
    BLANK,
    Bools,
    Floats,
    Ints,
    divide,
    float_or_none,
    largest_first,
    lookup_table,
    threshold_mask,
)
from xl_addin.evaluate.bulk.rating_columns import RatingColumns, rating_columns
from xl_addin.evaluate.bulk.rating_sheets import CycleRows, RatingSheets
from xl_addin.evaluate.level_readiness import NO_RULE, Readiness, Stay, letters_that_count, stay, title_of
from xl_addin.evaluate.readiness_words import Gaps
from xl_addin.model.dataset import Dataset
from xl_addin.scores.d08_gap import gap
from xl_addin.scores.d10_readiness import EARNS, Variant, short_marks, tier
from xl_addin.scores.readiness_gate import FULLY, NOT_SHOWN, PARTLY, mark
from xl_addin.scores.readiness_policy import DEFAULT, Policy
from xl_addin.scores.requirements import counted_people, requirements_of

_EARN_TABLES = {letter: lookup_table(earns) for letter, earns in EARNS.items()}
_GAP, _MARK = lookup_table(gap), lookup_table(mark)


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """The figures of the five variants by letter, NaN for none; who meets them; how many marks are short."""

    figure: Mapping[str, Floats]
    passes: Mapping[str, Bools]
    partly: Ints
    not_shown: Ints

    def meets(self, policy: Policy) -> Bools:
        """As `readiness.meets`."""
        return np.asarray(np.all([self.passes[letter] for letter in letters_that_count(policy)], axis=0))


@dataclass(frozen=True, slots=True)
class GroupReadiness:
    """Readiness for one level, an entry for each person; the fields are those of `readiness.Readiness`."""

    level: str
    person: Ints
    figures: VariantFigures
    support: Bools
    words: list[str]
    gaps: list[Gaps]
    weight: Floats
    coverage: Floats


def group_readiness(data: Dataset, columns: RatingColumns, cycle: str, today: dt.date) -> Iterator[GroupReadiness]:
    """Everybody with ratings in a cycle, level by level that they could move up to."""
    policy, rows, people = Policy.from_data(data), CycleRows(columns, cycle), counted_people(data)
    stays = [stay(data, person, today) if policy.variant == DEFAULT else NO_RULE for person in people]
    current_passes = _pass_current_level(data, rows, policy)
    ahead: dict[str, list[int]] = {}
    for place in rows.people.tolist():
        for level in dict.fromkeys(data.graph.next_levels(people[place].level)):
            ahead.setdefault(level, []).append(place)
    for level, places in ahead.items():
        members = np.array(places)
        sheets = rows.sheets(requirements_of(data, level, {}), level, members)
        yield _judge_group(
            title_of(data, level), level, members, sheets, policy, current_passes[members], [stays[n] for n in places]
        )


def bulk_readiness(data: Dataset, cycle: str) -> Mapping[str, tuple[Readiness, ...]]:
    """What `readiness.people_readiness` gives, worked out at once."""
    columns, policy, people = rating_columns(data), Policy.from_data(data), counted_people(data)
    results: dict[tuple[int, str], Readiness] = {}
    for group in group_readiness(data, columns, cycle, data.today):
        results.update(
            zip(((place, group.level) for place in group.person.tolist()), _by_person(group, policy), strict=True)
        )
    return {
        people[place].id: tuple(results[place, level] for level in data.graph.next_levels(people[place].level))
        for place in CycleRows(columns, cycle).people.tolist()
    }


def variant_figures(sheets: RatingSheets, policy: Policy, current_passes: Bools) -> VariantFigures:
    """As `d10_readiness.variants`; `current_passes` is who passes the gate at the level held now, as far as that
    counts.
    """
    has_ratings, any_given = sheets.coverage > 0, (sheets.ratings > BLANK).any(axis=0)
    shares = {
        letter: divide(sheets.total(sheets.look_up(table)), sheets.weight) for letter, table in _EARN_TABLES.items()
    }
    figure = {letter: np.where(has_ratings, share, np.nan) for letter, share in shares.items()}
    figure["e"] = 1 + 4 * figure["e"]
    shown_count, partly, not_shown = counts = _marks(sheets)
    figure["d"] = np.where(
        any_given, divide(FULLY * shown_count + PARTLY * partly, shown_count + partly + not_shown), np.nan
    )
    passes = {
        "a": threshold_mask(figure["a"], policy.met_share),
        "b": threshold_mask(figure["b"], policy.proportional),
        "c": threshold_mask(figure["c"], policy.within_reach),
        "d": any_given & current_passes & _pass_gate(counts, policy),
        "e": threshold_mask(figure["e"], policy.floor) & ~_below_floor(sheets, policy),
    }
    return VariantFigures(figure, passes, partly, not_shown)


def _marks(sheets: RatingSheets) -> tuple[Ints, Ints, Ints]:
    """How many marks of each kind a person has: shown, partly, not shown."""
    marks = sheets.look_up(_MARK)
    shown_count, partly, missing = (
        ((marks == kind) & sheets.applies).sum(axis=0) for kind in (FULLY, PARTLY, NOT_SHOWN)
    )
    return shown_count, partly, missing


def _pass_gate(counts: Sequence[Ints], policy: Policy) -> Bools:
    """Who passes the gate with so many marks of each kind: the gate is asked once for every case there is."""
    base = 1 + max(int(count.max(initial=0)) for count in counts)
    cases, case = np.unique((counts[0] * base + counts[1]) * base + counts[2], return_inverse=True)
    answers = []
    for code in cases.tolist():
        shown_count, partly, missing = code // base**2, code // base % base, code % base
        answers.append(policy.gate.passes((FULLY,) * shown_count + (PARTLY,) * partly + (NOT_SHOWN,) * missing))
    return np.array(answers, bool)[case]


def _below_floor(sheets: RatingSheets, policy: Policy) -> Bools:
    floor = np.array([max(policy.floor, requirement.expected_rating) for requirement in sheets.requirements])[:, None]
    # a blank is 0, below any floor
    return np.asarray((sheets.critical() & (sheets.ratings < floor)).any(axis=0))


def _pass_current_level(data: Dataset, rows: CycleRows, policy: Policy) -> Bools:
    """Who passes the gate at the level held now; everybody where the policy does not ask."""
    people = counted_people(data)
    passes = np.ones(len(people), bool)
    levels: dict[str, list[int]] = {}
    for place, person in enumerate(people if policy.check_current else ()):
        if person.level in data.level:
            levels.setdefault(person.level, []).append(place)
    for level, places in levels.items():
        sheets = rows.sheets(requirements_of(data, level, {}), level, np.array(places))
        passes[places] = _pass_gate(_marks(sheets), policy)
    return passes


def _judge_group(
    title: str,
    level: str,
    people: Ints,
    sheets: RatingSheets,
    policy: Policy,
    current_passes: Bools,
    stays: Sequence[Stay],
) -> GroupReadiness:
    """As `readiness.judge`."""
    results, share = variant_figures(sheets, policy, current_passes), sheets.coverage
    unseen = sheets.critical() & ~sheets.evidence & (policy.variant == DEFAULT)
    time_mask = np.array([person_stay.is_met for person_stay in stays], bool)
    enough = (share > 0) & (sheets.weight > 0) & threshold_mask(share, policy.coverage)
    support = enough & results.meets(policy) & ~unseen.any(axis=0) & time_mask
    line, person = np.nonzero(sheets.ratings > BLANK)
    names = [requirement.name for requirement in sheets.requirements]
    sizes = sheets.look_up(_GAP)[line, person]
    gaps = list(largest_first(person, line, sizes, names, len(people)))
    open_mask = enough & ~support & np.array([not person_stay.short for person_stay in stays], bool)
    possible = np.zeros(len(people), bool)
    possible[open_mask] = variant_figures(sheets.select(open_mask).at_best(), policy, current_passes[open_mask]).meets(
        policy
    )
    words = np.full(len(people), readiness_words.support_sentence(title), object)
    for index in np.flatnonzero(~enough).tolist():
        words[index] = readiness_words.coverage_sentence(
            float_or_none(share[index].item()) if sheets.weight[index] else None, policy
        )
    for index in np.flatnonzero(enough & ~support & ~possible).tolist():
        words[index] = readiness_words.gaps_sentence(gaps[index], stays[index].short, policy)
    for index in np.flatnonzero(possible).tolist():
        ratings, silent = sheets.ratings[:, index], unseen[:, index]
        blank = [name for name, rating in zip(names, ratings, strict=True) if rating == BLANK]
        no_evidence = [names[n] for n in np.flatnonzero(silent & (ratings > BLANK)).tolist()]
        words[index] = readiness_words.missing_sentence(blank, no_evidence, stays[index].unknown)
    return GroupReadiness(level, people, results, support, words.tolist(), gaps, sheets.weight, share)


def _by_person(group: GroupReadiness, policy: Policy) -> Iterator[Readiness]:
    """One group's readiness person by person."""
    figures = {letter: list(map(float_or_none, figure.tolist())) for letter, figure in group.figures.figure.items()}
    passes = {letter: mask.tolist() for letter, mask in group.figures.passes.items()}
    partly, missing = group.figures.partly.tolist(), group.figures.not_shown.tolist()
    weights, shares, support = group.weight.tolist(), group.coverage.tolist(), group.support.tolist()
    for index, words in enumerate(group.words):
        variants = {letter: Variant(figures[letter][index], passes[letter][index]) for letter in "abde"}
        variants["c"] = Variant(figures["c"][index], passes["c"][index], tier(figures["c"][index], policy))
        if variants["d"].figure is not None:
            variants["d"] = Variant(variants["d"].figure, variants["d"].met, short_marks(partly[index], missing[index]))
        yield Readiness(
            group.level,
            variants,
            policy.variant,
            support[index],
            words,
            group.gaps[index],
            weights[index],
            float_or_none(shares[index]),
        )
