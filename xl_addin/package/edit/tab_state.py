"""Tabs shown and hidden in a file, and the tab it opens on: always one that is shown."""

from dataclasses import replace

from xl_addin.model.errors import Stop
from xl_addin.package.edit.session import Session
from xl_addin.package.safe.outline import SheetPlace
from xl_addin.package.xml.schema import WORKBOOK_ORDER
from xl_addin.package.xml.xml_tree import Element, children, ensure_child, first_child

_VISIBLE, _HIDDEN = "visible", "hidden"


def show_tab(session: Session, name: str, *, visible: bool) -> None:
    """Shows or hides a tab; see `Editor.show_tab`."""
    book = session.workbook
    position = book.index(name)
    state = _VISIBLE if visible else _HIDDEN
    others = [sheet for number, sheet in enumerate(book.sheets) if number != position]
    if not visible and not any(map(_is_visible, others)):
        raise Stop(book.document.file_name, f"has no tab to see but {name!r}", "show another one first")
    entry = children(ensure_child(book.document.edit(book.part), "sheets", WORKBOOK_ORDER), "sheet")[position]
    if visible:
        entry.attrib.pop("state", None)
    else:
        entry.set("state", state)
    book.sheets[position] = replace(book.sheets[position], state=state)
    _open_on_visible(session)


def _is_visible(sheet: SheetPlace) -> bool:
    return sheet.state == _VISIBLE


def _open_on_visible(session: Session) -> None:
    """The workbook opens on a tab that is shown, and no hidden one is selected: both would be edited together."""
    book = session.workbook
    views = first_child(book.document.edit(book.part), "bookViews")
    first = next(number for number, sheet in enumerate(book.sheets) if _is_visible(sheet))
    for view in views if views is not None else ():
        if not _is_visible(_sheet_at(book.sheets, view.get("activeTab"))):
            view.set("activeTab", str(first))
            _select(session, book.sheets[first])
        if not _is_visible(_sheet_at(book.sheets, view.get("firstSheet"))):
            view.attrib.pop("firstSheet", None)
    for sheet in book.sheets:
        if not _is_visible(sheet) and any(view.get("tabSelected") for view in _views(session, sheet)):
            for view in _views(session, sheet, edit=True):
                view.attrib.pop("tabSelected", None)


def _sheet_at(sheets: list[SheetPlace], number: str | None) -> SheetPlace:
    position = int(number or 0)
    return sheets[position if position < len(sheets) else 0]


def _select(session: Session, sheet: SheetPlace) -> None:
    for view in _views(session, sheet, edit=True):
        view.set("tabSelected", "1")


def _views(session: Session, sheet: SheetPlace, *, edit: bool = False) -> list[Element]:
    document = session.document
    root = document.edit_frame(sheet.part) if edit else document.frame(sheet.part)
    holder = first_child(root, "sheetViews")
    return children(holder, "sheetView") if holder is not None else []
