"""What people do to a framework between two commands: 63 kinds of edit, each with how often, as far as we can guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.ladder_world import STEPS, Cell, Row, World
from xl_addin.cells.fold import fold_text
from xl_addin.model.ladder import COMPETENCY, PERSON, TRACK


@dataclass(frozen=True)
class Edit:
    """One kind of edit: its name, how often people do it beside the others, and what it does."""

    name: str
    weight: float
    do: Callable[[World], None]

    def __repr__(self) -> str:
        return self.name


def slip(world: World, name: str) -> str:
    """The name as a person mistypes it."""
    words = name.split()
    place = max(range(len(words)), key=lambda k: len(words[k]))
    word = words[place]
    if len(word) < 5:
        return name.upper()
    at = world.chance.randint(1, len(word) - 2)
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word.upper(),
        word + " ",
        word[:at] + word[at] + word[at:],
    ]
    words[place] = world.chance.choice(slips)
    return " ".join(words)


class TableEdits:
    """Edits of the rows of one table."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def one(self, world: World) -> Row:
        return world.chance.choice(world.table(self.kind))

    def new(self, world: World) -> Row:
        return world.make(self.kind, world.fresh_name(self.kind))

    def somewhere(self, world: World) -> int:
        return world.chance.randint(0, len(world.table(self.kind)))

    def rename_by_slip(self, world: World) -> None:
        row = self.one(world)
        row.name = slip(world, row.name)
        mark(world, row)

    def rename(self, world: World) -> None:
        row = self.one(world)
        row.name = world.fresh_name(self.kind)
        mark(world, row)
        if self.kind == PERSON and row.address and world.chance.random() < 0.4:
            row.address = row.name.replace(" ", ".").lower() + "@example.com"

    def add(self, world: World) -> None:
        row = self.new(world)
        mark(world, row)
        world.table(self.kind).insert(self.somewhere(world), row)

    def delete(self, world: World) -> None:
        if len(world.table(self.kind)) > 2:
            row = self.one(world)
            mark(world, row)
            world.table(self.kind).remove(row)

    def move(self, world: World) -> None:
        row = self.one(world)
        mark(world, row)
        world.table(self.kind).remove(row)
        world.table(self.kind).insert(self.somewhere(world), row)

    def sort(self, world: World) -> None:
        world.table(self.kind).sort(key=lambda row: row.name)

    def sort_what_is_seen(self, world: World) -> None:
        rows = world.table(self.kind)
        cells = [row.key_cell for row in rows]
        self.sort(world)
        mark(world, *rows)
        _put_cells(rows, cells)

    def type_over(self, world: World) -> None:
        """Another thing typed over the row of one that went."""
        rows = world.table(self.kind)
        place = world.chance.randrange(len(rows))
        old, row = rows[place], self.new(world)
        mark(world, old, row)
        row.key_cell = old.key_cell
        row.cells = [a if world.chance.random() < 0.5 else b for a, b in zip(old.cells, row.cells, strict=True)]
        rows[place] = row

    def copy_as_pattern(self, world: World) -> None:
        """A row copied, then its name changed."""
        old, row = self.one(world), self.new(world)
        row.key_cell, row.cells = old.key_cell, list(old.cells)
        mark(world, row, old)
        if self.kind == TRACK and world.chance.random() < 0.6:
            row.steps = [(world.thing("L") if title else "", title) for _, title in old.steps]
        rows = world.table(self.kind)
        rows.insert(rows.index(old) + 1, row)

    def swap_names(self, world: World) -> None:
        a, b = world.chance.sample(world.table(self.kind), 2)
        a.name, b.name = b.name, a.name
        mark(world, a, b)

    def type_anew(self, world: World) -> None:
        """A row deleted, and the same thing typed elsewhere, without its hidden cell."""
        row = self.one(world)
        world.table(self.kind).remove(row)
        row.key_cell = ""
        mark(world, row)
        world.table(self.kind).insert(self.somewhere(world), row)

    def type_anew_renamed(self, world: World) -> None:
        """The same under a new name: a rename nobody can see."""
        row = self.one(world)
        world.table(self.kind).remove(row)
        row.key_cell, row.name = "", world.fresh_name(self.kind)
        mark(world, row)
        world.table(self.kind).append(row)

    def insert_by_shift(self, world: World) -> None:
        """What is seen pasted one row lower, a new one typed above; hidden cells stay."""
        rows = world.table(self.kind)
        place = world.chance.randrange(len(rows))
        cells = [row.key_cell for row in rows] + [""]
        rows.insert(place, self.new(world))
        mark(world, *rows[place:])
        _put_cells(rows, cells)

    def paste_list(self, world: World) -> None:
        """A fresh list over the old one: joiners, leavers, another order; hidden cells stay or are gone."""
        rows, chance = world.table(self.kind), world.chance
        cells = [row.key_cell for row in rows]
        mark(world, *rows)
        for _ in range(chance.randint(0, 2)):
            if len(rows) > 3:
                rows.remove(self.one(world))
        for _ in range(chance.randint(0, 2)):
            row = self.new(world)
            mark(world, row)
            rows.append(row)
        chance.shuffle(rows)
        stay = chance.random() < 0.7
        _put_cells(rows, [*(cells if stay else []), *[""] * len(rows)])

    def list_twice(self, world: World) -> None:
        """A person listed twice, or a second thing of the same name."""
        old = self.one(world)
        row = world.make(self.kind, old.name)
        mark(world, row, old)
        world.table(self.kind).append(row)

    def rename_and_sort(self, world: World) -> None:
        self.rename(world)
        self.sort(world)

    def edits(self) -> list[Edit]:
        weights: list[tuple[Callable[[World], None], float]] = [
            (self.rename_by_slip, 4), (self.rename, 5), (self.add, 5), (self.delete, 4), (self.move, 3),
            (self.sort, 3), (self.sort_what_is_seen, 1), (self.type_over, 3), (self.copy_as_pattern, 2),
            (self.swap_names, 1), (self.type_anew, 2), (self.type_anew_renamed, 0.3), (self.insert_by_shift, 2),
            (self.paste_list, 2 if self.kind == PERSON else 0.5), (self.list_twice, 1), (self.rename_and_sort, 2),
        ]  # fmt: skip
        return [Edit(f"{self.kind}.{do.__name__}", weight, do) for do, weight in weights]


def mark(world: World, *rows: Row) -> None:
    """Note that an edit touched these rows and their levels."""
    for row in rows:
        world.touched |= row.things


def _put_cells(rows: list[Row], cells: list[str]) -> None:
    for row, cell in zip(rows, cells, strict=False):
        row.key_cell = cell


def _fill(row: Row) -> list[int]:
    return [place for place, (_, title) in enumerate(row.steps) if title]


def _put(row: Row, cells: list[Cell]) -> None:
    row.steps = (cells + [("", "")] * STEPS)[:STEPS]


def level_rename_by_slip(world: World, row: Row) -> None:
    place = world.chance.choice(_fill(row))
    row.steps[place] = (row.steps[place][0], slip(world, row.steps[place][1]))


def level_rename(world: World, row: Row) -> None:
    place = world.chance.choice(_fill(row))
    row.steps[place] = (row.steps[place][0], world.fresh_title(row))


def level_append(world: World, row: Row) -> None:
    place = _fill(row)[-1] + 1
    if place < STEPS:
        row.steps[place] = (world.thing("L"), world.fresh_title(row))


def level_insert(world: World, row: Row) -> None:
    place = world.chance.choice(_fill(row)[1:])
    _put(row, [*row.steps[:place], (world.thing("L"), world.fresh_title(row)), *row.steps[place:]])


def level_delete(world: World, row: Row) -> None:
    place = world.chance.choice(_fill(row))
    _put(row, row.steps[:place] + row.steps[place + 1 :])


def level_clear(world: World, row: Row) -> None:
    row.steps[world.chance.choice(_fill(row))] = ("", "")


def level_change_places(world: World, row: Row) -> None:
    a, b = world.chance.sample(_fill(row), 2)
    row.steps[a], row.steps[b] = row.steps[b], row.steps[a]


def level_swap_titles(world: World, row: Row) -> None:
    a, b = world.chance.sample(_fill(row), 2)
    (one, title), (other, second) = row.steps[a], row.steps[b]
    row.steps[a], row.steps[b] = (one, second), (other, title)


def level_replace(world: World, row: Row) -> None:
    row.steps[world.chance.choice(_fill(row))] = (world.thing("L"), world.fresh_title(row))


def level_inflate_titles(world: World, row: Row) -> None:
    """Every title moves one level down, the top gets a new one: renames, nothing moved."""
    places = _fill(row)
    titles = [*[row.steps[place][1] for place in places][1:], world.fresh_title(row)]
    for place, title in zip(places, titles, strict=True):
        row.steps[place] = (row.steps[place][0], title)


def level_drop_first_add_last(world: World, row: Row) -> None:
    places = _fill(row)
    cells = [*[row.steps[place] for place in places][1:], (world.thing("L"), world.fresh_title(row))]
    for place, cell in zip(places, cells, strict=True):
        row.steps[place] = cell


def level_to_other_track(world: World, row: Row) -> None:
    other, place = _other_track(world, row), world.chance.choice(_fill(row))
    free = [k for k, (_, title) in enumerate(other.steps) if not title]
    if other is not row and free and not _has_title(other, row.steps[place][1]):
        other.steps[free[0]] = row.steps[place]
        world.touched.add(row.steps[place][0])
        row.steps[place] = ("", "")


def level_same_title_elsewhere(world: World, row: Row) -> None:
    other = _other_track(world, row)
    title = row.steps[world.chance.choice(_fill(row))][1]
    free = [k for k, (_, present) in enumerate(other.steps) if not present]
    if other is not row and free and not _has_title(other, title):
        level = world.thing("L")
        other.steps[free[-1]] = (level, title)
        world.touched.add(level)


def level_rename_and_insert(world: World, row: Row) -> None:
    level_rename(world, row)
    level_insert(world, row)


def level_shift_branch(world: World, row: Row) -> None:
    """The whole row one step to the right."""
    if not row.steps[-1][1]:
        _put(row, [("", ""), *row.steps])


def _other_track(world: World, row: Row) -> Row:
    return world.chance.choice([other for other in world.tracks if other is not row] or [row])


def _has_title(row: Row, title: str) -> bool:
    return fold_text(title) in {fold_text(present) for _, present in row.steps}


def _on_a_row(do: Callable[[World, Row], None]) -> Callable[[World], None]:
    """The edit on a track with two levels or more, and a note of what it touched."""

    def edit(world: World) -> None:
        rows = [row for row in world.tracks if len(_fill(row)) >= 2]
        if not rows:
            return
        row = world.chance.choice(rows)
        old = list(row.steps)
        do(world, row)
        for before, now in zip(old, row.steps, strict=False):
            if before != now:
                world.touched |= {level for level in (before[0], now[0]) if level}
        world.touched |= {level for level, _ in {*old} ^ {*row.steps} if level}

    return edit


LEVEL_WEIGHTS: list[tuple[Callable[[World, Row], None], float]] = [
    (level_rename_by_slip, 4), (level_rename, 5), (level_append, 4), (level_insert, 5), (level_delete, 3),
    (level_clear, 2), (level_change_places, 2), (level_swap_titles, 1), (level_replace, 2),
    (level_inflate_titles, 1), (level_drop_first_add_last, 1), (level_to_other_track, 1),
    (level_same_title_elsewhere, 2), (level_rename_and_insert, 2), (level_shift_branch, 2),
]  # fmt: skip
EDITS = [
    *TableEdits(TRACK).edits(),
    *TableEdits(COMPETENCY).edits(),
    *TableEdits(PERSON).edits(),
    # twice as often: the ladder is where most is changed
    *[Edit(f"L.{do.__name__.removeprefix('level_')}", 2 * weight, _on_a_row(do)) for do, weight in LEVEL_WEIGHTS],
]
