"""The workbook part: tabs in their order, defined names, the open tab, when Excel recalculates."""

from collections.abc import Callable

from xl_addin.model.errors import Stop
from xl_addin.package.edit.document import Document
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.outline import SheetPlace, outline
from xl_addin.package.safe.xml_scan import STRICT
from xl_addin.package.xml.schema import RELATION, STRICT_RELATION, WORKBOOK_ORDER
from xl_addin.package.xml.xml_tree import Element, child, children, ensure_child, first_child, namespace, relation_id


class WorkbookPart:
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
        raise Stop(self.document.file_name, f"has no sheet {name!r}", "restore the sheet or its name, then run again")

    def index(self, name: str) -> int:
        """The tab's position from 0; Stop when there is none."""
        for position, sheet in enumerate(self.sheets):
            if sheet.name.casefold() == name.casefold():
                return position
        raise Stop(self.document.file_name, f"has no sheet {name!r}", "restore the sheet or its name, then run again")

    def insert_sheet(self, position: int, name: str, part: str, state: str = "visible") -> None:
        """A tab for an existing part at a position; what counts tabs by number is renumbered."""
        document = self.document
        relation = document.relate(self.part, "worksheet", part, base=self.relation_base)
        tabs = ensure_child(document.edit(self.part), "sheets", WORKBOOK_ORDER)
        ids = [int(tab.get("sheetId") or 0) for tab in tabs]
        tab = child(tabs, f"{{{namespace(tabs)}}}sheet", name=name, sheetId=str(max(ids, default=0) + 1))
        if state != "visible":
            tab.set("state", state)
        tab.set(f"{{{self.relation_base}}}id", relation)
        tabs.remove(tab)
        tabs.insert(position, tab)
        self.sheets.insert(position, SheetPlace(name, state, "worksheet", part))
        self._renumber(lambda old: old + 1 if old >= position else old)

    def remove_sheet(self, name: str) -> SheetPlace:
        """Takes a tab out of the list, with its own names; gives what it was. Its part is left alone."""
        position = self.index(name)
        root = self.document.edit(self.part)
        tabs = ensure_child(root, "sheets", WORKBOOK_ORDER)
        tab = children(tabs, "sheet")[position]
        self.document.unrelate(self.part, relation_id(tab) or "")
        tabs.remove(tab)
        self._renumber(lambda old: None if old == position else old - 1 if old > position else old)
        return self.sheets.pop(position)

    def _renumber(self, new: Callable[[int], int | None]) -> None:
        """Names of one sheet and the open tab refer to tabs by number."""
        root = self.document.edit(self.part)
        names = first_child(root, "definedNames")
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
        views = first_child(root, "bookViews")
        for view in views if views is not None else []:
            for attribute in ("activeTab", "firstSheet"):
                if view.get(attribute) is not None:
                    view.set(attribute, str(new(int(view.get(attribute) or 0)) or 0))

    # --- defined names

    def names(self) -> list[tuple[str, int | None, str]]:
        """All defined names: name, tab number or None for the whole workbook, formula."""
        holder = first_child(self.document.tree(self.part), "definedNames")
        entries = []
        for name in holder if holder is not None else []:
            scope = name.get("localSheetId")
            entries.append((name.get("name") or "", None if scope is None else int(scope), name.text or ""))
        return entries

    def set_name(self, name: str, formula: str, scope: int | None = None, template: Element | None = None) -> None:
        """Makes or replaces a defined name; `template` lends its other attributes, e.g. hidden."""
        holder = ensure_child(self.document.edit(self.part), "definedNames", WORKBOOK_ORDER)
        scope_text = None if scope is None else str(scope)
        for old in children(holder, "definedName"):
            if (old.get("name") or "").casefold() == name.casefold() and old.get("localSheetId") == scope_text:
                old.text = formula
                return
        element = child(holder, f"{{{namespace(holder)}}}definedName", name=name)
        for attribute, value in template.attrib.items() if template is not None else ():
            element.set(attribute, value)
        if scope_text is not None:
            element.set("localSheetId", scope_text)
        element.text = formula

    # --- recalculation

    def recalculate(self) -> None:
        """Asks Excel to calculate everything when it opens the file."""
        ensure_child(self.document.edit(self.part), "calcPr", WORKBOOK_ORDER).set("fullCalcOnLoad", "1")

    def drop_calc_chain(self) -> None:
        """The calculation chain lists cells with formulas; a wrong entry makes Excel repair the file."""
        for relation in self.document.relations(self.part):
            if relation.kind == "calcChain" and not relation.external:
                self.document.unrelate(self.part, relation.id)
                if relation.target in self.document.archive:
                    self.document.drop(relation.target)
