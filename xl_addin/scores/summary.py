"""What ratings against one level come to in counts: one sentence, and the same as a formula.

It only ever gets better with a better rating or one more of them: whoever takes a rating away or lowers one never
reads a better sentence.
"""

NOTHING = "Nothing to rate: no competency applies"
NOT_RATED = "Not rated yet"
MORE = "Rate more"
MEETS_ALL = "Meets all"
MEETS = "Meets"


def summary(lines: int, rated: int, below: int, *, enough: bool) -> str:
    """The sentence.

    Args:
        lines: what the level asks for and is not N/A.
        rated: how many of them are rated.
        below: how many are rated below what is expected.
        enough: whether the least coverage is reached.
    """
    if not lines:
        return NOTHING
    if not rated:
        return NOT_RATED
    if not enough:
        return f"{MORE}: {rated} of {lines} rated"
    met = rated - below
    if met == lines:
        return f"{MEETS_ALL} {lines}"
    short = ((below, "below"), (lines - rated, "not rated"))
    return f"{MEETS} {met} of {lines}; {', '.join(f'{count} {words}' for count, words in short if count)}"


def summary_formula(lines: str, rated: str, below: str, enough: str) -> str:
    """The sentence as a formula; the arguments are formulas for the arguments of `summary`."""
    gone = f"{lines}-{rated}"
    short = (
        f'IF({below}>0,{below}&" below","")&IF(AND({below}>0,{gone}>0),", ","")&IF({gone}>0,({gone})&" not rated","")'
    )
    return (
        f'IF({lines}=0,"{NOTHING}",IF({rated}=0,"{NOT_RATED}",IF(NOT({enough}),"{MORE}: "&{rated}&" of "&{lines}'
        f'&" rated",IF(AND({rated}={lines},{below}=0),"{MEETS_ALL} "&{lines},'
        f'"{MEETS} "&({rated}-{below})&" of "&{lines}&"; "&{short}))))'
    )


def enough_formula(coverage: str, least: str) -> str:
    """Whether a coverage reaches the least one, as a formula; none at all does not."""
    # rounding guards the threshold, as in `d09_score.reaches`
    return f"AND(N({coverage})>0,ROUND(N({coverage}),9)>={least})"
