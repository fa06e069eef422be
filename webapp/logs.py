"""One line of JSON per request on stderr: what, who, how long. No bodies, no query strings, no names. Errors are lines of JSON, too."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback

from flask import Flask, Response, g, has_request_context, request

from webapp import served

QUIET = ("static", "healthz.show", "metrics.show")  # machines ask these every few seconds


class OneLine(logging.Formatter):
    """A record as one line of JSON; the lines of a traceback are a list in it."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"at": _now(), "level": record.levelname.lower(), "message": record.getMessage()}
        if has_request_context():
            said["id"] = g.get("request_id", "")
        if record.exc_info and record.exc_info[0] is not None:
            lines = "".join(traceback.format_exception(*record.exc_info)).splitlines()
            return json.dumps({**said, "error": record.exc_info[0].__name__, "trace": lines}, ensure_ascii=False)
        return json.dumps(said, ensure_ascii=False)


def note(app: Flask) -> None:
    """Give each request an id, count it, and write it down when it ends."""
    served.count(app)
    log = logging.getLogger("allclose.web")
    if not app.testing:
        _to_stderr(log, logging.Formatter("%(message)s"))
        _to_stderr(app.logger, OneLine())

    @app.before_request
    def begin() -> None:
        g.request_id, g.began = secrets.token_hex(4), time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        seconds = time.monotonic() - g.get("began", time.monotonic())
        served.served().add(request.method, response.status_code, seconds, streamed=response.is_streamed)
        if request.endpoint not in QUIET:
            log.info(line(response.status_code, seconds))
        return response


def line(status: int, seconds: float) -> str:
    """What is written down about the request that ends now."""
    seen = g.get("seen")
    said = {
        "at": _now(),
        "id": g.get("request_id", ""),
        "method": request.method,
        "path": request.path,
        "status": status,
        "ms": round(1000 * seconds, 1),
        "person": None if seen is None else seen.real.id,
    }
    return json.dumps(said)


def _to_stderr(log: logging.Logger, form: logging.Formatter) -> None:
    if not any(isinstance(handler, logging.StreamHandler) and handler.formatter is not None for handler in log.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(form)
        log.handlers[:] = [handler]
        log.setLevel(logging.INFO)
        log.propagate = False


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
