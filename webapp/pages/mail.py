"""The mail server of the course: notices go out through it, where there is one."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import assignments, people
from grader.records.mail_server import HERE, PORTS, Answer, MailServer, may_hold_a_password, try_out
from webapp.accounts import allow, records, seen
from webapp.pages._forms import number
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import refusal
from webapp.words import course_name

blueprint = Blueprint("mail", __name__, url_prefix="/course/mail")
SECTION = "settings"
ONLY = ("instructor",)
SETTING = "mail"
SECURITY = {"starttls": _l("after a greeting (STARTTLS)"), "tls": _l("from the start (TLS)"), "none": _l("without encryption")}
ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")
HOST = re.compile(r"[A-Za-z0-9.:_-]{1,253}")


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page()


@blueprint.post("/")
@allow(*ONLY)
def save() -> Any:
    """Keep the server; without a host there is none, and nothing is mailed."""
    if not request.form.get("host", "").strip():
        assignments.set_setting(records(), seen().me.id, SETTING, {})
        flash(_("Saved: no mail is sent. Notices stay in the app."), "success")
        return redirect(url_for("mail.show"))
    try:
        server = _read()
    except CourseError as error:
        return _page(error), 400
    assignments.set_setting(records(), seen().me.id, SETTING, server.setting())
    flash(_("Saved. Send a test message to yourself to see whether it works."), "success")
    return redirect(url_for("mail.show"))


@blueprint.post("/test")
@allow(*ONLY)
def test() -> Any:
    """Send one message to who asks, and show what the server answers."""
    server, me = _stored(), seen().me
    if server is None or not me.email:
        flash(_("There is no mail server yet.") if server is None else _("You have no e-mail address in the roster."), "error")
        return redirect(url_for("mail.show"))
    if people.too_often(records(), "test message", limit=5, seconds=60):
        flash(_("Some test messages were sent a moment ago. Wait a minute."), "error")
        return redirect(url_for("mail.show"))
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = _("A test message from %(course)s", course=course_name()), server.sender, me.email
    message.set_content(_("Notices of the course reach you here.") + f"\n\n{server.url}\n")
    answer = try_out(server, message)
    with records().write(me.id, "mail.test", subject="setting mail", outcome=answer.outcome):
        pass
    flash(_told(answer, me.email), "success" if answer.outcome == "accepted" else "error")
    return redirect(url_for("mail.show"))


def _told(answer: Answer, to: str) -> str:
    """What became of the test message, in a sentence with the server's own words."""
    said = refusal(answer.said) if answer.outcome == "no_password" else answer.said
    told = {
        "accepted": _("The server has accepted the message to %(to)s. It answers: %(said)s", to=to, said=said),
        "away": _("The server could not be reached: %(said)s", said=said),
        "no_encryption": _("The server does not speak as encrypted as the setting says: %(said)s", said=said),
        "no_login": _("The server refuses the login: %(said)s", said=said),
        "refused": _("The server refuses the message: %(said)s", said=said),
    }
    return told.get(answer.outcome, said)


def _read() -> MailServer:
    """The server as the form says. CourseError names every mistake."""
    said = {name: request.form.get(name, "").strip()[:300] for name in ("host", "port", "sender", "security", "user", "password_in")}
    mistakes = []
    if HOST.fullmatch(said["host"]) is None:
        mistakes.append(_("“%(host)s” is not the name of a server. Write it like smtp.example.org.", host=said["host"][:60]))
    if said["security"] not in PORTS:
        mistakes.append(_("“%(said)s” is none of the choices.", said=said["security"][:40]))
    port = float(PORTS.get(said["security"], 587))
    try:
        port = number(said["port"], _("Port"), least=1, most=65535, empty=port, whole=True)
    except CourseError as error:
        mistakes += error.mistakes
    if ADDRESS.fullmatch(said["sender"]) is None:
        mistakes.append(_("“%(text)s” is not an e-mail address.", text=said["sender"][:60]))
    if said["user"] and said["security"] == "none" and said["host"] not in HERE:
        mistakes.append(_("A password is sent over an encrypted connection only. Choose one, or leave the user empty."))
    if said["user"] and not may_hold_a_password(said["password_in"]):
        mistakes.append(
            _(
                "The password lies in a variable like ALLCLOSE_MAIL_PASSWORD, or in a file like /etc/allclose/mail-password; never write it here."
            )
        )
    if mistakes:
        raise CourseError(*mistakes)
    password_in = said["password_in"] if said["user"] else ""
    url = url_for("home.show", _external=True)
    return MailServer(
        host=said["host"],
        port=int(port),
        sender=said["sender"],
        security=said["security"],
        user=said["user"],
        password_in=password_in,
        url=url,
    )


def _stored() -> MailServer | None:
    return MailServer.of(assignments.setting(records(), SETTING, {}))


def _page(problem: CourseError | None = None) -> str:
    server = _stored()
    now = {"host": "", "port": "", "sender": "", "security": "starttls", "user": "", "password_in": ""}
    if server is not None:
        now = {name: str(value) for name, value in server.setting().items()}
    if problem is not None:  # what was typed, but never what may have been meant as a password
        now = {name: request.form.get(name, value) for name, value in now.items()}
        now["password_in"] = now["password_in"] if may_hold_a_password(now["password_in"]) else ""
    return render_template("mail/show.html", now=now, server=server, problem=problem, security=SECURITY, ports=PORTS, email=seen().me.email)
