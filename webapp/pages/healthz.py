"""Is the server alive, and can it reach its records? For machines; tells nothing about people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from grader import __version__
from webapp.accounts import public, records

blueprint = Blueprint("healthz", __name__)


@blueprint.get("/healthz")
@public
def show() -> Any:
    records().value("select 1 from setting limit 1")
    return {"ok": True, "version": __version__}
