"""What an exercise forbids is not there, through any door; the flag says who knocked; probes measure with the whole library."""

from __future__ import annotations

import pytest
import torch

from grader.judge.bans import Bans

HEAD = "import torch, sys\nimport torch.nn as nn\nimport torch.nn.functional as F\nfrom torch.optim import Optimizer\n"
ABSENT = (*Bans.of(["F-OPT", "F-SCH", "F-LOSS"]).absent, "torch.Tensor.backward", "torch.not_in_this_version")
CLOSED = {
    "a class": "torch.optim.Adam([torch.ones(1)])",
    "its own module": "from torch.optim.adam import Adam\nAdam([torch.ones(1)])",
    "inheriting": "class A(torch.optim.SGD): pass",
    "a function": "F.softmax(torch.ones(2), 0)",
    "a builtin": "torch.softmax(torch.ones(2), 0)",
    "a method": "torch.ones(2).softmax(0)",
    "a method of the base": "torch.ones(2, requires_grad=True).sum().backward()",
    "a glob": "nn.MSELoss()",
    "a module": "torch.optim.lr_scheduler.StepLR(1, 2)",
    "an import of a module": "import torch.optim.lr_scheduler as s\ns.StepLR",
    "an import from a module": "from torch.optim.lr_scheduler import StepLR\nStepLR(1, 2)",
    "a computed name": "getattr(F, 'soft' + 'max')(torch.ones(2), 0)",
    "sys.modules": "getattr(sys.modules['torch.optim.adam'], 'Ad' + 'am')([torch.ones(1)])",
    "an attribute of a class": "torch.optim.Adam.step",
}
OPEN = {
    "the base class": (
        "class O(Optimizer):\n    def __init__(self, p): super().__init__(p, {})\nO([torch.ones(2, requires_grad=True)]).zero_grad()"
    ),
    "an annotation": "def f(o: torch.optim.Adam | None) -> 'torch.optim.Adam': return o",
    "a type test": "assert not isinstance(1, torch.optim.Adam)",
    "other layers": "nn.Linear(2, 2)(torch.ones(2)); print(torch.ones(2)); nn.LSTM(2, 2)",
    "one's own softmax": "e = torch.ones(2).exp(); e / e.sum()",
}
PROBE = """
import torch
import torch.nn.functional as F
def measure(answer, x):
    w = x.clone().requires_grad_()
    F.mse_loss(w, torch.zeros(2)).backward()
    return {"grad": w.grad, "soft": torch.softmax(x, 0), "lr": torch.optim.SGD([w], lr=1.0).param_groups[0]["lr"], "own": answer.f(x)}
"""


@pytest.fixture
def forbidding(jail):
    with jail.fork() as child:
        child.call("prepare", {"bans": {"absent": list(ABSENT)}}, seconds=10)
        yield child


def cell(child, source):
    return child.call("cell", {"source": HEAD + source, "index": 0}, seconds=10)


@pytest.mark.parametrize("source", CLOSED.values(), ids=CLOSED)
def test_a_forbidden_part_raises_and_is_noted(forbidding, source):
    reply = cell(forbidding, source)
    assert reply["error"]["type"] == "NotAllowed" and "not allowed here" in reply["error"]["text"]
    assert Bans.of(["F-OPT", "F-SCH", "F-LOSS", "torch.Tensor.backward"]).forbids(reply["blocked"][0])


@pytest.mark.parametrize("source", OPEN.values(), ids=OPEN)
def test_the_rest_of_the_library_works(forbidding, source):
    assert cell(forbidding, source) == {"ok": True}


def test_a_probe_measures_with_the_whole_library(forbidding):
    cell(forbidding, "def f(x): return x * 2")
    forbidding.call("probes", {"source": PROBE, "name": "t"}, seconds=5)
    question = {
        "probe": "measure",
        "args": (torch.ones(2),),
        "kwargs": {},
        "seed": 0,
        "device": "cpu",
        "main": "f",
        "task": "t",
    }
    reply = forbidding.call("ask", {"question": question}, seconds=5)
    assert reply["value"]["soft"].tolist() == [0.5, 0.5] and reply["value"]["lr"] == 1.0
    assert "ops" not in reply


def test_what_a_student_calls_while_being_asked_is_noted_too(forbidding):
    cell(forbidding, "def f(x): return torch.softmax(x, 0)")
    forbidding.call("probes", {"source": "def g(answer, x): return answer.f(x)", "name": "t"}, seconds=5)
    question = {"probe": "g", "args": (torch.ones(2),), "kwargs": {}, "seed": 0, "device": "cpu", "main": "f", "task": "t"}
    reply = forbidding.call("ask", {"question": question}, seconds=5)
    assert reply["error"]["type"] == "NotAllowed" and reply["blocked"] == ["torch.softmax"]


STRANGE = {
    "an object": "return object()",
    "a tensor subclass": "return torch.ones(2).as_subclass(type('S', (torch.Tensor,), {}))",
    "a number that lies": "return type('I', (float,), {'__eq__': lambda a, b: True})(1)",
    "a set": "return {1}",
    "itself": "a = []; a.append(a); return a",
    "a meta tensor": "return torch.empty(2, device='meta')",
}


@pytest.mark.parametrize("source", STRANGE.values(), ids=STRANGE)
def test_an_answer_that_is_not_plain_is_unsupported(child, source):
    cell(child, f"def f(x):\n    {source}")
    child.call("probes", {"source": "def g(answer, x): return answer.f(x)", "name": "t"}, seconds=5)
    question = {"probe": "g", "args": (torch.ones(2),), "kwargs": {}, "seed": 0, "device": "cpu", "main": "f", "task": "t"}
    reply = child.call("ask", {"question": question}, seconds=5)
    assert reply["error"]["kind"] == "unsupported" and "value" not in reply


def test_an_answer_larger_than_the_cap_is_a_lie(jail):
    from grader.sandbox import ChildLied

    with jail.fork() as child:
        cell(child, "def f(x): return torch.zeros(1 << 20)")
        child.call("probes", {"source": "def g(answer, x): return answer.f(x)", "name": "t"}, seconds=5)
        question = {"probe": "g", "args": (torch.ones(2),), "kwargs": {}, "seed": 0, "device": "cpu", "main": "f", "task": "t"}
        with pytest.raises(ChildLied, match="at most"):
            child.call("ask", {"question": question}, seconds=5, max_bytes=1 << 20)
