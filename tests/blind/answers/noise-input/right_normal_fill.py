"""Fills an empty tensor like x by normal_ and adds it with alpha; evaluation returns a copy."""
def add_input_noise(
    x: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None
) -> Tensor:
    if not training:
        return x.clone()
    if noise is None:
        noise = torch.empty_like(x).normal_(generator=generator)
    return torch.add(x, noise, alpha=std)
