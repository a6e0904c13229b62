"""Coverage counts what the level asks for: in the workbook, in a form and in a pack, for the same answers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any

import openpyxl
import pytest

from tests.support.office import Office
from tests.test_cli import cli
from tests.test_commands import run
from tests.test_twins import differences
from xl_addin.cells.area import letters
from xl_addin.commands.demo import sample
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.exchange import employee_form, pack
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_rows import UNWRITTEN, Terms, rows_to_rate
from xl_addin.exchange.form.past_cycles import past_cycles
from xl_addin.layout.describe import Formula, Line, Slot
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import RatingValue
from xl_addin.package.read.reader import read_workbook_bytes

CYCLE = "2026-H2"
CASES = ("data", "cases", "figures")


@pytest.mark.shared
@pytest.mark.parametrize("file", ["one_rated_row_of_five.xlsx", "one_rating_collected.xlsx"])
def test_one_line_of_five_is_no_score(file: str, shared: Path, tmp_path: Path) -> None:
    book = Path(copy(shared.joinpath(*CASES, file), tmp_path / file))
    (person,) = run("score", book)["people"]
    assert person["coverage"] == pytest.approx(0.2)
    assert (person["applicable"], person["rated"], person["score"]) == (5, 1, None)
    assert person["words"] == "Rate more: 1 of 5 rated"
    shown = cells(book, "Scores", "Employee ID")[person["id"]]
    assert (shown["In words"], shown["Score"]) == ("Rate more: 1 of 5 rated", None)
    assert shown["Coverage"] == pytest.approx(0.2)


@pytest.mark.shared
@pytest.mark.libreoffice
def test_a_workbook_of_an_earlier_version_becomes_live(shared: Path, office: Office, tmp_path: Path) -> None:
    """Score adds the columns that are new; what it stores is what a program works out, and words follow a rating."""
    book = Path(copy(shared.joinpath(*CASES, "one_rated_row_of_five.xlsx"), tmp_path / "a.xlsx"))
    assert cli("score", book).code == 0
    live = ("Assessments!", "Levels!", "Next steps!", "Scores!", "Team!", "Two views!")
    assert [told for told in differences(book, office)[1] if told.startswith(live)] == []
    again = book.read_bytes()
    assert cli("score", book).code == 0
    assert read_workbook_bytes(again) == read_workbook_bytes(book.read_bytes()), "a second time there is nothing to add"
    with office.open(book) as document:
        headers = [str(cell) for cell in document.block("Scores", "A6:T6")[0]]
        words = f"{letters(headers.index('In words') + 1)}7"
        assert document.value("Scores", words) == "Rate more: 1 of 5 rated"
        document.sheet("Assessments").getCellRangeByName("H7").setString("")
        assert document.value("Scores", words) == "Not rated yet"


@pytest.mark.shared
def test_validate_names_what_is_missing(shared: Path, tmp_path: Path) -> None:
    book = Path(copy(shared.joinpath(*CASES, "one_rated_row_of_five.xlsx"), tmp_path / "a.xlsx"))
    (finding,) = [f for f in run("validate", book)["findings"] if f["code"] == "A03"]
    assert "Name M1 has no row for Alpha skill; Beta skill; Gamma skill; Zeta skill" in finding["message"]


def cells(book: Path, tab: str, key: str) -> dict[str, dict[str, Any]]:
    """Stored values of a tab's table, by the value under one of its headers."""
    lines = [list(row) for row in openpyxl.load_workbook(book, data_only=True)[tab].iter_rows(values_only=True)]
    at = next(n for n, row in enumerate(lines) if key in row)
    rows = [dict(zip(lines[at], row, strict=True)) for row in lines[at + 1 :]]
    return {row[key]: row for row in rows if row[key]}


# The same answers in a form, a pack and the workbook

N: RatingValue = "N/A"
WAYS: Mapping[str, tuple[RatingValue, ...]] = {
    "one of them": (4,),
    "all": (3,) * 20,
    "some N/A": (3, N, 4, 2, 3, N, 3, 3, 3, 3, 3, 3),
    "low": (1, 2, 2, 1, 3, 2, 1, 2),
    "none": (),
    "all N/A": (N,) * 20,
}


def answered(data: Dataset, who: str, ways: tuple[RatingValue, ...]) -> Dataset:
    """Rows for exactly the lines of a form that are answered, self and manager alike, as collecting them leaves it."""
    others = tuple(r for r in data.ratings if r.employee != who or r.cycle != CYCLE)
    level = data.person[who].level
    model = data.ratings[0]
    lines = [row for row in rows_to_rate(data, data.person[who]) if row.level == level]
    made = tuple(
        model.model_copy(
            update={
                "cycle": CYCLE,
                "employee": who,
                "competency": line.competency,
                "level": level,
                "self_rating": rating,
                "manager_rating": rating,
            }
        )
        for line, rating in zip(lines, ways, strict=False)
    )
    return replace(data, ratings=(*others, *made))


def shown_in(form: Form, content: Any) -> Any:
    """What a formula of a form shows, in its slot or as it is."""
    value = content.value if isinstance(content, Formula) else content
    return form.values[value.name] if isinstance(value, Slot) else value


def met_in(form: Form, tab: str) -> str:
    """What the ratings of the level held now come to on a form's tab: "Meets 6 of 8.", "" where none is rated."""
    (sheet,) = [sheet for sheet in form.design().workbook.sheets if sheet.name == tab]
    lines = [block for block in sheet.blocks if isinstance(block, Line)]
    cells = [cell for line in lines for cell in line.cells if cell and isinstance(cell.content, Formula)]
    (content, *_) = [c.content for c in cells if isinstance(c.content, Formula) and "So far" in c.content.text]
    return str(shown_in(form, content))


@pytest.mark.parametrize("way", WAYS)
def test_form_pack_and_workbook_say_the_same(way: str) -> None:
    data = answered(sample(), "E013", WAYS[way])
    data = replace(data, settings={**data.settings, "cycle": CYCLE})
    person = data.person["E013"]
    rows = {(row.cycle, row.employee): row for row in person_scores(data)}
    own = rows.get((CYCLE, "E013"))
    terms = Terms(CYCLE)
    of_form = met_in(employee_form.employee_form(data, person, terms), "Rate yourself")
    made_pack = pack.manager_pack(data, data.person[person.manager], terms)
    (overview,) = [row for row in made_pack.design().rows["tblTeam"] if getattr(row["name"], "text", "") == person.name]
    rated, meets = (shown_in(made_pack, overview[field]) for field in ("rated", "meets"))
    if own is None or not own.rated:
        assert (of_form, met_in(made_pack, person.name), meets) == ("", "", "–")
        assert own is None or rated == f"0 of {own.applicable}"
    else:
        count = f"{own.rated - (own.below or 0)} of {own.rated}"
        assert (of_form, met_in(made_pack, person.name)) == (f"So far you meet {count}.", f"So far meets {count}.")
        assert (rated, meets) == (f"{own.rated} of {own.applicable}", count)


def test_past_cycles_in_a_form_are_those_of_the_workbook() -> None:
    data = sample()
    scores = {(row.employee, row.cycle): row for row in person_scores(data)}
    shown = 0
    for person in data.people:
        for past in past_cycles(data, person, CYCLE):
            row = scores[person.id, past.cycle]
            count = f"{row.rated - (row.below or 0)} of {row.rated}" if row.rated else "–"
            assert (past.level, past.manager) == (data.level[row.level].title, count)
            shown += bool(row.rated)
    assert shown > 10


def test_a_competency_without_a_text_is_asked_in_the_form_too() -> None:
    data = sample()
    person = data.person["E013"]
    matrices = tuple(
        replace(
            m,
            cells=tuple(
                c.model_copy(update={"text": ""}) if (c.level, c.competency) == (person.level, "OWN") else c
                for c in m.cells
            ),
        )
        for m in data.matrices
    )
    half = replace(data, matrices=matrices)
    before, after = ([r.competency for r in rows_to_rate(d, person) if r.level == person.level] for d in (data, half))
    assert before == after
    assert [r.expectation for r in rows_to_rate(half, person) if r.level == person.level and r.competency == "OWN"] == [
        UNWRITTEN
    ]
