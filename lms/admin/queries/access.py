"""The matrix of permissions: which role has what, by which rule, on which routes."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, signature

from flask import current_app

from lms.core.access import PUBLIC, RULES, SIGNED_IN
from lms.people.models import ROLES, Person


@dataclass(frozen=True)
class PermissionLine:
    """One permission: its rule in words, the roles that pass it, and the routes it guards."""

    name: str
    rule: str
    place: str
    #: Whether the rule is about one thing, so that the role alone does not decide.
    about_thing: bool
    #: Role -> passes; empty when the rule is about one thing. "trainee" holds no role.
    roles: dict[str, bool]
    routes: list[str]


def matrix() -> list[PermissionLine]:
    """Return every permission by name; rules without a thing are asked for each role."""
    guarded = _routes()
    probes = _probes()
    return [_line(name, rule, probes, guarded) for name, rule in sorted(RULES.items())]


def _line(
    name: str, rule: Callable[..., bool], probes: dict[str, Person], guarded: dict[str, list[str]]
) -> PermissionLine:
    about_thing = _needs_thing(rule)
    roles = {} if about_thing else {role: bool(rule(probe)) for role, probe in probes.items()}
    return PermissionLine(
        name, (rule.__doc__ or "").strip(), f"{rule.__module__}.{rule.__name__}", about_thing,
        roles, guarded.get(name, []),
    )  # fmt: skip


def open_routes() -> dict[str, list[str]]:
    """Return the routes for anyone, and for anyone signed in."""
    guarded = _routes()
    return {name: guarded.get(name, []) for name in (PUBLIC, SIGNED_IN)}


def _needs_thing(rule: Callable[..., bool]) -> bool:
    given = list(signature(rule).parameters.values())[1:]
    return any(one.default is Parameter.empty for one in given)


def _probes() -> dict[str, Person]:
    """Return people who exist nowhere, each with one role everywhere."""
    found = {}
    for number, role in enumerate(("trainee", *ROLES), 1):
        probe = found[role] = Person(id=-number, name=role)
        probe.held_roles = () if role == "trainee" else ((role, None),)
    return found


def _routes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = current_app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.setdefault(getattr(view, "access", ""), []).append(f"{method} {rule.rule}")
    return found
