"""The page of a rule or score."""

import re

from pydantic import Field

from xl_addin.commands.command import Job, Options, Outcome, command
from xl_addin.model.counts import quantity
from xl_addin.model.errors import Stop
from xl_addin.rules import all_rules
from xl_addin.rules.rule import Rule
from xl_addin.scores import all_scores
from xl_addin.scores.score_page import Score


class ExplainOptions(Options):
    """What to explain."""

    code: str = Field(
        description="A rule's or score's code, such as Q01 or D08. Without one: the list of all.",
        default="",
        json_schema_extra={"positional": True},
    )


@command("More", "Help", ExplainOptions, needs_workbook=False, example="trackbook explain Q01", label="Explain a rule")
def explain(job: Job, options: ExplainOptions) -> Outcome:
    """Show the page of a rule or score: why it is there, how to put things right, a good and a bad example."""
    all_pages: list[Rule | Score] = [*all_rules(), *all_scores()]
    pages = {page.code: page for page in all_pages}
    if not options.code:
        return Outcome(
            f"{quantity(len(pages), 'page')}.",
            data={"pages": {code: _title(page) for code, page in pages.items()}},
            lines=[(code, _title(page)) for code, page in pages.items()],
            next=f"To read one: trackbook explain {next(iter(pages))}",
        )
    page = pages.get(_code(options.code))
    if page is None:
        raise Stop(options.code, "there is no page of this code", "for the list, run: trackbook explain")
    sections = _rule(page) if isinstance(page, Rule) else _score(page)
    return Outcome(
        f"{page.code}  {_title(page)}",
        data={
            "code": page.code,
            "title": _title(page),
            **{k.lower().replace(" ", "_"): v for k, v in sections.items()},
        },
        lines=[(f"{heading}\n{text}\n",) for heading, text in sections.items()],
        next="All pages: trackbook explain",
    )


def _code(text: str) -> str:
    """A code however it is typed: q1 is Q01."""
    match = re.fullmatch(r"([A-Z])0*(\d+)", text.strip().upper())
    return f"{match[1]}{int(match[2]):02}" if match else text.strip().upper()


def _title(page: Rule | Score) -> str:
    return page.page.title if isinstance(page, Rule) else page.title


def _rule(rule: Rule) -> dict[str, str]:
    settings = "\n".join(f"{s.id} = {s.default}: {s.meaning}" for s in rule.settings)
    sections = {
        "Severity": f"{rule.severity.value}; counts towards {rule.criterion}",
        "Why": rule.page.reason,
        "Fix": rule.page.fix,
        "Good": rule.page.good,
        "Bad": rule.page.bad,
    }
    return {**sections, "Settings": settings} if settings else sections


def _score(score: Score) -> dict[str, str]:
    return {"What it says": score.says, "Formula": score.formula, "Examples": score.examples, "Source": score.source}
