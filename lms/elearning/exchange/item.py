"""One question on its way in: what of it can be kept, and in sentences what cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lms.core.i18n import _
from lms.elearning.exchange.pictures import unplaced
from lms.elearning.questions.written import OptionForm, QuestionForm, faults_of

#: A question may be worth this much here; others are brought within.
LEAST_POINTS, MOST_POINTS = Decimal("0.01"), Decimal(100)


@dataclass(frozen=True)
class Item:
    """One question of a file; without a form it cannot come in."""

    name: str
    form: QuestionForm | None
    #: What was changed, or why it is dropped.
    notes: list[str] = field(default_factory=list)
    #: Title of the category the file names; "" for none.
    category: str = ""
    tags: Sequence[str] = ()

    @property
    def verdict(self) -> str:
        """Return "kept", "changed" or "dropped"."""
        if self.form is None:
            return "dropped"
        return "changed" if self.notes else "kept"


def dropped(name: str, why: str, category: str = "") -> Item:
    """Return an item that cannot come in."""
    return Item(name, None, [why], category)


def settled(item: Item) -> Item:
    """Return the item with its points in bounds, dropped when something is wrong with it."""
    form = item.form
    if form is None:
        return item
    notes = list(dict.fromkeys(item.notes))
    if not LEAST_POINTS <= form.points <= MOST_POINTS:
        notes.append(_("Poin %(points)s diganti 1.", points=form.points))
        form = replace(form, points=Decimal(1))
    strange = unplaced(form)
    if strange:
        why = _("Gambar %(name)s ditulis dengan cara yang tidak dikenal.", name=strange[0][:80])
        return replace(item, form=None, notes=[why])
    faults = [sentence[:1].upper() + sentence[1:] for _key, sentence in faults_of(form)]
    if faults:
        return replace(item, form=None, notes=faults)
    return replace(item, form=form, notes=notes)


def choices(
    marked: Sequence[tuple[str, Decimal, str]], *, several: bool, notes: list[str]
) -> tuple[str, list[OptionForm]]:
    """Return type and options from (text, share in percent, feedback), noting what changes.

    Elsewhere every option of a question with several answers has its own weight; here right ones
    weigh the same, and wrong ones take as much back.
    """
    if several:
        right = [share for _text, share, _feedback in marked if share > 0]
        wrong = [share for _text, share, _feedback in marked if share <= 0]
        each = Decimal(100) / max(1, len(right))
        same = all(abs(share - each) < 1 for share in right)
        if not same or any(abs(share + each) >= 1 for share in wrong):
            notes.append(
                _("Bobot pilihan mengikuti aturan di sini: setiap pilihan benar sama berat, "
                  "pilihan salah mengurangi sebesar itu.")
            )  # fmt: skip
        return "multiple", [OptionForm(text, share > 0, said) for text, share, said in marked]
    best = max((share for _text, share, _feedback in marked), default=Decimal())
    if any(share < 0 for _text, share, _feedback in marked):
        notes.append(_("Pilihan yang mengurangi poin menjadi 0 poin."))
    if 0 < best < 100:
        notes.append(_("Pilihan terbaik bernilai %(share)s%%; di sini penuh.", share=best))
    keys = [share == best > 0 for _text, share, _feedback in marked]
    options = [
        OptionForm(text, is_key, said, Decimal() if is_key or share <= 0 else share / 100)
        for (text, share, said), is_key in zip(marked, keys, strict=True)
    ]
    if sum(keys) > 1:
        notes.append(_("Beberapa pilihan bernilai penuh, sehingga menjadi soal pilihan jamak."))
        return "multiple", [OptionForm(one.text, one.is_correct, one.feedback) for one in options]
    return "single", options


def full_answers(
    marked: Iterable[tuple[str, Decimal, str]], notes: list[str]
) -> list[tuple[str, str]]:
    """Return the (text, feedback) that earn everything; others have no place here and are noted."""
    found = list(marked)
    full = [(text, said) for text, share, said in found if share >= 100]
    if any(0 < share < 100 for _text, share, _said in found):
        notes.append(_("Jawaban yang bernilai sebagian tidak ikut."))
    if any(said for _text, _share, said in found):
        notes.append(_("Umpan balik setiap jawaban ketikan tidak ikut."))
    return full


def true_false(is_true: bool, when_true: str = "", when_false: str = "") -> list[OptionForm]:
    """Return the two options of a sentence that is right or wrong."""
    return [
        OptionForm("Benar", is_true, when_true), OptionForm("Salah", not is_true, when_false)
    ]  # fmt: skip
