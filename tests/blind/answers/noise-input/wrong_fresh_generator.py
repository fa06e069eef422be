"""Without a generator it makes a new torch.Generator(), whose seed is fixed: every call adds the same noise."""
def add_input_noise(
    x: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None
) -> Tensor:
    if not training:
        return x
    if noise is None:
        if generator is None:
            generator = torch.Generator(device=x.device)
        noise = torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)
    return x + std * noise
