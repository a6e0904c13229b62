"""The open cycle in Settings, where Excel has made a day of it."""

from xl_addin.model.dataset import Dataset


def day_for_cycle(data: Dataset) -> str:
    """The day that stands where the open cycle is asked for, as 2027-01-01; "" where none does."""
    days = (misfit for misfit in data.misfits if misfit.kind == "day" and misfit.place.table == "tblSettings")
    return next((str(misfit.value) for misfit in days if misfit.title == "cycle"), "")
