"""A proxy in front that has asked already who it is (Shibboleth, SAML), and says so in a header.

Theory of operation. The header is worth what the address is worth that sent it: the *peer* of the connection, never an address out of
another header. A header from anybody else is as if it were not there. A session that began with the header lasts as long as the
proxy keeps saying the same name: when it says another, or none, the session is over before any page is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import current_app, request

from webapp.language import chosen
from webapp.outside.person import Account, Refused
from webapp.outside.settings import Outside
from webapp.say import gettext as _


class Header:
    """What the proxy in front says."""

    def __init__(self, outside: Outside) -> None:
        assert outside.header is not None
        self.settings, self._networks = outside.header, outside.networks

    @property
    def called(self) -> str:
        return self.settings.name_ko if chosen() == "ko" else self.settings.name

    def told(self, environ: Mapping[str, Any] | None = None) -> str:
        """Return the name the proxy says; empty: none, or not from the proxy."""
        environ = request.environ if environ is None else environ
        said = _said(environ, self.settings.user)
        if said and not self.trusts(peer(environ)):
            current_app.logger.warning("header %s from %s ignored: not one of the listed peers", self.settings.user, peer(environ)[:60])
            return ""
        return said

    def trusts(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self._networks)

    def account(self, said: str) -> Account:
        """The account behind the name; Refused if the proxy passed on what a browser sent beside it."""
        if "," in said or not said.isprintable() or len(said) > 200:
            current_app.logger.warning("header %s holds more than one name: the proxy must replace it, not add to it", self.settings.user)
            raise Refused(_("The server in front said more than one name. Tell the staff: its settings let names through from outside."))
        roles = _said(request.environ, self.settings.role_header) if self.settings.role_header else ""
        return Account(
            provider="header",
            subject=said,
            called=self.called,
            roles=tuple(part.strip() for part in roles.split(self.settings.separator) if part.strip()),
            email=said,
            verified=True,
            number=said,
            login=said,
        )


def peer(environ: Mapping[str, Any]) -> str:
    """The address at the other end of the connection, whatever ProxyFix has put in its place."""
    original = environ.get("werkzeug.proxy_fix.orig") or environ
    return str(original.get("REMOTE_ADDR") or "")


def _said(environ: Mapping[str, Any], name: str) -> str:
    value = str(environ.get("HTTP_" + name.upper().replace("-", "_"), "")).strip()
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value
