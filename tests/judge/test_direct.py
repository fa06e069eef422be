"""Plain checks are called without pytest's machinery; whatever needs more of pytest gets it; the outcome is the same."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.judge.session import in_session
from grader.judge.sides import LocalSide
from grader.judge.sitting import CheckFailed, Sitting
from grader.judge.suite import Suite

BUNDLE = Path(__file__).parent / "bundle"
HEAD = "import pytest\nfrom grader.checks import points\n"
PLAIN = {
    "fixtures of ours": "@points(1)\ndef test_a(agree, student, reference, expect, rng, device, tools):\n    'a'\n",
    "its own parameters": "@points(1)\n@pytest.mark.parametrize('n', [3])\ndef test_a(agree, rng, n):\n    'a'\n",
}
MORE = {
    "a fixture of its own": "@pytest.fixture\ndef n():\n    return 3\n@points(1)\ndef test_a(agree, rng, n):\n    'a'\n",
    "a fixture behind a parameter": "@points(1)\n@pytest.mark.parametrize('rng', [3])\ndef test_a(rng):\n    'a'\n",
    "a mark of pytest": "@points(1)\n@pytest.mark.skip\ndef test_a(agree, rng):\n    'a'\n",
    "a fixture of pytest": "@points(1)\ndef test_a(agree, monkeypatch):\n    'a'\n",
    "a set-up function": "def setup_function():\n    pass\n@points(1)\ndef test_a(agree):\n    'a'\n",
    "a coroutine": "@points(1)\nasync def test_a(agree):\n    'a'\n",
}


def with_suite(tmp_path, text, body):
    """Call `body(session, task)` with the exercise `half`, its hidden suite replaced by this text."""
    folder = tmp_path / "bundle"
    shutil.copytree(BUNDLE, folder)
    (folder / "half" / "test_hidden.py").write_text(HEAD + text)
    return in_session(lambda session: body(session, Suite(folder).task("half")))


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_a_plain_check_is_called_directly(tmp_path, text):
    assert with_suite(tmp_path, text, lambda session, task: session.checks(task)[0].call) is not None


@pytest.mark.parametrize("text", MORE.values(), ids=MORE.keys())
def test_what_needs_more_of_pytest_goes_through_pytest(tmp_path, text):
    assert with_suite(tmp_path, text, lambda session, task: session.checks(task)[0].call) is None


def test_a_coroutine_does_not_pass_by_not_being_awaited(tmp_path):
    def body(session, task):
        return session.sit(Sitting(task, task.reference), session.checks(task))[0].raised

    assert with_suite(tmp_path, MORE["a coroutine"], body) is not None


SUITE = """
@points(1)
def test_agrees(agree, rng):
    'a'
    agree("both", rng.normal(3))

@points(1)
def test_says_a_sentence(expect):
    'a'
    expect(False, "no")

@points(1)
def test_is_broken():
    'a'
    raise KeyError("ours")

@points(1)
def test_leaves(tools):
    'a'
    pytest.exit("now")

@points(1)
@pytest.mark.parametrize("n", [0, 2])
def test_sizes(tools, n):
    'a'
    tools.agree("both", tools.rng.normal(n))
"""


@pytest.mark.parametrize("names", [{}, {"half": lambda xs: xs}], ids=["right", "wrong"])
def test_both_ways_come_to_the_same(tmp_path, names):
    def outcome(run):
        return run.id, run.findings, type(run.raised).__name__

    def body(session, task):
        side = LocalSide(task.reference_names | names, task.probes)
        checks = session.checks(task)
        assert all(check.call for check in checks)
        through_pytest = [replace(check, call=None) for check in checks]
        return [[outcome(run) for run in session.sit(Sitting(task, side), way)] for way in (checks, through_pytest)]

    directly, through_pytest = with_suite(tmp_path, SUITE, body)
    assert directly == through_pytest
    assert dict((name, raised) for name, _, raised in directly)["test_is_broken"] == "KeyError"
    assert dict((name, raised) for name, _, raised in directly)["test_says_a_sentence"] == CheckFailed.__name__
