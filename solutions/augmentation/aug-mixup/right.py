import numpy as np
import torch


def lerp():
    """lerp, and Beta by NumPy with a seed from the generator."""

    def mixup(x, q, lam, perm):
        return torch.lerp(x[perm], x, lam), torch.lerp(q[perm], q, lam)

    def sample_lambda(alpha, n, generator=None):
        seed = int(torch.randint(2**62, (), generator=generator))
        return torch.from_numpy(np.random.default_rng(seed).beta(alpha, alpha, n)).to(torch.get_default_dtype())

    return {"mixup": mixup, "sample_lambda": sample_lambda}


def towards_the_partner():
    """x + (1 − λ)(partner − x); Jöhnk's rejection method in logarithms."""

    def mixup(x, q, lam, perm):
        def mix(t):
            return t + (1 - lam) * (t.index_select(0, perm) - t)

        return mix(x), mix(q)

    def sample_lambda(alpha, n, generator=None):
        found = torch.empty(0, dtype=torch.float64)
        while len(found) < n:
            u, v = torch.rand(2, 2 * n + 8, generator=generator, dtype=torch.float64).log() / alpha
            total = torch.maximum(u, v) + (-(u - v).abs()).exp().log1p()
            found = torch.cat([found, (u - total).exp()[total <= 0]])
        return found[:n].to(torch.get_default_dtype())

    return {"mixup": mixup, "sample_lambda": sample_lambda}
