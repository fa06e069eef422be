import json
import random
from pathlib import Path

import pytest

from grader.errors import CourseError
from webapp.quiz import bank, types
from webapp.quiz.proof import data_problems, language_problems, prove, prove_question
from webapp.quiz.question import Question, rng_for
from webapp.quiz.reading import read_yaml
from webapp.quiz.words import Text

QUIZZES = Path(__file__).parents[3] / "solutions" / "quizzes"
SIZES = {
    "QZ-BV": 14, "QZ-L12": 14, "QZ-LSTM": 15, "QZ-GEN": 9, "QZ-ENS": 8, "QZ-BATCH": 8, "QZ-OPT": 11, "QZ-SCH": 9, "QZ-REG": 11, "QZ-NORM": 11,
    "QZ-ACT": 8, "QZ-NN": 11, "QZ-ATT": 9, "QZ-TL": 8, "QZ-LOSS": 8, "QZ-LA": 8,
}  # fmt: skip


@pytest.fixture(scope="module")
def quizzes():
    return bank.load(QUIZZES)


def test_all_162_questions_of_the_catalogue_are_there(quizzes):
    sizes = {quiz.code: len(quiz.questions) for quiz in quizzes.values()}
    assert {code: sizes.get(code) for code in SIZES} == SIZES
    assert sum(SIZES.values()) == 162


def test_every_type_has_a_question_in_the_bank(quizzes):
    assert {spec.type for spec in bank.every(quizzes)} == set(types.names())


def test_the_bank_is_proven():
    proof = prove(QUIZZES, trials=40)
    assert proof.problems == []
    assert sum(row.questions for row in proof.rows) >= 162


def test_every_wrong_option_and_every_trap_says_something_in_both_languages(quizzes):
    for spec in bank.every(quizzes):
        module = types.find(spec.type)
        variant = module.generate(spec, random.Random(0))
        for option in getattr(spec, "options", []):
            said = module.say(spec, variant, option.key)
            assert said.en and said.ko, (spec.name, option.key)


@pytest.mark.parametrize(
    ("name", "form", "trap"),
    [
        ("bias-variance/BV4", {"answer": "1.85"}, "noise-not-squared"),
        ("bias-variance/BV4", {"answer": "1.86"}, "bias-not-squared"),
        ("neural-networks/H10", {"answer": "101632"}, "no-biases"),
        ("optimizers/O1", {"answer": "0.00316"}, "no-correction"),
        ("lstm-gradients/LS11", {"answer": "dc + dh*o"}, "slope-forgotten"),
        ("bias-variance/BV14", {"answer": "b²+v²+s²"}, "variance-squared"),
        ("losses/C1", {"answer": "3,3219"}, "bits"),
        ("regularisation/R5", {"answer": "75 %"}, "nominal"),
        ("batch-size/B8", {"minimum": "sharp"}, "sharp"),
        ("lstm-gradients/LS14", {"f": "0.9"}, "too-small"),
    ],
)
def test_a_misconception_is_named(quizzes, name, form, trap):
    quiz, _, question = name.partition("/")
    spec = quizzes[quiz].questions[question]
    module = types.find(spec.type)
    variant = module.generate(spec, random.Random(0))
    assert module.grade(spec, variant, module.parse(spec, form)).trap == trap


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("neural-networks/H5", {"answer": "227"}),
        ("l1-vs-l2/L4", {"large": "1.5", "small": "0"}),
        ("lstm-gradients/LS3", {"answer": "2.7×10⁻⁵"}),
        ("activations/A8", {"answer": "2s(2x) − 1"}),
        ("bias-variance/BV12", {"degree": "3"}),
        ("l1-vs-l2/L13", {"angle": "50"}),
        ("schedulers/SC8", {"W": "200"}),
        ("bias-variance/BV13", {"answer": "환원 불가능한"}),
        ("bias-variance/BV13", {"answer": "줄일 수 없는"}),
        ("optimizers/O9", {"answer": "7.28 TiB"}),
    ],
)
def test_a_right_answer_is_taken_as_people_write_it(quizzes, name, form):
    quiz, _, question = name.partition("/")
    spec = quizzes[quiz].questions[question]
    module = types.find(spec.type)
    assert module.grade(spec, module.generate(spec, random.Random(0)), module.parse(spec, form)).right


def test_tanh_is_no_answer_to_tanh_by_sigmoids(quizzes):
    from webapp.quiz.words import AnswerError

    spec = quizzes["activations"].questions["A8"]
    with pytest.raises(AnswerError, match="tanh"):
        types.find("formula").parse(spec, {"answer": "tanh(x)"})


def test_the_angles_that_answer_l13_are_at_least_five_degrees_wide(quizzes):
    spec = quizzes["l1-vs-l2"].questions["L13"]
    module = types.find("figure")
    right = [angle for angle in range(181) if module.grade(spec, {"values": {}}, {"angle": float(angle)}).right]
    assert len(right) >= 5 and right == list(range(right[0], right[-1] + 1))


def test_early_stopping_draws_stop_for_all_four_settings(quizzes):
    spec = quizzes["regularisation"].questions["R8"]
    seen = {(v["P"], v["a"]) for v in (types.find("parameterised").generate(spec, random.Random(s))["values"] for s in range(200))}
    assert seen == {(2, 1), (2, 2), (2, 3), (3, 1)}


def test_shrinkage_keeps_the_draws_in_which_no_trap_is_near(quizzes):
    spec = quizzes["bias-variance"].questions["BV10"]
    module = types.find("parameterised")
    seen = {tuple(module.generate(spec, random.Random(s))["values"][n] for n in ("theta", "s2", "n", "c")) for s in range(1500)}
    assert 40 <= len(seen) <= 60 and not any(theta == 2 and c == 0.5 for theta, _, _, c in seen)


def test_an_attempts_draw_depends_on_attempt_and_question_alone():
    assert rng_for("a1", "q").random() == rng_for("a1", "q").random()
    assert len({rng_for(a, q).random() for a in ("a1", "a2") for q in ("q1", "q2")}) == 4


# what the proof refuses

T = {"en": "a text", "ko": "글"}
GOOD = {"type": "numeric", "stem": T, "explain": T, "difficulty": 1, "tags": ["t"], "numbers": [{"answer": 4}]}


def problems(tmp_path, **changed) -> list[str]:
    home = tmp_path / "quiz"
    home.mkdir(exist_ok=True)
    (home / "recomputed.py").write_text("def Q(values):\n    return 4\n", encoding="utf-8")
    return prove_question(bank.question({**GOOD, **changed}, home / "Q.yaml"), trials=200).problems


def test_a_good_question_has_no_problem(tmp_path):
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"numbers": [{"answer": 5}]}, "recomputed 4"),
        ({"numbers": [{"answer": 4, "traps": [{"key": "t", "value": 4.05, "why": T}]}]}, "trap t"),
        ({"stem": {"en": "a text with 3", "ko": "글"}}, "lacks the number 3"),
        ({"stem": {"en": "a text", "ko": "a text"}}, "no Hangul"),
        ({"explain": {"en": "is [[x]]", "ko": "값 [[x]]"}}, "[[x]]"),
        ({"difficulty": 4}, "difficulty"),
        ({"tags": []}, "tag"),
        ({"explain": {"en": "cost $5", "ko": "값 $5"}}, "odd number"),
        (
            {"type": "single", "options": [{"key": k, "text": {"en": f"text {k}", "ko": f"글 {k}"}} for k in "abc"], "numbers": None},
            "no feedback",
        ),
    ],
)
def test_the_proof_says_what_is_wrong(tmp_path, changed, word):
    data = {k: v for k, v in changed.items() if v is not None}
    if "options" in data:
        good = {k: v for k, v in GOOD.items() if k != "numbers"}
        found = prove_question(bank.question({**good, **data}, tmp_path / "quiz" / "Q.yaml")).problems
    else:
        found = problems(tmp_path, **data)
    assert any(word in problem for problem in found), found


def test_both_sides_of_a_boundary_must_come_up(tmp_path):
    draw = {"values": {"x": [1, 2, 3]}, "let": {"y": "4"}, "sides": ["x > 5"]}
    assert any("both sides" in p for p in problems(tmp_path, type="parameterised", draw=draw, numbers=[{"answer": "y"}]))


def test_words_that_are_names_may_read_the_same_in_both_languages():
    assert language_problems("x", "BERT", "BERT") == [] and language_problems("x", "$x^2$", "$x^2$") == []
    assert language_problems("x", "a network", "a network")


def test_korean_must_have_the_drawn_values_too(tmp_path):
    spec = bank.question({**GOOD, "stem": {"en": "is [[a]]", "ko": "글"}}, tmp_path / "quiz" / "Q.yaml")
    assert isinstance(spec, Question) and "[[a]]" in data_problems(spec)[0]


# what the reader refuses


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &x 1\nb: *x\n", "aliases"),
        ("a: 1\na: 2\n", "twice"),
        ("a: !!python/object/apply:os.system ['true']\n", "python"),
        ("[" * 40 + "]" * 40, "deeply"),
        ("a: [", "line 1"),
        ("x" * 300_000, "characters"),
    ],
    ids=["alias", "repeated_key", "python_object", "depth", "unfinished", "size"],
)
def test_yaml_that_is_more_than_plain_data_is_refused(tmp_path, text, word):
    path = tmp_path / "q.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=word) as refused:
        read_yaml(path)
    assert "q.yaml" in str(refused.value)


def test_words_that_yaml_would_turn_into_something_else_stay_words(tmp_path):
    path = tmp_path / "q.yaml"
    path.write_text("a: no\nb: 2020-01-01\nc: true\nd: 1.5\n", encoding="utf-8")
    assert read_yaml(path) == {"a": "no", "b": "2020-01-01", "c": True, "d": 1.5}


@pytest.mark.parametrize(
    ("data", "word"),
    [({"type": "guess"}, "There are: code_trace"), ({**GOOD, "extra": 1}, "extra"), ({**GOOD, "id": "x"}, "file's name"), ([], "mapping")],
    ids=["type", "unknown_key", "id", "list"],
)
def test_a_question_file_with_a_mistake_is_named(tmp_path, data, word):
    with pytest.raises(CourseError, match=word) as refused:
        bank.question(data, tmp_path / "quiz" / "Q.yaml")
    assert "Q.yaml" in str(refused.value)


def test_texts_choose_the_readers_language():
    assert Text(en="a", ko="가").in_("ko") == "가" and Text(en="a", ko="가").in_("en") == "a"


def test_a_variant_and_an_answer_survive_being_stored_as_json(quizzes):
    for spec in bank.every(quizzes):
        module = types.find(spec.type)
        variant = json.loads(json.dumps(module.generate(spec, random.Random(5))))
        answer = json.loads(json.dumps(module.parse(spec, module.solve(spec, variant))))
        assert module.grade(spec, variant, answer).right, spec.name


def test_a_form_has_a_field_for_every_part_of_the_answer(quizzes):
    for spec in bank.every(quizzes):
        module = types.find(spec.type)
        variant = module.generate(spec, random.Random(5))
        fields = module.fields(spec, variant)
        assert {field.name for field in fields} == set(module.solve(spec, variant)), spec.name
        assert all(field.choices for field in fields if field.kind in ("radio", "checkbox", "select"))
