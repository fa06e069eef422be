"""Comparison of uniform numbers, multiplication by mask / (1 - p)."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if not training:
        return x, None
    if mask is None:
        mask = (torch.rand(x.shape, generator=generator, device=x.device) < 1 - p).to(x.dtype)
    return dropout_backward(x, mask, p), mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    if p == 1:
        return torch.zeros_like(dy)
    return dy * mask / (1 - p)
