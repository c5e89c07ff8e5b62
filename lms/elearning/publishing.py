"""Write lessons, activities, quizzes of a new version: Markdown becomes safe HTML here."""

from typing import Any

from lms.catalogue.models import Unit
from lms.core.db import db
from lms.core.richtext import render_inline, render_markdown
from lms.elearning.content import ActivityForm, LessonForm, QuizForm
from lms.elearning.models import Activity, Lesson, Question, Quiz, UnitRule
from lms.elearning.questions.written import GapForm, OptionForm, QuestionForm
from lms.elearning.section_files import SectionForm
from lms.elearning.ways import WayForm


def lesson_columns(form: LessonForm, media: str) -> dict[str, Any]:
    """Return what a lesson's row says; its pictures lie below the address `media`."""
    html = str(render_markdown(form.text.text, media=media))
    return {"html": html, "size": len(html.encode()) + form.pictures}


def activity_columns(form: ActivityForm, media: str) -> dict[str, Any]:
    """Return what an activity's row says; its files lie below the address `media`."""
    html = str(render_markdown(form.text.text, media=media))
    facts = {name: _placed(value, media) for name, value in form.facts.items()}
    return {"html": html, "facts": facts, "size": len(html.encode()) + form.size}


def _placed(value: Any, media: str) -> Any:
    is_file = isinstance(value, str) and value.startswith("media/")
    return f"{media}/{value.removeprefix('media/')}" if is_file else value


def quiz_columns(form: QuizForm, media: str) -> dict[str, Any]:
    """Return what a quiz's row says, its questions apart."""
    return {
        "intro": str(render_markdown(form.intro, media=media)),
        "minutes": form.unit.minutes,
        "pass_mark": form.pass_mark,
        "attempts_allowed": form.attempts,
        "cooldown": form.cooldown,
        "draw": form.draw,
        "review": form.review,
        "counts": form.counts,
        "room_code": form.room_code,
        "pools": [pool.columns for pool in form.pools],
        "sections": [_section(one, form, media) for one in form.sections],
    }


def _section(section: SectionForm, form: QuizForm, media: str) -> dict[str, Any]:
    own = list(form.places.values()).count(section.key)
    return {
        "key": section.key,
        "title": section.title,
        "text_html": str(render_markdown(section.text, media=media)),
        "minutes": section.minutes,
        "draw": section.draws(own),
        "pools": [pool.columns for pool in section.pools],
    }


def question_body(form: QuestionForm, media: str) -> dict[str, Any]:
    """Return a question in the shape of questions/; numbers as texts: nothing is rounded."""
    body = {
        "id": form.key,
        "type": form.type,
        "text_html": str(render_markdown(form.text, media=media)),
        "points": str(form.points),
        "feedback_html": str(render_markdown(form.feedback, media=media)),
    }
    if form.type == "matching":
        return body | _matching(form, media)
    if form.type == "ordering":
        items = [{"html": _inline(text, media), "place": at} for at, text in enumerate(form.items)]
        return body | {"items": items}
    if form.type == "cloze":
        return body | {"gaps": [_gap(gap, media) for gap in form.gaps]}
    if form.type == "essay":
        return body | {"guide_html": str(render_markdown(form.guide, media=media))}
    return body | _answer(form, media)


def _answer(form: QuestionForm | GapForm, media: str) -> dict[str, Any]:
    if form.type == "numeric":
        return {"answer": form.answers[0], "tolerance": str(form.tolerance)}
    if form.type == "short":
        return {"answers": form.answers}
    return {"options": [_option(option, media) for option in form.options]}


def _option(form: OptionForm, media: str) -> dict[str, Any]:
    option = {
        "html": _inline(form.text, media),
        "correct": form.is_correct,
        "feedback_html": _inline(form.feedback, media),
    }
    return option | ({"credit": str(form.credit)} if form.credit else {})


def _gap(form: GapForm, media: str) -> dict[str, Any]:
    gap = {"id": form.key, "type": form.type, "points": str(form.points)}
    return gap | _answer(form, media)


def _matching(form: QuestionForm, media: str) -> dict[str, Any]:
    """Return pairs and choices; two pairs may belong to one choice."""
    choices = list(dict.fromkeys([*(pair.match for pair in form.pairs), *form.extras]))
    return {
        "pairs": [
            {"html": _inline(pair.text, media), "match": choices.index(pair.match)}
            for pair in form.pairs
        ],
        "choices": [{"html": _inline(text, media)} for text in choices],
    }


def _inline(text: str, media: str) -> str:
    return str(render_inline(text, media=media))


def add_lesson(unit: Unit, form: LessonForm, media: str) -> None:
    """Add the lesson of a unit."""
    db.session.add(Lesson(unit_id=unit.id, **lesson_columns(form, media)))


def add_activity(unit: Unit, form: ActivityForm, media: str) -> None:
    """Add the activity of a unit."""
    db.session.add(Activity(unit_id=unit.id, **activity_columns(form, media)))


def add_way(unit: Unit, way: WayForm) -> None:
    """Add when a unit opens and is done, unless it is the usual way of its kind."""
    if way.columns:
        db.session.add(UnitRule(unit_id=unit.id, **way.columns))


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
                section=form.places.get(question.key, ""),
                body=question_body(question, media),
                position=position,
            )
        )
