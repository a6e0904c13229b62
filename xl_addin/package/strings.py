"""The shared texts of a workbook: each stored once, cells point to it by number."""

from collections.abc import Iterable

from xl_addin.package.tally import Tally
from xl_addin.package.text import unescape
from xl_addin.package.watch import Watch
from xl_addin.package.xmlscan import feed, local, parser


class _Strings(Watch):
    """Collects each `si`: the plain text or all its runs, without the phonetic ones."""

    __slots__ = ("found", "phonetic", "taking", "texts")

    def __init__(self, tally: Tally) -> None:
        super().__init__(tally, strings=True)
        self.found: list[str] = []
        self.texts: list[str] = []
        self.phonetic = 0
        self.taking = False

    def start(self, name: str, a: dict[str, str]) -> None:
        super().start(name, a)
        name = local(name)
        if name == "t":
            self.taking = not self.phonetic
        elif name == "rPh":
            self.phonetic += 1
        elif name == "si":
            self.texts = []

    def end(self, name: str) -> None:
        super().end(name)
        name = local(name)
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.phonetic -= 1
        elif name == "si":
            self.found.append(unescape("".join(self.texts)))

    def text(self, piece: str) -> None:
        super().text(piece)
        if self.taking:
            self.texts.append(piece)


def shared_strings(chunks: Iterable[bytes], part: str, tally: Tally) -> list[str]:
    """All shared texts in their order; Refused when a limit is passed or the part is damaged."""
    strings = _Strings(tally)
    made = parser(tally.where, part, namespaces=False)
    made.StartElementHandler = strings.start
    made.EndElementHandler = strings.end
    made.CharacterDataHandler = strings.text
    feed(made, chunks, tally.where, part)
    return strings.found
