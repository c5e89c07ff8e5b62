"""The offices of the province as public lists name them (C1: check against the Perda)."""

from lms.people import actions
from lms.people.models import Opd

#: (kind, share of the staff in one office of that kind, names)
OFFICES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("sekretariat", 3, ("Sekretariat Daerah", "Sekretariat DPRD", "Inspektorat")),
    (
        "biro",
        1,
        (
            "Biro Pemerintahan dan Otonomi Daerah", "Biro Hukum", "Biro Kesejahteraan Rakyat",
            "Biro Perekonomian", "Biro Administrasi Pembangunan",
            "Biro Pengadaan Barang dan Jasa", "Biro Administrasi Pimpinan", "Biro Organisasi",
            "Biro Umum",
        ),
    ),
    ("dinas", 60, ("Dinas Pendidikan dan Kebudayaan",)),
    (
        "dinas",
        4,
        (
            "Dinas Kesehatan", "Dinas Bina Marga dan Bina Konstruksi",
            "Dinas Pengelolaan Sumber Daya Air",
            "Dinas Perumahan, Kawasan Permukiman dan Cipta Karya", "Dinas Sosial",
            "Dinas Tenaga Kerja", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
            "Dinas Lingkungan Hidup", "Dinas Kependudukan dan Pencatatan Sipil",
            "Dinas Pemberdayaan Masyarakat, Desa dan Transmigrasi", "Dinas Perhubungan",
            "Dinas Komunikasi, Informatika dan Statistik",
            "Dinas Koperasi, Usaha Kecil dan Menengah", "Dinas Penanaman Modal dan PTSP",
            "Dinas Pemuda dan Olahraga", "Dinas Perpustakaan dan Kearsipan",
            "Dinas Kelautan dan Perikanan", "Dinas Pariwisata dan Ekonomi Kreatif",
            "Dinas Ketahanan Pangan, Tanaman Pangan dan Hortikultura", "Dinas Perkebunan",
            "Dinas Peternakan dan Kesehatan Hewan", "Dinas Kehutanan",
            "Dinas Energi dan Sumber Daya Mineral", "Dinas Perindustrian dan Perdagangan",
            "Satuan Polisi Pamong Praja",
        ),
    ),
    (
        "badan",
        3,
        (
            "Badan Perencanaan Pembangunan Daerah", "Badan Pengelolaan Keuangan dan Aset Daerah",
            "Badan Pendapatan Daerah", "Badan Kepegawaian Daerah",
            "Badan Pengembangan Sumber Daya Manusia Daerah",
            "Badan Penelitian dan Pengembangan Daerah", "Badan Penghubung",
            "Badan Penanggulangan Bencana Daerah", "Badan Kesatuan Bangsa dan Politik Daerah",
        ),
    ),
    ("rs", 12, ("RSUD Dr. H. Abdul Moeloek", "RS Jiwa Daerah", "RSUD Bandar Negara Husada")),
)  # fmt: skip

SHORT = {
    "Dinas": "Dis.", "Badan": "Bdn.", "Sekretariat": "Sekr.", "dan": "&", "Pengembangan": "Peng.",
    "Pemberdayaan": "Pemb.", "Perlindungan": "Perl.", "Pengelolaan": "Peng.",
}  # fmt: skip


def load_offices() -> list[tuple[Opd, int]]:
    """Add the province and its offices; returns each office with its share of the staff."""
    province = actions.add_office("18", "Pemerintah Provinsi Lampung", kind="provinsi")
    found: list[tuple[Opd, int]] = []
    for kind, share, names in OFFICES:
        for name in names:
            short = " ".join(SHORT.get(word, word) for word in name.split())
            code = f"18.{len(found) + 1:02d}"
            office = actions.add_office(code, name, kind=kind, short_name=short, parent=province)
            found.append((office, share))
    return found
