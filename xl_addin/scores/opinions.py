"""What people think: track health, benefits and the pulse, put together from the scores.

Where respondents have answered, their answers count; the HR lead's own ratings stand beside them and are never mixed
in. Without respondents the lead's own ratings are shown as given. No figure about fewer people than the least number
leaves this file, nor one from which it could be worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from xl_addin.model.answers import BENEFITS, HEALTH, PULSE, Item, Response
from xl_addin.model.dataset import SettingValue
from xl_addin.model.groups import folded_group, group_names
from xl_addin.scores.d01_item import Figures, given, item
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
from xl_addin.scores.d04_agreement import Agreement, Limits, agreement
from xl_addin.scores.d05_alpha import Alpha, alpha
from xl_addin.scores.d06_suppression import in_place_of, label, least, too_few
from xl_addin.scores.d07_importance_performance import Compared, compare

RESPONSES, SINGLE, NOBODY = "responses", "single", "nobody"
NO_GROUP = "(no group)"

Own = Mapping[str, int | None]
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
    own: int | None = None
    own_band: Band | None = None


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
            return {i.key: None if i.own is None else float(i.own) for i in self.items}
        return {i.key: i.figures.mean if i.figures else None for i in self.items}


@dataclass(frozen=True, slots=True)
class ImportancePerformance:
    """Benefits against track health, from one source; `why_not` says why there is nothing to compare."""

    source: str
    compared: Compared | None
    why_not: str = ""


def track_health(responses: Sequence[Response], own: Own, settings: Settings) -> Opinion:
    """How well today's career tracks do, weakest first."""
    return _opinion(_Asked(HEALTH, PERFORMANCE, False, settings), responses, own)


def benefits(responses: Sequence[Response], own: Own, settings: Settings) -> Opinion:
    """What is wanted from career tracks, most important first."""
    return _opinion(_Asked(BENEFITS, IMPORTANCE, True, settings), responses, own)


def pulse(responses: Sequence[Response], settings: Settings) -> Opinion:
    """What people say two weeks after roll-out, weakest first."""
    return _opinion(_Asked(PULSE, PERFORMANCE, False, settings), responses, {})


def importance_performance(
    has_tracks: str | None, health: Opinion, wanted: Opinion, settings: Settings
) -> ImportancePerformance:
    """Benefits against track health, only where there are career tracks (Q3 is Yes), both sides from one source."""
    if has_tracks != "Yes":
        return ImportancePerformance(NOBODY, None, "asked only of an organisation that has career tracks")
    for source, level in ((RESPONSES, Opinion.level), (SINGLE, _own_level)):
        importance, performed = level(wanted), level(health)
        here = source == SINGLE or health.source == wanted.source == RESPONSES
        if here and _some(importance) and _some(performed):
            found = compare(importance, performed, settings["D07.links"], settings["D07.cross"])
            return ImportancePerformance(source, found)
    return ImportancePerformance(NOBODY, None, "not rated yet, or by too few people")


def told(opinion: Opinion) -> dict[str, Any]:
    """An opinion as plain values, for a machine to read."""
    return {
        "source": opinion.source,
        "respondents": opinion.respondents,
        "withheld": opinion.withheld,
        "items": _told_items(opinion.items),
        "ranking": [list(tied) for tied in opinion.ranking],
        "top": list(opinion.top),
        "theme": asdict(opinion.theme) if opinion.theme else None,
        "alpha": asdict(opinion.alpha) if opinion.alpha else None,
        "groups": [
            {"group": g.group, "n": g.n, "withheld": g.withheld, "items": _told_items(g.items)} for g in opinion.groups
        ],
    }


def _told_items(items: Sequence[ItemOpinion]) -> list[dict[str, Any]]:
    return [
        {
            "key": i.key,
            "text": i.text,
            **asdict(i.figures or Figures(0)),
            "n": i.n,
            "withheld": i.withheld,
            "band": i.band.word if i.band else None,
            "rank": i.rank,
            "agreement": asdict(i.agreement) if i.agreement else None,
            "own": i.own,
            "own_band": i.own_band.word if i.own_band else None,
        }
        for i in items
    ]


_Ordered = tuple[tuple[ItemOpinion, ...], Ranking]


@dataclass(frozen=True, slots=True)
class _Asked:
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
    def least(self) -> int:
        return least(self.number("D06.least"))

    def blank(self, entry: Item, own: Own, withheld: str = "") -> ItemOpinion:
        """The statement with the lead's own rating only."""
        rating = own.get(entry.key)
        return ItemOpinion(entry.key, entry.text, None, withheld, own=rating, own_band=band(rating, self.bands))

    def judged(self, entry: Item, people: Sequence[Response], own: Own, hidden: str | None = None) -> ItemOpinion:
        """The statement as people rated it; `hidden` stands in its place where that is decided already."""
        answers = given(person.answers.get(entry.key) for person in people)
        n, number = len(answers), self.number
        blank = self.blank(entry, own, (label(self.least) if 0 < n < self.least else "") if hidden is None else hidden)
        if blank.withheld:
            return blank
        favourable = sum(answer > 3 for answer in answers)
        return replace(
            blank,
            n=n,
            figures=item(answers, number("D01.interval")),
            band=share_band(favourable, n, number("D03.red"), number("D03.green"), self.bands),
            agreement=agreement(answers, Limits(*map(number, ("D04.least", "D04.words", "D04.deviation")))),
        )

    def ordered(self, items: Sequence[ItemOpinion], figures: Sequence[tuple[float, ...] | None]) -> _Ordered:
        """Statements with their ranks, and the ranking."""
        keys = [entry.key for entry in items]
        order = ranking(dict(zip(keys, figures, strict=True)), highest_first=self.highest_first)
        place = ranks(order)
        return tuple(replace(entry, rank=place.get(entry.key)) for entry in items), order


def _opinion(asked: _Asked, responses: Sequence[Response], own: Own) -> Opinion:
    keys = [entry.key for entry in asked.items]
    people = [person for person in responses if given(map(person.answers.get, keys))]
    if not people:
        return _alone(asked, own)
    judged = [asked.judged(entry, people, own) for entry in asked.items]
    items, order = asked.ordered(judged, [_standing(i.figures) for i in judged])
    shown = [i.key for i in items if i.n]
    columns = [[person.answers.get(key) for person in people] for key in shown]
    few = len(people) < asked.least
    number = asked.number
    return Opinion(
        RESPONSES,
        None if few else len(people),
        label(asked.least) if few else "",
        items,
        order,
        theme(
            [i.figures.favourable for i in items if i.figures],
            zip(*columns, strict=True),
            asked.settings["D02.method"],
            number("D02.favourable"),
        ),
        alpha(columns, number("D05.reliable"), number("D05.tentative")),
        _groups(asked, people),
    )


def _standing(figures: Figures | None) -> tuple[float, ...] | None:
    """What several people's ratings are ranked by."""
    if figures is None or figures.favourable is None or figures.mean is None:
        return None
    return figures.favourable, figures.mean


def _alone(asked: _Asked, own: Own) -> Opinion:
    """One person's view: ratings and bands as given, ranked; no shares, no agreement, no theme."""
    blank = [asked.blank(entry, own) for entry in asked.items]
    items, order = asked.ordered(blank, [None if i.own is None else (float(i.own),) for i in blank])
    rated = tuple(replace(i, n=0 if i.own is None else 1, band=i.own_band) for i in items)
    return Opinion(SINGLE, 1, "", rated, order) if order else Opinion(NOBODY, 0, "", rated)


def _groups(asked: _Asked, people: Sequence[Response]) -> tuple[GroupOpinion, ...]:
    """The view of each group by name, those without one last; nothing where nobody names a group."""
    spelled = group_names([p.group for p in people])
    names = sorted(spelled.values(), key=lambda name: (not name, name.casefold(), name))
    if names == [""]:
        return ()
    by_name: dict[str, list[Response]] = {name: [] for name in names}
    for person in people:
        by_name[spelled[folded_group(person.group)]].append(person)
    members = list(by_name.values())
    whole = too_few([len(group) for group in members], asked.least)
    hidden = {entry.key: _hidden(asked, entry, members, whole) for entry in asked.items}
    found = []
    for at, (name, group) in enumerate(zip(names, members, strict=True)):
        out = in_place_of(len(group), asked.least) if at in whole else ""
        items = () if out else tuple(asked.judged(i, group, {}, hidden[i.key].get(at, "")) for i in asked.items)
        found.append(GroupOpinion(name or NO_GROUP, None if out else len(group), out, items))
    return tuple(found)


def _hidden(asked: _Asked, entry: Item, members: Sequence[Sequence[Response]], whole: frozenset[int]) -> dict[int, str]:
    """The groups hidden for one statement, with what stands in their place."""
    sizes = [len(given(p.answers.get(entry.key) for p in group)) for group in members]
    return {at: in_place_of(sizes[at], asked.least) for at in too_few(sizes, asked.least, whole)}


def _own_level(opinion: Opinion) -> dict[str, float | None]:
    return {i.key: None if i.own is None else float(i.own) for i in opinion.items}


def _some(figures: Mapping[str, float | None]) -> bool:
    return any(figure is not None for figure in figures.values())
