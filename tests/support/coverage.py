"""How much of the product the tests run, branches too: python -m tests.support.coverage part|whole

`part`, which .ci/run measures: chosen files without LibreOffice, a few minutes, held by `fail_under` in pyproject.toml.
`whole`: every test, about an hour; nothing holds its figure, trust.md tells it.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence

PART: Sequence[str] = (
    "addin_vba", "architecture", "cli", "collect", "commands", "commands_expand", "exchange_derive", "exchange_forms",
    "exchange_merge", "exchange_returned", "exchange_status", "exchange_verdicts", "export", "journal", "layout",
    "layout_notes", "left_out", "limits", "macros", "matrix_delta", "matrix_expand", "matrix_starter", "model_people",
    "naming", "package_comments", "package_editor", "package_graft", "package_insert", "package_lint",
    "package_preflight", "package_reader", "package_rowstore", "package_save", "responses", "roadmap", "rules",
    "score_command", "score_pages", "scores_bulk", "scores_kpis", "scores_opinions", "scores_people", "settings",
    "what_if",
)  # fmt: skip
"""What runs most of the code for its time: tests/test_NAME.py."""

_MEASURED = ["-p", "no:cacheprovider", "--cov", "--cov-report=term", "-n", "2", "-q"]
WAYS: Mapping[str, Sequence[str]] = {
    "part": [*_MEASURED, "-m", "not libreoffice", *(f"tests/test_{name}.py" for name in PART)],
    "whole": [*_MEASURED, "--cov-fail-under=0"],
}
"""Way to measure -> what pytest is told."""


def main(words: Sequence[str]) -> int:
    """Measure in the way that the first word names; the exit code is pytest's."""
    way = words[0] if words else ""
    if way not in WAYS:
        sys.exit(f"usage: python -m tests.support.coverage {'|'.join(WAYS)}")
    return subprocess.run([sys.executable, "-m", "pytest", *WAYS[way]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
