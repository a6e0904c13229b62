"""Survey: what respondents say, never who said it."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from xl_addin.evaluate.opinions import ItemOpinion
from xl_addin.frames.frame import POINTS_UNIT, SHARE, FrameColumn, FrameSource, frame
from xl_addin.sheets.survey import opinions


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One statement as everybody, or one group, sees it."""

    survey: str
    group: str | None
    item: ItemOpinion

    def figure(self, name: str) -> Any:
        """A figure of the statement; None where it is withheld or nobody answered."""
        return getattr(self.item.figures, name, None)


@frame(
    FrameColumn(
        "survey",
        "category",
        "What was asked about: today's tracks, what is wanted, or how the roll-out went.",
        attrgetter("survey"),
        words=("track_health", "benefits", "pulse"),
    ),
    FrameColumn("group", "string", "The team or unit; missing: everybody.", attrgetter("group")),
    FrameColumn("item", "string", "The statement's key, such as H3.", attrgetter("item.key")),
    FrameColumn("text", "string", "The statement.", attrgetter("item.text")),
    FrameColumn("n", "Int64", "How many answered; missing where it is withheld.", attrgetter("item.n"), "people"),
    FrameColumn("mean", "Float64", "The mean answer.", lambda line: line.figure("mean"), POINTS_UNIT),
    FrameColumn("favourable", "Float64", "How many answered 4 or 5.", lambda line: line.figure("favourable"), SHARE),
    FrameColumn("rank", "Int64", "Its place: the weakest, or the most wanted, first.", attrgetter("item.rank")),
    FrameColumn(
        "withheld", "string", "What is said instead, where too few answered.", lambda line: line.item.withheld or None
    ),
    FrameColumn("own", "Int64", "The HR lead's own rating.", attrgetter("item.lead_rating"), POINTS_UNIT),
)
def rows(source: FrameSource) -> Iterator[SurveyLine]:
    """One row for each statement, for everybody and for each group.

    No figure is about fewer people than the setting `D06.least`, and no single answer is here.
    """
    for survey, opinion in opinions(source.data).items():
        yield from (SurveyLine(survey, None, item) for item in opinion.items)
        for group in opinion.groups:
            yield from (SurveyLine(survey, group.group, item) for item in group.items)
