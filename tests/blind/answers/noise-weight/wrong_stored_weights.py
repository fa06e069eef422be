"""The noise is added to the stored W in place."""
def noisy_linear(x: Tensor, W: Tensor, b: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if training:
        if noise is None:
            noise = torch.randn(W.shape, generator=generator, dtype=W.dtype)
        W.data += std * noise
    return x @ W.T + b
