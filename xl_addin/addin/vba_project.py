"""A VBA project from source text ([MS-OVBA]), without the compiled cache: Office compiles the source when it loads.

Such a project names no version of Office (`_VBA_PROJECT` holds 0xFFFF) and is a pure function of its text.
"""

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xl_addin.addin.compound_file import compound
from xl_addin.addin.vba_compression import compress

_CODEPAGE = "cp1252"
_OFFICE = (
    "Office",
    "*\\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16\\"
    "MSO.DLL#Microsoft Office 16.0 Object Library",
)
_AUTOMATION = (
    "stdole",
    "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\\Windows\\System32\\stdole2.tlb#OLE Automation",
)
_BASES = {"ThisWorkbook": "0{00020819-0000-0000-C000-000000000046}"}
_SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"

ModuleKind = Literal["module", "document"]


@dataclass(frozen=True)
class Module:
    """One module: its name in the project, what it is, and its text as the VBA editor shows it."""

    name: str
    kind: ModuleKind
    code: str

    def source(self) -> str:
        """The text as it is stored: the attributes that the editor hides come first, lines end with CR LF.

        Raises:
            ValueError: the text is not plain ASCII, which would read differently on other systems.
        """
        if not self.code.isascii():
            raise ValueError(f"the VBA module {self.name} holds a character beyond ASCII")
        lines = [*_attributes(self), *_body(self.code.splitlines())]
        return "\r\n".join(lines).rstrip("\r\n") + "\r\n"


def _body(lines: list[str]) -> list[str]:
    """The lines without the name that exported files carry."""
    return [line for line in lines if not line.startswith("Attribute VB_")]


def _attributes(module: Module) -> list[str]:
    lines = [f'Attribute VB_Name = "{module.name}"']
    if module.kind == "module":
        return lines
    base = _BASES.get(module.name, _SHEET_BASE)
    flags = {
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": True,
        "Exposed": True,
        "TemplateDerived": False,
        "Customizable": True,
    }
    return [*lines, f'Attribute VB_Base = "{base}"', *(f"Attribute VB_{name} = {flag}" for name, flag in flags.items())]


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The bytes of a `vbaProject.bin`."""
    streams = {module.name: compress(module.source().encode(_CODEPAGE)) for module in modules}
    directory = compress(_information(name) + _references() + _modules(modules))
    return compound(
        {
            "VBA": {"_VBA_PROJECT": bytes.fromhex("cc61ffff000000"), "dir": directory, **streams},
            "PROJECT": _project(name, modules).encode(_CODEPAGE),
            "PROJECTwm": b"".join(_both_names(module.name) for module in modules) + b"\0\0",
        }
    )


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(plain: int, wide: int, text: str) -> bytes:
    """The format gives most texts twice: in the project's code page and in UTF-16."""
    return _record(plain, text.encode(_CODEPAGE)) + _record(wide, text.encode("utf-16-le"))


def _information(name: str) -> bytes:
    """[MS-OVBA] 2.3.4.2.1: system (32-bit Windows), language, code page, name, version."""
    english, page = (0x0409).to_bytes(4, "little"), (1252).to_bytes(2, "little")
    parts = (
        _record(0x01, b"\1\0\0\0"),
        _record(0x02, english),
        _record(0x14, english),
        _record(0x03, page),
        _record(0x04, name.encode(_CODEPAGE)),
        _twice(0x05, 0x40, ""),
        _record(0x06),
        _record(0x3D),
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 1, 0),
        _twice(0x0C, 0x3C, ""),
    )
    return b"".join(parts)


def _references() -> bytes:
    """[MS-OVBA] 2.3.4.2.2: the type libraries whose words the modules use."""
    records = b""
    for name, library in (_AUTOMATION, _OFFICE):
        raw = library.encode(_CODEPAGE)
        records += _twice(0x16, 0x3E, name) + _record(0x0D, struct.pack("<I", len(raw)) + raw + bytes(6))
    return records


def _modules(modules: Sequence[Module]) -> bytes:
    """[MS-OVBA] 2.3.4.2.3: name, stream, offset of the source (0: nothing compiled before it), kind of each module."""
    records = _record(0x0F, len(modules).to_bytes(2, "little")) + _record(0x13, b"\xff\xff")
    for module in modules:
        records += _twice(0x19, 0x47, module.name) + _twice(0x1A, 0x32, module.name) + _twice(0x1C, 0x48, "")
        records += _record(0x31, bytes(4)) + _record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff")
        records += _record(0x21 if module.kind == "module" else 0x22) + _record(0x2B)
    return records + _record(0x10)


def _both_names(name: str) -> bytes:
    return name.encode(_CODEPAGE) + b"\0" + name.encode("utf-16-le") + b"\0\0"


def _project(name: str, modules: Sequence[Module]) -> str:
    """[MS-OVBA] 2.3.1: the text stream that lists the modules; nobody is locked out (CMG, DPB, GC)."""
    project_id = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"vba:{name}")).upper() + "}"
    kinds = {"module": "Module={0}", "document": "Document={0}/&H00000000"}
    lines = [
        f'ID="{project_id}"',
        *(kinds[module.kind].format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encode_protection(bytes(4), project_id, 0x4B)}"',
        f'DPB="{_encode_protection(bytes(1), project_id, 0x96)}"',
        f'GC="{_encode_protection(bytes([0xFF]), project_id, 0xE1)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "\r\n".join(lines) + "\r\n"


def _encode_protection(data: bytes, project: str, seed: int) -> str:
    """[MS-OVBA] 2.4.3.2: how the project's protection state is written; no secret, only a notation."""
    key = sum(project.encode("ascii")) & 0xFF
    output = [seed, seed ^ 2, seed ^ key]
    last_plain, last, older = key, output[2], output[1]
    for byte in bytes([7]) * ((seed & 6) >> 1) + struct.pack("<I", len(data)) + data:
        cipher_byte = byte ^ ((older + last_plain) & 0xFF)
        output.append(cipher_byte)
        older, last, last_plain = last, cipher_byte, byte
    return bytes(output).hex().upper()
