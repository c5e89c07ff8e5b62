"""The only place that starts LibreOffice: a document of an office program becomes a PDF."""

import subprocess
import tempfile
from pathlib import Path

from flask import current_app

#: Kinds that it turns into PDF.
KINDS = ("docx", "xlsx", "pptx")


class NotConverted(Exception):
    """The document could not be turned into a PDF: locked, broken, or too slow."""


def is_here() -> bool:
    """Tell whether LibreOffice is installed on this machine, or named in the settings."""
    return bool(current_app.config["OFFICE"])


def to_pdf(data: bytes, kind: str) -> bytes:
    """Return a document as PDF; NotConverted when LibreOffice cannot or takes too long.

    It runs with a profile of its own and without network addresses of the document's choosing:
    macros are off in a fresh profile, links are not updated without a window.
    """
    with tempfile.TemporaryDirectory(prefix="lms-office-") as name:
        folder = Path(name)
        (folder / f"karya.{kind}").write_bytes(data)
        command = [
            current_app.config["OFFICE"], f"-env:UserInstallation=file://{folder}/profile",
            "--headless", "--norestore", "--convert-to", "pdf", "--outdir", name,
            str(folder / f"karya.{kind}"),
        ]  # fmt: skip
        seconds = current_app.config["OFFICE_SECONDS"]
        try:
            subprocess.run(command, check=True, timeout=seconds, capture_output=True, cwd=name)
        except (subprocess.SubprocessError, OSError) as failure:
            raise NotConverted(str(failure)) from failure
        made = folder / "karya.pdf"
        if not made.exists():
            raise NotConverted("no PDF was written")
        return made.read_bytes()
