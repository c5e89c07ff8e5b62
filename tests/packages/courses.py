"""Courses of other systems made by code: a Common Cartridge and a Moodle backup."""

import io
import tarfile
from hashlib import sha1

from tests.elearning.sample import a_picture
from tests.packages.sample import zipped

PICTURE = a_picture("maroon")

_ITEM = """<item ident="q1" title="Soal satu"><itemmetadata><qtimetadata><qtimetadatafield>
<fieldlabel>cc_profile</fieldlabel><fieldentry>cc.multiple_choice.v0p1</fieldentry>
</qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Siapa pelayan publik?
&lt;img src="$IMS-CC-FILEBASE$/gbr/a%20b.png" alt="Loket"&gt;&lt;/p&gt;
</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="a"><material><mattext>ASN</mattext></material></response_label>
<response_label ident="b"><material><mattext>Bukan siapa-siapa</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar>
<setvar varname="SCORE" action="Set">100</setvar></respcondition></resprocessing></item>"""


def cartridge() -> bytes:
    """Return a cartridge with a page, a link, a file, a test, a topic, a task and the rest."""
    resources = (
        ("p", "webcontent", "isi/halaman.html"), ("l", "imswl_xmlv1p1", "isi/tautan.xml"),
        ("f", "webcontent", "isi/panduan.pdf"), ("t", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment",
         "isi/tes.xml"), ("d", "imsdt_xmlv1p1", "isi/topik.xml"),
        ("k", "associatedcontent/imscc_xmlv1p1/learning-application-resource", "isi/tugas.html"),
        ("s", "associatedcontent/imscc_xmlv1p1/learning-application-resource", "isi/atur.xml"),
        ("x", "webcontent", "isi/a.exe"),
    )  # fmt: skip
    listed = "".join(
        f'<resource identifier="{name}" type="{kind}" href="{href}"><file href="{href}"/>'
        "</resource>"
        for name, kind, href in resources
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata><schema>'
        "IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>"
        '<organizations><organization identifier="o"><item identifier="i">'
        '<item identifier="i1" identifierref="p"><title>Pengantar layanan</title></item>'
        '<item identifier="i2" identifierref="l"><title>Situs KemenPAN</title></item>'
        f"</item></organization></organizations><resources>{listed}</resources></manifest>"
    )
    return zipped(
        {
            "imsmanifest.xml": manifest,
            "isi/halaman.html": "<html><head><title>x</title></head><body><h2>Layanan</h2>"
            "<p>Utamakan <b>warga</b>.<img src='a.png'></p><script>alert(1)</script></body></html>",
            "isi/tautan.xml": '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1">'
            '<title>Situs</title><url href="http://www.menpan.go.id/site"/></webLink>',
            "isi/panduan.pdf": b"%PDF-1.4\n",
            "gbr/a b.png": PICTURE,
            "isi/tes.xml": f"<questestinterop><assessment><section>{_ITEM}</section></assessment>"
            "</questestinterop>",
            "isi/topik.xml": "<topic/>",
            "isi/tugas.html": "<html><body><p>Tulis rencana.</p></body></html>",
            "isi/atur.xml": "<settings/>",
            "isi/a.exe": b"MZ",
        }
    )


def backup() -> bytes:
    """Return a Moodle backup with a page, a link, a quiz and one question of three kinds."""
    digest = sha1(PICTURE, usedforsecurity=False).hexdigest()
    activities = "".join(
        f"<activity><modulename>{kind}</modulename><title>{title}</title>"
        f"<directory>activities/{kind}_1</directory></activity>"
        for kind, title in (("page", "Halaman Moodle"), ("url", "Tautan Moodle"), ("quiz", "Kuis"))
    )
    questions = "".join(
        f'<question id="{kind}"><name>{kind}</name><questiontext>{text}</questiontext>'
        f"<qtype>{kind}</qtype>"
        f"<defaultmark>1.0</defaultmark>{more}</question>"
        for kind, text, more in (
            ("truefalse", '&lt;img src="@@PLUGINFILE@@/p.png" alt="Peta"&gt; Benar?',
             "<plugin_qtype_truefalse_question><answers>"
             '<answer id="1"><answertext>True</answertext><fraction>1.0</fraction></answer>'
             '<answer id="2"><answertext>False</answertext><fraction>0</fraction></answer>'
             "</answers><truefalse><trueanswer>1</trueanswer></truefalse></plugin_qtype_truefalse_question>"),
            ("numerical", "Berapa?", '<answers><answer id="3"><answertext>45</answertext>'
             "<fraction>1.0</fraction></answer></answers><numerical_records><numerical_record>"
             "<answer>3</answer><tolerance>0.5</tolerance></numerical_record></numerical_records>"),
            ("calculated", "Hitung", ""),
        )
    )  # fmt: skip
    files = {
        "moodle_backup.xml": "<moodle_backup><information><original_course_fullname>Kursus Lama"
        f"</original_course_fullname><contents><activities>{activities}</activities></contents>"
        "</information></moodle_backup>",
        "activities/page_1/page.xml": '<activity contextid="5"><page><intro/><content>'
        "&lt;p&gt;Isi halaman.&lt;/p&gt;</content></page></activity>",
        "activities/url_1/url.xml": '<activity contextid="6"><url><externalurl>'
        "https://jdih.lampungprov.go.id/x</externalurl></url></activity>",
        "activities/quiz_1/quiz.xml": "<activity><quiz/></activity>",
        "questions.xml": f"<question_categories>{questions}</question_categories>",
        "files.xml": f"<files><file><contenthash>{digest}</contenthash><component>question"
        "</component><filearea>questiontext</filearea><itemid>truefalse</itemid><filepath>/"
        "</filepath><filename>p.png</filename></file></files>",
        "users.xml": "<users><user><firstname>Rahasia</firstname></user></users>",
    }
    packed = {name: content.encode() for name, content in files.items()}
    return tarred(packed | {f"files/{digest[:2]}/{digest}": PICTURE})


def tarred(files: dict[str, bytes], link: str = "") -> bytes:
    """Return a compressed tar of these files, with a symbolic link where asked."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return out.getvalue()
