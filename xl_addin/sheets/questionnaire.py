"""What the questions rated 1 to 5 share: one person's ratings in words and ranks, others' beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.layout import declare
from xl_addin.layout.declare import live
from xl_addin.layout.describe import Column
from xl_addin.layout.record_rows import RowValues, plain
from xl_addin.layout.roles import Role
from xl_addin.model.answers import BenefitRating, HealthRating, Item, Note
from xl_addin.model.dataset import Dataset
from xl_addin.scores.d03_single import Bands, band, ranking, ranks, value_formula
from xl_addin.sheets import open_questions
from xl_addin.sheets.open_questions import (
    HAS_TRACKS,
    STEP_OF_QUESTION,
    ask_formula,
    has_no_rating,
    is_next,
    open_place,
)
from xl_addin.sheets.survey import respondent_figures

QuestionRating = HealthRating | BenefitRating
_ASK, _ASK_WORDS = "1 to 5", "a few words"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A set of statements one person rates: its table, its words, and how its ratings are read.

    `opinion` is its name among the opinions; `words` the field and header of the statement, `rating` those of its
    rating; `order` the header of the rank; `record` what a row of the table is; `scale` what a 1 to a 5 means; `idle`
    what stands beside a statement that nobody has to rate without tracks, "" where everybody rates it.
    """

    opinion: str
    table: str
    figures: str
    items: tuple[Item, ...]
    words: tuple[str, str]
    rating: tuple[str, str]
    order: str
    bands: Bands
    highest_first: bool
    record: type[QuestionRating]
    scale: tuple[str, ...]
    idle: str

    def next_column(self) -> Column:
        """What the rating means in words; beside the next statement, how to answer it."""
        words = ",".join(f'"{word}"' for word in self.scale)
        formula = ask_formula(_ASK, f'IFERROR(CHOOSE({value_formula(self.rating[1])},{words}),"")')
        return live(
            "next", "What comes next", "What the rating means.", 52, _unless_idle(self.idle, formula), role="computed"
        )

    def open_column(self) -> Column:
        """Where a statement stands among all questions, while it waits for a rating."""
        return open_questions.open_column(has_no_rating(self.rating[1]), HAS_TRACKS if self.idle else "")

    def survey_columns(self) -> tuple[Column, ...]:
        """Answers, favourable share and its word, as several respondents gave them; the tab Survey shows them."""
        return (
            self._survey("n", "Answers", "How many respondents rated it.", "n", "count"),
            self._survey("favourable", "Favourable", "Share of 4s and 5s.", "Favourable", "percent"),
            self._survey("said", "They say", "The same words, from that share.", "Band", "computed"),
        )

    def _survey(self, field: str, title: str, meaning: str, header: str, role: Role) -> Column:
        formula = f'IFERROR(INDEX({self.figures}[{header}],MATCH([@Key],{self.figures}[Key],0)),"")'
        return live(field, title, meaning, 0, formula, role=role)

    def top_formula(self) -> str:
        """A formula that names the first statement of rank 1, and how many share its place; "" without ratings."""
        column = f"{self.table}[{self.order}]"
        first = f"INDEX({self.table}[{self.words[1]}],MATCH(1,{column},0))"
        others = f"COUNTIF({column},1)-1"
        return f'IF(COUNT({column})=0,"",{first}&IF({others}>0," (and "&({others})&" more)",""))'

    def top_words(self, ratings: Sequence[QuestionRating]) -> str:
        """The twin of `top_formula`."""
        order = self.question_ranking(ratings)
        if not order:
            return ""
        text = {item.key: item.text for item in self.items}
        others = len(order[0]) - 1
        return text[order[0][0]] + (f" (and {others} more)" if others else "")

    def rows(self, data: Dataset, ratings: Sequence[QuestionRating]) -> list[RowValues]:
        """The table's rows: every statement with its rating, word, rank, and what respondents said."""
        ratings_by_id = {rating.id: rating for rating in ratings}
        places = ranks(self.question_ranking(ratings))
        opinions = respondent_figures(data, self.opinion)
        question_rows: list[RowValues] = []
        for item in self.items:
            rating = ratings_by_id.get(item.key, self.record(id=item.key))
            word = band(rating.rating, self.bands)
            further = {
                self.words[0]: item.text,
                "step": STEP_OF_QUESTION.get(item.key, ""),
                "next": self._next_words(rating, data),
                "open": open_place(item.key, data),
                "band": str(word) if word else "",
                "rank": places.get(item.key, ""),
            }
            question_rows.append({**plain(rating), **further, **opinions[item.key]})
        return question_rows

    def _next_words(self, rating: QuestionRating, data: Dataset) -> str:
        if self.idle and data.readiness_answer("Q3") == "No":
            return self.idle
        if is_next(rating.id, data):
            return f"← {_ASK}"
        return self.scale[rating.rating - 1] if rating.rating else ""

    def question_ranking(self, ratings: Sequence[QuestionRating]) -> tuple[tuple[str, ...], ...]:
        """The statements in order of rank; those that tie stand together, in the order of the questions."""
        figures = {r.id: (float(r.rating),) if r.rating else None for r in ratings}
        return ranking(figures, highest_first=self.highest_first)


def note_columns(item: Item, about: str, questions: Questionnaire, idle: str) -> tuple[Column, ...]:
    """The columns of a question answered in words: what is asked, the answer, and what it follows from.

    Args:
        item: the question.
        about: what the statements before it name first, such as "Weakest today".
        questions: these statements.
        idle: what stands there when nobody has to answer it; "" where everybody does.
    """
    top = questions.top_formula()
    formula = ask_formula(_ASK_WORDS, f'IF({top}="","","{about}: "&{top})')
    return (
        live("question", "Question", item.text, 62, "", role="label"),
        declare.column(Note, "answer", 30, "input_long"),
        live(
            "next",
            "What comes next",
            "What the statements before it name first.",
            52,
            _unless_idle(idle, formula),
            role="computed",
        ),
    )


def note_row(item: Item, notes: Sequence[Note], questions: Questionnaire, about: str, data: Dataset) -> RowValues:
    """The row of a question answered in words."""
    note = {note.id: note for note in notes}.get(item.key, Note(id=item.key))
    ratings: Sequence[QuestionRating] = data.health if questions.record is HealthRating else data.benefits
    top = questions.top_words(ratings)
    if questions.idle and data.readiness_answer("Q3") == "No":
        words = questions.idle
    elif is_next(item.key, data):
        words = f"← {_ASK_WORDS}"
    else:
        words = f"{about}: {top}" if top else ""
    further = {
        "question": item.text,
        "step": STEP_OF_QUESTION[item.key],
        "next": words,
        "open": open_place(item.key, data),
    }
    return {**plain(note), **further}


def _unless_idle(idle: str, formula: str) -> str:
    return f'IF({HAS_TRACKS},{formula},"{idle}")' if idle else formula
