"""My track: every level of a person's track side by side, the one held now marked."""

from collections.abc import Mapping, Sequence

from xl_addin.exchange.form.form_rows import FormGroup, bullet_text, scale_words
from xl_addin.exchange.form.tab_parts import display_column
from xl_addin.layout.describe import Cell, Gap, Line, Sheet, Slot, Table, Tint
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Level

NAME = "My track"
TABLE = "tblTrack"
_FIRST, _WIDTH = 20, 40
_HERE_MARK = "you are here"


def sheet(data: Dataset, group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    track = next(t for t in data.tracks if t.id == group.level.track)
    levels = data.levels_of(track.id)
    columns = (
        display_column("name", "Competency", "What is described.", _FIRST, "key", kind="label"),
        *(
            display_column(level.id, _header(level, group), "What a person at this level does.", _WIDTH)
            for level in levels
        ),
    )
    return Sheet(
        name=NAME,
        title=f"{track.name}: your track, level by level",
        purpose=" ".join(filter(None, (str(data.setting("organisation")), group.terms.cycle))),
        group="matrices",
        blocks=(
            Line((Cell("Name", "label"), Cell(Slot("name"), "lead"))),
            Line((Cell("Level now", "label"), Cell(group.level.title, "body"))),
            *([Line((Cell("Please return by", "label"), Cell(group.terms.due, "lead")))] if group.terms.due else []),
            Line((Cell("Ratings", "label"), Cell(scale_words(data), "hint", span=min(len(levels), 3)))),
            Gap(),
            Table(TABLE, columns, ("name",), spare=0, freeze=1),
        ),
        widths=(_FIRST, *(_WIDTH for _ in levels)),
        tints={TABLE: (Tint("TRUE", "here", (group.level.id,)),)},
        for_reading=True,
        is_protected=True,
        pages=1,
        landscape=False,
    )


def _header(level: Level, group: FormGroup) -> str:
    return f"{level.title} ({level.id})" + (f"  ► {_HERE_MARK}" if level.id == group.level.id else "")


def rows(data: Dataset, group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """The texts of the track, a row for each competency and two about the levels themselves."""
    levels = data.levels_of(group.level.track)
    level_rows: list[RowValues] = [
        {"name": name, **{level.id: text for level in levels if (text := getattr(level, field))}}
        for name, field in (("In short", "summary"), ("Moving up", "promotion"))
        if any(getattr(level, field) for level in levels)
    ]
    texts: list[RowValues] = [
        {
            "name": competency.name,
            **{level.id: bullet_text(data.expectation(level.id, competency.id)) for level in levels},
        }
        for competency in data.competencies_of(group.level.track)
    ]
    return {TABLE: [*level_rows[:1], *texts, *level_rows[1:]]}
