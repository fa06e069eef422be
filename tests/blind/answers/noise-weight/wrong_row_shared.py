"""One noise number per output row is drawn and shared by the whole row of W."""
def noisy_linear(x: Tensor, W: Tensor, b: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if not training:
        return x @ W.T + b
    if noise is None:
        noise = torch.randn(W.shape[0], 1, generator=generator, dtype=W.dtype)
    return x @ (W + std * noise).T + b
