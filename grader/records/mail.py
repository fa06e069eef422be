"""Notices by mail, where the course has a server. Each is sent once; what cannot be sent is tried again and holds nothing up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import EmailMessage
from typing import Any, Protocol

from grader.records import assignments, notices, people, times
from grader.records.mail_server import MailServer
from grader.records.store import Records

SENTENCES = {
    "receipt": {"en": "We have your hand-in for {assignment}.", "ko": "{assignment} 제출물을 받았어요."},
    "graded": {"en": "Your hand-in for {assignment} is graded.", "ko": "{assignment} 채점이 끝났어요."},
    "changed": {"en": "Your mark for {assignment} changed: {reason}", "ko": "{assignment} 점수가 바뀌었어요: {reason}"},
    "answered": {"en": "There is an answer for you.", "ko": "답변이 도착했어요."},
    "due_soon": {"en": "{assignment} is due soon: {due} UTC.", "ko": "{assignment} 마감이 가까워요: {due} (UTC)."},
    "fault": {
        "en": "A hand-in could not be graded by our machinery and waits for you.",
        "ko": "저희 쪽 문제로 채점하지 못한 제출물이 있어요. 확인해 주세요.",
    },
    "message": {"en": "A student asks something.", "ko": "학생의 문의가 있어요."},
}


class Server(Protocol):
    def send_message(self, message: EmailMessage) -> Any: ...


Connect = Callable[[], AbstractContextManager[Server]]


def send(records: Records, connect: Connect | None = None, *, limit: int = 200) -> int:
    """Send the notices that wait; returns how many went out. `connect`: to something else than the server of the course."""
    server_of_course = MailServer.of(assignments.setting(records, "mail", {}))
    speak: Connect | None = connect or (server_of_course.connected if server_of_course else None)
    if speak is None:
        return 0
    waiting = records.rows("select id, person, kind from notice where mailed_at is null order by id limit ?", [limit])
    if not waiting:
        return 0
    sent = 0
    sender, url = (server_of_course.sender, server_of_course.url) if server_of_course else ("allclose@localhost", "")
    with speak() as server:
        for row in waiting:
            message = _message(records, row["id"], sender, url)
            # Marked first: a notice that is lost is better than one that comes every minute.
            with records.machinery() as tx:
                tx.execute("update notice set mailed_at = ? where id = ? and mailed_at is null", [tx.now, row["id"]])
            if message is not None:
                server.send_message(message)
                sent += 1
    return sent


def remind(records: Records, *, hours: float = 24) -> int:
    """Tell everybody who has not handed in what is due within so many hours, once."""
    from grader.records import gradebook

    now, until = records.now_text(), times.later(records.now_text(), minutes=hours * 60)
    known = "select 1 from notice where person = ? and kind = 'due_soon' and subject = ? and json_extract(data, '$.due') = ?"
    untold = [
        (line.person.id, id, cell.due)
        for line in gradebook.of_course(records).lines
        for id, cell in line.cells.items()
        if cell.state == "open" and cell.due is not None and now < cell.due <= until
        if records.value(known, [line.person.id, f"assignment {id}", cell.due]) is None
    ]
    if untold:
        with records.write("reminder", "notice.due_soon", told=len(untold)) as tx:
            for person, id, due in untold:
                notices.put(tx, person, "due_soon", subject=f"assignment {id}", assignment=id, due=due)
    return len(untold)


def sentence(kind: str, language: str, data: dict[str, Any]) -> str:
    """Say a notice in one sentence.

    >>> sentence("graded", "en", {"assignment": "optimizers"})
    'Your hand-in for optimizers is graded.'
    """
    shown = {"assignment": "", "reason": "", "due": "", **data}
    shown["due"] = str(shown["due"])[:16].replace("T", " ")
    return SENTENCES[kind][language].format(**shown)


def _message(records: Records, id: int, sender: str, url: str) -> EmailMessage | None:
    notice = next(iter(notices.by_id(records, [id])))
    person = people.get(records, notice.person)
    if not person.email or person.state != "active":
        return None
    said = " ".join(sentence(notice.kind, person.language, notice.data).split())
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = said[:150], sender, person.email
    message.set_content(f"{said}\n\n{url}\n" if url else f"{said}\n")
    return message
