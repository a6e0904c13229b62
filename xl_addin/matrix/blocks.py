"""The grammar of a matrix section: competencies, their levels, and what each level says.

### OWN                        a competency's id
SE1                            a level's id, on a line of its own
- Breaks work down.            its statements, each on one line behind a hyphen,
SE2
inherits(SE1)                  or this single line, or N/A
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from xl_addin.matrix.sections import Section, TextLine, TextPage
from xl_addin.model.statements import inherits, is_not_applicable


@dataclass(frozen=True, slots=True)
class LevelBlock:
    """One level of one competency, and the lines that describe it."""

    competency: TextLine
    level: TextLine
    lines: list[TextLine] = field(default_factory=list)

    def text(self, page: TextPage) -> str:
        """The cell as the workbook holds it: statements without their hyphens, one a line.

        Raises:
            Stop: the block is empty, a statement is blank, or N/A or inherits(...) stands beside other lines.
        """
        if not self.lines:
            raise page.stop(self.level.number, f"{self.level.text} says nothing", "add statements, N/A or inherits(ID)")
        words = [line for line in self.lines if not line.text.startswith("-")]
        if words and len(self.lines) > 1:
            raise page.stop(words[0].number, f"{words[0].text} stands beside other lines", "keep one or the other")
        texts = [line.text.removeprefix("-").strip() for line in self.lines]
        if not all(texts):
            raise page.stop(self.lines[texts.index("")].number, "the statement is blank", "write it or remove the line")
        return "\n".join(texts)


def level_blocks(page: TextPage, section: Section) -> Iterator[LevelBlock]:
    """Every block of a matrix section, in the order written.

    Raises:
        Stop: a level stands above the first competency, or a statement above the first level.
    """
    competency: TextLine | None = None
    block: LevelBlock | None = None
    for line in section.lines:
        if competency is not None and _describes(line):
            if block is None:
                raise page.stop(line.number, "this stands above the first level", "name the level on a line of its own")
            block.lines.append(line)
            continue
        if block is not None:
            yield block
        if line.text.startswith("### "):
            competency, block = TextLine(line.number, line.text[4:].strip()), None
        elif competency is None:
            raise page.stop(line.number, "this stands above the first competency", "begin with a line such as ### OWN")
        else:
            block = LevelBlock(competency, line)
    if block is not None:
        yield block


def _describes(line: TextLine) -> bool:
    return line.text.startswith("-") or is_not_applicable(line.text) or inherits(line.text) is not None
