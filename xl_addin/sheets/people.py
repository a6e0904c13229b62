"""People: who is on which track and level, and who their manager is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xl_addin.cells.fold import fold_text
from xl_addin.layout.declare import column, table
from xl_addin.layout.describe import Column, Sheet, Table
from xl_addin.layout.record_rows import RowValues, plain_rows
from xl_addin.layout.table_parts import NextEntry
from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import Fact, Ident, Text
from xl_addin.model.memo import memo
from xl_addin.model.records import Employee

ORDER = 510
NAME = "People"

TABLE = table(
    "tblPeople",
    Employee,
    [
        column(Employee, "id", 14),
        column(Employee, "name", 26),
        column(Employee, "email", 30),
        column(Employee, "team", 20),
        column(Employee, "manager", 14),
        column(Employee, "track", 12),
        column(Employee, "level", 12),
        column(Employee, "since", 16, "date"),
        column(Employee, "active", 10, "input_centred"),
    ],
    key=["id"],
    spare=30,
    freeze=2,
    filters=True,
    next_entry=NextEntry(fewest=None),
    collection="people",
)


NAME_FIELDS = {"track": "track_name", "level": "level_title", "manager": "manager_name"}
"""The field of a key -> the field of the name that people type, where names are asked."""


def _track_key() -> str:
    return 'IF([@Track]="","",IFERROR(INDEX(tblTracks[Track ID],MATCH(1,INDEX((tblTracks[Track]=[@Track])*1,0),0)),""))'


def _level_key() -> str:
    match = "MATCH(1,INDEX((tblLevels[Track ID]=[@Track ID])*(tblLevels[Level title]=[@Level]),0),0)"
    return f'IF(OR([@Level]="",[@Track ID]=""),"",IFERROR(INDEX(tblLevels[Level ID],{match}),""))'


def key_of_person(header: str) -> str:
    """The formula of the key of whom a cell of its row names, of two of one name with the team; "" for nobody."""
    cell, label = f"[@{header}]", 'tblPeople[Name]&" ("&tblPeople[Team]&")"'
    return (
        f'IF({cell}="","",IF(SUMPRODUCT(--(tblPeople[Name]={cell}))=1,'
        f"INDEX(tblPeople[Employee ID],MATCH(1,INDEX((tblPeople[Name]={cell})*1,0),0)),"
        f"IF(SUMPRODUCT(--({label}={cell}))=1,"
        f'INDEX(tblPeople[Employee ID],MATCH(1,INDEX(({label}={cell})*1,0),0)),"")))'
    )


@cache
def named_table() -> Table:
    """People where names are asked: track, level and manager are typed by name, the keys stand hidden beside them.

    The keys of track, level and manager are formulas, so that a change of level counts at once; a person's own key is
    made by a command.
    """
    id_columns = {c.field: c for c in TABLE.columns}
    track = _name_column("track_name", "Track", "The track the person is on.", 20, "lstTrackNames")
    level = _name_column(
        "level_title",
        "Level",
        "The level the person is at.",
        20,
        "INDEX(lstSteps,MATCH({track_name},lstTrackNames,0),0)",
    )
    manager = _name_column(
        "manager_name", "Manager", "The manager's name; of two of one name also the team, as in Sam Taylor (Web).", 24,
        "lstPeopleNames",
    )  # fmt: skip
    keys = {"track": _track_key(), "level": _level_key(), "manager": key_of_person("Manager")}
    key_columns = [
        replace(id_columns[field], width=0, role="computed", formula=formula, kind="result")
        for field, formula in keys.items()
    ]
    other_columns = [id_columns[field] for field in ("email", "since", "active")]
    own_key = Fact("Key", "Made by a command; it stays when the name changes.", Ident())
    keys_made = (Column("key", own_key, 0, "label", kind="label"), replace(id_columns["id"], width=0, kind="label"))
    columns = (id_columns["name"], track, level, manager, id_columns["team"], *other_columns, *keys_made, *key_columns)
    return replace(TABLE, columns=columns, next_entry=NextEntry(("name", "track_name", "level_title"), fewest=None))


def _name_column(field: str, title: str, meaning: str, width: float, choices: str) -> Column:
    return Column(field, Fact(title, meaning, Text(170)), width, "input", choices=choices)


def sheet(data: Dataset) -> Sheet:
    purpose = (
        "One row for each person. Choose track and level from the lists; Build does the rest."
        if data.by_names
        else "One row for each person. Paste from your HR system; the Employee ID is what all else refers to."
    )
    table = named_table() if data.by_names else TABLE
    return Sheet(name=NAME, title="People", purpose=purpose, group="people", blocks=(table,))


def rows(data: Dataset) -> Mapping[str, Sequence[RowValues]]:
    people = plain_rows(data.people)
    return {TABLE.name: [{**row, **_names(row, data)} for row in people] if data.by_names else people}


def _names(row: RowValues, data: Dataset) -> RowValues:
    """What people see in place of the keys."""
    track, level = data.track.get(row["track"]), data.level.get(row["level"])
    return {
        "key": row["id"],
        "track_name": track.name if track else "",
        "level_title": level.title if level else "",
        "manager_name": manager_labels(data).get(row["manager"], ""),
    }


def manager_labels(data: Dataset) -> Mapping[str, str]:
    """Key -> how a person is written where a manager is asked: by name, of two of one name with the team."""
    return memo(data, "labels of people", lambda: _labels(data))


def _labels(data: Dataset) -> dict[str, str]:
    counts = Counter(fold_text(person.name) for person in data.people)
    return {
        key: person.name if counts[fold_text(person.name)] == 1 else f"{person.name} ({person.team})"
        for key, person in data.person.items()
    }
