"""bernoulli_ into an empty tensor, weights chosen by where, einsum."""
def dropconnect_linear(x: Tensor, W: Tensor, b: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None) -> Tensor:
    used = W
    if training:
        if mask is None:
            mask = torch.empty_like(W, requires_grad=False).bernoulli_(1 - p, generator=generator)
        keep = 1.0 - p
        if keep > 0:
            used = torch.where(mask.bool(), W / keep, torch.zeros_like(W))
        else:
            used = torch.zeros_like(W)
    return torch.einsum("...i,oi->...o", x, used) + b
