"""The Flask app of one course."""

from __future__ import annotations

import importlib
import pkgutil
import secrets
from pathlib import Path
from types import ModuleType

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from grader.records import Records
from webapp import accounts, errors, glossary, kept, language, live, logs, navigation, pages, security, tables, words
from webapp.outside.doors import open_doors


class Sessions(SecureCookieSessionInterface):
    """Cookies below the prefix that the course is served at: two courses of one host do not log each other out."""

    def get_cookie_path(self, app: Flask) -> str:
        return request.script_root or "/"


def create_app(course: Path, *, testing: bool = False, demo: bool = False, records: Records | None = None) -> Flask:
    """Make the app for the course directory `course`; run-time data lives in `course/var`.

    `demo`: people of the demo log in with one click, from this machine only. `records`: open already (tests bring a clock).
    """
    app = Flask("webapp", instance_path=str((course / "var").resolve()))
    app.config.update(
        COURSE=course.resolve(),
        DEMO=demo,
        SECRET_KEY=_secret_key(course / "var"),
        SESSION_COOKIE_NAME="allclose",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=26_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=200,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # browsers that send no Referer can hand in too; `security` looks at the Origin
        TESTING=testing,
    )
    app.session_interface = Sessions()
    app.extensions["records"] = records or Records(course / "var")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logs.note(app)
    security.protect(app)
    CSRFProtect(app)
    language.speak(app)
    words.teach(app)
    tables.teach(app)
    glossary.teach(app)
    errors.explain(app)
    open_doors(app)
    accounts.guard(app)
    live.watch(app)
    kept.stand(app)
    found = [importlib.import_module(f"webapp.pages.{m.name}") for m in pkgutil.iter_modules(pages.__path__) if not m.name.startswith("_")]
    _register(app, found)
    return app


def _register(app: Flask, found: list[ModuleType]) -> None:
    for module in found:
        app.register_blueprint(module.blueprint)
    navigation.lay_out(app, found)


def _secret_key(var: Path) -> bytes:
    """The session key: made on first use, readable by its owner only. There is no default secret."""
    path = var / "session.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()
