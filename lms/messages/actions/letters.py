"""Letters: what the inbox says, also by e-mail, to who wants it; all that is due at once in one."""

from itertools import groupby

from flask import current_app
from markupsafe import Markup

from lms.core import mail, templating
from lms.core.addresses import path_of
from lms.core.clock import now
from lms.core.i18n import _, reading_as
from lms.core.jobs import every_minute
from lms.messages import queries, unsubscribing, wording
from lms.messages.models import Message
from lms.people.models import Person


@every_minute
def write_letters() -> int:
    """Write a letter to everybody who has messages due; returns how many.

    The messages are marked in the same transaction as the letter is put into the outbox, so no
    message goes into two letters. What was read meanwhile needs none.
    """
    count = 0
    for _person_id, own in groupby(queries.to_mail(now()), key=lambda one: one.person_id):
        messages = list(own)
        fresh = [one for one in messages if one.read_at is None and now() - one.at < mail.LIFE]
        for message in messages:
            message.mail_at = None
        person = messages[0].person
        if fresh and person.email and person.is_active:
            _write(person, fresh)
            count += 1
    return count


def _write(person: Person, messages: list[Message]) -> None:
    """Put one letter with these messages into the outbox, in the reader's language."""
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    with reading_as(person.locale):
        words = [wording.of(message) for message in messages]
        topic = words[0].kind.topic if len(words) == 1 else unsubscribing.EVERYTHING
        stop = site + unsubscribing.path(person, topic)
        subject = (
            words[0].plain_title
            if len(words) == 1
            else _("%(count)s kabar untuk Anda", count=len(words))
        )
        facts = {
            "person": person, "site": site, "stop": stop, "choices": path_of("messages.choices"),
            "lines": [(one, site + message.link)
                      for one, message in zip(words, messages, strict=True)],
        }  # fmt: skip
        text, html = (
            templating.environment().get_template(f"messages/mail.{form}").render(facts)
            for form in ("txt", "html")
        )
    mail.write(
        f"message:{messages[0].id}",
        person.email or "",
        subject,
        Markup(text).unescape(),  # noqa: S704 - the words come escaped, for the page
        html,
        stop,
    )
