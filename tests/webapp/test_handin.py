from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

from grader.records.assignments import put
from tests.webapp.test_home import report
from webapp.pages.handin import check_lines

LAB = "adaptive-optimizers"


def hand_in(browser, data: bytes, name: str = "adam (1).ipynb"):
    return browser.post(
        f"/a/{LAB}/hand-in",
        {"notebook": (io.BytesIO(data), name)},
        at=f"/a/{LAB}",
        content_type="multipart/form-data",
        follow_redirects=False,
    )


def without_correction(right) -> str:
    source = right("opt-adam")
    wrong = source.replace("1 - beta1**t", "1.0").replace("1 - beta2**t", "1.0")
    assert wrong != source
    return wrong


def test_an_adam_without_bias_correction_is_told_so_in_words_and_a_right_one_gets_full_marks(browser, grade, notebook, right):
    ada = browser("ada")
    at = hand_in(ada, notebook(adam=without_correction(right))).location
    assert "in the queue" in ada.get(at).text
    grade()
    page = ada.get(at).text
    assert "Adam without bias correction" in page
    assert "See the checks" in page
    at = hand_in(ada, notebook(adam=right("opt-adam"), rmsprop=right("opt-rmsprop"))).location
    grade()
    page = ada.get(at).text
    assert "Everything is right" in page
    events = [json.loads(line[6:]) for line in ada.get(f"{at}/stream").text.splitlines() if line.startswith("data: ")]
    assert events[-1]["state"] == "graded" and events[-1]["final"] is True


def test_a_zip_is_graded_as_the_notebook_in_it(browser, grade, notebook, right):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("과제/adam.ipynb", notebook(adam=right("opt-adam"), rmsprop=right("opt-rmsprop")))
    ada = browser("ada")
    at = hand_in(ada, packed.getvalue(), "hand in.zip").location
    grade()
    assert "Everything is right" in ada.get(at).text


def test_a_receipt_is_there_before_anything_is_graded_and_the_same_bytes_have_the_same_receipt(browser, notebook):
    ada = browser("ada")
    first = hand_in(ada, notebook()).location
    assert hand_in(ada, notebook()).location == first
    receipt = json.loads(ada.get(f"{first}/receipt.json").text)
    assert receipt["number"] == 1 and receipt["signature"]


def test_the_skeleton_asks_whether_it_was_saved(browser, notebook):
    ada = browser("ada")
    assert "Did you save?" in ada.get(hand_in(ada, notebook()).location).text


def test_whether_it_was_saved_is_still_asked_when_the_marks_are_there(browser, grade, notebook):
    ada = browser("ada")
    at = hand_in(ada, notebook()).location
    grade()
    page = ada.get(at).text
    assert "Did you save?" in page and "still the skeleton. If you" in page
    hand_in(ada, notebook() + b" ")
    assert "Did you save?" not in ada.get(at).text  # only the newest is asked about


def test_the_notebook_of_another_assignment_is_told_with_the_way_there(browser, site, notebook):
    put(site.extensions["records"], "test", "penalties", title={"en": "Penalties", "ko": "페널티"}, max_score=5.0, published=True)
    ada = browser("ada")
    data = notebook().replace(b'"assignment": "adaptive-optimizers"', b'"assignment": "penalties"')
    page = ada.get(hand_in(ada, data).location).text
    assert "Is this the right notebook?" in page and "“Penalties”" in page and 'href="/a/penalties"' in page
    assert "Did you save?" not in page


def test_a_notebook_without_one_of_the_exercises_is_no_skeleton(browser):
    ada = browser("ada")
    page = ada.get(hand_in(ada, b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}').location).text
    assert "None of the exercises of this assignment was found in it." in page and "Every answer is still the skeleton" not in page


def test_why_a_file_cannot_be_graded_is_said_once(browser, grade):
    ada = browser("ada")
    at = hand_in(ada, b'{"cells": [').location
    grade()
    assert ada.get(at).text.count("it is not valid JSON") == 1


def test_a_student_chooses_which_attempt_counts_where_the_rules_say_so(browser, site, grade, notebook, right):
    records, ada = site.extensions["records"], browser("ada")
    first = hand_in(ada, notebook(rmsprop=right("opt-rmsprop"))).location
    second = hand_in(ada, notebook(adam=without_correction(right))).location
    grade()
    assert "Let this attempt count" not in ada.get(first).text + ada.get(second).text
    assert ada.post(f"{first}/choose", at=first).status_code == 404
    put(records, "test", LAB, policy={"attempts": {"counts": "chosen"}})
    assert "this attempt counts" in ada.get(second).text and "Let this attempt count" in ada.get(first).text
    ada.post(f"{first}/choose", at=first)
    assert "this attempt counts" in ada.get(first).text and "this attempt counts" not in ada.get(second).text
    assert browser("bo").post(f"{second}/choose", at="/").status_code == 404


def test_nobody_elses_hand_in_exists(browser, notebook):
    at = hand_in(browser("ada"), notebook()).location
    bo = browser("bo")
    for path in (at, f"{at}/state.json", f"{at}/stream", f"{at}/receipt.json", f"{at}/file"):
        assert bo.get(path).status_code == 404
    assert browser("tia").get(at).status_code == 200


def test_a_name_that_is_missing_since_the_cell_broke_is_not_told_at_every_check(site):
    result = report("h", "s").exercises[0]
    checks = tuple(replace(check, finding={"kind": "missing_name", "name": "mse"}) for check in result.checks)
    broken = {"kind": "raised", "error": "SyntaxError", "message": "", "line": 3}
    with site.test_request_context():
        assert "“mse” is not defined" in check_lines(replace(result, checks=checks), set(), "en")
        assert "mse" not in check_lines(replace(result, checks=checks, finding=broken), set(), "en")
