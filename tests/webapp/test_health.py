from __future__ import annotations

import io
import json

LAB = "adaptive-optimizers"


def test_the_page_says_how_the_course_stands(browser):
    page = browser("ivo").get("/course/health/").text
    assert "0 wait, 0 are being graded" in page
    assert "none was made yet" in page and "allclose backup" in page
    assert "Nobody has looked at this machine yet." in page


def test_a_queue_without_a_grader_is_told(site, browser, notebook):
    ada = browser("ada")
    ada.post(f"/a/{LAB}/hand-in", {"notebook": (io.BytesIO(notebook()), "a.ipynb")}, at=f"/a/{LAB}", content_type="multipart/form-data")
    assert "nobody grades" not in browser("ivo").get("/course/health/").text
    with site.extensions["records"].machinery() as tx:
        tx.execute("update job set queued_at = '2026-01-01T00:00:00.000000Z'")
    assert "nobody grades" in browser("ivo").get("/course/health/").text


def test_the_doctor_looks_when_asked_and_speaks_the_pages_language(site, browser):
    ivo = browser("ivo")
    assert ivo.post("/course/health/look", {}, at="/course/health/").status_code == 302
    kept = json.loads((site.config["COURSE"] / "var" / "doctor.json").read_text())
    assert {"python", "torch", "sandbox"} <= {finding["name"] for finding in kept["findings"]}
    assert "<strong>sandbox</strong>" in ivo.get("/course/health/").text
    ivo.post("/look", {"language": "ko"}, at="/account")
    assert "GB 남았어요" in ivo.get("/course/health/").text


def test_the_doctor_is_not_asked_too_often(browser, monkeypatch):
    import subprocess

    asked = []
    done = subprocess.CompletedProcess([], 0, stdout="[]")
    monkeypatch.setattr(subprocess, "run", lambda *args, **more: asked.append(args) or done)
    ivo = browser("ivo")
    for _ in range(5):
        ivo.post("/course/health/look", {}, at="/course/health/")
    assert len(asked) == 3


def test_a_doctor_without_an_answer_is_told(browser, monkeypatch):
    import subprocess

    monkeypatch.setattr(subprocess, "run", lambda *args, **more: subprocess.CompletedProcess([], 1, stdout="no JSON"))
    ivo = browser("ivo")
    ivo.post("/course/health/look", {}, at="/course/health/")
    assert "The doctor gave no answer" in ivo.get("/course/health/").text


def test_healthz_says_no_when_the_records_cannot_be_read(site, browser, monkeypatch):
    assert browser(None).get("/healthz").json["ok"] is True
    monkeypatch.setattr(site.extensions["records"], "value", lambda *args: 1 / 0)
    found = browser(None).client.get("/healthz")
    assert (found.status_code, found.json["ok"]) == (503, False)
