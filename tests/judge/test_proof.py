"""The judge on a small suite: what is caught, what is named, what is accepted, and whose fault a failure is."""

import shutil
from pathlib import Path

import pytest
import torch

from grader.judge.marking import mark
from grader.judge.proof import prove
from grader.judge.session import in_session
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite

BUNDLE = Path(__file__).parent / "bundle"


@pytest.fixture(scope="module")
def proofs():
    return {proof.id: proof for proof in prove(BUNDLE)}


def graded(exercise, bundle=BUNDLE, **names):
    """The result of an implementation, in a session of its own."""

    def body(session):
        task = Suite(bundle).task(exercise)
        return mark(session, Sitting(task, task.side(names)))

    return in_session(body)


def changed(tmp_path, exercise, old, new):
    """A copy of the fixture with one edit in a hidden suite."""
    bundle = tmp_path / "bundle"
    shutil.copytree(BUNDLE, bundle, ignore=shutil.ignore_patterns("__pycache__"))
    path = bundle / exercise / "test_hidden.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return bundle


def test_every_promise_of_the_fixture_holds(proofs):
    for proof in proofs.values():
        assert proof.problems == []
        assert proof.reference_ok and proof.skeleton_ok
        assert proof.named == proof.caught == len(proof.wrong) > 0
        assert all(score == proof.points for _, score in proof.right)


def test_a_mistake_that_no_check_catches_is_a_problem(tmp_path):
    bundle = changed(tmp_path, "half", "rng.normal(3)", "0 * rng.normal(3)")
    [proof] = prove(bundle, ["half"])
    assert any("earns full marks" in problem for problem in proof.problems)


def test_points_that_do_not_add_up_are_a_problem(tmp_path):
    [proof] = prove(changed(tmp_path, "half", "@points(3)", "@points(3.5)"), ["half"])
    assert any("add up to 4.5" in problem for problem in proof.problems)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("class TestX:\n    def test_values(self, agree, rng):\n        pass\n\ndef helper(", "test class"),
        ("def test_values(", "has no points"),
    ],
)
def test_what_would_leak_state_or_has_no_points_is_refused(tmp_path, new, says):
    [proof] = prove(changed(tmp_path, "half", "@points(3)\ndef test_values(", new), ["half"])
    assert any(says in problem for problem in proof.problems)


def test_an_accepted_convention_counts_only_as_a_whole():
    whole = graded("half", half=lambda x: torch.floor(x / 2))
    assert whole.score == 4 and "accepted" in whole.convention["en"]
    mixed = graded("half", half=lambda x: torch.floor(x / 2) if x.numel() else x / 2 + 1)
    assert mixed.score == 4  # an empty tensor cannot tell them apart
    neither = graded("half", half=lambda x: torch.floor(x / 2) + 1)
    assert neither.score == 0 and neither.convention is None


def test_a_property_counts_only_when_the_values_are_right():
    result = graded("ema", ema=lambda xs, beta: (xs, xs))
    held = next(check for check in result.checks if check.kind == "property")
    assert held.status == "passed" and held.points == 0 and held.finding == {"kind": "gated"}


def test_a_fault_of_the_suite_costs_nobody_anything(tmp_path):
    bundle = changed(tmp_path, "half", 'agree("both", rng.normal(0))', "{}['no such key']")
    result = graded("half", bundle)
    assert result.status == "grader_fault"
    assert result.score == result.max_score == 3
    broken = next(check for check in result.checks if check.status == "grader_fault")
    assert "test_hidden.py:" in broken.finding["where"]


def test_a_missing_probe_is_the_suites_fault(tmp_path):
    result = graded("half", changed(tmp_path, "half", '"both", rng.normal(0)', '"nonsense", rng.normal(0)'))
    assert result.status == "grader_fault"


def test_an_answer_that_breaks_a_check_is_the_answers_fault():
    class Odd(dict):
        pass

    result = graded("ema", ema=lambda xs, beta: (xs, [None] * len(xs)))
    assert result.status == "failed" and result.score == 0


def test_code_that_raises_is_told_where():
    def half(x):
        return x / 0 if isinstance(x, float) else undefined_name  # noqa: F821

    result = graded("half", half=half)
    assert result.status == "error" and result.checks[0].finding["type"] == "NameError"


def test_two_mistakes_that_fit_equally_well_are_not_guessed_between(tmp_path):
    bundle = tmp_path / "bundle"
    shutil.copytree(BUNDLE, bundle, ignore=shutil.ignore_patterns("__pycache__"))
    with (bundle / "half" / "wrong.py").open("a") as file:
        file.write('\n\ndef another_name_for_it():\n    """Another name for the same thing."""\n    return {"twice": lambda x: x + 0}\n')
    assert graded("half", bundle, twice=lambda x: x).diagnosis == ()


def test_a_pair_of_mistakes_is_named_with_both():
    def ema(xs, beta):
        m, raw, corrected = xs[0].clone(), [], []
        for t, x in enumerate(xs, start=1):
            m = (1 - beta) * m + beta * x
            raw.append(m)
            corrected.append(m / (1 - beta**t))
        return torch.stack(raw), torch.stack(corrected)

    assert {d.id for d in graded("ema", ema=ema).diagnosis} == {"starts-at-the-first-value", "weights-swapped"}


def test_hard_coding_the_public_example_has_a_name():
    answer = torch.tensor([0.1, 0.29, 0.561], dtype=torch.float64), torch.tensor([1, 1.5263157894736843, 2.070110701107011]).double()

    def ema(xs, beta):
        return answer[0].to(xs.dtype), answer[1].to(xs.dtype)

    result = graded("ema", ema=ema)
    assert result.score < 10


def test_the_same_code_gets_the_same_hidden_inputs_and_other_code_others():
    def inputs(code):
        def body(session):
            task = Suite(BUNDLE).task("half")
            sitting = Sitting(task, task.reference, secret=b"s", code=code)
            session.sit(sitting, session.checks(task))
            return [entry.question.key() for entry in sitting.recording.entries]

        return in_session(body)

    assert inputs("a") == inputs("a")
    assert inputs("a")[0] != inputs("b")[0]
