"""What people think: track health, benefits and the pulse, put together from the scores.

Where respondents have answered, their answers count; the HR lead's own ratings stand beside them and are never mixed
in. Without respondents the lead's own ratings are shown as given. No figure about fewer people than the least number
leaves this file, nor one from which it could be worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xl_addin.model.answers import BENEFITS, HEALTH, PULSE, Item, Response
from xl_addin.model.dataset import SettingValue
from xl_addin.model.groups import fold_group, group_names
from xl_addin.scores.d01_item import Figures, item, valid_answers
from xl_addin.scores.d02_theme import Theme, theme
from xl_addin.scores.d03_single import (
    IMPORTANCE,
    PERFORMANCE,
    Band,
    Bands,
    Ranking,
    band,
    ranking,
    ranks,
    share_band,
)
from xl_addin.scores.d04_agreement import Agreement, AgreementLimits, agreement
from xl_addin.scores.d05_alpha import Alpha, alpha
from xl_addin.scores.d06_suppression import in_place_of, minimum_people, too_few, withheld_label
from xl_addin.scores.d07_importance_performance import Comparison, compare_benefits

RESPONSES, SINGLE, NOBODY = "responses", "single", "nobody"
NO_GROUP = "(no group)"

LeadRatings = Mapping[str, int | None]
"""Item key -> the HR lead's own rating."""
Settings = Mapping[str, SettingValue]


@dataclass(frozen=True, slots=True)
class ItemOpinion:
    """One statement: figures where enough people answered, else what stands in their place; the lead's own beside."""

    key: str
    text: str
    n: int | None
    withheld: str = ""
    figures: Figures | None = None
    band: Band | None = None
    rank: int | None = None
    agreement: Agreement | None = None
    lead_rating: int | None = None
    lead_band: Band | None = None


@dataclass(frozen=True, slots=True)
class GroupOpinion:
    """One team's view; n is None where it is withheld."""

    group: str
    n: int | None
    withheld: str
    items: tuple[ItemOpinion, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A set of statements. `source` says whose ratings the figures, bands and ranking rest on."""

    source: str
    respondents: int | None
    withheld: str
    items: tuple[ItemOpinion, ...]
    ranking: Ranking = ()
    theme: Theme | None = None
    alpha: Alpha | None = None
    groups: tuple[GroupOpinion, ...] = ()

    @property
    def top(self) -> tuple[str, ...]:
        """What comes first: the weakest statements, or the most important benefits."""
        return self.ranking[0] if self.ranking else ()

    def level(self) -> dict[str, float | None]:
        """Item key -> where it stands on the scale from 1 to 5: the mean, or the one person's rating."""
        if self.source == SINGLE:
            return {i.key: None if i.lead_rating is None else float(i.lead_rating) for i in self.items}
        return {i.key: i.figures.mean if i.figures else None for i in self.items}


@dataclass(frozen=True, slots=True)
class ImportancePerformance:
    """Benefits against track health, from one source; `why_not` says why there is nothing to compare."""

    source: str
    compared: Comparison | None
    why_not: str = ""


def track_health(responses: Sequence[Response], lead_ratings: LeadRatings, settings: Settings) -> Opinion:
    """How well today's career tracks do, weakest first."""
    return _opinion(_StatementSet(HEALTH, PERFORMANCE, False, settings), responses, lead_ratings)


def benefits(responses: Sequence[Response], lead_ratings: LeadRatings, settings: Settings) -> Opinion:
    """What is wanted from career tracks, most important first."""
    return _opinion(_StatementSet(BENEFITS, IMPORTANCE, True, settings), responses, lead_ratings)


def pulse(responses: Sequence[Response], settings: Settings) -> Opinion:
    """What people say two weeks after roll-out, weakest first."""
    return _opinion(_StatementSet(PULSE, PERFORMANCE, False, settings), responses, {})


def importance_performance(
    has_tracks: str | None, health: Opinion, benefit_opinion: Opinion, settings: Settings
) -> ImportancePerformance:
    """Benefits against track health, only where there are career tracks (Q3 is Yes), both sides from one source."""
    if has_tracks != "Yes":
        return ImportancePerformance(NOBODY, None, "asked only of an organisation that has career tracks")
    for source, level in ((RESPONSES, Opinion.level), (SINGLE, _own_level)):
        importance, performance_levels = level(benefit_opinion), level(health)
        is_comparable = source == SINGLE or health.source == benefit_opinion.source == RESPONSES
        if is_comparable and _has_figures(importance) and _has_figures(performance_levels):
            comparison = compare_benefits(importance, performance_levels, settings["D07.links"], settings["D07.cross"])
            return ImportancePerformance(source, comparison)
    return ImportancePerformance(NOBODY, None, "not rated yet, or by too few people")


_RankedItems = tuple[tuple[ItemOpinion, ...], Ranking]


@dataclass(frozen=True, slots=True)
class _StatementSet:
    """A set of statements with its words and settings."""

    items: tuple[Item, ...]
    bands: Bands
    highest_first: bool
    settings: Settings

    def number(self, name: str) -> float:
        value = self.settings[name]
        if not isinstance(value, int | float):
            raise TypeError(f"setting {name} is not a number")
        return float(value)

    @property
    def minimum(self) -> int:
        return minimum_people(self.number("D06.least"))

    def blank(self, entry: Item, lead_ratings: LeadRatings, withheld: str = "") -> ItemOpinion:
        """The statement with the lead's own rating only."""
        rating = lead_ratings.get(entry.key)
        return ItemOpinion(
            entry.key, entry.text, None, withheld, lead_rating=rating, lead_band=band(rating, self.bands)
        )

    def item_opinion(
        self, entry: Item, people: Sequence[Response], lead_ratings: LeadRatings, replacement: str | None = None
    ) -> ItemOpinion:
        """The statement as people rated it; `replacement` stands in its place where that is decided already."""
        answers = valid_answers(person.answers.get(entry.key) for person in people)
        n, number = len(answers), self.number
        blank = self.blank(
            entry,
            lead_ratings,
            (withheld_label(self.minimum) if 0 < n < self.minimum else "") if replacement is None else replacement,
        )
        if blank.withheld:
            return blank
        favourable = sum(answer > 3 for answer in answers)
        return replace(
            blank,
            n=n,
            figures=item(answers, number("D01.interval")),
            band=share_band(favourable, n, number("D03.red"), number("D03.green"), self.bands),
            agreement=agreement(answers, AgreementLimits(*map(number, ("D04.least", "D04.words", "D04.deviation")))),
        )

    def rank_items(self, items: Sequence[ItemOpinion], figures: Sequence[tuple[float, ...] | None]) -> _RankedItems:
        """Statements with their ranks, and the ranking."""
        keys = [entry.key for entry in items]
        order = ranking(dict(zip(keys, figures, strict=True)), highest_first=self.highest_first)
        place = ranks(order)
        return tuple(replace(entry, rank=place.get(entry.key)) for entry in items), order


def _opinion(statements: _StatementSet, responses: Sequence[Response], lead_ratings: LeadRatings) -> Opinion:
    keys = [entry.key for entry in statements.items]
    people = [person for person in responses if valid_answers(map(person.answers.get, keys))]
    if not people:
        return _lead_opinion(statements, lead_ratings)
    item_opinions = [statements.item_opinion(entry, people, lead_ratings) for entry in statements.items]
    items, order = statements.rank_items(item_opinions, [_standing(i.figures) for i in item_opinions])
    visible_keys = [i.key for i in items if i.n]
    columns = [[person.answers.get(key) for person in people] for key in visible_keys]
    is_small = len(people) < statements.minimum
    number = statements.number
    return Opinion(
        RESPONSES,
        None if is_small else len(people),
        withheld_label(statements.minimum) if is_small else "",
        items,
        order,
        theme(
            [i.figures.favourable for i in items if i.figures],
            zip(*columns, strict=True),
            statements.settings["D02.method"],
            number("D02.favourable"),
        ),
        alpha(columns, number("D05.reliable"), number("D05.tentative")),
        _groups(statements, people),
    )


def _standing(figures: Figures | None) -> tuple[float, ...] | None:
    """What several people's ratings are ranked by."""
    if figures is None or figures.favourable is None or figures.mean is None:
        return None
    return figures.favourable, figures.mean


def _lead_opinion(statements: _StatementSet, lead_ratings: LeadRatings) -> Opinion:
    """One person's view: ratings and bands as given, ranked; no shares, no agreement, no theme."""
    blank = [statements.blank(entry, lead_ratings) for entry in statements.items]
    items, order = statements.rank_items(
        blank, [None if i.lead_rating is None else (float(i.lead_rating),) for i in blank]
    )
    lead_items = tuple(replace(i, n=0 if i.lead_rating is None else 1, band=i.lead_band) for i in items)
    return Opinion(SINGLE, 1, "", lead_items, order) if order else Opinion(NOBODY, 0, "", lead_items)


def _groups(statements: _StatementSet, people: Sequence[Response]) -> tuple[GroupOpinion, ...]:
    """The view of each group by name, those without one last; nothing where nobody names a group."""
    spellings = group_names([p.group for p in people])
    names = sorted(spellings.values(), key=lambda name: (not name, name.casefold(), name))
    if names == [""]:
        return ()
    by_name: dict[str, list[Response]] = {name: [] for name in names}
    for person in people:
        by_name[spellings[fold_group(person.group)]].append(person)
    members = list(by_name.values())
    whole = too_few([len(group) for group in members], statements.minimum)
    replacements = {entry.key: _withheld_groups(statements, entry, members, whole) for entry in statements.items}
    opinions = []
    for index, (name, group) in enumerate(zip(names, members, strict=True)):
        replacement = in_place_of(len(group), statements.minimum) if index in whole else ""
        items = (
            ()
            if replacement
            else tuple(
                statements.item_opinion(i, group, {}, replacements[i.key].get(index, "")) for i in statements.items
            )
        )
        opinions.append(GroupOpinion(name or NO_GROUP, None if replacement else len(group), replacement, items))
    return tuple(opinions)


def _withheld_groups(
    statements: _StatementSet, entry: Item, members: Sequence[Sequence[Response]], whole: frozenset[int]
) -> dict[int, str]:
    """The groups hidden for one statement, with what stands in their place."""
    sizes = [len(valid_answers(p.answers.get(entry.key) for p in group)) for group in members]
    return {index: in_place_of(sizes[index], statements.minimum) for index in too_few(sizes, statements.minimum, whole)}


def _own_level(opinion: Opinion) -> dict[str, float | None]:
    return {i.key: None if i.lead_rating is None else float(i.lead_rating) for i in opinion.items}


def _has_figures(figures: Mapping[str, float | None]) -> bool:
    return any(figure is not None for figure in figures.values())
