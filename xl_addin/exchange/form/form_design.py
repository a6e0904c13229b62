"""What goes out: a form for each person, put together from what people share and what is theirs."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from xl_addin.exchange.form.identity import FormKind, Identity, seal, shape_of
from xl_addin.layout.describe import WorkbookDesign
from xl_addin.layout.record_rows import RowValues

Values = dict[str, str | int | float | None]
"""Slot -> what fills it for one person."""


@dataclass(frozen=True)
class FormDesign:
    """A form as everybody of a group gets it, with slots for what is a person's own."""

    workbook: WorkbookDesign
    rows: Mapping[str, Sequence[RowValues]]


@dataclass(frozen=True)
class Form:
    """One person's form: whose, with which values in its slots, and the keys of its rows.

    Forms of one `group` share a design; `design` makes it.
    """

    kind: FormKind
    person: str
    name: str
    group: Hashable
    values: Values
    keys: Sequence[str]
    design: Callable[[], FormDesign] = field(compare=False)

    @property
    def shape(self) -> str:
        return shape_of(self.keys)

    def seal_values(self, campaign: str, cycle: str, framework: str, secret: bytes) -> Values:
        """The values with the sealed line among them."""
        identity = Identity(self.kind, campaign, cycle, self.person, framework, self.shape)
        return {**self.values, "seal": seal(identity, secret)}
