"""The references of the model-selection lab against NumPy, closed forms and brute force."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from grader.course.cells import read_cells
from grader.course.toml import Mistakes

LAB = Path(__file__).parents[2] / "solutions" / "model-selection"
EXERCISES = sorted(path.parent.name for path in LAB.glob("*/exercise.py"))


def solved(exercise: str) -> SimpleNamespace:
    """Run an exercise as its author would: given and answer cells, then the public example, which must hold."""
    mistakes = Mistakes(LAB)
    preamble, cells = read_cells(LAB / exercise / "exercise.py", mistakes, gives=()) or ("", ())
    examples = []

    def example(name: str, got: object, wanted: object) -> None:
        if not (isinstance(got, str) and got == wanted):
            pair = [np.asarray(value, dtype=float) if _flat(value) else value for value in (got, wanted)]
            if all(isinstance(value, np.ndarray) for value in pair):
                np.testing.assert_allclose(*pair, rtol=1e-6, err_msg=name)
            else:
                assert got == wanted, name
        examples.append(name)

    names = {"example": example}
    source = "\n\n".join([preamble, *(cell.source for cell in cells if cell.role != "plot")])
    exec(compile(source, exercise, "exec"), names)
    assert examples, mistakes.found
    return SimpleNamespace(**names)


def _flat(value: object) -> bool:
    """Numbers, tensors, and sequences of numbers: what becomes an array."""
    try:
        np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return False
    return True


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed + sum(shape)))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_public_example_holds(exercise: str) -> None:
    solved(exercise)


def test_folds_are_numpys_array_split() -> None:
    kfold = solved("ms-kfold").kfold
    for n in range(2, 20):
        for k in range(2, n + 1):
            order = torch.randperm(n, generator=torch.Generator().manual_seed(n))
            for (train, val), want in zip(kfold(n, k, order), np.array_split(order.numpy(), k), strict=True):
                assert val.tolist() == want.tolist()
                assert sorted(train.tolist() + val.tolist()) == list(range(n))


def test_stratified_folds_hold_their_share_of_every_class() -> None:
    split = solved("ms-stratified-kfold").stratified_kfold
    for seed in range(20):
        y = torch.randint(0, 4, (30,), generator=torch.Generator().manual_seed(seed))
        folds = split(y, 4)
        assert sorted(i for _, val in folds for i in val.tolist()) == list(range(30))
        for c in range(4):
            counts = [int((y[val] == c).sum()) for _, val in folds]
            assert max(counts) - min(counts) <= 1
        sizes = [len(val) for _, val in folds]
        assert max(sizes) - min(sizes) <= 1


def test_time_series_splits_end_at_the_last_sample_and_never_look_ahead() -> None:
    split = solved("ms-timeseries-split").timeseries_split
    for n in range(2, 25):
        for splits in range(1, n):
            size = n // (splits + 1)
            folds = split(n, splits)
            assert [int(test[0]) for _, test in folds] == [n - (splits - i) * size for i in range(splits)]
            assert all(len(test) == size and train.tolist() == list(range(int(test[0]))) for train, test in folds)
            assert int(folds[-1][1][-1]) == n - 1


@pytest.mark.parametrize("level", [0.0, 0.5, 0.8, 0.95, 1.0])
def test_percentile_intervals_are_numpys(level: float) -> None:
    vals = normal(37)
    want = np.percentile(vals.numpy(), [50 * (1 - level), 50 * (1 + level)])
    np.testing.assert_allclose([float(v) for v in solved("ms-bootstrap-ci").percentile_ci(vals, level)], want, rtol=1e-10)


def test_the_bootstrap_finds_the_standard_error_of_the_mean() -> None:
    names, x = solved("ms-bootstrap-ci"), torch.tensor([1.0, 2, 4, 7, 11], dtype=torch.float64)
    idx = names.sample_idx(5, 50_000, torch.Generator().manual_seed(0))
    means = names.bootstrap(torch.mean, x, idx)
    assert means.std().item() == pytest.approx(1.624807681, rel=0.02)
    assert (idx != 0).all(1).double().mean().item() == pytest.approx(0.8**5, abs=0.01)


def test_votes_are_those_of_torch_mode() -> None:
    predictions = torch.randint(0, 4, (6, 200), generator=torch.Generator().manual_seed(0))
    models, X = iter(range(6)), torch.zeros(3, 1)
    got = solved("ms-bagging").bag_predict(
        lambda X, y: next(models),
        lambda m, Xt: predictions[m],
        X,
        X[:, 0],
        torch.zeros(200, 1),
        torch.zeros(6, 3, dtype=torch.long),
        "vote",
    )
    assert torch.equal(got, predictions.mode(0).values)


def test_boosting_keeps_its_promises_over_many_rounds() -> None:
    names, y = solved("ms-adaboost"), normal(40).sign()
    w, alphas, preds, bound = torch.full((40,), 1 / 40, dtype=torch.float64), [], [], 1.0
    for t in range(15):
        pred = torch.where(normal(40, seed=t) > -0.5, y, -y)
        before = w
        err, alpha, w = names.adaboost_round(w, y, pred)
        assert float(err) == pytest.approx(sum(float(v) for v, a, b in zip(before, y, pred, strict=True) if a != b))
        assert float(w[pred != y].sum()) == pytest.approx(0.5)
        bound *= 2 * math.sqrt(float(err) * (1 - float(err)))
        alphas.append(alpha)
        preds.append(pred)
    vote = names.adaboost_predict(torch.stack(alphas), torch.stack(preds))
    assert float((vote != y).double().mean()) <= bound


def test_bias_variance_and_noise_add_up_to_the_error() -> None:
    preds, f = normal(7, 5) + 1, normal(5)
    got = solved("ms-bias-variance").bias_variance(preds, f, 0.3)
    assert float(got["bias2"] + got["variance"]) == pytest.approx(float(((preds - f) ** 2).mean()))
    assert float(got["variance"]) == pytest.approx(float(np.var(preds.numpy(), axis=0).mean()))
    assert float(got["total"]) == pytest.approx(float(((preds - f) ** 2).mean()) + 0.3)
