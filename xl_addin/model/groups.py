"""Groups of respondents by name: however people spell it, a group is one, or a small one would hide in two."""

from collections import Counter
from collections.abc import Iterable

from xl_addin.cells.fold import fold_text


def fold_group(name: str) -> str:
    """A group as it is compared: "Ops", "ops" and " OPS " are one."""
    return fold_text(name)


def group_names(names: Iterable[str]) -> dict[str, str]:
    """Folded name -> the spelling used most often; of several as often, the first by letter, not by row.

    >>> group_names(["ops", "Ops ", " OPS", "Ops", ""])
    {'ops': 'Ops', '': ''}
    """
    counts = Counter(" ".join(name.split()) for name in names)
    spellings: dict[str, str] = {}
    for name, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        spellings.setdefault(fold_group(name), name)
    return spellings
