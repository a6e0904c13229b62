"""The policy readiness is judged by: its settings, and the same as one record."""

from dataclasses import dataclass
from typing import Self

from xl_addin.model.dataset import Dataset
from xl_addin.model.facts import YES_NO, Number, OneOf
from xl_addin.model.setting import Setting
from xl_addin.scores.readiness_gate import COUNT, MEAN, Gate

DEFAULT = "default"
VARIANTS = tuple("abcde")

SETTINGS = (
    Setting(
        id="D10.variant",
        group="Scores",
        default=DEFAULT,
        takes=OneOf((DEFAULT, *VARIANTS)),
        meaning='Which way of reading the ratings counts: "default" (b and e together, with evidence on every critical '
        "competency and the usual months at the level), or a, b, c, d or e alone.",
    ),
    Setting(
        id="D10.coverage",
        group="Scores",
        default=0.9,
        takes=Number(0, 1),
        meaning="Least share of what the next level asks for that must be rated before anything is said, 0 to 1.",
    ),
    Setting(
        id="D10.a",
        group="Scores",
        default=0.9,
        takes=Number(0, 1),
        meaning="Least share of expectations met for variant a, 0 to 1.",
    ),
    Setting(
        id="D10.b",
        group="Scores",
        default=0.85,
        takes=Number(0, 1),
        meaning="Least share of the way to the expectations for variant b, 0 to 1.",
    ),
    Setting(
        id="D10.c.now",
        group="Scores",
        default=0.85,
        takes=Number(0, 1),
        meaning="Variant c is met from here up: within reach now.",
    ),
    Setting(
        id="D10.c.months",
        group="Scores",
        default=0.7,
        takes=Number(0, 1),
        meaning="Variant c from here up reads: within reach in 6 to 12 months.",
    ),
    Setting(
        id="D10.c.stretch",
        group="Scores",
        default=0.55,
        takes=Number(0, 1),
        meaning="Variant c from here up reads: a stretch; below it: further away.",
    ),
    Setting(
        id="D10.gate",
        group="Scores",
        default=MEAN,
        takes=OneOf((MEAN, COUNT)),
        meaning='Policy of the gate, variant d: "mean" (the mean mark must be above D10.gate.mean) or "count" (no mark '
        "of 0, and at most D10.gate.partly marks of 1).",
    ),
    Setting(
        id="D10.gate.mean",
        group="Scores",
        default=1.7,
        takes=Number(0, 2),
        meaning='With the gate "mean", the mean mark must be more than this; marks go from 0 to 2.',
    ),
    Setting(
        id="D10.gate.partly",
        group="Scores",
        default=2,
        meaning='With the gate "count", at most this many expectations may be one point short.',
    ),
    Setting(
        id="D10.gate.held",
        group="Scores",
        default="No",
        takes=YES_NO,
        meaning="Yes: the level held now must pass the gate too, in the same cycle. No: who holds it has passed it.",
    ),
    Setting(
        id="D10.floor",
        group="Scores",
        default=3,
        takes=Number(1, 5),
        meaning="Variant e: least overall rating, and least rating in every critical competency.",
    ),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of D10, read once."""

    variant: str
    coverage: float
    met_share: float
    proportional: float
    within_reach: float
    months: float
    stretch: float
    gate: Gate
    check_current: bool
    floor: float

    @classmethod
    def from_data(cls, data: Dataset) -> Self:
        """The policy of a workbook; a word that is none of those offered counts as the default's."""
        variant = _word(data, "D10.variant")
        policy = COUNT if _word(data, "D10.gate") == COUNT else MEAN
        return cls(
            variant=variant if variant in VARIANTS else DEFAULT,
            coverage=data.number("D10.coverage"),
            met_share=data.number("D10.a"),
            proportional=data.number("D10.b"),
            within_reach=data.number("D10.c.now"),
            months=data.number("D10.c.months"),
            stretch=data.number("D10.c.stretch"),
            gate=Gate(policy, data.number("D10.gate.mean"), int(data.number("D10.gate.partly"))),
            check_current=_word(data, "D10.gate.held") == "yes",
            floor=data.number("D10.floor"),
        )


def _word(data: Dataset, setting: str) -> str:
    return str(data.setting(setting)).strip().casefold()
