"""What makes a statement checkable: a number, how often, a thing made, who it is for or with, how far it reaches."""

from xl_addin.model.dataset import Dataset
from xl_addin.rules.lexicon import lexicon
from xl_addin.rules.words import tokens

SETTING = "Q05.anchors"
"""The list is declared by the rule that asks for an anchor, and used by the one about vague words too."""


def anchored(text: str, data: Dataset) -> bool:
    """Whether a statement has anything a colleague could point at."""
    return any(c.isdigit() for word in tokens(text) for c in word) or lexicon(data, SETTING).used(text)
