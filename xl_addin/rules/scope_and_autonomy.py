"""How far a text reaches and how much on their own people work, on two short ladders of words. A hint, never proof:
the words cover about two cells in three.
"""

from xl_addin.model.dataset import Dataset
from xl_addin.model.memo import memo
from xl_addin.rules.lexicon import lexicon

SCOPE = ("task", "project", "team", "teams", "organisation", "industry")
"""The steps of scope, narrow to wide. The words of each are a setting of G01."""

AUTONOMY = ("helped", "partly", "alone", "others", "direction")
"""The steps of autonomy. The words of each are a setting of G02."""


def scope(text: str, data: Dataset) -> int:
    """The widest scope a text speaks of: 1 its own tasks to 6 the industry; 0 when it names none."""
    return _highest(text, data, "G01", SCOPE)


def autonomy(text: str, data: Dataset) -> int:
    """The most autonomy a text speaks of: 1 with help to 5 giving direction; 0 when it says nothing of it."""
    return _highest(text, data, "G02", AUTONOMY)


def _highest(text: str, data: Dataset, code: str, ladder: tuple[str, ...]) -> int:
    results: dict[str, int] = memo(data, f"reach {code}", dict)
    if text not in results:
        steps = memo(data, f"steps {code}", lambda: [lexicon(data, f"{code}.{step}") for step in ladder])
        results[text] = next((n for n in range(len(steps), 0, -1) if steps[n - 1].matches(text)), 0)
    return results[text]
