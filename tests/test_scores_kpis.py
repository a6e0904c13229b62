"""The measures of the roll-out: their figures, and the same figures as LibreOffice computes them."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lint.formula import formula_faults
from tests.support.office import Office
from xl_addin.layout.structured_refs import own_row
from xl_addin.model.facts import Record, facts_of
from xl_addin.model.records import Employee
from xl_addin.model.rollout import ARRIVAL, DEPARTURE, FIGURE_OF, KPIS, MOVE_KINDS, PERIODS, Kpi, Move, Period
from xl_addin.scores.d14_kpis import (
    EXCEL,
    FEW_SIDEWAYS,
    FEW_UP,
    IN_BALANCE,
    NO_MOVES,
    SETTINGS,
    actual,
    period_figures,
    ratio_words,
)

TODAY = dt.date(2027, 8, 15)
LOW, HIGH = 0.2, 0.7


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2027-{text}")


def moves_of(text: str) -> list[Move]:
    """One move a line: day, employee, kind."""
    rows = [line.split() for line in text.strip().splitlines()]
    return [Move(row=n, date=day(on), employee=who, kind=kind) for n, (on, who, kind) in enumerate(rows)]


PEOPLE = [Employee(id=f"E{n}", active="No" if n in (7, 8, 9) else "Yes") for n in range(1, 13)]
"""Twelve people, three of whom have left: nine are active."""
MOVES = moves_of("""
01-01 E10 Joined
02-10 E1  Promotion
03-31 E2  Lateral
04-01 E3  Lateral
05-02 E11 Joined
05-20 E7  Left
06-01 E8  Joined
06-20 e8  Left
06-30 E4  Promotion
07-01 E9  Left
08-20 E5  Promotion
09-01 E12 Joined
09-10 E6  Down
""")
PERIODS_OF_2027 = [
    Period(row=0, id="Q1", first=day("01-01"), last=day("03-31"), plans=4, asked=8, opened=6),
    Period(row=1, id="Q2", first=day("04-01"), last=day("06-30"), plans=5, asked=0, opened=0),
    Period(row=2, id="Q3", first=day("07-01"), last=day("09-30"), plans=None, asked=9),
    Period(row=3, id="Q4", first=day("10-01"), last=day("12-31"), asked=4, opened=1),
    Period(row=4, id="Year", first=day("01-01"), last=day("12-31")),
    Period(row=5, id="Half", first=day("08-16"), last=None),
    Period(row=6, id="Back", first=day("03-31"), last=day("01-01")),
]
FIGURES = """
Q1    8  9   1 1 0  0.5  0.117647 1        0.444444 0.75
Q2    9  9   1 1 1  0.5  0.111111 0.888889 0.555556 -
Q3    9  9   1 0 1  1    0.111111 0.888889 -        -
Q4    -  -   - - -  -    -        -        -        0.25
Year  8  9   3 2 2  0.6  0.352941 0.75     -        -
Half  -  -   - - -  -    -        -        -        -
Back  -  -   - - -  -    -        -        -        -
"""
"""People at start and end, promotions, lateral moves, leavers; ratio, rate, retention, plans, access."""
ORDER = ("start_people", "end_people", "promotions", "laterals", "leavers", "ratio", "promoted", "retained", "planned",
         "access")  # fmt: skip


def worked(period: Period) -> Period:
    return period_figures(period, PEOPLE, MOVES, TODAY, LOW, HIGH)


@pytest.mark.parametrize("line", FIGURES.strip().splitlines(), ids=lambda line: str(line).split()[0])
def test_figures_of_a_period(line: str) -> None:
    name, *wanted = line.split()
    found = worked(next(period for period in PERIODS_OF_2027 if period.id == name))
    for field, told in zip(ORDER, wanted, strict=True):
        figure = getattr(found, field)
        assert figure is None if told == "-" else figure == pytest.approx(float(told), abs=1e-6), field


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(None, NO_MOVES), (0.0, FEW_UP), (0.19, FEW_UP), (0.2, IN_BALANCE), (0.7, IN_BALANCE), (0.71, FEW_SIDEWAYS)],
)
def test_what_the_ratio_says(ratio: float | None, words: str) -> None:
    assert ratio_words(ratio, LOW, HIGH) == words


MOVE = st.builds(
    Move,
    date=st.none() | st.dates(day("01-01"), day("12-31")),
    employee=st.sampled_from(["", "E1", "E2", "E3"]),
    kind=st.sampled_from(["", *MOVE_KINDS]),
)


@given(st.lists(MOVE, max_size=30), st.dates(day("01-01"), day("12-31")), st.dates(day("01-01"), day("12-31")))
def test_counts_hold_together(moves: list[Move], first: dt.date, last: dt.date) -> None:
    found = period_figures(Period(first=first, last=last), PEOPLE, moves, TODAY, LOW, HIGH)
    if not first <= min(last, TODAY):
        assert found.start_people is None
        return
    assert found.start_people is not None
    assert found.end_people is not None
    within = [m.kind for m in moves if m.date and first <= m.date <= last]
    assert found.end_people - found.start_people == within.count(ARRIVAL) - within.count(DEPARTURE)
    assert found.ratio is None or 0 <= found.ratio <= 1
    assert found.retained is None or found.retained <= 1


def test_the_ready_made_measures_are_figures_of_a_period() -> None:
    assert {kpi.id for kpi in KPIS} == set(FIGURE_OF)
    assert set(FIGURE_OF.values()) <= set(EXCEL) <= set(facts_of(Period))
    assert all(kpi.definition.endswith(".") and len(kpi.actuals) == PERIODS for kpi in KPIS)
    assert [fact.title for fact in facts_of(Kpi).values()][-PERIODS:] == [f"Period {n}" for n in range(1, 9)]


def test_formulas_name_columns_that_exist() -> None:
    known = {
        "tblPeriods": {fact.title for fact in facts_of(Period).values()},
        "tblMoves": {fact.title for fact in facts_of(Move).values()},
        "tblPeople": {fact.title for fact in facts_of(Employee).values()},
        "tblSettings": {"Setting", "In use"},
    }
    texts = [*EXCEL.values(), *(actual(kpi.id, 1) for kpi in KPIS)]
    for text in texts:
        written = own_row(text, "tblPeriods")
        assert list(formula_faults(written)) == []
        named = re.findall(r"(tbl\w+)\[(?:\[#This Row\],\[)?([^\[\]]+)\]", written)
        assert named
        assert all(header in known[table] for table, header in named)


@pytest.mark.libreoffice
def test_formulas_give_the_same_figures(office: Office, tmp_path: Path) -> None:
    path = write_book(tmp_path / "kpis.xlsx")
    fields = list(facts_of(Period))
    with office.open(path) as book:
        shown = book.block("Periods", f"A2:{chr(64 + len(fields))}{len(PERIODS_OF_2027) + 1}")
        kpis = book.block("Kpis", f"B2:I{len(KPIS) + 1}")
    for row, period in zip(shown, PERIODS_OF_2027, strict=True):
        found = worked(period)
        for field in EXCEL:
            assert same(row[fields.index(field)], getattr(found, field)), (period.id, field)
    for line, kpi in zip(kpis, KPIS, strict=True):
        wanted = [getattr(worked(period), FIGURE_OF[kpi.id]) for period in PERIODS_OF_2027]
        assert all(same(a, b) for a, b in zip(line, [*wanted, None], strict=True)), kpi.id


def same(shown: Any, figure: Any) -> bool:
    if figure in (None, ""):
        return shown is None
    return bool(shown == figure if isinstance(figure, str) else abs(shown - figure) <= 1e-9)


def write_book(path: Path) -> Path:
    """A workbook with people, moves, settings, periods and measures, on 15 August whatever the day is."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    live = {
        name: "=" + own_row(text, "tblPeriods").replace("TODAY()", "DATE(2027,8,15)") for name, text in EXCEL.items()
    }
    write_table(book, "People", list(facts_of(Employee)), PEOPLE, Employee, {})
    write_table(book, "Moves", list(facts_of(Move)), [*MOVES, Move()], Move, {})
    write_table(book, "Periods", list(facts_of(Period)), PERIODS_OF_2027, Period, live)
    sheet = book.add_worksheet("Settings")
    rows = [[setting.id, setting.default] for setting in SETTINGS]
    heads = [{"header": "Setting"}, {"header": "In use"}]
    sheet.add_table(0, 0, len(rows), 1, {"name": "tblSettings", "columns": heads, "data": rows})
    sheet = book.add_worksheet("Kpis")
    for at, kpi in enumerate(KPIS, 1):
        sheet.write_string(at, 0, kpi.measure)
        for number in range(1, PERIODS + 1):
            sheet.write_formula(at, number, "=" + actual(kpi.id, number), None, 99)
    book.close()
    return path


def write_table(
    book: Any, name: str, fields: list[str], rows: list[Any], record: type[Record], live: dict[str, str]
) -> None:
    sheet = book.add_worksheet(name)
    facts = facts_of(record)
    columns = [{"header": facts[f].title, **({"formula": live[f]} if f in live else {})} for f in fields]
    sheet.add_table(0, 0, len(rows), len(fields) - 1, {"name": f"tbl{name}", "columns": columns})
    for at, row in enumerate(rows, 1):
        for column, field in enumerate(fields):
            value = getattr(row, field)
            if field not in live and value not in (None, ""):
                sheet.write(at, column, value)
