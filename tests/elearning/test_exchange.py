"""Questions go out and come back as they were, and what comes from elsewhere is told honestly."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.errors import RuleBroken
from lms.core.richtext import render_inline, render_markdown
from lms.core.tables import Table, write_xlsx
from lms.elearning.exchange import gift, moodle, qti_write, table
from lms.elearning.exchange.item import Item, settled
from lms.elearning.exchange.markup import literal, to_html
from lms.elearning.exchange.pictures import Gallery, Shelf, named_in
from lms.elearning.exchange.reading import read_any
from lms.elearning.questions.written import (
    GapForm,
    OptionForm,
    PairForm,
    QuestionForm,
    faults_of,
)  # fmt: skip
from tests.elearning import sample

pytestmark = pytest.mark.one_engine

#: Letters and every sign that means something to one of the formats.
SIGNS = "abcdeXYZ0123456789 .,?!éü=~#{}:\\[]()*_`<>&\"'%/|-+$@^→"
plain = st.text(SIGNS, min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(
    lambda text: any(letter.isalnum() for letter in text)
)  # fmt: skip
#: Markdown of one line that shows as the text it was made of.
line = plain.map(literal)
#: A picture with its words.
pictured = st.tuples(st.sampled_from(sorted(sample.PICTURES)), plain).map(
    lambda drawn: f"![{literal(drawn[1])}](media/{drawn[0]})"
)
spoken = line | pictured
bold = plain.map(lambda text: f"**{literal(text)}**")
prose = st.lists(spoken | bold, min_size=1, max_size=2).map("\n\n".join)
numbers = st.decimals(-9999, 9999, places=2, allow_nan=False).map(
    lambda n: Decimal(f"{n.normalize() + 0:f}")
)


@st.composite
def a_question(draw: Callable[[Any], Any]) -> QuestionForm:
    """Draw a question without faults of any type."""
    kind = draw(st.sampled_from(
        ["single", "multiple", "truefalse", "short", "numeric", "matching", "ordering", "cloze",
         "essay"]
    ))  # fmt: skip
    text, feedback = draw(prose), draw(st.just("") | prose)
    facts: dict[str, Any] = {"feedback": feedback, "points": Decimal(draw(st.integers(1, 5)))}
    some = draw(st.lists(line, min_size=2, max_size=4, unique_by=str.lower))
    if kind in ("single", "multiple"):
        some = draw(st.lists(spoken, min_size=2, max_size=4, unique_by=str.lower))
        keys = {0} if kind == "single" else draw(st.sets(st.integers(0, len(some) - 1), min_size=1))
        facts["options"] = [OptionForm(one, at in keys, draw(st.just("") | spoken))
                            for at, one in enumerate(some)]  # fmt: skip
    elif kind == "truefalse":
        is_true = draw(st.booleans())
        facts["options"] = [OptionForm("Benar", is_true, draw(st.just("") | line)),
                            OptionForm("Salah", not is_true, "")]  # fmt: skip
    elif kind == "short":
        facts["answers"] = draw(st.lists(plain.filter(lambda t: "*" not in t), min_size=1,
                                         max_size=2, unique=True))  # fmt: skip
    elif kind == "numeric":
        facts |= {"answers": [str(draw(numbers))], "tolerance": abs(draw(numbers))}
    elif kind == "matching":
        lefts = draw(st.lists(spoken, min_size=2, max_size=3, unique_by=str.lower))
        facts |= {"pairs": [PairForm(left, some[at % 2]) for at, left in enumerate(lefts)],
                  "extras": some[2:]}  # fmt: skip
    elif kind == "ordering":
        facts["items"] = draw(st.lists(spoken, min_size=2, max_size=4, unique_by=str.lower))
    elif kind == "cloze":
        text = f"{draw(line)} [[isian-1]] dan [[isian-2]] lalu [[isian-3]]"
        facts["gaps"] = [
            GapForm("isian-1", "short", answers=[draw(plain.filter(lambda t: "*" not in t))],
                    points=Decimal(draw(st.integers(1, 3)))),
            GapForm("isian-2", "numeric", answers=[str(draw(numbers))],
                    tolerance=abs(draw(numbers))),
            GapForm("isian-3", "single", [OptionForm(one, at == 1, "")
                                          for at, one in enumerate(some)]),
        ]  # fmt: skip
    else:
        facts["guide"] = draw(st.just("") | prose)
    form = QuestionForm("bank", kind, text, **facts)
    if any(faults_of(form)) or "]]" in text.replace("]] ", "").removesuffix("]]"):
        form = QuestionForm("bank", "essay", "Uraikan.")
    return form


def shown(form: QuestionForm) -> dict[str, Any]:
    """Return a question as people see it: HTML of every text, and its key."""

    def inline(text: str) -> str:
        return " ".join(str(render_inline(text)).split())

    return {
        "type": form.type, "points": form.points, "answers": form.answers,
        "tolerance": form.tolerance,
        "text": [" ".join(str(render_markdown(one)).split()) for one in
                 (form.text, form.feedback, form.guide)],
        "options": [(inline(o.text), o.is_correct, inline(o.feedback), o.credit)
                    for o in form.options],
        "pairs": [(inline(p.text), inline(p.match)) for p in form.pairs],
        "extras": [inline(one) for one in form.extras],
        "items": [inline(one) for one in form.items],
        "gaps": [(g.type, g.answers, g.tolerance, g.points,
                  [(inline(o.text), o.is_correct) for o in g.options]) for g in form.gaps],
    }  # fmt: skip


def an_item(form: QuestionForm) -> Item:
    """Return a question as it stands in the bank."""
    return Item("Soal: 1 {a}", form, [], "Pengadaan / Kontrak", ["mudah"])


def read_all(data: bytes, kind: str) -> tuple[str, list[Item]]:
    """Read a file of questions whose pictures do not matter."""
    found, items = read_any(data, kind, Gallery())
    return found, list(items)


@settings(max_examples=60)
@given(a_question())
def test_gift_returns_what_it_was_given(form: QuestionForm) -> None:
    text, lost = gift.write([an_item(form)])
    bare = named_in(form.texts)
    data = gift.write_archive(text, bare, sample.PICTURES) if bare else text.encode()
    found = list(read_all(data, "zip" if bare else "txt")[1])
    if form.type in ("ordering", "cloze"):
        assert (found, len(lost)) == ([], 1)
        return
    (item,) = found
    assert item.notes == [] and item.form is not None
    assert (item.name, item.category, item.tags) == (
        "Soal: 1 {a}",
        "Pengadaan / Kontrak",
        ["mudah"],
    )
    assert bool(lost) == (form.points != 1 or bool(form.guide))
    assert shown(item.form) == shown(replace(form, points=Decimal(1), guide=""))


@settings(max_examples=60)
@given(a_question())
def test_moodle_xml_returns_what_it_was_given(form: QuestionForm) -> None:
    data, lost = moodle.write([an_item(form)], sample.PICTURES)
    kind, found = read_all(data, "xml")
    (item,) = found
    assert (kind, item.notes) == ("moodle", []) and item.form is not None
    assert (item.category, item.tags) == ("Pengadaan / Kontrak", ["mudah"])
    assert bool(lost) == (form.type == "cloze" and form.points != 1)
    expected = replace(form, points=Decimal(1)) if form.type == "cloze" else form
    assert shown(item.form) == shown(expected)


@pytest.mark.parametrize("text", ["0.", "1)", "-", "---", "+", "a\n==", "a\n-", "2. b"])
def test_signs_that_begin_a_list_or_a_heading_stay_words(text: str) -> None:
    html = to_html(literal(text))
    assert unescape(re.sub("<[^>]*>", "", html)).split() == text.split()
    assert not re.search("<(ol|ul|h1|h2|hr)", html)


@settings(max_examples=60)
@given(a_question())
def test_a_qti_package_returns_what_it_was_given(form: QuestionForm) -> None:
    kind, found = read_all(qti_write.write([an_item(form)], sample.PICTURES), "zip")
    (item,) = found
    assert kind == "qti" and item.form is not None, item.notes
    assert shown(item.form)["type"] == form.type
    assert shown(item.form) == shown(replace(form, guide=""))


def test_the_template_is_read_as_it_says() -> None:
    data = write_xlsx(table.HEADER, table.EXAMPLES)
    kind, found = read_all(data, "xlsx")
    items = list(found)
    assert kind == "table" and [item.verdict for item in items] == ["kept"] * 9
    assert {item.form.type for item in items if item.form} == set(table.TYPES.values())
    broken = Table(["jenis", "pertanyaan", "kunci", "pilihan 1", "pilihan 2"], [
        (2, ["pilihan ganda", "Apa?", "C", "a", "b"]), (3, ["teka teki", "Apa?", "", "", ""]),
        (4, ["angka", "Apa?", "tiga", "", ""]), (5, ["benar salah", "Apa?", "ya", "", ""]),
        (6, ["pilihan ganda", "Apa?", "A", "a", "a"]),
    ])  # fmt: skip
    assert [item.verdict for item in table.read(broken, Shelf(Gallery()))] == ["dropped"] * 5


GIFT = """
$CATEGORY: $course$/top/Sejarah/Lampung
// [tag:Mudah]
::Satu:: Siapa? {~%50%Dua =Tiga#tepat ~%-25%Empat}

Kalimat tanpa jawaban.

Ia lahir di {=Metro =%50%Liwa #dekat} pada 1950.

::Jamak::Pilih {~%60%a ~%40%b ~%-100%c}

Berapa? {#1..3}

Benar {T#salahnya#benarnya####umum}

Pasang {=a -> b =c -> d = -> e}
"""


def test_what_gift_says_otherwise_is_told() -> None:
    items = list(read_all(GIFT.encode(), "txt")[1])
    assert [item.verdict for item in items] == [
        "changed", "dropped", "changed", "changed", "kept", "kept", "kept"
    ]  # fmt: skip
    first, _note, short, several, number, truth, pairs = (item.form for item in items)
    assert first and [(o.text, o.is_correct, o.credit) for o in first.options] == [
        ("Dua", False, Decimal("0.5")), ("Tiga", True, 0), ("Empat", False, 0)
    ]  # fmt: skip
    assert items[0].category == "Sejarah / Lampung" and items[0].tags == ["mudah"]
    assert short and (short.text, short.answers) == (
        "Ia lahir di \\_\\_\\_\\_\\_ pada 1950.",
        ["Metro"],
    )
    assert several and [o.is_correct for o in several.options] == [True, True, False]
    assert "sama berat" in items[3].notes[0]
    assert number and (number.answers, number.tolerance) == (["2"], 1)
    assert truth and [o.feedback for o in truth.options] == ["benarnya", "salahnya"]
    assert pairs and pairs.extras == ["e"]


def test_aiken_is_recognised_and_told() -> None:
    first = "Ibu kota Lampung?\nA. Metro\nB) Bandar Lampung\nANSWER: B"
    text = f"{first}\n\nLain?\nA. x\nANSWER: C\n\nSisa"
    kind, found = read_all(text.encode(), "txt")
    items = list(found)
    assert (kind, [item.verdict for item in items]) == ("aiken", ["kept", "dropped", "dropped"])
    assert items[0].form and [o.is_correct for o in items[0].form.options] == [False, True]


def moodle_question(kind: str, inside: str) -> Item:
    """Read one question of Moodle XML."""
    xml = f'<quiz><question type="{kind}"><name><text>n</text></name>{inside}</question></quiz>'
    (item,) = read_all(xml.encode(), "xml")[1]
    return item


def test_a_formula_of_moodle_stays_one_and_pictures_in_gaps_are_told() -> None:
    words = 'Isi &lt;math alttext="x^2"&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;'
    text = f'<questiontext format="html"><text>{words}</text></questiontext>'
    formula = moodle_question("essay", text)
    assert formula.form and formula.form.text == "Isi $x^2$"
    gap = GapForm("a", "single", [OptionForm("![x](media/x.png)", True, ""),
                                  OptionForm("b", False, "")])  # fmt: skip
    found = dict(faults_of(QuestionForm("bank", "cloze", "Isi [[a]]", gaps=[gap])))
    assert "tidak dapat memuat gambar" in found["gaps"]


def test_what_moodle_says_otherwise_is_told() -> None:
    text = '<questiontext format="html"><text>&lt;p&gt;Apa &lt;img src="@@PLUGINFILE@@/a.png"&gt;' \
           ' &lt;b&gt;ini&lt;/b&gt;?&lt;/p&gt;</text></questiontext>'  # fmt: skip
    answer = '<answer fraction="{}"><text>{}</text></answer>'.format
    answers = f"<usecase>1</usecase>{answer(100, 'ya*')}{answer(50, 'ya')}"
    item = moodle_question("shortanswer", text + answers)
    assert item.form and (item.form.text, item.form.answers) == ("Apa **ini**?", ["ya*"])
    assert len(item.notes) == 4
    assert moodle_question("calculated", text).verdict == "dropped"
    assert moodle_question("numerical", text + answer(100, "tiga")).verdict == "dropped"
    assert moodle_question("multichoice", text).verdict == "dropped"
    cloze = '<questiontext format="html"><text>Isi {1:SA:=ya~%50%mungkin} dan {2:MC:=a#b~c}' \
            "</text></questiontext>"  # fmt: skip
    found = moodle_question("cloze", cloze)
    assert found.form and found.form.text == "Isi [[isian-1]] dan [[isian-2]]"
    assert (found.verdict, [gap.type for gap in found.form.gaps]) == (
        "changed",
        ["short", "single"],
    )
    assert moodle_question("cloze", cloze.replace("SA", "MULTIRESPONSE")).verdict == "dropped"


QTI3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="a"
title="Tiga">
<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
<qti-correct-response><qti-value>A</qti-value><qti-value>B</qti-value></qti-correct-response>
</qti-response-declaration>
<qti-item-body><p>Pilih &amp; <strong>lihat</strong></p>
<qti-choice-interaction response-identifier="RESPONSE" max-choices="0"><qti-prompt>Dua?</qti-prompt>
<qti-simple-choice identifier="A">satu</qti-simple-choice>
<qti-simple-choice identifier="B">dua</qti-simple-choice>
<qti-simple-choice identifier="C">tiga</qti-simple-choice></qti-choice-interaction></qti-item-body>
</qti-assessment-item>"""


def test_qti_3_is_read_like_qti_2_and_strange_interactions_are_told() -> None:
    (item,) = read_all(QTI3.encode(), "xml")[1]
    assert item.form and (item.form.type, item.form.text) == (
        "multiple", "Pilih & **lihat**\n\nDua?"
    )  # fmt: skip
    assert [one.is_correct for one in item.form.options] == [True, True, False]
    assert item.verdict == "changed"  # all or nothing there, one by one here
    strange = QTI3.replace("qti-choice-interaction", "qti-hotspot-interaction")
    (item,) = read_all(strange.encode(), "xml")[1]
    assert item.verdict == "dropped" and "hotspotinteraction" in item.notes[0]


BOMB = (
    '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<quiz><question>&b;</question></quiz>"
)
FILE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    "text",
    [BOMB, FILE, "<quiz>", "", "<a" * 50_000, "<a>" * 3000 + "</a>" * 3000, "<html/>", "\0",
     '<?xml version="1.0" encoding="x-unknown"?><quiz/>'],
)  # fmt: skip
def test_hostile_xml_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RuleBroken):
        list(read_all(text.encode(), "xml")[1])


def a_zip(*entries: tuple[str | ZipInfo, bytes]) -> bytes:
    """Return an archive with these entries."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def _link() -> ZipInfo:
    info = ZipInfo("imsmanifest.xml")
    info.external_attr = 0o120777 << 16
    return info


ENTRY = b'<resource type="imsqti_item_xmlv2p1" href="a.xml"/>'
MANIFEST = b"<manifest><resources>%s</resources></manifest>" % ENTRY
GOOD = a_zip(("imsmanifest.xml", MANIFEST), ("a.xml", QTI3.encode()))
LOCKED = bytearray(GOOD)
for mark in (b"PK\x03\x04", b"PK\x01\x02"):
    at = LOCKED.find(mark)
    LOCKED[at + (6 if mark[2] == 3 else 8)] |= 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "rusak"), (GOOD[:-40], "rusak"), (bytes(LOCKED), "kata sandi"),
        (a_zip(("../a.xml", b"")), "luar"), (a_zip(("/etc/a", b"")), "luar"),
        (a_zip(("C:/a", b"")), "luar"), (a_zip(("a/../../b", b"")), "luar"),
        (a_zip((_link(), b"/etc/passwd")), "tautan"), (a_zip(("a", b""), ("A", b"")), "dua kali"),
        (a_zip(("lain.xml", b"<a/>")), "imsmanifest"),
        (a_zip(*((f"{at}.xml", b"") for at in range(20_001))), "20000"),
        (a_zip(*((f"{at}.bin", b"0" * 19_000_000) for at in range(11))), "200 MB"),
    ],
)  # fmt: skip
def test_hostile_archives_are_refused_with_their_cause(data: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        list(read_all(data, "zip")[1])


def test_what_a_manifest_names_wrongly_is_told_and_the_rest_comes_in() -> None:
    more = MANIFEST.replace(
        b"</resources>", b'<resource type="imsqti_item" href="b.xml"/></resources>'
    )
    data = a_zip(("imsmanifest.xml", more), ("a.xml", QTI3.encode()))
    assert [item.verdict for item in read_all(data, "zip")[1]] == ["changed", "dropped"]
    big = a_zip(("imsmanifest.xml", MANIFEST), ("a.xml", b" " * 20_000_001))
    (item,) = read_all(big, "zip")[1]
    assert "terlalu besar" in item.notes[0]


@given(st.text(SIGNS + "\n", max_size=200))
@settings(max_examples=100)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for item in read_all(text.encode(), "txt")[1]:
        assert item.verdict in ("kept", "changed", "dropped")
        assert json.dumps(item.notes) and (item.form is None or not list(faults_of(item.form)))


@given(a_question())
@settings(max_examples=30)
def test_settled_keeps_what_is_right(form: QuestionForm) -> None:
    assert settled(Item("a", form)) == Item("a", form)
