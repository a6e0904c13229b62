"""The one door to lxml: parsing and writing the XML parts we change, and the little that is said about elements.

lxml keeps every namespace prefix and declaration as the file has it, which `mc:Ignorable` depends on.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Protocol, cast

from lxml import etree  # type: ignore[import-untyped]

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DRAWING_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Element(Protocol):
    """What we use of an lxml element."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]: ...
    @property
    def nsmap(self) -> Mapping[str | None, str]: ...
    def get(self, key: str, default: str | None = None) -> str | None: ...
    def set(self, key: str, value: str) -> None: ...
    def find(self, path: str) -> "Element | None": ...
    def findall(self, path: str) -> "list[Element]": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def append(self, child: "Element") -> None: ...
    def insert(self, index: int, child: "Element") -> None: ...
    def remove(self, child: "Element") -> None: ...
    def addnext(self, sibling: "Element") -> None: ...
    def addprevious(self, sibling: "Element") -> None: ...
    def getparent(self) -> "Element | None": ...
    def getprevious(self) -> "Element | None": ...
    def getnext(self) -> "Element | None": ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> "Element": ...


_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_blank_text=False
)


def parse_xml(data: bytes) -> Element:
    """The root of an XML part; ValueError when it is not well-formed."""
    try:
        return cast("Element", etree.fromstring(data, _PARSER))
    except etree.XMLSyntaxError as error:
        raise ValueError("not well-formed XML") from error


def write_xml(root: Element) -> bytes:
    """The part's bytes as Excel writes them: UTF-8, standalone."""
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _bytes(root)


def fragments(parent: Element, data: bytes) -> Element:
    """An element like `parent`, outside any tree, that holds what `data` says inside `parent`'s namespaces."""
    holder = make(parent.tag, parent.nsmap)
    if not data:
        return holder
    start = _bytes(holder).removesuffix(b"/>")
    return parse_xml(b"".join((start, b">", data, b"</", start[1:].split(b" ", 1)[0], b">")))


def inside(holder: Element) -> bytes:
    """What stands between the tags of an element that has children, as it is written there."""
    data = _bytes(holder)
    return data[data.index(b">") + 1 : data.rindex(b"</")]


def _bytes(element: Element) -> bytes:
    return cast("bytes", etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False))


def make(tag: str, nsmap: Mapping[str | None, str] | None = None, **attributes: str) -> Element:
    """A new element outside any tree; `tag` is "{uri}local"."""
    return cast("Element", etree.Element(tag, attributes, nsmap=nsmap))


def child(parent: Element, tag: str, **attributes: str) -> Element:
    """A new last child."""
    return cast("Element", etree.SubElement(parent, tag, attributes))


def comparison_text(element: Element) -> str:
    """A form in which two elements that say the same are the same text, prefixes and blanks aside."""
    inside = [comparison_text(part) for part in element if element_name(part)]
    return repr((element.tag, sorted(element.attrib.items()), (element.text or "").strip(), inside))


def namespace(element: Element) -> str:
    """The namespace of an element's own name."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def element_name(element: Element) -> str:
    """The name without namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: Element, name: str) -> list[Element]:
    """The direct children of this local name."""
    return [element for element in parent if element_name(element) == name]


def first_child(parent: Element, name: str) -> Element | None:
    """The first direct child of this local name."""
    return next((element for element in parent if element_name(element) == name), None)


def ensure_child(root: Element, name: str, order: tuple[str, ...]) -> Element:
    """The child of this name, made at its place in the schema's order when it is not there."""
    existing = first_child(root, name)
    if existing is not None:
        return existing
    element = make(f"{{{namespace(root)}}}{name}")
    predecessors = order[: order.index(name)]
    for sibling in reversed(list(root)):
        # Extension wrappers such as mc:AlternateContent are not in the order: they stay where they are.
        if element_name(sibling) in predecessors:
            sibling.addnext(element)
            return element
    root.insert(0, element)
    return element


def relation_id(element: Element) -> str | None:
    """The element's `r:id`, transitional or Strict."""
    return next((value for name, value in element.attrib.items() if name.endswith("/relationships}id")), None)
