"""A small SCORM 1.2 module, written here, in the batch in which the demo trainee studies."""

import io
import zipfile
from html import escape

from lms.catalogue.queries import seats_of
from lms.packages import actions, queries
from lms.packages.actions.batches import Wish
from lms.packages.intake import take_in
from lms.people.models import Person

TITLE = "Etika pelayanan: lima menit di loket"
_PAGES = (
    ("Sapa lebih dahulu", "Warga yang disapa dalam sepuluh detik pertama menunggu lebih sabar. "
     "Berdiri, sebut nama, tanyakan keperluannya."),
    ("Dengarkan sampai selesai", "Catat keperluan dengan kata-kata warga sendiri, lalu ulangi. "
     "Salah paham paling murah diperbaiki di awal."),
    ("Jelaskan langkah dan waktunya", "Sebutkan apa yang terjadi berikutnya dan kapan. Janji yang "
     "tidak pasti lebih buruk daripada jawaban belum tahu."),
)  # fmt: skip
_QUESTION = "Warga datang dengan berkas kurang satu lembar. Apa yang paling tepat?"
_CHOICES = (
    "Meminta pulang dan kembali besok dengan berkas lengkap.",
    "Menerima yang ada, menuliskan yang kurang, dan memberi tahu cara menyusulkannya.",
    "Melengkapi sendiri tanpa sepengetahuan warga.",
)
_RIGHT = 1
_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="etika-loket" version="1"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="susunan"><organization identifier="susunan"><title>{title}</title>
    <item identifier="modul" identifierref="halaman"><title>{title}</title>
      <adlcp:masteryscore>100</adlcp:masteryscore></item>
  </organization></organizations>
  <resources><resource identifier="halaman" type="webcontent" adlcp:scormtype="sco"
    href="index.html"><file href="index.html"/></resource></resources>
</manifest>
"""
_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 18px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 0 auto; padding: 1.5rem;
  color: #1c2321; }}
button {{ font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; color: #fff;
  background: #0f5c4d; }}
label {{ display: block; margin: .8rem 0; }}
[hidden] {{ display: none; }}
</style></head><body>
{sections}
<section hidden><h1>Satu pertanyaan</h1><p>{question}</p>{choices}
<p><button id="jawab">Jawab</button></p></section>
<section hidden><h1 id="hasil"></h1><p>Anda boleh menutup modul ini.</p></section>
<p><button id="lanjut">Lanjut</button></p>
<script>
let above = window, api = null;
while (!api && above) {{ api = above.API; above = above === above.parent ? null : above.parent; }}
const pages = [...document.querySelectorAll("section")], began = Date.now();
const next = document.getElementById("lanjut");
api.LMSInitialize("");
let here = Math.min(Number(api.LMSGetValue("cmi.core.lesson_location") || 0), pages.length - 2);
function show() {{
  pages.forEach((page, at) => {{ page.hidden = at !== here; }});
  next.hidden = here >= pages.length - 2;
}}
function keep(status) {{
  const spent = Math.round((Date.now() - began) / 1000), two = (n) => String(n).padStart(2, "0");
  api.LMSSetValue("cmi.core.session_time",
    [spent / 3600, (spent / 60) % 60, spent % 60].map((n) => two(Math.floor(n))).join(":"));
  api.LMSSetValue("cmi.core.lesson_location", String(here));
  api.LMSSetValue("cmi.core.lesson_status", status);
}}
next.onclick = () => {{
  here += 1; keep("incomplete"); api.LMSSetValue("cmi.core.exit", "suspend"); api.LMSCommit("");
  show();
}};
document.getElementById("jawab").onclick = () => {{
  const chosen = document.querySelector("input:checked");
  if (!chosen) return;
  const right = chosen.value === "{right}";
  api.LMSSetValue("cmi.interactions.0.id", "berkas-kurang");
  api.LMSSetValue("cmi.interactions.0.type", "choice");
  api.LMSSetValue("cmi.interactions.0.student_response", chosen.value);
  api.LMSSetValue("cmi.interactions.0.result", right ? "correct" : "wrong");
  api.LMSSetValue("cmi.core.score.min", "0"); api.LMSSetValue("cmi.core.score.max", "100");
  api.LMSSetValue("cmi.core.score.raw", right ? "100" : "0");
  if (right) here += 1;
  keep(right ? "passed" : "failed");
  document.getElementById("hasil").textContent = "Tepat. Modul selesai.";
  if (right) api.LMSFinish(""); else api.LMSCommit("");
  show();
}};
show();
</script></body></html>
"""


def module() -> bytes:
    """Return the module as an authoring tool would export it."""
    sections = "\n".join(
        f"<section hidden><h1>{escape(title)}</h1><p>{escape(text)}</p></section>"
        for title, text in _PAGES
    )
    choices = "".join(
        f'<label><input type="radio" name="pilih" value="{at}"> {escape(text)}</label>'
        for at, text in enumerate(_CHOICES)
    )
    page = _PAGE.format(title=escape(TITLE), sections=sections, question=escape(_QUESTION),
                        choices=choices, right=_RIGHT)  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("imsmanifest.xml", _MANIFEST.format(title=TITLE)),
            ("index.html", page),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 8, 0, 0)), text)
    return out.getvalue()


def load(accounts: dict[str, Person]) -> None:
    """Keep the module and put it into the running batches of the demo trainee."""
    data = io.BytesIO(module())
    intake = take_in(data, "etika-loket.zip", queries.folder(), most=10_000_000)
    version = actions.keep_package(intake, None, name="etika-loket", by=accounts["organiser"])
    for batch, _enrolment_id in seats_of(accounts["trainee"]):
        if batch.state == "running":
            wish = Wish(queries.courses_of(batch)[0].id, version.package, TITLE, 5, "passed", None)
            actions.add_activity(batch, wish, by=accounts["organiser"])
