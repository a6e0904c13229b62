"""A statement has something to point at

Why
    "Grows continuously" can be neither seen nor denied. A statement can be talked about once it names a thing that is
    made, a person it is done with or for, how often, or how far it reaches. A number is not asked for: only one
    statement in forty of the public frameworks has one, and three quarters have something else to point at.

Fix
    Name what is made, who it is for or with, how often, or how far it reaches.

Good
    Matrix ENG
    | Competency | SE1                                       |
    | Learning   | Shows a colleague what they learned from each incident. |

Bad
    Matrix ENG
    | Competency | SE1                       |
    | Learning   | Grows all the time.       |
    -> SE1 of Learning
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.model.records import Setting
from xl_addin.rules.anchors import anchored
from xl_addin.rules.lexicon import HOW
from xl_addin.rules.over import Statement, each_statement
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.words import quoted

_OFTEN = (
    "daily, weekly, monthly, quarterly, yearly, annual*, every, each, per, week*, month*, quarter*, sprint*, on "
    "time, deadline*, milestone*, first, consistently, regularly, often"
)
_THINGS = (
    "code*, test*, document*, plan*, report*, design*, proposal*, review*, ticket*, issue*, bug*, incident*, "
    "roadmap*, dashboard*, presentation*, talk*, workshop*, release*, feature*, service*, system*, tool*, data, "
    "metric*, target*, goal*, objective*, budget*, estimate*, feedback, question*, decision*, solution*, "
    "problem*, process*, standard*, architecture, meeting*, training, guideline*, tradeoff*, trade-off*, risk*, "
    "requirement*, strategy, strategies, vision, hiring, interview*, component*, product*, pipeline, deal*, "
    "contract*, quota*, campaign*, content, blog*, post*, research, example*"
)
_PEOPLE = (
    "customer*, client*, user*, stakeholder*, manager*, colleague*, peer*, engineer*, designer*, developer*, "
    "leader*, leadership, teammate*, report*, direct*, candidate*, partner*, vendor*, people, person, others, "
    "members, joiner*, junior*, senior*, mentee*, executive*, sponsor*, expert*, community, communities, audience*"
)
_REACH = (
    "task*, project*, team*, group*, department*, organisation*, organization*, company, business, industry, "
    "domain*, area*, programme*, initiative*, cross-team, cross-functional, discipline*"
)

SETTINGS = (
    Setting(
        id="Q05.anchors",
        group="Rules",
        default=", ".join((_OFTEN, _THINGS, _PEOPLE, _REACH)),
        meaning="Words a statement can be checked by: how often, things made, people, reach. Numbers count "
        f"anyway. Used by Q02 too. Source: nouns of 49 public frameworks. {HOW}",
    ),
)


@rule(
    Severity.INFO,
    MEASURABLE,
    over=each_statement,
    unanswered="no cell is written yet",
    settings=SETTINGS,
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement without a number or any word of the list."""
    if not anchored(statement.text, data):
        yield Hit(statement.place, f"{statement.of.where} has nothing to point at in {quoted(statement.text)}.")
