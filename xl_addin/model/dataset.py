"""Everything a workbook says, as records: what rules, scores and exchange read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from xl_addin.model.answers import (
    Answer,
    BenefitRating,
    CompanyEntry,
    HealthRating,
    Note,
    PastedAnswers,
    Reflection,
    Response,
    RoadmapAction,
    StageAnswer,
)
from xl_addin.model.facts import Record
from xl_addin.model.finding import Misfit, Place
from xl_addin.model.graph import LevelGraph
from xl_addin.model.ladder import CompetencyRow, KeptWords, KeyEntry, LadderRow, NameQuestion, WayRow
from xl_addin.model.plans import PlanAction
from xl_addin.model.records import (
    Competency,
    Employee,
    Expectation,
    Level,
    MatrixRow,
    Rating,
    Track,
    Weight,
)
from xl_addin.model.rollout import Kpi, Move, Period
from xl_addin.model.statements import inherits
from xl_addin.model.stored_tables import StoredTables

R = TypeVar("R", bound=Record)
SettingValue = str | int | float | None


@dataclass(frozen=True)
class Matrix:
    """One track's matrix as it stands in its tab: rows, level columns, and the text of each cell."""

    track: str
    table: str
    rows: tuple[MatrixRow, ...] = ()
    levels: tuple[str, ...] = ()
    cells: tuple[Expectation, ...] = ()

    @cached_property
    def text(self) -> dict[tuple[str, str], Expectation]:
        """(competency id, level id) -> its expectation; the first one where a competency stands twice."""
        expectations: dict[tuple[str, str], Expectation] = {}
        for cell in self.cells:
            expectations.setdefault((cell.competency, cell.level), cell)
        return expectations

    def place(self, cell: Expectation) -> Place:
        return Place(self.table, cell.row, cell.level)


@dataclass(frozen=True)
class Dataset:
    """A framework, its people, their ratings and the roll-out. Records keep the order of the workbook.

    `setting_rows` tells in which row of Settings a setting stands, where it stands there at all; `first_rows` at which
    row of its sheet a table's data begin, `tabs` on which tab it stands; `chosen_employee` is the employee the Person
    tab shows; `collections` are the rows of the tabs that name a collection which is no field here; `today` is the day
    the workbook was read, passed in by the door; `stored_tables` is what the result tables hold, where the data set is
    to be shown beside them; else results are fresh. `by_names` marks a workbook that asks for names only: people type
    on Framework, and commands write the tables of tracks, levels, competencies and weights from it; `mark_heads` are
    the heads of its columns of marks.
    """

    tracks: tuple[Track, ...] = ()
    levels: tuple[Level, ...] = ()
    competencies: tuple[Competency, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    weights: tuple[Weight, ...] = ()
    people: tuple[Employee, ...] = ()
    ratings: tuple[Rating, ...] = ()
    settings: Mapping[str, SettingValue] = field(default_factory=dict)
    setting_rows: Mapping[str, int] = field(default_factory=dict)
    first_rows: Mapping[str, int] = field(default_factory=dict, compare=False)
    tabs: Mapping[str, str] = field(default_factory=dict, compare=False)
    misfits: tuple[Misfit, ...] = ()
    readiness: tuple[Answer, ...] = ()
    health: tuple[HealthRating, ...] = ()
    impact: tuple[Note, ...] = ()
    benefits: tuple[BenefitRating, ...] = ()
    goal: tuple[Note, ...] = ()
    stage: tuple[StageAnswer, ...] = ()
    company: tuple[CompanyEntry, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    responses: tuple[Response, ...] = ()
    pasted_answers: PastedAnswers = field(default_factory=PastedAnswers)
    roadmap: tuple[RoadmapAction, ...] = ()
    moves: tuple[Move, ...] = ()
    periods: tuple[Period, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    plans: tuple[PlanAction, ...] = ()
    ladder: tuple[LadderRow, ...] = ()
    ways: tuple[WayRow, ...] = ()
    competency_rows: tuple[CompetencyRow, ...] = ()
    ledger: tuple[KeyEntry, ...] = ()
    name_questions: tuple[NameQuestion, ...] = ()
    kept_words: tuple[KeptWords, ...] = ()
    mark_heads: tuple[str, ...] = ()
    by_names: bool = False
    chosen_employee: str = ""
    collections: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    today: dt.date = dt.date.min
    stored_tables: StoredTables | None = None

    def collection(self, name: str, record: type[R]) -> tuple[R, ...]:
        """The rows of the tab that names this collection, which is no field here; `record` is what they are.

        Raises:
            TypeError: they are something else.
        """
        rows = self.collections.get(name, ())
        if not all(isinstance(row, record) for row in rows):
            raise TypeError(f"the rows of {name} are no {record.__name__}")
        return cast("tuple[R, ...]", rows)

    @cached_property
    def graph(self) -> LevelGraph:
        return LevelGraph.from_levels(self.levels)

    @cached_property
    def level(self) -> dict[str, Level]:
        return {level.id: level for level in reversed(self.levels) if level.id}

    @cached_property
    def track(self) -> dict[str, Track]:
        return {track.id: track for track in reversed(self.tracks) if track.id}

    @cached_property
    def competency(self) -> dict[str, Competency]:
        return {competency.id: competency for competency in reversed(self.competencies) if competency.id}

    @cached_property
    def person(self) -> dict[str, Employee]:
        return {person.id: person for person in reversed(self.people) if person.id}

    @cached_property
    def matrix(self) -> dict[str, Matrix]:
        """Track id -> its matrix."""
        return {matrix.track: matrix for matrix in reversed(self.matrices)}

    @cached_property
    def weight(self) -> dict[tuple[str, str], float]:
        """(track id, competency id) -> weight, of two rows about the same the sum; what is not listed has none."""
        weights: dict[tuple[str, str], float] = {}
        for w in self.weights:
            if w.weight is not None:
                weights[w.track, w.competency] = weights.get((w.track, w.competency), 0) + w.weight
        return weights

    @cached_property
    def ratings_by_person(self) -> dict[tuple[str, str], list[Rating]]:
        """(cycle, employee id) -> that person's rating rows in that cycle; rows without a full key left out."""
        groups: dict[tuple[str, str], list[Rating]] = {}
        for rating in self.ratings:
            if rating.cycle and rating.employee and rating.level and rating.competency:
                groups.setdefault((rating.cycle, rating.employee), []).append(rating)
        return groups

    def readiness_answer(self, question: str) -> str:
        """The answer to a readiness question: Yes, No or ""."""
        return next((a.answer or "" for a in self.readiness if a.id == question), "")

    def levels_of(self, track: str) -> tuple[Level, ...]:
        """The levels of one track, lowest rank first."""
        members = [level for level in self.levels if level.id and level.track == track]
        return tuple(sorted(members, key=lambda level: (level.rank is None, level.rank or 0)))

    def competencies_of(self, track: str) -> tuple[Competency, ...]:
        """The competencies that apply to one track, in the order of their tab; of two of one id, the first."""
        competencies: dict[str, Competency] = {}
        for competency in self.competencies:
            if competency.id and (not competency.tracks or track in competency.tracks):
                competencies.setdefault(competency.id, competency)
        return tuple(competencies.values())

    def cell_counts(self, track: str = "") -> tuple[int, int]:
        """Matrix cells with words, and matrix cells there are, of one track or of all."""
        matrices = [matrix for matrix in self.matrices if not track or matrix.track == track]
        text_count = sum(bool(cell.text.strip()) for matrix in matrices for cell in matrix.cells)
        return text_count, sum(len(matrix.rows) * len(matrix.levels) for matrix in matrices)

    def expectation(self, level: str, competency: str) -> str:
        """The text for a level, `inherits(...)` followed; "" where there is none."""
        chain: set[str] = set()
        while level in self.level and level not in chain:
            chain.add(level)
            matrix = self.matrix.get(self.level[level].track)
            cell = matrix.text.get((competency, level)) if matrix else None
            if cell is None:
                return ""
            source = inherits(cell.text)
            if source is None:
                return cell.text
            level = source
        return ""

    def setting(self, name: str) -> SettingValue:
        """A setting's value, or its default where the workbook leaves it blank.

        Raises:
            KeyError: no rule or score declares a setting of this name.
        """
        return self.settings[name]

    def setting_place(self, name: str) -> Place:
        """The cell where a setting's value is typed; the table as a whole where it has no row."""
        entry = next((entry for entry in self.company if entry.id == name), None)
        if entry is not None:
            return Place("tblCompany", entry.row, "entry")
        row = self.setting_rows.get(name.casefold())
        return Place("tblSettings") if row is None else Place("tblSettings", row, "value")

    def sheet_row(self, table: str, row: int) -> int:
        """The number that a reader sees beside a data row; counted from 1 where the table stands on no sheet."""
        return self.first_rows.get(table, 1) + row

    def number(self, name: str) -> float:
        """A numeric setting."""
        value = self.settings[name]
        if not isinstance(value, int | float):
            raise TypeError(f"setting {name} is not a number")
        return float(value)

    def words(self, name: str) -> tuple[str, ...]:
        """A word-list setting: its entries, separated by commas or semicolons, folded to lower case."""
        value = str(self.settings[name] or "")
        return tuple(w.strip().casefold() for w in value.replace(";", ",").split(",") if w.strip())
