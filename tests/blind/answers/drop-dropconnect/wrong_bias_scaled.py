"""The whole output is divided by 1 - p, the bias included."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if p == 1:
        return (x @ W.T) * 0 + b
    if mask is None:
        mask = (torch.rand(W.shape, generator=generator) < 1 - p).to(W.dtype)
    return (x @ (W * mask).T + b) / (1 - p)
