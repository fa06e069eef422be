"""The next hand-in's child is made ahead: whatever happens to it meanwhile, the hand-in is graded as with a fresh one."""

import json
import os
import shutil
import signal
import time

import pytest

from grader.judge.ahead import Ahead
from grader.judge.handin import HandIn, grade
from grader.judge.session import in_session
from grader.judge.suite import Suite
from grader.sandbox import Jail
from tests.judge.test_handin import BUNDLE, EMA, HALF, QUICK, notebook

RIGHT = notebook(("ema", EMA), ("half", HALF))
BANNED = notebook(("ema", EMA), ("half", HALF + "\nimport torch\nSPARE = torch.nn.functional.relu(torch.zeros(1))\n"))


@pytest.fixture(scope="module")
def jail():
    with Jail() as made:
        yield made


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """The same suite, in which `relu` is forbidden."""
    folder = tmp_path_factory.mktemp("strict") / "bundle"
    shutil.copytree(BUNDLE, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    for exercise in manifest["exercises"]:
        exercise["ban"] = ["torch.nn.functional.relu"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return Suite(folder)


class Grading:
    def __init__(self, session, jail):
        self.session, self.jail, self.ahead = session, jail, Ahead(jail)

    def __call__(self, data=RIGHT, *, suite=None, memory_mb=512):
        handin = HandIn(
            suites={"fixture": suite or Suite(BUNDLE)}, submission="s", data=data, secret=b"s", budget={**QUICK, "memory_mb": memory_mb}
        )
        return grade(self.session, self.jail, handin, ahead=self.ahead)

    @property
    def waiting(self):
        return self.ahead._child


def graded(jail, body):
    def within(session):
        grading = Grading(session, jail)
        try:
            return body(grading)
        finally:
            grading.ahead.close()

    return in_session(within)


def test_the_child_in_waiting_takes_the_next_hand_in(jail):
    def body(grading):
        grading()
        waiting = grading.waiting
        report = grading()
        assert waiting is not None and waiting is not grading.waiting
        assert grading.ahead.fitted == {waiting.pid: grading.ahead.fitted[waiting.pid]}
        return report.score

    assert graded(jail, body) == 14


def test_a_child_equipped_for_another_suite_is_not_used(jail, strict):
    def body(grading):
        loose = grading(BANNED).score
        return loose, grading(BANNED, suite=strict), grading(BANNED).score

    before, report, after = graded(jail, body)
    assert (before, after) == (14, 14)
    assert {e.id: e.flags[0]["name"] for e in report.exercises if e.flags} == {"half": "torch.nn.functional.relu"}


def test_another_memory_limit_needs_another_child(jail):
    def body(grading):
        grading(memory_mb=512)
        waiting = grading.waiting
        grading(memory_mb=640)
        return waiting.pid in grading.ahead.fitted

    assert graded(jail, body) is False


def test_a_child_in_waiting_that_was_killed_costs_nobody_anything(jail):
    def body(grading):
        grading()
        grading.waiting.kill()
        ends = time.monotonic() + 5
        while grading.waiting.is_alive() and time.monotonic() < ends:
            os.sched_yield()
        return grading().score

    assert graded(jail, body) == 14


def test_a_zygote_that_died_takes_the_child_in_waiting_with_it(jail):
    def body(grading):
        grading()
        os.killpg(jail._process.pid, signal.SIGKILL)
        jail._process.wait()
        return grading().score

    assert graded(jail, body) == 14


def test_a_crash_in_one_hand_in_leaves_the_next_alone(jail):
    def body(grading):
        first = grading(notebook(("ema", "import os\nos._exit(0)"), ("half", HALF))).score
        return first, grading().score

    assert graded(jail, body) == (4, 14)
