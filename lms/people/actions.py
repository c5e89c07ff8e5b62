"""Everything that changes people: sign-ins, passwords, roles, new employees."""

import secrets
from collections import defaultdict
from datetime import date
from typing import Any

from flask import g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import delete, insert, update

from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import queries, rules, signin
from lms.people.models import CheckinTry, Opd, Person, RoleGrant, SignInAttempt, UserSession


def sign_in(account: str, password: str) -> Person | None:
    """Start a session for whoever fits account and password, None when nobody does.

    Wrong tries are counted per account in the database, whichever page they come from; while the
    account must wait, even the right password is not looked at.
    """
    key = signin.account_key(account)
    wait = rules.throttle_wait(queries.failed_tries(key), now())
    if wait is not None:
        raise RuleBroken(
            _(
                "Terlalu banyak percobaan untuk akun ini. Coba lagi dalam %(seconds)s detik.",
                seconds=int(wait.total_seconds()) + 1,
            )
        )
    person = queries.by_account(account)
    if not signin.password_fits(person, password) or person is None or not person.is_active:
        db.session.add(SignInAttempt(account=key, at=now(), address=request.remote_addr or ""))
        record("sign_in.refused", "sign_in_attempt", by=None)
        return None
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.account == key))
    start_session(person)
    return person


def start_session(person: Person) -> None:
    """Begin a new session with a new secret; whatever the browser held before is dropped."""
    session.clear()
    g.pop("csrf_token", None)  # it belonged to what was cleared
    person.session_token = secrets.token_urlsafe(32)
    moment = now()
    row = UserSession(
        token_hash=signin.token_hash(person.session_token),
        person_id=person.id,
        created_at=moment,
        device=(request.user_agent.string or "")[:200],
    )
    db.session.add(row)
    session["seen_at"] = session["fresh_at"] = int(moment.timestamp())
    person.front = signin.default_front(person)
    login_user(person)
    record("sign_in.done", row, by=person)


def sign_out(person: Person) -> None:
    """End the present session; its cookie is dead afterwards."""
    _end_sessions(UserSession.token_hash == signin.token_hash(person.session_token))
    record("sign_in.ended", person, by=person)
    logout_user()
    session.clear()


def confirm_password(person: Person, password: str) -> None:
    """Take note that the person gave the password again, for sensitive verbs."""
    key = signin.account_key(person.nip or person.email or "")
    if rules.throttle_wait(queries.failed_tries(key), now()) is not None:
        raise RuleBroken(_("Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi."))
    if not signin.password_fits(person, password):
        raise RuleBroken(_("Kata sandi belum sesuai. Periksa lalu ketik lagi."))
    session["fresh_at"] = int(now().timestamp())


def choose_password(person: Person, password: str) -> None:
    """Replace the person's password and end every other session."""
    rules.check_password(password, name=person.name, nip=person.nip or "")
    person.password_hash = signin.hasher.hash(password)
    person.password_state = "own"
    others = UserSession.token_hash != signin.token_hash(person.session_token)
    _end_sessions(UserSession.person_id == person.id, others)
    record("password.chosen", person, by=person)


def give_first_password(person: Person, *, by: Any) -> str:
    """Set and return a random password that only opens the page to choose an own one."""
    password = secrets.token_urlsafe(9)
    person.password_hash = signin.hasher.hash(password)
    person.password_state = "first"
    _end_sessions(UserSession.person_id == person.id)
    record("password.first_given", person, by=by)
    return password


def _end_sessions(*conditions: Any) -> None:
    db.session.execute(
        update(UserSession)
        .where(UserSession.ended_at.is_(None), *conditions)
        .values(ended_at=now())
        .execution_options(synchronize_session=False)
    )


def set_locale(person: Person, locale: str) -> None:
    """Keep the language the person reads in."""
    person.locale = locale


def add_office(
    code: str, name: str, *, kind: str, short_name: str = "", parent: Opd | None = None
) -> Opd:
    """Add an office to the tree."""
    office = Opd(
        code=code, name=name, short_name=short_name or name, kind=kind,
        parent_id=parent.id if parent else None,
    )  # fmt: skip
    db.session.add(office)
    return office


def add_person(*, by: Any, **facts: Any) -> Person:
    """Add an employee after checking the NIP against the birth date and kind of employment."""
    if facts.get("nip"):
        parsed = rules.check_nip(facts["nip"], facts.get("employment", "pns"))
        facts.setdefault("birth_date", parsed.birth_date)
    person = Person(**facts)
    db.session.add(person)
    record("person.added", person, by=by)
    return person


def register_person(*, by: Person, **facts: Any) -> Person:
    """Add an employee whose NIP and address nobody else has."""
    _refuse_taken(None, facts)
    person = add_person(by=by, **facts)
    db.session.flush()
    return person


def correct_person(person: Person, *, by: Person, **facts: Any) -> None:
    """Correct what is known of a person; the journal keeps what stood there before."""
    _refuse_taken(person, facts)
    if facts.get("nip"):
        rules.check_nip(facts["nip"], facts["employment"])
    before = {key: getattr(person, key) for key in facts if getattr(person, key) != facts[key]}
    for key in before:
        setattr(person, key, facts[key])
    if before:
        record("person.corrected", person, by=by, before=before)


def _refuse_taken(person: Person | None, facts: dict[str, Any]) -> None:
    for account, sentence in (
        (facts.get("nip"), _("NIP ini sudah dipakai oleh %(name)s.")),
        (facts.get("email"), _("Surel ini sudah dipakai oleh %(name)s.")),
    ):
        other = queries.by_account(account) if account else None
        if other is not None and other is not person:
            raise RuleBroken(sentence % {"name": other.name})


def give_role(
    person: Person, role: str, *, by: Person, opd: Opd | None,
    starts_on: date, ends_on: date | None,
) -> RoleGrant:  # fmt: skip
    """Give a role within its limits: officers have an office, the others are everywhere."""
    if role == "opd_officer" and opd is None:
        raise RuleBroken(_("Pilih perangkat daerah yang dikelola."))
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(_("Hari terakhir tidak boleh sebelum hari pertama."))
    scope = opd if role == "opd_officer" else None
    for grant in queries.grants_of(person):
        same = (grant.role, grant.opd_id) == (role, scope.id if scope else None)
        if same and (grant.ends_on is None or grant.ends_on >= starts_on):
            raise RuleBroken(_("%(name)s sudah memegang peran itu.", name=person.name))
    return grant_role(person, role, by=by, opd=scope, starts_on=starts_on, ends_on=ends_on)


def grant_role(
    person: Person, role: str, *, by: Any, opd: Opd | None = None,
    starts_on: date | None = None, ends_on: date | None = None,
) -> RoleGrant:  # fmt: skip
    """Give a role from a day on, everywhere or for one office."""
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        opd_id=opd.id if opd else None,
        starts_on=starts_on or today(),
        ends_on=ends_on,
        granted_by_id=getattr(by, "id", None),
    )
    db.session.add(grant)
    record("role.granted", grant, by=by, role=role, person=person.id)
    forget()
    return grant


def end_role(grant: RoleGrant, *, by: Person, on: date) -> None:
    """Let a role have its last day; the row stays as history.

    Administrators do not lock themselves out.
    """
    if grant.role == "admin" and grant.person_id == by.id:
        raise RuleBroken(_("Minta admin lain untuk mengakhiri peran admin Anda."))
    grant.ends_on = on
    record("role.ended", grant, by=by)
    forget()


def end_service(person: Person, *, by: Person, on: date | None = None) -> None:
    """End a person's service, today the last day, and the sessions; records stay.

    Nobody ends their own.
    """
    if person.id == by.id:
        raise RuleBroken(_("Minta admin lain untuk mengakhiri akun Anda."))
    person.ended_on = on or today()
    _end_sessions(UserSession.person_id == person.id)
    record("person.ended", person, by=by)


def refuse_code_guessing(person: Person) -> None:
    """Make somebody with several wrong check-in codes wait, whatever the next code."""
    wait = rules.throttle_wait(queries.wrong_codes(person), now())
    if wait is not None:
        raise RuleBroken(
            _("Terlalu banyak kode yang belum sesuai. Coba lagi dalam %(seconds)s detik.",
              seconds=int(wait.total_seconds()) + 1)
        )  # fmt: skip


def count_wrong_code(person: Person, thing: Any) -> None:
    """Note a wrong check-in code for `thing`, a session or event, or the word for either."""
    db.session.add(CheckinTry(person_id=person.id, at=now()))
    record("checkin.refused", thing, by=person)


def forget_wrong_codes(person: Person) -> None:
    """Begin counting anew after a right code."""
    db.session.execute(delete(CheckinTry).where(CheckinTry.person_id == person.id))


def add_many(rows: list[dict[str, Any]]) -> None:
    """Add employees of a table at once; the import that asks for it keeps who and why."""
    if rows:
        db.session.execute(insert(Person), rows)


def change_many(rows: list[dict[str, Any]]) -> None:
    """Write facts of many employees at once: each row carries the id and its own columns."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[tuple(sorted(row))].append(row)
    for group in alike.values():
        db.session.execute(update(Person), group)


def take_back(ids: list[int]) -> None:
    """Take away employees whom an import added and whom nothing refers to."""
    for start in range(0, len(ids), 500):
        db.session.execute(delete(Person).where(Person.id.in_(ids[start : start + 500])))
