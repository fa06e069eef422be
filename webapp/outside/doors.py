"""The ways in besides passwords, as this app has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, request, session

from webapp import accounts
from webapp.outside.header import Header
from webapp.outside.person import recognise, settle_role
from webapp.outside.provider import LONGEST_HINT, Provider
from webapp.outside.settings import read


@dataclass(frozen=True)
class Doors:
    provider: Provider | None
    header: Header | None


def open_doors(app: Flask) -> None:
    """Read `login.toml` and stand beside the gate."""
    outside = read(Path(app.instance_path))
    provider = None if outside.oidc is None else Provider(app, outside.oidc)
    app.extensions["doors"] = Doors(provider, None if outside.header is None else Header(outside))

    @app.before_request
    def proxy_still_says_so() -> None:
        if session.get("via") != "header" or request.endpoint == "static":
            return
        header = doors().header
        if header is None or header.told() != session.get("told"):
            accounts.leave()


def doors() -> Doors:
    found: Doors = current_app.extensions["doors"]
    return found


def enter_by_header(header: Header, said: str) -> None:
    """Begin a session of whom the proxy names; Refused if that is nobody here."""
    account = header.account(said)
    person = recognise(accounts.records(), account, match=[header.settings.match], lasting=False)
    person = settle_role(accounts.records(), person, account.roles, header.settings.roles)
    accounts.enter(person, via="header", told=said)


def enter_by_provider(provider: Provider) -> None:
    """Begin a session of who came back from the provider; Refused if that is nobody here."""
    account, token = provider.answer()
    settings = provider.settings
    person = recognise(accounts.records(), account, match=settings.match, create=settings.create)
    person = settle_role(accounts.records(), person, account.roles, settings.roles)
    accounts.enter(person, via="oidc", hint=token if len(token) <= LONGEST_HINT else "")
