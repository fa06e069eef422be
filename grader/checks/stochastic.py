"""Drawn masks and drawn noise are judged by bounds that state how often they accuse the innocent.

Theory of operation. A question of R-STAT is asked once, at random, and its raw answer (bits, noise) comes back. Each check here
compares one statistic of it with a bound that holds for every finite n (none is asymptotic):

    share of ones            Hoeffding              |p̂ − p| ≤ √(ln(2/α) / 2n)
    mean of N(0, 1)          exact                  |x̄| ≤ z(α/2) / √n
    mean square of N(0, 1)   Laurent–Massart        |s² − 1| ≤ 2√(x/n) + 2x/n,  x = ln(2/α)
    distribution             Dvoretzky–Kiefer–Wolfowitz, Massart's constant   sup|F̂ − F| ≤ √(ln(2/α) / 2n)

A right answer fails one check with probability at most `ALARM`; a check that looks at k statistics gives each α/k. Ten checks per
exercise stay below 1e-6. Independence is a share again: of two independent bits, p² + q² are equal. Pairs are disjoint, so that
the pairs themselves are independent and Hoeffding holds. What the pairs cannot see, *balance* (a mask that keeps exactly the
expected number, a quasi-random sequence), shows in the counts: over many small calls they must follow the binomial law.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import Any

import torch
from torch import Tensor

from grader.checks import Case, Kind, Tools, family

ALARM = 1e-7  # false alarms per check; at most ten checks per exercise

Draw = Callable[..., Tensor]  # draw(student, shape, parameter, calls) -> (calls, *shape), bits or standard normals

# The sentences of these checks; their Korean stands in messages.ko.toml.
WRONG_SHARE = "The share that is kept is not 1 − p: look at which side of the threshold is kept, and at the distribution of the draw."
MASK_REPLAYED = "The same mask comes back in every call: draw a new one each time."
MASK_DEPENDENT = "Neighbouring entries of the mask depend on each other: every entry needs a draw of its own."
MASK_BALANCED = "The number of kept entries does not vary as it must: entries are dropped independently, not a fixed number of them."
MEAN_WRONG = "The mean of the noise is not 0."
VARIANCE_WRONG = "The variance of the noise is not std²."
NOT_NORMAL = "The noise is not Gaussian: its distribution function differs from the normal one."
NOISE_REPLAYED = "The same noise comes back in every call: draw it anew each time."
NOISE_DEPENDENT = "Neighbouring entries of the noise depend on each other: every entry needs a draw of its own."
NOISE_BALANCED = "The mean of the noise does not vary from call to call as it must: do not standardise or balance what you drew."
UNREPEATED = "The same seed must give the same output: draw from the generator that you are given."
IGNORED = "Another seed gives the same output: draw from the generator that you are given."
STUCK = "A second call on the same generator repeats the first: do not reseed or copy the generator."
MOVED = "The global random state moved although a generator was given."
RESEEDED = "The global random state was reseeded: a function must not decide the randomness of the whole program."


def hoeffding(n: int, alarm: float = ALARM) -> float:
    """Return the deviation of a share of n independent yes/no draws that is exceeded with probability at most `alarm`.

    >>> round(hoeffding(100_000), 6)
    0.009168
    """
    return math.sqrt(math.log(2 / alarm) / (2 * n))


def gaussian_mean(n: int, alarm: float = ALARM) -> float:
    """Return the bound for the mean of n standard normals; exact.

    >>> round(gaussian_mean(1), 4)
    5.3267
    """
    return -NormalDist().inv_cdf(alarm / 2) / math.sqrt(n)


def laurent_massart(n: int, alarm: float = ALARM) -> float:
    """Return the bound for |mean square − 1| of n standard normals (n times it is χ² with n degrees of freedom).

    >>> round(laurent_massart(100_000), 5)
    0.02627
    """
    x = math.log(2 / alarm)
    return 2 * math.sqrt(x / n) + 2 * x / n


def dkw(n: int, alarm: float = ALARM) -> float:
    """Return the bound for the greatest difference of an empirical distribution function from the true one (any law, also a discrete one).

    >>> round(dkw(20_000), 4)
    0.0205
    """
    return math.sqrt(math.log(2 / alarm) / (2 * n))


def share_is(bits: Tensor, probability: float, alarm: float = ALARM) -> bool:
    """Tell whether the share of ones is within Hoeffding's bound of `probability`."""
    return abs(bits.double().mean().item() - probability) <= hoeffding(bits.numel(), alarm)


def pairs(bits: Tensor, axis: int) -> list[tuple[Tensor, Tensor]]:
    """Return disjoint neighbours along `axis`: (0,1), (2,3), …; then (1,2), (3,4), …; then each entry with the one half a length away."""
    n = bits.shape[axis]

    def take(start: int, stop: int, step: int = 1) -> Tensor:
        return bits.index_select(axis, torch.arange(start, stop, step))

    found = [(take(0, n - n % 2, 2), take(1, n, 2))]
    if n > 2:
        end = n - (n - 1) % 2
        found.append((take(1, end, 2), take(2, end, 2)))
    if n > 3:
        half = n // 2
        found.append((take(0, half), take(half, 2 * half)))
    return found


def independent_along(bits: Tensor, axis: int, probability: float, alarm: float = ALARM) -> bool:
    """Tell whether neighbours along `axis` are equal as often as independent bits are: with probability p² + q²."""
    if bits.shape[axis] < 2:
        return True
    equal = probability**2 + (1 - probability) ** 2
    looks = pairs(bits, axis)
    return all(share_is(left == right, equal, alarm / len(looks)) for left, right in looks)


def binomial_cdf(n: int, probability: float) -> Tensor:
    """Return P(K ≤ k) for k = 0 … n.

    >>> [round(v, 4) for v in binomial_cdf(2, 0.5).tolist()]
    [0.25, 0.75, 1.0]
    """
    k = torch.arange(n + 1, dtype=torch.float64)
    top = torch.tensor(float(n), dtype=torch.float64)
    choose = torch.lgamma(top + 1) - torch.lgamma(k + 1) - torch.lgamma(top - k + 1)
    return torch.exp(choose + k * math.log(probability) + (n - k) * math.log1p(-probability)).cumsum(0).clamp(max=1.0)


def counts_are_binomial(counts: Tensor, n: int, probability: float, alarm: float = ALARM) -> bool:
    """Tell whether independent counts out of n follow the binomial law: neither too equal (balanced) nor too different (shared draws)."""
    seen = torch.bincount(counts.long().flatten(), minlength=n + 1).double().cumsum(0) / counts.numel()
    return bool((seen - binomial_cdf(n, probability)).abs().max() <= dkw(counts.numel(), alarm))


def is_normal(sample: Tensor, alarm: float = ALARM) -> bool:
    """Tell whether the sample's distribution function is the standard normal one, by DKW."""
    ordered = sample.double().flatten().sort().values
    n = ordered.numel()
    if n == 0 or not torch.isfinite(ordered).all():
        return False
    true = torch.special.ndtr(ordered)
    above = torch.arange(1, n + 1, dtype=torch.float64) / n - true
    return bool(max(above.max().item(), (1 / n - above.min()).item()) <= dkw(n, alarm))


def masks(
    worth: float,
    draw: Draw,
    *,
    ps: Sequence[float] = (0.1, 0.5, 0.8),
    shape: tuple[int, ...] = (250, 400),
    small: tuple[int, ...] = (4, 16),
    calls: int = 128,
    kind: Kind = "property",
    but: tuple[str, ...] = (),
) -> Callable[..., None]:
    """Check drawn masks: `draw(student, shape, p, calls)` returns what was kept, as bits (calls, *shape), where p is the drop probability.

    Ids: `share`, `independent`, `counts`.
    """

    def share(tools: Tools) -> None:
        for p in ps:
            bits = draw(tools.student, shape, p, 1)
            tools.expect(share_is(bits, 1 - p, ALARM / len(ps)), WRONG_SHARE)

    def independent(tools: Tools) -> None:
        p = tools.rng.number(0.3, 0.45)
        bits = draw(tools.student, shape, p, 2)
        part = ALARM / bits.dim()
        tools.expect(not torch.equal(bits[0], bits[1]) and independent_along(bits, 0, p, part), MASK_REPLAYED)
        for axis in range(1, bits.dim()):
            tools.expect(independent_along(bits, axis, p, part), MASK_DEPENDENT)

    def counts(tools: Tools) -> None:
        p = tools.rng.number(0.35, 0.65)
        bits = draw(tools.student, small, p, calls)
        tools.expect(counts_are_binomial(bits.flatten(1).sum(1), bits[0].numel(), 1 - p), MASK_BALANCED)

    return family(worth, [
        Case("share", "The share that is kept is 1 − p", "남는 비율이 1 − p예요", share),
        Case("independent", "Every entry and every call has a draw of its own", "원소마다, 호출마다 따로 뽑아요", independent),
        Case("counts", "The number kept varies as independent draws do", "남는 개수가 독립 추출답게 변해요", counts),
    ], kind=kind, but=but)  # fmt: skip


def normals(
    worth: float,
    draw: Draw,
    *,
    stds: Sequence[float] = (0.3, 2.0),
    shape: tuple[int, ...] = (200, 250),
    small: tuple[int, ...] = (4, 4),
    calls: int = 128,
    kind: Kind = "property",
    but: tuple[str, ...] = (),
) -> Callable[..., None]:
    """Check drawn noise: `draw(student, shape, std, calls)` returns it divided by std, (calls, *shape).

    Ids: `moments`, `shape`, `independent`, `means`.
    """

    def moments(tools: Tools) -> None:
        for std in stds:
            noise = draw(tools.student, shape, std, 1).double()
            part = ALARM / (2 * len(stds))
            # Compared this way round, NaN fails.
            tools.expect(abs(noise.mean().item()) <= gaussian_mean(noise.numel(), part), MEAN_WRONG)
            tools.expect(abs(noise.square().mean().item() - 1) <= laurent_massart(noise.numel(), part), VARIANCE_WRONG)

    def law(tools: Tools) -> None:
        noise = draw(tools.student, (20_000,) if len(shape) == 1 else (100, 200), stds[0], 1)
        tools.expect(is_normal(noise), NOT_NORMAL)

    def independent(tools: Tools) -> None:
        noise = draw(tools.student, shape, stds[-1], 2)
        part = ALARM / noise.dim()
        tools.expect(not torch.equal(noise[0], noise[1]) and independent_along(noise > 0, 0, 0.5, part), NOISE_REPLAYED)
        for axis in range(1, noise.dim()):
            tools.expect(independent_along(noise > 0, axis, 0.5, part), NOISE_DEPENDENT)

    def means(tools: Tools) -> None:
        noise = draw(tools.student, small, stds[0], calls).double().flatten(1)
        tools.expect(is_normal(noise.mean(1) * math.sqrt(noise.shape[1])), NOISE_BALANCED)

    return family(worth, [
        Case("moments", "The noise has mean 0 and variance std²", "잡음의 평균은 0, 분산은 std²이에요", moments),
        Case("shape", "The noise is Gaussian", "잡음이 가우시안이에요", law),
        Case("independent", "Every entry and every call has noise of its own", "원소마다, 호출마다 따로 뽑아요", independent),
        Case("means", "The mean of the noise varies as independent draws do", "잡음의 평균이 독립 추출답게 변해요", means),
    ], kind=kind, but=but)  # fmt: skip


def same(left: Any, right: Any) -> bool:
    """Tell whether two answers (nested) are equal bit for bit."""
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        return left.shape == right.shape and left.dtype == right.dtype and torch.equal(left, right)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and bool(left == right)


def generator(
    worth: float,
    inputs: Callable[[Any], tuple[tuple[Any, ...], dict[str, Any]]],
    *,
    name: str | None = None,
    kind: Kind = "property",
) -> Callable[..., None]:
    """Check the argument `generator` (R-GEN): `inputs(rng)` gives the other (args, kwargs) of the function `name`.

    Ids: `repeats`, `advances`, `global`. Inputs must be large enough that two draws differ (≥ 60 entries).
    """

    def ask(tools: Tools) -> Any:
        args, kwargs = inputs(tools.rng)
        return tools.student.random.loose("with_generators", name, list(args), kwargs, tools.rng.integer(1, 2**31 - 2))

    def repeats(tools: Tools) -> None:
        answer = ask(tools)
        tools.expect(same(answer["seeded"], answer["again"]), UNREPEATED)
        tools.expect(not same(answer["seeded"], answer["another seed"]), IGNORED)

    def advances(tools: Tools) -> None:
        answer = ask(tools)
        tools.expect(not same(answer["seeded"], answer["next"]), STUCK)

    def untouched(tools: Tools) -> None:
        answer = ask(tools)
        tools.expect(same(answer["global before"], answer["global after"]), MOVED)
        tools.expect(not same(answer["plain 1"], answer["plain 2"]), RESEEDED)

    return family(worth, [
        Case("repeats", "A seeded generator reproduces the output", "시드를 정한 generator는 같은 결과를 내요", repeats),
        Case("advances", "Two calls on one generator differ", "같은 generator로 두 번 부르면 결과가 달라요", advances),
        Case("global", "The global random state is left alone", "전역 난수 상태를 건드리지 않아요", untouched),
    ], kind=kind)  # fmt: skip
