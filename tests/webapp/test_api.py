"""Handing in from a terminal, as a student does it: a token from the account page, `allclose submit`, the same receipt."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from werkzeug.serving import make_server

from grader.cli import group
from grader.errors import SubmissionError
from grader.records import handins, keys, people, receipts

LAB = "adaptive-optimizers"


@pytest.fixture
def url(site):
    server = make_server("127.0.0.1", 0, site, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def token(site) -> str:
    records = site.extensions["records"]
    return people.issue_token(records, "test", people.find(records, "ada").id, "api")


@pytest.fixture
def file(notebook, right, tmp_path: Path) -> Path:
    path = tmp_path / "adaptive-optimizers.ipynb"
    path.write_bytes(notebook(adam=right("opt-adam"), rmsprop=right("opt-rmsprop")))
    return path


def submit(*options: str | Path) -> Result:
    return CliRunner().invoke(group, ["submit", *map(str, options)])


def test_a_student_hands_in_from_a_terminal_and_it_is_graded(site, url, token, file, grade, tmp_path) -> None:
    receipt = tmp_path / "receipt.json"
    done = submit(file, "--assignment", LAB, "--token", token, "--url", url, "--receipt", receipt)
    assert done.exit_code == 0, done.output + str(done.exception)
    records = site.extensions["records"]
    stored = handins.of_person(records, people.find(records, "ada").id)[0]
    assert stored.source == "api" and stored.filename == file.name
    assert json.loads(receipt.read_text()) == stored.receipt
    receipts.verify(stored.receipt, keys.public(records), data=file.read_bytes())
    assert grade() == 1
    again = submit(file, "--assignment", LAB, "--token", token, "--url", url)
    assert json.loads(again.stdout)["id"] == stored.id, "the same bytes are the same hand-in"


REFUSED = {
    "a wrong token": (["--assignment", LAB, "--token", "guessed"], "The token is not"),
    "an unknown assignment": (["--assignment", "nope"], f"No assignment “nope”. There are: {LAB}."),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal_says_what_to_do(url, token, file, why) -> None:
    options, words = REFUSED[why]
    done = submit(file, "--url", url, *options, *([] if "--token" in options else ["--token", token]))
    assert isinstance(done.exception, SubmissionError)
    assert words in str(done.exception)


def test_a_file_that_is_no_notebook_is_refused_in_words(url, token, tmp_path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = submit(photo, "--assignment", LAB, "--token", token, "--url", url)
    assert isinstance(done.exception, SubmissionError)
    assert "{" not in str(done.exception)


def test_an_address_where_nobody_is_loses_nothing(token, file) -> None:
    done = submit(file, "--assignment", LAB, "--token", token, "--url", "http://127.0.0.1:9")
    assert "nothing was handed in" in str(done.exception)


def test_the_account_page_makes_a_token_that_ends_the_one_before(site, browser, token) -> None:
    ada = browser("ada")
    page = ada.post("/account/token", at="/account").text
    secret = re.search(r"ALLCLOSE_TOKEN=(\S+)", page)[1]
    records = site.extensions["records"]
    assert people.token_holder(records, secret, "api").login == "ada"
    assert people.token_holder(records, token, "api") is None
    assert secret not in ada.get("/account").text, "shown once"


def test_a_session_is_no_token(browser) -> None:
    assert browser("ada").client.post(f"/api/handins/{LAB}", data=b"{}").status_code == 401
