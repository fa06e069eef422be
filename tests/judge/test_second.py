"""The GPU's column, tried without one: the second pass runs on a device that is there, under the name of one that is not."""

import pytest
import torch

from grader.errors import SandboxError
from grader.feedback.sentences import sentence
from grader.judge.handin import HandIn, grade
from grader.judge.second import Gpu, Known, SideThere, place_of
from grader.judge.session import in_session
from grader.judge.sides import Answer, Question
from grader.judge.suite import Suite
from grader.sandbox import Jail
from tests.judge.test_handin import BUNDLE, EMA, HALF, QUICK, notebook

RIGHT = notebook(("ema", EMA), ("half", HALF))


@pytest.fixture(scope="module")
def jail():
    with Jail() as made:
        yield made


def graded(jail, gpu, data=RIGHT):
    handin = HandIn(suites={"fixture": Suite(BUNDLE)}, submission="s", data=data, secret=b"s", budget=QUICK, device="both")
    return in_session(lambda session: grade(session, jail, handin, gpu=gpu))


def pretended(jail, **options):
    """A second device that is the CPU."""
    return Gpu(**{"start": lambda: jail, "why_not": lambda: "", "free_bytes": lambda: 1 << 40, "name": "cpu", **options})


def columns(report):
    return {e.id: e.devices["cuda"] for e in report.exercises}


def test_a_right_answer_passes_in_both_columns(jail):
    report = graded(jail, pretended(jail))
    assert columns(report) == {"ema": "passed", "half": "passed"} and report.score == 14


def test_where_there_is_no_device_the_column_was_not_run(jail):
    report = graded(jail, pretended(jail, why_not=lambda: "no card"))
    assert columns(report) == {"ema": "not run", "half": "not run"} and report.score == 14


def test_what_fails_there_is_told_and_costs_nothing(jail):
    wrong_once = "CALLS = []\ndef half(x):\n    return x / 2\ndef twice(x):\n    return 2 * x\n"
    report = graded(jail, pretended(jail), notebook(("ema", EMA.replace("beta**t", "beta**(t + 1)")), ("half", wrong_once)))
    ema = next(e for e in report.exercises if e.id == "ema")
    assert ema.devices["cuda"] in ("failed", "partial") and ema.flags[0]["kind"] == "on_gpu"
    assert sentence(ema.flags[0], "en").startswith("On a GPU: ") and sentence(ema.flags[0], "ko").startswith("GPU에서: ")


def test_a_device_that_cannot_be_used_is_our_fault(jail):
    report = graded(jail, pretended(jail, name="cuda"))  # this build of torch, or this machine, has none for a child of this jail
    assert set(columns(report).values()) == {"grader_fault"} and report.score == 14
    assert "costs you nothing" in sentence(report.exercises[0].flags[0], "en")


def test_a_jail_that_does_not_start_is_our_fault(jail):
    def start():
        raise SandboxError("no room")

    report = graded(jail, pretended(jail, start=start))
    assert set(columns(report).values()) == {"grader_fault"} and report.score == 14


GREEDY = "import torch\ndef half(x):\n    raise torch.OutOfMemoryError('CUDA out of memory')\ndef twice(x):\n    return 2 * x\n"


@pytest.mark.parametrize(
    ("free", "status"), [(1 << 20, "grader_fault"), (1 << 40, "failed")], ids=["others fill it", "the answer fills it"]
)
def test_a_full_card_is_our_fault_when_somebody_else_fills_it(jail, free, status):
    report = graded(jail, pretended(jail, free_bytes=lambda: free), notebook(("ema", EMA), ("half", GREEDY)))
    assert columns(report) == {"ema": "passed", "half": status}


QUESTION = Question(probe="both", args=(), kwargs={}, main="half", device="cuda")


class Answers:
    """A candidate that gives one answer."""

    def __init__(self, answer):
        self.answer = answer

    def begin(self, task, question):
        return lambda: self.answer


def looked_at(answer):
    known = Known(frozenset(), {("both", "half"): frozenset({"cuda"}), ("both", "step", "count"): frozenset({"cpu"})})
    return SideThere(Answers(answer), None, known).ask(QUESTION)


def there(tensor):
    """A tensor as it comes over the wire from another device."""
    tensor.allclose_device = "cuda:0"
    return tensor


def test_an_answer_that_came_back_to_the_cpu_is_told_where_it_should_lie():
    found = looked_at(Answer(value={"half": torch.ones(2)})).error
    assert found == {"kind": "device", "path": ["half"], "got": "cpu", "want": "cuda"}
    assert "cuda" in sentence(found, "en") and "cpu" in sentence(found, "ko")


def test_an_answer_in_its_place_is_left_alone():
    answer = Answer(value={"half": there(torch.ones(2)), "step": [{"count": torch.ones(1)}], "extra": torch.ones(1)})
    assert looked_at(answer) is answer


def test_tensors_of_two_devices_that_meet_have_their_own_sentence():
    error = {"kind": "error", "type": "RuntimeError", "text": "Expected all tensors to be on the same device, but found …", "line": 3}
    assert looked_at(Answer(error=error)).error["kind"] == "mixed_devices"


def test_places_do_not_depend_on_the_number_of_a_step():
    assert place_of("trajectory", ("step", 3, "parameter", 0)) == place_of("trajectory", ("step", 4, "parameter", 1))


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_a_real_device_agrees_with_the_cpu(jail):
    gpu = Gpu.of_this_machine(jail.tier)
    try:
        assert columns(graded(jail, gpu)) == {"ema": "passed", "half": "passed"}
    finally:
        gpu.close()
