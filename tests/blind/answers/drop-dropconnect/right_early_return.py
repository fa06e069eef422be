"""Cases first, then one masked copy."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if p >= 1:
        return torch.zeros_like(x @ W.T) + b
    if mask is None:
        mask = (torch.rand(W.shape, generator=generator, device=W.device) >= p).to(W.dtype)
    return x @ (W * mask / (1 - p)).T + b
