"""The pictures in README and help, from the sample company: python -m tests.support.pictures writes them anew."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.support.render import render
from xl_addin.books.paint import paint
from xl_addin.commands.demo import sample
from xl_addin.exchange import employee_form, pack
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_rows import Terms
from xl_addin.package.fill.form_template import FormTemplate
from xl_addin.sheets import describe, rows
from xl_addin.sheets.by_names import ask_for_names

PICTURES = Path(__file__).parents[2] / "xl_addin" / "help" / "pictures"
WANTED: Mapping[str, Mapping[str, str]] = {
    "master": {
        "Start": "start.png",
        "Matrix_Engineering": "matrix.png",
        "Answer": "answer.png",
        "Roadmap": "roadmap.png",
        "Team": "team.png",
    },
    "form": {"Rate_yourself": "form.png"},
    "pack": {"My_team": "pack.png"},
}
"""Workbook -> tab as the renderer names its pages -> the picture it becomes; the first page of each is taken."""


def books() -> Mapping[str, bytes]:
    """The sample company's workbook, a form and a pack of it."""
    data = sample()
    terms = Terms(str(data.setting("cycle")), "2026-12-15")
    return {
        "master": paint(describe(master := ask_for_names(data)), rows(master)),
        "form": _made(employee_form.employee_form(data, data.person["E013"], terms)),
        "pack": _made(pack.manager_pack(data, data.person["E003"], terms)),
    }


def _made(form: Form) -> bytes:
    design = form.design()
    return FormTemplate(paint(design.workbook, design.rows)).fill(
        form.seal_values("picture", "2026-H2", "1.0.0", b"picture")
    )


def main() -> None:
    """Paint, render, and keep the pages wanted."""
    PICTURES.mkdir(exist_ok=True)
    for name, data in books().items():
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / f"{name}.xlsx"
            book.write_bytes(data)
            pages = sorted(render(book, Path(folder) / "pages"))
            for tab, picture in WANTED[name].items():
                page = next(page for page in pages if page.stem.partition("-")[2].startswith(tab))
                shutil.copyfile(page, PICTURES / picture)


if __name__ == "__main__":
    main()
