"""How a cell can look, by name: what each look is stands once, in `books/theme.py`."""

from typing import Literal

Role = Literal[
    "title", "heading", "heading_centred", "label", "lead", "banner_label", "hint", "hint_line", "body", "input",
    "input_long", "computed", "count", "decimal", "change", "gap", "heat", "figure_percent", "big", "link",
    "link_boxed", "way", "next", "done", "not_needed", "warning", "key", "percent", "date", "input_centred", "stamp",
    "week", "week_month", "state", "next_link", "next_example", "section_note", "header", "header_centred",
    "header_big", "header_note", "band", "band_note", "group", "card_label", "card_figure", "card_note",
    "input_bold", "month", "day", "near_date", "sub", "now", "bar", "rating", "statement", "statement_here",
    "tally", "header_small",
]  # fmt: skip
"""How a cell looks, and no more than that."""

TintRole = Literal[
    "warning", "late", "done", "not_needed", "low", "far_below", "middle", "high", "far_above", "next", "next_word",
    "ladder_first", "ladder", "marked", "marked_error", "as_percent", "here",
]  # fmt: skip
"""How a cell looks while a condition holds."""
