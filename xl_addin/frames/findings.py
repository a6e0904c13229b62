"""Findings: what Validate would list today."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from xl_addin.frames.frame import FrameColumn, FrameSource, frame
from xl_addin.model.finding import Severity


@frame(
    FrameColumn(
        "severity",
        "category",
        "error blocks publishing, warning deserves a look, info is a hint.",
        itemgetter("severity"),
        words=tuple(severity.value for severity in Severity),
    ),
    FrameColumn("code", "string", "The rule; `book.explain(code)` shows its page.", itemgetter("code")),
    FrameColumn("sheet", "string", "The tab.", itemgetter("sheet")),
    FrameColumn("cell", "string", "The cell on it, such as F12.", itemgetter("cell")),
    FrameColumn("message", "string", "What the rule saw.", itemgetter("message")),
    FrameColumn("fix", "string", "How to put it right.", itemgetter("fix")),
)
def rows(source: FrameSource) -> Iterable[Mapping[str, Any]]:
    """One row for each open finding, as `validate` lists them; those a person has accepted are left out."""
    findings: Iterable[Mapping[str, Any]] = source.figures("validate")["findings"]
    return findings
