"""Next steps: what the evidence allows to be said about every person's next levels, traceable figure by figure."""

from collections.abc import Iterator, Mapping, Sequence

from xl_addin.evaluate.level_readiness import Readiness
from xl_addin.evaluate.readiness import people_readiness
from xl_addin.evaluate.readiness_words import NO_DATA, SUPPORTS, largest
from xl_addin.layout.declare import label, live, result, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.dataset import Dataset
from xl_addin.model.results import NextRow
from xl_addin.scores.d10_readiness import EARNS, EXCEL, earned_share, overall_rating, share_rated
from xl_addin.scores.requirements import not_asked, ratings_at, requirements_of
from xl_addin.sheets import stored_words

ORDER = 612


_FIGURES = ("asked_weight", "coverage", "a", "b", "e")
_HEADERS = ("Asked weight", "Coverage", "Met", "Part met", "Overall rating")
_WORDS = {"words": "said", "gaps": "said_gaps"}
"""Field -> the one that keeps what Score last said."""


TABLE = table(
    "tblNext",
    NextRow,
    [
        label(NextRow, "cycle", 11, "key"),
        label(NextRow, "employee", 12, "key"),
        result(NextRow, "name", 24, "computed"),
        result(NextRow, "team", 18, "computed"),
        result(NextRow, "level", 9, "computed"),
        label(NextRow, "to", 11, "key"),
        result(
            NextRow, "words", 56, "computed", stored_words.in_rows(stored_words.words_formula(_HEADERS, "As scored"))
        ),
        result(
            NextRow,
            "gaps",
            40,
            "computed",
            stored_words.in_rows(stored_words.words_formula(_HEADERS, "Gaps as scored")),
        ),
        live(
            "asked_weight",
            "Asked weight",
            "Weight of what the next level asks for.",
            12,
            EXCEL["asked_weight"],
            role="decimal",
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "coverage",
            "Coverage",
            "Share of what the next level asks for that the manager has rated.",
            12,
            EXCEL["coverage"],
            role="percent",
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "a",
            "Met",
            "Share of the weight rated as expected or above.",
            12,
            EXCEL["a"],
            role="percent",
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "b",
            "Part met",
            "The same, with part marks for what is partly there.",
            12,
            EXCEL["b"],
            role="percent",
            only_if=stored_words.PERSON_CELL,
        ),
        live(
            "e",
            "Overall rating",
            "Weighted mean rating, 1 to 5.",
            12,
            EXCEL["e"],
            role="decimal",
            only_if=stored_words.PERSON_CELL,
        ),
        result(NextRow, "not_asked", 14, "computed"),
        result(NextRow, "said", 0, "computed"),
        result(NextRow, "said_gaps", 0, "computed"),
        result(NextRow, "stamp", 0, "computed"),
    ],
    key=["cycle", "employee", "to"],
    spare=1,
    freeze=3,
    filled_by="score",
)


def sheet() -> Sheet:
    return Sheet(
        name="Next steps",
        title="What the evidence supports",
        purpose="Run Score to refresh. From ratings against the next level. It supports a conversation and decides "
        "nothing; what is not rated is never assumed.",
        group="results",
        visibility="more",
        blocks=(TABLE,),
        tints={
            "tblNext": (
                Tint(f'LEFT({{words}},{len(SUPPORTS)})="{SUPPORTS}"', "high", ("words",)),
                Tint(f'LEFT({{words}},{len(NO_DATA)})="{NO_DATA}"', "not_needed", ("words",)),
                Tint(f'{{words}}="{stored_words.MOVED_ON}"', "warning", ("words", "gaps")),
            )
        },
        for_reading=True,
    )


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    if data.stored_tables is not None:
        next_rows = [{**row, **_current_figures(data, row)} for row in data.stored_tables.rows.get(TABLE.name, ())]
    else:
        next_rows = [{**row, "stamp": stored_words.stamp(row, _FIGURES)} for row in _fresh(data)]
    return {TABLE.name: [stored_words.with_words(row, _FIGURES, _WORDS) for row in next_rows]}


def _fresh(data: Dataset) -> Iterator[RowValues]:
    """Everybody rated in the open cycle, with each next level."""
    cycle = str(data.setting("cycle"))
    unasked_ids = {level: ";".join(not_asked(data, level)) for level in data.level}
    for employee, steps in people_readiness(data, cycle).items():
        person = data.person[employee]
        for ready in steps:
            row = NextRow(
                cycle=cycle,
                employee=person.id,
                name=person.name,
                team=person.team,
                level=person.level,
                to=ready.to,
                not_asked=unasked_ids[ready.to],
                said=ready.words,
                said_gaps="; ".join(largest(ready.gaps)),
            )
            yield {**plain(row), **_figures(ready)}


def _figures(ready: Readiness) -> RowValues:
    figures = {"coverage": ready.coverage, **{name: ready.variants[name].figure for name in "abe"}}
    return {
        "asked_weight": ready.weight,
        **{name: "" if figure is None else figure for name, figure in figures.items()},
    }


def _current_figures(data: Dataset, row: RowValues) -> RowValues:
    """As `_figures_of`; most rows are as Score would write them today, and many at once are quicker."""
    cycle = str(data.setting("cycle"))
    steps = people_readiness(data, cycle).get(str(row["employee"]), ()) if row["cycle"] == cycle else ()
    readiness = next((ready for ready in steps if ready.to == row["to"]), None)
    return _figures_of(data, row) if readiness is None else _figures(readiness)


def _figures_of(data: Dataset, row: RowValues) -> RowValues:
    """What the live columns show in a row, from its cycle, person and next level, as the matrix stands today."""
    level = str(row["to"])
    ratings = ratings_at(data, str(row["cycle"]), str(row["employee"]), level)
    requirements = requirements_of(data, level, ratings) if level in data.level else ()
    share = share_rated(requirements)
    a, b, e = (earned_share(requirements, EARNS[name]) for name in "abe")
    figures = {"coverage": share, "a": a, "b": b, "e": overall_rating(e)}
    weight = sum(requirement.weight for requirement in requirements if requirement.applies)
    return {"asked_weight": weight, **{name: "" if figure is None else figure for name, figure in figures.items()}}
