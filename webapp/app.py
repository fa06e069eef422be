"""The Flask app of one course."""

from __future__ import annotations

import importlib
import pkgutil
import secrets
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from webapp import language, pages, security, words


def create_app(course: Path, *, testing: bool = False) -> Flask:
    """Make the app for the course directory `course`; run-time data lives in `course/var`."""
    app = Flask("webapp", instance_path=str((course / "var").resolve()))
    app.config.update(
        COURSE=course.resolve(),
        SECRET_KEY=_secret_key(course / "var"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=testing,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    security.protect(app)
    language.speak(app)
    words.teach(app)
    for module in pkgutil.iter_modules(pages.__path__):
        if not module.name.startswith("_"):
            app.register_blueprint(importlib.import_module(f"webapp.pages.{module.name}").blueprint)
    return app


def _secret_key(var: Path) -> bytes:
    """The session key: made on first use, readable by its owner only. There is no default secret."""
    path = var / "session.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()
