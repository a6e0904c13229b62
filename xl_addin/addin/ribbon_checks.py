"""What Excel would swallow in silence: faults of a ribbon that its schema does not see."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from xl_addin.package.xml.xml_tree import Element, element_name, parse_xml

_CONTROLS = ("tab", "group", "menu", "button")
_LONGEST = {"label": 40, "screentip": 1024, "supertip": 1024, "id": 1024, "tag": 1024}
"""Attribute -> most characters. The schema ([MS-CUSTOMUI2] 2.3) takes 1,024; a longer label breaks the tab's layout."""


def faults(xml: bytes) -> list[str]:
    """Everything wrong with a ribbon, each "control: what is wrong"; empty when Excel will show it as meant."""
    try:
        root = parse_xml(xml)
    except ValueError:
        return ["ribbon: is not well-formed XML"]
    controls = [element for element in root.iter() if element_name(element) in _CONTROLS]
    return [fault for check in CHECKS for fault in check(controls)]


def ids(controls: Sequence[Element]) -> Iterator[str]:
    """Every control has an id, used once: Excel drops the whole tab otherwise."""
    times = Counter(control.get("id") for control in controls)
    for control in controls:
        if not control.get("id"):
            yield f"{_name(control)}: has no id"
    yield from (f"{name}: this id is used {count} times" for name, count in times.items() if name and count > 1)


def labels(controls: Sequence[Element]) -> Iterator[str]:
    """A fixed label or a callback for it, one of the two: Excel refuses both and shows nothing without either."""
    for control in controls:
        label_names = [name for name in ("label", "getLabel") if control.get(name)]
        if len(label_names) != 1:
            yield f"{_name(control)}: has {' and '.join(label_names) or 'neither label nor getLabel'}"


def icons(controls: Sequence[Element]) -> Iterator[str]:
    """An unknown icon leaves a button blank, without a word."""
    for control in controls:
        icon = control.get("imageMso")
        if icon is not None and icon not in known_icons():
            yield f"{_name(control)}: {icon} is not an icon in addin/icons.txt"


def lengths(controls: Sequence[Element]) -> Iterator[str]:
    """Texts longer than Excel takes."""
    for control in controls:
        for name, limit in _LONGEST.items():
            length = len(control.get(name) or "")
            if length > limit:
                yield f"{_name(control)}: {name} has {length} characters, {limit} are possible"


def button_actions(controls: Sequence[Element]) -> Iterator[str]:
    """A button does something, and says what by its tag."""
    for control in controls:
        if element_name(control) == "button":
            yield from (f"{_name(control)}: has no {name}" for name in ("onAction", "tag") if not control.get(name))


CHECKS: tuple[Callable[[Sequence[Element]], Iterator[str]], ...] = (ids, labels, icons, lengths, button_actions)


@cache
def known_icons() -> frozenset[str]:
    """Names of Excel's built-in pictures that buttons may use."""
    text = (files("xl_addin.addin") / "icons.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _name(control: Element) -> str:
    return control.get("id") or control.get("label") or element_name(control)
