"""What every test may ask for, and the rule that nothing is skipped unseen where the build is judged (CI=true)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import xlwings

from tests.support import clock, xlw_engine
from tests.support.office import Office, assert_recalculates, office_available
from tests.support.validator import validator_available

clock.begin_morning()
# how long an example takes says something of the machine, and nothing of the code
hypothesis.settings.register_profile("trackbook", deadline=None)
hypothesis.settings.load_profile("trackbook")

CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = CHECKOUT.parent / "shared"
NO_SHARED = "the shared folder is not beside the checkout"  # the one reason to skip that a judged build accepts

_skipped: dict[str, str] = {}


def in_ci() -> bool:
    """Whether the run decides about a change."""
    return os.environ.get("CI", "").lower() == "true"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One LibreOffice for the whole run (one a worker, if there are several), proven to recalculate."""
    if reason := office_available():
        if in_ci():
            pytest.fail(f"{reason}; a judged build must not go without it")
        pytest.skip(reason)
    with Office() as running:
        assert_recalculates(running, tmp_path_factory.mktemp("canary"))
        yield running


@pytest.fixture
def excel(office: Office) -> Iterator[xlwings.App]:
    """LibreOffice as the Excel that xlwings finds; workbooks a test leaves open are closed."""
    app = xlw_engine.start(office)
    yield app
    for book in list(app.books):
        book.close()


@pytest.fixture(scope="session")
def validator() -> None:
    """For tests that ask Microsoft's Open XML SDK."""
    if reason := validator_available():
        if in_ci():
            pytest.fail(f"{reason}; a judged build must not go without it")
        pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real-world material beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The reason given for a skip, without file and line."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(told).removeprefix("Skipped: ")


def note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Keep a skip that a judged build does not accept. An expected failure is reported as skipped too, but ran."""
    if report.skipped and not hasattr(report, "wasxfail") and skip_reason(report) != NO_SHARED:
        _skipped[report.nodeid] = skip_reason(report)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    note_skip(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if in_ci() and _skipped and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


RECALCULATED = "figures recalculated"
"""The property under which a test records how many figures LibreOffice recalculated and found as Python has them."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = terminalreporter.stats.get("passed", [])
    compared = sum(int(value) for report in passed for name, value in report.user_properties if name == RECALCULATED)
    if compared:
        terminalreporter.line(f"LibreOffice recalculated {compared:,} figures and formulas: no difference to Python")
    if not (in_ci() and _skipped):
        return
    terminalreporter.section("skipped, which a judged build (CI=true) does not accept")
    for place, reason in sorted(_skipped.items()):
        terminalreporter.line(f"{place}: {reason}")
