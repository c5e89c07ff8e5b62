"""The log: RFC 9162's tree by its known roots, proofs, and every way to tamper with it."""

from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.models import Batch
from lms.certificates import actions, paper, statement
from lms.certificates.models import Certificate, LogHead, LogLeaf
from lms.certificates.transparency import merkle
from lms.certificates.transparency import queries as transparency
from lms.certificates.transparency.actions import write_head
from lms.core import clock
from lms.core.db import db
from lms.core.mail import Letter
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import award_of, issue, released

#: The entries and roots that implementations of Certificate Transparency share as test vectors.
ENTRIES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
#: (old size, new size) -> proof, from the same vectors.
CONTINUATIONS = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


class Tree:
    """A log in memory."""

    def __init__(self, entries: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        for at, entry in enumerate(entries):
            node = self.nodes[0, at] = merkle.leaf_hash(entry)
            for level, position in merkle.completed_by(at):
                node = merkle.node_hash(self.nodes[level - 1, 2 * position], node)
                self.nodes[level, position] = node

    def get(self, level: int, position: int) -> bytes:
        """Return a kept node."""
        return self.nodes[level, position]


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_are_the_known_ones(size: int, root: str) -> None:
    tree = Tree([bytes.fromhex(entry) for entry in ENTRIES])
    assert merkle.root(size, tree.get).hex() == root
    assert merkle.root(0, tree.get) == sha256(b"").digest()


@pytest.mark.parametrize(("sizes", "proof"), CONTINUATIONS.items())
def test_the_continuations_are_the_known_ones(sizes: tuple[int, int], proof: list[str]) -> None:
    tree = Tree([bytes.fromhex(entry) for entry in ENTRIES])
    assert [node.hex() for node in merkle.continuation(*sizes, tree.get)] == proof


@given(st.integers(1, 70), st.data())
def test_every_entry_has_a_proof_and_no_other_has(size: int, data: st.DataObject) -> None:
    tree = Tree([bytes([at]) for at in range(size)])
    at = data.draw(st.integers(0, size - 1))
    proof, root = merkle.path(at, size, tree.get), merkle.root(size, tree.get)
    assert len(proof) <= size.bit_length()
    assert merkle.root_from_path(merkle.leaf_hash(bytes([at])), at, size, proof) == root
    assert merkle.root_from_path(merkle.leaf_hash(b"lain"), at, size, proof) != root
    other = (at + 1) % size
    if other != at:
        assert merkle.root_from_path(merkle.leaf_hash(bytes([at])), other, size, proof) != root


@given(st.integers(1, 70), st.data())
def test_a_log_goes_on_from_each_of_its_pasts_and_from_no_other(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new))
    tree = Tree([bytes([number]) for number in range(new)])
    proof = merkle.continuation(old, new, tree.get)
    roots = merkle.root(old, tree.get), merkle.root(new, tree.get)
    assert merkle.goes_on(old, roots[0], new, roots[1], proof)
    forged = merkle.leaf_hash(b"lain")
    assert not merkle.goes_on(old, forged, new, roots[1], proof)
    assert not merkle.goes_on(old, roots[0], new, forged, proof)
    if proof:
        assert not merkle.goes_on(old, roots[0], new, roots[1], proof[:-1])
        changed = [*proof[:-1], forged]
        assert not merkle.goes_on(old, roots[0], new, roots[1], changed)


@pytest.fixture
def three(rina: Person, batch: Batch) -> list[Certificate]:
    """Give three certificates."""
    people = [cast.a_person(f"Peserta {number}") for number in range(3)]
    return [issue(one, by=rina) for one in released(batch, people, by=rina)]


def test_events_are_written_and_can_be_proved(
    client: FlaskClient, rina: Person, three: list[Certificate]
) -> None:
    actions.ask_to_revoke(three[1], "Nama tertulis keliru", by=rina)
    db.session.commit()
    actions.ask_to_correct(three[2], {"name": "Nama Benar"}, "Nama tertulis keliru", by=rina)
    db.session.commit()
    events = [leaf.data for leaf in db.session.query(LogLeaf).order_by(LogLeaf.position)]
    assert [event.split('"event":"')[1].split('"')[0] for event in events] == [
        "issued", "issued", "issued", "revoked", "superseded", "issued",
    ]  # fmt: skip
    assert not any("Peserta" in event or "Nama" in event for event in events)
    for certificate in db.session.query(Certificate):
        for proof in transparency.proofs(certificate):
            leaf = merkle.leaf_hash(proof.data.encode())
            path = [bytes.fromhex(node) for node in proof.path]
            found = merkle.root_from_path(leaf, proof.position, proof.size, path)
            assert found is not None
            assert found.hex() == proof.root == transparency.recount(proof.size).hex()
    shown = client.get(f"/verifikasi/{three[1].code}").text
    assert "2 dari 6" in shown
    assert "4 dari 6" in shown
    assert transparency.faults([]) == []


def test_an_undone_issue_leaves_no_entry(rina: Person, batch: Batch) -> None:
    [result] = released(batch, [cast.a_person("Tono Wijaya")], by=rina)
    actions.issue(award_of(result.id), by=rina, on=actions.today())
    db.session.rollback()
    assert db.session.query(LogLeaf).count() == 0


def test_the_daily_head_is_sealed_and_shown(
    app: Flask, client: FlaskClient, three: list[Certificate]
) -> None:
    write_head()
    write_head()
    db.session.commit()
    head = db.session.query(LogHead).one()
    key = statement.keys(paper.key_folder())[-1].public_key()
    line = transparency.head_text(head.day, head.size, head.root)
    key.verify(bytes.fromhex(head.seal), line.encode())
    assert head.root in client.get("/verifikasi/catatan").text
    runner = app.test_cli_runner()
    assert line in runner.invoke(args=["certificates", "log-head"]).output
    assert "agrees" in runner.invoke(args=["certificates", "log-check", *line.split()]).output


def test_each_head_is_shown_to_go_on_from_the_one_before(
    client: FlaskClient, rina: Person, three: list[Certificate]
) -> None:
    for days, certificate in ((2, None), (1, three[0]), (0, three[1])):
        if certificate is not None:
            actions.ask_to_revoke(certificate, "Nama tertulis keliru", by=rina)
        with clock.at(clock.now() - timedelta(days=days)):
            write_head()
        db.session.commit()
    newest, middle, oldest = transparency.heads()
    proofs = transparency.continuations([newest, middle, oldest])
    assert set(proofs) == {newest.day, middle.day}
    shown = client.get("/verifikasi/catatan").text
    for old, new in ((oldest, middle), (middle, newest)):
        nodes = [bytes.fromhex(node) for node in proofs[new.day]]
        assert new.size == old.size + 1
        roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
        assert merkle.goes_on(old.size, roots[0], new.size, roots[1], nodes)
        assert all(node in shown for node in proofs[new.day])


def test_the_daily_head_is_mailed_to_who_keeps_it(
    app: Flask, three: list[Certificate], monkeypatch: pytest.MonkeyPatch
) -> None:
    keepers = ["arsip@contoh.go.id", "inspektorat@contoh.go.id"]
    monkeypatch.setitem(app.config, "LOG_HEAD_MAIL", keepers)
    write_head()
    write_head()
    db.session.commit()
    head = db.session.query(LogHead).one()
    letters = db.session.query(Letter).order_by(Letter.recipient).all()
    assert [letter.recipient for letter in letters] == keepers
    for letter in letters:
        for said in (letter.text, letter.html):
            assert transparency.head_text(head.day, head.size, head.root) in said
            assert head.seal in said


@pytest.mark.parametrize("what", ["changed", "inserted", "removed"])
def test_tampering_shows_against_a_head_kept_outside(
    app: Flask, three: list[Certificate], what: str
) -> None:
    write_head()
    db.session.commit()
    head = db.session.query(LogHead).one()
    line = transparency.head_text(head.day, head.size, head.root)
    leaf = db.session.get_one(LogLeaf, 1)
    if what == "changed":
        leaf.data = leaf.data.replace("issued", "revoked")
    elif what == "removed":
        db.session.delete(db.session.get_one(LogLeaf, 2))
    else:
        first = db.session.get_one(LogLeaf, 0)
        first.data, leaf.data = leaf.data, first.data
    db.session.query(LogHead).delete()
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["certificates", "log-check", *line.split()])
    assert done.exit_code == 1
    assert "do not give" in done.output
