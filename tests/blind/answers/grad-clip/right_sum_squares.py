"""Sum of squares in a loop, clones scaled in place; min and max for the values."""
def clip_grad_norm(grads: list[Tensor | None], max_norm: float) -> tuple[list[Tensor | None], Tensor]:
    total = torch.zeros(())
    for g in grads:
        if g is not None:
            total = total.to(g.dtype) + (g * g).sum()
    total = total.sqrt()
    clipped = []
    for g in grads:
        if g is None:
            clipped.append(None)
            continue
        copy_ = g.clone()
        if total + 1e-6 > max_norm:
            copy_.mul_(max_norm / (total + 1e-6))
        clipped.append(copy_)
    return clipped, total


def clip_grad_value(grads: list[Tensor | None], c: float) -> list[Tensor | None]:
    out = []
    for g in grads:
        if g is not None:
            bound = torch.full_like(g, c)
            g = torch.minimum(torch.maximum(g, -bound), bound)
        out.append(g)
    return out
