"""What CI asks of every suite of an assignment: five draws of hidden inputs for the reference and every alternative, all
misconceptions caught and named, and a rotating eighth of the mutants killed. The full depth is `make prove`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.judge.proof import prove_task
from grader.judge.session import in_session
from grader.judge.strength import measure
from grader.judge.suite import Suite

ROOT = Path(__file__).parents[2]
SEEDS = 5
EIGHTH = datetime.date.today().toordinal() % 8


def suite_tests(assignment: str) -> tuple[Callable[..., Suite], Callable[..., None], Callable[..., None]]:
    """The fixture and the two tests of an assignment: its promises, and its strength."""
    course = load_course(ROOT)
    exercises = [e.id for e in next(a for a in course.assignments if a.id == assignment).exercises]

    @pytest.fixture(scope="module")
    def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
        torch.set_num_threads(1)
        return Suite(build_bundle(course, assignment, tmp_path_factory.mktemp("suites")))

    @pytest.mark.parametrize("exercise", exercises)
    def test_suite_keeps_its_promises(suite: Suite, exercise: str) -> None:
        proof = in_session(lambda session: prove_task(session, suite.task(exercise), seeds=SEEDS))
        assert not proof.problems, "\n".join(proof.problems)
        assert proof.wrong and len(proof.wrong) >= 5
        assert len([name for name, _ in proof.right]) >= 2

    @pytest.mark.parametrize("exercise", exercises)
    def test_suite_kills_its_mutants(suite: Suite, exercise: str) -> None:
        strength = in_session(lambda session: measure(session, suite.task(exercise), seeds=(), part=(EIGHTH, 8)))
        assert strength.alive == []

    return suite, test_suite_keeps_its_promises, test_suite_kills_its_mutants
