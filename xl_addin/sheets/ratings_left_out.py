"""The ratings that Score leaves out, in words: by cell, and by ID or where names are asked by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xl_addin.cells.table import TableData
from xl_addin.evaluate.omissions import (
    OMISSION_REASONS,
    Omission,
    OmissionReason,
    count_unrated,
    off_track,
    omissions,
    rated_people,
    status_unread,
    total,
    without_id,
)
from xl_addin.layout.parse import find_columns
from xl_addin.model.counts import quantity
from xl_addin.model.finding import Place
from xl_addin.model.ids import A_DAY, TYPE_AGAIN
from xl_addin.model.labels import label_of
from xl_addin.model.ladder import PERSON
from xl_addin.sheets import assessments, people
from xl_addin.sheets.reading import Reading
from xl_addin.sheets.visible_places import visible_place

_SENTENCES: Mapping[OmissionReason, tuple[str, str, str]] = {
    "day": ("", "", f" with {A_DAY}"),
    "incomplete": ("", "", " without a cycle, ID, competency or level that can be read"),
    "spaced": ("", "", " under the open cycle with a blank around it"),
    "nearly": ("", "", " under a cycle that is nearly the open one"),
    "unknown": ("ID that is not in People", "IDs that are not in People", ""),
    "unread": (
        "person whose status is neither Yes nor No",
        "people whose status is neither Yes nor No",
        "",
    ),
    "shared": ("ID that several rows of People have", "IDs that several rows of People have", ""),
    "unplaced": ("", "", " for a competency or level that is not in the workbook"),
    "differing": ("", "", " that an earlier row contradicts"),
    "repeated": ("", "", " that an earlier row says already"),
    "not_asked": ("", "", " for what the level does not ask for"),
    "inactive": ("person who is not active", "people who are not active", ""),
}
"""Kind -> whose ratings, one and several, or what ratings they are."""
_SENTENCES_BY_NAME: Mapping[OmissionReason, tuple[str, str, str]] = {
    "incomplete": ("", "", " without a cycle, person, competency or level that can be read"),
    "unknown": ("person who is not in People", "people who are not in People", ""),
}
"""The same where names are asked, as far as it differs."""
_LINES: Mapping[OmissionReason, tuple[str, str]] = {
    "day": (f"left out: what stands there looks like {A_DAY}", TYPE_AGAIN),
    "incomplete": (
        "left out: the row has no cycle, Employee ID, competency or level that can be read",
        "fill in what is missing",
    ),
    "spaced": ("left out: there is a blank around the cycle", "run build, which takes it away"),
    "nearly": ('left out: they stand under "{typed}", nearly the open cycle {cycle}', "write {cycle} if that is meant"),
    "unknown": (
        "left out: what stands there is no ID in People",
        "run build if it is a name; else write the ID that stands in People, or add the person there",
    ),
    "unread": ("left out: the status is neither Yes nor No", "type Yes or No in {status}"),
    "shared": (
        "open to doubt: several rows of People have this ID, as Excel compares IDs",
        "give each person an ID of their own",
    ),
    "unplaced": ("left out: the competency or the level is not in the workbook", "choose both from the lists"),
    "differing": ("left out: an earlier row about the same has other ratings", "delete the row that is not meant"),
    "repeated": ("left out: an earlier row says the same", "delete the row, or leave it"),
    "not_asked": ("left out: the level does not ask for the competency", "delete the row, or leave it"),
    "inactive": ("left out: the person is not active", "leave it, or change Active in {status}"),
}
"""Kind -> what goes on after the count and the ID; what to do."""


_BY_NAME: Mapping[OmissionReason, tuple[str, str]] = {
    "incomplete": (
        "left out: the row has no cycle, person, competency or level that can be read",
        "fill in what is missing",
    ),
    "unknown": (
        "left out: they are of nobody in People, or of somebody who waits for an answer on Names",
        "answer there, or add the person to People; a name that was typed here is taken over by build",
    ),
}
"""The same where names are asked, as far as it differs."""


@dataclass(frozen=True)
class LeftOut:
    """What is left out of the figures of the open cycle; `without_rating` of `people` active people have no rating yet.

    `with_rating` have ratings that count. `without_id`, `status_unread` and `off_track` are rows of People that count
    nowhere, or in no track.
    """

    reading: Reading
    groups: tuple[Omission, ...]
    without_rating: int
    people: int
    with_rating: int
    without_id: tuple[int, ...] = ()
    status_unread: tuple[int, ...] = ()
    off_track: tuple[int, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to put right."""
        return not (self.without_id or self.status_unread or self.off_track) and all(
            group.harmless for group in self.groups
        )

    def sentences(self) -> Iterator[str]:
        """What a reader must know beside the figures."""
        for kind in OMISSION_REASONS:
            if groups := [group for group in self.groups if group.kind == kind]:
                is_named = self.reading.data.by_names
                singular, plural, qualifier = (_SENTENCES_BY_NAME if is_named else {}).get(kind, _SENTENCES[kind])
                owners = f" of {quantity(len(groups), singular, plural)}" if singular else ""
                rows = total(groups)
                predicate = f"{'is' if rows == 1 else 'are'} {'open to doubt' if kind == 'shared' else 'left out'}"
                yield f"{quantity(rows, 'rating')}{owners}{qualifier} {predicate}."
        if 0 < self.without_rating < self.people:
            have = "has" if self.without_rating == 1 else "have"
            yield f"{self.without_rating:,} of {quantity(self.people, 'person', 'people')} {have} no rating yet."
        for _, _, _, problem, _ in self._people():
            yield f"{problem}."

    def lines(self) -> Iterator[tuple[str, ...]]:
        """Where, what, what to do; one line for each person and kind."""
        for group in self.groups:
            problem, todo = self._words(group)
            yield self._cell(group), f"{problem}: {todo}"
        for _, rows, field, problem, todo in self._people():
            rest = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
            yield f"{self._address(people.TABLE.name, rows[0], field)}{rest}", f"{problem}: {todo}"

    def todo(self, workbook: str) -> str:
        """The next step where something is to be put right; `workbook` as it is typed in a command."""
        return "" if self.is_clean else f"Put right the cells named above, then run: trackbook score {workbook}"

    def data(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "ratings": [
                {
                    "kind": group.kind,
                    "id": self._id(group),
                    "count": group.count,
                    "cell": self._cell(group),
                    "what": self._words(group)[0],
                    "todo": self._words(group)[1],
                    "failure": not group.harmless,
                }
                for group in self.groups
            ],
            **{
                key: {"count": len(rows), "what": problem, "todo": todo}
                for key, rows, _, problem, todo in self._people()
            },
            "without_rating": {"count": self.without_rating, "people": self.people},
        }

    def _people(self) -> Iterator[tuple[str, tuple[int, ...], str, str, str]]:
        """Key for programs, rows, the field to look at, what, what to do: of people who are not counted as others."""
        if rows := self.without_id:
            count = "counts" if len(rows) == 1 else "count"
            waits, todo = "without an ID", "type the ID of the HR system"
            if self.reading.data.by_names:
                waits, todo = "whose name waits for an answer", "answer on Names, then run build"
            problem = f"{quantity(len(rows), 'active person', 'active people')} {waits} {count} nowhere"
            yield "without_id", rows, "id", problem, todo
        if rows := self.status_unread:
            count = "counts" if len(rows) == 1 else "count"
            problem = f"{quantity(len(rows), 'person', 'people')} whose status is neither Yes nor No {count} nowhere"
            yield "status_unread", rows, "active", problem, "type Yes or No there"
        if rows := self.off_track:
            are = "is" if len(rows) == 1 else "are"
            problem = (
                f"{quantity(len(rows), 'person', 'people')} {are} on no track there is, so in none on the Dashboard"
            )
            yield "off_track", rows, "track", problem, "choose one in the People tab"

    def _words(self, group: Omission) -> tuple[str, str]:
        problem, todo = (_BY_NAME if self.reading.data.by_names else _LINES).get(group.kind, _LINES[group.kind])
        ident = self._id(group)
        owner = f" of {label_of(self.reading.data, PERSON, ident)}" if ident else ""
        person = self.reading.data.person.get(group.employee)
        status = self._address(people.TABLE.name, person.row, "active") if person else "People"
        words = {"status": status, "typed": group.cycle, "cycle": self.reading.data.setting("cycle")}
        return f"{quantity(group.count, 'rating')}{owner} {problem.format(**words)}", todo.format(**words)

    def _id(self, group: Omission) -> str:
        """The ID of whom it is about; "" where what stands there is nobody's, as it may be somebody's name."""
        return group.employee if group.employee in self.reading.data.person else ""

    def _cell(self, group: Omission) -> str:
        return self._address(assessments.TABLE.name, group.row, group.field)

    def _address(self, name: str, row: int, field: str) -> str:
        place = visible_place(Place(name, row, field), self.reading.data)
        data, columns = self._tables[place.table]
        return f"{data.sheet}!{data.address(row, columns.get(place.field, 0))}"

    @cached_property
    def _tables(self) -> Mapping[str, tuple[TableData, Mapping[str, int]]]:
        sources = self.reading.parse_result.sources
        names = (name for name in (assessments.TABLE.name, people.TABLE.name) if name in sources)
        return {name: (sources[name][1], find_columns(sources[name][1], self.reading.tables[name])) for name in names}


def ratings_left_out(reading: Reading) -> LeftOut:
    """What of the open cycle's ratings is in nobody's figures."""
    cycle = str(reading.data.setting("cycle"))
    data = reading.data
    groups = omissions(data, cycle)
    unread_people = {group.employee for group in groups if group.kind == "unread"}
    return LeftOut(
        reading,
        groups,
        *count_unrated(data, cycle),
        rated_people(data, cycle),
        without_id(data),
        status_unread(data, unread_people),
        off_track(data),
    )
