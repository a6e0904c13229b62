"""WHAT EXISTS: frozen records, the data set, findings and errors. Imports nothing of ours."""
