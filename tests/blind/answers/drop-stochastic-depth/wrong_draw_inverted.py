"""The draw keeps the branch with probability 1 - survival."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x + residual_fn(x)
    if keep is None:
        keep = torch.rand(1, generator=generator).item() > survival
    if keep:
        return x + residual_fn(x) / survival
    return x


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return [1 - k / L * (1 - p_last) for k in range(1, L + 1)]
