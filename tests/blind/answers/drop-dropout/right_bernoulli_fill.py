"""Bernoulli draw and masked_fill instead of a product."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if not training:
        return x.clone(), None
    if mask is None:
        mask = torch.bernoulli(torch.full(x.shape, 1.0 - p, dtype=x.dtype), generator=generator)
    scale = 0.0 if p >= 1.0 else 1.0 / (1.0 - p)
    y = (x * scale).masked_fill(mask == 0, 0.0)
    return y, mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    scale = 0.0 if p >= 1.0 else 1.0 / (1.0 - p)
    return (dy * scale).masked_fill(mask == 0, 0.0)
