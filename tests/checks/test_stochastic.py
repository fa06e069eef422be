"""The bounds accuse the innocent as rarely as they say, and the named wrong samplers always."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from grader import checks
from grader.checks import Tools, stochastic
from grader.checks.stochastic import binomial_cdf, counts_are_binomial, dkw, gaussian_mean, hoeffding, is_normal, laurent_massart
from grader.judge.draw import Draw


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(
    "bound, wanted",
    [
        pytest.param(hoeffding(100_000), 0.009168, id="hoeffding-1e5"),
        pytest.param(hoeffding(200_000), 0.006483, id="hoeffding-2e5"),
        pytest.param(gaussian_mean(1), 5.3267, id="gaussian-1e-7"),
        pytest.param(gaussian_mean(1, 1e-6), 4.8916, id="gaussian-1e-6"),
        pytest.param(gaussian_mean(1, 1e-8), 5.7307, id="gaussian-1e-8"),
        pytest.param(laurent_massart(100_000), 0.02627, id="laurent-massart"),
        pytest.param(dkw(20_000), 0.0205, id="dkw"),
    ],
)
def test_the_bounds_are_those_of_the_catalogue(bound, wanted):
    assert bound == pytest.approx(wanted, rel=2e-4, abs=5e-7) or round(bound, 4) == wanted


def exact_binomial_tail(n: int, p: float, bound: float) -> float:
    """P(|K/n − p| > bound), summed from the exact law."""
    cdf = binomial_cdf(n, p)
    low = math.ceil(n * (p - bound)) - 1
    high = math.floor(n * (p + bound))
    return (cdf[low].item() if low >= 0 else 0.0) + 1 - (cdf[high].item() if high < n else 1.0)


@pytest.mark.parametrize("alarm", [1e-2, 1e-4])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_hoeffding_holds_against_the_exact_law(p, alarm):
    assert 0 < exact_binomial_tail(400, p, hoeffding(400, alarm)) <= alarm


@pytest.mark.parametrize("alarm", [1e-2, 1e-7])
def test_the_bound_of_the_mean_is_exact(alarm):
    tail = 2 * (1 - NormalDist().cdf(gaussian_mean(25, alarm) * 5))
    assert tail == pytest.approx(alarm, rel=1e-6)


def test_false_alarms_stay_below_the_stated_rate():
    """With α = 0.05 each, 2,000 trials: the share of alarms is at most α (plus what chance allows)."""
    g, trials, alarm = generator(1), 2_000, 0.05
    noise = torch.randn(trials, 200, generator=g, dtype=torch.float64)
    bits = torch.rand(trials, 200, generator=g) < 0.3
    alarms = {
        "mean": (noise.mean(1).abs() > gaussian_mean(200, alarm)).double().mean().item(),
        "variance": ((noise.square().mean(1) - 1).abs() > laurent_massart(200, alarm)).double().mean().item(),
        "law": sum(not is_normal(row, alarm) for row in noise) / trials,
        "share": ((bits.double().mean(1) - 0.3).abs() > hoeffding(200, alarm)).double().mean().item(),
        "neighbours": sum(not stochastic.independent_along(row, 0, 0.3, alarm) for row in bits) / trials,
        "counts": sum(not counts_are_binomial(block.sum(1), 10, 0.3, alarm) for block in bits.reshape(trials, 20, 10)) / trials,
    }
    most = alarm + hoeffding(trials, 1e-9)
    assert {name: share for name, share in alarms.items() if share > most} == {}
    assert alarms["mean"] > 0.02  # the exact bound is not a loose one


def test_the_binomial_law_sums_to_one_for_many_draws():
    cdf = binomial_cdf(5_000, 0.37)
    assert cdf[-1].item() == pytest.approx(1, abs=1e-9)
    assert cdf[1_850].item() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("shape, axis, disjoint", [((7,), 0, 3), ((4, 6), 1, 3), ((2, 5), 0, 1), ((3, 2), 0, 2)])
def test_pairs_are_disjoint(shape, axis, disjoint):
    places = torch.arange(math.prod(shape)).reshape(shape)
    looks = stochastic.pairs(places, axis)
    assert len(looks) == disjoint
    for left, right in looks:
        used = torch.cat([left.flatten(), right.flatten()])
        assert len(used.unique()) == len(used)


# Samplers: sampler(shape, p, calls, g) -> kept bits (calls, *shape), p the drop probability.


def honest(shape, p, calls, g):
    return torch.rand(calls, *shape, generator=g) >= p


def exchanged(shape, p, calls, g):
    return torch.rand(calls, *shape, generator=g) < p


def normal_threshold(shape, p, calls, g):
    return torch.randn(calls, *shape, generator=g) > p


def replayed(shape, p, calls, g):
    return honest(shape, p, 1, g).expand(calls, *shape)


def one_row_for_all(shape, p, calls, g):
    return honest((1, *shape[1:]), p, calls, g).expand(calls, *shape)


def one_column_for_all(shape, p, calls, g):
    return honest((*shape[:-1], 1), p, calls, g).expand(calls, *shape)


def tiled(shape, p, calls, g):
    half = honest((*shape[:-1], shape[-1] // 2), p, calls, g)
    return torch.cat([half, half], -1)


def permuted(shape, p, calls, g):
    n = math.prod(shape)
    kept = torch.arange(n) < round((1 - p) * n)
    return torch.stack([kept[torch.randperm(n, generator=g)].reshape(shape) for _ in range(calls)])


def quasi_random(shape, p, calls, g):
    n = calls * math.prod(shape)
    u = (torch.rand(1, generator=g, dtype=torch.float64) + torch.arange(n) * 0.6180339887498949) % 1
    return (u >= p).reshape(calls, *shape)


def antithetic(shape, p, calls, g):
    u = torch.rand(calls, math.prod(shape) // 2, generator=g)
    return torch.stack([u, 1 - u], -1).reshape(calls, *shape) >= p


def jittered(shape, p, calls, g):
    """One draw in each of n strata, shuffled: every single entry is uniform, the call as a whole is balanced."""
    n = math.prod(shape)
    strata = torch.stack([torch.randperm(n, generator=g) for _ in range(calls)])
    return ((strata + torch.rand(calls, n, generator=g)) / n >= p).reshape(calls, *shape)


WRONG_MASKS = [
    exchanged,
    normal_threshold,
    replayed,
    one_row_for_all,
    one_column_for_all,
    tiled,
    permuted,
    quasi_random,
    antithetic,
    jittered,
]


def failures(test: Any, draws: Any, seed: int = 0) -> set[str]:
    """Which cases of a family fail; the draw function of the family gets `draws` in the student's place."""
    failed = set()
    for case in test.pytestmark[0].args[1]:
        told: list[str] = []
        tools = Tools(
            agree=None,
            student=draws,
            reference=None,
            expect=lambda ok, sentence, told=told: None if ok else told.append(sentence),
            rng=Draw(seed),
            device="cpu",
        )
        case.values[0].run(tools)
        failed |= {case.id} if told else set()
    return failed


def as_draw(sampler: Any, seed: int) -> Any:
    g = generator(seed)
    return SimpleNamespace(draw=lambda shape, parameter, calls: sampler(shape, parameter, calls, g))


MASKS = stochastic.masks(1, lambda student, shape, p, calls: student.draw(shape, p, calls))
NORMALS = stochastic.normals(1, lambda student, shape, std, calls: student.draw(shape, std, calls))


def test_honest_masks_pass_with_forty_seeds():
    assert [seed for seed in range(40) if failures(MASKS, as_draw(honest, seed), seed)] == []


@pytest.mark.parametrize("sampler", WRONG_MASKS, ids=lambda sampler: sampler.__name__)
def test_a_wrong_mask_never_passes(sampler):
    assert all(failures(MASKS, as_draw(sampler, seed), seed) for seed in range(5))


@pytest.mark.parametrize(
    "sampler, case",
    [(exchanged, "share"), (replayed, "independent"), (one_row_for_all, "independent"), (permuted, "counts"), (jittered, "counts")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_wrong_mask_fails_the_check_that_names_it(sampler, case):
    assert case in failures(MASKS, as_draw(sampler, 3), 3)


def gaussian(shape, std, calls, g):
    return torch.randn(calls, *shape, generator=g)


def uniform(shape, std, calls, g):
    return (2 * torch.rand(calls, *shape, generator=g) - 1) * 3**0.5


def doubled_variance(shape, std, calls, g):
    return gaussian(shape, std, calls, g) * std**0.5


def shifted(shape, std, calls, g):
    return gaussian(shape, std, calls, g) + 0.1


def centred(shape, std, calls, g):
    noise = gaussian(shape, std, calls, g)
    return noise - noise.flatten(1).mean(1).reshape(-1, *[1] * len(shape))


def noise_replayed(shape, std, calls, g):
    return gaussian(shape, std, 1, g).expand(calls, *shape)


def noise_row_for_all(shape, std, calls, g):
    return gaussian((1, *shape[1:]), std, calls, g).expand(calls, *shape)


def mirrored(shape, std, calls, g):
    half = gaussian((*shape[:-1], shape[-1] // 2), std, calls, g)
    return torch.stack([half, -half], -1).flatten(-2)


def not_a_number(shape, std, calls, g):
    return torch.full((calls, *shape), torch.nan)


def test_honest_noise_passes_with_forty_seeds():
    assert [seed for seed in range(40) if failures(NORMALS, as_draw(gaussian, seed), seed)] == []


@pytest.mark.parametrize(
    "sampler",
    [uniform, doubled_variance, shifted, centred, noise_replayed, noise_row_for_all, mirrored, not_a_number],
    ids=lambda sampler: sampler.__name__,
)
def test_wrong_noise_never_passes(sampler):
    assert all(failures(NORMALS, as_draw(sampler, seed), seed) for seed in range(5))


def drop(x, generator=None):
    return (torch.rand(x.shape, generator=generator) >= 0.4) * x


def ignores(x, generator=None):
    return drop(x)


def copies(x, generator=None):
    if generator is None:
        return drop(x)
    return drop(x, torch.Generator().manual_seed(generator.initial_seed()))


def fixed(x, generator=None):
    return drop(x, torch.Generator().manual_seed(5))


def reseeds(x, generator=None):
    if generator is None:
        torch.manual_seed(3)
    return drop(x, generator)


def draws_twice(x, generator=None):
    torch.rand(1)
    return drop(x, generator)


GENERATOR = stochastic.generator(1, lambda rng: ((torch.ones(20, 30),), {}), name="function")


@pytest.mark.parametrize(
    "function, failing",
    [
        (drop, set()),
        (ignores, {"repeats", "global"}),
        (copies, {"advances"}),
        (fixed, {"repeats", "advances", "global"}),
        (reseeds, {"global"}),
        (draws_twice, {"global"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_generators_are_used_as_they_should(function, failing):
    probes = Path(checks.__file__).with_name("probes") / "stochastic.py"
    names: dict[str, Any] = {}
    exec(compile(probes.read_text(encoding="utf-8"), str(probes), "exec"), names)  # our own file, as the judge loads it

    def ask(probe, *args, **kwargs):
        torch.manual_seed(11)
        return names[probe](SimpleNamespace(function=function, main=function), *args, **kwargs)

    student = SimpleNamespace(random=SimpleNamespace(loose=ask))
    assert failures(GENERATOR, student) == failing


def test_every_sentence_has_its_korean():
    texts = tomllib.loads(Path(checks.__file__).with_name("messages.ko.toml").read_text(encoding="utf-8"))["sentences"]
    sentences = [value for name, value in vars(stochastic).items() if name.isupper() and isinstance(value, str)]
    assert len(sentences) == 15
    assert [s for s in sentences if not any("가" <= letter <= "힣" for letter in texts.get(s, ""))] == []
