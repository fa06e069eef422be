"""The OpenID provider: where to send the browser, and what may be believed of the answer.

Theory of operation. Addresses and keys come from the provider's discovery page; its issuer must be, letter by letter, the one in the
settings. Authlib keeps state, nonce and the PKCE verifier in the session and checks them; a signature counts only with a
public-key algorithm. Groups, number and e-mail that the ID token leaves out are asked for, and taken only for the same subject.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from grader.errors import CourseError
from webapp.language import chosen
from webapp.outside.person import Account, Refused
from webapp.outside.settings import OidcTable
from webapp.say import gettext as _

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
PATIENCE_S = 8.0  # with a provider that does not answer
LEEWAY_S = 60  # between two clocks
FRESH_S = 3600.0  # then discovery is read again
LONGEST_HINT = 2200  # of an ID token that goes into the session's cookie, which browsers cut off at 4096


class Provider:
    """One OpenID provider, as this process knows it."""

    def __init__(self, app: Flask, settings: OidcTable) -> None:
        try:
            from authlib.integrations.flask_client import OAuth
        except ImportError:
            raise CourseError(
                "var/login.toml: [oidc] needs Authlib, which is not installed.\n  Run: pip install 'allclose[oidc]'"
            ) from None
        self.settings = settings
        self._client = OAuth(app).register(
            "oidc",
            client_id=settings.client_id,
            client_secret=settings.client_secret or None,
            server_metadata_url=settings.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={"scope": settings.scope, "code_challenge_method": "S256", "default_timeout": PATIENCE_S},
        )

    @property
    def called(self) -> str:
        return self.settings.name_ko if chosen() == "ko" else self.settings.name

    def send(self, back: str) -> Any:
        """Send the browser to the provider, which sends it to `back`."""
        self._discover()
        try:
            return self._client.authorize_redirect(back)
        except (OSError, ValueError, RuntimeError) as error:
            raise self._silent(error) from error

    def answer(self) -> tuple[Account, str]:
        """Return the account of who came back, and its ID token; raise Refused when anything of it is not right."""
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError

        self._discover()
        if request.args.get("iss", self.settings.issuer) != self.settings.issuer:
            raise self._forged("the answer names another issuer")
        try:
            token = self._client.authorize_access_token(claims_options=self._claims(), leeway=LEEWAY_S)
            claims = dict(token.get("userinfo") or {})
            claims = self._whole(claims, token) if claims.get("sub") else {}
        except AuthlibBaseError as error:
            raise self._refusal(error) from error
        except OSError as error:  # what requests raises is an OSError
            raise self._silent(error) from error
        except (JoseError, ValueError, LookupError, TypeError, RuntimeError) as error:
            raise self._forged(str(error)) from error
        if not claims:
            raise self._forged("no ID token")
        return self._account(claims), str(token.get("id_token", ""))

    def farewell(self, hint: str, back: str) -> str:
        """The address that ends the session at the provider; empty: it offers none."""
        try:
            if not self._discover().get("end_session_endpoint"):
                return ""
        except Refused:
            return ""
        url: str = self._client.create_logout_url(
            post_logout_redirect_uri=back, id_token_hint=hint or None, client_id=self.settings.client_id
        )["url"]
        return url

    def _discover(self) -> dict[str, Any]:
        known = self._client.server_metadata
        if time.time() - known.get("_loaded_at", 0.0) > FRESH_S:
            known.pop("_loaded_at", None)
            known.pop("jwks", None)
        try:
            found: dict[str, Any] = self._client.load_server_metadata()
        except (OSError, ValueError) as error:
            raise self._silent(error) from error
        if found.get("issuer") != self.settings.issuer:
            found.pop("_loaded_at", None)
            raise self._forged(f"discovery names the issuer {str(found.get('issuer'))[:200]}")
        offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
        found["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        found["token_endpoint_auth_method"] = self._way_to_say_the_secret(found)
        return found

    def _way_to_say_the_secret(self, found: Mapping[str, Any]) -> str:
        if not self.settings.client_secret:
            return "none"
        offered = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_post" if "client_secret_basic" not in offered else "client_secret_basic"

    def _claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
            "nonce": {"essential": True},
        }

    def _whole(self, claims: dict[str, Any], token: Mapping[str, Any]) -> dict[str, Any]:
        """The claims of the ID token, and from the provider's userinfo page what is missing in it."""
        wanted = {"email", "email_verified", self.settings.role_claim, *self._matching_claims()} - {""}
        if wanted <= set(claims) or not self._client.server_metadata.get("userinfo_endpoint"):
            return claims
        more = dict(self._client.userinfo(token=token))
        if more.get("sub") != claims["sub"]:
            raise self._forged("userinfo is about somebody else")
        return {**more, **claims}

    def _matching_claims(self) -> set[str]:
        names = {"number": self.settings.number_claim, "login": self.settings.login_claim, "email": "email"}
        return {names[field] for field in self.settings.match}

    def _account(self, claims: Mapping[str, Any]) -> Account:
        said = claims.get(self.settings.role_claim) if self.settings.role_claim else ()
        roles = said if isinstance(said, list | tuple) else [said]
        return Account(
            provider=self.settings.issuer,
            subject=_text(claims.get("sub")),
            called=self.called,
            name=_text(claims.get("name")),
            email=_text(claims.get("email")),
            verified=self.settings.trust_email or claims.get("email_verified") is True or claims.get("email_verified") == "true",
            number=_text(claims.get(self.settings.number_claim)),
            login=_text(claims.get(self.settings.login_claim)),
            roles=tuple(role for role in roles if isinstance(role, str)),
        )

    def _refusal(self, error: Any) -> Refused:
        code = str(getattr(error, "error", ""))
        if code == "access_denied":
            return Refused(_("You stopped at %(name)s, or it did not let you in. Nothing was changed.", name=self.called))
        if code == "mismatching_state":
            return Refused(_("This login was begun in another window, or too long ago. Begin again."))
        return self._forged(f"{code}: {getattr(error, 'description', '')}")

    def _forged(self, why: str) -> Refused:
        _log(why)
        return Refused(
            _(
                "The answer of %(name)s cannot be trusted, so nobody was logged in. Begin again; if it happens again, tell the staff.",
                name=self.called,
            )
        )

    def _silent(self, error: Exception) -> Refused:
        _log(f"{urlsplit(self.settings.issuer).netloc} does not answer: {error}")
        return Refused(_("%(name)s does not answer at the moment. Try again in a minute, or log in with your password.", name=self.called))


def _text(value: Any) -> str:
    """A claim as text for the roster; anything but text and whole numbers is nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()[:200]


def _log(why: str) -> None:
    from flask import current_app

    current_app.logger.warning("login elsewhere refused: %s", "".join(c for c in why if c.isprintable())[:300])
