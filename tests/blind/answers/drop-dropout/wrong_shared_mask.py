"""One mask of the shape of a row is drawn and shared by the whole batch, instead of one for every element."""
def dropout(x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> tuple[Tensor, Tensor | None]:
    if not training:
        return x, None
    if mask is None:
        row = (torch.rand(x.shape[-1:], generator=generator) < 1 - p).to(x.dtype)
        mask = row.expand(x.shape).clone()
    if p == 1:
        return torch.zeros_like(x), mask
    return x * mask / (1 - p), mask


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    return torch.zeros_like(dy) if p == 1 else dy * mask / (1 - p)
