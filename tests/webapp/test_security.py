from __future__ import annotations

import io
import re
import zipfile

import pytest

LAB = "adaptive-optimizers"


def send(browser, data: bytes, name: str = "a.ipynb"):
    return browser.post(f"/a/{LAB}/hand-in", {"notebook": (io.BytesIO(data), name)}, at=f"/a/{LAB}", content_type="multipart/form-data")


def test_every_answer_carries_a_policy_without_inline_script_or_style(browser):
    for path in ("/login", "/nowhere", "/static/css/allclose.css", "/healthz"):
        with browser("ada").get(path) as found:
            headers = found.headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_inline_script_style_or_handler(browser, notebook, right, grade):
    ada = browser("ada")
    at = send(ada, notebook(adam=right("opt-adam"))).location
    grade()
    for path in ("/", f"/a/{LAB}", at, "/requests/", "/notices/", "/account"):
        page = ada.get(path).text
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path


@pytest.mark.parametrize("path", [f"/a/{LAB}/hand-in", "/logout", "/look", f"/a/{LAB}/extension", "/notices/read", "/account/password"])
def test_a_write_without_its_token_is_refused(browser, path):
    assert browser("ada").client.post(path, headers={"Accept": "text/html"}).status_code == 400


def test_a_write_from_another_site_is_refused(browser):
    found = browser("ada").client.post("/logout", headers={"Origin": "https://evil.example"})
    assert found.status_code == 403


XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_what_a_student_writes_is_shown_as_text(browser, notebook, grade):
    ada = browser("ada")
    at = send(ada, notebook(adam=f'raise ValueError("""{XSS}""")  # {XSS}\u202e'), f"{XSS}.ipynb").location
    grade()
    page = ada.get(at).text
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;" in page and "\u202e" not in page
    number = ada.post(f"{at}/regrade", {"text": XSS}, at=at).location
    for who in ("ada", "tia"):
        assert "<script>alert" not in browser(who).get(number).text


def test_what_was_handed_in_comes_back_as_a_download_and_never_as_a_page(browser, notebook):
    ada = browser("ada")
    found = ada.get(send(ada, notebook()).location + "/file")
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.mimetype == "application/octet-stream"
    assert "sandbox" in found.headers["Content-Security-Policy"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", b"0" * 30_000_000)
    return out.getvalue()


def slip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../evil.txt", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "a.ipynb"), (b"<html>", "a.html"), (bomb(), "a.zip"), (slip(), "a.zip"), (b"PK\x03\x04", "a.zip")]
)
def test_what_is_no_notebook_is_refused_with_words_and_costs_nothing(browser, data, name):
    ada = browser("ada")
    found = send(ada, data, name)
    assert found.status_code == 400
    assert 'role="alert"' in found.text
    assert "Your attempts" not in ada.get(f"/a/{LAB}").text


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(site, browser):
    ada = browser("ada")
    site.config["MAX_CONTENT_LENGTH"] = 2000
    assert send(ada, b"{" + b" " * 5000).status_code == 413


def test_a_form_cannot_set_what_it_does_not_show(site, browser):
    ada = browser("ada")
    ada.post("/account/zone", {"zone": "Asia/Seoul", "role": "instructor", "extra_hours": "99"}, at="/account")
    row = site.extensions["records"].row("select role, extra_hours, zone from person where login = 'ada'")
    assert tuple(row) == ("student", 0, "Asia/Seoul")


@pytest.mark.parametrize(
    "path", ["/h/1' or '1'='1", "/a/x%27--", "/requests/999999999999999999999", "/h/%00", "/a/../../etc/passwd", "/h/" + "x" * 5000]
)
def test_odd_addresses_lead_nowhere(browser, path):
    assert browser("ada").get(path).status_code == 404
