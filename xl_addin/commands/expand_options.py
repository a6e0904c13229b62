"""What expand can be told, and which options go together."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from xl_addin.commands.command import Options
from xl_addin.model.errors import Stop

_GOES_WITH = {
    "after": ("add_level",),
    "before": ("add_level",),
    "theme": ("add_competency",),
    "definition": ("add_competency",),
    "tracks": ("add_level", "add_competency"),
    "from_track": ("add_track",),
    "from_starter": ("add_track",),
    "titles": ("from_track", "from_starter"),
}
"""Options that say more about what another one adds, and mean nothing without it."""


class ExpandOptions(Options):
    """What to add. In a workbook of IDs a new thing is typed as "ID: Name", and one that is there by its ID."""

    add_level: str = Field("", description='A new level, such as "Software engineer II+".')
    after: str = Field("", description='The level the new one comes after, such as "Software engineer II".')
    before: str = Field("", description="The level the new one comes before; with --after, between the two.")
    add_competency: str = Field("", description="A new competency, such as Security.")
    theme: Literal["", "Impact", "Behaviour", "Functional", "Management"] = Field(
        "", description="The theme of the new competency."
    )
    definition: str = Field(
        "", description="The definition of the new competency in a sentence; proposals start from it."
    )
    tracks: str = Field(
        "",
        description="Tracks separated by commas: where a new competency applies (blank: everywhere), or the track "
        "of a new level that comes neither after nor before another.",
    )
    add_track: str = Field("", description="A new track, such as Testing.")
    from_track: str = Field("", description="Copy the levels, competencies and texts of this track, marked DRAFT.")
    from_starter: str = Field("", description="Copy from this ready-made framework instead, such as engineering.")
    titles: str = Field(
        "",
        description='The levels to copy and what they are called here: "Software engineer I=Tester I; ...".',
    )
    draft: str = Field(
        "", description="Propose texts for the empty cells of these tracks, such as Engineering; or all."
    )
    long: Path | None = Field(None, description="Also write all statements to this .csv or .xlsx file, a row each.")
    apply: bool = Field(False, description="Do it. Without this, only show what would be done.")


def check_company(options: ExpandOptions) -> None:
    """Stop at an option that would be ignored because what it belongs to was not asked for."""
    for name, partners in _GOES_WITH.items():
        if getattr(options, name) and not any(getattr(options, partner) for partner in partners):
            raise Stop(
                option_flag(name), f"goes with {' or '.join(map(option_flag, partners))}", "give both, or leave it out"
            )


def option_flag(name: str) -> str:
    """An option as it is typed."""
    return f"--{name.replace('_', '-')}"
