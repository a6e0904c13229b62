"""The workbook part: tabs in their order, defined names, the open tab, when Excel recalculates."""

from collections.abc import Callable

from xl_addin.model.errors import Stop
from xl_addin.package.archive import Archive
from xl_addin.package.document import Document
from xl_addin.package.outline import SheetPlace, outline
from xl_addin.package.schema import RELATION, STRICT_RELATION, WORKBOOK
from xl_addin.package.xmlscan import STRICT
from xl_addin.package.xmltree import Element, child, children, first, namespace, place, relation_id


class Workbook:
    """What stands in the workbook part and can be changed there."""

    def __init__(self, archive: Archive) -> None:
        plan = outline(archive)
        self.document = Document(archive)
        self.part = plan.workbook
        self.date1904 = plan.date1904
        self.sheets: list[SheetPlace] = plan.sheets

    @property
    def strict(self) -> bool:
        return namespace(self.document.tree(self.part)) == STRICT

    @property
    def relation_base(self) -> str:
        return STRICT_RELATION if self.strict else RELATION

    def sheet(self, name: str) -> SheetPlace:
        """The tab of this name (case aside, as Excel sees it); Stop when there is none with cells."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold() and sheet.kind == "worksheet":
                return sheet
        raise Stop(self.document.where, f"has no sheet {name!r}", "restore the sheet or its name, then run again")

    def index(self, name: str) -> int:
        """The tab's position from 0; Stop when there is none."""
        for at, sheet in enumerate(self.sheets):
            if sheet.name.casefold() == name.casefold():
                return at
        raise Stop(self.document.where, f"has no sheet {name!r}", "restore the sheet or its name, then run again")

    def insert_sheet(self, at: int, name: str, part: str, state: str = "visible") -> None:
        """A tab for an existing part at a position; what counts tabs by number is renumbered."""
        document = self.document
        relation = document.relate(self.part, "worksheet", part, base=self.relation_base)
        tabs = place(document.edit(self.part), "sheets", WORKBOOK)
        ids = [int(tab.get("sheetId") or 0) for tab in tabs]
        tab = child(tabs, f"{{{namespace(tabs)}}}sheet", name=name, sheetId=str(max(ids, default=0) + 1))
        if state != "visible":
            tab.set("state", state)
        tab.set(f"{{{self.relation_base}}}id", relation)
        tabs.remove(tab)
        tabs.insert(at, tab)
        self.sheets.insert(at, SheetPlace(name, state, "worksheet", part))
        self._renumber(lambda old: old + 1 if old >= at else old)

    def remove_sheet(self, name: str) -> SheetPlace:
        """Takes a tab out of the list, with its own names; gives what it was. Its part is left alone."""
        at = self.index(name)
        root = self.document.edit(self.part)
        tabs = place(root, "sheets", WORKBOOK)
        tab = children(tabs, "sheet")[at]
        self.document.unrelate(self.part, relation_id(tab) or "")
        tabs.remove(tab)
        self._renumber(lambda old: None if old == at else old - 1 if old > at else old)
        return self.sheets.pop(at)

    def _renumber(self, new: Callable[[int], int | None]) -> None:
        """Names of one sheet and the open tab refer to tabs by number."""
        root = self.document.edit(self.part)
        names = first(root, "definedNames")
        for name in list(names) if names is not None else []:
            scope = name.get("localSheetId")
            if names is not None and scope is not None:
                number = new(int(scope))
                if number is None:
                    names.remove(name)
                else:
                    name.set("localSheetId", str(number))
        if names is not None and not len(names):
            root.remove(names)
        views = first(root, "bookViews")
        for view in views if views is not None else []:
            for attribute in ("activeTab", "firstSheet"):
                if view.get(attribute) is not None:
                    view.set(attribute, str(new(int(view.get(attribute) or 0)) or 0))

    # --- defined names

    def names(self) -> list[tuple[str, int | None, str]]:
        """All defined names: name, tab number or None for the whole workbook, formula."""
        holder = first(self.document.tree(self.part), "definedNames")
        found = []
        for name in holder if holder is not None else []:
            scope = name.get("localSheetId")
            found.append((name.get("name") or "", None if scope is None else int(scope), name.text or ""))
        return found

    def set_name(self, name: str, formula: str, scope: int | None = None, like: Element | None = None) -> None:
        """Makes or replaces a defined name; `like` lends its other attributes, e.g. hidden."""
        holder = place(self.document.edit(self.part), "definedNames", WORKBOOK)
        wanted = None if scope is None else str(scope)
        for old in children(holder, "definedName"):
            if (old.get("name") or "").casefold() == name.casefold() and old.get("localSheetId") == wanted:
                old.text = formula
                return
        made = child(holder, f"{{{namespace(holder)}}}definedName", name=name)
        for attribute, value in like.attrib.items() if like is not None else ():
            made.set(attribute, value)
        if wanted is not None:
            made.set("localSheetId", wanted)
        made.text = formula

    # --- recalculation

    def recalculate(self) -> None:
        """Asks Excel to calculate everything when it opens the file."""
        place(self.document.edit(self.part), "calcPr", WORKBOOK).set("fullCalcOnLoad", "1")

    def drop_calc_chain(self) -> None:
        """The calculation chain lists cells with formulas; a wrong entry makes Excel repair the file."""
        for relation in self.document.relations(self.part):
            if relation.kind == "calcChain" and not relation.external:
                self.document.unrelate(self.part, relation.id)
                if relation.target in self.document.archive:
                    self.document.drop(relation.target)
