"""Certificates in every state, in the data of a running installation: for test_verification.py.

Run with the settings of that installation; writes a folder with the files and tells the rest as
JSON: state -> code, number, name, last four digits of the NIP.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from lms import create_app
from lms.certificates import actions
from lms.certificates.models import Certificate
from lms.core import files
from lms.core.app import transaction
from lms.core.clock import today
from lms.core.db import rows
from tests.journeys.material import person

STATES = ("sah", "digantikan", "dicabut", "kedaluwarsa")


def main(folder: Path) -> None:
    """Let one certificate be in each state, and write the valid one's file, true and changed."""
    with create_app().app_context(), transaction():
        organiser = person("organiser")
        printed = select(Certificate).where(Certificate.file_id.is_not(None))
        found = dict(zip(STATES, rows(printed.order_by(Certificate.id).limit(4)), strict=True))
        actions.ask_to_correct(
            found["digantikan"], {"name": "Nama yang Benar"}, "salah eja namanya", by=organiser
        )
        actions.ask_to_revoke(found["dicabut"], "hasilnya dibatalkan panitia", by=organiser)
        found["kedaluwarsa"].expires_on = today() - timedelta(days=1)
        data = files.read(found["sah"].file)  # type: ignore[arg-type]
        (folder / "asli.pdf").write_bytes(data)
        (folder / "berubah.pdf").write_bytes(data.replace(b"/Producer", b"/Produceu", 1) + b"\n")
        told = {
            state: {
                "code": one.code,
                "number": one.number,
                "name": one.facts["name"],
                "nip": (one.facts["nip"] or "")[-4:],
            }
            for state, one in found.items()
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
