"""Counts in words: one form, two forms, no forms that read "1 forms"."""


def counted(count: int, one: str, several: str = "") -> str:
    """A count and what is counted, in the right number; `several` where an s does not make it.

    >>> counted(1, "form"), counted(2, "form"), counted(1200, "person", "people")
    ('1 form', '2 forms', '1,200 people')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"
