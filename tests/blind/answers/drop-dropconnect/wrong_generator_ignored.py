"""The mask is drawn from the global generator; the one that is given is not used."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if training:
        if mask is None:
            mask = (torch.rand_like(W) < 1 - p).to(W.dtype)
        W = W * mask / (1 - p) if p < 1 else torch.zeros_like(W)
    return x @ W.T + b
