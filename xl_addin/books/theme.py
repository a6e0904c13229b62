"""How each role looks. One theme, described once; sheet files name roles, never colours.

Contrast is at least 4.5:1 for every text on its ground (`tests/test_look.py` works it out). Colour never stands alone:
a word or a sign goes with it. One colour, `NEXT`, asks for something, and only conditional formats use it.
"""

from typing import Any

INK = "#1E2B31"
QUIET = "#55646C"
"""Hints, columns of second rank."""
LINE = "#D3DCDF"
"""The hairline under each row of a table."""
INPUT_LINE = "#9FB0B6"
"""The line under a cell that is yours."""
GROUND = "#FFFFFF"
ACC, ACC2, ACC3, CARD = "#0B5563", "#DCECEE", "#EEF6F6", "#F3F7F7"
"""The accent; the bar that says what to do; table heads and the level held now; bands and cards."""
LADDER_FIRST, LADDER = "#CFE5E8", "#DFEEF0"
"""The first level of a track, and those it leads to."""
GROUP_WORD = "#3C6E78"
NEXT, NEXT_LINE, NEXT_WORD = "#FFF6DE", "#A86A00", "#7A5200"
"""The next cell to fill: its ground, its line, the word that goes with it."""
BELOW, BELOW_WORD, FAR_BELOW = "#F8D9C4", "#7A2E00", "#A8430B"
ABOVE, ABOVE_WORD, FAR_ABOVE = "#D3E5F5", "#0B3C6E", "#1F5F9E"
MARK_GROUND = "#FDEEE4"
"""The ground of what is worth a look; what must be mended has that of `BELOW`."""
CHART_BELOW, CHART_EXPECTED, CHART_ABOVE = "#E2854F", "#DDE5E7", "#2F6FAE"
CHART_SERIES = ("#2F7F8D", "#2F6FAE", "#E2854F")
CHART_FIELDS = {"below": CHART_BELOW, "expected": "#B9C9CD", "above": CHART_ABOVE}
"""Field -> the colour of its series, wherever it is drawn; a line or a bar of its own needs more than `CHART_EXPECTED`,
which is for a part of a stacked bar."""
BAR_DONE, BAR_RUNNING, BAR_LATE = "#A9C9CE", "#2F7F8D", "#E2854F"
WEEK_GROUND, WEEK_LINE, WEEK_HEAD, WEEK_WORD = "#FDEEE4", "#C2410C", "#FBE3D5", "#9A3412"
"""This week beside the roadmap: the strip, the line on its left, and its day above."""

FONT = {"font_name": "Calibri", "font_scheme": "minor", "font_size": 11, "font_color": INK, "valign": "vcenter"}

TEXT_FORMAT = {"num_format": "@"}
"""On top of a role, for IDs: Excel makes 123 of 00123 and a day of MAR1 in any cell that has not the format Text."""

FORMATS = {
    "count": "#,##0",
    "mean": "0.0",
    "share": "0%",
    "day": "d mmm yyyy",
    "near_day": "d mmm",
    "month": "mmm yyyy",
    "week": "d",
    "change": "+0.0;-0.0;0",
    # expected minus rated: what is above 0 is below expectation, and the sign says which; never "0.##", as Excel
    # shows 8 as "8." then
    "gap": '"▼ "General;"▲ "General;"✓"',
}
"""Kind of number -> how it is shown. What people type is shown as they typed it."""

_LEFT = {"align": "left", "indent": 1}
_ROW = {"bottom": 1, "bottom_color": LINE}
_TEXT = {"text_wrap": True, **_LEFT, **_ROW}
_INPUT = {"bottom": 1, "bottom_color": INPUT_LINE, "locked": False}
_FIGURE = {"align": "center", **_ROW}
_HEAD = {
    "bold": True,
    "font_color": ACC,
    "bg_color": ACC3,
    "text_wrap": True,
    "bottom": 2,
    "bottom_color": ACC,
}
_SECTION = {
    "font_size": 14,
    "bold": True,
    "font_color": ACC,
    "valign": "bottom",
    "align": "left",
    "bottom": 1,
    "bottom_color": ACC,
}
_BAR = {"bold": True, "font_color": ACC, "bg_color": ACC2, **_LEFT}
_BAND = {"bg_color": CARD, **_LEFT, **_ROW}
_CARD = {"bg_color": CARD, **_LEFT}

ROLES: dict[str, dict[str, Any]] = {
    "blank": {},
    # the head of a tab, its sections, and what stands between them
    "title": {"font_size": 20, "bold": True, "font_color": ACC},
    "hint_line": {"font_color": QUIET},
    "way": {"font_color": ACC, "underline": 1},
    "state": {"font_color": QUIET},
    "heading": _SECTION,
    "heading_centred": {**_SECTION, "align": "center"},
    "section_note": {**_SECTION, "font_size": 11, "bold": False, "font_color": QUIET, "align": "right"},
    "next": {**_BAR, "font_size": 14, "text_wrap": True},
    "next_link": {**_BAR, "underline": 1, "align": "right"},
    "band": {**_BAND, "font_size": 12, "bold": True, "font_color": ACC},
    "band_note": {**_BAND, "font_color": QUIET},
    "group": {"bold": True, "font_color": GROUP_WORD, **_LEFT, "valign": "bottom", **_ROW},
    "card_label": {**_CARD, "font_color": QUIET, "valign": "bottom"},
    "card_figure": {**_CARD, "font_size": 26, "bold": True, "font_color": ACC},
    "card_note": {**_CARD, "font_color": QUIET, "valign": "top"},
    # the head of a table
    "header": {**_HEAD, **_LEFT},
    "header_centred": {**_HEAD, "align": "center"},
    "header_small": {**_HEAD, "align": "center", "font_size": 8},
    "header_big": {**_HEAD, **_LEFT, "font_size": 14},
    "header_note": {**_HEAD, **_LEFT, "bold": False, "font_color": INK},
    # what is yours
    "input": {"text_wrap": True, **_LEFT, **_INPUT},
    "input_long": {"text_wrap": True, **_LEFT, **_INPUT},
    "input_centred": {"align": "center", **_INPUT},
    "input_bold": {"bold": True, "text_wrap": True, **_LEFT, **_INPUT},
    "date": {"num_format": FORMATS["day"], "align": "center", **_INPUT},
    "near_date": {"num_format": FORMATS["near_day"], "align": "center", **_INPUT},
    "month": {"num_format": FORMATS["month"], "align": "center", **_INPUT},
    # what is worked out, and what says what a row is about
    "label": _TEXT,
    "key": {"bold": True, **_TEXT},
    "computed": {"font_color": QUIET, **_TEXT},
    "sub": {**_TEXT, "indent": 2},
    "count": {"font_color": QUIET, "num_format": FORMATS["count"], **_FIGURE},
    "decimal": {"font_color": QUIET, "num_format": FORMATS["mean"], **_FIGURE},
    "change": {"num_format": FORMATS["change"], **_FIGURE},
    "gap": {"num_format": FORMATS["gap"], **_FIGURE},
    "heat": {
        "font_color": QUIET,
        "num_format": FORMATS["gap"],
        "align": "center",
        "border": 2,
        "border_color": GROUND,
    },
    "percent": {"font_color": QUIET, "num_format": FORMATS["share"], **_FIGURE},
    "day": {"font_color": QUIET, "num_format": FORMATS["day"], **_FIGURE},
    "done": {"bold": True, **_TEXT},
    "not_needed": {"font_color": QUIET, "italic": True, **_TEXT},
    "warning": {"font_color": BELOW_WORD, "bg_color": MARK_GROUND, **_TEXT},
    "link": {"font_color": ACC, "underline": 1, **_TEXT},
    "link_boxed": {"font_color": ACC, "underline": 1, **_TEXT},
    # single cells without a line
    "lead": {"bold": True, **_LEFT},
    "banner_label": {**_BAR},
    "hint": {"font_color": QUIET, "text_wrap": True, **_LEFT},
    "body": {"text_wrap": True, **_LEFT},
    "figure_percent": {"num_format": FORMATS["share"], **_LEFT},
    "big": {"font_size": 26, "bold": True, "font_color": ACC, **_LEFT},
    "stamp": {"font_color": QUIET, "font_size": 8, **_LEFT},
    "next_example": {"bg_color": NEXT, "bottom": 1, "bottom_color": NEXT_LINE, **_LEFT},
    # forms and packs
    "rating": {"font_size": 14, "bold": True, "align": "center", **_INPUT},
    "statement": _TEXT,
    "statement_here": {**_TEXT, "bg_color": ACC3},
    "tally": {"bold": True, **_FIGURE},
    "now": {**_BAR, "font_size": 14},
    "bar": {"font_color": GROUP_WORD, **_TEXT},
    # bars beside a table
    "week": {
        "font_size": 7,
        "font_color": QUIET,
        "bg_color": ACC3,
        "num_format": FORMATS["week"],
        "align": "center",
        "bottom": 2,
        "bottom_color": ACC,
    },
    "week_month": {"bold": True, "font_color": ACC, "align": "center"},
}
"""Role -> format properties, on top of FONT."""

_WORSE = {"font_color": BELOW_WORD, "bg_color": BELOW, "bold": True}
_WEEK = {"left": 1, "left_color": WEEK_LINE}

TINT_FORMATS: dict[str, dict[str, Any]] = {
    "next": {"bg_color": NEXT, "bottom": 1, "bottom_color": NEXT_LINE},
    "next_word": {"font_color": NEXT_WORD, "bold": True},
    "link": {"font_color": ACC, "underline": 1},
    "state_changed": {"font_color": NEXT_WORD, "bold": True},
    "warning": {"font_color": BELOW_WORD, "bg_color": MARK_GROUND},
    "late": _WORSE,
    "done": {"font_color": ACC, "bold": True},
    "not_needed": {"font_color": QUIET, "italic": True},
    "low": _WORSE,
    "far_below": {"font_color": GROUND, "bg_color": FAR_BELOW, "bold": True},
    "middle": {"font_color": INK, "bg_color": CARD},
    "high": {"font_color": ABOVE_WORD, "bg_color": ABOVE, "bold": True},
    "far_above": {"font_color": GROUND, "bg_color": FAR_ABOVE, "bold": True},
    "ladder_first": {"font_color": INK, "bg_color": LADDER_FIRST, "bold": True},
    "ladder": {"font_color": INK, "bg_color": LADDER},
    "as_percent": {"num_format": FORMATS["share"]},
    "bar": {"bg_color": BAR_RUNNING},
    "bar_settled": {"bg_color": BAR_DONE},
    "bar_late": {"bg_color": BAR_LATE},
    "bar_this_week": {"bg_color": BAR_RUNNING, **_WEEK},
    "bar_settled_this_week": {"bg_color": BAR_DONE, **_WEEK},
    "bar_late_this_week": {"bg_color": BAR_LATE, **_WEEK},
    "this_week": {"bg_color": WEEK_GROUND, **_WEEK},
    "this_week_head": {"font_color": WEEK_WORD, "bg_color": WEEK_HEAD, "bold": True},
    "here": {"bg_color": ACC3},
    "marked": {"font_color": BELOW_WORD, "bg_color": MARK_GROUND},
    "marked_error": {"font_color": BELOW_WORD, "bg_color": BELOW, "bold": True},
}
"""Conditional colours: orange for below, blue for above, told apart by those who see no red; each stands on a cell with
words or a number that says the same. Their borders are thin: Excel has no other there."""

TABS = {"steps": ACC, "inputs": ACC, "matrices": "#5C98A3", "people": "#6B5B95", "results": "#3F6FA3"}
"""Tab colour by group."""
