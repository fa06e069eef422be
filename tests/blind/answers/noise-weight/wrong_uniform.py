"""The noise that is drawn is uniform in [0, 1) (rand instead of randn)."""
def noisy_linear(x: Tensor, W: Tensor, b: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    if training and std > 0:
        if noise is None:
            noise = torch.rand(W.shape, generator=generator, dtype=W.dtype)
        return x @ (W + noise * std).T + b
    return x @ W.T + b
