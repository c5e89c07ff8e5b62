"""A final project from its issue to the decision, by everybody who takes part in it.

Aktualisasi (Latsar) with a mentor who has no account, aksi perubahan (PKP) with one who has.
"""

import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from weasyprint import HTML

from tests.journeys.conftest import ROOT, House, environment
from tests.journeys.final_projects import EMAILS, FACTS, WEIGHTS
from tests.journeys.visitor import HEIGHTS, PHONE, Visitor

Visit = Callable[..., Visitor]
MENTOR = "Sulastri Wahyuni"
#: The pages that were looked at.
SEEN: set[str] = set()


@pytest.fixture(scope="module")
def batches(house: House) -> dict[str, int]:
    """Give the ids of the two batches, by programme."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.final_projects"],
        cwd=ROOT, env=environment(house.folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def a_paper(title: str) -> dict[str, object]:
    """Return a PDF as a file field takes it."""
    data = HTML(string=f"<h1>{title}</h1><p>Waktu tunggu 47 menit, target 20 menit.</p>")
    return {
        "name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": data.write_pdf(),
    }  # fmt: skip


def a_photo() -> dict[str, object]:
    """Return a picture as a file field takes it."""
    data = io.BytesIO()
    Image.new("RGB", (480, 360), (120, 80, 90)).save(data, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def words_of(visitor: Visitor, path: str) -> str:
    """Return the text of a PDF the visitor opens."""
    answer = visitor.context.request.get(path)
    assert answer.ok, path
    with pypdfium2.PdfDocument(answer.body()) as paper:
        texts = [page.get_textpage().get_text_range() for page in paper]
    # a code that is broken at a hyphen goes on in the next line
    return " ".join(re.sub(r"[\ufffe-]\s*", "-", " ".join(texts)).split())


@dataclass
class Play:
    """One project, and those who take part in it."""

    kind: str
    batch: int
    visit: Visit
    trainee: Visitor
    coach: Visitor
    examiner: Visitor
    organiser: Visitor
    project: str = ""

    def go(self, who: Visitor, part: str = "", name: str = "") -> Page:
        """Open a page of the project as somebody."""
        page = who.go(f"{self.project}{part}")
        if name:
            self.look(who, name)
        return page

    def look(self, who: Visitor, name: str) -> None:
        """Look at the page where somebody is; what is alike in both journeys is seen once."""
        if name not in SEEN:
            SEEN.add(name)
            who.look(f"project-{name}")

    def agree(self, who: Visitor, role: str) -> None:
        """Open the project from the list of those one guides, and agree to its stage."""
        page = who.go("/proyek")
        waiting = page.get_by_role("region", name="Menunggu putusan Anda")
        waiting.get_by_role("link").first.click()
        expect(page.get_by_role("heading", name=f"Putusan Anda sebagai {role}")).to_be_visible()
        who.press("Setujui tahap ini", role="button")
        expect(page.get_by_role("main")).to_contain_text(f"{role}")
        expect(page.get_by_role("heading", name=f"Putusan Anda sebagai {role}")).to_have_count(0)

    def submit(self) -> None:
        """Put the present stage before its owners."""
        page = self.go(self.trainee)
        self.trainee.press("Ajukan tahap ini", role="button")
        expect(page.get_by_role("main")).to_contain_text("menunggu")


def start(visit: Visit, batches: dict[str, int], kind: str) -> Play:
    """Let everybody of a project in."""
    people = [visit(EMAILS[role]) for role in (kind, "coach", "examiner")]
    return Play(kind, batches[kind], visit, *people, visit("organiser"))


def open_the_projects(play: Play, mentor: dict[str, str]) -> None:
    """Let the organiser open the project of the batch and name who stands beside it."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}")
    page.get_by_role("link", name="Proyek akhir").first.click()
    play.look(organiser, "unopened")
    organiser.press("Tahap dan batas waktu")
    play.look(organiser, "dues")
    organiser.press("Buka proyek akhir", role="button")
    organiser.press("Bagi coach dan penguji", role="button")
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row).to_contain_text("Siti Marlina")
    expect(row).to_contain_text("Bagus Pranowo")
    play.look(organiser, "list")
    row.get_by_role("link").first.click()
    play.project = page.url
    organiser.press("Ubah")
    page.get_by_label("NIP mentor").fill("198001012005011099")
    organiser.press("Simpan pendamping", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("NIP")
    page.get_by_label("NIP mentor").fill("")
    for label, text in mentor.items():
        page.get_by_label(label).fill(text)
    play.look(organiser, "team")
    organiser.press("Simpan pendamping", role="button")
    expect(page.get_by_role("region", name="Pendamping")).to_contain_text(
        mentor.get("Nama mentor tanpa akun", "Lestari Handayani")
    )


def choose_the_issue(play: Play) -> None:
    """Let the trainee write issue and idea, and the coach send them back once."""
    trainee, page = play.trainee, play.trainee.go("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("proyek", re.I)).first.click()
    assert page.url == play.project
    play.look(trainee, "issue")
    trainee.press("Simpan isu dan gagasan", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("Isi judulnya")
    page.get_by_label("Judul", exact=True).fill("Loket tanpa antre dengan meja pemilahan")
    page.get_by_label("Isu", exact=True).fill(
        "Waktu tunggu di loket 47 menit, padahal standarnya 20 menit."
    )
    page.get_by_label("Gagasan", exact=True).fill("Memilah berkas sebelum nomor antrean dibagikan.")
    trainee.press("Simpan isu dan gagasan", role="button")
    trainee.press("Ajukan tahap ini", role="button")
    expect(page.get_by_role("main")).to_contain_text("menunggu Coach")
    play.look(trainee, "issue-waits")

    coach = play.coach
    coach.go("/proyek")
    play.look(coach, "guided")
    page = coach.go("/pesan")
    coach.press("menunggu putusan Anda: Isu dan gagasan", role="button")
    expect(page.get_by_role("heading", name="Putusan Anda sebagai Coach")).to_be_visible()
    assert page.url.startswith(play.project)
    play.look(coach, "word")
    coach.press("Kembalikan untuk diperbaiki", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("perlu diperbaiki")
    page.get_by_label("Catatan").fill("Sebutkan sumber datanya.")
    coach.press("Kembalikan untuk diperbaiki", role="button")
    page = play.go(trainee)
    expect(page.get_by_role("main")).to_contain_text("Sebutkan sumber datanya.")
    play.submit()
    play.agree(coach, "Coach")


def meet(play: Play, guide: str, topic: str) -> None:
    """Let the trainee write down a consultation."""
    page = play.go(play.trainee, "/konsultasi")
    page.get_by_role("group", name="Dengan").get_by_label(guide).check()
    page.get_by_label("Pokok bahasan").fill(topic)
    page.get_by_label("Arahan dan tindak lanjut").fill("Ukur selama sepekan, lalu bandingkan.")
    play.trainee.press("Simpan dan minta konfirmasi", role="button")
    expect(page.get_by_role("main")).to_contain_text(f"Menunggu konfirmasi {guide}")


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Return files that nobody can read: their content, and what is said of them, by name."""
    good, locked = io.BytesIO(a_paper("x")["buffer"]), io.BytesIO()  # type: ignore[arg-type]
    with pikepdf.open(good) as paper:
        paper.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    return {
        "kosong.pdf": (b"", "Berkas kosong"),
        "program.pdf": (b"MZ" + bytes(99), "bukan PDF"),
        "kunci.pdf": (locked.getvalue(), "terkunci kata sandi"),
        "besar.pdf": (bytes(10_000_001), "melebihi 10 MB"),
    }


def offer_bad_files(page: Page) -> None:
    """Let the trainee choose files that cannot be read; each gets a sentence, none is kept."""
    for name, (content, sentence) in bad_files().items():
        file = {"name": name, "mimeType": "application/pdf", "buffer": content}
        page.get_by_label("Tambah berkas").set_input_files([file])  # type: ignore[list-item]
        expect(page.locator("[data-upload]").first).to_contain_text(sentence)
    page.reload()
    expect(page.locator("[data-files] a")).to_have_count(0)


def hand_in(play: Play, title: str) -> None:
    """Go from the project to its task, and hand the paper in."""
    page = play.go(play.trainee)
    play.trainee.press("Buka halaman tugas")
    if title == "Rancangan aktualisasi":
        offer_bad_files(page)
    page.get_by_label("Jawaban").fill("Ringkasan: antrean dipilah sebelum nomor dibagikan.")
    page.get_by_label("Tambah berkas").set_input_files([a_paper(title)])  # type: ignore[list-item]
    expect(page.locator("[data-files]")).to_contain_text(f"{title}.pdf".replace(" ", "_"))
    page.get_by_label("Saya menyatakan ini karya saya sendiri").check()
    play.trainee.press("Kumpulkan tugas", role="button")
    expect(page.get_by_role("main")).to_contain_text("Tanda terima")
    play.look(play.trainee, f"handed-in-{title.split()[0].lower()}")


def design(play: Play, title: str) -> None:
    """Let the trainee write the indicator, meet coach and mentor, and hand the design in."""
    page = play.go(play.trainee)
    play.trainee.press("Indikator dan bukti")
    page.get_by_label("Indikator", exact=True).fill("Rata-rata waktu tunggu di loket")
    page.get_by_label("Satuan").fill("menit")
    page.get_by_label("Keadaan awal").fill("47")
    page.get_by_label("Target").fill("47")
    play.trainee.press("Tambah indikator", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("Target harus berbeda")
    expect(page.get_by_label("Satuan")).to_have_value("menit")
    page.get_by_label("Target").fill("20,5")
    play.trainee.press("Tambah indikator", role="button")
    expect(page.get_by_role("table")).to_contain_text("20,5")
    play.look(play.trainee, "indicator")
    meet(play, "Coach", "Akar penyebab dan gagasan")
    meet(play, "Mentor", "Wewenang dan dukungan atasan")
    play.look(play.trainee, "logbook")
    hand_in(play, title)
    play.submit()


def confirm(play: Play, who: Visitor, name: str) -> None:
    """Let a guide confirm the consultation that waits, from the list of what waits."""
    page = who.go("/proyek")
    page.get_by_role("link", name=re.compile("Loket tanpa antre")).first.click()
    who.press("Konsultasi", exact=True)
    who.press("Sahkan", role="button")
    expect(page.get_by_role("main")).to_contain_text(f"Disahkan {name}")
    play.look(who, "logbook-confirmed")


def link_for(play: Play, button: str, part: str = "") -> str:
    """Let the coach make a link for the mentor; returns its path."""
    page = play.go(play.coach, part)
    play.coach.press(button, role="button")
    shown = page.locator("code").inner_text()
    return "/mentor/" + shown.rsplit("/", 1)[1]


def answer(play: Play, path: str, button: str, name: str = "", note: str = "") -> None:
    """Let the mentor without an account answer by a link on a phone; it works once."""
    mentor = play.visit()
    mentor.page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    page = mentor.go(path)
    expect(page.get_by_role("main")).to_contain_text(MENTOR)
    if name:
        play.look(mentor, name)
    if note:
        page.get_by_label("Catatan").fill(note)
    mentor.press(button, role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jawaban Anda tersimpan")
    page = mentor.go(path)
    expect(page.get_by_role("main")).to_contain_text("sudah dipakai")
    if name == "mentor-word":
        play.look(mentor, "mentor-over")


def hold_the_seminar(play: Play, stage: str, day: date) -> None:
    """Let the organiser find a plan for the seminar day and publish it."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}/proyek")
    organiser.press("Hari seminar")
    page.get_by_label("Seminar", exact=True).select_option(label=stage)
    page.get_by_label("Tanggal", exact=True).fill(day.isoformat())
    page.get_by_label("Ruang atau tautan").fill("Aula Siger\nhttps://rapat.lampungprov.invalid/a")
    organiser.press("Carikan susunan", role="button")
    seen = page.get_by_role("link", name="Lihat susunan").or_(page.get_by_role("table"))
    expect(seen.first).to_be_visible()
    page.reload()
    play.look(organiser, f"plan-{stage.split()[-1]}")
    organiser.press("Umumkan jadwal", role="button")
    expect(page.get_by_role("table")).to_contain_text("Bagus Pranowo")
    page = play.go(play.trainee, "", f"before-seminar-{stage.split()[-1]}")
    expect(page.get_by_role("main")).to_contain_text("Aula Siger")


def assess(play: Play, who: Visitor, level: int, name: str = "") -> None:
    """Fill the sheet of one assessor from the page of the project, every criterion alike."""
    page = play.go(who)
    who.press("Isi lembar penilaian", role="button")
    if name:
        play.look(who, name)
    who.press("Sahkan lembar", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("kriteria tanpa tingkat")
    choose_levels(page, level)
    page.get_by_label("Catatan untuk peserta").fill("Ukurannya dapat diperiksa.")
    who.press("Sahkan lembar", role="button")
    expect(page.get_by_role("main")).to_contain_text("Disahkan")


def choose_levels(page: Page, level: int) -> None:
    """Choose the same level for every criterion."""
    for criterion in page.locator("[data-criterion], fieldset.rub").all():
        criterion.get_by_role("radio").nth(level).check(force=True)


def settle_the_marks(play: Play, paper: str, mark: str) -> None:
    """Let the organiser settle what the assessors found, and release it to the trainee."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}/tugas")
    organiser.press(paper, exact=True)
    organiser.press("Panel penilai")
    row = page.get_by_role("table", name="Nilai setiap penilai").get_by_role("row").nth(1)
    expect(row).to_contain_text(mark)
    play.look(organiser, f"panel-{paper.split()[0].lower()}")
    organiser.press("Tetapkan 1 nilai", role="button")
    organiser.press("Rilis 1 nilai")
    organiser.press("Rilis 1 nilai", role="button")
    page = play.trainee.go("/tugas")
    play.trainee.press(paper, exact=True)
    expect(page.get_by_role("region", name="Nilai Anda")).to_contain_text(mark)


def weigh_the_roles(play: Play, paper: str) -> None:
    """Let the organiser set the role weights of a paper; they must make 100."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}/tugas")
    organiser.press(paper, exact=True)
    organiser.press("Panel penilai")
    play.look(organiser, "panel-none")
    organiser.press("Bobot peran")
    for label, weight in zip(("Penguji", "Coach", "Mentor"), WEIGHTS.values(), strict=True):
        page.get_by_label(label, exact=True).fill(str(weight + (label == "Mentor")))
    page.get_by_label("Batas selisih").fill("15")
    page.get_by_label("Berlaku mulai").fill((date.today() - timedelta(days=90)).isoformat())
    page.get_by_label("Dasar").fill("Contoh, bukan bobot resmi")
    organiser.press("Simpan bobot", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("100")
    play.look(organiser, "weights")
    page.get_by_label("Mentor", exact=True).fill(str(WEIGHTS["mentor"]))
    organiser.press("Simpan bobot", role="button")
    expect(page.get_by_role("main")).to_contain_text("Penguji 50%")


def practise(play: Play) -> None:
    """Let the trainee show dated evidence, and what the figure has become."""
    trainee, page = play.trainee, play.go(play.trainee, "/pelaksanaan", "practice")
    fill_evidence(page, "Uji coba meja pemilahan")
    refused: dict[str, object] = {
        "name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00" * 99,
    }  # fmt: skip
    page.get_by_label("Berkas bukti").set_input_files([refused])  # type: ignore[list-item]
    trainee.press("Simpan bukti", role="button")
    expect(page.locator("[data-error-summary]")).to_contain_text("JPG")
    expect(page.get_by_label("Kegiatan", exact=True)).to_have_value("Uji coba meja pemilahan")
    play.look(trainee, "evidence-refused")
    page.get_by_label("Berkas bukti").set_input_files([a_photo()])  # type: ignore[list-item]
    trainee.press("Simpan bukti", role="button")
    expect(page.get_by_role("heading", name="1 bukti pelaksanaan")).to_be_visible()
    page.get_by_label("Keadaan akhir (menit)").fill("18,5")
    trainee.press("Simpan keadaan akhir", role="button")
    expect(page.get_by_role("table")).to_contain_text("target tercapai")
    play.look(trainee, "practised")
    play.submit()


def fill_evidence(page: Page, activity: str) -> None:
    """Fill everything but the file."""
    page.get_by_label("Kegiatan", exact=True).fill(activity)
    page.get_by_label("Tempat").fill("Ruang pelayanan")
    page.get_by_label("Yang terlihat pada bukti").fill("Daftar periksa terisi.")


def decide(play: Play) -> None:
    """Let the organiser enter the last score, hold the final meeting, and release the result."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}/nilai")
    page.get_by_role("table").get_by_role("link", name="isi", exact=False).last.click()
    page.get_by_role("link", name="Riwayat:").click()
    page.get_by_label("Nilai", exact=True).fill("90")
    page.get_by_label("Dasar atau alasan").fill("Rekap sikap perilaku")
    organiser.press("Simpan nilai", role="button")
    page = organiser.go(f"/angkatan/{play.batch}/nilai")
    play.look(organiser, "gradebook")
    organiser.press("Rapat evaluasi akhir")
    page.get_by_label("Tempat").fill("Ruang rapat BPSDM")
    page.get_by_label("Pimpinan rapat").fill("Yulia Maharani")
    page.get_by_label("Hadir").fill("Yulia Maharani\nSiti Marlina\nBagus Pranowo")
    organiser.press("Simpan berita acara", role="button")
    play.look(organiser, "meeting")
    organiser.press("Kunci putusan", role="button")
    expect(page.get_by_role("main")).to_contain_text("Putusan dikunci")
    minutes = words_of(organiser, f"/angkatan/{play.batch}/nilai/rapat.pdf")
    for word in ("Ruang rapat BPSDM", "Bagus Pranowo", "Lulus"):
        assert word.lower() in minutes.lower(), minutes
    page = organiser.go(f"/angkatan/{play.batch}/nilai")
    organiser.press("Tinjau lalu rilis")
    page.get_by_label("Saya sudah memeriksa hasil ini").check()
    organiser.press("Rilis hasil", role="button")
    expect(page.get_by_role("main")).to_contain_text("Hasil sudah dirilis")
    page = play.trainee.go(f"/angkatan/{play.batch}/nilai")
    play.look(play.trainee, "result")
    expect(page.get_by_role("main")).to_contain_text("Lulus")


def certify(play: Play) -> None:
    """Let the organiser issue the certificate, the trainee have it, and a stranger verify it."""
    organiser = play.organiser
    page = organiser.go(f"/angkatan/{play.batch}/sertifikat")
    organiser.press("Terbitkan", role="button")
    expect(page.get_by_role("main")).to_contain_text(
        re.compile("Selesai|sudah menerima sertifikat"), timeout=60_000
    )
    page = play.trainee.go("/sertifikat")
    play.look(play.trainee, "certificate")
    with page.expect_download() as download:
        play.trainee.press("Unduh PDF")
    with pikepdf.open(download.value.path()) as paper:
        assert len(paper.pages) == 2
    text = words_of(play.trainee, download.value.url)
    code = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){4}-[0-9A-Z]", text)
    assert code, text
    guest = play.visit()
    page = guest.go("/verifikasi")
    page.get_by_label("Kode sertifikat").fill(code[0])
    guest.press("Periksa", role="button", exact=True)
    expect(page.get_by_role("heading", name="Sertifikat ini sah")).to_be_visible()
    play.look(guest, "verified")


def let_the_last_day_come(house: House, batch: int) -> None:
    """End the batch today: its certificates state the whole period, and wait for its last day."""
    with sqlite3.connect(house.folder / "lms.sqlite3") as database:
        database.execute(
            "UPDATE batch SET ends_on = ? WHERE id = ?", (date.today().isoformat(), batch)
        )


def test_an_actualisation_from_its_issue_to_its_certificate(
    visit: Visit, batches: dict[str, int], house: House
) -> None:
    play = start(visit, batches, "latsar")
    mentor = {"Nama mentor tanpa akun": MENTOR, "Jabatan mentor": "Kepala Seksi Pelayanan"}
    open_the_projects(play, mentor)
    choose_the_issue(play)
    design(play, "Rancangan aktualisasi")
    confirm(play, play.coach, "Siti Marlina")
    logbook = link_for(play, "Buat tautan konfirmasi konsultasi", "/konsultasi")
    answer(play, logbook, "Kirim jawaban", "mentor-logbook")
    play.agree(play.coach, "Coach")
    answer(play, link_for(play, "Buat tautan putusan mentor"), "Setujui", "mentor-word", "Setuju.")

    weigh_the_roles(play, "Rancangan aktualisasi")
    hold_the_seminar(play, "Seminar rancangan", date.today() + timedelta(days=1))
    assess(play, play.examiner, 0, "sheet")
    assess(play, play.coach, 1)
    sheet = link_for(play, "Buat tautan penilaian mentor")
    assess_by_link(play, sheet, 1)
    play.agree(play.examiner, "Penguji")
    settle_the_marks(play, "Rancangan aktualisasi", "94,74")

    practise(play)
    answer(play, link_for(play, "Buat tautan putusan mentor"), "Setujui", "mentor-practice")
    card = words_of(play.trainee, f"{play.project}/kartu-kendali.pdf")
    for word in ("Akar penyebab dan gagasan", "oleh Siti Marlina", f"oleh {MENTOR}"):
        assert word in card, card
    hand_in(play, "Laporan aktualisasi")
    play.submit()
    play.agree(play.coach, "Coach")
    answer(play, link_for(play, "Buat tautan putusan mentor"), "Setujui")

    hold_the_seminar(play, "Seminar akhir", date.today() + timedelta(days=2))
    assess(play, play.examiner, 1)
    assess(play, play.coach, 1)
    assess_by_link(play, link_for(play, "Buat tautan penilaian mentor"), 1)
    play.agree(play.examiner, "Penguji")
    page = play.go(play.trainee, "", "done")
    expect(page.get_by_role("main")).to_contain_text("Selesai")
    settle_the_marks(play, "Laporan aktualisasi", "89,47")
    decide(play)
    page = play.organiser.go(f"/angkatan/{play.batch}/sertifikat")
    expect(page.get_by_role("main")).to_contain_text("diterbitkan mulai hari terakhirnya")
    let_the_last_day_come(house, play.batch)
    certify(play)


def assess_by_link(play: Play, path: str, level: int) -> None:
    """Let the mentor without an account assess a paper by a link."""
    mentor = play.visit()
    page = mentor.go(path)
    if level == 1:
        play.look(mentor, "mentor-sheet")
    choose_levels(page, level)
    mentor.press("Kirim penilaian", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jawaban Anda tersimpan")


def test_a_change_from_its_issue_to_the_decision(visit: Visit, batches: dict[str, int]) -> None:
    play = start(visit, batches, "pkp")
    superior = visit(EMAILS["superior"])
    open_the_projects(play, {"NIP mentor": FACTS["superior"][0]})
    choose_the_issue(play)
    design(play, "Rancangan aksi perubahan")
    superior.press("Buka bimbingan")
    play.look(superior, "superior-guided")
    play.agree(superior, "Mentor")
    play.agree(play.coach, "Coach")
    confirm(play, superior, "Lestari Handayani")

    hold_the_seminar(play, "Seminar rancangan", date.today() + timedelta(days=3))
    page = play.coach.go("/penilaian?keadaan=tim")
    play.coach.press("Hendra Gunawan: Rancangan aksi perubahan")
    expect(page.get_by_role("main")).to_contain_text("Karya ini dinilai oleh panel")
    play.look(play.coach, "grade-of-a-panel")
    play.coach.press("Lembar penilaian Anda")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lembar penilaian")
    for assessor in (superior, play.examiner, play.coach):
        assess(play, assessor, 0)
    play.agree(play.examiner, "Penguji")
    settle_the_marks(play, "Rancangan aksi perubahan", "100,00")
    practise(play)
    play.agree(superior, "Mentor")
    hand_in(play, "Laporan aksi perubahan")
    play.submit()
    play.agree(superior, "Mentor")
    play.agree(play.coach, "Coach")

    hold_the_seminar(play, "Seminar akhir", date.today() + timedelta(days=4))
    for assessor in (superior, play.examiner, play.coach):
        assess(play, assessor, 1)
    play.agree(play.examiner, "Penguji")
    settle_the_marks(play, "Laporan aksi perubahan", "89,47")
    decide(play)
