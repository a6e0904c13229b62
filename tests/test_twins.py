"""Every formula in the workbook against its Python twin: LibreOffice recalculates, and each cell must agree to 1e-9.

The painter writes what Python worked out as the cached value of each formula; the office program's profile recalculates
on load, which the canary of the `office` fixture proves. So a cell whose two values differ is a twin that disagrees.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RECALCULATED
from tests.support.clock import TODAY
from tests.support.office import Office
from xl_addin.books.paint import paint
from xl_addin.cells.area import letters
from xl_addin.cells.cell import FormulaCell
from xl_addin.commands.demo import sample
from xl_addin.model.answers import (
    BENEFITS,
    HEALTH,
    ITEMS,
    READINESS,
    STAGES,
    STATUSES,
    Answer,
    BenefitRating,
    HealthRating,
    Response,
    RoadmapAction,
    StageAnswer,
)
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Rating
from xl_addin.model.rollout import MOVE_KINDS, Move, Period
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.roadmap.actions import checklist
from xl_addin.sheets import describe, rows
from xl_addin.sheets.starter_dataset import dataset_of


def blank_or(chance: random.Random, values: list[Any], blanks: float = 0.3) -> Any:
    return None if chance.random() < blanks else chance.choice(values)


def random_company(seed: int) -> Dataset:
    """The sample company with random answers, ratings, responses, dates and settings."""
    chance = random.Random(seed)
    data = sample()
    ratings = [_rated(chance, rating) for rating in data.ratings if chance.random() < 0.9]
    # rows that repeat an earlier one, and ratings of what no level of the track asks for
    ratings += [_rated(chance, rating) for rating in chance.sample(ratings, 20)]
    ratings += [r.model_copy(update={"competency": "HIR"}) for r in chance.sample(ratings, 5)]
    people = range(chance.choice([0, 1, 4, 5, 9, 31]))
    points = [1, 2, 3, 4, 5]
    responses = tuple(
        Response(f"R{n}", chance.choice(["A", "B", "C"]), {k: r for k in ITEMS if (r := blank_or(chance, points, 0.2))})
        for n in people
    )
    return replace(
        data,
        ratings=tuple(ratings),
        responses=tuple(r for r in responses if r.answers),
        readiness=tuple(Answer(id=i.key, answer=blank_or(chance, ["Yes", "No"])) for i in READINESS),
        health=tuple(HealthRating(id=i.key, rating=blank_or(chance, points)) for i in HEALTH),
        benefits=tuple(BenefitRating(id=i.key, rating=blank_or(chance, points)) for i in BENEFITS),
        stage=(StageAnswer(id="Q8", stage=chance.choice(["", *STAGES])),),
        roadmap=tuple(_planned(chance, action) for action in checklist()),
        moves=tuple(_moved(chance) for _ in range(chance.choice([0, 3, 25]))),
        periods=tuple(_period(chance, n) for n in range(chance.choice([0, 2, 8]))),
        settings={**data.settings, "D09.coverage": chance.choice([0.5, 0.7, 1]), "D06.least": chance.choice([3, 5])},
        chosen_employee=chance.choice(["", "E999", "E004", "E013", "E023"]),
        today=TODAY,
    )


def _rated(chance: random.Random, rating: Rating) -> Rating:
    ways = [1, 2, 3, 4, 5, "N/A", None]
    weights = [1, 2, 4, 3, 2, 1, 2]
    self_rating, manager_rating = chance.choices(ways, weights, k=2)
    return rating.model_copy(update={"self_rating": self_rating, "manager_rating": manager_rating})


def _planned(chance: random.Random, action: RoadmapAction) -> RoadmapAction:
    start = blank_or(chance, [TODAY + dt.timedelta(days=n) for n in range(-60, 60, 7)])
    finish = start + dt.timedelta(days=chance.randint(-3, 30)) if start and chance.random() < 0.9 else None
    owner = blank_or(chance, ["Ana", "Ben", "Chloé"])
    return action.model_copy(
        update={"start": start, "finish": finish, "owner": owner or "", "status": chance.choice(STATUSES)}
    )


def _moved(chance: random.Random) -> Move:
    day = TODAY - dt.timedelta(days=chance.randint(0, 800))
    return Move(date=day, employee=f"E{chance.randint(1, 40):03}", kind=chance.choice(MOVE_KINDS))


def _period(chance: random.Random, number: int) -> Period:
    first = TODAY - dt.timedelta(days=90 * (8 - number))
    counts = {name: blank_or(chance, [0, 3, 12]) for name in ("plans", "asked", "opened")}
    return Period(id=f"P{number}", first=first, last=first + dt.timedelta(days=89), **counts)


def cached(path: Path) -> Iterator[tuple[str, int, int, Any]]:
    """Sheet, row, column and cached value of every formula cell."""
    for name, sheet in read_workbook_bytes(path.read_bytes()).sheets.items():
        for (row, column), cell in sorted(sheet.cells.items()):
            if isinstance(cell, FormulaCell):
                yield name, row, column, cell.value


def differences(path: Path, office: Office) -> tuple[int, list[str]]:
    """How many formula cells were compared, and those that disagree."""
    wrong, count = [], 0
    document = office.open(path)
    blocks: dict[str, list[list[Any]]] = {}
    for sheet, row, column, python in cached(path):
        if sheet not in blocks:
            blocks[sheet] = document.block(sheet, f"A1:{letters(90)}1400")
        excel = blocks[sheet][row - 1][column - 1]
        count += 1
        if not same(python, excel):
            wrong.append(f"{sheet}!{letters(column)}{row}: Python {python!r}, recalculated {excel!r}")
    document.close()
    return count, wrong


def same(python: Any, excel: Any) -> bool:
    if python in (None, "") or excel in (None, ""):
        return python in (None, "") and excel in (None, "")
    if isinstance(python, int | float) and isinstance(excel, int | float):
        return abs(python - excel) <= 1e-9
    return bool(python == excel)


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", range(6))
def test_every_formula_agrees_with_its_twin(
    seed: int, office: Office, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    data = random_company(seed)
    path = tmp_path / "random.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    count, wrong = differences(path, office)
    assert not wrong[:20]
    assert count > 3000
    record_property(RECALCULATED, count)


@pytest.mark.libreoffice
def test_every_formula_of_the_empty_template_agrees(office: Office, tmp_path: Path) -> None:
    data = replace(dataset_of([]), today=TODAY)
    path = tmp_path / "empty.xlsx"
    path.write_bytes(paint(describe(data), rows(data)))
    count, wrong = differences(path, office)
    assert not wrong[:20]
    assert count > 200
