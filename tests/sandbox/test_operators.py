"""A forbidden operator is noted whichever door it was reached by; what the probe does itself is not the student's."""

from __future__ import annotations

import pytest
import torch

from grader.inside import operators

BANNED = ["tanh", "_softmax", "native_batch_norm*", "lstm*", "dropout", "_fused_adam_", "nll_loss*"]
DOORS = {
    "in the dispatcher": ("torch.ops.aten.tanh(x)", ["tanh"]),
    "under a gradient": ("torch.tanh(x.requires_grad_()).detach()", ["tanh"]),
    "in inference mode": ("inferred(x)", ["tanh"]),
    "into a tensor that is there": ("torch.tanh(x, out=torch.zeros(2))", ["tanh"]),
    "beneath a layer": ("torch.nn.LSTM(2, 2)(x.reshape(1, 1, 2))[0].detach()", ["lstm"]),
    "beneath a function": ("torch.nn.functional.softmax(x, 0)", ["_softmax"]),
    "inside a transform": ("torch.func.vmap(torch.tanh)(x)", ["tanh"]),
    "by way of another": ("torch.nn.functional.batch_norm(x.reshape(2, 1), None, None, training=True)", ["native_batch_norm"]),
}
HARMLESS = {"another operator": "torch.exp(x)", "arithmetic": "(x.exp() - (-x).exp()) / (x.exp() + (-x).exp())"}
HEAD = "import torch\ndef inferred(x):\n    with torch.inference_mode():\n        return torch.tanh(x.clone())\n"


@pytest.fixture
def child(jail):
    with jail.fork() as child:
        child.call("prepare", {"bans": {"ops": BANNED}}, seconds=10)
        child.call(
            "probes",
            {
                "source": "import torch\ndef g(answer, x): return answer.f(x)\ndef own(answer, x): return answer.f(torch.tanh(x))",
                "name": "t",
            },
            seconds=5,
        )
        yield child


def asked(child, body, probe="g"):
    assert child.call("cell", {"source": f"{HEAD}def f(x): return {body}", "index": 0}, seconds=5) == {"ok": True}
    question = {"probe": probe, "args": (torch.ones(2),), "kwargs": {}, "seed": 0, "device": "cpu", "main": "f", "task": "t"}
    return child.call("ask", {"question": question}, seconds=5)


@pytest.mark.parametrize(("body", "noted"), DOORS.values(), ids=DOORS)
def test_every_door_is_watched(child, body, noted):
    reply = asked(child, body)
    assert set(noted) <= set(reply["ops"])


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_what_is_not_forbidden_is_not_noted(child, body):
    assert "ops" not in asked(child, body)


def test_the_watched_operator_computes_what_it_did(child):
    assert torch.equal(asked(child, "torch.tanh(x)")["value"], torch.tanh(torch.ones(2)))
    gradient = "torch.autograd.grad(torch.tanh(z := x.clone().requires_grad_()).sum(), z)[0]"
    assert torch.allclose(asked(child, gradient)["value"], 1 - torch.tanh(torch.ones(2)) ** 2)


def test_what_a_probe_computes_is_not_the_students(child):
    assert "ops" not in asked(child, "x * 2", probe="own")


def test_a_name_stands_for_all_its_overloads_and_a_glob_for_all_that_it_covers():
    assert {"tanh", "tanh.out"} <= set(operators.overloads("tanh")) and "tanh_" not in operators.overloads("tanh")
    assert "tanh_backward" not in operators.overloads("tanh")
    assert {"nll_loss", "nll_loss_forward", "nll_loss2d_forward.output"} <= set(operators.overloads("nll_loss*"))
    assert operators.overloads("no_such_operator") == []
