"""What is due soon is told by the running course, once, and a mail server that is away ends nothing."""

from __future__ import annotations

import threading
import time

from grader.records import assignments, notices, people, times
from webapp import graders


def test_the_running_course_reminds_once_and_outlives_a_mail_server_that_is_away(site, monkeypatch, capfd):
    records = site.extensions["records"]
    ada = people.find(records, "ada").id
    assignments.put(records, "test", "adaptive-optimizers", due_at=times.later(records.now_text(), minutes=600))
    assignments.set_setting(records, "test", "mail", {"host": "127.0.0.1", "port": 9})
    monkeypatch.setattr(graders, "POST_S", 0.05)
    postman = graders.Postman(records)
    thread = threading.Thread(target=postman.run)
    thread.start()
    deadline = time.monotonic() + 30
    tries = ""
    while tries.count('"post"') < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
        tries += capfd.readouterr().err
    postman.stopping.set()
    thread.join()
    assert tries.count('"post"') >= 2
    assert [n.kind for n in notices.of(records, ada)] == ["due_soon"]
