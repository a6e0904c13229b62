"""A text below its own title, in one cell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TitledText:
    """What a cell holds of both: the title is bold, the text stands below it."""

    title: str
    text: str

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, self.text) if part)
