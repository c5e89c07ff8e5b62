"""A visitor of the measured server: signs in, follows links, and says how a page is asked for."""

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from lms.demo.accounts import ACCOUNTS, PASSWORD

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
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

    def link(self, pattern: str) -> str:
        """Return the first linked address that matches from its beginning."""
        found = next((link for link in self.links if re.match(pattern, link)), None)
        if found is None:
            raise SystemExit(f"{self.path} links to nothing like {pattern}")
        return found

    @property
    def token(self) -> str:
        """Return the page's CSRF token."""
        found = _TOKEN.search(self.text)
        if found is None:
            raise SystemExit(f"{self.path} carries no token for forms")
        return found.group(1)


@dataclass
class Visitor:
    """One person's browser: cookies, redirects, forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def signed_in(cls, port: int, account: str) -> "Visitor":
        """Sign in with an e-mail address, or with the demo account of a role."""
        known = {demo.role: demo.email for demo in ACCOUNTS}
        visitor = cls(port)
        fields = {"account": known.get(account, account), "password": PASSWORD}
        answer = visitor.post("/masuk", fields)
        if answer.path.startswith("/masuk"):
            raise SystemExit(f"{account} could not sign in")
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
