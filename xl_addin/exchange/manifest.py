"""The list of who gets which file, ready for a mail merge."""

from collections.abc import Sequence

from xl_addin.exchange.journal import FormSent
from xl_addin.exchange.outbox import Addressee
from xl_addin.layout.csv_text import as_csv


def manifest_text(sent_forms: Sequence[FormSent], everybody: Sequence[Addressee]) -> str:
    """Who gets which file, ready for a mail merge."""
    people = {addressee.form_id: addressee.person for addressee in everybody}
    rows = []
    for form in sent_forms:
        person = people.get(form.person)
        if person is not None:
            rows.append((person.id, person.name, person.email, person.team, person.manager, form.file, form.due))
    return as_csv(("Employee ID", "Name", "Email", "Team", "Manager ID", "File", "Due"), rows)
