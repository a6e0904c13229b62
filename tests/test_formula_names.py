"""A header, table, setting, field or cell renamed in one place only: the tabs do not load, and say in a line why."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from xl_addin.layout import declare
from xl_addin.layout.describe import Block, Cell, Chart, Column, Formula, Line, Sheet, Table, Tint
from xl_addin.layout.formula_check import check_formulas
from xl_addin.layout.name_check import check_names
from xl_addin.layout.table_parts import Timeline
from xl_addin.model.facts import Anything, Fact, Ref
from xl_addin.model.records import Weight
from xl_addin.sheets import static_tables
from xl_addin.sheets.settings import all_settings


def described(formula: str, **changes: object) -> Sheet:
    """A tab with the table tblA of the columns Name, No # and Sum, which holds the formula."""
    titles = {"name": "Name", "number": "No #", "sum": "Sum"}
    columns = tuple(
        Column(field, Fact(title, "", Anything()), 9, formula=formula if field == "sum" else "")
        for field, title in titles.items()
    )
    table = Table("tblA", columns, ("name",))
    return replace(Sheet("Own", "", "", "results", (table,)), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "formula",
    [
        "[@Name]&tblA[Name]",
        "ROW()-ROW(tblA[[#Headers],[Name]])",
        "tblA[[#This Row],[Sum]]",
        "[@No '#]",
        "SUM(tblA[[#All]])+ROWS(tblA[#Data])+COUNTA(tblA[])",
        '"a tblB[Gone] in words, and [@Gone] too"',
        '""""&"tblB[Gone]"',
        'MATCH("Q1",tblA[Name],0)',
    ],
)
def test_what_is_there_may_be_named(formula: str) -> None:
    check_formulas([described(formula)], {"a name": "tblA[Name]"}, {"tblA[Name]": {"Q1"}})


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("[@Gone]", 'Own: the formula of "Sum" names tblA[Gone], and tblA has no column "Gone"'),
        ("SUM(tblA[Gone])", 'Own: the formula of "Sum" names tblA[Gone], and tblA has no column "Gone"'),
        ("tblA[[#Headers],[Gone]]", 'Own: the formula of "Sum" names tblA[Gone], and tblA has no column "Gone"'),
        ("tblA[[Name]:[Gone]]", 'Own: the formula of "Sum" names tblA[Gone], and tblA has no column "Gone"'),
        ("SUM(tblB[Name])", 'Own: the formula of "Sum" names the table tblB, and there is none'),
        (
            'MATCH("Q2",tblA[Name],0)',
            'Own: the formula of "Sum" looks up "Q2" in tblA[Name], and it does not stand there',
        ),
    ],
)
def test_what_is_not_there_is_told_in_a_line(formula: str, told: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(told)}$"):
        check_formulas([described(formula)], {}, {"tblA[Name]": {"Q1"}})


def test_formulas_outside_tables_are_looked_at_too() -> None:
    def stop(sheet: Sheet, told: str, **others: str) -> None:
        with pytest.raises(TypeError, match=f"^{re.escape(told)}"):
            check_formulas([sheet], others, {})

    line = Line((Cell(Formula("SUM(tblA[Gone])")),))
    named = Line((Cell(Formula("{gone}"), name="there"), Cell("", tints=(("{own}={there}", "done"),))))
    tint = Tint("{gone}=1", "low", ("name",))
    table = described("").tables[0]
    stop(described("", blocks=(table, line)), "Own: the formula of the cell =SUM(tblA[Gone]) names tblA[Gone]")
    stop(described("", blocks=(table, named)), "Own: the formula of a cell names the cell {gone}")
    stop(
        described("", state=Cell(Formula("tblB[A]", 1))),
        'Own: the formula of the cell that shows "1" names the table tblB',
    )
    stop(described("", not_needed="tblA[Gone]=1"), "Own: the formula for when it is not needed names tblA[Gone]")
    stop(described("", tints={"tblA": (tint,)}), "Own: a colour of tblA names the field gone")
    stop(described("", tints={"tblA": (replace(tint, formula="", fields=("gone",)),)}), "Own: a colour of tblA names")
    stop(described("", tints={"tblB": (tint,)}), "Own: colours are given for tblB")
    stop(described(""), "a name names the table tblB", **{"a name": "COUNTA(tblB[A])"})
    stop(described(""), "a name names [@Name] outside a table", **{"a name": "[@Name]"})
    of_others = replace(table, columns=(replace(table.columns[0], fact=Fact("Who", "", Ref("tblB"))),))
    stop(described("", blocks=(of_others,)), 'Own: "Who" takes an ID of the table tblB')
    stop(described("", blocks=(replace(table, name="a"),)), "Own: a table is called a")


@pytest.mark.parametrize(
    ("formula", "line"),
    [("=[@Name]", 'begins with "=", which is put before it'), ('IF([@Name]="(",1', 'has not as many "(" as ")"')],
)
def test_what_is_no_formula_is_told_in_a_line(formula: str, line: str) -> None:
    with pytest.raises(TypeError, match=f'^Own: the formula of "Sum" {re.escape(line)}$'):
        check_formulas([described(formula)], {}, {})
    check_formulas([described('IF([@Name]="=((",1,2)')], {}, {})


def table_of(*titles: str, **changes: object) -> Table:
    columns = tuple(Column(f"f{n}", Fact(title, "", Anything()), 9) for n, title in enumerate(titles))
    return replace(Table("tblA", columns, ("f0",)), **changes)  # type: ignore[arg-type]


def tab(name: str, *blocks: Block) -> Sheet:
    return Sheet(name, "", "", "results", blocks)


CHART = Chart("bar", "Why?", "tblA", "f0", ("f1",), "", "")


@pytest.mark.parametrize(
    ("sheets", "line"),
    [
        ([tab("One"), tab("oNE")], "oNE: two tabs are called so"),
        ([tab("One", table_of("A")), tab("Two", table_of("A", name="TBLa"))],
         "Two: a table is called TBLa, as one of the tab One is"),
        ([tab("One", table_of("A"), table_of("A"))], "One: two of its tables have one name"),
        ([tab("One", table_of("A", "B", "a"))], 'One: tblA has two columns with the header "A"'),
        ([tab("One", table_of("A", " "))], 'One: tblA has the column " ": a header has 1 to 255 characters'),
        ([tab("One", table_of("A", columns=table_of("A").columns + table_of("B").columns))],
         "One: tblA has two columns for the field f0"),
        ([tab("One", table_of("A"), CHART)], 'One: the chart "Why?" shows the field f1, and tblA has no such column'),
        ([tab("One", CHART)], 'One: the chart "Why?" shows tblA, and the tab has no such table'),
        ([tab("One", table_of("A", timeline=Timeline("f0", "end", "f0", ())))],
         "One: its timeline shows the field end, and tblA has no such column"),
        *(([tab(name)], f"{name}: Excel takes no tab of this name: at most 31 characters, none of []:*?/\\")
          for name in ("", "A/B", "'A", "x" * 32)),
    ],
)  # fmt: skip
def test_a_name_that_stands_twice_or_leads_nowhere_is_told_in_a_line(sheets: list[Sheet], line: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(line)}$"):
        check_names(sheets)
    check_names([tab("One", table_of("A", "B"), CHART), tab("Two's", table_of("A", name="tblB"))])


@pytest.mark.parametrize(
    ("fields", "key", "line"),
    [
        (("track", "weight"), ["track"], "tblW has no column for the field competency of Weight"),
        (("track", "track", "competency", "weight"), ["track"], "tblW has two columns for the field track of Weight"),
        (("track", "competency", "weight"), ["trak"], "tblW has trak in its key, and no column for it"),
    ],
)
def test_a_table_that_does_not_fit_its_record_says_where(fields: tuple[str, ...], key: list[str], line: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(line)}$"):
        declare.table("tblW", Weight, [declare.column(Weight, field, 9) for field in fields], key)


def test_of_several_faults_the_first_is_told_and_their_number() -> None:
    with pytest.raises(TypeError, match=r"the table tblB, .* \(and 2 more like it\)$"):
        check_formulas([described("[@Gone]+tblB[X]+tblA[No]")], {}, {})


NAMED = re.compile(r"(tbl\w+)\[([^\[\]@#]+)\]")


def named_in_formulas() -> Iterator[tuple[str, str]]:
    """Every (table, header) that a column of a fixed table names by a formula."""
    for table in static_tables():
        for column in table.columns:
            text = re.sub(r"\[@([^\[\]]+)\]", rf"{table.name}[\1]", re.sub(r'"[^"]*"', "", column.formula))
            yield from NAMED.findall(text.replace("[[#Headers],", "[").replace("]]", "]"))


def renamed(tables: tuple[Table, ...], name: str, header: str) -> list[Sheet]:
    """A tab with these tables, one header of which is another."""
    changed = []
    for table in tables:
        columns = tuple(
            replace(c, fact=replace(c.fact, title="Another")) if (table.name, c.header) == (name, header) else c
            for c in table.columns
        )
        changed.append(replace(table, columns=columns))
    return [Sheet("All", "", "", "inputs", tuple(changed))]


def test_every_header_that_a_formula_names_is_missed_when_it_is_renamed() -> None:
    tables = static_tables()
    check_formulas(renamed(tables, "", ""), {}, {})
    named = sorted(set(named_in_formulas()))
    assert len(named) > 100
    for name, header in named:
        with pytest.raises(TypeError, match=re.escape(f'names {name}[{header}], and {name} has no column "{header}"')):
            check_formulas(renamed(tables, name, header), {}, {})


LOAD = "from xl_addin.sheets import static_tables; static_tables()"
RENAMES = {
    "a header of a record": (
        "model/records.py",
        '"Manager rating"',
        '"Rating of the manager"',
        'Assessments: the formula of "Gap" names tblAssessments[Manager rating], '
        'and tblAssessments has no column "Manager rating"',
    ),
    "a header of a column worked out": (
        "sheets/assessments.py",
        '"Worth a talk"',
        '"To discuss"',
        'Two views: the formula of "Worth a talk" names tblAssessments[Worth a talk], '
        'and tblAssessments has no column "Worth a talk"',
    ),
    "a table": (
        "sheets/weights.py",
        '"tblWeights"',
        '"tblShares"',
        'Levels: the formula of "Weight asked" names the table tblWeights, and there is none',
    ),
    "a setting of a score": (
        "scores/d09_score.py",
        'id="D09.coverage"',
        'id="D09.share"',
        'Scores: the formula of "Score" looks up "D09.coverage" in tblSettings[Setting], and it does not stand there',
    ),
    "a setting of the workbook": (
        "model/general_settings.py",
        'id="cycle"',
        'id="round"',
        'Dashboard: the formula of "People" looks up "cycle" in tblSettings[Setting], and it does not stand there',
    ),
    "a question": (
        "model/answers.py",
        '"Q3"',
        '"Q4"',
        'Needs: the formula of "Performance" looks up "Q3" in tblReadiness[Key], and it does not stand there',
    ),
    "a place in the workbook": (
        "sheets/weights.py",
        "ORDER = 240",
        "ORDER = 510",
        "weights.py and people.py claim the same place, 510",
    ),
    "the name of a tab": ("sheets/weights.py", 'name="Weights"', 'name="People"', "People: two tabs are called so"),
    "a collection": (
        "sheets/weights.py",
        'collection="weights"',
        'collection="wieghts"',
        "no table is the collection weights; of no place in the data set are: wieghts",
    ),
    "the field of a colour": (
        "sheets/raters.py",
        '("words",)',
        '("said",)',
        "Raters: a colour of tblRaters names the field said, and tblRaters has no such column",
    ),
}


@pytest.mark.parametrize("what", RENAMES)
def test_a_name_changed_in_one_place_stops_the_tabs_from_loading(what: str, tmp_path: Path) -> None:
    name, old, new, told = RENAMES[what]
    shutil.copytree(CHECKOUT / "xl_addin", tmp_path / "xl_addin", ignore=shutil.ignore_patterns("__pycache__", "*.md"))
    changed = tmp_path / "xl_addin" / name
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    line = done.stderr.splitlines()[-1]
    assert re.fullmatch(rf"xl_addin.model.errors.DesignError: {re.escape(told)}(?: \(and \d+ more like it\))?", line), (
        line
    )


SETTINGS_IN_CODE = re.compile(
    r"""(?:\.(?:setting|number|words|setting_place)\(|settings\[|in_use\()"([\w.]+)"\s*[\])]"""
)


def test_every_setting_that_code_reads_is_there() -> None:
    known = {setting.id for setting in all_settings()}
    files = sorted((CHECKOUT / "xl_addin").rglob("*.py"))
    named = {(path.name, name) for path in files for name in SETTINGS_IN_CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 40
    assert not {(file, name) for file, name in named if name not in known}
