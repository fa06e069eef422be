"""The scale is one over the share of the mask that happened to be kept, instead of 1/(1 - p)."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if not training:
        return x, None
    if mask is None:
        mask = (torch.rand(x.shape, generator=generator) < 1 - p).to(x.dtype)
    kept = mask.to(x.dtype).mean()
    if p == 1 or kept == 0:
        return torch.zeros_like(x), mask
    return x * mask / kept, mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    if p == 1:
        return torch.zeros_like(dy)
    return dy * mask / (1 - p)
