"""Reading XML parts with expat, piece by piece: nothing is expanded, a DOCTYPE ends the reading."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.parsers import expat

from xl_addin.model.errors import Refused
from xl_addin.package.safe.file_kind import RESAVE

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def make_parser(file_name: str, part: str, *, namespaces: bool) -> expat.XMLParserType:
    """An expat parser that refuses DOCTYPE; with `namespaces` it reports names as "uri local"."""
    expat_parser = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    expat_parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise doctype_error(file_name, part)

    expat_parser.StartDoctypeDeclHandler = refuse
    return expat_parser


def doctype_error(file_name: str, part: str) -> Refused:
    return Refused(file_name, f"has an XML part with entity declarations ({part[:80]})", RESAVE)


def damage_error(file_name: str, part: str, problem: str = "is not readable XML") -> Refused:
    return Refused(file_name, f"is damaged (part {part[:80]} {problem})", RESAVE)


def feed(expat_parser: expat.XMLParserType, chunks: Iterable[bytes], file_name: str, part: str) -> None:
    """Runs the parser over the pieces; Refused when they are not well-formed."""
    try:
        for piece in chunks:
            expat_parser.Parse(piece, False)
        expat_parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # ValueError: an encoding expat does not know
        raise damage_error(file_name, part) from error


def scan(
    chunks: Iterable[bytes],
    file_name: str,
    part: str,
    start: StartHandler,
    end: EndHandler | None = None,
    text: TextHandler | None = None,
) -> None:
    """Reads one part and reports its elements by local name, in the order of the file."""
    expat_parser = make_parser(file_name, part, namespaces=True)
    expat_parser.StartElementHandler = lambda name, attributes: start(local_name(name), attributes)
    if end is not None:
        on_end = end
        expat_parser.EndElementHandler = lambda name: on_end(local_name(name))
    if text is not None:
        expat_parser.CharacterDataHandler = text
    feed(expat_parser, chunks, file_name, part)


@lru_cache(maxsize=1024)
def local_name(name: str) -> str:
    """The name without its namespace, as expat ("uri name") or a prefix ("x:name") spells it."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def find_relation_id(attributes: dict[str, str]) -> str | None:
    """The `r:id` among expat's attributes, transitional or Strict."""
    return next((value for name, value in attributes.items() if name.endswith("/relationships id")), None)


def flag(value: str | None) -> bool:
    """An XML boolean; absent means no."""
    return value in ("1", "true", "on")
