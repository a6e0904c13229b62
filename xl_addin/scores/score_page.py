"""The shape of a score's page: title, What it says, Formula, Examples, Source, taken from its file's docstring.

A score file (`d08_gap.py`) holds the Python, the Excel formula that gives the same figure in a workbook, the
settings it reads and worked examples; the examples run as tests and become the help page.
"""

import re
from dataclasses import dataclass

from xl_addin.model.errors import DesignError
from xl_addin.model.setting import Setting

_SECTIONS = ("What it says", "Formula", "Examples", "Source")


@dataclass(frozen=True, slots=True)
class Score:
    """A score as its file tells it. `excel` is formula name -> text, `[@Header]` standing for a cell of the row."""

    code: str
    slug: str
    title: str
    says: str
    formula: str
    examples: str
    source: str
    settings: tuple[Setting, ...]
    excel: tuple[tuple[str, str], ...]


def score_page(docstring: str, name: str) -> dict[str, str]:
    """A score's docstring as section -> text, with the key "title" for its first line.

    Raises:
        DesignError: a section is missing or out of order.
    """
    title, _, rest = docstring.strip().partition("\n")
    parts = re.split(rf"(?m)^({'|'.join(_SECTIONS)})\s*$", rest)
    sections = {parts[i]: _undent(parts[i + 1]) for i in range(1, len(parts) - 1, 2)}
    if tuple(sections) != _SECTIONS or not all(sections.values()):
        raise DesignError(f"{name}: the page needs a title and the sections {', '.join(_SECTIONS)}, in this order")
    return {"title": title.strip(), **sections}


def _undent(text: str) -> str:
    lines = text.strip("\n").rstrip().splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)
