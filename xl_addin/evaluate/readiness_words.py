"""What readiness says to people: four sentences, and none that decides."""

from collections.abc import Sequence

from xl_addin.scores.readiness_policy import Policy

SUPPORTS, GAPS, NO_DATA = "Evidence supports discussing", "Gaps", "Not enough data"
NOT_KNOWN = "At level since is blank, so the time at the level is not known"
Gaps = tuple[tuple[str, int], ...]
"""Competencies by name with points below expectation, largest first."""
LARGEST = 3
"""How many gaps are named."""


def support_sentence(title: str) -> str:
    """The evidence supports a talk about the level of this title."""
    return f"{SUPPORTS} {title}"


def coverage_sentence(share: float | None, policy: Policy) -> str:
    """Less is rated than the policy asks for."""
    if share is None:
        return f"{NO_DATA}: nothing that has a weight applies"
    if not share:
        return f"{NO_DATA}: nothing is rated yet"
    # rounded down, so that 89.9% never reads as the 90% that is needed
    return f"{NO_DATA}: {int(round(share * 100, 6))}% is rated, {policy.coverage * 100:g}% is needed"


def gaps_sentence(named_gaps: Gaps, short: str, policy: Policy) -> str:
    """The largest gaps, and the months that are `short`; without either, what else the policy asks for."""
    parts = [*largest(named_gaps), *([short] if short else [])]
    if parts:
        return f"{GAPS}: {'; '.join(parts)}"
    if policy.variant == "d":
        return f"{GAPS}: the level held now does not pass the gate"
    return f"{GAPS}: the overall rating or a critical competency is below {policy.floor:g}"


def largest(named_gaps: Gaps) -> list[str]:
    """The first few gaps by name and points."""
    return [f"{name} ({size})" for name, size in named_gaps[:LARGEST]]


def missing_sentence(blank: Sequence[str], silent: Sequence[str], unknown: str) -> str:
    """What could still change the answer: ratings, evidence on critical competencies, the day the level was reached."""
    reasons = []
    if blank:
        reasons.append(f"not rated yet: {'; '.join(blank)}")
    if silent:
        reasons.append(f"no evidence yet: {'; '.join(silent)}")
    return f"{NO_DATA}: {'. '.join([*reasons, *([unknown] if unknown else [])])}"
