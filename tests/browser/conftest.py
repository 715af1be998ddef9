"""Pages in a real browser: whether they work, stay at home, and can be used by everybody.

Needs a Chromium on the PATH (Debian: ``apt-get install chromium``); without one these tests
are skipped, or fail where CHROMIUM_NEEDED is set (``.ci/run``). Fixtures: ``browser``;
``page``; ``new_page`` for several pages, each with cookies and a size of its own
(``new_page(viewport={"width": 390, "height": 844})``).
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Chromium without its own business, and as root in a container."""
NEEDED = "CHROMIUM_NEEDED"
"""Set where tests in a browser must not be skipped."""
AT_HOME = {"localhost", "127.0.0.1", "::1", None}
"""Hosts that a page may ask; None is a file, or data within the page."""
SERIOUS = ("serious", "critical")
PATIENCE = 30_000
"""Milliseconds to wait for anything on a page."""

NewPage = Callable[..., Any]

_OUTSIDE: dict[Any, list[str]] = {}
_WRONG: dict[Any, list[str]] = {}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium, for the tests of one file: its event loop would be in the way of others."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        told = f"no Chromium found on the PATH (looked for {', '.join(CHROMIUMS)})"
        (pytest.fail if os.environ.get(NEEDED) else pytest.skip)(told)
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser: Any) -> Iterator[NewPage]:
    """Opens pages, each a visitor of its own; whatever would leave this machine is stopped."""
    contexts = []

    def open_page(**how: Any) -> Any:
        context = browser.new_context(**how)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        return watched(context.new_page())

    yield open_page
    for context in contexts:
        context.close()
    _OUTSIDE.clear()
    _WRONG.clear()


@pytest.fixture
def page(new_page: NewPage) -> Any:
    """One page at the size of a desktop."""
    return new_page(viewport={"width": 1280, "height": 900})


def watched(page: Any) -> Any:
    """The page, with a note of what it asks for from outside and of errors in its scripts."""
    outside = _OUTSIDE.setdefault(page, [])
    wrong = _WRONG.setdefault(page, [])

    def stop(route: Any) -> None:
        outside.append(route.request.url)
        route.abort()

    page.context.route(
        re.compile("."), lambda r: stop(r) if leaves(r.request.url) else r.continue_()
    )
    page.on("websocket", lambda socket: leaves(socket.url) and outside.append(socket.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page


def leaves(url: str) -> bool:
    """Whether this address is on another machine."""
    return urlsplit(url).hostname not in AT_HOME


def requests_outside(page: Any) -> list[str]:
    """Addresses beyond this machine that the page has asked for; none got an answer."""
    return list(_OUTSIDE[page])


def script_errors(page: Any) -> list[str]:
    """Errors in the page's scripts that nobody caught."""
    return list(_WRONG[page])


def serious_violations(page: Any, within: str | None = None) -> list[str]:
    """What axe-core finds serious or critical, a line each with the first places it names.

    ``within`` is a CSS selector of the part to look at; the whole page if None.
    """
    found = axe.Axe().run(page, context=within).response["violations"]
    return [
        f"{one['id']}: {one['help']} at "
        + "; ".join(str(node["target"][0]) for node in one["nodes"][:3])
        for one in found
        if one["impact"] in SERIOUS
    ]
