"""Drivers of drop-stochastic-depth."""

import torch


def block(answer, x, survival, training=True, keep=None):
    """One block whose branch is f(x) = 2x − x²/4, and how often f was called."""
    calls = []

    def branch(z):
        calls.append(1)
        return 2 * z - z * z / 4

    y = answer.stochastic_depth(x, branch, survival, training=training, keep=keep)
    return {"y": y, "calls of f": len(calls)}


def branch_gradient(answer, x, survival, training, keep, along):
    """The gradient of the block with respect to its input."""
    x = x.clone().requires_grad_()
    y = answer.stochastic_depth(x, lambda z: 2 * z - z * z / 4, survival, training=training, keep=keep)
    return torch.autograd.grad([y], [x], [along])[0]


def block_after(answer, x, survival, keep):
    """The input after the call."""
    answer.stochastic_depth(x, lambda z: z.clone().fill_(3.0), survival, keep=keep)
    return x


def survived(answer, survival, calls):
    """Whether the block survived, call by call."""
    x = torch.zeros(3)
    return torch.stack([(answer.stochastic_depth(x, torch.ones_like, survival) != 0).any() for _ in range(calls)])


def survival_patterns(answer, survival, calls):
    """What several calls have in common, on a batch of 40 samples."""
    x = torch.zeros(40, 2)
    kept = torch.stack([answer.stochastic_depth(x, torch.ones_like, survival) != 0 for _ in range(calls)])
    return {
        "survives more often than not": bool(kept.double().mean() > 0.5),
        "one decision for all samples": bool((kept == kept[:, :1, :1]).all()),
        "every call alike": bool((kept == kept[:1]).all()),
    }


def survival_generators(answer, survival, seed, calls):
    """Whether the block survived, with seeded generators, and the global state around them."""
    x = torch.zeros(3)

    def sequence(seed):
        generator = torch.Generator().manual_seed(seed)
        return torch.stack([(answer.stochastic_depth(x, torch.ones_like, survival, generator=generator) != 0).any() for _ in range(calls)])

    before = torch.get_rng_state()
    found = {"seeded": sequence(seed), "again": sequence(seed), "another seed": sequence(seed + 1)}
    return {**found, "global before": before, "global after": torch.get_rng_state()}


def schedule(answer, L, p_last):
    """The survival probabilities."""
    return answer.linear_survival(L, p_last)
