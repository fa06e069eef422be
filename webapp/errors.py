"""Error pages: what happened, that nothing is lost, what to do, and an id to quote."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from grader.errors import AllcloseError, SandboxError, SubmissionError
from grader.records import NotFound
from webapp.say import gettext as _
from webapp.say import refusal


def explain(app: Flask) -> None:
    """Answer every error with a page (or JSON, where JSON was asked for)."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forgery)
    app.register_error_handler(AllcloseError, _ours)
    app.register_error_handler(OverflowError, lambda error: _page(404, *_words(404)))  # a number in an address that no row can have
    app.register_error_handler(Exception, _unexpected)


def _http(error: Any) -> Any:
    code = int(error.code or 500)
    if code < 400:
        return error
    return _page(code, *_words(code))


def _words(code: int) -> tuple[str, str]:
    known = {
        401: (_("Please log in"), _("Your session has ended. Nothing you handed in is lost.")),
        403: (_("Not possible from here"), _("You are looking through another person's eyes, or this page is not yours to change.")),
        404: (_("There is nothing here"), _("The address may be mistyped, or the page is not (or no longer) open to you.")),
        405: (_("There is nothing here"), _("The address may be mistyped, or the page is not (or no longer) open to you.")),
        413: (_("The file is too large"), _("Clear the outputs of the notebook, save it, and hand it in again.")),
        429: (_("Too many tries"), _("Wait ten minutes and try again.")),
    }
    return known.get(code, (_("This did not work"), _("Go back and try again. Nothing you handed in is lost.")))


def _forgery(error: CSRFError) -> Any:
    return _page(400, _("The form was too old"), _("Go back, reload the page and send it again. Nothing was changed."))


def _ours(error: AllcloseError) -> Any:
    if isinstance(error, NotFound):
        return _page(404, *_words(404))
    if isinstance(error, SubmissionError):
        return _page(400, _("This did not work"), refusal(error))
    if isinstance(error, SandboxError):
        return _page(
            503,
            _("Our machinery has a problem"),
            _("Nothing was changed, and nothing you handed in before is lost. Try again in a minute."),
        )
    return _page(400, _("This did not work"), "\n".join(refusal(line) for line in getattr(error, "mistakes", (str(error),))))


def _unexpected(error: Exception) -> Any:
    from flask import current_app

    current_app.logger.exception("request %s failed", g.get("request_id", ""))
    if current_app.testing:
        raise error
    return _page(
        500, _("Something broke on our side"), _("Nothing you handed in is lost. Tell the staff the number below if it happens again.")
    )


def _page(code: int, title: str, text: str) -> tuple[Any, int]:
    id = g.get("request_id", "")
    if (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
        or request.path.endswith(".json")
        or request.blueprint == "api"
    ):
        return {"error": title, "text": text, "id": id}, code
    return render_template("error.html", title=title, text=text, id=id, code=code), code
