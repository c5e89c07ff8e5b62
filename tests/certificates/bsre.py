"""A double of BSrE's client service (version 1): same path, fields, answers and failures.

It signs for real, with a key of the test authority, and remembers what it was sent.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Request, Response
from werkzeug.serving import make_server

from lms.certificates import signing

NIK, PASSPHRASE = "1871010101800001", "kalimat rahasia 8"
USER, PASSWORD = "bpsdm", "sandi-akun-layanan-77"


def refusal(sentence: str, status: int = 400) -> Response:
    """Answer as the service refuses: JSON with a sentence."""
    return Response(
        f'{{"timestamp":"2026-05-27T08:00:00","status":{status},"error":"{sentence}"}}',
        status, content_type="application/json",
    )  # fmt: skip


@dataclass
class Double:
    """The service under test's control: `script` holds answers to give instead of signing."""

    key: signing.Key
    url: str = ""
    script: list[Callable[[bytes], Response | None]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        if (request.method, request.path) != ("POST", "/api/sign/pdf"):
            return Response(status=404)
        known = request.authorization
        if known is None or (known.username, known.password) != (USER, PASSWORD):
            return Response(status=401)
        document = request.files["file"].read()
        self.asked.append({**request.form, "file": document})
        planned = self.script.pop(0)(document) if self.script else None
        return planned or self._sign(document, request.form)

    def _sign(self, document: bytes, form: Any) -> Response:
        if form["nik"] != NIK:
            return refusal("User tidak terdaftar")
        if form["passphrase"] != PASSPHRASE:
            return refusal("Passphrase anda salah")
        if b"/ByteRange" in document:
            return refusal("Dokumen sudah ditandatangani")
        if form["tampilan"] not in ("visible", "invisible"):
            return refusal("tampilan tidak valid")
        response = Response(signing.sign(document, self.key), content_type="application/pdf")
        response.headers["id_dokumen"] = f"dok-{len(self.asked)}"
        return response


@contextmanager
def double(key: signing.Key) -> Iterator[Double]:
    """Serve the double on loopback until the block ends."""
    found = Double(key)

    def app(environ: Any, start: Any) -> Any:
        with Request(environ) as request:
            return found.answer(request)(environ, start)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# ---- failures ----------------------------------------------------------------------------------


def breaks(status: int) -> Callable[[bytes], Response]:
    """Fail as a server or the proxy before it does."""
    return lambda _document: Response("<h1>Bad Gateway</h1>", status, content_type="text/html")


def refuses(sentence: str) -> Callable[[bytes], Response]:
    """Refuse with a sentence."""
    return lambda _document: refusal(sentence)


def dawdles(seconds: float) -> Callable[[bytes], None]:
    """Sign, but too late."""

    def answer(_document: bytes) -> None:
        time.sleep(seconds)

    return answer


def returns(data: Callable[[bytes], bytes], kind: str) -> Callable[[bytes], Response]:
    """Answer 200 with something that is not the signed document."""
    return lambda document: Response(data(document), content_type=kind)


def breaks_off(key: signing.Key) -> Callable[[bytes], Response]:
    """Send half of the signed document though all of it was announced."""

    def answer(document: bytes) -> Response:
        signed = signing.sign(document, key)
        response = Response(signed[: len(signed) // 2], content_type="application/pdf")
        response.headers["Content-Length"] = str(len(signed))
        response.automatically_set_content_length = False
        return response

    return answer
