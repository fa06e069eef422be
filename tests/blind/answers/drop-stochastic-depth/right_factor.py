"""One factor for the branch, decided first; survival by interpolation."""
def stochastic_depth(x: Tensor, residual_fn: Callable[[Tensor], Tensor], survival: float, training: bool = True, keep: bool | None = None, generator: torch.Generator | None = None) -> Tensor:
    factor = 1.0
    if training:
        alive = bool(torch.bernoulli(torch.tensor(float(survival)), generator=generator)) if keep is None else bool(keep)
        factor = 1.0 / survival if alive else 0.0
    return x.clone() if factor == 0.0 else torch.add(x, residual_fn(x), alpha=factor)


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    out = []
    step = (1.0 - p_last) / L if L else 0.0
    for layer in range(L):
        out.append(1.0 - step * (layer + 1))
    return out
