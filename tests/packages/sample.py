"""Packages made by code: small whole ones of every standard, and hostile ones."""

import io
import json
import struct
import zipfile
from functools import cache
from pathlib import Path

#: Talks to the run-time as real modules do: one page that steps, scores and says goodbye.
_SCO_12 = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<p id="where"></p><button id="next">Lanjut</button><button id="done">Tuntas</button>
<script>
let look = window, api = null;
while (!api && look) { api = look.API; look = look === look.parent ? null : look.parent; }
api.LMSInitialize("");
const at = () => Number(api.LMSGetValue("cmi.core.lesson_location") || 1);
const show = () => { document.getElementById("where").textContent =
  `Halaman ${at()} ${api.LMSGetValue("cmi.core.entry")} ${api.LMSGetValue("cmi.suspend_data")}`; };
document.getElementById("next").onclick = () => {
  api.LMSSetValue("cmi.core.lesson_location", String(at() + 1));
  api.LMSSetValue("cmi.suspend_data", `langkah-${at()}`);
  api.LMSSetValue("cmi.core.lesson_status", "incomplete");
  api.LMSSetValue("cmi.core.exit", "suspend");
  api.LMSCommit(""); show();
};
document.getElementById("done").onclick = () => {
  api.LMSSetValue("cmi.core.score.raw", "85"); api.LMSSetValue("cmi.core.score.max", "100");
  api.LMSSetValue("cmi.core.session_time", "0000:12:30");
  api.LMSSetValue("cmi.interactions.0.id", "soal-1");
  api.LMSSetValue("cmi.interactions.0.type", "choice");
  api.LMSSetValue("cmi.interactions.0.result", "correct");
  api.LMSSetValue("cmi.core.lesson_status", "passed");
  api.LMSFinish(""); document.getElementById("where").textContent = "Tuntas";
};
show();
</script>"""


#: Says nothing until its window closes: a common habit of older authoring tools.
_SCO_LATE = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<p id="where"></p><button id="next">Lanjut</button>
<script>
let look = window, api = null, at = 0;
while (!api && look) { api = look.API; look = look === look.parent ? null : look.parent; }
const show = () => { document.getElementById("where").textContent = `Langkah ${at}`; };
window.onload = () => {
  api.LMSInitialize(""); at = Number(api.LMSGetValue("cmi.core.lesson_location") || 0); show();
};
document.getElementById("next").onclick = () => { at += 1; show(); };
window.onGOODBYE = () => {
  if (!api) return;
  api.LMSSetValue("cmi.core.lesson_location", String(at));
  api.LMSSetValue("cmi.core.lesson_status", at > 2 ? "completed" : "incomplete");
  api.LMSSetValue("cmi.core.score.raw", String(at * 30));
  api.LMSSetValue("cmi.core.exit", "suspend");
  api.LMSFinish(""); api = null;
};
</script>"""


def late(title: str, goodbye: str = "unload") -> bytes:
    """Return a SCORM 1.2 package that reports only in `unload` or `beforeunload`."""
    sco = _SCO_LATE.replace("GOODBYE", goodbye)
    return zipped({"imsmanifest.xml": manifest_12(title), "sco.html": sco})


def manifest_12(title: str = "Modul Uji", *, parts: int = 1, href: str = "sco.html") -> str:
    """Return the manifest of a SCORM 1.2 package."""
    items = "".join(
        f'<item identifier="I{at}" identifierref="R{at}"><title>Bagian {at}</title>'
        "<adlcp:masteryscore>70</adlcp:masteryscore></item>"
        for at in range(1, parts + 1)
    )
    resources = "".join(
        f'<resource identifier="R{at}" type="webcontent" adlcp:scormtype="sco" href="{href}">'
        f'<file href="{href}"/></resource>'
        for at in range(1, parts + 1)
    )
    return (
        '<?xml version="1.0"?><manifest identifier="M" version="1" '
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="O"><organization identifier="O"><title>{title}</title>{items}'
        f"</organization></organizations><resources>{resources}</resources></manifest>"
    )


_SCO_2004 = """<!doctype html><meta charset="utf-8"><title>SCO</title>
<p id="where"></p><button id="next">Lanjut</button><button id="done">Tuntas</button>
<script>
let look = window, api = null;
while (!api && look) { api = look.API_1484_11; look = look === look.parent ? null : look.parent; }
api.Initialize("");
const at = () => Number(api.GetValue("cmi.location") || 1);
const show = () => { document.getElementById("where").textContent =
  `Halaman ${at()} ${api.GetValue("cmi.entry")} ${api.GetValue("cmi.suspend_data")}`; };
document.getElementById("next").onclick = () => {
  api.SetValue("cmi.location", String(at() + 1));
  api.SetValue("cmi.suspend_data", `langkah-${at()}`);
  api.SetValue("cmi.completion_status", "incomplete");
  api.SetValue("cmi.exit", "suspend"); api.Commit(""); show();
};
document.getElementById("done").onclick = () => {
  api.SetValue("cmi.score.scaled", "0.9"); api.SetValue("cmi.score.raw", "90");
  api.SetValue("cmi.session_time", "PT12M30S");
  api.SetValue("cmi.interactions.0.id", "soal-1");
  api.SetValue("cmi.interactions.0.type", "choice");
  api.SetValue("cmi.interactions.0.result", "correct");
  api.SetValue("cmi.success_status", "passed"); api.SetValue("cmi.completion_status", "completed");
  api.Terminate(""); document.getElementById("where").textContent = "Tuntas";
};
show();
</script>"""


def manifest_2004(title: str = "Modul 2004") -> str:
    """Return the manifest of a SCORM 2004 package with a rule of sequencing."""
    return (
        '<?xml version="1.0"?><manifest identifier="M" version="1" '
        'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
        'xmlns:imsss="http://www.imsglobal.org/xsd/imsss">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion>"
        f'</metadata><organizations default="O"><organization identifier="O"><title>{title}</title>'
        '<item identifier="I1" identifierref="R1" parameters="?a=1"><title>Bagian 1</title>'
        '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="utama" '
        'satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>'
        "</imsss:primaryObjective></imsss:objectives></imsss:sequencing></item>"
        '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'
        "</organization></organizations><resources>"
        '<resource identifier="R1" type="webcontent" adlcp:scormType="sco" href="sco.html">'
        '<file href="sco.html"/></resource></resources></manifest>'
    )


def sequenced() -> bytes:
    """Return a SCORM 2004 package whose second part opens once the first one is passed."""
    first = (
        '<imsss:primaryObjective objectiveID="satu"><imsss:mapInfo targetObjectiveID="umum" '
        'writeSatisfiedStatus="true"/></imsss:primaryObjective>'
    )
    second = (
        '<imsss:primaryObjective objectiveID="dua"/><imsss:objective objectiveID="pra">'
        '<imsss:mapInfo targetObjectiveID="umum" readSatisfiedStatus="true"/></imsss:objective>'
    )
    rule = (
        "<imsss:sequencingRules><imsss:preConditionRule>"
        '<imsss:ruleConditions conditionCombination="any"><imsss:ruleCondition operator="not" '
        'referencedObjective="pra" condition="satisfied"/><imsss:ruleCondition operator="not" '
        'referencedObjective="pra" condition="objectiveStatusKnown"/></imsss:ruleConditions>'
        '<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>'
    )
    items = "".join(
        f'<item identifier="I{at}" identifierref="R1"><title>Bagian {at}</title>'
        f"<imsss:sequencing>{rules}<imsss:objectives>{objectives}</imsss:objectives>"
        '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>'
        "</imsss:sequencing></item>"
        for at, rules, objectives in ((1, "", first), (2, rule, second))
    )
    before, after = manifest_2004("Modul berurutan").split("<item ", 1)
    manifest = before + items + after[after.index("</item>") + 7 :]
    goes_on = _SCO_2004.replace('api.Terminate("")', 'api.SetValue("adl.nav.request", "continue");'
                                ' api.Terminate("")')  # fmt: skip
    return zipped({"imsmanifest.xml": manifest, "sco.html": goes_on})


def scorm2004(title: str = "Modul 2004") -> bytes:
    """Return a SCORM 2004 package."""
    return zipped({"imsmanifest.xml": manifest_2004(title), "sco.html": _SCO_2004})


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def scorm12(title: str = "Modul Uji", *, parts: int = 1) -> bytes:
    """Return a SCORM 1.2 package."""
    return zipped({"imsmanifest.xml": manifest_12(title, parts=parts), "sco.html": _SCO_12})


def _info(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def _with(entries: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", manifest_12())
        archive.writestr("sco.html", _SCO_12)
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def _renamed(before: bytes, after: bytes) -> bytes:
    """Put a name into a zip that the library itself would not write."""
    assert len(before) == len(after)
    return _with([(before.decode(), b"x")]).replace(before, after)


def _lying_size() -> bytes:
    """A file that says it is small and is not."""
    whole = bytearray(_with([("besar.bin", b"\0" * 3_000_000)]))
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = whole.rfind(sign)
        whole[at + place : at + place + 4] = struct.pack("<I", 10)
    return bytes(whole)


def _overlapping() -> bytes:
    """Two names for the bytes of one: the way a small zip pretends to be huge."""
    whole = bytearray(_with([("satu.bin", b"a" * 400), ("dua.bin", b"b" * 400)]))
    last = whole.rfind(b"PK\x01\x02")
    before = whole.rfind(b"PK\x01\x02", 0, last)
    whole[last + 42 : last + 46] = whole[before + 42 : before + 46]
    return bytes(whole)


def _encrypted() -> bytes:
    whole = bytearray(_with([("rahasia.txt", b"x")]))
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = whole.rfind(sign)
        whole[at + place] |= 1
    return bytes(whole)


def _huge(total: int) -> bytes:
    """Say that what is inside is larger than anybody wants, in a few bytes."""
    whole = bytearray(_with([("besar.bin", b"\0" * 1000)]))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", total)
    return bytes(whole)


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """Return archives that must be refused: name -> (bytes, a word of the cause)."""
    whole = scorm12()
    return {
        "slip": (_with([("../../luar.txt", b"x")]), "luar foldernya"),
        "inner slip": (_with([("a/../../luar.txt", b"x")]), "luar foldernya"),
        "absolute": (_with([("/etc/luar.txt", b"x")]), "jalur mutlak"),
        "drive": (_renamed(b"Cx/luar.txt", b"C:/luar.txt"), "jalur mutlak"),
        "backslash": (_renamed(b"aXluar.txt", b"a\\luar.txt"), "miring terbalik"),
        "zero": (_renamed(b"luarX.txt", b"luar\0.txt"), "tanda"),
        "stream": (_renamed(b"luarX.txt", b"luar:.txt"), "tanda"),
        "device": (_with([("aux.txt", b"x")]), "Windows"),
        "dots": (_with([("luar./a", b"x")]), "Windows"),
        "symlink": (_with([(_info("tautan", 0o120777), b"/etc/passwd")]), "tautan"),
        "pipe": (_with([(_info("pipa", 0o010644), b"")]), "khusus"),
        "encrypted": (_encrypted(), "kata sandi"),
        "twins": (_with([("SCO.html", b"x")]), "dua kali"),
        "file and folder": (_with([("sco.html/a", b"x")]), "dua kali"),
        "deep": (_with([("a/" * 1000 + "x", b"x")]), "terlalu panjang"),
        "truncated": (whole[: len(whole) // 2], "utuh"),
        "cut inside": (whole[:200] + whole[400:], "rusak"),
        "no zip": (b"%PDF-1.4 bukan zip", "utuh"),
        "nothing": (b"", "kosong"),
        "no file": (zipped({}), "kosong"),
        "bomb": (_huge(4_000_000_000), "MB"),
        "lying": (_lying_size(), "rusak"),
        "overlap": (_overlapping(), "menindih"),
        "nested": (zipped({"modul.zip": whole}), "arsip lain"),
        "in a folder": (zipped({"modul/imsmanifest.xml": manifest_12()}), "bukan foldernya"),
        "moodle": (zipped({"moodle_backup.xml": "<moodle_backup/>"}), "Impor bahan"),
        "questions": (
            zipped({"imsmanifest.xml": "<manifest><organizations/><resources><resource "
                    "identifier='a' type='imsqti_item_xmlv2p1' href='a.xml'/></resources>"
                    "</manifest>", "a.xml": "<a/>"}), "Bank soal",
        ),
        "unknown": (zipped({"index.html": "<p>"}), "tidak dikenal"),
        "h5p without library": (h5p(lacking=True), "tidak membawa pustakanya"),
        "broken h5p": (zipped({"h5p.json": "{"}), "bukan JSON"),
        "h5p without content": (zipped({"h5p.json": "{}"}), "content.json"),
        "bad cmi5": (cmi5(unit="http://contoh id/a"), "tidak sah"),
        "cmi5 elsewhere": (cmi5(unit="https://contoh.id/a"), "alamat luar"),
        "entities": (
            zipped({"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY a "b">]><manifest>&a;</manifest>'}),
            "DTD",
        ),
        "no part": (zipped({"imsmanifest.xml": manifest_12(href="tiada.html")}), "tidak ada"),
        "outside": (
            zipped({"imsmanifest.xml": manifest_12(href="https://contoh.id/a")}), "alamat luar"
        ),
        "many": (_many(20_001), "20000"),
    }  # fmt: skip


def _many(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("imsmanifest.xml", manifest_12())
        for at in range(count):
            archive.writestr(f"{at}", b"")
    return out.getvalue()


def names_below(folder: Path) -> list[str]:
    """Return every path below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


#: A unit as small as one can be: it fetches its token, goes on where it was, and says what it must.
_UNIT = """<!doctype html><meta charset="utf-8"><title>AU</title>
<p id="where"></p><button id="next">Lanjut</button><button id="done">Tuntas</button>
<script>
const asked = new URLSearchParams(location.search);
const activity = asked.get("activityId"), actor = JSON.parse(asked.get("actor"));
const registration = asked.get("registration"), verbs = "http://adlnet.gov/expapi/verbs/";
let token = "", context = null, step = 1, tag = null;
const call = (path, options = {}) => fetch(`${asked.get("endpoint")}/${path}`, { ...options,
  headers: { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3",
             "Content-Type": "application/json", ...options.headers } });
const place = (id) => "activities/state?" + new URLSearchParams({
  activityId: activity, agent: JSON.stringify(actor), registration, stateId: id });
async function say(verb, result) {
  const category = [{ id: "https://w3id.org/xapi/cmi5/context/categories/cmi5" }];
  if (verb !== "initialized" && verb !== "terminated")
    category.push({ id: "https://w3id.org/xapi/cmi5/context/categories/moveon" });
  const told = await call("statements", { method: "POST", body: JSON.stringify({
    actor, verb: { id: verbs + verb }, object: { id: activity }, result,
    timestamp: new Date().toISOString(),
    context: { ...context, contextActivities: { ...context.contextActivities, category } } }) });
  if (!told.ok) throw new Error(`${verb}: ${told.status} ${await told.text()}`);
}
const show = (text) => { document.getElementById("where").textContent = text; };
(async () => {
  const given = await (await fetch(asked.get("fetch"), { method: "POST" })).json();
  token = given["auth-token"];
  context = (await (await call(place("LMS.LaunchData"))).json()).contextTemplate;
  await say("initialized");
  const kept = await call(place("tempat"));
  if (kept.ok) { step = (await kept.json()).step; tag = kept.headers.get("ETag"); }
  show(`Halaman ${step} ${tag ? "resume" : "ab-initio"}`);
})().catch((fault) => show(String(fault)));
document.getElementById("next").onclick = async () => {
  step += 1;
  const told = await call(place("tempat"), { method: "PUT", body: JSON.stringify({ step }),
    headers: tag ? { "If-Match": tag } : { "If-None-Match": "*" } });
  show(`Halaman ${step} ${told.status}`);
};
document.getElementById("done").onclick = async () => {
  await say("completed", { completion: true, duration: "PT60S" });
  await say("passed", { success: true, score: { scaled: 0.95 }, duration: "PT60S" });
  await say("terminated", { duration: "PT12M30S" });
  show("Tuntas");
};
</script>"""
UNIT_ID = "https://contoh.go.id/modul/satu"


def cmi5(title: str = "Modul cmi5", *, unit: str = "") -> bytes:
    """Return a cmi5 package of one unit that must be completed and passed with 80."""
    course = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">'
        '<course id="https://contoh.go.id/modul"><title><langstring lang="en">In English'
        f'</langstring><langstring lang="id">{title}</langstring></title></course>'
        f'<block id="https://contoh.go.id/blok"><title><langstring lang="id">Blok</langstring>'
        f'</title><au id="{UNIT_ID}" moveOn="CompletedAndPassed" masteryScore="0.8">'
        '<title><langstring lang="id">Bagian 1</langstring></title>'
        f"<url>{unit or 'au.html?a=1'}</url><launchParameters>terang</launchParameters></au>"
        "</block></courseStructure>"
    )
    return zipped({"cmi5.xml": course, "au.html": _UNIT})


def h5p(*, lacking: bool = False) -> bytes:
    """Return an H5P package with a library of one line; `lacking` leaves the library out."""
    library = {"machineName": "H5P.Uji", "majorVersion": 1, "minorVersion": 0}
    about = {"title": "Modul H5P", "mainLibrary": "H5P.Uji", "preloadedDependencies": [library]}
    files = {
        "h5p.json": json.dumps(about), "content/content.json": "{}",
        "H5P.Uji-1.0/library.json": json.dumps(library | {"runnable": 1, "preloadedJs": []}),
    }  # fmt: skip
    if lacking:
        del files["H5P.Uji-1.0/library.json"]
    return zipped(files)
