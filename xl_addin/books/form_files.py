"""Forms written to a folder: cast from one painting, each file whole or not at all, safe to do again."""

import hashlib
from functools import lru_cache
from pathlib import Path

from xl_addin.books.encryption import encrypt
from xl_addin.books.storage import FormBatch, FormItem, FormResult
from xl_addin.package.fill.form_template import FormTemplate
from xl_addin.package.safe import save


def write_forms(batch: FormBatch) -> tuple[FormResult, ...]:
    """Write every form of a batch.

    Raises:
        Stop: the folder takes none, or the library that locks files is not installed.
    """
    template = _template(batch.template)
    results = tuple(_write(batch.folder, item, template.fill(item.values)) for item in batch.items)
    if any(result.state in ("new", "replaced") for result in results):
        save.flush_all()  # once for all of them: a form is only noted in the journal when it is on the disk
    return results


@lru_cache(maxsize=2)
def _template(data: bytes) -> FormTemplate:
    return FormTemplate(data)


def _write(folder: Path, item: FormItem, data: bytes) -> FormResult:
    path = folder / item.file
    plain = _digest(data)
    lying = _digest(path.read_bytes()) if path.exists() else ""
    if lying and lying == plain and not item.password:
        return FormResult(item.file, plain, lying, "same")
    if item.password and lying != plain and {lying, plain} <= set(item.known_digests):
        return FormResult(item.file, plain, lying, "same")  # locked before: the same form looks different each time
    if lying and lying not in item.known_digests:
        return FormResult(item.file, plain, lying, "kept")
    if item.password:
        data = encrypt(data, item.password)
    save.write_file(path, data)
    return FormResult(item.file, plain, _digest(data), "replaced" if lying else "new")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
