"""What to do about a finding where names are asked: there nobody types an ID, and the framework is one tab."""

from collections.abc import Mapping

_FIXES: Mapping[str, str] = {
    "F02": "Give each row a name of its own, and where one row names another, choose the name from the list in the "
    "cell.",
    "F03": "On Framework, put the levels of the track in order from left to right, each title once; what leads "
    "elsewhere belongs under More ways to move.",
    "F04": "Merge competencies that are rated alike, or clear the mark on Framework of the tracks on which one matters "
    "less.",
    "F05": "Add the level that is missing, or merge levels nobody can tell apart, on Framework.",
    "F07": "On Framework, mark the competencies that count on the track; a number in place of a mark says how much.",
    "F08": "Choose a Group for each competency on Framework, and add one for the theme that is missing.",
    "G05": "On Framework, add the level that is missing beside the leading one, or a line under More ways to move.",
    "G08": "Name an assignment, a course or a mentor in its column Development resources.",
    "M07": "Name the value or goal each competency supports in the column Company value of Framework.",
    "P01": "Choose the name of the person who leads them today; at the top, leave it blank.",
    "P03": "Give the cell the format Text, then type it again.",
    "T06": "Write in its column Moving up what evidence is asked for, over which time, and who decides.",
    "V05": "Run build: it types such cells anew. By hand: type the number or the day again; for a whole column select "
    "it, then Data, Text to Columns, Finish. What does not apply is N/A.",
}
"""Code -> the fix, of those whose page speaks of IDs or of tabs that commands write."""


def fix_by_names(code: str) -> str:
    """What to do about findings of a rule where names are asked; "" where its page says it."""
    return _FIXES.get(code, "")
