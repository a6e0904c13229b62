"""Roadmap: the roll-out in six stages, with owners, dates, bars by week, and what needs a look."""

from collections.abc import Mapping, Sequence

from xl_addin.layout.declare import column, label, live, table
from xl_addin.layout.describe import NextEntry, Sheet, Timeline, Tint
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.model.answers import RoadmapAction
from xl_addin.model.dataset import Dataset
from xl_addin.roadmap import flags
from xl_addin.roadmap.actions import checklist, usual_owner
from xl_addin.roadmap.plan import CLOSED_STATUSES

ORDER = 420
NAME = "Roadmap"
_IS_CLOSED = "OR(" + ",".join(f'{{status}}="{word}"' for word in CLOSED_STATUSES) + ")"
"""Whether nothing is left to do in a row."""

TABLE = table(
    "tblRoadmap",
    RoadmapAction,
    [
        label(RoadmapAction, "id", 9, "label"),
        column(RoadmapAction, "stage", 15),
        column(RoadmapAction, "action", 56, "input_long"),
        column(RoadmapAction, "owner", 20),
        live(
            "usually",
            "Usually",
            "Who usually sees to such an action: a hint.",
            18,
            "",
            lambda action, _: usual_owner(action.id),
            "computed",
        ),
        column(RoadmapAction, "start", 12, "date"),
        column(RoadmapAction, "finish", 12, "date"),
        column(RoadmapAction, "status", 13, "input_centred"),
        column(RoadmapAction, "notes", 30, "input_long"),
        live(
            "flags",
            "Look at",
            "Late, without an owner or dates, overlapping, or out of order; live.",
            30,
            flags.EXCEL["flags"],
            role="computed",
        ),
    ],
    key=["id"],
    spare=5,
    freeze=3,
    next_entry=NextEntry(("owner", "start", "finish"), settled=_IS_CLOSED),
    timeline=Timeline("start", "finish", "status", CLOSED_STATUSES),
    collection="roadmap",
)


def sheet() -> Sheet:
    return Sheet(
        name=NAME,
        title="Roadmap",
        purpose="Run Roadmap to fill in dates from today's stage on; what you typed stays. "
        "Each bar is one action, a column a week; pale bars are settled.",
        group="steps",
        blocks=(TABLE,),
        tints={
            "tblRoadmap": (
                Tint(_IS_CLOSED, "not_needed"),
                Tint('LEFT({flags},4)="Late"', "late", ("flags",)),
                Tint('{flags}<>""', "warning", ("flags",)),
            )
        },
    )


def roadmap_actions(data: Dataset) -> tuple[RoadmapAction, ...]:
    """The actions as the tab has them; the ready-made list while it has none."""
    return data.roadmap or checklist()


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    action_list = roadmap_actions(data)
    flag_words = [flags.flag_words(action_flags) for action_flags in flags.flags(action_list, data.today)]
    return {
        TABLE.name: [
            {**action_row(action), "flags": words} for action, words in zip(action_list, flag_words, strict=True)
        ]
    }


def action_row(action: RoadmapAction) -> RowValues:
    """An action as a row; a status nobody wrote stays blank."""
    status = action.status if "status" in action.model_fields_set else ""
    return {**plain(action), "usually": usual_owner(action.id), "status": status}
