"""Who is looking: logging in and out, and the one gate that every request passes.

Theory of operation. A view says who may use it: `@allow("student")`, `@allow(*STAFF)`, `@public`. A view that says nothing is
used by nobody. For everybody else it does not exist (404), so an address tells nothing. The session holds a person's id and the
number of their session in the records; a new password raises that number, which ends every session the person had. All that a
view may read is `seen()`: the course as this person sees it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from grader.records import NotFound, Records, people
from grader.records.people import Person
from grader.records.view import Seen
from webapp import language

EVERYBODY = ("student", "ta", "instructor")
OF_THE_SESSION = ("view_as.end", "account.look", "login.leave", "login.demo")  # what changes nobody but who really looks
STAFF = ("ta", "instructor")
SHORTEST_PASSWORD = 10
View = TypeVar("View", bound=Callable[..., Any])

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # the parameters OWASP names for argon2id
_NOBODY = _HASHER.hash(secrets.token_hex(16))  # so that an unknown name takes as long as a wrong password


class Visitor(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries about."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.id}.{self.person.session}"


def allow(*roles: str) -> Callable[[View], View]:
    """Let people of these roles use the view; for others it does not exist."""

    def mark(view: View) -> View:
        view.roles = roles  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Let anybody use the view, logged in or not."""
    view.roles = None  # type: ignore[attr-defined]
    return view


def roles_of(view: Any) -> tuple[str, ...] | None:
    """Who may use the view; None: anybody. A view that does not say: nobody."""
    found: tuple[str, ...] | None = getattr(view, "roles", ())
    return found


def guard(app: Flask) -> None:
    """Put the gate in front of every view."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(id: str) -> Visitor | None:
        number, _, turn = id.partition(".")
        try:
            person = people.get(records(), int(number))
        except (ValueError, NotFound):
            return None
        return Visitor(person) if person.state == "active" and str(person.session) == turn else None

    @app.before_request
    def gate() -> Any:
        if request.endpoint == "static":
            return None
        if current_user.is_authenticated:
            _look()
        view = app.view_functions.get(request.endpoint or "")
        if view is None:
            return None  # no such address, or a method it does not know: the error page says so
        roles = roles_of(view)
        if roles is None:
            return None
        if not current_user.is_authenticated:
            if request.method == "GET" and request.accept_mimetypes.accept_html:
                return redirect(url_for("login.show", next=request.full_path.rstrip("?")))
            abort(401)
        if g.seen.me.role not in roles:
            abort(404)
        return None


def _look() -> None:
    me = cast(Visitor, current_user).person
    g.seen = Seen(records(), me)
    viewing = session.get("viewing_as")
    if viewing is None or me.role not in STAFF:
        return
    try:
        g.seen = Seen(records(), g.seen.person(viewing), real=me)
    except NotFound:  # erased meanwhile
        session.pop("viewing_as")
        return
    if request.method not in ("GET", "HEAD") and request.endpoint not in OF_THE_SESSION:
        abort(403)  # who looks through a student's eyes changes nothing


def records() -> Records:
    found: Records = current_app.extensions["records"]
    return found


def seen() -> Seen:
    """The course as the person who asks sees it."""
    found: Seen = g.seen
    return found


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def check(name: str, password: str) -> Person | None:
    """Return whose name and password these are."""
    try:
        person = people.find(records(), name.strip())
    except NotFound:
        person = None
    known = None if person is None else people.password_hash(records(), person.id)
    try:
        _HASHER.verify(known or _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return None
    if person is not None and known is not None and _HASHER.check_needs_rehash(known):
        people.set_password_hash(records(), person.id, person.id, hashed(password))
        person = people.get(records(), person.id)
    return person if known is not None else None


def too_many_tries(name: str) -> bool:
    """Count one try of this name from this address, and one of the address; the count is shared by all processes."""
    by_name, by_place = _keys(name)
    told = people.too_often(records(), by_name, limit=8, seconds=600)
    return people.too_often(records(), by_place, limit=200, seconds=600) or told


def was_no_try(name: str) -> None:
    """The password was right: a class that logs in from one address at nine o'clock is no attack."""
    for key in _keys(name):
        people.forget_try(records(), key)


def _keys(name: str) -> tuple[str, str]:
    where = request.remote_addr or "?"
    return f"login {name.strip().lower()[:100]} {where}", f"login from {where}"


def enter(person: Person, **way: str) -> None:
    """Begin a session of this person: whatever the browser's old session held is gone. `way`: how they came in, if not by password."""
    kept = {key: session[key] for key in ("theme",) if key in session}
    session.clear()
    session.update(kept | way)
    language.choose(person.language)
    login_user(Visitor(person))


def renew(person: Person) -> None:
    """Go on as this person after every session of theirs was ended."""
    login_user(Visitor(person))


def leave() -> None:
    logout_user()
    session.clear()


def safe_next(target: str | None) -> str | None:
    """A path of this site, or nothing: `next=` takes nobody elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target or any(ord(c) < 32 for c in target):
        return None
    return target


def onward(target: str | None) -> str:
    """Where to go after a form: a path of this site below the prefix it is served at, else the start page."""
    path = safe_next(target)
    return url_for("home.show") if path is None else request.script_root + path
