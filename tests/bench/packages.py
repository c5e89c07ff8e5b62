"""Area `packages`: memory that one upload of a large package takes, from the first byte to kept."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select

from lms import create_app
from lms.core.db import db
from lms.demo.accounts import ACCOUNTS, PASSWORD
from lms.packages.models import PackageVersion
from tests.bench.report import Report
from tests.packages import sample

#: Files of the package, and bytes of each: 200 MB that cannot be packed tighter.
FILES, EACH = 200, 1_000_000


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure in a process of its own: its memory is that of the application and of this alone."""
    command = [sys.executable, "-m", "tests.bench.packages"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    peak = json.loads(done.stdout.splitlines()[-1])
    report.add(f"elearning.package_import.peak_mb{suffix}", peak, "MB")


def _body(folder: Path, boundary: str) -> Path:
    """Write the request of a browser that uploads the package, to be read from the disk."""
    package = folder / "besar.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for name, content in (("imsmanifest.xml", sample.manifest_12()), ("sco.html", "<p>x")):
            archive.writestr(name, content)
        for at in range(FILES):
            archive.writestr(f"media/{at:03}.bin", os.urandom(EACH))
    body = folder / "body"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="besar.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    with body.open("wb") as sink, package.open("rb") as source:
        sink.write(head.encode())
        while piece := source.read(1_000_000):
            sink.write(piece)
        sink.write(f"\r\n--{boundary}--\r\n".encode())
    package.unlink()
    return body


def _upload(app: Flask, body: Path, boundary: str, cookie: str) -> int:
    """Send the request through the whole application; returns the status."""
    told: list[str] = []
    with body.open("rb") as source:
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/paket", "QUERY_STRING": "", "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}", "HTTP_COOKIE": cookie,
            "CONTENT_LENGTH": str(body.stat().st_size), "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": source, "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }  # fmt: skip
        for _piece in app(environ, lambda status, _headers, *_rest: told.append(status)):
            pass
    return int(told[0][:3])


def _memory_kb(name: str) -> int:
    """Return what the kernel says of our memory: "VmRSS" now, "VmHWM" at its highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")  # proc(5): the highest becomes what is now


def main() -> None:
    """Upload a small package first, so that everything is loaded; print what the large one adds."""
    app = create_app({"WTF_CSRF_ENABLED": False})
    client = app.test_client()
    organiser = next(one.email for one in ACCOUNTS if one.role == "organiser")
    client.post("/masuk", data={"account": organiser, "password": PASSWORD})
    cookie = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
    small = client.post("/paket", data={"file": (BytesIO(sample.scorm12("Kecil")), "kecil.zip")})
    assert small.status_code == 302, small.status_code
    with TemporaryDirectory(dir=app.config["VAR_DIR"]) as folder:
        body = _body(Path(folder), "batas")
        _forget_peak()
        before = _memory_kb("VmRSS")
        assert _upload(app, body, "batas", cookie) == 302
        print(json.dumps((_memory_kb("VmHWM") - before) / 1000))
    with app.app_context():
        kept = db.session.scalars(select(PackageVersion).order_by(PackageVersion.id.desc())).first()
        assert kept is not None and kept.files == FILES + 2


if __name__ == "__main__":
    main()
