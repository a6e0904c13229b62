"""The suite on another day: `python -m tests.shifted MOMENT ZONE [pytest's own words]`."""
