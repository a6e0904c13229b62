"""How each role looks. One theme, described once; sheet files name roles, never colours.

Contrast is at least 4.5:1 for every text on its ground. Colour never stands alone: a word or a sign goes with it.
"""

from typing import Any

INK = "#1F2933"
GREY = "#52606D"
LINE_COLOUR = "#CBD2D9"
GROUND = "#FFFFFF"
ACCENT = "#0B5563"
ACCENT_PALE = "#E3F0F2"
INPUT = "#FFF9E8"
INPUT_LINE = "#DCCFA8"
WARM = "#8A4B00"
WARM_PALE = "#FDE7C8"
RED = "#8C1D18"
RED_PALE = "#F9DEDC"
FADED_COLOUR = "#6B7280"
FADED_PALE = "#F1F3F5"
LOW_PALE = "#F6D9C4"
SECOND = "#B7791F"
NEXT, NEXT_LINE, NEXT_WORD = "#FFF6DE", "#A86A00", "#7A5200"
"""The next cell to fill: its ground, its line, the word that goes with it."""
BAR = "#3C6E78"
HIGH_PALE = "#CFE3F2"

FONT = {"font_name": "Calibri", "font_scheme": "minor", "font_size": 11, "font_color": INK, "valign": "top"}
_BOX = {"border": 1, "border_color": LINE_COLOUR}

_INPUT = {"bg_color": INPUT, "border": 1, "border_color": INPUT_LINE, "locked": False}

TEXT_FORMAT = {"num_format": "@"}
"""On top of a role, for IDs: Excel makes 123 of 00123 and a day of MAR1 in any cell that has not the format Text."""

ROLES: dict[str, dict[str, Any]] = {
    "blank": {},
    "title": {"font_size": 20, "bold": True, "font_color": ACCENT, "valign": "vcenter"},
    "heading": {"font_size": 12, "bold": True, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "heading_centred": {
        "font_size": 12,
        "bold": True,
        "font_color": ACCENT,
        "bottom": 2,
        "bottom_color": ACCENT,
        "align": "center",
    },
    "label": {"bold": True, "text_wrap": True, "align": "left", "indent": 1, **_BOX},
    "lead": {"bold": True},
    "banner_label": {"bold": True, "valign": "vcenter"},
    "hint": {"font_color": GREY, "text_wrap": True},
    "body": {"text_wrap": True},
    "input": {"text_wrap": True, "align": "left", "indent": 1, **_INPUT},
    "input_long": {"text_wrap": True, "align": "left", "indent": 1, **_INPUT},
    "input_centred": {"align": "center", **_INPUT},
    "date": {"num_format": "yyyy-mm-dd", "align": "center", **_INPUT},
    "computed": {"font_color": GREY, "text_wrap": True, "align": "left", "indent": 1, **_BOX},
    # never "0.##": Excel shows 8 as "8." then
    "count": {"font_color": GREY, "num_format": "#,##0", "align": "center", **_BOX},
    "decimal": {"font_color": GREY, "num_format": "#,##0.0#", "align": "center", **_BOX},
    "change": {"font_color": INK, "num_format": "+0.0#;-0.0#;0", "align": "center", **_BOX},
    "gap": {"font_color": INK, "num_format": "+General;-General;0", "align": "center", **_BOX},
    "heat": {"font_color": INK, "num_format": "+General;-General;0", "align": "center", **_BOX},
    "percent": {"font_color": GREY, "num_format": "0%", "align": "center", **_BOX},
    "key": {"bold": True, "align": "left", "indent": 1, **_BOX},
    "link": {"font_color": ACCENT, "underline": 1, "text_wrap": True},
    "next": {
        "font_size": 13,
        "bold": True,
        "font_color": ACCENT,
        "bg_color": ACCENT_PALE,
        "text_wrap": True,
        "indent": 1,
        "valign": "vcenter",
    },
    "now": {
        "font_size": 14,
        "bold": True,
        "font_color": ACCENT,
        "bg_color": ACCENT_PALE,
        "align": "left",
        "indent": 1,
        "valign": "vcenter",
    },
    "next_link": {
        "bold": True,
        "font_color": ACCENT,
        "bg_color": ACCENT_PALE,
        "underline": 1,
        "align": "right",
        "indent": 1,
        "valign": "vcenter",
    },
    "next_example": {"bg_color": NEXT, "bottom": 1, "bottom_color": NEXT_LINE, "align": "left", "indent": 1},
    "section_note": {"font_color": GREY, "align": "right", "bottom": 2, "bottom_color": ACCENT},
    "bar": {"font_color": BAR, **_BOX},
    "done": {"bold": True, "align": "left", "indent": 1},
    "not_needed": {"font_color": FADED_COLOUR, "italic": True, "align": "left", "indent": 1, "bg_color": FADED_PALE},
    "warning": {"font_color": WARM, "align": "left", "indent": 1, "bg_color": WARM_PALE},
    "hint_line": {"font_color": GREY},
    "state": {"font_color": GREY},
    "link_boxed": {"font_color": ACCENT, "underline": 1, "align": "left", "indent": 1, "text_wrap": True, **_BOX},
    "way": {"font_color": ACCENT, "underline": 1},
    "figure_percent": {"font_color": GREY, "num_format": "0%", "align": "center"},
    "big": {"font_size": 16, "bold": True, "font_color": ACCENT, "align": "center", "valign": "vcenter"},
    "week": {"font_size": 8, "font_color": GREY, "num_format": "d mmm", "rotation": 90, "align": "center"},
    "stamp": {"font_color": FADED_COLOUR, "font_size": 9},
    "header": {
        "bold": True,
        "font_color": GROUND,
        "bg_color": ACCENT,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        "border": 1,
        "border_color": ACCENT,
    },
    "header_upright": {
        "bold": True,
        "font_color": GROUND,
        "bg_color": ACCENT,
        "rotation": 90,
        "text_wrap": True,
        "valign": "bottom",
        "align": "center",
        "border": 1,
        "border_color": ACCENT,
    },
    "header_centred": {
        "bold": True,
        "font_color": GROUND,
        "bg_color": ACCENT,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "border": 1,
        "border_color": ACCENT,
    },
}
"""Role -> format properties, on top of FONT."""

TINT_FORMATS: dict[str, dict[str, Any]] = {
    "next": {"bg_color": NEXT, "bottom": 1, "bottom_color": NEXT_LINE},
    "link": {"font_color": ACCENT, "underline": 1},
    "next_word": {"font_color": NEXT_WORD, "bold": True},
    "state_changed": {"font_color": WARM, "bold": True},
    "warning": {"font_color": WARM, "bg_color": WARM_PALE},
    "done": {"font_color": ACCENT, "bg_color": ACCENT_PALE},
    "not_needed": {"font_color": FADED_COLOUR, "bg_color": FADED_PALE, "italic": True},
    "low": {"font_color": INK, "bg_color": LOW_PALE, "bold": True},
    "far_below": {"font_color": INK, "bg_color": "#E8A87C", "bold": True},
    "middle": {"font_color": INK, "bg_color": FADED_PALE},
    "high": {"font_color": INK, "bg_color": HIGH_PALE},
    "as_percent": {"num_format": "0%"},
    "bar": {"bg_color": ACCENT},
    "bar_settled": {"bg_color": "#A8C5CB"},
    "here": {"font_color": ACCENT, "bg_color": ACCENT_PALE, "bold": True},
    "marked": {"font_color": WARM, "bg_color": WARM_PALE},
    "marked_error": {"font_color": RED, "bg_color": RED_PALE, "bold": True},
}
"""Conditional colours: a colour-blind-safe orange for below, blue for above; each stands on a cell with words or a
number that says the same."""

TABS = {"steps": ACCENT, "inputs": "#B7791F", "matrices": "#3E7C8A", "people": "#5B4B8A", "results": "#52606D"}
"""Tab colour by group."""
