"""Trackbook: career tracks that live in the spreadsheet HR already has."""

__version__ = "0.1.0"
