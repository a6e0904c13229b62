"""The roadmap: its check-list, working days, plan, flags (with their formulas in LibreOffice) and calendar."""

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.lint.formula import formula_faults
from tests.support.office import Office
from tests.test_cli import cli
from xl_addin.books.closed_file import ClosedBook
from xl_addin.cells.cell import FormulaCell
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.answers import STAGES, STATUSES, RoadmapAction
from xl_addin.model.facts import facts_of
from xl_addin.roadmap.actions import ACTIONS, BY_KEY, PURPOSES, checklist, length_of, usual_owner
from xl_addin.roadmap.calendar import ics
from xl_addin.roadmap.flags import EXCEL, FLAG_WORDS, flag_words, flags
from xl_addin.roadmap.options import SETTINGS, length_id, options
from xl_addin.roadmap.plan import is_closed, plan_roadmap
from xl_addin.roadmap.standing import STANDING_FORMULA, standings
from xl_addin.roadmap.workdays import WEEKEND, WorkDays, holidays_of, weekend_of
from xl_addin.sheets.reading import read_dataset as reading_of
from xl_addin.sheets.unreadable_cells import unreadable_cells

MONDAY = dt.date(2027, 1, 11)
LENGTHS = {stage: length_of(stage) for stage in STAGES}
HEADERS = {fact.title: name for name, fact in facts_of(RoadmapAction).items()}


def day(text: str) -> dt.date | None:
    """01-11 is a day of 2027."""
    return dt.date.fromisoformat(f"2027-{text}") if text else None


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def actions_of(text: str) -> list[RoadmapAction]:
    """A pipe table under the roadmap's headers; what a cell leaves blank is left out, as the parser does."""
    lines = [cells(line) for line in text.strip().splitlines()]
    found = []
    for row, line in enumerate(lines[1:]):
        values = {HEADERS[head]: cell for head, cell in zip(lines[0], line, strict=True) if cell}
        named = {} if "Key" in lines[0] else {"id": f"K{row}"}
        values = {**named, "action": "Something", **values}
        dates = {name: day(values[name]) for name in ("start", "finish") if name in values}
        found.append(RoadmapAction.model_validate({"row": row, **values, **dates}))
    return found


def table(rows: Sequence[RoadmapAction]) -> list[RoadmapAction]:
    """Rows with their places, as they are read back."""
    return [action.model_copy(update={"row": row}) for row, action in enumerate(rows)]


SEED = """
AWA1 worksheet, AWA2 findings told, AWA3 slides for leaders, AWA4 pitfalls, AWA5 supporters
PLA1 stakeholders, PLA2 aims, PLA3 measures, PLA4 access, PLA5 Recruitment, PLA6 Onboarding, PLA7 Performance
PLA8 Compensation, PLA9 Succession
DEV1 who and when, DEV2 survey, DEV3 structure for each team, DEV4 feedback, DEV5 communication
TRA1 workshop, TRA2 workshop held
IMP1 systems, IMP2 choice, IMP3 guide, IMP4 open meeting, IMP5 team meetings, IMP6 one team, IMP7 everybody
MEA1 figures, MEA2 pulse, MEA3 survey, MEA4 sharing, MEA5 watching
"""
"""Every item of the source's check-lists, in its order, by the action that covers it."""


class TestActions:
    def test_every_item_of_the_check_lists_has_an_action_in_the_same_order(self) -> None:
        assert [action.key for action in ACTIONS] == re.findall(r"[A-Z]{3}\d", SEED)

    @pytest.mark.parametrize("key", BY_KEY)
    def test_an_action_is_ready_to_use(self, key: str) -> None:
        held = BY_KEY[key]
        assert held.stage in STAGES
        assert held.text.endswith((".", "?"))
        assert len(held.text) <= 400
        assert 1 <= held.days <= 30
        assert held.usually

    def test_stages_follow_one_another_and_have_a_purpose_of_one_sentence(self) -> None:
        order = [STAGES.index(action.stage) for action in ACTIONS]
        assert order == sorted(order)
        assert tuple(PURPOSES) == STAGES
        assert all(purpose.count(".") == 1 and purpose.endswith(".") for purpose in PURPOSES.values())

    def test_no_owner_is_ever_filled_in(self) -> None:
        assert not any(action.owner for action in plan_roadmap([], "", MONDAY, LENGTHS, (), MONDAY).actions)

    def test_the_pulse_comes_within_two_weeks_of_the_launch(self) -> None:
        done = {action.id: action for action in plan_roadmap([], "", MONDAY, LENGTHS, (), MONDAY).actions}
        launch, pulse = done["IMP7"].finish, done["MEA2"].finish
        assert launch
        assert pulse
        assert pulse <= launch + dt.timedelta(days=14)

    @pytest.mark.shared
    def test_the_words_are_our_own(self, shared: Path) -> None:
        seed = " ".join((shared / "seed" / "12-simple-steps.txt").read_text(encoding="utf-8").casefold().split())
        for text in [*(action.text for action in ACTIONS), *PURPOSES.values()]:
            words = re.sub(r"[^\w\s'-]", "", text.casefold()).split()
            runs = [" ".join(words[n : n + 6]) for n in range(len(words) - 5)]
            assert not [run for run in runs if run in re.sub(r"[^\w\s'-]", "", seed)]


class TestWorkDays:
    @pytest.mark.parametrize(
        ("weekend", "holidays", "first", "days", "last"),
        [
            ("", "", "01-11", 5, "01-15"),
            ("", "", "01-09", 1, "01-11"),
            ("", "", "01-15", 2, "01-18"),
            ("", "2027-01-12; 2027-01-13", "01-11", 2, "01-14"),
            ("Friday; Saturday", "", "01-14", 2, "01-17"),
            ("sun", "", "01-15", 3, "01-18"),
        ],
    )
    def test_stepping(self, weekend: str, holidays: str, first: str, days: int, last: str) -> None:
        calendar = WorkDays.from_days(weekend_of(weekend).value, holidays_of(holidays).value)
        begin, end = day(first), day(last)
        assert begin
        assert end
        assert calendar.last_of(begin, days) == end
        assert calendar.first_of(end, days) == calendar.on_or_after(begin)

    @pytest.mark.parametrize(
        ("value", "days", "problem"),
        [
            ("", [], ""),
            (None, [], ""),
            ("2027-12-27; 2027-12-28", ["12-27", "12-28"], ""),
            ("2027-12-27,\n2027-12-28;", ["12-27", "12-28"], ""),
            (46398, ["01-11"], ""),
            ("46398", ["01-11"], ""),
            (46398.0, ["01-11"], ""),
            (dt.date(2027, 1, 11), ["01-11"], ""),
            ("2027-01-11 00:00:00", ["01-11"], ""),
            ("27/12/2027; 2027-12-28", ["12-28"], '"27/12/2027" cannot be read. Write days such as 2027-12-27, '
             "separated by semicolons."),
            ("2027-02-30", [], '"2027-02-30" cannot be read. Write days such as 2027-12-27, separated by semicolons.'),
        ],
    )  # fmt: skip
    def test_holidays(self, value: object, days: list[str], problem: str) -> None:
        entry = holidays_of(value)
        assert sorted(entry.value) == [day(text) for text in days]
        assert entry.problem == problem

    @pytest.mark.parametrize(
        ("value", "days", "wrong"),
        [
            ("", {5, 6}, False),
            ("Saturday; Sunday", {5, 6}, False),
            ("FRI, sat", {4, 5}, False),
            ("Sonntag", {5, 6}, True),
            ("Fr", {5, 6}, True),
            ("Mon;Tue;Wed;Thu;Fri;Sat;Sun", {5, 6}, True),
        ],
    )
    def test_weekends(self, value: str, days: set[int], wrong: bool) -> None:
        entry = weekend_of(value)
        assert set(entry.value) == days
        assert bool(entry.problem) is wrong

    def test_a_week_without_a_working_day_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no day"):
            WorkDays.from_days(range(7), ())

    @given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.dates()))
    def test_nothing_a_person_types_raises(self, value: object) -> None:
        found = options({setting.id: value for setting in SETTINGS}, MONDAY)
        assert set(found.lengths) == set(STAGES)
        assert all(1 <= length <= 500 for length in found.lengths.values())
        assert all(problem.endswith(".") for problem in found.problems.values())


class TestCountries:
    """In place of days a country or a region may stand; `holidays`, the library that knows them, is an extra."""

    def test_a_country_stands_for_its_public_holidays_and_typed_days_add_to_it(self) -> None:
        country, region = (options({"roadmap.holidays": text}, MONDAY) for text in ("DE", "de-by; 2027-12-24"))
        assert not country.problems
        assert not region.problems
        of_2027 = {found for found in country.holidays if found.year == 2027}
        assert {day("01-01"), day("03-26"), day("05-01"), day("12-25"), day("12-26")} < of_2027
        assert {found for found in region.holidays if found.year == 2027} - of_2027 == {
            day("01-06"), day("05-27"), day("11-01"), day("12-24"),
        }  # fmt: skip
        assert max(found.year for found in country.holidays) >= MONDAY.year + 10, "as long as the longest plan"

    def test_the_plan_leaves_them_out(self) -> None:
        found = options({"roadmap.holidays": "GB-ENG"}, MONDAY)
        easter = plan_roadmap((), STAGES[0], dt.date(2027, 3, 25), LENGTHS, found.holidays, MONDAY).actions
        days = {date for action in easter for date in (action.start, action.finish)}
        assert day("03-25") in days
        assert days.isdisjoint({day("03-26"), day("03-29"), day("05-03"), day("05-31"), day("08-30")})

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("XX", '"XX" is no country that is known. Write its two letters, such as AT, CH, DE, ES, FR, GB, IN, NL or '
             "US, with a region where its days differ, such as US-CA, or type the days."),
            ("2027-12-27; Germany", '"Germany" is no country that is known. Write its two letters, such as AT, CH, DE, '
             "ES, FR, GB, IN, NL or US, with a region where its days differ, such as US-CA, or type the days."),
            ("GB-XX", '"GB-XX" names no region that is known. Write GB alone, or one of GB-ENG, GB-NIR, GB-SCT and '
             "GB-WLS."),
            ("AF-XX", '"AF-XX" names no region that is known. Write AF alone.'),
        ],
    )  # fmt: skip
    def test_what_is_not_known_is_told_with_what_can_be_typed(self, text: str, problem: str) -> None:
        assert options({"roadmap.holidays": text}, MONDAY).problems == {"roadmap.holidays": problem}

    def test_without_the_extra_one_line_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book = started(tmp_path)
        type_in(book, "tblSettings", "roadmap.holidays", "Value", "DE; 2027-12-24")
        assert cli("roadmap", book).code == 0
        monkeypatch.setitem(sys.modules, "holidays", None)
        ran = cli("roadmap", book)
        assert ran.code == 1
        assert [line for line in (ran.out + ran.err).splitlines() if "install" in line] == [
            'roadmap.holidays in Settings  "DE" takes the library that knows countries: install trackbook[holidays], '
            "or type the days."
        ]
        type_in(book, "tblSettings", "roadmap.holidays", "Value", "2027-12-24")
        assert cli("roadmap", book).code == 0, "typed days take no library"


class TestSettings:
    def test_blank_settings_are_no_problem(self) -> None:
        found = options({}, MONDAY)
        assert (found.start, found.weekend, found.holidays, dict(found.problems)) == (MONDAY, WEEKEND, frozenset(), {})
        assert found.lengths == LENGTHS

    def test_what_does_not_read_is_told_by_setting_and_its_default_counts(self) -> None:
        found = options({"roadmap.start": "soon", length_id("Training"): 2.5, "roadmap.holidays": "x"}, MONDAY)
        assert set(found.problems) == {"roadmap.start", "roadmap.length.training", "roadmap.holidays"}
        assert (found.start, found.lengths["Training"]) == (MONDAY, length_of("Training"))

    def test_ids_and_meanings(self) -> None:
        assert len({setting.id for setting in SETTINGS}) == len(SETTINGS)
        assert all(setting.group == "Roadmap" and setting.meaning.endswith(".") for setting in SETTINGS)


PLANNED = """
| Stage      | Start | Finish | Status   | -> | Start | Finish | Status     |
| Awareness  |       |        |          | -> |       |        | To confirm |
| Awareness  | 01-04 |        | Done     | -> | 01-04 |        | Done       |
| Planning   |       |        |          | -> | 01-11 | 01-12  | To do      |
| Planning   |       | 01-20  |          | -> | 01-19 | 01-20  | To do      |
| Planning   |       |        | Done     | -> |       |        | Done       |
| Planning   |       |        |          | -> | 01-21 | 01-22  | To do      |
| Training   | 02-06 |        |          | -> | 02-06 | 02-12  | To do      |
| Training   |       |        | Under way  | -> | 02-15 | 02-19  | Under way  |
| Training   |       |        | Not needed | -> |       |        | Not needed |
| Measuring  |       | 02-01  |          | -> | 01-01 | 02-01  | To do      |
| Measuring  |       |        |          | -> | 02-22 | 03-22  | To do      |
"""
"""Left what was typed, right what stands there afterwards: stage Planning, 8, 10 and 43 working days a stage."""


class TestPlan:
    def test_a_table_with_typed_cells(self) -> None:
        halves = [line.partition("| -> ") for line in PLANNED.strip().splitlines()]
        held = actions_of("\n".join(typed + "|" for typed, _, _ in halves))
        lengths = {"Planning": 8, "Training": 10, "Measuring": 43}
        done = plan_roadmap(held, "Planning", MONDAY, lengths, (), MONDAY)
        found = [[_short(a.start), _short(a.finish), a.status] for a in done.actions]
        assert found == [cells(wanted) for _, _, wanted in halves[1:]]

    def test_an_empty_table_gets_every_action_and_a_table_with_any_gets_none(self) -> None:
        assert [a.id for a in plan_roadmap([], "", MONDAY, LENGTHS, (), MONDAY).new_rows] == [a.key for a in ACTIONS]
        own = actions_of("| Key | Stage |\n| OWN | Planning |")
        done = plan_roadmap(own, "", MONDAY, LENGTHS, (), MONDAY)
        assert not done.new_rows
        assert [a.id for a in done.actions] == ["OWN"]

    def test_the_suggested_lengths_come_out_exactly(self) -> None:
        done = plan_roadmap([], "Planning", MONDAY, LENGTHS, (), MONDAY)
        calendar = WorkDays()
        for action in done.actions:
            if action.stage == "Awareness":
                assert (action.start, action.finish, action.status) == (None, None, "To confirm")
            else:
                assert action.start
                assert action.finish == calendar.last_of(action.start, BY_KEY[action.id].days)

    def test_cells_name_only_what_changes(self) -> None:
        own = actions_of("| Stage | Start | Status |\n| Planning | 01-11 | To do |\n| Planning | 01-11 | |")
        done = plan_roadmap(own, "", MONDAY, {"Planning": 2}, (), MONDAY)
        assert dict(done.cells) == {(0, "finish"): day("01-11"), (1, "finish"): day("01-11"), (1, "status"): "To do"}

    def test_an_action_added_later_is_not_planned_into_the_past(self) -> None:
        done = plan_roadmap([], "", MONDAY, LENGTHS, (), MONDAY)
        added = [*done.actions, *actions_of("| Key | Stage |\n| OWN | Awareness |")]
        today = dt.date(2027, 9, 4)
        assert plan_roadmap(table(added), "", MONDAY, LENGTHS, (), today).actions[-1].start == dt.date(2027, 9, 6)

    def test_a_first_plan_may_start_in_the_past(self) -> None:
        assert plan_roadmap([], "", MONDAY, LENGTHS, (), dt.date(2027, 3, 1)).actions[0].start == MONDAY


def _short(value: dt.date | None) -> str:
    return f"{value:%m-%d}" if value else ""


DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2028, 6, 1))
TYPED = st.lists(
    st.builds(
        lambda **values: RoadmapAction.model_validate({k: v for k, v in values.items() if v not in (None, "")}),
        id=st.sampled_from(["", "OWN1", "OWN2", *BY_KEY]),
        stage=st.sampled_from(["", *STAGES]),
        action=st.sampled_from(["Do it", "Do it", ""]),
        owner=st.sampled_from(["", "Ana", "ana ", "Ben"]),
        start=st.none() | DAYS,
        finish=st.none() | DAYS,
        status=st.sampled_from(["", *STATUSES]),
    ),
    max_size=12,
).map(table)
UNTYPED = st.lists(st.sampled_from(checklist()), unique_by=lambda a: a.id).map(table)
STAGE = st.sampled_from(["", *STAGES])
LENGTH = st.dictionaries(st.sampled_from(STAGES), st.integers(1, 60))
HOLIDAYS = st.sets(DAYS, max_size=40)
WEEKENDS = st.sets(st.integers(0, 6), max_size=6)


class TestPlanAlways:
    @settings(max_examples=150, deadline=None)
    @given(TYPED, STAGE, DAYS, LENGTH, HOLIDAYS, DAYS, WEEKENDS)
    def test_typed_cells_stay_and_planning_twice_changes_nothing(
        self, held: list[RoadmapAction], stage: str, start: dt.date, lengths: dict[str, int],
        holidays: set[dt.date], today: dt.date, weekend: set[int],
    ) -> None:  # fmt: skip
        done = plan_roadmap(held, stage, start, lengths, holidays, today, weekend)
        for before, after in zip(held, done.actions if held else (), strict=True):
            for field in before.model_fields_set:
                assert getattr(after, field) == getattr(before, field)
        second = plan_roadmap(table(done.actions), stage, start, lengths, holidays, today, weekend)
        assert not second.cells
        assert not second.new_rows

    @settings(max_examples=150, deadline=None)
    @given(TYPED, STAGE, DAYS, LENGTH, HOLIDAYS, DAYS, WEEKENDS)
    def test_what_is_filled_in_is_a_working_day_in_order_after_earlier_stages(
        self, held: list[RoadmapAction], stage: str, start: dt.date, lengths: dict[str, int],
        holidays: set[dt.date], today: dt.date, weekend: set[int],
    ) -> None:  # fmt: skip
        done = plan_roadmap(held, stage, start, lengths, holidays, today, weekend)
        calendar = WorkDays.from_days(weekend, holidays)
        current = STAGES.index(stage) if stage else 0
        for (row, field), value in done.cells.items():
            action = done.actions[row]
            if isinstance(value, dt.date):
                assert calendar.working(value)
                assert STAGES.index(action.stage) >= current
                assert action.start
                assert action.finish
                assert action.start <= action.finish
            if field == "start" and (row, "finish") in done.cells:
                earlier = [
                    a.finish
                    for a in done.actions
                    if a.action and a.stage in STAGES[current : STAGES.index(action.stage)] and not is_closed(a)
                ]
                assert all(finish and action.start and finish < action.start for finish in earlier)

    @settings(max_examples=150, deadline=None)
    @given(UNTYPED, STAGE, DAYS, LENGTH, HOLIDAYS, DAYS)
    def test_an_untouched_plan_starts_on_the_start_and_each_stage_takes_its_length(
        self, held: list[RoadmapAction], stage: str, start: dt.date, lengths: dict[str, int],
        holidays: set[dt.date], today: dt.date,
    ) -> None:  # fmt: skip
        done = plan_roadmap(held, stage, start, lengths, holidays, today)
        calendar = WorkDays(holidays=frozenset(holidays))
        free = calendar.on_or_after(start)
        for name in STAGES[STAGES.index(stage) if stage else 0 :]:
            spans = [(a.start, a.finish) for a in done.actions if a.stage == name]
            if not spans:
                continue
            assert spans[0][0] == free
            assert all(one[0] and two[0] and one[0] <= two[0] for one, two in pairwise(spans))
            last = calendar.last_of(free, lengths.get(name, length_of(name)))
            assert max(finish for _, finish in spans if finish) == last == spans[-1][1]
            free = calendar.next_workday(last)


FLAGGED = """
| Stage       | Owner   | Start | Finish | Status     | Notes |
| Planning    | Ana     | 01-04 | 01-08  | To do      | Late |
| Planning    | Ana     | 01-04 | 01-08  | Done       | |
| Planning    | Ana     | 01-04 | 01-08  | Not needed | |
| Planning    | Ben     | 01-11 | 01-20  | To do      | |
| Planning    | ben     | 01-20 | 01-21  | Under way  | |
| Planning    | Cleo    | 01-11 | 01-22  | To do      | Owner has another action on these days |
| Training    | cleo    | 01-20 | 02-12  |            | Starts before an earlier stage is done; \
Owner has another action on these days |
| Training    | CLEO    | 02-11 | 02-15  | To confirm | Owner has another action on these days |
| Training    | Cleo    | 02-15 | 02-15  | To do      | |
| Training    |         | 02-11 | 02-15  | To do      | No owner |
| Training    |         | 02-11 |        | To do      | No owner; No dates |
| Training    |         |       |        | To do      | No dates |
| Training    |         |       |        | To confirm | |
| Measuring   | Dee     | 01-22 | 01-20  | To do      | Finish is before start; \
Starts before an earlier stage is done |
| Measuring   | Dee     | 01-15 | 01-30  | To do      | Starts before an earlier stage is done |
|             | Eve     | 01-05 | 01-30  | To do      | |
| Awareness   | Fay     | 01-02 | 01-04  | To confirm | Late |
| Awareness   | Gil     |       | 01-04  | To do      | Late; No dates |
| Awareness   |         | 01-05 | 01-04  | Done       | Finish is before start |
"""
"""The flags of each row, on 11 January, in its Notes."""


def stripped(actions: list[RoadmapAction]) -> list[RoadmapAction]:
    return [action.model_copy(update={"notes": ""}) for action in actions]


class TestFlags:
    def test_each_row_shows_its_flags(self) -> None:
        held = actions_of(FLAGGED)
        assert [flag_words(found) for found in flags(stripped(held), MONDAY)] == [action.notes for action in held]

    def test_a_collision_names_the_other(self) -> None:
        held = actions_of(FLAGGED)
        found = {action.id: {flag.code: flag.collisions for flag in row} for action, row in
                 zip(held, flags(held, MONDAY), strict=True)}  # fmt: skip
        assert found["K6"] == {"out_of_order": ("K4", "K5"), "overlap": ("K5", "K7")}
        assert found["K5"]["overlap"] == ("K6",)

    def test_a_row_without_an_action_has_no_flags(self) -> None:
        assert flags([RoadmapAction(stage="Planning", start=MONDAY)], MONDAY) == [()]

    @pytest.mark.parametrize(("other", "same"), [("ana STRÖM", True), ("Ａｎａ Ström", False)])
    def test_names_are_compared_as_excel_compares_them(self, other: str, same: bool) -> None:
        held = actions_of(
            "| Stage | Owner | Start | Finish |\n| Planning | Ana  Ström | 02-01 | 02-05 |\n"
            f"| Planning | {other} | 02-02 | 02-03 |"
        )
        assert [flag_words(found) for found in flags(held, MONDAY)] == [FLAG_WORDS["overlap"] if same else ""] * 2

    @pytest.mark.parametrize("stage", STAGES)
    def test_our_own_plan_has_no_collisions_even_with_one_owner(self, stage: str) -> None:
        for lengths in (LENGTHS, dict.fromkeys(STAGES, 3)):
            done = plan_roadmap([], stage, MONDAY, lengths, (), MONDAY)
            owned = [action.model_copy(update={"owner": "Ana"}) for action in done.actions]
            assert not any(flags(owned, MONDAY))

    @pytest.mark.parametrize("name", EXCEL)
    def test_formulas_are_ones_excel_2019_reads(self, name: str) -> None:
        assert list(formula_faults(own_row(EXCEL[name], "tblRoadmap"))) == []
        headers = re.findall(r"tblRoadmap\[([^\]]+)\]|\[@([^\]]+)\]", EXCEL[name])
        assert {a or b for a, b in headers} <= set(HEADERS)

    @pytest.mark.libreoffice
    def test_formulas_show_the_same_words(self, office: Office, tmp_path: Path) -> None:
        held = stripped(actions_of(FLAGGED))
        held += [RoadmapAction(), RoadmapAction(id="MEA3", stage="Measuring", action="Ask again.")]
        held += [
            a.model_copy(update={"owner": "Hal"})
            for a in plan_roadmap([], "Training", MONDAY, LENGTHS, (), MONDAY).actions
        ]
        path = write_roadmap(tmp_path / "roadmap.xlsx", held)
        with office.open(path) as book:
            shown = book.block("Roadmap", f"I2:O{len(held) + 1}")
            stands = [row[0] for row in book.block("Roadmap", f"R2:R{len(held) + 1}")]
        assert stands == [words or None for words in standings(held, flags(held, MONDAY), MONDAY)]
        assert {"▸", "○", "◐", "!", "✓", "–"} == {words[0] for words in map(str, stands) if words != "None"}
        assert sum(str(words).startswith("▸") for words in stands) == 1, "one action comes next"
        for row, found in zip(shown, flags(held, MONDAY), strict=True):
            assert row[0] == (flag_words(found) or None)
            assert dict(zip(FLAG_WORDS, row[1:], strict=True)) == {
                code: FLAG_WORDS[code] if code in {flag.code for flag in found} else None for code in FLAG_WORDS
            }


def write_roadmap(path: Path, actions: Sequence[RoadmapAction]) -> Path:
    """A workbook with the roadmap and every flag's formula beside it, on 11 January whatever the day is."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Roadmap")
    formulas = {name: EXCEL[name] for name in ("flags", *FLAG_WORDS)}
    formulas |= {"Usually": "", "Look at": EXCEL["flags"], "How it stands": STANDING_FORMULA}
    live = {name: own_row(text, "tblRoadmap") for name, text in formulas.items()}
    live = {name: "=" + text.replace("TODAY()", "DATE(2027,1,11)") for name, text in live.items()}
    columns = [{"header": header} for header in HEADERS]
    columns += [{"header": name, **({"formula": formula} if formulas[name] else {})} for name, formula in live.items()]
    sheet.add_table(0, 0, len(actions), len(columns) - 1, {"name": "tblRoadmap", "columns": columns})
    for row, action in enumerate(actions, 1):
        sheet.write(row, [column["header"] for column in columns].index("Usually"), usual_owner(action.id) or None)
        for column, field in enumerate(HEADERS.values()):
            value = getattr(action, field) if field in action.model_fields_set else None
            if value not in (None, ""):
                sheet.write(row, column, value)
    book.close()
    return path


STAMP = dt.datetime(2027, 1, 4, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def unfold(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


FIELDS = ["BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "TRANSP", "END"]


class TestCalendar:
    def test_one_entry(self) -> None:
        held = [RoadmapAction(id="PLA1", stage="Planning", action="Talk; listen, write\\note", owner="Ana",
                              start=MONDAY, finish=dt.date(2027, 1, 13), notes="private")]  # fmt: skip
        text = ics(held, STAMP, "Acorn & Co", "book-1")
        lines = unfold(text)
        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-2:] == ["END:VCALENDAR", ""]
        assert "X-WR-CALNAME:Career tracks roadmap – Acorn & Co" in lines
        event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT") + 1]
        assert [line for line in event if not line.startswith("UID:")] == [
            "BEGIN:VEVENT",
            "DTSTAMP:20270104T083000Z",
            "DTSTART;VALUE=DATE:20270111",
            "DTEND;VALUE=DATE:20270114",
            "SUMMARY:Talk\\; listen\\, write\\\\note",
            "DESCRIPTION:Stage: Planning\\nOwner: Ana",
            "CATEGORIES:Planning",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
        assert "private" not in text

    def test_identities_are_stable_apart_and_of_one_workbook(self) -> None:
        held = actions_of(
            "| Key | Stage | Action | Start |\n| A | Planning | One | 01-11 |\n| A | Planning | Two | 01-11 |\n"
            "|  | Planning | Three | 01-11 |"
        )
        later = [a.model_copy(update={"start": dt.date(2027, 3, 1), "owner": "Ana"}) for a in held]
        first, moved = (re.findall("UID:(.+)\r", ics(rows, STAMP, "", "book-1")) for rows in (held, later))
        other = re.findall("UID:(.+)\r", ics(held, STAMP, "", "book-2"))
        assert first == moved
        assert len({*first, *other}) == 6

    def test_what_has_no_place_in_a_calendar_is_left_out(self) -> None:
        held = actions_of(
            "| Stage | Start | Finish | Status |\n| Planning | | | To do |\n| Planning | 01-11 | 01-12 | Not needed |\n"
            "| Planning | 01-12 | 01-11 | To do |\n| Planning | 01-11 | 01-12 | Done |\n| Planning | | 01-12 | To do |"
        )
        assert ics(held, STAMP, "", "b").count("BEGIN:VEVENT") == 2

    @given(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text("\\\\nN;,:\r\n \u00e4", max_size=200)
    )
    @example(r"Copy \\desk\New, then; \N")
    def test_escaping_and_folding_lose_nothing(self, text: str) -> None:
        plain = re.sub("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "\n", text.strip())
        plain = re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", plain)
        folded = ics([RoadmapAction(id="A", stage="Planning", action=text, start=MONDAY)], STAMP, "", "b")
        assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))
        lines = folded.replace("\r\n ", "").split("\r\n")
        assert [line.partition(":")[0].partition(";")[0] for line in lines[6:-2]] == FIELDS, "no break but ours"
        (escaped,) = (line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:"))
        assert re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), escaped) == plain
        assert not re.search(r"[\r\n]", escaped)
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", escaped), "each is escaped"

    def test_it_is_loaded_only_where_a_calendar_is_asked_for(self) -> None:
        code = "import sys, xl_addin.__main__, xl_addin.commands as c; c.all_commands(); print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        assert "xl_addin.commands.roadmap" in loaded
        slow = {"icalendar", "holidays", "snowballstemmer", "pandas", "openpyxl"}
        assert slow.intersection(loaded) == set()


class TestUnreadable:
    """What nobody can read is what a person typed all the same: it stays, and it is named."""

    def test_a_row_with_a_cell_that_cannot_be_read_stays_as_it_is(self) -> None:
        held = table(actions_of("| Stage | Start | Finish |\n| Planning | | |\n| Planning | | |\n| Planning | | |"))
        whole = plan_roadmap(held, "Planning", MONDAY, LENGTHS, (), MONDAY)
        done = plan_roadmap(held, "Planning", MONDAY, LENGTHS, (), MONDAY, unreadable_rows={1})
        assert done.actions[1] == held[1]
        assert done.cells == {at: value for at, value in whole.cells.items() if at[0] != 1}, "its days stay free"

    @pytest.mark.parametrize(
        ("header", "value", "words"),
        [
            ("Start", "2027-01-20", "is text that no formula reads: type it again, or run build"),
            ("Finish", "end of May", "cannot be read: write a day, such as 2027-01-11, or clear it"),
            ("Finish", '=IF(1=1,"","")', "cannot be read: write a day, such as 2027-01-11, typed in rather"),
            ("Status", "in progress", "cannot be read: write one of To do, "),
            ("Stage", "Awarenes", "cannot be read: write one of Awareness, "),
        ],
    )
    def test_no_cell_of_such_a_row_is_written(self, tmp_path: Path, header: str, value: str, words: str) -> None:
        book, calendar = started(tmp_path), tmp_path / "plan.ics"
        cell = type_in(book, "tblRoadmap", "AWA2", header, value)
        before = row_of(book, "tblRoadmap", "AWA2")
        ran = cli("roadmap", book, "--start", "2027-02-01", "--ics", calendar, "--json")
        assert ran.code == 1
        assert [own["cell"] for own in ran.data["unread"]] == [f"Roadmap!{cell}"]
        assert words in cli("roadmap", book).out.splitlines()[0]
        assert row_of(book, "tblRoadmap", "AWA2")[:9] == before[:9]
        assert row_of(book, "tblRoadmap", "AWA1")[5] == dt.datetime.combine(dt.date(2027, 2, 1), dt.time())
        assert "Tell your team" not in "".join(unfold(calendar.read_bytes().decode()))
        assert "1 action stays as it is and out of plan.ics" in ran.err
        assert "Put right the cells named above" in ran.err

    def test_a_formula_that_shows_nothing_is_somebodys_all_the_same(self, tmp_path: Path) -> None:
        snapshot = ClosedBook(started(tmp_path)).read_snapshot()
        held = snapshot.tables["tblRoadmap"]
        finish, empty = held.headers.index("Finish"), FormulaCell('IF(G8="","",G8+5)', "")
        rows = [(*row[:finish], empty, *row[finish + 1 :]) if at in (1, len(held.rows) - 1) else row
                for at, row in enumerate(held.rows)]  # fmt: skip
        typed = replace(snapshot, tables={**snapshot.tables, held.name: replace(held, rows=tuple(rows))})
        assert unreadable_cells(reading_of(typed), "tblRoadmap") == ()
        (cell,) = unreadable_cells(reading_of(typed), "tblRoadmap", ("finish",))
        assert (cell.row, cell.problem) == (1, "holds a formula that shows nothing"), "a spare row has no action"

    def test_build_types_a_day_anew_and_then_all_is_planned(self, tmp_path: Path) -> None:
        book = started(tmp_path)
        type_in(book, "tblRoadmap", "AWA2", "Start", "2027-01-20")
        assert "(trackbook build" in cli("roadmap", book).err
        cli("build", book)
        assert cli("roadmap", book).code == 0
        assert row_of(book, "tblRoadmap", "AWA2")[5] == dt.datetime.combine(dt.date(2027, 1, 20), dt.time())

    @pytest.mark.parametrize("value", ["x", "#REF!"])
    def test_nothing_is_planned_on_settings_that_cannot_be_read(self, tmp_path: Path, value: str) -> None:
        book, calendar = started(tmp_path), tmp_path / "plan.ics"
        for setting in SETTINGS:
            type_in(book, "tblSettings", setting.id, "Value", value)
        before = book.read_bytes()
        ran = cli("roadmap", book, "--ics", calendar, "--json")
        assert (ran.code, set(ran.data["problems"])) == (1, {setting.id for setting in SETTINGS})
        assert "Nothing was written, neither to the workbook nor to plan.ics: roadmap.start in" in ran.err
        assert not any(action["start"] for action in ran.data["actions"])
        assert "roadmap.holidays in Settings of w.xlsx" in ran.err
        assert book.read_bytes() == before
        assert not calendar.exists()

    def test_a_number_that_is_text_is_for_build(self, tmp_path: Path) -> None:
        book = started(tmp_path)
        type_in(book, "tblSettings", "roadmap.length.awareness", "Value", "12")
        assert '"12" is text. Type the number again, or run build' in cli("roadmap", book).out
        cli("build", book)
        assert cli("roadmap", book).code == 0

    def test_nothing_is_planned_on_a_stage_that_cannot_be_read(self, tmp_path: Path) -> None:
        book = started(tmp_path)
        cell = type_in(book, "tblStage", "Q8", "Stage", "Somewhere")
        before, ran = book.read_bytes(), cli("roadmap", book)
        assert ran.code == 1
        assert f"Nothing was written: Needs!{cell} cannot be read." in ran.err
        assert book.read_bytes() == before


def started(folder: Path) -> Path:
    """A new workbook."""
    book = folder / "w.xlsx"
    assert cli("new", "--ids", book).code == 0
    return book


def type_in(path: Path, table: str, key: str, header: str, value: object) -> str:
    """One cell of the row in which the key stands; its address."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    first, *rows = sheet[sheet.tables[table].ref]
    column = [cell.value for cell in first].index(header)
    cell = next(row[column] for row in rows if key in [own.value for own in row])
    cell.value = value
    book.save(path)
    return str(cell.coordinate)


def row_of(path: Path, table: str, key: str) -> list[object]:
    """The values and formulas of the row whose second cell is the key: the first column is one that is shown."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    return next([cell.value for cell in row] for row in sheet[sheet.tables[table].ref] if row[1].value == key)
