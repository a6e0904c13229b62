"""What the formulas of several scores share."""

MAXIFS = "_xlfn.MAXIFS"
"""As a file writes it: the function came with Excel 2019."""


def in_use(setting: str) -> str:
    """The formula for a setting's value: every figure and its formula read the same cell."""
    return f'INDEX(tblSettings[In use],MATCH("{setting}",tblSettings[Setting],0))'


ACTIVE = '((TRIM(tblPeople[Active])="")+(TRIM(tblPeople[Active])="Yes")+(tblPeople[Active]=(1=1))>0)'
"""Who counts, for SUMPRODUCT: Yes or blank. A word nobody can read is neither, as in Python."""
