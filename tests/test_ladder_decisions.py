"""What is decided and what is asked, as tables: a line is what stood there, what stands there now, and what follows."""

import pytest

from xl_addin.ladder.answers import NameAnswer, answer_of_choice, answers_of, choices
from xl_addin.ladder.ledger import entry_of, ledger_entries
from xl_addin.ladder.match_levels import match_levels
from xl_addin.ladder.match_rows import match_rows
from xl_addin.ladder.matching import NEW, Matching
from xl_addin.ladder.reconcile import Reconciliation, reconcile
from xl_addin.ladder.sightings import SheetNames, Sighting, sheet_names
from xl_addin.model.errors import Stop
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK, KeyEntry, LadderRow
from xl_addin.model.records import Competency, Employee

# Titles of one track, left to right, "-" an empty step. The second column is the sheet now; the third, key by key:
# a to e for the levels of the first column in their order, new, or what is offered and proposed where it is asked.
LEVELS = """
| then                     | now                             | keys                       |
| Junior Engineer Senior   | Junior Engineer Senior          | a b c                      |
| Junior Engineer Senior   | Junior Middle Engineer Senior   | a new b c                  |
| Junior Engineer Senior   | Junior Engineer Senior Chief    | a b c new                  |
| Junior Engineer Senior   | Junior Senior                   | a c                        |
| Junior Engineer Senior   | Junior - Senior                 | a c                        |
| Junior Engineer Senior   | - Junior Engineer Senior        | a b c                      |
| Junior Engineer Senior   | Junior Enginer Senior           | a b c                      |
| Junior Engineer Senior   | JUNIOR engineer Sénior          | a b c                      |
| Engineer-I Engineer-II   | Engineer-I Engineer-III         | a b?                       |
| Junior Engineer Senior   | Junior Developer Senior         | a b? c                     |
| Junior Engineer Senior   | Engineer Junior Senior          | b|a? a|b? c                |
| Junior Engineer Senior   | Engineer Senior Chief           | b|a|c? c|b|a? new|c|a|b?   |
| Junior Engineer          | Junior Middle Senior            | a b? new|b?                |
| Junior Engineer          | Junior Engineer Engineer        | a b? new|b?                |
| Junior                   | Developer Designer              | a? new|a?                  |
"""
KEYS = "abcde"


def table(text: str) -> list[tuple[str, ...]]:
    """The lines of a pipe table, without its head; a bar between two letters is part of a cell."""
    lines = [line.strip().removeprefix("| ").removesuffix("|") for line in text.strip().splitlines()]
    return [tuple(cell.strip() for cell in line.split("| ")) for line in lines[1:]]


def titles(text: str) -> list[Sighting]:
    words = [word.replace("-", " ").strip() for word in text.split()]
    return [Sighting((0, step), word) for step, word in enumerate(words, 1) if word]


def show(matching: Matching, sightings: list[Sighting]) -> str:
    """Each name's key, or what it may be, the proposal first, and a question mark; the rest offered but what is new."""
    lines = matching.open_lines
    shown = []
    for sighting in sightings:
        if (line := lines.get(sighting.spot)) is None:
            shown.append(matching.keys[sighting.spot])
        else:
            shown.append("|".join(dict.fromkeys((line.proposal, *line.offers))) + "?")
    return " ".join(shown)


@pytest.mark.parametrize(("then", "now", "keys"), table(LEVELS))
def test_the_titles_of_a_track(then: str, now: str, keys: str) -> None:
    ledger = [entry_of(LEVEL, key, title, "T1") for key, title in zip(KEYS, titles(then), strict=False)]
    sightings = titles(now)
    assert show(match_levels(ledger, sightings), sightings) == keys


# A row is name/key cell/what else it says; the ledger's rows are a, b, c. A dot stands for an empty cell.
ROWS = """
| then                     | now                                | keys           |
| Web/x Data/y             | Web/a/x Data/b/y                   | a b            |
| Web/x Data/y             | Data/b/y Web/a/x                   | b a            |
| Web/x Data/y             | Data/a/y Web/b/x                   | b a            |
| Web/x Data/y             | Web/./x Data/./y                   | a b            |
| Web/x Data/y             | Web/a/x Data/b/y Ops/./z           | a b new        |
| Web/x Data/y             | Web/a/x                            | a              |
| Design/x Data/y          | Desing/a/x Data/b/y                | a b            |
| Web/x Data/y             | Online/a/x Data/b/y                | a? b           |
| Web/x Data/y             | Web/a/x Ops/a/x Data/b/y           | a new b        |
| Web/x Data/y             | Data/a/x Web/b/y                   | a|b? b|a?      |
| Web/x Data/y             | Web/a/x Data/b/y Web/./z           | a b new?       |
| Web/x Data/y             | Web/./z Data/b/y                   | a? b           |
"""


def rows(text: str) -> list[Sighting]:
    parts = [word.replace(".", "").split("/") for word in text.split()]
    return [
        Sighting((row, 0), part[0], part[-2] if len(part) > 2 else "", "", (part[-1],))
        for row, part in enumerate(parts)
    ]


@pytest.mark.parametrize(("then", "now", "keys"), table(ROWS))
def test_the_rows_of_a_table(then: str, now: str, keys: str) -> None:
    ledger = [entry_of(TRACK, key, row) for key, row in zip(KEYS, rows(then), strict=False)]
    sightings = rows(now)
    assert show(match_rows(TRACK, ledger, sightings), sightings) == keys


# People: name/key cell/address. Slips count only with the same address; two of one name are told apart by the rest.
PEOPLE = """
| then                       | now                                  | keys        |
| Ada/a@x Ben/b@x            | Ada/a/a@x Ben/b/b@x                  | a b         |
| Ada/a@x Ben/b@x            | Ada-Quill/a/a@x Ben/b/b@x            | a b         |
| Ada/a@x Ben/b@x            | Adda/a/. Ben/b/b@x                   | a? b        |
| Ada/a@x Ben/b@x            | Ada/a/new@x Ben/b/b@x                | a? b        |
| Ada/a@x Ben/b@x            | Ben/a/b@x Ada/b/a@x                  | b a         |
| Sam/a@x Sam/b@x            | Sam/./b@x Sam/./a@x                  | b a         |
| Sam/a@x Sam/b@x            | Sam/./. Sam/./b@x                    | a|b? b|a?   |
"""


def people(text: str) -> list[Sighting]:
    parts = [[cell if cell != "." else "" for cell in word.split("/")] for word in text.split()]
    return [Sighting((n, 0), p[0].replace("-", " "), p[1] if len(p) > 2 else "", p[-1]) for n, p in enumerate(parts)]


@pytest.mark.parametrize(("then", "now", "keys"), table(PEOPLE))
def test_people(then: str, now: str, keys: str) -> None:
    ledger = [entry_of(PERSON, key, row) for key, row in zip(KEYS, people(then), strict=False)]
    sightings = people(now)
    assert show(match_rows(PERSON, ledger, sightings), sightings) == keys


LADDER = """
| T1 Software | Junior Engineer Senior |
| T2 Support  | Adviser Lead           |
"""


def ladder(text: str) -> SheetNames:
    """A ladder with a key cell, a name and titles in each line."""
    parsed = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in text.strip().splitlines()]
    records = []
    for head, steps in parsed:
        key, name = head.split(" ", 1) if " " in head else ("", head)
        fields = {f"step_{n}": word for n, word in enumerate(steps.split(), 1) if word != "-"}
        records.append(LadderRow(name=name, key="" if key == "." else key, **fields))
    return sheet_names(records)


def first_ledger() -> tuple[KeyEntry, ...]:
    return reconcile((), ladder(LADDER)).ledger


def level_names(result: Reconciliation) -> dict[str, str]:
    """Key -> track's key and title of every level that is there."""
    return {e.key: f"{e.parent} {e.name}" for e in ledger_entries(result.ledger, LEVEL) if not e.is_gone}


def test_keys_of_a_new_workbook_are_counted_and_what_an_import_brings_is_kept() -> None:
    result = reconcile((), ladder(". Software | Junior Engineer\n| ENG Engineering | Lead |"))
    assert result.keys[TRACK] == {(0, 0): "T1", (1, 0): "ENG"}
    assert result.keys[LEVEL] == {(0, 1): "L1", (0, 2): "L2", (1, 1): "L3"}
    assert [(e.kind, e.step) for e in result.ledger if e.state == "counter"] == [(TRACK, 1), (LEVEL, 3)]


def test_keys_that_stand_in_ratings_are_not_given_to_anything_new() -> None:
    result = reconcile((), ladder(". Software | Junior |"), keys_in_use=["L7", "T1"])
    assert (result.keys[TRACK][0, 0], result.keys[LEVEL][0, 1]) == ("T2", "L8")


def test_the_same_title_in_two_tracks_is_two_levels() -> None:
    result = reconcile(first_ledger(), ladder("T1 Software | Junior Engineer Lead\nT2 Support | Adviser Lead"))
    assert result.keys[LEVEL][1, 2] == "L5"
    line = result.matchings[LEVEL].open_lines[0, 3]
    assert (line.name, line.offers, line.proposal) == ("Lead", ("L3",), "L3")


def test_a_title_that_moved_to_another_track_is_one_question() -> None:
    ledger = first_ledger()
    now = ladder("T1 Software | Junior Engineer\nT2 Support | Adviser Lead Senior")
    result = reconcile(ledger, now)
    assert [q.text for q in result.questions] == [
        "'Senior' left one track and stands in another: is it the same level?"
    ]
    moved = reconcile(ledger, now, answers_of(["Senior=Senior"], []))
    assert level_names(moved)["L3"] == "T2 Senior"
    other = reconcile(ledger, now, answers_of([], ["Senior"]))
    assert level_names(other) | {"L6": "T2 Senior"} == level_names(other)
    assert next(entry for entry in other.ledger if entry.key == "L3").is_gone


def test_levels_of_a_row_that_is_asked_about_wait_and_nothing_of_them_is_lost() -> None:
    ledger = first_ledger()
    now = ladder("T1 Development | Junior Engineer Chief\nT2 Support | Adviser Lead")
    result = reconcile(ledger, now)
    assert [question.text for question in result.questions] == [
        "Is 'Development' a new track, or a new name for 'Software'?"
    ]
    assert {spot for spot in result.keys[LEVEL] if spot[0] == 0} == set()
    assert [e for e in result.ledger if e.is_gone] == []
    renamed = reconcile(ledger, now, answers_of(["Development=Software"], []))
    assert [question.text for question in renamed.questions] == ["Is 'Chief' a new level, or a new name for 'Senior'?"]
    done = reconcile(ledger, now, answers_of(["Development=Software"], ["Chief"]))
    assert done.keys[LEVEL] == {(0, 1): "L1", (0, 2): "L2", (0, 3): "L6", (1, 1): "L4", (1, 2): "L5"}
    fresh = reconcile(ledger, now, answers_of([], ["Development"]))
    assert fresh.keys[TRACK][0, 0] == "T3"
    assert {e.key for e in fresh.ledger if e.is_gone} == {"T1", "L3"}


def test_gone_keys_stay_in_the_ledger_and_a_name_that_comes_back_is_asked_about() -> None:
    without = reconcile(first_ledger(), ladder("T1 Software | Junior Engineer Senior"))
    gone = {entry.key: entry for entry in without.ledger if entry.is_gone}
    assert set(gone) == {"T2", "L4", "L5"}
    back = ladder("T1 Software | Junior Engineer Senior\n. Support | Adviser Lead")
    result = reconcile(without.ledger, back)
    assert [question.text for question in result.questions] == ["Is 'Support' the track you had before, or a new one?"]
    same = reconcile(without.ledger, back, answers_of(["Support=Support"], []))
    assert same.keys[TRACK][1, 0] == "T2"
    assert {key: same.keys[LEVEL][spot] for key, spot in {"L4": (1, 1), "L5": (1, 2)}.items()} == {
        "L4": "L4",
        "L5": "L5",
    }
    assert [entry for entry in same.ledger if entry.is_gone] == []


def test_a_title_that_comes_back_to_its_track_is_asked_about() -> None:
    without = reconcile(first_ledger(), ladder("T1 Software | Junior Engineer\nT2 Support | Adviser Lead"))
    result = reconcile(without.ledger, ladder(LADDER))
    assert [question.text for question in result.questions] == ["Is 'Senior' the level you had before, or a new one?"]
    fresh = reconcile(without.ledger, ladder(LADDER), answers_of([], ["Senior"]))
    assert fresh.keys[LEVEL][0, 3] == "L6"


def test_of_a_person_who_left_only_key_and_name_are_kept() -> None:
    ledger = reconcile((), SheetNames(people=(Sighting((0, 0), "Ada", "", "a@x", ("Web", "Lead")),))).ledger
    (entry,) = ledger_entries(reconcile(ledger, SheetNames()).ledger, PERSON)
    assert (entry.key, entry.name, entry.address, entry.content) == ("P1", "Ada", "", "")
    assert entry.is_gone


def test_what_the_list_on_the_tab_names_offers_is_understood_again() -> None:
    ledger = first_ledger()
    now = ladder("T1 Software | Junior Developer Senior\nT2 Support | Adviser Lead")
    (question,) = reconcile(ledger, now).questions
    (line,) = question.lines
    names = {entry.key: entry.name for entry in ledger}
    assert choices(question, line, names) == ("new name for Engineer", "a new level")
    answer = answer_of_choice(question, line, names, "New name for Engineer")
    assert answer == NameAnswer("Developer", "Engineer", LEVEL, (0, 2))
    assert answer_of_choice(question, line, names, "perhaps") is None
    assert level_names(reconcile(ledger, now, [answer]))["L2"] == "T1 Developer"


def test_an_answer_may_name_what_was_not_offered() -> None:
    ledger = first_ledger()
    now = ladder("T1 Software | Junior Engineer Senior Boss\nT2 Support | Adviser Chief")
    result = reconcile(ledger, now, [NameAnswer("Chief", "Lead")])
    assert result.keys[LEVEL][1, 2] == "L5"
    assert result.keys[LEVEL][0, 4] == "L6"


@pytest.mark.parametrize(
    ("same", "new", "problem"),
    [
        (["Developer"], [], "does not say which name is which"),
        (["Developer=Plumber"], [], "names nothing that was here before"),
        (["Plumber=Engineer"], [], "there is no question about that name"),
        ([], ["Junior"], "there is no question about that name"),
        (["Developer=Engineer", "Designer=Engineer"], [], "two names cannot both be the same thing"),
    ],
)
def test_answers_that_do_not_fit_are_said(same: list[str], new: list[str], problem: str) -> None:
    now = ladder("T1 Software | Junior Developer Designer\nT2 Support | Adviser Lead")
    with pytest.raises(Stop, match=problem):
        reconcile(first_ledger(), now, answers_of(same, new))


def test_a_title_in_two_tracks_is_answered_with_its_track() -> None:
    ledger = reconcile((), ladder(". Web | Junior Lead\n. Data | Analyst Lead")).ledger
    now = ladder("T1 Web | Junior Head\nT2 Data | Analyst Head")
    with pytest.raises(Stop, match="stands for more than one"):
        reconcile(ledger, now, answers_of(["Head=Lead"], []))
    result = reconcile(ledger, now, answers_of(["Head (Web)=Lead"], ["Head (Data)"]))
    assert result.keys[LEVEL] == {(0, 1): "L1", (0, 2): "L2", (1, 1): "L3", (1, 2): "L5"}


def test_competencies_are_read_from_their_records() -> None:
    names = sheet_names(
        [LadderRow(name=" Soft  ware ", step_2="Engineer")],
        [Competency(id="OWN", name="Ownership", theme="Impact", definition="Sees it through")],
        [Employee(id="E1", name="Ada Quill", email="ada@x", track="Software", level="Engineer")],
    )
    assert names.tracks[0].name == "Soft ware"
    assert [(level.spot, level.name) for level in names.levels] == [((0, 2), "Engineer")]
    result = reconcile((), names)
    assert (result.keys[COMPETENCY], result.keys[PERSON]) == ({(0, 0): "OWN"}, {(0, 0): "E1"})
    assert NEW not in result.keys[LEVEL].values()
