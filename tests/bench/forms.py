"""Writing forms: ours, a workbook library filling a template, a painter making each anew, and what the disk allows."""

import io
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tests.bench.frameworks import big_company
from tests.bench.timing import Line, measured, medians
from xl_addin.books.paint import paint
from xl_addin.exchange.employee_form import employee_form
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_keys import parse_key
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.package.fill.form_template import FormTemplate
from xl_addin.package.safe import save
from xl_addin.sheets import describe, rows

_TERMS = Terms("2027-H1", "2027-02-15")
_MANY = 200
_FEW = 10
_COMPANY = 5000


def writing() -> Iterator[Line]:
    """One form with everything on it, against people's usual way, the fastest painter we know, and the limit."""
    data = big_company(_MANY, tracks=1, levels=2)
    people = [person for person in data.people if person.level.endswith("L0")]
    first = employee_form(data, people[0], _TERMS)
    design = first.design()
    painted = paint(design.workbook, design.rows)
    mould = FormTemplate(painted)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)

        def sealed(form: Form) -> dict[str, str | int | float | None]:
            return form.seal_values("campaign", "2027-H1", "1.0.0", b"key")

        def fresh() -> Path:  # an export fills an empty folder; replacing files is another matter
            return Path(tempfile.mkdtemp(dir=folder))

        def ours() -> None:
            to = fresh()
            for person in people:
                save.write_file(to / f"{person.id}.xlsx", mould.fill(sealed(employee_form(data, person, _TERMS))))

        template = out / "template.xlsx"
        template.write_bytes(mould.fill(sealed(first)))

        def filled() -> None:
            to = fresh()
            for person in people[:_FEW]:
                _fill(template, sealed(employee_form(data, person, _TERMS)), to / f"{person.id}.xlsx")

        def painter() -> None:
            to = fresh()
            for person in people[:_FEW]:
                (to / f"{person.id}.xlsx").write_bytes(paint(design.workbook, design.rows))

        parts = [part.fill_slots(sealed(first)) for part in mould._parts]
        whole = template.read_bytes()

        def limit() -> None:
            to = fresh()
            for person in people:
                for part in parts:
                    zlib.compress(part, 1)
                (to / f"{person.id}.xlsx").write_bytes(whole)

        taken = medians({"ours": ours, "openpyxl": filled, "XlsxWriter": painter, "limit": limit})
    each = taken["ours"] / len(people)
    yield Line("write one form", each, "openpyxl: load, fill, save", taken["openpyxl"] / _FEW, "at most 0.017 (60 x)")
    yield Line("write one form", each, "XlsxWriter: the same form", taken["XlsxWriter"] / _FEW, "below 1")
    yield Line("write one form", each, "deflate what differs + write", taken["limit"] / len(people), "at most 3")


def _fill(template: Path, values: dict[str, str | int | float | None], to: Path) -> None:
    """The usual way: a template opened, what differs typed in, saved under another name."""
    book = openpyxl.load_workbook(template)
    sheet = book["Rate yourself"]
    sheet["B6"] = values["person"]
    for row in sheet.iter_rows(min_row=9):
        key = next((key for cell in row[4:] if (key := parse_key(cell.value))), None)
        if key is not None:
            own = "|".join(key.parts[1:])
            row[2].value, row[3].value = values[f"{own}|self_rating"], values[f"{own}|evidence"]
    book.save(to)


def exporting() -> Iterator[Line]:
    """A company of 5,000 exported in one run, in a process of its own: the whole command, master read and all."""
    with tempfile.TemporaryDirectory() as folder:
        master, out = Path(folder) / "tracks.xlsx", Path(folder) / "out"
        data = big_company(_COMPANY)
        master.write_bytes(paint(describe(data), rows(data)))
        took, peak = measured("export", str(master), "--to", str(out))
        count = len(list(out.glob("*.xlsx")))
        blob = io.BytesIO(next(out.glob("*.xlsx")).read_bytes()).getvalue()
        began = time.perf_counter()
        for number in range(count):
            (out / f"limit{number}").write_bytes(blob)
        limit = time.perf_counter() - began
        few = sorted(out.glob("*.xlsx"))[:_FEW]
        usual = medians({"openpyxl": lambda: _saved_again(few)})["openpyxl"] / _FEW * count
    told = f"export {count:,} forms ({count / took:,.0f} a second, peak {peak:,.0f} MB)"
    yield Line(told, took, "openpyxl: load, save as many", usual, "")
    yield Line(told, took, "writing as many files", limit, "")


def _saved_again(forms: list[Path]) -> None:
    for form in forms:
        openpyxl.load_workbook(form).save(io.BytesIO())
