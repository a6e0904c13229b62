"""Forms written to a folder: cast from one painting, each file whole or not at all, safe to do again."""

import hashlib
from functools import lru_cache
from pathlib import Path

from xl_addin.books.encrypted import encrypted
from xl_addin.books.port import FormBatch, FormItem, FormMade
from xl_addin.package import save
from xl_addin.package.mould import Mould


def write_forms(batch: FormBatch) -> tuple[FormMade, ...]:
    """Write every form of a batch.

    Raises:
        Stop: the folder takes none, or the library that locks files is not installed.
    """
    mould = _mould(batch.painted)
    made = tuple(_write(batch.folder, item, mould.cast(item.values)) for item in batch.items)
    if any(one.state in ("new", "replaced") for one in made):
        save.flush_all()  # once for all of them: a form is only noted in the journal when it is on the disk
    return made


@lru_cache(maxsize=2)
def _mould(painted: bytes) -> Mould:
    return Mould(painted)


def _write(folder: Path, item: FormItem, data: bytes) -> FormMade:
    path = folder / item.file
    plain = _digest(data)
    lying = _digest(path.read_bytes()) if path.exists() else ""
    if lying and lying == plain and not item.password:
        return FormMade(item.file, plain, lying, "same")
    if item.password and lying != plain and {lying, plain} <= set(item.known):
        return FormMade(item.file, plain, lying, "same")  # locked before: the same form looks different each time
    if lying and lying not in item.known:
        return FormMade(item.file, plain, lying, "kept")
    if item.password:
        data = encrypted(data, item.password)
    save.put(path, data)
    return FormMade(item.file, plain, _digest(data), "replaced" if lying else "new")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
