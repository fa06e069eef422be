"""Logging in, and out again, with an account of elsewhere; linking one to a person by hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for

from grader.errors import SubmissionError
from grader.records import people
from webapp import accounts
from webapp.accounts import EVERYBODY, allow, public, records, seen
from webapp.outside.doors import doors, enter_by_provider
from webapp.outside.person import Refused
from webapp.outside.provider import Provider
from webapp.say import gettext as _

blueprint = Blueprint("outside", __name__)


@blueprint.get("/login/elsewhere")
@public
def start() -> Any:
    """Go to the provider; `link` (for who is logged in): come back to link the account."""
    if people.too_often(records(), f"elsewhere from {request.remote_addr}", limit=300, seconds=600):
        abort(429)
    linking = g.get("seen") is not None
    if linking and "link" not in request.args:
        return redirect(accounts.onward(request.args.get("next")))
    session["errand"] = {"next": accounts.safe_next(request.args.get("next")) or "", "link": linking}
    try:
        return _provider().send(url_for("outside.back", _external=True))
    except Refused as error:
        return _told(error)


@blueprint.get("/login/elsewhere/back")
@public
def back() -> Any:
    """Where the provider sends the browser."""
    errand = session.pop("errand", None) or {"next": "", "link": False}
    if errand["link"]:
        return _found_to_link()
    try:
        enter_by_provider(_provider())
    except Refused as error:
        return _told(error)
    return redirect(accounts.onward(errand["next"]))


def _found_to_link() -> Any:
    """Keep the account until its owner has said yes on a page of ours: else a planted login there would become a way in here."""
    if g.get("seen") is None:
        return redirect(url_for("login.show"))
    try:
        account, _token = _provider().answer()
    except Refused as error:
        flash(str(error), "error")
        return redirect(url_for("account.show"))
    session["to_link"] = {"provider": account.provider, "subject": account.subject, "shown": account.email or account.name}
    return redirect(url_for("outside.link"))


@blueprint.get("/account/link")
@allow(*EVERYBODY)
def link() -> Any:
    found = session.get("to_link")
    if found is None:
        return redirect(url_for("account.show"))
    return render_template("outside/link.html", me=seen().real, shown=found["shown"] or found["subject"], called=_provider().called)


@blueprint.post("/account/link")
@allow(*EVERYBODY)
def keep() -> Any:
    found, me = session.pop("to_link", None), seen().me
    if found is None or found["provider"] != _provider().settings.issuer:
        return redirect(url_for("account.show"))
    try:
        _link(me.id, found["provider"], found["subject"])
        flash(_("The account at %(name)s is linked: you can log in with it.", name=_provider().called), "success")
    except SubmissionError:
        flash(_("This account belongs to somebody else in this course. Ask the staff."), "error")
    return redirect(url_for("account.show"))


def _link(me: int, provider: str, subject: str) -> None:
    """One account at the provider: another one takes the place of the old."""
    if people.by_identity(records(), provider, subject) is None:
        people.unlink_identity(records(), me, me, provider)
        accounts.renew(people.get(records(), me))
    people.link_identity(records(), me, me, provider, subject)


@blueprint.post("/account/unlink")
@allow(*EVERYBODY)
def unlink() -> Any:
    me = seen().me
    if not me.has_password:
        flash(_("Without a password this account is your only way in. Set a password first; the staff has a link for that."), "error")
        return redirect(url_for("account.show"))
    people.unlink_identity(records(), me.id, me.id, _provider().settings.issuer)
    accounts.renew(people.get(records(), me.id))
    flash(_("The account at %(name)s is no longer linked, and every session begun with it has ended.", name=_provider().called), "success")
    return redirect(url_for("account.show"))


@blueprint.get("/logged-out")
@public
def left() -> Any:
    """Logged out here; the account elsewhere may still be open in this browser."""
    if g.get("seen") is not None:
        return redirect(url_for("home.show"))
    via = session.get("left", {}).get("via")
    door = doors().provider if via == "oidc" else doors().header if via == "header" else None
    called = "" if door is None or (via == "header" and not door.settings.logout) else door.called  # type: ignore[union-attr]
    return render_template("outside/left.html", called=called)


@blueprint.get("/logged-out/there")
@public
def leave_there() -> Any:
    """End the session elsewhere too."""
    kept = session.pop("left", {})
    header = doors().header
    if kept.get("via") == "header" and header is not None and header.settings.logout:
        return redirect(header.settings.logout)
    there = ""
    if kept.get("via") == "oidc" and doors().provider is not None:
        there = _provider().farewell(kept.get("hint", ""), url_for("outside.left", _external=True))
    return redirect(there or url_for("login.show"))


def _provider() -> Provider:
    found = doors().provider
    if found is None:
        abort(404)
    return found


def _told(error: Refused) -> Any:
    """Say it on a page whose address holds no code of the provider: reloading it, or another language, asks for nothing twice."""
    if g.get("seen") is None:
        session["refused"] = str(error)
        return redirect(url_for("login.show"))
    flash(str(error), "error")
    return redirect(url_for("account.show"))
