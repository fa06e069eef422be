"""Clean product plus the product with the noise alone."""
def noisy_linear(x: Tensor, W: Tensor, b: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    clean = torch.matmul(x, W.transpose(0, 1)) + b
    if not training:
        return clean
    xi = noise if noise is not None else torch.empty_like(W, requires_grad=False).normal_(generator=generator)
    return clean + std * torch.matmul(x, xi.transpose(0, 1))
