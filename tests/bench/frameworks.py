"""Big frameworks for benchmarks, made from the statements of our own starters."""

from itertools import cycle

from xl_addin.commands.new import load_starter, starter_names
from xl_addin.matrix.build import shares
from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import Competency, Expectation, Level, MatrixRow, Track, Weight
from xl_addin.model.statements import statements
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.settings import all_settings


def big_framework(tracks: int, competencies: int, levels: int) -> Dataset:
    """Tracks by competencies by levels, three statements a cell, each cell with statements of its own."""
    texts = [cell.text for name in starter_names() for cells in load_starter(name).matrices.values() for cell in cells]
    lines = cycle([line for text in texts for line in statements(text)])
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
