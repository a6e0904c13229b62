"""Theme: several statements in one figure

What it says
    There are two honest ways to sum up a set of statements, and they give different figures, so the one used is
    always named.
    a  The mean of the statements' favourable shares: how favourable the statements are on the whole.
    b  The share of people who are favourable on the whole: those whose own mean over the statements they answered
       is 3.5 or more. Who answered nothing is not counted.
    A statement with too few answers to show takes no part, or it could be worked out from the theme.

Formula
    a = sum of favourable shares / statements with a share
    b = people with a mean of at least the setting D02.favourable / people with at least one answer
    The setting D02.method chooses.

Examples
    Statements lie in a row, people are set apart by a slash, and - is a statement left out.

    | Answers                     | a     | b   |
    | 4 4 / 3 3 / 5 2             | 0.5   | 0.667 |
    | 5 - / 3 4 / - 3             | 0.5   | 0.667 |
    | 4 3 / - -                   | 0.5   | 1   |
    | - - / - -                   |       |     |

Source
    Option b is how one survey vendor scores a theme (Lattice help, article 2156222).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xl_addin.model.answers import BENEFITS, HEALTH, ITEMS, PULSE
from xl_addin.model.facts import Number, OneOf
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.d01_item import BENEFIT_FIGURES, HEALTH_FIGURES, PULSE_FIGURES, answer_points, item, valid_answers
from xl_addin.scores.formula import in_use

SHARES, PERSONS = "a", "b"
METHOD_NAMES = {
    SHARES: "Mean of the statements' favourable shares",
    PERSONS: "Share of people who are favourable on the whole",
}

SETTINGS = (
    Setting(
        id="D02.method",
        group="Scores",
        default=SHARES,
        takes=OneOf(("a", "b")),
        meaning="How statements are summed up: a, the mean of their favourable shares; "
        "b, the share of people whose own mean is favourable.",
    ),
    Setting(
        id="D02.favourable",
        group="Scores",
        default=3.5,
        takes=Number(1, 5),
        meaning="With method b, a person is favourable when their own mean is at least this.",
    ),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of statements in one figure, and which figure it is."""

    method: str
    name: str
    value: float | None


def method(setting: object) -> str:
    """The method a setting asks for: b where it says b, else a."""
    return PERSONS if str(setting).strip().casefold() == PERSONS else SHARES


def by_shares(shares: Iterable[float | None]) -> float | None:
    """Option a: the mean of the favourable shares there are."""
    numbers = [share for share in shares if share is not None]
    return sum(numbers) / len(numbers) if numbers else None


def by_persons(people: Iterable[Iterable[RatingValue]], favourable: float) -> float | None:
    """Option b: the share of favourable people among those with an answer."""
    means = [sum(answers) / len(answers) for answers in map(valid_answers, people) if answers]
    return sum(mean >= favourable for mean in means) / len(means) if means else None


def theme(
    shares: Iterable[float | None], people: Iterable[Iterable[RatingValue]], setting: object, favourable: float
) -> Theme:
    """The theme by the method the setting names."""
    letter = method(setting)
    value = by_persons(people, favourable) if letter == PERSONS else by_shares(shares)
    return Theme(letter, METHOD_NAMES[letter], value)


def theme_formula(table: str, keys: Sequence[str]) -> str:
    """The theme of these statements, whose figures stand in `table`, in that order, with no row to spare."""
    first = list(ITEMS).index(keys[0]) + 1
    taking_part = [f"ISNUMBER(INDEX({table}[Favourable],{position}))" for position in range(1, len(keys) + 1)]
    answers = [
        answer_points(f"INDEX(tblAnswerColumns[Column],{position})") for position in range(first, first + len(keys))
    ]
    total = "+".join(f"{part}*{answer}" for part, answer in zip(taking_part, answers, strict=True))
    answer_count = "+".join(f"{part}*({answer}>0)" for part, answer in zip(taking_part, answers, strict=True))
    persons = (
        f"SUMPRODUCT(({total}>0)*({total}>={in_use('D02.favourable')}*({answer_count})))/SUMPRODUCT(--({total}>0))"
    )
    return f'IFERROR(IF(TRIM({in_use("D02.method")})="{PERSONS}",{persons},AVERAGE({table}[Favourable])),"")'


EXCEL = {
    "health": theme_formula(HEALTH_FIGURES, [item.key for item in HEALTH]),
    "benefits": theme_formula(BENEFIT_FIGURES, [item.key for item in BENEFITS]),
    "pulse": theme_formula(PULSE_FIGURES, [item.key for item in PULSE]),
}


def example(text: str) -> tuple[float | None, float | None]:
    """One row of the page's examples, both options, with the default settings."""
    people: Sequence[list[RatingValue]] = [
        [None if word == "-" else int(word) for word in part.split()] for part in text.split("/")
    ]
    shares = [item(answers, 30).favourable for answers in zip(*people, strict=True)]
    return by_shares(shares), by_persons(people, 3.5)
