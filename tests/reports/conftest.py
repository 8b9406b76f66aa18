"""What tests of pages and drawings share: a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ABSENT = "Chromium is not installed (apt-get install chromium)"
CHROMIUM = shutil.which("chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
STILL = ("--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser, once a file of tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason=ABSENT)
    if not CHROMIUM:
        pytest.skip(ABSENT)
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *STILL])
        yield chromium
        chromium.close()
