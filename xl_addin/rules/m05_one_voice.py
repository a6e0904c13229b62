"""A matrix speaks in one voice

Why
    "Plans the work", "You plan the work" and "I plan the work" side by side show that several people wrote it, and
    make levels hard to compare. Two matrices in five of the public frameworks mix voices, so this is a hint.

Fix
    Choose one voice, such as "Plans the work", and turn the other statements into it.

Good
    Matrix ENG
    | Competency | SE1                | SE2                  |
    | Craft      | Tests own changes. | Reviews code weekly. |

Bad
    Matrix ENG
    | Competency | SE1                | SE2                     |
    | Craft      | Tests own changes. | You review code weekly. |
    | Delivery   | I plan my week.    | Plans the release.      |
    -> Matrix ENG
"""

from collections import Counter
from collections.abc import Iterator

from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.facts import Number
from xl_addin.model.finding import Place, Severity
from xl_addin.model.memo import memo
from xl_addin.model.setting import Setting
from xl_addin.rules.rule import MEANINGFUL, Hit, rule
from xl_addin.rules.subjects import each_matrix, each_statement
from xl_addin.rules.table_rows import track_name
from xl_addin.rules.text_analysis import list_names, tokens

SETTINGS = (
    Setting(
        id="M05.share",
        group="Rules",
        default=0.8,
        takes=Number(0, 1),
        meaning="The commonest voice of a matrix should cover this share of its statements, from 0 to 1. Source: "
        "49 public frameworks; two in five have less.",
    ),
)
_PRONOUNS = {
    "you": "You plan",
    "you're": "You plan",
    "you've": "You plan",
    "your": "You plan",
    "i": "I plan",
    "i'm": "I plan",
    "my": "I plan",
    "we": "We plan",
    "our": "We plan",
}


def _voice(text: str) -> str:
    """The voice of a statement, shown by an example; an adverb in front does not count."""
    first = next((word for word in tokens(text) if not word.endswith("ly")), "")
    if first in _PRONOUNS:
        return _PRONOUNS[first]
    return "Plans" if first.endswith("s") and not first.endswith(("ss", "us")) else "Plan"


@rule(
    Severity.INFO,
    MEANINGFUL,
    subjects=each_matrix,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="matrices that mix voices",
)
def judge(matrix: Matrix, data: Dataset) -> Iterator[Hit]:
    """Hit for a matrix without a voice that most of its statements share."""
    voices = memo(data, "M05 voices", lambda: _voices(data))[matrix.table]
    top_voices = voices.most_common(2)
    if top_voices[0][1] < data.number("M05.share") * voices.total():
        shares = list_names([f'"{voice}" ({count / voices.total():.0%})' for voice, count in top_voices])
        track = track_name(data, matrix.track)
        yield Hit(Place(matrix.table), f"The matrix of {track} mixes voices, most often {shares}.")


def _voices(data: Dataset) -> dict[str, Counter[str]]:
    """How often each matrix speaks in each voice."""
    counts_by_table: dict[str, Counter[str]] = {}
    for statement in each_statement(data):
        counts_by_table.setdefault(statement.place.table, Counter())[_voice(statement.text)] += 1
    return counts_by_table
