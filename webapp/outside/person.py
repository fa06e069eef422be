"""Which person of the course an account of elsewhere is.

Theory of operation. An account that was linked once is known by the provider's own name for it (issuer and subject), whatever its
e-mail becomes later. The first time, the roster decides: a number or login that the provider vouches for, or an e-mail that it
says it has verified. An e-mail that anybody may have typed in links nothing: who has such an account logs in with a password
and links it by hand. Two signs that point to two people link nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.errors import AllcloseError, SubmissionError
from grader.records import Records, people
from grader.records.people import Person
from webapp.outside.settings import ROLES, Field
from webapp.say import gettext as _

ACTOR = "login"


class Refused(AllcloseError):
    """Nobody is logged in; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """What the other side vouches for."""

    provider: str
    subject: str
    called: str  # the provider's name for people
    name: str = ""
    email: str = ""
    verified: bool = False  # the e-mail
    number: str = ""
    login: str = ""
    roles: tuple[str, ...] = ()


def recognise(records: Records, account: Account, *, match: Sequence[Field], create: bool = False, lasting: bool = True) -> Person:
    """Return the person, or raise Refused. `lasting`: link the account when the roster says beyond doubt whose it is."""
    known = people.by_identity(records, account.provider, account.subject) if lasting else None
    if known is not None:
        return known
    found = _on_roster(records, account, match)
    if found is None and create and account.verified and account.email:
        found = _added(records, account)
    if found is None:
        raise Refused(_why_nobody(account, match))
    if found.state != "active":
        raise Refused(_("Your place in this course is closed. Ask the staff."))
    if not lasting:
        return found
    if any(provider == account.provider for provider, _subject, _at in people.identities(records, found.id)):
        raise Refused(_("Another account at %(name)s is linked to this person already. Ask the staff.", name=account.called))
    try:
        people.link_identity(records, ACTOR, found.id, account.provider, account.subject)
    except SubmissionError:
        raise Refused(_("This account belongs to somebody else in this course. Ask the staff.")) from None
    return found


def vouched(account: Account, field: Field) -> str:
    """What the other side says under this name, if it stands for it."""
    if field == "email":
        return account.email if account.verified else ""
    return account.number if field == "number" else account.login


def role_now(current: str, claimed: Sequence[str], mapping: Mapping[str, str]) -> str:
    """The role after a login. Roles that the mapping can give come and go with the claim; any other stays as the roster has it.

    >>> role_now("student", ["course-ta"], {"course-ta": "ta"}), role_now("ta", [], {"course-ta": "ta"})
    ('ta', 'student')
    >>> role_now("instructor", [], {"course-ta": "ta"})
    'instructor'
    """
    if not mapping or (current != "student" and current not in mapping.values()):
        return current
    return max((mapping[value] for value in claimed if value in mapping), key=ROLES.index, default="student")


def settle_role(records: Records, person: Person, claimed: Sequence[str], mapping: Mapping[str, str]) -> Person:
    """Give the person the role that their groups elsewhere stand for, and end older sessions when it changes."""
    role = role_now(person.role, claimed, mapping)
    if role == person.role:
        return person
    people.change(records, ACTOR, person.id, role=role)
    people.end_sessions(records, ACTOR, person.id)
    return people.get(records, person.id)


def _on_roster(records: Records, account: Account, match: Sequence[Field]) -> Person | None:
    found = [person for field in match if (person := people.holding(records, field, vouched(account, field)))]
    if len({person.id for person in found}) > 1:
        raise Refused(_("Your number and your e-mail belong to two people in this course. Ask the staff to mend the roster."))
    return found[0] if found else None


def _added(records: Records, account: Account) -> Person:
    fields: dict[str, Any] = {"email": account.email, "number": account.number or None, "login": account.login or None}
    try:
        return people.get(records, people.add(records, ACTOR, name=account.name or account.email, **fields))
    except SubmissionError:
        raise Refused(_("Your number and your e-mail belong to two people in this course. Ask the staff to mend the roster.")) from None


def _why_nobody(account: Account, match: Sequence[Field]) -> str:
    if "email" in match and account.email and not account.verified:
        return _(
            "%(name)s does not say that the e-mail %(email)s is really yours, so nothing is linked by itself. "
            "Log in with your password and link the account on the page “Your account”, or ask the staff.",
            name=account.called,
            email=account.email,
        )
    return _(
        "You are logged in at %(name)s, and nobody on the roster of this course is you (%(who)s). Ask the staff to add you.",
        name=account.called,
        who=account.email or account.number or account.login or account.subject[:60],
    )
