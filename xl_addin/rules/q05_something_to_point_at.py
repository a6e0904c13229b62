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
from xl_addin.rules.checkability import is_checkable
from xl_addin.rules.lexicon import word_list
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

_OFTEN = (
    "daily, weekly, monthly, quarterly, yearly, annual*, every, each, per, week, weeks, month, months, quarter, "
    "sprint*, on time, deadline*, milestone*, timeline*"
)
_THINGS = (
    "code, codebase*, test, tests, document, documents, documentation, report, reports, designs, proposal*, "
    "review, reviews, ticket*, issue, issues, bug*, incident*, roadmap*, dashboard*, presentation*, talk, talks, "
    "workshop*, release*, feature*, service, services, system, systems, dependency, dependencies, metric*, "
    "budget*, estimate*, meeting*, runbook*, interview*, component*, product, products, deal*, contract*, quota*, "
    "campaign*, blog*, pull request*, retrospective*, checklist*, log, logs"
)
_PEOPLE = (
    "customer*, client, clients, user, users, stakeholder*, manager*, colleague*, peer*, engineer, engineers, "
    "designer*, developer*, leadership, teammate*, direct report*, candidate*, partner, partners, vendor*, "
    "joiner*, mentee*, executive*, sponsor*"
)
_REACH = (
    "task, tasks, project, projects, team, teams, team's, group, groups, department*, organisation*, "
    "organization*, company, company's, industry, initiative*, programme*, cross-team, cross-functional"
)

SETTINGS = (
    word_list(
        "Q05.anchors",
        ", ".join((_OFTEN, _THINGS, _PEOPLE, _REACH)),
        "Words a statement can be checked by: how often, things made, people, reach. Numbers count "
        "anyway. Used by Q02 too. Source: nouns of 49 public frameworks.",
    ),
)


@rule(
    Severity.INFO,
    MEASURABLE,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements with nothing to point at",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement without a number or any word of the list."""
    if not is_checkable(statement.text, data):
        yield Hit(statement.place, f"{statement.cell.location} has nothing to point at in {quote(statement.text)}.")
