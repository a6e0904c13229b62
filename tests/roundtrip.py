"""Out and back: python -m tests.roundtrip 1250

Forms for as many people, filled in by different programs with random ratings and the nastiest texts we know, collected,
and compared with what was typed. Prints how many ratings and texts made the trip, and how many came back otherwise.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from lxml import etree  # type: ignore[import-untyped]

from tests.support.campaign import CYCLE, Campaign, company, fill, run
from xl_addin.books.folder_storage import FolderStorage
from xl_addin.cells.area import letters
from xl_addin.exchange.form.identity import HIDDEN_TAB, PROPERTY
from xl_addin.exchange.journal import journal_path, open_journal
from xl_addin.model.dataset import Dataset
from xl_addin.package.xml.cell_text import escape_text
from xl_addin.sheets import describe, rows

Said = dict[tuple[str, str], Any]
Filler = Callable[[Path, Path, Said], object]

NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x","y")', "'quoted", "#N/A",
    "TRUE", "1e999", "nan", "{=A1}", "<b>&amp;</b>", "]]>", "_x0041_", "_x000D_", "%s%n", "\u202eevil", "e\u0301",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "ﷺ", "'; DROP TABLE answers; --", "one\ntwo", "0", "007",
    "2026-01-04",
    "Ω≈ç√∫", " padded ", "a" * 3_999, "\u00a0x\u00a0", "x\ty", "Zażółć gęślą jaźń", "ไทย", "日本語", "عربى",
]  # fmt: skip


@dataclass
class Trip:
    """What one round trip came to."""

    forms: int
    ratings: int
    texts: int
    wrong: list[str]
    seconds: Mapping[str, float]

    def told(self) -> str:
        took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())
        return f"{self.forms} forms, {self.ratings} ratings, {self.texts} texts, {len(self.wrong)} otherwise ({took})"


def crowd(people: int) -> Dataset:
    """The sample company with as many people, each at a level somebody has."""
    data = company(30)
    kept = [person for person in data.people if person.level in data.level]
    made = [
        replace_person(kept[n % len(kept)], f"P{n:05}", f"Person {n}") if n >= len(kept) else kept[n]
        for n in range(people)
    ]
    return replace(data, people=tuple(made), ratings=())


def replace_person(person: Any, own: str, name: str) -> Any:
    return person.model_copy(update={"id": own, "name": name})


def trip(people: int, folder: Path, fillers: Mapping[str, tuple[Filler, int]], seed: int = 0) -> Trip:
    """Export, fill in, collect, compare.

    Args:
        people: how many.
        folder: where all this happens.
        fillers: name -> who fills in, and one of how many forms it gets; raw XML fills in the others.
        seed: of the dice.
    """
    dice = random.Random(seed)
    data = crowd(people)
    sent = Campaign(folder / "tracks.xlsx", folder / "sent", folder / "back")
    sent.back.mkdir()
    FolderStorage().create(sent.master, describe(data), rows(data))
    took: dict[str, float] = {}
    with _timed("export", took):
        run("export", sent.master, to=sent.sent)
    with _timed("fill", took):
        typed = dict(_fill_all(sent, fillers, dice))
    with _timed("collect", took):
        done = sent.collect()
    wrong = [str(line) for line in done.lines if line[2] in ("refused", "conflict", "cell refused")]
    wrong += _compared(sent, typed)
    said = [value for answers in typed.values() for value in answers.items()]
    ratings = sum(name == "self_rating" for (_, name), _ in said)
    return Trip(len(typed), ratings, len(said) - ratings, wrong, took)


class _timed:  # noqa: N801 - reads as a word
    def __init__(self, name: str, took: dict[str, float]) -> None:
        self.name, self.took = name, took

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.took[self.name] = time.monotonic() - self.began


def _fill_all(
    sent: Campaign, fillers: Mapping[str, tuple[Filler, int]], dice: random.Random
) -> Iterator[tuple[str, Said]]:
    with open_journal(journal_path(sent.master), make=False) as journal:
        forms = [(form, sorted(journal.sent_keys(form.shape))) for form in journal.forms(CYCLE)]
    for number, (form, keys) in enumerate(forms):
        said: Said = {}
        for key in (key for key in keys if key.startswith("r|")):
            said[key, "self_rating"] = dice.choice([1, 2, 3, 4, 5, 5, "N/A"])
            if dice.random() < 0.3:
                said[key, "evidence"] = dice.choice(NASTY)
        filler: Filler = fill_raw
        for other, one_of in fillers.values():
            if number % one_of == 0:
                filler = other
        filler(sent.sent / form.file, sent.back / form.file, said)
        yield form.person, said


def _compared(sent: Campaign, typed: Mapping[str, Said]) -> list[str]:
    """What the workbook says otherwise than people typed; what it says of rows nobody typed in."""
    wanted: dict[tuple[str, str, str], tuple[Any, str]] = {}
    for answers in typed.values():
        for key in {key for key, _ in answers}:
            _, employee, competency, level = key.split("|")
            text = unicodedata.normalize("NFC", str(answers.get((key, "evidence"), ""))).strip()
            wanted[employee, competency, level] = answers.get((key, "self_rating")), text
    found = {key: (own, words) for key, (own, _, words) in sent.said.items()}
    return [
        f"{key}: {found.get(key)!r:.60}" for key in wanted.keys() | found.keys() if found.get(key) != wanted.get(key)
    ]


# --- programs that fill in


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def fill_raw(form: Path, to: Path, said: Said) -> None:
    """The form's own XML with cells typed in, as a program would that writes XML by hand; everything else untouched."""
    with zipfile.ZipFile(form) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts = [
        "".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in etree.fromstring(parts["xl/sharedStrings.xml"])
    ]
    left = dict(said)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        root = etree.fromstring(parts[name])
        if _type_in(root, texts, left):
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    assert not left
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def _type_in(root: Any, texts: list[str], left: Said) -> bool:
    columns: dict[str, str] = {}
    typed = False
    for row in root.iter(f"{MAIN}row"):
        cells = {c.get("r").rstrip("0123456789"): c for c in row}
        shown = {column: _text(c, texts) for column, c in cells.items()}
        heads = {text[2:]: column for column, text in shown.items() if text.startswith("c|")}
        columns = heads or columns
        for key in [text for text in shown.values() if text[1:2] == "|"]:
            for field in [field for own, field in left if own == key]:
                _put(cells[columns[field]], left.pop((key, field)))
                typed = True
    return typed


def _text(cell: Any, texts: list[str]) -> str:
    if cell.get("t") == "s":
        return texts[int(cell.findtext(f"{MAIN}v"))]
    return "".join(t.text or "" for t in cell.iter(f"{MAIN}t")) if cell.get("t") == "inlineStr" else ""


def _put(cell: Any, value: Any) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = escape_text(value)
    else:
        etree.SubElement(cell, f"{MAIN}v").text = str(value)


def fill_with_openpyxl(form: Path, to: Path, said: Said) -> None:
    """openpyxl writes no `_xHHHH_` escapes: a person who types "_x0041_" there has typed "A"."""
    fill(form, to, {at: value.replace("_x", "x_") if isinstance(value, str) else value for at, value in said.items()})
    said.update({at: value.replace("_x", "x_") for at, value in said.items() if isinstance(value, str)})


def fill_a_copy(form: Path, to: Path, said: Said) -> None:
    """The cells of a form copied into a new workbook by XlsxWriter, tables and formats lost, then filled in."""
    source = openpyxl.load_workbook(form)
    book = xlsxwriter.Workbook(to, {"strings_to_formulas": False, "strings_to_urls": False})
    line = source[HIDDEN_TAB]["B2"].value
    book.set_custom_property(PROPERTY, line)
    left = dict(said)
    for tab in source:
        sheet = book.add_worksheet(tab.title)
        columns: dict[str, int] = {}
        for row in tab.iter_rows():
            texts = [(str(c.value), c.column) for c in row if isinstance(c.value, str) and c.value[1:2] == "|"]
            columns = {text[2:]: column for text, column in texts if text.startswith("c|")} or columns
            typed = {columns[f]: left.pop((k, f)) for k, f in list(left) if k in [text for text, _ in texts]}
            for cell in row:
                value = typed.get(cell.column, cell.value if cell.data_type in "sn" else None)
                if isinstance(value, str):
                    sheet.write_string(cell.row - 1, cell.column - 1, value)
                elif value is not None:
                    sheet.write(cell.row - 1, cell.column - 1, value)
    book.close()
    assert not left


def filler_with(office: Any) -> Filler:
    """LibreOffice as the program a person fills in with."""

    def fill_with_office(form: Path, to: Path, said: Said) -> None:
        with tempfile.TemporaryDirectory() as own, office.open(Path(shutil.copy(form, own))) as document:
            left = dict(said)
            for name in document.sheet_names():
                columns: dict[str, int] = {}
                for number, row in enumerate(document.block(name, "A1:Z80"), 1):
                    texts = [(t, c) for c, t in enumerate(row, 1) if isinstance(t, str) and t[1:2] == "|"]
                    columns = {text[2:]: column for text, column in texts if text.startswith("c|")} or columns
                    for key, field in [at for at in left if at[0] in [text for text, _ in texts]]:
                        document.set_value(name, f"{letters(columns[field])}{number}", left.pop((key, field)))
            assert not left
            document.store(to)

    return fill_with_office


def main() -> int:
    """`python -m tests.roundtrip PEOPLE`."""
    with tempfile.TemporaryDirectory() as folder:
        found = trip(
            int(sys.argv[1]), Path(folder), {"openpyxl": (fill_with_openpyxl, 29), "XlsxWriter": (fill_a_copy, 31)}
        )
    print(found.told())
    print("\n".join(found.wrong[:20]))
    return bool(found.wrong)


if __name__ == "__main__":
    raise SystemExit(main())
