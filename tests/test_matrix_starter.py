"""The starter grammar, fault by fault, and the quality of the texts we ship."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from xl_addin.layout.field_values import Unfit, fit_value
from xl_addin.matrix.sections import parse_page
from xl_addin.matrix.starter import Starter
from xl_addin.matrix.starter import parse_starter as parse
from xl_addin.model.errors import Stop
from xl_addin.model.facts import facts_of
from xl_addin.model.graph import LevelGraph
from xl_addin.model.records import SCOPES, THEMES, Employee, Level
from xl_addin.model.statements import inherits, is_not_applicable, statements
from xl_addin.sheets.starter_dataset import sections

TEMPLATES = Path(__file__).resolve().parents[1] / "workbook_templates"


def parse_starter(text: str, name: str) -> Starter:
    return parse(text, name, sections())


STARTERS = {
    path.stem: parse_starter(path.read_text(encoding="utf-8"), path.name)
    for path in sorted((TEMPLATES / "starters").glob("*.txt"))
}
COMPANY = parse_starter((TEMPLATES / "sample" / "company.txt").read_text(encoding="utf-8"), "company.txt")

SMALL = """\
# Bakery

Bread,
every day.

## Tracks
| Track ID | Track | Purpose |
| --- | :--- | ---: |
| BKR | Baking | Bakes. / Sells. |

## Levels
| Level ID | Track ID | Level title | Rank | Next levels |
| B1 | BKR | Baker | 1 | B2 |
| B2 | BKR | Head baker | 2 | |

## Competencies
| Competency ID | Competency | Definition | Track IDs |
| DGH | Dough | Makes dough. | BKR |
| SLL | Selling | Sells bread. | |

## Matrix BKR
### DGH
B1
- Weighs flour.
- Reads the recipe.
B2
inherits(B1)
### SLL
B1
N/A

## Ratings BKR
| Cycle | Employee ID | Level ID | DGH | SLL |
| 2026-H1 | E1 | B1 | 4/3 | N/A/N/A |
| 2026-H1 | E2 | B1 | -/2 | - |
"""


def test_reads_every_part_of_the_grammar() -> None:
    bakery = parse_starter(SMALL, "bakery.txt")
    assert (bakery.title, bakery.description) == ("Bakery", "Bread, every day.")
    assert bakery.tables["Tracks"] == ({"Track ID": "BKR", "Track": "Baking", "Purpose": "Bakes.\nSells."},)
    assert [(e.competency, e.level, e.text) for e in bakery.matrices["BKR"]] == [
        ("DGH", "B1", "Weighs flour.\nReads the recipe."),
        ("DGH", "B2", "inherits(B1)"),
        ("SLL", "B1", "N/A"),
    ]
    assert [tuple(rating.values()) for rating in bakery.ratings] == [
        ("2026-H1", "E1", "DGH", "B1", "4", "3"),
        ("2026-H1", "E1", "SLL", "B1", "N/A", "N/A"),
        ("2026-H1", "E2", "DGH", "B1", "", "2"),
        ("2026-H1", "E2", "SLL", "B1", "", ""),
    ]
    assert list(bakery.ratings[0]) == ["cycle", "employee", "competency", "level", "self", "manager"]


def test_sections_may_stand_in_any_order() -> None:
    head, *rest = SMALL.split("\n## ")
    shuffled = "\n## ".join([head, *reversed(rest)])
    assert parse_starter(shuffled, "bakery.txt").matrices == parse_starter(SMALL, "bakery.txt").matrices


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_the_way_a_system_saves_text_changes_nothing(change: Callable[[str], str]) -> None:
    assert parse_starter(change(SMALL), "bakery.txt") == parse_starter(SMALL, "bakery.txt")


FAULTS = [
    # what is replaced, by what, the line reported, words of the message
    ("# Bakery", "Bakery", 1, "the title is missing"),
    ("every day.", "# Every day", 4, "a second title"),
    ("## Levels", "## Tracks", 11, "the section Tracks stands twice"),
    ("## Levels", "## Steps", 11, "no section is called Steps: use one of Tracks, Levels"),
    ("## Ratings BKR", "## Marks BKR", 32, "no section is called Marks BKR"),
    ("## Ratings BKR", "## Ratings", 32, "no section is called Ratings"),
    ("## Tracks", "## Settings\n## Tracks", 6, "the section Settings is empty"),
    ("## Tracks", "## Settings\n- a list\n## Tracks", 7, "this is no table row"),
    ("| BKR | Baking | Bakes. / Sells. |", "| BKR | Baking |", 9, "2 cells under 3 headers"),
    ("| BKR | Baking | Bakes. / Sells. |", "BKR | Baking | Bakes.", 9, "this is no table row"),
    ("| Track ID | Track | Purpose |", "| Track ID | Track | Track |", 7, "the header Track stands twice"),
    ("| Track ID | Track | Purpose |", "| Track ID | Track | |", 7, "a header is blank"),
    ("| Track ID | Track | Purpose |", "| Track ID | Track | Why |", 7, "no column is called Why"),
    ("| Track ID | Track | Purpose |", "| Track ID | Kind | Purpose |", 7, "the column Track is missing"),
    ("| B1 | BKR | Baker |", "| B1 | BKR | |", 13, "Level title is blank"),
    ("| B2 | BKR |", "| b1 | BKR |", 14, "Level ID b1 stands twice"),
    ("| 1 | B2 |", "| 1 | B2; B9 |", 13, "Next levels B9 is unknown: use one of B1, B2"),
    ("| B1 | BKR |", "| B1 | BAK |", 13, "Track ID BAK is unknown"),
    ("## Matrix BKR", "## Matrix BAK", 21, "the track BAK is unknown: use one of BKR"),
    ("### DGH", "### DOUGH", 22, "track BKR has no competency DOUGH: use one of DGH, SLL"),
    ("### DGH\nB1", "### DGH\nB7", 23, "track BKR has no level B7: use one of B1, B2"),
    ("### DGH\nB1", "### DGH", 23, "this stands above the first level"),
    ("### DGH\nB1", "B1", 22, "this stands above the first competency"),
    ("B2\ninherits(B1)", "B1\n- Kneads.", 26, "DGH at B1 stands twice"),
    ("### SLL\nB1", "### DGH\nB1", 29, "DGH at B1 stands twice"),
    ("inherits(B1)", "inherits(B8)", 27, "the level B8 is unknown"),
    ("inherits(B1)", "inherits(B1)\n- Kneads.", 27, "inherits(B1) stands beside other lines"),
    ("- Weighs flour.", "-", 24, "the statement is blank"),
    ("- Weighs flour.", "Weighs flour.", 23, "B1 says nothing"),
    ("### SLL\nB1\nN/A", "### SLL\nB1", 29, "B1 says nothing"),
    ("| Cycle | Employee ID |", "| Employee ID | Cycle |", 33, "the first columns are wrong"),
    ("| 4/3 |", "| 43 |", 34, "the cell under DGH is no rating"),
    ("| 4/3 |", "| 6/3 |", 34, "the cell under DGH is no rating"),
    ("| 4/3 |", "| |", 34, "the cell under DGH is no rating"),
    ("| E1 | B1 | 4/3", "| | B1 | 4/3", 34, "cycle, employee or level is blank"),
    ("| E2 | B1 |", "| E1 | B1 |", 35, "E1 is rated twice on DGH at B1 in 2026-H1"),
]


@pytest.mark.parametrize(("old", "new", "line", "what"), FAULTS)
def test_a_fault_is_shown_by_line(old: str, new: str, line: int, what: str) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    with pytest.raises(Stop) as stopped:
        parse_starter(text, "bakery.txt")
    assert stopped.value.place == f"bakery.txt line {line}"
    assert what in str(stopped.value)
    assert stopped.value.todo


def test_an_empty_text_has_no_title() -> None:
    with pytest.raises(Stop, match=r"empty\.txt line 1: the title is missing"):
        parse_page("\n", "empty.txt")


def test_a_rating_never_stands_in_a_message() -> None:
    with pytest.raises(Stop) as stopped:
        parse_starter(SMALL.replace("4/3", "4/3 needs help"), "bakery.txt")
    assert "needs help" not in str(stopped.value)


# What we ship ------------------------------------------------------------------------------------------------------


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _levels(starter: Starter) -> tuple[Level, ...]:
    return tuple(
        Level(
            id=row["Level ID"],
            track=row["Track ID"],
            title=row["Level title"],
            rank=int(row["Rank"]),
            next=tuple(_parts(row["Next levels"])),
            lateral=tuple(_parts(row["Sideways moves"])),
        )
        for row in starter.tables["Levels"]
    )


CELLS = [
    pytest.param(cell.text, id=f"{name}-{cell.track}-{cell.competency}-{cell.level}")
    for name, starter in STARTERS.items()
    for cells in starter.matrices.values()
    for cell in cells
]
STATEMENTS = [
    pytest.param(text, id=f"{cell.id}-{number}")
    for cell in CELLS
    for number, text in enumerate(statements(str(cell.values[0])), start=1)
]

BANNED = re.compile(
    r"\b(understands?|knows?|aware|familiar|comfortable|believes?|able to|appreciates?|can start|strives?|"
    r"good|strong|strongly|effective|effectively|appropriate|various|proactive|proactively|high-quality|"
    r"pretty|mostly|probably|just|simply|obviously|usually|generally|not|never|without|no|"
    r"synergy|leverages?|holistic|operationalises?|best practices?|utilises?|facilitates?|empowers?|robust|"
    r"stakeholders?|alignment|aligns?|drives?|champions?|deep dive|impactful|years?' experience|todo|tbd)\b",
    re.IGNORECASE,
)
ANCHORS = re.compile(
    r"\d|\b(day|week|fortnight|month|quarter|year|hour|daily|weekly|monthly|quarterly|yearly|every|each|twice|once|"
    r"task|step|feature|project|change|release|test|code|design|plan|report|review|page|guide|log|alert|incident|"
    r"customer|colleague|teammate|team|manager|director|engineer|peer|mentor|newcomer|interviewer|people|"
    r"company|account|renewal|contract|ticket|request|call|fault|proposal|measure|course|contact|comment)(?:s|es)?\b",
    re.IGNORECASE,
)
TENURE = re.compile(r"\b(\d+|one|two|three|four|five)[- ](\d+ )?years?\b", re.IGNORECASE)
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of to in on at by for from with into as so that which who what when where how it its this "
        "those their them they is are be was has have do does each every one any all than after before until",
    )
)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_one_observable_behaviour(text: str) -> None:
    words = text.split()
    assert re.fullmatch(r"[A-Z][a-z-]*s", words[0]), "starts with a verb in the third person"
    assert len(words) < 25
    assert text.endswith(".")
    assert len(re.findall(r"\band\b", text)) <= 1
    assert not BANNED.search(text), BANNED.search(text)
    assert not TENURE.search(text)
    assert not re.search(r"\b[A-Z]{2,}\b", text), "an acronym"
    assert ANCHORS.search(text), "nothing to hold on to: an artefact, a person, a frequency, a scope"


@pytest.mark.parametrize("text", CELLS)
def test_a_cell_has_the_right_size_and_reads_easily(text: str) -> None:
    assert not is_not_applicable(text)
    assert inherits(text) is None
    assert 2 <= len(statements(text)) <= 3
    assert 8 <= len(text.split()) <= 120
    assert _grade(text) <= 14


def _grade(text: str) -> float:
    """Flesch-Kincaid grade, with syllables counted by groups of vowels."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = len(statements(text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith(("e", "es", "ed")) and not word.lower().endswith(("le", "ted", "ded", "ses", "ces"))
    return max(1, groups - silent)


def _content(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {re.sub(r"(ing|ed|es|s)$", "", word) for word in words if word not in SMALL_WORDS}


@pytest.mark.parametrize("name", STARTERS)
def test_levels_are_clearly_different(name: str) -> None:
    starter = STARTERS[name]
    text = {(c.competency, c.level): c.text for cells in starter.matrices.values() for c in cells}
    for low, high in LevelGraph.from_levels(_levels(starter)).edges:
        for competency, level in text:
            if level == low and (competency, high) in text:
                lower, upper = _content(text[competency, low]), _content(text[competency, high])
                assert len(lower & upper) / len(lower | upper) < 0.6, (competency, low, high)


def test_the_starters_are_the_ones_we_promise() -> None:
    families = ["customer_success", "design", "engineering", "finance", "marketing", "people", "product", "sales"]
    assert sorted(STARTERS) == families


def test_every_statement_and_every_id_is_used_once() -> None:
    for heading, key in (("Tracks", "Track"), ("Levels", "Level"), ("Competencies", "Competency")):
        rows = [row for starter in STARTERS.values() for row in starter.tables[heading]]
        for header in {f"{key} ID", "Level title" if key == "Level" else key}:
            assert [x for x, n in Counter(row[header].casefold() for row in rows).items() if n > 1] == []
    assert [x for x, n in Counter(str(s.values[0]) for s in STATEMENTS).items() if n > 1] == []


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_is_complete(name: str) -> None:
    starter = STARTERS[name]
    assert starter.title
    assert starter.description.endswith(".")
    assert list(starter.matrices) == [row["Track ID"] for row in starter.tables["Tracks"]]
    for track, cells in starter.matrices.items():
        levels = [row["Level ID"] for row in starter.tables["Levels"] if row["Track ID"] == track]
        competencies = [
            row for row in starter.tables["Competencies"] if track in _parts(row["Track IDs"]) or not row["Track IDs"]
        ]
        wanted = {(row["Competency ID"], level) for row in competencies for level in levels}
        assert {(cell.competency, cell.level) for cell in cells} == wanted
        kind = next(row["Kind"] for row in starter.tables["Tracks"] if row["Track ID"] == track)
        themes = {row["Theme"] for row in competencies}
        assert themes == set(THEMES) if kind == "Manager" else themes == set(THEMES) - {"Management"}
        assert 1 <= sum(row["Critical"] == "Yes" for row in competencies) <= 2
        assert 7 <= len(competencies) <= 8


@pytest.mark.parametrize("name", STARTERS)
def test_a_competency_serves_a_value_and_can_be_learned(name: str) -> None:
    tables = STARTERS[name].tables
    company = set(_parts(_settings()["values"]))
    for row in tables["Competencies"]:
        assert 2 <= len(row["Development resources"].splitlines()) <= 3
        assert _parts(row["Company value"])
        assert set(_parts(row["Company value"])) <= company
    assert {value for row in tables["Competencies"] for value in _parts(row["Company value"])} == company


@pytest.mark.parametrize("name", STARTERS)
def test_the_way_up_is_written(name: str) -> None:
    starter = STARTERS[name]
    levels = {level.id: level for level in _levels(starter)}
    graph = LevelGraph.from_levels(tuple(levels.values()))
    assert graph.cycle() == ()
    for row in starter.tables["Levels"]:
        level = levels[row["Level ID"]]
        assert row["Summary"]
        assert len(row["Moving up"]) <= 600
        assert bool(graph.next_levels(level.id)) == bool(row["Moving up"]) == bool(row["Usual months"])
        for word in ("vidence:", "Time:", "Decision:") if row["Moving up"] else ():
            assert word in row["Moving up"]
        assert f"{row['Usual months']} months" in row["Moving up"] or not row["Usual months"]
        for above in graph.next_levels(level.id):
            assert (levels[above].rank or 0) > (level.rank or 0)
            assert SCOPES.index(_scope(starter, above)) >= SCOPES.index(row["Scope"])
        for across in level.lateral:
            assert level.id in levels[across].lateral
            assert levels[across].rank == level.rank


def _scope(starter: Starter, level: str) -> str:
    return next(row["Scope"] for row in starter.tables["Levels"] if row["Level ID"] == level)


@pytest.mark.parametrize("starter", [*STARTERS.values(), COMPANY], ids=lambda starter: starter.title)
def test_every_value_fits_its_field(starter: Starter) -> None:
    for heading, rows in starter.tables.items():
        facts = {fact.title: fact for fact in facts_of(sections()[heading]).values()}
        for row in rows:
            for header, text in row.items():
                assert not text or not isinstance(fit_value(text, facts[header]), Unfit), (heading, header, text)


# The sample company ------------------------------------------------------------------------------------------------


def _settings() -> dict[str, str]:
    return {row["Setting"]: row["Value"] for row in COMPANY.tables["Settings"]}


LEVEL_TRACK = {row["Level ID"]: row["Track ID"] for s in STARTERS.values() for row in s.tables["Levels"]}
TRACK_COMPETENCIES = {
    track: {cell.competency for cell in cells} for s in STARTERS.values() for track, cells in s.matrices.items()
}


def test_the_company_has_thirty_people_with_a_place_each() -> None:
    people = {row["Employee ID"]: row for row in COMPANY.tables["People"]}
    assert len(people) == 30
    assert list(next(iter(people.values()))) == [fact.title for fact in facts_of(Employee).values()]
    for row in people.values():
        assert LEVEL_TRACK[row["Level ID"]] == row["Track ID"]
        assert row["Email"].endswith("@example.com")
    assert [row["Employee ID"] for row in people.values() if not row["Manager ID"]] == ["E001"]
    assert all(people[row["Manager ID"]]["Active"] == "Yes" for row in people.values() if row["Manager ID"])
    assert sum(row["Active"] == "No" for row in people.values()) == 2
    assert [n for n in Counter(row["Name"] for row in people.values()).values() if n > 1] == [2]
    assert len({row["Email"] for row in people.values()}) == 30


def test_the_company_rates_what_its_tracks_ask() -> None:
    people = {row["Employee ID"]: row for row in COMPANY.tables["People"]}
    rated = {(r["cycle"], r["employee"], r["competency"], r["level"]) for r in COMPANY.ratings}
    assert len(rated) == len(COMPANY.ratings)
    for _, employee, competency, level in rated:
        assert employee in people
        assert competency in TRACK_COMPETENCIES[LEVEL_TRACK[level]]
    active = {person for person, row in people.items() if row["Active"] == "Yes"}
    for cycle in ("2026-H1", "2026-H2"):
        assert {employee for c, employee, _, _ in rated if c == cycle} == active
    current = {(employee, level) for cycle, employee, _, level in rated if cycle == _settings()["cycle"]}
    assert {(person, people[person]["Level ID"]) for person in active} <= current


def test_the_company_has_gaps_worth_showing() -> None:
    said: dict[str, set[str]] = {}
    for rating in COMPANY.ratings:
        if rating["cycle"] == "2026-H2":
            sides = said.setdefault(rating["employee"], set())
            sides |= {side for side in ("self", "manager") if rating[side]}
    assert sorted(person for person, sides in said.items() if not sides) == ["E018", "E030"]
    assert [person for person, sides in said.items() if sides == {"self"}] == ["E001"]


def test_the_evidence_belongs_to_a_rating() -> None:
    evidence = COMPANY.tables["Evidence"]
    rated = {(r["cycle"], r["employee"], r["competency"], r["level"]) for r in COMPANY.ratings}
    keys = [(row["Cycle"], row["Employee ID"], row["Competency ID"], row["Level ID"]) for row in evidence]
    assert 35 <= len(keys) == len(set(keys)) <= 50
    assert set(keys) <= rated
    assert all(row["Evidence"].endswith(".") for row in evidence)
