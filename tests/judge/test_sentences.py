"""Every kind of finding has a sentence in both languages; hidden numbers are never told."""

import re

import pytest

from grader.feedback.sentences import KINDS, sentence

FULL = {
    "path": ["step", 1, "parameter", 0],
    "index": [1, 3],
    "got": 1.25,
    "want": 1.5,
    "relative": 0.039123,
    "absolute": 0.25,
    "allowed": 2e-4,
    "count": 2,
    "of": 6,
    "agrees_before": ["step", 1],
    "text": {"en": "A sentence.", "ko": "문장이에요."},
    "missing": ["a"],
    "unknown": ["b"],
    "name": "torch.optim.Adam",
    "seconds": 10.0,
    "how": "exit 0",
    "where": "opt-adam/test_hidden.py:3",
    "exercise": "opt-adam",
    "type": "ValueError",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_speaks_english_and_korean(kind):
    finding = {"kind": kind, **FULL}
    if kind == "form":
        finding |= {"got": "number", "want": "tensor"}
    if kind == "error":
        finding["text"] = "bad value"
    english, korean = sentence(finding, "en"), sentence(finding, "ko")
    assert english and not re.search("[가-힣]", english)
    assert re.search("[가-힣]", korean)
    assert "{" not in english + korean and "?" not in english.replace("`return`?", "")


def test_a_hidden_difference_tells_two_digits_and_no_expected_value():
    finding = {"kind": "value", **{k: v for k, v in FULL.items() if k not in ("got", "want", "text")}}
    text = sentence(finding, "en")
    assert "3.9e-02" in text and "step 2, parameter 0, index (1, 3)" in text and "Step 1 still agrees" in text
    assert "1.5" not in text


def test_a_public_difference_tells_both_numbers():
    assert "Yours is 1.25, expected is 1.5" in sentence({"kind": "value", **FULL}, "en")


def test_a_level_with_the_letter_of_a_counter_reads_as_an_equation_and_starts_no_sentence():
    finding = {"kind": "value", **FULL, "path": ["t", 14], "index": [], "of": 1, "agrees_before": ["t", 14]}
    english, korean = sentence(finding, "en"), sentence(finding, "ko")
    assert "differ at t = 14: " in english and "Up to t = 13 it agrees." in english
    assert "t = 14에서 값이" in korean and "t = 13까지는 일치해요." in korean


def test_a_letter_that_names_values_keeps_its_place_in_them():
    assert "at w 3: " in sentence({"kind": "value", **FULL, "path": ["w", 3], "index": [], "of": 1, "agrees_before": None}, "en")
