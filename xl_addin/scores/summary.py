"""What ratings against one level come to in counts: one sentence, and the same as a formula.

It only ever gets better with a better rating or one more of them: whoever takes a rating away or lowers one never
reads a better sentence.
"""

NOTHING_TO_RATE = "Nothing to rate: no competency applies"
NOT_RATED = "Not rated yet"
RATE_MORE = "Rate more"
MEETS_ALL = "Meets all"
MEETS = "Meets"


def summary(lines: int, rated_count: int, below_count: int, *, enough: bool) -> str:
    """The sentence.

    Args:
        lines: what the level asks for and is not N/A.
        rated_count: how many of them are rated.
        below_count: how many are rated below what is expected.
        enough: whether the least coverage is reached.
    """
    if not lines:
        return NOTHING_TO_RATE
    if not rated_count:
        return NOT_RATED
    if not enough:
        return f"{RATE_MORE}: {rated_count} of {lines} rated"
    met_count = rated_count - below_count
    if met_count == lines:
        return f"{MEETS_ALL} {lines}"
    short = ((below_count, "below"), (lines - rated_count, "not rated"))
    return f"{MEETS} {met_count} of {lines}; {', '.join(f'{count} {words}' for count, words in short if count)}"


def summary_formula(lines: str, rated_count: str, below_count: str, enough: str) -> str:
    """The sentence as a formula; the arguments are formulas for the arguments of `summary`."""
    open_count = f"{lines}-{rated_count}"
    short = (
        f'IF({below_count}>0,{below_count}&" below","")&IF(AND({below_count}>0,{open_count}>0),", ",'
        f'"")&IF({open_count}>0,({open_count})&" not rated","")'
    )
    return (
        f'IF({lines}=0,"{NOTHING_TO_RATE}",IF({rated_count}=0,"{NOT_RATED}",IF(NOT({enough}),"{RATE_MORE}: '
        f'"&{rated_count}&" of "&{lines}'
        f'&" rated",IF(AND({rated_count}={lines},{below_count}=0),"{MEETS_ALL} "&{lines},'
        f'"{MEETS} "&({rated_count}-{below_count})&" of "&{lines}&"; "&{short}))))'
    )


def enough_formula(coverage: str, minimum: str) -> str:
    """Whether a coverage reaches the least one, as a formula; none at all does not."""
    # rounding guards the threshold, as in `d09_score.reaches`
    return f"AND(N({coverage})>0,ROUND(N({coverage}),9)>={minimum})"
