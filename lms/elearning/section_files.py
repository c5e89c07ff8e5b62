"""Where a quiz takes its questions from, its sections, and what it shows, as files say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.catalogue.content import read_key, refuse_repeats
from lms.catalogue.media import Media
from lms.core.i18n import _
from lms.core.sources import Mapping
from lms.elearning import review
from lms.elearning.question_files import read_prose

MOST_SECTIONS = 20


@dataclass(frozen=True)
class PoolForm:
    """How many questions are drawn from the pool of another quiz, or from a place of the bank."""

    draw: int
    line: int
    quiz: str = ""
    #: Path of a category of the bank, and a tag that narrows it: either, or both.
    bank: str = ""
    tag: str = ""

    @property
    def source(self) -> dict[str, str]:
        """Return where its questions come from: {quiz: key}, or {bank: path, tag: word}."""
        told = {"quiz": self.quiz, "bank": self.bank, "tag": self.tag}
        return {name: value for name, value in told.items() if value}

    @property
    def columns(self) -> dict[str, str | int]:
        """Return it as a quiz keeps it."""
        return {**self.source, "draw": self.draw}


@dataclass(frozen=True)
class SectionForm:
    """A part of a quiz with a title, its own instructions and its own draw."""

    key: str
    title: str
    text: str
    #: 0 when it shares the time of the whole.
    minutes: int
    #: "all" or a number: of its own questions.
    wanted: str
    pools: list[PoolForm]
    line: int

    def draws(self, own: int) -> int:
        """Return how many questions it puts, when so many of the quiz's own belong to it."""
        return sum(pool.draw for pool in self.pools) or (
            int(self.wanted) if self.wanted.isdecimal() else own
        )


def read_pools(source: Mapping) -> list[PoolForm]:
    """Describe the pools that a quiz or a section draws from."""
    pools = []
    for part in source.mappings("pools", required=False):
        bank, tag = part.text("bank", ""), part.text("tag", "").lower()
        quiz = "" if bank or tag else part.text("quiz")
        pools.append(PoolForm(part.whole("draw", least=1, most=500), part.line, quiz, bank, tag))
        part.close()
    return pools


def refuse_same_pools(source: Mapping, pools: Sequence[PoolForm]) -> None:
    """Note a pool that is named twice: the same question could be put twice."""
    seen: list[dict[str, str]] = []
    for pool in pools:
        if pool.source in seen:
            source.faults.add(source.path, pool.line, _("sumber soal ini sudah disebut di atas."))
        seen.append(pool.source)


def read_sections(source: Mapping, media: Media) -> list[SectionForm]:
    """Describe the sections of a quiz."""
    parts = source.mappings("sections", required=False)
    refuse_repeats(parts, "key")
    if len(parts) > MOST_SECTIONS:
        source.fault("sections", _("paling banyak %(most)s bagian.", most=MOST_SECTIONS))
    found = []
    for part in parts:
        pools = read_pools(part)
        wanted = part.text("draw", "all")
        if wanted != "all":
            wanted = str(part.whole("draw", 1, least=1, most=500))
        if pools and part.has("draw"):
            part.fault("draw", _('tulis "pools" saja, tanpa "draw".'))
        found.append(
            SectionForm(
                read_key(part, "key"), part.text("title"),
                read_prose(part, "text", media, required=False),
                part.whole("minutes", 0, most=24 * 60), wanted, pools, part.line,
            )
        )  # fmt: skip
        part.close()
    return found


def check_sections(
    source: Mapping, sections: Sequence[SectionForm], places: dict[str, str], minutes: int
) -> None:
    """Note questions without a section, sections without questions, and more time than there is."""
    own = list(places.values())
    keys = {one.key for one in sections}
    for key in [key for key, section in places.items() if section not in keys]:
        source.fault("questions", _('soal "%(key)s" belum masuk bagian mana pun.', key=key))
    for one in sections:
        count = own.count(one.key)
        if bool(count) == bool(one.pools):
            source.faults.add(
                source.path, one.line,
                _('bagian "%(title)s" memerlukan soal sendiri atau "pools", salah satu.',
                  title=one.title),
            )  # fmt: skip
        elif count and one.draws(count) > count:
            source.faults.add(
                source.path, one.line,
                _('bagian "%(title)s" hanya memuat %(count)s soal.', title=one.title, count=count),
            )  # fmt: skip
    if sum(one.minutes for one in sections) > minutes:
        source.fault("sections", _("waktu semua bagian melebihi waktu kuisnya."))


def read_review(source: Mapping) -> dict[str, list[str]]:
    """Describe what is shown and when: the name of a usual policy, or moment by moment."""
    if not source.is_mapping("review"):
        return review.POLICIES[source.choice("review", list(review.POLICIES))]
    part = source.mapping("review")
    assert part is not None
    found = {}
    for moment in review.MOMENTS:
        found[moment] = part.texts(moment, required=False)
        unknown = [one for one in found[moment] if one not in review.ASPECTS]
        if unknown:
            part.fault(
                moment,
                _("%(word)s tidak dikenal; pilih dari: %(known)s.", word=unknown[0],
                  known=", ".join(review.ASPECTS)),
            )  # fmt: skip
    part.close()
    return review.tidy(found)
