"""The plan as a calendar file (iCalendar, RFC 5545), for any calendar program.

One all-day entry for each action that has dates and is needed. It shows as free time and holds action, stage, owner
and nothing else about people: notes stay in the workbook. Exporting again changes the entries already taken over,
because each keeps its identity. Only who wants a calendar imports this file: the library takes a while to start.
"""

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Sequence

from icalendar import Calendar, Event, vCategory, vText

from xl_addin.model.answers import RoadmapAction
from xl_addin.roadmap.plan import NOT_NEEDED

_ROOM = uuid.UUID("6f3c1a52-7d0e-5c1b-9a44-0d2b8e6a9f31")
"""Where our entries' identities are made, so that they never meet those of another program."""
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class _Words(vText):
    """A person's words as a property's value; what the format does not allow is left out, every break is a line's."""

    def __new__(cls, words: str) -> "_Words":
        return super().__new__(cls, _CONTROLS.sub("", _BREAKS.sub("\n", words)))

    def to_ical(self) -> bytes:
        # the library takes \N for a line break; in what people type it is the middle of a path
        return rb"\\N".join(vText(piece).to_ical() for piece in self.split(r"\N"))


def ics(actions: Sequence[RoadmapAction], stamp: dt.datetime, organisation: str, workbook: str) -> str:
    """The calendar's text: lines end in CRLF and hold at most 75 octets.

    Args:
        actions: the roadmap's rows; those without dates, not needed, or ending before they start are left out.
        stamp: when the calendar is made; one without a time zone counts as UTC.
        organisation: its name, for the calendar's own name; may be blank.
        workbook: what tells this workbook from others, for the entries' identities.
    """
    name = "Career tracks roadmap" + (f" \N{EN DASH} {organisation.strip()}" if organisation.strip() else "")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Trackbook//Roadmap//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _Words(name))
    moment = (stamp if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    uses: Counter[str] = Counter()
    for action in actions:
        first, last = action.start or action.finish, action.finish or action.start
        if first is None or last is None or last < first or action.status == NOT_NEEDED:
            continue
        calendar.add_component(_event(action, (first, last), moment, _identity(action, workbook, uses)))
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode()


def _event(action: RoadmapAction, days: tuple[dt.date, dt.date], moment: dt.datetime, identity: str) -> Event:
    first, last = days
    owner = action.owner.strip()
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", moment)
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(days=1))  # the format names the day after the last
    event.add("summary", _Words(action.action.strip()))
    event.add("description", _Words(f"Stage: {action.stage}" + (f"\nOwner: {owner}" if owner else "")))
    event.add("categories", vCategory([_Words(action.stage)]))
    event.add("transp", "TRANSPARENT")
    return event


def _identity(action: RoadmapAction, workbook: str, uses: Counter[str]) -> str:
    """Made from the workbook and the action's key, or its words where a person gave it none; a repeat is numbered."""
    key = action.id.strip() or f"{action.stage}/{action.action.strip()}"
    uses[key] += 1
    return str(uuid.uuid5(_ROOM, f"{workbook}/{key}" + (f"/{uses[key]}" if uses[key] > 1 else "")))
