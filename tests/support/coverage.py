"""How much of the product the tests run, branches too: python -m tests.support.coverage part|whole

`part`, which .ci/run measures: chosen files without LibreOffice, a few minutes, held by `fail_under` in pyproject.toml.
`whole`: every test, about an hour; nothing holds its figure.
"""

import sys
from collections.abc import Mapping, Sequence

import pytest

PART: Sequence[str] = (
    "addin_ribbon", "addin_vba", "exchange_derive", "exchange_forms", "exchange_merge", "exchange_returned",
    "exchange_status", "exchange_verdicts", "journal", "layout", "layout_notes", "live", "matrix_delta",
    "matrix_expand", "matrix_starter", "model_people", "package_comments", "package_editor", "package_copy_sheets",
    "package_insert", "package_lint", "package_form_template", "package_reader", "package_rowstore", "package_save",
    "rules", "score_pages", "scores_kpis", "starters",
)  # fmt: skip
"""What runs most of the code for its time: tests/test_NAME.py."""
_LONG = "tests/test_package_reader.py::test_it_agrees_with_openpyxl_on_every_accepted_file"

_MEASURED = ["-p", "no:cacheprovider", "--cov", "--cov-report=term", "-n", "2", "-q"]
WAYS: Mapping[str, Sequence[str]] = {
    "part": [*_MEASURED, "-m", "not libreoffice", f"--deselect={_LONG}", *(f"tests/test_{name}.py" for name in PART)],
    "whole": [*_MEASURED, "--cov-fail-under=0"],
}
"""Way to measure -> what pytest is told."""


def main(words: Sequence[str]) -> int:
    """Measure in the way that the first word names; the exit code is pytest's."""
    way = words[0] if words else ""
    if way not in WAYS:
        sys.exit(f"usage: python -m tests.support.coverage {'|'.join(WAYS)}")
    return pytest.main([*WAYS[way]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
