"""Is the server alive, and can it reach its records? For machines; tells nothing about people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from grader import __version__
from webapp.accounts import public, records

blueprint = Blueprint("healthz", __name__)


@blueprint.get("/healthz")
@public
def show() -> Any:
    try:
        records().value("select 1 from setting limit 1")
    except Exception:  # whatever it is, whoever asks wants a plain no
        current_app.logger.exception("the records cannot be read")
        return {"ok": False, "version": __version__}, 503
    return {"ok": True, "version": __version__}
