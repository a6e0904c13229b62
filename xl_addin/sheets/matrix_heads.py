"""Which column of a matrix is which level, where its head is a plain title: as written, typed over, or of a level gone.

What the tab Tracks counts are the columns of levels. So a head that somebody typed over is known where it can be one
level only, and a column of somebody's own is never taken for one.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.cells.cell import FormulaCell
from xl_addin.cells.fold import fold_header
from xl_addin.cells.table import TableData
from xl_addin.layout.parse import find_columns
from xl_addin.layout.snapshot import Snapshot
from xl_addin.layout.table_state import find_table
from xl_addin.model.ladder import KeyEntry
from xl_addin.model.records import Level
from xl_addin.sheets import matrix, tracks

_COLUMN = re.compile(r"\[+((?:[^\[\]']|'.)+)\]+")
_GONE = re.compile(r" \(removed(?:, (?P<key>[^()]+))?\)$")


@dataclass(frozen=True)
class MatrixHeads:
    """The columns of a matrix: head as it stands -> its level; then heads and levels that may belong together."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    unclear_heads: tuple[str, ...] = ()
    unclear_levels: tuple[Level, ...] = ()


def matrix_heads(snapshot: Snapshot, data: TableData, levels: Sequence[Level]) -> MatrixHeads:
    """The levels of a track beside the columns of its matrix."""
    free = {fold_header(head): head for head in _other_heads(data)}
    heads: dict[str, Level] = {}
    missing = []
    for level in levels:
        words = (fold_header(matrix.longer_head(level.title)), fold_header(level.title))
        if head := next((free.pop(word) for word in words if word in free), ""):
            heads[head] = level
        elif level.title:
            missing.append(level)
    unknown = [head for head in free.values() if not _GONE.search(head)]
    head_counts = _counted_heads(snapshot, data.name) if missing and unknown else frozenset()
    if followed_heads := [
        head for head in unknown if fold_header(head) in head_counts
    ]:  # a formula in Excel follows its head
        pair = followed_heads, missing
    else:
        pair = unknown, [level for level in missing if fold_header(level.title) in head_counts]
    if len(pair[0]) == len(pair[1]) == 1:
        return MatrixHeads({**heads, pair[0][0]: pair[1][0]})
    return MatrixHeads(heads, tuple(pair[0]), tuple(pair[1])) if pair[0] and pair[1] else MatrixHeads(heads)


def _other_heads(data: TableData) -> Iterator[str]:
    """The heads that are none of a matrix's own."""
    known_heads = set(find_columns(data, matrix.matrix_table("", ())).values())
    yield from (head for number, head in enumerate(data.headers) if number not in known_heads)


def _counted_heads(snapshot: Snapshot, table: str) -> frozenset[str]:
    """The level columns of a matrix that its row of Tracks counts."""
    data = find_table(snapshot, tracks.TABLE.name)
    place = find_columns(data, tracks.TABLE).get("written") if data else None
    cells = [row[place] for row in data.rows] if data and place is not None else []
    texts = [
        cell.text for cell in cells if isinstance(cell, FormulaCell) and f"{table}[".casefold() in cell.text.casefold()
    ]
    names = (match[1] for text in texts[:1] for match in _COLUMN.finditer(text))
    return frozenset(fold_header(re.sub(r"'(.)", r"\1", name)) for name in names)


def head_renames(
    data: TableData, keys: Mapping[str, str], titles: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """The heads of a matrix that are to change: old -> new; no two columns are ever called alike.

    Args:
        data: the matrix as it stands.
        keys: head -> key of the level whose column it is.
        titles: key of each level the track has -> its title.
        names: key of each level that is gone or elsewhere -> what it was called.
    """
    changing = {head: key for head, key in keys.items() if key in titles or not _GONE.search(head)}
    kept_heads = {fold_header(head) for head in data.headers if head not in changing}
    renames: dict[str, str] = {}
    for head, key in changing.items():
        if key in titles:
            choices = (titles[key], matrix.longer_head(titles[key]))
        else:
            choices = (f"{names.get(key, head)} (removed)", f"{names.get(key, head)} (removed, {key})")
        new = next((text for text in choices if fold_header(text) not in kept_heads), choices[-1])
        kept_heads.add(fold_header(new))
        if new != head:
            renames[head] = new
    return renames


def gone_heads(data: TableData, track: str, ledger: Sequence[KeyEntry], keys: Collection[str]) -> dict[str, str]:
    """Head -> key for the columns of levels that were gone; `keys` are those of other columns.

    Of several levels of one name the head has the key, all but one.
    """
    heads: dict[str, str] = {}
    plain: dict[str, str] = {}
    for head in data.headers:
        if match := _GONE.search(head):
            if key := match["key"]:
                heads[head] = key
            else:
                plain[head] = fold_header(head[: match.start()])
    taken_heads = {*heads.values(), *keys}
    for head, name in plain.items():
        owners = [
            e.key for e in ledger if e.parent == track and fold_header(e.name) == name and e.key not in taken_heads
        ]
        if len(owners) == 1:
            heads[head] = owners[0]
    return heads
