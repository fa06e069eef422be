"""The references of the augmentation lab against PyTorch's own functions, in float64 where it matters."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "augmentation"
EXERCISES = sorted(path.parent.name for path in LAB.glob("*/exercise.py"))


def solved(exercise: str) -> SimpleNamespace:
    """Run an exercise as its author would: given and answer cells, then the public example, which must hold."""
    mistakes = Mistakes(LAB)
    preamble, cells = read_cells(LAB / exercise / "exercise.py", mistakes, gives=()) or ("", ())
    examples = []

    def example(name: str, got: object, wanted: object) -> None:
        torch.testing.assert_close(got, wanted, rtol=1e-6, atol=1e-7, msg=lambda text: f"{name}: {text}")
        examples.append(name)

    names = {"example": example}
    source = "\n\n".join([preamble, *(cell.source for cell in cells if cell.role != "plot")])
    exec(compile(source, exercise, "exec"), names)
    assert examples, mistakes.found
    return SimpleNamespace(**names)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed + sum(shape)))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


@pytest.mark.parametrize(("n", "k"), [(5, 3), (1, 7), (4, 1)])
def test_soft_cross_entropy_is_torchs(n: int, k: int) -> None:
    logits, q = normal(n, k).requires_grad_(), torch.softmax(normal(n, k, seed=1), 1)
    got, want = solved("aug-soft-ce").soft_cross_entropy(logits, q), F.cross_entropy(logits, q)
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(torch.autograd.grad(got, logits), torch.autograd.grad(want, logits))


@pytest.mark.parametrize("eps", [0.0, 0.1, 0.7])
def test_smoothed_labels_give_torchs_label_smoothing(eps: float) -> None:
    logits, y = normal(6, 5), torch.tensor([0, 4, 2, 2, 1, 3])
    q = solved("aug-label-smoothing").smooth_labels(y, 5, eps).double()
    torch.testing.assert_close(F.cross_entropy(logits, q), F.cross_entropy(logits, y, label_smoothing=eps), rtol=1e-6, atol=1e-7)


def test_mixing_the_loss_is_mixing_the_targets() -> None:
    logits, q, perm = normal(4, 3), torch.eye(3, dtype=torch.float64)[[0, 2, 1, 1]], torch.tensor([2, 0, 3, 1])
    _, mixed = solved("aug-mixup").mixup(normal(4, 2), q, 0.3, perm)
    want = 0.3 * F.cross_entropy(logits, q) + 0.7 * F.cross_entropy(logits, q[perm])
    torch.testing.assert_close(F.cross_entropy(logits, mixed), want)


@pytest.mark.parametrize("alpha", [0.2, 1.0, 3.0])
def test_sampled_lambdas_have_the_moments_of_beta(alpha: float) -> None:
    drawn = solved("aug-mixup").sample_lambda(alpha, 200_000, torch.Generator().manual_seed(1)).double()
    law = torch.distributions.Beta(alpha, alpha)
    assert drawn.mean().item() == pytest.approx(0.5, abs=6 * math.sqrt(law.variance / 200_000))
    assert drawn.var().item() == pytest.approx(float(law.variance), rel=0.02)


@pytest.mark.parametrize("size", [0, 1, 2, 5, 30])
def test_cutout_agrees_with_pixel_by_pixel(size: int) -> None:
    cutout, img = solved("aug-cutout").cutout, normal(2, 6, 7)
    for cy in range(-4, 11):
        for cx in (-3, 0, 3, 6, 9):
            want = img.clone()
            for i in range(6):
                for j in range(7):
                    if 0 <= i - (cy - size // 2) < size and 0 <= j - (cx - size // 2) < size:
                        want[:, i, j] = 0.5
            assert torch.equal(cutout(img, cy, cx, size, 0.5), want)


@pytest.mark.parametrize("lam", [0.0, 0.3, 0.75, 1.0])
def test_cutmix_labels_count_pixels(lam: float) -> None:
    cutmix, x, q = solved("aug-cutmix").cutmix, torch.stack([torch.zeros(1, 9, 6), torch.ones(1, 9, 6)]), torch.eye(2)
    for cy in range(9):
        for cx in range(6):
            mixed, targets, share = cutmix(x, q, lam, torch.tensor([1, 0]), cy, cx)
            assert share == pytest.approx(1 - float(mixed[0].mean()), abs=1e-6)
            torch.testing.assert_close(targets[:, 1], mixed.mean((1, 2, 3)))


@pytest.mark.parametrize("shape", [(3, 5), (2, 3, 4), (2, 3, 4, 1)])
def test_flips_and_turns_are_torchs(shape: tuple[int, ...]) -> None:
    names, x = solved("aug-flip-rotate"), normal(*shape)
    assert torch.equal(names.hflip(x), x.flip(-1))
    assert torch.equal(names.vflip(x), x.flip(-2))
    for k in range(-5, 6):
        assert torch.equal(names.rot90(x, k), torch.rot90(x, k, (-2, -1)))
