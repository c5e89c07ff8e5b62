"""A visitor of the measured server: signs in, follows links, and says how a page is asked for."""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from lms.demo.accounts import ACCOUNTS, PASSWORD

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_LINK = re.compile(r'href="(/[^"#]*)"')


@dataclass
class Answer:
    """What came back: status, where to, how many statements it took, and the text."""

    path: str
    status: int
    statements: int
    text: str

    @property
    def links(self) -> list[str]:
        """Return the addresses on this site that the page links to, in order."""
        return [unescape(link) for link in dict.fromkeys(_LINK.findall(self.text))]

    @property
    def token(self) -> str:
        """Return the page's CSRF token."""
        found = _TOKEN.search(self.text)
        if found is None:
            raise SystemExit(f"{self.path} has no form to send")
        return found.group(1)


@dataclass
class Visitor:
    """One person's browser: cookies, redirects, forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def signed_in(cls, port: int, role: str) -> "Visitor":
        """Sign in with the demo account of a role."""
        visitor = cls(port)
        account = next(account for account in ACCOUNTS if account.role == role)
        answer = visitor.post("/masuk", {"account": account.email, "password": PASSWORD})
        if "/masuk" in answer.path:
            raise SystemExit(f"the demo account of {role} could not sign in")
        return visitor

    @property
    def cookie(self) -> str:
        """Return the Cookie header of this visit."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> Answer:
        """Open a page, following redirects."""
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str], *, form: str = "") -> Answer:
        """Send a form whose token stands on the page `form` (the same address by default)."""
        token = self.get(form or path).token
        return self._send("POST", path, urlencode({"csrf_token": token, **fields}))

    def find(self, pattern: str, *, start: str = "/", most: int = 80) -> Iterator[Answer]:
        """Follow links from `start` and give each page whose path matches, nearest first."""
        seen, ahead = {start}, [start]
        while ahead and most:
            answer, most = self.get(ahead.pop(0)), most - 1
            if answer.status != 200:
                continue
            if re.fullmatch(pattern, urlsplit(answer.path).path):
                yield answer
            fresh = [link for link in answer.links if link not in seen]
            seen.update(fresh)
            ahead += [link for link in fresh if not link.startswith(("/static", "/keluar"))]

    def _send(self, method: str, path: str, body: str | None) -> Answer:
        for _turn in range(6):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            headers = {"Cookie": self.cookie}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            self._keep(response)
            connection.close()
            if response.status not in (301, 302, 303):
                timing = re.search(r'db;desc="(\d+)"', response.headers.get("Server-Timing", ""))
                return Answer(path, response.status, int(timing.group(1)) if timing else 0, text)
            path = urljoin(path, response.headers["Location"])
            path = urlsplit(path)._replace(scheme="", netloc="").geturl()
            method, body = "GET", None
        raise SystemExit(f"{path} redirects without end")

    def _keep(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
