"""The ribbon tab as XML (customUI 2010): a group per kind of command, a button per command, one callback for all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.package.xml.xml_tree import Element, child, make, write_xml

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
GROUPS = ("Start", "Design", "Evaluate", "People", "More")
MENU_GROUP, MENU_LABEL, MENU_ICON = "More", "More", "FormControlListBox"
"""The group whose buttons are entries of one menu, beside the menus of its own: what is pressed now and then."""
_MODULE = "TrackbookRibbon"


@dataclass(frozen=True)
class Button:
    """One command as a button shows it.

    `help` is the command's docstring: its first sentence heads the tip, the rest stands below. `always` buttons work
    without a workbook; the others are grey until a Trackbook workbook is in front. `label` is what it says, "" for its
    name. `entries` are what the command can be told in a word each: the button then opens a menu of them.
    """

    name: str
    group: str
    icon: str
    help: str
    always: bool
    label: str = ""
    entries: tuple[str, ...] = ()


def ribbon(buttons: Sequence[Button]) -> bytes:
    """The XML of the tab "Career Tracks"; a group without buttons is left out."""
    root = make(f"{{{NAMESPACE}}}customUI", {None: NAMESPACE}, onLoad=f"{_MODULE}.OnLoad")
    tabs = _child(_child(root, "ribbon"), "tabs")
    tab = _child(tabs, "tab", id="trackbook", label="Career Tracks", insertAfterMso="TabView")
    for name in GROUPS:
        group_buttons = [button for button in buttons if button.group == name]
        if group_buttons:
            group = _child(tab, "group", id=f"trackbook_{name.lower()}", label=name)
            entries = [button for button in group_buttons if name == MENU_GROUP and not button.entries]
            for button in group_buttons:
                if button not in entries:
                    _control(group, button)
            if entries:
                _menu(group, entries)
    return write_xml(root)


def _menu(group: Element, buttons: Sequence[Button]) -> None:
    """One menu with a line for each button; Excel refuses a size there."""
    menu = _child(group, "menu", id="trackbook_more_menu", label=MENU_LABEL, size="large", imageMso=MENU_ICON)
    for button in buttons:
        attributes = _attributes(button)
        del attributes["size"]
        _child(menu, "button", **attributes)


def _control(group: Element, button: Button) -> None:
    attributes = _attributes(button)
    if not button.entries:
        _child(group, "button", **attributes)
        return
    command_name, action = attributes.pop("tag"), attributes.pop("onAction")
    menu = _child(group, "menu", **attributes)
    for number, entry in enumerate(button.entries):
        _child(
            menu,
            "button",
            id=f"{attributes['id']}_{number}",
            tag=f"{command_name} {entry}",
            label=entry,
            onAction=action,
        )


def _attributes(button: Button) -> dict[str, str]:
    tip, _, details = _in_words(button.help).partition(". ")
    label = button.label or button.name.replace("_", " ").capitalize()
    attributes = {
        "id": f"trackbook_{button.group.lower()}_{button.name}",
        "tag": button.name,
        "label": label,
        "size": "large",
        "imageMso": button.icon,
        "screentip": tip.rstrip(".") if details else label,
        "supertip": details or tip,
        "onAction": f"{_MODULE}.OnAction",
    }
    return attributes if button.always else {**attributes, "getEnabled": f"{_MODULE}.GetEnabled"}


def _in_words(text: str) -> str:
    """The docstring as one paragraph for people who never see a command line: "--add-level" is "Add level" to them."""
    text = re.sub(r" ?Exit code [^.]*\.", "", " ".join(text.split()))
    return re.sub(r"--([a-z-]+)", lambda match: match[1].replace("-", " ").capitalize(), text).strip()


def _child(parent: Element, tag: str, /, **attributes: str) -> Element:
    element = child(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in attributes.items():  # one of them is called "tag", as the parameter of child() is
        element.set(name, value)
    return element
