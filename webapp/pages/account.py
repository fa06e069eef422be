"""Language, theme, time zone and password of the person who looks."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for

from grader.records import people
from webapp import accounts
from webapp.accounts import EVERYBODY, allow, public, records, seen
from webapp.language import LANGUAGES, THEMES, choose
from webapp.outside.doors import doors
from webapp.pages.login import weak
from webapp.say import gettext as _

blueprint = Blueprint("account", __name__)
TOKEN_DAYS = 180.0


@blueprint.post("/look")
@public
def look() -> Any:
    """Switch language or theme, and come back."""
    language, theme = request.form.get("language"), request.form.get("theme")
    if language in LANGUAGES:
        choose(language)
        if g.get("seen") is not None and seen().real is seen().me and seen().me.language != language:
            people.change(records(), seen().me.id, seen().me.id, language=language)
    if theme in THEMES:
        session["theme"] = theme
    return redirect(accounts.onward(request.form.get("next")))


@blueprint.get("/account")
@allow(*EVERYBODY)
def show() -> str:
    return _page()


@blueprint.post("/account/zone")
@allow(*EVERYBODY)
def zone() -> Any:
    wanted = request.form.get("zone", "")
    if wanted and wanted not in _zones():
        return _page(_("There is no time zone “%(zone)s”.", zone=wanted[:60])), 400
    people.change(records(), seen().me.id, seen().me.id, zone=wanted)
    flash(_("Times are shown in your time zone now."), "success")
    return redirect(url_for("account.show"))


@blueprint.post("/account/password")
@allow(*EVERYBODY)
def password() -> Any:
    me = seen().me
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if people.too_often(records(), f"password of {me.id}", limit=10, seconds=600):
        return _page(_("Too many tries. Wait ten minutes and try again, or ask the staff for a new link.")), 429
    if accounts.check(me.email or me.login or me.number or "", old) is None:
        return _page(_("The old password is not right.")), 400
    if problem := weak(new, me):
        return _page(problem), 400
    people.set_password_hash(records(), me.id, me.id, accounts.hashed(new))
    accounts.enter(people.get(records(), me.id))
    flash(_("Your password is changed, and every other session of yours has ended."), "success")
    return redirect(url_for("account.show"))


@blueprint.post("/account/token")
@allow(*EVERYBODY)
def token() -> Any:
    """Make a token for the command line, in place of every earlier one; it is shown on this page only."""
    me = seen().me
    people.revoke_tokens(records(), me.id, me.id, "api")
    secret = people.issue_token(records(), me.id, me.id, "api", days=TOKEN_DAYS)
    return _page(secret=secret)


@cache
def _zones() -> list[str]:
    """The names of all time zones; finding them reads a thousand files."""
    return sorted(available_timezones())


def _page(problem: str = "", secret: str = "") -> str:
    provider = doors().provider
    linked = {} if provider is None else {name: at for name, _subject, at in people.identities(records(), seen().me.id)}
    return render_template(
        "account/show.html",
        me=seen().me,
        zones=_zones(),
        problem=problem,
        provider=provider,
        linked=linked.get(provider.settings.issuer) if provider else None,
        secret=secret,
        example=next((a.id for a in reversed(seen().assignments()) if a.kind == "code"), "first-steps"),
    )
