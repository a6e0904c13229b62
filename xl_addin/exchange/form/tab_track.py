"""My track: the level held now between those around it, and the one thing to do first."""

from collections.abc import Mapping, Sequence

from xl_addin.exchange.form import tab_plan, tab_rate
from xl_addin.exchange.form.form_design import Values
from xl_addin.exchange.form.form_figures import TallyFormulas
from xl_addin.exchange.form.form_rows import FormGroup, bullet_text
from xl_addin.exchange.form.level_words import level_title, levels_around, step_words, ways_line
from xl_addin.exchange.form.tab_parts import display_column, do_now, framework_words, send_back
from xl_addin.layout.describe import Cell, CellContent, Formula, Line, Sheet, Slot, Table
from xl_addin.layout.record_rows import RowValues
from xl_addin.model.dataset import Dataset
from xl_addin.model.records import Competency, Employee, Level

NAME = "My track"
TABLE = "tblTrack"
_FIRST = 16
_WIDEST, _ROOM, _A_PAGE = 44, 138, 9
"""Characters of a level's column at most, and of all of them together, so that nothing is off a small screen; rows on a
printed page."""
_TO_RATE, _TO_PLAN = f"{tab_rate.NAME} →", f"{tab_plan.NAME} →"
_DO_NOW, _LINK, _WHOSE = "do_now", "do_now_link", "whose"


def sheet(data: Dataset, group: FormGroup) -> Sheet:
    """The tab for everybody of a group."""
    level = group.level
    track = next(t for t in data.tracks if t.id == level.track)
    headers = _headers(data, level)
    width = min(_WIDEST, _ROOM // len(headers))
    columns = (
        display_column("name", "Competency", "What is described.", _FIRST, "key", kind="label"),
        *(
            display_column(
                name,
                header,
                "What a person at this level does.",
                width,
                "statement_here" if name == level.id else "statement",
            )
            for name, header in headers.items()
        ),
    )
    widths = (_FIRST, *(width for _ in headers), *([_WIDEST] if len(headers) == 1 else []))
    return Sheet(
        name=NAME,
        title=f"My track: {track.name or track.id}",
        purpose="  ·  ".join((level_title(level), f"round {group.terms.cycle}", framework_words(data))),
        group="matrices",
        blocks=(
            do_now(_bar(data, group, len(widths))),
            Line((Cell(Slot(_WHOSE), "lead"),)),
            Line((Cell(_send_back_line(data, group), "hint", span=len(widths)),)),
            Line((Cell(ways_line(data, level), "body", span=len(widths)),)),
            Table(TABLE, columns, ("name",), spare=0),
        ),
        widths=widths,
        for_reading=True,
        is_protected=True,
        pages=-(-len(_competencies(data, levels_around(data, level))) // _A_PAGE),
        landscape=False,
    )


def _send_back_line(data: Dataset, group: FormGroup) -> str:
    words = send_back(data, group.terms)
    return f"{words[:1].upper()}{words[1:]}. Nobody sees it before you send it."


def _headers(data: Dataset, level: Level) -> dict[str, str]:
    """Level id -> the header of its column, each only once."""
    headers: dict[str, str] = {}
    for target in levels_around(data, level):
        words = step_words(data, level, target)
        headers[target.id] = words if words not in headers.values() else f"{words} ({len(headers)})"
    return headers


def _bar(data: Dataset, group: FormGroup, columns: int) -> Sequence[CellContent]:
    """What to do first, with a link to the very cell, over as many columns."""
    count = TallyFormulas(*tab_rate.RATED)
    plan = f"#'{tab_plan.NAME}'!{tab_plan.first_cell(data, group)}"
    rate = f"#'{tab_rate.NAME}'!{tab_rate.RATING_LETTER}"
    link = (
        f'HYPERLINK(IF({count.blank_count}=0,"{plan}","{rate}"&{count.next_row}),'
        f'IF({count.blank_count}=0,"{_TO_PLAN}","{_TO_RATE}"))'
    )
    sentence = Formula(tab_rate.to_do_formula(), Slot(_DO_NOW))
    return ["Do this now", sentence, *[None] * (columns - 3), Formula(link, Slot(_LINK))]


def _level_rows(levels: Sequence[Level], name: str, field: str) -> Sequence[RowValues]:
    texts = {level.id: text for level in levels if (text := getattr(level, field))}
    return [{"name": name, **texts}] if texts else []


def rows(data: Dataset, group: FormGroup) -> Mapping[str, Sequence[RowValues]]:
    """The texts of these levels, a row for each competency and two about the levels themselves."""
    levels = levels_around(data, group.level)
    expectations = data.expectation
    texts: list[RowValues] = [
        {"name": competency.name, **{level.id: bullet_text(expectations(level.id, competency.id)) for level in levels}}
        for competency in _competencies(data, levels)
    ]
    return {
        TABLE: [*_level_rows(levels, "In short", "summary"), *texts, *_level_rows(levels, "Moving up", "promotion")]
    }


def _competencies(data: Dataset, levels: Sequence[Level]) -> Sequence[Competency]:
    """What any of the levels asks for; those of another track come along with a level of it."""
    competencies = {one.id: one for level in levels for one in data.competencies_of(level.track)}
    return [one for one in competencies.values() if any(data.expectation(level.id, one.id).strip() for level in levels)]


def values(data: Dataset, group: FormGroup, person: Employee) -> Values:
    """What fills the slots for one person."""
    manager = data.person.get(person.manager)
    names = [person.name or level_title(group.level)]
    if manager is not None and manager.name:
        names.append(f"manager {manager.name}")
    is_ready = tab_rate.person_tally(data, group, person).blank_count == 0
    return {
        _WHOSE: "  ·  ".join(names),
        _DO_NOW: tab_rate.to_do_sentence(data, group, person),
        _LINK: _TO_PLAN if is_ready else _TO_RATE,
    }
