"""Each statement says what a colleague could see

Why
    Nobody can see somebody understand, know or be aware of a thing, so such a statement cannot be rated fairly: one
    manager assumes it, another asks for proof. It is the commonest flaw of public frameworks, in about one statement
    of five; the Financial Times calls "understands" woolly in its own reviews.

Fix
    Write what the person does because they know it: explains, chooses, writes, shows, decides.

Good
    Matrix ENG
    | Competency | SE1                                                        |
    | Security   | Explains the risk of a change to the reviewer before merging. |

Bad
    Matrix ENG
    | Competency | SE1                                                  |
    | Security   | Understands the security risks. / Tests own changes. |
    -> SE1 of Security

    Matrix ENG
    | Competency | SE1                                                  |
    | Security   | Is aware of common attacks and able to explain them. |
    -> SE1 of Security
"""

from collections.abc import Iterator

from xl_addin.model.dataset import Dataset
from xl_addin.model.finding import Severity
from xl_addin.rules.lexicon import lexicon, word_list
from xl_addin.rules.rule import MEASURABLE, Hit, rule
from xl_addin.rules.subjects import Statement, each_statement
from xl_addin.rules.text_analysis import quote

SETTINGS = (
    word_list(
        "Q01.words",
        "understand, understands, understood, understanding, know, knows, knowledge of, working knowledge, "
        "knowledgeable, aware, awareness, familiar, familiarity, comfortable, believe, believes, think, thinks, feel, "
        "feels, appreciate, appreciates, able to, ability to, capable of, capacity to, interested in, passionate, "
        "cares, care about, expertise in, proficient, proficiency, competent in, skilled, fluent, willing to, eager "
        "to, learns, learning, curious, recognise, recognises, recognize, recognizes, has a grasp, exposure to, "
        "experience in, experience with, self-aware, self-awareness, sense of, focuses on, focused on, considers, "
        "mindful, motivated, self-motivated, committed to, open to, respectful, empathy, empathetic",
        "Verbs and phrases for what goes on inside a person and cannot be seen. Source: hits on 49 public "
        "frameworks and the Financial Times' review of its own.",
    ),
)


@rule(
    Severity.WARNING,
    MEASURABLE,
    subjects=each_statement,
    skip_reason="no cell is written yet",
    settings=SETTINGS,
    plural="statements that nobody can observe",
)
def judge(statement: Statement, data: Dataset) -> Iterator[Hit]:
    """Hit for a statement that tells of a state of mind."""
    matches = lexicon(data, "Q01.words").find(statement.text)
    if matches:
        quotation = quote(statement.text, matches[0])
        yield Hit(
            statement.place,
            f'{statement.cell.location} cannot be seen by others where it says "{matches[0]}": {quotation}.',
        )
