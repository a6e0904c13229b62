"""The statements of an expectation: one bullet of a matrix cell each."""

import re
import unicodedata

_BULLET = re.compile(r"^\s*(?:[-*•‣◦▪–—·]|\d{1,2}[.)])\s+")
DRAFT = "DRAFT"
_NOT_APPLICABLE = re.compile(r"^(?:n/?a|not applicable)\.?$", re.IGNORECASE)
_INHERITS = re.compile(r"^inherits\s*\(\s*([^\s](?:.*[^\s])?)\s*\)$", re.IGNORECASE)


def statements(text: str) -> tuple[str, ...]:
    """The statements of a cell: its non-blank lines, without bullet marks.

    >>> statements("• Breaks work down.\\n- Asks early.")
    ('Breaks work down.', 'Asks early.')
    """
    lines = (line[mark.end() :] if (mark := _BULLET.match(line)) else line for line in text.splitlines())
    return tuple(line for line in map(str.strip, lines) if line)


def add_bullets(text: str) -> str:
    """The text with a mark before each of several statements, so that they can be told apart in one cell.

    >>> add_bullets("Breaks work down.\\nAsks early.")
    '• Breaks work down.\\n• Asks early.'
    """
    lines = statements(text)
    return "\n".join(f"• {line}" for line in lines) if len(lines) > 1 else text


def is_not_applicable(text: str) -> bool:
    """Whether the cell says on purpose that the competency does not apply at this level."""
    return bool(_NOT_APPLICABLE.match(text.strip()))


def inherits(text: str) -> str | None:
    """The level id a cell takes its text from, written `inherits(SE1)`; None otherwise."""
    match = _INHERITS.match(text.strip())
    return match.group(1) if match else None


def is_draft(text: str) -> bool:
    """Whether the text was proposed by `expand` and nobody has edited it yet."""
    return text.lstrip().startswith(DRAFT)


def fold(text: str) -> str:
    """Text reduced to what a reader takes as the same: compatibility forms, case and spacing folded.

    Digits stay: a quota of 885 is not a quota of 1154.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("\n".join(statements(plain)).split())
