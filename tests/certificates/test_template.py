"""Templates of papers: tried on real data, kept as versions, compared; hostile ones do no harm."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment
from lms.certificates import actions, paper, pressroom, queries, sandbox
from lms.certificates.designs import actions as designs
from lms.certificates.designs import proof
from lms.certificates.designs import queries as design_queries
from lms.certificates.models import PaperTemplate
from lms.core import files
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import issue_all, released, text

#: One engine: a trial's deadline and bound of memory are the same on every database.
pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]
WORDS = """{% extends "base.html" %}
{% block title %}Sertifikat{% endblock %}
{% block outcome %}Lulus dengan baik{% endblock %}
{% block statement %}pada {{ shared.batch }}.{% endblock %}
"""
#: A template whose shared box knows a person: it cannot be laid out once for all.
PERSONAL = WORDS + "{% block given %}kepada {{ sheet.name }}{% endblock %}\n"


@pytest.fixture
def seat(rina: Person, sari: Person, batch: Batch) -> Enrolment:
    """Give Sari's place, with a released result."""
    return db.session.get_one(Enrolment, released(batch, [sari], by=rina)[0].enrolment_id)


def _facts() -> dict[str, dict[str, object]]:
    return {"shared": {"jp": 2, "list": [1, 2]}, "sheet": {"name": "Sari <b>", "final": None}}


# ---- the sandbox -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ shared.__class__.__mro__ }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ shared.items() }}",
        "{{ sheet.name.format }}",
        "{{ sheet.name.upper() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ range.__self__ }}",
        "{{ namespace.__init__ }}",
        "{{ sheet['__class__'] }}",
        "{{ sheet|attr('keys') }}",
        "{{ sheet.name|safe }}",
        "{{ sheet|map(attribute='x')|list }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ url_for('x') }}",
        "{{ config }}",
        "{% set shared.jp = 3 %}",
        "{{ shared.list.append(3) }}",
        "{% include '../models.py' %}",
        "{% import '/etc/passwd' as x %}",
        "{% extends 'base.css' %}",
        "{{ 'x' * 100000000 }}",
        "{{ 9 ** 9999999 }}",
        "{{ '%1000000000d' % 1 }}",
        "{% for x in range(100000) %}{{ x }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ nothing_of_this_name }}",
        "{% for %}",
        "{{ sheet.name",
        "{% for a in range(200) %}{% for b in range(200) %}0123456789{% endfor %}{% endfor %}" * 2,
    ],
)  # fmt: skip
def test_a_template_reaches_nothing_but_the_facts(app: Flask, source: str) -> None:
    with pytest.raises(sandbox.TemplateFault):
        sandbox.render(source, "front_own", _facts())


def test_facts_are_written_as_text_never_as_tags(app: Flask) -> None:
    assert sandbox.render("{{ sheet.name }}", "x", _facts()) == "Sari &lt;b&gt;"
    kept = "{% set n = namespace(k=1) %}{% for x in range(3) %}{% set n.k = n.k + x %}{% endfor %}"
    assert sandbox.render(kept + "{{ n.k }}", "x", _facts()) == "4"


def test_a_fault_names_its_line(app: Flask) -> None:
    with pytest.raises(sandbox.TemplateFault) as syntax:
        sandbox.render("satu\ndua\n{% for %}", "x", {})
    assert syntax.value.line == 3
    with pytest.raises(sandbox.TemplateFault) as missing:
        sandbox.render("satu\n{{ tiada.nama }}\n", "x", {})
    assert (missing.value.line, "tiada" in missing.value.reason) == (2, True)


# ---- the proof ---------------------------------------------------------------------------------


def _tried(seat: Enrolment, source: str, style: str = "", *, thorough: bool = False) -> proof.Proof:
    programme = db.session.get_one(Batch, seat.batch_id).version.programme
    return designs.try_out(programme, "sttp", source, style, seat.id, thorough=thorough)


def _saved(seat: Enrolment, source: str, style: str = "", *, by: Person) -> PaperTemplate:
    programme = db.session.get_one(Batch, seat.batch_id).version.programme
    tried = _tried(seat, source, style, thorough=True)
    template = designs.save(
        programme, "sttp", source=source, style=style, note="Uji", base_id=0, tried=tried, by=by
    )
    db.session.commit()
    return template


@pytest.mark.parametrize(
    ("source", "style", "part", "line", "said"),
    [
        (WORDS + "{% block photo %}\n{{ sheet.x }}{% endblock %}", "", "template", 6, "x"),
        (WORDS, "p { color: red }\n.name { colour: blue }", "style", 2, "colour"),
        (WORDS, "@import url(http://10.0.0.1/x.css);", "style", 0, "http://10.0.0.1"),
        (WORDS, "</style><script>", "style", 1, "<"),
        (WORDS, ".name { background: url(file:///etc/passwd) }", "template", 0, "file:///etc"),
        (WORDS + "{% block photo %}<img src='http://10.0.0.1/a.png'>{% endblock %}", "",
         "template", 0, "http://10.0.0.1"),
        (WORDS + "{% block photo %}<img src='asset:../../../config.py'>{% endblock %}", "",
         "template", 0, "config.py"),
        (WORDS + "{% block photo %}<img src='media:../lms.sqlite3'>{% endblock %}", "",
         "template", 0, "lms.sqlite3"),
        (WORDS + "{% block back_shared %}{% for x in range(40) %}<p style='break-after: page'>x</p>"
         "{% endfor %}{% endblock %}", "", "template", 0, "halaman"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_says_where_and_why(
    seat: Enrolment, source: str, style: str, part: str, line: int, said: str
) -> None:
    found = _tried(seat, source, style)
    assert found.pictures == ()
    assert [(fault.part, fault.line) for fault in found.faults][:1] == [(part, line)]
    assert said in found.faults[0].reason


BOTTOMLESS = (
    "{% set n = namespace(s='xxxxxxxxxxxxxxxx') %}"
    "{% for x in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}"
)
ENDLESS = "{% for a in range(200) %}" * 5 + "{% endfor %}" * 5


def test_what_would_fill_or_hold_the_machine_is_ended(
    seat: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    [fault] = _tried(seat, WORDS + f"{{% block photo %}}{BOTTOMLESS}{{% endblock %}}").faults
    assert fault.reason == proof.TOO_MUCH
    monkeypatch.setattr(pressroom, "_PATIENCE", 3.0)
    [fault] = _tried(seat, WORDS + f"{{% block photo %}}{ENDLESS}{{% endblock %}}").faults
    assert fault.reason == proof.TOO_SLOW
    monkeypatch.undo()
    assert _tried(seat, WORDS).pictures  # the next one finds a press


def test_words_outside_the_frame_are_told(seat: Enrolment) -> None:
    found = _tried(seat, WORDS, ".name { margin-left: 200mm; white-space: nowrap }", thorough=True)
    assert found.faults == ()
    assert design_queries.LONG_NAME in found.overflowing
    assert found.single_because == ""
    assert _tried(seat, WORDS, thorough=True).overflowing == ()


@pytest.mark.parametrize(
    ("source", "style", "why"),
    [
        (PERSONAL, "", "sheet"),
        (WORDS, ".head, .own { position: static }", "menggeser"),
    ],
)
def test_what_breaks_the_plate_is_printed_one_by_one(
    app: Flask, rina: Person, seat: Enrolment, source: str, style: str, why: str
) -> None:
    template = _saved(seat, source, style, by=rina)
    assert why in template.single_because
    [issued] = issue_all(db.session.get_one(Batch, seat.batch_id), by=rina)
    assert issued.template_id == template.id
    assert issued.file is not None
    data = files.read(issued.file)
    assert "LULUS DENGAN BAIK" in text(data, 1)
    if source == PERSONAL:
        assert "kepada Sari" in text(data, 1)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert issued.number in str(document.docinfo["/Title"])
        assert document.docinfo["/Keywords"] == issued.code


# ---- versions ----------------------------------------------------------------------------------


def _address(batch: Batch, tail: str = "") -> str:
    return f"/templat-surat/{batch.programme_id}/sttp{tail}"


def _sent(seat: Enrolment, source: str, style: str = "", base: int = 0) -> dict[str, object]:
    return {
        "source": source.replace("\n", "\r\n"), "style": style, "person": seat.id,
        "note": "Kata hasil diperjelas", "base_id": base,
    }  # fmt: skip


def test_a_template_is_edited_tried_kept_and_put_back(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    browser = sign_in(rina)
    assert "Surat Tanda Tamat Pelatihan" in browser.get("/templat-surat").text
    shown = browser.get(_address(batch)).text
    assert "templat bawaan berlaku" in shown
    assert "{% block statement %}" in shown.replace("&#39;", "'")
    tried = browser.post(
        _address(batch, "/pratinjau"), data=_sent(seat, WORDS), headers={"HX-Request": "true"}
    )
    assert tried.status_code == 200
    assert tried.text.count("data:image/jpeg;base64,") == 2
    assert "<html" not in tried.text
    assert browser.post(_address(batch), data=_sent(seat, WORDS)).status_code == 302
    first = queries.template_in_force(batch.programme_id, "sttp")
    assert first is not None
    assert (first.source, first.single_because, first.made_by_id) == (WORDS, "", rina.id)
    assert "Belum ada yang berubah" in browser.post(
        _address(batch), data=_sent(seat, WORDS, base=first.id)
    ).text  # fmt: skip
    shown = browser.get(_address(batch, "/versi")).text
    assert "<ins>+{% block outcome %}Lulus dengan baik{% endblock %}</ins>" in shown
    assert "Kata hasil diperjelas" in shown
    assert browser.post(_address(batch, "/versi"), data={"versi": 0}).status_code == 302
    again = queries.template_in_force(batch.programme_id, "sttp")
    assert again is not None
    assert (again.id > first.id, again.source) == (True, paper.built_in("sttp"))
    assert browser.post(_address(batch, "/versi"), data={"versi": 0}).status_code == 422
    assert browser.post(_address(batch, "/versi"), data={"versi": 999}).status_code == 422


def test_a_broken_template_stores_nothing(
    sign_in: Browser, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    browser = sign_in(rina)
    for address in (_address(batch), _address(batch, "/pratinjau")):
        answer = browser.post(address, data=_sent(seat, WORDS + "{% block x %}\n{{ y"))
        assert answer.status_code == 422
        assert "baris 6" in answer.text
        assert "tidak ada yang disimpan" in answer.text
    other = cast.an_enrolment(cast.a_person("Lain"), cast.a_batch(cast.a_programme("lain")))
    assert browser.post(_address(batch), data=_sent(other, WORDS)).status_code == 422
    assert browser.post(_address(batch), data=_sent(seat, "")).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(PaperTemplate)) == 0


def test_two_editors_do_not_overwrite_each_other(
    rina: Person, batch: Batch, seat: Enrolment
) -> None:
    _saved(seat, WORDS, by=rina)
    with pytest.raises(RuleBroken, match="diubah orang lain"):
        _saved(seat, WORDS + "\n", by=rina)


def test_what_was_not_tried_is_not_kept(rina: Person, batch: Batch, seat: Enrolment) -> None:
    given = {"source": WORDS, "style": "", "note": "Uji", "base_id": 0, "by": rina}
    faulty = proof.Proof((b"x",), (proof.Fault("style", 1, "rusak"),))
    for tried in (proof.Proof(), faulty):
        with pytest.raises(RuleBroken, match="belum lulus"):
            designs.save(batch.version.programme, "sttp", tried=tried, **given)  # type: ignore[arg-type]


def test_papers_keep_the_template_they_were_issued_with(
    rina: Person, batch: Batch, seat: Enrolment
) -> None:
    [before] = issue_all(batch, by=rina)
    assert before.template_id is None
    template = _saved(seat, WORDS, by=rina)
    assert "LULUS, MEMUASKAN" in text(paper.pdf(before), 1)
    actions.ask_to_correct(before, {"name": "Sari W."}, "Nama tertulis keliru", by=rina)
    db.session.commit()
    after = queries.held(before.origin, "sttp")
    assert after is not None
    assert after.template_id == template.id
    assert "LULUS DENGAN BAIK" in text(paper.pdf(after), 1)


def test_who_may_not_edit_templates(
    sign_in: Browser, client: FlaskClient, sari: Person, budi: Person, dedi: Person, lena: Person,
    batch: Batch, seat: Enrolment,
) -> None:  # fmt: skip
    for person in (sari, budi, dedi, lena):
        browser = sign_in(person)
        assert browser.get("/templat-surat").status_code == 403
        for tail in ("", "/versi"):
            assert browser.get(_address(batch, tail)).status_code in (403, 404)
        for tail in ("", "/versi", "/pratinjau"):
            assert browser.post(_address(batch, tail), data=_sent(seat, WORDS)).status_code in (
                403, 404,
            )  # fmt: skip
    assert client.get("/templat-surat").status_code == 302
    assert client.post(_address(batch), data=_sent(seat, WORDS)).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(PaperTemplate)) == 0
