"""Alpha: whether respondents see the statements alike

What it says
    Krippendorff's alpha asks whether people tell the statements apart in the same way: 1 says they rate every
    statement alike, 0 that they might as well have drawn lots. From .80 the ratings can be relied on, from .667 they
    allow tentative conclusions, below that they do not. A low alpha is a finding too: people in one organisation see
    quite different career tracks.
    Blank answers are left out, never filled in. If every answer is the same there is no variance, and no alpha: that
    is not perfect agreement, it only says that nothing was told apart.

Formula
    alpha = 1 - observed disagreement / disagreement expected by chance, over all pairs of answers to one statement
    the distance between two ratings is the square of the number of answers that lie between them, each end counting
    half (ordinal)

Examples
    Each run of digits is one person's ratings of the statements in order; - is a blank.

    | Answers                                                   | Distance | Alpha | In words     |
    | 4323234 / 5422244 / 4413345 / 2423134 / 4534243           | ordinal  | 0.515 | not reliable |
    | 123321412--- / 1233224125-3 / -33323422 51- / 12332441251- | nominal | 0.743 | tentative    |
    | 333 / 333 / 333                                           | ordinal  |       | no variance  |
    | 34- / --5                                                 | ordinal  |       | too few answers |

Source
    Krippendorff 2011, Computing Krippendorff's alpha-reliability.
"""
