"""What the fuzzer found stays mended; its breeding, without its eyes, finds nothing more; and it would see a fault."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests import fuzz
from tests.support.decorated import decorated
from tests.test_package_reader import sheet
from xl_addin.package.read import plain_rows, reader


@pytest.mark.parametrize("find", sorted(fuzz.FINDS.iterdir()), ids=lambda path: path.stem)
def test_what_was_found_stays_mended(find: Path) -> None:
    fuzz.examine(find.read_bytes())


def test_bred_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    """Generation after generation, seeded; `python -m tests.fuzz` also prefers those that reach new code."""
    dice = random.Random(1)

    def bytewise(data: bytes, largest: int) -> bytes:
        at = dice.randrange(len(data) + 1)
        return (data[:at] + dice.randbytes(dice.randrange(4)) + data[at + dice.randrange(4) :])[:largest]

    fuzz.seeds(tmp_path)
    family = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    for _ in range(3000):
        child = fuzz.mutated(dice.choice(family), bytewise, dice)
        fuzz.examine(child)
        if dice.random() < 0.2:
            family.append(child)


def test_it_sees_an_exception(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(reader, "contents", broken)
    with pytest.raises(KeyError) as raised:
        fuzz.examine(decorated())
    fuzz.keep(b"long", raised.value, tmp_path)
    fuzz.keep(b"few", raised.value, tmp_path)
    fuzz.keep(b"longer", raised.value, tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"few"]


def test_it_sees_what_is_read_otherwise_once_it_is_packed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter((0, 0, 1))
    monkeypatch.setattr(reader, "contents", lambda *_: next(counts))
    with pytest.raises(AssertionError, match="packed again"):
        fuzz.examine(decorated())


def test_it_sees_what_the_parser_reads_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sheet('<row r="1"><c r="A1" t="str"><v>x &amp; y</v></c></row>')
    fuzz.examine(data)
    monkeypatch.setattr(plain_rows, "decode_entities", lambda text: f"{text}!")
    with pytest.raises(AssertionError, match="parser alone"):
        fuzz.examine(data)


def test_children_differ_from_their_parent_and_mostly_stay_packages() -> None:
    parent = fuzz.packed(fuzz.unpacked(decorated()))
    children: list[Any] = [fuzz.mutated(parent, lambda data, _: data[1:], random.Random(n)) for n in range(100)]
    assert sum(child != parent for child in children) > 80
    assert sum(bool(fuzz.unpacked(child)) for child in children) > 80
