"""Real public frameworks as data sets, to see how often a rule fires on texts people use.

Each is read by the few lines its own format needs; nothing of the texts is kept in the project.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from xl_addin.model.dataset import Dataset, Matrix
from xl_addin.model.records import Competency, Expectation, Level, MatrixRow, Track, Weight
from xl_addin.sheets.matrix import table_name
from xl_addin.sheets.settings import all_settings


@dataclass(frozen=True)
class Framework:
    """One track: its levels with the ones each leads to, its competencies, and the text of each cell."""

    name: str
    levels: Mapping[str, tuple[str, ...]]
    competencies: tuple[str, ...]
    texts: Mapping[tuple[str, str], str]

    def data(self) -> Dataset:
        """The framework as if it had been typed into a workbook with the default settings."""
        ids = {name: f"C{number}" for number, name in enumerate(self.competencies)}
        ranks = _ranks(self.levels)
        cells = tuple(
            Expectation(row=row, track="T", competency=ids[name], level=_ident(level), text=self.texts[name, level])
            for row, name in enumerate(self.competencies)
            for level in self.levels
            if (name, level) in self.texts
        )
        rows = tuple(MatrixRow(row=row, competency=ids[name], name=name) for row, name in enumerate(self.competencies))
        share = 100 / len(ids)
        return Dataset(
            tracks=(Track(row=0, id="T", name=self.name),),
            levels=tuple(
                Level(row=n, id=_ident(level), track="T", title=level, rank=ranks[level], next=tuple(map(_ident, ups)))
                for n, (level, ups) in enumerate(self.levels.items())
            ),
            competencies=tuple(
                Competency(row=n, id=ids[name], name=name, definition=name) for n, name in enumerate(self.competencies)
            ),
            matrices=(Matrix("T", table_name("T"), rows, tuple(map(_ident, self.levels)), cells),),
            weights=tuple(Weight(row=n, track="T", competency=i, weight=share) for n, i in enumerate(ids.values())),
            settings={setting.id: setting.default for setting in all_settings()},
        )


def all_frameworks(shared: Path) -> tuple[Framework, ...]:
    """Every framework we can read, from the folder of shared material."""
    folder = shared / "data" / "frameworks"
    times = folder / "Financial-Times+engineering-progression"
    sourcegraph = folder / "sourcegraph+handbook/content/departments/engineering/dev/career-development/framework.md"
    return (
        financial_times(times / "versions/v2.0.0/engineering.yml"),
        financial_times(times / "versions/v2.0.0/operations.yml"),
        financial_times(times / "versions/v1.2.5/engineering.yml"),
        codecademy(folder / "Codecademy+engineering-competencies/README.md"),
        sourcegraph_engineering(sourcegraph),
    )


def more_frameworks(shared: Path) -> tuple[Framework, ...]:
    """Further ones, of managers, of self-assessment and of short levels, which widen what rules are measured on."""
    folder = shared / "data" / "frameworks"
    return (
        carvago(folder / "Carvago+career-framework/assets/frontend-assessment-template.xlsx")[0],
        codecademy(folder / "Codecademy+engineering-competencies/managers.md"),
        forward_impact(folder / "forwardimpact+monorepo/products/map/starter/capabilities"),
    )


def _ident(title: str) -> str:
    return re.sub(r"\W+", "-", title).strip("-")[:60]


def _ranks(levels: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """1 for a level nothing leads to, one more than the highest that leads to it for the others."""
    ranks = dict.fromkeys(levels, 1)
    for level, ups in levels.items():
        for up in ups:
            ranks[up] = max(ranks[up], ranks[level] + 1)
    return ranks


def _chain(titles: list[str]) -> dict[str, tuple[str, ...]]:
    return {title: tuple(titles[n + 1 : n + 2]) for n, title in enumerate(titles)}


def _items(text: str, section: str) -> Iterator[dict[str, str]]:
    """The entries of one list of a YAML file as the Financial Times writes them: scalars, and texts after | or >."""
    body = re.split(rf"(?m)^{section}:\s*$", text)[1]
    body = re.split(r"(?m)^\w", body)[0]
    for chunk in re.split(r"(?m)^  - ", body)[1:]:
        pairs = re.findall(r"(?ms)^(?:    )?(\w+):[ ]?(.*?)(?=^    \w+:|\Z)", chunk)
        yield {key: _scalar(value) for key, value in pairs}


def _scalar(value: str) -> str:
    block = value.lstrip().startswith(("|", ">"))
    lines = [line.strip() for line in value.strip().splitlines()]
    return "\n".join(line for line in lines[1:] if line) if block else "\n".join(lines).strip("\"'")


def _joined(text: str) -> str:
    """Numbered points keep a line each; a line that goes on from the one before joins it."""
    return re.sub(r"\n(?!\d+[.)]|[-*] )", " ", text)


def financial_times(file: Path) -> Framework:
    """One entry for each text; several of one level and theme are the statements of a cell. Levels may branch."""
    text = file.read_text(encoding="utf-8")
    names = {item["id"]: item["name"] for item in _items(text, "levels")}
    themes = {item["id"]: item["name"] for item in _items(text, "themes")}
    texts: dict[tuple[str, str], str] = {}
    for item in _items(text, "competencies"):
        key = (themes[item["theme"]], names[item["level"]])
        texts[key] = "\n".join(filter(None, (texts.get(key, ""), _joined(item["summary"]))))
    levels = {names[level]: tuple(names[up] for up in ups) for level, ups in _branches(list(names)).items()}
    return Framework(f"Financial Times {file.parent.name} {file.stem}", levels, tuple(themes.values()), texts)


def _branches(ids: list[str]) -> dict[str, tuple[str, ...]]:
    """A level leads to the next one of its kind: -ic to -ic, -pm to -pm, and one without a kind to either."""
    kind = {level: level[-2:] if level.endswith(("-ic", "-pm")) else "" for level in ids}
    found: dict[str, tuple[str, ...]] = {}
    for at, level in enumerate(ids):
        later = ids[at + 1 :]
        ups: list[str] = []
        for up in later:
            if kind[level] and kind[up] and kind[up] != kind[level]:
                continue
            if any(kind[up] == kind[other] for other in ups) or (ups and not kind[up]):
                break
            ups.append(up)
            if not kind[up] or kind[level]:
                break
        found[level] = tuple(ups)
    return found


def carvago(file: Path) -> tuple[Framework, dict[str, float]]:
    """Their assessment template, and its weights. Each competency has a tab, each level a column of it.

    The column holds the level's number and title, what it is about, its statements, and "Level result".
    """
    book = load_workbook(file, read_only=True, data_only=True)
    summary = [row[1:3] for row in book["Summary"].iter_rows(values_only=True)]
    weights = {str(name): float(weight) for name, weight in summary if name in book.sheetnames}
    texts: dict[tuple[str, str], str] = {}
    for name in weights:
        for column in zip(*book[name].iter_rows(max_row=40, values_only=True), strict=True):
            told = [str(cell) for cell in column if cell]
            start = next((at for at, cell in enumerate(told) if re.match(r"\d/ ", cell)), None)
            if start is not None:
                statements = told[start + 2 : told.index("Level result")]
                texts[name, told[start].split("/ ")[1].strip()] = "\n".join(statements)
    titles = list(dict.fromkeys(title for _, title in texts))
    book.close()
    return Framework("Carvago", _chain(titles), tuple(weights), texts), weights


def codecademy(file: Path) -> Framework:
    """Levels are second headings, competencies third ones, statements bullets."""
    text = file.read_text(encoding="utf-8").split("## FAQ")[0]
    texts = {}
    titles: list[str] = []
    for chunk in re.split(r"(?m)^## ", text)[1:]:
        title, *parts = re.split(r"(?m)^### ", chunk)
        titles.append(title.strip().splitlines()[0])
        for part in parts:
            name, _, body = part.partition("\n")
            texts[name.strip(), titles[-1]] = "\n".join(re.findall(r"(?m)^- (.+)$", body))
    return Framework(f"Codecademy {file.stem}", _chain(titles), tuple(dict.fromkeys(name for name, _ in texts)), texts)


def forward_impact(folder: Path) -> Framework:
    """A file for each capability, skills in it, and for each skill one sentence a level."""
    texts: dict[tuple[str, str], str] = {}
    titles = ("awareness", "foundational", "working", "practitioner", "expert")
    for file in sorted(folder.glob("*.yaml")):
        for skill in re.split(r"(?m)^  - id: ", file.read_text(encoding="utf-8"))[1:]:
            name = re.findall(r"(?m)^    name: (.+)$", skill)[0]
            said = re.split(r"(?m)^    \w", skill.partition("proficiencyDescriptions:")[2])[0]
            for title, text in re.findall(r"(?ms)^ {8}(\w+):\s(.*?)(?=^ {8}\w|\Z)", said):
                texts[name, title] = " ".join(text.split())
    return Framework("Forward Impact", _chain(list(titles)), tuple(dict.fromkeys(name for name, _ in texts)), texts)


def sourcegraph_engineering(file: Path) -> Framework:
    """Levels IC1 to IC5 are second headings; each competency is a bullet, its statements text or bullets below."""
    text = file.read_text(encoding="utf-8")
    texts = {}
    titles = []
    for title, body in re.findall(r"(?ms)^## (IC\d)\s*$(.*?)(?=^## )", text):
        titles.append(title)
        for name, said in re.findall(r"(?ms)^- (\w+)(?::|\s*$)(.*?)(?=^- |\Z)", body):
            lines = [line.strip().removeprefix("- ") for line in said.strip().splitlines() if line.strip()]
            texts[name, title] = "\n".join(lines)
    return Framework("Sourcegraph", _chain(titles), tuple(dict.fromkeys(name for name, _ in texts)), texts)
