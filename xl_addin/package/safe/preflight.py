"""Whether a file may be opened at all: the kind, the package, the sizes, the XML - before anything is read.

Sizes are real bytes: every part is unpacked and counted, the package's own claims are never believed.
"""

from dataclasses import dataclass
from pathlib import Path

from xl_addin.model.errors import Refused, Stop
from xl_addin.package.safe.archive import Archive
from xl_addin.package.safe.file_kind import RESAVE, read_bytes, refuse_foreign
from xl_addin.package.safe.file_limits import LIMITS, FileLimits
from xl_addin.package.safe.outline import Outline, outline, relations, rels_name
from xl_addin.package.safe.part_check import PartCheck, check_part, check_unread_part
from xl_addin.package.safe.usage import Usage
from xl_addin.package.safe.zip_entries import ZipEntry

_XML = (".xml", ".rels", ".vml")
_READ_TOO = ("sharedStrings", "table", "custom-properties")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What an accepted file holds; `read_only` figures are zero when the cells were left to the reader."""

    name: str
    size: int
    parts: int
    unpacked_size: int
    rows: int
    cells: int
    area: int
    merges: int
    strings: int
    names: int
    macros: bool
    external_links: bool
    connections: bool
    embedded_files: bool
    strict: bool


def inspect(path: Path, limits: FileLimits = LIMITS) -> FileReport:
    """Checks the file through and through.

    Refused (one line with its own remedy) when it is not a safe .xlsx or .xlsm workbook; Stop when missing.
    """
    archive = open_checked(path, limits)
    plan = outline(archive)
    usage = Usage(archive.file_name, limits)
    check_parts(archive, plan, usage, skip=frozenset())
    return file_report(archive, plan, usage)


def open_checked(path: Path, limits: FileLimits) -> Archive:
    """The package of a file whose kind, size and directory are in order; its parts are not yet looked into."""
    data = read_bytes(path, limits.size)
    return archive_checked(data, path.name, limits)


def archive_checked(data: bytes, file_name: str, limits: FileLimits) -> Archive:
    """As `open_checked`, for bytes."""
    refuse_foreign(data, file_name)
    archive = Archive(data, file_name)
    entries = archive.entries()
    if len(entries) > limits.parts:
        raise Refused(file_name, f"has {len(entries):,} parts", RESAVE)
    for entry in entries:
        _check_claim(entry, file_name, limits)
    if sum(entry.size for entry in entries) > limits.unpacked_size:
        raise Refused(file_name, f"unpacks to more than {limits.unpacked_size >> 20} MB", RESAVE)
    return archive


def _check_claim(entry: ZipEntry, file_name: str, limits: FileLimits) -> None:
    """A part that already claims too much need not be unpacked; a lie is found when it is."""
    if entry.size > limits.part:
        raise Refused(file_name, f"has a part that unpacks to more than {limits.part >> 20} MB", RESAVE)
    if entry.size > limits.ratio_from and entry.size > limits.ratio * max(1, len(entry.packed_data)):
        raise Refused(file_name, f"has a part packed more than {limits.ratio}:1, like a zip bomb", RESAVE)


def check_parts(archive: Archive, plan: Outline, usage: Usage, skip: frozenset[str]) -> None:
    """Unpacks every part but those in `skip`, which the caller reads under the same limits.

    A part whose values are read must be well-formed; elsewhere broken XML does no harm, only DOCTYPE does.
    """
    usage.names = plan.name_count
    if plan.name_count > usage.limits.names:
        raise usage.refuse(f"has more than {usage.limits.names:,} defined names", "delete them in Name Manager")
    core = core_parts(archive, plan)
    sheets = {sheet.part for sheet in plan.sheets if sheet.kind == "worksheet"}
    for name in archive.names():
        if name in skip:
            continue
        chunks = archive.chunks(name)
        if not name.lower().endswith(_XML):
            for _ in chunks:
                pass
        elif name in core:
            part_check = PartCheck(usage, sheet=name in sheets, strings=name == plan.part("sharedStrings"))
            check_part(part_check, chunks, name)
        else:
            check_unread_part(usage, chunks, name)


def check_written(data: bytes, file_name: str, limits: FileLimits) -> None:
    """Whether a workbook of ours that is about to be saved would be taken again; asked before the file is touched.

    The directory tells sizes at once. Only a package of a sixteenth of what may be unpacked can hold so many rows,
    cells or texts that they have to be counted.

    Raises:
        Stop: it would be refused.
    """
    try:
        if len(data) > limits.size:
            raise Refused(file_name, f"is larger than {limits.size >> 20} MB", RESAVE)
        archive = archive_checked(data, file_name, limits)
        if sum(entry.size for entry in archive.entries()) > limits.unpacked_size // 16:
            check_parts(archive, outline(archive), Usage(file_name, limits), skip=frozenset())
    except Refused as refusal:
        todo = "delete rows that are no longer needed from its largest tables, then run the command again"
        raise Stop(
            file_name, f"was not changed, as it could not be read again: it then {refusal.problem}", todo
        ) from None


def core_parts(archive: Archive, plan: Outline) -> set[str]:
    """The parts whose content we read: they must be well-formed."""
    core = {"[Content_Types].xml", rels_name(""), plan.workbook, rels_name(plan.workbook)}
    sources = ["", plan.workbook, *(sheet.part for sheet in plan.sheets)]
    core.update(sheet.part for sheet in plan.sheets)
    for source in sources:
        targets = relations(archive, source).values()
        core.update(r.target for r in targets if r.kind in _READ_TOO and not r.external)
    return {part_name for name in core if (part_name := archive.find(name))}


def file_report(archive: Archive, plan: Outline, usage: Usage) -> FileReport:
    names = [name.lower() for name in archive.names()]
    return FileReport(
        name=archive.file_name,
        size=sum(len(entry.packed_data) for entry in archive.entries()),
        parts=len(names),
        unpacked_size=sum(entry.size for entry in archive.entries()),
        rows=usage.rows,
        cells=usage.cells,
        area=usage.area,
        merges=usage.merges,
        strings=usage.strings,
        names=usage.names,
        macros=plan.part("vbaProject") is not None,
        external_links=any("externallinks/" in name for name in names),
        connections=any(name.endswith("connections.xml") for name in names),
        embedded_files=any("/embeddings/" in name or "/activex/" in name for name in names),
        strict=plan.strict,
    )
