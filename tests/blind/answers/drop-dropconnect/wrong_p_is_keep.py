"""The mask that is drawn keeps a weight with probability p."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if p == 1:
        return torch.zeros_like(x @ W.T) + b
    if mask is None:
        mask = torch.bernoulli(torch.full_like(W, p), generator=generator)
    return x @ (W * mask / (1 - p)).T + b
