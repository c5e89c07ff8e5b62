"""A person at a browser: goes somewhere, and has every page looked at from all sides."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, expect

from lms.demo.accounts import ACCOUNTS, PASSWORD
from tests.journeys.accessible import ALL, CONTRAST, check_accessible

WIDE, PHONE, SMALLEST = 1280, 360, 320
HEIGHTS = {WIDE: 900, PHONE: 780, SMALLEST: 640}
#: A refusal is an answer, and being offline is part of a journey: neither is a fault of the page.
EXPECTED = re.compile(r"status of (404|410|422)|ERR_INTERNET_DISCONNECTED")
#: A busy machine answers late; what is right comes, what is wrong does not.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
SCREENSHOTS = os.environ.get("SCREENSHOTS") == "1"
FOLDER = Path(__file__).parents[2] / "var" / "screenshots"


class Visitor:
    """One browser context with one page, and the complaints it has heard."""

    def __init__(
        self, browser: Browser, base: str, *, scripts: bool = True,
        cookies: StorageState | None = None,
    ) -> None:  # fmt: skip
        self.context: BrowserContext = browser.new_context(
            base_url=base,
            storage_state=cookies,
            viewport={"width": WIDE, "height": HEIGHTS[WIDE]},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.scripts = scripts
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.type} at {self.page.url}: {message.text}")

    def go(self, path: str, name: str = "") -> Page:
        """Open an address; with a name the page is looked at as well."""
        answer = self.page.goto(path)
        assert answer is None or answer.status < 500, f"{path} answers {answer.status}"
        if name:
            self.look(name)
        return self.page

    def press(self, name: str, *, role: str = "link", exact: bool = False) -> Page:
        """Press a link or button of the main part by its name."""
        self.page.get_by_role("main").get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]
        return self.page

    def look(self, name: str) -> None:
        """Check the open page: axe in both looks, no sideways scrolling.

        The journey goes on; what is found is told together at its end.
        """
        self.page.wait_for_load_state()
        expect(self.page.get_by_role("heading", level=1).first).to_be_attached()
        if self.scripts:
            self._note(check_accessible, self.page, ALL, name)
            self._look_in_the_dark_and_on_a_phone(name)
        self._photograph(name)

    def _look_in_the_dark_and_on_a_phone(self, name: str) -> None:
        self.page.emulate_media(color_scheme="dark")
        for width in (SMALLEST, PHONE):
            self._resize(width)
            self._note(check_no_sideways_scrolling, self.page, f"{name}, {width} px")
        self._note(check_accessible, self.page, CONTRAST, f"{name}, dark, phone")
        self._resize(WIDE)
        self.page.emulate_media(color_scheme="light")

    def _note(self, check: Callable[..., None], *arguments: Any) -> None:
        try:
            check(*arguments)
        except AssertionError as found:
            self.complaints.append(str(found))

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def _photograph(self, name: str) -> None:
        if not SCREENSHOTS:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for width in (PHONE, WIDE):
            self._resize(width)
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                path = FOLDER / f"{name}-{width}-{scheme}.png"
                self.page.screenshot(path=path, full_page=True)
        self.page.emulate_media(color_scheme="light")

    def close(self) -> list[str]:
        """Leave; returns what was found on the way: in the pages, and in the console."""
        self.context.close()
        return self.complaints


def check_no_sideways_scrolling(page: Page, where: str) -> None:
    """Fail when the page is wider than the screen, naming what sticks out."""
    too_wide = page.evaluate(
        """() => {
          const page = document.scrollingElement;
          if (page.scrollWidth <= page.clientWidth) return [];
          const scrolls = (one) => one && one !== document.body &&
            (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
          return [...document.body.querySelectorAll('*')]
            .filter(one => one.getBoundingClientRect().right > page.clientWidth + 1)
            .filter(one => !scrolls(one.parentElement))
            .slice(0, 8).map(one => one.outerHTML.slice(0, 140));
        }"""
    )
    assert not too_wide, f"{page.url} ({where}) scrolls sideways:\n" + "\n".join(too_wide)


def sign_in(page: Page, role: str) -> None:
    """Sign in through the form: with the demo account of a role, or an account by its e-mail."""
    email = next((one.email for one in ACCOUNTS if one.role == role), role)
    page.goto("/masuk")
    page.get_by_label("NIP atau surel dinas").fill(email)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not page.url.endswith("/masuk"), "the demo account was not let in"
