"""Early returns; scaled by 1/s in training."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x + residual_fn(x)
    if keep is None:
        keep = torch.rand((), generator=generator).item() < survival
    if not keep:
        return x
    return x + residual_fn(x) / survival


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return [1 - layer / L * (1 - p_last) for layer in range(1, L + 1)]
