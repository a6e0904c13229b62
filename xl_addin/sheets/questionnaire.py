"""What the questionnaires of the first steps share: one person's ratings in words and ranks, others' beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.layout.declare import live
from xl_addin.layout.describe import Column
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.roles import Role
from xl_addin.model.answers import BenefitRating, HealthRating, Item, Note
from xl_addin.model.dataset import Dataset
from xl_addin.scores.d03_single import Bands, band, ranking, ranks
from xl_addin.sheets.survey import respondent_figures

QuestionRating = HealthRating | BenefitRating


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A set of statements one person rates: its table, its words, and how its ratings are read.

    `opinion` is its name among the opinions; `words` the field and header of the statement; `order` the header of the
    rank; `record` what a row of the table is.
    """

    opinion: str
    table: str
    figures: str
    items: tuple[Item, ...]
    words: tuple[str, str]
    order: str
    bands: Bands
    highest_first: bool
    record: type[QuestionRating]

    def survey_columns(self, widths: tuple[float, float, float]) -> tuple[Column, ...]:
        """Answers, favourable share and its word, as several respondents gave them."""
        return (
            self._survey("n", "Answers", "How many respondents rated it.", widths[0], "n", "count"),
            self._survey("favourable", "Favourable", "Share of 4s and 5s.", widths[1], "Favourable", "percent"),
            self._survey("said", "They say", "The same words, from that share.", widths[2], "Band", "computed"),
        )

    def _survey(self, field: str, title: str, meaning: str, width: float, header: str, role: Role) -> Column:
        formula = f'IFERROR(INDEX({self.figures}[{header}],MATCH([@Key],{self.figures}[Key],0)),"")'
        return live(field, title, meaning, width, formula, role=role)

    def top_formula(self) -> str:
        """A formula that names every statement of rank 1, ties one after the other."""
        count = len(self.items)
        parts = (
            f'IF(INDEX({self.table}[{self.order}],{n})=1,"; "&INDEX({self.table}[{self.words[1]}],{n}),"")'
            for n in range(1, count + 1)
        )
        return "MID(" + "&".join(parts) + ",3,999)"

    def top_words(self, ratings: Sequence[QuestionRating]) -> str:
        """The twin of `top_formula`."""
        order = self._ranking(ratings)
        text = {item.key: item.text for item in self.items}
        return "; ".join(text[key] for key in order[0]) if order else ""

    def rows(self, data: Dataset, ratings: Sequence[QuestionRating]) -> list[RowValues]:
        """The table's rows: every statement with its rating, word, rank, and what respondents said."""
        ratings_by_id = {rating.id: rating for rating in ratings}
        places = ranks(self._ranking(ratings))
        opinions = respondent_figures(data, self.opinion)
        question_rows: list[RowValues] = []
        for item in self.items:
            rating = ratings_by_id.get(item.key, self.record(id=item.key))
            word = band(rating.rating, self.bands)
            figures = {"band": str(word) if word else "", "rank": places.get(item.key, "")}
            question_rows.append({**plain(rating), self.words[0]: item.text, **figures, **opinions[item.key]})
        return question_rows

    def _ranking(self, ratings: Sequence[QuestionRating]) -> tuple[tuple[str, ...], ...]:
        figures = {r.id: (float(r.rating),) if r.rating else None for r in ratings}
        return ranking(figures, highest_first=self.highest_first)


def note_row(item: Item, notes: Sequence[Note]) -> RowValues:
    """The row of a question answered in words."""
    return plain({note.id: note for note in notes}.get(item.key, Note(id=item.key)))
