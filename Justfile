# What is done here, by name: `just` lists it. The tool comes with the extra dev (pip install rust-just); each line can
# be pasted into a terminal as well. `.ci/run` does what a stranger would, from nothing; these use the .venv of setup.

export PATH := justfile_directory() / ".venv/bin:" + env("PATH")
export NO_MKDOCS_2_WARNING := "1"

# The list of what there is
default:
    @just --list --unsorted

# A .venv with all that is needed, and the checks before each commit
setup:
    python3 -m venv .venv
    python -m pip install -q -e '.[dev,docs,holidays,test]'
    pre-commit install

# All tests, or those named: just test tests/test_rules.py -k Q01
test *WORDS='-n 2':
    python -m pytest {{WORDS}}

# Style, spelling, types, and that what is generated is current
check:
    ruff check .
    ruff format --check .
    typos
    mypy
    python -m tests.support.regenerate --check

# Make anew all that is made from the code, or parts: just regenerate help template
regenerate *PARTS:
    python -m tests.support.regenerate {{PARTS}}

# Our speed beside that of others
bench:
    python -m tests.bench --markdown

# How much of the code the chosen quick tests run, branches too; .ci/run holds the floor
coverage-part:
    python -m tests.support.coverage part

# The same of the whole suite: about an hour on two cores
coverage:
    python -m tests.support.coverage whole

# The hashed list of what is installed, after a change of dependencies, and their licences
lock:
    uv pip compile pyproject.toml --all-extras --generate-hashes --python-version 3.11 --no-annotate --no-header -o .ci/requirements.lock
    python -m tests.support.regenerate licences

# The help pages as a site in build/site; a link that leads nowhere is an error
docs:
    mkdocs build --strict
