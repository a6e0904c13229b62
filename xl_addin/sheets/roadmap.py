"""Roadmap: the roll-out in six stages, with owners, dates, bars by week, and what needs a look."""

import datetime as dt
from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import Sheet, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.table_parts import NextEntry, Timeline
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset
from xl_addin.roadmap import flags
from xl_addin.roadmap.actions import checklist, usual_owner
from xl_addin.roadmap.plan import CLOSED_STATUSES
from xl_addin.roadmap.standing import STANDING_FORMULA, standings

ORDER = 420
NAME = "Roadmap"
_IS_CLOSED = "OR(" + ",".join(f'{{status}}="{word}"' for word in CLOSED_STATUSES) + ")"
"""Whether nothing is left to do in a row."""

TABLE = table(
    "tblRoadmap",
    RoadmapAction,
    [
        column(RoadmapAction, "stage", 15),
        # hidden, and so not the first: the title stands above that
        label(RoadmapAction, "id", 0, "label"),
        column(RoadmapAction, "action", 38, "input_long"),
        column(RoadmapAction, "owner", 16),
        live(
            "usually",
            "Usually",
            "Who usually sees to such an action: a hint.",
            0,
            "",
            lambda action, _: usual_owner(action.id),
            "computed",
        ),
        column(RoadmapAction, "start", 9, "near_date"),
        column(RoadmapAction, "finish", 9, "near_date"),
        column(RoadmapAction, "status", 13, "input_centred"),
        column(RoadmapAction, "notes", 16, "input_long"),
        live(
            "flags",
            "Look at",
            "Late, without an owner or dates, overlapping, or out of order; live.",
            0,
            flags.EXCEL["flags"],
            role="computed",
        ),
        live(
            "standing",
            "How it stands",
            "Done, late, without an owner or dates, another look needed, under way or planned; live.",
            25,
            STANDING_FORMULA,
            role="label",
        ),
    ],
    key=["id"],
    spare=5,
    freeze=3,
    next_entry=NextEntry(("owner", "start", "finish"), where='LEFT({standing},1)="▸"'),
    timeline=Timeline("start", "finish", "status", CLOSED_STATUSES),
    collection="roadmap",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Who does what by when?",
        purpose="Give the shaded action an owner and two dates, or run Roadmap; bars and words follow. "
        "The orange strip is this week.",
        group="steps",
        blocks=(TABLE,),
        tints={
            "tblRoadmap": (
                Tint(_IS_CLOSED, "not_needed"),
                Tint('LEFT({standing},1)="!"', "late", ("standing",)),
                Tint('LEFT({standing},1)="▸"', "next_word", ("standing",)),
                Tint('LEFT({standing},1)="◐"', "next_word", ("standing",)),
            )
        },
    )


def roadmap_actions(data: Dataset) -> tuple[RoadmapAction, ...]:
    """The actions as the tab has them; the ready-made list while it has none."""
    return data.roadmap or checklist()


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    return {TABLE.name: action_rows(roadmap_actions(data), data.today)}


def action_rows(actions: Sequence[RoadmapAction], today: dt.date) -> list[RowValues]:
    """Actions as rows, with what the live columns show on a day."""
    flags_of_rows = flags.flags(actions, today)
    words_of_rows = standings(actions, flags_of_rows, today)
    return [
        {**action_row(action), "flags": flags.flag_words(action_flags), "standing": words}
        for action, action_flags, words in zip(actions, flags_of_rows, words_of_rows, strict=True)
    ]


def action_row(action: RoadmapAction) -> RowValues:
    """An action as a row; a status nobody wrote stays blank."""
    status = action.status if "status" in action.model_fields_set else ""
    return {**plain(action), "usually": usual_owner(action.id), "status": status}
