"""The live views of the ladder in LibreOffice: typed into as people do, they say what their Python twins say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import Document, Office
from xl_addin.books.paint import paint
from xl_addin.commands.new import load_starter
from xl_addin.ladder.ledger import ledger_entries
from xl_addin.ladder.live_keys import is_provisional, live_keys
from xl_addin.ladder.reconcile import reconcile
from xl_addin.ladder.sightings import sheet_names
from xl_addin.ladder.upgrade import upgrade_framework
from xl_addin.ladder.views import FrameworkSheets, framework_records
from xl_addin.layout.describe import Column, Sheet, Table, WorkbookDesign
from xl_addin.model.facts import Fact
from xl_addin.model.ladder import COMPETENCY, LEVEL, TRACK, KeyEntry, LadderRow, Mark, WayRow
from xl_addin.model.records import Competency, Weight
from xl_addin.sheets import framework, keys_store, live_levels, live_tracks, live_weights
from xl_addin.sheets.starter_dataset import dataset_of

pytestmark = pytest.mark.libreoffice
STEPS, SPARE_ROWS, SPARE_COMPETENCIES = 12, 6, 6


def plain_table(name: str, *headers: str) -> Table:
    return Table(name, tuple(Column(h, Fact(h, "for the test"), 14) for h in headers), (headers[0],), spare=2)


class Desk:
    """The workbook in LibreOffice, and what Python makes of the same cells."""

    def __init__(self, document: Document, ledger: tuple[KeyEntry, ...]) -> None:
        self.document, self.ledger = document, ledger
        self.places = dict(document.tables().items())

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table, header -> what is shown."""
        sheet, area = self.places[table]
        head, *lines = self.document.block(sheet, area)
        return [dict(zip(map(str, head), line, strict=True)) for line in lines]

    def type(self, table: str, row: int, header: str, text: str | float | None) -> None:
        """Type into the cell of a table; rows count from 1."""
        sheet, area = self.places[table]
        model = self.document.sheet(sheet)
        place = model.getCellRangeByName(area.replace("$", "")).RangeAddress
        heads = [
            model.getCellByPosition(c, place.StartRow).String for c in range(place.StartColumn, place.EndColumn + 1)
        ]
        cell = model.getCellByPosition(place.StartColumn + heads.index(header), place.StartRow + row)
        if isinstance(text, float):
            cell.Value = text
        else:
            cell.String = text or ""

    def step(self, row: int, *titles: str) -> None:
        """Type the titles of a track anew."""
        for number in range(1, STEPS + 1):
            self.type("tblLadder", row, f"Step {number}", titles[number - 1] if number <= len(titles) else None)

    def ladder(self) -> tuple[LadderRow, ...]:
        rows = self.rows("tblLadder")
        texts = [{h: _text(v) for h, v in row.items()} for row in rows]
        return tuple(
            LadderRow(
                row=n, name=t["Track"], branch=t["Branches from"], key=t["Key"], family=t["Job family"],
                kind=t["Kind"], purpose=t["Purpose"], **{f"step_{s}": t[f"Step {s}"] for s in range(1, STEPS + 1)},
            )
            for n, t in enumerate(texts)
        )  # fmt: skip

    def ways(self) -> tuple[WayRow, ...]:
        heads = ("From track", "From level", "Way", "To track", "To level")
        lines = [[_text(row[head]) for head in heads] for row in self.rows("tblWays")]
        return tuple(
            WayRow(from_track=a, from_level=b, way=way, to_track=c, to_level=d)
            for a, b, way, c, d in lines
            if way and b
        )

    def competencies(self) -> tuple[Competency, ...]:
        rows = self.rows("tblCompetencies")
        return tuple(
            Competency(row=n, id=_text(r["Key"]), name=_text(r["Competency"]), theme=_text(r["Group"]))
            for n, r in enumerate(rows)
        )

    def twin(self) -> dict[str, list[dict[str, Any]]]:
        """Table -> its rows as Python works them out from the cells people fill."""
        ladder, competencies = self.ladder(), self.competencies()
        keys = live_keys(self.ledger, sheet_names(ladder, competencies))
        track_keys = {row: key for (row, _), key in keys[TRACK].items()}
        heads = [h for h in self.rows("tblCompetencies")[0] if h not in _FIXED_HEADS]
        marks = []
        for row, cells in enumerate(self.rows("tblCompetencies")):
            for number, head in enumerate(heads):
                key = head if not head.startswith("Mark ") else track_keys.get(number, "")
                if (cell := cells[head]) not in (None, "") and key and (row, 0) in keys[COMPETENCY]:
                    share = cell if isinstance(cell, float) else None
                    marks.append(Mark(competency=keys[COMPETENCY][row, 0], track=key, share=share))
        named = tuple(c.model_copy(update={"id": keys[COMPETENCY].get((c.row, 0), "")}) for c in competencies)
        records = framework_records(FrameworkSheets(ladder, self.ways(), named, tuple(marks)), keys, self.ledger)
        return {
            "tblTracks": [{"Track ID": t.id, "Track": t.name, "Kind": t.kind} for t in records.tracks],
            "tblLevels": [
                {
                    "Level ID": v.id, "Track ID": v.track, "Level title": v.title, "Rank": v.rank,
                    "Next levels": "; ".join(v.next), "Sideways moves": "; ".join(sorted(v.lateral)),
                }
                for v in records.levels
            ],
            "tblWeights": sorted((_weight_row(weight) for weight in records.weights), key=str),
        }  # fmt: skip

    def views(self) -> dict[str, list[dict[str, Any]]]:
        """The same tables as LibreOffice shows them, rows without a key left out."""
        wanted = {
            "tblTracks": ("Track ID", "Track", "Kind"),
            "tblLevels": ("Level ID", "Track ID", "Level title", "Rank", "Next levels", "Sideways moves"),
            "tblWeights": ("Track ID", "Competency ID", "Weight"),
        }
        shown = {
            table: [
                {h: row[h] if row[h] is not None else "" for h in heads} for row in self.rows(table) if row[heads[0]]
            ]
            for table, heads in wanted.items()
        }
        for row in shown["tblLevels"]:
            row["Sideways moves"] = "; ".join(sorted(part for part in row["Sideways moves"].split("; ") if part))
        for row in shown["tblWeights"]:
            row["Weight"] = round(float(row["Weight"]), 9)
        shown["tblWeights"].sort(key=str)
        return shown

    def level(self, track: str, title: str) -> dict[str, Any]:
        return next(v for v in self.rows("tblLevels") if (v["Track ID"], v["Level title"]) == (track, title))

    def assert_true(self) -> None:
        """The views say what their twins say, and nothing shows an error."""
        twin, shown = self.twin(), self.views()
        for table, rows in twin.items():
            assert shown[table] == rows, table
        for table in self.places:
            assert not [v for row in self.rows(table) for v in row.values() if type(v).__name__ == "Err"], table


_FIXED_HEADS = ("Competency", "Group", "What it is about", "Company value", "Expected rating", "Key", "Critical",
                "Development resources")  # fmt: skip


def _weight_row(weight: Weight) -> dict[str, Any]:
    return {
        "Track ID": weight.track, "Competency ID": weight.competency, "Weight": round(weight.weight or 0, 9)
    }  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value).strip()


def framework_book() -> tuple[bytes, tuple[KeyEntry, ...]]:
    """A workbook of names with its hidden tabs, for two starters and a track beside them."""
    data = dataset_of([load_starter("engineering"), load_starter("sales")])
    upgraded = upgrade_framework(data)
    sheets, order = upgraded.sheets, list(upgraded.keys[TRACK].values())
    rows: dict[str, Any] = framework.framework_rows(sheets.ladder, sheets.ways, sheets.competencies, sheets.marks)
    count = len(sheets.ladder) + SPARE_ROWS
    rows["tblTracks"] = [{"place": n} for n in range(1, count + 1)]
    rows["tblLevels"] = [{"place": n, "step": s} for n in range(1, count + 1) for s in range(1, STEPS + 1)]
    competencies = len(sheets.competencies) + SPARE_COMPETENCIES
    rows["tblCompetencyKeys"] = [{"place": n} for n in range(1, competencies + 1)]
    rows["tblWeights"] = [
        {"place": n, "mark": m} for n in range(1, competencies + 1) for m in range(1, framework.MARK_COUNT + 1)
    ]
    rows["tblKeys"] = keys_store.ledger_rows(upgraded.ledger)
    rows["tblPeople"] = [{"Name": p.name, "Track ID": p.track} for p in data.people]
    rows["tblSettings"] = [{"Setting": "ladder.same_step", "In use": "Yes"}]
    people = Sheet("People", "People", "", "people", (plain_table("tblPeople", "Name", "Track ID"),))
    settings = Sheet("Settings", "Settings", "", "inputs", (plain_table("tblSettings", "Setting", "In use"),))
    tabs = (
        framework.sheet_of_tracks(order), people, settings, live_tracks.sheet(), live_levels.sheet(),
        live_weights.competency_sheet(), live_weights.sheet(), keys_store.sheet(),
    )  # fmt: skip
    return paint(WorkbookDesign(tabs, {}), rows), upgraded.ledger


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "names.xlsx"
    data, ledger = framework_book()
    path.write_bytes(data)
    with office.open(path) as document:
        yield Desk(document, ledger)


def test_the_views_say_what_the_tables_of_ids_said(desk: Desk) -> None:
    desk.assert_true()
    data = dataset_of([load_starter("engineering"), load_starter("sales")])
    ids = {(row["Level ID"], row["Track ID"], row["Rank"]) for row in desk.views()["tblLevels"]}
    assert ids == {(level.id, level.track, level.rank) for level in data.levels}


def test_between_two_commands_keys_follow_what_people_type(desk: Desk) -> None:
    titles = [
        desk.level("ENG", v["Level title"])["Level title"] for v in desk.rows("tblLevels") if v["Track ID"] == "ENG"
    ]
    first, second, third, fourth = titles
    desk.step(1, first, "Developer", third, fourth)
    desk.assert_true()
    assert desk.level("ENG", "Developer")["Level ID"] == "SE2"
    desk.step(1, first, "Middle engineer", second, third, fourth)  # a step inserted
    desk.assert_true()
    assert [desk.level("ENG", title)["Level ID"] for title in titles] == ["SE1", "SE2", "SE3", "SE4"]
    assert desk.level("ENG", first)["Next levels"] == "new:ENG:Middle engineer"
    desk.step(1, *titles)
    desk.type("tblLadder", 1, "Track", "Software")
    desk.assert_true()
    assert desk.level("ENG", third)["Level ID"] == "SE3"
    desk.step(1, first, "", third, fourth)  # a gap is skipped, a branch stays where it is
    desk.assert_true()
    assert desk.level("ENG", first)["Next levels"] == "SE3"
    desk.step(1, first, second, second, fourth)
    desk.assert_true()
    assert [v["Level ID"] for v in desk.rows("tblLevels") if v["Level title"] == second] == [None, None]


def test_a_new_track_works_at_once_and_gets_its_keys_from_the_next_command(desk: Desk) -> None:
    row = next(n for n, r in enumerate(desk.ladder(), 1) if not r.name)
    desk.type("tblLadder", row, "Track", "Design")
    desk.type("tblLadder", row, "Branches from", desk.ladder()[0].titles[1])
    desk.step(row, "", "Designer", "Senior designer?*")
    desk.type("tblCompetencies", 1, f"Mark {row}", "●")
    desk.type("tblCompetencies", 2, f"Mark {row}", 3.0)
    desk.assert_true()
    assert desk.level("new:Design", "Designer")["Next levels"] == "new:new:Design:Senior designer__"
    assert "new:new:Design:Designer" in desk.level("ENG", desk.ladder()[0].titles[1])["Next levels"].split("; ")
    weights = [w["Weight"] for w in desk.views()["tblWeights"] if w["Track ID"] == "new:Design"]
    assert sorted(weights) == [25.0, 75.0]
    result = reconcile(desk.ledger, sheet_names(desk.ladder(), desk.competencies()))
    assert (result.keys[TRACK][row - 1, 0], result.keys[LEVEL][row - 1, 2]) == ("T1", "L1")
    assert not any(is_provisional(entry.key) for entry in result.ledger)


def test_lines_of_more_ways_add_and_take_away(desk: Desk) -> None:
    ladder = desk.ladder()
    (low, high), (other, *_) = list(ladder[0].titles.values())[:2], list(ladder[2].titles.values())
    lines = [
        (ladder[0].name, low, "does not lead to", ladder[0].name, high),
        (ladder[0].name, low, "sideways to", ladder[2].name, other),
        (ladder[2].name, other, "leads up to", ladder[0].name, high),
    ]
    for number, line in enumerate(lines, 1):
        for head, text in zip(("From track", "From level", "Way", "To track", "To level"), line, strict=True):
            desk.type("tblWays", number, head, text)
    desk.assert_true()
    assert desk.level("ENG", low)["Next levels"] == "–"
    desk.type("tblSettings", 1, "In use", "No")
    assert all(not v["Sideways moves"] or v["Level title"] == low for v in desk.views()["tblLevels"])


def test_rows_sorted_without_their_key_cells_keep_their_keys(desk: Desk) -> None:
    rows = [{h: v for h, v in row.items() if h not in ("People", "Key")} for row in desk.rows("tblLadder")][:4]
    for number, row in enumerate(reversed(rows), 1):
        for head, value in row.items():
            desk.type("tblLadder", number, head, _text(value))
    desk.assert_true()
    tracks = {entry.name: entry.key for entry in ledger_entries(desk.ledger, TRACK)}
    assert {row["Track"]: row["Track ID"] for row in desk.views()["tblTracks"]} == tracks


def test_whatever_is_typed_the_views_agree_with_their_twins(desk: Desk) -> None:
    chance = random.Random(14)
    words = ["Lead", "Head", "Designer", "Account executive", *desk.ladder()[0].titles.values(), ""]
    names = ["Engineering", "Sales", "Design", "Lead ~ *", "", *(row.name for row in desk.ladder() if row.name)]
    for _ in range(8):
        for _ in range(4):
            row = chance.randint(1, 6)
            desk.type("tblLadder", row, f"Step {chance.randint(1, 5)}", chance.choice(words))
            desk.type("tblLadder", chance.randint(1, 6), "Track", chance.choice(names))
            desk.type("tblLadder", row, "Branches from", chance.choice(words))
        desk.assert_true()
