"""Acronyms are spelled out or known to everybody

Why
    New colleagues and people from other departments read the framework too. An acronym they do not know shuts them
    out. One statement in twenty of the public frameworks has one.

Fix
    Spell it out, as in service level objective (SLO), or add it to M06.known on the Settings tab.

Good
    Matrix ENG
    | Competency | SE1                                                                             |
    | Craft      | Sets a service level objective (SLO) for each service. / Reports the SLO to HR. |

Bad
    Matrix ENG
    | Competency | SE1                           |
    | Craft      | Keeps the SLO of the service. |
    -> SE1 of Craft
"""

import re
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.memo import memo
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import Statement, each_competency, each_statement, written_cells
from xl_addin.rules.text_analysis import list_names

SETTINGS = (
    Setting(
        id="M06.known",
        group="Rules",
        default="HR, IT, UK, EU, US, USA, UN, OK, CEO, CFO, COO, CTO, CIO, VP, PDF, FAQ, ID, TV, AM, PM, PC, AI, "
        "DRAFT, NA",
        meaning="Acronyms everybody here knows, separated by commas. One that is spelled out anywhere in the "
        "framework, as in service level objective (SLO), and the ids of tracks, levels and competencies count as "
        "known too.",
    ),
)
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,6}(?=s?(?![\w-]))")
_SPELLED_OUT = re.compile(r"\(([A-Z]{2,6})s?\)|\b([A-Z]{2,6})s?\s+\(")
_ROMAN = re.compile(r"[IVX]+")


def _known_acronyms(data: Dataset) -> set[str]:
    """Every acronym that needs no explaining, folded."""
    texts = [cell.text for cell in written_cells(data)]
    texts += [competency.definition + " " + competency.name for competency in each_competency(data)]
    definitions = {name for text in texts for pair in _SPELLED_OUT.findall(text) for name in pair}
    ids = {record.id for records in (data.tracks, data.levels, data.competencies) for record in records}
    return {name.casefold() for name in definitions | ids} | set(data.words("M06.known"))


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="acronyms to spell out",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement with acronyms nobody explains."""
    acronyms = dict.fromkeys(_ACRONYM.findall(statement.text))
    if not acronyms or statement.text.isupper():
        return
    known_acronyms = memo(data, "M06 known", lambda: _known_acronyms(data))
    unknown = [name for name in acronyms if name.casefold() not in known_acronyms and not _ROMAN.fullmatch(name)]
    if unknown:
        yield Hit(statement.place, f"{statement.cell.location} uses {list_names(unknown)} without spelling it out.")
