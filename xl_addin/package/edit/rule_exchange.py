"""Drop-downs and colours of a table's columns that follow a new description; those a person made stay."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from xl_addin.cells.area import Area, areas
from xl_addin.package.edit.painted_tab import PaintedPair, PaintedTab
from xl_addin.package.edit.session import TablePart
from xl_addin.package.edit.style_merge import StyleMerge
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import Element, children, ensure_child, first_child, namespace, parse_xml, write_xml

_Says = tuple[str, ...]


def exchange_lists(root: Element, table: TablePart, pair: PaintedPair) -> None:
    """Limits and drop-downs as they were painted give way to those painted now, in the rows below the table too."""
    old, new = _lists(pair.old), _lists(pair.new)
    says_before = {says for says, _, _ in old.values()}
    lowest = max((_rows(area, pair.old, 1).bottom for _, _, area in old.values()), default=table.data.bottom)
    if lowest > table.data.bottom:
        _end_beside(root, Area(table.data.bottom + 1, table.area.left, lowest, table.area.right), says_before)
    for header, column in pair.new.columns.items():
        old_list, new_list = old.get(header), new.get(header)
        cells = Area(table.data.top, column, max(lowest, table.data.bottom), column)
        if header not in pair.old.columns or pair.is_worked_out(header):
            _end_beside(root, cells, None)
        elif old_list and not _end_beside(root, cells, {old_list[0]}):
            continue  # somebody has made it another one
        if new_list:
            holder = ensure_child(root, "dataValidations", WORKSHEET_ORDER)
            copy = parse_xml(write_xml(new_list[1]))
            copy.set("sqref", str(_rows(new_list[2], pair.new, column)))
            holder.append(copy)
    _count(root)


def _rows(area: Area, tab: PaintedTab, column: int) -> Area:
    return Area(area.top + tab.offset, column, max(area.bottom + tab.growth, area.top + tab.offset), column)


def _lists(tab: PaintedTab) -> dict[str, tuple[_Says, Element, Area]]:
    """Header -> what its validation says, as it reads beside the table, with the element and its rows."""
    by_column = {column: header for header, column in tab.columns.items()}
    lists = {}
    holder = first_child(tab.root, "dataValidations")
    for element in holder if holder is not None else ():
        for area in _areas(element):
            copy = parse_xml(write_xml(element))
            for part in copy:
                part.text = tab.place(part.text or "") or part.text
            for column in range(area.left, area.right + 1):
                if (header := by_column.get(tab.placement.get(column, 0))) is not None:
                    lists[header] = _says(copy), copy, area
    return lists


def _says(element: Element) -> _Says:
    texts = {part.tag.rpartition("}")[2]: part.text or "" for part in element}
    kind = element.get("type") or "none", element.get("operator") or "between"
    return *kind, texts.get("formula1", ""), texts.get("formula2", "")


def _end_beside(root: Element, cells: Area, says: Collection[_Says] | None) -> bool:
    """What validates the cells ends beside them: what says one of these, or everything; whether there was any."""
    is_cut = False
    holder = first_child(root, "dataValidations")
    for element in list(holder) if holder is not None else ():
        ranges = _areas(element)
        if (says is None or _says(element) in says) and any(area.meets(cells) for area in ranges):
            is_cut = True
            rest = [piece for area in ranges for piece in _pieces_outside(area, cells)]
            element.set("sqref", " ".join(map(str, rest)))
            if not rest and holder is not None:
                holder.remove(element)
    return is_cut


def _pieces_outside(area: Area, cells: Area) -> Iterator[Area]:
    """The area without the other one."""
    if not area.meets(cells):
        yield area
        return
    top, bottom = max(area.top, cells.top), min(area.bottom, cells.bottom)
    if area.top < top:
        yield Area(area.top, area.left, top - 1, area.right)
    if area.left < cells.left:
        yield Area(top, area.left, bottom, cells.left - 1)
    if area.right > cells.right:
        yield Area(top, cells.right + 1, bottom, area.right)
    if area.bottom > bottom:
        yield Area(bottom + 1, area.left, area.bottom, area.right)


def _count(root: Element) -> None:
    holder = first_child(root, "dataValidations")
    if holder is not None and not len(holder):
        root.remove(holder)
    elif holder is not None:
        holder.set("count", str(len(holder)))


def exchange_colours(root: Element, pair: PaintedPair, styles: StyleMerge) -> None:
    """Conditional formats as they were painted go, those painted now come; of equal ones all stay as they are."""
    old, new = dict(_colours(pair.old, wide=True)), dict(_colours(pair.new))
    for block in children(root, "conditionalFormatting"):
        for rule in children(block, "cfRule"):
            if (text := _formula(rule)) in old and text not in new:
                block.remove(rule)
        rules = children(block, "cfRule")
        if not rules:
            root.remove(block)
        elif all(_formula(rule) in new for rule in rules):
            block.set("sqref", " ".join(map(str, new[_formula(rules[0])][1])))
    standing = {_formula(rule) for block in children(root, "conditionalFormatting") for rule in block}
    number = max((int(rule.get("priority") or 0) for rule in root.iter(f"{{{namespace(root)}}}cfRule")), default=0)
    for text, (rule, ranges) in new.items():
        if text in standing or text in old:
            continue
        number += 1
        _add(root, rule, text, ranges, styles, number)


def _add(root: Element, rule: Element, text: str, ranges: Sequence[Area], styles: StyleMerge, priority: int) -> None:
    space = namespace(root)
    block = parse_xml(f'<conditionalFormatting xmlns="{space}"/>'.encode())
    block.set("sqref", " ".join(map(str, ranges)))
    copy = parse_xml(write_xml(rule))
    copy.set("dxfId", styles.dxf(rule.get("dxfId") or "0"))
    copy.set("priority", str(priority))
    for formula in children(copy, "formula"):
        formula.text = text
    block.append(copy)
    blocks = children(root, "conditionalFormatting")
    if blocks:
        blocks[-1].addnext(block)
        return
    placeholder = ensure_child(root, "conditionalFormatting", WORKSHEET_ORDER)
    placeholder.addnext(block)
    root.remove(placeholder)


def _colours(tab: PaintedTab, *, wide: bool = False) -> Iterator[tuple[str, tuple[Element, list[Area]]]]:
    """The condition as it reads beside the table -> its rule, and the cells it is for."""
    for block in children(tab.root, "conditionalFormatting"):
        ranges = [piece for area in _areas(block) for piece in _ranges_today(area, tab)]
        for rule in children(block, "cfRule"):
            text = tab.place(_formula(rule), wide=wide)
            if text and ranges:
                yield text, (rule, ranges)


def _ranges_today(area: Area, tab: PaintedTab) -> Iterable[Area]:
    """A painted range where its columns stand now, side by side or apart."""
    columns = [tab.placement[n] for n in range(area.left, area.right + 1) if n in tab.placement]
    runs: list[list[int]] = []
    for column in columns:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    for span in runs:
        rows = _rows(area, tab, span[0])
        yield Area(rows.top, span[0], rows.bottom, span[-1])


def _formula(rule: Element) -> str:
    formula = first_child(rule, "formula")
    return (formula.text or "") if formula is not None else ""


def _areas(element: Element) -> list[Area]:
    try:
        return areas(element.get("sqref") or "")
    except ValueError:
        return []
