"""The open cycle in Settings, where Excel has made a day of it."""

from xl_addin.model.dataset import Dataset


def day_for_cycle(data: Dataset) -> str:
    """The day that stands where the open cycle is asked for, as 2027-01-01; "" where none does."""
    days = (own for own in data.misfits if own.kind == "day" and own.place.table == "tblSettings")
    return next((str(own.value) for own in days if own.title == "cycle"), "")
