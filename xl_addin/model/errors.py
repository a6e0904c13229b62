"""What stops a command. What a person mistyped is a value instead: see `finding`."""


class Stop(Exception):  # noqa: N818 - it is not always an error: it is what ends the run
    """The command cannot go on; the workbook stays as it was.

    The text shown is one line, `where: what is wrong: what to do`, in the reader's words.
    It never holds ratings, comments or names: doors print it, and logs keep what is printed.
    """

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(where, what, todo)
        self.where = where
        self.what = what
        self.todo = todo

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.what, self.todo) if part)


class Refused(Stop):
    """One file is not taken: it is damaged, unsafe or not a workbook. Other files go on."""
