"""The tests; a package so that `tests.support` can be imported and `python -m tests.support.render` can be run."""
