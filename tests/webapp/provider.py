"""An OpenID provider on loopback, strict where a real one is, with switches for what a broken or hostile one would do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "allclose", "a secret of the provider"


class FakeProvider:
    """Logs in whoever `claims` says, without asking."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "u-1", "email": "ada@example.org", "email_verified": True, "name": "Ada"}
        self.in_token = True  # else e-mail and the rest only on the userinfo page
        self.userinfo_sub = ""
        self.spoil: dict[str, Any] = {}  # claims of the ID token to overwrite
        self.sign = "RS256"  # or "none", "HS256", "foreign"
        self.denies = False
        self.issuer_said = ""
        self.calls: list[str] = []
        self.logouts: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True)
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> FakeProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        self._key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"}, private=True)

    def _app(self) -> Flask:
        app = Flask("provider")
        app.before_request(lambda: self.calls.append(request.path))
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/keys", endpoint="keys")(lambda: {"keys": [self._key.as_dict(private=False)]})
        app.get("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/userinfo", endpoint="userinfo")(lambda: {**self.claims, "sub": self.userinfo_sub or self.claims["sub"]})
        app.get("/logout")(self._logout)
        return app

    def _discovery(self) -> Any:
        return {
            "issuer": self.issuer_said or self.url,
            **{f"{name}_endpoint": f"{self.url}/{path}" for name, path in _ENDPOINTS.items()},
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _authorize(self) -> Any:
        wanted = request.args
        assert wanted["client_id"] == CLIENT and wanted["response_type"] == "code" and "openid" in wanted["scope"].split()
        assert wanted["code_challenge_method"] == "S256" and wanted["state"] and wanted["nonce"]
        if self.denies:
            return redirect(f"{wanted['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': wanted['state']})}")
        code = secrets.token_urlsafe(12)
        self._codes[code] = wanted.to_dict()
        return redirect(f"{wanted['redirect_uri']}?{urlencode({'code': code, 'state': wanted['state'], 'iss': self.url})}")

    def _token(self) -> Any:
        begun = self._codes.pop(request.form["code"], None)  # a code is good once
        name, secret = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode().split(":")
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        if (
            begun is None
            or (name, secret.replace("+", " ").replace("%20", " ")) != (CLIENT, SECRET)
            or base64.urlsafe_b64encode(digest).decode().rstrip("=") != begun["code_challenge"]
            or request.form["redirect_uri"] != begun["redirect_uri"]
        ):
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        body = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        body |= self.claims if self.in_token else {"sub": self.claims["sub"]}
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": self._signed(body | self.spoil)}

    def _signed(self, body: dict[str, Any]) -> str:
        if self.sign in ("none", "HS256"):
            head = _part({"alg": self.sign, "typ": "JWT", "kid": self._key.kid}) + "." + _part(body)
            public = self._key.as_pem(private=False)  # the classic confusion: the public key as a shared secret
            mac = hmac.new(public, head.encode(), hashlib.sha256).digest() if self.sign == "HS256" else b""
            return f"{head}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
        key = self._key if self.sign == "RS256" else RSAKey.generate_key(2048, {"kid": self._key.kid}, private=True)
        return jwt.encode({"alg": "RS256", "kid": self._key.kid}, body, key)

    def _logout(self) -> Any:
        self.logouts.append(request.args.to_dict())
        return redirect(request.args["post_logout_redirect_uri"])


_ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "logout"}


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
