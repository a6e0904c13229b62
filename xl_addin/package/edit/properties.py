"""Custom document properties: name and text pairs people see under File, Info, Properties."""

from xl_addin.package.edit.document import Document
from xl_addin.package.xml.cell_text import cell_text, escape_text
from xl_addin.package.xml.schema import CUSTOM_TYPE, RELATION
from xl_addin.package.xml.xml_tree import child, element_name, make, namespace

_PART = "docProps/custom.xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def set_property(document: Document, name: str, value: str, *, base: str = RELATION) -> None:
    """Makes or replaces a text property; the part is created when the workbook has none."""
    parts = document.related_parts("", "custom-properties")
    part = document.archive.find(parts[0]) if parts else None
    if part is None:
        part = _PART if _PART not in document.archive else document.free_name(_PART)
        root = make(f"{{{_SPACE}}}Properties", {None: _SPACE, "vt": _TYPES})
        document.create(part, root, CUSTOM_TYPE)
        document.relate("", "custom-properties", part, base=base)
    root = document.edit(part)
    types = next((uri for uri in root.nsmap.values() if uri == _STRICT_TYPES), _TYPES)
    space = namespace(root)
    for old in list(root):
        if (old.get("name") or "").casefold() == name.casefold():
            holder = old
            for content in list(old):
                old.remove(content)
            break
    else:
        ids = [int(p.get("pid") or 1) for p in root if element_name(p) == "property"]
        pid = str(max(ids, default=1) + 1)
        holder = child(root, f"{{{space}}}property", fmtid=_FORMAT, pid=pid, name=name)
    child(holder, f"{{{types}}}lpwstr").text = escape_text(cell_text(value))
