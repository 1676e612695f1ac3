"""What every test shares: which machine parts it may need, and what the run says of those that were not there."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests.reference import reference_folder

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("landing", settings.get_profile("untimed"), derandomize=True)  # chance decides no landing
settings.load_profile("untimed")  # a test fails for what it finds, never for how busy the machine is


def required_parts() -> frozenset[str]:
    """Machine parts whose absence fails a test rather than skipping it: ``OUTWARD_REQUIRE=browser,postgresql``."""
    return frozenset(part.strip() for part in os.environ.get("OUTWARD_REQUIRE", "").split(",") if part.strip())


def pytest_collection_finish() -> None:
    """Take what was collected out of the sight of the garbage collector: ten thousand tests stay to the end."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let go of it, so that modules end as they would."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where the part it waits for was required, or where the reference files are there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        missing = [part for part in sorted(required_parts()) if item.get_closest_marker(part)]
        if item.get_closest_marker("reference") and reference_folder().is_dir():
            missing.append("reference")
        if missing:
            report.outcome = "failed"
            report.longrepr = f"skipped, though {', '.join(missing)} must be here: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for want of the reference files."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "reference" in report.keywords]
    terminalreporter.write_line(
        f"{len(skipped)} tests skipped for want of the reference files ({reference_folder()}; set OUTWARD_REFERENCE)"
    )
