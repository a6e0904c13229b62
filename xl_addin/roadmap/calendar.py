"""The plan as a calendar file (iCalendar, RFC 5545), for any calendar program.

One all-day entry for each action that has dates and is needed. It shows as free time and holds action, stage, owner
and nothing else about people: notes stay in the workbook. Exporting again changes the entries already taken over,
because each keeps its identity.
"""

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence

from xl_addin.model.answers import RoadmapAction
from xl_addin.roadmap.plan import NOT_NEEDED

_ROOM = uuid.UUID("6f3c1a52-7d0e-5c1b-9a44-0d2b8e6a9f31")
"""Where our entries' identities are made, so that they never meet those of another program."""
_LINE = 75
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def ics(actions: Sequence[RoadmapAction], stamp: dt.datetime, organisation: str, workbook: str) -> str:
    """The calendar's text: lines end in CRLF and hold at most 75 octets.

    Args:
        actions: the roadmap's rows; those without dates, not needed, or ending before they start are left out.
        stamp: when the calendar is made; one without a time zone counts as UTC.
        organisation: its name, for the calendar's own name; may be blank.
        workbook: what tells this workbook from others, for the entries' identities.
    """
    name = "Career tracks roadmap" + (f" \N{EN DASH} {organisation.strip()}" if organisation.strip() else "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Trackbook//Roadmap//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    made = (stamp if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    seen: Counter[str] = Counter()
    for action in actions:
        first, last = action.start or action.finish, action.finish or action.start
        if first is None or last is None or last < first or action.status == NOT_NEEDED:
            continue
        identity = _identity(action, workbook, seen)
        lines += _event(action, (first, last), f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}", identity)
    return "".join(fold(line) + "\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(action: RoadmapAction, days: tuple[dt.date, dt.date], made: str, identity: str) -> Iterator[str]:
    first, last = days
    owner = action.owner.strip()
    yield "BEGIN:VEVENT"
    yield f"UID:{identity}"
    yield made
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}"  # the format names the day after the last
    yield f"SUMMARY:{escape(action.action.strip())}"
    yield f"DESCRIPTION:{escape(f'Stage: {action.stage}' + (f'{chr(10)}Owner: {owner}' if owner else ''))}"
    yield f"CATEGORIES:{escape(action.stage)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _identity(action: RoadmapAction, workbook: str, seen: Counter[str]) -> str:
    """Made from the workbook and the action's key, or its words where a person gave it none; a repeat is numbered."""
    own = action.id.strip() or f"{action.stage}/{action.action.strip()}"
    seen[own] += 1
    return str(uuid.uuid5(_ROOM, f"{workbook}/{own}" + (f"/{seen[own]}" if seen[own] > 1 else "")))


def escape(text: str) -> str:
    """Text as a property's value: comma, semicolon, backslash and line breaks escaped, what is not allowed left out."""
    plain = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    return re.sub(r"[\\;,]", lambda found: "\\" + found.group(), plain).replace("\n", "\\n")


def fold(line: str) -> str:
    """A long line in pieces of at most 75 octets, each after the first led in by a blank; no character is cut."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE:
            pieces.append(piece)
            piece, size = "", 1  # the leading blank counts
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece])
