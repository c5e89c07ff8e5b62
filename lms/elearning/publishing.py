"""Write lessons, quizzes and questions of a new version: Markdown becomes safe HTML here."""

from typing import Any

from lms.catalogue.models import Unit
from lms.core.db import db
from lms.core.richtext import render_inline, render_markdown
from lms.elearning.content import LessonForm, OptionForm, QuestionForm, QuizForm
from lms.elearning.models import Lesson, Question, Quiz


def lesson_columns(form: LessonForm, media: str) -> dict[str, Any]:
    """Return what a lesson's row says; its pictures lie below the address `media`."""
    html = str(render_markdown(form.text.text, media=media))
    return {"html": html, "size": len(html.encode()) + form.pictures}


def quiz_columns(form: QuizForm, media: str) -> dict[str, Any]:
    """Return what a quiz's row says, its questions apart."""
    return {
        "intro": str(render_markdown(form.intro, media=media)),
        "minutes": form.unit.minutes,
        "pass_mark": form.pass_mark,
        "attempts_allowed": form.attempts,
        "draw": form.draw,
        "review": form.review,
        "counts": form.counts,
        "pools": [{"quiz": pool.quiz, "draw": pool.draw} for pool in form.pools],
    }


def question_body(form: QuestionForm, media: str) -> dict[str, Any]:
    """Return a question in the shape of quiz.py; numbers as texts, so that nothing is rounded."""
    body = {
        "id": form.key,
        "type": form.type,
        "text_html": str(render_markdown(form.text, media=media)),
        "points": str(form.points),
        "feedback_html": str(render_markdown(form.feedback, media=media)),
    }
    if form.type == "numeric":
        return body | {"answer": form.answers[0], "tolerance": str(form.tolerance)}
    if form.type == "short":
        return body | {"answers": form.answers}
    return body | {"options": [_option(option, media) for option in form.options]}


def _option(form: OptionForm, media: str) -> dict[str, Any]:
    return {
        "html": str(render_inline(form.text, media=media)),
        "correct": form.is_correct,
        "feedback_html": str(render_inline(form.feedback, media=media)),
    }


def add_lesson(unit: Unit, form: LessonForm, media: str) -> None:
    """Add the lesson of a unit."""
    db.session.add(Lesson(unit_id=unit.id, **lesson_columns(form, media)))


def add_quiz(unit: Unit, form: QuizForm, media: str) -> None:
    """Add the quiz of a unit with its pool of questions."""
    quiz = Quiz(unit_id=unit.id, **quiz_columns(form, media))
    db.session.add(quiz)
    db.session.flush()
    for position, question in enumerate(form.questions, 1):
        db.session.add(
            Question(
                quiz_id=quiz.id,
                key=question.key,
                kind=question.type,
                body=question_body(question, media),
                position=position,
            )
        )
