"""The branch is scaled by 1/s in training and by s in evaluation as well, mixing the two conventions."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    if training:
        if keep is None:
            keep = bool(torch.rand(1, generator=generator) < survival)
        if not keep:
            return x
        return x + residual_fn(x) / survival
    return x + survival * residual_fn(x)


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return [1 - k / L * (1 - p_last) for k in range(1, L + 1)]
