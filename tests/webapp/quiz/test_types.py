"""Every type: the agreed shape, then right, wrong and unreadable answers."""

import random

import pytest

from grader.errors import CourseError
from webapp.quiz import bank, types
from webapp.quiz.words import AnswerError, Text

T = {"en": "text", "ko": "글"}


def make(tmp_path, **data):
    common = {"stem": T, "explain": T, "difficulty": 1, "tags": ["t"]}
    spec = bank.question({**common, **data}, tmp_path / "quiz" / "Q1.yaml")
    return spec, types.find(spec.type)


def take(spec, module, form, seed=0):
    variant = module.generate(spec, random.Random(seed))
    return module.grade(spec, variant, module.parse(spec, form))


def options(*keys, right):
    return [
        {"key": k, "text": {"en": f"option {k}", "ko": f"보기 {k}"}, "right": k in right, "why": {"en": f"why {k}", "ko": f"이유 {k}"}}
        for k in keys
    ]


@pytest.mark.parametrize("name", types.names())
def test_every_file_in_the_folder_has_the_shape(name):
    module = types.find(name)
    assert all(hasattr(module, part) for part in types.SHAPE)
    assert module.__doc__


def test_the_types_are_those_that_the_course_needs():
    assert set(types.names()) == {
        "single", "multiple", "numeric", "parameterised", "vector", "ordering", "matching", "short_text", "formula", "code_trace", "figure",
    }  # fmt: skip


def test_single(tmp_path):
    spec, module = make(tmp_path, type="single", options=options("a", "b", "c", right="a"))
    assert take(spec, module, {"answer": "a"}).right
    wrong = take(spec, module, {"answer": "b"})
    assert (wrong.score, wrong.trap, module.say(spec, {}, "b")) == (0, "b", Text(en="why b", ko="이유 b"))
    with pytest.raises(AnswerError):
        module.parse(spec, {"answer": "zzz"})
    with pytest.raises(AnswerError) as empty:
        module.parse(spec, {})
    assert empty.value.empty


def test_multiple_gives_partial_credit_and_nothing_for_ticking_all(tmp_path):
    spec, module = make(tmp_path, type="multiple", options=options(*"abcd", right="ab"))
    assert take(spec, module, {"answer": ["a", "b"]}).score == 1
    assert take(spec, module, {"answer": ["a"]}).score == 0.5
    assert take(spec, module, {"answer": ["a", "b", "c"]}).score == 0.5
    assert take(spec, module, {"answer": ["a", "b", "c", "d"]}).score == 0
    assert take(spec, module, {"answer": ["c"]}).score == 0
    assert "missed:b" in take(spec, module, {"answer": ["a"]}).feedback


NUMBERS = [{"answer": "b^2 + v + s^2", "tolerance": {"rel": 0.01}, "traps": [
    {"key": "noise", "value": 1.85, "why": T}, {"key": "bias", "value": 1.86, "why": T}, {"key": "both", "value": 2.1, "why": T}]}]  # fmt: skip


def test_numeric_looks_at_the_answer_first_and_then_at_the_nearest_trap(tmp_path):
    spec, module = make(tmp_path, type="numeric", given={"b": 0.5, "v": 1.2, "s": 0.4}, numbers=NUMBERS)
    assert take(spec, module, {"answer": "１，６１"}).right
    assert take(spec, module, {"answer": "1.62"}).right
    assert take(spec, module, {"answer": "1.85"}).trap == "noise"
    assert take(spec, module, {"answer": "1.857"}).trap == "bias"
    plain = take(spec, module, {"answer": "7"})
    assert plain.trap is None and plain.feedback == ("answer:wrong",)
    with pytest.raises(AnswerError):
        module.parse(spec, {"answer": "one"})


def test_an_integer_answer_is_exact_and_zero_has_room_of_a_millionth(tmp_path):
    exact, module = make(
        tmp_path,
        type="numeric",
        numbers=[{"answer": 101770, "tolerance": {"exact": True}, "traps": [{"key": "no-bias", "value": 101632, "why": T}]}],
    )
    assert take(exact, module, {"answer": "101770"}).right
    assert take(exact, module, {"answer": "101632"}).trap == "no-bias"
    assert take(exact, module, {"answer": "101771"}).trap is None
    zero, _ = make(tmp_path, type="numeric", numbers=[{"answer": 0, "tolerance": {"rel": 0.01}}])
    assert take(zero, module, {"answer": "0,0"}).right and take(zero, module, {"answer": "1e-7"}).right
    assert not take(zero, module, {"answer": "1e-5"}).right


def test_two_labelled_fields_earn_half_each_and_name_their_own_traps(tmp_path):
    fields = [
        {"key": k, "label": {"en": k, "ko": f"칸 {k}"}, "answer": a, "traps": [{"key": "t", "value": 9, "why": T}]}
        for k, a in (("x", 1), ("y", 2))
    ]
    spec, module = make(tmp_path, type="numeric", numbers=fields)
    assert take(spec, module, {"x": "1", "y": "3"}).score == 0.5
    assert take(spec, module, {"x": "1", "y": "9"}).trap == "y:t"
    assert take(spec, module, {"x": "1"}).fields == {"x": 1.0, "y": 0.0}
    with pytest.raises(AnswerError, match="y: "):
        module.parse(spec, {"x": "1", "y": "?"})


def test_parameterised_draws_until_no_trap_is_near_and_repeats_for_the_same_seed(tmp_path):
    draw = {"values": {"a": [1, 2, 3], "b": {"from": 1, "to": 3}}, "let": {"c": "a*b"}, "reject": ["a == b"]}
    spec, module = make(
        tmp_path, type="parameterised", draw=draw, numbers=[{"answer": "c", "traps": [{"key": "sum", "value": "a+b", "why": T}]}]
    )
    seen = [module.generate(spec, random.Random(seed))["values"] for seed in range(200)]
    assert all(v["a"] != v["b"] and v["a"] * v["b"] != v["a"] + v["b"] for v in seen)
    assert seen[3] == module.generate(spec, random.Random(3))["values"]
    assert {v["a"] for v in seen} == {1, 2, 3}


def test_a_draw_that_is_always_thrown_away_is_the_instructors_mistake(tmp_path):
    spec, module = make(tmp_path, type="parameterised", draw={"values": {"a": [1]}, "reject": ["a == 1"]}, numbers=[{"answer": "a"}])
    with pytest.raises(CourseError, match="thrown away"):
        module.generate(spec, random.Random(0))


@pytest.mark.parametrize("text", ["1.5, 0", "[1.5, 0]", "(1.5 0)", "1,5; 0", "１．５　０", "[1,5  0]", "3/2, 0"])
def test_a_vector_is_read_in_many_spellings(tmp_path, text):
    spec, module = make(tmp_path, type="vector", answer=[1.5, 0], traps=[{"key": "hard", "value": [2.5, 0], "why": T}])
    assert take(spec, module, {"answer": text}).right


def test_vector_wrong_trap_and_shape(tmp_path):
    spec, module = make(tmp_path, type="vector", answer=[1.5, 0], traps=[{"key": "hard", "value": [2.5, 0.7], "why": T}])
    assert take(spec, module, {"answer": "1.5 7"}).score == 0.5
    assert take(spec, module, {"answer": "2.5 0.7"}).trap == "hard"
    with pytest.raises(AnswerError, match="2 numbers"):
        module.parse(spec, {"answer": "1 2 3"})


@pytest.mark.parametrize("text", ["1 2; 3 4", "[[1, 2], [3, 4]]", "1,2\n3,4", "[1 2]\n[3 4]", "{{1,2},{3,4}}", "1, 2; 3, 4;"])
def test_a_matrix_is_read_in_many_spellings(tmp_path, text):
    spec, module = make(tmp_path, type="vector", answer=[[1, 2], [3, 4]])
    assert take(spec, module, {"answer": text}).right


def test_ordering_by_ranks_or_by_list_with_credit_for_pairs(tmp_path):
    items = [{"key": k, "text": {"en": k, "ko": k}} for k in "abc"]
    spec, module = make(tmp_path, type="ordering", items=items, first=T, why=T)
    assert take(spec, module, {"rank-a": "1", "rank-b": "2", "rank-c": "3"}).right
    assert take(spec, module, {"answer": "a,c,b"}).score == pytest.approx(1 / 3)
    assert take(spec, module, {"answer": "c,b,a"}).score == 0
    with pytest.raises(AnswerError, match="each place"):
        module.parse(spec, {"rank-a": "1", "rank-b": "1", "rank-c": "3"})
    assert all(module.generate(spec, random.Random(seed))["order"] != ["a", "b", "c"] for seed in range(30))


def test_matching_takes_away_what_guessing_would_earn(tmp_path):
    pairs = [{"key": k, "text": {"en": k, "ko": k}, "target": k.upper(), "why": T} for k in "abc"]
    spec, module = make(tmp_path, type="matching", pairs=pairs, targets=[{"key": k, "text": {"en": k, "ko": k}} for k in "ABC"])
    right = {f"match-{k}": k.upper() for k in "abc"}
    assert take(spec, module, right).right
    assert take(spec, module, {"match-a": "A", "match-b": "B"}).score == pytest.approx(2 / 3)
    swapped = take(spec, module, {"match-a": "A", "match-b": "C", "match-c": "B"})
    assert (swapped.score, swapped.trap) == (0, "b=C")
    with pytest.raises(AnswerError):
        module.parse(spec, {"match-a": "Z"})


@pytest.mark.parametrize("text", ["irreducible", " Irreducible  ERROR ", "irreducable", "ir-reducible", "환원 불가능한 오차", "환원불가"])
def test_a_short_text_is_normalised_and_one_slip_is_forgiven(tmp_path, text):
    spec, module = make(tmp_path, type="short_text", accept=["irreducible", "환원*불가*"], show={"en": "irreducible", "ko": "환원 불가능한"},
                        near=[{"key": "reducible", "patterns": ["reducible"], "why": T}], ignore=["error", "오차"])  # fmt: skip
    assert take(spec, module, {"answer": text}).right


def test_a_short_text_that_is_wrong_near_or_no_text(tmp_path):
    spec, module = make(tmp_path, type="short_text", accept=["irreducible"], show={"en": "irreducible", "ko": "irreducible"},
                        near=[{"key": "reducible", "patterns": ["reducible"], "why": T}])  # fmt: skip
    assert take(spec, module, {"answer": "reducible"}).trap == "reducible"
    assert take(spec, module, {"answer": "variance"}).feedback == ("wrong",)
    for text in ("...", "x" * 500):
        with pytest.raises(AnswerError):
            module.parse(spec, {"answer": text})


def test_patterns_cannot_be_made_slow():
    from webapp.quiz.types.short_text import bare, matches

    text = bare("a" * 100_000 + "b")
    assert not matches("a*a*a*c", text) and matches("a*a*b", text)


def test_formula(tmp_path):
    spec, module = make(tmp_path, type="formula", answer="b^2+v+s^2", variables={"b": [-2, 2], "v": [0.1, 3], "s": [0.1, 2]},
                        traps=[{"key": "plain", "value": "b+v+s", "why": T}])  # fmt: skip
    assert take(spec, module, {"answer": "v + s² + b·b"}).right
    assert take(spec, module, {"answer": "s+b+v"}).trap == "plain"
    assert take(spec, module, {"answer": "b^2+v"}).feedback == ("wrong",)
    with pytest.raises(AnswerError, match="σ"):
        module.parse(spec, {"answer": "b^2+v+σ^2"})


def test_code_trace_runs_the_reference_of_an_exercise_and_names_traps(tmp_path):
    exercise = tmp_path / "lab" / "double"
    exercise.mkdir(parents=True)
    (exercise / "exercise.py").write_text(
        "import math\n\n# %% answer\ndef double(x):\n    return 2 * x\n\n# %% example\nexample('never run')\n", encoding="utf-8"
    )
    home = tmp_path / "quizzes" / "quiz"
    home.mkdir(parents=True)
    (home / "trusted.py").write_text(
        "def run(reference, values):\n    return {'answer': reference['double'](values['x']), 'traps': {'square': values['x'] ** 2}}\n",
        encoding="utf-8",
    )
    data = {"type": "code_trace", "stem": T, "explain": T, "difficulty": 1, "tags": ["t"], "exercise": "lab/double", "trace": "run",
            "draw": {"values": {"x": [2, 3, 5]}}, "traps": [{"key": "square", "why": T}]}  # fmt: skip
    spec = bank.question(data, home / "Q1.yaml")
    module = types.find("code_trace")
    variant = module.generate(spec, random.Random(1))
    x = variant["values"]["x"]
    assert x != 2 and variant["key"] == [2 * x]
    assert module.grade(spec, variant, module.parse(spec, {"answer": str(2 * x)})).right
    assert module.grade(spec, variant, module.parse(spec, {"answer": str(x * x)})).trap == "square"
    with pytest.raises(AnswerError):
        module.parse(spec, {"answer": "W"})
    missing = bank.question({**data, "exercise": "lab/nothing"}, home / "Q1.yaml")
    with pytest.raises(CourseError, match="lab/nothing"):
        module.generate(missing, random.Random(0))


def test_figure_is_graded_from_numbers_and_works_as_number_fields(tmp_path):
    control = {"key": "f", "label": {"en": "Gate", "ko": "게이트"}, "start": 0.9, "minimum": 0.8, "maximum": 1, "step": 0.001}
    spec, module = make(tmp_path, type="figure", figure="FIG-LSTM", settings={"n": 50}, controls=[control], accept="0.1 <= f^n and f^n <= 0.2",
                        right={"f": 0.96}, traps=[{"key": "small", "when": "f^n < 0.1", "why": T}])  # fmt: skip
    assert take(spec, module, {"f": "0,96"}).right
    assert take(spec, module, {"f": "0.95"}).trap == "small"
    assert take(spec, module, {"f": "1"}).feedback == ("wrong",)
    with pytest.raises(AnswerError, match=r"from 0\.8 to 1"):
        module.parse(spec, {"f": "3"})
    assert module.problems(spec) == []
