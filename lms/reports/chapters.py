"""The chapters of the report on a batch (laporan penyelenggaraan) as agencies file them.

Facts in, plain blocks out: the page, the PDF and the DOCX all write what these functions return.
The report is an official document, so its words are Indonesian whoever reads the page; the order of
chapters is a working shape (docs/facts.md, M).
"""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from lms.core.formats import angka, hari, tanggal
from lms.core.outline import Block, Chapter, Grid, Heading, Points, Text, paragraphs
from lms.reports.facts import (
    Frame,
    Ground,
    Marks,
    Meeting,
    Opinion,
    Paper,
    Presence,
    Stretch,
    Subject,
    Teacher,
    Trainee,
)

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
TITLES = {
    "opening": "Pendahuluan",
    "people": "Peserta, kurikulum, dan tenaga pengajar",
    "course": "Pelaksanaan",
    "result": "Hasil pelatihan",
    "opinion": "Evaluasi oleh peserta",
    "trouble": "Kendala dan saran",
    "closing": "Penutup",
}
CHAPTERS = tuple(TITLES)
ANNEX_TITLES = {
    "nominative": "Daftar nominatif peserta",
    "recap": "Rekapitulasi nilai",
    "timetable": "Jadwal pelatihan",
    "presence": "Rekap kehadiran",
    "register": "Daftar sertifikat",
}
#: People whose mark is named in the text; the annex has them all.
_BEST = 5


def _chapter(key: str, *blocks: Block) -> Chapter:
    return Chapter(key, f"BAB {_ROMAN[CHAPTERS.index(key)]}", TITLES[key], blocks)


def _said(text: str, otherwise: str) -> list[Block]:
    """Return what the organiser wrote as paragraphs, or the sentence that stands without it."""
    return [Text(line) for line in paragraphs(text) or [otherwise]]


def opening(frame: Frame, ground: Ground) -> Chapter:
    """Return why, on what basis, for what and for whom the training was held."""
    decree = paragraphs(frame.text("decree"))
    return _chapter(
        "opening",
        Heading("A. Gambaran umum"),
        Text(
            f"{frame.agency} menyelenggarakan {frame.batch} ({frame.programme}) dari "
            f"{tanggal(frame.first)} sampai dengan {tanggal(frame.last)}"
            f"{f' di {frame.place}' if frame.place else ''}, sebanyak {frame.jp} jam pelajaran "
            f"(JP) dengan {frame.jp_minutes} menit setiap JP."
        ),
        Heading("B. Dasar hukum"),
        Points([*ground.legal_basis, *decree] or ["Belum diisi."]),
        Heading("C. Tujuan dan sasaran"),
        *_said(frame.text("purpose"), ground.summary),
        *([Text(f"Sasaran: {ground.target}")] if ground.target else []),
    )


def people(
    trainees: Sequence[Trainee], stretches: Sequence[Stretch], subjects: Sequence[Subject],
    teachers: Sequence[Teacher],
) -> Chapter:  # fmt: skip
    """Return who learned what from whom."""
    sexes = Counter(one.sex for one in trainees)
    counted = f"{sexes['L']} laki-laki dan {sexes['P']} perempuan"
    unknown = f", {sexes['']} belum diketahui" if sexes[""] else ""
    return _chapter(
        "people",
        Heading("A. Peserta"),
        Text(
            f"Peserta berjumlah {len(trainees)} orang, {counted}{unknown}, dari "
            f"{len({one.office for one in trainees})} instansi. Daftar nominatif pada Lampiran 1."
        ),
        _counts("Instansi", [one.office or "Tanpa instansi" for one in trainees]),
        _counts("Golongan", [one.golongan or "Belum diisi" for one in trainees]),
        Heading("B. Tahap dan kurikulum"),
        Grid(
            ("Tahap", "Cara", "Mulai", "Selesai", "JP"),
            [
                (one.title, one.mode, tanggal(one.first), tanggal(one.last), str(one.jp))
                for one in stretches
            ],
            numbers=frozenset({4}), widths=(7, 5, 4, 4, 2),
        ),
        Grid(
            ("No.", "Agenda", "Mata pelatihan", "JP"),
            [
                (str(number), one.agenda, one.title, str(one.jp))
                for number, one in enumerate(subjects, 1)
            ]
            + [("", "", "Jumlah", str(sum(one.jp for one in subjects)))],
            numbers=frozenset({3}), widths=(2, 9, 15, 2),
        ),
        Heading("C. Tenaga pengajar dan penyelenggara"),
        Grid(
            ("No.", "Nama dan NIP", "Jabatan", "Tugas", "Mata pelatihan", "JP"),
            [
                (str(number), f"{one.name}\n{one.nip}", one.position, ", ".join(one.roles),
                 "; ".join(one.subjects) or "–", str(one.jp))
                for number, one in enumerate(teachers, 1)
            ],
            numbers=frozenset({5}), widths=(2, 9, 7, 6, 12, 2),
        ),
    )  # fmt: skip


def _counts(what: str, values: Sequence[str]) -> Grid:
    found = sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
    rows = [(name, str(count)) for name, count in found]
    return Grid((what, "Peserta"), [*rows, ("Jumlah", str(len(values)))],
                numbers=frozenset({1}), widths=(8, 2))  # fmt: skip


def course(frame: Frame, meetings: Sequence[Meeting], presences: Sequence[Presence]) -> Chapter:
    """Return how the training went: its timetable and who was there."""
    days = len({one.day for one in meetings})
    modes = [(mode, sum(one.jp for one in meetings if one.mode == mode))
             for mode in dict.fromkeys(one.mode for one in meetings)]  # fmt: skip
    over = [one for one in presences if one.state == "exceeded"]
    return _chapter(
        "course",
        Heading("A. Jadwal"),
        Text(
            f"Jadwal memuat {len(meetings)} sesi dalam {days} hari, seluruhnya "
            f"{sum(one.jp for one in meetings)} JP"
            + (f" ({', '.join(f'{mode.lower()} {jp} JP' for mode, jp in modes)})" if modes else "")
            + ". Jadwal lengkap pada Lampiran 3."
        ),
        *[Text(line) for line in paragraphs(frame.text("execution"))],
        Heading("B. Kehadiran"),
        *_attendance(presences),
        *(
            [Text("Melewati batas ketidakhadiran: " + ", ".join(one.name for one in over) + ".")]
            if over
            else []
        ),
        *([Heading("C. Pembiayaan")] if frame.text("budget") else []),
        *[Text(line) for line in paragraphs(frame.text("budget"))],
    )


def _attendance(presences: Sequence[Presence]) -> list[Block]:
    known = [one.percent for one in presences if one.percent is not None]
    if not known:
        return [Text("Kehadiran belum dicatat.")]
    mean = round(sum(known) / len(known))
    sums = [("Hadir", sum(one.present for one in presences)),
            ("Izin", sum(one.permit for one in presences)),
            ("Sakit", sum(one.sick for one in presences)),
            ("Alpa", sum(one.absent for one in presences))]  # fmt: skip
    return [
        Text(
            f"Rata-rata kehadiran {mean} persen dari JP yang ditandai, terendah {min(known)} "
            f"persen dan tertinggi {max(known)} persen. Rekap setiap peserta pada Lampiran 4."
        ),
        Grid(("Keadaan", "JP peserta"), [(name, str(jp)) for name, jp in sums],
             numbers=frozenset({1}), widths=(8, 2)),
    ]  # fmt: skip


def result(marks: Marks, papers: Sequence[Paper]) -> Chapter:
    """Return the marks by part, who passed, the best and the certificates."""
    outcomes = Counter(one.outcome for one in marks.lines)
    return _chapter(
        "result",
        Heading("A. Nilai menurut komponen"),
        Text(_standing(marks)),
        Grid(
            ("Komponen", "Bobot (%)", "Terendah", "Rata-rata", "Tertinggi"),
            [_spread(part.title, part.weight, [one.points.get(part.key) for one in marks.lines])
             for part in marks.parts]
            + [_spread("Nilai akhir", "100", [one.final for one in marks.lines])],
            numbers=frozenset({1, 2, 3, 4}), widths=(8, 2, 2, 2, 2),
        ),
        Heading("B. Kelulusan"),
        Grid(
            ("Hasil", "Peserta"),
            [(label, str(outcomes[key])) for key, label in marks.outcomes.items() if outcomes[key]]
            + [("Jumlah", str(len(marks.lines)))],
            numbers=frozenset({1}), widths=(8, 2),
        ),
        _counts("Kualifikasi", [one.predicate for one in marks.lines if one.predicate]),
        *_best(marks),
        Heading("D. Sertifikat"),
        Text(_papers(papers)),
    )  # fmt: skip


def _standing(marks: Marks) -> str:
    held = f" setelah rapat evaluasi akhir {tanggal(marks.held_on)}" if marks.held_on else ""
    if marks.released_on is None:
        return "Hasil belum dirilis; angka di bawah ini masih sementara."
    return (f"Hasil dirilis {tanggal(marks.released_on)}{held}. Nilai setiap peserta pada "
            "Lampiran 2.")  # fmt: skip


def _spread(title: str, weight: str, points: Sequence[Decimal | None]) -> tuple[str, ...]:
    known = [mark for mark in points if mark is not None]
    if not known:
        return title, weight, "–", "–", "–"
    mean = (sum(known, Decimal()) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return title, weight, angka(min(known)), angka(mean), angka(max(known))


def _best(marks: Marks) -> list[Block]:
    best = sorted(
        (one for one in marks.lines if one.rank is not None and one.rank <= _BEST),
        key=lambda one: (one.rank or 0, one.name),
    )
    rows = [(str(one.rank), one.name, one.office, angka(one.final)) for one in best]
    return [
        Heading("C. Peserta terbaik"),
        Grid(("Peringkat", "Nama", "Instansi", "Nilai akhir"), rows, numbers=frozenset({0, 3}),
             widths=(2, 6, 8, 2)) if rows else Text("Belum ada peserta yang dinyatakan lulus."),
    ]  # fmt: skip


def _papers(papers: Sequence[Paper]) -> str:
    if not papers:
        return "Sertifikat belum diterbitkan."
    kinds = Counter(one.kind for one in papers)
    told = ", ".join(f"{kind} {count} lembar" for kind, count in kinds.items())
    return (f"Diterbitkan {told}, nomor {papers[0].number} sampai dengan {papers[-1].number}. "
            "Daftarnya pada Lampiran 5.")  # fmt: skip


def opinion(opinions: Sequence[Opinion]) -> Chapter:
    """Return what the trainees thought: the organisation by item, each instructor by the mean."""
    whole = [one for one in opinions if not one.about]
    about = [one for one in opinions if one.about]
    blocks: list[Block] = []
    for one in whole:
        blocks += [Heading(f"{one.title} ({one.count} jawaban)"), *_items(one)]
    if about:
        blocks += [
            Heading("Penilaian terhadap tenaga pengajar"),
            Grid(("Survei", "Tenaga pengajar", "Jawaban", "Rata-rata (1-5)"),
                 [(one.title, one.about, str(one.count), angka(one.mean)) for one in about],
                 numbers=frozenset({2, 3}), widths=(6, 6, 2, 3)),
        ]  # fmt: skip
    return _chapter("opinion", *(blocks or [Text("Angkatan ini tidak mempunyai survei peserta.")]))


def _items(one: Opinion) -> list[Block]:
    if one.mean is None:
        return [
            Text("Jawaban terlalu sedikit untuk ditampilkan tanpa membuka siapa yang menjawab.")
        ]
    return [
        Text(f"Rata-rata {angka(one.mean)} dari 5."),
        Grid(("Bagian", "Butir", "Jawaban", "Rata-rata"),
             [(group, text, str(count), angka(mean)) for group, text, mean, count in one.items],
             numbers=frozenset({2, 3}), widths=(4, 10, 2, 2)),
    ]  # fmt: skip


def trouble(frame: Frame) -> Chapter:
    """Return what hindered the training and what the organiser advises."""
    return _chapter(
        "trouble",
        Heading("A. Kendala"),
        *_said(frame.text("obstacles"), "Belum ditulis."),
        Heading("B. Saran"),
        *_said(frame.text("advice"), "Belum ditulis."),
    )


def closing(frame: Frame) -> Chapter:
    """Return the last words before the signature."""
    usual = (f"Demikian laporan penyelenggaraan {frame.batch} ini dibuat sebagai "
             "pertanggungjawaban dan bahan perbaikan penyelenggaraan berikutnya.")  # fmt: skip
    return _chapter("closing", *_said(frame.text("closing"), usual))


# ---- annexes -----------------------------------------------------------------------------------


def _annex(key: str, grid: Grid) -> Chapter:
    number = list(ANNEX_TITLES).index(key) + 1
    return Chapter(key, f"Lampiran {number}.", ANNEX_TITLES[key], [grid])


def nominative(trainees: Sequence[Trainee]) -> Chapter:
    """Return annex 1: who took part."""
    return _annex("nominative", Grid(
        ("No.", "Nama dan NIP", "L/P", "Tempat, tanggal lahir", "Golongan", "Jabatan", "Instansi"),
        [
            (str(number), f"{one.name}\n{one.nip}", one.sex or "–", one.birth or "–",
             one.golongan or "–", one.position or "–", one.office or "–")
            for number, one in enumerate(trainees, 1)
        ],
        widths=(2, 11, 2, 9, 4, 10, 12),
    ))  # fmt: skip


def recap(marks: Marks) -> Chapter:
    """Return annex 2: everybody's marks."""
    parts = [f"{part.title} ({part.weight}%)" for part in marks.parts]
    numbers = range(2, 3 + len(parts))
    return _annex("recap", Grid(
        ("No.", "Nama dan NIP", *parts, "Akhir", "Kualifikasi", "Peringkat", "Hasil"),
        [
            (str(number), f"{one.name}\n{one.nip}",
             *(angka(one.points.get(part.key)) for part in marks.parts), angka(one.final),
             one.predicate or "–", str(one.rank or "–"), marks.outcomes[one.outcome])
            for number, one in enumerate(marks.lines, 1)
        ],
        numbers=frozenset({*numbers, 4 + len(parts)}),
        widths=(2, 12, *(4 for _part in parts), 4, 6, 4, 4),
    ))  # fmt: skip


def timetable(meetings: Sequence[Meeting]) -> Chapter:
    """Return annex 3: every session."""
    return _annex("timetable", Grid(
        ("Hari, tanggal", "Waktu", "JP", "Mata pelatihan", "Pengajar", "Tempat"),
        [(hari(one.day), one.hours, str(one.jp), one.title, one.teachers or "–", one.place)
         for one in meetings],
        numbers=frozenset({2}), widths=(8, 6, 2, 14, 10, 9),
    ))  # fmt: skip


def presence(presences: Sequence[Presence]) -> Chapter:
    """Return annex 4: everybody's attendance in JP."""
    return _annex("presence", Grid(
        ("No.", "Nama dan NIP", "Hadir", "Izin", "Sakit", "Alpa", "Persen"),
        [
            (str(number), f"{one.name}\n{one.nip}", str(one.present), str(one.permit),
             str(one.sick), str(one.absent), "–" if one.percent is None else str(one.percent))
            for number, one in enumerate(presences, 1)
        ],
        numbers=frozenset(range(2, 7)), widths=(2, 14, 3, 3, 3, 3, 3),
    ))  # fmt: skip


def register(papers: Sequence[Paper]) -> Chapter:
    """Return annex 5: the certificates."""
    return _annex("register", Grid(
        ("No.", "Nomor", "Nama dan NIP", "Jenis"),
        [
            (str(number), one.number, f"{one.name}\n{one.nip}", one.kind)
            for number, one in enumerate(papers, 1)
        ],
        widths=(2, 9, 12, 9),
    ))  # fmt: skip
