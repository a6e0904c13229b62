"""Links inside the workbook, on single cells."""

from collections.abc import Callable, Mapping

from xl_addin.cells.area import Area, Spot, address
from xl_addin.package.edit.document import Document
from xl_addin.package.xml.schema import WORKSHEET_ORDER
from xl_addin.package.xml.xml_tree import Element, child, ensure_child, first_child, namespace, relation_id


def set_links(document: Document, part: str, links: Mapping[Spot, str | None]) -> None:
    """Cells lead to a place such as "Sheet!A1"; an empty one removes the cell's link.

    A link over several cells that covers one of them is left where it is.
    """
    refs = {address(*cell): target for cell, target in links.items()}
    root = document.edit_frame(part)
    _drop(document, part, lambda area: area.cells == 1 and str(area) in refs)
    if not any(refs.values()):
        return
    holder = ensure_child(root, "hyperlinks", WORKSHEET_ORDER)
    for ref, target in refs.items():
        if target:
            child(holder, f"{{{namespace(root)}}}hyperlink", ref=ref, location=target, display=target)


def unlink_area(document: Document, part: str, area: Area) -> None:
    """Removes the links of single cells inside the area."""
    _drop(document, part, lambda link: link.cells == 1 and area.holds(link.top, link.left))


def _drop(document: Document, part: str, is_target: Callable[[Area], bool]) -> None:
    root = document.edit_frame(part)
    holder = first_child(root, "hyperlinks")
    if holder is None:
        return
    for link in list(holder):
        try:
            area = Area.parse(link.get("ref") or "")
        except ValueError:
            continue
        if is_target(area):
            _forget_target(document, part, root, link)
            holder.remove(link)
    if not len(holder):
        root.remove(holder)


def _forget_target(document: Document, part: str, root: Element, link: Element) -> None:
    """An outside address lives in the relationships: it must not stay behind when its last link goes."""
    relation = relation_id(link)
    if relation is None:
        return
    users = sum(relation_id(element) == relation for element in root.iter())
    if users == 1:
        document.unrelate(part, relation)
