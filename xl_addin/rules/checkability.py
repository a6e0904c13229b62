"""What makes a statement checkable: a number, how often, a thing made, who it is for or with, how far it reaches."""

import re

from xl_addin.model.dataset import Dataset
from xl_addin.rules.lexicon import lexicon

_DIGIT = re.compile(r"\d")

SETTING = "Q05.anchors"
"""The list is declared by the rule that asks for an anchor, and used by the one about vague words too."""


def is_checkable(text: str, data: Dataset) -> bool:
    """Whether a statement has anything a colleague could point at."""
    return bool(_DIGIT.search(text)) or lexicon(data, SETTING).matches(text)
