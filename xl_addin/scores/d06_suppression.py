"""Too few to show: when a figure would give a person away

What it says
    People answer openly only if nobody can work out who said what. A figure about fewer people than the least
    number is not shown; "n<5" stands in its place. One hidden group could still be found by taking the others away
    from the total, so the next smallest group is hidden with it, until at least two groups and at least the least
    number of people are hidden together. Such a group shows "hidden".
    Written comments ask for more people, because a person may be known by the way they write.
    This holds for opinions. A manager's ratings of a named person are not anonymous and are not hidden.

Formula
    least number = the setting D06.least, never below 3
    hide every group with fewer people; then, while only one group is hidden or those hidden are fewer people than
    the least number together, hide the smallest group still shown
    comments are shown from the setting D06.comments upwards, never below the least number

Examples
    | People in each group | Least | What is shown            |
    | 12 9 7               | 5     | 12 9 7                   |
    | 12 9 3               | 5     | 12 hidden n<5            |
    | 12 9 2 1             | 5     | 12 hidden n<5 n<5        |
    | 12 9 4 2             | 5     | 12 9 n<5 n<5             |
    | 6 6 4                | 5     | hidden 6 n<5             |
    | 8 0 4                | 5     | hidden 0 n<5             |
    | 8 4                  | 5     | hidden n<5               |
    | 2 1                  | 5     | n<5 n<5                  |
    | 9 2                  | 1     | hidden n<3               |

Source
    Survey tools use a least number of 5 and allow 3 at the lowest; hiding a second group is the usual practice of
    official statistics (complementary suppression).
"""

from collections.abc import Collection, Sequence

from xl_addin.model.facts import Number
from xl_addin.model.setting import Setting
from xl_addin.scores.formula import in_use

FLOOR = 3
"""No setting goes below this."""

HIDDEN_TEXT = "hidden"
"""Stands where a group large enough is hidden to protect a small one."""

SETTINGS = (
    Setting(
        id="D06.least",
        group="Scores",
        default=5,
        takes=Number(FLOOR),
        meaning='Least number of people an opinion figure must rest on; below it "n<5" is shown. Never below 3.',
    ),
    Setting(
        id="D06.comments",
        group="Scores",
        default=10,
        takes=Number(FLOOR),
        meaning="Least number of people before written comments are shown; never below the least number for figures.",
    ),
)


MINIMUM_FORMULA = f"MAX({FLOOR},INT({in_use('D06.least')}))"
EXCEL = {
    "least": MINIMUM_FORMULA,
    "comments": f"MAX({MINIMUM_FORMULA},INT({in_use('D06.comments')}))",
}


def minimum_people(setting: float) -> int:
    """The least number that counts, whatever the setting says."""
    return max(FLOOR, int(setting))


def comments_shown(n: int, figures: float, comments: float) -> bool:
    """Whether a group of n may see its written comments, with the two settings."""
    return n >= max(minimum_people(figures), int(comments))


def withheld_label(number: int) -> str:
    """What stands in place of a figure: "n<5"."""
    return f"n<{number}"


def too_few(sizes: Sequence[int], number: int, extra: Collection[int] = ()) -> frozenset[int]:
    """The places of the groups to hide, when the total of all of them is shown.

    `extra` are groups hidden for another reason. An empty group has nothing to hide and protects nobody.
    """
    candidates = [index for index, size in enumerate(sizes) if size > 0]
    hide = {index for index in candidates if sizes[index] < number or index in extra}
    while hide and (len(hide) == 1 or sum(sizes[index] for index in hide) < number):
        visible = [index for index in candidates if index not in hide]
        if not visible:  # then the total is too small itself, or the only group is the total
            break
        hide.add(min(visible, key=lambda index: sizes[index]))
    return frozenset(hide)


def in_place_of(size: int, number: int) -> str:
    """What a hidden group shows."""
    return withheld_label(number) if size < number else HIDDEN_TEXT


def example(sizes: tuple[int, ...], setting: int) -> str:
    """One row of the page's examples."""
    number = minimum_people(setting)
    hide = too_few(sizes, number)
    return " ".join(in_place_of(size, number) if index in hide else str(size) for index, size in enumerate(sizes))
