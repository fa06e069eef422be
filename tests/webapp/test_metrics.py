from __future__ import annotations

import json
import logging
import re

import pytest
from flask import Flask

from tests.webapp.conftest import ROOT
from webapp import logs
from webapp.pages import metrics
from webapp.served import Served

AT = "/course/settings/"
LINE = re.compile(r'^[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? -?[0-9.e+-]+$')


@pytest.fixture
def token(browser):
    page = browser("ivo").post(f"{AT}metrics", {}, at=AT).text
    return re.search(r"Authorization: Bearer ([\w-]+)", page)[1]


def ask(browser, token: str = ""):
    return browser(None).client.get("/metrics", headers={"Authorization": f"Bearer {token}"} if token else {})


def test_without_the_token_there_is_nothing(site, browser, token):
    for found in (ask(browser), ask(browser, "wrong"), browser("ivo").get("/metrics")):
        assert found.status_code == 404
    assert ask(browser, token).status_code == 200


def test_no_token_works_before_one_was_issued_or_after_it_was_revoked(browser, site):
    assert ask(browser, "").status_code == 404
    secret = re.search(r"Bearer ([\w-]+)", browser("ivo").post(f"{AT}metrics", {}, at=AT).text)[1]
    browser("ivo").post(f"{AT}metrics", {"revoke": ""}, at=AT)
    assert ask(browser, secret).status_code == 404
    assert ask(browser, "").status_code == 404


def test_a_new_token_ends_the_old_one_and_neither_is_stored(site, browser, token):
    new = re.search(r"Bearer ([\w-]+)", browser("ivo").post(f"{AT}metrics", {}, at=AT).text)[1]
    assert (ask(browser, token).status_code, ask(browser, new).status_code) == (404, 200)
    stored = (site.config["COURSE"] / "var" / "course.db").read_bytes()
    assert new.encode() not in stored
    assert new not in browser("ivo").get(AT).text


def test_every_line_is_one_that_prometheus_reads(browser, token):
    text = ask(browser, token).text
    assert text.endswith("\n")
    told = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            told.add(line.split()[2])
        elif not line.startswith("# HELP "):
            assert LINE.match(line), line
            name = re.match(r"[a-z_]+", line)[0]
            assert name in told or re.sub("_(bucket|sum|count)$", "", name) in told, line


def test_every_number_is_documented(browser, token):
    documented = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
    told = re.findall(r"^# TYPE (\w+)", ask(browser, token).text, re.MULTILINE)
    assert len(told) > 15 and [name for name in told if f"`{name}`" not in documented] == []


def test_the_numbers_are_those_of_the_course(browser, token):
    text = ask(browser, token).text
    assert 'allclose_people{role="student"} 2' in text
    assert "allclose_handins_total 0" in text
    assert "allclose_backup_age_seconds" not in text  # none was made: no number


def test_nothing_of_a_person_is_in_it(browser, token):
    text = ask(browser, token).text.lower()
    assert not [name for name in ("ada", "ivo", "example.org") if name in text]


def test_answers_are_counted_and_buckets_only_grow():
    served = Served()
    for seconds in (0.005, 0.03, 0.3, 60.0):
        served.add("GET", 200, seconds)
    served.add("BREW", 418, 0.0, streamed=True)
    answers, buckets, seconds = served.counted()
    assert answers == {("GET", "2xx"): 4, ("other", "4xx"): 1}
    assert sum(buckets) == 4 and seconds == pytest.approx(60.335)
    text = "".join(metrics._process(served, "1"))
    counts = [int(n) for n in re.findall(r"_bucket\{[^}]+\} (\d+)", text)]
    assert counts == sorted(counts) and counts[-1] == 4
    assert 'le="+Inf"' in text


def test_an_error_is_one_line_of_json_with_its_trace():
    app = Flask("x")
    try:
        raise ValueError("broken\nin two lines")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "request %s failed", ("abc",), sys.exc_info())
    with app.test_request_context("/"):
        from flask import g

        g.request_id = "abc"
        said = logs.OneLine().format(record)
    assert "\n" not in said
    found = json.loads(said)
    assert (found["error"], found["id"], found["message"], found["level"]) == ("ValueError", "abc", "request abc failed", "error")
    assert any("ValueError: broken" in line for line in found["trace"])
