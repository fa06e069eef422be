import time
from pathlib import Path

import pytest

from webapp.quiz.equality import equal
from webapp.quiz.formulas import compute, holds
from webapp.quiz.words import AnswerError

RANGES = {name: (0.2, 1.8) for name in "abcdxyz"}
FUNCTIONS = ["sqrt", "exp", "ln", "log", "sin", "cos", "tanh", "abs", "s"]


def _pairs():
    first = ""
    for line in (Path(__file__).parent / "formula_pairs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            first, *same = (part.strip() for part in line[1:].split(" | "))
            yield from ((first, other, True) for other in same)
        elif line.startswith("!"):
            yield from ((first, other.strip(), False) for other in line[1:].split(" | "))


PAIRS = list(_pairs())


def test_the_corpus_has_three_hundred_pairs_of_both_kinds():
    assert len(PAIRS) >= 300
    assert min(sum(same for *_, same in PAIRS), sum(not same for *_, same in PAIRS)) >= 120


@pytest.mark.parametrize(("one", "other", "same"), PAIRS, ids=lambda value: str(value))
def test_formulas_of_the_corpus_are_told_apart(one, other, same):
    assert equal(one, other, RANGES, FUNCTIONS) is same
    assert equal(other, one, RANGES, FUNCTIONS, seed=7) is same


HOSTILE = {
    "tower_of_powers": "9**9**9**9",
    "tower_of_carets": "9^9^9^9^9",
    "factorial_like": "(" * 60 + "x" + ")" * 60,
    "deep_minus": "-" * 200 + "x",
    "deep_functions": "tanh(" * 50 + "x" + ")" * 50,
    "very_long": "x+" * 5000 + "x",
    "many_tokens": "+".join("x" * 140),
    "huge_literal": "9" * 290,
    "huge_exponent": "1e9999*x",
    "dunder": "__import__('os').system('true')",
    "dunder_name": "__class__",
    "attribute": "x.__class__",
    "lambda": "lambda: x",
    "unlisted_function": "eval(x)",
    "comprehension": "[x for x in y]",
    "string": "'x'",
    "walrus": "(x:=1)",
    "semicolon": "x;y",
    "newline_statement": "x\nimport os",
    "cyrillic_x": "2*х",
    "cyrillic_a": "а+b",
    "greek_omicron": "ο+1",
    "zero_width": "x\u2060y",
    "bidi_override": "x+\u202ey",
    "null": "x\0",
    "unclosed": "(x",
    "superfluous": "x)",
    "nothing_between": "x**",
    "only_operators": "+*/",
    "empty_call": "tanh()",
    "division_by_zero": "x/0",
    "comparison": "x==x",
    "comma": "x,y",
    "backslash": "\\frac{1}{2}",
    "percent": "x%2",
    "emoji": "x+😀",
    "two_numbers": "2 3",
    "equals": "y=x",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_formula_is_refused_at_once_and_says_why_in_both_languages(text):
    equal("x", "x", RANGES, FUNCTIONS)
    start = time.thread_time()  # of this thread's own work: a busy machine makes nothing slower
    with pytest.raises(AnswerError) as refused:
        equal(text, "x", RANGES, FUNCTIONS)
    assert time.thread_time() - start < 0.05
    assert refused.value.text.en and any("가" <= sign <= "힣" for sign in refused.value.text.ko)


def test_a_formula_that_has_no_value_where_ours_has_one_is_wrong_not_refused():
    overflows_for_some_a = "x * exp(a^(999*(a-1))) / exp(a^(999*(a-1)))"
    assert not equal("x", overflows_for_some_a, RANGES, FUNCTIONS)


@pytest.mark.parametrize(("text", "word"), [("tanh c", "tanh("), ("ab", "a*b"), ("sinh(x)", "sinh"), ("(x+1", ")")])
def test_the_refusal_says_what_to_write(text, word):
    with pytest.raises(AnswerError) as refused:
        equal(text, "x", RANGES, FUNCTIONS)
    assert word in refused.value.text.en and word in refused.value.text.ko


def test_authors_have_comparisons_several_arguments_and_lazy_guards():
    values = {"z": -2.0, "lam": 0.5, "n": 7, "k": 3}
    assert compute("sign(z)*max(abs(z)-lam, 0)", values) == -1.5
    assert compute("mod(n, k) + floor(n/k)", values) == 3
    assert holds("z < 0 and abs(z) >= lam", values) and not holds("not z < 0", values)
    assert holds("n == 7 or 1/(n-7) > 0", values)
    assert holds("0.1+0.2 == 0.3", {})


def test_an_authors_formula_that_fails_is_named():
    with pytest.raises(ValueError, match=r"1/\(n-7\)"):
        compute("1/(n-7)", {"n": 7})
