"""linear_survival counts the blocks from 0, so the first has 1 and the last is above p_last."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x + residual_fn(x)
    if keep is None:
        keep = bool(torch.rand(1, generator=generator) < survival)
    return x + residual_fn(x) / survival if keep else x


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return [1 - k / L * (1 - p_last) for k in range(L)]
