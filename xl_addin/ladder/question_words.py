"""The words of questions and their answers, as a person reads them."""

from collections.abc import Sequence

from xl_addin.cells.fold import fold_text
from xl_addin.model.ladder import COMPETENCY, LEVEL, PERSON, TRACK

KIND_WORDS = {
    TRACK: ("track", "tracks"),
    LEVEL: ("level", "levels"),
    COMPETENCY: ("competency", "competencies"),
    PERSON: ("person", "people"),
}
"""What a kind of the ledger is called, and several."""
_MOST_NAMES = 4


def one_name_text(kind: str, name: str, old_names: Sequence[str], *, came_back: bool = False) -> str:
    """The question about one name.

    Args:
        kind: what it is, as in the ledger.
        name: as it stands on the sheet.
        old_names: names of things it may be, that are on no sheet or elsewhere now.
        came_back: whether a thing of this name was there before and went.

    >>> one_name_text("L", "Developer", ["Engineer"])
    "Is 'Developer' a new level, or a new name for 'Engineer'?"
    """
    word = KIND_WORDS[kind][0]
    old_part = " or ".join(f"'{old_name}'" for old_name in old_names)
    if came_back or not old_names:
        renamed_part = f", a new name for {old_part}" if old_names else ""
        return f"Is '{name}' the {word} you had before{renamed_part}, or a new one?"
    if [fold_text(old_name) for old_name in old_names] == [fold_text(name)]:
        return f"'{name}' stands here twice or has changed: the same {word}, or another?"
    return f"Is '{name}' a new {word}, or a new name for {old_part}?"


def many_names_text(kind: str, names: Sequence[str]) -> str:
    """The question about several names of one table or row.

    >>> many_names_text("C", ["Planning", "Writing"])
    "'Planning', 'Writing': say for each line which competency it is now."
    """
    return f"{_list_names(names)}: say for each line which {KIND_WORDS[kind][0]} it is now."


def crossing_text(names: Sequence[str]) -> str:
    """The question about titles that left one track and stand in another."""
    question = "is it the same level" if len(names) == 1 else "are they the same levels"
    return f"{_list_names(names)} left one track and {'stands' if len(names) == 1 else 'stand'} in another: {question}?"


def choice_text(kind: str, name: str, old_name: str) -> str:
    """One answer as the list on the tab Names offers it; `old_name` "" for a new thing.

    >>> choice_text("L", "Developer", "Engineer"), choice_text("L", "Developer", "")
    ('new name for Engineer', 'a new level')
    """
    if not old_name:
        return f"a new {KIND_WORDS[kind][0]}"
    if fold_text(old_name) == fold_text(name):
        return f"the same {KIND_WORDS[kind][0]} as before: {old_name}"
    return f"new name for {old_name}"


def _list_names(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:_MOST_NAMES]) + (" ..." if len(names) > _MOST_NAMES else "")
