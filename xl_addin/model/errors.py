"""What stops a command, or keeps code from loading. What a person mistyped is a value instead: see `finding`."""

import re

_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would break the line, turn its direction, command the terminal, or is no character at all."""


def one_line(text: str) -> str:
    """The text, such as the name of a file, fit to stand in a message."""
    return _NOT_SHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


class Stop(Exception):  # noqa: N818 - it is not always an error: it is what ends the run
    """The command cannot go on; the workbook stays as it was.

    The text shown is one line, `where: what is wrong: what to do`, in the reader's words.
    It never holds ratings, comments or names: doors print it, and logs keep what is printed.
    """

    def __init__(self, place: str, problem: str, todo: str) -> None:
        super().__init__(place, problem, todo)
        self.place, self.problem, self.todo = one_line(place), one_line(problem), one_line(todo)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.problem, self.todo) if part)


IN_THE_WAY = "move it away, or drag the table's corner down over it if it belongs there, then run the command again"
"""What to do about that which stands where a table has to grow: it may be rows added without growing the table."""


class Refused(Stop):
    """One file is not taken: it is damaged, unsafe or not a workbook. Other files go on."""


class DesignError(TypeError):
    """Two parts of the code disagree, so that a tab, rule, score or command cannot be loaded.

    Its text is about names in the code alone, and doors show it: whoever adds a part reads what is wrong with it.
    """
