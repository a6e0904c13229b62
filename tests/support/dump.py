"""A workbook written out as text, so that a change in it can be reviewed as a change in lines.

    python -m tests.support.dump WORKBOOK

Nothing is masked: a workbook is built from its input alone (dates are passed in, nothing reads the clock), so every
difference between two dumps is a difference somebody must have meant. Should a value ever have to vary, mask it here
and say why on this line.

What openpyxl reads is taken from it; what it drops or makes up (document properties, drawings, charts, Excel 2010's
extensions) is taken from the XML. Rows that repeat the row above, apart from row numbers in their formulas, are folded.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIVE_ROW = re.compile(r"(?<![\w$.])(\$?[A-Z]{1,3})(\d+)\b(?!\()")
SIDES = ("left", "right", "top", "bottom")
EXCELS_MARGINS = "0.7 0.7 0.75 0.75 0.3 0.3"
ALLOWED = (
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertColumns",
    "insertRows",
    "insertHyperlinks",
    "deleteColumns",
    "deleteRows",
    "sort",
    "autoFilter",
    "pivotTables",
)


def dump(path: Path) -> str:
    """The whole workbook as text; ends with a line end."""
    return "\n".join(dump_files(path).values())


def dump_files(path: Path) -> dict[str, str]:
    """The same in files that can be reviewed: `workbook.txt`, then one for each tab, named after it, in their order.

    Tabs' names that only signs tell apart would be one file: the later one is numbered.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of the extensions it drops; they are read from the XML below
        book = openpyxl.load_workbook(path)
        cached = openpyxl.load_workbook(path, data_only=True)
    with zipfile.ZipFile(path) as archive:
        parts = Parts(archive)
        files = {"workbook.txt": lines_of(workbook_lines(book, parts))}
        for sheet in book.worksheets:
            name = file_name(sheet.title)
            if name in files:
                name = f"{name.removesuffix('.txt')}-{len(files)}.txt"
            files[name] = lines_of(sheet_lines(sheet, cached[sheet.title], parts))
    return files


def file_name(title: str) -> str:
    """A tab's name as that of its file: "Next steps" is next-steps.txt."""
    return re.sub(r"\W+", "-", title.lower()).strip("-") + ".txt"


def lines_of(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class Parts:
    """The workbook's XML parts, by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        targets = self.relations("xl/workbook.xml")
        sheets = self.all("xl/workbook.xml", "sheet")
        self.sheets = {sheet.get("name"): targets[sheet.get(f"{RELATIONS}id")] for sheet in sheets}

    def root(self, name: str) -> Any:
        """The part's root element, an empty one if there is no such part."""
        if name not in self.names:
            return etree.Element("none")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        return etree.fromstring(self.archive.read(name), parser)

    def all(self, name: str, tag: str) -> list[Any]:
        """Every element of that local name in the part."""
        return find(self.root(name), tag)

    def relations(self, name: str) -> dict[str, str]:
        """What the part points to within the workbook: part names by relation id."""
        folder, file = posixpath.split(name)
        return {
            relation.get("Id"): posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
            for relation in self.root(f"{folder}/_rels/{file}.rels")
            if relation.get("TargetMode") != "External"
        }


def find(element: Any, tag: str) -> list[Any]:
    """Every descendant of that local name, whatever its namespace (Strict and Transitional differ)."""
    return list(element.iter(f"{{*}}{tag}"))


def text_of(element: Any, tag: str) -> str:
    """The text of all descendants of that local name, joined."""
    return "".join(found.text or "" for found in find(element, tag))


def local(element: Any) -> str:
    return str(etree.QName(element).localname)


def quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


# The workbook as a whole


def workbook_lines(book: Any, parts: Parts) -> Iterator[str]:
    yield "workbook"
    yield from (f"  tab {quoted(title)}" for title in book.sheetnames)
    yield f"  active tab: {book.active.title}"
    yield from (f"  {line}" for line in settings(parts))
    for label, name in (("core", "docProps/core.xml"), ("app", "docProps/app.xml")):
        properties = ((local(item), item.text) for item in parts.root(name) if not len(item) and item.text)
        yield from (f"  {label} {key}: {quoted(value)}" for key, value in sorted(properties))
    for item in sorted(parts.root("docProps/custom.xml"), key=lambda item: str(item.get("name"))):
        yield from (f"  custom {item.get('name')}: {local(kind)} {quoted(kind.text or '')}" for kind in item)
    names = [(name, "", defined) for name, defined in book.defined_names.items()]
    for sheet in book.worksheets:
        names += [(name, f" (in {sheet.title})", defined) for name, defined in sheet.defined_names.items()]
    for name, scope, defined in sorted(names, key=lambda item: item[:2]):
        yield f"  name {name}{scope} = {defined.attr_text}{' hidden' if defined.hidden else ''}"
    yield from (f"  part {name}" for name in sorted(parts.names) if not usual(name))


def settings(parts: Parts) -> Iterator[str]:
    """How the workbook calculates and whether its structure is protected."""
    for tag in ("workbookPr", "calcPr", "workbookProtection"):
        for element in parts.all("xl/workbook.xml", tag):
            yield f"{tag}: " + " ".join(f"{key}={value}" for key, value in sorted(element.items()))


def usual(name: str) -> bool:
    """Whether the part is one that every workbook has, or one that its sheet's lines tell of."""
    known = r"(_rels/.*|\[Content_Types\].xml|docProps/(core|app|custom)\.xml|xl/(workbook|styles|sharedStrings)\.xml)"
    told = r"xl/((worksheets|drawings|charts|tables|theme)/[a-zA-Z]+\d*\.xml|(.*/)?_rels/.*|comments\d+\.xml)"
    return bool(re.fullmatch(f"{known}|{told}|xl/drawings/vmlDrawing\\d+\\.vml", name))


# One sheet


def sheet_lines(sheet: Any, cached: Any, parts: Parts) -> Iterator[str]:
    part = parts.sheets[sheet.title]
    yield f"sheet {quoted(sheet.title)}" + ("" if sheet.sheet_state == "visible" else f" {sheet.sheet_state}")
    blocks: tuple[Iterable[str], ...] = (
        view(sheet),
        print_setup(sheet),
        columns(sheet),
        tables(sheet),
        cells(sheet, cached),
        merged(sheet),
        validations(sheet),
        conditional_formats(sheet),
        links(sheet),
        notes(sheet),
        extensions(parts.root(part)),
        drawings(part, parts),
    )
    for block in blocks:
        yield from (f"  {line}" for line in block)


def view(sheet: Any) -> Iterator[str]:
    if colour := colour_of(sheet.sheet_properties.tabColor):
        yield f"tab {colour}"
    shown = sheet.sheet_view
    facts = [f"freeze {sheet.freeze_panes}"] if sheet.freeze_panes else []
    facts += ["no grid lines"] if shown.showGridLines is False else []
    facts += ["no headings"] if shown.showRowColHeaders is False else []
    facts += [f"zoom {shown.zoomScale}"] if shown.zoomScale not in (None, 100) else []
    if facts:
        yield f"view {', '.join(facts)}"
    if sheet.auto_filter.ref:
        yield f"filter {sheet.auto_filter.ref}"
    if sheet.protection.sheet:
        yield protection(sheet.protection)


def protection(rules: Any) -> str:
    facts = [f"may {what}" for what in ALLOWED if not getattr(rules, what)]
    facts += ["locked cells cannot be chosen"] if rules.selectLockedCells else []
    facts += ["unlocked cells cannot be chosen"] if rules.selectUnlockedCells else []
    facts += ["objects locked"] if rules.objects else []
    return "; ".join(
        ["protected " + ("with a password" if rules.password or rules.hashValue else "without a password"), *facts]
    )


def print_setup(sheet: Any) -> Iterator[str]:
    page = sheet.page_setup
    facts = [str(page.orientation)] if page.orientation else []
    facts += [f"paper {page.paperSize}"] if page.paperSize else []
    if sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage:
        facts.append(f"fit {pages(page.fitToWidth)} wide, {pages(page.fitToHeight)} high")
    elif page.scale not in (None, 100):
        facts.append(f"scale {page.scale}%")
    facts += [f"repeat rows {sheet.print_title_rows}"] if sheet.print_title_rows else []
    facts += [f"repeat columns {sheet.print_title_cols}"] if sheet.print_title_cols else []
    facts += [f"area {sheet.print_area}"] if sheet.print_area else []
    facts += ["centred"] if sheet.print_options.horizontalCentered else []
    if facts:
        yield f"print {', '.join(facts)}"
    sizes = " ".join(f"{getattr(sheet.page_margins, side):g}" for side in (*SIDES, "header", "footer"))
    if sizes != EXCELS_MARGINS:
        yield f"margins {sizes}"
    for where in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        said = {side: getattr(getattr(sheet.HeaderFooter, where), side).text for side in ("left", "center", "right")}
        if any(said.values()):
            yield f"{where} " + ", ".join(f"{side} {quoted(text)}" for side, text in said.items() if text)


def pages(number: int | None) -> str:
    return "1 page" if number in (None, 1) else f"{number} pages" if number else "any"


def columns(sheet: Any) -> Iterator[str]:
    if sheet.sheet_format.defaultRowHeight and sheet.sheet_format.customHeight:
        yield f"rows are {sheet.sheet_format.defaultRowHeight:g} high"
    for dimension in sorted(sheet.column_dimensions.values(), key=lambda item: int(item.min or 0)):
        first, last = get_column_letter(dimension.min), get_column_letter(dimension.max)
        facts = [f"{dimension.width:.2f}"] if dimension.customWidth else []
        facts += ["hidden"] if dimension.hidden else []
        facts += [f"outline {dimension.outlineLevel}"] if dimension.outlineLevel else []
        facts += [style] if (style := style_of(dimension)) else []
        yield f"column {first if first == last else f'{first}:{last}'} {' '.join(facts)}".rstrip()


def tables(sheet: Any) -> Iterator[str]:
    for name in sorted(sheet.tables):
        table = sheet.tables[name]
        facts = ["no header"] if table.headerRowCount == 0 else []
        facts += ["totals row"] if table.totalsRowCount else []
        facts += ["no filter"] if table.autoFilter is None else []
        facts += [table.tableStyleInfo.name] if table.tableStyleInfo and table.tableStyleInfo.name else []
        yield f"table {name} {table.ref} {' '.join(facts)}".rstrip()
        for column in table.tableColumns:
            formula = column.calculatedColumnFormula
            yield f"  {quoted(column.name)}" + (f" = {formula.attr_text}" if formula else "")


# Cells


def cells(sheet: Any, cached: Any) -> Iterator[str]:
    """Cell by cell; a run of rows that say the same as the row above becomes one line."""
    pictures = ((row, row_picture(sheet, cached, row)) for row in row_numbers(sheet))
    above: tuple[int, list[str]] | None = None
    start = last = 0
    for row, (lines, sameness) in pictures:
        if above is not None and sameness == above[1] and row == last + 1:
            last = row
            continue
        yield from folded(start, last)
        yield from lines
        # only rows without constants are folded: a typed value is never a repetition
        above = (row, sameness) if sameness else None
        start = last = row
    yield from folded(start, last)


def row_numbers(sheet: Any) -> list[int]:
    """The rows with cells or a set-up of their own."""
    with_cells = {row for row, _ in sheet._cells}
    return sorted(with_cells | {row for row, dimension in sheet.row_dimensions.items() if row_setup(dimension)})


def folded(first: int, last: int) -> Iterator[str]:
    if last > first:
        yield (f"rows {first + 1}-{last}" if last > first + 1 else f"row {last}") + f": like row {first}"


def row_picture(sheet: Any, cached: Any, row: int) -> tuple[list[str], list[str]]:
    """The row's lines, and what must be equal for another row to repeat it (empty if no row can)."""
    lines = [f"row {row}: {setup}"] if (setup := row_setup(sheet.row_dimensions[row])) else []
    sameness, typed = [setup], False
    at = ((row, column) for column in range(1, sheet.max_column + 1))
    # what a merge covers is left out: openpyxl makes up its look from the first cell's
    found = [sheet._cells[key] for key in at if key in sheet._cells and not isinstance(sheet._cells[key], MergedCell)]
    told = [(cell, content(cell, cached), style_of(cell)) for cell in found]
    for (is_empty, style), run in groupby(told, key=lambda item: (not item[1], item[2])):
        group = list(run)
        shown = f" [{style}]" if style else ""
        if is_empty:
            first, last = group[0][0], group[-1][0]
            lines += spans([cell for cell, _, _ in group], shown)
            sameness.append(f"{first.column}-{last.column} {len(group)}{shown}")
            continue
        for cell, text, _ in group:
            lines.append(f"{cell.coordinate} {text}{shown}")
            typed = typed or cell.data_type != "f"
            sameness.append(f"{cell.column} {relative(text, row)}{shown}")
    return lines, [] if typed else sameness


def spans(group: list[Any], shown: str) -> Iterator[str]:
    """Neighbouring empty cells of one style as one line; cells with no style at all say nothing."""
    if not shown:
        return
    for _, run in groupby(enumerate(group), key=lambda item: item[1].column - item[0]):
        side_by_side = [cell.coordinate for _, cell in run]
        ends = side_by_side if len(side_by_side) == 1 else [side_by_side[0], side_by_side[-1]]
        yield f"{':'.join(ends)} empty{shown}"


def relative(text: str, row: int) -> str:
    """The text with relative row numbers as distances, so that a formula filled down reads the same in every row."""
    return RELATIVE_ROW.sub(lambda found: f"{found[1]}[{int(found[2]) - row:+d}]", text)


def row_setup(dimension: Any) -> str:
    facts = [f"height {dimension.ht:g}"] if dimension.ht is not None else []
    facts += ["hidden"] if dimension.hidden else []
    facts += [f"outline {dimension.outlineLevel}"] if dimension.outlineLevel else []
    facts += [f"[{style}]"] if dimension.customFormat and (style := style_of(dimension)) else []
    return " ".join(facts)


def content(cell: Any, cached: Any) -> str:
    """What the cell holds: a formula with the result kept in the file, or a value; empty if nothing."""
    if cell.value is None:
        return ""
    if cell.data_type != "f":
        return shown_value(cell.value, cell.data_type)
    result = cached[cell.coordinate]
    kept = "nothing" if result.value is None else shown_value(result.value, result.data_type)
    return f"{formula_text(cell.value)} -> {kept}"


def formula_text(value: Any) -> str:
    if isinstance(value, ArrayFormula):
        return f"{{{value.text}}} over {value.ref}"
    if isinstance(value, DataTableFormula):
        return f"data table over {value.ref}"
    return str(value)


def shown_value(value: Any, kind: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if kind == "e":
        return f"error {value}"
    if isinstance(value, (date, datetime, time)):
        return f"date {value.isoformat()}"
    return repr(value) if isinstance(value, (int, float)) else quoted(value)


# Styles


def style_of(owner: Any) -> str:
    """What sets the cell apart from a plain one, in few words."""
    if not owner.has_style:
        return ""
    named = owner.style if hasattr(owner, "coordinate") else "Normal"  # rows and columns give a number here
    facts = [] if named in (None, "Normal") else [f"style {named}"]
    facts += font_facts(owner.font, owner.parent.parent._fonts[0])
    facts += fill_facts(owner.fill) + border_facts(owner.border)
    facts += [] if owner.number_format == "General" else [f"format {quoted(owner.number_format)}"]
    facts += alignment_facts(owner.alignment)
    facts += ["unlocked"] if owner.protection.locked is False else []
    facts += ["formula hidden"] if owner.protection.hidden else []
    facts += ["quote prefix"] if getattr(owner, "quotePrefix", None) else []
    return ", ".join(facts)


def font_facts(font: Any, plain: Any | None) -> list[str]:
    facts = [what for what, on in (("bold", font.b), ("italic", font.i), ("strike", font.strike)) if on]
    facts += [f"underline {font.u}"] if font.u else []
    facts += [f"{font.sz:g} pt"] if font.sz and (plain is None or font.sz != plain.sz) else []
    facts += [f"font {font.name}"] if font.name and (plain is None or font.name != plain.name) else []
    colour = colour_of(font.color)
    return facts + ([f"text {colour}"] if colour and (plain is None or colour != colour_of(plain.color)) else [])


def fill_facts(fill: Any) -> list[str]:
    if fill is None or fill.tagname != "patternFill":
        return [] if fill is None else ["gradient"]
    # a conditional format keeps its colour in the background, and leaves the pattern out
    colours = [colour for side in (fill.fgColor, fill.bgColor) if (colour := colour_of(side))]
    if fill.fill_type in (None, "solid"):
        return [f"fill {colours[0]}"] if colours and (fill.fill_type or colours[0] != "#000000") else []
    return [f"pattern {fill.fill_type} {' '.join(colours)}".rstrip()]


def border_facts(border: Any) -> list[str]:
    lines = {}
    for side in SIDES:
        line = getattr(border, side, None) if border is not None else None
        if line is not None and line.style:
            lines[side] = " ".join(filter(None, [line.style, colour_of(line.color)]))
    if len(lines) == len(SIDES) and len(set(lines.values())) == 1:
        return [f"border {lines['left']}"]
    return [f"border-{side} {line}" for side, line in lines.items()]


def alignment_facts(alignment: Any) -> list[str]:
    facts = [str(place) for place in (alignment.horizontal, alignment.vertical) if place]
    facts += ["wrap"] if alignment.wrap_text else []
    facts += ["shrink"] if alignment.shrink_to_fit else []
    facts += [f"indent {alignment.indent:g}"] if alignment.indent else []
    return facts + ([f"turned {alignment.textRotation}"] if alignment.textRotation else [])


def colour_of(colour: Any) -> str:
    """`#004455`, `theme 4 +0.6` or `indexed 9`; empty where there is none or Excel's automatic one."""
    if colour is None or colour.type == "auto" or (colour.type == "indexed" and colour.indexed >= 64):
        return ""
    if colour.type == "rgb":
        return "" if colour.rgb == "00000000" else f"#{colour.rgb[-6:]}"
    tint = f" {colour.tint:+.2g}" if colour.tint else ""
    return f"{colour.type} {colour.value}{tint}"


# What lies over the cells


def reading_order(sqref: Any) -> list[tuple[int, int, int, int]]:
    """The ranges' corners, top to bottom: openpyxl keeps them in a set, in no order."""
    ranges = sqref.ranges if hasattr(sqref, "ranges") else [sqref]
    return sorted((item.min_row, item.min_col, item.max_row, item.max_col) for item in ranges)


def places(sqref: Any) -> str:
    """The ranges' addresses in reading order."""
    return " ".join(
        str(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right).coord)
        for top, left, bottom, right in reading_order(sqref)
    )


def merged(sheet: Any) -> Iterator[str]:
    if sheet.merged_cells.ranges:
        yield f"merged {places(sheet.merged_cells)}"


def validations(sheet: Any) -> Iterator[str]:
    for rule in sorted(sheet.data_validations.dataValidation, key=lambda rule: reading_order(rule.sqref)):
        limits = [part for part in (rule.formula1, rule.formula2) if part is not None]
        test = f"{rule.operator or 'between'} " if rule.type not in (None, "list", "custom") else ""
        facts = [f"{rule.type or 'any'} {test}{' and '.join(limits)}".rstrip()]
        facts += [] if rule.allowBlank else ["no blank"]
        facts += ["no drop-down"] if rule.showDropDown else []  # the attribute means its contrary
        if rule.showInputMessage and (rule.promptTitle or rule.prompt):
            facts.append(f"prompt {quoted(rule.promptTitle or '')} {quoted(rule.prompt or '')}")
        if rule.showErrorMessage:
            facts.append(f"{rule.errorStyle or 'stop'} {quoted(rule.errorTitle or '')} {quoted(rule.error or '')}")
        yield f"validation {places(rule.sqref)}: {'; '.join(facts)}"


def conditional_formats(sheet: Any) -> Iterator[str]:
    rules = [(rule.priority, places(item.sqref), rule) for item in sheet.conditional_formatting for rule in item.rules]
    for priority, sqref, rule in sorted(rules, key=lambda item: item[:2]):
        operator = f" {rule.operator}" if rule.operator else ""
        facts = [
            f"{rule.type}{operator} {' and '.join(rule.formula)}".rstrip(),
            *scale_facts(rule),
            *dxf_facts(rule.dxf),
        ]
        facts += ["stops"] if rule.stopIfTrue else []
        yield f"format {priority} {sqref}: {'; '.join(facts)}"


def scale_facts(rule: Any) -> list[str]:
    """The points and colours of a colour scale, data bar or set of icons."""
    facts = [str(rule.iconSet.iconSet)] if rule.iconSet else []
    for scale in filter(None, (rule.colorScale, rule.dataBar, rule.iconSet)):
        points = [f"{point.type}{'' if point.val is None else f' {point.val:g}'}" for point in scale.cfvo]
        colour = getattr(scale, "color", None) or []
        colours = colour if isinstance(colour, (list, tuple)) else [colour]
        facts.append(", ".join(points + [colour_of(colour) for colour in colours]))
    return facts


def dxf_facts(dxf: Any) -> list[str]:
    if dxf is None:
        return []
    facts = font_facts(dxf.font, None) if dxf.font is not None else []
    facts += fill_facts(dxf.fill) + border_facts(dxf.border)
    facts += [f"format {quoted(dxf.numFmt.formatCode)}"] if dxf.numFmt is not None else []
    return [", ".join(facts)] if facts else []


def links(sheet: Any) -> Iterator[str]:
    for key in sorted(sheet._cells):
        if link := sheet._cells[key].hyperlink:
            target = " ".join(filter(None, [link.target, f"#{link.location}" if link.location else ""]))
            yield f"link {link.ref}: {target}" + (f" tip {quoted(link.tooltip)}" if link.tooltip else "")


def notes(sheet: Any) -> Iterator[str]:
    for key in sorted(sheet._cells):
        if note := sheet._cells[key].comment:
            yield f"note {sheet._cells[key].coordinate}: {quoted(note.text)} by {quoted(note.author or '')}"


def extensions(root: Any) -> Iterator[str]:
    """What Excel 2010 and later keep apart: openpyxl drops it all."""
    for extension in find(root, "ext"):
        for tag in ("cfRule", "dataValidation", "sparkline", "slicer"):
            for element in find(extension, tag):
                # the range stands beside the rule or, for a rule in a group, beside its siblings
                place = text_of(element, "sqref") or text_of(element.getparent(), "sqref")
                formulas = " and ".join(found.text or "" for found in find(element, "f"))
                facts = " ".join(f"{key}={value}" for key, value in sorted(element.items()) if key != "id")
                yield f"extension {tag} {place} {facts} {formulas}".rstrip()


def drawings(sheet_part: str, parts: Parts) -> Iterator[str]:
    """Charts, pictures and shapes, in the order in which they were placed."""
    targets = parts.relations(sheet_part)
    for pointer in parts.all(sheet_part, "drawing"):
        name = targets[pointer.get(f"{RELATIONS}id")]
        charts = parts.relations(name)
        for anchor in parts.root(name):
            yield from anchored(anchor, charts, parts)


def anchored(anchor: Any, charts: dict[str, str], parts: Parts) -> Iterator[str]:
    about = (find(anchor, "cNvPr") or [etree.Element("none")])[0]
    corners = [
        f"{get_column_letter(int(text_of(corner, 'col')) + 1)}{int(text_of(corner, 'row')) + 1}"
        for corner in find(anchor, "from") + find(anchor, "to")
    ]
    where = f"{quoted(about.get('name', ''))} {':'.join(corners)}"
    alt = f" alt {quoted(about.get('descr'))}" if about.get("descr") else " no alt text"
    for chart in find(anchor, "chart"):
        root = parts.root(charts[chart.get(f"{RELATIONS}id")])
        yield f"chart {where} {chart_head(root)}{alt}"
        yield from (f"  {series(item)}" for item in find(root, "ser"))
    if not find(anchor, "chart"):
        kind = "picture" if find(anchor, "pic") else "shape"
        said = text_of(anchor, "t")
        yield f"{kind} {where}{alt}" + (f" text {quoted(said)}" if said else "")


def chart_head(root: Any) -> str:
    """The chart's kinds and its own title (an axis or a series may have one too)."""
    kinds = [local(item) for item in root.iter() if isinstance(item.tag, str) and local(item).endswith("Chart")]
    titles = [title for chart in find(root, "chart") for title in chart if local(title) == "title"]
    title = " ".join(written(title) for title in titles) or "no title"
    return f"{'+'.join(kinds)} {title}"


def written(element: Any) -> str:
    """A text in a chart: the cell it is taken from, or the words."""
    formula = text_of(element, "f")
    return formula or quoted(text_of(element, "t") or text_of(element, "v"))


def series(item: Any) -> str:
    """A series' name, categories and values; references rather than the values kept beside them."""
    told = {local(child): child for child in item if local(child) in ("tx", "cat", "val", "xVal", "yVal", "bubbleSize")}
    facts = [f"{tag} {written(child)}" for tag, child in told.items() if tag != "tx"]
    return f"series {written(told['tx']) if 'tx' in told else 'no name'}: {', '.join(facts)}"


if __name__ == "__main__":
    sys.stdout.writelines(dump(Path(name)) for name in sys.argv[1:])
