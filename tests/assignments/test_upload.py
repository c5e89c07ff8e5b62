"""Files that arrive in pieces: a dropped line, a damaged piece, strangers, and what is refused."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.assignments import queries
from lms.people.models import Person
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]


def _begin(client: FlaskClient, scene: Scene, size: int, name: str = "naskah.pdf"):
    named = base64.b64encode(name.encode()).decode()
    headers = {"Upload-Length": str(size), "Upload-Metadata": f"filename {named}",
               "Tus-Resumable": "1.0.0"}  # fmt: skip
    return client.post(f"{scene.address}/unggahan", headers=headers)


def _send(client: FlaskClient, address: str, offset: int, data: bytes, checksum: bytes = b""):
    digest = checksum or hashlib.sha256(data).digest()
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
               "Upload-Checksum": f"sha256 {base64.b64encode(digest).decode()}"}  # fmt: skip
    return client.patch(address, data=data, headers=headers)


@pytest.mark.one_engine
def test_a_file_goes_on_where_the_line_dropped(
    app: Flask, scene: Scene, sign_in: SignIn, sari: Person, budi: Person, pdf
) -> None:
    content = pdf()[0].getvalue()
    client, half = sign_in(sari), len(content) // 2
    begun = _begin(client, scene, len(content))
    assert begun.status_code == 201
    address = begun.headers["Location"]
    assert _send(client, address, 0, content[:half]).headers["Upload-Offset"] == str(half)
    assert client.head(address).headers["Upload-Offset"] == str(half)
    assert _send(client, address, 0, content).status_code == 409  # not where the file ends
    assert _send(client, address, half, content[half:], b"x" * 32).status_code == 460
    assert client.head(address).headers["Upload-Offset"] == str(half)
    assert sign_in(budi).head(address).status_code == 404
    assert queries.versions_of(scene.seat, scene.brief.unit_id) == []
    client.post(f"{scene.address}/draf", data={"text": "Isu antrean"})
    assert _send(client, address, half, content[half:]).status_code == 204
    draft = queries.versions_of(scene.seat, scene.brief.unit_id)[0]
    assert [one.file.sha256 for one in draft.files] == [hashlib.sha256(content).hexdigest()]
    assert draft.text == "Isu antrean" and draft.files[0].file.name == "naskah.pdf"
    assert client.head(address).status_code == 404
    assert "naskah.pdf" in client.get(scene.address).text


@pytest.mark.one_engine
def test_what_arrives_wrong_gets_a_sentence_and_changes_nothing(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    client = sign_in(sari)
    for size, sentence in ((0, "Berkas kosong"), (1_000_001, "lebih besar dari 1 MB")):
        refused = _begin(client, scene, size)
        assert refused.status_code == 422 and sentence in refused.text
    address = _begin(client, scene, 4).headers["Location"]
    refused = _send(client, address, 0, b"MZ\x90\x00")
    assert refused.status_code == 422 and "bukan PDF" in refused.text
    assert client.head(address).status_code == 404
    assert queries.versions_of(scene.seat, scene.brief.unit_id) == []
    assert _begin(sign_in(budi), scene, 4).status_code == 403
