"""A framework whose tracks, levels and competencies have IDs with blanks, slashes, brackets, quotes and zeros in front.

It must read, build, score and go out like the same framework with plain IDs, and LibreOffice work out the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support.campaign import TODAY, run
from tests.support.clock import TODAY as NOW
from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.test_exchange_forms import TERMS, written
from tests.test_twins import differences
from xl_addin.books.closed_file import ClosedBook
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.evaluate.person_figures import person_scores
from xl_addin.exchange import employee_form, pack
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.facts import Record
from xl_addin.sheets import describe, people, rows
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.reading import read_dataset

ODD = {
    "ENG": "E/N G.", "EM": "00123", "SE1": "SE 1", "SE2": 'SE "2"', "SE3": "SE(3) & <x>", "CSM1": "0.5",
    "OWN": "OWN.[a]", "COM": "{com}|%", "E003": "E/3",
}  # fmt: skip
LINKS = {"id", "track", "level", "competency", "tracks", "next", "lateral", "origin", "target", "employee", "manager"}
R = TypeVar("R", bound=Record)


def renamed(records: Iterable[R]) -> tuple[R, ...]:
    """The records with odd IDs wherever one stands."""
    found = []
    for record in records:
        changes: dict[str, object] = {}
        for field in LINKS & set(type(record).model_fields):
            value = getattr(record, field)
            changes[field] = (
                tuple(ODD.get(own, own) for own in value) if isinstance(value, tuple) else ODD.get(value, value)
            )
        found.append(record.model_copy(update=changes))
    return tuple(found)


def odd(data: Dataset) -> Dataset:
    lists = ("tracks", "levels", "competencies", "weights", "people", "ratings", "plans", "moves", "reflections")
    changed: dict[str, Any] = {name: renamed(getattr(data, name)) for name in lists}
    own = replace(data, **changed)
    return replace(own, matrices=tuple(_matrix(matrix) for matrix in data.matrices))


def _matrix(old: Matrix) -> Matrix:
    track, levels = ODD.get(old.track, old.track), tuple(ODD.get(level, level) for level in old.levels)
    return Matrix(track, table_name(track), renamed(old.rows), levels, renamed(old.cells))


PLAIN = replace(sample(), today=NOW)
DATA = odd(PLAIN)


def test_they_are_read_as_they_were_written_and_nothing_is_left_to_build(tmp_path: Path) -> None:
    path = tmp_path / "tracks.xlsx"
    FolderStorage().create(path, describe(DATA), rows(DATA))
    assert not lint(path.read_bytes())
    data = read_dataset(ClosedBook(path).read_snapshot(), TODAY).data
    for name in ("tracks", "levels", "competencies", "people"):
        assert [own.id for own in getattr(data, name)] == [own.id for own in getattr(DATA, name)]
    assert [(m.track, m.levels) for m in data.matrices] == [(m.track, m.levels) for m in DATA.matrices]
    assert data.cell_counts() == PLAIN.cell_counts()
    assert run("build", path).data["changes"] == 0
    assert [line for line in run("validate", path).lines if line[0] == "error"] == []
    scores = [(row.score, row.coverage, row.words) for row in person_scores(data)]
    assert scores == [(row.score, row.coverage, row.words) for row in person_scores(PLAIN)]


@pytest.mark.libreoffice
def test_libreoffice_works_out_the_same_figures(office: Office, tmp_path: Path) -> None:
    book = tmp_path / "tracks.xlsx"
    book.write_bytes(paint(describe(DATA), rows(DATA)))
    level = {ODD.get(own, own) for own in ("SE1", "SE2")}
    forms = [
        employee_form.employee_form(DATA, own, TERMS)
        for own in DATA.people
        if own.level in level and own.active == "Yes"
    ][:2]
    paths = [book]
    for form in (*forms, pack.manager_pack(DATA, DATA.person[ODD["E003"]], TERMS)):
        paths.append(tmp_path / f"{len(paths)}.xlsx")
        paths[-1].write_bytes(written(form))
    for path in paths:
        count, wrong = differences(path, office)
        assert not wrong[:20]
        assert count > 20


@pytest.mark.libreoffice
def test_a_status_nobody_can_read_counts_nowhere_in_the_workbook_either(office: Office, tmp_path: Path) -> None:
    said = ["Yes", "no", " yes ", "", "Terminated", "Nein", "Inactive"]
    staff = [own.model_copy(update={"active": said[n % len(said)]}) for n, own in enumerate(PLAIN.people)]
    fits = {"no": "No", " yes ": "Yes", "": "Yes", "Terminated": "", "Nein": "", "Inactive": ""}
    data = replace(
        PLAIN, people=tuple(own.model_copy(update={"active": fits.get(own.active, own.active)}) for own in staff)
    )
    shown = dict(rows(data))
    shown[people.TABLE.name] = [
        {**row, "active": own.active} for row, own in zip(shown["tblPeople"], staff, strict=True)
    ]
    path = tmp_path / "tracks.xlsx"
    path.write_bytes(paint(describe(data), shown))
    assert [own.active for own in read_dataset(ClosedBook(path).read_snapshot(), TODAY).data.people] == [
        own.active for own in data.people
    ]
    _, wrong = differences(path, office)
    # the prints were painted from what the words come to, not from the words
    assert not [line for line in wrong if not line.startswith("Up to date!")]
