"""Logging in and out, and setting a password with a link from the staff."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for

from grader.records import people
from webapp import accounts
from webapp.accounts import EVERYBODY, allow, public, records
from webapp.outside.doors import doors, enter_by_header
from webapp.outside.person import Refused
from webapp.say import gettext as _

blueprint = Blueprint("login", __name__)
LOOPBACK = {"127.0.0.1", "::1"}


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
    if not _demo():
        abort(404)
    accounts.enter(people.find(records(), request.form.get("name", "")))
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


def _demo() -> bool:
    return bool(current_app.config["DEMO"]) and request.remote_addr in LOOPBACK


def page(problem: str = "", name: str = "") -> str:
    target = accounts.safe_next(request.values.get("next")) or ""
    demo = [p for p in people.everyone(records()) if p.has_password is False][:6] if _demo() else []
    return render_template("login/show.html", problem=problem, name=name, next=target, demo=demo, provider=doors().provider)
