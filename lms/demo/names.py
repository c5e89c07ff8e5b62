"""Invented names: given and family names are drawn apart, so that nobody real is meant."""

from random import Random

WOMEN = (
    "Ayu Citra Dewi Dian Eka Endah Fitri Gita Hesti Indah Intan Kartika Laras Lestari Lina Maya "
    "Mega Melati Nadia Ningsih Novi Nur Puspita Putri Rahma Ratih Ratna Rini Sari Sekar Shinta "
    "Siska Tari Utami Wening Winda Wulan Yuli Yunita Zahra"
).split()
MEN = (
    "Adi Agung Andi Ardi Arif Bagus Bambang Bayu Bima Budi Cahyo Darma Dedi Dimas Eko Fajar Galih "
    "Gilang Hadi Hendra Heru Iqbal Irfan Jaka Joko Krisna Lukman Made Nanda Nugroho Panji Rangga "
    "Reza Rizal Satria Surya Taufik Tegar Teguh Wahyu Yoga Yudha"
).split()
FAMILY = (
    "Adinata Anggraini Aprilia Atmaja Baskara Cahyadi Damayanti Firmansyah Gunawan Hakim Handayani "
    "Hapsari Hartanto Hasanah Herlambang Hidayat Indrawan Iskandar Kurniawan Kusuma Lesmana "
    "Mahardika Mahendra Maharani Mardiana Maulana Nasution Natawijaya Nirmala Nugraha Oktaviani "
    "Pangestu Permana Prabowo Pradana Pramono Pratama Prayoga Puspitasari Rachman Ramadhani "
    "Safitri Saputra Sasmita Setiawan Simanjuntak Sulistyo Susanto Syahputra Tanjung Utomo "
    "Wardana Wibisono Wicaksono Widodo Wijaya Wulandari Yudistira Zulkarnain"
).split()
TITLES = ("S.E.", "S.H.", "S.Sos.", "S.Kom.", "S.T.", "S.Pd.", "S.K.M.", "S.IP.", "M.Si.", "A.Md.")
TOWNS = (
    "Bandar Lampung", "Metro", "Kalianda", "Gunung Sugih", "Kotabumi", "Liwa", "Menggala",
    "Kota Agung", "Sukadana", "Blambangan Umpu", "Gedong Tataan", "Pringsewu", "Mesuji", "Krui",
)  # fmt: skip


def draw_name(rng: Random, *, woman: bool) -> str:
    """Return an invented name of two or three words."""
    given = rng.sample(WOMEN if woman else MEN, 2 if rng.random() < 0.35 else 1)
    return " ".join([*given, rng.choice(FAMILY)])
