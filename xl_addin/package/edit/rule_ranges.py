"""Where validations and conditional formats apply: their lists of ranges, stretched along with a table."""

from collections.abc import Callable, Iterator

from xl_addin.cells.area import Area, areas
from xl_addin.package.edit.column_move import ColumnMove
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import X14, XM, Element, children, ensure_child, first_child, make, namespace

_Lists = Callable[[Element], Iterator[tuple[str, Callable[[str], None]]]]


def stretch_down(root: Element, table: Area, old_bottom: int, new_bottom: int) -> None:
    """Moves the lower end of every range over the table's columns that ends with its last row.

    A range that already reaches further stays; one that would be left without rows stays as it is.
    """

    def stretch(area: Area) -> Area:
        overlaps = area.left <= table.right and table.left <= area.right and area.top <= old_bottom
        grows = overlaps and old_bottom <= area.bottom < new_bottom
        shrinks = overlaps and area.bottom == old_bottom and area.top <= new_bottom < old_bottom
        if grows or shrinks:
            return Area(area.top, area.left, new_bottom, area.right)
        return area

    _rewrite(root, lambda ranges: [stretch(area) for area in ranges])


def stretch_right(root: Element, table: Area, look_column: int, count: int) -> None:
    """Lets what applies to column `look_column` of the table apply to the `count` columns right of the table too."""

    def widen(ranges: list[Area]) -> list[Area]:
        result = list(ranges)
        for area in ranges:
            if area.left <= look_column <= area.right and area.top <= table.bottom and area.bottom >= table.top:
                new = Area(area.top, table.right + 1, area.bottom, table.right + count)
                if area.right == table.right:
                    result[result.index(area)] = Area(area.top, area.left, area.bottom, new.right)
                elif area.right < new.left:
                    result.append(new)
        return result

    _rewrite(root, widen)


def move_lists(root: Element, move: ColumnMove) -> None:
    """What applies to cells that moved goes with them; a range across the gap covers it."""

    def move_ranges(ranges: list[Area]) -> list[Area]:
        return [piece for area in ranges for piece in move.pieces(area)]

    _rewrite(root, move_ranges, _lists)
    _rewrite(root, move_ranges, _other_lists)


def cover_like(root: Element, table: Area, look_column: int, new: Area) -> None:
    """Lets what applies to column `look_column` of the table apply to the new columns too."""

    def cover(ranges: list[Area]) -> list[Area]:
        result = list(ranges)
        for area in ranges:
            overlaps = area.left <= look_column <= area.right and area.top <= table.bottom and area.bottom >= table.top
            if overlaps and not any(
                candidate.left <= new.left and new.right <= candidate.right for candidate in ranges
            ):
                result.append(Area(area.top, new.left, area.bottom, new.right))
        return result

    _rewrite(root, cover, _lists)


def _rewrite(root: Element, change: Callable[[list[Area]], list[Area]], lists: _Lists | None = None) -> None:
    for text, store in (lists or _lists)(root):
        try:
            ranges = areas(text)
        except ValueError:
            continue  # a list we cannot read is left alone
        new_ranges = change(ranges)
        if new_ranges != ranges:
            store(" ".join(map(str, new_ranges)))


def _lists(root: Element) -> Iterator[tuple[str, Callable[[str], None]]]:
    """The range lists of the sheet's own rules and of the newer ones in its extension list."""
    holder = first_child(root, "dataValidations")
    rules = [*children(root, "conditionalFormatting"), *(holder if holder is not None else ())]
    for rule in rules:
        if rule.get("sqref"):
            yield rule.get("sqref") or "", _attribute(rule)
    extensions = first_child(root, "extLst")
    for kind in ("dataValidation", "conditionalFormatting") if extensions is not None else ():
        for rule in extensions.iter(f"{{{X14}}}{kind}") if extensions is not None else ():
            for sqref in rule.findall(f"{{{XM}}}sqref"):
                yield sqref.text or "", _text(sqref)


def _other_lists(root: Element) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Range lists that stay with their cells but are never stretched: ignored errors, protection, sparklines."""
    for name in ("ignoredErrors", "protectedRanges"):
        holder = first_child(root, name)
        for rule in holder if holder is not None else ():
            if rule.get("sqref"):
                yield rule.get("sqref") or "", _attribute(rule)
    for line in root.iter(f"{{{X14}}}sparkline"):
        for sqref in line.findall(f"{{{XM}}}sqref"):
            yield sqref.text or "", _text(sqref)


def _attribute(rule: Element) -> Callable[[str], None]:
    return lambda text: rule.set("sqref", text)


def _text(sqref: Element) -> Callable[[str], None]:
    def store(text: str) -> None:
        sqref.text = text

    return store


def widths_like(root: Element, look_column: int, columns: range) -> None:
    """Gives columns the width and style of column `look_column`; columns of their own width are replaced."""
    holder = first_child(root, "cols")
    if holder is None:
        return
    model = next((c for c in holder if _span(c)[0] <= look_column <= _span(c)[1]), None)
    for col in list(holder):
        start, stop = _span(col)
        if start <= columns[-1] and columns[0] <= stop:
            _cut_out(holder, col, columns)
    if model is None:
        return
    attributes = {**model.attrib, "min": str(columns[0]), "max": str(columns[-1])}
    _insert(holder, attributes)


def width_of(root: Element, column: int) -> dict[str, str]:
    """What the sheet says of a column's width; nothing for one of the usual width."""
    holder = first_child(root, "cols")
    model = next((c for c in holder if _span(c)[0] <= column <= _span(c)[1]), None) if holder is not None else None
    names = ("width", "customWidth", "hidden")
    return {name: model.get(name) or "" for name in names if model is not None and model.get(name)}


def set_width(root: Element, column: int, width: dict[str, str]) -> None:
    """A column gets a width that `width_of` gave, and keeps its look; without one it keeps its own."""
    if not width:
        return
    holder = ensure_child(root, "cols", WORKSHEET_ORDER)
    look: dict[str, str] = {}
    for col in list(holder):
        start, stop = _span(col)
        if start <= column <= stop:
            look = {"style": col.get("style") or ""} if col.get("style") else {}
            _cut_out(holder, col, range(column, column + 1))
    _insert(holder, {**look, **width, "min": str(column), "max": str(column)})


def _span(col: Element) -> tuple[int, int]:
    return int(col.get("min") or 0), int(col.get("max") or 0)


def _cut_out(holder: Element, col: Element, columns: range) -> None:
    start, stop = _span(col)
    attributes = dict(col.attrib)
    holder.remove(col)
    if start < columns[0]:
        _insert(holder, {**attributes, "min": str(start), "max": str(columns[0] - 1)})
    if stop > columns[-1]:
        _insert(holder, {**attributes, "min": str(columns[-1] + 1), "max": str(stop)})


def _insert(holder: Element, attributes: dict[str, str]) -> None:
    column_element = make(f"{{{namespace(holder)}}}col", None, **attributes)
    index = sum(_span(sibling)[0] < int(attributes["min"]) for sibling in holder)
    holder.insert(index, column_element)
