"""What `var/login.toml` says about accounts of elsewhere. Without the file there are passwords only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field

from grader.course.toml import Mistakes, line_of
from grader.errors import CourseError

Field = Literal["email", "login", "number"]
ROLES = ("student", "ta", "instructor")  # the later, the more
FROM_ENVIRONMENT = {
    "issuer": "ALLCLOSE_OIDC_ISSUER",
    "client_id": "ALLCLOSE_OIDC_CLIENT_ID",
    "client_secret": "ALLCLOSE_OIDC_CLIENT_SECRET",
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _what(wanted: str, example: str) -> Meta:
    return Meta(description=wanted, examples=[example])


_FIELD = '"email", "login" or "number"'
Name = Annotated[str, Meta(min_length=1)]


class OidcTable(Struct):
    issuer: Annotated[Name, _what("the address of the provider", 'issuer = "https://login.example.edu"')]
    client_id: Annotated[Name, _what("the name the provider gave this course", 'client_id = "allclose"')]
    client_secret: Annotated[str, _what("text", 'client_secret = "…"')] = ""
    name: Annotated[str, _what("text", 'name = "University account"')] = "University account"
    name_ko: Annotated[str, _what("text", 'name_ko = "대학 계정"')] = "대학 계정"
    scope: Annotated[str, _what("words", 'scope = "openid email profile"')] = "openid email profile"
    match: Annotated[list[Field], _what(f"a list of {_FIELD}", 'match = ["number", "email"]')] = field(default_factory=lambda: ["email"])
    number_claim: Annotated[str, _what("the name of a claim", 'number_claim = "student_number"')] = "student_number"
    login_claim: Annotated[str, _what("the name of a claim", 'login_claim = "preferred_username"')] = "preferred_username"
    trust_email: Annotated[bool, _what("true or false", "trust_email = false")] = False
    create: Annotated[bool, _what("true or false", "create = false")] = False
    role_claim: Annotated[str, _what("the name of a claim", 'role_claim = "groups"')] = ""
    roles: Annotated[dict[str, Any], _what("a table", "[oidc.roles]")] = {}


class HeaderTable(Struct):
    peers: Annotated[
        Annotated[list[Name], Meta(min_length=1)], _what("a list of addresses, at least one", 'peers = ["127.0.0.1", "10.1.0.0/24"]')
    ]
    user: Annotated[Name, _what("the name of a header", 'user = "X-Remote-User"')]
    match: Annotated[Field, _what(_FIELD, 'match = "login"')] = "login"
    name: Annotated[str, _what("text", 'name = "University account"')] = "University account"
    name_ko: Annotated[str, _what("text", 'name_ko = "대학 계정"')] = "대학 계정"
    logout: Annotated[str, _what("the address that ends the proxy's session", 'logout = "/Shibboleth.sso/Logout"')] = ""
    role_header: Annotated[str, _what("the name of a header", 'role_header = "X-Remote-Groups"')] = ""
    separator: Annotated[Name, _what("text", 'separator = ";"')] = ";"
    roles: Annotated[dict[str, Any], _what("a table", "[header.roles]")] = {}


class LoginFile(Struct):
    oidc: Annotated[dict[str, Any] | None, _what("a table", "[oidc]")] = None
    header: Annotated[dict[str, Any] | None, _what("a table", "[header]")] = None


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What may be used besides passwords."""

    oidc: OidcTable | None = None
    header: HeaderTable | None = None
    networks: tuple[IPv4Network | IPv6Network, ...] = ()


def read(var: Path, environment: Mapping[str, str] = os.environ) -> Outside:
    """Return what the file and the environment say, or raise one CourseError that lists every mistake."""
    path, mistakes = var / "login.toml", Mistakes(var.parent)
    file = mistakes.read_struct(path, LoginFile, what="[oidc] or [header]") if path.is_file() else LoginFile()
    given = {key: environment[name] for key, name in FROM_ENVIRONMENT.items() if environment.get(name)}
    oidc = header = None
    if file is not None and (file.oidc is not None or {"issuer", "client_id"} <= set(given)):
        oidc = _check_oidc(path, {**(file.oidc or {}), **given}, file.oidc or {}, mistakes)
    if file is not None and file.header is not None:
        header = mistakes.check_struct(path, file.header, HeaderTable, prefix="header.")
    networks = _networks(path, header, mistakes)
    if mistakes.found:
        raise CourseError(*mistakes.found)
    return Outside(oidc=oidc, header=header, networks=networks)


def _check_oidc(path: Path, table: dict[str, Any], written: dict[str, Any], mistakes: Mistakes) -> OidcTable | None:
    oidc = mistakes.check_struct(path, table, OidcTable, prefix="oidc.")
    if oidc is None:
        return None
    where = urlsplit(oidc.issuer)
    if where.scheme != "https" and where.hostname not in _LOOPBACK:
        mistakes.add(path, f'"oidc.issuer" is no https address: {oidc.issuer}.', 'Write, for example: issuer = "https://login.example.edu"')
    if written.get("client_secret") and path.stat().st_mode & 0o077:
        mistakes.add(path, "others on this machine can read the client_secret in it.", f"Write: chmod 600 {path.name}")
    _check_roles(path, oidc.roles, "oidc", oidc.role_claim and "role_claim", mistakes)
    return oidc


def _check_roles(path: Path, roles: dict[str, Any], table: str, claim: str, mistakes: Mistakes) -> None:
    for value, role in roles.items():
        if role not in ROLES:
            mistakes.add(
                path,
                f'"{table}.roles.{value}" must be one of student, ta, instructor, got “{role}”.',
                f'Write, for example: "{value}" = "ta"',
                line=line_of(path, value),
            )
    if roles and not claim:
        wanted = 'role_claim = "groups"' if table == "oidc" else 'role_header = "X-Remote-Groups"'
        mistakes.add(path, f"[{table}.roles] is given, and nothing says where a role comes from.", f"Write, for example: {wanted}")


def _networks(path: Path, header: HeaderTable | None, mistakes: Mistakes) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for text in [] if header is None else header.peers:
        try:
            network = ip_network(text)
        except ValueError:
            mistakes.add(
                path, f"“{text}” is no address.", 'Write, for example: peers = ["127.0.0.1", "10.1.0.0/24"]', line=line_of(path, "peers")
            )
            continue
        if network.prefixlen == 0:
            mistakes.add(path, f"“{text}” trusts the whole world.", "Name the proxy's own address.", line=line_of(path, "peers"))
        found.append(network)
    if header is not None:
        _check_roles(path, header.roles, "header", header.role_header, mistakes)
    return tuple(found)
