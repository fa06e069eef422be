"""The backward pass divides by p instead of 1 - p (the same for p = 0.5)."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if not training:
        return x, None
    if mask is None:
        mask = (torch.rand(x.shape, generator=generator) < 1 - p).to(x.dtype)
    if p == 1:
        return torch.zeros_like(x), mask
    return x * mask / (1 - p), mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    if p == 0 or p == 1:
        return dy * (1 - p)
    return dy * mask / p
