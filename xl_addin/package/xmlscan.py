"""Reading XML parts with expat, piece by piece: nothing is expanded, a DOCTYPE ends the reading."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.parsers import expat

from xl_addin.model.errors import Refused
from xl_addin.package.sniff import RESAVE

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def parser(where: str, part: str, *, namespaces: bool) -> expat.XMLParserType:
    """An expat parser that refuses DOCTYPE; with `namespaces` it reports names as "uri local"."""
    made = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise doctype(where, part)

    made.StartDoctypeDeclHandler = refuse
    return made


def doctype(where: str, part: str) -> Refused:
    return Refused(where, f"has an XML part with entity declarations ({part[:80]})", RESAVE)


def damaged(where: str, part: str, what: str = "is not readable XML") -> Refused:
    return Refused(where, f"is damaged (part {part[:80]} {what})", RESAVE)


def feed(made: expat.XMLParserType, chunks: Iterable[bytes], where: str, part: str) -> None:
    """Runs the parser over the pieces; Refused when they are not well-formed."""
    try:
        for piece in chunks:
            made.Parse(piece, False)
        made.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # ValueError: an encoding expat does not know
        raise damaged(where, part) from error


def scan(
    chunks: Iterable[bytes],
    where: str,
    part: str,
    start: Start,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """Reads one part and reports its elements by local name, in the order of the file."""
    made = parser(where, part, namespaces=True)
    made.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    if end is not None:
        ended = end
        made.EndElementHandler = lambda name: ended(local(name))
    if text is not None:
        made.CharacterDataHandler = text
    feed(made, chunks, where, part)


@lru_cache(maxsize=1024)
def local(name: str) -> str:
    """The name without its namespace, as expat ("uri name") or a prefix ("x:name") spells it."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def relation_id(attributes: dict[str, str]) -> str | None:
    """The `r:id` among expat's attributes, transitional or Strict."""
    return next((value for name, value in attributes.items() if name.endswith("/relationships id")), None)


def flag(value: str | None) -> bool:
    """An XML boolean; absent means no."""
    return value in ("1", "true", "on")
