"""What the methods of the Python door give back: a command's outcome under typed names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from xl_addin.commands.command import Outcome
from xl_addin.rules.validation import Criterion


@dataclass(frozen=True)
class Result:
    """What a command came to.

    Attributes:
        sentence: what was done or seen, as the command line says it.
        next_step: what to do next.
        clean: whether there is nothing to put right; what that means for a command is in its help.
        data: everything as plain values, as `--json` prints it.
        lines: the lines that the command line prints.
        files: what was written: the workbook and its backup, or the copy, then lists and calendars; () for nothing.
            Forms of an export are in its `forms`.
    """

    sentence: str
    next_step: str
    clean: bool
    data: Mapping[str, Any] = field(repr=False)  # people's figures, and pages of them: for who asks, not for a prompt
    lines: tuple[tuple[str, ...], ...] = field(repr=False)
    files: tuple[Path, ...]

    @classmethod
    def of(cls, outcome: Outcome, files: Sequence[Path] = ()) -> Self:
        """The result of an outcome."""
        lines = tuple(tuple(line) for line in outcome.lines)
        return cls(outcome.sentence, outcome.next, outcome.clean, outcome.data, lines, tuple(files))

    @property
    def exit_code(self) -> int:
        """What the command line would exit with: 0 clean, 1 findings or refused files. What it exits 2 for raises."""
        return 0 if self.clean else 1

    def __str__(self) -> str:
        written = f"Written: {', '.join(map(str, self.files))}" if self.files else "Nothing was written."
        return "\n".join(filter(None, (self.sentence, written, self.next_step)))


@dataclass(frozen=True)
class FindingLine:
    """One open finding: which rule, how grave (error, warning, info), where, what, and what to do."""

    code: str
    severity: str
    sheet: str
    cell: str
    message: str
    fix: str


class ValidateResult(Result):
    """What Validate found."""

    @property
    def findings(self) -> tuple[FindingLine, ...]:
        """The open findings in the order of the workbook; those a person has accepted are left out."""
        return tuple(FindingLine(**line) for line in self.data["findings"])

    @property
    def still_to_write(self) -> int:
        """How many of them are texts that are not there yet; 0 unless it was checked `while_writing`."""
        return int(self.data["still_to_write"])

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The five marks of a good framework, each 0-100."""
        return tuple(Criterion(**line) for line in self.data["criteria"])

    @property
    def overall(self) -> float | None:
        """The lowest of the five; None where nothing could be checked."""
        overall: float | None = self.data["overall"]
        return overall


@dataclass(frozen=True)
class PersonScore:
    """One person's figures in one cycle; `coverage` and `score` are shares from 0 to 1, `gaps` points by competency."""

    id: str
    cycle: str
    level: str
    applicable: int
    rated: int
    coverage: float | None
    score: float | None
    met: int
    below: int
    gaps: Mapping[str, int | None]
    words: str


_SCORE_FIELDS = tuple(field.name for field in fields(PersonScore))


class ScoreResult(Result):
    """What Score worked out; teams, trends, fit and surveys are in `data`, each with the code of its definition."""

    @property
    def people(self) -> tuple[PersonScore, ...]:
        """Everybody with ratings, cycle by cycle, newest first."""
        return tuple(_person_score(line) for line in self.data["people"])


@dataclass(frozen=True)
class ScoreChange:
    """One person before and after what was supposed."""

    before: PersonScore
    after: PersonScore


class WhatIfResult(Result):
    """Who would change."""

    @property
    def changes(self) -> tuple[ScoreChange, ...]:
        """Everybody of whom a score, a coverage, a gap or a sentence would differ."""
        return tuple(
            ScoreChange(_person_score(line["before"]), _person_score(line["after"])) for line in self.data["changes"]
        )


def _person_score(line: Mapping[str, Any]) -> PersonScore:
    return PersonScore(**{name: line[name] for name in _SCORE_FIELDS})


class BuildResult(Result):
    """What Build made."""

    @property
    def changes(self) -> int:
        """How many changes the workbook needed."""
        return int(self.data["changes"])

    @property
    def tabs_added(self) -> tuple[str, ...]:
        """The tabs that are new."""
        return tuple(self.data["tabs_added"])


class ExpandResult(Result):
    """What Expand added, or would add."""

    @property
    def applied(self) -> bool:
        """Whether it was done, not only shown."""
        return bool(self.data["applied"])

    @property
    def plan(self) -> Mapping[str, Any]:
        """Tracks, levels, competencies and texts to add, as plain values; empty where only --long was asked for."""
        plan: Mapping[str, Any] = self.data["plan"]
        return plan


class ExportResult(Result):
    """What Export sent."""

    @property
    def forms(self) -> Mapping[str, Path]:
        """Person, or a respondent's code -> the form that lies there, be it new or as it was."""
        return {person: Path(self.data["folder"]) / file for person, file in self.data["files"].items()}

    @property
    def refused(self) -> tuple[str, ...]:
        """What was not written, in a line each: where, what is wrong, what to do."""
        return tuple(self.data["refused"])


@dataclass(frozen=True)
class CollectedForm:
    """A form that came back: `fate` says what becomes of it, `new`, `changed` and `same` count its answers."""

    file: str
    cycle: str
    kind: str
    person: str
    fate: str
    why: str
    new: int
    changed: int
    same: int


_FORM_FIELDS = tuple(field.name for field in fields(CollectedForm))


class CollectResult(Result):
    """What came back."""

    @property
    def applied(self) -> bool:
        """Whether the answers were taken, not only shown."""
        return bool(self.data["applied"])

    @property
    def forms(self) -> tuple[CollectedForm, ...]:
        """Every form that was understood."""
        return tuple(CollectedForm(**{name: line[name] for name in _FORM_FIELDS}) for line in self.data["files"])

    @property
    def missing(self) -> tuple[str, ...]:
        """Whose form is not back, or only in part."""
        return tuple(line["person"] for line in self.data["status"]["people"] if line["state"] != "returned")


class RoadmapResult(Result):
    """What Roadmap planned; the frame `actions` has the plan itself."""

    @property
    def stage(self) -> str:
        """Today's stage; "" where none is chosen."""
        return str(self.data["stage"])

    @property
    def flags(self) -> Mapping[str, tuple[str, ...]]:
        """Key of an action -> what to look at; actions with nothing to look at are left out."""
        return {line["id"]: tuple(line["flags"]) for line in self.data["actions"] if line["flags"]}


class DeltaResult(Result):
    """What each step up asks for."""

    @property
    def steps(self) -> tuple[Mapping[str, Any], ...]:
        """The steps as plain values: track, low, high, counts of new, reworded, kept and dropped statements."""
        return tuple(self.data["steps"])


class ExplainResult(Result):
    """A page of help, or the list of all pages."""

    @property
    def text(self) -> str:
        """The page as text."""
        return "\n".join("  ".join(line) for line in self.lines)
