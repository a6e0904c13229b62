"""One person's view, bands and ranking

What it says
    When one person has filled in the questionnaire, the ratings are shown as given, with a word: 1 and 2 ask for
    action, 3 is worth watching, 4 and 5 are worth keeping. One person has no favourable share and nobody to agree
    with. When several people have answered, the same three words follow from the favourable share.
    Of benefits the words say how important they are. A sign goes with each word; colour alone says nothing.
    Track health is ranked weakest first, benefits most important first. What ties is named together, in the order
    of the questions.

Formula
    one person: 1, 2 Act; 3 Watch; 4, 5 Keep (benefits: Less important, Somewhat important, Important)
    several: favourable share in whole per cent, up to the setting D03.red Act, from D03.green Keep, else Watch
    rank = 1 + how many statements come before; one person: by rating, several: by favourable share, then by mean

Examples
    | Ratings       | Favourable | Bands                    | Weakest first |
    | 4 3 2 3       |            | Keep, Watch, Act, Watch  | 3; 2, 4; 1    |
    | 5 - 1         |            | Keep, -, Act             | 3; 1          |
    | 3 3           |            | Watch, Watch             | 1, 2          |
    | - -           |            | -, -                     |               |
    |               | 1 of 3     | Act                      |               |
    |               | 67 of 200  | Watch                    |               |
    |               | 2 of 3     | Keep                     |               |
    |               | 2 of 4     | Watch                    |               |

Source
    The cut points of 33 and 67 are those of a survey vendor's pulse (Lattice help, article 360060573854).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xl_addin.model.facts import Number
from xl_addin.model.records import RatingValue
from xl_addin.model.setting import Setting
from xl_addin.scores.d01_item import BENEFIT_FIGURES, HEALTH_FIGURES, PULSE_FIGURES, figure_or_blank, valid_answers
from xl_addin.scores.formula import RATINGS, in_use, rating_formula

SETTINGS = (
    Setting(
        id="D03.red",
        group="Scores",
        default=33,
        takes=Number(0, 100),
        meaning='A favourable share of up to this many per cent is marked "Act".',
    ),
    Setting(
        id="D03.green",
        group="Scores",
        default=67,
        takes=Number(0, 100),
        meaning='A favourable share of at least this many per cent is marked "Keep"; between the two stands "Watch".',
    ),
)


@dataclass(frozen=True, slots=True)
class Band:
    """A word for a figure, and the sign that goes with it where colour cannot be seen."""

    word: str
    sign: str

    def __str__(self) -> str:
        return f"{self.sign} {self.word}"


Bands = tuple[Band, Band, Band]
"""From low to high."""

PERFORMANCE: Bands = (Band("Act", "▼"), Band("Watch", "●"), Band("Keep", "▲"))
IMPORTANCE: Bands = (Band("Less important", "○"), Band("Somewhat important", "◐"), Band("Important", "●"))


def band(rating: RatingValue, bands: Bands = PERFORMANCE) -> Band | None:
    """The band of one person's rating."""
    answers = valid_answers([rating])
    return bands[(0, 0, 1, 2, 2)[answers[0] - 1]] if answers else None


def share_band(favourable: int, n: int, red: float, green: float, bands: Bands = PERFORMANCE) -> Band | None:
    """The band of a favourable share, `favourable` of n people, after rounding it to whole per cent."""
    if not n:
        return None
    per_cent = (Decimal(100 * favourable) / n).quantize(Decimal(1), ROUND_HALF_UP)
    return bands[0] if per_cent <= red else bands[2] if per_cent >= green else bands[1]


Ranking = tuple[tuple[str, ...], ...]
"""Keys in order of rank; those that tie stand together."""


def ranking(figures: Mapping[str, tuple[float, ...] | None], *, highest_first: bool = False) -> Ranking:
    """Keys by figure, lowest first unless told otherwise; later figures part the ties of earlier ones."""
    places: dict[tuple[float, ...], list[str]] = {}
    for key, figure in figures.items():
        if figure is not None:
            places.setdefault(figure, []).append(key)
    return tuple(tuple(places[figure]) for figure in sorted(places, reverse=highest_first))


def ranks(order: Ranking) -> dict[str, int]:
    """Key -> rank, 1 for the first; after a tie of two the next rank is 3."""
    rank_by_key: dict[str, int] = {}
    for keys in order:
        rank_by_key |= dict.fromkeys(keys, len(rank_by_key) + 1)
    return rank_by_key


def value_formula(header: str) -> str:
    """One person's rating as a number from 1 to 5; an error where there is none."""
    return rating_formula(f"[@{header}]")


def _single_band(header: str, bands: Bands) -> str:
    low, middle, high = (f'"{label}"' for label in bands)
    return f'IFERROR(CHOOSE({value_formula(header)},{low},{low},{middle},{high},{high}),"")'


def _single_rank(table: str, header: str, comparison: str) -> str:
    ahead = f"({RATINGS}{comparison}{value_formula(header)})"
    return f'IFERROR(SUMPRODUCT(({table}[{header}]={RATINGS})*{ahead})+1,"")'


def _several_band(bands: Bands) -> str:
    share = "ROUND(100*([@Rated 4]+[@Rated 5])/[@n],0)"
    low, middle, high = bands
    return figure_or_blank(
        f'IF({share}<={in_use("D03.red")},"{low}",IF({share}>={in_use("D03.green")},"{high}","{middle}"))'
    )


def several_rank(table: str, *, highest_first: bool = False) -> str:
    """The rank of a row of figures among the rows of its own table."""
    comparison = ">" if highest_first else "<"
    share, mean, has_share = f"{table}[Favourable]", f"{table}[Mean]", f"ISNUMBER({table}[Favourable])"
    return figure_or_blank(
        f"1+SUMPRODUCT({has_share}*({share}{comparison}[@Favourable]))"
        f"+SUMPRODUCT({has_share}*({share}=[@Favourable])*({mean}{comparison}[@Mean]))"
    )


EXCEL = {
    "health_band": _single_band("Rating", PERFORMANCE),
    "health_rank": _single_rank("tblTrackHealth", "Rating", "<"),
    "benefits_band": _single_band("Importance", IMPORTANCE),
    "benefits_rank": _single_rank("tblBenefits", "Importance", ">"),
    "health_figures_rank": several_rank(HEALTH_FIGURES),
    "benefit_figures_rank": several_rank(BENEFIT_FIGURES, highest_first=True),
    "pulse_figures_rank": several_rank(PULSE_FIGURES),
    "several_band": _several_band(PERFORMANCE),
    "several_benefits_band": _several_band(IMPORTANCE),
}


def example(ratings: Sequence[RatingValue] | None, favourable: str | None) -> tuple[str | None, str | None]:
    """One row of the page's examples: one person's ratings, or a favourable share; with the default settings."""
    if favourable:
        part, n = favourable.split(" of ")
        result = share_band(int(part), int(n), 33, 67)
        return (result.word if result else None), None
    answers = ratings or ()
    order = ranking({str(number): (float(r),) if isinstance(r, int) else None for number, r in enumerate(answers, 1)})
    words = [result.word if (result := band(rating)) else "-" for rating in answers]
    return ", ".join(words), "; ".join(", ".join(keys) for keys in order) or None
