"""The mail server of a course: where it is, how one speaks to it, and where its password lies. The password itself is nowhere in the records.

Only a variable `ALLCLOSE_MAIL_…` or a file `mail-password…` can be named: else whoever may change settings could have any file of the
machine sent, as a password, to a server of their own.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_LINES
from pathlib import Path
from typing import Any

from grader.errors import CourseError

PORTS = {"starttls": 587, "tls": 465, "none": 25}
HERE = ("localhost", "127.0.0.1", "::1")
VARIABLE = re.compile(r"ALLCLOSE_MAIL_[A-Z0-9_]+")
WAIT_S = 20.0
LONGEST_PASSWORD = 1000


@dataclass(frozen=True, kw_only=True)
class MailServer:
    host: str
    port: int
    sender: str
    security: str = "starttls"  # a key of PORTS
    user: str = ""
    password_in: str = ""  # a variable of the environment, or a file
    url: str = ""  # of the course: stands under each mail

    @classmethod
    def of(cls, setting: dict[str, Any]) -> MailServer | None:
        """Return the server of the setting `mail`; None: the course has none."""
        if not setting.get("host"):
            return None
        known = {key: setting[key] for key in cls.__dataclass_fields__ if key in setting}
        return cls(**{"port": PORTS[setting.get("security", "starttls")], "sender": "allclose@localhost", **known})

    def setting(self) -> dict[str, Any]:
        return asdict(self)

    def password(self) -> str:
        """Read the password where the setting says it lies."""
        if not may_hold_a_password(self.password_in):
            raise CourseError(f"“{self.password_in}” is no place for the mail password.")
        try:
            found = Path(self.password_in).read_text()[:LONGEST_PASSWORD] if "/" in self.password_in else os.environ[self.password_in]
        except (OSError, KeyError, ValueError):
            raise CourseError(f"The mail password was not found: there is no {self.password_in} that the server can read.") from None
        return found.strip("\r\n")

    @contextmanager
    def connected(self, wait_s: float = WAIT_S) -> Iterator[smtplib.SMTP]:
        """Speak to the server: encrypted and logged in, as the setting says."""
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=wait_s, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=wait_s)
        with server:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password())
            yield server


def may_hold_a_password(place: str) -> bool:
    """Is it the name of a variable or a file that is meant for the mail password?

    >>> [may_hold_a_password(place) for place in ("ALLCLOSE_MAIL_PASSWORD", "/run/secrets/mail-password", "/etc/shadow", "HOME")]
    [True, True, False, False]
    """
    if "/" in place:
        path = Path(place)
        return path.is_absolute() and ".." not in path.parts and path.name.startswith("mail-password") and not path.is_symlink()
    return VARIABLE.fullmatch(place) is not None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a test message, and what the server said to it."""

    outcome: str  # accepted, away, no_encryption, no_login, refused, no_password
    said: str


def try_out(server: MailServer, message: EmailMessage, *, wait_s: float = 10.0) -> Answer:
    """Send one message and return the server's own words; nothing is raised for what a server can say."""
    try:
        with server.connected(wait_s) as smtp:
            smtp.ehlo_or_helo_if_needed()
            for code, said in (smtp.mail(server.sender), smtp.rcpt(message["To"])):
                if code >= 400:
                    return Answer(outcome="refused", said=_words(code, said))
            code, said = smtp.data(message.as_bytes(policy=SMTP_LINES))
            return Answer(outcome="accepted" if code < 400 else "refused", said=_words(code, said))
    except CourseError as error:
        return Answer(outcome="no_password", said=str(error))
    except smtplib.SMTPAuthenticationError as error:
        return Answer(outcome="no_login", said=_words(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
        return Answer(outcome="no_encryption" if server.security != "none" else "no_login", said=str(error)[:300])
    except smtplib.SMTPResponseException as error:
        return Answer(outcome="refused", said=_words(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        return Answer(outcome="away", said=str(error)[:300] or type(error).__name__)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]
