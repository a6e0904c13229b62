"""What the formulas of several scores share."""

from collections.abc import Sequence

from xl_addin.model.text import exactly, trim_formula

MAXIFS = "_xlfn.MAXIFS"
"""As a file writes it: the function came with Excel 2019."""


def in_use(setting: str) -> str:
    """The formula for a setting's value: every figure and its formula read the same cell."""
    return f'INDEX(tblSettings[In use],MATCH("{setting}",tblSettings[Setting],0))'


def quantity_formula(count: str, singular: str, plural: str = "") -> str:
    """The formula for a count and what is counted: the twin of `model.counts.quantity`, without its commas.

    >>> quantity_formula("[@N]", "line")
    '[@N]&IF([@N]=1," line"," lines")'
    """
    return f'{count}&IF({count}=1," {singular}"," {plural or singular + "s"}")'


def lookup_text(source: str, key: str, key_value: str) -> str:
    """The text in a column beside the key that is wanted, "" where there is none: a blank cell is no 0."""
    return f'IFERROR(INDEX({source},MATCH({exactly(key_value)},{key},0))&"","")'


def is_rating_formula(header: str) -> str:
    """The formula for whether a rating stands under a header: 99 and 3.5 are numbers, but no ratings."""
    return f"ISNUMBER({rating_formula(f'[@{header}]')})"


def rating_formula(cell: str) -> str:
    """The rating that a cell holds, an error where it holds none: its place among the ratings there are is the rating.

    A blank cell and a text are no ratings, nor is TRUE, which some functions take for 1.
    """
    return f"MATCH(IF(ISNUMBER({cell}),{cell},0),{RATINGS},0)"


RATINGS = "{1,2,3,4,5}"
"""The ratings there are."""


def count_choices(text: str, words: Sequence[str]) -> str:
    """How many cells say one of the words, as a formula."""
    word_list = ",".join(f'"{word}"' for word in words)
    return f"SUMPRODUCT(--({trim_formula(text)}={{{word_list}}}))"


_STATUS = trim_formula("tblPeople[Active]")
IS_ACTIVE = f'(({_STATUS}="")+({_STATUS}="Yes")+(tblPeople[Active]=(1=1))>0)'
"""Who is active, for SUMPRODUCT: Yes or blank. A word nobody can read is neither, as in Python."""
IS_STAFF = f'(TRIM(tblPeople[Employee ID])<>"")*{IS_ACTIVE}'
"""Who is counted, for SUMPRODUCT: whoever is active and has an ID, as in `model.staff.staff`."""
