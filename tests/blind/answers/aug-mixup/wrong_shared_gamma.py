"""n + 1 Gamma draws serve n lambdas: each is the second of one ratio and the first of the next, so neighbours depend on each other."""
def mixup(x: Tensor, q: Tensor, lam: float, perm: Tensor) -> tuple[Tensor, Tensor]:
    return lam * x + (1 - lam) * x[perm], lam * q + (1 - lam) * q[perm]


def sample_lambda(alpha: float, n: int, generator: torch.Generator | None = None) -> Tensor:
    g = torch._standard_gamma(torch.full((n + 1,), alpha, dtype=torch.float64), generator=generator)
    first, second = g[:-1], g[1:]
    return (first / (first + second)).to(torch.get_default_dtype())
