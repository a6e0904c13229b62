"""Speed, printed and never asserted: python -m tests.bench runs every benchmark and prints one table."""
