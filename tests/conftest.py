"""Fixtures that several test modules share: the sample story, and one browser for all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from sample_timeline import sample_timeline

from timeline.model import Timeline

if TYPE_CHECKING:
    from made_cluster import MadeCluster
    from playwright.sync_api import Browser, BrowserContext, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(scope="session")
def story() -> Timeline:
    """The sample story."""
    return sample_timeline()


@pytest.fixture(scope="session")
def made() -> Iterator[MadeCluster]:
    """A Dask cluster of two workers."""
    from made_cluster import made_cluster  # noqa: PLC0415 - only who asks has the file

    with made_cluster(2) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped, but fails where CI=true.

    It is the one that TIMELINE_CHROMIUM names, one that is installed, or Playwright's own build.
    """
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415

    named = os.environ.get("TIMELINE_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            reason = f"no browser: {error.message.splitlines()[0]}"
            if path is not None or os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield running
        running.close()


class Visit:
    """A page that was opened, with everything it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def has_plotly(self) -> bool:
        """Whether the page asked for the library."""
        return any("plotly" in url for url in self.requests)


Opener: TypeAlias = Callable[..., Visit]


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an empty page with such options, beside those that were opened with the same ones.

    A context of its own for each page would take half a second more; in each, a page that stays
    open keeps the process that serves those that follow.
    """
    kept: dict[str, BrowserContext] = {}

    def open_window(**options: Any) -> Page:
        name = repr(sorted(options.items()))
        if name not in kept:
            kept[name] = browser.new_context(**options)
            kept[name].new_page()
        return kept[name].new_page()

    yield open_window
    for each in kept.values():
        each.close()


@pytest.fixture
def visit(window: Callable[..., Page], folder: Path) -> Iterator[Opener]:
    """Opens a page of the site; afterwards nothing may have left the disk or gone wrong."""
    visits: list[Visit] = []

    def open_page(name: str = "index.html", where: Path = folder, **options: Any) -> Visit:
        opened = Visit(window(**(options or DESKTOP)))
        visits.append(opened)
        file, mark, rest = name.partition("?" if "?" in name else "#")
        opened.page.goto((where / file).as_uri() + mark + rest)
        return opened

    yield open_page
    for each in visits:
        if each.page.url.startswith("file:"):
            each.page.evaluate("localStorage.clear()")  # the one thing that others could find
        each.page.close()
    for each in visits:
        assert all(url.startswith(("file://", "data:", "blob:")) for url in each.requests)
        assert each.complaints == []


def drawn_across(page: Page) -> Any:
    """Draw over the middle fifth of the strip of columns; returns the strip's box."""
    strip = page.locator(".density").bounding_box()
    assert strip
    y = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"] + strip["width"] * 0.4, y)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.6, y, steps=5)
    page.mouse.up()
    return strip


def assert_accessible(page: Page) -> None:
    """No violation of any rule of axe-core; of what passes nothing is told, which is quicker."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    report = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
    assert report.violations_count == 0, report.generate_report()


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
