"""One line of JSON per request on stderr: what, who, how long. No bodies, no query strings, no names."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time

from flask import Flask, Response, g, request


def note(app: Flask) -> None:
    """Give each request an id and write it down when it ends."""
    log = logging.getLogger("allclose.web")
    if not log.handlers and not app.testing:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False

    @app.before_request
    def begin() -> None:
        g.request_id, g.began = secrets.token_hex(4), time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in ("static", "healthz.show"):
            seen = g.get("seen")
            log.info(
                json.dumps(
                    {
                        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                        "id": g.get("request_id", ""),
                        "method": request.method,
                        "path": request.path,
                        "status": response.status_code,
                        "ms": round(1000 * (time.monotonic() - g.get("began", time.monotonic())), 1),
                        "person": None if seen is None else seen.real.id,
                    }
                )
            )
        return response
