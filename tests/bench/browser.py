"""What a first visit costs a phone: all bytes and requests of the first signed-in page."""

from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.report import Report
from tests.bench.targets import TRAINEE_HOME, trainee_cookie

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class Traffic:
    """Adds up what crosses the wire to a page, as the browser itself counts it."""

    def __init__(self, page: Page) -> None:
        self.requests = self.size = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        if event["encodedDataLength"]:  # what came from the browser's own store weighs nothing
            self.requests += 1
            self.size += int(event["encodedDataLength"])


def measure(report: Report, port: int) -> None:
    """Open the trainee's home with an empty store, then once more with a warm one.

    The second time without the service worker, whose own traffic the browser counts for no page.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        _page, first = _opened(chromium, port, "allow")
        report.add("web.first_visit.kb", first.size / 1000, "kB")
        report.add("web.first_visit.requests", first.requests, "requests")
        page, traffic = _opened(chromium, port, "block")
        before = traffic.size
        page.goto(page.url, wait_until="networkidle")
        report.add("web.later_page.kb", (traffic.size - before) / 1000, "kB")
        chromium.close()


def _opened(
    chromium: Browser, port: int, workers: Literal["allow", "block"]
) -> tuple[Page, Traffic]:
    """Open the trainee's home on a phone that knows nothing of us."""
    base = f"http://127.0.0.1:{port}"
    context = chromium.new_context(viewport={"width": 360, "height": 800}, service_workers=workers)
    name, _, value = trainee_cookie(port).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    traffic = Traffic(page)
    page.goto(base + TRAINEE_HOME, wait_until="networkidle")
    return page, traffic
