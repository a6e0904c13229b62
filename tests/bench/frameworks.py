"""Big frameworks for benchmarks, made from the statements of our own starters."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle

from xl_addin.commands.new import load_starter, starter_names
from xl_addin.matrix.build import shares
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import (
    Competency,
    Employee,
    Expectation,
    Level,
    MatrixRow,
    Rating,
    RatingValue,
    Track,
    Weight,
)
from xl_addin.model.statements import statements
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.settings import all_settings


def our_statements() -> Iterator[str]:
    """The statements of all starters, over and over: a few thousand words, as in real frameworks."""
    texts = [cell.text for name in starter_names() for cells in load_starter(name).matrices.values() for cell in cells]
    return cycle([line for text in texts for line in statements(text)])


def invented_statements(words: int = 20_000, seed: int = 7) -> Iterator[str]:
    """Statements of 6 to 18 words out of so many invented ones: nothing that was worked out for a word helps for long.

    The seed makes them the same for every run.
    """
    chance = random.Random(seed)
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
    endings = ["", "s", "ing", "ed", "er", "tion", "ment", "ly", "able"]
    known = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) + chance.choice(endings) for _ in range(words)]
    while True:
        yield " ".join(chance.choices(known, k=chance.randint(6, 18))).capitalize() + "."


def big_framework(tracks: int, competencies: int, levels: int, texts: Iterable[str] = ()) -> Dataset:
    """Tracks by competencies by levels, three statements a cell; ours where no `texts` are given."""
    lines = iter(texts or our_statements())
    made = [f"T{n}" for n in range(tracks)]
    ids = [f"C{n}" for n in range(competencies)]
    return Dataset(
        tracks=tuple(Track(row=n, id=t, name=f"Track {n}") for n, t in enumerate(made)),
        levels=tuple(
            Level(row=n * levels + r, id=f"{t}L{r}", track=t, title=f"{t} level {r}", rank=r + 1)
            for n, t in enumerate(made)
            for r in range(levels)
        ),
        competencies=tuple(
            Competency(row=n, id=c, name=f"Competency {c}", definition="What it covers.") for n, c in enumerate(ids)
        ),
        weights=tuple(
            Weight(track=t, competency=c, weight=w)
            for t in made
            for c, w in zip(ids, shares(competencies), strict=True)
        ),
        matrices=tuple(
            Matrix(
                t,
                table_name(t),
                tuple(MatrixRow(row=n, competency=c, name=f"Competency {c}") for n, c in enumerate(ids)),
                tuple(f"{t}L{r}" for r in range(levels)),
                tuple(
                    Expectation(
                        row=n, track=t, competency=c, level=f"{t}L{r}", text="\n".join(next(lines) for _ in range(3))
                    )
                    for n, c in enumerate(ids)
                    for r in range(levels)
                ),
            )
            for t in made
        ),
        settings={setting.id: setting.default for setting in all_settings()},
    )


_RATED: tuple[RatingValue, ...] = (1, 2, 3, 3, 3, 3, 4, 4, 4, 5, "N/A", None)


def big_company(people: int, competencies: int = 12, tracks: int = 10, levels: int = 6) -> Dataset:
    """People on the tracks of a big framework, rated by themselves and their manager; every second at a next level."""
    chance = random.Random(people)
    data = big_framework(tracks, competencies, levels)
    made = [(f"P{n}", f"T{n % tracks}", chance.randrange(levels - 1)) for n in range(people)]
    return replace(
        data,
        people=tuple(
            Employee(row=n, id=who, name=f"Person {n}", track=track, level=f"{track}L{at}", manager=f"P{n // 8}")
            for n, (who, track, at) in enumerate(made)
        ),
        ratings=tuple(
            Rating(
                cycle="2027-H1",
                employee=who,
                competency=f"C{c}",
                level=f"{track}L{at + n % 2}",
                self_rating=chance.choice(_RATED),
                manager_rating=chance.choice(_RATED),
                evidence="Seen at work.",
            )
            for n, (who, track, at) in enumerate(made)
            for c in range(competencies)
        ),
        settings={**data.settings, "cycle": "2027-H1"},
    )
