"""The words leave nobody out

Why
    Some words hurt ("crazy"), some shut people out who did not grow up with them ("rockstar"), and some make hard
    work sound easy. And a text that leans on words read as masculine, or as feminine, makes others feel less meant,
    as studies of job advertisements found.

Fix
    Use the plain word for what you mean; balance the wording where it leans to one side.

Good
    Matrix ENG
    | Competency | SE1                                                   |
    | Craft      | Checks each release for surprises before it goes out. |

Bad
    Matrix ENG
    | Competency | SE1                                  |
    | Craft      | Does a sanity check of each release. |
    -> SE1 of Craft

    Matrix SALES
    | Competency | AE1                                                                                |
    | Drive      | Competes to dominate. / Leads with courage. / Challenges rivals and decides alone. |
    -> Matrix SALES
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.finding import Place, Severity
from xl_addin.model.setting import Setting
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import Statement, each_matrix, each_statement
from xl_addin.rules.table_rows import track_name
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "M08.words",
        "crazy, insane, sanity check*, sanity-check*, lame, dumb, dummy, blind spot*, blind to, tone "
        "deaf, tone-deaf, cripple*, crippling, paranoid, OCD, schizo*, guru*, ninja*, rockstar*, rock star*, "
        "wizard*, hacker*, superstar*, guys, manpower, man-hours, man hours, man-days, mankind, chairman, "
        "foreman, middleman, blacklist*, whitelist*, master/slave, grandfathered, spirit animal, powwow, tribal "
        "knowledge, no-brainer, trivial, trivially, kick-ass, kickass, crush it, killer, rock the, war room, in "
        "the trenches, drink the kool-aid, native speaker, young, digital native*",
        "Words that hurt, shut out or belittle. Source: language guides of public frameworks.",
    ),
    word_list(
        "M08.masculine",
        "adventur*, aggress*, ambitio*, analy*, assert*, athlet*, autonom*, battle*, boast*, challeng*, "
        "champion*, compet*, confident*, courag*, decid*, decision*, decisive*, defend*, determin*, domin*, "
        "driven, fearless*, force*, greedy, headstrong, hierarch*, hostil*, impulsive, independen*, individual*, "
        "intellect*, lead*, logic*, objective*, opinion*, outspoken, persist*, principle*, reckless, "
        "self-confiden*, self-relian*, self-sufficien*, stubborn, superior*, unreasonab*",
        "Word beginnings read as masculine. Source: Gaucher, Friesen and Kay 2011.",
    ),
    word_list(
        "M08.feminine",
        "affectionate, agree*, caring, child*, cheer*, collab*, commit*, communal, compassion*, connect*, "
        "considerate, cooperat*, co-operat*, depend*, emotion*, empath*, feel*, gentle*, honest*, inclusive*, "
        "interdepend*, interpersonal, kind, kinship, loyal*, modest*, nurtur*, pleasant*, polite*, quiet*, "
        "respon*, sensitiv*, share*, sharing, submissive, support*, sympath*, tender*, together*, trust*, "
        "understand*, warm*, yield*",
        "Word beginnings read as feminine. Source: Gaucher, Friesen and Kay 2011.",
    ),
    Setting(
        id="M08.least",
        group="Rules",
        default=5,
        meaning="A matrix is reported as leaning when one side has at least this many words.",
    ),
    Setting(
        id="M08.times",
        group="Rules",
        default=2,
        meaning="A matrix is reported as leaning when one side has at least this many times the words of the other.",
    ),
)


def _statements_and_matrices(data: Dataset) -> Iterator[Statement | Matrix]:
    """Every statement, then every matrix as a whole."""
    yield from each_statement(data)
    yield from each_matrix(data)


@rule(
    Severity.WARNING,
    MEANINGFUL,
    subjects=_statements_and_matrices,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="words that may leave people out",
)
def judge(subject: Statement | Matrix, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement with words of the list, and for a matrix whose wording leans to one side."""
    if isinstance(subject, Statement):
        matches = lexicon(data, "M08.words").find(subject.text)
        if matches:
            message = (
                f'{subject.cell.location} uses "{matches[0]}", which may hurt or shut out: '
                f"{quote(subject.text, matches[0])}."
            )
            yield Hit(subject.place, message)
    else:
        yield from _leaning(subject, data)


def _leaning(matrix: Matrix, data: Dataset) -> Iterator[Hit]:
    minimum, times = data.number("M08.least"), data.number("M08.times")
    counts = {side: sum(lexicon(data, f"M08.{side}").count(c.text) for c in matrix.cells) for side in _SIDES}
    low, high = sorted(_SIDES, key=lambda side: counts[side])
    if counts[high] >= minimum and counts[high] >= times * counts[low]:
        track = track_name(data, matrix.track)
        message = f"The matrix of {track} leans towards words read as {high}: {counts[high]} against {counts[low]}."
        yield Hit(Place(matrix.table), message)


_SIDES = ("masculine", "feminine")
