"""Logging in and out, and setting a password with a link from the staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for

from grader.records import assignments, people
from webapp import accounts
from webapp.accounts import EVERYBODY, allow, public, records
from webapp.demo.progress import waiting
from webapp.outside.doors import doors, enter_by_header
from webapp.outside.person import Refused
from webapp.say import gettext as _

blueprint = Blueprint("login", __name__)
LOOPBACK = {"127.0.0.1", "::1"}
NAMES = {*LOOPBACK, "[::1]", "localhost"}


@blueprint.get("/login")
@public
def show() -> Any:
    header = doors().header
    if g.get("seen") is None and header is not None and (said := header.told()):
        try:
            enter_by_header(header, said)
        except Refused as error:
            return page(str(error)), 403
    elif g.get("seen") is None:
        return page(session.pop("refused", ""))
    return redirect(accounts.onward(request.args.get("next")))


@blueprint.post("/login")
@public
def enter() -> Any:
    name, password = request.form.get("name", "")[:200], request.form.get("password", "")[:1000]
    if accounts.too_many_tries(name):
        return page(_("Too many tries. Wait ten minutes and try again, or ask the staff for a new link."), name), 429
    person = accounts.check(name, password)
    if person is None:
        return page(_("Name and password do not match."), name), 401
    accounts.was_no_try(name)
    accounts.enter(person)
    return redirect(accounts.onward(request.form.get("next")))


@blueprint.post("/login/demo")
@public
def demo() -> Any:
    """One click for the people of the demo, from this machine only."""
    return _one_click(request.form.get("name", ""))


@blueprint.get("/login/demo/<name>")
@public
def demo_link(name: str) -> Any:
    """The same as an address, for the terminal that started the demo. Nobody else has anything to lose by it."""
    return _one_click(name)


def _one_click(name: str) -> Any:
    known = {person.login: person for person in demo_people()}
    if name not in known:
        abort(404)
    accounts.enter(known[name])
    return redirect(url_for("home.show"))


@blueprint.post("/logout")
@allow(*EVERYBODY)
def leave() -> Any:
    way = {key: session[key] for key in ("via", "hint") if key in session}
    accounts.leave()
    if "via" not in way:
        return redirect(url_for("login.show"))
    session["left"] = way
    return redirect(url_for("outside.left"))


@blueprint.get("/link/<any(invite, reset):purpose>/<secret>")
@public
def link(purpose: Any, secret: str) -> Any:
    holder = people.token_holder(records(), secret, purpose)
    if holder is None:
        return render_template("login/link.html", holder=None, problem="", purpose=purpose), 404
    return render_template("login/link.html", holder=holder, problem="", purpose=purpose)


@blueprint.post("/link/<any(invite, reset):purpose>/<secret>")
@public
def redeem(purpose: Any, secret: str) -> Any:
    if people.too_often(records(), f"link from {request.remote_addr}", limit=30, seconds=600):
        abort(429)
    holder = people.token_holder(records(), secret, purpose)
    password = request.form.get("password", "")
    if holder is None:
        return render_template("login/link.html", holder=None, problem="", purpose=purpose), 404
    if problem := weak(password, holder):
        return render_template("login/link.html", holder=holder, problem=problem, purpose=purpose), 400
    if people.redeem(records(), secret, purpose, accounts.hashed(password)) is None:
        abort(404)
    accounts.enter(people.get(records(), holder.id))
    flash(_("Your password is set. Welcome."), "success")
    return redirect(url_for("home.show"))


def weak(password: str, person: people.Person) -> str:
    """What is wrong with a new password; empty: nothing."""
    if len(password) < accounts.SHORTEST_PASSWORD:
        return _("Use at least %(count)d characters; a few words are fine.", count=accounts.SHORTEST_PASSWORD)
    if len(password) > 200:
        return _("Use at most 200 characters.")
    if password.lower() in {(person.email or "").lower(), (person.login or "").lower(), person.name.lower()}:
        return _("Your name is too easy to guess.")
    return ""


def demo_people() -> list[people.Person]:
    """Who logs in with one click: nobody, unless this is the demo and whoever asks sits at this machine.

    A proxy in front is refused by the header it leaves, a page elsewhere that has its name point here by the name it asks for.
    """
    if not current_app.config["DEMO"]:
        return []
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    host = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdigit() else request.host
    if request.remote_addr not in LOOPBACK or forwarded or host not in NAMES:
        return []
    return [people.find(records(), name) for name in assignments.setting(records(), "demo", [])]


def page(problem: str = "", name: str = "") -> str:
    target = accounts.safe_next(request.values.get("next")) or ""
    demo = demo_people()
    left = waiting(records()) if demo else 0
    return render_template("login/show.html", problem=problem, name=name, next=target, demo=demo, left=left, provider=doors().provider)


@blueprint.app_context_processor
def _for_the_footer() -> dict[str, Any]:
    return {"demo_people": demo_people}
