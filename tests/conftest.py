"""Fixtures that several test modules share: the sample story, and one browser for all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sample_timeline import sample_timeline

from timeline.model import Timeline

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def story() -> Timeline:
    """The sample story."""
    return sample_timeline()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped, but fails where CI=true."""
    path = os.environ.get("TIMELINE_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), ""
    )
    if not path:
        reason = (
            f"no browser: none of {', '.join(BROWSERS)} is installed and TIMELINE_CHROMIUM "
            "does not name one"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def _skipped_in_browser(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum("browser" in report.keywords for report in skipped)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a browser test that was skipped, for whatever reason, fails the run."""
    in_ci = os.environ.get("CI") == "true"
    if in_ci and _skipped_in_browser(session.config) and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say plainly that browser tests did not run."""
    if skipped := _skipped_in_browser(config):
        verdict = "in CI that is a failure" if os.environ.get("CI") == "true" else "the rest ran"
        terminalreporter.write_line(f"{skipped} browser tests were skipped; {verdict}", yellow=True)
