"""residual_fn is called even when the block is dropped, and its result multiplied by 0."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    branch = residual_fn(x)
    if not training:
        return x + branch
    if keep is None:
        keep = (torch.rand(1, generator=generator) < survival).item()
    return x + float(keep) * branch / survival


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    return (1 - torch.arange(1, L + 1, dtype=torch.float64) / L * (1 - p_last)).tolist()
