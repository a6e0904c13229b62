"""Rows and texts taken without a parser: the same cells, the same refusals, as when the parser sees everything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_package_reader import sheet
from xl_addin.cells.cell import formula_of
from xl_addin.cells.contents import Contents
from xl_addin.model.errors import Refused
from xl_addin.package.read.reader import read_workbook_bytes
from xl_addin.package.safe.file_limits import FORM, FileLimits
from xl_addin.package.safe.xml_scan import feed as parse

_CELLS = (
    '<c r="{at}"><v>4</v></c>',
    '<c r="{at}" s="3"/>',
    '<c r="{at}" s="3" t="s"><v>1</v></c>',
    '<c r="{at}" t="s"><v>9</v></c>',
    '<c r="{at}" t="s"><v> </v></c>',
    '<c r="{at}"><v>1e999</v></c>',
    '<c r="{at}"><v>a &amp;amp; b</v></c>',
    '<c r="{at}"><v> </v></c>',
    '<c r="{at}" t="b"><v>1</v></c>',
    '<c r="{at}" t="e"><v>#N/A</v></c>',
    '<c r="{at}" t="d"><v>2026-01-02</v></c>',
    '<c r="{at}" t="str"><f>B1&amp;"&lt;x&gt;"</f><v>x&apos;&quot;</v></c>',
    '<c r="{at}" t="str"><f aca="false">B1</f><v></v></c>',
    '<c r="{at}"><f>B1</f></c>',
    '<c r="{at}"><f></f><v>2</v></c>',
    '<c r="{at}" t="inlineStr"><f>B1</f><is><t>x</t></is></c>',
    '<c r="{at}"><f t="shared" ref="A1:C9" si="0">A1*$C$1+LOG10(A1)</f><v>1</v></c>',
    '<c r="{at}"><f t="shared" si="0"/><v>2</v></c>',
    '<c r="{at}"><f si="0" si="1">A1</f><v>2</v></c>',
    '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> in_x0041_ &lt;</t></is></c>',
    '<c r="{at}" t="inlineStr"><is><t/></is></c>',
    '<c r="{at}" t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r></is></c>',
    '<c r="{at}"><is><t>no</t></is></c>',
    '<c r="{at}" t="str"><v>é漢😀\n\t</v></c>',
    '<c r="{at}" t="str"><v>a\r\nb ]]> &#65; c</v></c>',
    '<c r="{at}" t="str"><v>\ufffe</v></c>',
    '<c r="{at}" t="str"><v><![CDATA[<row r="1">]]></v></c>',
    '<c t="n" r="{at}"><v>7</v></c>',
    '<c r="{at}" r="{at}"><v>7</v></c>',
    "<c><v>8</v></c>",
    '<c r="B77"><v>9</v></c>',
    '<c r="ZZZ1"><v>9</v></c>',
    '<x:c xmlns:x="urn:x" r="{at}"><x:v>5</x:v></x:c>',
    "<!-- </row><row r='9'> -->",
    "text",
)
_ROWS = (
    '<row r="{n}">{cells}</row>',
    '<row r="{n}" spans="1:3" ht="20.5" customHeight="1">{cells}</row>',
    '<row r="{n}" hidden="1">{cells}</row>',
    '<row r="{n}" hidden="true"/>',
    '<row r="{n}" ht="1"/><row r="{n}">{cells}</row>',
    '<row r="{n}" x14ac:dyDescent="0.3">{cells}</row>',
    '<row r="{n}" ht="1" ht="2">{cells}</row>',
    '<row spans="1:2" r="{n}">{cells}</row>',
    "<row>{cells}</row>",
    '<row r="1048577">{cells}</row>',
    '<row r="{n}"/></row>',
    '<row r="{n}">{cells}</row>\n  ',
    "</row>",
    "<!-- {cells} -->",
)
_TEXTS = (
    "<si><t>zero</t></si>",
    '<si><t xml:space="preserve"> o &amp;amp; n _x0041_</t></si>',
    "<si><t/></si>",
    "<si><t></t></si>",
    "<si><r><t>two </t></r><r><t>runs</t></r></si>",
    "<si><t>漢字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh></si>",
    "<si><t>a\r\nb</t></si>",
    "<si><t>&#x41;]]&gt;</t></si>",
    "<si><t>]]></t></si>",
    "<!-- <si><t>no</t></si> -->",
    "<si/>",
)
_LIMITS = FileLimits(**{name: getattr(FORM, name) for name in FORM.__slots__} | {"texts": 60, "cells": 14, "area": 40})


def _read(data: bytes, limits: FileLimits) -> Contents | type[Refused]:
    try:
        return read_workbook_bytes(data, limits=limits)
    except Refused:
        return Refused


@st.composite
def _sheets(draw: st.DrawFn) -> tuple[str, str]:
    rows = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        plain_only = draw(st.booleans())
        chosen = draw(st.lists(st.sampled_from(_CELLS[:20] if plain_only else _CELLS), max_size=3))
        cells = "".join(cell.replace("{at}", f"{'ABC'[col]}{number}") for col, cell in enumerate(chosen))
        row = draw(st.sampled_from(_ROWS[:3] if plain_only else _ROWS))
        rows.append(row.replace("{n}", str(number)).replace("{cells}", cells))
    text = "".join(rows)
    if text and draw(st.integers(0, 3)) == 0:  # one character wrong
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from('<>&"/ x0\x01')) + text[at + 1 :]
    return text, "".join(draw(st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=6)))


@settings(max_examples=600, deadline=None)
@given(_sheets(), st.sampled_from([FORM, _LIMITS]))
def test_the_parser_would_say_the_same(made: tuple[str, str], limits: FileLimits) -> None:
    rows, strings = made
    by_parser = sheet(f"<!-- -->{rows}", strings=f"<!-- -->{strings}")
    assert _read(sheet(rows, strings=strings), limits) == _read(by_parser, limits)


def test_most_rows_never_meet_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def feed(made: object, chunks: object, where: str, part: str) -> None:
        def noted() -> object:
            for piece in chunks:  # type: ignore[attr-defined]
                seen.append(piece)
                yield piece

        parse(made, noted(), where, part)  # type: ignore[arg-type]

    monkeypatch.setattr("xl_addin.package.read.plain_rows.feed", feed)
    many = "".join(f'<row r="{n}" spans="1:1"><c r="A{n}" s="1"><v>{n}</v></c></row>' for n in range(1, 20_001))
    odd = '<row r="20001"><!-- --><c r="A20001"><v>1</v></c></row>'
    cells = read_workbook_bytes(sheet(many + odd)).sheets["S"].cells
    assert list(cells.values()) == [*range(1, 20_001), 1]
    assert sum(map(len, seen)) < 300_000 < len(many)


def test_equal_numbers_and_formulas_are_one_object() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>4</v></c><c r="B{n}"><f>A$1+1</f><v>5</v></c></row>' for n in (1, 2))
    cells = read_workbook_bytes(sheet(rows)).sheets["S"].cells
    assert cells[1, 1] is cells[2, 1]
    assert formula_of(cells[1, 2]) is formula_of(cells[2, 2])
