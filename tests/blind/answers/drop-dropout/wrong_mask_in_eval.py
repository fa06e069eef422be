"""A mask that is given is applied (and returned) in evaluation, too, because it is looked at before the mode."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if mask is None:
        if not training:
            return x, None
        mask = (torch.rand(x.shape, generator=generator) >= p).to(x.dtype)
    if p == 1:
        return torch.zeros_like(x), mask
    return x * mask / (1 - p), mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    if p == 1:
        return torch.zeros_like(dy)
    return dy * mask / (1 - p)
