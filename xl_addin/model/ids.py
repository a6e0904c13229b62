"""IDs: what may stand in one, and which of them Excel or a reader takes for the same.

Excel's COUNTIFS and SUMIFS compare numbers where two texts look like numbers or days: 00123 is 123 to them, 1E2 is
100, and no case is told apart. Two people with such IDs would share their ratings.
"""

import re

from xl_addin.cells.fold import fold_text

ID_LENGTH = 64
"""Characters of an ID: three of them and a word still fit what Excel compares, 255."""
A_DAY = "a day that Excel made of an ID"
"""What stands in place of an ID that looked like a day to Excel, such as 3-4: in every command's words."""
TYPE_AGAIN = "give the column the format Text, then type the ID again"
"""What to do about it."""
_NO_ID = re.compile(r"[*?~\x00-\x1f\x7f\u2028\u2029]|^[<>=]")
_SEPARATORS = re.compile(r"[;,]")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?(?:e[+-]?\d{1,3})?%?")
_DAY = re.compile(r"(\d{1,4})([-/])(\d{1,2})(?:\2(\d{1,4}))?")


def is_id(text: str, *, in_list: bool) -> bool:
    """Whether a text can be an ID; `in_list` for those of which several may stand in one cell."""
    if not 0 < len(text) <= ID_LENGTH or _NO_ID.search(text):
        return False
    return not (in_list and _SEPARATORS.search(text))


def comparable(text: str) -> str:
    """The form in which two IDs are equal where Excel or a reader takes them for the same.

    Case, width and spacing are folded; a number is its value to Excel's 15 digits, a day its parts; other IDs lose the
    zeros they begin with.

    >>> comparable("00123") == comparable("123"), comparable("1E2") == comparable("100"), comparable("e1")
    (True, True, 'e1')
    """
    plain = fold_text(text)
    if _NUMBER.fullmatch(plain):
        share = plain.endswith("%")
        value = float(plain.rstrip("%").replace(",", "")) / (100 if share else 1)
        return f"{value:.15g}"
    if match := _DAY.fullmatch(plain):
        return "-".join(str(int(part)) for part in match.group(1, 3, 4) if part)
    return plain.lstrip("0") or plain
