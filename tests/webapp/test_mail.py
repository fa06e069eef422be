"""The mail server's page, with a small server of our own on this machine."""

from __future__ import annotations

import socket
import socketserver
import threading

import pytest

from grader.records import assignments, audit, notices
from grader.records import mail as post
from grader.records.mail_server import MailServer

AT = "/course/mail/"


class Speaks(socketserver.StreamRequestHandler):
    """As much SMTP as a mail needs; what the server is told to refuse it refuses."""

    def handle(self) -> None:
        self.say("220 small")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            self.server.lines.append(line)
            if word == "EHLO":
                self.say("250-small\r\n250 AUTH PLAIN")
            elif word == "AUTH":
                self.say(self.server.login)
            elif word == "RCPT":
                self.say(self.server.rcpt)
            elif word == "DATA":
                self.say("354 go on")
                while (part := self.rfile.readline()) != b".\r\n":
                    self.server.mails.append(part.decode())
                self.say("250 2.0.0 queued as 4F1")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def smtp():
    with socketserver.TCPServer(("127.0.0.1", 0), Speaks) as server:
        server.lines, server.mails, server.login, server.rcpt = [], [], "235 welcome", "250 ok"
        Speaks.timeout = 10
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def records(site):
    return site.extensions["records"]


def form(port: int, **more: str) -> dict[str, str]:
    return {"host": "127.0.0.1", "port": str(port), "sender": "course@example.org", "security": "none"} | more


def told_by_a_test(ivo) -> str:
    ivo.post(f"{AT}test", at=AT)
    return ivo.get(AT).text


def test_a_test_message_reaches_who_asks_and_the_servers_answer_is_shown(browser, records, smtp):
    ivo = browser("ivo")
    ivo.post(AT, form(smtp.server_address[1]), at=AT)
    assert "accepted the message to ivo@example.org. It answers: 250 2.0.0 queued as 4F1" in told_by_a_test(ivo)
    assert "rcpt TO:<ivo@example.org>" in smtp.lines and "To: ivo@example.org\r\n" in smtp.mails
    assert audit.rows(records, action="mail.test")[0]["data"].count("accepted") == 1


@pytest.mark.parametrize("place", ["variable", "file"])
def test_the_password_is_read_where_it_lies_and_is_in_no_record_and_on_no_page(browser, records, smtp, monkeypatch, tmp_path, place):
    monkeypatch.setenv("ALLCLOSE_MAIL_PASSWORD", "s3cret-word")
    path = tmp_path / "mail-password"
    path.write_text("s3cret-word\n")
    ivo, where = browser("ivo"), "ALLCLOSE_MAIL_PASSWORD" if place == "variable" else str(path)
    ivo.post(AT, form(smtp.server_address[1], user="course", password_in=where), at=AT)
    assert "accepted the message" in told_by_a_test(ivo)
    assert any(line.startswith("AUTH PLAIN ") for line in smtp.lines)
    assert where in ivo.get(AT).text and "s3cret-word" not in ivo.get(AT).text + "".join(records.connection.iterdump())


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"login": "535 5.7.8 no such user"}, "refuses the login: 535 5.7.8 no such user"),
        ({"rcpt": "550 5.1.1 nobody here"}, "refuses the message: 550 5.1.1 nobody here"),
    ],
)
def test_what_the_server_refuses_is_told_in_its_words(browser, smtp, monkeypatch, said, answer):
    monkeypatch.setenv("ALLCLOSE_MAIL_PASSWORD", "x")
    for name, line in said.items():
        setattr(smtp, name, line)
    ivo = browser("ivo")
    ivo.post(AT, form(smtp.server_address[1], user="course", password_in="ALLCLOSE_MAIL_PASSWORD"), at=AT)
    assert answer in told_by_a_test(ivo)


def test_a_server_that_is_away_or_does_not_encrypt_and_a_password_that_is_nowhere_are_told(browser, smtp, monkeypatch):
    ivo = browser("ivo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    ivo.post(AT, form(free), at=AT)
    assert "could not be reached" in told_by_a_test(ivo)
    ivo.post(AT, form(smtp.server_address[1], security="starttls"), at=AT)
    assert "does not speak as encrypted" in told_by_a_test(ivo)
    monkeypatch.delenv("ALLCLOSE_MAIL_GONE", raising=False)
    ivo.post(AT, form(smtp.server_address[1], user="course", password_in="ALLCLOSE_MAIL_GONE"), at=AT)
    assert "there is no ALLCLOSE_MAIL_GONE" in told_by_a_test(ivo)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"host": "a b"}, "is not the name of a server"),
        ({"port": "70000"}, "Port: 70000 must be from 1 to 65535"),
        ({"sender": "course"}, "“course” is not an e-mail address"),
        ({"security": "some"}, "none of the choices"),
        ({"host": "smtp.example.org", "user": "u", "password_in": "ALLCLOSE_MAIL_PASSWORD"}, "over an encrypted connection only"),
        ({"user": "u", "password_in": "hunter2"}, "never write it here"),
        ({"user": "u", "password_in": "/etc/passwd"}, "never write it here"),
        ({"user": "u", "password_in": "/srv/mail-password/../keys"}, "never write it here"),
        ({"user": "u", "password_in": "HOME"}, "never write it here"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_mistake_gets_a_sentence_nothing_is_kept_and_what_may_be_a_password_is_not_shown(browser, records, change, says):
    page = browser("ivo").post(AT, form(25) | change, at=AT)
    assert page.status_code == 400 and says in page.text and "hunter2" not in page.text
    assert assignments.setting(records, "mail") is None


def test_notices_go_out_through_the_server_of_the_setting_and_none_without_a_host(browser, records, smtp):
    ivo = browser("ivo")
    with records.machinery() as tx:
        notices.put(tx, 1, "answered", subject="request 1")
    assert post.send(records) == 0
    ivo.post(AT, form(smtp.server_address[1]), at=AT)
    assert post.send(records) == 1 and any("There is an answer for you." in line for line in smtp.mails)
    ivo.post(AT, {"host": ""}, at=AT)
    assert MailServer.of(assignments.setting(records, "mail")) is None
    assert "No mail is sent" in ivo.get("/course/settings/").text
