"""Texts as they are compared."""

from xl_addin.cells.fold import fold_text


def letters_and_digits(text: str) -> str:
    """The letters and digits of a text, case and width folded: what is left where signs and blanks are mistyped.

    >>> letters_and_digits("2027 / h1")
    '2027h1'
    """
    return "".join(sign for sign in fold_text(text) if sign.isalnum())


def is_nearly(text: str, reference: str) -> bool:
    """Whether only signs, blanks within or width tell two texts apart; case and blanks around are told elsewhere."""
    if not letters_and_digits(text) or text.strip().casefold() == reference.casefold():
        return False
    return letters_and_digits(text) == letters_and_digits(reference)


def trim_formula(column: str) -> str:
    """What a cell or, within SUMPRODUCT, each of a column says: no line ends, no blanks too many."""
    return f'TRIM(CLEAN(SUBSTITUTE({column},_xlfn.UNICHAR(160)," ")))'


def unwild(text: str) -> str:
    """A text as MATCH and criteria look for it: no sign in it stands for others."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","~~"),"*","~*"),"?","~?")'


def exactly(cell: str) -> str:
    """What MATCH looks for, to find the very text of a cell; a number stays one."""
    return f"IF(ISTEXT({cell}),{unwild(cell)},{cell})"


def equal_to(cell: str) -> str:
    """The criterion, for COUNTIFS and its kin, that a text is the very text of a cell, whatever it begins with."""
    return f'IF(ISTEXT({cell}),"="&{unwild(cell)},{cell})'
