"""The reference course through a real judge and jail: what students get, filled in right, earns everything; untouched, nothing."""

from pathlib import Path

import pytest

from grader.course import samples
from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.fleet.client import JudgeClient

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT)
ROOMY = {"cell_s": 30.0, "exercise_s": 60.0, "handin_s": 240.0}  # a busy machine must not fail this test


@pytest.fixture(scope="module")
def judge():
    with JudgeClient(secret=b"the reference course") as client:
        yield client


@pytest.fixture(scope="module")
def suites(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suites")
    return {a.id: build_bundle(COURSE, a.id, folder) for a in COURSE.assignments}


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.id)
def test_the_solved_notebook_earns_everything(judge, suites, assignment):
    report = judge.grade(suites, "solved", samples.handin(assignment, samples.right(assignment)), budget=ROOMY)
    assert report.assignment == assignment.id  # found by what the notebook says of itself
    assert [(e.id, e.score, e.status) for e in report.exercises] == [(e.id, e.points, "passed") for e in assignment.exercises]
    assert report.warnings == () and all(e.flags == () for e in report.exercises)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.id)
def test_the_untouched_notebook_earns_nothing(judge, suites, assignment, language):
    folder = ROOT / "assignments" / assignment.id
    path = folder / ("" if language == "en" else language) / f"{assignment.id}.ipynb"
    report = judge.grade(suites, "untouched", path.read_bytes(), budget=ROOMY)
    assert {e.status for e in report.exercises} == {"not_attempted"} and report.score == 0
    assert report.warnings == ()


def test_adam_without_bias_correction_is_named(judge, suites):
    assignment = COURSE.assignment("adaptive-optimizers")
    adam = next(e for e in assignment.exercises if e.id == "opt-adam")
    wrong = samples.changed(adam, "* (1 - beta2**t) ** 0.5 / (1 - beta1**t)", "")
    report = judge.grade(suites, "wrong", samples.handin(assignment, {"opt-adam": wrong}), budget=ROOMY)
    result = next(e for e in report.exercises if e.id == "opt-adam")
    assert result.score == 0
    assert [d.message["en"].split("\n")[0] for d in result.diagnosis] == ["This matches Adam without bias correction."]


def test_pytorchs_adam_is_accepted_as_a_whole(judge, suites):
    assignment = COURSE.assignment("adaptive-optimizers")
    adam = next(e for e in assignment.exercises if e.id == "opt-adam")
    source = samples.changed(adam, 'p.sub_(step_size * m / (v + group["eps"]).sqrt())', PYTORCH)
    report = judge.grade(suites, "pytorch", samples.handin(assignment, {"opt-adam": source}), budget=ROOMY)
    result = next(e for e in report.exercises if e.id == "opt-adam")
    assert result.score == result.max_score and "PyTorch" in result.convention["en"]


PYTORCH = 'p.sub_(group["lr"] * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"]))'


def test_the_first_wrong_hand_in_of_a_judge_is_named_too(suites):
    lab = COURSE.assignment("foundations")
    right = samples.solution(lab.exercise("act-sigmoid"))
    stable = "return torch.where(x >= 0, torch.ones_like(e), e) / (1 + e)"
    assert stable in right
    wrong = right.replace(stable, "return torch.exp(x) / (1 + torch.exp(x))")
    with JudgeClient(secret=b"just started") as fresh:
        report = fresh.grade({lab.id: suites[lab.id]}, "s", samples.handin(lab, {**samples.right(lab), "act-sigmoid": wrong}), budget=ROOMY)
    [sigmoid] = [exercise for exercise in report.exercises if exercise.id == "act-sigmoid"]
    assert [named.id for named in sigmoid.diagnosis] == ["overflows"]
