"""axe-core in the open page: WCAG 2.0 to 2.2, levels A and AA, and good practice."""

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
#: What may differ between the light and the dark look.
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}
_AXE = AXE_FILE_PATH.read_text()
#: Elements named for each broken rule.
SHOWN = 4


def check_accessible(page: Page, options: dict[str, Any] = ALL, where: str = "") -> None:
    """Fail when axe finds anything in the page, naming rule, reason and elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    assert not found, "\n".join([f"{page.url} ({where})", *(_told(one) for one in found)])


def _told(violation: dict[str, Any]) -> str:
    lines = [f"  {violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"][:SHOWN]:
        why = " · ".join(node["failureSummary"].splitlines()[1:2]).strip()
        lines += [f"    {' '.join(node['target'])}", f"      {node['html'][:160]}", f"      {why}"]
    return "\n".join(lines)
