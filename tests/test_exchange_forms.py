"""Forms and packs: what stands in them, that they score themselves, and that they hold nobody else's data."""

import random
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lint.workbook_lint import lint
from tests.support.office import Office
from tests.support.validator import validate
from tests.test_twins import differences
from xl_addin.books.paint import paint
from xl_addin.cells.contents import Contents
from xl_addin.commands.demo import sample
from xl_addin.exchange import employee_form, pack, survey_form
from xl_addin.exchange.file_names import file_name, unique_tab_name
from xl_addin.exchange.form.form_design import Form
from xl_addin.exchange.form.form_keys import parse_key
from xl_addin.exchange.form.form_rows import Terms, rows_to_rate
from xl_addin.exchange.form.identity import HIDDEN_TAB, PROPERTY, unseal
from xl_addin.layout.describe import Formula
from xl_addin.layout.formula_check import check_formulas
from xl_addin.model.dataset import Dataset
from xl_addin.model.errors import Refused
from xl_addin.model.records import RatingValue
from xl_addin.package.fill.form_template import FormTemplate
from xl_addin.package.read.reader import read_workbook_bytes

TERMS = Terms("2026-H2", "2026-12-15")
SECRET = b"k" * 32
DATA = sample()


def written(form: Form) -> bytes:
    design = form.design()
    return FormTemplate(paint(design.workbook, design.rows)).fill(
        form.seal_values("c0ffee", TERMS.cycle, "1.0.0", SECRET)
    )


def contents(form: Form) -> Contents:
    return read_workbook_bytes(written(form))


def randomly_rated(seed: int) -> Dataset:
    chance = random.Random(seed)
    ways: list[RatingValue] = [1, 2, 3, 4, 5, "N/A", None]

    def drawn() -> RatingValue:
        return chance.choices(ways, [1, 2, 4, 3, 2, 1, 2])[0]

    ratings = tuple(
        r.model_copy(update={"self_rating": drawn(), "manager_rating": drawn()})
        for r in DATA.ratings
        if chance.random() < 0.9
    )
    return replace(DATA, ratings=ratings, settings={**DATA.settings, "D09.coverage": chance.choice([0.5, 0.7, 1])})


def test_an_employee_s_form_asks_for_the_level_now_and_every_next_one() -> None:
    rows = rows_to_rate(DATA, DATA.person["E010"])
    assert list(dict.fromkeys(row.level for row in rows)) == ["SE3", "SE4", "EM1"]
    cells = (
        contents(employee_form.employee_form(DATA, DATA.person["E010"], TERMS)).sheets["Rate yourself"].cells.values()
    )
    keys = {cell for cell in cells if (key := parse_key(cell)) and key.kind == "rating"}
    assert keys == {f"r|E010|{row.competency}|{row.level}" for row in rows}
    headers = list(cells)
    at = headers.index("What is expected")
    named = ["What is expected", "1 to 5", "One thing that shows it"]
    assert headers[at : at + len(named)] == named


def test_a_form_says_whose_it_is_in_three_places_that_agree() -> None:
    found = contents(employee_form.employee_form(DATA, DATA.person["E013"], TERMS))
    line = found.properties[PROPERTY]
    assert found.sheets[HIDDEN_TAB].cells[2, 2] == line
    assert found.sheets[HIDDEN_TAB].state == "hidden"
    assert unseal(line, SECRET, "x").person == "E013"
    assert found.names["frmPerson"] == "'Rate yourself'!$B$6"
    assert found.sheets["Rate yourself"].cells[6, 2] == "E013"
    with pytest.raises(Refused, match="changed after it was sent"):
        unseal(line.replace("E013", "E014"), SECRET, "x")
    with pytest.raises(Refused):
        unseal(line, b"other" * 8, "x")


def test_what_is_known_already_comes_along() -> None:
    found = contents(employee_form.employee_form(DATA, DATA.person["E013"], TERMS)).sheets["Rate yourself"].cells
    key_row = next(row for (row, _), cell in found.items() if cell == "r|E013|OWN|SE1")
    rating = next(r for r in DATA.ratings_by_person["2026-H2", "E013"] if (r.competency, r.level) == ("OWN", "SE1"))
    assert found[key_row, 3] == rating.self_rating
    assert "Manager's rating" not in found.values(), "that of this cycle is shown only when asked for"
    shared = contents(employee_form.employee_form(DATA, DATA.person["E013"], replace(TERMS, manager=True)))
    assert "Manager's rating" in shared.sheets["Rate yourself"].cells.values()
    assert shared.sheets["Rate yourself"].cells[key_row, 5] == rating.manager_rating


def test_without_scores_no_form_says_how_earlier_rounds_went() -> None:
    heading = "Earlier rounds: lines you met, of those rated"
    for scores in (True, False):
        form = employee_form.employee_form(DATA, DATA.person["E013"], replace(TERMS, scores=scores))
        assert (heading in contents(form).sheets["My plan"].cells.values()) == scores


@pytest.mark.parametrize(
    ("level", "reason"), [("", "has no level"), ("NOPE", "has no level"), ("SE9", "no expectations yet")]
)
def test_nobody_gets_a_form_with_nothing_to_rate(level: str, reason: str) -> None:
    lonely = DATA.level["SE1"].model_copy(update={"id": "SE9", "rank": 9})
    data = replace(DATA, levels=(*DATA.levels, lonely))
    person = DATA.person["E013"].model_copy(update={"level": level})
    with pytest.raises(Refused, match=reason):
        employee_form.employee_form(data, person, TERMS)


def test_a_draft_does_not_go_out() -> None:
    matrices = tuple(
        replace(
            m, cells=tuple(c.model_copy(update={"text": "DRAFT Plans."}) if c.level == "SE2" else c for c in m.cells)
        )
        for m in DATA.matrices
    )
    with pytest.raises(Refused, match="SE2 still has texts marked DRAFT"):
        employee_form.employee_form(replace(DATA, matrices=matrices), DATA.person["E013"], TERMS)


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", range(3))
def test_forms_score_themselves_as_python_does(seed: int, office: Office, tmp_path: Path) -> None:
    data = randomly_rated(seed)
    count = 0
    forms = [
        employee_form.employee_form(data, data.person[one], TERMS) for one in ("E006", "E013", "E022", "E030", "E003")
    ]
    for form in (*forms, pack.manager_pack(data, data.person["E003"], TERMS)):
        path = tmp_path / "form.xlsx"
        path.write_bytes(written(form))
        found, wrong = differences(path, office)
        assert not wrong[:20]
        count += found
    assert count > 400


@pytest.mark.parametrize("kind", ["employee", "manager", "respondent"])
def test_every_kind_of_form_is_a_sound_workbook_without_author(kind: str) -> None:
    form = {
        "employee": lambda: employee_form.employee_form(DATA, DATA.person["E010"], TERMS),
        "manager": lambda: pack.manager_pack(DATA, DATA.person["E003"], TERMS),
        "respondent": lambda: survey_form.respondent_form(DATA, DATA.person["E010"], "R1", TERMS),
    }[kind]()
    data = written(form)
    assert not lint(data)
    names = FormTemplate(paint(form.design().workbook, form.design().rows)).names
    assert names <= set(form.seal_values("c", "x", "1", SECRET)), "every slot is filled"
    held = {
        str(parse_key(c)) for s in read_workbook_bytes(data).sheets.values() for c in s.cells.values() if parse_key(c)
    }
    assert {key for key in held if not key.startswith("c|")} == set(form.keys)


@pytest.mark.usefixtures("validator")
def test_the_open_xml_sdk_finds_nothing_in_them(tmp_path: Path) -> None:
    paths = []
    for form in (
        employee_form.employee_form(DATA, DATA.person["E010"], TERMS),
        pack.manager_pack(DATA, DATA.person["E003"], TERMS),
        survey_form.respondent_form(DATA, DATA.person["E010"], "R1", TERMS),
    ):
        paths.append(tmp_path / f"{form.kind}.xlsx")
        paths[-1].write_bytes(written(form))
    assert validate(paths) == []


def test_every_formula_of_a_form_names_what_is_there() -> None:
    e013, e003 = DATA.person["E013"], DATA.person["E003"]
    respondent = survey_form.respondent_form(DATA, e013, "R1", TERMS)
    for form in (employee_form.employee_form(DATA, e013, TERMS), pack.manager_pack(DATA, e003, TERMS), respondent):
        design = form.design()
        in_rows = {
            f"{table}: the formula of {field}": value.text
            for table, rows in design.rows.items()
            for row in rows
            for field, value in row.items()
            if isinstance(value, Formula)
        }
        assert bool(in_rows) == (form.kind == "manager")
        check_formulas(design.workbook.sheets, in_rows, {})


def test_a_pack_holds_the_reports_and_nobody_else() -> None:
    found = contents(pack.manager_pack(DATA, DATA.person["E003"], TERMS))
    reports = {person.id: person.name for person in pack.reports_by_manager(DATA)["E003"]}
    assert set(found.sheets) == {"My team", HIDDEN_TAB, *reports.values()}
    ids = {key.parts[0] for s in found.sheets.values() for c in s.cells.values() if (key := parse_key(c))}
    assert {one for one in ids if one.startswith("E0")} == set(reports)


def test_two_reports_of_one_name_get_tabs_of_their_own() -> None:
    twin = DATA.person["E012"].model_copy(update={"name": DATA.person["E011"].name.upper()})
    data = replace(DATA, people=tuple(twin if p.id == "E012" else p for p in DATA.people))
    found = contents(pack.manager_pack(data, data.person["E003"], TERMS))
    assert {"Zuzana Horáková", "ZUZANA HORÁKOVÁ (2)"} <= set(found.sheets)


def test_a_respondent_is_known_by_a_code_only() -> None:
    code = survey_form.pseudonym("E010", "2026-H2", SECRET)
    assert code == survey_form.pseudonym("E010", "2026-H2", SECRET)
    assert code != survey_form.pseudonym("E010", "2027-H1", SECRET) != survey_form.pseudonym("E010", "2027-H1", b"x")
    text = str(contents(survey_form.respondent_form(DATA, DATA.person["E010"], code, TERMS)))
    assert "E010" not in text
    assert "Rohan" not in text


NAMES = (
    "CON", "nul", "COM¹", "a.", "a:b", "..\\..\\x", "/etc/passwd", "x" * 300, "José", "Łukasz Żółć", "李 小龙", "a\tb",
    "con.txt", "", "   ", "📊 chart", "O'Brien", "{=1+1}", "%00", "a/b\\c|d<e>f\"g?h*i", "LPT9", ".hidden", "-rf",
    "name\nwith\nlines", "مريم", "Zoë", "AUX.", "prn ", "COM0", "‮evil",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_file_names_are_fit_for_every_system(name: str) -> None:
    for person in ("E1", "CON", "com1", "aux"):
        assert_fit(file_name(person, name))


def assert_fit(file: str) -> None:
    path = PureWindowsPath(file)
    assert len(file) <= 80
    assert file.endswith(".xlsx")
    assert not path.is_reserved()
    assert not path.stem.endswith((".", " "))
    assert len(path.parts) == 1
    assert not any(letter in file for letter in '<>:"/\\|?*')
    assert file.isprintable()


@given(st.lists(st.tuples(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True), st.text()), max_size=12))
def test_file_names_are_unique_whatever_people_are_called(people: list[tuple[str, str]]) -> None:
    taken: set[str] = set()
    for person, name in people:
        file = file_name(person, name, used_names=taken)
        assert_fit(file)
        assert file.casefold() not in taken
        taken.add(file.casefold())


@given(st.lists(st.one_of(st.text(), st.sampled_from(["History", "'x'", "a" * 40, "[1]", "My team"])), max_size=12))
def test_tab_names_are_what_excel_allows(names: list[str]) -> None:
    taken = {"my team"}
    for name in names:
        tab = unique_tab_name(name, taken)
        assert 0 < len(tab.encode("utf-16-le")) // 2 <= 31
        assert tab.casefold() not in {*taken, "history"}
        assert not set(tab) & set("[]:*?/\\")
        assert not tab.startswith("'")
        assert not tab.endswith("'")
        taken.add(tab.casefold())
