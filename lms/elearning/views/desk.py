"""The editor of a bank question: what its buttons do before anything is saved."""

from collections.abc import Callable
from typing import Any

from flask import request

from lms.core.pages import page
from lms.elearning import actions, forms, queries
from lms.elearning import quiz as rules_of_quiz
from lms.elearning.bank import PICTURES
from lms.elearning.models import BankQuestion
from lms.elearning.publishing import question_body
from lms.elearning.showing import controls
from lms.elearning.words import KINDS


class Desk:
    """A question that somebody is writing: with more rows, pictures and a look at it in between.

    Every button sends the whole form, so nothing typed is lost and no script is needed.
    """

    def __init__(
        self, form: Any, kind: str, question: BankQuestion | None = None, seen: int | None = None
    ) -> None:
        self.form, self.kind, self.question = form, kind, question
        self.seen = question.version if question and seen is None else seen
        self.picture = forms.picture_form(form, kind)
        self.words = forms.words_forms(form, kind)
        self.preview: dict[str, Any] | None = None
        #: Of the answer that shows the page.
        self.status = 200

    def is_done(self, save: Callable[[], Any]) -> bool:
        """Do what the pressed button says; tell whether the question is saved."""
        gone = request.form.get("hapus")
        kept = {name: one for name, one in self.words.items() if name != gone}
        are_described = forms.describe_pictures(self.form, self.kind, kept)
        if "tambah" in request.form:
            self._add_rows()
        elif gone is not None:
            forms.take_picture_out(self.form, self.kind, gone)
        elif "unggah" in request.form:
            self._put_picture()
        elif not are_described:
            self.status = 422
        elif "pratinjau" in request.form:
            self._show()
        # a picture that was chosen and not put in place yet comes along
        elif (not self.picture.file.data or self._put_picture()) and self._accepts(save):
            return True
        return False

    def _accepts(self, action: Callable[[], Any]) -> bool:
        accepted = self.form.accepts(action)
        self.status = 200 if accepted else 422
        return bool(accepted)

    def _add_rows(self) -> None:
        for _row in range(min(3, self.form.options.max_entries - len(self.form.options))):
            self.form.options.append_entry()

    def _put_picture(self) -> bool:
        form = self.picture
        if not form.accepts(lambda: actions.upload_picture(form.file.data)):
            self.status = 422
            return False
        forms.put_picture(self.form, self.kind, form.result, form.alt.data, form.place.data)
        self.picture = forms.picture_form(self.form, self.kind)
        self.picture.alt.data = ""
        return True

    def _show(self) -> None:
        form = self.form
        if self._accepts(lambda: actions.checked(forms.written_of(form, self.kind))):
            body = question_body(form.result, PICTURES)
            self.preview = controls(rules_of_quiz.public_question(body), None)

    def page(self) -> Any:
        """Return the page of the editor."""
        refused = {name: one for name, one in self.words.items() if one.errors}
        return page(
            "elearning/bank_edit.html",
            form=self.form,
            picture=self.picture,
            pictures=[
                (one, refused.get(one.name) or forms.words_form(one, formdata=None))
                for one in forms.pictures_in(self.form, self.kind)
            ],
            preview=self.preview,
            kind=self.kind,
            kinds=KINDS,
            question=self.question,
            seen=self.seen,
            categories=queries.bank_categories(),
        )
