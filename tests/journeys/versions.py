"""Two versions of the site behind one address, as when a running installation is updated."""

import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from tests.journeys.conftest import ROOT, House, environment, wait_for
from tests.ports import unused_port

#: What the newer version adds to a style sheet and to a script, so that a page tells both apart.
_NEW_STYLE = ":root { --versi: baru; }\n"
_NEW_SCRIPT = 'document.documentElement.dataset.versi = "baru";\n'
#: (style, script) of the open page: "" of the older version, "baru" of the newer one.
MARKS = """() => {
  const root = document.documentElement;
  return [getComputedStyle(root).getPropertyValue("--versi"), root.dataset.versi ?? ""];
}"""


class Door:
    """An address in front of whichever server is in use; `port` is that server's."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.lines: list[socket.socket] = []
        door = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                with socket.create_connection(("127.0.0.1", door.port)) as inside:
                    door.lines += [self.request, inside]
                    Thread(target=_pass_on, args=(self.request, inside), daemon=True).start()
                    _pass_on(inside, self.request)

        self.server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def switch(self, port: int) -> None:
        """Lead to another server from now on; open lines are cut."""
        self.port = port
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.lines.clear()

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def newer_version(house: House, tree: Path) -> Iterator[int]:
    """Serve a changed copy of the site, kept in `tree`, on the data of a house; gives its port."""
    _change(tree)
    port = unused_port()
    program = Path(sys.executable).with_name("granian")
    settings = environment(house.folder, PYTHONPATH=str(tree))
    with (house.folder / "log").open("a") as log:
        served = subprocess.Popen(
            [program, "--interface", "wsgi", "wsgi:app", "--port", str(port), "--no-ws",
             "--blocking-threads", "3"],
            cwd=tree, stdout=log, stderr=log, process_group=0, env=settings,
        )  # fmt: skip
        try:
            wait_for(House(f"http://127.0.0.1:{port}", house.folder), served)
            yield port
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=40)


def _change(tree: Path) -> None:
    """Copy the site and give it another style sheet, without the old one, and another script."""
    for name in ("lms", "courses", "migrations"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.py", "wsgi.py"):
        shutil.copy(ROOT / name, tree / name)
    static = tree / "lms" / "static"
    with (static / "js" / "shell.js").open("a") as script:
        script.write(_NEW_SCRIPT)
    manifest = static / "build" / "manifest.json"
    entries = json.loads(manifest.read_text())
    old = static / entries["app.css"]["file"]
    entries["app.css"]["file"] = "build/app-baru.css"
    (static / "build" / "app-baru.css").write_text(old.read_text() + _NEW_STYLE)
    manifest.write_text(json.dumps(entries))
    for name in (old.name, f"{old.name}.gz", f"{old.name}.br"):
        (static / "build" / name).unlink()
