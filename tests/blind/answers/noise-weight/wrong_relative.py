"""The noise is relative to the size of the weights (std |W| noise)."""
def noisy_linear(x: Tensor, W: Tensor, b: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if noise is None:
        noise = torch.randn(W.shape, generator=generator, dtype=W.dtype)
    return x @ (W + std * W.detach().abs() * noise).T + b
