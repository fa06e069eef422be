"""The machine and the course's machinery on one page: what the doctor says, the queue, disk, versions, the last backup."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from grader import __version__
from grader.records import health, people
from webapp.accounts import allow, records, seen
from webapp.navigation import Link
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.times import span_of

blueprint = Blueprint("health", __name__, url_prefix="/course/health")
ONLY = ("instructor",)
LINKS = (Link("health.show", _l("Health"), 68, ONLY),)
DOCTOR_S = 120.0
BACKUP_DAYS = 2.0
VERDICTS = {"PASS": _l("in order"), "CAUTION": _l("with less"), "FAIL": _l("not in order")}
SIGNS = {"PASS": "✓", "CAUTION": "◔", "FAIL": "✗"}


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    found = health.look(records())
    return render_template(
        "health/show.html",
        health=found,
        doctor=_last_look(),
        verdicts=VERDICTS,
        verdict_signs=SIGNS,
        backup_age="" if found.backup_age_s is None else span_of(found.backup_age_s),
        backup_old=found.backup_age_s is None or found.backup_age_s > BACKUP_DAYS * 86400,
        wait="" if found.oldest_wait_s is None else span_of(found.oldest_wait_s),
        versions=versions(),
    )


@blueprint.post("/look")
@allow(*ONLY)
def look() -> Any:
    """Let the doctor look at this machine now, in a process of its own: it tries the sandbox, which takes seconds."""
    if people.too_often(records(), "doctor", limit=3, seconds=60):
        flash(_("The machine was looked at a moment ago. Wait a minute."), "error")
        return redirect(url_for("health.show"))
    command = [sys.executable, "-m", "grader.cli", "doctor", "--json", "--course", str(current_app.config["COURSE"])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOCTOR_S, cwd=Path(__file__).parents[2])
        findings = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        current_app.logger.warning("the doctor gave no answer")
        flash(_("The doctor gave no answer. On the machine itself, run: allclose doctor"), "error")
        return redirect(url_for("health.show"))
    _place().write_text(json.dumps({"at": records().now_text(), "by": seen().me.id, "findings": findings}, ensure_ascii=False))
    return redirect(url_for("health.show"))


def versions() -> list[tuple[str, str]]:
    """What runs here, as far as a report of a problem needs it."""
    found = [("allclose", __version__), ("Python", platform.python_version()), ("SQLite", records().value("select sqlite_version()"))]
    for name in ("torch", "numpy", "Flask", "gunicorn"):
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, "–"))
    return [*found, (platform.system(), platform.release())]


def _place() -> Path:
    return Path(records().var) / "doctor.json"


def _last_look() -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(_place().read_text())
    except (OSError, ValueError):
        return None
    return found
