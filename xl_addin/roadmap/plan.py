"""The plan: which dates and statuses to fill in, given what people have typed.

What a person typed stays, and nothing tells a date we filled in from a typed one: so a date once there stays. To have
actions planned anew, clear their dates. The rules, in order:

- Only a table without any action gets the ready-made ones. An action a person deleted never comes back, nor do all of
  them to a person who keeps a list of their own.
- Stages before today's stage get no dates. A blank status becomes "To confirm": the answer to step 4 tells that the
  organisation is past the stage, not that each of its actions was done; "Done" is for a person to say.
- Today's stage starts on the first working day on or after the start. Once something from it on has a date, blank
  ones are filled no earlier than today, so that an action added later is not late the moment it appears.
- Stages follow one another: each starts on the working day after the last finish of those before it.
- Within a stage, actions follow one another in the table's order and share the stage's length by their suggested
  lengths. Where there are more actions than days, some share a day.
- A row with a cell that cannot be read stays as it is: what looks blank there may be typed. Its days stay free for it.
- A typed finish pushes the blank ones after it. An action Done or Not needed gets no dates and pushes nothing; one
  that is not needed leaves its share of the days to the others.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.model.answers import STAGES, STATUSES, RoadmapAction
from xl_addin.roadmap.actions import checklist, days_of, length_of
from xl_addin.roadmap.workdays import WEEKEND, WorkDays

TO_DO, UNDER_WAY, COMPLETE, TO_CONFIRM, NOT_NEEDED = STATUSES
CLOSED_STATUSES = (COMPLETE, NOT_NEEDED)
"""Statuses of actions nobody has to look after any more."""

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class RoadmapPlan:
    """What planning comes to.

    `cells` is (data row, field) -> the value for a blank cell of the table; `new_rows` the rows to append; `actions`
    the whole table as it stands afterwards.
    """

    cells: Mapping[tuple[int, str], dt.date | str]
    new_rows: tuple[RoadmapAction, ...]
    actions: tuple[RoadmapAction, ...]


def plan_roadmap(
    actions: Sequence[RoadmapAction],
    stage: str,
    start: dt.date,
    lengths: Mapping[str, int],
    holidays: Collection[dt.date],
    today: dt.date,
    weekend: Collection[int] = WEEKEND,
    unreadable_rows: Collection[int] = (),
) -> RoadmapPlan:
    """Fill the blank start, finish and status cells of the roadmap. Planning twice changes nothing.

    Args:
        actions: the table's rows, each with its place in `row`.
        stage: the answer to step 4; blank counts as the first stage.
        start: the day today's stage is to start.
        lengths: stage -> working days, 1 or more; a stage that is absent takes its suggested length.
        holidays: days nobody works, besides the weekend.
        today: the day of planning.
        weekend: days of the week nobody works, Monday being 0.
        unreadable_rows: data rows of which a cell cannot be read: they stay as they are, and their days stay free for
        them.

    Raises:
        ValueError: every day of the week is a weekend day.
    """
    table = tuple(actions) or checklist()
    days = WorkDays.from_days(weekend, holidays)
    current = STAGES.index(stage) if stage in STAGES else 0
    begin = days.on_or_after(_begin(table, current, start, today))
    row_by_position: dict[int, RoadmapAction] = {}
    for number, name in enumerate(STAGES):
        mine = {position: a for position, a in enumerate(table) if a.stage == name and a.action.strip()}
        if number < current:
            row_by_position |= {position: _fill_blanks(a, status=TO_CONFIRM) for position, a in mine.items()}
            continue
        spans = dict(_spans(mine, begin, lengths.get(name, length_of(name)), days))
        for position, action in mine.items():
            first, last = spans.get(position, (None, None))
            row_by_position[position] = _fill_blanks(action, start=first, finish=last, status=TO_DO)
        begin = max([begin, *(days.next_workday(last) for _, last in spans.values())])
    new_table = [
        action if action.row in unreadable_rows else row_by_position.get(position, action)
        for position, action in enumerate(table)
    ]
    return _to_plan(table, new_table, new=not actions)


def is_field_blank(action: RoadmapAction, field: str) -> bool:
    """Whether a cell of the roadmap says nothing. A status nobody wrote reads as "To do", its field's default."""
    return field not in action.model_fields_set or getattr(action, field) in (None, "")


def is_closed(action: RoadmapAction) -> bool:
    """Whether nobody has to look after the action any more."""
    return action.status in CLOSED_STATUSES


def _begin(table: Sequence[RoadmapAction], current: int, start: dt.date, today: dt.date) -> dt.date:
    ahead = STAGES[current:]
    fresh = all(action.start is None and action.finish is None for action in table if action.stage in ahead)
    return start if fresh else max(start, today)


def _fill_blanks(action: RoadmapAction, **values: dt.date | str | None) -> RoadmapAction:
    fills = {field: value for field, value in values.items() if value is not None and is_field_blank(action, field)}
    return action.model_copy(update=fills)


def _spans(
    actions: Mapping[int, RoadmapAction], begin: dt.date, length: int, days: WorkDays
) -> Iterator[tuple[int, Span]]:
    """First and last day of each action of one stage that is not settled, one after the other."""
    last: dt.date | None = None
    for (position, action), size in zip(actions.items(), _sizes(list(actions.values()), length), strict=True):
        if is_closed(action):
            continue
        free = begin if last is None else max(begin, days.next_workday(last) if size else days.on_or_before(last))
        span = _span(action, free, max(size, 1), days)
        last = span[1] if last is None else max(last, span[1])
        yield position, span


def _span(action: RoadmapAction, free: dt.date, size: int, days: WorkDays) -> Span:
    """An action's days, with what was typed kept. `free` is the first working day open to it."""
    if action.start and action.finish:
        return action.start, action.finish
    if action.start:
        return action.start, days.last_of(action.start, size)
    if action.finish:
        # just in time for a far finish, squeezed for a near one, and its full length before one that is too early
        latest = days.first_of(action.finish, size)
        return (max(free, latest) if free <= action.finish else latest), action.finish
    return free, days.last_of(free, size)


def _sizes(actions: Sequence[RoadmapAction], length: int) -> list[int]:
    """Working days for each action: together the stage's length. An action of 0 days shares the day before it."""
    weights = [0 if action.status == NOT_NEEDED else days_of(action.id) for action in actions]
    total = max(sum(weights), 1)
    # rounded up, so that the first action always has a day of its own for those of 0 days to share
    edges = [-(-max(length, 1) * sum(weights[:n]) // total) for n in range(len(weights) + 1)]
    return [edges[n + 1] - edges[n] for n in range(len(weights))]


def _to_plan(table: Sequence[RoadmapAction], new_table: Sequence[RoadmapAction], *, new: bool) -> RoadmapPlan:
    if new:
        return RoadmapPlan({}, tuple(new_table), tuple(new_table))
    cells: dict[tuple[int, str], dt.date | str] = {}
    for old_action, new_action in zip(table, new_table, strict=True):
        for field in ("start", "finish", "status"):
            if is_field_blank(old_action, field) and not is_field_blank(new_action, field):
                cells[old_action.row, field] = getattr(new_action, field)
    return RoadmapPlan(cells, (), tuple(new_table))
