"""The stored W is masked in place."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if mask is None:
        mask = (torch.rand(W.shape, generator=generator) < 1 - p).to(W.dtype)
    W.data.mul_(mask)
    if p == 1:
        return x @ torch.zeros_like(W).T + b
    return x @ W.T / (1 - p) + b
