"""What the formulas of several scores share."""

from collections.abc import Sequence

from xl_addin.model.text import exactly, trimmed

MAXIFS = "_xlfn.MAXIFS"
"""As a file writes it: the function came with Excel 2019."""


def in_use(setting: str) -> str:
    """The formula for a setting's value: every figure and its formula read the same cell."""
    return f'INDEX(tblSettings[In use],MATCH("{setting}",tblSettings[Setting],0))'


def counted_by(count: str, one: str, several: str = "") -> str:
    """The formula for a count and what is counted: the twin of `model.counts.counted`, without its commas.

    >>> counted_by("[@N]", "line")
    '[@N]&IF([@N]=1," line"," lines")'
    """
    return f'{count}&IF({count}=1," {one}"," {several or one + "s"}")'


def text_of(source: str, key: str, wanted: str) -> str:
    """The text in a column beside the key that is wanted, "" where there is none: a blank cell is no 0."""
    return f'IFERROR(INDEX({source},MATCH({exactly(wanted)},{key},0))&"","")'


def rated(header: str) -> str:
    """The formula for whether a rating stands under a header: 99 and 3.5 are numbers, but no ratings."""
    return f"ISNUMBER({rating(f'[@{header}]')})"


def rating(cell: str) -> str:
    """The rating that a cell holds, an error where it holds none: its place among the ratings there are is the rating.

    A blank cell and a text are no ratings, nor is TRUE, which some functions take for 1.
    """
    return f"MATCH(IF(ISNUMBER({cell}),{cell},0),{RATINGS},0)"


RATINGS = "{1,2,3,4,5}"
"""The ratings there are."""


def choices(text: str, words: Sequence[str]) -> str:
    """How many cells say one of the words, as a formula."""
    listed = ",".join(f'"{word}"' for word in words)
    return f"SUMPRODUCT(--({trimmed(text)}={{{listed}}}))"


_STATUS = trimmed("tblPeople[Active]")
ACTIVE = f'(({_STATUS}="")+({_STATUS}="Yes")+(tblPeople[Active]=(1=1))>0)'
"""Who is active, for SUMPRODUCT: Yes or blank. A word nobody can read is neither, as in Python."""
COUNTED = f'(TRIM(tblPeople[Employee ID])<>"")*{ACTIVE}'
"""Who is counted, for SUMPRODUCT: whoever is active and has an ID, as in `model.people.staff`."""
