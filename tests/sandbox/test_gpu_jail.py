"""The jail for a GPU, on a machine that may have none: it starts, its children compute, and its walls stand."""

import pytest

from grader.sandbox import Jail, gpu, selftest
from grader.sandbox.filter import LISTS
from grader.sandbox.launch import environment
from grader.sandbox.tiers import TIERS, Tier, best


@pytest.fixture(scope="module")
def tier() -> Tier:
    return best()


@pytest.fixture(scope="module")
def jail(tier):
    with Jail(tier.name, with_gpu=True) as made:
        yield made


def test_every_wall_but_the_memory_of_the_host_stands(jail, tier):
    promises = tuple(name for name in tier.promises if name != "memory")  # the driver takes gigabytes: the limit is that much wider
    walls = Tier(name=tier.name, title=tier.title, promises=promises)
    assert selftest.try_out(jail, walls) == []


def test_a_child_differentiates_although_its_zygote_never_did(jail):
    source = "import torch\nx = torch.ones(2, requires_grad=True)\n(x * x).sum().backward()\nassert x.grad.tolist() == [2.0, 2.0]"
    with jail.fork() as child:
        assert child.call("cell", {"source": source, "index": 0}, seconds=60) == {"ok": True}


def test_only_this_jail_hears_of_devices(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert environment()["CUDA_VISIBLE_DEVICES"] == "" and environment(True)["CUDA_VISIBLE_DEVICES"] == "1"


def test_its_nodes_are_shown_to_it_alone(monkeypatch):
    monkeypatch.setattr(gpu, "nodes", lambda: ("/dev/nvidia0",))
    assert gpu.binds()[:3] == ["--dev-bind-try", "/dev/nvidia0", "/dev/nvidia0"]


def test_what_a_driver_needs_is_not_what_starts_a_program_or_talks_to_a_network():
    assert not {"execve", "execveat", "fork", "vfork", "ptrace", "socket", "connect", "mount", "setns", "unshare"} & set(LISTS["gpu"])
    assert TIERS["A"].program(with_gpu=True) != TIERS["A"].program()
