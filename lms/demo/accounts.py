"""The demo accounts: one invented person per role, all with the same password."""

from dataclasses import dataclass
from datetime import timedelta

from lms.core.clock import today
from lms.core.db import db
from lms.people import actions, signin
from lms.people.models import Opd, Person

PASSWORD = "belajar-di-lampung"


@dataclass(frozen=True)
class Account:
    """One demo account: what it shows, and who it is."""

    role: str
    label: str
    email: str
    facts: dict[str, str]
    nip: str


ACCOUNTS = (
    Account("trainee", "Peserta", "peserta@demo.invalid",
            {"name": "Ratih Anggraini", "title_back": "S.K.M.", "employment": "cpns",
             "position_kind": "pelaksana", "position_title": "Pengelola Layanan Kesehatan",
             "golongan": "III/a", "birth_place": "Metro"}, "199807152025042003"),
    Account("instructor", "Pengajar, coach, penguji", "pengajar@demo.invalid",
            {"name": "Darmawan Saputra", "title_back": "M.Pd.", "position_kind": "fungsional",
             "position_title": "Widyaiswara Ahli Madya", "golongan": "IV/a"},
            "197503122000031004"),
    Account("mentor", "Mentor (atasan)", "mentor@demo.invalid",
            {"name": "Hendra Gunawan", "title_back": "S.K.M., M.M.", "position_kind": "pengawas",
             "position_title": "Kepala Subbagian Umum dan Kepegawaian", "golongan": "III/d"},
            "198102172006041003"),
    Account("organiser", "Penyelenggara", "penyelenggara@demo.invalid",
            {"name": "Yulia Maharani", "title_back": "S.Sos.", "position_kind": "pengawas",
             "position_title": "Kepala Subbidang Penyelenggaraan", "golongan": "III/d"},
            "198411052008012006"),
    Account("opd_officer", "Pengelola OPD", "pengelola@demo.invalid",
            {"name": "Dedi Firmansyah", "title_back": "S.H.", "position_kind": "pelaksana",
             "position_title": "Penelaah Teknis Kebijakan", "golongan": "III/b"},
            "199002202014021005"),
    Account("leader", "Pimpinan", "pimpinan@demo.invalid",
            {"name": "Surya Mahendra Putra", "title_front": "Dr.", "title_back": "M.Si.",
             "position_kind": "jpt", "position_title": "Kepala BPSDM", "golongan": "IV/d"},
            "196905171994031007"),
    Account("admin", "Admin", "admin@demo.invalid",
            {"name": "Nadia Kusuma", "title_back": "S.Kom.", "position_kind": "fungsional",
             "position_title": "Pranata Komputer Ahli Muda", "golongan": "III/c"},
            "198807232012122008"),
)  # fmt: skip


def load_accounts(offices: dict[str, Opd]) -> dict[str, Person]:
    """Add the demo accounts with their roles; returns them by role."""
    health = offices["Dinas Kesehatan"]
    agency = offices["Badan Pengembangan Sumber Daya Manusia Daerah"]
    kept = signin.hasher.hash(PASSWORD)
    since = today() - timedelta(days=700)
    found = {}
    for account in ACCOUNTS:
        office = health if account.role in ("trainee", "mentor", "opd_officer") else agency
        person = actions.add_person(
            by=None, nip=account.nip, email=account.email, opd_id=office.id,
            performance="Baik", password_hash=kept, password_state="own", **account.facts,
        )  # fmt: skip
        found[account.role] = person
    db.session.flush()
    for role, person in found.items():
        if role != "trainee":
            scope = health if role == "opd_officer" else None
            actions.grant_role(person, role, by=None, opd=scope, starts_on=since)
    for role in ("coach", "examiner"):
        actions.grant_role(found["instructor"], role, by=None, starts_on=since)
    return found


def instruction(address: str) -> str:
    """Return the lines that `make run` prints: accounts, password, three things to try."""
    width = max(len(account.label) for account in ACCOUNTS)
    lines = [f"  {account.label:{width}}  {account.email}" for account in ACCOUNTS]
    return "\n".join(
        [
            f"Buka {address}",
            "",
            f"Akun contoh (kata sandi semuanya: {PASSWORD})",
            *lines,
            "",
            "Tiga hal untuk dicoba lebih dahulu:",
            "  1. Masuk sebagai Peserta: lanjutkan pelajaran, kerjakan kuis, lihat JP.",
            "  2. Masuk sebagai Pengajar: buka Penilaian dan nilai satu tugas dengan rubrik.",
            f"  3. Tanpa masuk: buka {address}/katalog, lalu periksa sertifikat di /verifikasi.",
        ]
    )
